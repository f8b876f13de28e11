/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What people read about an authority and about what went wrong with one; names for programs. Pure,
 * any thread. */

#include "hopso-trust-words.h"

#include "hopso-crypto-error.h"
#include "hopso-service-list.h"

#include <glib/gi18n-lib.h>

/**
 * hopso_trust_source_get_name:
 *
 * Returns: its name for programs
 */
const char *
hopso_trust_source_get_name (HopsoTrustSource source)
{
  static const char *const names[] = {
    [HOPSO_TRUST_SOURCE_ADMINISTRATOR] = "administrator",
    [HOPSO_TRUST_SOURCE_OWN] = "own",
    [HOPSO_TRUST_SOURCE_LIST] = "list",
  };

  return names[source];
}

/**
 * hopso_trust_role_get_name:
 *
 * Returns: (nullable): its name for programs
 */
const char *
hopso_trust_role_get_name (HopsoTrustRole role)
{
  static const char *const names[HOPSO_TRUST_N_ROLES] = {
    [HOPSO_TRUST_ROLE_NATIONAL] = "national",
    [HOPSO_TRUST_ROLE_OFFICIAL_DUTY] = "official-duty",
  };

  return names[role];
}

/* An overdue list is relied on as before: who was struck off meanwhile is not known. */
static char *
describe_list (HopsoTrustAnchor *anchor, gint64 now)
{
  const char *name = hopso_trust_anchor_get_list_name (anchor);
  gint64 end = hopso_trust_anchor_get_list_end (anchor);
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (end);
  g_autofree char *day = time != NULL ? g_date_time_format (time, "%d/%m/%Y") : NULL;

  if (name == NULL)
    return g_strdup (_ ("From a trust list"));
  if (end != 0 && end < now && day != NULL)
    /* Translators: who publishes the list, and a day. */
    return g_strdup_printf (_ ("Trust list of %s; a newer one is due since %s"), name, day);
  /* Translators: %s is who publishes the list. */
  return g_strdup_printf (_ ("Trust list of %s"), name);
}

/**
 * hopso_trust_words_source:
 * @now: the time
 *
 * Returns: (transfer full): where it comes from
 */
char *
hopso_trust_words_source (HopsoTrustAnchor *anchor, gint64 now)
{
  switch (hopso_trust_anchor_get_source (anchor))
    {
    case HOPSO_TRUST_SOURCE_ADMINISTRATOR:
      return g_strdup (_ ("Installed by the administrator"));
    case HOPSO_TRUST_SOURCE_LIST:
      return describe_list (anchor, now);
    case HOPSO_TRUST_SOURCE_OWN:
    default:
      return g_strdup (_ ("Added by you"));
    }
}

/**
 * hopso_trust_words_role:
 *
 * Returns: (nullable): which official root it is
 */
const char *
hopso_trust_words_role (HopsoTrustRole role)
{
  switch (role)
    {
    case HOPSO_TRUST_ROLE_NATIONAL:
      return _ ("National root");
    case HOPSO_TRUST_ROLE_OFFICIAL_DUTY:
      return _ ("Root for official duty");
    case HOPSO_TRUST_ROLE_NONE:
    default:
      return NULL;
    }
}

/**
 * hopso_trust_words_until:
 * @now: the time
 *
 * Returns: (transfer full): how long it counts
 */
char *
hopso_trust_words_until (HopsoTrustAnchor *anchor, gint64 now)
{
  gint64 until = hopso_trust_anchor_get_until (anchor);
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (until);
  g_autofree char *day = time != NULL ? g_date_time_format (time, "%d/%m/%Y") : g_strdup ("");

  if (!hopso_trust_anchor_is_trusted (anchor))
    return g_strdup_printf (_ ("Helps to find the trust path only; until %s"), day);
  if (until <= now)
    return g_strdup_printf (_ ("Ended on %s"), day);
  return g_strdup_printf (_ ("Valid until %s"), day);
}

/**
 * hopso_trust_words_error:
 * @error: what went wrong with a file of certificates or a trust list
 *
 * Returns: (transfer full): what happened and what to do
 */
char *
hopso_trust_words_error (const GError *error)
{
  if (error->domain == HOPSO_CRYPTO_ERROR)
    return g_strdup (_ ("The file holds no certificates. Get it again from the authority."));
  if (error->domain != HOPSO_SERVICE_LIST_ERROR)
    return g_strdup (error->message);
  switch ((HopsoServiceListError) error->code)
    {
    case HOPSO_SERVICE_LIST_ERROR_SIGNATURE:
      return g_strdup (_ ("The trust list was altered or is not signed properly. Get it again."));
    case HOPSO_SERVICE_LIST_ERROR_OPERATOR:
      return g_strdup (_ ("The trust list was signed by somebody else than you named. Do not use "
                          "it; ask who publishes it."));
    case HOPSO_SERVICE_LIST_ERROR_OLDER:
      return g_strdup (_ ("A newer trust list of this publisher is there already."));
    case HOPSO_SERVICE_LIST_ERROR_MALFORMED:
    default:
      return g_strdup (_ ("The file is no trust list (ETSI TS 119 612)."));
    }
}
