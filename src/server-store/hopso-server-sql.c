/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A thin layer over SQLite: statements are compiled once and kept by their text, parameters are
 * bound by a word of type letters, a row that could not be read is an error and never the end.
 * One thread at a time. The only file of the server that sees sqlite3.h. */

#include "hopso-server-sql.h"

#include "hopso-server-store-error.h"

#include <glib/gi18n-lib.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <string.h>

#define BUSY_TIMEOUT_MS     10000
#define STEPS_BETWEEN_LOOKS 10000

struct _HopsoServerSql
{
  sqlite3 *connection;    /* owned */
  GHashTable *statements; /* owned: text → statement */
};

struct _HopsoServerQuery
{
  HopsoServerSql *sql;     /* borrowed: outlives self */
  sqlite3_stmt *statement; /* borrowed: of the connection's cache */
  gboolean has_failed;
};

G_DEFINE_QUARK (hopso_server_store_error, hopso_server_store_error)

static gboolean
fail (HopsoServerSql *self, const char *what, GError **error)
{
  int code = sqlite3_errcode (self->connection);
  HopsoServerStoreError told = HOPSO_SERVER_STORE_ERROR_FAILED;

  if ((code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB)
    told = HOPSO_SERVER_STORE_ERROR_DAMAGED;
  else if ((code & 0xff) == SQLITE_CONSTRAINT)
    told = HOPSO_SERVER_STORE_ERROR_EXISTS;
  else if ((code & 0xff) == SQLITE_FULL)
    told = HOPSO_SERVER_STORE_ERROR_FULL;
  if (told == HOPSO_SERVER_STORE_ERROR_DAMAGED)
    g_set_error (error, HOPSO_SERVER_STORE_ERROR, (int) told, _ ("The database is damaged: %s"),
                 sqlite3_errmsg (self->connection));
  else
    g_set_error (error, HOPSO_SERVER_STORE_ERROR, (int) told, "%s: %s", what,
                 sqlite3_errmsg (self->connection));
  return FALSE;
}

/**
 * hopso_server_sql_pass_error:
 * @failure: (inout): what went wrong while rows were read, if anything; gone after this
 * @error: where it goes
 *
 * Returns: whether nothing went wrong
 */
gboolean
hopso_server_sql_pass_error (GError **failure, GError **error)
{
  if (*failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (failure));
  return FALSE;
}

static void
finalize_statement (gpointer statement)
{
  sqlite3_finalize (statement);
}

/* A journal in WAL with synchronous=FULL: what was committed survives a power cut. */
static gboolean
set_up (HopsoServerSql *self, gboolean is_read_only, GError **error)
{
  sqlite3_extended_result_codes (self->connection, 1);
  sqlite3_busy_timeout (self->connection, BUSY_TIMEOUT_MS);
  sqlite3_db_config (self->connection, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  return hopso_server_sql_run_script (self,
                                      is_read_only
                                          ? "PRAGMA query_only=1; PRAGMA temp_store=MEMORY;"
                                          : "PRAGMA journal_mode=WAL;"
                                            "PRAGMA synchronous=FULL;"
                                            "PRAGMA temp_store=MEMORY;"
                                            "PRAGMA trusted_schema=0;",
                                      error);
}

/**
 * hopso_server_sql_open:
 * @path: the database's file; made when it is missing, unless @is_read_only
 * @is_read_only: whether nothing will be written
 *
 * Returns: (transfer full): a connection, or %NULL with %HOPSO_SERVER_STORE_ERROR
 */
HopsoServerSql *
hopso_server_sql_open (const char *path, gboolean is_read_only, GError **error)
{
  g_autoptr (HopsoServerSql) self = g_new0 (HopsoServerSql, 1);
  int flags = is_read_only ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;

  self->statements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, finalize_statement);
  if (sqlite3_open_v2 (path, &self->connection, flags | SQLITE_OPEN_FULLMUTEX, NULL) != SQLITE_OK)
    {
      fail (self, "Opening the database", error);
      return NULL;
    }
  if (!set_up (self, is_read_only, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * hopso_server_sql_close:
 * @self: (transfer full): a connection without open queries
 */
void
hopso_server_sql_close (HopsoServerSql *self)
{
  g_hash_table_unref (self->statements);
  sqlite3_close (self->connection);
  g_free (self);
}

/**
 * hopso_server_sql_run_script:
 * @script: statements without parameters, from our own code
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_server_sql_run_script (HopsoServerSql *self, const char *script, GError **error)
{
  if (sqlite3_exec (self->connection, script, NULL, NULL, NULL) != SQLITE_OK)
    return fail (self, "Running a script", error);
  return TRUE;
}

static sqlite3_stmt *
prepare (HopsoServerSql *self, const char *text, GError **error)
{
  sqlite3_stmt *statement = g_hash_table_lookup (self->statements, text);

  if (statement != NULL)
    return statement;
  if (sqlite3_prepare_v3 (self->connection, text, -1, SQLITE_PREPARE_PERSISTENT, &statement,
                          NULL) != SQLITE_OK)
    {
      fail (self, text, error);
      return NULL;
    }
  g_hash_table_insert (self->statements, g_strdup (text), statement);
  return statement;
}

static void
bind_all (sqlite3_stmt *statement, const char *types, va_list values)
{
  for (int i = 1; types[i - 1] != '\0'; i++)
    switch (types[i - 1])
      {
      case 's':
        sqlite3_bind_text (statement, i, va_arg (values, const char *), -1, SQLITE_TRANSIENT);
        break;
      case 'i':
        sqlite3_bind_int64 (statement, i, va_arg (values, gint64));
        break;
      case 'b':
        {
          GBytes *bytes = va_arg (values, GBytes *);
          if (bytes != NULL)
            sqlite3_bind_blob64 (statement, i, g_bytes_get_data (bytes, NULL),
                                 g_bytes_get_size (bytes), SQLITE_TRANSIENT);
          break;
        }
      default:
        g_assert_not_reached ();
      }
}

/**
 * hopso_server_sql_run:
 * @sql: a statement that gives no rows
 * @types: one letter for each of its parameters, whose values follow
 *
 * Returns: %FALSE with @error; %HOPSO_SERVER_STORE_ERROR_EXISTS when a constraint forbids it
 */
gboolean
hopso_server_sql_run (HopsoServerSql *self, GError **error, const char *sql, const char *types, ...)
{
  sqlite3_stmt *statement = prepare (self, sql, error);
  va_list values;

  if (statement == NULL)
    return FALSE;
  va_start (values, types);
  bind_all (statement, types, values);
  va_end (values);

  gboolean is_done = sqlite3_step (statement) == SQLITE_DONE || fail (self, sql, error);
  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
  return is_done;
}

/**
 * hopso_server_sql_count_changed:
 *
 * Returns: how many rows the latest statement changed
 */
gint64
hopso_server_sql_count_changed (HopsoServerSql *self)
{
  return sqlite3_changes64 (self->connection);
}

/**
 * hopso_server_sql_query:
 * @sql: a statement that gives rows
 * @types: one letter for each of its parameters, whose values follow
 *
 * Returns: (transfer full): the query before its first row, or %NULL with @error
 */
HopsoServerQuery *
hopso_server_sql_query (
    HopsoServerSql *self, GError **error, const char *sql, const char *types, ...)
{
  sqlite3_stmt *statement = prepare (self, sql, error);
  va_list values;

  if (statement == NULL)
    return NULL;
  g_assert (!sqlite3_stmt_busy (statement));
  va_start (values, types);
  bind_all (statement, types, values);
  va_end (values);

  HopsoServerQuery *query = g_new0 (HopsoServerQuery, 1);
  query->sql = self;
  query->statement = statement;
  return query;
}

static gboolean
add_steps (HopsoServerSql *self, const char *text, GPtrArray *steps, GError **error)
{
  g_autofree char *question = g_strconcat ("EXPLAIN QUERY PLAN ", text, NULL);
  sqlite3_stmt *plan = NULL;

  if (sqlite3_prepare_v2 (self->connection, question, -1, &plan, NULL) != SQLITE_OK)
    return fail (self, text, error);
  while (sqlite3_step (plan) == SQLITE_ROW)
    g_ptr_array_add (steps, g_strdup_printf ("%s: %s", sqlite3_column_text (plan, 3), text));
  return sqlite3_finalize (plan) == SQLITE_OK || fail (self, text, error);
}

/**
 * hopso_server_sql_list_steps:
 *
 * Says how the database finds what the statements that were used so far ask for, for those who
 * judge whether the tables may grow.
 *
 * Returns: (transfer full) (element-type utf8): a line for each step, or %NULL with @error
 */
GPtrArray *
hopso_server_sql_list_steps (HopsoServerSql *self, GError **error)
{
  g_autoptr (GPtrArray) steps = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer text;

  g_hash_table_iter_init (&iter, self->statements);
  while (g_hash_table_iter_next (&iter, &text, NULL))
    if (!add_steps (self, text, steps, error))
      return NULL;
  return g_steal_pointer (&steps);
}

static int
look_whether_cancelled_cb (gpointer cancellable)
{
  return g_cancellable_is_cancelled (cancellable);
}

/**
 * hopso_server_sql_copy:
 * @path: an empty file
 * @cancellable: (nullable): gives it up
 *
 * Writes the database as it is at this moment, without what was deleted from it. Others go on
 * writing meanwhile.
 *
 * Returns: %FALSE with @error; %HOPSO_SERVER_STORE_ERROR_DAMAGED when it cannot be read
 */
gboolean
hopso_server_sql_copy (HopsoServerSql *self,
                       const char *path,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (GError) failure = NULL;

  sqlite3_progress_handler (self->connection, STEPS_BETWEEN_LOOKS, look_whether_cancelled_cb,
                            cancellable);
  hopso_server_sql_run (self, &failure, "VACUUM INTO ?1", "s", path);
  sqlite3_progress_handler (self->connection, 0, NULL, NULL);
  if (failure != NULL && g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  return hopso_server_sql_pass_error (&failure, error);
}

/**
 * hopso_server_query_bind_text:
 * @parameter: its number, from 1
 * @text: (nullable): its value
 */
void
hopso_server_query_bind_text (HopsoServerQuery *self, int parameter, const char *text)
{
  sqlite3_bind_text (self->statement, parameter, text, -1, SQLITE_TRANSIENT);
}

/**
 * hopso_server_query_bind_integer:
 * @parameter: its number, from 1
 * @number: its value
 */
void
hopso_server_query_bind_integer (HopsoServerQuery *self, int parameter, gint64 number)
{
  sqlite3_bind_int64 (self->statement, parameter, number);
}

/**
 * hopso_server_query_next:
 *
 * Returns: whether there is another row; %FALSE with @error set when that cannot be said
 */
gboolean
hopso_server_query_next (HopsoServerQuery *self, GError **error)
{
  int code = sqlite3_step (self->statement);

  if (code == SQLITE_ROW)
    return TRUE;
  if (code != SQLITE_DONE)
    {
      self->has_failed = TRUE;
      fail (self->sql, "Reading rows", error);
    }
  return FALSE;
}

/**
 * hopso_server_query_finish:
 *
 * Runs a statement bound by hand to its end.
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_server_query_finish (HopsoServerQuery *self, GError **error)
{
  while (hopso_server_query_next (self, error))
    ;
  return !self->has_failed;
}

/**
 * hopso_server_query_text:
 * @column: its number, from 0
 *
 * Returns: (transfer none) (nullable): its value, until the next row
 */
const char *
hopso_server_query_text (HopsoServerQuery *self, int column)
{
  return (const char *) sqlite3_column_text (self->statement, column);
}

/**
 * hopso_server_query_integer:
 * @column: its number, from 0
 *
 * Returns: its value, 0 for none
 */
gint64
hopso_server_query_integer (HopsoServerQuery *self, int column)
{
  return sqlite3_column_int64 (self->statement, column);
}

/**
 * hopso_server_query_bytes:
 * @column: its number, from 0
 *
 * Returns: (transfer full): a copy of its value, empty for none
 */
GBytes *
hopso_server_query_bytes (HopsoServerQuery *self, int column)
{
  const void *bytes = sqlite3_column_blob (self->statement, column);

  return g_bytes_new (bytes, (gsize) sqlite3_column_bytes (self->statement, column));
}

/**
 * hopso_server_query_free:
 * @self: (transfer full): a query, read to its end or not
 */
void
hopso_server_query_free (HopsoServerQuery *self)
{
  sqlite3_reset (self->statement);
  sqlite3_clear_bindings (self->statement);
  g_free (self);
}
