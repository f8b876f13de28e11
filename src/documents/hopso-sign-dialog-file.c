/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Documents of the sign dialog that become files of this computer: of local PDFs, and copies,
 * attachments and incoming documents of papers, which are documents of their own. Each is written
 * beside the others in one folder, under a name that no file has. Main thread. */

#include "hopso-sign-dialog-private.h"

#include "hopso-file-prompt.h"

#include <glib/gi18n.h>
#include <string.h>

static char *
dup_folder (HopsoSignDialog *self)
{
  const char *documents = g_get_user_special_dir (G_USER_DIRECTORY_DOCUMENTS);

  if (self->folder != NULL)
    return g_file_get_path (self->folder);
  for (guint i = 0; i < self->rows->len; i++)
    {
      GFile *file = hopso_sign_job_row_get_file (g_ptr_array_index (self->rows, i));
      g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

      if (path != NULL)
        return g_path_get_dirname (path);
    }
  return g_strdup (documents != NULL ? documents : g_get_home_dir ());
}

static char *
dup_stem (HopsoSignJobRow *row)
{
  GFile *file = hopso_sign_job_row_get_file (row);
  HopsoPaper *paper = hopso_sign_job_row_get_paper (row);
  const char *name = hopso_paper_get_file_name (paper);
  g_autofree char *base = file != NULL ? g_file_get_basename (file) : NULL;
  char *stem = g_strdup (base != NULL ? base : name != NULL ? name : hopso_paper_get_name (paper));

  if (strlen (stem) > 4 && g_ascii_strcasecmp (stem + strlen (stem) - 4, ".pdf") == 0)
    stem[strlen (stem) - 4] = '\0';
  /* What a server calls a file is no path. */
  return g_strdelimit (stem, "/\\", '-');
}

static gboolean
is_taken (HopsoSignDialog *self, HopsoSignJobRow *row, const char *path)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      HopsoSignJobRow *other = g_ptr_array_index (self->rows, i);

      if (other != row && g_strcmp0 (hopso_sign_job_row_get_output (other), path) == 0)
        return TRUE;
    }
  return g_file_test (path, G_FILE_TEST_EXISTS | G_FILE_TEST_IS_SYMLINK);
}

static void
name_output (HopsoSignDialog *self, HopsoSignJobRow *row, const char *folder)
{
  g_autofree char *stem = dup_stem (row);
  const char *suffix = hopso_deed_words_suffix (hopso_sign_job_row_get_deed (row));
  g_autofree char *name = g_strdup_printf ("%s (%s).pdf", stem, suffix);
  g_autofree char *path = g_build_filename (folder, name, NULL);

  for (guint i = 2; is_taken (self, row, path); i++)
    {
      g_free (name);
      g_free (path);
      name = g_strdup_printf ("%s (%s %u).pdf", stem, suffix, i);
      path = g_build_filename (folder, name, NULL);
    }
  hopso_sign_job_row_set_output (row, path);
}

/* Gives every file that is to be written its name, and says where they go. */
void
hopso_sign_dialog_name_outputs (HopsoSignDialog *self)
{
  g_autofree char *folder = dup_folder (self);
  g_autofree char *shown = g_filename_display_name (folder);
  guint n = 0;

  for (guint i = 0; i < self->rows->len; i++)
    {
      HopsoSignJobRow *row = g_ptr_array_index (self->rows, i);

      if (!hopso_sign_job_row_is_saved (row))
        continue;
      n++;
      if (hopso_sign_job_row_is_ready (row) || hopso_sign_job_row_get_output (row) == NULL)
        name_output (self, row, folder);
    }
  gtk_widget_set_visible (self->output_list, n > 0);
  adw_action_row_set_subtitle (self->output_row, shown);
}

static void
folder_chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoSignDialog) self = user_data;
  g_autoptr (GFile) folder = hopso_file_prompt_finish (result, NULL);

  if (folder == NULL || g_cancellable_is_cancelled (self->cancellable) || self->signing != NULL)
    return;
  g_set_object (&self->folder, folder);
  hopso_sign_dialog_name_outputs (self);
}

/* Lets the person choose where the signed files go. */
void
hopso_sign_dialog_ask_folder (HopsoSignDialog *self)
{
  const HopsoFilePrompt prompt = { .title = _ ("Folder for the signed files"),
                                   .verb = _ ("_Choose") };

  hopso_file_prompt_folder_async (&prompt, GTK_WINDOW (self), self->cancellable, folder_chosen_cb,
                                  g_object_ref (self));
}

/**
 * hopso_sign_dialog_add_paper_as:
 * @paper: (transfer none): the next document
 * @action: what is done with it
 *
 * What comes of it is a file of this computer.
 */
void
hopso_sign_dialog_add_paper_as (HopsoSignDialog *self, HopsoPaper *paper, HopsoSignAction action)
{
  g_return_if_fail (HOPSO_IS_SIGN_DIALOG (self));

  HopsoSignJobRow *row = hopso_sign_job_row_new (paper, NULL, self->rows->len + 1);

  hopso_sign_job_row_set_saved (row, NULL);
  hopso_sign_dialog_add_row (self, row, action);
}

/* A file has the name and size of a paper, and no more. */
static HopsoPaper *
describe_file (GFile *file)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new (HOPSO_KIND_PAPER, id);
  g_autoptr (GFileInfo) info =
      g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE, NULL, NULL);
  g_autofree char *base = g_file_get_basename (file);
  g_autofree char *name = g_filename_display_name (base);

  if (g_str_has_suffix (name, ".pdf"))
    name[strlen (name) - 4] = '\0';
  hopso_record_builder_set_string (builder, HOPSO_PAPER_NAME, name);
  if (info != NULL)
    hopso_record_builder_set_integer (builder, HOPSO_PAPER_SIZE, g_file_info_get_size (info));
  return HOPSO_PAPER (hopso_record_builder_end (builder));
}

/**
 * hopso_sign_dialog_add_file:
 * @file: (transfer none): a PDF of this computer, which stays as it is
 * @action: what is done with it
 */
void
hopso_sign_dialog_add_file (HopsoSignDialog *self, GFile *file, HopsoSignAction action)
{
  g_return_if_fail (HOPSO_IS_SIGN_DIALOG (self));

  g_autoptr (HopsoPaper) paper = describe_file (file);
  HopsoSignJobRow *row = hopso_sign_job_row_new (paper, NULL, self->rows->len + 1);

  hopso_sign_job_row_set_saved (row, file);
  hopso_sign_dialog_add_row (self, row, action);
}
