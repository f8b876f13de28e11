/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The application's own check of an update that a process it need not trust made for it. The old
 * bytes are untouched by construction, since only new ones come back; these are parsed again, and
 * every object of theirs must be one that this one signature needs, saying what was asked for.
 * The document itself may be hostile here too. What is encrypted is read with the
 * same password, so that it is held against the plan as everything else. One thread at a time. */

#include "hopso-pdf-check-private.h"

#include "hopso-pdf-error-private.h"
#include "hopso-pdf-file-private.h"
#include "hopso-pdf-object-private.h"
#include "hopso-pdf-same-private.h"

#include <math.h>
#include <string.h>

#define WIDGET_FLAGS (4 | 128)

/* Lets go of everything. */
void
hopso_pdf_check_clear (HopsoPdfCheck *self)
{
  g_clear_pointer (&self->explained, g_hash_table_unref);
  g_clear_pointer (&self->signatures, g_ptr_array_unref);
  g_clear_pointer (&self->old_fields, g_ptr_array_unref);
  g_clear_pointer (&self->new_fields, g_ptr_array_unref);
  hopso_pdf_marks_clear (&self->marks);
  g_clear_object (&self->before);
  g_clear_object (&self->after);
}

/* Reads the document as it is, and as it would be. */
gboolean
hopso_pdf_check_open (HopsoPdfCheck *self,
                      HopsoPdfSource *original,
                      GBytes *appended,
                      HopsoSecret *password,
                      GError **error)
{
  self->base = hopso_pdf_source_get_size (original);
  self->explained = g_hash_table_new (NULL, NULL);
  self->before = hopso_pdf_file_open_protected (original, password, error);
  if (self->before == NULL || !hopso_pdf_file_check_unlocked (self->before, error))
    return FALSE;
  self->first_new = hopso_pdf_file_get_next_number (self->before);
  self->after = hopso_pdf_file_open_continued (self->before, appended, password, error);
  if (self->after == NULL || !hopso_pdf_file_check_unlocked (self->after, error))
    return FALSE;
  self->old_fields = hopso_pdf_file_list_fields (self->before, error);
  if (self->old_fields == NULL)
    return FALSE;
  self->new_fields = hopso_pdf_file_list_fields (self->after, error);
  if (self->new_fields == NULL)
    return FALSE;
  self->signatures = hopso_pdf_file_list_signatures (self->after, error);
  return self->signatures != NULL;
}

static gboolean
find_signature (HopsoPdfCheck *self, guint64 hole_offset, gsize hole_size, GError **error)
{
  g_autoptr (GPtrArray) old = hopso_pdf_file_list_signatures (self->before, error);

  if (old == NULL)
    return FALSE;
  for (guint i = 0; i < self->signatures->len; i++)
    {
      HopsoPdfSignature *signature = self->signatures->pdata[i];

      if (signature->contents.offset == hole_offset - 1 &&
          signature->contents.size == hole_size + 2)
        self->signature = signature;
    }
  if (self->signature == NULL || self->signatures->len != old->len + 1 ||
      self->signature->findings != 0 || self->signature->coverage != HOPSO_PDF_COVERAGE_FILE)
    return hopso_pdf_fail_lie (error, "The update does not add one sound signature");
  return TRUE;
}

static HopsoPdfField *
find_field (GPtrArray *fields, const char *name)
{
  for (guint i = 0; i < fields->len; i++)
    if (g_strcmp0 (((HopsoPdfField *) fields->pdata[i])->name, name) == 0)
      return fields->pdata[i];
  return NULL;
}

static gboolean
check_claims (HopsoPdfCheck *self, GError **error)
{
  const HopsoPdfSignaturePlan *plan = self->plan;
  HopsoPdfSignature *signature = self->signature;
  gboolean is_timestamp = hopso_pdf_plan_is_timestamp (plan);
  g_autofree char *time = hopso_pdf_plan_dup_time (plan);

  if (signature->is_document_timestamp != is_timestamp ||
      g_strcmp0 (signature->sub_filter, hopso_pdf_plan_get_sub_filter (plan)) != 0 ||
      g_strcmp0 (signature->name, is_timestamp ? NULL : plan->name) != 0 ||
      g_strcmp0 (signature->reason, is_timestamp ? NULL : plan->reason) != 0 ||
      g_strcmp0 (signature->location, is_timestamp ? NULL : plan->location) != 0 ||
      g_strcmp0 (signature->claimed_time, time) != 0 ||
      signature->certification != plan->certification)
    return hopso_pdf_fail_lie (error, "The signature says something else");
  if (plan->field_name != NULL && g_strcmp0 (signature->field_name, plan->field_name) != 0)
    return hopso_pdf_fail_lie (error, "The signature is in another field");
  self->field = find_field (self->new_fields, signature->field_name);
  self->old_field = find_field (self->old_fields, signature->field_name);
  if (self->field == NULL || (self->old_field != NULL && plan->field_name == NULL) ||
      (self->old_field != NULL && self->old_field->value != NULL))
    return hopso_pdf_fail_lie (error, "The signature took somebody else's field");
  return TRUE;
}

static gboolean
check_dictionary (HopsoPdfCheck *self, GError **error)
{
  static const char *const known[] = { "Type",     "Filter",    "SubFilter", "ByteRange",
                                       "Contents", "Name",      "Reason",    "Location",
                                       "M",        "Reference", NULL };
  g_autoptr (HopsoPdfObject) dictionary =
      hopso_pdf_file_dup_object (self->after, self->signature->reference, error);
  g_autoptr (HopsoPdfObject) expected = NULL;
  g_autoptr (HopsoPdfObject) reference =
      hopso_pdf_object_new_reference (self->signature->reference);
  g_autoptr (HopsoPdfObject) empty = hopso_pdf_object_new_dictionary ();
  const char *type = hopso_pdf_plan_is_timestamp (self->plan) ? "DocTimeStamp" : "Sig";

  if (dictionary == NULL)
    return FALSE;
  expected = hopso_pdf_dup_transforms (self->before, self->plan, self->old_field, error);
  if (expected == NULL || !hopso_pdf_check_explain (self, reference, error))
    return FALSE;
  if (self->signature->reference.number < self->first_new ||
      !hopso_pdf_same_except (empty, dictionary, known) ||
      !hopso_pdf_object_is_name (hopso_pdf_object_get (dictionary, "Type"), type) ||
      !hopso_pdf_object_is_name (hopso_pdf_object_get (dictionary, "Filter"), "Adobe.PPKLite") ||
      !hopso_pdf_object_equal (hopso_pdf_object_get (dictionary, "Reference"), expected))
    return hopso_pdf_fail_lie (error, "The signature says more than it should");
  return TRUE;
}

static gboolean
check_appearance (HopsoPdfCheck *self,
                  HopsoPdfObject *widget,
                  const HopsoPdfPage *page,
                  GError **error)
{
  static const char *const known[] = { "N", NULL };
  g_autoptr (HopsoPdfObject) empty = hopso_pdf_object_new_dictionary ();
  HopsoPdfObject *appearance = hopso_pdf_object_get (widget, "AP");
  HopsoPdfReference form;

  if (!hopso_pdf_same_except (empty, appearance, known) ||
      !hopso_pdf_object_get_reference (hopso_pdf_object_get (appearance, "N"), &form))
    return hopso_pdf_fail_lie (error, "The appearance is not the mark");

  HopsoPdfSame same = { self->after, self->marks.file, self->first_new, self->explained,
                        self->marks.numbers };
  if (!hopso_pdf_same_graph (&same, form, 0, page->rotation))
    return hopso_pdf_fail_lie (error, "The appearance is not the mark");
  return TRUE;
}

static gboolean
is_near (HopsoPdfObject *array, const double rect[4])
{
  for (guint i = 0; i < 4; i++)
    {
      double number;

      if (!hopso_pdf_object_get_number (hopso_pdf_object_get_item (array, i), &number) ||
          fabs (number - rect[i]) > 0.01)
        return FALSE;
    }
  return hopso_pdf_object_get_length (array) == 4;
}

/* The new field's name is not planned, but it must be one: readers differ over fields without. */
static gboolean
has_own_name (HopsoPdfField *field)
{
  g_autofree char *name = hopso_pdf_object_dup_text (hopso_pdf_object_get (field->dictionary, "T"));

  return name != NULL && *name != '\0' && strchr (name, '.') == NULL &&
         strcmp (name, field->name) == 0;
}

static gboolean
check_new_field (HopsoPdfCheck *self, GError **error)
{
  static const char *const known[] = { "Type", "Subtype", "FT", "T",  "F",
                                       "Rect", "P",       "V",  "AP", NULL };
  HopsoPdfObject *field = self->field->dictionary;
  gboolean is_visible = hopso_pdf_plan_is_visible (self->plan);
  const HopsoPdfPage *page =
      hopso_pdf_file_get_page (self->before, is_visible ? self->plan->page : 0, error);
  g_autoptr (HopsoPdfObject) empty = hopso_pdf_object_new_dictionary ();
  g_autoptr (HopsoPdfObject) reference = NULL;
  g_autoptr (HopsoPdfObject) signature =
      hopso_pdf_object_new_reference (self->signature->reference);
  double rect[4] = { 0, 0, 0, 0 };
  gint64 flags = 0;

  if (page == NULL || (is_visible && !hopso_pdf_plan_place (self->plan, page, rect, error)))
    return FALSE;
  reference = hopso_pdf_object_new_reference (page->reference);
  hopso_pdf_object_get_integer (hopso_pdf_object_get (field, "F"), &flags);
  if (self->field->reference.number < self->first_new || !has_own_name (self->field) ||
      !hopso_pdf_same_except (empty, field, known) ||
      !hopso_pdf_object_is_name (hopso_pdf_object_get (field, "Type"), "Annot") ||
      !hopso_pdf_object_is_name (hopso_pdf_object_get (field, "Subtype"), "Widget") ||
      !hopso_pdf_object_is_name (hopso_pdf_object_get (field, "FT"), "Sig") ||
      !hopso_pdf_object_equal (hopso_pdf_object_get (field, "V"), signature) ||
      !hopso_pdf_object_equal (hopso_pdf_object_get (field, "P"), reference) ||
      flags != WIDGET_FLAGS || !is_near (hopso_pdf_object_get (field, "Rect"), rect) ||
      hopso_pdf_object_has (field, "AP") != is_visible)
    return hopso_pdf_fail_lie (error, "The field is not as it should be");
  return !is_visible || check_appearance (self, field, page, error);
}

/* The widget of an existing field: flags and appearance are new, and V if it is the field too. */
static gboolean
check_old_widget (HopsoPdfCheck *self, HopsoPdfReference reference, GError **error)
{
  static const char *const split[] = { "F", "AP", NULL };
  static const char *const merged[] = { "V", "F", "AP", NULL };
  gboolean is_field = reference.number == self->old_field->reference.number;
  g_autoptr (HopsoPdfObject) before = hopso_pdf_file_dup_object (self->before, reference, error);
  g_autoptr (HopsoPdfObject) after = NULL;
  gint64 old_flags = 0, new_flags = 0;
  const HopsoPdfPage *page;

  if (before == NULL)
    return FALSE;
  after = hopso_pdf_file_dup_object (self->after, reference, error);
  if (after == NULL)
    return FALSE;
  hopso_pdf_object_get_integer (hopso_pdf_object_get (before, "F"), &old_flags);
  hopso_pdf_object_get_integer (hopso_pdf_object_get (after, "F"), &new_flags);
  if (!hopso_pdf_same_except (before, after, is_field ? merged : split) ||
      hopso_pdf_object_has_duplicate_keys (after) || new_flags != (old_flags | WIDGET_FLAGS))
    return hopso_pdf_fail_lie (error, "The field is not as it should be");
  if (!hopso_pdf_plan_is_visible (self->plan))
    return hopso_pdf_object_equal (hopso_pdf_object_get (before, "AP"),
                                   hopso_pdf_object_get (after, "AP")) ||
           hopso_pdf_fail_lie (error, "The field is not as it should be");
  if (self->signature->page < 0)
    return hopso_pdf_fail_lie (error, "The field is drawn nowhere");
  page = hopso_pdf_file_get_page (self->before, (guint) self->signature->page, error);
  return page != NULL && check_appearance (self, after, page, error);
}

static gboolean
check_old_field (HopsoPdfCheck *self, GError **error)
{
  static const char *const split[] = { "V", NULL };
  GArray *widgets = self->old_field->widgets;
  g_autoptr (HopsoPdfObject) signature =
      hopso_pdf_object_new_reference (self->signature->reference);
  HopsoPdfReference widget = { 0, 0 };

  if (self->field->reference.number != self->old_field->reference.number || widgets->len > 1 ||
      !hopso_pdf_object_equal (hopso_pdf_object_get (self->field->dictionary, "V"), signature))
    return hopso_pdf_fail_lie (error, "The field is not as it should be");
  if (widgets->len == 1)
    widget = g_array_index (widgets, HopsoPdfReference, 0);
  if (widget.number != self->old_field->reference.number)
    {
      g_autoptr (HopsoPdfObject) reference = hopso_pdf_object_new_reference (widget);

      if (!hopso_pdf_same_except (self->old_field->dictionary, self->field->dictionary, split))
        return hopso_pdf_fail_lie (error, "The field is not as it should be");
      if (widget.number == 0)
        return !hopso_pdf_plan_is_visible (self->plan) ||
               hopso_pdf_fail_lie (error, "The field is drawn nowhere");
      if (!hopso_pdf_check_explain (self, reference, error))
        return FALSE;
    }
  return check_old_widget (self, widget, error);
}

static gboolean
check_field (HopsoPdfCheck *self, GError **error)
{
  g_autoptr (HopsoPdfObject) reference = hopso_pdf_object_new_reference (self->field->reference);

  if (hopso_pdf_object_has_duplicate_keys (self->field->dictionary) ||
      !hopso_pdf_check_explain (self, reference, error))
    return hopso_pdf_fail_lie (error, "The field is not as it should be");
  return self->old_field != NULL ? check_old_field (self, error) : check_new_field (self, error);
}

/**
 * hopso_pdf_check_update:
 * @original: the document as it is
 * @appended: what is to be put after it, the hole still full of zeros
 * @plan: what was asked for
 * @byte_range: (array fixed-size=4): what is to be signed
 * @hole_offset: where the digits of the CMS go, in the whole file
 * @hole_size: how many digits
 *
 * Holds an update against the plan it was made for and against what the document allows, trusting
 * nobody.
 *
 * Returns: %FALSE with HOPSO_PDF_ERROR_NOT_AS_PLANNED, or another error of the document itself
 */
gboolean
hopso_pdf_check_update (HopsoPdfSource *original,
                        GBytes *appended,
                        const HopsoPdfSignaturePlan *plan,
                        const guint64 byte_range[4],
                        guint64 hole_offset,
                        gsize hole_size,
                        GError **error)
{
  g_auto (HopsoPdfCheck) self = { .plan = plan };

  if (!hopso_pdf_plan_check (plan, error) ||
      !hopso_pdf_check_numbers (original, appended, byte_range, hole_offset, hole_size, error))
    return FALSE;
  if (hole_size != 2 * hopso_pdf_plan_get_hole_size (plan))
    return hopso_pdf_fail_lie (error, "The hole has another size");
  return hopso_pdf_check_open (&self, original, appended, plan->password, error) &&
         hopso_pdf_check_layout (&self, error) &&
         hopso_pdf_marks_begin (&self.marks, self.before, plan, error) &&
         find_signature (&self, hole_offset, hole_size, error) && check_claims (&self, error) &&
         hopso_pdf_check_rules (self.before, plan, self.old_field, self.signature->field_name,
                                error) &&
         check_dictionary (&self, error) && check_field (&self, error) &&
         hopso_pdf_check_page (&self, error) && hopso_pdf_check_catalog (&self, error) &&
         hopso_pdf_check_filled_marks (&self, error) && hopso_pdf_check_explained (&self, error);
}
