/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A file on its way to the screen: read whole, then opened by a process. It needs no window, so
 * that it may begin before there is one. Emits "progress" while it is
 * read and "done" once, at the end. Main thread. */

#include "hopso-file-opening.h"

#include "hopso-fd.h"
#include "hopso-local-file.h"

struct _HopsoFileOpening
{
  GObject parent_instance;

  HopsoPdfClient *client;     /* owned */
  GFile *file;                /* owned */
  GCancellable *cancellable;  /* owned */
  HopsoFd fd;                 /* owned, or -1: not read */
  char *digest;               /* owned, nullable: not read */
  HopsoPdfDocument *document; /* owned, nullable: not opened */
  GError *error;              /* owned, nullable: nothing went wrong so far */
};

G_DEFINE_FINAL_TYPE (HopsoFileOpening, hopso_file_opening, G_TYPE_OBJECT)

enum
{
  PROGRESS,
  DONE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
is_cancelled (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoFileOpening) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfDocument) document =
      hopso_pdf_client_open_finish (HOPSO_PDF_CLIENT (source), result, &error);

  if (is_cancelled (error))
    return;
  self->document = g_steal_pointer (&document);
  self->error = g_steal_pointer (&error);
  g_signal_emit (self, signals[DONE], 0);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoFileOpening) self = user_data;
  g_autoptr (GError) error = NULL;

  self->fd = hopso_local_file_read_finish (result, &self->digest, &error);
  if (is_cancelled (error))
    return;
  if (self->fd >= 0)
    {
      hopso_pdf_client_open_async (self->client, self->fd, NULL, self->cancellable, opened_cb,
                                   g_object_ref (self));
      return;
    }
  self->error = g_steal_pointer (&error);
  g_signal_emit (self, signals[DONE], 0);
}

static void
progress_cb (goffset done, goffset all, gpointer user_data)
{
  g_signal_emit (user_data, signals[PROGRESS], 0, (double) done / (double) all);
}

/**
 * hopso_file_opening_new:
 * @client: opens it
 * @file: a PDF anywhere
 *
 * Begins.
 *
 * Returns: (transfer full): the opening
 */
HopsoFileOpening *
hopso_file_opening_new (HopsoPdfClient *client, GFile *file)
{
  HopsoFileOpening *self = g_object_new (HOPSO_TYPE_FILE_OPENING, NULL);

  self->client = g_object_ref (client);
  self->file = g_object_ref (file);
  hopso_local_file_read_async (file, progress_cb, self, self->cancellable, read_cb,
                               g_object_ref (self));
  return self;
}

/**
 * hopso_file_opening_get_client:
 *
 * Returns: (transfer none): who opens it
 */
HopsoPdfClient *
hopso_file_opening_get_client (HopsoFileOpening *self)
{
  g_return_val_if_fail (HOPSO_IS_FILE_OPENING (self), NULL);

  return self->client;
}

/**
 * hopso_file_opening_get_file:
 *
 * Returns: (transfer none): what is opened
 */
GFile *
hopso_file_opening_get_file (HopsoFileOpening *self)
{
  g_return_val_if_fail (HOPSO_IS_FILE_OPENING (self), NULL);

  return self->file;
}

/**
 * hopso_file_opening_is_done:
 *
 * Returns: whether there is a document or an error
 */
gboolean
hopso_file_opening_is_done (HopsoFileOpening *self)
{
  g_return_val_if_fail (HOPSO_IS_FILE_OPENING (self), FALSE);

  return self->document != NULL || self->error != NULL;
}

/**
 * hopso_file_opening_get_fd:
 *
 * Returns: what was read, the opening's own; -1 when it could not be
 */
int
hopso_file_opening_get_fd (HopsoFileOpening *self)
{
  g_return_val_if_fail (HOPSO_IS_FILE_OPENING (self), -1);

  return self->fd;
}

/**
 * hopso_file_opening_get_digest:
 *
 * Returns: (nullable): of what was read
 */
const char *
hopso_file_opening_get_digest (HopsoFileOpening *self)
{
  g_return_val_if_fail (HOPSO_IS_FILE_OPENING (self), NULL);

  return self->digest;
}

/**
 * hopso_file_opening_get_document:
 *
 * Returns: (transfer none) (nullable): what was opened
 */
HopsoPdfDocument *
hopso_file_opening_get_document (HopsoFileOpening *self)
{
  g_return_val_if_fail (HOPSO_IS_FILE_OPENING (self), NULL);

  return self->document;
}

/**
 * hopso_file_opening_get_error:
 *
 * Returns: (transfer none) (nullable): why it was not read or not opened
 */
const GError *
hopso_file_opening_get_error (HopsoFileOpening *self)
{
  g_return_val_if_fail (HOPSO_IS_FILE_OPENING (self), NULL);

  return self->error;
}

/**
 * hopso_file_opening_cancel:
 *
 * Nobody waits for it any more: it is never done.
 */
void
hopso_file_opening_cancel (HopsoFileOpening *self)
{
  g_return_if_fail (HOPSO_IS_FILE_OPENING (self));

  g_cancellable_cancel (self->cancellable);
}

static void
hopso_file_opening_finalize (GObject *object)
{
  HopsoFileOpening *self = HOPSO_FILE_OPENING (object);

  g_clear_object (&self->client);
  g_clear_object (&self->file);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->document);
  g_clear_error (&self->error);
  g_free (self->digest);
  hopso_fd_close (self->fd);
  G_OBJECT_CLASS (hopso_file_opening_parent_class)->finalize (object);
}

static void
hopso_file_opening_class_init (HopsoFileOpeningClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_file_opening_finalize;

  /**
   * HopsoFileOpening::progress:
   * @fraction: from 0 to 1
   *
   * So much of the file has been read.
   */
  signals[PROGRESS] = g_signal_new ("progress", HOPSO_TYPE_FILE_OPENING, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 1, G_TYPE_DOUBLE);

  /**
   * HopsoFileOpening::done:
   *
   * There is a document or an error.
   */
  signals[DONE] = g_signal_new ("done", HOPSO_TYPE_FILE_OPENING, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
}

static void
hopso_file_opening_init (HopsoFileOpening *self)
{
  self->cancellable = g_cancellable_new ();
  self->fd = -1;
}
