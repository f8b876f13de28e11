/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which papers to fetch before anybody asks for them, and in which order: what is being discussed
 * now, the rest of meetings in progress, what waits for a signature, then the meetings of the next
 * two weeks as they come. Pure. */

#include "hopso-prefetch-plan.h"

#include "hopso-meeting.h"
#include "hopso-paper.h"
#include "hopso-sign-request.h"

#define BEFORE_SECONDS (12 * 60 * 60)
#define AHEAD_SECONDS  (14 * 24 * 60 * 60)

typedef enum
{
  RANK_CURRENT_ITEM,
  RANK_IN_PROGRESS,
  RANK_SIGNATURE,
  RANK_COMING
} Rank;

typedef struct
{
  Rank rank;
  gint64 time;
  HopsoPaper *paper; /* borrowed: from the facts */
} Candidate;

static gboolean
is_near (HopsoMeeting *meeting, gint64 now)
{
  const char *state = hopso_meeting_get_state (meeting);
  gint64 start = hopso_meeting_get_start (meeting);

  if (g_strcmp0 (state, "inProgress") == 0)
    return TRUE;
  return g_strcmp0 (state, "published") == 0 && start >= now - BEFORE_SECONDS &&
         start <= now + AHEAD_SECONDS;
}

static gboolean
rank_by_meeting (HopsoPaper *paper, HopsoMeeting *meeting, gint64 now, Candidate *candidate)
{
  const char *item = hopso_paper_get_agenda_item (paper);

  if (meeting == NULL || !is_near (meeting, now))
    return FALSE;
  candidate->time = hopso_meeting_get_start (meeting);
  if (g_strcmp0 (hopso_meeting_get_state (meeting), "inProgress") != 0)
    candidate->rank = RANK_COMING;
  else if (item != NULL && g_strcmp0 (item, hopso_meeting_get_current_item (meeting)) == 0)
    candidate->rank = RANK_CURRENT_ITEM;
  else
    candidate->rank = RANK_IN_PROGRESS;
  return TRUE;
}

static int
compare_candidates (gconstpointer a, gconstpointer b)
{
  const Candidate *one = a;
  const Candidate *two = b;
  int order;

  if (one->rank != two->rank)
    return one->rank < two->rank ? -1 : 1;
  if (one->time != two->time)
    return one->time < two->time ? -1 : 1;
  order =
      g_strcmp0 (hopso_paper_get_order_key (one->paper), hopso_paper_get_order_key (two->paper));
  return order != 0 ? order
                    : strcmp (hopso_record_get_id (HOPSO_RECORD (one->paper)),
                              hopso_record_get_id (HOPSO_RECORD (two->paper)));
}

static GHashTable *
index_by_id (GPtrArray *records)
{
  GHashTable *index = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < records->len; i++)
    g_hash_table_insert (index, (char *) hopso_record_get_id (records->pdata[i]),
                         records->pdata[i]);
  return index;
}

/* Requests of the store are this person's own or those that this person submitted. */
static GHashTable *
index_awaited (GPtrArray *sign_requests)
{
  GHashTable *index = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < sign_requests->len; i++)
    if (g_strcmp0 (hopso_sign_request_get_state (sign_requests->pdata[i]), "waiting") == 0)
      g_hash_table_insert (index, (char *) hopso_sign_request_get_paper (sign_requests->pdata[i]),
                           sign_requests->pdata[i]);
  return index;
}

/**
 * hopso_prefetch_plan:
 * @facts: what is on this machine
 *
 * Returns: (transfer full) (element-type HopsoPaper): the papers to fetch, most urgent first
 */
GPtrArray *
hopso_prefetch_plan (const HopsoPrefetchFacts *facts)
{
  g_autoptr (GHashTable) meetings = index_by_id (facts->meetings);
  g_autoptr (GHashTable) awaited = index_awaited (facts->sign_requests);
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  GPtrArray *plan = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < facts->papers->len; i++)
    {
      Candidate candidate = { RANK_SIGNATURE, 0, facts->papers->pdata[i] };
      const char *meeting = hopso_paper_get_meeting (candidate.paper);
      const char *id = hopso_record_get_id (HOPSO_RECORD (candidate.paper));
      gboolean is_wanted =
          meeting != NULL &&
          rank_by_meeting (candidate.paper, g_hash_table_lookup (meetings, meeting), facts->now,
                           &candidate);

      if (!is_wanted && g_hash_table_contains (awaited, id))
        {
          candidate.rank = RANK_SIGNATURE;
          candidate.time = hopso_sign_request_get_deadline (g_hash_table_lookup (awaited, id));
          is_wanted = TRUE;
        }
      if (is_wanted)
        g_array_append_val (candidates, candidate);
    }
  g_array_sort (candidates, compare_candidates);
  for (guint i = 0; i < candidates->len; i++)
    g_ptr_array_add (plan, g_object_ref (g_array_index (candidates, Candidate, i).paper));
  return plan;
}
