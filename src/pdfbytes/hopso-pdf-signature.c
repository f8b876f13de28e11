/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The signatures of a document and what is wrong with their structure (ISO 32000-2, 12.8.1). It
 * looks at bytes and offsets only: whether the CMS within is any good is not decided here. One
 * thread at a time. */

#include "hopso-pdf-signature-private.h"

#include "hopso-pdf-error-private.h"
#include "hopso-pdf-file-private.h"
#include "hopso-pdf-object-private.h"

#include <string.h>

#define MAX_SIGNATURES   1000
#define MAX_CERTIFICATES 20

/**
 * hopso_pdf_signature_free:
 *
 * Frees it.
 */
void
hopso_pdf_signature_free (HopsoPdfSignature *self)
{
  g_free (self->field_name);
  g_free (self->sub_filter);
  g_free (self->name);
  g_free (self->reason);
  g_free (self->location);
  g_free (self->claimed_time);
  g_free (self);
}

static char *
dup_text_key (HopsoPdfFile *file, HopsoPdfObject *dictionary, const char *key)
{
  g_autoptr (HopsoPdfObject) value = NULL;

  if (hopso_pdf_file_is_locked (file))
    return NULL;
  value = hopso_pdf_file_resolve_key (file, dictionary, key, NULL);
  return value != NULL ? hopso_pdf_object_dup_text (value) : NULL;
}

static void
read_claims (HopsoPdfFile *file, HopsoPdfObject *dictionary, HopsoPdfSignature *self)
{
  const char *sub_filter =
      hopso_pdf_object_get_name (hopso_pdf_object_get (dictionary, "SubFilter"));

  if (sub_filter != NULL)
    self->sub_filter = g_utf8_make_valid (sub_filter, -1);
  self->name = dup_text_key (file, dictionary, "Name");
  self->reason = dup_text_key (file, dictionary, "Reason");
  self->location = dup_text_key (file, dictionary, "Location");
  self->claimed_time = dup_text_key (file, dictionary, "M");
  self->is_document_timestamp =
      hopso_pdf_object_is_name (hopso_pdf_object_get (dictionary, "Type"), "DocTimeStamp") ||
      g_strcmp0 (self->sub_filter, "ETSI.RFC3161") == 0;
}

/* P of the DocMDP transform that the signature makes, if any (12.8.2.2). */
static guint
read_certification (HopsoPdfFile *file, HopsoPdfObject *dictionary)
{
  g_autoptr (HopsoPdfObject) references =
      hopso_pdf_file_resolve_key (file, dictionary, "Reference", NULL);

  for (guint i = 0; references != NULL && i < hopso_pdf_object_get_length (references); i++)
    {
      g_autoptr (HopsoPdfObject) reference =
          hopso_pdf_file_resolve (file, hopso_pdf_object_get_item (references, i), NULL);
      g_autoptr (HopsoPdfObject) parameters = NULL;
      g_autoptr (HopsoPdfObject) level = NULL;
      gint64 value = 2;

      if (reference == NULL ||
          !hopso_pdf_object_is_name (hopso_pdf_object_get (reference, "TransformMethod"), "DocMDP"))
        continue;
      parameters = hopso_pdf_file_resolve_key (file, reference, "TransformParams", NULL);
      if (parameters != NULL)
        level = hopso_pdf_file_resolve_key (file, parameters, "P", NULL);
      if (level != NULL)
        hopso_pdf_object_get_integer (level, &value);
      return value >= 1 && value <= 3 ? (guint) value : 1;
    }
  return 0;
}

/* Contents must be a plain hexadecimal string, written in the dictionary itself, without blanks. */
static void
read_contents (HopsoPdfObject *dictionary, HopsoPdfSignature *self)
{
  HopsoPdfObject *contents = hopso_pdf_object_get (dictionary, "Contents");
  GBytes *bytes = hopso_pdf_object_get_string (contents);

  self->contents = hopso_pdf_object_get_span (contents);
  if (bytes == NULL || !hopso_pdf_object_is_plain_hexadecimal (contents) ||
      self->contents.size != 2 * (guint64) g_bytes_get_size (bytes) + 2)
    self->findings |= HOPSO_PDF_SIGNATURE_NOT_PLAIN;
}

static void
read_byte_range (HopsoPdfFile *file, HopsoPdfObject *dictionary, HopsoPdfSignature *self)
{
  HopsoPdfObject *direct = hopso_pdf_object_get (dictionary, "ByteRange");
  g_autoptr (HopsoPdfObject) array = hopso_pdf_file_resolve (file, direct, NULL);
  guint n = array != NULL ? hopso_pdf_object_get_length (array) : 0;

  self->n_ranges = n / 2;
  if (direct != array)
    self->findings |= HOPSO_PDF_SIGNATURE_NOT_PLAIN;
  if (n == 0 || n % 2 != 0)
    self->findings |= HOPSO_PDF_SIGNATURE_RANGE_MALFORMED;
  else if (n != 4)
    self->findings |= HOPSO_PDF_SIGNATURE_RANGE_COUNT;
  for (guint i = 0; i < MIN (n, 4); i++)
    {
      gint64 value = -1;

      if (!hopso_pdf_object_get_integer (hopso_pdf_object_get_item (array, i), &value) || value < 0)
        self->findings |= HOPSO_PDF_SIGNATURE_RANGE_MALFORMED;
      else
        self->byte_range[i] = (guint64) value;
    }
}

/* Whether @offset is an end of @revision: behind its mark, or behind the line end after that, or
 * behind nothing but white space more. */
static gboolean
ends_revision (HopsoPdfFile *file, guint revision, guint64 offset)
{
  const HopsoPdfRevision *ends = hopso_pdf_file_get_revision (file, revision);
  guint64 at = ends->end;

  if (ends->end == 0 || offset < ends->end_marker)
    return FALSE;
  while (at < offset)
    {
      gsize available;
      const guint8 *bytes =
          hopso_pdf_source_peek (hopso_pdf_file_get_source (file), at, &available, NULL);

      if (bytes == NULL || !hopso_pdf_is_space (*bytes))
        return FALSE;
      at++;
    }
  return TRUE;
}

/* Moves the signature to the revision that its ranges end with: its own or a later one. */
static gboolean
find_covered_revision (HopsoPdfFile *file, HopsoPdfSignature *self, guint64 end)
{
  for (guint i = self->revision; i < hopso_pdf_file_get_n_revisions (file); i++)
    if (ends_revision (file, i, end))
      {
        self->revision = i;
        return TRUE;
      }
  return FALSE;
}

static void
check_ranges (HopsoPdfFile *file, HopsoPdfSignature *self)
{
  const guint64 *range = self->byte_range;
  guint64 size = hopso_pdf_source_get_size (hopso_pdf_file_get_source (file));
  guint n_revisions = hopso_pdf_file_get_n_revisions (file);

  if ((self->findings & (HOPSO_PDF_SIGNATURE_RANGE_MALFORMED | HOPSO_PDF_SIGNATURE_RANGE_COUNT)) !=
      0)
    return;
  if (range[0] != 0)
    self->findings |= HOPSO_PDF_SIGNATURE_RANGE_START;
  if (range[1] > size || range[3] > size || range[2] > size - range[3] ||
      range[0] > size - range[1] || range[0] + range[1] > range[2])
    {
      self->findings |= HOPSO_PDF_SIGNATURE_RANGE_ORDER;
      return;
    }
  if (range[0] + range[1] != self->contents.offset ||
      range[2] != self->contents.offset + self->contents.size)
    self->findings |= HOPSO_PDF_SIGNATURE_GAP;
  if (!find_covered_revision (file, self, range[2] + range[3]))
    self->findings |= HOPSO_PDF_SIGNATURE_REVISION;
  if (self->findings != 0)
    return;
  self->coverage = self->revision + 1 == n_revisions && !file->xref->has_tail
                       ? HOPSO_PDF_COVERAGE_FILE
                       : HOPSO_PDF_COVERAGE_REVISION;
}

static gboolean
page_has_annotation (HopsoPdfFile *file, guint index, HopsoPdfReference annotation)
{
  const HopsoPdfPage *page = hopso_pdf_file_get_page (file, index, NULL);
  g_autoptr (HopsoPdfObject) dictionary = NULL;
  g_autoptr (HopsoPdfObject) annotations = NULL;
  HopsoPdfReference reference;

  dictionary = hopso_pdf_file_dup_object (file, page->reference, NULL);
  if (dictionary != NULL)
    annotations = hopso_pdf_file_resolve_key (file, dictionary, "Annots", NULL);
  for (guint i = 0; annotations != NULL && i < hopso_pdf_object_get_length (annotations); i++)
    if (hopso_pdf_object_get_reference (hopso_pdf_object_get_item (annotations, i), &reference) &&
        reference.number == annotation.number)
      return TRUE;
  return FALSE;
}

static int
find_page_of (HopsoPdfFile *file, HopsoPdfReference annotation, HopsoPdfObject *widget)
{
  HopsoPdfReference claimed;
  guint index = 0, n_pages = 0;

  if (hopso_pdf_object_get_reference (hopso_pdf_object_get (widget, "P"), &claimed) &&
      hopso_pdf_file_find_page (file, claimed, &index, NULL) &&
      page_has_annotation (file, index, annotation))
    return (int) index;
  if (!hopso_pdf_file_get_n_pages (file, &n_pages, NULL))
    return -1;
  for (index = 0; index < n_pages; index++)
    if (page_has_annotation (file, index, annotation))
      return (int) index;
  return -1;
}

/* Where the first widget of the field is drawn. */
static void
read_place (HopsoPdfFile *file, const HopsoPdfField *field, HopsoPdfSignature *self)
{
  HopsoPdfReference reference;
  g_autoptr (HopsoPdfObject) widget = NULL;
  g_autoptr (HopsoPdfObject) rect = NULL;
  double numbers[4];

  self->page = -1;
  if (field->widgets->len == 0)
    return;
  reference = g_array_index (field->widgets, HopsoPdfReference, 0);
  widget = hopso_pdf_file_dup_object (file, reference, NULL);
  if (widget == NULL)
    return;
  self->page = find_page_of (file, reference, widget);
  rect = hopso_pdf_file_resolve_key (file, widget, "Rect", NULL);
  for (guint i = 0; i < 4; i++)
    if (rect == NULL ||
        !hopso_pdf_object_get_number (hopso_pdf_object_get_item (rect, i), &numbers[i]))
      return;
  self->rect[0] = MIN (numbers[0], numbers[2]);
  self->rect[1] = MIN (numbers[1], numbers[3]);
  self->rect[2] = MAX (numbers[0], numbers[2]);
  self->rect[3] = MAX (numbers[1], numbers[3]);
}

/* Only an indirect object that stands in the file as itself can be covered by ranges. */
static void
check_object (HopsoPdfFile *file, const HopsoPdfField *field, HopsoPdfSignature *self)
{
  const HopsoPdfEntry *entry = NULL;
  guint section;

  if (!hopso_pdf_object_get_reference (field->value, &self->reference))
    {
      self->findings |= HOPSO_PDF_SIGNATURE_DIRECT;
      return;
    }
  entry = hopso_pdf_file_find_entry (file, self->reference.number, &section);
  if (entry == NULL || entry->kind != HOPSO_PDF_ENTRY_PLAIN)
    self->findings |= HOPSO_PDF_SIGNATURE_NOT_PLAIN;
  else
    self->revision = hopso_pdf_file_get_revision_of (file, self->reference.number);
}

static HopsoPdfSignature *
signature_new (HopsoPdfFile *file, const HopsoPdfField *field, HopsoPdfObject *dictionary)
{
  HopsoPdfSignature *self = g_new0 (HopsoPdfSignature, 1);

  /* Texts of a locked document are not known. */
  self->field_name = g_strdup (hopso_pdf_file_is_locked (file) ? "" : field->name);
  check_object (file, field, self);
  if (g_strcmp0 (field->type, "Sig") != 0)
    self->findings |= HOPSO_PDF_SIGNATURE_FIELD_TYPE;
  if (hopso_pdf_object_has_duplicate_keys (dictionary) ||
      hopso_pdf_object_has_duplicate_keys (field->dictionary))
    self->findings |= HOPSO_PDF_SIGNATURE_DUPLICATE_KEYS;
  read_claims (file, dictionary, self);
  self->certification = read_certification (file, dictionary);
  read_contents (dictionary, self);
  read_byte_range (file, dictionary, self);
  if (file->xref->has_tail || file->xref->is_misread)
    self->findings |= HOPSO_PDF_SIGNATURE_TAIL;
  check_ranges (file, self);
  read_place (file, field, self);
  hopso_pdf_signature_find_oddities (self, file, field, dictionary);
  return self;
}

/* The value of a signature field, or what looks like one in another field: other readers may take
 * it for a signature. */
static gboolean
is_signature (const HopsoPdfField *field, HopsoPdfObject *value)
{
  if (g_strcmp0 (field->type, "Sig") == 0)
    return !hopso_pdf_object_is_null (value);
  return hopso_pdf_object_get_kind (value) == HOPSO_PDF_DICTIONARY &&
         hopso_pdf_object_has (value, "ByteRange") && hopso_pdf_object_has (value, "Contents");
}

static void
find_shared (GPtrArray *signatures)
{
  for (guint i = 0; i < signatures->len; i++)
    for (guint j = 0; j < i; j++)
      {
        HopsoPdfSignature *one = signatures->pdata[i];
        HopsoPdfSignature *other = signatures->pdata[j];

        if ((one->reference.number != 0 && one->reference.number == other->reference.number) ||
            (one->contents.size != 0 && one->contents.offset == other->contents.offset))
          {
            one->findings |= HOPSO_PDF_SIGNATURE_SHARED;
            other->findings |= HOPSO_PDF_SIGNATURE_SHARED;
            one->coverage = other->coverage = HOPSO_PDF_COVERAGE_NONE;
          }
      }
}

static int
compare_signatures (gconstpointer one, gconstpointer other)
{
  const HopsoPdfSignature *a = *(HopsoPdfSignature *const *) one;
  const HopsoPdfSignature *b = *(HopsoPdfSignature *const *) other;

  if (a->revision != b->revision)
    return a->revision < b->revision ? -1 : 1;
  return a->contents.offset < b->contents.offset ? -1 : a->contents.offset > b->contents.offset;
}

/**
 * hopso_pdf_file_list_signatures:
 *
 * Returns: (transfer full) (element-type HopsoPdfSignature): the signed signature fields in the
 *   order of their revisions, or %NULL with @error
 */
GPtrArray *
hopso_pdf_file_list_signatures (HopsoPdfFile *self, GError **error)
{
  g_autoptr (GPtrArray) fields = hopso_pdf_file_list_fields (self, error);
  g_autoptr (GPtrArray) signatures =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_pdf_signature_free);

  if (fields == NULL)
    return NULL;
  for (guint i = 0; i < fields->len; i++)
    {
      HopsoPdfField *field = fields->pdata[i];
      g_autoptr (HopsoPdfObject) dictionary = NULL;

      if (field->value == NULL)
        continue;
      dictionary = hopso_pdf_file_resolve (self, field->value, error);
      if (dictionary == NULL)
        return NULL;
      if (!is_signature (field, dictionary))
        continue;
      if (signatures->len >= MAX_SIGNATURES)
        {
          hopso_pdf_fail (error, HOPSO_PDF_ERROR_TOO_COMPLEX, "There are too many signatures");
          return NULL;
        }
      g_ptr_array_add (signatures, signature_new (self, field, dictionary));
    }
  find_shared (signatures);
  g_ptr_array_sort (signatures, compare_signatures);
  return g_steal_pointer (&signatures);
}

/**
 * hopso_pdf_signature_dup_finding_names:
 *
 * Returns: (transfer full) (array zero-terminated=1): a stable word for each finding
 */
char **
hopso_pdf_signature_dup_finding_names (HopsoPdfSignatureFindings findings)
{
  static const char *const names[] = {
    "range-malformed", "range-count", "range-start", "range-order", "gap",    "revision",
    "duplicate-keys",  "not-plain",   "shared",      "tail",        "direct", "field-type"
  };
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (((guint) findings & 1u << i) != 0)
      g_strv_builder_add (builder, names[i]);
  return g_strv_builder_end (builder);
}

/**
 * hopso_pdf_signature_dup_certificates:
 *
 * Returns: (transfer full) (element-type GBytes): what the dictionary itself gives as the signer's
 *   certificate and its issuers (Cert), for adbe.x509.rsa_sha1; perhaps nothing
 */
GPtrArray *
hopso_pdf_signature_dup_certificates (HopsoPdfSignature *self, HopsoPdfFile *file)
{
  GPtrArray *certificates = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (HopsoPdfObject) dictionary = NULL;
  g_autoptr (HopsoPdfObject) value = NULL;

  if (self->reference.number != 0 && !hopso_pdf_file_is_locked (file))
    dictionary = hopso_pdf_file_dup_object (file, self->reference, NULL);
  if (dictionary != NULL)
    value = hopso_pdf_file_resolve_key (file, dictionary, "Cert", NULL);
  if (value != NULL && hopso_pdf_object_get_string (value) != NULL)
    g_ptr_array_add (certificates, g_bytes_ref (hopso_pdf_object_get_string (value)));
  for (guint i = 0;
       value != NULL && i < hopso_pdf_object_get_length (value) && i < MAX_CERTIFICATES; i++)
    {
      g_autoptr (HopsoPdfObject) item =
          hopso_pdf_file_resolve (file, hopso_pdf_object_get_item (value, i), NULL);
      GBytes *bytes = item != NULL ? hopso_pdf_object_get_string (item) : NULL;

      if (bytes != NULL)
        g_ptr_array_add (certificates, g_bytes_ref (bytes));
    }
  return certificates;
}

/**
 * hopso_pdf_signature_dup_contents:
 * @file: the file that it was found in
 *
 * Returns: (transfer full): the CMS with its padding, or %NULL with @error
 */
GBytes *
hopso_pdf_signature_dup_contents (HopsoPdfSignature *self, HopsoPdfFile *file, GError **error)
{
  g_autoptr (HopsoPdfObject) dictionary = hopso_pdf_file_dup_object (file, self->reference, error);
  GBytes *bytes;

  if (dictionary == NULL)
    return NULL;
  bytes = hopso_pdf_object_get_string (hopso_pdf_object_get (dictionary, "Contents"));
  if (bytes != NULL)
    return g_bytes_ref (bytes);
  hopso_pdf_fail_damaged (error, "A signature has no contents");
  return NULL;
}
