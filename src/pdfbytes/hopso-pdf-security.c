/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads the dictionary that says how a document is protected by passwords (ISO 32000-2, 7.6.4:
 * the standard security handler, its revisions 2 to 6). Strict: what is missing, doubled or of
 * another kind is an error, for a guess could show another document than others see. One thread at
 * a time. */

#include "hopso-pdf-security-private.h"

#include "hopso-pdf-error-private.h"

#include <string.h>

#define MAX_FILTERS 100

/* Lets go of everything; the key is wiped. */
void
hopso_pdf_security_free (HopsoPdfSecurity *self)
{
  g_clear_pointer (&self->identity, g_bytes_unref);
  g_clear_pointer (&self->filters, g_hash_table_unref);
  g_clear_pointer (&self->key, hopso_secret_unref);
  g_free (self);
}

/* Some writers pad what has a fixed size. */
static gboolean
read_bytes (HopsoPdfObject *dictionary, const char *key, guint8 *bytes, gsize size)
{
  GBytes *string = hopso_pdf_object_get_string (hopso_pdf_object_get (dictionary, key));

  if (string == NULL || g_bytes_get_size (string) < size)
    return FALSE;
  memcpy (bytes, g_bytes_get_data (string, NULL), size);
  return TRUE;
}

/* V, R and Length (table 20): which belong together. */
static gboolean
read_kind (HopsoPdfSecurity *self, HopsoPdfObject *dictionary, gint64 *version)
{
  gint64 revision, bits = 40;

  if (!hopso_pdf_object_get_integer (hopso_pdf_object_get (dictionary, "V"), version) ||
      !hopso_pdf_object_get_integer (hopso_pdf_object_get (dictionary, "R"), &revision))
    return FALSE;
  hopso_pdf_object_get_integer (hopso_pdf_object_get (dictionary, "Length"), &bits);
  if (*version == 1 && (revision == 2 || revision == 3))
    self->key_size = 5;
  else if (*version == 2 && revision == 3 && bits >= 40 && bits <= 128 && bits % 8 == 0)
    self->key_size = (gsize) bits / 8;
  else if (*version == 4 && revision == 4)
    self->key_size = 16;
  else if (*version == 5 && (revision == 5 || revision == 6))
    self->key_size = 32;
  else
    return FALSE;
  self->revision = (guint) revision;
  return TRUE;
}

static gboolean
read_secrets (HopsoPdfSecurity *self, HopsoPdfObject *dictionary)
{
  gsize size = self->revision >= 5 ? 48 : 32;
  gint64 permissions;

  if (!hopso_pdf_object_get_integer (hopso_pdf_object_get (dictionary, "P"), &permissions) ||
      permissions < G_MININT32 || permissions > G_MAXUINT32)
    return FALSE;
  /* Some write it without a sign. */
  self->permissions = (gint32) (guint32) (permissions & 0xffffffff);
  self->is_metadata_encrypted =
      hopso_pdf_object_get_boolean (hopso_pdf_object_get (dictionary, "EncryptMetadata"), TRUE);
  return read_bytes (dictionary, "O", self->owner, size) &&
         read_bytes (dictionary, "U", self->user, size) &&
         (self->revision < 5 || (read_bytes (dictionary, "OE", self->owner_key, 32) &&
                                 read_bytes (dictionary, "UE", self->user_key, 32) &&
                                 read_bytes (dictionary, "Perms", self->proof, 16)));
}

/* One crypt filter (table 25). */
static gboolean
read_method (HopsoPdfObject *filter, gint64 version, HopsoPdfMethod *method)
{
  HopsoPdfObject *name = hopso_pdf_object_get (filter, "CFM");

  if (version == 4 && hopso_pdf_object_is_name (name, "V2"))
    *method = HOPSO_PDF_METHOD_RC4;
  else if (version == 4 && hopso_pdf_object_is_name (name, "AESV2"))
    *method = HOPSO_PDF_METHOD_AES_128;
  else if (version == 5 && hopso_pdf_object_is_name (name, "AESV3"))
    *method = HOPSO_PDF_METHOD_AES_256;
  else
    return FALSE;
  return !hopso_pdf_object_has_duplicate_keys (filter);
}

static gboolean
look_up_method (HopsoPdfSecurity *self,
                HopsoPdfObject *dictionary,
                const char *key,
                HopsoPdfMethod *method)
{
  HopsoPdfObject *name = hopso_pdf_object_get (dictionary, key);
  gpointer found;

  if (hopso_pdf_object_is_null (name))
    return TRUE;
  if (hopso_pdf_object_get_name (name) == NULL ||
      !g_hash_table_lookup_extended (self->filters, hopso_pdf_object_get_name (name), NULL, &found))
    return FALSE;
  *method = (HopsoPdfMethod) GPOINTER_TO_INT (found);
  return TRUE;
}

static gboolean
read_filters (HopsoPdfSecurity *self, HopsoPdfObject *dictionary, gint64 version)
{
  HopsoPdfObject *filters = hopso_pdf_object_get (dictionary, "CF");
  guint n = hopso_pdf_object_get_n_keys (filters);

  if (n > MAX_FILTERS || hopso_pdf_object_has_duplicate_keys (filters))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      HopsoPdfObject *filter;
      const char *name = hopso_pdf_object_get_key (filters, i, &filter);
      HopsoPdfMethod method;

      if (strcmp (name, "Identity") == 0 || !read_method (filter, version, &method))
        return FALSE;
      g_hash_table_insert (self->filters, g_strdup (name), GINT_TO_POINTER (method));
    }
  if (!look_up_method (self, dictionary, "StmF", &self->streams) ||
      !look_up_method (self, dictionary, "StrF", &self->strings))
    return FALSE;
  self->files = self->streams;
  return look_up_method (self, dictionary, "EFF", &self->files);
}

/**
 * hopso_pdf_security_read:
 * @dictionary: Encrypt, resolved
 * @identity: ID of the trailer, resolved
 *
 * Returns: (transfer full): what it says, still locked, or %NULL with @error
 */
HopsoPdfSecurity *
hopso_pdf_security_read (HopsoPdfObject *dictionary, HopsoPdfObject *identity, GError **error)
{
  g_autoptr (HopsoPdfSecurity) self = g_new0 (HopsoPdfSecurity, 1);
  GBytes *first = hopso_pdf_object_get_string (hopso_pdf_object_get_item (identity, 0));
  gint64 version = 0;

  self->filters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_insert (self->filters, g_strdup ("Identity"),
                       GINT_TO_POINTER (HOPSO_PDF_METHOD_NONE));
  self->identity = first != NULL ? g_bytes_ref (first) : g_bytes_new (NULL, 0);
  if (!hopso_pdf_object_is_name (hopso_pdf_object_get (dictionary, "Filter"), "Standard"))
    {
      hopso_pdf_fail (error, HOPSO_PDF_ERROR_UNSUPPORTED,
                      "The document is protected otherwise than by a password");
      return NULL;
    }
  if (hopso_pdf_object_has_duplicate_keys (dictionary) || !read_kind (self, dictionary, &version) ||
      !read_secrets (self, dictionary) ||
      (version >= 4 && !read_filters (self, dictionary, version)))
    {
      hopso_pdf_fail (error, HOPSO_PDF_ERROR_UNSUPPORTED,
                      "The document is protected in a way that is not known");
      return NULL;
    }
  if (version < 4)
    self->strings = self->streams = self->files = HOPSO_PDF_METHOD_RC4;
  return g_steal_pointer (&self);
}
