/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who sees what. An object belongs to scopes, a person sees scopes; both memberships carry the
 * commits of their beginning and end, so that GET /v1/changes can tell what came into sight and
 * what went, whatever the object's age. The scopes:
 *
 *   "province"          organizations and persons; seen by every person
 *   "wide"              all the rest; seen by inspectors and administrators
 *   a meeting's id      meeting, agenda, participants, papers; seen by who takes part in it once it
 *                       is published, and always by its secretary and the clerks of its holder
 *   "staff/MEETING"     what only they see who prepare it, and the chair once it is published:
 *                       receipts, restricted papers and what is told about these
 *   a paper's id        a restricted paper, seen by those of its readers who take part; and any
 *                       paper by who is asked to approve it
 *   a publication's id  one that concerns a few only, seen by those of them who take part
 *   a receipt's id      seen by whose it is
 *   a participant's id  the invitation and its meeting; seen by who is asked to come instead
 *   "clerks/AGENCY"     groups; seen by the clerks of the agency
 *   a sign request's id the request, its steps and its paper; seen by its requester and its
 *                       signers, of a withdrawn one by those who have signed
 *
 * Recomputed from the records at the end of each transaction, for what it touched only. The
 * store's threads. */

#include "hopso-server-session-private.h"

#include "hopso-group.h"
#include "hopso-meeting.h"
#include "hopso-paper.h"
#include "hopso-participant.h"
#include "hopso-person.h"
#include "hopso-publication.h"
#include "hopso-receipt.h"
#include "hopso-record-meeting.h"
#include "hopso-sign-request.h"
#include "hopso-sign-step.h"

/* The scopes an object shall belong to. ?1 is its id; ?2 its scopes for everybody or for the
 * wide-eyed. */
#define IS_OPEN "coalesce (access, 'all') <> 'restricted'"

static const char *const wanted_scopes[HOPSO_N_KINDS] = {
  [HOPSO_KIND_ORGANIZATION] = "SELECT 'province' WHERE EXISTS"
                              " (SELECT 1 FROM organization WHERE id = ?1)",
  [HOPSO_KIND_PERSON] = "SELECT 'province' WHERE EXISTS (SELECT 1 FROM person WHERE id = ?1)",
  [HOPSO_KIND_MEETING] = "SELECT id FROM meeting WHERE id = ?1"
                         " UNION SELECT id FROM participant WHERE meeting = ?1"
                         "   AND partstat = 'delegated'"
                         "   AND substitute_state IN ('proposed', 'accepted')"
                         " UNION SELECT 'wide' FROM meeting WHERE id = ?1",
  [HOPSO_KIND_AGENDA_ITEM] = "SELECT meeting FROM agenda_item WHERE id = ?1"
                             " UNION SELECT 'wide' FROM agenda_item WHERE id = ?1",
  [HOPSO_KIND_PARTICIPANT] = "SELECT meeting FROM participant WHERE id = ?1"
                             " UNION SELECT id FROM participant WHERE id = ?1"
                             "   AND partstat = 'delegated'"
                             "   AND substitute_state IN ('proposed', 'accepted')"
                             " UNION SELECT 'wide' FROM participant WHERE id = ?1",
  [HOPSO_KIND_PAPER] =
      "SELECT meeting FROM paper WHERE id = ?1 AND meeting IS NOT NULL"
      "   AND " IS_OPEN " UNION SELECT 'wide' FROM paper WHERE id = ?1 AND " IS_OPEN
      " UNION SELECT 'staff/' || meeting FROM paper"
      "   WHERE id = ?1 AND meeting IS NOT NULL AND NOT " IS_OPEN
      " UNION SELECT id FROM paper WHERE id = ?1"
      "   AND (reviewer IS NOT NULL OR NOT " IS_OPEN ")"
      " UNION SELECT r.id FROM sign_request r JOIN paper p ON p.id = r.paper"
      "   WHERE r.paper = ?1",
  [HOPSO_KIND_SIGN_REQUEST] = "SELECT id FROM sign_request WHERE id = ?1"
                              " UNION SELECT 'wide' FROM sign_request WHERE id = ?1",
  [HOPSO_KIND_SIGN_STEP] = "SELECT request FROM sign_step WHERE id = ?1"
                           " UNION SELECT 'wide' FROM sign_step WHERE id = ?1",
  [HOPSO_KIND_PUBLICATION] =
      "SELECT meeting FROM publication WHERE id = ?1 AND readers IS NULL"
      " UNION SELECT 'staff/' || meeting FROM publication WHERE id = ?1"
      " UNION SELECT id FROM publication WHERE id = ?1 AND readers NOTNULL"
      " UNION SELECT 'wide' FROM publication WHERE id = ?1 AND readers IS NULL",
  [HOPSO_KIND_GROUP] = "SELECT 'clerks/' || organization FROM person_group WHERE id = ?1"
                       " UNION SELECT 'wide' FROM person_group WHERE id = ?1",
  [HOPSO_KIND_RECEIPT] = "SELECT 'staff/' || meeting FROM receipt WHERE id = ?1"
                         " UNION SELECT id FROM receipt WHERE id = ?1"
                         " UNION SELECT 'wide' FROM receipt WHERE id = ?1",
};

#define IS_OUT "m.state NOT IN ('draft', 'template')"

/* Whether the lines of @list contain @word. */
#define HAS_LINE(list, word) \
  "instr (char (10) || " list " || char (10), char (10) || " word " || char (10))"

#define IS_CLERK HAS_LINE ("c.roles", "'clerk'")

/* Who shall see the scope ?1. Only the arms whose object has that id give rows. */
static const char wanted_viewers[] =
    "SELECT id AS person FROM person WHERE ?1 = 'province'"
    " UNION SELECT id FROM person WHERE ?1 = 'wide'"
    "   AND (" HAS_LINE ("roles", "'inspector'") " OR " HAS_LINE (
        "roles",
        "'admin'") ")"
                   " UNION SELECT p.person FROM participant p JOIN meeting m ON m.id = p.meeting"
                   "   WHERE p.meeting = ?1 AND " IS_OUT " AND p.person IS NOT NULL"
                   " UNION SELECT p.substitute FROM participant p JOIN meeting m ON m.id = "
                   "p.meeting"
                   "   WHERE p.meeting = ?1 AND " IS_OUT " AND p.partstat = 'delegated'"
                   "     AND p.substitute IS NOT NULL AND coalesce (p.substitute_state, "
                   "'approved') = 'approved'"
                   " UNION SELECT p.substitute FROM participant p JOIN meeting m ON m.id = "
                   "p.meeting"
                   "   WHERE p.id = ?1 AND " IS_OUT " AND p.partstat = 'delegated'"
                   "     AND p.substitute IS NOT NULL AND p.substitute_state IN ('proposed', "
                   "'accepted')"
                   /* A meeting, and what is kept from most of its participants */
                   " UNION SELECT chair FROM meeting m WHERE id IN (?1, substr (?1, 7)) AND " IS_OUT
                   "   AND chair IS NOT NULL"
                   " UNION SELECT secretary FROM meeting WHERE id IN (?1, substr (?1, 7))"
                   "   AND secretary IS NOT NULL"
                   " UNION SELECT c.id FROM meeting m JOIN organization o ON o.id = m.organization"
                   "     OR (o.parent = m.organization AND o.classification = 'unit')"
                   "   JOIN person c ON c.organization = o.id"
                   "   WHERE m.id IN (?1, substr (?1, 7)) AND " IS_CLERK
                   /* Of a few readers */
                   " UNION SELECT t.person FROM paper p JOIN meeting m ON m.id = p.meeting"
                   "   JOIN participant t ON t.meeting = p.meeting"
                   "   WHERE p.id = ?1 AND p.access = 'restricted' AND " IS_OUT
                   "     AND " HAS_LINE (
                       "p.readers",
                       "t.person") " UNION SELECT reviewer FROM paper WHERE id = ?1 AND reviewer "
                                   "IS NOT NULL"
                                   "   AND review IN ('asked', 'approved', 'returned')"
                                   " UNION SELECT t.person FROM publication p JOIN meeting m ON "
                                   "m.id = p.meeting"
                                   "   JOIN participant t ON t.meeting = p.meeting"
                                   "   WHERE p.id = ?1 AND " IS_OUT " AND " HAS_LINE (
                                       "p.readers",
                                       "t.person") " UNION SELECT person FROM receipt WHERE id = ?1"
                                                   " UNION SELECT c.id FROM organization o JOIN "
                                                   "person c ON c.organization = o.id"
                                                   "   WHERE (o.id = substr (?1, 8)"
                                                   "       OR (o.parent = substr (?1, 8) AND "
                                                   "o.classification = 'unit')) AND " IS_CLERK
                                                   " UNION SELECT signer FROM sign_request WHERE "
                                                   "id = ?1 AND state <> 'withdrawn'"
                                                   " UNION SELECT s.signer FROM sign_step s JOIN "
                                                   "sign_request r ON r.id = s.request"
                                                   "   WHERE s.request = ?1 AND (r.state <> "
                                                   "'withdrawn' OR s.state = 'signed')"
                                                   " UNION SELECT requester FROM sign_request "
                                                   "WHERE id = ?1 AND requester IS NOT NULL";

#define FIELD(field) (1u << (field))

/* The fields that wanted_viewers asks for. Only who sees a meeting of thousands is worth not to
 * be asked again each time when one of them answers. */
static const guint32 deciding_fields[HOPSO_N_KINDS] = {
  [HOPSO_KIND_PERSON] = FIELD (HOPSO_PERSON_ORGANIZATION) | FIELD (HOPSO_PERSON_ROLES),
  [HOPSO_KIND_MEETING] = FIELD (HOPSO_MEETING_STATE) | FIELD (HOPSO_MEETING_ORGANIZATION) |
                         FIELD (HOPSO_MEETING_CHAIR) | FIELD (HOPSO_MEETING_SECRETARY),
  [HOPSO_KIND_PARTICIPANT] = FIELD (HOPSO_PARTICIPANT_MEETING) | FIELD (HOPSO_PARTICIPANT_PERSON) |
                             FIELD (HOPSO_PARTICIPANT_PARTSTAT) |
                             FIELD (HOPSO_PARTICIPANT_SUBSTITUTE) |
                             FIELD (HOPSO_PARTICIPANT_SUBSTITUTE_STATE),
  [HOPSO_KIND_PAPER] = FIELD (HOPSO_PAPER_MEETING) | FIELD (HOPSO_PAPER_ACCESS) |
                       FIELD (HOPSO_PAPER_READERS) | FIELD (HOPSO_PAPER_REVIEW) |
                       FIELD (HOPSO_PAPER_REVIEWER),
  [HOPSO_KIND_PUBLICATION] = FIELD (HOPSO_PUBLICATION_MEETING) | FIELD (HOPSO_PUBLICATION_READERS),
  [HOPSO_KIND_GROUP] = FIELD (HOPSO_GROUP_ORGANIZATION),
  [HOPSO_KIND_RECEIPT] = FIELD (HOPSO_RECEIPT_MEETING) | FIELD (HOPSO_RECEIPT_PERSON),
  [HOPSO_KIND_SIGN_REQUEST] = FIELD (HOPSO_SIGN_REQUEST_PAPER) | FIELD (HOPSO_SIGN_REQUEST_SIGNER) |
                              FIELD (HOPSO_SIGN_REQUEST_REQUESTER) |
                              FIELD (HOPSO_SIGN_REQUEST_STATE),
  [HOPSO_KIND_SIGN_STEP] = FIELD (HOPSO_SIGN_STEP_REQUEST) | FIELD (HOPSO_SIGN_STEP_SIGNER) |
                           FIELD (HOPSO_SIGN_STEP_STATE),
};

static gboolean
is_delegated (HopsoRecord *record)
{
  return g_strcmp0 (hopso_participant_get_partstat (HOPSO_PARTICIPANT (record)), "delegated") == 0;
}

/* Whether the same persons see what @record decides about as did with @old. */
static gboolean
has_same_viewers (HopsoRecord *old, HopsoRecord *record)
{
  const HopsoKind *kind = hopso_record_get_kind (record);
  guint32 fields = deciding_fields[kind->id];

  if (old == NULL)
    return FALSE;
  if (kind->id == HOPSO_KIND_PARTICIPANT && !is_delegated (old) && !is_delegated (record))
    fields &= ~(FIELD (HOPSO_PARTICIPANT_PARTSTAT) | FIELD (HOPSO_PARTICIPANT_SUBSTITUTE));
  for (guint i = 0; i < kind->n_fields; i++)
    if ((fields & FIELD (i)) != 0 && !hopso_record_field_equal (old, record, i))
      return FALSE;
  return TRUE;
}

static void
touch_staff (HopsoServerSession *self, const char *meeting)
{
  if (meeting != NULL)
    g_hash_table_add (self->dirty_scopes, g_strconcat ("staff/", meeting, NULL));
}

/* Marks what a written or deleted record may have changed; @old is what was there before it was
 * written, NULL for nothing, and for what is deleted. */
void
hopso_server_session_touch (HopsoServerSession *self, HopsoRecord *old, HopsoRecord *record)
{
  const char *id = hopso_record_get_id (record);

  g_hash_table_add (self->dirty_objects, g_strdup (id));
  if (has_same_viewers (old, record))
    return;
  switch (hopso_record_get_kind (record)->id)
    {
    case HOPSO_KIND_MEETING:
      g_hash_table_add (self->dirty_scopes, g_strdup (id));
      touch_staff (self, id);
      break;
    case HOPSO_KIND_PARTICIPANT:
      g_hash_table_add (self->dirty_scopes,
                        g_strdup (hopso_participant_get_meeting (HOPSO_PARTICIPANT (record))));
      g_hash_table_add (self->dirty_scopes, g_strdup (id));
      g_hash_table_add (self->dirty_objects,
                        g_strdup (hopso_participant_get_meeting (HOPSO_PARTICIPANT (record))));
      break;
    case HOPSO_KIND_SIGN_REQUEST:
      g_hash_table_add (self->dirty_scopes, g_strdup (id));
      g_hash_table_add (self->dirty_objects,
                        g_strdup (hopso_sign_request_get_paper (HOPSO_SIGN_REQUEST (record))));
      break;
    case HOPSO_KIND_SIGN_STEP:
      g_hash_table_add (self->dirty_scopes,
                        g_strdup (hopso_sign_step_get_request (HOPSO_SIGN_STEP (record))));
      break;
    case HOPSO_KIND_PERSON:
      g_hash_table_add (self->dirty_persons, g_strdup (id));
      break;
    case HOPSO_KIND_PAPER:
    case HOPSO_KIND_PUBLICATION:
    case HOPSO_KIND_RECEIPT:
      g_hash_table_add (self->dirty_scopes, g_strdup (id));
      touch_staff (self, hopso_record_get_meeting (record));
      break;
    case HOPSO_KIND_GROUP:
      g_hash_table_add (
          self->dirty_scopes,
          g_strconcat ("clerks/", hopso_group_get_organization (HOPSO_GROUP (record)), NULL));
      break;
    case HOPSO_KIND_ORGANIZATION:
    case HOPSO_KIND_AGENDA_ITEM:
      break;
    case HOPSO_N_KINDS:
    default:
      g_assert_not_reached ();
    }
}

static gboolean
find_kind (HopsoServerSession *self, const char *object, const HopsoKind **kind, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HopsoServerQuery) query = hopso_server_sql_query (
      self->sql, error, "SELECT kind FROM object WHERE id = ?1", "s", object);

  *kind = NULL;
  if (query == NULL)
    return FALSE;
  if (hopso_server_query_next (query, &failure))
    *kind = hopso_kind_find (hopso_server_query_text (query, 0));
  return hopso_server_sql_pass_error (&failure, error);
}

static gboolean
refresh_member (HopsoServerSession *self, const char *object, GError **error)
{
  const HopsoKind *kind;

  if (!find_kind (self, object, &kind, error))
    return FALSE;
  if (kind == NULL)
    return TRUE; /* a sign request may name a paper that is not there */

  const char *wanted = wanted_scopes[kind->id];
  g_autofree char *ending =
      g_strdup_printf ("UPDATE member SET gone = ?2 WHERE object = ?1 AND gone IS NULL"
                       " AND scope NOT IN (%s)",
                       wanted);
  g_autofree char *beginning =
      g_strdup_printf ("INSERT INTO member (scope, object, since) SELECT w.*, ?1, ?2 FROM (%s) w"
                       " WHERE true ON CONFLICT (scope, object) DO UPDATE"
                       " SET since = ?2, gone = NULL WHERE gone IS NOT NULL",
                       wanted);
  return hopso_server_sql_run (self->sql, error, ending, "si", object, self->sequence) &&
         hopso_server_sql_run (self->sql, error, beginning, "si", object, self->sequence);
}

/* The viewers are written to a temporary table first: both statements ask for them. */
static gboolean
refresh_scope (HopsoServerSession *self, const char *scope, GError **error)
{
  g_autofree char *filling =
      g_strdup_printf ("INSERT OR IGNORE INTO temp.viewer (person) %s", wanted_viewers);

  return hopso_server_sql_run (self->sql, error, "DELETE FROM temp.viewer", "") &&
         hopso_server_sql_run (self->sql, error, filling, "s", scope) &&
         hopso_server_sql_run (self->sql, error,
                               "UPDATE sight SET gone = ?2 WHERE scope = ?1 AND gone IS NULL"
                               " AND person NOT IN (SELECT person FROM temp.viewer)",
                               "si", scope, self->sequence) &&
         hopso_server_sql_run (self->sql, error,
                               "INSERT INTO sight (person, scope, since)"
                               " SELECT person, ?1, ?2 FROM temp.viewer WHERE true"
                               " ON CONFLICT (person, scope) DO UPDATE"
                               " SET since = ?2, gone = NULL WHERE gone IS NOT NULL",
                               "si", scope, self->sequence);
}

/* A person's role or organization decides over the meetings of organizations where the person is
 * a clerk: those the person sees now, and those of the organization the person is in. */
static gboolean
add_scopes_of_person (HopsoServerSession *self, const char *person, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HopsoServerQuery) query = hopso_server_sql_query (
      self->sql, error,
      "SELECT scope FROM sight WHERE person = ?1 AND gone IS NULL"
      " UNION SELECT m.id FROM person p JOIN organization o ON o.id = p.organization"
      "   JOIN meeting m ON m.organization IN (o.id, o.parent) WHERE p.id = ?1"
      " UNION SELECT 'staff/' || m.id FROM person p JOIN organization o ON o.id = p.organization"
      "   JOIN meeting m ON m.organization IN (o.id, o.parent) WHERE p.id = ?1"
      " UNION SELECT 'clerks/' || g.organization FROM person p"
      "   JOIN organization o ON o.id = p.organization"
      "   JOIN person_group g ON g.organization IN (o.id, o.parent) WHERE p.id = ?1"
      " UNION SELECT 'province' UNION SELECT 'wide'",
      "s", person);

  if (query == NULL)
    return FALSE;
  while (hopso_server_query_next (query, &failure))
    g_hash_table_add (self->dirty_scopes, g_strdup (hopso_server_query_text (query, 0)));
  return hopso_server_sql_pass_error (&failure, error);
}

static gboolean
collect (HopsoServerQuery *query, GHashTable *into, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (query == NULL)
    return FALSE;
  while (hopso_server_query_next (query, &failure))
    g_hash_table_add (into, g_strdup (hopso_server_query_text (query, 0)));
  return hopso_server_sql_pass_error (&failure, error);
}

/* Whose viewers saw one of the touched objects before this commit, or see it after. Who they are
 * is asked once for all commits that share a flush. */
static gboolean
collect_scopes_of_object (HopsoServerSession *self, const char *object, GError **error)
{
  g_autoptr (HopsoServerQuery) query = hopso_server_sql_query (
      self->sql, error, "SELECT scope FROM member WHERE object = ?1 AND coalesce (gone, ?2) = ?2",
      "si", object, self->sequence);

  if (!collect (query, self->told_scopes, error))
    return FALSE;
  if (g_hash_table_contains (self->told_scopes, HOPSO_SCOPE_PROVINCE))
    self->is_for_everybody = TRUE;
  return TRUE;
}

/* Adds to @persons who sees @scope, or lost sight of it since the commit @since. */
gboolean
hopso_server_sight_add_viewers (
    HopsoServerSql *sql, const char *scope, gint64 since, GHashTable *persons, GError **error)
{
  g_autoptr (HopsoServerQuery) query = hopso_server_sql_query (
      sql, error, "SELECT person FROM sight WHERE scope = ?1 AND coalesce (gone, ?2) >= ?2", "si",
      scope, since);

  return collect (query, persons, error);
}

static gboolean
collect_audience_of_scope (HopsoServerSession *self, const char *scope, GError **error)
{
  g_autoptr (HopsoServerQuery) query = hopso_server_sql_query (
      self->sql, error, "SELECT person FROM sight WHERE scope = ?1 AND (since = ?2 OR gone = ?2)",
      "si", scope, self->sequence);

  return collect (query, self->audience, error);
}

/* Who takes part in a meeting decides over what only a few of them see. */
static gboolean
add_scopes_of_few (HopsoServerSession *self, const char *scope, GError **error)
{
  g_autoptr (HopsoServerQuery) query = hopso_server_sql_query (
      self->sql, error,
      "SELECT id FROM paper WHERE meeting = ?1 AND access = 'restricted'"
      " UNION ALL SELECT id FROM publication WHERE meeting = ?1 AND readers IS NOT NULL",
      "s", scope);

  return collect (query, self->few_scopes, error);
}

typedef gboolean (*Step) (HopsoServerSession *self, const char *id, GError **error);

static gboolean
for_each (HopsoServerSession *self, GHashTable *ids, Step step, GError **error)
{
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, ids);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (!step (self, id, error))
      return FALSE;
  return TRUE;
}

/* Brings both memberships in line with the records; the last step before the commit. */
gboolean
hopso_server_session_refresh_sight (HopsoServerSession *self, GError **error)
{
  if (self->sequence == 0)
    return TRUE;
  return hopso_server_sql_run_script (
             self->sql, "CREATE TEMP TABLE IF NOT EXISTS viewer (person TEXT PRIMARY KEY)",
             error) &&
         for_each (self, self->dirty_persons, add_scopes_of_person, error) &&
         for_each (self, self->dirty_objects, refresh_member, error) &&
         for_each (self, self->dirty_scopes, add_scopes_of_few, error) &&
         for_each (self, self->dirty_scopes, refresh_scope, error) &&
         for_each (self, self->few_scopes, refresh_scope, error) &&
         for_each (self, self->dirty_objects, collect_scopes_of_object, error) &&
         for_each (self, self->dirty_scopes, collect_audience_of_scope, error) &&
         for_each (self, self->few_scopes, collect_audience_of_scope, error);
}
