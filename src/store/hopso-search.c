/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The text of papers: put in page by page, found again by words. Two indexes: one exact, one
 * without marks; a query with marks asks the first. The text leaves with the key of its
 * blob. On one of the store's threads. */

#include "hopso-search.h"

#include "hopso-search-private.h"
#include "hopso-sqlite-private.h"
#include "hopso-store-session-private.h"

#include <string.h>

#define MAX_PAGE_BYTES (1024 * 1024)
#define SNIPPET_WORDS  "20"

/* What SQLite puts around a word that was found: they are in no text that was put in. */
#define MARK_START '\2'
#define MARK_END   '\3'

/**
 * hopso_search_hit_free:
 * @self: (transfer full): a hit
 */
void
hopso_search_hit_free (HopsoSearchHit *self)
{
  g_free (self->digest);
  g_free (self->snippet);
  g_array_unref (self->marks);
  g_free (self);
}

/**
 * hopso_search_task_free:
 * @self: (transfer full): a task
 */
void
hopso_search_task_free (HopsoSearchTask *self)
{
  g_free (self->digest);
  g_free (self);
}

/* --- asking ------------------------------------------------------------------------------- */

#define SELECT_FROM(index) \
  "SELECT d.digest, p.page, snippet (" index ", 0, char (2), char (3), '…', " SNIPPET_WORDS ") " \
  "FROM " index " CROSS JOIN search_page p ON p.id = " index ".rowid " \
  "CROSS JOIN search_document d ON d.id = p.document " \
  "WHERE " index " MATCH ?1 AND (?2 IS NULL OR instr (?2, d.digest) > 0) " \
  "ORDER BY " index ".rank LIMIT ?3 OFFSET ?4"

/* Takes the marks out of @text; lines become one. */
static void
read_snippet (HopsoSearchHit *hit, const char *text)
{
  g_autoptr (GString) plain = g_string_new (NULL);
  HopsoSearchMark mark = { 0, 0 };

  for (; *text != '\0'; text++)
    if (*text == MARK_START)
      mark.start = (guint) plain->len;
    else if (*text == MARK_END)
      {
        mark.end = (guint) plain->len;
        g_array_append_val (hit->marks, mark);
      }
    else
      g_string_append_c (plain, *text == '\n' ? ' ' : *text);
  hit->snippet = g_string_free (g_steal_pointer (&plain), FALSE);
}

static HopsoSearchHit *
read_hit (sqlite3_stmt *statement, GError **error)
{
  g_autoptr (HopsoSearchHit) hit = g_new0 (HopsoSearchHit, 1);
  g_autofree char *text = NULL;

  hit->marks = g_array_new (FALSE, FALSE, sizeof (HopsoSearchMark));
  hit->page = (guint) sqlite3_column_int (statement, 1);
  if (!hopso_sqlite_dup_text (statement, 0, &hit->digest, error) ||
      !hopso_sqlite_dup_text (statement, 2, &text, error))
    return NULL;
  read_snippet (hit, text != NULL ? text : "");
  return g_steal_pointer (&hit);
}

static sqlite3_stmt *
prepare_query (sqlite3 *db, const HopsoSearchQuery *query, const char *match, GError **error)
{
  gboolean is_exact = hopso_search_is_accented (query->words);
  g_autofree char *digests =
      query->digests != NULL ? g_strjoinv (",", (char **) query->digests) : NULL;
  sqlite3_stmt *statement = hopso_sqlite_prepare (
      db, is_exact ? SELECT_FROM ("search_exact") : SELECT_FROM ("search_folded"), error);

  if (statement == NULL)
    return NULL;
  hopso_sqlite_bind_text (statement, 1, match);
  hopso_sqlite_bind_text (statement, 2, digests);
  sqlite3_bind_int64 (statement, 3, query->limit);
  sqlite3_bind_int64 (statement, 4, query->offset);
  return statement;
}

/**
 * hopso_store_session_search:
 * @query: what is looked for
 *
 * Returns: (transfer full) (element-type HopsoSearchHit): the pages that answer best first, none
 *   when nothing was typed; or %NULL with @error
 */
GPtrArray *
hopso_store_session_search (HopsoStoreSession *self, const HopsoSearchQuery *query, GError **error)
{
  g_autoptr (GPtrArray) hits =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_search_hit_free);
  g_autofree char *match = hopso_search_write_match (query->words);
  g_autoptr (sqlite3_stmt) statement = NULL;
  gboolean has_row = match != NULL;

  if (match != NULL && (statement = prepare_query (self->db, query, match, error)) == NULL)
    return NULL;
  while (has_row)
    {
      HopsoSearchHit *hit;

      if (!hopso_sqlite_step (statement, &has_row, error))
        return NULL;
      if (!has_row)
        break;
      if ((hit = read_hit (statement, error)) == NULL)
        return NULL;
      g_ptr_array_add (hits, hit);
    }
  return g_steal_pointer (&hits);
}

/* --- filling ------------------------------------------------------------------------------ */

/* The papers whose bytes are all here, beside what is known of their text. */
#define PAPERS_HERE \
  "FROM blob b LEFT JOIN search_document d ON d.digest = b.digest " \
  "WHERE b.is_whole AND EXISTS (SELECT 1 FROM paper p WHERE p.digest = b.digest) "

/**
 * hopso_store_session_search_get_next:
 * @except: (nullable): the digest of a paper that is not meant
 * @task: (out) (transfer full) (nullable): the paper to be read next, the youngest on this
 *   machine first; %NULL: none
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_store_session_search_get_next (HopsoStoreSession *self,
                                     const char *except,
                                     HopsoSearchTask **task,
                                     GError **error)
{
  g_autoptr (sqlite3_stmt) statement = hopso_sqlite_prepare_text (
      self->db,
      "SELECT b.digest, ifnull (d.n_done, 0) " PAPERS_HERE
      "AND (d.id IS NULL OR (NOT d.is_complete AND d.trouble IS NULL)) AND b.digest <> ? "
      "ORDER BY b.created DESC, b.digest LIMIT 1",
      except != NULL ? except : "", NULL, error);
  g_autoptr (HopsoSearchTask) found = NULL;
  gboolean has_row;

  *task = NULL;
  if (statement == NULL || !hopso_sqlite_step (statement, &has_row, error))
    return FALSE;
  if (!has_row)
    return TRUE;
  found = g_new0 (HopsoSearchTask, 1);
  found->n_done = (guint) sqlite3_column_int (statement, 1);
  if (!hopso_sqlite_dup_text (statement, 0, &found->digest, error))
    return FALSE;
  *task = g_steal_pointer (&found);
  return TRUE;
}

/* The document's row, made if need be: 0 when its blob is gone, or when somebody else has gone on
 * with it since. */
static gboolean
find_document (HopsoStoreSession *self, const HopsoSearchTask *task, gint64 *id, GError **error)
{
  g_autoptr (sqlite3_stmt) insert = hopso_sqlite_prepare_text (
      self->db,
      "INSERT OR IGNORE INTO search_document (digest) SELECT digest FROM blob WHERE digest = ?",
      task->digest, NULL, error);
  g_autoptr (sqlite3_stmt) find = NULL;
  gboolean has_row;

  *id = 0;
  if (insert == NULL || !hopso_sqlite_run (insert, error))
    return FALSE;
  find = hopso_sqlite_prepare_text (
      self->db, "SELECT id FROM search_document WHERE digest = ? AND n_done = ?2", task->digest,
      NULL, error);
  if (find == NULL)
    return FALSE;
  sqlite3_bind_int64 (find, 2, task->n_done);
  if (!hopso_sqlite_step (find, &has_row, error))
    return FALSE;
  if (has_row)
    *id = sqlite3_column_int64 (find, 0);
  return TRUE;
}

/* As it is kept: composed, without the signs that control something, of a bounded size. */
static char *
clean_text (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, (gssize) strnlen (text, MAX_PAGE_BYTES));
  char *clean = g_utf8_normalize (valid, -1, G_NORMALIZE_NFC);

  for (char *next = clean; *next != '\0'; next++)
    if ((guchar) *next < ' ' && *next != '\n')
      *next = ' ';
  return clean;
}

/* Runs @sql with a page's number in the database and its text. */
static gboolean
put_text (sqlite3 *db, const char *sql, gint64 id, const char *text, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = hopso_sqlite_prepare (db, sql, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, id);
  hopso_sqlite_bind_text (statement, 2, text);
  return hopso_sqlite_run (statement, error);
}

static gboolean
insert_page (sqlite3_stmt *insert, guint page, const char *text, GError **error)
{
  sqlite3 *db = sqlite3_db_handle (insert);
  g_autofree char *clean = clean_text (text);

  sqlite3_reset (insert);
  sqlite3_bind_int64 (insert, 2, page);
  hopso_sqlite_bind_text (insert, 3, clean);
  if (!hopso_sqlite_run (insert, error))
    return FALSE;

  gint64 id = sqlite3_last_insert_rowid (db);
  return put_text (db, "INSERT INTO search_exact (rowid, text) VALUES (?, ?)", id, clean, error) &&
         put_text (db, "INSERT INTO search_folded (rowid, text) VALUES (?, ?)", id, clean, error);
}

/**
 * hopso_store_session_search_add_pages:
 * @task: which paper, and how many of its pages are known
 * @texts: (array zero-terminated=1): the next pages' texts
 * @is_complete: whether there are no more
 *
 * Puts pages into the index. Nothing happens when the paper has left this machine, or when
 * somebody else has put them in already.
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_store_session_search_add_pages (HopsoStoreSession *self,
                                      const HopsoSearchTask *task,
                                      const char *const *texts,
                                      gboolean is_complete,
                                      GError **error)
{
  g_autoptr (sqlite3_stmt) insert = NULL;
  g_autoptr (sqlite3_stmt) update = NULL;
  guint n_texts = g_strv_length ((char **) texts);
  gint64 id;

  g_return_val_if_fail (self->is_writing, FALSE);

  if (!find_document (self, task, &id, error))
    return FALSE;
  if (id == 0)
    return TRUE;
  insert = hopso_sqlite_prepare (
      self->db, "INSERT INTO search_page (document, page, text) VALUES (?, ?, ?)", error);
  update = hopso_sqlite_prepare (
      self->db, "UPDATE search_document SET n_done = ?2, is_complete = ?3 WHERE id = ?1", error);
  if (insert == NULL || update == NULL)
    return FALSE;
  sqlite3_bind_int64 (insert, 1, id);
  for (guint i = 0; i < n_texts; i++)
    if (!insert_page (insert, task->n_done + i, texts[i], error))
      return FALSE;
  sqlite3_bind_int64 (update, 1, id);
  sqlite3_bind_int64 (update, 2, task->n_done + n_texts);
  sqlite3_bind_int (update, 3, is_complete);
  return hopso_sqlite_run (update, error);
}

/**
 * hopso_store_session_search_give_up:
 * @task: which paper
 * @trouble: why the rest of it cannot be read; for us, not for people
 *
 * The paper is not tried again; the pages that were read are found.
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_store_session_search_give_up (HopsoStoreSession *self,
                                    const HopsoSearchTask *task,
                                    const char *trouble,
                                    GError **error)
{
  g_autoptr (sqlite3_stmt) update = NULL;
  gint64 id;

  g_return_val_if_fail (self->is_writing, FALSE);

  if (!find_document (self, task, &id, error))
    return FALSE;
  if (id == 0)
    return TRUE;
  update = hopso_sqlite_prepare_text (
      self->db, "UPDATE search_document SET trouble = ? WHERE id = ?2", trouble, NULL, error);
  if (update == NULL)
    return FALSE;
  sqlite3_bind_int64 (update, 2, id);
  return hopso_sqlite_run (update, error);
}

/**
 * hopso_store_session_search_get_progress:
 * @progress: (out caller-allocates): how far the index is
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_store_session_search_get_progress (HopsoStoreSession *self,
                                         HopsoSearchProgress *progress,
                                         GError **error)
{
  g_autoptr (sqlite3_stmt) statement = hopso_sqlite_prepare (
      self->db, "SELECT count (*), ifnull (sum (d.is_complete), 0), count (d.trouble) " PAPERS_HERE,
      error);
  gboolean has_row;

  if (statement == NULL || !hopso_sqlite_step (statement, &has_row, error))
    return FALSE;
  progress->n_papers = (guint) sqlite3_column_int (statement, 0);
  progress->n_done = (guint) sqlite3_column_int (statement, 1);
  progress->n_in_trouble = (guint) sqlite3_column_int (statement, 2);
  return TRUE;
}

/* --- leaving ------------------------------------------------------------------------------ */

/* An index without content of its own has to be told what it forgets. */
static gboolean
forget_words (sqlite3 *db, const char *sql, const char *digest, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = hopso_sqlite_prepare_text (db, sql, digest, NULL, error);

  return statement != NULL && hopso_sqlite_run (statement, error);
}

#define PAGES_OF "FROM search_page p JOIN search_document d ON d.id = p.document WHERE d.digest = ?"

/* Takes the blob's text out of the database; deleted words stay in older segments of an index
 * until all are merged. */
gboolean
hopso_search_forget (sqlite3 *db, const char *digest, GError **error)
{
  static const char *const steps[] = {
    "INSERT INTO search_exact (search_exact, rowid, text) SELECT 'delete', p.id, p.text " PAGES_OF,
    "INSERT INTO search_folded (search_folded, rowid, text) SELECT 'delete', p.id, "
    "p.text " PAGES_OF,
    "DELETE FROM search_page WHERE id IN (SELECT p.id " PAGES_OF ")",
    "DELETE FROM search_document WHERE digest = ?",
  };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (!forget_words (db, steps[i], digest, error))
      return FALSE;
  return sqlite3_changes (db) == 0 ||
         hopso_sqlite_exec (db,
                            "INSERT INTO search_exact (search_exact) VALUES ('optimize');"
                            "INSERT INTO search_folded (search_folded) VALUES ('optimize');",
                            error);
}
