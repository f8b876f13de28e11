/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Copies of documents: whole or not there, and never all in memory. */

#include "hopso-copy.h"
#include "hopso-fd.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#define MEGABYTE ((goffset) 1024 * 1024)

typedef struct
{
  gboolean is_done;
  gboolean is_copied;
  GError *error;
} Answer;

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->is_copied = hopso_copy_finish (result, &answer->error);
  answer->is_done = TRUE;
}

static gboolean
copy (int fd, GFile *file, GError **error)
{
  Answer answer = { 0 };

  hopso_copy_async (fd, file, NULL, copied_cb, &answer);
  while (!answer.is_done)
    g_main_context_iteration (NULL, TRUE);
  if (answer.error != NULL)
    g_propagate_error (error, answer.error);
  return answer.is_copied;
}

static GFile *
file_new (void)
{
  g_autofree char *folder = g_dir_make_tmp ("hopso-copy-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "copy.pdf", NULL);

  return g_file_new_for_path (path);
}

static void
file_remove (GFile *file)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);

  g_unlink (g_file_peek_path (file));
  g_rmdir (g_file_peek_path (folder));
}

static void
test_is_whole (void)
{
  g_autoptr (GFile) file = file_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *contents = NULL;
  g_auto (HopsoFd) fd = hopso_fd_new_sealed ("test", "all of it", 9, NULL);
  char begun;

  /* Whoever has read of it does not matter. */
  g_assert_cmpint (read (fd, &begun, 1), ==, 1);
  g_assert_true (copy (fd, file, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (g_file_peek_path (file), &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "all of it");
  file_remove (file);
}

/* In KiB. */
static long
get_peak (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

static void
test_large_ones_are_not_read_into_memory (void)
{
  g_autoptr (GFile) file = file_new ();
  g_autoptr (GFileInfo) info = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (HopsoFd) fd = hopso_fd_new_memory ("test", NULL);
  const long before = get_peak ();

  g_assert_cmpint (ftruncate (fd, 128 * MEGABYTE), ==, 0);
  g_assert_true (copy (fd, file, &error));
  g_assert_no_error (error);
  info =
      g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE, NULL, NULL);
  g_assert_cmpint (g_file_info_get_size (info), ==, 128 * MEGABYTE);
  g_assert_cmpint (get_peak () - before, <, 32 * 1024);
  file_remove (file);
}

/* The disk is full for files of this process that grow over a limit. */
static void
test_a_part_is_not_left (void)
{
  const struct rlimit small = { (rlim_t) MEGABYTE, RLIM_INFINITY };
  const struct rlimit all = { RLIM_INFINITY, RLIM_INFINITY };
  g_autoptr (GFile) file = file_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *contents = NULL;
  g_auto (HopsoFd) fd = hopso_fd_new_memory ("test", NULL);

  g_assert_cmpint (ftruncate (fd, 4 * MEGABYTE), ==, 0);
  g_assert_true (g_file_set_contents (g_file_peek_path (file), "before", -1, NULL));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  g_assert_false (copy (fd, file, &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &all), ==, 0);
  g_assert_nonnull (error);
  g_assert_true (g_file_get_contents (g_file_peek_path (file), &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "before");
  file_remove (file);
}

int
main (int argc, char **argv)
{
  signal (SIGXFSZ, SIG_IGN);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/copy/is-whole", test_is_whole);
  g_test_add_func ("/copy/large-ones-are-not-read-into-memory",
                   test_large_ones_are_not_read_into_memory);
  g_test_add_func ("/copy/a-part-is-not-left", test_a_part_is_not_left);
  return g_test_run ();
}
