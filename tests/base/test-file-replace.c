/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-fd.h"
#include "hopso-file-replace.h"
#include "hopso-folder.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct
{
  char *folder; /* owned */
  char *path;   /* owned */
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  f->folder = g_dir_make_tmp ("hopso-test-XXXXXX", &error);
  g_assert_no_error (error);
  f->path = g_build_filename (f->folder, "file", NULL);
}

static guint
count_entries (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_unlink (f->path);
  g_assert_cmpint (g_rmdir (f->folder), ==, 0);
  g_free (f->path);
  g_free (f->folder);
}

static void
test_replaces_whole (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *content = NULL;
  struct stat status;

  g_assert_true (hopso_file_replace_bytes (f->path, 0640, "old", 3, &error));
  g_assert_true (hopso_file_replace_bytes (f->path, 0600, "newer", 5, &error));
  g_assert_true (g_file_get_contents (f->path, &content, NULL, &error));
  g_assert_cmpstr (content, ==, "newer");
  g_assert_cmpint (stat (f->path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 07777, ==, 0600);
}

static void
test_given_up_leaves_the_old_file (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *content = NULL;

  g_assert_true (hopso_file_replace_bytes (f->path, 0600, "old", 3, &error));
  {
    g_autoptr (HopsoFileReplace) replace = hopso_file_replace_begin (f->path, 0600, &error);

    g_assert_true (hopso_fd_write_at (hopso_file_replace_get_fd (replace), 0, "half", 4, &error));
    g_assert_cmpuint (count_entries (f->folder), <=, 2);
  }
  g_assert_cmpuint (count_entries (f->folder), ==, 1);
  g_assert_true (g_file_get_contents (f->path, &content, NULL, &error));
  g_assert_cmpstr (content, ==, "old");
}

static void
test_new_is_never_over_an_existing_file (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *content = NULL;

  g_assert_true (hopso_file_replace_bytes (f->path, 0600, "old", 3, &error));
  {
    g_autoptr (HopsoFileReplace) replace = hopso_file_replace_begin (f->path, 0600, &error);

    g_assert_false (hopso_file_replace_commit_new (replace, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  }
  g_clear_error (&error);
  g_assert_true (g_file_get_contents (f->path, &content, NULL, &error));
  g_assert_cmpstr (content, ==, "old");
  g_assert_cmpuint (count_entries (f->folder), ==, 1);
}

static void
test_a_missing_folder_is_an_error (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (hopso_file_replace_bytes ("/nonexistent/file", 0600, "x", 1, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static gboolean
knows_files_without_names (const char *folder)
{
  g_auto (HopsoFd) fd = open (folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

  return fd >= 0;
}

/* As far as a kill: nothing is freed. */
static void
test_a_kill_leaves_nothing (Fixture *f, gconstpointer data)
{
  int status;

  if (!knows_files_without_names (f->folder))
    {
      g_test_skip ("this file system knows no files without names");
      return;
    }
  pid_t child = fork ();
  if (child == 0)
    {
      HopsoFileReplace *replace = hopso_file_replace_begin (f->path, 0600, NULL);

      hopso_fd_write_at (hopso_file_replace_get_fd (replace), 0, "half", 4, NULL);
      kill (getpid (), SIGKILL);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status));
  g_assert_cmpuint (count_entries (f->folder), ==, 0);
}

static void
test_folders_are_made_as_needed (Fixture *f, gconstpointer data)
{
  g_autofree char *above = g_build_filename (f->folder, "above", NULL);
  g_autofree char *folder = g_build_filename (above, "below", NULL);
  g_autofree char *within_file = g_build_filename (f->path, "folder", NULL);
  g_autoptr (GError) error = NULL;
  struct stat status;

  g_assert_true (hopso_folder_make (folder, &error));
  g_assert_true (hopso_folder_make (folder, &error));
  g_assert_no_error (error);
  g_assert_cmpint (stat (folder, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 07777, ==, 0700);

  g_assert_true (g_file_set_contents (f->path, "x", 1, NULL));
  g_assert_false (hopso_folder_make (f->path, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY);
  g_clear_error (&error);
  g_assert_false (hopso_folder_make (within_file, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_assert_cmpint (g_rmdir (above), ==, 0);
}

/* The name is known, one writes at a time, and what a kill left is begun anew. */
static void
test_a_part_has_one_writer (Fixture *f, gconstpointer data)
{
  g_autofree char *part = g_strconcat (f->path, ".part", NULL);
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (part, "left by a kill", -1, &error));
  {
    g_autoptr (HopsoFileReplace) replace = hopso_file_replace_begin_part (f->path, 0600, &error);

    g_assert_no_error (error);
    g_assert_null (hopso_file_replace_begin_part (f->path, 0600, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
    g_clear_error (&error);
    g_assert_true (hopso_fd_write_at (hopso_file_replace_get_fd (replace), 0, "new", 3, &error));
    g_assert_false (g_file_test (f->path, G_FILE_TEST_EXISTS));
    g_assert_true (hopso_file_replace_commit (replace, &error));
  }
  g_assert_true (g_file_get_contents (f->path, &content, NULL, &error));
  g_assert_cmpstr (content, ==, "new");
  g_assert_cmpuint (count_entries (f->folder), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) \
  g_test_add ("/base/file-replace/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("replaces-whole", test_replaces_whole);
  ADD ("given-up-leaves-the-old-file", test_given_up_leaves_the_old_file);
  ADD ("new-is-never-over-an-existing-file", test_new_is_never_over_an_existing_file);
  ADD ("a-part-has-one-writer", test_a_part_has_one_writer);
  ADD ("a-kill-leaves-nothing", test_a_kill_leaves_nothing);
  ADD ("folders-are-made-as-needed", test_folders_are_made_as_needed);
  ADD ("a-missing-folder-is-an-error", test_a_missing_folder_is_an_error);
  return g_test_run ();
}
