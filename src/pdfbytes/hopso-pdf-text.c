/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Text strings (ISO 32000-2, 7.9.2.2): UTF-8 in our programs; UTF-16BE or UTF-8 with a mark, or
 * PDFDocEncoding (annex D) without one, in the file. Bad bytes become U+FFFD: this is for people's
 * eyes, never for decisions. Any thread. */

#include "hopso-pdf-object-private.h"
#include "hopso-secret.h"

#include <string.h>

/* Where PDFDocEncoding differs from Latin-1. */
static const gunichar2 marks_18[] = {
  0x02d8, 0x02c7, 0x02c6, 0x02d9, 0x02dd, 0x02db, 0x02da, 0x02dc
};
static const gunichar2 marks_80[] = { 0x2022, 0x2020, 0x2021, 0x2026, 0x2014, 0x2013, 0x0192,
                                      0x2044, 0x2039, 0x203a, 0x2212, 0x2030, 0x201e, 0x201c,
                                      0x201d, 0x2018, 0x2019, 0x201a, 0x2122, 0xfb01, 0xfb02,
                                      0x0141, 0x0152, 0x0160, 0x0178, 0x017d, 0x0131, 0x0142,
                                      0x0153, 0x0161, 0x017e, 0xfffd, 0x20ac };

static gunichar
decode_byte (guint8 byte)
{
  if (byte >= 0x18 && byte < 0x18 + G_N_ELEMENTS (marks_18))
    return marks_18[byte - 0x18];
  if (byte >= 0x80 && byte < 0x80 + G_N_ELEMENTS (marks_80))
    return marks_80[byte - 0x80];
  return byte;
}

static char *
decode_utf16 (const guint8 *bytes, gsize size)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i + 1 < size; i += 2)
    {
      gunichar unit = (gunichar) bytes[i] << 8 | bytes[i + 1];
      gboolean is_high = unit >= 0xd800 && unit < 0xdc00;

      if (is_high && i + 3 < size && bytes[i + 2] >= 0xdc && bytes[i + 2] < 0xe0)
        {
          gunichar low = (gunichar) bytes[i + 2] << 8 | bytes[i + 3];

          unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
          i += 2;
        }
      g_string_append_unichar (text, unit != 0 && g_unichar_validate (unit) ? unit : 0xfffd);
    }
  return g_string_free (text, FALSE);
}

/* Decodes a text string of a file. */
char *
hopso_pdf_text_decode (const guint8 *bytes, gsize size)
{
  GString *text;

  if (size >= 2 && bytes[0] == 0xfe && bytes[1] == 0xff)
    return decode_utf16 (bytes + 2, size - 2);
  if (size >= 3 && memcmp (bytes, "\xef\xbb\xbf", 3) == 0)
    return g_utf8_make_valid ((const char *) bytes + 3, (gssize) size - 3);
  text = g_string_new (NULL);
  for (gsize i = 0; i < size; i++)
    g_string_append_unichar (text, bytes[i] != 0 ? decode_byte (bytes[i]) : 0xfffd);
  return g_string_free (text, FALSE);
}

/* Encodes words for people as a text string of a file. */
GBytes *
hopso_pdf_text_encode (const char *utf8)
{
  g_autoptr (GByteArray) bytes = NULL;
  g_autofree gunichar2 *units = NULL;
  glong n_units = 0;

  if (g_str_is_ascii (utf8))
    return g_bytes_new (utf8, strlen (utf8));
  units = g_utf8_to_utf16 (utf8, -1, NULL, &n_units, NULL);
  g_return_val_if_fail (units != NULL, g_bytes_new (NULL, 0));
  bytes = g_byte_array_new ();
  g_byte_array_append (bytes, (const guint8 *) "\xfe\xff", 2);
  for (glong i = 0; i < n_units; i++)
    {
      guint8 pair[2] = { (guint8) (units[i] >> 8), (guint8) (units[i] & 0xff) };

      g_byte_array_append (bytes, pair, 2);
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

/* Encodes words in PDFDocEncoding; NULL where it has no such letter. */
char *
hopso_pdf_text_encode_bytes (const char *utf8)
{
  GString *text = g_string_new (NULL);

  for (const char *at = utf8; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar wanted = g_utf8_get_char (at);
      guint byte = 1;

      while (byte <= 0xff && decode_byte ((guint8) byte) != wanted)
        byte++;
      if (byte > 0xff)
        {
          hopso_secret_wipe_string (g_string_free (text, FALSE));
          return NULL;
        }
      g_string_append_c (text, (char) byte);
    }
  return g_string_free (text, FALSE);
}
