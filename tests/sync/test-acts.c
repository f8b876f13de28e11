/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is done to a sign request and waits to be sent: shown on the request and its step, brought
 * up to date by what the server tells, and taken back without a trace. */

#include "hopso-sign-chain.h"
#include "hopso-sync-plan.h"
#include "hopso-wire-people.h"
#include "hopso-wire-submission.h"

#define REQUEST "3d3a9a4e-4f0f-4b0e-9d4c-1d1f6f0a0001"
#define STEP    "3d3a9a4e-4f0f-4b0e-9d4c-1d1f6f0a0002"
#define NEXT    "3d3a9a4e-4f0f-4b0e-9d4c-1d1f6f0a0003"
#define PAPER   "3d3a9a4e-4f0f-4b0e-9d4c-1d1f6f0a0004"
#define AN      "3d3a9a4e-4f0f-4b0e-9d4c-1d1f6f0a000a"
#define BINH    "3d3a9a4e-4f0f-4b0e-9d4c-1d1f6f0a000b"
#define THU     "3d3a9a4e-4f0f-4b0e-9d4c-1d1f6f0a000c"

typedef struct
{
  HopsoRecord *request;    /* owned: as the server has it */
  GPtrArray *steps;        /* owned: the same */
  HopsoOutboxEntry *entry; /* owned by outbox */
  GPtrArray *outbox;       /* owned */
  GPtrArray *shown;        /* owned: as they are shown */
} World;

static HopsoRecord *
with_etag (HopsoRecord *record, const char *etag)
{
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new_from (record);

  hopso_record_builder_set_etag (builder, etag);
  return hopso_record_builder_end (builder);
}

static HopsoRecord *
make_wish (const char *id, const char *signer)
{
  g_autoptr (HopsoRecordBuilder) b = hopso_record_builder_new (HOPSO_KIND_SIGN_STEP, id);

  hopso_record_builder_set_string (b, HOPSO_SIGN_STEP_SIGNER, signer);
  hopso_record_builder_set_string (b, HOPSO_SIGN_STEP_ACTION, HOPSO_SIGN_ASK_APPROVE);
  return hopso_record_builder_end (b);
}

static GPtrArray *
begin (void)
{
  g_autoptr (HopsoRecordBuilder) b = hopso_record_builder_new (HOPSO_KIND_SIGN_REQUEST, REQUEST);
  g_autoptr (GPtrArray) wishes = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (HopsoRecord) wish = NULL;

  hopso_record_builder_set_string (b, HOPSO_SIGN_REQUEST_PAPER, PAPER);
  hopso_record_builder_set_string (b, HOPSO_SIGN_REQUEST_REQUESTER, THU);
  wish = hopso_record_builder_end (b);
  g_ptr_array_add (wishes, make_wish (STEP, AN));
  g_ptr_array_add (wishes, make_wish (NEXT, BINH));
  return hopso_sign_chain_begin (wish, wishes);
}

/* The entry as a store would keep it: with what it shows. */
static void
wait_with (World *world, const char *operation, GPtrArray *shown)
{
  g_autoptr (JsonObject) content = json_object_new ();

  json_object_set_string_member (content, "reason", "x");
  world->entry = hopso_local_change_new_act (world->request, operation, content);
  world->entry->id = 1;
  world->entry->key = g_strdup ("old-key");
  world->shown = g_ptr_array_ref (shown);
  for (guint i = 0; i < shown->len; i++)
    {
      HopsoRecord *before = NULL;

      if (g_str_equal (hopso_record_get_id (shown->pdata[i]), REQUEST))
        before = world->request;
      for (guint n = 0; n < world->steps->len; n++)
        if (g_str_equal (hopso_record_get_id (shown->pdata[i]),
                         hopso_record_get_id (world->steps->pdata[n])))
          before = world->steps->pdata[n];
      hopso_local_effect_add (world->entry, before, shown->pdata[i]);
    }
  g_ptr_array_add (world->outbox, world->entry);
}

static void
set_up (World *world, gconstpointer data)
{
  const HopsoSignAct act = {
    .type = HOPSO_SIGN_ACT_RETURN, .person = AN, .reason = "x", .now = 1790000000
  };
  g_autoptr (GPtrArray) records = begin ();
  g_autoptr (GPtrArray) shown = NULL;
  HopsoSignVerdict verdict;

  world->request = with_etag (records->pdata[0], "e1");
  world->steps = g_ptr_array_new_with_free_func (g_object_unref);
  world->outbox = g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_outbox_entry_free);
  for (guint i = 1; i < records->len; i++)
    g_ptr_array_add (world->steps, with_etag (records->pdata[i], "e1"));
  shown = hopso_sign_chain_act (world->request, world->steps, &act, &verdict);
  wait_with (world, HOPSO_CHANGE_RETURN, shown);
}

static void
tear_down (World *world, gconstpointer data)
{
  g_object_unref (world->request);
  g_ptr_array_unref (world->steps);
  g_ptr_array_unref (world->outbox);
  g_ptr_array_unref (world->shown);
}

/* What the plan puts under an id; NULL: nothing. The last counts. */
static HopsoRecord *
find_put (GPtrArray *plan, const char *id)
{
  HopsoRecord *found = NULL;

  for (guint i = 0; i < plan->len; i++)
    {
      const HopsoSyncStep *step = plan->pdata[i];

      if (step->type == HOPSO_SYNC_STEP_PUT && g_str_equal (hopso_record_get_id (step->record), id))
        found = step->record;
    }
  return found;
}

static const HopsoSyncStep *
find_last (GPtrArray *plan, HopsoSyncStepType type)
{
  const HopsoSyncStep *found = NULL;

  for (guint i = 0; i < plan->len; i++)
    if (((const HopsoSyncStep *) plan->pdata[i])->type == type)
      found = plan->pdata[i];
  if (found == NULL)
    g_error ("The plan has no step of type %d", (int) type);
  return found;
}

static const char *
get_state (GPtrArray *plan, const char *id)
{
  HopsoRecord *record = find_put (plan, id);

  g_assert_nonnull (record);
  return HOPSO_IS_SIGN_STEP (record) ? hopso_sign_step_get_state (HOPSO_SIGN_STEP (record))
                                     : hopso_sign_request_get_state (HOPSO_SIGN_REQUEST (record));
}

static HopsoRecord *
with_remarks (World *world, const char *etag, const char *state)
{
  g_autoptr (HopsoRecordBuilder) b = hopso_record_builder_new_from (world->request);

  hopso_record_builder_set_etag (b, etag);
  hopso_record_builder_set_string (b, HOPSO_SIGN_REQUEST_REMARKS, "gấp");
  hopso_record_builder_set_string (b, HOPSO_SIGN_REQUEST_STATE, state);
  return hopso_record_builder_end (b);
}

static void
test_news_are_shown_below_what_waits (World *world, gconstpointer data)
{
  g_autoptr (HopsoWireChanges) changes = hopso_wire_changes_new ("1", "2");
  g_autoptr (GPtrArray) plan = NULL;
  g_autoptr (GPtrArray) lost = NULL;

  g_ptr_array_add (changes->updated, with_remarks (world, "e2", "waiting"));
  g_ptr_array_add (changes->updated, with_etag (world->steps->pdata[0], "e2"));
  plan = hopso_sync_plan_page (changes, world->outbox);
  g_assert_cmpstr (get_state (plan, REQUEST), ==, "returned");
  g_assert_cmpstr (get_state (plan, STEP), ==, "returned");
  g_assert_cmpstr (hopso_sign_request_get_remarks ((gpointer) find_put (plan, REQUEST)), ==, "gấp");

  /* Lost afterwards, the news stay. */
  world->entry = world->outbox->pdata[0];
  lost = hopso_sync_plan_refused (world->entry, NULL, world->outbox, "why");
  g_assert_cmpstr (get_state (lost, REQUEST), ==, "waiting");
  g_assert_cmpstr (hopso_sign_request_get_remarks ((gpointer) find_put (lost, REQUEST)), ==, "gấp");
  g_assert_cmpstr (hopso_record_get_etag (find_put (lost, STEP)), ==, "e2");
}

static void
test_a_lost_act_leaves_no_trace (World *world, gconstpointer data)
{
  g_autoptr (HopsoRecord) current = with_remarks (world, "e2", "withdrawn");
  HopsoSyncOutcome outcome;
  g_autoptr (GPtrArray) plan =
      hopso_sync_plan_conflict (world->entry, current, world->outbox, "why", &outcome);

  g_assert_cmpint (outcome, ==, HOPSO_SYNC_LOST);
  g_assert_cmpstr (get_state (plan, REQUEST), ==, "withdrawn");
  g_assert_cmpstr (get_state (plan, STEP), ==, "active");
  g_assert_cmpstr (get_state (plan, NEXT), ==, "waiting");
  g_assert_cmpstr (find_last (plan, HOPSO_SYNC_STEP_UPDATE)->entry->operation, ==,
                   HOPSO_CHANGE_REFUSED);
}

static void
test_who_is_still_asked_says_it_again (World *world, gconstpointer data)
{
  g_autoptr (HopsoRecord) current = with_remarks (world, "e2", "waiting");
  HopsoSyncOutcome outcome;
  g_autoptr (GPtrArray) plan =
      hopso_sync_plan_conflict (world->entry, current, world->outbox, "why", &outcome);
  const HopsoSyncStep *update = find_last (plan, HOPSO_SYNC_STEP_UPDATE);

  g_assert_cmpint (outcome, ==, HOPSO_SYNC_MERGED);
  g_assert_cmpstr (update->entry->base_etag, ==, "e2");
  g_assert_cmpstr (update->entry->key, !=, "old-key");
  g_assert_cmpstr (get_state (plan, REQUEST), ==, "returned");
  g_autoptr (GPtrArray) effects = hopso_local_effect_list (update->entry);
  g_assert_cmpuint (effects->len, ==, world->shown->len);
}

static void
test_whose_turn_is_over_is_told (World *world, gconstpointer data)
{
  static const char *const binh[] = { BINH, NULL };
  g_autoptr (HopsoRecord) news = with_remarks (world, "e2", "waiting");
  g_autoptr (HopsoRecordBuilder) b = hopso_record_builder_new_from (news);
  g_autoptr (HopsoRecord) current = NULL;
  g_autoptr (GPtrArray) plan = NULL;
  HopsoSyncOutcome outcome;

  hopso_record_builder_set_strings (b, HOPSO_SIGN_REQUEST_AWAITED, binh);
  current = hopso_record_builder_end (b);
  plan = hopso_sync_plan_conflict (world->entry, current, world->outbox, "why", &outcome);
  g_assert_cmpint (outcome, ==, HOPSO_SYNC_LOST);
}

static void
test_sent_is_what_the_server_says (World *world, gconstpointer data)
{
  g_autoptr (HopsoRecord) reply = with_remarks (world, "e3", "returned");
  g_autoptr (GPtrArray) plan = hopso_sync_plan_sent (world->entry, reply, world->outbox);

  g_assert_nonnull (find_last (plan, HOPSO_SYNC_STEP_REMOVE));
  g_assert_cmpstr (hopso_record_get_etag (find_put (plan, REQUEST)), ==, "e3");
  g_assert_null (find_put (plan, STEP)); /* the next page of changes brings it */
}

/* Objects that were made here go with the submission that is refused. */
static void
test_a_refused_submission_takes_what_it_made (World *world, gconstpointer data)
{
  g_autoptr (GPtrArray) records = begin ();
  g_autoptr (JsonObject) content = json_object_new ();
  g_autoptr (GPtrArray) outbox =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_outbox_entry_free);
  HopsoOutboxEntry *entry =
      hopso_local_change_new_act (records->pdata[0], HOPSO_CHANGE_SUBMIT, content);
  HopsoOutboxEntry *later =
      hopso_local_change_new_act (records->pdata[0], HOPSO_CHANGE_WITHDRAW, content);
  g_autoptr (GPtrArray) plan = NULL;
  guint n_deleted = 0;
  guint n_kept = 0;

  for (guint i = 0; i < records->len; i++)
    hopso_local_effect_add (entry, NULL, records->pdata[i]);
  entry->id = 1;
  later->id = 2;
  g_ptr_array_add (outbox, entry);
  g_ptr_array_add (outbox, later);
  plan = hopso_sync_plan_refused (entry, NULL, outbox, "why");
  for (guint i = 0; i < plan->len; i++)
    n_deleted += ((const HopsoSyncStep *) plan->pdata[i])->type == HOPSO_SYNC_STEP_DELETE &&
                 ((const HopsoSyncStep *) plan->pdata[i])->kind == HOPSO_KIND_SIGN_STEP;
  for (guint i = 0; i < plan->len; i++)
    n_kept += ((const HopsoSyncStep *) plan->pdata[i])->type == HOPSO_SYNC_STEP_UPDATE;
  g_assert_cmpuint (n_deleted, ==, 2);
  g_assert_cmpuint (n_kept, ==, 2); /* it, and that it was withdrawn */
}

/* A record that is gone at the server does not come back with a change that is lost. */
static void
test_what_is_gone_stays_gone (World *world, gconstpointer data)
{
  g_autoptr (HopsoWireChanges) changes = hopso_wire_changes_new ("1", "2");
  g_autoptr (GPtrArray) plan = NULL;
  g_autoptr (GPtrArray) lost = NULL;

  g_ptr_array_add (changes->destroyed,
                   hopso_wire_destroyed_new (HOPSO_KIND_SIGN_STEP, STEP, FALSE));
  plan = hopso_sync_plan_page (changes, world->outbox);
  lost = hopso_sync_plan_refused (world->outbox->pdata[0], NULL, world->outbox, "why");
  g_assert_null (find_put (lost, STEP));
  g_assert_nonnull (find_put (lost, NEXT));
}

/* --- substitutes ------------------------------------------------------------------------------
 */

static HopsoRecord *
make_part (const char *state, gint64 sequence, const char *etag)
{
  g_autoptr (HopsoRecordBuilder) b = hopso_record_builder_new (HOPSO_KIND_PARTICIPANT, STEP);

  hopso_record_builder_set_string (b, HOPSO_PARTICIPANT_MEETING, PAPER);
  hopso_record_builder_set_string (b, HOPSO_PARTICIPANT_PERSON, AN);
  hopso_record_builder_set_string (b, HOPSO_PARTICIPANT_ROLE, "delegate");
  hopso_record_builder_set_string (b, HOPSO_PARTICIPANT_PARTSTAT, "delegated");
  hopso_record_builder_set_string (b, HOPSO_PARTICIPANT_SUBSTITUTE, BINH);
  hopso_record_builder_set_string (b, HOPSO_PARTICIPANT_SUBSTITUTE_STATE, state);
  hopso_record_builder_set_integer (b, HOPSO_PARTICIPANT_SEQUENCE, sequence);
  hopso_record_builder_set_etag (b, etag);
  return hopso_record_builder_end (b);
}

/* Somebody else wrote the invitation while this act waited. */
static void
test_late_words_about_a_substitute (World *world, gconstpointer data)
{
  static const struct
  {
    HopsoSubstitutionActType type;
    const char *state;
    gint64 sequence;
    HopsoSyncOutcome outcome;
  } cases[] = {
    { HOPSO_SUBSTITUTION_ACCEPT, HOPSO_SUBSTITUTE_PROPOSED, 1, HOPSO_SYNC_MERGED },
    { HOPSO_SUBSTITUTION_ACCEPT, HOPSO_SUBSTITUTE_PROPOSED, 2, HOPSO_SYNC_LOST },
    { HOPSO_SUBSTITUTION_ACCEPT, HOPSO_SUBSTITUTE_DECLINED, 1, HOPSO_SYNC_LOST },
    { HOPSO_SUBSTITUTION_PROPOSE, HOPSO_SUBSTITUTE_DECLINED, 1, HOPSO_SYNC_MERGED },
    { HOPSO_SUBSTITUTION_PROPOSE, HOPSO_SUBSTITUTE_PROPOSED, 5, HOPSO_SYNC_MERGED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const HopsoWireSubstitution act = { cases[i].type, (char *) BINH, (char *) "vì" };
      g_autoptr (HopsoRecord) base = make_part (HOPSO_SUBSTITUTE_PROPOSED, 1, "e1");
      g_autoptr (HopsoRecord) current = make_part (cases[i].state, cases[i].sequence, "e2");
      g_autoptr (HopsoRecord) shown = make_part (HOPSO_SUBSTITUTE_APPROVED, 1, "e1");
      g_autoptr (JsonObject) content = hopso_wire_substitution_to_json (&act);
      g_autoptr (GPtrArray) outbox =
          g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_outbox_entry_free);
      HopsoOutboxEntry *entry = hopso_local_change_new_act (base, HOPSO_CHANGE_SUBSTITUTE, content);
      g_autoptr (GPtrArray) plan = NULL;
      HopsoSyncOutcome outcome;
      HopsoRecord *put;

      entry->id = 1;
      entry->key = g_strdup ("old-key");
      hopso_local_effect_add (entry, base, shown);
      g_ptr_array_add (outbox, entry);
      plan = hopso_sync_plan_conflict (entry, current, outbox, "late", &outcome);
      g_test_message ("case %u", (guint) i);
      g_assert_cmpint (outcome, ==, cases[i].outcome);
      put = find_put (plan, STEP);
      g_assert_nonnull (put);
      g_assert_cmpstr (hopso_participant_get_substitute_state (HOPSO_PARTICIPANT (put)), ==,
                       outcome == HOPSO_SYNC_LOST ? cases[i].state : HOPSO_SUBSTITUTE_APPROVED);
    }
}

#define ADD(name, func) g_test_add ("/sync/acts/" name, World, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("news-are-shown-below-what-waits", test_news_are_shown_below_what_waits);
  ADD ("a-lost-act-leaves-no-trace", test_a_lost_act_leaves_no_trace);
  ADD ("who-is-still-asked-says-it-again", test_who_is_still_asked_says_it_again);
  ADD ("whose-turn-is-over-is-told", test_whose_turn_is_over_is_told);
  ADD ("sent-is-what-the-server-says", test_sent_is_what_the_server_says);
  ADD ("a-refused-submission-takes-what-it-made", test_a_refused_submission_takes_what_it_made);
  ADD ("what-is-gone-stays-gone", test_what_is_gone_stays_gone);
  ADD ("late-words-about-a-substitute", test_late_words_about_a_substitute);
  return g_test_run ();
}
