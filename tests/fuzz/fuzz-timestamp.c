/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Answers of time stamp authorities, and tokens without one around them: a token is good only for
 * the digest that it stamps. */

#include "fuzz.h"
#include "hopso-timestamp.h"

static void
check_token (GBytes *token)
{
  g_autoptr (HopsoTimestamp) timestamp = hopso_timestamp_parse (token, NULL);
  guint8 zeros[HOPSO_HASH_MAX_SIZE] = { 0 };
  HopsoTimestampFindings findings;

  if (timestamp == NULL)
    return;
  g_autoptr (GBytes) digest =
      g_bytes_new (zeros, hopso_hash_get_size (hopso_timestamp_get_hash (timestamp)));
  hopso_timestamp_has_nonce (timestamp, digest);
  if (hopso_timestamp_verify (timestamp, digest, &findings))
    g_assert_cmpint (findings.imprint, ==, HOPSO_CHECK_PASSED);
  g_autoptr (HopsoValidationMaterial) material = hopso_validation_material_new ();
  hopso_timestamp_add_material (timestamp, material, 1);
  hopso_timestamp_get_strength_end (timestamp);
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize size)
{
  g_autoptr (GBytes) input = g_bytes_new (bytes, size);
  g_autoptr (GBytes) token = hopso_timestamp_dup_token (input, NULL);

  check_token (token != NULL ? token : input);
  return 0;
}
