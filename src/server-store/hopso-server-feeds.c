/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Calendars of persons for programs that know no tokens: whoever has the secret sees when and where
 * its person has meetings. There is one for each person at most, the database holds its SHA-256
 * only, and a new one takes the place of the one before. The store's threads. */

#include "hopso-server-feeds.h"

#include "hopso-meeting.h"
#include "hopso-random.h"
#include "hopso-server-session-private.h"
#include "hopso-server-sight.h"
#include "hopso-server-store-error.h"

#define SECRET_SIZE 32

/* The latest ones: nobody has more in a few years. */
#define MAX_MEETINGS 2000

/**
 * hopso_server_session_make_feed:
 * @person: whose calendar
 *
 * Makes the secret of its calendar, in place of the one before.
 *
 * Returns: (transfer full): the secret, told only now; or %NULL with @error
 */
HopsoSecret *
hopso_server_session_make_feed (HopsoServerSession *self, const char *person, GError **error)
{
  g_autoptr (HopsoSecret) fresh = hopso_random_secret (SECRET_SIZE, error);
  g_autoptr (HopsoSecret) token = fresh == NULL ? NULL : hopso_server_secret_to_token (fresh);
  g_autofree char *hash = token == NULL ? NULL : hopso_server_hash_token (token);

  if (token == NULL ||
      !hopso_server_sql_run (self->sql, error,
                             "UPDATE account SET feed = ?2, feed_made = ?3 WHERE person = ?1",
                             "ssi", person, hash, self->now))
    return NULL;
  return g_steal_pointer (&token);
}

/**
 * hopso_server_session_withdraw_feed:
 * @person: whose calendar
 * @was_there: (out): whether there was one
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_server_session_withdraw_feed (HopsoServerSession *self,
                                    const char *person,
                                    gboolean *was_there,
                                    GError **error)
{
  gint64 made = 0;

  if (!hopso_server_session_get_feed (self, person, &made, error))
    return FALSE;
  *was_there = made != 0;
  return hopso_server_sql_run (self->sql, error,
                               "UPDATE account SET feed = NULL, feed_made = NULL WHERE person = ?1",
                               "s", person);
}

/**
 * hopso_server_session_get_feed:
 * @person: whose calendar
 * @made: (out): when its secret was made; 0: there is none
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_server_session_get_feed (HopsoServerSession *self,
                               const char *person,
                               gint64 *made,
                               GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HopsoServerQuery) query = hopso_server_sql_query (
      self->sql, error, "SELECT feed_made FROM account WHERE person = ?1 AND feed IS NOT NULL", "s",
      person);

  *made = 0;
  if (query == NULL)
    return FALSE;
  if (hopso_server_query_next (query, &failure))
    *made = hopso_server_query_integer (query, 0);
  return hopso_server_sql_pass_error (&failure, error);
}

/**
 * hopso_server_session_find_feed:
 * @token: a secret from outside
 *
 * Returns: (transfer full): whose calendar it opens, or %NULL with
 *   %HOPSO_SERVER_STORE_ERROR_NOT_FOUND
 */
char *
hopso_server_session_find_feed (HopsoServerSession *self, HopsoSecret *token, GError **error)
{
  g_autofree char *hash = hopso_server_hash_token (token);
  g_autoptr (GError) failure = NULL;
  g_autoptr (HopsoServerQuery) query = hopso_server_sql_query (
      self->sql, error, "SELECT person FROM account WHERE feed = ?1 AND disabled = 0", "s", hash);

  if (query == NULL)
    return NULL;
  if (hopso_server_query_next (query, &failure))
    return g_strdup (hopso_server_query_text (query, 0));
  if (failure == NULL)
    g_set_error (&failure, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_NOT_FOUND,
                 "No such calendar");
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

static GPtrArray *
list_ids (HopsoServerSession *self, const char *person, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) failure = NULL;
  g_autoptr (HopsoServerQuery) query = hopso_server_sql_query (
      self->sql, error,
      "SELECT id FROM meeting WHERE chair = ?1 OR secretary = ?1 OR id IN"
      " (SELECT meeting FROM participant WHERE person = ?1 OR substitute = ?1)"
      " ORDER BY start DESC LIMIT ?2",
      "si", person, (gint64) MAX_MEETINGS);

  if (query == NULL)
    return NULL;
  while (hopso_server_query_next (query, &failure))
    g_ptr_array_add (ids, g_strdup (hopso_server_query_text (query, 0)));
  return hopso_server_sql_pass_error (&failure, error) ? g_steal_pointer (&ids) : NULL;
}

/**
 * hopso_server_session_list_feed:
 * @person: whose calendar
 *
 * Returns: (transfer full) (element-type HopsoMeeting): the meetings that the person takes part in,
 *   as far as the person sees them and they are no drafts; or %NULL with @error
 */
GPtrArray *
hopso_server_session_list_feed (HopsoServerSession *self, const char *person, GError **error)
{
  g_autoptr (GPtrArray) meetings = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) ids = list_ids (self, person, error);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      const char *id = g_ptr_array_index (ids, i);
      gboolean may_see = FALSE;

      if (!hopso_server_session_may_see (self, person, id, &may_see, error))
        return NULL;
      if (!may_see)
        continue;

      HopsoRecord *meeting = hopso_server_session_get (self, HOPSO_KIND_MEETING, id, error);
      if (meeting == NULL)
        return NULL;
      if (hopso_meeting_is_draft (HOPSO_MEETING (meeting)))
        g_object_unref (meeting);
      else
        g_ptr_array_add (meetings, meeting);
    }
  return ids == NULL ? NULL : g_steal_pointer (&meetings);
}
