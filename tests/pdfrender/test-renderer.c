/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-fd.h"
#include "hopso-pdf-bus.h"
#include "hopso-pdf-render-bus.h"
#include "hopso-test-pages.h"

#include <gio/gunixfdlist.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct
{
  GSubprocess *process;
  HopsoPdfRender1 *bus;
} Renderer;

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GDBusConnection **connection = user_data;
  g_autoptr (GError) error = NULL;

  *connection = hopso_pdf_bus_connect_finish (result, &error);
  g_assert_no_error (error);
}

static Renderer
start (void)
{
  Renderer self = { NULL };
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr (GDBusConnection) connection = NULL;
  g_autoptr (GError) error = NULL;
  int ends[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), ==, 0);
  g_subprocess_launcher_take_fd (launcher, ends[1], HOPSO_PDF_BUS_FD);
  self.process =
      g_subprocess_launcher_spawn (launcher, &error, g_getenv ("HOPSO_PDF_RENDER"), NULL);
  g_assert_no_error (error);
  g_subprocess_launcher_close (launcher);

  hopso_pdf_bus_connect_async (ends[0], NULL, connected_cb, &connection);
  while (connection == NULL)
    g_main_context_iteration (NULL, TRUE);
  self.bus =
      hopso_pdf_render1_proxy_new_sync (connection, G_DBUS_PROXY_FLAGS_DO_NOT_LOAD_PROPERTIES, NULL,
                                        HOPSO_PDF_RENDER_PATH, NULL, &error);
  g_assert_no_error (error);
  return self;
}

static gboolean
open_pages (Renderer *self, guint n_pages, GError **error)
{
  g_autoptr (GBytes) bytes = hopso_test_pages_new (n_pages);
  g_autoptr (GUnixFDList) fds = g_unix_fd_list_new ();
  g_auto (HopsoFd) fd =
      hopso_fd_new_sealed ("test", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);
  const int handle = g_unix_fd_list_append (fds, fd, NULL);
  g_autoptr (GVariant) sizes = NULL;
  guint n = 0;

  if (!hopso_pdf_render1_call_open_sync (self->bus, g_variant_new_handle (handle),
                                         g_variant_new ("ah", NULL), 2, fds, &n, &sizes, NULL, NULL,
                                         error))
    return FALSE;
  g_assert_cmpuint (n, ==, n_pages);
  g_assert_cmpuint (g_variant_n_children (sizes), ==, MIN (n_pages, 2));
  return TRUE;
}

static gboolean
render_into (Renderer *self, int slot, const guint32 *part, guint32 rotation, GError **error)
{
  g_autoptr (GUnixFDList) fds = g_unix_fd_list_new ();
  const int handle = g_unix_fd_list_append (fds, slot, NULL);

  return hopso_pdf_render1_call_render_sync (self->bus,
                                             g_variant_new ("(u(uu)u(uuuu))", 0u, 200u, 300u,
                                                            rotation, part[0], part[1], part[2],
                                                            part[3]),
                                             g_variant_new_handle (handle), fds, NULL, NULL, error);
}

static void
finish (Renderer *self)
{
  g_autoptr (GDBusConnection) connection =
      g_object_ref (g_dbus_proxy_get_connection (G_DBUS_PROXY (self->bus)));

  g_object_unref (self->bus);
  g_assert_true (g_dbus_connection_close_sync (connection, NULL, NULL));
  g_assert_true (g_subprocess_wait_check (self->process, NULL, NULL));
  g_object_unref (self->process);
}

static void
test_it_gets_one_document (void)
{
  Renderer self = start ();
  g_autoptr (GError) error = NULL;

  g_assert_true (open_pages (&self, 2, &error));
  g_assert_false (open_pages (&self, 2, &error));
  g_assert_error (error, HOPSO_PDF_BUS_ERROR, HOPSO_PDF_BUS_ERROR_REFUSED);
  finish (&self);
}

static void
test_a_small_slot_is_refused (void)
{
  const guint32 whole[] = { 0, 0, 200, 300 };
  const guint32 outside[] = { 150, 0, 100, 300 };
  Renderer self = start ();
  g_auto (HopsoFd) slot = hopso_fd_new_memory ("slot", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (ftruncate (slot, 200 * 300 * 4 - 1), ==, 0);
  g_assert_true (open_pages (&self, 1, NULL));
  g_assert_false (render_into (&self, slot, whole, 0, &error));
  g_assert_error (error, HOPSO_PDF_BUS_ERROR, HOPSO_PDF_BUS_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_false (render_into (&self, slot, outside, 0, &error));
  g_assert_error (error, HOPSO_PDF_BUS_ERROR, HOPSO_PDF_BUS_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_false (render_into (&self, slot, outside, 7, &error));
  g_assert_error (error, HOPSO_PDF_BUS_ERROR, HOPSO_PDF_BUS_ERROR_REFUSED);
  finish (&self);
}

static void
test_nothing_works_before_opening (void)
{
  Renderer self = start ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_assert_false (hopso_pdf_render1_call_text_sync (self.bus, 0, &text, NULL, &error));
  g_assert_error (error, HOPSO_PDF_BUS_ERROR, HOPSO_PDF_BUS_ERROR_REFUSED);
  finish (&self);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pdfrender/it-gets-one-document", test_it_gets_one_document);
  g_test_add_func ("/pdfrender/a-small-slot-is-refused", test_a_small_slot_is_refused);
  g_test_add_func ("/pdfrender/nothing-works-before-opening", test_nothing_works_before_opening);
  return g_test_run ();
}
