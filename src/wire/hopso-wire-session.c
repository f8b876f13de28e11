/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who the server is, signing in, and the tokens that come of it. Passwords and tokens are copied
 * into wiped memory as soon as they are read. Any thread. */

#include "hopso-wire-session.h"

/**
 * hopso_wire_server_free:
 * @self: (transfer full) (nullable): what a server said of itself
 */
void
hopso_wire_server_free (HopsoWireServer *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->version);
  g_free (self->province);
  g_clear_pointer (&self->signing, hopso_sign_policy_free);
  g_clear_pointer (&self->publishing, hopso_publish_rules_free);
  g_free (self);
}

/* The rules as the administrator writes them, which is a list of words. */
static JsonArray *
print_rules (const char *text)
{
  JsonArray *array = json_array_new ();
  g_auto (GStrv) rules = g_strsplit (text, "\n", -1);

  for (guint i = 0; rules[i] != NULL && rules[i][0] != '\0'; i++)
    json_array_add_string_element (array, rules[i]);
  return array;
}

/* A rule of a newer server that is not known here is passed over. */
static gboolean
read_rules (JsonObject *object, HopsoSignPolicy **policy, GError **error)
{
  g_auto (GStrv) rules = NULL;

  if (!hopso_wire_read_strings (object, "x-signing", FALSE, &rules, error))
    return FALSE;
  if (rules == NULL)
    return TRUE;
  *policy = hopso_sign_policy_new ();
  for (guint i = 0; rules[i] != NULL; i++)
    hopso_sign_policy_set (*policy, rules[i], NULL);
  return TRUE;
}

static gboolean
read_publishing (JsonObject *object, HopsoPublishRules **publishing, GError **error)
{
  g_auto (GStrv) rules = NULL;

  if (!hopso_wire_read_strings (object, "x-publishing", FALSE, &rules, error))
    return FALSE;
  if (rules == NULL)
    return TRUE;
  *publishing = hopso_publish_rules_new ();
  for (guint i = 0; rules[i] != NULL; i++)
    hopso_publish_rules_set (*publishing, rules[i], NULL);
  return TRUE;
}

static void
add_rules (JsonObject *object, const HopsoWireServer *self)
{
  if (self->signing != NULL)
    {
      g_autofree char *signing = hopso_sign_policy_to_string (self->signing);
      json_object_set_array_member (object, "x-signing", print_rules (signing));
    }
  if (self->publishing != NULL)
    {
      g_autofree char *publishing = hopso_publish_rules_to_string (self->publishing);
      json_object_set_array_member (object, "x-publishing", print_rules (publishing));
    }
}

/**
 * hopso_wire_server_to_json:
 *
 * Returns: (transfer full): the reply's body
 */
JsonObject *
hopso_wire_server_to_json (const HopsoWireServer *self)
{
  JsonObject *object = json_object_new ();
  g_autofree char *time = hopso_wire_format_time (self->time);

  json_object_set_string_member (object, "name", self->name);
  json_object_set_string_member (object, "version", self->version);
  json_object_set_string_member (object, "province", self->province);
  json_object_set_string_member (object, "time", time);
  add_rules (object, self);
  return object;
}

/**
 * hopso_wire_server_from_json:
 * @object: an object from outside
 *
 * Returns: (transfer full): what the server says of itself, or %NULL with %HOPSO_WIRE_ERROR
 */
HopsoWireServer *
hopso_wire_server_from_json (JsonObject *object, GError **error)
{
  g_autoptr (HopsoWireServer) self = g_new0 (HopsoWireServer, 1);

  if (!hopso_wire_read_text (object, "name", TRUE, &self->name, error) ||
      !hopso_wire_read_text (object, "version", TRUE, &self->version, error) ||
      !hopso_wire_read_text (object, "province", TRUE, &self->province, error) ||
      !hopso_wire_read_time (object, "time", TRUE, &self->time, error) ||
      !read_rules (object, &self->signing, error) ||
      !read_publishing (object, &self->publishing, error))
    return NULL;
  return g_steal_pointer (&self);
}

static gboolean
read_secret (JsonObject *object, const char *name, HopsoSecret **secret, GError **error)
{
  char *string = NULL;

  *secret = NULL;
  if (!hopso_wire_read_string (object, name, TRUE, &string, error))
    return FALSE;
  *secret = hopso_secret_new_from_string (string);
  hopso_secret_wipe_string (string);
  return TRUE;
}

static void
add_secret (JsonObject *object, const char *name, HopsoSecret *secret)
{
  json_object_set_string_member (object, name, hopso_secret_get_string (secret));
}

/**
 * hopso_wire_sign_in_free:
 * @self: (transfer full) (nullable): name and password
 */
void
hopso_wire_sign_in_free (HopsoWireSignIn *self)
{
  if (self == NULL)
    return;
  g_free (self->login);
  g_clear_pointer (&self->password, hopso_secret_unref);
  g_free (self->device);
  g_free (self);
}

/**
 * hopso_wire_sign_in_to_json:
 *
 * Returns: (transfer full): the request's body
 */
JsonObject *
hopso_wire_sign_in_to_json (const HopsoWireSignIn *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "login", self->login);
  add_secret (object, "password", self->password);
  json_object_set_string_member (object, "device", self->device);
  return object;
}

/**
 * hopso_wire_sign_in_from_json:
 * @object: an object from outside
 *
 * Returns: (transfer full): name and password, or %NULL with %HOPSO_WIRE_ERROR
 */
HopsoWireSignIn *
hopso_wire_sign_in_from_json (JsonObject *object, GError **error)
{
  g_autoptr (HopsoWireSignIn) self = g_new0 (HopsoWireSignIn, 1);

  if (!hopso_wire_read_string (object, "login", TRUE, &self->login, error) ||
      !read_secret (object, "password", &self->password, error) ||
      !hopso_wire_read_text (object, "device", TRUE, &self->device, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * hopso_wire_tokens_free:
 * @self: (transfer full) (nullable): a pair of tokens
 */
void
hopso_wire_tokens_free (HopsoWireTokens *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->access, hopso_secret_unref);
  g_clear_pointer (&self->refresh, hopso_secret_unref);
  g_free (self->person);
  g_free (self);
}

/**
 * hopso_wire_tokens_to_json:
 *
 * Returns: (transfer full): the reply's body
 */
JsonObject *
hopso_wire_tokens_to_json (const HopsoWireTokens *self)
{
  JsonObject *object = json_object_new ();

  add_secret (object, "access", self->access);
  add_secret (object, "refresh", self->refresh);
  json_object_set_int_member (object, "expiresIn", self->expires_in);
  json_object_set_string_member (object, "person", self->person);
  return object;
}

/**
 * hopso_wire_tokens_from_json:
 * @object: an object from outside
 *
 * Returns: (transfer full): a pair of tokens, or %NULL with %HOPSO_WIRE_ERROR
 */
HopsoWireTokens *
hopso_wire_tokens_from_json (JsonObject *object, GError **error)
{
  g_autoptr (HopsoWireTokens) self = g_new0 (HopsoWireTokens, 1);

  if (!read_secret (object, "access", &self->access, error) ||
      !read_secret (object, "refresh", &self->refresh, error) ||
      !hopso_wire_read_integer (object, "expiresIn", TRUE, &self->expires_in, error) ||
      !hopso_wire_read_id (object, "person", TRUE, &self->person, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * hopso_wire_refresh_to_json:
 * @refresh: the token to spend
 *
 * Returns: (transfer full): the body of `POST /v1/session/refresh`
 */
JsonObject *
hopso_wire_refresh_to_json (HopsoSecret *refresh)
{
  JsonObject *object = json_object_new ();

  add_secret (object, "refresh", refresh);
  return object;
}

/**
 * hopso_wire_refresh_from_json:
 * @object: an object from outside
 *
 * Returns: (transfer full): the token to spend, or %NULL with %HOPSO_WIRE_ERROR
 */
HopsoSecret *
hopso_wire_refresh_from_json (JsonObject *object, GError **error)
{
  HopsoSecret *refresh;

  return read_secret (object, "refresh", &refresh, error) ? refresh : NULL;
}

/**
 * hopso_wire_recovery_to_json:
 * @wrapped: the wrapped account key
 *
 * Returns: (transfer full): the body of `/v1/account/recovery`
 */
JsonObject *
hopso_wire_recovery_to_json (GBytes *wrapped)
{
  JsonObject *object = json_object_new ();
  gsize size;
  const guchar *bytes = g_bytes_get_data (wrapped, &size);
  g_autofree char *text = g_base64_encode (bytes, size);

  json_object_set_string_member (object, "wrapped", text);
  return object;
}

/**
 * hopso_wire_recovery_from_json:
 * @object: an object from outside
 *
 * Returns: (transfer full): the wrapped account key, or %NULL with %HOPSO_WIRE_ERROR
 */
GBytes *
hopso_wire_recovery_from_json (JsonObject *object, GError **error)
{
  g_autofree char *text = NULL;

  if (!hopso_wire_read_string (object, "wrapped", TRUE, &text, error))
    return NULL;

  gsize size;
  g_autofree guchar *bytes = g_base64_decode (text, &size);
  g_autofree char *again = g_base64_encode (bytes, size);
  if (size == 0 || size > HOPSO_WIRE_MAX_RECOVERY || g_strcmp0 (text, again) != 0)
    {
      g_set_error (error, HOPSO_WIRE_ERROR, HOPSO_WIRE_ERROR_TYPE,
                   "“wrapped” is not 1 to %d bytes in Base64", HOPSO_WIRE_MAX_RECOVERY);
      return NULL;
    }
  return g_bytes_new_take (g_steal_pointer (&bytes), size);
}
