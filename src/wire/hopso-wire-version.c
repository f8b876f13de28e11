/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The announcement of a new version of a paper, whose bytes were uploaded before. Any thread. */

#include "hopso-wire-version.h"

/**
 * hopso_wire_version_free:
 * @self: (transfer full) (nullable): an announcement
 */
void
hopso_wire_version_free (HopsoWireVersion *self)
{
  if (self == NULL)
    return;
  g_free (self->digest);
  g_free (self->file_name);
  g_free (self->sign_request);
  g_free (self);
}

/**
 * hopso_wire_version_to_json:
 *
 * Returns: (transfer full): the request's body
 */
JsonObject *
hopso_wire_version_to_json (const HopsoWireVersion *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "x-digest", self->digest);
  json_object_set_int_member (object, "size", self->size);
  if (self->file_name != NULL)
    json_object_set_string_member (object, "fileName", self->file_name);
  if (self->sign_request != NULL)
    json_object_set_string_member (object, "signRequest", self->sign_request);
  if (self->replaces)
    json_object_set_boolean_member (object, "replaces", TRUE);
  return object;
}

/**
 * hopso_wire_version_from_json:
 * @object: an object from outside
 *
 * Returns: (transfer full): the announcement, or %NULL with %HOPSO_WIRE_ERROR
 */
HopsoWireVersion *
hopso_wire_version_from_json (JsonObject *object, GError **error)
{
  g_autoptr (HopsoWireVersion) self = g_new0 (HopsoWireVersion, 1);

  if (!hopso_wire_read_string (object, "x-digest", TRUE, &self->digest, error) ||
      !hopso_wire_read_integer (object, "size", TRUE, &self->size, error) ||
      !hopso_wire_read_text (object, "fileName", FALSE, &self->file_name, error) ||
      !hopso_wire_read_id (object, "signRequest", FALSE, &self->sign_request, error) ||
      !hopso_wire_read_boolean (object, "replaces", FALSE, &self->replaces, error))
    return NULL;
  if (!hopso_wire_is_digest (self->digest) || self->size <= 0)
    {
      g_set_error (error, HOPSO_WIRE_ERROR, HOPSO_WIRE_ERROR_TYPE,
                   "“x-digest” or “size” is not what it should be");
      return NULL;
    }
  return g_steal_pointer (&self);
}
