/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The process that drawing processes grow from: what grows from it is locked and holds nothing of
 * others, it is replaced when it dies, and nothing outlives the client. */

#include "hopso-fd.h"
#include "hopso-pdf-client-private.h"
#include "hopso-pdf-order.h"
#include "hopso-pdf-seed-private.h"
#include "hopso-program.h"
#include "hopso-test-pages.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct
{
  HopsoPdfClient *client;     /* owned */
  HopsoPdfDocument *document; /* owned, nullable */
  guint32 found;              /* the picture's first pixel */
  gboolean is_done;
} World;

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  World *world = user_data;
  g_autoptr (GError) error = NULL;

  world->document = hopso_pdf_client_open_finish (HOPSO_PDF_CLIENT (source), result, &error);
  g_assert_no_error (error);
  world->is_done = TRUE;
}

static void
wait_until_done (World *world)
{
  while (!world->is_done)
    g_main_context_iteration (NULL, TRUE);
  world->is_done = FALSE;
}

static void
set_up (World *world)
{
  g_autoptr (GBytes) bytes = hopso_test_pages_new (8);
  g_auto (HopsoFd) fd =
      hopso_fd_new_sealed ("pages", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);

  *world = (World){ .client = hopso_pdf_client_new () };
  hopso_pdf_client_open_async (world->client, fd, NULL, NULL, opened_cb, world);
  wait_until_done (world);
}

static void
tear_down (World *world)
{
  g_clear_object (&world->document);
  g_clear_object (&world->client);
}

static void
rendered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  World *world = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pixels =
      hopso_pdf_document_render_finish (HOPSO_PDF_DOCUMENT (source), result, NULL, &error);

  g_assert_no_error (error);
  world->found = *(const guint32 *) g_bytes_get_data (pixels, NULL);
  world->is_done = TRUE;
}

static void
draw (World *world, guint page)
{
  HopsoPdfView view;

  hopso_pdf_view_init (&view, page, 40, 60);
  hopso_pdf_document_render_async (world->document, &view, HOPSO_PDF_PRIORITY_VISIBLE, NULL,
                                   rendered_cb, world);
  wait_until_done (world);
  g_assert_cmphex (world->found, ==, hopso_test_pages_get_colour (page));
}

/* A line of what the kernel says about a process. */
static char *
dup_status (int process, const char *name)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/status", process);
  g_autofree char *said = NULL;
  const char *line;

  if (!g_file_get_contents (path, &said, NULL, NULL) || (line = strstr (said, name)) == NULL)
    return NULL;
  line += strlen (name);
  return g_strstrip (g_strndup (line, strcspn (line, "\n")));
}

static int
get_parent (int process)
{
  g_autofree char *number = dup_status (process, "\nPPid:");

  return number != NULL ? atoi (number) : 0;
}

/* The process's number comes on a line of its own. */
static int
wait_for_process (World *world)
{
  int process;

  while ((process = hopso_pdf_document_get_process (world->document)) == 0)
    g_main_context_iteration (NULL, TRUE);
  return process;
}

static guint
count_sockets (int process)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/fd", process);
  g_autoptr (GDir) names = g_dir_open (path, 0, NULL);
  const char *name;
  guint n = 0;

  while (names != NULL && (name = g_dir_read_name (names)) != NULL)
    {
      g_autofree char *link = g_build_filename (path, name, NULL);
      g_autofree char *target = g_file_read_link (link, NULL);

      n += target != NULL && g_str_has_prefix (target, "socket:");
    }
  /* Others may not look; then the kernel's word on it is enough. */
  return names != NULL ? n : 1;
}

static void
test_what_grows_is_locked (void)
{
  World first;
  World second;

  set_up (&first);
  draw (&first, 0);
  set_up (&second);
  draw (&second, 1);

  const int process = wait_for_process (&first);
  g_autofree char *filter = dup_status (process, "\nSeccomp:");
  g_autofree char *privileges = dup_status (process, "\nNoNewPrivs:");
  g_autofree char *capabilities = dup_status (process, "\nCapPrm:");
  g_assert_cmpint (get_parent (get_parent (process)), ==, getpid ());
  g_assert_cmpstr (filter, ==, "2");
  g_assert_cmpstr (privileges, ==, "1");
  g_assert_cmpstr (capabilities, ==, "0000000000000000");

  /* The line to the seed is not one of them. */
  g_assert_cmpuint (count_sockets (process), ==, 1);
  g_assert_cmpuint (count_sockets (wait_for_process (&second)), ==, 1);
  tear_down (&first);
  tear_down (&second);
}

static gboolean
is_gone (int process)
{
  g_autofree char *state = dup_status (process, "\nState:");

  return state == NULL || state[0] == 'Z' || state[0] == 'X';
}

static void
wait_until_gone (int process)
{
  while (!is_gone (process))
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
}

static void
test_another_seed_takes_its_place (void)
{
  World world;

  set_up (&world);
  draw (&world, 0);
  const int process = wait_for_process (&world);
  g_assert_cmpint (kill (get_parent (process), SIGKILL), ==, 0);
  wait_until_gone (process);
  for (guint page = 1; page < 8; page++)
    draw (&world, page);
  g_assert_cmpint (hopso_pdf_document_get_process (world.document), !=, process);
  tear_down (&world);
}

static void
test_nothing_outlives_the_client (void)
{
  World world;

  set_up (&world);
  draw (&world, 0);
  const int process = wait_for_process (&world);
  const int seed = get_parent (process);
  g_assert_false (is_gone (process));
  tear_down (&world);
  wait_until_gone (process);
  wait_until_gone (seed);
}

/* An application that ends in the middle of an order is no news. */
static void
test_who_hangs_up_is_let_go (void)
{
  g_autofree char *program = hopso_program_find ("hopso-pdf-render");
  const char *const words[] = { program, "--seed", NULL };
  int bus[2];

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GSubprocess) seed = NULL;
      int line;

      seed = hopso_pdf_spawn (words, SOCK_SEQPACKET, &line, &error);
      g_assert_no_error (error);
      g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, bus), ==, 0);
      g_assert_true (hopso_pdf_order_send (line, 0, bus[0], &error));
      close (bus[0]);
      close (bus[1]);
      close (line);
      g_assert_true (g_subprocess_wait (seed, NULL, &error));
      g_assert_true (g_subprocess_get_successful (seed));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pdfclient/seed/what-grows-is-locked", test_what_grows_is_locked);
  g_test_add_func ("/pdfclient/seed/another-takes-its-place", test_another_seed_takes_its_place);
  g_test_add_func ("/pdfclient/seed/nothing-outlives-the-client", test_nothing_outlives_the_client);
  g_test_add_func ("/pdfclient/seed/who-hangs-up-is-let-go", test_who_hangs_up_is_let_go);
  return g_test_run ();
}
