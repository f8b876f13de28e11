/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What may happen to the trailer and the catalogue after a signature: keys that are known to do no
 * harm, each in its way; all others stay. One thread at a time. */

#include "hopso-pdf-difference-private.h"

#include "hopso-pdf-file-private.h"
#include "hopso-pdf-same-private.h"

#include <string.h>

static gboolean
is_not_less (HopsoPdfObject *before, HopsoPdfObject *after)
{
  const char *old = hopso_pdf_object_get_name (before);
  const char *new = hopso_pdf_object_get_name (after);
  double old_number, new_number;

  if (old != NULL)
    return new != NULL &&strcmp (old, new) <= 0;
  return hopso_pdf_object_get_number (before, &old_number) &&
         hopso_pdf_object_get_number (after, &new_number) && old_number <= new_number;
}

/* A developer's extension (7.12.2) may go up and not down. */
static gboolean
check_extension (HopsoPdfComparison *self,
                 HopsoPdfObject *before,
                 HopsoPdfObject *after,
                 GError **error)
{
  static const char *const changing[] = { "BaseVersion", "ExtensionLevel", NULL };
  g_autoptr (HopsoPdfObject) old = hopso_pdf_file_resolve (self->before, before, error);
  g_autoptr (HopsoPdfObject) new = NULL;

  if (old == NULL)
    return FALSE;
  new = hopso_pdf_file_resolve (self->after, after, error);
  if (new == NULL)
    return FALSE;
  if (hopso_pdf_object_equal (old, new))
    return TRUE;
  if (hopso_pdf_object_get_kind (old) == HOPSO_PDF_DICTIONARY &&
      hopso_pdf_same_except (old, new, changing) &&
      is_not_less (hopso_pdf_object_get (old, "BaseVersion"),
                   hopso_pdf_object_get (new, "BaseVersion")) &&
      is_not_less (hopso_pdf_object_get (old, "ExtensionLevel"),
                   hopso_pdf_object_get (new, "ExtensionLevel")))
    return TRUE;
  return hopso_pdf_comparison_alter (self, "an extension was taken back");
}

static gboolean
check_extensions (HopsoPdfComparison *self,
                  HopsoPdfObject *before,
                  HopsoPdfObject *after,
                  GError **error)
{
  g_autoptr (HopsoPdfObject) old = hopso_pdf_file_resolve (self->before, before, error);
  g_autoptr (HopsoPdfObject) new = NULL;

  if (old == NULL)
    return FALSE;
  new = hopso_pdf_file_resolve (self->after, after, error);
  if (new == NULL)
    return FALSE;
  for (guint i = 0; i < hopso_pdf_object_get_n_keys (old); i++)
    {
      HopsoPdfObject *value;
      const char *key = hopso_pdf_object_get_key (old, i, &value);

      if (!check_extension (self, value, hopso_pdf_object_get (new, key), error))
        return FALSE;
    }
  hopso_pdf_comparison_allow (self, before, after);
  return TRUE;
}

static gboolean
check_version (HopsoPdfComparison *self, HopsoPdfObject *before, HopsoPdfObject *after)
{
  if (hopso_pdf_object_is_null (before) || is_not_less (before, after))
    return TRUE;
  return hopso_pdf_comparison_alter (self, "the version went back");
}

/* One key of the catalogue; what is not known here must stay. */
static gboolean
check_catalog_key (HopsoPdfComparison *self,
                   const char *key,
                   HopsoPdfObject *before,
                   HopsoPdfObject *after,
                   GError **error)
{
  if (strcmp (key, "AcroForm") == 0)
    return hopso_pdf_comparison_check_form (self, before, after, error);
  if (strcmp (key, "DSS") == 0)
    {
      gboolean is_reached = FALSE;

      if (!hopso_pdf_comparison_reaches_change (self, after, &is_reached, error))
        return FALSE;
      if (is_reached || !hopso_pdf_object_equal (before, after))
        {
          hopso_pdf_comparison_raise (self, HOPSO_PDF_CHANGE_SIGNATURES);
          hopso_pdf_comparison_touch (self, HOPSO_PDF_TOUCH_VALIDATION_DATA);
        }
      hopso_pdf_comparison_allow (self, before, after);
      return TRUE;
    }
  if (strcmp (key, "Extensions") == 0)
    return check_extensions (self, before, after, error);
  if (strcmp (key, "Version") == 0)
    return check_version (self, before, after);
  if (strcmp (key, "Metadata") == 0)
    {
      hopso_pdf_comparison_allow (self, before, after);
      return TRUE;
    }
  return hopso_pdf_object_equal (before, after) ||
         hopso_pdf_comparison_alter (self, "the catalogue changed at %s", key);
}

static gboolean
check_keys_of (HopsoPdfComparison *self,
               HopsoPdfObject *keys,
               HopsoPdfObject *skipped,
               HopsoPdfObject *before,
               HopsoPdfObject *after,
               GError **error)
{
  gboolean is_done = TRUE;

  for (guint i = 0; i < hopso_pdf_object_get_n_keys (keys); i++)
    {
      const char *key = hopso_pdf_object_get_key (keys, i, NULL);

      if (skipped != NULL && hopso_pdf_object_has (skipped, key))
        continue;
      hopso_pdf_comparison_look (self, HOPSO_PDF_TOUCH_OTHER, -1, NULL);
      is_done &= check_catalog_key (self, key, hopso_pdf_object_get (before, key),
                                    hopso_pdf_object_get (after, key), error);
      if (!hopso_pdf_comparison_goes_on (is_done, error))
        return FALSE;
    }
  return is_done;
}

/* Objects from Size on are not there (7.5.5): a smaller one takes some away, and a greater one
 * brings back those that were there all the time. */
static gboolean
check_size (HopsoPdfComparison *self)
{
  gint64 before = 0, after = 0;

  hopso_pdf_object_get_integer (
      hopso_pdf_object_get (hopso_pdf_file_get_trailer (self->before), "Size"), &before);
  hopso_pdf_object_get_integer (
      hopso_pdf_object_get (hopso_pdf_file_get_trailer (self->after), "Size"), &after);
  return after == before ||
         (after > before && hopso_pdf_file_get_next_number (self->before) <= before) ||
         hopso_pdf_comparison_alter (self, "the trailer counts other objects");
}

/**
 * hopso_pdf_comparison_check_catalog:
 *
 * Looks at the trailer and the catalogue, and at the form in it.
 *
 * Returns: %FALSE when they were altered, or with @error
 */
gboolean
hopso_pdf_comparison_check_catalog (HopsoPdfComparison *self, GError **error)
{
  HopsoPdfObject *before = hopso_pdf_file_get_trailer (self->before);
  HopsoPdfObject *after = hopso_pdf_file_get_trailer (self->after);
  HopsoPdfObject *root = hopso_pdf_object_get (after, "Root");
  g_autoptr (HopsoPdfObject) old = hopso_pdf_file_dup_catalog (self->before, error);
  g_autoptr (HopsoPdfObject) new = NULL;
  gboolean is_done;

  if (old == NULL)
    return FALSE;
  new = hopso_pdf_file_dup_catalog (self->after, error);
  if (new == NULL)
    return FALSE;
  if (!hopso_pdf_object_equal (hopso_pdf_object_get (before, "Root"), root) ||
      hopso_pdf_object_has_duplicate_keys (new))
    return hopso_pdf_comparison_alter (self, "the catalogue is another");
  if (!check_size (self))
    return FALSE;
  hopso_pdf_comparison_explain (self, root);
  hopso_pdf_comparison_allow (self, hopso_pdf_object_get (before, "Info"),
                              hopso_pdf_object_get (after, "Info"));
  is_done = check_keys_of (self, old, NULL, old, new, error);
  return hopso_pdf_comparison_goes_on (is_done, error) &&
         check_keys_of (self, new, old, old, new, error) && is_done;
}
