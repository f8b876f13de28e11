/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the inspector process is asked: a report on the structure of one document, and an update
 * that prepares one signature. Both are functions of their input alone; the process around them,
 * its lock and its bus are elsewhere. Whoever receives the answers does not have to believe them.
 */

#include "hopso-inspector.h"

#include "hopso-pdf-difference.h"
#include "hopso-pdf-form.h"
#include "hopso-pdf-material.h"
#include "hopso-pdf-reserve.h"
#include "hopso-pdf-signature.h"

static void
add_text (GVariantDict *dict, const char *key, const char *text)
{
  if (text != NULL)
    g_variant_dict_insert (dict, key, "s", text);
}

static GVariant *
report_empty_fields (HopsoPdfFile *file, GError **error)
{
  g_autoptr (GPtrArray) fields = hopso_pdf_file_list_fields (file, error);
  GVariantBuilder names;

  if (fields == NULL)
    return NULL;
  g_variant_builder_init (&names, G_VARIANT_TYPE_STRING_ARRAY);
  for (guint i = 0; i < fields->len; i++)
    {
      HopsoPdfField *field = fields->pdata[i];

      if (g_strcmp0 (field->type, "Sig") == 0 && field->value == NULL)
        g_variant_builder_add (&names, "s", field->name);
    }
  return g_variant_builder_end (&names);
}

static GVariant *
report_revisions (HopsoPdfFile *file)
{
  GVariantBuilder ends;

  g_variant_builder_init (&ends, G_VARIANT_TYPE ("at"));
  for (guint i = 0; i < hopso_pdf_file_get_n_revisions (file); i++)
    g_variant_builder_add (&ends, "t", hopso_pdf_file_get_revision_end (file, i));
  return g_variant_builder_end (&ends);
}

static GVariant *
report_touch (const HopsoPdfTouch *touch)
{
  const double *rect = touch->rect;
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "kind", "s", hopso_pdf_touch_kind_get_name (touch->kind));
  g_variant_dict_insert (&dict, "page", "i", touch->page);
  g_variant_dict_insert (&dict, "allowed", "b", touch->is_allowed);
  add_text (&dict, "field", touch->field);
  add_text (&dict, "seal", touch->seal);
  if (rect[0] < rect[2] && rect[1] < rect[3])
    g_variant_dict_insert (&dict, "rect", "(dddd)", rect[0], rect[1], rect[2], rect[3]);
  return g_variant_dict_end (&dict);
}

static GVariant *
report_touches (GPtrArray *touches)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < touches->len; i++)
    g_variant_builder_add_value (&builder, report_touch (touches->pdata[i]));
  return g_variant_builder_end (&builder);
}

/* What later revisions did; unknown is said in so many words. */
static void
report_change (HopsoPdfFile *file, const HopsoPdfSignature *signature, GVariantDict *dict)
{
  static const char *const nothing[] = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfDifference) difference =
      hopso_pdf_file_compare_revision (file, signature->revision, &error);

  if (difference == NULL)
    {
      g_variant_dict_insert (dict, "change", "s", "unknown");
      g_variant_dict_insert (dict, "change-permitted", "b", FALSE);
      g_variant_dict_insert (dict, "change-explanation", "s", error->message);
      g_variant_dict_insert (dict, "changed-fields", "^as", nothing);
      return;
    }
  g_variant_dict_insert (dict, "change", "s", hopso_pdf_change_get_name (difference->change));
  g_variant_dict_insert (dict, "change-permitted", "b", difference->is_permitted);
  add_text (dict, "change-explanation", difference->explanation);
  g_variant_dict_insert_value (
      dict, "changed-fields",
      g_variant_new_strv ((const char *const *) difference->changed_fields->pdata,
                          (gssize) difference->changed_fields->len));
  g_variant_dict_insert_value (dict, "changes", report_touches (difference->touches));
}

static void
report_bytes (HopsoPdfFile *file, const HopsoPdfSignature *signature, GVariantDict *dict)
{
  static const char *const coverages[] = { "none", "revision", "file" };
  const HopsoPdfSignatureFindings unbelievable = HOPSO_PDF_SIGNATURE_RANGE_MALFORMED |
                                                 HOPSO_PDF_SIGNATURE_RANGE_COUNT |
                                                 HOPSO_PDF_SIGNATURE_RANGE_ORDER;
  g_auto (GStrv) findings = hopso_pdf_signature_dup_finding_names (signature->findings);

  if ((signature->findings & unbelievable) == 0)
    g_variant_dict_insert (dict, "byte-range", "(tttt)", signature->byte_range[0],
                           signature->byte_range[1], signature->byte_range[2],
                           signature->byte_range[3]);
  if (signature->contents.size != 0)
    g_variant_dict_insert (dict, "contents", "(tt)", signature->contents.offset,
                           signature->contents.size);
  g_variant_dict_insert (dict, "revision", "u", signature->revision);
  g_variant_dict_insert (dict, "revision-end", "t",
                         hopso_pdf_file_get_revision_end (file, signature->revision));
  g_variant_dict_insert (dict, "findings", "^as", findings);
  g_variant_dict_insert (dict, "coverage", "s", coverages[signature->coverage]);
}

static GVariant *
bytes_to_variant (GBytes *bytes)
{
  return g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, bytes, TRUE);
}

static void
report_certificates (HopsoPdfFile *file, HopsoPdfSignature *signature, GVariantDict *dict)
{
  g_autoptr (GPtrArray) certificates = hopso_pdf_signature_dup_certificates (signature, file);
  GVariantBuilder builder;

  if (certificates->len == 0)
    return;
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aay"));
  for (guint i = 0; i < certificates->len; i++)
    g_variant_builder_add_value (&builder, bytes_to_variant (certificates->pdata[i]));
  g_variant_dict_insert_value (dict, "certificates", g_variant_builder_end (&builder));
}

static GVariant *
report_signature (HopsoPdfFile *file, HopsoPdfSignature *signature)
{
  g_auto (GStrv) oddities = hopso_pdf_signature_dup_oddity_names (signature->oddities);
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "field", "s", signature->field_name);
  add_text (&dict, "sub-filter", signature->sub_filter);
  add_text (&dict, "name", signature->name);
  add_text (&dict, "reason", signature->reason);
  add_text (&dict, "location", signature->location);
  add_text (&dict, "claimed-time", signature->claimed_time);
  report_bytes (file, signature, &dict);
  g_variant_dict_insert (&dict, "page", "i", signature->page);
  g_variant_dict_insert (&dict, "rect", "(dddd)", signature->rect[0], signature->rect[1],
                         signature->rect[2], signature->rect[3]);
  g_variant_dict_insert (&dict, "document-timestamp", "b", signature->is_document_timestamp);
  g_variant_dict_insert (&dict, "certification", "u", signature->certification);
  g_variant_dict_insert (&dict, "notes", "^as", oddities);
  report_certificates (file, signature, &dict);
  report_change (file, signature, &dict);
  return g_variant_dict_end (&dict);
}

static GVariant *
report_signatures (HopsoPdfFile *file, guint *certification, GError **error)
{
  g_autoptr (GPtrArray) signatures = hopso_pdf_file_list_signatures (file, error);
  GVariantBuilder builder;

  if (signatures == NULL)
    return NULL;
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < signatures->len; i++)
    {
      HopsoPdfSignature *signature = signatures->pdata[i];

      if (*certification == 0)
        *certification = signature->certification;
      g_variant_builder_add_value (&builder, report_signature (file, signature));
    }
  return g_variant_builder_end (&builder);
}

static GVariant *
report_material (HopsoPdfFile *file, GError **error)
{
  g_autoptr (GPtrArray) pieces = hopso_pdf_file_list_material (file, error);
  GVariantBuilder builder;

  if (pieces == NULL)
    return NULL;
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < pieces->len; i++)
    {
      HopsoPdfMaterial *piece = pieces->pdata[i];
      GVariantDict dict;

      g_variant_dict_init (&dict, NULL);
      g_variant_dict_insert (&dict, "kind", "s", hopso_pdf_material_kind_get_name (piece->kind));
      g_variant_dict_insert_value (&dict, "bytes", bytes_to_variant (piece->bytes));
      g_variant_dict_insert (&dict, "end", "t", piece->end);
      g_variant_builder_add_value (&builder, g_variant_dict_end (&dict));
    }
  return g_variant_builder_end (&builder);
}

/* Everything that takes more than the cross-references. */
static gboolean
report_contents (HopsoPdfFile *file, GVariantDict *dict, GError **error)
{
  g_autoptr (GVariant) fields = NULL;
  g_autoptr (GVariant) signatures = NULL;
  g_autoptr (GVariant) material = NULL;
  guint n_pages = 0, certification = 0;

  if (!hopso_pdf_file_get_n_pages (file, &n_pages, error))
    return FALSE;
  fields = report_empty_fields (file, error);
  if (fields == NULL)
    return FALSE;
  g_variant_ref_sink (fields);
  signatures = report_signatures (file, &certification, error);
  if (signatures == NULL)
    return FALSE;
  g_variant_ref_sink (signatures);
  material = report_material (file, error);
  if (material == NULL)
    return FALSE;
  g_variant_ref_sink (material);
  g_variant_dict_insert_value (dict, "validation-data", material);
  g_variant_dict_insert (dict, "removed-signatures", "u",
                         hopso_pdf_file_count_removed_signatures (file));
  g_variant_dict_insert (dict, "n-pages", "u", n_pages);
  g_variant_dict_insert_value (dict, "empty-fields", fields);
  g_variant_dict_insert_value (dict, "signatures", signatures);
  g_variant_dict_insert (dict, "certification", "u", certification);
  return TRUE;
}

/**
 * hopso_inspector_inspect:
 * @fd: a document; borrowed
 * @password: (nullable): of a protected one
 *
 * Reports on the structure of a document; hopso-inspector.h lists what is in the report.
 *
 * Returns: (transfer full): an a{sv}, or %NULL with @error
 */
GVariant *
hopso_inspector_inspect (int fd, HopsoSecret *password, GError **error)
{
  g_autoptr (HopsoPdfSource) source = hopso_pdf_source_new_fd (fd, error);
  g_autoptr (HopsoPdfFile) file = NULL;
  g_auto (GVariantDict) dict;

  g_variant_dict_init (&dict, NULL);
  if (source == NULL)
    return NULL;
  file = hopso_pdf_file_open_protected (source, password, error);
  if (file == NULL)
    return NULL;
  g_variant_dict_insert (&dict, "version", "s", hopso_pdf_file_get_version (file));
  g_variant_dict_insert (&dict, "size", "t", hopso_pdf_source_get_size (source));
  g_variant_dict_insert (&dict, "encrypted", "b", hopso_pdf_file_is_encrypted (file));
  g_variant_dict_insert (&dict, "locked", "b", hopso_pdf_file_is_locked (file));
  g_variant_dict_insert (&dict, "xref", "s",
                         hopso_pdf_file_get_xref_kind (file) == HOPSO_PDF_XREF_STREAM ? "stream"
                                                                                      : "table");
  g_variant_dict_insert_value (&dict, "revisions", report_revisions (file));
  if (!report_contents (file, &dict, error))
    return NULL;
  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

/**
 * hopso_inspector_prepare:
 * @fd: a document; borrowed
 * @mark_fd: a one-page PDF to be drawn as the signature's mark; borrowed, -1 for none
 * @password: (nullable): of a protected document
 * @parameters: an a{sv}; hopso-inspector.h lists what may be in it
 *
 * Makes the incremental update for one signature.
 *
 * Returns: (transfer full): what to append, or %NULL with @error
 */
HopsoPdfPrepared *
hopso_inspector_prepare (
    int fd, int mark_fd, HopsoSecret *password, GVariant *parameters, GError **error)
{
  g_autoptr (HopsoPdfSource) source = hopso_pdf_source_new_fd (fd, error);
  g_autoptr (HopsoPdfSource) mark = NULL;
  g_autoptr (HopsoPdfFile) file = NULL;
  g_autoptr (HopsoPdfPrepared) prepared = NULL;
  g_auto (HopsoPdfSignaturePlan) plan = { 0 };

  if (source == NULL || !hopso_pdf_signature_plan_read (&plan, parameters, error))
    return NULL;
  if (mark_fd >= 0)
    mark = hopso_pdf_source_new_fd (mark_fd, error);
  if (mark_fd >= 0 && mark == NULL)
    return NULL;
  plan.mark = mark;
  file = hopso_pdf_file_open_protected (source, password, error);
  if (file == NULL)
    return NULL;
  prepared = hopso_pdf_prepare_signature (file, &plan, error);
  if (prepared == NULL || !hopso_pdf_prepared_keeps_places (prepared, file, &plan, error))
    return NULL;
  return g_steal_pointer (&prepared);
}

/**
 * hopso_inspector_describe_form:
 * @fd: a document; borrowed
 *
 * Returns: (transfer full): what can be filled, as hopso-inspector.h lists it, or %NULL with @error
 */
GVariant *
hopso_inspector_describe_form (int fd, GError **error)
{
  g_autoptr (HopsoPdfSource) source = hopso_pdf_source_new_fd (fd, error);
  g_autoptr (HopsoPdfFile) file = NULL;

  if (source == NULL)
    return NULL;
  file = hopso_pdf_file_open (source, error);
  return file != NULL ? hopso_pdf_file_describe_form (file, error) : NULL;
}

/**
 * hopso_inspector_prepare_filling:
 * @fd: a document; borrowed
 * @looks_fd: a PDF of how the values look, a page each; borrowed, -1 for none
 * @values: an a(sas): fields by name and what they shall hold
 *
 * Makes the incremental update that fills a form.
 *
 * Returns: (transfer full): what to append, or %NULL with @error
 */
GBytes *
hopso_inspector_prepare_filling (int fd, int looks_fd, GVariant *values, GError **error)
{
  g_autoptr (HopsoPdfSource) source = hopso_pdf_source_new_fd (fd, error);
  g_autoptr (HopsoPdfSource) looks = NULL;
  g_autoptr (HopsoPdfFile) file = NULL;
  g_autoptr (HopsoPdfFillPlan) plan = NULL;

  if (source == NULL)
    return NULL;
  plan = hopso_pdf_fill_plan_read (values, error);
  if (plan == NULL)
    return NULL;
  if (looks_fd >= 0)
    looks = hopso_pdf_source_new_fd (looks_fd, error);
  if (looks_fd >= 0 && looks == NULL)
    return NULL;
  plan->looks = looks;
  file = hopso_pdf_file_open (source, error);
  return file != NULL ? hopso_pdf_prepare_filling (file, plan, error) : NULL;
}

/**
 * hopso_inspector_prepare_reservation:
 * @fd: a document; borrowed
 * @password: (nullable): of a protected one
 * @places: as hopso_pdf_reservation_to_variant() writes them
 *
 * Makes the incremental update that keeps places for number, date and seal.
 *
 * Returns: (transfer full): what to append, or %NULL with @error
 */
GBytes *
hopso_inspector_prepare_reservation (int fd,
                                     HopsoSecret *password,
                                     GVariant *places,
                                     GError **error)
{
  g_autoptr (HopsoPdfSource) source = hopso_pdf_source_new_fd (fd, error);
  g_autoptr (HopsoPdfFile) file = NULL;
  HopsoPdfReservation reservation;

  if (source == NULL || !hopso_pdf_reservation_read (&reservation, places, error))
    return NULL;
  file = hopso_pdf_file_open_protected (source, password, error);
  return file != NULL ? hopso_pdf_prepare_reservation (file, &reservation, error) : NULL;
}

/**
 * hopso_inspector_prepare_evidence:
 * @fd: a document; borrowed
 * @password: (nullable): of a protected one
 * @evidence: what hopso_pdf_evidence_plan_to_variant() made
 *
 * Makes the incremental update that extends the document's store of validation data.
 *
 * Returns: (transfer full): what to append, or %NULL with @error
 */
GBytes *
hopso_inspector_prepare_evidence (int fd, HopsoSecret *password, GVariant *evidence, GError **error)
{
  g_autoptr (HopsoPdfSource) source = hopso_pdf_source_new_fd (fd, error);
  g_autoptr (HopsoPdfFile) file = NULL;
  g_autoptr (HopsoPdfEvidencePlan) plan = NULL;

  if (source == NULL)
    return NULL;
  plan = hopso_pdf_evidence_plan_read (evidence, error);
  if (plan == NULL)
    return NULL;
  file = hopso_pdf_file_open_protected (source, password, error);
  return file != NULL ? hopso_pdf_prepare_evidence (file, plan, error) : NULL;
}
