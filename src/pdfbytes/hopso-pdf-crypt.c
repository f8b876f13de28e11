/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Objects of a protected document (ISO 32000-2, 7.6.2 and 7.6.3): every string and every stream is
 * encrypted by itself, some with a key made from the object's number. Contents of a signature never
 * are, nor is a cross-reference stream; what is in an object stream has been opened with it. One
 * thread at a time. */

#include "hopso-pdf-security-private.h"

#include "hopso-document-cipher.h"
#include "hopso-pdf-error-private.h"
#include "hopso-pdf-object-private.h"
#include "hopso-random.h"

#include <string.h>

/* One object on its way through a cipher. */
typedef struct
{
  HopsoPdfSecurity *security;
  HopsoPdfReference reference;
  gboolean is_closing; /* encrypting */
} Passage;

/* --- bytes ----------------------------------------------------------------------------------- */

/* Algorithm 1, and 1.A where the key serves every object. */
static gsize
make_key (const Passage *self, HopsoPdfMethod method, guint8 key[HOPSO_PDF_MAX_KEY])
{
  g_autoptr (GChecksum) checksum = NULL;
  guint32 number = self->reference.number;
  guint16 generation = self->reference.generation;
  gsize size, digest_size = 16;
  const guint8 *bytes = hopso_secret_get_bytes (self->security->key, &size);
  const guint8 tail[] = { (guint8) (number & 0xff),
                          (guint8) (number >> 8 & 0xff),
                          (guint8) (number >> 16 & 0xff),
                          (guint8) (generation & 0xff),
                          (guint8) (generation >> 8),
                          's',
                          'A',
                          'l',
                          'T' };

  if (method == HOPSO_PDF_METHOD_AES_256)
    {
      memcpy (key, bytes, size);
      return size;
    }
  checksum = g_checksum_new (G_CHECKSUM_MD5);
  g_checksum_update (checksum, bytes, (gssize) size);
  g_checksum_update (checksum, tail, method == HOPSO_PDF_METHOD_AES_128 ? 9 : 5);
  g_checksum_get_digest (checksum, key, &digest_size);
  return method == HOPSO_PDF_METHOD_AES_128 ? 16 : MIN (size + 5, 16);
}

/* A random first block, then the bytes, filled up by as many as the filling says (PKCS #7). */
static GBytes *
close_aes (const guint8 *key, gsize key_size, GBytes *plain, GError **error)
{
  gsize size = g_bytes_get_size (plain);
  gsize filling = HOPSO_AES_BLOCK - size % HOPSO_AES_BLOCK;
  gsize whole = HOPSO_AES_BLOCK + size + filling;
  g_autofree guint8 *bytes = g_malloc (whole);

  if (!hopso_random_bytes (bytes, HOPSO_AES_BLOCK, error))
    return NULL;
  if (size > 0)
    memcpy (bytes + HOPSO_AES_BLOCK, g_bytes_get_data (plain, NULL), size);
  memset (bytes + HOPSO_AES_BLOCK + size, (int) filling, filling);
  if (!hopso_aes_cbc_encrypt (key, key_size, bytes, bytes + HOPSO_AES_BLOCK, size + filling, error))
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&bytes), whole);
}

static GBytes *
open_aes (const guint8 *key, gsize key_size, GBytes *closed, GError **error)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data (closed, &size);
  g_autofree guint8 *plain = NULL;
  guint8 filling;

  /* Some write an empty string as it is. */
  if (size == 0 || size == HOPSO_AES_BLOCK)
    return g_bytes_new (NULL, 0);
  if (size < HOPSO_AES_BLOCK || size % HOPSO_AES_BLOCK != 0)
    {
      hopso_pdf_fail_damaged (error, "What is encrypted has an impossible length");
      return NULL;
    }
  size -= HOPSO_AES_BLOCK;
  plain = g_memdup2 (bytes + HOPSO_AES_BLOCK, size);
  if (!hopso_aes_cbc_decrypt (key, key_size, bytes, plain, size, error))
    return NULL;
  filling = plain[size - 1];
  if (filling == 0 || filling > HOPSO_AES_BLOCK)
    {
      hopso_pdf_fail_damaged (error, "What is encrypted does not end as it must");
      return NULL;
    }
  return g_bytes_new_take (g_steal_pointer (&plain), size - filling);
}

static GBytes *
run_rc4 (const guint8 *key, gsize key_size, GBytes *bytes)
{
  gsize size = g_bytes_get_size (bytes);
  guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, NULL), size);

  hopso_rc4 (key, key_size, copy, size);
  return g_bytes_new_take (copy, size);
}

static GBytes *
pass_bytes (const Passage *self, HopsoPdfMethod method, GBytes *bytes, GError **error)
{
  guint8 key[HOPSO_PDF_MAX_KEY];
  GBytes *result;
  gsize size;

  if (method == HOPSO_PDF_METHOD_NONE)
    return g_bytes_ref (bytes);
  size = make_key (self, method, key);
  if (method == HOPSO_PDF_METHOD_RC4)
    result = run_rc4 (key, size, bytes);
  else if (self->is_closing)
    result = close_aes (key, size, bytes, error);
  else
    result = open_aes (key, size, bytes, error);
  hopso_secret_wipe (key, sizeof key);
  return result;
}

/* --- objects --------------------------------------------------------------------------------- */

static HopsoPdfObject *pass (const Passage *self, HopsoPdfObject *object, GError **error);

/* The value keeps its place in the file. */
static HopsoPdfObject *
pass_string (const Passage *self, HopsoPdfObject *string, GError **error)
{
  GBytes *bytes =
      pass_bytes (self, self->security->strings, hopso_pdf_object_get_string (string), error);

  if (bytes == NULL)
    return NULL;
  return hopso_pdf_object_take_string (bytes, hopso_pdf_object_get_span (string),
                                       hopso_pdf_object_is_plain_hexadecimal (string));
}

static HopsoPdfObject *
pass_array (const Passage *self, HopsoPdfObject *array, GError **error)
{
  g_autoptr (GPtrArray) items =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_pdf_object_unref);

  for (guint i = 0; i < hopso_pdf_object_get_length (array); i++)
    {
      HopsoPdfObject *item = pass (self, hopso_pdf_object_get_item (array, i), error);

      if (item == NULL)
        return NULL;
      g_ptr_array_add (items, item);
    }
  return hopso_pdf_object_take_array (g_steal_pointer (&items));
}

/* Whoever names ranges of bytes is a signature: its Contents are digits for everybody. */
static gboolean
is_open_key (HopsoPdfObject *dictionary, const char *key)
{
  return strcmp (key, "Contents") == 0 && hopso_pdf_object_has (dictionary, "ByteRange");
}

static HopsoPdfObject *
pass_dictionary (const Passage *self, HopsoPdfObject *dictionary, GError **error)
{
  g_autoptr (HopsoPdfObject) copy = hopso_pdf_object_new_dictionary ();

  for (guint i = 0; i < hopso_pdf_object_get_n_keys (dictionary); i++)
    {
      HopsoPdfObject *value;
      const char *key = hopso_pdf_object_get_key (dictionary, i, &value);

      value =
          is_open_key (dictionary, key) ? hopso_pdf_object_ref (value) : pass (self, value, error);
      if (value == NULL)
        return NULL;
      hopso_pdf_object_add_key (copy, g_strdup (key), value);
    }
  return g_steal_pointer (&copy);
}

static HopsoPdfObject *
pass (const Passage *self, HopsoPdfObject *object, GError **error)
{
  switch (hopso_pdf_object_get_kind (object))
    {
    case HOPSO_PDF_STRING:
      return pass_string (self, object, error);
    case HOPSO_PDF_ARRAY:
      return pass_array (self, object, error);
    case HOPSO_PDF_DICTIONARY:
      return pass_dictionary (self, object, error);
    case HOPSO_PDF_NULL:
    case HOPSO_PDF_BOOLEAN:
    case HOPSO_PDF_INTEGER:
    case HOPSO_PDF_REAL:
    case HOPSO_PDF_NAME:
    case HOPSO_PDF_STREAM:
    case HOPSO_PDF_REFERENCE:
    default:
      return hopso_pdf_object_ref (object);
    }
}

/* --- streams --------------------------------------------------------------------------------- */

/* The first filter of a stream may name how it is encrypted (7.4.10). */
static gboolean
read_own_filter (HopsoPdfSecurity *self,
                 HopsoPdfObject *stream,
                 HopsoPdfMethod *method,
                 GError **error)
{
  HopsoPdfObject *filter = hopso_pdf_object_get (stream, "Filter");
  HopsoPdfObject *parameters = hopso_pdf_object_get (stream, "DecodeParms");
  const char *name;
  gpointer found;

  if (hopso_pdf_object_get_kind (filter) == HOPSO_PDF_ARRAY)
    filter = hopso_pdf_object_get_item (filter, 0);
  if (hopso_pdf_object_get_kind (parameters) == HOPSO_PDF_ARRAY)
    parameters = hopso_pdf_object_get_item (parameters, 0);
  if (!hopso_pdf_object_is_name (filter, "Crypt"))
    return TRUE;
  name = hopso_pdf_object_get_name (hopso_pdf_object_get (parameters, "Name"));
  if (!g_hash_table_lookup_extended (self->filters, name != NULL ? name : "Identity", NULL, &found))
    return hopso_pdf_fail_damaged (error, "A stream is encrypted in a way that is not named");
  *method = (HopsoPdfMethod) GPOINTER_TO_INT (found);
  return TRUE;
}

static gboolean
find_method (HopsoPdfSecurity *self, HopsoPdfObject *stream, HopsoPdfMethod *method, GError **error)
{
  HopsoPdfObject *type = hopso_pdf_object_get (stream, "Type");

  *method = self->streams;
  if (hopso_pdf_object_is_name (type, "XRef"))
    *method = HOPSO_PDF_METHOD_NONE;
  else if (hopso_pdf_object_is_name (type, "EmbeddedFile"))
    *method = self->files;
  else if (hopso_pdf_object_is_name (type, "Metadata") && self->revision >= 4 &&
           !self->is_metadata_encrypted)
    *method = HOPSO_PDF_METHOD_NONE;
  return read_own_filter (self, stream, method, error);
}

static HopsoPdfObject *
close_stream (const Passage *self, HopsoPdfObject *stream, GError **error)
{
  HopsoPdfMethod method;
  g_autoptr (HopsoPdfObject) dictionary = NULL;
  g_autoptr (GBytes) data = NULL;

  if (!find_method (self->security, stream, &method, error))
    return NULL;
  dictionary = pass_dictionary (self, hopso_pdf_object_get_stream_dictionary (stream), error);
  if (dictionary == NULL)
    return NULL;
  data = pass_bytes (self, method, hopso_pdf_object_get_stream_data (stream), error);
  return data != NULL ? hopso_pdf_object_new_stream (dictionary, data) : NULL;
}

/* The data stay where they are, but are known as this object's. */
static HopsoPdfObject *
open_stream (const Passage *self, HopsoPdfObject *stream, GError **error)
{
  HopsoPdfObject *dictionary;
  HopsoPdfObject *opened;

  if (hopso_pdf_object_is_name (hopso_pdf_object_get (stream, "Type"), "XRef"))
    return hopso_pdf_object_ref (stream);
  dictionary = pass_dictionary (self, hopso_pdf_object_get_stream_dictionary (stream), error);
  if (dictionary == NULL)
    return NULL;
  opened = hopso_pdf_object_take_stream (dictionary, hopso_pdf_object_get_stream_span (stream));
  hopso_pdf_object_set_stream_owner (opened, self->reference);
  return opened;
}

/**
 * hopso_pdf_security_open_object:
 * @object: as it stands in the file
 * @reference: which object it is
 *
 * Returns: (transfer full): the same with its strings decrypted, or %NULL with @error
 */
HopsoPdfObject *
hopso_pdf_security_open_object (HopsoPdfSecurity *self,
                                HopsoPdfObject *object,
                                HopsoPdfReference reference,
                                GError **error)
{
  const Passage passage = { self, reference, FALSE };

  if (reference.number == self->number)
    return hopso_pdf_object_ref (object);
  return hopso_pdf_object_get_kind (object) == HOPSO_PDF_STREAM
             ? open_stream (&passage, object, error)
             : pass (&passage, object, error);
}

/**
 * hopso_pdf_security_close_object:
 * @object: what is to be written
 * @reference: as which object
 *
 * Returns: (transfer full): the same with its strings and its data encrypted, or %NULL with @error
 */
HopsoPdfObject *
hopso_pdf_security_close_object (HopsoPdfSecurity *self,
                                 HopsoPdfObject *object,
                                 HopsoPdfReference reference,
                                 GError **error)
{
  const Passage passage = { self, reference, TRUE };

  return hopso_pdf_object_get_kind (object) == HOPSO_PDF_STREAM
             ? close_stream (&passage, object, error)
             : pass (&passage, object, error);
}

/**
 * hopso_pdf_security_open_stream:
 * @stream: one that hopso_pdf_security_open_object() made
 * @data: its bytes in the file
 *
 * Returns: (transfer full): them decrypted, filters still to be undone, or %NULL with @error
 */
GBytes *
hopso_pdf_security_open_stream (HopsoPdfSecurity *self,
                                HopsoPdfObject *stream,
                                GBytes *data,
                                GError **error)
{
  const Passage passage = { self, hopso_pdf_object_get_stream_owner (stream), FALSE };
  HopsoPdfMethod method;

  if (!find_method (self, stream, &method, error))
    return NULL;
  return pass_bytes (&passage, method, data, error);
}
