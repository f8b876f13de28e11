/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a HopsoReader remembers of each document: of a paper under its id, of a file under the
 * digest of what is in it, wherever it lies. It goes into the encrypted store of the account; where
 * nobody is signed in, into a file of the user's own. Main thread. */

#define G_LOG_DOMAIN "hopso-reader"

#include "hopso-reader-private.h"

#include "hopso-file-replace.h"
#include "hopso-folder.h"

/* Documents that are remembered without an account; the oldest is forgotten first. */
#define MOST_DOCUMENTS 300

static const char *
get_name (HopsoReader *self)
{
  return self->paper_id != NULL ? self->paper_id : self->digest;
}

static char *
dup_path (void)
{
  return g_build_filename (g_get_user_state_dir (), "hopso", "reading", NULL);
}

static GKeyFile *
load (const char *path)
{
  GKeyFile *all = g_key_file_new ();
  g_autoptr (GError) error = NULL;

  if (!g_key_file_load_from_file (all, path, G_KEY_FILE_NONE, &error) &&
      !g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    g_info ("What was remembered cannot be read: %s", error->message);
  return all;
}

static void
forget_oldest (GKeyFile *all)
{
  gsize n;
  g_auto (GStrv) names = g_key_file_get_groups (all, &n);

  for (gsize i = 0; i + MOST_DOCUMENTS < n; i++)
    g_key_file_remove_group (all, names[i], NULL);
}

static gboolean
save (GKeyFile *all, const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  gsize size;
  g_autofree char *text = g_key_file_to_data (all, &size, NULL);

  return hopso_folder_make (folder, error) &&
         hopso_file_replace_bytes (path, 0600, text, size, error);
}

static void
remember_without_account (const char *name, const char *what, const char *value)
{
  g_autofree char *path = dup_path ();
  g_autoptr (GKeyFile) all = load (path);
  g_autoptr (GError) error = NULL;

  if (value != NULL)
    g_key_file_set_string (all, name, what, value);
  else
    g_key_file_remove_key (all, name, what, NULL);
  forget_oldest (all);
  if (!save (all, path, &error))
    g_warning ("What was read could not be remembered: %s", error->message);
}

/* What is remembered of the document under this word; NULL: nothing. */
char *
hopso_reader_dup_remembered (HopsoReader *self, const char *what)
{
  const char *name = get_name (self);

  if (name == NULL)
    return NULL;
  if (self->workspace != NULL)
    {
      g_autofree char *key = g_strdup_printf ("reader/%s/%s", name, what);

      return g_strdup (hopso_workspace_get_setting (self->workspace, key));
    }

  g_autofree char *path = dup_path ();
  g_autoptr (GKeyFile) all = load (path);
  return g_key_file_get_string (all, name, what, NULL);
}

/* Remembers it of the document under this word; NULL forgets it. */
void
hopso_reader_remember (HopsoReader *self, const char *what, const char *value)
{
  const char *name = get_name (self);
  g_autofree char *before = hopso_reader_dup_remembered (self, what);

  if (name == NULL || g_strcmp0 (before, value) == 0)
    return;
  if (self->workspace != NULL)
    {
      g_autofree char *key = g_strdup_printf ("reader/%s/%s", name, what);

      hopso_workspace_set_setting (self->workspace, key, value);
    }
  else
    remember_without_account (name, what, value);
}
