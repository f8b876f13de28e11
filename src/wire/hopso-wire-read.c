/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Taking members out of an object from outside, each checked for its type. A member that is null
 * counts as not there. Any thread. */

#include "hopso-wire-json.h"

#include "hopso-name.h"

#include <string.h>

/* The member, NULL when it is not there; FALSE when it had to be. */
static gboolean
find (JsonObject *object, const char *name, gboolean is_required, JsonNode **node, GError **error)
{
  *node = json_object_get_member (object, name);
  if (*node != NULL && JSON_NODE_HOLDS_NULL (*node))
    *node = NULL;
  if (*node == NULL && is_required)
    {
      g_set_error (error, HOPSO_WIRE_ERROR, HOPSO_WIRE_ERROR_MISSING, "“%s” is missing", name);
      return FALSE;
    }
  return TRUE;
}

static gboolean
fail_type (const char *name, const char *wanted, GError **error)
{
  g_set_error (error, HOPSO_WIRE_ERROR, HOPSO_WIRE_ERROR_TYPE, "“%s” is not %s", name, wanted);
  return FALSE;
}

static gboolean
holds (JsonNode *node, GType type)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

/**
 * hopso_wire_read_string:
 * @name: the member
 * @is_required: whether it must be there
 * @value: (out) (transfer full) (nullable): its value; %NULL when it is not there
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_wire_read_string (
    JsonObject *object, const char *name, gboolean is_required, char **value, GError **error)
{
  JsonNode *node;

  *value = NULL;
  if (!find (object, name, is_required, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;
  if (!holds (node, G_TYPE_STRING))
    return fail_type (name, "a string", error);
  *value = json_node_dup_string (node);
  return TRUE;
}

/**
 * hopso_wire_read_text:
 * @name: the member
 * @is_required: whether it must be there
 * @value: (out) (transfer full) (nullable): its value; %NULL when it is not there
 *
 * As hopso_wire_read_string(), for what people are shown: without what cannot be seen.
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_wire_read_text (
    JsonObject *object, const char *name, gboolean is_required, char **value, GError **error)
{
  g_autofree char *raw = NULL;

  *value = NULL;
  if (!hopso_wire_read_string (object, name, is_required, &raw, error))
    return FALSE;
  if (raw != NULL)
    *value = hopso_name_clean (raw);
  return TRUE;
}

/**
 * hopso_wire_read_integer:
 * @name: the member
 * @is_required: whether it must be there
 * @value: (out): its value; 0 when it is not there
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_wire_read_integer (
    JsonObject *object, const char *name, gboolean is_required, gint64 *value, GError **error)
{
  JsonNode *node;

  *value = 0;
  if (!find (object, name, is_required, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;
  if (!holds (node, G_TYPE_INT64))
    return fail_type (name, "a whole number", error);
  *value = json_node_get_int (node);
  return TRUE;
}

/**
 * hopso_wire_read_boolean:
 * @name: the member
 * @is_required: whether it must be there
 * @value: (out): its value; %FALSE when it is not there
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_wire_read_boolean (
    JsonObject *object, const char *name, gboolean is_required, gboolean *value, GError **error)
{
  JsonNode *node;

  *value = FALSE;
  if (!find (object, name, is_required, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;
  if (!holds (node, G_TYPE_BOOLEAN))
    return fail_type (name, "true or false", error);
  *value = json_node_get_boolean (node);
  return TRUE;
}

/**
 * hopso_wire_read_time:
 * @name: the member
 * @is_required: whether it must be there
 * @value: (out): its value; 0 when it is not there
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_wire_read_time (
    JsonObject *object, const char *name, gboolean is_required, gint64 *value, GError **error)
{
  JsonNode *node;

  *value = 0;
  if (!find (object, name, is_required, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;
  if (!holds (node, G_TYPE_STRING) || !hopso_wire_parse_time (json_node_get_string (node), value))
    return fail_type (name, "a time with its offset", error);
  return TRUE;
}

/**
 * hopso_wire_read_strings:
 * @name: the member
 * @is_required: whether it must be there
 * @value: (out) (transfer full) (nullable) (array zero-terminated=1): its value; %NULL when it is
 *   not there
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_wire_read_strings (
    JsonObject *object, const char *name, gboolean is_required, char ***value, GError **error)
{
  g_autoptr (GPtrArray) strings = g_ptr_array_new_with_free_func (g_free);
  JsonNode *node;

  *value = NULL;
  if (!find (object, name, is_required, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return fail_type (name, "a list of strings", error);

  JsonArray *array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (!holds (element, G_TYPE_STRING))
        return fail_type (name, "a list of strings", error);
      g_ptr_array_add (strings, json_node_dup_string (element));
    }
  g_ptr_array_add (strings, NULL);
  *value = (char **) g_ptr_array_free (g_steal_pointer (&strings), FALSE);
  return TRUE;
}

/**
 * hopso_wire_read_id:
 * @name: the member
 * @is_required: whether it must be there
 * @value: (out) (transfer full) (nullable): the UUID; %NULL when it is not there
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_wire_read_id (
    JsonObject *object, const char *name, gboolean is_required, char **value, GError **error)
{
  g_autofree char *string = NULL;

  *value = NULL;
  if (!hopso_wire_read_string (object, name, is_required, &string, error))
    return FALSE;
  if (string != NULL && !hopso_wire_is_id (string))
    return fail_type (name, "an identifier", error);
  *value = g_steal_pointer (&string);
  return TRUE;
}

static gboolean
is_lower_hex (char c)
{
  return g_ascii_isdigit (c) || (c >= 'a' && c <= 'f');
}

/**
 * hopso_wire_is_id:
 * @string: text from outside
 *
 * Returns: whether it is a UUID in lower case (RFC 9562 §4)
 */
gboolean
hopso_wire_is_id (const char *string)
{
  static const char pattern[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

  for (gsize i = 0; i < G_N_ELEMENTS (pattern); i++)
    if (pattern[i] == 'x' ? !is_lower_hex (string[i]) : string[i] != pattern[i])
      return FALSE;
  return TRUE;
}

/**
 * hopso_wire_is_digest:
 * @string: text from outside
 *
 * Returns: whether it is a SHA-256 in lower-case hexadecimal
 */
gboolean
hopso_wire_is_digest (const char *string)
{
  gsize size = 0;

  while (is_lower_hex (string[size]))
    size++;
  return size == 64 && string[size] == '\0';
}
