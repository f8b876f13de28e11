/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What people say to a meeting beside their answer: who comes instead, and which papers they have
 * got and read. Any thread. */

#include "hopso-wire-people.h"

/**
 * hopso_wire_substitution_free:
 * @self: (transfer full) (nullable): an act
 */
void
hopso_wire_substitution_free (HopsoWireSubstitution *self)
{
  if (self == NULL)
    return;
  g_free (self->person);
  g_free (self->reason);
  g_free (self);
}

/**
 * hopso_wire_substitution_to_json:
 *
 * Returns: (transfer full): the request's body
 */
JsonObject *
hopso_wire_substitution_to_json (const HopsoWireSubstitution *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "act", hopso_substitution_act_name (self->type));
  if (self->person != NULL)
    json_object_set_string_member (object, "person", self->person);
  if (self->reason != NULL)
    json_object_set_string_member (object, "reason", self->reason);
  return object;
}

/**
 * hopso_wire_substitution_from_json:
 * @object: an object from outside
 *
 * Returns: (transfer full): the act, or %NULL with %HOPSO_WIRE_ERROR
 */
HopsoWireSubstitution *
hopso_wire_substitution_from_json (JsonObject *object, GError **error)
{
  g_autoptr (HopsoWireSubstitution) self = g_new0 (HopsoWireSubstitution, 1);
  g_autofree char *act = NULL;

  if (!hopso_wire_read_text (object, "act", TRUE, &act, error) ||
      !hopso_wire_read_id (object, "person", FALSE, &self->person, error) ||
      !hopso_wire_read_text (object, "reason", FALSE, &self->reason, error))
    return NULL;
  if (!hopso_substitution_act_parse (act, &self->type))
    {
      g_set_error_literal (error, HOPSO_WIRE_ERROR, HOPSO_WIRE_ERROR_TYPE,
                           "“act” is not what it should be");
      return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * hopso_wire_receipts_new:
 *
 * Returns: (transfer full): that nothing was received
 */
HopsoWireReceipts *
hopso_wire_receipts_new (void)
{
  HopsoWireReceipts *self = g_new0 (HopsoWireReceipts, 1);

  self->received = g_ptr_array_new_with_free_func (g_free);
  self->read = g_ptr_array_new_with_free_func (g_free);
  return self;
}

/**
 * hopso_wire_receipts_free:
 * @self: (transfer full) (nullable): receipts
 */
void
hopso_wire_receipts_free (HopsoWireReceipts *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->received);
  g_ptr_array_unref (self->read);
  g_free (self);
}

/**
 * hopso_wire_receipts_add:
 * @digests: (element-type utf8): one of the lists
 * @digest: a digest
 *
 * Returns: whether it was not among them
 */
gboolean
hopso_wire_receipts_add (GPtrArray *digests, const char *digest)
{
  if (g_ptr_array_find_with_equal_func (digests, digest, g_str_equal, NULL))
    return FALSE;
  g_ptr_array_add (digests, g_strdup (digest));
  return TRUE;
}

static void
write_digests (JsonObject *object, const char *name, GPtrArray *digests)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < digests->len; i++)
    json_array_add_string_element (array, digests->pdata[i]);
  json_object_set_array_member (object, name, array);
}

/**
 * hopso_wire_receipts_to_json:
 *
 * Returns: (transfer full): the request's body
 */
JsonObject *
hopso_wire_receipts_to_json (const HopsoWireReceipts *self)
{
  JsonObject *object = json_object_new ();

  write_digests (object, "received", self->received);
  write_digests (object, "read", self->read);
  return object;
}

static gboolean
fail (const char *name, GError **error)
{
  g_set_error (error, HOPSO_WIRE_ERROR, HOPSO_WIRE_ERROR_TYPE, "“%s” is not what it should be",
               name);
  return FALSE;
}

static gboolean
read_digests (JsonObject *object, const char *name, GPtrArray *digests, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);
  JsonArray *array;

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return fail (name, error);
  array = json_node_get_array (node);
  if (json_array_get_length (array) > HOPSO_WIRE_RECEIPTS_MAX)
    return fail (name, error);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (json_node_get_value_type (element) != G_TYPE_STRING ||
          !hopso_wire_is_digest (json_node_get_string (element)))
        return fail (name, error);
      hopso_wire_receipts_add (digests, json_node_get_string (element));
    }
  return TRUE;
}

/**
 * hopso_wire_receipts_from_json:
 * @object: an object from outside
 *
 * Returns: (transfer full): the receipts, or %NULL with %HOPSO_WIRE_ERROR
 */
HopsoWireReceipts *
hopso_wire_receipts_from_json (JsonObject *object, GError **error)
{
  g_autoptr (HopsoWireReceipts) self = hopso_wire_receipts_new ();

  if (!read_digests (object, "received", self->received, error) ||
      !read_digests (object, "read", self->read, error))
    return NULL;
  return g_steal_pointer (&self);
}
