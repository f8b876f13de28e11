/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the server refuses, sorted by what the client does about it, with the title that the server
 * wrote for people, the object as it is now (412) and the time to wait (429, 503). What is not the
 * server's word is told apart. Pure. */

#define G_LOG_DOMAIN "hopso-remote"

#include "hopso-remote-error.h"

#include "hopso-http-error.h"
#include "hopso-wire-problem.h"

#include <glib/gi18n-lib.h>

#define MAX_PROBLEM_SIZE (1024 * 1024)

typedef struct
{
  HopsoRecord *current; /* owned, nullable */
  gint64 retry_after;
  gboolean is_wide;
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
  to->is_wide = from->is_wide;
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
         g_str_equal (type, "urn:hopso:problem:digest") ||
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

static gboolean
has_type (const char *content_type, const char *wanted)
{
  gsize length = strlen (wanted);

  return content_type != NULL && g_ascii_strncasecmp (content_type, wanted, length) == 0 &&
         (content_type[length] == '\0' || content_type[length] == ';' ||
          content_type[length] == ' ');
}

/**
 * hopso_remote_is_foreign:
 * @status: a status code
 * @content_type: (nullable): of the reply
 *
 * What something on the way says in the server’s place, such as the page where one signs in to a
 * wireless network, must not be taken for the server’s word: a change would be taken back, a
 * session ended.
 *
 * Returns: whether the server does not answer so
 */
gboolean
hopso_remote_is_foreign (guint status, const char *content_type)
{
  static const char *const types[] = { "application/json", "application/octet-stream",
                                       "text/event-stream" };

  if (status >= 400)
    return status < 500 && !has_type (content_type, HOPSO_WIRE_PROBLEM_MEDIA_TYPE);
  if (status < 200 || status >= 300)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (has_type (content_type, types[i]))
      return FALSE;
  return content_type != NULL;
}

static gboolean
is_network_page (guint status, const char *content_type)
{
  return status < 400 || status == 511 || (status < 500 && has_type (content_type, "text/html"));
}

/* Words for a reply in which the server says nothing itself. */
static char *
explain (guint status, const char *content_type)
{
  if (is_network_page (status, content_type))
    return g_strdup (_ ("Something in this network answers instead of the server, perhaps a page "
                        "where one signs in to the wireless network. Open a web browser and sign "
                        "in there, or use another network."));
  if (status == 429)
    return g_strdup (_ ("The server is being asked too often. It is tried again by itself."));
  if (status >= 502 && status <= 504)
    return g_strdup_printf (_ ("The server is not working at the moment (%u). It is tried again by "
                               "itself; if it lasts, tell the administrator."),
                            status);
  if (status >= 500)
    return g_strdup_printf (_ ("The server failed (%u). It is tried again by itself; if it lasts, "
                               "tell the administrator."),
                            status);
  return g_strdup_printf (_ ("The server gave no usable answer (%u)"), status);
}

/* Whether asking for something else would be answered alike. */
static gboolean
is_wide (guint status, gboolean is_foreign)
{
  return is_foreign || status == 429 || status == 511 || (status >= 502 && status <= 504);
}

static HopsoRemoteError
sort (guint status, gboolean is_foreign, const HopsoWireProblem *problem)
{
  if (is_foreign || (problem != NULL && is_passing (problem->type)))
    return HOPSO_REMOTE_ERROR_SERVER;
  return sort_status (status);
}

/**
 * hopso_remote_error_new_from_reply:
 * @status: a status code other than success
 * @content_type: (nullable): of the reply
 * @body: (nullable): the reply's body, a problem when all is well
 * @retry_after: seconds to wait, 0 when the reply did not say
 *
 * Returns: (transfer full): the error
 */
GError *
hopso_remote_error_new_from_reply (guint status,
                                   const char *content_type,
                                   GBytes *body,
                                   gint64 retry_after)
{
  gboolean is_foreign = hopso_remote_is_foreign (status, content_type);
  g_autoptr (HopsoWireProblem) problem = is_foreign ? NULL : parse_problem (body);
  HopsoRemoteError code = sort (status, is_foreign, problem);
  g_autofree char *words = problem == NULL ? explain (status, content_type) : NULL;
  GError *error;

  if (problem != NULL)
    error = g_error_new_literal (HOPSO_REMOTE_ERROR, code,
                                 speaks_vietnamese () ? problem->title_vi : problem->title_en);
  else
    error = g_error_new_literal (HOPSO_REMOTE_ERROR, code, words);

  HopsoRemoteErrorPrivate *priv = hopso_remote_error_get_private (error);
  g_assert (priv != NULL);
  priv->retry_after = retry_after;
  priv->is_wide = is_wide (status, is_foreign);
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
  else if (cause->domain == HOPSO_WIRE_ERROR)
    {
      g_debug ("A reply made no sense: %s", cause->message);
      return g_error_new_literal (HOPSO_REMOTE_ERROR, code,
                                  _ ("What the server answered cannot be understood. Perhaps "
                                     "something in this network changed it. It is tried again by "
                                     "itself; if it lasts, tell the administrator."));
    }
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

/**
 * hopso_remote_error_is_wide:
 * @error: any error
 *
 * Returns: whether it is not about this one request: others would be answered alike
 */
gboolean
hopso_remote_error_is_wide (const GError *error)
{
  HopsoRemoteErrorPrivate *priv =
      error->domain == HOPSO_REMOTE_ERROR ? hopso_remote_error_get_private (error) : NULL;

  return priv != NULL && priv->is_wide;
}
