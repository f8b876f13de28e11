/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading and writing records, driven by the model's tables of fields. The entity tag of a record
 * is the number of the commit that wrote it. Who may see what is not asked here. The store's
 * threads. */

#include "hopso-server-session-private.h"
#include "hopso-server-store-error.h"

/* One line each; nothing that is in a list of ours contains one. */
static char *
join (const char *const *strings)
{
  return strings == NULL ? NULL : g_strjoinv ("\n", (char **) strings);
}

static void
bind_field (HopsoServerQuery *query, int parameter, HopsoRecord *record, guint i)
{
  HopsoFieldType type = hopso_record_get_kind (record)->fields[i].type;

  if (!hopso_record_is_set (record, i))
    return; /* stays NULL */
  if (type == HOPSO_FIELD_STRING)
    hopso_server_query_bind_text (query, parameter, hopso_record_get_string (record, i));
  else if (type == HOPSO_FIELD_STRINGS)
    {
      g_autofree char *lines = join (hopso_record_get_strings (record, i));
      hopso_server_query_bind_text (query, parameter, lines);
    }
  else if (type == HOPSO_FIELD_TIME)
    hopso_server_query_bind_integer (query, parameter, hopso_record_get_time (record, i));
  else if (type == HOPSO_FIELD_BOOLEAN)
    hopso_server_query_bind_integer (query, parameter, 1);
  else
    hopso_server_query_bind_integer (query, parameter, hopso_record_get_integer (record, i));
}

static void
read_field (
    HopsoServerQuery *query, int column, HopsoRecordBuilder *builder, const HopsoField *f, guint i)
{
  const char *text;

  switch (f->type)
    {
    case HOPSO_FIELD_STRING:
      hopso_record_builder_set_string (builder, i, hopso_server_query_text (query, column));
      break;
    case HOPSO_FIELD_STRINGS:
      text = hopso_server_query_text (query, column);
      if (text != NULL)
        {
          g_auto (GStrv) strings = g_strsplit (text, "\n", -1);
          hopso_record_builder_set_strings (builder, i, (const char *const *) strings);
        }
      break;
    case HOPSO_FIELD_TIME:
      hopso_record_builder_set_time (builder, i, hopso_server_query_integer (query, column));
      break;
    case HOPSO_FIELD_BOOLEAN:
      hopso_record_builder_set_boolean (builder, i,
                                        hopso_server_query_integer (query, column) != 0);
      break;
    case HOPSO_FIELD_INTEGER:
      hopso_record_builder_set_integer (builder, i, hopso_server_query_integer (query, column));
      break;
    default:
      g_assert_not_reached ();
    }
}

/* "SELECT id, changed, field, …": the columns in the order of the fields. */
static char *
make_select (const HopsoKind *kind, const char *where_column)
{
  GString *sql = g_string_new ("SELECT r.\"id\", o.changed");

  for (guint i = 0; i < kind->n_fields; i++)
    g_string_append_printf (sql, ", r.\"%s\"", kind->fields[i].column);
  g_string_append_printf (sql, " FROM \"%s\" r JOIN object o ON o.id = r.\"id\"", kind->table);
  if (where_column != NULL)
    g_string_append_printf (sql, " WHERE r.\"%s\" = ?1", where_column);
  return g_string_free (sql, FALSE);
}

static HopsoRecord *
read_record (HopsoServerQuery *query, const HopsoKind *kind)
{
  g_autoptr (HopsoRecordBuilder) builder =
      hopso_record_builder_new (kind->id, hopso_server_query_text (query, 0));
  g_autofree char *etag =
      g_strdup_printf ("%" G_GINT64_FORMAT, hopso_server_query_integer (query, 1));

  hopso_record_builder_set_etag (builder, etag);
  for (guint i = 0; i < kind->n_fields; i++)
    read_field (query, (int) i + 2, builder, &kind->fields[i], i);
  return hopso_record_builder_end (builder);
}

/**
 * hopso_server_session_get:
 * @kind: what kind
 * @id: which
 *
 * Returns: (transfer full): the record, or %NULL with %HOPSO_SERVER_STORE_ERROR_NOT_FOUND
 */
HopsoRecord *
hopso_server_session_get (HopsoServerSession *self,
                          HopsoKindId kind,
                          const char *id,
                          GError **error)
{
  g_autofree char *sql = make_select (hopso_kind_get (kind), "id");
  g_autoptr (HopsoServerQuery) query = hopso_server_sql_query (self->sql, error, sql, "s", id);
  g_autoptr (GError) failure = NULL;

  if (query == NULL)
    return NULL;
  if (hopso_server_query_next (query, &failure))
    return read_record (query, hopso_kind_get (kind));
  if (failure == NULL)
    g_set_error (&failure, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_NOT_FOUND,
                 "No such record");
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

/**
 * hopso_server_session_list:
 * @kind: what kind
 * @where_column: (nullable): a column of the table of kinds; %NULL: all records
 * @value: (nullable): what must stand there
 *
 * Returns: (transfer full) (element-type HopsoRecord): the records, or %NULL with @error
 */
GPtrArray *
hopso_server_session_list (HopsoServerSession *self,
                           HopsoKindId kind,
                           const char *where_column,
                           const char *value,
                           GError **error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *sql = make_select (hopso_kind_get (kind), where_column);
  g_autoptr (HopsoServerQuery) query =
      where_column == NULL ? hopso_server_sql_query (self->sql, error, sql, "")
                           : hopso_server_sql_query (self->sql, error, sql, "s", value);
  g_autoptr (GError) failure = NULL;

  if (query == NULL)
    return NULL;
  while (hopso_server_query_next (query, &failure))
    g_ptr_array_add (records, read_record (query, hopso_kind_get (kind)));
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  return g_steal_pointer (&records);
}

static gboolean
write_row (HopsoServerSession *self, HopsoRecord *record, GError **error)
{
  const HopsoKind *kind = hopso_record_get_kind (record);
  g_autoptr (GString) sql = g_string_new (NULL);
  g_autoptr (GString) values = g_string_new (" VALUES (?1");

  g_string_append_printf (sql, "INSERT OR REPLACE INTO \"%s\" (\"id\"", kind->table);
  for (guint i = 0; i < kind->n_fields; i++)
    {
      g_string_append_printf (sql, ", \"%s\"", kind->fields[i].column);
      g_string_append_printf (values, ", ?%u", i + 2);
    }
  g_string_append_printf (sql, ")%s)", values->str);

  g_autoptr (HopsoServerQuery) query =
      hopso_server_sql_query (self->sql, error, sql->str, "s", hopso_record_get_id (record));
  if (query == NULL)
    return FALSE;
  for (guint i = 0; i < kind->n_fields; i++)
    bind_field (query, (int) i + 2, record, i);
  return hopso_server_query_finish (query, error);
}

/* An id belongs to one kind for ever. */
static gboolean
write_object (HopsoServerSession *self, HopsoRecord *record, gint64 sequence, GError **error)
{
  if (!hopso_server_sql_run (self->sql, error,
                             "INSERT INTO object (id, kind, changed) VALUES (?1, ?2, ?3)"
                             " ON CONFLICT (id) DO UPDATE SET changed = ?3, gone = NULL"
                             " WHERE kind = ?2",
                             "ssi", hopso_record_get_id (record),
                             hopso_record_get_kind (record)->name, sequence))
    return FALSE;
  if (hopso_server_sql_count_changed (self->sql) == 1)
    return TRUE;
  g_set_error (error, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_EXISTS,
               "The id belongs to an object of another kind");
  return FALSE;
}

/* What is there now, NULL for nothing. */
static gboolean
find_old (HopsoServerSession *self, HopsoRecord *record, HopsoRecord **old, GError **error)
{
  g_autoptr (GError) failure = NULL;

  *old = hopso_server_session_get (self, hopso_record_get_kind (record)->id,
                                   hopso_record_get_id (record), &failure);
  if (g_error_matches (failure, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_NOT_FOUND))
    g_clear_error (&failure);
  return hopso_server_sql_pass_error (&failure, error);
}

/**
 * hopso_server_session_put:
 * @record: what shall be there from now on; its entity tag does not matter
 *
 * Returns: (transfer full): the record with its new entity tag, or %NULL with @error
 */
HopsoRecord *
hopso_server_session_put (HopsoServerSession *self, HopsoRecord *record, GError **error)
{
  g_autoptr (HopsoRecord) old = NULL;
  gint64 sequence;

  if (!find_old (self, record, &old, error) ||
      !hopso_server_session_take_sequence (self, &sequence, error) ||
      !write_object (self, record, sequence, error) || !write_row (self, record, error))
    return NULL;
  hopso_server_session_touch (self, old, record);

  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new_from (record);
  g_autofree char *etag = g_strdup_printf ("%" G_GINT64_FORMAT, sequence);
  hopso_record_builder_set_etag (builder, etag);
  return hopso_record_builder_end (builder);
}

/**
 * hopso_server_session_has_object:
 * @id: an id
 * @has_object: (out): whether it is that of an object that there is or was, of any kind
 *
 * Returns: %FALSE with @error when that cannot be said
 */
gboolean
hopso_server_session_has_object (HopsoServerSession *self,
                                 const char *id,
                                 gboolean *has_object,
                                 GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HopsoServerQuery) query =
      hopso_server_sql_query (self->sql, error, "SELECT 1 FROM object WHERE id = ?1", "s", id);

  if (query == NULL)
    return FALSE;
  *has_object = hopso_server_query_next (query, &failure);
  return hopso_server_sql_pass_error (&failure, error);
}

/**
 * hopso_server_session_delete:
 * @kind: what kind
 * @id: which
 *
 * Takes a record away from everybody who sees it.
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_server_session_delete (HopsoServerSession *self,
                             HopsoKindId kind,
                             const char *id,
                             GError **error)
{
  g_autoptr (HopsoRecord) record = hopso_server_session_get (self, kind, id, error);
  g_autofree char *sql =
      g_strdup_printf ("DELETE FROM \"%s\" WHERE \"id\" = ?1", hopso_kind_get (kind)->table);
  gint64 sequence;

  if (record == NULL || !hopso_server_session_take_sequence (self, &sequence, error) ||
      !hopso_server_sql_run (self->sql, error, sql, "s", id) ||
      !hopso_server_sql_run (self->sql, error,
                             "UPDATE object SET changed = ?2, gone = ?2 WHERE id = ?1", "si", id,
                             sequence))
    return FALSE;
  hopso_server_session_touch (self, NULL, record);
  return TRUE;
}
