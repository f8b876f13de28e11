/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Prepares one signature as an incremental update: the signature dictionary with its hole, the
 * field and its widget, the appearance, and as little as possible of page, form and catalogue. It
 * neither hashes nor signs. One thread at a time. */

#include "hopso-pdf-prepare-private.h"

#include "hopso-pdf-error-private.h"
#include "hopso-pdf-writer-private.h"

#include <string.h>

#define RANGE_DIGITS 12

static void
preparation_clear (HopsoPdfPreparation *self)
{
  g_clear_pointer (&self->update, hopso_pdf_update_free);
  g_clear_pointer (&self->fields, g_ptr_array_unref);
  g_clear_pointer (&self->parts, g_hash_table_unref);
  hopso_pdf_marks_clear (&self->marks);
  g_free (self->field_name);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HopsoPdfPreparation, preparation_clear)

/**
 * hopso_pdf_prepared_free:
 *
 * Frees it.
 */
void
hopso_pdf_prepared_free (HopsoPdfPrepared *self)
{
  g_clear_pointer (&self->appended, g_bytes_unref);
  g_free (self->field_name);
  g_free (self);
}

static HopsoPdfField *
find_field (GPtrArray *fields, const char *name)
{
  for (guint i = 0; i < fields->len; i++)
    if (strcmp (((HopsoPdfField *) fields->pdata[i])->name, name) == 0)
      return fields->pdata[i];
  return NULL;
}

/* Whether a field of that name may come: no field, and no parent of one, may have it. */
static gboolean
is_free_name (GPtrArray *fields, const char *name)
{
  gsize size = strlen (name);

  for (guint i = 0; i < fields->len; i++)
    {
      const char *other = ((HopsoPdfField *) fields->pdata[i])->name;

      if (strncmp (other, name, size) == 0 && (other[size] == '\0' || other[size] == '.'))
        return FALSE;
    }
  return *name != '\0' && strchr (name, '.') == NULL;
}

static char *
dup_free_name (GPtrArray *fields)
{
  for (guint i = 1;; i++)
    {
      g_autofree char *name = g_strdup_printf ("Signature%u", i);

      if (is_free_name (fields, name))
        return g_steal_pointer (&name);
    }
}

static gboolean
check_existing_field (const HopsoPdfField *field, GError **error)
{
  if (g_strcmp0 (field->type, "Sig") != 0)
    return hopso_pdf_fail (error, HOPSO_PDF_ERROR_FIELD, "The field is not for signatures");
  if (field->value != NULL)
    return hopso_pdf_fail (error, HOPSO_PDF_ERROR_FIELD, "The field is signed already");
  if (field->reference.number == 0 || field->widgets->len > 1)
    return hopso_pdf_fail (error, HOPSO_PDF_ERROR_UNSUPPORTED, "The field is built unusually");
  return TRUE;
}

static gboolean
choose_field (HopsoPdfPreparation *self, GError **error)
{
  const char *name = self->plan->field_name;

  self->fields = hopso_pdf_file_list_fields (self->file, error);
  if (self->fields == NULL)
    return FALSE;
  if (name == NULL)
    {
      self->field_name = dup_free_name (self->fields);
      return TRUE;
    }
  self->field_name = g_strdup (name);
  self->field = find_field (self->fields, name);
  if (self->field != NULL)
    return check_existing_field (self->field, error);
  if (!is_free_name (self->fields, name))
    return hopso_pdf_fail (error, HOPSO_PDF_ERROR_FIELD, "No field can have that name");
  return TRUE;
}

static gboolean
has_area (HopsoPdfFile *file, HopsoPdfObject *widget)
{
  g_autoptr (HopsoPdfObject) rect = hopso_pdf_file_resolve_key (file, widget, "Rect", NULL);
  double n[4];

  for (guint i = 0; i < 4; i++)
    if (rect == NULL || !hopso_pdf_object_get_number (hopso_pdf_object_get_item (rect, i), &n[i]))
      return FALSE;
  return (n[0] < n[2] || n[2] < n[0]) && (n[1] < n[3] || n[3] < n[1]);
}

static gboolean
page_holds (HopsoPdfFile *file, const HopsoPdfPage *page, HopsoPdfReference widget)
{
  g_autoptr (HopsoPdfObject) dictionary = hopso_pdf_file_dup_object (file, page->reference, NULL);
  g_autoptr (HopsoPdfObject) annotations = NULL;
  HopsoPdfReference reference;

  if (dictionary != NULL)
    annotations = hopso_pdf_file_resolve_key (file, dictionary, "Annots", NULL);
  for (guint i = 0; annotations != NULL && i < hopso_pdf_object_get_length (annotations); i++)
    if (hopso_pdf_object_get_reference (hopso_pdf_object_get_item (annotations, i), &reference) &&
        reference.number == widget.number)
      return TRUE;
  return FALSE;
}

/* The page that draws the widget of the existing field. */
static gboolean
find_widget_page (HopsoPdfPreparation *self, GError **error)
{
  HopsoPdfReference widget = g_array_index (self->field->widgets, HopsoPdfReference, 0);
  g_autoptr (HopsoPdfObject) dictionary = hopso_pdf_file_dup_object (self->file, widget, error);
  guint n_pages = 0;

  if (dictionary == NULL || !hopso_pdf_file_get_n_pages (self->file, &n_pages, error))
    return FALSE;
  for (guint i = 0; i < n_pages; i++)
    {
      const HopsoPdfPage *page = hopso_pdf_file_get_page (self->file, i, NULL);

      if (page_holds (self->file, page, widget))
        {
          self->page = *page;
          break;
        }
    }
  if (self->page.reference.number == 0 || !has_area (self->file, dictionary))
    return hopso_pdf_fail (error, HOPSO_PDF_ERROR_FIELD, "The field has no place on a page");
  return TRUE;
}

static gboolean
choose_place (HopsoPdfPreparation *self, GError **error)
{
  gboolean is_visible = hopso_pdf_plan_is_visible (self->plan);
  const HopsoPdfPage *page;

  if (self->field != NULL)
    {
      if (!is_visible)
        return TRUE;
      if (self->field->widgets->len == 1)
        return find_widget_page (self, error);
      return hopso_pdf_fail (error, HOPSO_PDF_ERROR_FIELD, "The field has no place on a page");
    }
  page = hopso_pdf_file_get_page (self->file, is_visible ? self->plan->page : 0, error);
  if (page == NULL)
    return FALSE;
  self->page = *page;
  return !is_visible || hopso_pdf_plan_place (self->plan, page, self->rect, error);
}

/* A part of the signature's dictionary, as it must stand in the file. */
static gboolean
append_value (HopsoPdfPreparation *self,
              GByteArray *body,
              const char *key,
              HopsoPdfObject *value,
              GError **error)
{
  g_autoptr (HopsoPdfObject) written =
      hopso_pdf_update_protect (self->update, self->signature, value, error);

  if (written == NULL)
    return FALSE;
  hopso_pdf_write_format (body, "/%s ", key);
  hopso_pdf_write_object (body, written);
  hopso_pdf_write_format (body, "\n");
  return TRUE;
}

static gboolean
append_text (
    HopsoPdfPreparation *self, GByteArray *body, const char *key, const char *text, GError **error)
{
  g_autoptr (HopsoPdfObject) object = NULL;

  if (text == NULL)
    return TRUE;
  object = hopso_pdf_object_new_text (text);
  return append_value (self, body, key, object, error);
}

static gboolean
append_claims (HopsoPdfPreparation *self, GByteArray *body, GError **error)
{
  g_autofree char *time = hopso_pdf_plan_dup_time (self->plan);

  return hopso_pdf_plan_is_timestamp (self->plan) ||
         (append_text (self, body, "Name", self->plan->name, error) &&
          append_text (self, body, "Reason", self->plan->reason, error) &&
          append_text (self, body, "Location", self->plan->location, error) &&
          append_text (self, body, "M", time, error));
}

static gboolean
append_references (HopsoPdfPreparation *self, GByteArray *body, GError **error)
{
  g_autoptr (HopsoPdfObject) transforms =
      hopso_pdf_dup_transforms (self->file, self->plan, self->field, error);

  if (transforms == NULL)
    return FALSE;
  return hopso_pdf_object_is_null (transforms) ||
         append_value (self, body, "Reference", transforms, error);
}

/* The dictionary that is patched later: its ranges at @range_position, its hole after them. */
static gboolean
write_signature (HopsoPdfPreparation *self, GError **error)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *zeros = NULL;
  gsize hole_size = 2 * hopso_pdf_plan_get_hole_size (self->plan);

  self->signature = hopso_pdf_update_reserve (self->update);
  hopso_pdf_write_format (body, "<</Type /%s /Filter /Adobe.PPKLite /SubFilter /%s\n",
                          hopso_pdf_plan_is_timestamp (self->plan) ? "DocTimeStamp" : "Sig",
                          hopso_pdf_plan_get_sub_filter (self->plan));
  if (!append_claims (self, body, error) || !append_references (self, body, error))
    return FALSE;
  hopso_pdf_write_format (body, "/ByteRange [0 ");
  self->range_position = body->len;
  hopso_pdf_write_format (body, "%*s %*s %*s]\n/Contents <", RANGE_DIGITS, "0", RANGE_DIGITS, "0",
                          RANGE_DIGITS, "0");
  self->hole_position = body->len;
  zeros = g_strnfill (hole_size, '0');
  hopso_pdf_write_format (body, "%s>>>", zeros);
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&body));
  hopso_pdf_update_put_raw (self->update, self->signature, bytes);
  return TRUE;
}

static gboolean
import_appearance (HopsoPdfPreparation *self, GError **error)
{
  HopsoPdfImport import;

  if (!hopso_pdf_marks_begin (&self->marks, self->file, self->plan, error))
    return FALSE;
  if (!hopso_pdf_plan_is_visible (self->plan))
    return TRUE;
  import = (HopsoPdfImport){ self->update, self->marks.file, self->marks.numbers };
  return hopso_pdf_import_mark (&import, 0, self->page.rotation, &self->form, error);
}

/* New for every signature, the same for the same one. */
static void
renew_identity (HopsoPdfPreparation *self)
{
  g_autofree char *seed =
      g_strdup_printf ("%" G_GINT64_FORMAT " %s", self->plan->signing_time, self->field_name);

  hopso_pdf_update_renew_identity (self->update, seed);
}

static gboolean
write_everything (HopsoPdfPreparation *self, GError **error)
{
  guint32 next;

  if (!import_appearance (self, error) || !write_signature (self, error))
    return FALSE;
  renew_identity (self);
  if (!hopso_pdf_edit_document (self, error) || !hopso_pdf_write_filling (self, error))
    return FALSE;
  /* A cross-reference stream takes one number more. */
  next = hopso_pdf_update_get_next_number (self->update);
  return hopso_pdf_check_ahead (self->file, self->fields, self->page.reference, next, error);
}

/* Puts the true ranges into the bytes, right-aligned in the width kept for them. */
static HopsoPdfPrepared *
finish (HopsoPdfPreparation *self, GError **error)
{
  guint64 base = hopso_pdf_source_get_size (hopso_pdf_file_get_source (self->file));
  g_autoptr (GByteArray) bytes = hopso_pdf_update_finish (self->update, error);
  HopsoPdfPrepared *prepared;
  g_autofree char *ranges = NULL;
  guint64 body;

  if (bytes == NULL)
    return NULL;
  body = hopso_pdf_update_get_body_offset (self->update, self->signature);
  prepared = g_new0 (HopsoPdfPrepared, 1);
  prepared->hole_offset = body + self->hole_position;
  prepared->hole_size = 2 * hopso_pdf_plan_get_hole_size (self->plan);
  prepared->byte_range[1] = prepared->hole_offset - 1;
  prepared->byte_range[2] = prepared->hole_offset + prepared->hole_size + 1;
  prepared->byte_range[3] = base + bytes->len - prepared->byte_range[2];
  ranges = g_strdup_printf ("%*" G_GUINT64_FORMAT " %*" G_GUINT64_FORMAT " %*" G_GUINT64_FORMAT,
                            RANGE_DIGITS, prepared->byte_range[1], RANGE_DIGITS,
                            prepared->byte_range[2], RANGE_DIGITS, prepared->byte_range[3]);
  memcpy (bytes->data + (body - base) + self->range_position, ranges, strlen (ranges));
  prepared->appended = g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
  prepared->field_name = g_strdup (self->field_name);
  return prepared;
}

/**
 * hopso_pdf_prepare_signature:
 * @file: the document, at its newest revision
 * @plan: what is asked
 *
 * Makes the incremental update for one signature, with a hole for the CMS.
 *
 * Returns: (transfer full): what to append, or %NULL with @error
 */
HopsoPdfPrepared *
hopso_pdf_prepare_signature (HopsoPdfFile *file, const HopsoPdfSignaturePlan *plan, GError **error)
{
  g_auto (HopsoPdfPreparation) self = { .file = file, .plan = plan };

  if (!hopso_pdf_plan_check (plan, error))
    return NULL;
  self.update = hopso_pdf_update_new (file, error);
  if (self.update == NULL || !choose_field (&self, error) ||
      !hopso_pdf_check_rules (file, plan, self.field, self.field_name, error) ||
      !choose_place (&self, error) || !write_everything (&self, error))
    return NULL;
  return finish (&self, error);
}
