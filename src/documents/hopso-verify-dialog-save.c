/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Keeping what was found: as a document to print, or as JSON for other programs. It is laid out
 * and written on another thread. */

#include "hopso-verify-dialog-private.h"

#include "hopso-file-prompt.h"
#include "hopso-report-json.h"
#include "hopso-typeset-verification.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* One report on its way to the disk. */
typedef struct
{
  HopsoVerifyDialog *dialog;    /* owned */
  HopsoSignatureReport *report; /* owned */
  GFile *file;                  /* owned, nullable: not chosen yet */
  char *title;                  /* owned */
  guint64 size;
  gboolean is_paper;
} Saving;

static void
saving_free (Saving *self)
{
  g_object_unref (self->dialog);
  g_object_unref (self->report);
  g_clear_object (&self->file);
  g_free (self->title);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saving, saving_free)

static GBytes *
make_bytes (Saving *saving, GError **error)
{
  const HopsoTypesetVerification paper = { saving->title, saving->report, saving->size };

  if (!saving->is_paper)
    return hopso_report_json_write (saving->title, saving->report);
  return hopso_typeset_verification (&paper, error);
}

static void
write_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Saving *saving = data;
  GError *error = NULL;
  g_autoptr (GBytes) bytes = make_bytes (saving, &error);

  if (bytes != NULL && g_file_replace_contents (saving->file, g_bytes_get_data (bytes, NULL),
                                                g_bytes_get_size (bytes), NULL, FALSE,
                                                G_FILE_CREATE_NONE, NULL, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HopsoVerifyDialog *self = HOPSO_VERIFY_DIALOG (source);
  const gboolean is_saved = g_task_propagate_boolean (G_TASK (result), NULL);

  adw_toast_overlay_add_toast (
      self->toasts,
      adw_toast_new (is_saved ? _ ("The report has been saved.")
                              : _ ("The report could not be saved. Choose another folder.")));
}

static void
place_chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Saving) saving = user_data;
  g_autoptr (GTask) task = NULL;

  saving->file = hopso_file_prompt_finish (result, NULL);
  if (saving->file == NULL)
    return;
  task = g_task_new (saving->dialog, NULL, written_cb, NULL);
  g_task_set_source_tag (task, place_chosen_cb);
  g_task_set_task_data (task, g_steal_pointer (&saving), (GDestroyNotify) saving_free);
  g_task_run_in_thread (task, write_cb);
}

static char *
suggest_name (HopsoVerifyDialog *self, gboolean is_paper)
{
  g_autofree char *stem = g_strdup (self->title);
  char *end = strrchr (stem, '.');

  if (end != NULL)
    *end = '\0';
  /* Translators: the name of a file: the checked file's name, and what it is. */
  return g_strdup_printf (
      is_paper ? _ ("%s - verification report.pdf") : _ ("%s - verification report.json"), stem);
}

/* The action "verify.save" with "pdf" or "json". */
void
hopso_verify_dialog_save (GtkWidget *widget, const char *action, GVariant *parameter)
{
  static const char *const papers[] = { "*.pdf", NULL };
  static const char *const programs[] = { "*.json", NULL };
  HopsoVerifyDialog *self = HOPSO_VERIFY_DIALOG (widget);
  const gboolean is_paper = g_str_equal (g_variant_get_string (parameter, NULL), "pdf");
  g_autofree char *name = suggest_name (self, is_paper);
  const HopsoFilePrompt prompt = { .title = _ ("Save report"),
                                   .verb = _ ("_Save"),
                                   .filter_name = is_paper ? _ ("PDF documents") : "JSON",
                                   .patterns = is_paper ? papers : programs,
                                   .suggested_name = name };
  Saving *saving;

  if (self->report == NULL)
    return;
  saving = g_new0 (Saving, 1);
  saving->dialog = g_object_ref (self);
  saving->report = g_object_ref (self->report);
  saving->title = g_strdup (self->title);
  saving->is_paper = is_paper;
  hopso_fd_get_size (self->fd, &saving->size, NULL);
  hopso_file_prompt_save_async (&prompt, GTK_WINDOW (self), NULL, place_chosen_cb, saving);
}
