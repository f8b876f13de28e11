/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is open in HopsoReadingTabs as a text that is kept with the account, and back. Main thread.
 */

#include "hopso-reading-tabs.h"

/* How many are brought back when the application starts. */
#define MAX_RESTORED 40

/**
 * hopso_reading_tabs_to_string:
 * @self: the tabs
 * @is_in_sight: whether they are what the window shows
 *
 * Returns: (transfer full): what is open, for hopso_reading_tabs_restore()
 */
char *
hopso_reading_tabs_to_string (HopsoReadingTabs *self, gboolean is_in_sight)
{
  g_return_val_if_fail (HOPSO_IS_READING_TABS (self), NULL);

  g_auto (GVariantBuilder) keys = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("as"));
  HopsoReadingView *current = hopso_reading_tabs_get_current (self);
  g_autoptr (GVariant) all = NULL;
  int position = -1;

  for (guint i = 0; i < hopso_reading_tabs_get_n_tabs (self); i++)
    {
      HopsoReadingView *view = hopso_reading_tabs_get_nth (self, i);

      if (view == current)
        position = (int) i;
      if (hopso_reading_view_get_key (view) != NULL)
        g_variant_builder_add (&keys, "s", hopso_reading_view_get_key (view));
    }
  all = g_variant_ref_sink (g_variant_new ("(bias)", is_in_sight, position, &keys));
  return g_variant_print (all, TRUE);
}

/**
 * hopso_reading_tabs_restore:
 * @self: the tabs
 * @workspace: where the papers are
 * @text: (nullable): from hopso_reading_tabs_to_string()
 *
 * Opens what was open then, each as soon as it is looked at. Papers that are gone stay away.
 *
 * Returns: whether they were in sight and there is something to be seen
 */
gboolean
hopso_reading_tabs_restore (HopsoReadingTabs *self, HopsoWorkspace *workspace, const char *text)
{
  g_return_val_if_fail (HOPSO_IS_READING_TABS (self), FALSE);

  g_autoptr (GVariant) all =
      text != NULL ? g_variant_parse (G_VARIANT_TYPE ("(bias)"), text, NULL, NULL, NULL) : NULL;
  g_autofree const char **keys = NULL;
  int selected = -1;
  gboolean is_in_sight;
  int position;

  if (all == NULL)
    return FALSE;
  g_variant_get (all, "(bi^a&s)", &is_in_sight, &position, &keys);
  for (int i = 0; keys[i] != NULL && i < MAX_RESTORED; i++)
    {
      const char *paper_id = g_str_has_prefix (keys[i], "paper:") ? keys[i] + 6 : NULL;

      if ((paper_id != NULL && hopso_workspace_lookup_paper (workspace, paper_id) == NULL) ||
          !hopso_reading_tabs_add (self, keys[i]))
        continue;
      if (i == position)
        selected = (int) hopso_reading_tabs_get_n_tabs (self) - 1;
    }
  if (selected >= 0)
    hopso_reading_tabs_show_nth (self, (guint) selected);
  return is_in_sight && hopso_reading_tabs_get_n_tabs (self) > 0;
}
