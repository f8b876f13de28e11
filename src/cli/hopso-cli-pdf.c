/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How commands open a PDF document: by the same processes as the application, and asking for a
 * password only when there must be one. */

#include "hopso-cli-pdf.h"

#include "hopso-cli-pages.h"
#include "hopso-cli.h"
#include "hopso-fd.h"
#include "hopso-pdf-reading.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <sys/stat.h>
#include <unistd.h>

static HopsoPdfDocument *
open_with (HopsoPdfClient *client, int fd, const char *password, GError **error)
{
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();

  hopso_pdf_client_open_async (client, fd, password, hopso_cli_call_get_cancellable (call),
                               hopso_cli_call_done_cb, call);
  g_autoptr (GAsyncResult) result = hopso_cli_call_wait (call);
  return hopso_pdf_client_open_finish (client, result, error);
}

static HopsoPdfDocument *
open_protected (HopsoCliPdf *self, int fd, GError **error)
{
  g_autoptr (HopsoSecret) password = hopso_cli_read_secret (
      _ ("Password of the document: "), self->password_file, self->password_fd, error);

  if (password == NULL)
    return NULL;
  return open_with (self->client, fd, hopso_secret_get_string (password), error);
}

/**
 * hopso_cli_open_file:
 * @path: of a document, a picture, certificates
 *
 * Opens it for reading. Anything may be named: a pipe is refused and not waited for.
 *
 * Returns: (transfer full): the file, or -1 with @error
 */
HopsoFd
hopso_cli_open_file (const char *path, GError **error)
{
  g_auto (HopsoFd) fd = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  struct stat about;

  if (fd < 0)
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", path,
                 g_strerror (errno));
  else if (fstat (fd, &about) != 0 || !S_ISREG (about.st_mode))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, "%s: %s", path,
                 _ ("this is no file"));
  else
    return hopso_fd_steal (&fd);
  return -1;
}

/**
 * hopso_cli_pdf_open:
 * @self: as the options set it
 * @path: of the document
 * @error: why it cannot be read
 *
 * Opens the document, with a password if it needs one.
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_cli_pdf_open (HopsoCliPdf *self, const char *path, GError **error)
{
  g_autoptr (GError) first_error = NULL;
  g_auto (HopsoFd) fd = hopso_cli_open_file (path, error);

  if (fd < 0)
    return FALSE;
  self->client = hopso_pdf_client_new ();
  self->document = open_with (
      self->client, fd, self->password != NULL ? hopso_secret_get_string (self->password) : NULL,
      &first_error);
  if (self->document == NULL &&
      g_error_matches (first_error, HOPSO_PDF_CLIENT_ERROR, HOPSO_PDF_CLIENT_ERROR_ENCRYPTED) &&
      (self->password_file != NULL || self->password_fd >= 0 || isatty (STDIN_FILENO)))
    {
      self->document = open_protected (self, fd, error);
      return self->document != NULL;
    }
  if (self->document == NULL)
    g_propagate_error (error, g_steal_pointer (&first_error));
  return self->document != NULL;
}

/**
 * hopso_cli_pdf_dup_labels:
 *
 * Returns: (transfer full): what the pages are called, or %NULL with @error
 */
char **
hopso_cli_pdf_dup_labels (HopsoCliPdf *self, GError **error)
{
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();

  hopso_pdf_document_labels_async (self->document, hopso_cli_call_get_cancellable (call),
                                   hopso_cli_call_done_cb, call);
  g_autoptr (GAsyncResult) result = hopso_cli_call_wait (call);
  return hopso_pdf_document_labels_finish (self->document, result, error);
}

/**
 * hopso_cli_pdf_load_sizes:
 *
 * Returns: whether the sizes of all pages are known
 */
gboolean
hopso_cli_pdf_load_sizes (HopsoCliPdf *self, GError **error)
{
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();

  hopso_pdf_document_load_sizes_async (self->document, hopso_cli_call_get_cancellable (call),
                                       hopso_cli_call_done_cb, call);
  g_autoptr (GAsyncResult) result = hopso_cli_call_wait (call);
  return hopso_pdf_document_load_sizes_finish (self->document, result, error);
}

/**
 * hopso_cli_pdf_list_pages:
 *
 * Returns: (transfer full) (element-type guint): the pages that were asked for, counted from 0; all
 * without the option; or %NULL with @error, of %G_OPTION_ERROR when it makes no sense
 */
GArray *
hopso_cli_pdf_list_pages (HopsoCliPdf *self, GError **error)
{
  const guint n_pages = hopso_pdf_document_get_n_pages (self->document);
  g_auto (GStrv) labels = NULL;

  if (self->by_label && self->pages != NULL)
    {
      labels = hopso_cli_pdf_dup_labels (self, error);
      if (labels == NULL)
        return NULL;
    }
  return hopso_cli_pages_parse (self->pages != NULL ? self->pages : "1-", labels, n_pages, error);
}

/**
 * hopso_cli_pdf_add_box:
 *
 * Adds left, top, right and bottom in points, to hundredths.
 */
void
hopso_cli_pdf_add_box (JsonBuilder *builder, const HopsoPdfBox *box)
{
  const double numbers[] = { box->x1, box->y1, box->x2, box->y2 };

  json_builder_begin_array (builder);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    json_builder_add_double_value (builder, round (numbers[i] * 100) / 100);
  json_builder_end_array (builder);
}

/**
 * hopso_cli_pdf_fail:
 * @error: what happened
 *
 * Returns: the exit status, after telling people why
 */
int
hopso_cli_pdf_fail (const GError *error)
{
  g_autoptr (GError) told = g_error_copy (error);

  if (error->domain == G_OPTION_ERROR)
    return hopso_cli_fail_usage (error->message);
  g_free (told->message);
  told->message = g_strdup (hopso_pdf_client_error_get_words (error));
  return hopso_cli_fail (told);
}

/**
 * hopso_cli_pdf_clear:
 *
 * Ends the processes.
 */
void
hopso_cli_pdf_clear (HopsoCliPdf *self)
{
  g_clear_object (&self->document);
  g_clear_object (&self->client);
  g_clear_pointer (&self->password_file, g_free);
  g_clear_pointer (&self->password, hopso_secret_unref);
  g_clear_pointer (&self->pages, g_free);
}
