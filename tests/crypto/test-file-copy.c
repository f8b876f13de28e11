/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Copies that grow: the original stays a prefix, and what the disk holds in the end is what was
 * written, or the file does not appear. */

#include "hopso-digest.h"
#include "hopso-file-copy.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

typedef struct
{
  char *folder;  /* owned */
  char *path;    /* owned: where the copy appears */
  HopsoFd input; /* owned: "abc" */
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->folder = g_dir_make_tmp ("hopso-copy-XXXXXX", NULL);
  f->path = g_build_filename (f->folder, "copy", NULL);
  f->input = hopso_fd_new_sealed ("input", "abc", 3, NULL);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_unlink (f->path);
  g_assert_cmpint (g_rmdir (f->folder), ==, 0);
  hopso_fd_close (f->input);
  g_free (f->path);
  g_free (f->folder);
}

static HopsoFileCopy *
make_copy (Fixture *f, const char *path)
{
  g_autoptr (GError) error = NULL;
  HopsoFileCopy *copy = hopso_file_copy_begin (path, 0640, &error);

  g_assert_no_error (error);
  g_assert_true (hopso_file_copy_take (copy, f->input, NULL, &error));
  g_assert_no_error (error);
  return copy;
}

static void
assert_digest (GBytes *digest, const char *text)
{
  g_autofree char *wanted = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  g_autofree char *found = hopso_digest_to_hex (digest);

  g_assert_cmpstr (found, ==, wanted);
}

/* In a file of its name, and in memory. */
static void
test_a_copy_grows (Fixture *f, gconstpointer data)
{
  const char *const paths[] = { f->path, NULL };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (HopsoFileCopy) copy = make_copy (f, paths[i]);
      g_autoptr (GBytes) thought = hopso_file_copy_dup_digest (copy, "d", 1, "f", 1);
      g_autoptr (GBytes) whole = NULL;
      g_autoptr (GBytes) read = NULL;
      g_autoptr (GError) error = NULL;
      g_auto (HopsoFd) result = -1;

      assert_digest (thought, "abcdf");
      g_assert_true (hopso_file_copy_write (copy, 3, "deXX", 4, &error));
      g_assert_true (hopso_file_copy_write (copy, 5, "fg", 2, &error));
      g_assert_cmpint (write (hopso_file_copy_get_fd (copy), "", 0), ==, 0);
      g_assert_cmpint (pwrite (hopso_file_copy_get_fd (copy), "hi", 2, 7), ==, 2);
      g_assert_true (hopso_file_copy_absorb (copy, &error));
      g_assert_cmpuint (hopso_file_copy_get_original_size (copy), ==, 3);
      g_assert_cmpuint (hopso_file_copy_get_size (copy), ==, 9);
      whole = hopso_file_copy_dup_whole_digest (copy);
      assert_digest (whole, "abcdefghi");
      g_assert_true (hopso_file_copy_check (copy, NULL, &error));
      g_assert_false (g_file_test (f->path, G_FILE_TEST_EXISTS) && i == 0);
      result = hopso_file_copy_finish (copy, &error);
      g_assert_no_error (error);
      read = hopso_fd_read_all (result, 100, &error);
      g_assert_cmpmem (g_bytes_get_data (read, NULL), g_bytes_get_size (read), "abcdefghi", 9);
      g_assert_cmpint (g_file_test (f->path, G_FILE_TEST_EXISTS), ==, TRUE);
    }
}

/* A byte of the original that turns, one of what was written, one too many. */
static void
test_a_disk_that_lies_is_found_out (Fixture *f, gconstpointer data)
{
  const goffset places[] = { 1, 4, 5 };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (HopsoFileCopy) copy = make_copy (f, f->path);
      g_autoptr (GError) error = NULL;

      g_assert_true (hopso_file_copy_write (copy, 3, "de", 2, &error));
      g_assert_cmpint (pwrite (hopso_file_copy_get_fd (copy), "!", 1, places[i]), ==, 1);
      g_assert_false (hopso_file_copy_check (copy, NULL, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    }
  g_assert_false (g_file_test (f->path, G_FILE_TEST_EXISTS));
}

static void
test_what_is_stopped_leaves_nothing (Fixture *f, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (HopsoFileCopy) copy = hopso_file_copy_begin (f->path, 0600, NULL);
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (hopso_file_copy_take (copy, f->input, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (hopso_file_copy_begin ("/nowhere/at/all", 0600, NULL));
  g_clear_pointer (&copy, hopso_file_copy_free);
  g_assert_false (g_file_test (f->path, G_FILE_TEST_EXISTS));
}

/* Nobody needs a hundred megabytes behind a document; the disk is not filled to find that out. */
static void
test_growth_has_an_end (Fixture *f, gconstpointer data)
{
  g_autoptr (HopsoFileCopy) copy = make_copy (f, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (hopso_file_copy_write (copy, 3, "", (gsize) 1 << 30, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_clear_error (&error);
  g_assert_cmpint (ftruncate (hopso_file_copy_get_fd (copy), (off_t) 1 << 30), ==, 0);
  g_assert_false (hopso_file_copy_absorb (copy, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) \
  g_test_add ("/crypto/file-copy/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("a-copy-grows", test_a_copy_grows);
  ADD ("a-disk-that-lies-is-found-out", test_a_disk_that_lies_is_found_out);
  ADD ("what-is-stopped-leaves-nothing", test_what_is_stopped_leaves_nothing);
  ADD ("growth-has-an-end", test_growth_has_an_end);
  return g_test_run ();
}
