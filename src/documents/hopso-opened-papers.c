/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which versions of papers the person has opened on this machine, by their digests and so exactly
 * these bytes: another version, were it only signed by somebody else, is not the one that was
 * looked at. Kept with the account, the newest ones. Main thread. */

#include "hopso-opened-papers.h"

#define SETTING "signing/opened"

/* More than a person signs between two looks at the queue. */
#define MOST_KEPT 256

static const char *
get_kept (HopsoWorkspace *workspace)
{
  const char *kept = hopso_workspace_get_setting (workspace, SETTING);

  return kept != NULL ? kept : "";
}

/**
 * hopso_opened_papers_add:
 * @workspace: whose papers
 * @paper: its present version is in sight
 */
void
hopso_opened_papers_add (HopsoWorkspace *workspace, HopsoPaper *paper)
{
  const char *digest = hopso_paper_get_digest (paper);
  g_auto (GStrv) kept = NULL;
  GString *text;

  if (digest == NULL || hopso_opened_papers_has (workspace, paper))
    return;
  kept = g_strsplit (get_kept (workspace), " ", -1);
  text = g_string_new (digest);
  for (guint i = 0; kept[i] != NULL && i + 1 < MOST_KEPT; i++)
    if (kept[i][0] != '\0')
      g_string_append_printf (text, " %s", kept[i]);
  hopso_workspace_set_setting (workspace, SETTING, text->str);
  g_string_free (text, TRUE);
}

/**
 * hopso_opened_papers_has:
 * @workspace: whose papers
 * @paper: a paper
 *
 * Returns: whether its present version has been opened for reading
 */
gboolean
hopso_opened_papers_has (HopsoWorkspace *workspace, HopsoPaper *paper)
{
  const char *digest = hopso_paper_get_digest (paper);
  g_auto (GStrv) kept = NULL;

  if (digest == NULL)
    return FALSE;
  kept = g_strsplit (get_kept (workspace), " ", -1);
  return g_strv_contains ((const char *const *) kept, digest);
}
