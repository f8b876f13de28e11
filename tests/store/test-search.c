/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The text of papers in a real store: what is found, in which order, and that it leaves with its
 * paper. */

#include "blob-world.h"
#include "hopso-digest.h"
#include "hopso-paper.h"
#include "hopso-search.h"

#include <string.h>

typedef struct
{
  const HopsoSearchTask *task;
  const char *const *texts;
  gboolean is_complete;
  const char *trouble;
} Filling;

static gpointer
add_func (HopsoStoreSession *session, gpointer data, GError **error)
{
  const Filling *filling = data;

  if (filling->trouble != NULL)
    hopso_store_session_search_give_up (session, filling->task, filling->trouble, error);
  else
    hopso_store_session_search_add_pages (session, filling->task, filling->texts,
                                          filling->is_complete, error);
  return NULL;
}

static gpointer
next_func (HopsoStoreSession *session, gpointer data, GError **error)
{
  HopsoSearchTask *task = NULL;

  hopso_store_session_search_get_next (session, data, &task, error);
  return task;
}

static gpointer
progress_func (HopsoStoreSession *session, gpointer data, GError **error)
{
  hopso_store_session_search_get_progress (session, data, error);
  return NULL;
}

static gpointer
query_func (HopsoStoreSession *session, gpointer data, GError **error)
{
  return hopso_store_session_search (session, data, error);
}

static HopsoSearchTask *
next_task_but (Cache *cache, const char *except)
{
  g_autoptr (GError) error = NULL;
  HopsoSearchTask *task = runner_read (cache->store, next_func, (gpointer) except, &error);

  g_assert_no_error (error);
  return task;
}

static HopsoSearchTask *
next_task (Cache *cache)
{
  return next_task_but (cache, NULL);
}

static void
add_pages (Cache *cache,
           const HopsoSearchTask *task,
           const char *const *texts,
           gboolean is_complete)
{
  g_autoptr (GError) error = NULL;
  Filling filling = { task, texts, is_complete, NULL };

  runner_write (cache->store, add_func, &filling, &error);
  g_assert_no_error (error);
}

static GPtrArray *
ask (Cache *cache, const HopsoSearchQuery *query)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *hits = runner_read (cache->store, query_func, (gpointer) query, &error);

  g_assert_no_error (error);
  return hits;
}

/* The pages that answer, best first, as "0 2". */
static char *
ask_pages (Cache *cache, const char *words)
{
  HopsoSearchQuery query = { .words = words, .limit = 100 };
  g_autoptr (GPtrArray) hits = ask (cache, &query);
  GString *pages = g_string_new (NULL);

  for (guint i = 0; i < hits->len; i++)
    g_string_append_printf (pages, i > 0 ? " %u" : "%u",
                            ((HopsoSearchHit *) g_ptr_array_index (hits, i))->page);
  return g_string_free (pages, FALSE);
}

static void
assert_pages (Cache *cache, const char *words, const char *expected)
{
  g_autofree char *pages = ask_pages (cache, words);

  g_assert_cmpstr (pages, ==, expected);
}

/* A paper whose bytes are here. Returns their digest. */
static char *
add_paper (Cache *cache, const char *id, gsize size)
{
  g_autoptr (GBytes) bytes = cache_make_bytes (size);
  char *digest = hopso_sha256_hex (bytes);
  g_autoptr (HopsoRecord) paper = runner_make_paper (id, "Tờ trình", digest);

  cache_store_blob (cache, bytes);
  runner_put (cache->store, paper);
  return digest;
}

static void
set_up_pages (Cache *cache, const char *const *texts)
{
  g_autofree char *digest = NULL;

  cache_set_up (cache);
  digest = add_paper (cache, "p1", 1000);
  g_autoptr (HopsoSearchTask) task = next_task (cache);
  g_assert_cmpstr (task->digest, ==, digest);
  add_pages (cache, task, texts, TRUE);
}

static void
test_folds_marks_unless_typed (void)
{
  static const char *const texts[] = { "Con đường số 5", "DUONG PHO", "ĐƯỜNG LÁNG", "dương lịch",
                                       NULL };
  Cache cache;

  set_up_pages (&cache, texts);
  assert_pages (&cache, "lang", "2");
  assert_pages (&cache, "con duong", "0");
  assert_pages (&cache, "lich duong", "3");
  assert_pages (&cache, "đường láng", "2");
  assert_pages (&cache, "đương", "");
  assert_pages (&cache, "láng", "2");
  assert_pages (&cache, "làng", "");
  /* Typed with marks of their own (NFD), as some input methods do. */
  assert_pages (&cache,
                "d\xc6\xb0\xc6\xa1ng l\xe1\xbb\x8b"
                "ch",
                "3");
  assert_pages (&cache, "lA\xcc\x81ng", "2");
  g_autofree char *all = ask_pages (&cache, "duong");
  g_assert_cmpuint (strlen (all), ==, strlen ("0 1 2 3"));
  g_autofree char *exact = ask_pages (&cache, "đường");
  g_assert_cmpuint (strlen (exact), ==, strlen ("0 2"));
  cache_tear_down (&cache);
}

static void
test_wants_all_words_and_ranks_phrases (void)
{
  static const char *const texts[] = {
    "phí cầu đường và nhiều khoản khác; kinh tế tỉnh",
    "dự toán kinh phí năm 2026 của tỉnh, các khoản khác",
    "kinh nghiệm",
    NULL,
  };
  Cache cache;

  set_up_pages (&cache, texts);
  assert_pages (&cache, "kinh phi", "1 0");
  assert_pages (&cache, "\"kinh phi\"", "1");
  assert_pages (&cache, "tinh \"du toan\"", "1");
  assert_pages (&cache, "kinh ngh", "2");
  assert_pages (&cache, "ngh ", "");
  assert_pages (&cache, "kinh phi nghiem", "");
  cache_tear_down (&cache);
}

static void
test_takes_nothing_typed_as_syntax (void)
{
  static const char *const texts[] = { "a OR b; not near", NULL };
  static const char *const typed[] = {
    "",       "\"", "\"\"", "*",     "a*",     "(",   "a AND",        "NOT a",    "NEAR(a b)",
    "text:a", "^a", "a -b", "'; --", "\"a OR", "{a}", "\xe2\x80\xa6", "a\"b\"c\""
  };
  Cache cache;

  set_up_pages (&cache, texts);
  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      g_autofree char *pages = ask_pages (&cache, typed[i]);
      g_assert_nonnull (pages);
    }
  assert_pages (&cache, "a OR b", "0");
  assert_pages (&cache, "x OR a", "");
  g_autofree char *endless = g_strnfill (100000, '"');
  assert_pages (&cache, endless, "");
  cache_tear_down (&cache);
}

static char *
dup_marked (const HopsoSearchHit *hit, guint index)
{
  const HopsoSearchMark *mark = &g_array_index (hit->marks, HopsoSearchMark, index);

  return g_strndup (hit->snippet + mark->start, mark->end - mark->start);
}

static void
test_shows_words_as_written (void)
{
  static const char *const texts[] = { "Căn cứ Luật\nĐường bộ; một hai ba bốn", NULL };
  HopsoSearchQuery query = { .words = "duong bo", .limit = 10 };
  Cache cache;

  set_up_pages (&cache, texts);
  g_autoptr (GPtrArray) hits = ask (&cache, &query);
  g_assert_cmpuint (hits->len, ==, 1);
  const HopsoSearchHit *hit = g_ptr_array_index (hits, 0);
  g_assert_cmpstr (hit->snippet, ==, "Căn cứ Luật Đường bộ; một hai ba bốn");
  g_assert_cmpuint (hit->marks->len, ==, 2);
  g_autofree char *first = dup_marked (hit, 0);
  g_autofree char *second = dup_marked (hit, 1);
  g_assert_cmpstr (first, ==, "Đường bộ");
  g_assert_cmpstr (second, ==, "bốn"); /* the last word may be a beginning */
  cache_tear_down (&cache);
}

static void
test_looks_into_some_papers (void)
{
  static const char *const texts[] = { "ngân sách", "ngân sách", "ngân sách", NULL };
  Cache cache;

  set_up_pages (&cache, texts);
  g_autofree char *digest = add_paper (&cache, "p2", 2000);
  g_autoptr (HopsoSearchTask) task = next_task (&cache);
  g_assert_cmpstr (task->digest, ==, digest);
  add_pages (&cache, task, texts, TRUE);

  const char *const one[] = { digest, NULL };
  const char *const none[] = { NULL };
  g_autoptr (GPtrArray) all = ask (&cache, &(HopsoSearchQuery){ .words = "sach", .limit = 100 });
  g_assert_cmpuint (all->len, ==, 6);
  g_autoptr (GPtrArray) some =
      ask (&cache, &(HopsoSearchQuery){ .words = "sach", .digests = one, .limit = 100 });
  g_assert_cmpuint (some->len, ==, 3);
  g_assert_cmpstr (((HopsoSearchHit *) g_ptr_array_index (some, 0))->digest, ==, digest);
  g_autoptr (GPtrArray) nowhere =
      ask (&cache, &(HopsoSearchQuery){ .words = "sach", .digests = none, .limit = 100 });
  g_assert_cmpuint (nowhere->len, ==, 0);
  g_autoptr (GPtrArray) rest =
      ask (&cache, &(HopsoSearchQuery){ .words = "sach", .limit = 100, .offset = 4 });
  g_assert_cmpuint (rest->len, ==, 2);
  g_assert_null (next_task (&cache));
  cache_tear_down (&cache);
}

static HopsoSearchProgress
get_progress (Cache *cache)
{
  g_autoptr (GError) error = NULL;
  HopsoSearchProgress progress = { 0 };

  runner_read (cache->store, progress_func, &progress, &error);
  g_assert_no_error (error);
  return progress;
}

static void
test_goes_on_where_it_was (void)
{
  static const char *const first[] = { "trang một", "trang hai", NULL };
  static const char *const second[] = { "trang ba", NULL };
  g_autoptr (GError) error = NULL;
  Cache cache;

  cache_set_up (&cache);
  g_autofree char *digest = add_paper (&cache, "p1", 1000);
  g_autoptr (HopsoSearchTask) task = next_task (&cache);
  g_assert_null (next_task_but (&cache, task->digest));
  g_assert_cmpuint (task->n_done, ==, 0);
  add_pages (&cache, task, first, FALSE);
  hopso_store_close (cache.store);
  g_clear_object (&cache.store);
  cache_open (&cache);

  g_autoptr (HopsoSearchTask) again = next_task (&cache);
  g_assert_cmpstr (again->digest, ==, digest);
  g_assert_cmpuint (again->n_done, ==, 2);
  add_pages (&cache, task, first, FALSE); /* somebody who comes late */
  assert_pages (&cache, "hai", "1");
  g_assert_cmpuint (get_progress (&cache).n_done, ==, 0);
  add_pages (&cache, again, second, TRUE);
  assert_pages (&cache, "ba", "2");
  g_assert_cmpuint (get_progress (&cache).n_done, ==, 1);
  g_assert_null (next_task (&cache));

  g_autofree char *broken = add_paper (&cache, "p2", 2000);
  g_autoptr (HopsoSearchTask) last = next_task (&cache);
  runner_write (cache.store, add_func, &(Filling){ last, NULL, FALSE, "damaged" }, &error);
  g_assert_no_error (error);
  g_assert_null (next_task (&cache));
  g_assert_cmpuint (get_progress (&cache).n_papers, ==, 2);
  g_assert_cmpuint (get_progress (&cache).n_in_trouble, ==, 1);
  cache_tear_down (&cache);
}

static void
test_leaves_nothing_of_a_recalled_paper (void)
{
  static const char secret[] = "bimatkhongaibiet";
  const char *texts[] = { "tờ trình bimatkhongaibiet của tỉnh", NULL };
  static const char *const other[] = { "tờ trình thường", NULL };
  Cache cache;

  set_up_pages (&cache, texts);
  g_autofree char *digest = add_paper (&cache, "p2", 2000);
  g_autoptr (HopsoSearchTask) task = next_task (&cache);
  add_pages (&cache, task, other, TRUE);
  g_assert_true (world_clear_holds (cache.world.folder, secret, strlen (secret)));
  g_autoptr (HopsoSearchTask) late = g_new0 (HopsoSearchTask, 1);
  g_autoptr (HopsoRecord) paper = runner_get (cache.store, HOPSO_KIND_PAPER, "p1");
  late->digest = g_strdup (hopso_record_get_string (paper, HOPSO_PAPER_DIGEST));

  runner_delete (cache.store, HOPSO_KIND_PAPER, "p1", TRUE);
  g_assert_false (world_clear_holds (cache.world.folder, secret, strlen (secret)));
  g_assert_false (world_clear_holds (cache.world.folder, "bimat", 5));
  assert_pages (&cache, secret, "");
  assert_pages (&cache, "trinh", "0");

  add_pages (&cache, late, texts, TRUE); /* an indexer that was at work meanwhile */
  g_assert_false (world_clear_holds (cache.world.folder, secret, strlen (secret)));
  hopso_store_close (cache.store);
  g_clear_object (&cache.store);
  world_open (&cache.world);
  world_exec (cache.world.db, "INSERT INTO search_exact (search_exact) VALUES ('integrity-check')");
  world_exec (cache.world.db,
              "INSERT INTO search_folded (search_folded) VALUES ('integrity-check')");
  g_assert_cmpint (world_number (cache.world.db, "SELECT count (*) FROM search_page"), ==, 1);
  world_close (&cache.world);
  world_tear_down (&cache.world);
}

static void
test_bears_any_text (void)
{
  g_autofree char *endless = g_strnfill (3 * 1024 * 1024, 'x');
  const char *texts[] = { "\xff\xfe broken \xc4", "\2marked\3 by \1 hand", endless, "", NULL };
  Cache cache;

  set_up_pages (&cache, texts);
  assert_pages (&cache, "broken", "0");
  HopsoSearchQuery query = { .words = "marked", .limit = 10 };
  g_autoptr (GPtrArray) hits = ask (&cache, &query);
  const HopsoSearchHit *hit = g_ptr_array_index (hits, 0);
  g_assert_cmpuint (hit->marks->len, ==, 1);
  g_assert_nonnull (strstr (hit->snippet, "marked  by"));
  cache_tear_down (&cache);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/search/folds-marks-unless-typed", test_folds_marks_unless_typed);
  g_test_add_func ("/store/search/wants-all-words-and-ranks-phrases",
                   test_wants_all_words_and_ranks_phrases);
  g_test_add_func ("/store/search/takes-nothing-typed-as-syntax",
                   test_takes_nothing_typed_as_syntax);
  g_test_add_func ("/store/search/shows-words-as-written", test_shows_words_as_written);
  g_test_add_func ("/store/search/looks-into-some-papers", test_looks_into_some_papers);
  g_test_add_func ("/store/search/goes-on-where-it-was", test_goes_on_where_it_was);
  g_test_add_func ("/store/search/leaves-nothing-of-a-recalled-paper",
                   test_leaves_nothing_of_a_recalled_paper);
  g_test_add_func ("/store/search/bears-any-text", test_bears_any_text);
  return g_test_run ();
}
