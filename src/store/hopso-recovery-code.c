/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The code that a person prints and types again years later: eight groups of four letters, of
 * which three are random (120 bits in all) and the fourth checks them, so that a slip is found in
 * its group. Letters are Crockford's 32; what looks alike is read as one. The check is a sum in
 * the field of 32 elements in which every place, and every group, has a weight of its own:
 * exchanged letters and exchanged groups are found like wrong ones. Any thread. */

#include "hopso-recovery.h"

#include "hopso-random.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define N_GROUPS   8
#define N_RANDOM   3 /* letters of a group that are random */
#define GROUP_SIZE (N_RANDOM + 1)
#define N_LETTERS  (N_GROUPS * GROUP_SIZE)
#define TEXT_SIZE  (N_LETTERS + N_GROUPS - 1) /* with the dashes */

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* Multiplies by the generator of GF(32), with the polynomial x⁵ + x² + 1. */
static guint8
times_generator (guint8 value)
{
  value = (guint8) (value << 1);
  return (value & 0x20) != 0 ? value ^ 0x25 : value;
}

static guint8
get_check (const guint8 *random, guint group)
{
  guint8 sum = (guint8) group;

  for (guint i = 0; i < N_RANDOM; i++)
    sum = times_generator (sum) ^ random[i];
  return times_generator (sum);
}

static HopsoSecret *
format (const guint8 *values)
{
  char text[TEXT_SIZE + 1];
  gsize length = 0;

  for (guint i = 0; i < N_LETTERS; i++)
    {
      if (i > 0 && i % GROUP_SIZE == 0)
        text[length++] = '-';
      text[length++] = alphabet[values[i]];
    }
  text[length] = '\0';
  HopsoSecret *code = hopso_secret_new_from_string (text);
  hopso_secret_wipe (text, sizeof text);
  return code;
}

/**
 * hopso_recovery_code_new:
 *
 * Returns: (transfer full): a fresh code as text, such as "7QK2-…", or %NULL with @error
 */
HopsoSecret *
hopso_recovery_code_new (GError **error)
{
  guint8 values[N_LETTERS];

  if (!hopso_random_bytes (values, sizeof values, error))
    return NULL;
  for (guint group = 0; group < N_GROUPS; group++)
    {
      guint8 *start = values + group * GROUP_SIZE;

      for (guint i = 0; i < N_RANDOM; i++)
        start[i] &= 0x1f;
      start[N_RANDOM] = get_check (start, group);
    }
  HopsoSecret *code = format (values);
  hopso_secret_wipe (values, sizeof values);
  return code;
}

/* What stands between letters: also the dashes and spaces that word processors and phones put
 * there. */
static gboolean
is_between (gunichar letter)
{
  return g_unichar_isspace (letter) || g_unichar_type (letter) == G_UNICODE_DASH_PUNCTUATION;
}

/* The value of a letter as people write it, or -1. */
static int
get_value (gunichar letter)
{
  char upper = letter < 128 ? g_ascii_toupper ((char) letter) : '?';

  if (upper == 'O')
    upper = '0';
  else if (upper == 'I' || upper == 'L')
    upper = '1';

  const char *found = upper != '\0' ? strchr (alphabet, upper) : NULL;
  return found != NULL ? (int) (found - alphabet) : -1;
}

static gboolean
fail_length (GError **error)
{
  g_set_error_literal (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_WRONG_KEY,
                       _ ("The recovery code has eight groups of four letters or digits."));
  return FALSE;
}

static gboolean
read_values (const char *typed, guint8 *values, GError **error)
{
  guint n_values = 0;

  if (!g_utf8_validate (typed, -1, NULL))
    return fail_length (error);
  for (const char *at = typed; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar letter = g_utf8_get_char (at);

      if (is_between (letter))
        continue;

      int value = get_value (letter);
      if (n_values == N_LETTERS)
        return fail_length (error);
      if (value < 0)
        {
          g_set_error (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_WRONG_KEY,
                       _ ("Group %u of the recovery code is mistyped."), n_values / GROUP_SIZE + 1);
          return FALSE;
        }
      values[n_values++] = (guint8) value;
    }
  return n_values == N_LETTERS || fail_length (error);
}

/**
 * hopso_recovery_code_parse:
 * @typed: what a person typed: in either case, with or without dashes and spaces
 *
 * Returns: (transfer full): the code as hopso_recovery_code_new() gave it, or %NULL with
 *   %HOPSO_STORE_ERROR_WRONG_KEY, whose message names the mistyped group for people
 */
HopsoSecret *
hopso_recovery_code_parse (const char *typed, GError **error)
{
  guint8 values[N_LETTERS];

  if (!read_values (typed, values, error))
    return NULL;
  for (guint group = 0; group < N_GROUPS; group++)
    if (get_check (values + group * GROUP_SIZE, group) != values[group * GROUP_SIZE + N_RANDOM])
      {
        g_set_error (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_WRONG_KEY,
                     _ ("Group %u of the recovery code is mistyped."), group + 1);
        return NULL;
      }
  HopsoSecret *code = format (values);
  hopso_secret_wipe (values, sizeof values);
  return code;
}
