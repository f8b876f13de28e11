/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The headers Range and Content-Range (RFC 9110 §14). Pure. */

#include "hopso-server-range.h"

#include <string.h>

/* A number of digits only; moves @at behind it. */
static gboolean
take_number (const char **at, guint64 *number)
{
  gsize n_digits = strspn (*at, "0123456789");
  g_autofree char *digits = g_strndup (*at, n_digits);

  if (n_digits == 0 || !g_ascii_string_to_unsigned (digits, 10, 0, G_MAXINT64, number, NULL))
    return FALSE;
  *at += n_digits;
  return TRUE;
}

static HopsoServerRange
parse_suffix (const char *at, guint64 size, guint64 *first, guint64 *length)
{
  guint64 wanted;

  if (!take_number (&at, &wanted) || *at != '\0')
    return HOPSO_SERVER_RANGE_WHOLE;
  if (wanted == 0 || size == 0)
    return HOPSO_SERVER_RANGE_NONE;
  *length = MIN (wanted, size);
  *first = size - *length;
  return HOPSO_SERVER_RANGE_PART;
}

/**
 * hopso_server_range_parse:
 * @header: (nullable): the header Range, from outside
 * @size: how many bytes there are
 * @first: (out): where the part begins
 * @length: (out): how long it is
 *
 * Returns: what is meant. A header that is malformed, or means several parts, is passed over, as
 *   RFC 9110 §14.2 allows
 */
HopsoServerRange
hopso_server_range_parse (const char *header, guint64 size, guint64 *first, guint64 *length)
{
  guint64 last = G_MAXUINT64;

  *first = 0;
  *length = size;
  if (header == NULL || !g_str_has_prefix (header, "bytes="))
    return HOPSO_SERVER_RANGE_WHOLE;

  const char *at = header + strlen ("bytes=");
  if (*at == '-')
    return parse_suffix (at + 1, size, first, length);

  guint64 begin;
  if (!take_number (&at, &begin) || *at != '-')
    return HOPSO_SERVER_RANGE_WHOLE;
  at++;
  if (*at != '\0' && (!take_number (&at, &last) || *at != '\0' || last < begin))
    return HOPSO_SERVER_RANGE_WHOLE;
  if (begin >= size)
    return HOPSO_SERVER_RANGE_NONE;
  *first = begin;
  *length = MIN (last, size - 1) - begin + 1;
  return HOPSO_SERVER_RANGE_PART;
}

/**
 * hopso_server_content_range_parse:
 * @header: the header Content-Range, from outside
 * @first: (out): where the part begins; 0 for a question
 * @length: (out): how long it is; 0 for a question
 * @size: (out): how long the whole is
 *
 * Takes "bytes FIRST-LAST/SIZE" and the question "bytes * /SIZE" (without the space).
 *
 * Returns: whether it is one of the two
 */
gboolean
hopso_server_content_range_parse (const char *header,
                                  guint64 *first,
                                  guint64 *length,
                                  guint64 *size)
{
  const char *at = header;
  guint64 last;

  *first = 0;
  *length = 0;
  if (!g_str_has_prefix (at, "bytes "))
    return FALSE;
  at += strlen ("bytes ");
  if (g_str_has_prefix (at, "*/"))
    {
      at += 2;
      return take_number (&at, size) && *at == '\0';
    }
  if (!take_number (&at, first) || *at++ != '-' || !take_number (&at, &last) || *at++ != '/' ||
      !take_number (&at, size) || *at != '\0' || last < *first || last >= *size)
    return FALSE;
  *length = last - *first + 1;
  return TRUE;
}
