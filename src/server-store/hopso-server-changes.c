/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What changed for one person since a state. A state is "EPOCH-SEQUENCE"; between two pages it is
 * "EPOCH-BASE-SEQUENCE-ID", where the page before ended: objects come in the order of the commit
 * that concerns this person, so that what changes meanwhile comes again on a later page. Between
 * the pages of a beginning the base is "fSEQUENCE", from when on what goes is told, too. The epoch
 * is the database's own; a state of another database is gone, and so is one from before the
 * horizon, since when no tombstones are kept. The store's threads. */

#include "hopso-server-changes.h"

#include "hopso-server-session-private.h"
#include "hopso-server-store-error.h"

#include <string.h>

typedef struct
{
  gboolean is_beginning;
  gint64 base;   /* what is newer has come into sight or gone meanwhile */
  gint64 cursor; /* the commit where the page before ended */
  char id[40];   /* the object with which it ended */
} State;

/* A CROSS JOIN goes from left to right: from what happened, which is little, to who sees it, and
 * never through all that somebody sees, which is thousands, to what of it happened. */

/* All that a person sees, with the commit since when. ?1 is the person. */
#define LIT_ALL \
  "SELECT m.object, min (max (m.since, s.since)) AS since FROM sight s" \
  " JOIN member m ON m.scope = s.scope" \
  " WHERE s.person = ?1 AND s.gone IS NULL AND m.gone IS NULL GROUP BY m.object"

/* Of that, what something happened to since the commit ?2. */
#define LIT_TOUCHED \
  "SELECT m.object, min (max (m.since, s.since)) AS since FROM (" \
  "  SELECT id FROM object WHERE changed > ?2" \
  "  UNION SELECT object FROM member WHERE since > ?2" \
  "  UNION SELECT t.object FROM sight u JOIN member t ON t.scope = u.scope" \
  "    WHERE u.person = ?1 AND u.since > ?2) touched" \
  " CROSS JOIN member m ON m.object = touched.id" \
  " CROSS JOIN sight s ON s.scope = m.scope AND s.person = ?1" \
  " WHERE s.gone IS NULL AND m.gone IS NULL GROUP BY m.object"

/* What may have been in this person's sight and left it since the commit ?2. */
#define DARK \
  "SELECT m.object, max (m.gone, coalesce (s.gone, 0)) AS at" \
  " FROM member m CROSS JOIN sight s ON s.scope = m.scope AND s.person = ?1 WHERE m.gone > ?2" \
  " UNION ALL SELECT m.object, max (coalesce (m.gone, 0), s.gone) AS at" \
  " FROM sight s CROSS JOIN member m ON m.scope = s.scope WHERE s.person = ?1 AND s.gone > ?2"

#define PAGE(lit, dark, is_new) \
  "WITH lit AS (" lit "), dark AS (" dark ")" \
  " SELECT * FROM (SELECT o.kind, o.id, max (lit.since, o.changed) AS at, " is_new \
  " AS is_new, 0 AS is_gone FROM lit JOIN object o ON o.id = lit.object" \
  " UNION ALL SELECT o.kind, o.id, max (dark.at), 0, 1 FROM dark JOIN object o ON o.id = " \
  "dark.object" \
  "   WHERE NOT EXISTS (SELECT 1 FROM member m CROSS JOIN sight s ON s.scope = m.scope" \
  "     WHERE m.object = o.id AND s.person = ?1 AND m.gone IS NULL AND s.gone IS NULL)" \
  "   GROUP BY o.id)" \
  " WHERE (at, id) > (?3, ?4) ORDER BY at, id LIMIT ?5"

static const char beginning_page[] = PAGE (LIT_ALL, DARK, "1");
static const char later_page[] = PAGE (LIT_TOUCHED, DARK, "lit.since > ?2");

static gboolean
fail_gone (const char *why, GError **error)
{
  g_set_error (error, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_STATE_GONE, "%s", why);
  return FALSE;
}

static gboolean
parse_state (const char *text, const char *epoch, gint64 newest, State *state, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, "-", 4);
  guint n_parts = g_strv_length (parts);
  guint64 base;
  guint64 cursor;

  if (n_parts != 2 && n_parts != 4)
    return fail_gone ("No state of this server", error);
  if (strcmp (parts[0], epoch) != 0)
    return fail_gone ("A state of another database", error);
  state->is_beginning = n_parts == 4 && parts[1][0] == 'f';
  if (!g_ascii_string_to_unsigned (parts[1] + (state->is_beginning ? 1 : 0), 10, 0,
                                   (guint64) newest, &base, NULL))
    return fail_gone ("A state that never was", error);
  state->base = (gint64) base;
  state->cursor = (gint64) base;
  g_strlcpy (state->id, "~", sizeof state->id);
  if (n_parts == 2)
    return TRUE;
  if (!g_ascii_string_to_unsigned (parts[2], 10, 0, (guint64) newest, &cursor, NULL) ||
      strlen (parts[3]) >= sizeof state->id)
    return fail_gone ("A state that never was", error);
  state->cursor = (gint64) cursor;
  g_strlcpy (state->id, parts[3], sizeof state->id);
  return TRUE;
}

/**
 * hopso_server_session_get_horizon:
 * @horizon: (out): the commit up to which no tombstones are kept
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_server_session_get_horizon (HopsoServerSession *self, gint64 *horizon, GError **error)
{
  g_autofree char *text = hopso_server_session_dup_setting (self, "horizon", error);

  *horizon = text == NULL ? 0 : g_ascii_strtoll (text, NULL, 10);
  return text != NULL;
}

/* Where the client goes on. */
static gboolean
read_state (HopsoServerSession *self,
            const char *since,
            const char *epoch,
            gint64 newest,
            State *state,
            GError **error)
{
  gint64 horizon;

  if (since == NULL)
    {
      *state = (State){ .is_beginning = TRUE, .base = newest };
      return TRUE;
    }
  if (!parse_state (since, epoch, newest, state, error) ||
      !hopso_server_session_get_horizon (self, &horizon, error))
    return FALSE;
  return state->base >= horizon || fail_gone ("A state that is too old", error);
}

static gboolean
read_sequence (HopsoServerSession *self, char **epoch, gint64 *newest, GError **error)
{
  *epoch = hopso_server_session_dup_setting (self, "epoch", error);
  if (*epoch == NULL)
    return FALSE;

  g_autofree char *sequence = hopso_server_session_dup_setting (self, "sequence", error);
  if (sequence == NULL)
    return FALSE;
  *newest = g_ascii_strtoll (sequence, NULL, 10);
  return TRUE;
}

/**
 * hopso_server_session_dup_state:
 *
 * Returns: (transfer full): the state after the latest commit, or %NULL with @error
 */
char *
hopso_server_session_dup_state (HopsoServerSession *self, GError **error)
{
  g_autofree char *epoch = NULL;
  gint64 newest;

  if (!read_sequence (self, &epoch, &newest, error))
    return NULL;
  return g_strdup_printf ("%s-%" G_GINT64_FORMAT, epoch, newest);
}

static gboolean
add_row (HopsoServerSession *self, HopsoServerQuery *row, HopsoWireChanges *changes, GError **error)
{
  const HopsoKind *kind = hopso_kind_find (hopso_server_query_text (row, 0));
  const char *id = hopso_server_query_text (row, 1);
  gboolean is_new = hopso_server_query_integer (row, 3) != 0;
  gboolean is_gone = hopso_server_query_integer (row, 4) != 0;

  if (kind == NULL)
    return TRUE; /* written by a newer program that was taken back */
  if (is_gone)
    {
      g_ptr_array_add (changes->destroyed,
                       hopso_wire_destroyed_new (kind->id, id, kind->id == HOPSO_KIND_PAPER));
      return TRUE;
    }

  HopsoRecord *record = hopso_server_session_get (self, kind->id, id, error);
  if (record == NULL)
    return FALSE;
  g_ptr_array_add (is_new ? changes->created : changes->updated, record);
  return TRUE;
}

/* One row more than wanted tells whether there is more. */
static gboolean
read_page (HopsoServerSession *self,
           const char *person,
           const State *state,
           guint limit,
           HopsoWireChanges *changes,
           State *end,
           GError **error)
{
  const char *sql = state->is_beginning ? beginning_page : later_page;
  g_autoptr (GError) failure = NULL;
  g_autoptr (HopsoServerQuery) query =
      hopso_server_sql_query (self->sql, error, sql, "siisi", person, state->base, state->cursor,
                              state->id, (gint64) limit + 1);

  if (query == NULL)
    return FALSE;
  for (guint n = 0; hopso_server_query_next (query, &failure); n++)
    {
      if (n == limit)
        {
          changes->has_more = TRUE;
          break;
        }
      end->cursor = hopso_server_query_integer (query, 2);
      g_strlcpy (end->id, hopso_server_query_text (query, 1), sizeof end->id);
      if (!add_row (self, query, changes, error))
        return FALSE;
    }
  return hopso_server_sql_pass_error (&failure, error);
}

/**
 * hopso_server_session_list_changes:
 * @person: for whom
 * @since: (nullable): a state that was told before; %NULL: from nothing
 * @limit: how many objects at most
 *
 * Returns: (transfer full): the changes, or %NULL with %HOPSO_SERVER_STORE_ERROR_STATE_GONE
 */
HopsoWireChanges *
hopso_server_session_list_changes (
    HopsoServerSession *self, const char *person, const char *since, guint limit, GError **error)
{
  g_autofree char *epoch = NULL;
  State state = { 0 };
  gint64 newest;

  if (!read_sequence (self, &epoch, &newest, error) ||
      !read_state (self, since, epoch, newest, &state, error))
    return NULL;

  State end = state;
  g_autoptr (HopsoWireChanges) changes = hopso_wire_changes_new (since, NULL);
  /* What most clients are told most of the time: nothing happened to anybody. */
  const gboolean is_quiet = !state.is_beginning && state.base == newest;
  if (!is_quiet && !read_page (self, person, &state, limit, changes, &end, error))
    return NULL;
  if (changes->has_more)
    changes->new_state =
        g_strdup_printf ("%s-%s%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT "-%s", epoch,
                         state.is_beginning ? "f" : "", state.base, end.cursor, end.id);
  else
    changes->new_state = g_strdup_printf ("%s-%" G_GINT64_FORMAT, epoch, newest);
  return g_steal_pointer (&changes);
}
