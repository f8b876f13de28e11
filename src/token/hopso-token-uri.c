/* SPDX-License-Identifier: GPL-3.0-or-later */

/* PKCS#11 URIs (RFC 7512): "pkcs11:token=A;id=%01?module-path=/m.so". What we cannot hold against
 * a token is refused and not skipped: a URI must never fit more than it says. A PIN is not taken
 * from it, since everybody sees the words of a command line. Pure, any thread. */

#include "hopso-token-uri.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SCHEME "pkcs11:"

struct _HopsoTokenUri
{
  char *token;        /* owned, nullable */
  char *serial;       /* owned, nullable */
  char *model;        /* owned, nullable */
  char *manufacturer; /* owned, nullable */
  GBytes *id;         /* owned, nullable */
  char *module;       /* owned, nullable */
  char *pin_file;     /* owned, nullable */
};

static gboolean
refuse (GError **error, const char *what)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _ ("PKCS#11 URI: %s"), what);
  return FALSE;
}

/* The bytes that a value stands for, or %NULL. */
static GBytes *
decode (const char *value)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  for (const char *at = value; *at != '\0'; at++)
    {
      guint8 byte = (guint8) *at;

      if (byte == '%')
        {
          if (!g_ascii_isxdigit (at[1]) || !g_ascii_isxdigit (at[2]))
            return NULL;
          byte = (guint8) (g_ascii_xdigit_value (at[1]) << 4 | g_ascii_xdigit_value (at[2]));
          at += 2;
        }
      g_byte_array_append (bytes, &byte, 1);
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

static gboolean
take_text (char **place, const char *value, GError **error)
{
  g_autoptr (GBytes) bytes = decode (value);
  gsize size = 0;
  const char *text = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;

  if (bytes == NULL || *place != NULL || (size > 0 && !g_utf8_validate_len (text, size, NULL)))
    return refuse (error, _ ("a value is malformed or stands there twice"));
  *place = g_strndup (text != NULL ? text : "", size);
  return TRUE;
}

static gboolean
take_id (HopsoTokenUri *self, const char *value, GError **error)
{
  g_autoptr (GBytes) id = decode (value);

  if (id == NULL || self->id != NULL)
    return refuse (error, _ ("a value is malformed or stands there twice"));
  self->id = g_steal_pointer (&id);
  return TRUE;
}

static gboolean
take_pin_source (HopsoTokenUri *self, const char *value, GError **error)
{
  g_autofree char *source = NULL;

  if (!take_text (&source, value, error))
    return FALSE;
  const char *path = g_str_has_prefix (source, "file:") ? source + strlen ("file:") : source;
  if (g_str_has_prefix (path, "//"))
    path += 2;
  if (*path != '/' || self->pin_file != NULL)
    return refuse (error, _ ("pin-source must be one file with its whole path"));
  self->pin_file = g_strdup (path);
  return TRUE;
}

static gboolean
take (HopsoTokenUri *self, const char *name, const char *value, GError **error)
{
  if (g_str_equal (name, "token"))
    return take_text (&self->token, value, error);
  if (g_str_equal (name, "serial"))
    return take_text (&self->serial, value, error);
  if (g_str_equal (name, "model"))
    return take_text (&self->model, value, error);
  if (g_str_equal (name, "manufacturer"))
    return take_text (&self->manufacturer, value, error);
  if (g_str_equal (name, "id"))
    return take_id (self, value, error);
  /* Whichever of the two is named, the other has the same number. */
  if (g_str_equal (name, "type") && (g_str_equal (value, "cert") || g_str_equal (value, "private")))
    return TRUE;
  if (g_str_equal (name, "pin-value"))
    return refuse (error, _ ("a PIN on the command line is seen by everybody"));

  g_autofree char *words = g_strdup_printf (_ ("“%s” cannot be looked for"), name);
  return refuse (error, words);
}

static gboolean
take_query (HopsoTokenUri *self, const char *name, const char *value, GError **error)
{
  if (g_str_equal (name, "module-path"))
    return take_text (&self->module, value, error);
  if (g_str_equal (name, "pin-source"))
    return take_pin_source (self, value, error);
  return take (self, name, value, error);
}

typedef gboolean (*Take) (HopsoTokenUri *self, const char *name, const char *value, GError **error);

static gboolean
take_all (HopsoTokenUri *self, const char *part, const char *delimiter, Take func, GError **error)
{
  g_auto (GStrv) attributes = g_strsplit (part, delimiter, -1);

  for (char **attribute = attributes; *attribute != NULL; attribute++)
    {
      g_auto (GStrv) pair = g_strsplit (*attribute, "=", 2);

      if (**attribute == '\0')
        continue;
      if (pair[1] == NULL)
        return refuse (error, _ ("a value is missing"));
      if (!func (self, pair[0], pair[1], error))
        return FALSE;
    }
  return TRUE;
}

/**
 * hopso_token_uri_parse:
 * @text: as typed
 * @error: of %G_IO_ERROR, why it names nothing
 *
 * Returns: (transfer full): what it names, or %NULL with @error
 */
HopsoTokenUri *
hopso_token_uri_parse (const char *text, GError **error)
{
  g_autoptr (HopsoTokenUri) self = g_new0 (HopsoTokenUri, 1);

  if (!g_str_has_prefix (text, SCHEME))
    {
      refuse (error, _ ("it must begin with “pkcs11:”"));
      return NULL;
    }
  g_auto (GStrv) parts = g_strsplit (text + strlen (SCHEME), "?", 2);
  if ((parts[0] != NULL && !take_all (self, parts[0], ";", take, error)) ||
      (parts[0] != NULL && parts[1] != NULL && !take_all (self, parts[1], "&", take_query, error)))
    return NULL;
  return g_steal_pointer (&self);
}

static gboolean
agrees (const char *wanted, const char *there)
{
  return wanted == NULL || g_strcmp0 (wanted, there) == 0;
}

/**
 * hopso_token_uri_matches:
 *
 * Returns: whether the URI means this certificate, or the key that belongs to it
 */
gboolean
hopso_token_uri_matches (const HopsoTokenUri *self,
                         HopsoToken *token,
                         HopsoTokenCertificate *certificate)
{
  return agrees (self->token, hopso_token_get_label (token)) &&
         agrees (self->serial, hopso_token_get_serial (token)) &&
         agrees (self->model, hopso_token_get_model (token)) &&
         agrees (self->manufacturer, hopso_token_get_manufacturer (token)) &&
         (self->id == NULL ||
          g_bytes_equal (self->id, hopso_token_certificate_get_id (certificate)));
}

/**
 * hopso_token_uri_get_module:
 *
 * Returns: (transfer none) (nullable): the module's file
 */
const char *
hopso_token_uri_get_module (const HopsoTokenUri *self)
{
  return self->module;
}

/**
 * hopso_token_uri_get_pin_file:
 *
 * Returns: (transfer none) (nullable): the file that holds the PIN
 */
const char *
hopso_token_uri_get_pin_file (const HopsoTokenUri *self)
{
  return self->pin_file;
}

/**
 * hopso_token_uri_free:
 * @self: (transfer full): a URI
 */
void
hopso_token_uri_free (HopsoTokenUri *self)
{
  g_free (self->token);
  g_free (self->serial);
  g_free (self->model);
  g_free (self->manufacturer);
  g_clear_pointer (&self->id, g_bytes_unref);
  g_free (self->module);
  g_free (self->pin_file);
  g_free (self);
}
