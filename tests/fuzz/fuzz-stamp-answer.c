/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Answers of timestamp authorities: none that was not made for our question is taken. */

#include "fuzz.h"
#include "hopso-digest.h"
#include "hopso-timestamp-check-private.h"

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize size)
{
  g_autoptr (GBytes) answer = g_bytes_new (bytes, size);
  g_autoptr (GBytes) stamped = g_bytes_new_static ("stamped", 7);
  g_autoptr (GBytes) digest = hopso_digest_bytes (HOPSO_HASH_SHA256, stamped);
  g_autoptr (GBytes) nonce = g_bytes_new_static ("\1\2\3\4\5\6\7\10", 8);
  const HopsoTimestampQuestion question = { HOPSO_HASH_SHA256, digest, nonce, 1795350309,
                                            1795350310 };
  g_autoptr (GBytes) token = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoTimestamp) timestamp =
      hopso_timestamp_check_answer (&question, answer, &token, &error);

  /* Nobody signed such a one. */
  g_assert_null (timestamp);
  g_assert_null (token);
  g_assert_nonnull (error);
  return 0;
}
