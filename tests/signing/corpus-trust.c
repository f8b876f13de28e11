/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Trust in every certificate that a file brings along, for tests that look at anything but trust.
 * Test support. */

#include "corpus-trust.h"

#include "hopso-cms.h"
#include "hopso-timestamp.h"

#define MIN_DIGITS 400

static GBytes *
read_digits (const char *digits, gsize n)
{
  guint8 *bytes = g_malloc (n / 2 + 1);

  for (gsize i = 0; i + 1 < n; i += 2)
    bytes[i / 2] =
        (guint8) (g_ascii_xdigit_value (digits[i]) << 4 | g_ascii_xdigit_value (digits[i + 1]));
  return g_bytes_new_take (bytes, n / 2);
}

static void
trust_each (HopsoTrustList *trust, GPtrArray *certificates)
{
  for (guint i = 0; certificates != NULL && i < certificates->len; i++)
    hopso_trust_list_add_certificate (trust, certificates->pdata[i]);
}

static void
trust_all_of (HopsoTrustList *trust, GBytes *contents)
{
  g_autoptr (HopsoCms) cms = hopso_cms_parse (contents, NULL);
  g_autoptr (HopsoTimestamp) stamp = hopso_timestamp_parse (contents, NULL);
  GBytes *token = cms != NULL ? hopso_cms_get_timestamp_token (cms) : NULL;

  if (cms != NULL)
    trust_each (trust, hopso_cms_get_certificates (cms));
  if (stamp != NULL)
    trust_each (trust, hopso_timestamp_get_certificates (stamp));
  if (token != NULL)
    trust_all_of (trust, token);
}

/* Every long hexadecimal string of the file that is a signature, wherever it stands. */
HopsoTrustList *
corpus_trust_what_is_in (const char *path)
{
  HopsoTrustList *trust = hopso_trust_list_new ();
  g_autofree char *bytes = NULL;
  gsize size, n;

  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  for (gsize i = 0; i < size; i += n + 1)
    {
      for (n = 0; i + n + 1 < size && bytes[i] == '<' && g_ascii_isxdigit (bytes[i + n + 1]); n++)
        continue;
      if (n >= MIN_DIGITS)
        {
          g_autoptr (GBytes) contents = read_digits (bytes + i + 1, n);

          trust_all_of (trust, contents);
        }
    }
  return trust;
}
