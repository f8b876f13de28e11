/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Meetings of the sample with agenda and participants. A meeting says on which day from today it
 * is, or how long before now it began: then it is in progress. */

#include "hopso-sample-private.h"

#include "hopso-agenda-item.h"
#include "hopso-meeting.h"
#include "hopso-participant.h"

#include <stdio.h>
#include <string.h>

#define MAX_DEPTH 4

typedef struct
{
  HopsoSample *sample;  /* borrowed */
  JsonObject *meeting;  /* borrowed */
  const char *local_id; /* borrowed */
  const char *id;       /* borrowed: UUID */
  const char *state;    /* static, or borrowed */
  const char *current;  /* borrowed, nullable: UUID of the item under discussion */
  gint64 start;
  gint64 end;
  guint n_participants;
} Plan;

/* Nobody meets on a Sunday: weekend days give way, away from today. */
static gint64
find_day (HopsoSample *self, gint64 offset)
{
  gint64 day = self->midnight + offset * HOPSO_SAMPLE_DAY;
  /* 1970-01-01 was a Thursday; 0 is Monday here. */
  gint64 weekday = ((day + HOPSO_SAMPLE_UTC_OFFSET) / HOPSO_SAMPLE_DAY + 3) % 7;

  if (offset == 0 || weekday < 5)
    return day;
  return day + HOPSO_SAMPLE_DAY * (offset > 0 ? 7 - weekday : 4 - weekday);
}

static gboolean
plan_time (Plan *plan, GError **error)
{
  HopsoSample *self = plan->sample;
  gint64 length = 60 * hopso_sample_get_number (plan->meeting, "minutes", 120);
  gint64 began = hopso_sample_get_number (plan->meeting, "began", 0);
  int hours = 0, minutes = 0;

  if (began > 0)
    {
      gint64 half_hour = self->now - self->now % 1800;

      plan->start = MAX (half_hour - 60 * began, self->midnight);
      plan->end = MAX (plan->start + length, self->now + 3600);
      return TRUE;
    }

  const char *start = hopso_sample_get_text (plan->meeting, "start", error);

  if (start == NULL)
    return FALSE;
  if (sscanf (start, "%2d:%2d", &hours, &minutes) != 2 || hours > 23 || minutes > 59)
    {
      g_set_error (error, HOPSO_SAMPLE_ERROR, HOPSO_SAMPLE_ERROR_DAMAGED, "“%s” is no time", start);
      return FALSE;
    }
  plan->start = find_day (self, hopso_sample_get_number (plan->meeting, "day", 0)) + hours * 3600 +
                minutes * 60;
  plan->end = plan->start + length;
  return TRUE;
}

static const char *
find_state (Plan *plan)
{
  const char *state = hopso_sample_peek_text (plan->meeting, "state");

  if (state != NULL)
    return state;
  if (hopso_sample_get_number (plan->meeting, "began", 0) > 0)
    return "inProgress";
  return plan->end < plan->sample->now ? "ended" : "published";
}

/* In a meeting in progress the agenda runs by its plan, whatever the clock says. */
static const char *
find_item_state (Plan *plan, const char *id, gint64 start, gint64 minutes)
{
  if (strcmp (plan->state, "ended") == 0)
    return "done";
  if (strcmp (plan->state, "inProgress") != 0 || start > plan->sample->now)
    return "waiting";
  if (start + 60 * minutes <= plan->sample->now)
    return "done";
  plan->current = id;
  return "current";
}

static gboolean add_items (Plan *plan,
                           JsonObject *owner,
                           const char *prefix,
                           const char *parent,
                           gint64 start,
                           guint depth,
                           GError **error);

static gboolean
add_papers (Plan *plan, JsonObject *item, const char *item_id, GError **error)
{
  JsonArray *papers = hopso_sample_get_array (item, "papers");

  for (guint i = 0; papers != NULL && i < json_array_get_length (papers); i++)
    {
      JsonObject *paper = hopso_sample_get_element (papers, i, error);

      if (paper == NULL || !hopso_sample_add_paper (plan->sample, paper, plan->id, item_id, i,
                                                    plan->start - 5 * HOPSO_SAMPLE_DAY, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_item (Plan *plan,
          JsonObject *item,
          const char *number,
          const char *parent,
          guint position,
          gint64 start,
          GError **error)
{
  const char *name = hopso_sample_get_text (item, "name", error);
  const char *presenter = hopso_sample_peek_text (item, "presenter");
  gint64 minutes = hopso_sample_get_number (item, "minutes", 15);
  g_autofree char *local_id = g_strdup_printf ("%s/%s", plan->local_id, number);
  g_autofree char *order = hopso_sample_order_key (position);

  if (name == NULL)
    return FALSE;

  const char *id = hopso_sample_add_id (plan->sample, local_id, NULL);
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new (HOPSO_KIND_AGENDA_ITEM, id);

  hopso_record_builder_set_string (builder, HOPSO_AGENDA_ITEM_MEETING, plan->id);
  if (parent != NULL)
    hopso_record_builder_set_string (builder, HOPSO_AGENDA_ITEM_PARENT, parent);
  hopso_record_builder_set_string (builder, HOPSO_AGENDA_ITEM_NUMBER, number);
  hopso_record_builder_set_string (builder, HOPSO_AGENDA_ITEM_ORDER_KEY, order);
  hopso_record_builder_set_string (builder, HOPSO_AGENDA_ITEM_NAME, name);
  if (presenter != NULL)
    hopso_record_builder_set_string (builder, HOPSO_AGENDA_ITEM_PRESENTER, presenter);
  hopso_record_builder_set_time (builder, HOPSO_AGENDA_ITEM_START, start);
  hopso_record_builder_set_integer (builder, HOPSO_AGENDA_ITEM_DURATION, minutes);
  hopso_record_builder_set_string (builder, HOPSO_AGENDA_ITEM_STATE,
                                   find_item_state (plan, id, start, minutes));
  hopso_sample_add_record (plan->sample, builder);
  return add_papers (plan, item, id, error);
}

static gboolean
add_items (Plan *plan,
           JsonObject *owner,
           const char *prefix,
           const char *parent,
           gint64 start,
           guint depth,
           GError **error)
{
  JsonArray *items = hopso_sample_get_array (owner, depth == 0 ? "agenda" : "items");

  for (guint i = 0; items != NULL && depth < MAX_DEPTH && i < json_array_get_length (items); i++)
    {
      JsonObject *item = hopso_sample_get_element (items, i, error);
      g_autofree char *number = g_strdup_printf ("%s%u", prefix, i + 1);
      g_autofree char *below = g_strconcat (number, ".", NULL);
      g_autofree char *local_id = g_strdup_printf ("%s/%s", plan->local_id, number);

      if (item == NULL || !add_item (plan, item, number, parent, i, start, error) ||
          !add_items (plan, item, below, hopso_sample_find_id (plan->sample, local_id), start,
                      depth + 1, error))
        return FALSE;
      start += 60 * hopso_sample_get_number (item, "minutes", 15);
    }
  return TRUE;
}

/* What somebody answered: {"partstat": …, "reason": …, "substitute": …}, or nothing yet. Whoever
 * presides or keeps the minutes comes; so did everybody to a meeting that is over or under way. */
static gboolean
set_answer (
    Plan *plan, HopsoRecordBuilder *builder, const char *person, gboolean is_bound, GError **error)
{
  JsonNode *node = json_object_get_member (plan->meeting, "answers");
  JsonObject *answers = node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonNode *own = answers ? json_object_get_member (answers, person) : NULL;
  JsonObject *answer = own && JSON_NODE_HOLDS_OBJECT (own) ? json_node_get_object (own) : NULL;
  gboolean is_over = strcmp (plan->state, "ended") == 0 || strcmp (plan->state, "inProgress") == 0;
  const char *partstat = is_bound || is_over ? "accepted" : "needs-action";

  if (answer != NULL && (partstat = hopso_sample_get_text (answer, "partstat", error)) == NULL)
    return FALSE;
  hopso_record_builder_set_string (builder, HOPSO_PARTICIPANT_PARTSTAT, partstat);
  if (strcmp (partstat, "needs-action") == 0)
    return TRUE;
  hopso_record_builder_set_integer (builder, HOPSO_PARTICIPANT_SEQUENCE, 1);
  hopso_record_builder_set_time (
      builder, HOPSO_PARTICIPANT_ANSWERED,
      MIN (plan->start - 2 * HOPSO_SAMPLE_DAY, plan->sample->now - HOPSO_SAMPLE_DAY / 2));
  if (answer != NULL && json_object_has_member (answer, "reason"))
    hopso_record_builder_set_string (builder, HOPSO_PARTICIPANT_REASON,
                                     hopso_sample_peek_text (answer, "reason"));
  if (answer != NULL && json_object_has_member (answer, "substitute"))
    {
      const char *substitute = hopso_sample_refer (plan->sample, answer, "substitute", error);

      if (substitute == NULL)
        return FALSE;
      hopso_record_builder_set_string (builder, HOPSO_PARTICIPANT_SUBSTITUTE, substitute);
    }
  return TRUE;
}

static gboolean
add_participant (Plan *plan, const char *person, const char *role, GError **error)
{
  const char *person_id = hopso_sample_find_id (plan->sample, person);
  g_autofree char *local_id = g_strdup_printf ("%s/@%s", plan->local_id, person);
  g_autofree char *order = hopso_sample_order_key (plan->n_participants++);
  gboolean is_bound = strcmp (role, "chair") == 0 || strcmp (role, "secretary") == 0;

  if (person_id == NULL)
    {
      g_set_error (error, HOPSO_SAMPLE_ERROR, HOPSO_SAMPLE_ERROR_DAMAGED,
                   "The meeting “%s” invites “%s”, who is not there", plan->local_id, person);
      return FALSE;
    }
  if (hopso_sample_find_id (plan->sample, local_id) != NULL)
    return TRUE;

  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new (
      HOPSO_KIND_PARTICIPANT, hopso_sample_add_id (plan->sample, local_id, NULL));

  hopso_record_builder_set_string (builder, HOPSO_PARTICIPANT_MEETING, plan->id);
  hopso_record_builder_set_string (builder, HOPSO_PARTICIPANT_PERSON, person_id);
  hopso_record_builder_set_string (builder, HOPSO_PARTICIPANT_ROLE, role);
  hopso_record_builder_set_string (builder, HOPSO_PARTICIPANT_ORDER_KEY, order);
  if (!set_answer (plan, builder, person, is_bound, error))
    return FALSE;
  hopso_sample_add_record (plan->sample, builder);
  return TRUE;
}

static gboolean
add_participants (Plan *plan, const char *name, const char *role, GError **error)
{
  JsonArray *people = hopso_sample_get_array (plan->meeting, name);

  for (guint i = 0; people != NULL && i < json_array_get_length (people); i++)
    if (!add_participant (plan, hopso_sample_get_string (people, i), role, error))
      return FALSE;
  return TRUE;
}

static HopsoRecordBuilder *
build_meeting (Plan *plan, GError **error)
{
  HopsoSample *self = plan->sample;
  const char *name = hopso_sample_get_text (plan->meeting, "name", error);
  const char *chair = name ? hopso_sample_refer (self, plan->meeting, "chair", error) : NULL;
  const char *clerk = chair ? hopso_sample_refer (self, plan->meeting, "secretary", error) : NULL;
  const char *host = clerk ? hopso_sample_refer (self, plan->meeting, "organization", error) : NULL;
  const char *location = hopso_sample_peek_text (plan->meeting, "location");
  const char *remark = hopso_sample_peek_text (plan->meeting, "description");

  if (host == NULL)
    return NULL;

  HopsoRecordBuilder *builder = hopso_record_builder_new (HOPSO_KIND_MEETING, plan->id);

  hopso_record_builder_set_string (builder, HOPSO_MEETING_NAME, name);
  hopso_record_builder_set_string (builder, HOPSO_MEETING_STATE, plan->state);
  hopso_record_builder_set_time (builder, HOPSO_MEETING_START, plan->start);
  hopso_record_builder_set_time (builder, HOPSO_MEETING_END, plan->end);
  if (location != NULL)
    hopso_record_builder_set_string (builder, HOPSO_MEETING_LOCATION, location);
  hopso_record_builder_set_string (builder, HOPSO_MEETING_ORGANIZATION, host);
  hopso_record_builder_set_string (builder, HOPSO_MEETING_CHAIR, chair);
  hopso_record_builder_set_string (builder, HOPSO_MEETING_SECRETARY, clerk);
  hopso_record_builder_set_integer (builder, HOPSO_MEETING_VERSION,
                                    strcmp (plan->state, "draft") == 0 ? 0 : 1);
  hopso_record_builder_set_time (builder, HOPSO_MEETING_RSVP_UNTIL, plan->start - 4 * 3600);
  if (plan->current != NULL)
    hopso_record_builder_set_string (builder, HOPSO_MEETING_CURRENT_ITEM, plan->current);
  if (remark != NULL)
    hopso_record_builder_set_string (builder, HOPSO_MEETING_DESCRIPTION, remark);
  return builder;
}

/* The meeting's record is made last, since it names the current item, but stands first. */
gboolean
hopso_sample_add_meeting (HopsoSample *self, JsonObject *meeting, GError **error)
{
  Plan plan = { .sample = self, .meeting = meeting };
  guint place = self->records->len;

  plan.local_id = hopso_sample_get_text (meeting, "id", error);
  if (plan.local_id == NULL || !plan_time (&plan, error))
    return FALSE;
  plan.id = hopso_sample_add_id (self, plan.local_id, meeting);
  plan.state = find_state (&plan);
  if (!add_items (&plan, meeting, "", NULL, plan.start, 0, error))
    return FALSE;

  g_autoptr (HopsoRecordBuilder) builder = build_meeting (&plan, error);

  if (builder == NULL)
    return FALSE;
  g_ptr_array_insert (self->records, (gint) place, hopso_record_builder_end (builder));
  return add_participant (&plan, hopso_sample_peek_text (meeting, "chair"), "chair", error) &&
         add_participant (&plan, hopso_sample_peek_text (meeting, "secretary"), "secretary",
                          error) &&
         add_participants (&plan, "delegates", "delegate", error) &&
         add_participants (&plan, "guests", "guest", error);
}
