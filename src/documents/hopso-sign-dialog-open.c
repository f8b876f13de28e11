/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How a document comes into the sign dialog: fetched or read from this computer, opened with its
 * password where it needs one, and its places found. It is ready to be signed once it can be shown:
 * nobody signs what they cannot see. Main thread; digests are made on another one. */

#include "hopso-sign-dialog-private.h"

#include "hopso-digest.h"
#include "hopso-password-prompt.h"
#include "hopso-sign-spot-find.h"
#include "hopso-workspace-requests.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <sys/stat.h>

/* One document on its way into the dialog. */
typedef struct
{
  HopsoSignDialog *dialog; /* owned */
  HopsoSignJobRow *row;    /* owned */
  HopsoSignJob *job;       /* owned, nullable: not open yet */
  HopsoFd fd;              /* owned */
  char *digest;            /* owned, nullable: of a file as it is shown */
} Opening;

static void
opening_free (Opening *self)
{
  hopso_fd_close (self->fd);
  g_clear_object (&self->job);
  g_free (self->digest);
  g_object_unref (self->row);
  g_object_unref (self->dialog);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opening, opening_free)

static void
fail (Opening *opening, const GError *error)
{
  if (g_cancellable_is_cancelled (opening->dialog->cancellable))
    return;
  if (g_error_matches (error, HOPSO_PDF_CLIENT_ERROR, HOPSO_PDF_CLIENT_ERROR_ENCRYPTED))
    hopso_sign_job_row_set_password_asked (opening->row,
                                           _ ("The document is protected. Enter its password."));
  else if (g_error_matches (error, HOPSO_PDF_CLIENT_ERROR, HOPSO_PDF_CLIENT_ERROR_WRONG_PASSWORD))
    hopso_sign_job_row_set_password_asked (
        opening->row, _ ("This is not the document’s password. Enter another one."));
  else
    hopso_sign_job_row_set_problem (opening->row, error->message);
  hopso_sign_dialog_update (opening->dialog);
}

static void
take_job (Opening *opening, HopsoPdfDocument *document)
{
  HopsoSignDialog *self = opening->dialog;
  HopsoSignPlace place = { 0 };

  /* Where an agency's mark stands, the rule says. */
  if (!hopso_deed_facts_are_asked (hopso_sign_job_row_get_deed (opening->row)))
    {
      hopso_sign_dialog_choose_place (self, opening->row, document, &place);
      hopso_sign_dialog_place_initial (self, opening->row, &place);
    }
  hopso_sign_job_set_place (opening->job, &place);
  hopso_sign_job_set_password (opening->job, hopso_sign_job_row_get_password (opening->row));
  hopso_sign_job_row_set_document (opening->row, document);
  if (hopso_sign_job_row_get_job (opening->row) != NULL)
    hopso_sign_job_row_set_next_job (opening->row, opening->job);
  else
    hopso_sign_job_row_set_job (opening->row, opening->job);
  hopso_sign_dialog_look (self, opening->row);
  if (g_ptr_array_index (self->rows, self->shown) == opening->row)
    hopso_sign_dialog_show_row (self, self->shown);
  hopso_sign_dialog_update (self);
}

/* A text that cannot be read has no place in it; the document can still be signed. */
static void
spots_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Opening) opening = user_data;
  HopsoPdfDocument *document = HOPSO_PDF_DOCUMENT (source);
  GArray *spots = hopso_sign_spot_find_finish (document, result, NULL);

  if (spots != NULL)
    g_object_set_data_full (G_OBJECT (opening->row), HOPSO_SIGN_SPOTS, spots,
                            (GDestroyNotify) g_array_unref);
  if (!g_cancellable_is_cancelled (opening->dialog->cancellable))
    take_job (opening, document);
}

static void
document_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Opening) opening = user_data;
  HopsoSignDialog *self = opening->dialog;
  HopsoPaper *paper = hopso_sign_job_row_get_paper (opening->row);
  HopsoPerson *person = hopso_workspace_get_person (self->workspace);
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfDocument) document =
      hopso_pdf_client_open_finish (HOPSO_PDF_CLIENT (source), result, &error);

  if (document != NULL)
    opening->job = hopso_sign_job_new (opening->fd, hopso_paper_get_name (paper), &error);
  if (opening->job == NULL)
    {
      fail (opening, error);
      return;
    }
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  hopso_sign_job_row_set_password_asked (opening->row, NULL);
  hopso_sign_job_set_expected_digest (
      opening->job, opening->digest != NULL ? opening->digest : hopso_paper_get_digest (paper));
  hopso_sign_spot_find_async (document, person != NULL ? hopso_person_get_name (person) : NULL,
                              person != NULL ? hopso_person_get_position (person) : NULL,
                              self->cancellable, spots_found_cb, g_steal_pointer (&opening));
}

static void
open_document (Opening *opening)
{
  HopsoSecret *password = hopso_sign_job_row_get_password (opening->row);
  HopsoSignDialog *self = opening->dialog;

  hopso_pdf_client_open_async (hopso_workspace_get_pdf_client (self->workspace), opening->fd,
                               password != NULL ? hopso_secret_get_string (password) : NULL,
                               self->cancellable, document_opened_cb, opening);
}

static void
paper_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Opening) opening = user_data;
  g_autoptr (GError) error = NULL;

  opening->fd = hopso_workspace_open_paper_finish (HOPSO_WORKSPACE (source), result, &error);
  if (opening->fd < 0)
    fail (opening, error);
  else
    open_document (g_steal_pointer (&opening));
}

/* --- files of this computer ------------------------------------------------------------------- */

static gboolean
digest_file (int fd, guint64 size, GCancellable *cancellable, GBytes **digest, GError **error)
{
  const guint64 whole[] = { 0, size };

  return hopso_digest_fd (fd, whole, 1, HOPSO_HASH_SHA256, digest, cancellable, error);
}

/* The bytes that are shown are the bytes that are signed: by their digest. */
static void
read_file (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Opening *opening = data;
  g_autofree char *path = g_file_get_path (source);
  g_autoptr (GBytes) digest = NULL;
  struct stat facts = { 0 };
  GError *error = NULL;

  opening->fd = path != NULL ? open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) : -1;
  if (path == NULL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "%s",
                             _ ("The file is not on this computer. Copy it here first."));
  else if (opening->fd < 0 || fstat (opening->fd, &facts) != 0 || !S_ISREG (facts.st_mode))
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("The file cannot be read: %s"),
                             g_strerror (opening->fd < 0 ? errno : EISDIR));
  else if (!digest_file (opening->fd, (guint64) facts.st_size, cancellable, &digest, &error))
    g_task_return_error (task, error);
  else
    {
      opening->digest = hopso_digest_to_hex (digest);
      g_task_return_boolean (task, TRUE);
    }
}

static void
file_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Opening) opening = user_data;
  g_autoptr (GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    open_document (g_steal_pointer (&opening));
  else
    fail (opening, error);
}

static void
open_file (Opening *opening, GFile *file)
{
  g_autoptr (GTask) task = g_task_new (file, opening->dialog->cancellable, file_read_cb, opening);

  g_task_set_source_tag (task, open_file);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, opening, NULL);
  g_task_run_in_thread (task, read_file);
}

static void
open_paper (Opening *opening)
{
  HopsoSignDialog *self = opening->dialog;
  const char *id = hopso_record_get_id (HOPSO_RECORD (hopso_sign_job_row_get_paper (opening->row)));

  hopso_workspace_open_paper_async (self->workspace, id, NULL, NULL, self->cancellable,
                                    paper_opened_cb, opening);
}

/* A new version may have come since: it is another document to the signer. FALSE: it must not be
 * signed. */
static gboolean
look_at_paper (HopsoSignDialog *self, HopsoSignJobRow *row)
{
  const char *id = hopso_record_get_id (HOPSO_RECORD (hopso_sign_job_row_get_paper (row)));
  HopsoPaper *paper = hopso_workspace_lookup_paper (self->workspace, id);

  if (paper != NULL)
    hopso_sign_job_row_set_paper (row, paper);
  hopso_sign_job_row_set_unopened (row, !hopso_workspace_has_opened_paper (self->workspace, id));
  /* Said before the PIN is asked: what bears a secrecy mark is not signed in this system. */
  if (!hopso_paper_is_state_secret (hopso_sign_job_row_get_paper (row)))
    return TRUE;
  hopso_sign_job_row_set_problem (row, _ ("State secrets may not be kept in this system"));
  return FALSE;
}

/* Fetches a row's document, opens it, and makes it ready to be signed. */
void
hopso_sign_dialog_open_row (HopsoSignDialog *self, HopsoSignJobRow *row)
{
  GFile *file = hopso_sign_job_row_get_file (row);
  Opening *opening;

  if (file == NULL && !look_at_paper (self, row))
    return;
  opening = g_new0 (Opening, 1);
  opening->dialog = g_object_ref (self);
  opening->row = g_object_ref (row);
  opening->fd = -1;
  if (file != NULL)
    open_file (opening, file);
  else
    open_paper (opening);
}

/* --- passwords -------------------------------------------------------------------------------- */

static void
password_taken_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoSignJobRow) row = user_data;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (row));
  g_autoptr (HopsoSecret) password = hopso_password_prompt_finish (result, NULL);

  if (password == NULL || !HOPSO_IS_SIGN_DIALOG (root))
    return;
  hopso_sign_job_row_set_password (row, password);
  hopso_sign_job_row_set_password_asked (row, NULL);
  hopso_sign_dialog_open_row (HOPSO_SIGN_DIALOG (root), row);
}

/* Asks for the password of a row's document. */
void
hopso_sign_dialog_ask_password (HopsoSignDialog *self, HopsoSignJobRow *row)
{
  g_autofree char *words = g_strdup_printf (
      _ ("Enter the password of “%s”. It is used to show and to sign the document, and kept "
         "nowhere."),
      hopso_paper_get_name (hopso_sign_job_row_get_paper (row)));

  hopso_password_prompt_async (words, GTK_WINDOW (self), self->cancellable, password_taken_cb,
                               g_object_ref (row));
}
