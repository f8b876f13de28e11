/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One reservation from start to end: the document is copied, a process prepares the update for the
 * copy, its bytes are checked here and written after it, read back, and the file appears under its
 * name. Main thread, the work on files on others. */

#include "hopso-reserver.h"

#include "hopso-file-copy.h"
#include "hopso-pdf-reserve.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define NEW_MODE 0644

struct _HopsoReserver
{
  GObject parent_instance;

  HopsoPdfClient *client; /* owned */
};

G_DEFINE_FINAL_TYPE (HopsoReserver, hopso_reserver, G_TYPE_OBJECT)

/* One reservation under way. */
typedef struct
{
  HopsoPdfReservation reservation;
  char *output_path;     /* owned, nullable */
  HopsoSecret *password; /* owned, nullable */
  HopsoFd document;      /* owned */
  HopsoFileCopy *copy;   /* owned, nullable */
  GBytes *update;        /* owned, nullable */
  HopsoFd result;        /* owned: -1 before the end */
} Reserving;

static void
reserving_free (gpointer data)
{
  Reserving *self = data;

  g_free (self->output_path);
  g_clear_pointer (&self->password, hopso_secret_unref);
  hopso_fd_close (self->document);
  hopso_fd_close (self->result);
  g_clear_pointer (&self->copy, hopso_file_copy_free);
  g_clear_pointer (&self->update, g_bytes_unref);
  g_free (self);
}

static void
hopso_reserver_finalize (GObject *object)
{
  g_object_unref (HOPSO_RESERVER (object)->client);
  G_OBJECT_CLASS (hopso_reserver_parent_class)->finalize (object);
}

static void
hopso_reserver_class_init (HopsoReserverClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_reserver_finalize;
}

static void
hopso_reserver_init (HopsoReserver *self)
{
}

/**
 * hopso_reserver_new:
 * @client: (transfer none): the PDF processes
 *
 * Returns: (transfer full): a reserver
 */
HopsoReserver *
hopso_reserver_new (HopsoPdfClient *client)
{
  HopsoReserver *self = g_object_new (HOPSO_TYPE_RESERVER, NULL);

  self->client = g_object_ref (client);
  return self;
}

/* --- files ----------------------------------------------------------------------------------- */

static void
copy_cb (GTask *step, gpointer source, gpointer data, GCancellable *cancellable)
{
  Reserving *self = data;
  GError *error = NULL;

  self->copy = hopso_file_copy_begin (self->output_path, NEW_MODE, &error);
  if (self->copy == NULL || !hopso_file_copy_take (self->copy, self->document, cancellable, &error))
    g_task_return_error (step, error);
  else
    g_task_return_boolean (step, TRUE);
}

static gboolean
check_update (Reserving *self, GError **error)
{
  g_autoptr (HopsoPdfSource) original =
      hopso_pdf_source_new_fd (hopso_file_copy_get_reader (self->copy), error);
  g_autoptr (GError) problem = NULL;

  if (original == NULL)
    return FALSE;
  if (hopso_pdf_check_reservation (original, self->update, self->password, &self->reservation,
                                   &problem))
    return TRUE;
  g_set_error (error, HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_PREPARED, "%s", problem->message);
  return FALSE;
}

/* The file as it lies there: the very bytes of the document, and after them the update. */
static gboolean
check_written (Reserving *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) problem = NULL;

  if (hopso_file_copy_check (self->copy, cancellable, &problem))
    return TRUE;
  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_INVALID_DATA))
    g_set_error_literal (error, HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_CHECK, problem->message);
  else
    g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

static gboolean
write_update (Reserving *self, GError **error)
{
  return hopso_file_copy_write (self->copy, hopso_file_copy_get_original_size (self->copy),
                                g_bytes_get_data (self->update, NULL),
                                g_bytes_get_size (self->update), error);
}

static void
write_cb (GTask *step, gpointer source, gpointer data, GCancellable *cancellable)
{
  Reserving *self = data;
  GError *error = NULL;

  if (check_update (self, &error) && write_update (self, &error) &&
      check_written (self, cancellable, &error))
    self->result = hopso_file_copy_finish (self->copy, &error);
  if (self->result < 0)
    g_task_return_error (step, error);
  else
    g_task_return_boolean (step, TRUE);
}

/* Work on files; the data of @task belong to the step while it runs. */
static void
run_step (GTask *task, GTaskThreadFunc work, GAsyncReadyCallback callback)
{
  g_autoptr (GTask) step =
      g_task_new (g_task_get_source_object (task), g_task_get_cancellable (task), callback, task);

  g_task_set_source_tag (step, run_step);
  /* A file in its place must not be reported as cancelled. */
  g_task_set_check_cancellable (step, FALSE);
  g_task_set_task_data (step, g_task_get_task_data (task), NULL);
  g_task_run_in_thread (step, work);
}

/* --- the steps ------------------------------------------------------------------------------- */

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* What people must know of a document that can keep no places. */
static GError *
translate (GError *error)
{
  g_autoptr (GError) owned = error;

  if (g_error_matches (owned, HOPSO_PDF_CLIENT_ERROR, HOPSO_PDF_CLIENT_ERROR_ENCRYPTED) ||
      g_error_matches (owned, HOPSO_PDF_CLIENT_ERROR, HOPSO_PDF_CLIENT_ERROR_WRONG_PASSWORD))
    return g_error_new_literal (HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_PASSWORD, owned->message);
  if (owned->domain == HOPSO_PDF_CLIENT_ERROR && strstr (owned->message, "signed already") != NULL)
    return g_error_new_literal (HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_RULE,
                                _ ("This document is signed already. Places are reserved before "
                                   "the first signature."));
  if (owned->domain == HOPSO_PDF_CLIENT_ERROR &&
      strstr (owned->message, "reserved already") != NULL)
    return g_error_new_literal (HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_RULE,
                                _ ("This document keeps places already."));
  return g_steal_pointer (&owned);
}

static void
prepared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Reserving *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->update =
      hopso_pdf_client_prepare_reservation_finish (HOPSO_PDF_CLIENT (source), result, &error);
  if (self->update == NULL)
    g_task_return_error (task, translate (error));
  else
    run_step (g_steal_pointer (&task), write_cb, written_cb);
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HopsoReserver *self = HOPSO_RESERVER (source);
  Reserving *reserving = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (task, error);
      return;
    }
  const HopsoPdfOriginal original = { hopso_file_copy_get_reader (reserving->copy),
                                      reserving->password };
  hopso_pdf_client_prepare_reservation_async (
      self->client, &original, hopso_pdf_reservation_to_variant (&reserving->reservation),
      cancellable, prepared_cb, g_steal_pointer (&task));
}

static HopsoPdfReservedPlace
read_place (const HopsoReservePlace *wanted)
{
  return (HopsoPdfReservedPlace){
    .page = wanted->place.page,
    .x = wanted->place.x,
    .y = wanted->place.y,
    .width = wanted->place.width,
    .height = wanted->place.height,
    .font_size = wanted->font_size,
    .is_italic = wanted->is_italic,
    .is_at_end = wanted->is_at_end,
    .max_length = wanted->is_day_only       ? HOPSO_PDF_RESERVED_DAY
                  : wanted->is_without_year ? HOPSO_PDF_RESERVED_DAY_AND_MONTH
                                            : 0,
  };
}

/**
 * hopso_reserver_reserve_async:
 * @order: what is asked for
 * @cancellable: (nullable): stops it
 * @callback: when it is there
 * @user_data: for @callback
 *
 * Keeps places in a document.
 */
void
hopso_reserver_reserve_async (HopsoReserver *self,
                              const HopsoReserveOrder *order,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_RESERVER (self));

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Reserving *reserving = g_new0 (Reserving, 1);
  HopsoPdfReservedPlace *places = reserving->reservation.places;
  GError *error = NULL;

  g_task_set_source_tag (task, hopso_reserver_reserve_async);
  g_task_set_task_data (task, reserving, reserving_free);
  reserving->result = -1;
  reserving->output_path = g_strdup (order->output_path);
  reserving->password = order->password != NULL ? hopso_secret_ref (order->password) : NULL;
  places[HOPSO_PDF_RESERVED_NUMBER] = read_place (&order->number);
  places[HOPSO_PDF_RESERVED_DATE] = read_place (&order->date);
  places[HOPSO_PDF_RESERVED_SEAL] = read_place (&order->seal);
  places[HOPSO_PDF_RESERVED_SIGNATURE] = read_place (&order->signature);
  reserving->document = hopso_fd_reopen_read_only (order->fd, &error);
  if (reserving->document < 0)
    g_task_return_error (task, error);
  else
    run_step (g_steal_pointer (&task), copy_cb, copied_cb);
}

/**
 * hopso_reserver_reserve_finish:
 *
 * Returns: the document with its places, open for reading, or -1 with @error
 */
HopsoFd
hopso_reserver_reserve_finish (HopsoReserver *self, GAsyncResult *result, GError **error)
{
  Reserving *reserving;

  g_return_val_if_fail (g_task_is_valid (result, self), -1);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return -1;
  reserving = g_task_get_task_data (G_TASK (result));
  return hopso_fd_steal (&reserving->result);
}
