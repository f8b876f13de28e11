/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person types as the recovery code, and wrapped keys as a server may give them back. A
 * code that is taken is one code however it is typed; a wrapped key opens only as it was made. */

#include "fuzz.h"
#include "hopso-recovery.h"

#include <string.h>

/* log2 of the cost stands behind the magic. The real one would take a day for a thousand inputs. */
#define COST_AT    12
#define MAX_COST   17
#define CHEAP_COST 1

static void
check_code (const guint8 *bytes, gsize size)
{
  g_autofree char *typed = g_strndup ((const char *) bytes, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoSecret) code = hopso_recovery_code_parse (typed, &error);

  if (code == NULL)
    {
      g_assert_error (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_WRONG_KEY);
      return;
    }

  g_autofree char *lower = g_ascii_strdown (hopso_secret_get_string (code), -1);
  g_autoptr (HopsoSecret) again = hopso_recovery_code_parse (lower, NULL);
  g_assert_cmpstr (hopso_secret_get_string (again), ==, hopso_secret_get_string (code));
}

static void
check_wrapped (const guint8 *bytes, gsize size)
{
  static HopsoSecret *password; /* owned, for ever */
  g_autofree guint8 *cheap = g_memdup2 (bytes, size);
  g_autoptr (GError) error = NULL;

  if (password == NULL)
    password = hopso_secret_new_from_string ("password");
  if (size > COST_AT && cheap[COST_AT] > CHEAP_COST && cheap[COST_AT] <= MAX_COST)
    cheap[COST_AT] = CHEAP_COST;

  g_autoptr (GBytes) wrapped = g_bytes_new (cheap, size);
  g_autoptr (HopsoSecret) key = hopso_key_unwrap (password, wrapped, &error);
  /* Nobody guesses a tag of 128 bits. */
  g_assert_null (key);
  g_assert_true (g_error_matches (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_WRONG_KEY) ||
                 g_error_matches (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_DAMAGED));
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize size)
{
  check_code (bytes, size);
  check_wrapped (bytes, size);
  return 0;
}
