/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What may happen to the resources of a form (DR) after a signature: new ones may come. What was
 * there stays, and so does all that it leads to: readers may draw a field with it that nobody
 * touched. One thread at a time. */

#include "hopso-pdf-difference-private.h"

static gboolean
is_dictionary (HopsoPdfObject *object)
{
  return hopso_pdf_object_get_kind (object) == HOPSO_PDF_DICTIONARY;
}

/* Old names mean the same, and their objects are not part of what changed: should one have been
 * written anew, it is seen as that. */
static gboolean
keeps_names (HopsoPdfComparison *self, HopsoPdfObject *before, HopsoPdfObject *after)
{
  for (guint i = 0; i < hopso_pdf_object_get_n_keys (before); i++)
    {
      HopsoPdfObject *value;
      const char *key = hopso_pdf_object_get_key (before, i, &value);

      if (!hopso_pdf_comparison_means_the_same (self, value, hopso_pdf_object_get (after, key)))
        return hopso_pdf_comparison_alter (self, "the form lost resources");
    }
  return TRUE;
}

static void
allow_new_names (HopsoPdfComparison *self, HopsoPdfObject *before, HopsoPdfObject *after)
{
  for (guint i = 0; i < hopso_pdf_object_get_n_keys (after); i++)
    {
      HopsoPdfObject *value;
      const char *key = hopso_pdf_object_get_key (after, i, &value);

      if (!hopso_pdf_object_has (before, key))
        hopso_pdf_comparison_allow (self, hopso_pdf_object_new_null (), value);
    }
}

/* Fonts, or another kind. */
static gboolean
check_kind (HopsoPdfComparison *self, HopsoPdfObject *before, HopsoPdfObject *after, GError **error)
{
  g_autoptr (HopsoPdfObject) old = NULL;
  g_autoptr (HopsoPdfObject) new = NULL;

  if (!hopso_pdf_comparison_read (self, before, after, &old, &new, error))
    return FALSE;
  if (hopso_pdf_object_has_duplicate_keys (new) || is_dictionary (old) != is_dictionary (new))
    return hopso_pdf_comparison_alter (self, "the form lost resources");
  if (!is_dictionary (old))
    return hopso_pdf_object_equal (old, new) ||
           hopso_pdf_comparison_alter (self, "the form lost resources");
  if (!keeps_names (self, old, new))
    return FALSE;
  allow_new_names (self, old, new);
  return TRUE;
}

/**
 * hopso_pdf_comparison_check_resources:
 * @before: DR as it was
 * @after: as it is
 *
 * Returns: %FALSE when an old resource was altered, or with @error
 */
gboolean
hopso_pdf_comparison_check_resources (HopsoPdfComparison *self,
                                      HopsoPdfObject *before,
                                      HopsoPdfObject *after,
                                      GError **error)
{
  g_autoptr (HopsoPdfObject) old = NULL;
  g_autoptr (HopsoPdfObject) new = NULL;

  if (!hopso_pdf_comparison_read (self, before, after, &old, &new, error))
    return FALSE;
  for (guint i = 0; i < hopso_pdf_object_get_n_keys (old); i++)
    {
      HopsoPdfObject *value;
      const char *key = hopso_pdf_object_get_key (old, i, &value);

      if (!check_kind (self, value, hopso_pdf_object_get (new, key), error))
        return FALSE;
    }
  if (hopso_pdf_object_has_duplicate_keys (new))
    return hopso_pdf_comparison_alter (self, "the form lost resources");
  allow_new_names (self, old, new);
  return TRUE;
}
