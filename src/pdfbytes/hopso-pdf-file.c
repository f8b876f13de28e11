/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A PDF as numbered objects, at its newest revision or at an older one: the same source and
 * cross-references, seen from further back. Objects are looked up in hopso-pdf-lookup.c, protected
 * files unlocked in hopso-pdf-protection.c. Nothing is ever repaired. One thread at a time. */

#include "hopso-pdf-file-private.h"

#include "hopso-pdf-error-private.h"
#include "hopso-pdf-object-private.h"
#include "hopso-pdf-object-stream-private.h"

G_DEFINE_FINAL_TYPE (HopsoPdfFile, hopso_pdf_file, G_TYPE_OBJECT)

static void
hopso_pdf_file_finalize (GObject *object)
{
  HopsoPdfFile *self = HOPSO_PDF_FILE (object);

  g_clear_pointer (&self->cache, g_hash_table_unref);
  g_clear_pointer (&self->streams, hopso_pdf_object_streams_free);
  g_clear_pointer (&self->pages, g_array_unref);
  if (self->newest == NULL)
    {
      g_clear_pointer (&self->xref, hopso_pdf_xref_free);
      g_clear_pointer (&self->security, hopso_pdf_security_free);
    }
  g_clear_error (&self->lock);
  g_clear_pointer (&self->password, hopso_secret_unref);
  g_clear_object (&self->newest);
  g_clear_pointer (&self->source, hopso_pdf_source_unref);
  g_free (self->version);
  G_OBJECT_CLASS (hopso_pdf_file_parent_class)->finalize (object);
}

static void
hopso_pdf_file_class_init (HopsoPdfFileClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_pdf_file_finalize;
}

static void
hopso_pdf_file_init (HopsoPdfFile *self)
{
  self->cache = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) hopso_pdf_object_unref);
  self->streams = hopso_pdf_object_streams_new ();
}

static const HopsoPdfRevision *
revision_at (HopsoPdfFile *self, guint position)
{
  return &g_array_index (self->xref->revisions, HopsoPdfRevision, position);
}

static HopsoPdfSection *
section_at (HopsoPdfFile *self, guint position)
{
  return self->xref->sections->pdata[position];
}

static HopsoPdfFile *
file_new (HopsoPdfSource *source, HopsoPdfXref *xref, guint revision)
{
  HopsoPdfFile *self = g_object_new (HOPSO_TYPE_PDF_FILE, NULL);
  guint64 size = hopso_pdf_source_get_size (source);
  guint64 end = g_array_index (xref->revisions, HopsoPdfRevision, revision).end;

  self->source = hopso_pdf_source_ref (source);
  self->xref = xref;
  self->revision = revision;
  self->end = end != 0 ? end : size;
  for (guint i = 0; i < xref->sections->len; i++)
    self->is_encrypted |= hopso_pdf_object_has (section_at (self, i)->trailer, "Encrypt");
  self->work_left = 32 * size + ((guint64) 64 << 20);
  return self;
}

static char *
dup_version (HopsoPdfFile *self)
{
  g_autoptr (HopsoPdfObject) catalog = hopso_pdf_file_dup_catalog (self, NULL);
  const char *newer = NULL;
  char header[9] = { 0 };

  if (catalog != NULL)
    newer = hopso_pdf_object_get_name (hopso_pdf_object_get (catalog, "Version"));
  if (!hopso_pdf_source_read (self->source, 0, header, sizeof header - 1, NULL))
    return g_strdup ("");
  if (newer != NULL && g_strcmp0 (newer, header + 5) > 0)
    return g_utf8_make_valid (newer, -1);
  return g_strndup (header + 5, 3);
}

static HopsoPdfFile *
open_with (HopsoPdfSource *source,
           const HopsoPdfXref *beginning,
           HopsoSecret *password,
           GError **error)
{
  g_autoptr (HopsoPdfXref) xref = hopso_pdf_xref_read (source, beginning, error);
  g_autoptr (HopsoPdfFile) self = NULL;
  g_autoptr (HopsoPdfObject) catalog = NULL;

  if (xref == NULL)
    return NULL;
  self = file_new (source, g_steal_pointer (&xref), 0);
  self->password = password != NULL ? hopso_secret_ref (password) : NULL;
  if (self->is_encrypted && !hopso_pdf_file_unlock (self, password, error))
    return NULL;
  catalog = hopso_pdf_file_dup_catalog (self, error);
  if (catalog == NULL)
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * hopso_pdf_file_open:
 * @source: the bytes of a PDF
 *
 * Reads the cross-references of a PDF, strictly. Objects are read later, when they are asked for.
 * Of a document that needs a password, what is encrypted stays so.
 *
 * Returns: (transfer full): the file, or %NULL with @error
 */
HopsoPdfFile *
hopso_pdf_file_open (HopsoPdfSource *source, GError **error)
{
  return hopso_pdf_file_open_protected (source, NULL, error);
}

/**
 * hopso_pdf_file_open_protected:
 * @source: the bytes of a PDF
 * @password: (nullable): the user's or the owner's, in UTF-8; not needed by every document
 *
 * Returns: (transfer full): the file, or %NULL with @error, HOPSO_PDF_ERROR_WRONG_PASSWORD if that
 *   is what it is
 */
HopsoPdfFile *
hopso_pdf_file_open_protected (HopsoPdfSource *source, HopsoSecret *password, GError **error)
{
  return open_with (source, NULL, password, error);
}

/* The file that @self would be with more bytes behind it; what is known of @self is not read
 * again, and without a password its own is taken. */
HopsoPdfFile *
hopso_pdf_file_open_continued (HopsoPdfFile *self,
                               GBytes *more,
                               HopsoSecret *password,
                               GError **error)
{
  g_autoptr (HopsoPdfSource) whole = hopso_pdf_source_new_appended (self->source, more);

  return open_with (whole, self->xref, password != NULL ? password : self->password, error);
}

/**
 * hopso_pdf_file_open_revision:
 * @revision: which, 0 the oldest
 *
 * Returns: (transfer full): the file as it was when it ended with that revision
 */
HopsoPdfFile *
hopso_pdf_file_open_revision (HopsoPdfFile *self, guint revision)
{
  guint n = hopso_pdf_file_get_n_revisions (self);
  HopsoPdfFile *older;

  g_return_val_if_fail (revision < n, NULL);
  older = file_new (self->source, self->xref, self->revision + (n - 1 - revision));
  older->newest = g_object_ref (self->newest != NULL ? self->newest : self);
  older->security = self->security;
  older->lock = self->lock != NULL ? g_error_copy (self->lock) : NULL;
  return older;
}

/**
 * hopso_pdf_file_get_source:
 *
 * Returns: (transfer none): its bytes, newer revisions included
 */
HopsoPdfSource *
hopso_pdf_file_get_source (HopsoPdfFile *self)
{
  return self->source;
}

HopsoPdfXref *
hopso_pdf_file_get_xref (HopsoPdfFile *self)
{
  return self->xref;
}

guint
hopso_pdf_file_get_first_section (HopsoPdfFile *self)
{
  return revision_at (self, self->revision)->first_section;
}

/**
 * hopso_pdf_file_get_trailer:
 *
 * Returns: (transfer none): the trailer dictionary
 */
HopsoPdfObject *
hopso_pdf_file_get_trailer (HopsoPdfFile *self)
{
  return section_at (self, hopso_pdf_file_get_first_section (self))->trailer;
}

/**
 * hopso_pdf_file_is_encrypted:
 *
 * Returns: whether strings and streams are encrypted
 */
gboolean
hopso_pdf_file_is_encrypted (HopsoPdfFile *self)
{
  return self->is_encrypted;
}

/**
 * hopso_pdf_file_get_xref_kind:
 *
 * Returns: how the newest cross-reference is written
 */
HopsoPdfXrefKind
hopso_pdf_file_get_xref_kind (HopsoPdfFile *self)
{
  return section_at (self, hopso_pdf_file_get_first_section (self))->kind;
}

/**
 * hopso_pdf_file_get_xref_offset:
 *
 * Returns: what startxref says
 */
guint64
hopso_pdf_file_get_xref_offset (HopsoPdfFile *self)
{
  return section_at (self, hopso_pdf_file_get_first_section (self))->offset;
}

/**
 * hopso_pdf_file_get_next_number:
 *
 * Returns: the first number that no object has had
 */
guint32
hopso_pdf_file_get_next_number (HopsoPdfFile *self)
{
  guint32 next = 1;

  for (guint i = hopso_pdf_file_get_first_section (self); i < self->xref->sections->len; i++)
    {
      HopsoPdfSection *section = section_at (self, i);
      gint64 size = 0;

      hopso_pdf_object_get_integer (hopso_pdf_object_get (section->trailer, "Size"), &size);
      if (size > next && size < G_MAXINT32)
        next = (guint32) size;
      if (section->entries->len > 0)
        next = MAX (
            next,
            g_array_index (section->entries, HopsoPdfEntry, section->entries->len - 1).number + 1);
    }
  return next;
}

/**
 * hopso_pdf_file_get_version:
 *
 * Returns: such as "1.7"
 */
const char *
hopso_pdf_file_get_version (HopsoPdfFile *self)
{
  if (self->version == NULL)
    self->version = dup_version (self);
  return self->version;
}

/**
 * hopso_pdf_file_get_n_revisions:
 *
 * Returns: how often the file was written: once, and once more with each incremental update
 */
guint
hopso_pdf_file_get_n_revisions (HopsoPdfFile *self)
{
  return self->xref->revisions->len - self->revision;
}

const HopsoPdfRevision *
hopso_pdf_file_get_revision (HopsoPdfFile *self, guint revision)
{
  return revision_at (self, self->xref->revisions->len - 1 - revision);
}

/**
 * hopso_pdf_file_get_revision_end:
 * @revision: which, 0 the oldest
 *
 * Returns: where it ended, in bytes; 0 when its end is not marked as it must be
 */
guint64
hopso_pdf_file_get_revision_end (HopsoPdfFile *self, guint revision)
{
  g_return_val_if_fail (revision < self->xref->revisions->len, 0);
  return hopso_pdf_file_get_revision (self, revision)->end;
}

/**
 * hopso_pdf_file_get_revision_of:
 * @number: an object's number
 *
 * Returns: the revision, 0 the oldest, that wrote the object as it is now
 */
guint
hopso_pdf_file_get_revision_of (HopsoPdfFile *self, guint32 number)
{
  guint n = self->xref->revisions->len;
  guint section = 0;

  if (hopso_pdf_file_find_entry (self, number, &section) == NULL)
    return 0;
  for (guint i = self->revision; i < n; i++)
    if (section < revision_at (self, i)->first_section + revision_at (self, i)->n_sections)
      return n - 1 - i;
  return 0;
}
