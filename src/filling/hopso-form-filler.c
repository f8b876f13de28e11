/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One filling from start to end. The document is copied first, and the copy is what is filled, so
 * that nobody can change it meanwhile; what a process prepared for it is checked on the bytes,
 * written after them and read back before the file appears. A file that is to be replaced must
 * still be the one that was opened. Main thread, the work on files on others. */

#include "hopso-form-filler.h"

#include "hopso-digest.h"
#include "hopso-file-copy.h"
#include "hopso-form-private.h"
#include "hopso-pdf-fill.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>

#define NEW_MODE 0644

struct _HopsoFormFiller
{
  GObject parent_instance;

  HopsoPdfClient *client; /* owned */
};

G_DEFINE_FINAL_TYPE (HopsoFormFiller, hopso_form_filler, G_TYPE_OBJECT)

/* One filling under way. */
typedef struct
{
  HopsoForm *form;       /* owned */
  GVariant *values;      /* owned */
  char *output_path;     /* owned, nullable */
  char *replaced_digest; /* owned, nullable: of what may be replaced there */
  HopsoFd document;      /* owned: as it was opened */
  HopsoFileCopy *copy;   /* owned, nullable */
  HopsoFd looks;         /* owned: -1 without pictures */
  GBytes *update;        /* owned, nullable */
  HopsoFd result;        /* owned: -1 before the end */
} Filling;

static void
filling_free (gpointer data)
{
  Filling *self = data;

  g_clear_object (&self->form);
  g_clear_pointer (&self->values, g_variant_unref);
  g_free (self->output_path);
  g_free (self->replaced_digest);
  hopso_fd_close (self->document);
  g_clear_pointer (&self->copy, hopso_file_copy_free);
  hopso_fd_close (self->looks);
  hopso_fd_close (self->result);
  g_clear_pointer (&self->update, g_bytes_unref);
  g_free (self);
}

/**
 * hopso_form_filler_new:
 * @client: starts the processes
 *
 * Returns: (transfer full): a filler
 */
HopsoFormFiller *
hopso_form_filler_new (HopsoPdfClient *client)
{
  HopsoFormFiller *self = g_object_new (HOPSO_TYPE_FORM_FILLER, NULL);

  self->client = g_object_ref (client);
  return self;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (GVariant) reply =
      hopso_pdf_client_read_form_finish (HOPSO_PDF_CLIENT (source), result, &error);
  HopsoForm *form = reply != NULL ? hopso_form_new_from_reply (reply, &error) : NULL;

  if (form != NULL)
    g_task_return_pointer (task, form, g_object_unref);
  else
    g_task_return_error (task, error);
}

/**
 * hopso_form_filler_read_async:
 * @fd: the document; may be closed afterwards
 * @cancellable: (nullable): forgets the answer
 * @callback: when it is known
 * @user_data: for @callback
 *
 * Finds out what can be filled.
 */
void
hopso_form_filler_read_async (HopsoFormFiller *self,
                              int fd,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task;

  g_return_if_fail (HOPSO_IS_FORM_FILLER (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hopso_form_filler_read_async);
  hopso_pdf_client_read_form_async (self->client, fd, cancellable, read_cb, task);
}

/**
 * hopso_form_filler_read_finish:
 *
 * Returns: (transfer full): the form, or %NULL with @error
 */
HopsoForm *
hopso_form_filler_read_finish (HopsoFormFiller *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* A file may be replaced only by its own next version; elsewhere nothing is lost. */
static gboolean
check_unchanged (const Filling *self, GCancellable *cancellable, GError **error)
{
  g_auto (HopsoFd) here = -1;
  g_autoptr (GBytes) digest = NULL;
  g_autofree char *hex = NULL;
  guint64 range[2] = { 0, 0 };

  if (self->replaced_digest == NULL)
    return TRUE;
  here = open (self->output_path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (here >= 0 && hopso_fd_get_size (here, &range[1], NULL) &&
      hopso_digest_fd (here, range, 1, HOPSO_HASH_SHA256, &digest, cancellable, NULL))
    hex = hopso_digest_to_hex (digest);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (g_strcmp0 (hex, self->replaced_digest) == 0)
    return TRUE;
  g_set_error_literal (error, HOPSO_FILLING_ERROR, HOPSO_FILLING_ERROR_CHANGED,
                       _ ("Another program has changed this file meanwhile. Save a copy under "
                          "another name."));
  return FALSE;
}

static gboolean
copy_document (Filling *self, GCancellable *cancellable, GError **error)
{
  struct stat replaced;
  int mode = NEW_MODE;

  if (self->replaced_digest != NULL && stat (self->output_path, &replaced) == 0)
    mode = (int) (replaced.st_mode & 0777);
  self->copy = hopso_file_copy_begin (self->output_path, mode, error);
  return self->copy != NULL &&
         hopso_file_copy_take (self->copy, self->document, cancellable, error);
}

static gboolean
draw_values (Filling *self, GError **error)
{
  g_autoptr (GBytes) looks = NULL;

  if (!hopso_form_draw_values (self->form, self->values, &looks, error))
    return FALSE;
  if (looks == NULL)
    return TRUE;
  self->looks = hopso_fd_new_sealed ("hopso-looks", g_bytes_get_data (looks, NULL),
                                     g_bytes_get_size (looks), error);
  return self->looks >= 0;
}

static void
begin_cb (GTask *step, gpointer source, gpointer data, GCancellable *cancellable)
{
  Filling *self = data;
  GError *error = NULL;

  if (!check_unchanged (self, cancellable, &error) || !copy_document (self, cancellable, &error) ||
      !draw_values (self, &error))
    g_task_return_error (step, error);
  else
    g_task_return_boolean (step, TRUE);
}

static gboolean
check_update (Filling *self, GError **error)
{
  g_autoptr (HopsoPdfFillPlan) plan = hopso_pdf_fill_plan_read (self->values, error);
  g_autoptr (HopsoPdfSource) original = NULL;
  g_autoptr (HopsoPdfSource) looks = NULL;
  g_autoptr (GError) problem = NULL;

  if (plan == NULL)
    return FALSE;
  original = hopso_pdf_source_new_fd (hopso_file_copy_get_reader (self->copy), error);
  if (original == NULL)
    return FALSE;
  if (self->looks >= 0)
    {
      looks = hopso_pdf_source_new_fd (self->looks, error);
      if (looks == NULL)
        return FALSE;
      plan->looks = looks;
    }
  if (hopso_pdf_check_filling (original, self->update, plan, &problem))
    return TRUE;
  g_set_error (error, HOPSO_FILLING_ERROR, HOPSO_FILLING_ERROR_PREPARED,
               _ ("The filled document did not pass its own check (%s). Nothing was saved."),
               problem->message);
  return FALSE;
}

static gboolean
write_update (Filling *self, GError **error)
{
  return hopso_file_copy_write (self->copy, hopso_file_copy_get_original_size (self->copy),
                                g_bytes_get_data (self->update, NULL),
                                g_bytes_get_size (self->update), error);
}

/* The file as it lies there: the very bytes of the document, and after them the update. */
static gboolean
check_written (Filling *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) problem = NULL;

  if (hopso_file_copy_check (self->copy, cancellable, &problem))
    return TRUE;
  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_INVALID_DATA))
    g_set_error_literal (
        error, HOPSO_FILLING_ERROR, HOPSO_FILLING_ERROR_PREPARED,
        _ ("The disk gave back something else than was written. Nothing was saved."));
  else
    g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

static void
end_cb (GTask *step, gpointer source, gpointer data, GCancellable *cancellable)
{
  Filling *self = data;
  GError *error = NULL;

  if (check_update (self, &error) && write_update (self, &error) &&
      check_written (self, cancellable, &error) && check_unchanged (self, cancellable, &error))
    self->result = hopso_file_copy_finish (self->copy, &error);
  if (self->result < 0)
    g_task_return_error (step, error);
  else
    g_task_return_boolean (step, TRUE);
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Work on files; the data of @task belong to the step while it runs. */
static void
run_step (GTask *task, GTaskThreadFunc work, GAsyncReadyCallback callback)
{
  g_autoptr (GTask) step =
      g_task_new (g_task_get_source_object (task), g_task_get_cancellable (task), callback, task);

  g_task_set_task_data (step, g_task_get_task_data (task), NULL);
  g_task_run_in_thread (step, work);
}

static GError *
translate (GError *error)
{
  GError *said;

  if (!g_error_matches (error, HOPSO_PDF_CLIENT_ERROR, HOPSO_PDF_CLIENT_ERROR_REFUSED) &&
      !g_error_matches (error, HOPSO_PDF_CLIENT_ERROR, HOPSO_PDF_CLIENT_ERROR_ENCRYPTED))
    return error;
  said = g_error_matches (error, HOPSO_PDF_CLIENT_ERROR, HOPSO_PDF_CLIENT_ERROR_ENCRYPTED)
             ? g_error_new_literal (HOPSO_FILLING_ERROR, HOPSO_FILLING_ERROR_DOCUMENT,
                                    _ ("The document is encrypted and cannot be filled in here."))
             : g_error_new (HOPSO_FILLING_ERROR, HOPSO_FILLING_ERROR_DOCUMENT,
                            _ ("This document cannot be filled in: %s"), error->message);
  g_error_free (error);
  return said;
}

static void
prepared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Filling *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->update =
      hopso_pdf_client_prepare_filling_finish (HOPSO_PDF_CLIENT (source), result, &error);
  if (self->update == NULL)
    g_task_return_error (task, translate (error));
  else
    run_step (g_steal_pointer (&task), end_cb, ended_cb);
}

static void
begun_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HopsoFormFiller *self = HOPSO_FORM_FILLER (source);
  Filling *filling = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (task, error);
      return;
    }
  hopso_pdf_client_prepare_filling_async (self->client, hopso_file_copy_get_reader (filling->copy),
                                          filling->looks, filling->values, cancellable, prepared_cb,
                                          g_steal_pointer (&task));
}

/**
 * hopso_form_filler_fill_async:
 * @order: what is asked for
 * @cancellable: (nullable): stops it
 * @callback: when it is there
 * @user_data: for @callback
 *
 * Fills in values.
 */
void
hopso_form_filler_fill_async (HopsoFormFiller *self,
                              const HopsoFormOrder *order,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GVariant) values = g_variant_ref_sink (order->values);
  Filling *filling = g_new0 (Filling, 1);
  GError *error = NULL;

  g_return_if_fail (HOPSO_IS_FORM_FILLER (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hopso_form_filler_fill_async);
  g_task_set_task_data (task, filling, filling_free);
  filling->looks = filling->result = -1;
  filling->form = g_object_ref (order->form);
  filling->values = hopso_form_complete_values (order->form, values);
  filling->output_path = g_strdup (order->output_path);
  if (order->output_path != NULL)
    filling->replaced_digest = g_strdup (order->replaced_digest);
  filling->document = hopso_fd_reopen_read_only (order->fd, &error);
  if (filling->document < 0)
    g_task_return_error (task, error);
  else if (hopso_form_is_encrypted (order->form))
    g_task_return_new_error (task, HOPSO_FILLING_ERROR, HOPSO_FILLING_ERROR_DOCUMENT,
                             _ ("The document is encrypted and cannot be filled in here."));
  else
    run_step (g_steal_pointer (&task), begin_cb, begun_cb);
}

/**
 * hopso_form_filler_fill_finish:
 *
 * Returns: the filled document, open for reading; -1 with @error
 */
HopsoFd
hopso_form_filler_fill_finish (HopsoFormFiller *self, GAsyncResult *result, GError **error)
{
  Filling *filling;

  g_return_val_if_fail (g_task_is_valid (result, self), -1);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return -1;
  filling = g_task_get_task_data (G_TASK (result));
  return hopso_fd_steal (&filling->result);
}

static void
hopso_form_filler_finalize (GObject *object)
{
  g_clear_object (&HOPSO_FORM_FILLER (object)->client);
  G_OBJECT_CLASS (hopso_form_filler_parent_class)->finalize (object);
}

static void
hopso_form_filler_class_init (HopsoFormFillerClass *class)
{
  G_OBJECT_CLASS (class)->finalize = hopso_form_filler_finalize;
}

static void
hopso_form_filler_init (HopsoFormFiller *self)
{
}
