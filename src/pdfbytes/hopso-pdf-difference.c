/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What happened to a document after one of its revisions. It starts from the objects that later
 * revisions wrote and explains each by a place where a change is known: further signatures and
 * what verifies them, the values of fields, annotations. Whatever is left unexplained, or stands
 * in a place that may not change, makes the document altered. One thread at a time. */

#include "hopso-pdf-difference-private.h"

#include "hopso-pdf-error-private.h"
#include "hopso-pdf-file-private.h"
#include "hopso-pdf-prepare-private.h"
#include "hopso-pdf-same-private.h"

#include <string.h>

/* Kinds of touches. */
#define ANYTHING    (~0u)
#define ANNOTATIONS (1u << HOPSO_PDF_TOUCH_ANNOTATION)
#define ANYTHING_BUT_PROOF \
  (~(1u << HOPSO_PDF_TOUCH_TIMESTAMP | 1u << HOPSO_PDF_TOUCH_VALIDATION_DATA))

static void
comparison_clear (HopsoPdfComparison *self)
{
  g_clear_object (&self->before);
  g_clear_pointer (&self->changed, g_hash_table_unref);
  g_clear_pointer (&self->explained, g_hash_table_unref);
  g_clear_pointer (&self->counts, g_hash_table_unref);
  g_clear_pointer (&self->names, g_hash_table_unref);
  g_clear_pointer (&self->signatures, g_ptr_array_unref);
  g_clear_pointer (&self->allowed, g_ptr_array_unref);
  g_clear_pointer (&self->touched, g_ptr_array_unref);
  g_clear_pointer (&self->widgets, g_hash_table_unref);
  g_clear_pointer (&self->showing, g_hash_table_unref);
  g_clear_pointer (&self->structure, g_hash_table_unref);
  g_clear_pointer (&self->fields, g_ptr_array_unref);
  g_clear_pointer (&self->reserved, g_hash_table_unref);
  g_clear_pointer (&self->look.item, hopso_pdf_object_unref);
  g_clear_pointer (&self->difference, hopso_pdf_difference_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HopsoPdfComparison, comparison_clear)

/**
 * hopso_pdf_difference_free:
 *
 * Frees it.
 */
void
hopso_pdf_difference_free (HopsoPdfDifference *self)
{
  g_free (self->explanation);
  g_clear_pointer (&self->changed_fields, g_ptr_array_unref);
  g_clear_pointer (&self->touches, g_ptr_array_unref);
  g_free (self);
}

static HopsoPdfDifference *
difference_new (void)
{
  HopsoPdfDifference *self = g_new0 (HopsoPdfDifference, 1);

  self->is_permitted = TRUE;
  self->changed_fields = g_ptr_array_new_with_free_func (g_free);
  self->touches = g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_pdf_touch_free);
  return self;
}

/**
 * hopso_pdf_change_get_name:
 *
 * Returns: a stable word for @change
 */
const char *
hopso_pdf_change_get_name (HopsoPdfChange change)
{
  static const char *const names[] = { "none", "signatures", "form", "annotations", "altered" };

  return names[change];
}

void
hopso_pdf_comparison_raise (HopsoPdfComparison *self, HopsoPdfChange change)
{
  self->difference->change = MAX (self->difference->change, change);
}

/* The document was altered; always FALSE, so that a step ends with it. Other steps go on, so that
 * all of it is told. */
gboolean
hopso_pdf_comparison_alter (HopsoPdfComparison *self, const char *format, ...)
{
  va_list arguments;

  hopso_pdf_comparison_raise (self, HOPSO_PDF_CHANGE_ALTERED);
  va_start (arguments, format);
  if (self->difference->explanation == NULL)
    self->difference->explanation = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  hopso_pdf_comparison_touch_altered (self);
  return FALSE;
}

/* Whether the next of several steps is taken after one that ended with @is_done: not after an
 * error. */
gboolean
hopso_pdf_comparison_goes_on (gboolean is_done, GError **error)
{
  return is_done || *error == NULL;
}

gboolean
hopso_pdf_comparison_is_changed (HopsoPdfComparison *self, HopsoPdfObject *object)
{
  HopsoPdfReference reference;

  return hopso_pdf_object_get_reference (object, &reference) &&
         g_hash_table_contains (self->changed, GUINT_TO_POINTER (reference.number));
}

void
hopso_pdf_comparison_explain (HopsoPdfComparison *self, HopsoPdfObject *object)
{
  HopsoPdfReference reference;

  if (hopso_pdf_object_get_reference (object, &reference))
    g_hash_table_add (self->explained, GUINT_TO_POINTER (reference.number));
}

/**
 * hopso_pdf_comparison_read:
 * @before: a value as it was
 * @after: as it is
 * @old_value: (out) (transfer full): the first, resolved
 * @new_value: (out) (transfer full): the second, resolved
 *
 * Reads a value that the caller knows how to compare. An object that takes another's place must be
 * a new one.
 *
 * Returns: %FALSE when it is not, or with @error
 */
gboolean
hopso_pdf_comparison_read (HopsoPdfComparison *self,
                           HopsoPdfObject *before,
                           HopsoPdfObject *after,
                           HopsoPdfObject **old_value,
                           HopsoPdfObject **new_value,
                           GError **error)
{
  HopsoPdfReference reference;

  *new_value = NULL;
  *old_value = hopso_pdf_file_resolve (self->before, before, error);
  if (*old_value == NULL)
    return FALSE;
  *new_value = hopso_pdf_file_resolve (self->after, after, error);
  if (*new_value == NULL)
    return FALSE;
  if (hopso_pdf_object_get_reference (after, &reference) &&
      !hopso_pdf_object_equal (before, after) &&
      hopso_pdf_comparison_was_there (self, reference.number))
    return hopso_pdf_comparison_alter (self, "an object took the place of another");
  hopso_pdf_comparison_explain (self, after);
  return TRUE;
}

/* Whether two values are equal, perhaps only once they are looked up: a copy may take the place of
 * what it is a copy of. */
gboolean
hopso_pdf_comparison_means_the_same (HopsoPdfComparison *self,
                                     HopsoPdfObject *before,
                                     HopsoPdfObject *after)
{
  g_autoptr (HopsoPdfObject) old = NULL;
  g_autoptr (HopsoPdfObject) new = NULL;

  if (hopso_pdf_object_equal (before, after))
    return TRUE;
  old = hopso_pdf_file_resolve (self->before, before, NULL);
  new = hopso_pdf_file_resolve (self->after, after, NULL);
  if (old == NULL || new == NULL || hopso_pdf_object_has_duplicate_keys (new) ||
      !hopso_pdf_object_equal (old, new))
    return FALSE;
  hopso_pdf_comparison_explain (self, after);
  return TRUE;
}

static gboolean
same_entry (const HopsoPdfEntry *one, const HopsoPdfEntry *other)
{
  if (one == NULL || other == NULL)
    return FALSE;
  return one->kind == other->kind && one->where == other->where && one->index == other->index &&
         one->generation == other->generation;
}

static gboolean
is_in_use (const HopsoPdfEntry *entry)
{
  return entry != NULL && entry->kind != HOPSO_PDF_ENTRY_FREE;
}

/* Every number that a later section speaks of, unless it says what was true before. */
static void
list_changed (HopsoPdfComparison *self)
{
  guint first = hopso_pdf_file_get_first_section (self->after);
  guint last = hopso_pdf_file_get_first_section (self->before);

  for (guint i = first; i < last; i++)
    {
      HopsoPdfSection *section = self->after->xref->sections->pdata[i];

      for (guint j = 0; j < section->entries->len; j++)
        {
          guint32 number = g_array_index (section->entries, HopsoPdfEntry, j).number;
          guint unused;
          const HopsoPdfEntry *old = hopso_pdf_file_find_entry (self->before, number, &unused);
          const HopsoPdfEntry *new = hopso_pdf_file_find_entry (self->after, number, &unused);

          if (same_entry (old, new) || (!is_in_use (old) && !is_in_use (new)))
            continue;
          g_hash_table_add (self->changed, GUINT_TO_POINTER (number));
          self->has_overwritten |= is_in_use (old);
        }
    }
}

static void
name_fields (HopsoPdfComparison *self, GPtrArray *fields)
{
  for (guint i = 0; i < fields->len; i++)
    {
      HopsoPdfField *field = fields->pdata[i];

      g_hash_table_insert (self->names, GUINT_TO_POINTER (field->reference.number),
                           g_strdup (field->name));
      for (guint j = 0; j < field->widgets->len; j++)
        g_hash_table_insert (
            self->names,
            GUINT_TO_POINTER (g_array_index (field->widgets, HopsoPdfReference, j).number),
            g_strdup (field->name));
    }
}

static gboolean
start (HopsoPdfComparison *self, guint revision, GError **error)
{
  self->fields = hopso_pdf_file_list_fields (self->after, error);
  if (self->fields == NULL)
    return FALSE;
  self->before = hopso_pdf_file_open_revision (self->after, revision);
  self->changed = g_hash_table_new (NULL, NULL);
  self->explained = g_hash_table_new (NULL, NULL);
  self->names = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->allowed = g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_pdf_object_unref);
  self->touched = g_ptr_array_new_with_free_func (g_free);
  self->difference = difference_new ();
  name_fields (self, self->fields);
  list_changed (self);
  self->signatures = hopso_pdf_file_list_signatures (self->before, error);
  return self->signatures != NULL && hopso_pdf_comparison_load_reserved (self, error);
}

/* Nothing of @kinds was allowed; of @field alone, if it is given. */
static void
forbid (HopsoPdfComparison *self, guint kinds, const char *field, const char *explanation)
{
  self->difference->is_permitted = FALSE;
  if (self->difference->explanation == NULL)
    self->difference->explanation = g_strdup (explanation);
  for (guint i = 0; i < self->difference->touches->len; i++)
    {
      HopsoPdfTouch *touch = self->difference->touches->pdata[i];

      if ((kinds & 1u << touch->kind) != 0 &&
          (field == NULL || g_strcmp0 (touch->field, field) == 0))
        touch->is_allowed = FALSE;
    }
}

/* What a certification of the older revision allows (12.8.2.2, table 257). */
static void
check_certification (HopsoPdfComparison *self, guint level)
{
  HopsoPdfChange change = self->difference->change;

  if (level == 1 && (change > HOPSO_PDF_CHANGE_SIGNATURES || self->has_new_signature))
    forbid (self, ANYTHING_BUT_PROOF, NULL, "a certification forbids every change");
  if (level == 2 && change > HOPSO_PDF_CHANGE_FORM)
    forbid (self, ANNOTATIONS, NULL, "a certification forbids annotations");
}

/* Proof of time is no change of the form, whatever is locked (12.8.2.2). */
static gboolean
is_timestamp (HopsoPdfComparison *self, const char *field_name)
{
  g_autoptr (GPtrArray) signatures = hopso_pdf_file_list_signatures (self->after, NULL);

  for (guint i = 0; signatures != NULL && i < signatures->len; i++)
    {
      HopsoPdfSignature *signature = signatures->pdata[i];

      if (signature->is_document_timestamp && signature->findings == 0 &&
          g_strcmp0 (signature->field_name, field_name) == 0)
        return !hopso_pdf_comparison_was_there (self, signature->reference.number);
    }
  return FALSE;
}

static void
check_permissions (HopsoPdfComparison *self)
{
  gboolean is_certified = self->signatures->len == 0;

  for (guint i = 0; i < self->signatures->len; i++)
    {
      HopsoPdfSignature *signature = self->signatures->pdata[i];

      check_certification (self, signature->certification);
      is_certified |= signature->certification != 0;
      for (guint j = 0; j < self->touched->len; j++)
        if (hopso_pdf_is_locked_by (self->before, signature, self->touched->pdata[j]) &&
            !is_timestamp (self, self->touched->pdata[j]))
          forbid (self, ANYTHING, self->touched->pdata[j], "a locked field changed");
    }
  /* Nobody left a place for them, and they can cover what was signed. */
  if (self->difference->change >= HOPSO_PDF_CHANGE_ANNOTATIONS && !is_certified)
    forbid (self, ANNOTATIONS, NULL, "annotations changed, which no certification allows");
}

/* All steps, so that everything is told. What could not be read changes nothing about a document
 * that is known to be altered. A later revision may change nothing but its trailer. */
static gboolean
check_everything (HopsoPdfComparison *self, GError **error)
{
  gboolean is_done = hopso_pdf_comparison_check_catalog (self, error);

  if (hopso_pdf_comparison_goes_on (is_done, error))
    is_done &= hopso_pdf_comparison_check_pages (self, error);
  hopso_pdf_comparison_look (self, HOPSO_PDF_TOUCH_OTHER, -1, NULL);
  if (hopso_pdf_comparison_goes_on (is_done, error))
    is_done &= hopso_pdf_comparison_check_rest (self, error);
  if (self->difference->change == HOPSO_PDF_CHANGE_ALTERED)
    g_clear_error (error);
  g_assert (is_done || *error != NULL || self->difference->change == HOPSO_PDF_CHANGE_ALTERED);
  return *error == NULL;
}

/**
 * hopso_pdf_file_compare_revision:
 * @self: a document at its newest revision
 * @revision: an older one, 0 the oldest
 *
 * Says how far everything after @revision changed the document.
 *
 * Returns: (transfer full): the difference, or %NULL with @error when it cannot be known
 */
HopsoPdfDifference *
hopso_pdf_file_compare_revision (HopsoPdfFile *self, guint revision, GError **error)
{
  g_auto (HopsoPdfComparison) comparison = { .after = self };
  GError *problem = NULL;

  g_return_val_if_fail (revision < hopso_pdf_file_get_n_revisions (self), NULL);
  if (revision + 1 == hopso_pdf_file_get_n_revisions (self))
    return difference_new ();
  if (!hopso_pdf_file_check_unlocked (self, error) || !start (&comparison, revision, error))
    return NULL;
  hopso_pdf_comparison_look (&comparison, HOPSO_PDF_TOUCH_OTHER, -1, NULL);
  if (!check_everything (&comparison, &problem))
    {
      g_propagate_error (error, problem);
      return NULL;
    }
  check_permissions (&comparison);
  return g_steal_pointer (&comparison.difference);
}
