/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What may happen to pages after a signature: their annotations, and of those the widgets of
 * fields only as the form allows. One thread at a time. */

#include "hopso-pdf-difference-private.h"

#include <string.h>

/* Whether an annotation, or what it looks like, was written anew. */
static gboolean
is_annotation_touched (HopsoPdfComparison *self,
                       HopsoPdfObject *item,
                       HopsoPdfObject *after,
                       gboolean *is_touched,
                       GError **error)
{
  *is_touched = hopso_pdf_comparison_is_changed (self, item);
  if (*is_touched || !self->has_overwritten)
    return TRUE;
  return hopso_pdf_comparison_reaches_change (self, hopso_pdf_object_get (after, "AP"), is_touched,
                                              error);
}

static gboolean
is_field_widget (HopsoPdfComparison *self, HopsoPdfReference reference)
{
  return reference.number != 0 &&
         g_hash_table_contains (self->names, GUINT_TO_POINTER (reference.number));
}

static gboolean
raise_annotation (HopsoPdfComparison *self)
{
  hopso_pdf_comparison_raise (self, HOPSO_PDF_CHANGE_ANNOTATIONS);
  return hopso_pdf_comparison_touch_annotation (self);
}

/* An annotation that was there, in a place that still shows it. */
static gboolean
compare_annotation (HopsoPdfComparison *self, HopsoPdfObject *item, GError **error)
{
  g_autoptr (HopsoPdfObject) after = NULL;
  g_autoptr (HopsoPdfObject) before = NULL;
  gboolean is_touched = FALSE;
  HopsoPdfReference reference = { 0, 0 };

  /* A field's widget was judged with its field. */
  hopso_pdf_object_get_reference (item, &reference);
  if (is_field_widget (self, reference))
    return TRUE;
  after = hopso_pdf_file_resolve (self->after, item, error);
  if (after == NULL || !is_annotation_touched (self, item, after, &is_touched, error))
    return FALSE;
  if (!is_touched)
    return TRUE;
  before = hopso_pdf_file_resolve (self->before, item, error);
  if (before == NULL)
    return FALSE;
  if (hopso_pdf_object_is_name (hopso_pdf_object_get (after, "Subtype"), "Widget"))
    return hopso_pdf_object_equal (before, after) ||
           hopso_pdf_comparison_alter (self, "a widget without a field changed");
  hopso_pdf_comparison_explain (self, item);
  hopso_pdf_comparison_allow (self, before, after);
  return raise_annotation (self);
}

static gboolean
accept_new_annotation (HopsoPdfComparison *self, HopsoPdfObject *item, GError **error)
{
  g_autoptr (HopsoPdfObject) annotation = hopso_pdf_file_resolve (self->after, item, error);
  HopsoPdfReference reference = { 0, 0 };

  if (annotation == NULL)
    return FALSE;
  hopso_pdf_object_get_reference (item, &reference);
  if (is_field_widget (self, reference))
    {
      /* A new field's; an old field that is drawn anew in another place is another matter. */
      return !hopso_pdf_comparison_was_there (self, reference.number) || raise_annotation (self);
    }
  if (hopso_pdf_object_is_name (hopso_pdf_object_get (annotation, "Subtype"), "Widget"))
    return hopso_pdf_comparison_alter (self, "a widget without a field appeared");
  if (hopso_pdf_comparison_was_there (self, reference.number))
    return hopso_pdf_comparison_alter (self, "an old object became an annotation");
  hopso_pdf_comparison_allow (self, hopso_pdf_object_new_null (), item);
  return raise_annotation (self);
}

/* How often @array names each number. */
static GHashTable *
count_items (HopsoPdfObject *array)
{
  GHashTable *counts = g_hash_table_new (NULL, NULL);
  HopsoPdfReference reference;

  for (guint i = 0; i < hopso_pdf_object_get_length (array); i++)
    if (hopso_pdf_object_get_reference (hopso_pdf_object_get_item (array, i), &reference))
      {
        gpointer number = GUINT_TO_POINTER (reference.number);
        guint count = GPOINTER_TO_UINT (g_hash_table_lookup (counts, number));

        g_hash_table_insert (counts, number, GUINT_TO_POINTER (count + 1));
      }
  return counts;
}

/* Takes one occurrence of @item out of @counts; FALSE when there is none. */
static gboolean
take_item (GHashTable *counts, HopsoPdfObject *item)
{
  HopsoPdfReference reference;
  guint count;

  if (!hopso_pdf_object_get_reference (item, &reference))
    return FALSE;
  count = GPOINTER_TO_UINT (g_hash_table_lookup (counts, GUINT_TO_POINTER (reference.number)));
  if (count == 0)
    return FALSE;
  g_hash_table_insert (counts, GUINT_TO_POINTER (reference.number), GUINT_TO_POINTER (count - 1));
  return TRUE;
}

/* Whether an annotation that is no object of its own stands in the same place of the other array.
 */
static gboolean
is_kept_direct (HopsoPdfObject *item, HopsoPdfObject *other, guint position)
{
  HopsoPdfReference reference;

  return !hopso_pdf_object_get_reference (item, &reference) &&
         position < hopso_pdf_object_get_length (other) &&
         hopso_pdf_object_equal (item, hopso_pdf_object_get_item (other, position));
}

/* Whether those that were there and still are lie upon each other as they did. */
static gboolean
keeps_order (HopsoPdfObject *before, HopsoPdfObject *after)
{
  g_autoptr (GHashTable) kept = count_items (after);
  g_autoptr (GHashTable) old = count_items (before);
  guint at = 0;

  for (guint i = 0; i < hopso_pdf_object_get_length (before); i++)
    {
      HopsoPdfObject *item = hopso_pdf_object_get_item (before, i);

      if (!take_item (kept, item))
        continue;
      while (at < hopso_pdf_object_get_length (after) &&
             !hopso_pdf_object_equal (item, hopso_pdf_object_get_item (after, at)))
        if (take_item (old, hopso_pdf_object_get_item (after, at++)))
          return FALSE;
      at++;
    }
  return TRUE;
}

static gboolean
compare_annotations (HopsoPdfComparison *self,
                     int page,
                     HopsoPdfObject *before,
                     HopsoPdfObject *after,
                     GError **error)
{
  g_autoptr (GHashTable) old = count_items (before);
  g_autoptr (GHashTable) new = count_items (after);
  gboolean is_done = TRUE;

  for (guint i = 0; i < hopso_pdf_object_get_length (before); i++)
    {
      HopsoPdfObject *item = hopso_pdf_object_get_item (before, i);

      hopso_pdf_comparison_look (self, HOPSO_PDF_TOUCH_ANNOTATION, page, item);
      if (!is_kept_direct (item, after, i) && !take_item (new, item))
        is_done &= raise_annotation (self);
      else
        is_done &= compare_annotation (self, item, error);
      if (!hopso_pdf_comparison_goes_on (is_done, error))
        return FALSE;
    }
  for (guint i = 0; i < hopso_pdf_object_get_length (after); i++)
    {
      HopsoPdfObject *item = hopso_pdf_object_get_item (after, i);

      hopso_pdf_comparison_look (self, HOPSO_PDF_TOUCH_ANNOTATION, page, item);
      if (is_kept_direct (item, before, i) || take_item (old, item))
        continue;
      is_done &= accept_new_annotation (self, item, error);
      if (!hopso_pdf_comparison_goes_on (is_done, error))
        return FALSE;
    }
  return is_done;
}

/* Whether a page says the same but for its annotations; else what of it changed is looked at. */
static gboolean
keeps_keys (HopsoPdfComparison *self,
            int index,
            HopsoPdfObject *keys,
            HopsoPdfObject *before,
            HopsoPdfObject *after)
{
  for (guint i = 0; i < hopso_pdf_object_get_n_keys (keys); i++)
    {
      const char *key = hopso_pdf_object_get_key (keys, i, NULL);
      gboolean is_content = strcmp (key, "Contents") == 0 || strcmp (key, "Resources") == 0;

      hopso_pdf_comparison_look (self, is_content ? HOPSO_PDF_TOUCH_CONTENT : HOPSO_PDF_TOUCH_PAGE,
                                 index, NULL);
      if (strcmp (key, "Annots") != 0 &&
          !hopso_pdf_comparison_means_the_same (self, hopso_pdf_object_get (before, key),
                                                hopso_pdf_object_get (after, key)))
        return FALSE;
    }
  hopso_pdf_comparison_look (self, HOPSO_PDF_TOUCH_PAGE, index, NULL);
  return TRUE;
}

static gboolean
compare_page (HopsoPdfComparison *self, int index, HopsoPdfReference reference, GError **error)
{
  g_autoptr (HopsoPdfObject) page = hopso_pdf_object_new_reference (reference);
  g_autoptr (HopsoPdfObject) before = hopso_pdf_file_dup_object (self->before, reference, error);
  g_autoptr (HopsoPdfObject) after = NULL;
  g_autoptr (HopsoPdfObject) old = NULL;
  g_autoptr (HopsoPdfObject) new = NULL;

  if (before == NULL)
    return FALSE;
  after = hopso_pdf_file_dup_object (self->after, reference, error);
  if (after == NULL)
    return FALSE;
  hopso_pdf_comparison_explain (self, page);
  if (hopso_pdf_comparison_is_changed (self, page) &&
      (!keeps_keys (self, index, before, before, after) ||
       !keeps_keys (self, index, after, before, after) ||
       hopso_pdf_object_has_duplicate_keys (after)))
    return hopso_pdf_comparison_alter (self, "a page changed");
  hopso_pdf_comparison_look (self, HOPSO_PDF_TOUCH_ANNOTATION, index, NULL);
  if (!hopso_pdf_comparison_read (self, hopso_pdf_object_get (before, "Annots"),
                                  hopso_pdf_object_get (after, "Annots"), &old, &new, error))
    return FALSE;
  if (!keeps_order (old, new))
    return hopso_pdf_comparison_alter (self, "annotations lie upon each other in another order");
  return compare_annotations (self, index, old, new, error);
}

/**
 * hopso_pdf_comparison_check_pages:
 *
 * Returns: %FALSE when a page was altered, or with @error
 */
gboolean
hopso_pdf_comparison_check_pages (HopsoPdfComparison *self, GError **error)
{
  guint n_before = 0, n_after = 0;
  gboolean is_done = TRUE;

  if (!hopso_pdf_file_get_n_pages (self->before, &n_before, error) ||
      !hopso_pdf_file_get_n_pages (self->after, &n_after, error))
    return FALSE;
  hopso_pdf_comparison_look (self, HOPSO_PDF_TOUCH_PAGE, (int) MIN (n_before, n_after), NULL);
  if (n_before != n_after)
    return hopso_pdf_comparison_alter (self, "pages were added or removed");
  for (guint i = 0; i < n_before; i++)
    {
      HopsoPdfReference old = hopso_pdf_file_get_page (self->before, i, NULL)->reference;
      HopsoPdfReference new = hopso_pdf_file_get_page (self->after, i, NULL)->reference;

      hopso_pdf_comparison_look (self, HOPSO_PDF_TOUCH_PAGE, (int) i, NULL);
      if (old.number != new.number || old.generation != new.generation)
        return hopso_pdf_comparison_alter (self, "the pages have another order");
      is_done &= compare_page (self, (int) i, old, error);
      if (!hopso_pdf_comparison_goes_on (is_done, error))
        return FALSE;
    }
  return is_done;
}
