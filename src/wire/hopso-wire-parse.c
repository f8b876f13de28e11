/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A strict JSON reader (RFC 8259) for bytes from outside: no comments, no trailing commas, no two
 * members of one name, no lone surrogates, no NUL, whole numbers only as far as gint64 goes, and
 * a limit on depth. json-glib's own parser is more forgiving than two programs that must
 * understand the same bytes alike can afford. Any thread. */

#include "hopso-wire-json.h"

#include <math.h>
#include <string.h>

G_DEFINE_QUARK (hopso_wire_error, hopso_wire_error)

typedef struct
{
  const char *start; /* borrowed: the body */
  const char *at;
  const char *end;
  guint depth;
} Reader;

static gboolean
fail (Reader *reader, HopsoWireError code, const char *what, GError **error)
{
  g_set_error (error, HOPSO_WIRE_ERROR, (int) code, "%s at byte %" G_GSIZE_FORMAT, what,
               (gsize) (reader->at - reader->start));
  return FALSE;
}

static void
skip_space (Reader *reader)
{
  while (reader->at < reader->end && strchr (" \t\r\n", *reader->at) != NULL)
    reader->at++;
}

static gboolean
take (Reader *reader, char wanted)
{
  if (reader->at >= reader->end || *reader->at != wanted)
    return FALSE;
  reader->at++;
  return TRUE;
}

static gboolean
take_word (Reader *reader, const char *word)
{
  gsize size = strlen (word);

  if ((gsize) (reader->end - reader->at) < size || memcmp (reader->at, word, size) != 0)
    return FALSE;
  reader->at += size;
  return TRUE;
}

static gboolean
read_hex4 (Reader *reader, gunichar *value, GError **error)
{
  *value = 0;
  for (guint i = 0; i < 4; i++)
    {
      int digit = reader->at < reader->end ? g_ascii_xdigit_value (*reader->at) : -1;

      if (digit < 0)
        return fail (reader, HOPSO_WIRE_ERROR_SYNTAX, "Four hexadecimal digits expected", error);
      *value = *value * 16 + (gunichar) digit;
      reader->at++;
    }
  return TRUE;
}

/* RFC 8259 §7: what lies beyond U+FFFF comes as a pair of surrogates. */
static gboolean
read_unicode_escape (Reader *reader, GString *string, GError **error)
{
  gunichar high;
  gunichar low;

  if (!read_hex4 (reader, &high, error))
    return FALSE;
  if (high >= 0xd800 && high < 0xdc00)
    {
      if (!take (reader, '\\') || !take (reader, 'u'))
        return fail (reader, HOPSO_WIRE_ERROR_SYNTAX, "Half a surrogate pair", error);
      if (!read_hex4 (reader, &low, error))
        return FALSE;
      if (low < 0xdc00 || low > 0xdfff)
        return fail (reader, HOPSO_WIRE_ERROR_SYNTAX, "Half a surrogate pair", error);
      high = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
    }
  else if (high == 0 || (high >= 0xdc00 && high <= 0xdfff))
    return fail (reader, HOPSO_WIRE_ERROR_SYNTAX, "A character that no text has", error);
  g_string_append_unichar (string, high);
  return TRUE;
}

static gboolean
read_escape (Reader *reader, GString *string, GError **error)
{
  static const char letters[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";

  if (take (reader, 'u'))
    return read_unicode_escape (reader, string, error);

  const char *found = reader->at < reader->end ? strchr (letters, *reader->at) : NULL;
  if (found == NULL)
    return fail (reader, HOPSO_WIRE_ERROR_SYNTAX, "Unknown escape", error);
  g_string_append_c (string, meanings[found - letters]);
  reader->at++;
  return TRUE;
}

static char *
read_string (Reader *reader, GError **error)
{
  g_autoptr (GString) string = g_string_new (NULL);

  if (!take (reader, '"'))
    {
      fail (reader, HOPSO_WIRE_ERROR_SYNTAX, "A string expected", error);
      return NULL;
    }
  while (reader->at < reader->end && *reader->at != '"')
    {
      const char *plain = reader->at;

      while (reader->at < reader->end && *reader->at != '"' && *reader->at != '\\' &&
             (guchar) *reader->at >= 0x20)
        reader->at++;
      g_string_append_len (string, plain, reader->at - plain);
      if (reader->at < reader->end && (guchar) *reader->at < 0x20)
        {
          fail (reader, HOPSO_WIRE_ERROR_SYNTAX, "A control character in a string", error);
          return NULL;
        }
      if (take (reader, '\\') && !read_escape (reader, string, error))
        return NULL;
    }
  if (!take (reader, '"'))
    {
      fail (reader, HOPSO_WIRE_ERROR_SYNTAX, "A string without end", error);
      return NULL;
    }
  return g_string_free (g_steal_pointer (&string), FALSE);
}

static gboolean
skip_digits (Reader *reader)
{
  const char *first = reader->at;

  while (reader->at < reader->end && g_ascii_isdigit (*reader->at))
    reader->at++;
  return reader->at > first;
}

/* RFC 8259 §6; FALSE when it does not look like a number at all. */
static gboolean
skip_number (Reader *reader, gboolean *is_whole)
{
  *is_whole = TRUE;
  take (reader, '-');
  if (!take (reader, '0') && !skip_digits (reader))
    return FALSE;
  if (take (reader, '.'))
    {
      *is_whole = FALSE;
      if (!skip_digits (reader))
        return FALSE;
    }
  if (take (reader, 'e') || take (reader, 'E'))
    {
      *is_whole = FALSE;
      if (!take (reader, '+'))
        take (reader, '-');
      if (!skip_digits (reader))
        return FALSE;
    }
  return TRUE;
}

static JsonNode *
read_number (Reader *reader, GError **error)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_VALUE);
  const char *first = reader->at;
  gboolean is_whole;

  if (!skip_number (reader, &is_whole))
    {
      fail (reader, HOPSO_WIRE_ERROR_SYNTAX, "A value expected", error);
      return NULL;
    }

  g_autofree char *text = g_strndup (first, (gsize) (reader->at - first));
  gint64 whole = 0;
  double real = is_whole ? 0 : g_ascii_strtod (text, NULL);
  if ((is_whole && !g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &whole, NULL)) ||
      !isfinite (real))
    {
      fail (reader, HOPSO_WIRE_ERROR_TOO_LARGE, "A number too large", error);
      return NULL;
    }
  if (is_whole)
    json_node_set_int (node, whole);
  else
    json_node_set_double (node, real);
  return g_steal_pointer (&node);
}

static JsonNode *read_value (Reader *reader, GError **error);

static gboolean
read_member (Reader *reader, JsonObject *object, GError **error)
{
  skip_space (reader);

  g_autofree char *name = read_string (reader, error);
  if (name == NULL)
    return FALSE;
  if (json_object_has_member (object, name))
    return fail (reader, HOPSO_WIRE_ERROR_SYNTAX, "Two members of one name", error);
  skip_space (reader);
  if (!take (reader, ':'))
    return fail (reader, HOPSO_WIRE_ERROR_SYNTAX, "A colon expected", error);

  JsonNode *value = read_value (reader, error);
  if (value == NULL)
    return FALSE;
  json_object_set_member (object, name, value);
  skip_space (reader);
  return TRUE;
}

static JsonNode *
read_object (Reader *reader, GError **error)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_node_take_object (node, object);
  skip_space (reader);
  if (take (reader, '}'))
    return g_steal_pointer (&node);
  do
    if (!read_member (reader, object, error))
      return NULL;
  while (take (reader, ','));
  if (!take (reader, '}'))
    {
      fail (reader, HOPSO_WIRE_ERROR_SYNTAX, "A comma or closing brace expected", error);
      return NULL;
    }
  return g_steal_pointer (&node);
}

static JsonNode *
read_array (Reader *reader, GError **error)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  json_node_take_array (node, array);
  skip_space (reader);
  if (take (reader, ']'))
    return g_steal_pointer (&node);
  do
    {
      JsonNode *value = read_value (reader, error);
      if (value == NULL)
        return NULL;
      json_array_add_element (array, value);
      skip_space (reader);
    }
  while (take (reader, ','));
  if (!take (reader, ']'))
    {
      fail (reader, HOPSO_WIRE_ERROR_SYNTAX, "A comma or closing bracket expected", error);
      return NULL;
    }
  return g_steal_pointer (&node);
}

static JsonNode *
read_nested (Reader *reader, GError **error)
{
  gboolean is_object = *reader->at == '{';

  if (reader->depth == HOPSO_WIRE_MAX_DEPTH)
    {
      fail (reader, HOPSO_WIRE_ERROR_TOO_DEEP, "Nested too deep", error);
      return NULL;
    }
  reader->at++;
  reader->depth++;

  JsonNode *node = is_object ? read_object (reader, error) : read_array (reader, error);
  reader->depth--;
  return node;
}

static JsonNode *
read_value (Reader *reader, GError **error)
{
  skip_space (reader);
  if (reader->at < reader->end && (*reader->at == '{' || *reader->at == '['))
    return read_nested (reader, error);
  if (reader->at < reader->end && *reader->at == '"')
    {
      g_autofree char *string = read_string (reader, error);
      if (string == NULL)
        return NULL;
      return json_node_init_string (json_node_alloc (), string);
    }
  if (take_word (reader, "true"))
    return json_node_init_boolean (json_node_alloc (), TRUE);
  if (take_word (reader, "false"))
    return json_node_init_boolean (json_node_alloc (), FALSE);
  if (take_word (reader, "null"))
    return json_node_init_null (json_node_alloc ());
  return read_number (reader, error);
}

/**
 * hopso_wire_parse:
 * @body: bytes from outside
 * @max_size: how many of them are taken
 *
 * Returns: (transfer full): what they say, or %NULL with %HOPSO_WIRE_ERROR
 */
JsonNode *
hopso_wire_parse (GBytes *body, gsize max_size, GError **error)
{
  gsize size;
  const char *data = g_bytes_get_data (body, &size);
  const char *bytes = data != NULL ? data : "";
  Reader reader = { bytes, bytes, bytes + size, 0 };

  if (size > max_size)
    {
      g_set_error (error, HOPSO_WIRE_ERROR, HOPSO_WIRE_ERROR_TOO_LARGE,
                   "%" G_GSIZE_FORMAT " bytes, where %" G_GSIZE_FORMAT " are taken", size,
                   max_size);
      return NULL;
    }
  if (size == 0 || !g_utf8_validate_len (bytes, size, &reader.at))
    {
      fail (&reader, HOPSO_WIRE_ERROR_SYNTAX, "No UTF-8 text", error);
      return NULL;
    }
  reader.at = bytes;

  g_autoptr (JsonNode) node = read_value (&reader, error);
  if (node == NULL)
    return NULL;
  skip_space (&reader);
  if (reader.at < reader.end)
    {
      fail (&reader, HOPSO_WIRE_ERROR_SYNTAX, "More than one value", error);
      return NULL;
    }
  return g_steal_pointer (&node);
}

/**
 * hopso_wire_parse_object:
 * @body: bytes from outside
 * @max_size: how many of them are taken
 *
 * Returns: (transfer full): the object they hold, or %NULL with %HOPSO_WIRE_ERROR
 */
JsonObject *
hopso_wire_parse_object (GBytes *body, gsize max_size, GError **error)
{
  g_autoptr (JsonNode) node = hopso_wire_parse (body, max_size, error);

  if (node == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, HOPSO_WIRE_ERROR, HOPSO_WIRE_ERROR_TYPE, "An object expected");
      return NULL;
    }
  return json_node_dup_object (node);
}

/**
 * hopso_wire_print_string:
 *
 * Returns: (transfer full): the object as JSON on one line
 */
char *
hopso_wire_print_string (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);

  return json_to_string (node, FALSE);
}

/**
 * hopso_wire_print:
 *
 * Returns: (transfer full): the object as JSON on one line
 */
GBytes *
hopso_wire_print (JsonObject *object)
{
  char *text = hopso_wire_print_string (object);

  return g_bytes_new_take (text, strlen (text));
}
