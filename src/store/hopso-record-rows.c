/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Records as rows: one table per kind, one column per field, driven by the model's tables. Names
 * of tables and columns come from there alone and are quoted; values are always bound. Lists of
 * strings are serialised GVariants. On the thread of the connection. */

#include "hopso-record-rows-private.h"

#include "hopso-sqlite-private.h"
#include "hopso-store-error-private.h"

static void
append_columns (GString *sql, const HopsoKind *kind)
{
  g_string_append (sql, "\"id\", \"etag\"");
  for (guint i = 0; i < kind->n_fields; i++)
    g_string_append_printf (sql, ", \"%s\"", kind->fields[i].column);
}

static gboolean
read_strings (sqlite3_stmt *statement, int column, char ***strings, GError **error)
{
  const void *bytes = sqlite3_column_blob (statement, column);
  int size = sqlite3_column_bytes (statement, column);

  *strings = NULL;
  if (sqlite3_column_type (statement, column) == SQLITE_NULL)
    return TRUE;

  g_autoptr (GBytes) copy = g_bytes_new (bytes, (gsize) size);
  g_autoptr (GVariant) variant =
      g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE_STRING_ARRAY, copy, FALSE));
  if (!g_variant_is_normal_form (variant))
    {
      hopso_store_error_set (error, HOPSO_STORE_ERROR_DAMAGED,
                             "The store's database holds a list that is damaged");
      return FALSE;
    }
  *strings = g_variant_dup_strv (variant, NULL);
  return TRUE;
}

static gboolean
read_field (HopsoRecordBuilder *builder,
            const HopsoKind *kind,
            guint field,
            sqlite3_stmt *statement,
            GError **error)
{
  int column = (int) field + 2;
  g_autofree char *text = NULL;
  g_auto (GStrv) strings = NULL;

  switch (kind->fields[field].type)
    {
    case HOPSO_FIELD_STRING:
      if (!hopso_sqlite_dup_text (statement, column, &text, error))
        return FALSE;
      hopso_record_builder_set_string (builder, field, text);
      return TRUE;
    case HOPSO_FIELD_STRINGS:
      if (!read_strings (statement, column, &strings, error))
        return FALSE;
      hopso_record_builder_set_strings (builder, field, (const char *const *) strings);
      return TRUE;
    case HOPSO_FIELD_INTEGER:
      hopso_record_builder_set_integer (builder, field, sqlite3_column_int64 (statement, column));
      return TRUE;
    case HOPSO_FIELD_BOOLEAN:
      hopso_record_builder_set_boolean (builder, field,
                                        sqlite3_column_int64 (statement, column) != 0);
      return TRUE;
    case HOPSO_FIELD_TIME:
      hopso_record_builder_set_time (builder, field, sqlite3_column_int64 (statement, column));
      return TRUE;
    default:
      g_assert_not_reached ();
    }
}

static HopsoRecord *
read_record (const HopsoKind *kind, sqlite3_stmt *statement, GError **error)
{
  g_autofree char *id = NULL;
  g_autofree char *etag = NULL;

  if (!hopso_sqlite_dup_text (statement, 0, &id, error) ||
      !hopso_sqlite_dup_text (statement, 1, &etag, error))
    return NULL;
  if (id == NULL)
    {
      hopso_store_error_set (error, HOPSO_STORE_ERROR_DAMAGED,
                             "The store's database holds a row without a name");
      return NULL;
    }

  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new (kind->id, id);
  hopso_record_builder_set_etag (builder, etag);
  for (guint i = 0; i < kind->n_fields; i++)
    if (!read_field (builder, kind, i, statement, error))
      return NULL;
  return hopso_record_builder_end (builder);
}

static sqlite3_stmt *
prepare_select (
    sqlite3 *db, const HopsoKind *kind, const char *column, const char *value, GError **error)
{
  g_autoptr (GString) sql = g_string_new ("SELECT ");

  append_columns (sql, kind);
  g_string_append_printf (sql, " FROM \"%s\"", kind->table);
  if (column != NULL && value != NULL)
    g_string_append_printf (sql, " WHERE \"%s\" = ?", column);
  else if (column != NULL)
    g_string_append_printf (sql, " WHERE \"%s\" IS NULL", column);
  g_string_append (sql, " ORDER BY \"id\"");
  return column != NULL && value != NULL
             ? hopso_sqlite_prepare_text (db, sql->str, value, NULL, error)
             : hopso_sqlite_prepare (db, sql->str, error);
}

/* All records of @kind, or those with @value in @column, which is "id" or one of the model's. */
GPtrArray *
hopso_record_rows_list (
    sqlite3 *db, const HopsoKind *kind, const char *column, const char *value, GError **error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (sqlite3_stmt) statement = prepare_select (db, kind, column, value, error);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return NULL;
  while (has_row)
    {
      if (!hopso_sqlite_step (statement, &has_row, error))
        return NULL;
      if (has_row)
        {
          HopsoRecord *record = read_record (kind, statement, error);

          if (record == NULL)
            return NULL;
          g_ptr_array_add (records, record);
        }
    }
  return g_steal_pointer (&records);
}

static void
bind_strings (sqlite3_stmt *statement, int index, const char *const *strings)
{
  if (strings == NULL)
    {
      sqlite3_bind_null (statement, index);
      return;
    }

  g_autoptr (GVariant) variant = g_variant_ref_sink (g_variant_new_strv (strings, -1));
  /* No strings are no bytes, which are not the same as no list. */
  const void *bytes = g_variant_get_size (variant) > 0 ? g_variant_get_data (variant) : "";
  sqlite3_bind_blob64 (statement, index, bytes, g_variant_get_size (variant), SQLITE_TRANSIENT);
}

static void
bind_field (sqlite3_stmt *statement, HopsoRecord *record, guint field)
{
  int index = (int) field + 3;

  switch (hopso_record_get_kind (record)->fields[field].type)
    {
    case HOPSO_FIELD_STRING:
      hopso_sqlite_bind_text (statement, index, hopso_record_get_string (record, field));
      return;
    case HOPSO_FIELD_STRINGS:
      bind_strings (statement, index, hopso_record_get_strings (record, field));
      return;
    case HOPSO_FIELD_INTEGER:
      sqlite3_bind_int64 (statement, index, hopso_record_get_integer (record, field));
      return;
    case HOPSO_FIELD_BOOLEAN:
      sqlite3_bind_int64 (statement, index, hopso_record_get_boolean (record, field));
      return;
    case HOPSO_FIELD_TIME:
      sqlite3_bind_int64 (statement, index, hopso_record_get_time (record, field));
      return;
    default:
      g_assert_not_reached ();
    }
}

/* Writes @record in the place of what has its id, if anything has. */
gboolean
hopso_record_rows_put (sqlite3 *db, HopsoRecord *record, GError **error)
{
  const HopsoKind *kind = hopso_record_get_kind (record);
  g_autoptr (GString) sql = g_string_new ("INSERT OR REPLACE INTO ");

  g_string_append_printf (sql, "\"%s\" (", kind->table);
  append_columns (sql, kind);
  g_string_append (sql, ") VALUES (?, ?");
  for (guint i = 0; i < kind->n_fields; i++)
    g_string_append (sql, ", ?");
  g_string_append_c (sql, ')');

  g_autoptr (sqlite3_stmt) statement = hopso_sqlite_prepare (db, sql->str, error);
  if (statement == NULL)
    return FALSE;
  hopso_sqlite_bind_text (statement, 1, hopso_record_get_id (record));
  hopso_sqlite_bind_text (statement, 2, hopso_record_get_etag (record));
  for (guint i = 0; i < kind->n_fields; i++)
    bind_field (statement, record, i);
  return hopso_sqlite_run (statement, error);
}

/* Removes the row, if it is there. */
gboolean
hopso_record_rows_delete (sqlite3 *db, const HopsoKind *kind, const char *id, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("DELETE FROM \"%s\" WHERE \"id\" = ?", kind->table);
  g_autoptr (sqlite3_stmt) statement = hopso_sqlite_prepare_text (db, sql, id, NULL, error);

  return statement != NULL && hopso_sqlite_run (statement, error);
}
