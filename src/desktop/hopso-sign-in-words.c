/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a failed sign-in means for the person and what to do next, and the address of a server as
 * people type it. Pure functions. */

#include "hopso-sign-in-words.h"

#include "hopso-remote.h"
#include "hopso-workspace.h"

#include <glib/gi18n.h>
#include <string.h>

static const char *
describe_remote (int code)
{
  switch (code)
    {
    case HOPSO_REMOTE_ERROR_OFFLINE:
      return _ ("The server cannot be reached. Check the network cable or Wi-Fi and the address of "
                "the server, then try again.");
    case HOPSO_REMOTE_ERROR_UNAUTHORIZED:
      return _ ("Account or password is wrong. Check the Vietnamese keyboard and Caps Lock, then "
                "try again.");
    case HOPSO_REMOTE_ERROR_TLS:
      return _ ("The certificate of the server is not trusted, so nothing was sent. If your "
                "province has its own certification authority, install its certificate below.");
    case HOPSO_REMOTE_ERROR_FORBIDDEN:
      return _ ("This account may not sign in here. Ask your administrator.");
    case HOPSO_REMOTE_ERROR_SERVER:
      return _ ("The server has a problem at present. Try again in a few minutes.");
    default:
      return NULL;
    }
}

static const char *
describe_workspace (int code)
{
  switch (code)
    {
    case HOPSO_WORKSPACE_ERROR_WRONG_KEY:
      return _ ("Passphrase or recovery code is wrong. Check it letter by letter and try again.");
    case HOPSO_WORKSPACE_ERROR_NOT_FOUND:
      return _ ("This account is not on this computer yet. Sign in with the network once.");
    default:
      return NULL;
    }
}

/**
 * hopso_sign_in_words_error:
 * @error: why it failed
 *
 * Returns: (transfer full): what happened and what to do
 */
char *
hopso_sign_in_words_error (const GError *error)
{
  const char *words = NULL;

  if (error->domain == HOPSO_REMOTE_ERROR)
    words = describe_remote (error->code);
  else if (error->domain == HOPSO_WORKSPACE_ERROR)
    words = describe_workspace (error->code);
  if (words != NULL)
    return g_strdup (words);
  return g_strdup_printf (_ ("Signing in did not work: %s"), error->message);
}

/**
 * hopso_sign_in_words_url:
 * @typed: an address as typed, with or without "https://"
 *
 * Returns: (transfer full) (nullable): the address of a server, without a slash at its end; %NULL
 *   when it cannot be one, or is not encrypted
 */
char *
hopso_sign_in_words_url (const char *typed)
{
  g_autofree char *text = g_strstrip (g_strdup (typed));
  g_autofree char *full = NULL;
  g_autoptr (GUri) uri = NULL;
  gsize length;

  if (text[0] == '\0')
    return NULL;
  full = strstr (text, "://") != NULL ? g_strdup (text) : g_strconcat ("https://", text, NULL);
  uri = g_uri_parse (full, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL || g_uri_get_host (uri)[0] == '\0' ||
      g_uri_get_userinfo (uri) != NULL || g_strcmp0 (g_uri_get_scheme (uri), "https") != 0)
    return NULL;
  for (length = strlen (full); length > 0 && full[length - 1] == '/'; length--)
    full[length - 1] = '\0';
  return g_steal_pointer (&full);
}
