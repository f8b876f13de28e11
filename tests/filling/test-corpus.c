/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Forms that other programs made, in the folder that HOPSO_CORPUS names: what can be filled is
 * filled, what was permitted after a signature stays so, and qpdf finds the file no worse than it
 * was. */

#include "fill-all.h"
#include "hopso-pdf-difference.h"
#include "hopso-pdf-signature.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

static guint n_documents, n_filled;

static int
check_by_qpdf (GBytes *one, GBytes *two)
{
  g_autofree char *folder = g_dir_make_tmp ("hopso-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "corpus.pdf", NULL);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  g_byte_array_append (bytes, g_bytes_get_data (one, NULL), (guint) g_bytes_get_size (one));
  if (two != NULL)
    g_byte_array_append (bytes, g_bytes_get_data (two, NULL), (guint) g_bytes_get_size (two));
  g_assert_true (g_file_set_contents (path, (const char *) bytes->data, bytes->len, NULL));
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                              &error, g_getenv ("HOPSO_QPDF"), "--check", path, NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  g_unlink (path);
  g_rmdir (folder);
  return g_subprocess_get_exit_status (process);
}

static gboolean
is_permitted (HopsoPdfFile *file, guint revision)
{
  g_autoptr (HopsoPdfDifference) difference =
      hopso_pdf_file_compare_revision (file, revision, NULL);

  return difference != NULL && difference->is_permitted &&
         difference->change != HOPSO_PDF_CHANGE_ALTERED;
}

static void
assert_signatures_stay (HopsoPdfSource *source, GBytes *appended)
{
  g_autoptr (HopsoPdfSource) whole = hopso_pdf_source_new_appended (source, appended);
  g_autoptr (HopsoPdfFile) before = hopso_pdf_file_open (source, NULL);
  g_autoptr (HopsoPdfFile) after = hopso_pdf_file_open (whole, NULL);
  g_autoptr (GPtrArray) signatures = hopso_pdf_file_list_signatures (before, NULL);

  for (guint i = 0; i < signatures->len; i++)
    {
      const HopsoPdfSignature *signature = signatures->pdata[i];

      if (is_permitted (before, signature->revision))
        g_assert_true (is_permitted (after, signature->revision));
    }
}

static void
visit (const char *path)
{
  char *contents;
  gsize size;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) appended = NULL;
  g_autoptr (HopsoPdfSource) source = NULL;
  guint n_fields = 0;

  if (!g_file_get_contents (path, &contents, &size, NULL))
    return;
  bytes = g_bytes_new_take (contents, size);
  source = hopso_pdf_source_new_bytes (bytes);
  n_documents++;
  appended = fill_all (source, "Nguyễn Thị Đẵng", &n_fields);
  if (appended == NULL)
    return;
  g_test_message ("%s: %u fields", path, n_fields);
  n_filled++;
  assert_signatures_stay (source, appended);
  g_assert_cmpint (check_by_qpdf (bytes, appended), <=, check_by_qpdf (bytes, NULL));
}

static void
walk (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        walk (path);
      else if (g_str_has_suffix (name, ".pdf"))
        visit (path);
    }
}

static void
test_corpus (void)
{
  const char *corpus = g_getenv ("HOPSO_CORPUS");

  if (corpus == NULL)
    {
      g_test_skip ("HOPSO_CORPUS is not set");
      return;
    }
  walk (corpus);
  g_test_message ("%u of %u documents were filled", n_filled, n_documents);
  g_assert_cmpuint (n_filled, >, 5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/filling/corpus", test_corpus);
  return g_test_run ();
}
