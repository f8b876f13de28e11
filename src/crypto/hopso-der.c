/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tags and lengths of ASN.1, read strictly. The standards want DER in signatures, yet honest
 * signers wrote indefinite lengths; those are rewritten before anything else looks at the bytes,
 * so that there is one reading of them only. Everything else that is no DER in tags and lengths
 * is refused. Pure functions. */

#include "hopso-der-private.h"

#include "hopso-crypto-error.h"

#include <string.h>

#define MAX_DEPTH 40
#define MAX_SIZE  (16 * 1024 * 1024)

#define CONSTRUCTED      0x20
#define TAG_NUMBER       0x1f
#define LONG_FORM        0x80
#define TAG_OCTET_STRING 0x04
#define SEGMENTED_STRING 0x24
#define INDEFINITE       G_MAXSIZE

/* Takes a header off @in. @length is %INDEFINITE where the end is marked instead. */
static gboolean
read_header (HopsoDer *in, guint8 *tag, gsize *length)
{
  if (in->size < 2 || (in->at[0] & TAG_NUMBER) == TAG_NUMBER)
    return FALSE;
  *tag = in->at[0];

  guint8 first = in->at[1];
  in->at += 2;
  in->size -= 2;
  if (first < LONG_FORM)
    *length = first;
  else if (first == LONG_FORM)
    *length = INDEFINITE;
  else
    {
      gsize n = first & 0x7f;

      if (n > 4 || in->size < n || in->at[0] == 0)
        return FALSE;
      *length = 0;
      for (gsize i = 0; i < n; i++)
        *length = *length << 8 | in->at[i];
      in->at += n;
      in->size -= n;
      if (*length < LONG_FORM)
        return FALSE;
    }
  return *length == INDEFINITE ? (*tag & CONSTRUCTED) != 0 : *length <= in->size;
}

gboolean
hopso_der_next (HopsoDer *self, guint8 *tag, HopsoDer *content, HopsoDer *whole)
{
  HopsoDer rest = *self;
  gsize length;

  if (!read_header (&rest, tag, &length) || length == INDEFINITE)
    return FALSE;
  if (content != NULL)
    *content = (HopsoDer){ rest.at, length };
  if (whole != NULL)
    *whole = (HopsoDer){ self->at, (gsize) (rest.at - self->at) + length };
  self->at = rest.at + length;
  self->size = rest.size - length;
  return TRUE;
}

gboolean
hopso_der_enter (HopsoDer *self, guint8 tag)
{
  HopsoDer content;
  guint8 found;

  if (!hopso_der_next (self, &found, &content, NULL) || found != tag)
    return FALSE;
  *self = content;
  return TRUE;
}

static void
append_element (GByteArray *out, guint8 tag, const guint8 *content, gsize size)
{
  guint8 header[6] = { tag };
  guint n = 1;

  if (size < LONG_FORM)
    header[n++] = (guint8) size;
  else
    {
      guint bytes = size > 0xffffff ? 4 : size > 0xffff ? 3 : size > 0xff ? 2 : 1;

      header[n++] = (guint8) (LONG_FORM | bytes);
      while (bytes-- > 0)
        header[n++] = (guint8) (size >> (8 * bytes));
    }
  g_byte_array_append (out, header, n);
  g_byte_array_append (out, content, (guint) size);
}

static gboolean rewrite (HopsoDer *in, GByteArray *out, gboolean *was_der, guint depth);

static gboolean
at_end_mark (const HopsoDer *in)
{
  return in->size >= 2 && in->at[0] == 0 && in->at[1] == 0;
}

/* Rewrites elements up to the end mark, or to the end of @in where there is none. */
static gboolean
rewrite_all (HopsoDer *in, gboolean is_marked, GByteArray *out, gboolean *was_der, guint depth)
{
  while (is_marked ? !at_end_mark (in) : in->size > 0)
    if (!rewrite (in, out, was_der, depth))
      return FALSE;
  if (is_marked)
    {
      in->at += 2;
      in->size -= 2;
    }
  return TRUE;
}

/* The segments of a string, one after another, without their headers. */
static gboolean
join_segments (HopsoDer segments, GByteArray *out)
{
  while (segments.size > 0)
    {
      HopsoDer content;
      guint8 tag;

      if (!hopso_der_next (&segments, &tag, &content, NULL) || tag != TAG_OCTET_STRING)
        return FALSE;
      g_byte_array_append (out, content.at, (guint) content.size);
    }
  return TRUE;
}

static gboolean
rewrite_constructed (
    HopsoDer *in, guint8 tag, gsize length, GByteArray *out, gboolean *was_der, guint depth)
{
  g_autoptr (GByteArray) content = g_byte_array_new ();
  gboolean is_marked = length == INDEFINITE;

  if (is_marked)
    {
      *was_der = FALSE;
      if (!rewrite_all (in, TRUE, content, was_der, depth + 1))
        return FALSE;
    }
  else
    {
      HopsoDer inside = { in->at, length };

      in->at += length;
      in->size -= length;
      if (!rewrite_all (&inside, FALSE, content, was_der, depth + 1))
        return FALSE;
    }
  if (tag != SEGMENTED_STRING)
    {
      append_element (out, tag, content->data, content->len);
      return TRUE;
    }

  g_autoptr (GByteArray) string = g_byte_array_new ();
  *was_der = FALSE;
  if (!join_segments ((HopsoDer){ content->data, content->len }, string))
    return FALSE;
  append_element (out, TAG_OCTET_STRING, string->data, string->len);
  return TRUE;
}

static gboolean
is_constructible (guint8 tag)
{
  return tag == HOPSO_DER_SEQUENCE || tag == HOPSO_DER_SET || tag == SEGMENTED_STRING ||
         (tag & 0xc0) == 0x80;
}

static gboolean
rewrite (HopsoDer *in, GByteArray *out, gboolean *was_der, guint depth)
{
  guint8 tag;
  gsize length;

  if (depth > MAX_DEPTH || !read_header (in, &tag, &length))
    return FALSE;
  if (tag & CONSTRUCTED)
    return is_constructible (tag) && rewrite_constructed (in, tag, length, out, was_der, depth);
  if (tag == 0 || tag == (HOPSO_DER_SEQUENCE & TAG_NUMBER) || tag == (HOPSO_DER_SET & TAG_NUMBER))
    return FALSE;
  append_element (out, tag, in->at, length);
  in->at += length;
  in->size -= length;
  return TRUE;
}

GBytes *
hopso_der_normalise (GBytes *ber, gsize *consumed, gboolean *was_der, GError **error)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();
  gsize size;
  const guint8 *bytes = g_bytes_get_data (ber, &size);
  HopsoDer in = { bytes, size };

  *was_der = TRUE;
  if (size > MAX_SIZE || !rewrite (&in, out, was_der, 0))
    {
      g_set_error_literal (error, HOPSO_CRYPTO_ERROR, HOPSO_CRYPTO_ERROR_MALFORMED,
                           "these bytes are not well-formed DER");
      return NULL;
    }
  *consumed = size - in.size;
  return g_byte_array_free_to_bytes (g_steal_pointer (&out));
}
