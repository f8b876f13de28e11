/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The papers of a folder read into the index of a new store, some times over so that there are as
 * many pages as a province has, and then words looked for in it. Usage: bench-search FOLDER ROUNDS
 * QUERIES; prints "index MS" for each round, "papers N", and "query MS" for each query. */

#include "hopso-fd.h"
#include "hopso-indexer.h"
#include "hopso-paper.h"
#include "hopso-search.h"
#include "hopso-store.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>

static GAsyncResult *answer;

static void
ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  answer = g_object_ref (result);
}

static GAsyncResult *
wait_for_answer (void)
{
  while (answer == NULL)
    g_main_context_iteration (NULL, TRUE);
  return g_steal_pointer (&answer);
}

static gpointer
run (HopsoStore *store, gboolean is_writing, HopsoStoreFunc func, gpointer data)
{
  g_autoptr (GError) error = NULL;
  const HopsoStoreJob job = { .func = func, .data = data };

  if (is_writing)
    hopso_store_write_async (store, &job, NULL, ready_cb, NULL);
  else
    hopso_store_read_async (store, &job, NULL, ready_cb, NULL);
  g_autoptr (GAsyncResult) result = wait_for_answer ();
  gpointer found = hopso_store_run_finish (store, result, &error);
  if (error != NULL)
    g_error ("%s", error->message);
  return found;
}

static HopsoStore *
open_store (const char *folder)
{
  guint8 bytes[32] = { 1 };
  g_autoptr (HopsoSecret) key = hopso_secret_new (bytes, sizeof bytes);
  g_autoptr (GError) error = NULL;

  hopso_store_open_async (folder, key, NULL, ready_cb, NULL);
  g_autoptr (GAsyncResult) result = wait_for_answer ();
  HopsoStore *store = hopso_store_open_finish (result, &error);
  if (store == NULL)
    g_error ("%s", error->message);
  return store;
}

static gpointer
put_func (HopsoStoreSession *session, gpointer data, GError **error)
{
  hopso_store_session_put (session, data, error);
  return NULL;
}

/* A paper with these bytes, whose record names them. */
static void
add_paper (HopsoStore *store, const char *id, GBytes *bytes)
{
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new (HOPSO_KIND_PAPER, id);
  g_autoptr (GError) error = NULL;
  g_auto (HopsoFd) fd = hopso_fd_new_sealed ("bench", g_bytes_get_data (bytes, NULL),
                                             g_bytes_get_size (bytes), &error);

  if (fd < 0)
    g_error ("%s", error->message);
  hopso_blob_cache_import_async (hopso_store_get_blobs (store), fd, NULL, ready_cb, NULL);
  g_autoptr (GAsyncResult) result = wait_for_answer ();
  g_autofree char *digest =
      hopso_blob_cache_import_finish (hopso_store_get_blobs (store), result, &error);
  if (digest == NULL)
    g_error ("%s", error->message);
  hopso_record_builder_set_string (builder, HOPSO_PAPER_NAME, id);
  hopso_record_builder_set_string (builder, HOPSO_PAPER_FILE_NAME, id);
  hopso_record_builder_set_string (builder, HOPSO_PAPER_DIGEST, digest);
  g_autoptr (HopsoRecord) paper = hopso_record_builder_end (builder);
  run (store, TRUE, put_func, paper);
}

/* A comment behind its end makes a document another one with the same pages. */
static void
add_folder (HopsoStore *store, const char *folder, guint round)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *id = g_strdup_printf ("%u-%s", round, name);
      g_autofree char *contents = NULL;
      gsize size;

      if (!g_str_has_suffix (name, ".pdf") || !g_file_get_contents (path, &contents, &size, NULL))
        continue;
      GString *whole = g_string_new_len (contents, (gssize) size);
      g_string_append_printf (whole, "%%%u\n", round);
      g_autoptr (GBytes) bytes = g_string_free_to_bytes (whole);
      add_paper (store, id, bytes);
    }
}

static double
since (gint64 begin)
{
  return (double) (g_get_monotonic_time () - begin) / 1000.0;
}

static void
index_all (HopsoStore *store)
{
  g_autoptr (HopsoIndexer) indexer = hopso_indexer_new (store);
  gint64 begin = g_get_monotonic_time ();

  hopso_indexer_wake (indexer);
  while (hopso_indexer_is_busy (indexer))
    g_main_context_iteration (NULL, TRUE);
  printf ("index %.2f\n", since (begin));
  hopso_indexer_stop (indexer);
}

/* --- queries ---------------------------------------------------------------------------------- */

/* Words that half of the pages have, words that few have, and several at once. */
static const char *const queries[] = {
  "duong",
  "kinh phi",
  "đường",
  "ngân sách nhà nước",
  "uy ban nhan dan",
  "tien do",
  "xã",
  "nghị quyết",
  "b",
  "đầu tư công",
  "chuyen doi so",
  "tháng 11",
  "giai ngan von",
  "khongcogica",
  "\"đại biểu\" họp",
};

static gpointer
query_func (HopsoStoreSession *session, gpointer data, GError **error)
{
  const HopsoSearchQuery query = { .words = data, .limit = 100 };

  return hopso_store_session_search (session, &query, error);
}

static void
ask (HopsoStore *store, const char *words)
{
  gint64 begin = g_get_monotonic_time ();
  g_autoptr (GPtrArray) hits = run (store, FALSE, query_func, (gpointer) words);

  printf ("query %.3f\n", since (begin));
}

static gpointer
count_func (HopsoStoreSession *session, gpointer data, GError **error)
{
  hopso_store_session_search_get_progress (session, data, error);
  return NULL;
}

static guint
count_papers (HopsoStore *store)
{
  HopsoSearchProgress progress = { 0 };

  run (store, FALSE, count_func, &progress);
  if (progress.n_in_trouble > 0)
    g_error ("%u papers could not be read", progress.n_in_trouble);
  return progress.n_done;
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = g_dir_make_tmp ("hopso-bench-XXXXXX", NULL);
  guint n_rounds = argc == 4 ? (guint) atoi (argv[2]) : 0;

  if (n_rounds == 0)
    g_error ("usage: bench-search FOLDER ROUNDS QUERIES");
  g_autoptr (HopsoStore) store = open_store (folder);
  for (guint round = 0; round < n_rounds; round++)
    {
      add_folder (store, argv[1], round);
      index_all (store);
    }
  printf ("papers %u\n", count_papers (store));
  for (int i = 0; i < atoi (argv[3]); i++)
    ask (store, queries[(gsize) i % G_N_ELEMENTS (queries)]);
  hopso_store_close (store);
  hopso_store_erase (folder, NULL);
  g_rmdir (folder);
  return 0;
}
