/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the server refuses, sorted by what the client does about it, with the title that the server
 * wrote for people, the object as it is now (412) and the time to wait (429, 503). Pure. */

#include "hopso-remote-error.h"

#include "hopso-http-error.h"
#include "hopso-wire-problem.h"

#include <glib/gi18n-lib.h>

#define MAX_PROBLEM_SIZE (1024 * 1024)

typedef struct
{
  HopsoRecord *current; /* owned, nullable */
  gint64 retry_after;
} HopsoRemoteErrorPrivate;

static void
hopso_remote_error_private_init (HopsoRemoteErrorPrivate *priv)
{
}

static void
hopso_remote_error_private_copy (const HopsoRemoteErrorPrivate *from, HopsoRemoteErrorPrivate *to)
{
  g_assert (from != NULL && to != NULL);
  to->retry_after = from->retry_after;
  g_set_object (&to->current, from->current);
}

static void
hopso_remote_error_private_clear (HopsoRemoteErrorPrivate *priv)
{
  g_assert (priv != NULL);
  g_clear_object (&priv->current);
}

G_DEFINE_EXTENDED_ERROR (HopsoRemoteError, hopso_remote_error)

static HopsoRemoteError
sort_status (guint status)
{
  switch (status)
    {
    case 401:
      return HOPSO_REMOTE_ERROR_UNAUTHORIZED;
    case 403:
    case 404:
      return HOPSO_REMOTE_ERROR_FORBIDDEN;
    case 410:
      return HOPSO_REMOTE_ERROR_GONE;
    case 412:
      return HOPSO_REMOTE_ERROR_CONFLICT;
    case 408:
    case 429:
      return HOPSO_REMOTE_ERROR_SERVER;
    default:
      return status >= 400 && status < 500 ? HOPSO_REMOTE_ERROR_REJECTED
                                           : HOPSO_REMOTE_ERROR_SERVER;
    }
}

/* Refusals of 4xx that another try, which begins by asking, gets past. */
static gboolean
is_passing (const char *type)
{
  return g_str_equal (type, "urn:hopso:problem:still-running") ||
         g_str_equal (type, "urn:hopso:problem:offset") ||
         g_str_equal (type, "urn:hopso:problem:busy");
}

static gboolean
speaks_vietnamese (void)
{
  const char *const *languages = g_get_language_names ();

  return g_str_has_prefix (languages[0], "vi");
}

static HopsoWireProblem *
parse_problem (GBytes *body)
{
  g_autoptr (JsonObject) object =
      body != NULL ? hopso_wire_parse_object (body, MAX_PROBLEM_SIZE, NULL) : NULL;

  return object != NULL ? hopso_wire_problem_from_json (object, NULL) : NULL;
}

/**
 * hopso_remote_error_new_from_reply:
 * @status: a status code other than success
 * @body: (nullable): the reply's body, a problem when all is well
 * @retry_after: seconds to wait, 0 when the reply did not say
 *
 * Returns: (transfer full): the error
 */
GError *
hopso_remote_error_new_from_reply (guint status, GBytes *body, gint64 retry_after)
{
  g_autoptr (HopsoWireProblem) problem = parse_problem (body);
  HopsoRemoteError code = sort_status (status);
  GError *error;

  if (problem == NULL)
    error =
        g_error_new (HOPSO_REMOTE_ERROR, code, _ ("The server gave no usable answer (%u)"), status);
  else
    error = g_error_new_literal (HOPSO_REMOTE_ERROR, code,
                                 speaks_vietnamese () ? problem->title_vi : problem->title_en);
  if (problem != NULL && is_passing (problem->type))
    error->code = HOPSO_REMOTE_ERROR_SERVER;

  HopsoRemoteErrorPrivate *priv = hopso_remote_error_get_private (error);
  g_assert (priv != NULL);
  priv->retry_after = retry_after;
  if (problem != NULL)
    {
      priv->retry_after = MAX (retry_after, problem->retry_after);
      g_set_object (&priv->current, problem->current);
    }
  return error;
}

/**
 * hopso_remote_error_translate:
 * @error: (transfer full): what the rooms below reported
 *
 * Returns: (transfer full): the same for the rooms above; cancelled stays cancelled
 */
GError *
hopso_remote_error_translate (GError *error)
{
  g_autoptr (GError) cause = error;
  HopsoRemoteError code = HOPSO_REMOTE_ERROR_SERVER;

  if (cause->domain == HOPSO_REMOTE_ERROR ||
      g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_steal_pointer (&cause);
  if (g_error_matches (cause, HOPSO_HTTP_ERROR, HOPSO_HTTP_ERROR_OFFLINE) ||
      cause->domain == G_IO_ERROR)
    code = HOPSO_REMOTE_ERROR_OFFLINE;
  else if (g_error_matches (cause, HOPSO_HTTP_ERROR, HOPSO_HTTP_ERROR_TLS))
    code = HOPSO_REMOTE_ERROR_TLS;
  else if (g_error_matches (cause, HOPSO_HTTP_ERROR, HOPSO_HTTP_ERROR_REFUSED))
    code = HOPSO_REMOTE_ERROR_REJECTED;
  return g_error_new_literal (HOPSO_REMOTE_ERROR, code, cause->message);
}

/**
 * hopso_remote_error_get_current:
 * @error: a %HOPSO_REMOTE_ERROR
 *
 * Returns: (transfer none) (nullable): with %HOPSO_REMOTE_ERROR_CONFLICT, the object as it is now
 */
HopsoRecord *
hopso_remote_error_get_current (const GError *error)
{
  HopsoRemoteErrorPrivate *priv = hopso_remote_error_get_private (error);

  g_return_val_if_fail (priv != NULL, NULL);
  return priv->current;
}

/**
 * hopso_remote_error_get_retry_after:
 * @error: any error
 *
 * Returns: how many seconds the server wants to be left alone, 0 when it did not say
 */
gint64
hopso_remote_error_get_retry_after (const GError *error)
{
  HopsoRemoteErrorPrivate *priv =
      error->domain == HOPSO_REMOTE_ERROR ? hopso_remote_error_get_private (error) : NULL;

  return priv != NULL ? priv->retry_after : 0;
}
