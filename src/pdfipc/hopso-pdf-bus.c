/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The private bus between the application and a PDF process: a D-Bus connection over one end of a
 * socket pair, without a message bus, and the errors that travel over it. The application is the
 * end that checks the other's credentials; the process serves one object. Each side uses it from
 * its main thread. */

#include "hopso-pdf-bus.h"

#include "hopso-fd.h"

#include <gio/gunixfdlist.h>
#include <string.h>
#include <unistd.h>

#define MAX_PASSWORD 1024u

static const GDBusErrorEntry bus_errors[] = {
  { HOPSO_PDF_BUS_ERROR_ENCRYPTED, "vn.hopso.Pdf.Error.Encrypted" },
  { HOPSO_PDF_BUS_ERROR_DAMAGED, "vn.hopso.Pdf.Error.Damaged" },
  { HOPSO_PDF_BUS_ERROR_TOO_LARGE, "vn.hopso.Pdf.Error.TooLarge" },
  { HOPSO_PDF_BUS_ERROR_UNSUPPORTED, "vn.hopso.Pdf.Error.Unsupported" },
  { HOPSO_PDF_BUS_ERROR_REFUSED, "vn.hopso.Pdf.Error.Refused" },
  { HOPSO_PDF_BUS_ERROR_WRONG_PASSWORD, "vn.hopso.Pdf.Error.WrongPassword" },
};

GQuark
hopso_pdf_bus_error_quark (void)
{
  static gsize quark;

  g_dbus_error_register_error_domain ("hopso-pdf-bus-error-quark", &quark, bus_errors,
                                      G_N_ELEMENTS (bus_errors));
  return (GQuark) quark;
}

static GIOStream *
stream_new (int fd, GError **error)
{
  g_autoptr (GSocket) socket = g_socket_new_from_fd (fd, error);

  if (socket == NULL)
    return NULL;
  return G_IO_STREAM (g_socket_connection_factory_create_connection (socket));
}

/**
 * hopso_pdf_bus_connect_async:
 * @fd: (transfer full): the application's end of a socket pair; closed in any case
 * @cancellable: (nullable): to stop waiting
 * @callback: when the process at the other end is there
 * @user_data: for @callback
 *
 * The application's side of the bus.
 */
void
hopso_pdf_bus_connect_async (int fd,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GIOStream) stream = stream_new (fd, &error);

  /* Registered before the first answer arrives, or it would be told apart by its text only. */
  (void) hopso_pdf_bus_error_quark ();
  if (stream == NULL)
    {
      close (fd);
      g_task_report_error (NULL, callback, user_data, hopso_pdf_bus_connect_async,
                           g_steal_pointer (&error));
      return;
    }

  g_autofree char *guid = g_dbus_generate_guid ();
  g_dbus_connection_new (stream, guid, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_SERVER, NULL,
                         cancellable, callback, user_data);
}

/**
 * hopso_pdf_bus_connect_finish:
 * @result: what the callback was given
 * @error: why there is no connection
 *
 * Returns: (transfer full): the connection
 */
GDBusConnection *
hopso_pdf_bus_connect_finish (GAsyncResult *result, GError **error)
{
  if (g_async_result_is_tagged (result, hopso_pdf_bus_connect_async))
    return g_task_propagate_pointer (G_TASK (result), error);
  return g_dbus_connection_new_finish (result, error);
}

static void
closed_cb (GDBusConnection *connection, gboolean vanished, GError *error, gpointer user_data)
{
  g_main_loop_quit (user_data);
}

/**
 * hopso_pdf_bus_serve:
 * @skeleton: what the process offers
 * @path: where
 * @error: why it could not begin
 *
 * The process's side of the bus, on HOPSO_PDF_BUS_FD: answers until the application hangs up.
 * Starts GDBus's thread, so the process is locked down before.
 *
 * Returns: %TRUE after the application hung up
 */
gboolean
hopso_pdf_bus_serve (GDBusInterfaceSkeleton *skeleton, const char *path, GError **error)
{
  g_autoptr (GIOStream) stream = stream_new (HOPSO_PDF_BUS_FD, error);

  (void) hopso_pdf_bus_error_quark ();
  if (stream == NULL)
    return FALSE;

  /* The object is exported before the first message is looked at. */
  g_autoptr (GDBusConnection) connection =
      g_dbus_connection_new_sync (stream, NULL,
                                  G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                      G_DBUS_CONNECTION_FLAGS_DELAY_MESSAGE_PROCESSING,
                                  NULL, NULL, error);
  if (connection == NULL || !g_dbus_interface_skeleton_export (skeleton, connection, path, error))
    return FALSE;

  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_signal_connect (connection, "closed", G_CALLBACK (closed_cb), loop);
  g_dbus_connection_start_message_processing (connection);
  g_main_loop_run (loop);
  g_signal_handlers_disconnect_by_func (connection, closed_cb, loop);
  g_dbus_interface_skeleton_unexport (skeleton);
  return TRUE;
}

/**
 * hopso_pdf_bus_take_fd:
 * @fds: (nullable): the descriptors of a message
 * @handle: which of them, of type `h`
 * @error: why there is none
 *
 * Returns: a descriptor of the caller's own, closed on exec; or -1 with @error
 */
int
hopso_pdf_bus_take_fd (GUnixFDList *fds, GVariant *handle, GError **error)
{
  int index = g_variant_get_handle (handle);

  if (fds == NULL || index < 0 || index >= g_unix_fd_list_get_length (fds))
    {
      g_set_error_literal (error, HOPSO_PDF_BUS_ERROR, HOPSO_PDF_BUS_ERROR_REFUSED,
                           "The message lacks its descriptor");
      return -1;
    }
  return g_unix_fd_list_get (fds, index, error);
}

/**
 * hopso_pdf_bus_take_password:
 * @fds: (nullable): the descriptors of a message
 * @handles: an `ah`: a descriptor that holds a password, or nothing
 *
 * Returns: (transfer full) (nullable): the password
 */
HopsoSecret *
hopso_pdf_bus_take_password (GUnixFDList *fds, GVariant *handles)
{
  char bytes[MAX_PASSWORD + 1] = { 0 };
  HopsoSecret *password = NULL;
  guint64 size = 0;

  if (g_variant_n_children (handles) == 0)
    return NULL;
  g_autoptr (GVariant) handle = g_variant_get_child_value (handles, 0);
  g_auto (HopsoFd) fd = hopso_pdf_bus_take_fd (fds, handle, NULL);
  if (fd >= 0 && hopso_fd_get_size (fd, &size, NULL) && size <= MAX_PASSWORD &&
      hopso_fd_read_at (fd, 0, bytes, (gsize) size, NULL))
    password = hopso_secret_new_from_string (bytes);
  hopso_secret_wipe (bytes, sizeof bytes);
  return password;
}

/**
 * hopso_pdf_bus_add_password:
 * @fds: the descriptors of a message to come
 * @password: (nullable): a password
 *
 * Puts the password into a memory file of its own: what is in a message stays behind in freed
 * memory.
 *
 * Returns: (transfer none): a floating `ah`
 */
GVariant *
hopso_pdf_bus_add_password (GUnixFDList *fds, const char *password)
{
  GVariantBuilder handles;
  g_auto (HopsoFd) fd = -1;

  g_variant_builder_init (&handles, G_VARIANT_TYPE ("ah"));
  if (password != NULL)
    fd = hopso_fd_new_sealed ("hopso-word", password, strlen (password), NULL);
  if (fd >= 0)
    g_variant_builder_add (&handles, "h", g_unix_fd_list_append (fds, fd, NULL));
  return g_variant_builder_end (&handles);
}
