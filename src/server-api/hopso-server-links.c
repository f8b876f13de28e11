/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a record names must be there. Two clerks write at once, so that an item may lose the item
 * above it while it is on its way: what hung there is kept and hangs one level higher, and nobody's
 * work is lost. What cannot be meant, such as a person who is not there, is refused. The store's
 * threads. */

#include "hopso-server-links.h"

#include "hopso-agenda-item.h"
#include "hopso-agenda.h"
#include "hopso-group.h"
#include "hopso-meeting.h"
#include "hopso-paper.h"
#include "hopso-participant.h"
#include "hopso-server-blobs.h"
#include "hopso-server-sight.h"
#include "hopso-server-store-error.h"

#include <string.h>

/* One record while its links are looked at. */
typedef struct
{
  HopsoServerSession *session; /* borrowed */
  HopsoServerRequest *request; /* borrowed */
  HopsoRecord *old;            /* borrowed, nullable: new */
  HopsoRecord *wanted;         /* borrowed */
  HopsoRecordBuilder *builder; /* owned: as it will be */
} Links;

static gboolean
refuse (Links *self, const char *detail, GError **error)
{
  hopso_server_request_refuse (self->request, HOPSO_SERVER_PROBLEM_INVALID, detail, error);
  return FALSE;
}

static gboolean
is_new_value (Links *self, guint field)
{
  return hopso_record_is_set (self->wanted, field) &&
         (self->old == NULL || !hopso_record_field_equal (self->old, self->wanted, field));
}

/* The record, NULL when there is none; FALSE with @error when that cannot be said. */
static gboolean
find (Links *self, HopsoKindId kind, const char *id, HopsoRecord **found, GError **error)
{
  g_autoptr (GError) failure = NULL;

  *found = hopso_server_session_get (self->session, kind, id, &failure);
  if (*found != NULL ||
      g_error_matches (failure, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
must_be_there (Links *self, HopsoKindId kind, guint field, GError **error)
{
  g_autoptr (HopsoRecord) found = NULL;

  if (!is_new_value (self, field))
    return TRUE;
  if (!find (self, kind, hopso_record_get_string (self->wanted, field), &found, error))
    return FALSE;
  return found != NULL ||
         refuse (self, hopso_record_get_kind (self->wanted)->fields[field].name, error);
}

/* The item of the same meeting, NULL when there is none. */
static gboolean
find_item (Links *self, const char *meeting, const char *id, HopsoRecord **item, GError **error)
{
  if (!find (self, HOPSO_KIND_AGENDA_ITEM, id, item, error))
    return FALSE;
  if (*item != NULL &&
      g_strcmp0 (hopso_agenda_item_get_meeting (HOPSO_AGENDA_ITEM (*item)), meeting) != 0)
    g_clear_object (item);
  return TRUE;
}

/* Up from the item above: whether it comes to an end, and not by here. */
static gboolean
check_tree (Links *self, HopsoRecord *above, gboolean *is_tree, GError **error)
{
  HopsoAgendaItem *item = HOPSO_AGENDA_ITEM (self->wanted);
  const char *meeting = hopso_agenda_item_get_meeting (item);
  g_autoptr (HopsoRecord) next = g_object_ref (above);

  *is_tree = TRUE;
  for (guint depth = 1; *is_tree && next != NULL; depth++)
    {
      g_autoptr (HopsoRecord) here = g_steal_pointer (&next);
      const char *parent = hopso_agenda_item_get_parent (HOPSO_AGENDA_ITEM (here));

      *is_tree = depth < HOPSO_AGENDA_MAX_DEPTH &&
                 strcmp (hopso_record_get_id (here), hopso_record_get_id (self->wanted)) != 0;
      if (*is_tree && parent != NULL && !find_item (self, meeting, parent, &next, error))
        return FALSE;
    }
  return TRUE;
}

/* Each of two moves may be good, and both together a circle: the later one hangs at the top. */
static gboolean
settle_item (Links *self, GError **error)
{
  HopsoAgendaItem *item = HOPSO_AGENDA_ITEM (self->wanted);
  g_autoptr (HopsoRecord) above = NULL;
  gboolean is_tree = FALSE;

  if (!is_new_value (self, HOPSO_AGENDA_ITEM_PARENT))
    return TRUE;
  if (!find_item (self, hopso_agenda_item_get_meeting (item), hopso_agenda_item_get_parent (item),
                  &above, error) ||
      (above != NULL && !check_tree (self, above, &is_tree, error)))
    return FALSE;
  if (!is_tree)
    hopso_record_builder_set_string (self->builder, HOPSO_AGENDA_ITEM_PARENT, NULL);
  return TRUE;
}

/* Knowing a digest is no right: who names bytes has uploaded them or may read them, or puts a
 * paper back with bytes that it had. */
static gboolean
may_name_blob (Links *self, const char *digest, gint64 size, gboolean *may, GError **error)
{
  guint64 stored;
  gboolean is_there;
  gboolean was_version = FALSE;

  if (!hopso_server_session_find_blob (self->session, digest, &stored, &is_there, error) ||
      !hopso_server_session_may_read_blob (self->session, self->request->caller->person, digest,
                                           may, error) ||
      !hopso_server_session_is_version (self->session, hopso_record_get_id (self->wanted), digest,
                                        &was_version, error))
    return FALSE;
  *may = is_there && (*may || was_version) && (size < 0 || stored == (guint64) size);
  return TRUE;
}

static gboolean
check_bytes (Links *self, GError **error)
{
  HopsoPaper *paper = HOPSO_PAPER (self->wanted);
  gboolean may;

  if (!is_new_value (self, HOPSO_PAPER_DIGEST) && !is_new_value (self, HOPSO_PAPER_SIZE))
    return TRUE;
  return may_name_blob (self, hopso_paper_get_digest (paper), hopso_paper_get_size (paper), &may,
                        error) &&
         (may || refuse (self, "The bytes were not uploaded, or are of other size", error));
}

/* Who puts a paper back need not have the file from which another made it. */
static gboolean
settle_original (Links *self, GError **error)
{
  const char *original = hopso_paper_get_original (HOPSO_PAPER (self->wanted));
  gboolean may;

  if (!is_new_value (self, HOPSO_PAPER_ORIGINAL))
    return TRUE;
  if (!may_name_blob (self, original, -1, &may, error))
    return FALSE;
  if (!may)
    hopso_record_builder_set_string (self->builder, HOPSO_PAPER_ORIGINAL, NULL);
  return TRUE;
}

static gboolean
settle_paper (Links *self, GError **error)
{
  HopsoPaper *paper = HOPSO_PAPER (self->wanted);
  g_autoptr (HopsoRecord) item = NULL;

  if (is_new_value (self, HOPSO_PAPER_AGENDA_ITEM))
    {
      if (!find_item (self, hopso_paper_get_meeting (paper), hopso_paper_get_agenda_item (paper),
                      &item, error))
        return FALSE;
      if (item == NULL)
        hopso_record_builder_set_string (self->builder, HOPSO_PAPER_AGENDA_ITEM, NULL);
    }
  return check_bytes (self, error) && settle_original (self, error) &&
         must_be_there (self, HOPSO_KIND_ORGANIZATION, HOPSO_PAPER_ORGANIZATION, error);
}

/* Two clerks invite the same person: the first record stays. */
static gboolean
check_once (Links *self, GError **error)
{
  HopsoParticipant *wanted = HOPSO_PARTICIPANT (self->wanted);
  const char *person = hopso_participant_get_person (wanted);
  g_autoptr (GPtrArray) all =
      hopso_server_session_list (self->session, HOPSO_KIND_PARTICIPANT, "meeting",
                                 hopso_participant_get_meeting (wanted), error);

  for (guint i = 0; all != NULL && person != NULL && i < all->len; i++)
    {
      HopsoRecord *other = all->pdata[i];

      if (g_strcmp0 (hopso_participant_get_person (HOPSO_PARTICIPANT (other)), person) != 0 ||
          strcmp (hopso_record_get_id (other), hopso_record_get_id (self->wanted)) == 0)
        continue;
      hopso_server_request_refuse (self->request, HOPSO_SERVER_PROBLEM_TAKEN, NULL, error);
      self->request->problem->current = g_object_ref (other);
      return FALSE;
    }
  return all != NULL;
}

static gboolean
settle_participant (Links *self, GError **error)
{
  HopsoParticipant *wanted = HOPSO_PARTICIPANT (self->wanted);

  if (hopso_participant_get_person (wanted) == NULL &&
      hopso_participant_get_guest_name (wanted) == NULL)
    return refuse (self, "person or x-guest-name", error);
  return must_be_there (self, HOPSO_KIND_PERSON, HOPSO_PARTICIPANT_PERSON, error) &&
         must_be_there (self, HOPSO_KIND_PERSON, HOPSO_PARTICIPANT_SUBSTITUTE, error) &&
         (!is_new_value (self, HOPSO_PARTICIPANT_PERSON) || check_once (self, error));
}

static gboolean
settle (Links *self, GError **error)
{
  switch (hopso_record_get_kind (self->wanted)->id)
    {
    case HOPSO_KIND_MEETING:
      return must_be_there (self, HOPSO_KIND_ORGANIZATION, HOPSO_MEETING_ORGANIZATION, error) &&
             must_be_there (self, HOPSO_KIND_PERSON, HOPSO_MEETING_CHAIR, error) &&
             must_be_there (self, HOPSO_KIND_PERSON, HOPSO_MEETING_SECRETARY, error);
    case HOPSO_KIND_AGENDA_ITEM:
      return settle_item (self, error);
    case HOPSO_KIND_PAPER:
      return settle_paper (self, error);
    case HOPSO_KIND_PARTICIPANT:
      return settle_participant (self, error);
    case HOPSO_KIND_GROUP:
      return must_be_there (self, HOPSO_KIND_ORGANIZATION, HOPSO_GROUP_ORGANIZATION, error);
    case HOPSO_KIND_ORGANIZATION:
    case HOPSO_KIND_PERSON:
    case HOPSO_KIND_SIGN_REQUEST:
    case HOPSO_KIND_SIGN_STEP:
    case HOPSO_KIND_PUBLICATION:
    case HOPSO_KIND_RECEIPT:
    case HOPSO_N_KINDS:
    default:
      return TRUE;
    }
}

/**
 * hopso_server_links_settle:
 * @old: (nullable): the record as it is; %NULL: it is new
 * @wanted: the record as the caller wants it
 *
 * Returns: (transfer full): @wanted without links that lead nowhere any more, or %NULL with @error
 *   when it is refused
 */
HopsoRecord *
hopso_server_links_settle (HopsoServerSession *session,
                           HopsoServerRequest *request,
                           HopsoRecord *old,
                           HopsoRecord *wanted,
                           GError **error)
{
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new_from (wanted);
  Links self = {
    .session = session, .request = request, .old = old, .wanted = wanted, .builder = builder
  };

  return settle (&self, error) ? hopso_record_builder_end (builder) : NULL;
}
