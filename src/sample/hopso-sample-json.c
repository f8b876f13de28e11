/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads members of JSON objects so that a slip in a data file is an error that names it, never a
 * warning on the way. Pure. */

#include "hopso-sample-private.h"

JsonObject *
hopso_sample_load_json (const char *path, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();

  if (!json_parser_load_from_file (parser, path, error))
    return NULL;

  JsonNode *root = json_parser_get_root (parser);

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error (error, HOPSO_SAMPLE_ERROR, HOPSO_SAMPLE_ERROR_DAMAGED, "%s holds no object",
                   path);
      return NULL;
    }
  return json_node_dup_object (root);
}

/* A string member, or NULL. */
const char *
hopso_sample_peek_text (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

/* A string member that has to be there. */
const char *
hopso_sample_get_text (JsonObject *object, const char *name, GError **error)
{
  const char *text = hopso_sample_peek_text (object, name);

  if (text == NULL)
    g_set_error (error, HOPSO_SAMPLE_ERROR, HOPSO_SAMPLE_ERROR_DAMAGED,
                 "An object with the id “%s” has no text “%s”",
                 json_object_has_member (object, "id") ? hopso_sample_peek_text (object, "id") : "",
                 name);
  return text;
}

gint64
hopso_sample_get_number (JsonObject *object, const char *name, gint64 otherwise)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_INT64 ? json_node_get_int (node)
                                                                         : otherwise;
}

/* An array member, or NULL, which counts as empty for the functions below. */
JsonArray *
hopso_sample_get_array (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

JsonObject *
hopso_sample_get_element (JsonArray *array, guint index, GError **error)
{
  JsonNode *node = json_array_get_element (array, index);

  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_node_get_object (node);
  g_set_error (error, HOPSO_SAMPLE_ERROR, HOPSO_SAMPLE_ERROR_DAMAGED,
               "Element %u of a list is no object", index + 1);
  return NULL;
}

/* A string of a list; something else counts as empty. */
const char *
hopso_sample_get_string (JsonArray *array, guint index)
{
  JsonNode *node = json_array_get_element (array, index);

  return json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : "";
}
