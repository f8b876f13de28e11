/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-fd.h"

#include <errno.h>
#include <unistd.h>

static void
test_sealed_memory_cannot_change (void)
{
  g_autoptr (GError) error = NULL;
  g_auto (HopsoFd) fd = hopso_fd_new_sealed ("test", "hello", 5, &error);
  char buffer[5];

  g_assert_no_error (error);
  g_assert_cmpint (pwrite (fd, "J", 1, 0), ==, -1);
  g_assert_cmpint (errno, ==, EPERM);
  g_assert_cmpint (ftruncate (fd, 1), ==, -1);
  g_assert_cmpint (ftruncate (fd, 100), ==, -1);
  g_assert_true (hopso_fd_read_at (fd, 0, buffer, 5, &error));
  g_assert_cmpmem (buffer, 5, "hello", 5);
}

static void
test_reading_past_the_end_is_an_error (void)
{
  g_autoptr (GError) error = NULL;
  g_auto (HopsoFd) fd = hopso_fd_new_sealed ("test", "hello", 5, &error);
  char buffer[6];

  g_assert_false (hopso_fd_read_at (fd, 0, buffer, 6, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT);
}

static void
test_read_all_keeps_its_cap (void)
{
  g_autoptr (GError) error = NULL;
  g_auto (HopsoFd) fd = hopso_fd_new_sealed ("test", "hello", 5, &error);
  g_autoptr (GBytes) whole = hopso_fd_read_all (fd, 5, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (whole), ==, 5);
  g_assert_null (hopso_fd_read_all (fd, 4, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE);
}

static void
test_a_pipe_has_no_size (void)
{
  g_autoptr (GError) error = NULL;
  int ends[2];
  guint64 size;

  g_assert_cmpint (pipe (ends), ==, 0);
  g_assert_false (hopso_fd_get_size (ends[0], &size, &error));
  g_assert_nonnull (error);
  hopso_fd_close (ends[0]);
  hopso_fd_close (ends[1]);
}

static void
test_steal_leaves_none (void)
{
  HopsoFd fd = 7;

  g_assert_cmpint (hopso_fd_steal (&fd), ==, 7);
  g_assert_cmpint (fd, ==, -1);
}

static void
test_reopened_can_only_read (void)
{
  g_autoptr (GError) error = NULL;
  g_auto (HopsoFd) fd = hopso_fd_new_memory ("test", &error);
  g_auto (HopsoFd) copy = hopso_fd_dup (fd, &error);
  g_auto (HopsoFd) reader = hopso_fd_reopen_read_only (fd, &error);
  char byte;

  g_assert_no_error (error);
  g_assert_true (hopso_fd_write_at (copy, 0, "x", 1, &error));
  g_assert_true (hopso_fd_read_at (reader, 0, &byte, 1, &error));
  g_assert_cmpint (byte, ==, 'x');
  g_assert_cmpint (pwrite (reader, "y", 1, 0), ==, -1);
  g_assert_cmpint (errno, ==, EBADF);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/fd/sealed-memory-cannot-change", test_sealed_memory_cannot_change);
  g_test_add_func ("/base/fd/reading-past-the-end-is-an-error",
                   test_reading_past_the_end_is_an_error);
  g_test_add_func ("/base/fd/read-all-keeps-its-cap", test_read_all_keeps_its_cap);
  g_test_add_func ("/base/fd/a-pipe-has-no-size", test_a_pipe_has_no_size);
  g_test_add_func ("/base/fd/reopened-can-only-read", test_reopened_can_only_read);
  g_test_add_func ("/base/fd/steal-leaves-none", test_steal_leaves_none);
  return g_test_run ();
}
