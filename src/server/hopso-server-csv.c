/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Comma-separated values (RFC 4180) with a header line, as spreadsheets save them: fields may be
 * quoted, lines end with LF or CRLF, a byte order mark is passed over. Pure. */

#include "hopso-server-csv.h"

#include <gio/gio.h>
#include <string.h>

struct _HopsoServerCsv
{
  GPtrArray *rows; /* owned: arrays of strings; the first names the columns */
};

typedef struct
{
  const char *at;
  const char *end;
} Reader;

static gboolean
is_at (const Reader *reader, char c)
{
  return reader->at < reader->end && *reader->at == c;
}

static char *
read_quoted (Reader *reader)
{
  g_autoptr (GString) field = g_string_new (NULL);

  for (reader->at++; reader->at < reader->end; reader->at++)
    {
      if (*reader->at == '"')
        {
          reader->at++;
          if (!is_at (reader, '"'))
            return g_string_free (g_steal_pointer (&field), FALSE);
        }
      g_string_append_c (field, *reader->at);
    }
  return NULL;
}

static char *
read_field (Reader *reader)
{
  const char *first = reader->at;

  if (is_at (reader, '"'))
    return read_quoted (reader);
  while (reader->at < reader->end && strchr (",\r\n\"", *reader->at) == NULL)
    reader->at++;
  return g_strndup (first, (gsize) (reader->at - first));
}

static gboolean
take_line_end (Reader *reader)
{
  if (is_at (reader, '\r'))
    reader->at++;
  if (reader->at == reader->end)
    return TRUE;
  if (!is_at (reader, '\n'))
    return FALSE;
  reader->at++;
  return TRUE;
}

/* NULL when the line is malformed. */
static GPtrArray *
read_row (Reader *reader)
{
  g_autoptr (GPtrArray) row = g_ptr_array_new_with_free_func (g_free);

  for (;;)
    {
      char *field = read_field (reader);

      if (field == NULL)
        return NULL;
      g_ptr_array_add (row, field);
      if (!is_at (reader, ','))
        return take_line_end (reader) ? g_steal_pointer (&row) : NULL;
      reader->at++;
    }
}

/**
 * hopso_server_csv_parse:
 * @text: a table from outside
 * @size: its bytes
 *
 * Returns: (transfer full): the table, or %NULL with %G_IO_ERROR_INVALID_DATA
 */
HopsoServerCsv *
hopso_server_csv_parse (const char *text, gsize size, GError **error)
{
  g_autoptr (HopsoServerCsv) self = g_new0 (HopsoServerCsv, 1);
  Reader reader = { text, text + size };

  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  if (!g_utf8_validate_len (text, size, NULL))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "The table is no UTF-8 text");
      return NULL;
    }
  if (size >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    reader.at += 3;
  while (reader.at < reader.end)
    {
      GPtrArray *row = read_row (&reader);

      if (row != NULL)
        g_ptr_array_add (self->rows, row);
      if (row == NULL || row->len != ((GPtrArray *) self->rows->pdata[0])->len)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "Line %u of the table",
                       self->rows->len + (row == NULL ? 1 : 0));
          return NULL;
        }
    }
  if (self->rows->len > 0)
    return g_steal_pointer (&self);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "The table is empty");
  return NULL;
}

/**
 * hopso_server_csv_count:
 *
 * Returns: how many rows there are below the header
 */
guint
hopso_server_csv_count (const HopsoServerCsv *self)
{
  return self->rows->len - 1;
}

/**
 * hopso_server_csv_get:
 * @row: its number, from 0
 * @column: its name
 *
 * Returns: (transfer none) (nullable): what stands there; %NULL without such a column
 */
const char *
hopso_server_csv_get (const HopsoServerCsv *self, guint row, const char *column)
{
  const GPtrArray *names = self->rows->pdata[0];
  const GPtrArray *values = self->rows->pdata[row + 1];

  for (guint i = 0; i < names->len; i++)
    if (strcmp (names->pdata[i], column) == 0)
      return values->pdata[i];
  return NULL;
}

/**
 * hopso_server_csv_free:
 * @self: (transfer full): a table
 */
void
hopso_server_csv_free (HopsoServerCsv *self)
{
  g_ptr_array_unref (self->rows);
  g_free (self);
}
