/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What somebody may see now, may have seen, and is in a meeting: questions to the memberships that
 * hopso-server-scopes.c keeps. The store's threads. */

#include "hopso-server-sight.h"

#include "hopso-server-session-private.h"

/* Whether a query gives a row. */
static gboolean
has_row (HopsoServerQuery *query, gboolean *answer, GError **error)
{
  g_autoptr (GError) failure = NULL;

  *answer = FALSE;
  if (query == NULL)
    return FALSE;
  *answer = hopso_server_query_next (query, &failure);
  return hopso_server_sql_pass_error (&failure, error);
}

/**
 * hopso_server_session_may_see:
 * @person: who
 * @object: the id of an object of any kind
 * @may_see: (out): whether @person sees it now
 *
 * Returns: %FALSE with @error when that cannot be said
 */
gboolean
hopso_server_session_may_see (HopsoServerSession *self,
                              const char *person,
                              const char *object,
                              gboolean *may_see,
                              GError **error)
{
  g_autoptr (HopsoServerQuery) query = hopso_server_sql_query (
      self->sql, error,
      "SELECT 1 FROM member m CROSS JOIN sight s ON s.scope = m.scope"
      " WHERE m.object = ?1 AND s.person = ?2 AND m.gone IS NULL AND s.gone IS NULL",
      "ss", object, person);

  return has_row (query, may_see, error);
}

/**
 * hopso_server_session_has_seen:
 * @person: who
 * @object: the id of an object of any kind
 * @has_seen: (out): whether @person sees it now or may have seen it before
 *
 * Returns: %FALSE with @error when that cannot be said
 */
gboolean
hopso_server_session_has_seen (HopsoServerSession *self,
                               const char *person,
                               const char *object,
                               gboolean *has_seen,
                               GError **error)
{
  g_autoptr (HopsoServerQuery) query =
      hopso_server_sql_query (self->sql, error,
                              "SELECT 1 FROM member m CROSS JOIN sight s ON s.scope = m.scope"
                              " WHERE m.object = ?1 AND s.person = ?2",
                              "ss", object, person);

  return has_row (query, has_seen, error);
}

/**
 * hopso_server_session_may_read_blob:
 * @person: who
 * @digest: the SHA-256 of the bytes
 * @may_read: (out): whether they are a version of a paper that @person sees, the file from which
 *   one was made that @person prepares, or @person's upload
 *
 * Returns: %FALSE with @error when that cannot be said
 */
gboolean
hopso_server_session_may_read_blob (HopsoServerSession *self,
                                    const char *person,
                                    const char *digest,
                                    gboolean *may_read,
                                    GError **error)
{
  g_autoptr (HopsoServerQuery) query = hopso_server_sql_query (
      self->sql, error,
      "SELECT 1 FROM blob_owner WHERE digest = ?1 AND person = ?2"
      " UNION ALL SELECT 1 FROM paper_version v CROSS JOIN member m ON m.object = v.paper"
      "   CROSS JOIN sight s ON s.scope = m.scope"
      "   WHERE v.digest = ?1 AND s.person = ?2 AND m.gone IS NULL AND s.gone IS NULL"
      " UNION ALL SELECT 1 FROM paper p CROSS JOIN sight s ON s.scope = 'staff/' || p.meeting"
      "   WHERE p.original = ?1 AND s.person = ?2 AND s.gone IS NULL",
      "ss", digest, person);

  return has_row (query, may_read, error);
}

/**
 * hopso_server_session_has_role:
 * @person: who
 * @role: such as "admin"
 * @has_role: (out): whether the person bears it
 *
 * Returns: %FALSE with @error when that cannot be said
 */
gboolean
hopso_server_session_has_role (HopsoServerSession *self,
                               const char *person,
                               const char *role,
                               gboolean *has_role,
                               GError **error)
{
  g_autoptr (HopsoServerQuery) query = hopso_server_sql_query (
      self->sql, error,
      "SELECT 1 FROM person WHERE id = ?1"
      " AND instr (char (10) || roles || char (10), char (10) || ?2 || char (10))",
      "ss", person, role);

  return has_row (query, has_role, error);
}

/**
 * hopso_server_session_get_standing:
 * @person: who
 * @meeting: the id of a meeting
 * @standing: (out): what @person is in it
 *
 * Returns: %FALSE with @error when that cannot be said
 */
gboolean
hopso_server_session_get_standing (HopsoServerSession *self,
                                   const char *person,
                                   const char *meeting,
                                   HopsoServerStanding *standing,
                                   GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HopsoServerQuery) query = hopso_server_sql_query (
      self->sql, error,
      "SELECT (m.chair IS ?1) * 1 + (m.secretary IS ?1) * 2 + 4 * EXISTS"
      " (SELECT 1 FROM person c JOIN organization o ON o.id = c.organization"
      "   WHERE c.id = ?1"
      "     AND instr (char (10) || c.roles || char (10), char (10) || 'clerk' || char (10))"
      "     AND (o.id = m.organization"
      "       OR (o.parent = m.organization AND o.classification = 'unit')))"
      " FROM meeting m WHERE m.id = ?2",
      "ss", person, meeting);

  *standing = HOPSO_SERVER_STANDING_NONE;
  if (query == NULL)
    return FALSE;
  if (hopso_server_query_next (query, &failure))
    *standing = (HopsoServerStanding) hopso_server_query_integer (query, 0);
  return hopso_server_sql_pass_error (&failure, error);
}

/**
 * hopso_server_session_was_in:
 * @object: the id of an object that is or was there
 * @meeting: the id of a meeting
 * @was_in: (out): whether the object belongs or belonged to that meeting
 *
 * Returns: %FALSE with @error when that cannot be said
 */
gboolean
hopso_server_session_was_in (HopsoServerSession *self,
                             const char *object,
                             const char *meeting,
                             gboolean *was_in,
                             GError **error)
{
  g_autoptr (HopsoServerQuery) query = hopso_server_sql_query (
      self->sql, error, "SELECT 1 FROM member WHERE object = ?1 AND scope IN (?2, 'staff/' || ?2)",
      "ss", object, meeting);

  return has_row (query, was_in, error);
}

/**
 * hopso_server_session_is_clerk_of:
 * @person: who
 * @organization: (nullable): the id of an organization
 * @is_clerk: (out): whether @person is a clerk of it, or of a unit of it
 *
 * Returns: %FALSE with @error when that cannot be said
 */
gboolean
hopso_server_session_is_clerk_of (HopsoServerSession *self,
                                  const char *person,
                                  const char *organization,
                                  gboolean *is_clerk,
                                  GError **error)
{
  g_autoptr (HopsoServerQuery) query = hopso_server_sql_query (
      self->sql, error,
      "SELECT 1 FROM person c JOIN organization o ON o.id = c.organization"
      " WHERE c.id = ?1 AND (o.id = ?2 OR (o.parent = ?2 AND o.classification = 'unit'))"
      "   AND instr (char (10) || c.roles || char (10), char (10) || 'clerk' || char (10))",
      "ss", person, organization);

  return has_row (query, is_clerk, error);
}
