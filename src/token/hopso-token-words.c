/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a token, its certificates and its software are, in words for people. Pure functions. */

#include "hopso-token-words.h"

#include <glib/gi18n-lib.h>

/**
 * hopso_token_words_dup_usage:
 *
 * Returns: (transfer full): what @certificate may be used for, such as "signing documents,
 *   encryption"
 */
char *
hopso_token_words_dup_usage (HopsoCertificate *certificate)
{
  static const struct
  {
    HopsoKeyUsage usage;
    const char *words;
  } usages[] = {
    { HOPSO_KEY_USAGE_DIGITAL_SIGNATURE, N_ ("digital signatures") },
    { HOPSO_KEY_USAGE_NON_REPUDIATION, N_ ("signatures that cannot be denied") },
    { HOPSO_KEY_USAGE_KEY_ENCIPHERMENT, N_ ("encryption") },
    { HOPSO_KEY_USAGE_CERTIFICATE_SIGN, N_ ("issuing certificates") },
    { HOPSO_KEY_USAGE_CRL_SIGN, N_ ("revoking certificates") },
  };
  HopsoKeyUsage usage = hopso_certificate_get_key_usage (certificate);
  g_autoptr (GString) words = g_string_new (NULL);

  if (usage == HOPSO_KEY_USAGE_ANY)
    return g_strdup (_ ("any use"));
  for (gsize i = 0; i < G_N_ELEMENTS (usages); i++)
    if ((usage & usages[i].usage) != 0)
      g_string_append_printf (words, "%s%s", words->len > 0 ? ", " : "", _ (usages[i].words));
  if (words->len == 0)
    g_string_append (words, _ ("no use that we know"));
  return g_string_free (g_steal_pointer (&words), FALSE);
}

/**
 * hopso_token_words_pin:
 *
 * Returns: (transfer none): how a PIN stands, and what to do
 */
const char *
hopso_token_words_pin (HopsoPinState state)
{
  switch (state)
    {
    case HOPSO_PIN_STATE_LOW:
      return _ ("A wrong PIN was entered before");
    case HOPSO_PIN_STATE_FINAL_TRY:
      return _ ("One more wrong PIN locks the token");
    case HOPSO_PIN_STATE_LOCKED:
      return _ ("Locked: ask whoever issued the token to unlock it");
    case HOPSO_PIN_STATE_NOT_SET:
      return _ ("No PIN yet: set one with the issuer’s program");
    case HOPSO_PIN_STATE_OK:
    default:
      return _ ("The PIN is in order");
    }
}

/**
 * hopso_token_words_source:
 *
 * Returns: (transfer none): why a module is asked for tokens
 */
const char *
hopso_token_words_source (HopsoTokenSource source)
{
  switch (source)
    {
    case HOPSO_TOKEN_SOURCE_P11_KIT:
      return _ ("Set up on this machine (p11-kit)");
    case HOPSO_TOKEN_SOURCE_LIST:
      return _ ("On the list of known software");
    case HOPSO_TOKEN_SOURCE_OWN:
      return _ ("Chosen by you");
    case HOPSO_TOKEN_SOURCE_GIVEN:
    default:
      return _ ("Named on the command line");
    }
}

/**
 * hopso_token_words_dup_pin_limits:
 *
 * Returns: (transfer full) (nullable): how long a new PIN of @token must be, if it says so
 */
char *
hopso_token_words_dup_pin_limits (HopsoToken *token)
{
  guint least, most;

  hopso_token_get_pin_limits (token, &least, &most);
  if (least == 0 || most == 0)
    return NULL;
  return g_strdup_printf (_ ("%u to %u characters"), least, most);
}
