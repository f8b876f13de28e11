/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-meeting.h"
#include "hopso-paper.h"
#include "hopso-participant.h"
#include "hopso-sync-plan.h"

#define ID    "3d3a9a4e-4f0f-4b0e-9d4c-1d1f6f0a0001"
#define OTHER "3d3a9a4e-4f0f-4b0e-9d4c-1d1f6f0a0002"
#define ONE   "1111111111111111111111111111111111111111111111111111111111111111"
#define TWO   "2222222222222222222222222222222222222222222222222222222222222222"
#define THREE "3333333333333333333333333333333333333333333333333333333333333333"

static HopsoRecord *
make_meeting (const char *id, const char *etag, const char *name, const char *location)
{
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new (HOPSO_KIND_MEETING, id);

  hopso_record_builder_set_etag (builder, etag);
  hopso_record_builder_set_string (builder, HOPSO_MEETING_NAME, name);
  hopso_record_builder_set_string (builder, HOPSO_MEETING_LOCATION, location);
  hopso_record_builder_set_string (builder, HOPSO_MEETING_STATE, "published");
  hopso_record_builder_set_time (builder, HOPSO_MEETING_START, 1763800000);
  return hopso_record_builder_end (builder);
}

static HopsoRecord *
make_answer (const char *etag, const char *partstat, const char *reason)
{
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new (HOPSO_KIND_PARTICIPANT, ID);

  hopso_record_builder_set_etag (builder, etag);
  hopso_record_builder_set_string (builder, HOPSO_PARTICIPANT_MEETING, OTHER);
  hopso_record_builder_set_string (builder, HOPSO_PARTICIPANT_PERSON, OTHER);
  hopso_record_builder_set_string (builder, HOPSO_PARTICIPANT_ROLE, "delegate");
  hopso_record_builder_set_string (builder, HOPSO_PARTICIPANT_PARTSTAT, partstat);
  hopso_record_builder_set_string (builder, HOPSO_PARTICIPANT_REASON, reason);
  return hopso_record_builder_end (builder);
}

static HopsoRecord *
make_paper (const char *etag, const char *digest, const char *name)
{
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new (HOPSO_KIND_PAPER, ID);

  hopso_record_builder_set_etag (builder, etag);
  hopso_record_builder_set_string (builder, HOPSO_PAPER_NAME, name);
  hopso_record_builder_set_string (builder, HOPSO_PAPER_FILE_NAME, "a.pdf");
  hopso_record_builder_set_string (builder, HOPSO_PAPER_DIGEST, digest);
  hopso_record_builder_set_integer (builder, HOPSO_PAPER_SIZE, 100);
  return hopso_record_builder_end (builder);
}

/* Takes both records. */
static HopsoOutboxEntry *
make_patch (gint64 id, HopsoRecord *base, HopsoRecord *changed)
{
  HopsoOutboxEntry *entry = hopso_local_change_new_patch (base, changed);

  entry->id = id;
  entry->key = g_strdup ("old-key");
  g_object_unref (base);
  g_object_unref (changed);
  return entry;
}

static HopsoOutboxEntry *
make_version (void)
{
  g_autoptr (HopsoRecord) paper = make_paper ("e1", ONE, "A");
  g_autoptr (JsonObject) version = json_object_new ();
  HopsoOutboxEntry *entry;

  json_object_set_string_member (version, "x-digest", TWO);
  json_object_set_int_member (version, "size", 200);
  entry = hopso_local_change_new_version (paper, version, TWO);
  entry->id = 1;
  entry->key = g_strdup ("old-key");
  return entry;
}

static GPtrArray *
make_outbox (HopsoOutboxEntry *one, HopsoOutboxEntry *two)
{
  GPtrArray *outbox = g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_outbox_entry_free);

  if (one != NULL)
    g_ptr_array_add (outbox, one);
  if (two != NULL)
    g_ptr_array_add (outbox, two);
  return outbox;
}

static HopsoSyncStep *
find_step (GPtrArray *plan, HopsoSyncStepType type)
{
  for (guint i = 0; i < plan->len; i++)
    {
      HopsoSyncStep *step = plan->pdata[i];

      if (step->type == type)
        return step;
    }
  return NULL;
}

static HopsoSyncStep *
get_step (GPtrArray *plan, HopsoSyncStepType type)
{
  HopsoSyncStep *step = find_step (plan, type);

  if (step == NULL)
    g_error ("The plan has no step of type %d", (int) type);
  return step;
}

static const char *
get_name (GPtrArray *plan)
{
  return hopso_record_get_string (get_step (plan, HOPSO_SYNC_STEP_PUT)->record, HOPSO_MEETING_NAME);
}

static void
test_page_keeps_deletes_and_acknowledges (void)
{
  g_autoptr (HopsoWireChanges) changes = hopso_wire_changes_new ("1", "2");
  g_autoptr (GPtrArray) outbox = make_outbox (NULL, NULL);
  g_autoptr (GPtrArray) plan = NULL;

  g_ptr_array_add (changes->created, make_meeting (ID, "e1", "A", NULL));
  g_ptr_array_add (changes->updated, make_meeting (OTHER, "e1", "B", NULL));
  g_ptr_array_add (changes->destroyed, hopso_wire_destroyed_new (HOPSO_KIND_MEETING, ID, FALSE));
  g_ptr_array_add (changes->destroyed, hopso_wire_destroyed_new (HOPSO_KIND_PAPER, ID, TRUE));
  plan = hopso_sync_plan_page (changes, outbox);
  g_assert_cmpuint (plan->len, ==, 5);

  HopsoSyncStep *purge = plan->pdata[3];
  HopsoSyncStep *acknowledge = plan->pdata[4];
  g_assert_cmpint (purge->type, ==, HOPSO_SYNC_STEP_DELETE);
  g_assert_true (purge->purge);
  g_assert_cmpint (acknowledge->type, ==, HOPSO_SYNC_STEP_ADD);
  g_assert_cmpstr (acknowledge->entry->operation, ==, HOPSO_CHANGE_ACKNOWLEDGE);
}

static void
test_page_shows_what_waits_on_top (void)
{
  g_autoptr (HopsoWireChanges) changes = hopso_wire_changes_new ("1", "2");
  g_autoptr (GPtrArray) outbox =
      make_outbox (make_patch (1, make_meeting (ID, "e1", "A", "Room 1"),
                               make_meeting (ID, "e1", "Mine", "Room 1")),
                   NULL);
  g_autoptr (GPtrArray) plan = NULL;

  g_ptr_array_add (changes->updated, make_meeting (ID, "e2", "A", "Room 2"));
  plan = hopso_sync_plan_page (changes, outbox);
  g_assert_cmpuint (plan->len, ==, 1);
  g_assert_cmpstr (get_name (plan), ==, "Mine");

  HopsoRecord *shown = ((HopsoSyncStep *) plan->pdata[0])->record;
  g_assert_cmpstr (hopso_record_get_string (shown, HOPSO_MEETING_LOCATION), ==, "Room 2");
  g_assert_cmpstr (hopso_record_get_etag (shown), ==, "e2");
}

static void
test_sent_moves_followers_to_the_reply (void)
{
  g_autoptr (GPtrArray) outbox = make_outbox (
      make_patch (1, make_meeting (ID, "e1", "A", NULL), make_meeting (ID, "e1", "Mine", NULL)),
      make_patch (2, make_meeting (ID, "e1", "A", NULL), make_meeting (ID, "e1", "A", "Room 9")));
  g_autoptr (HopsoRecord) reply = make_meeting (ID, "e2", "Mine", NULL);
  g_autoptr (GPtrArray) plan = hopso_sync_plan_sent (outbox->pdata[0], reply, outbox);
  HopsoSyncStep *remove = get_step (plan, HOPSO_SYNC_STEP_REMOVE);
  HopsoSyncStep *update = get_step (plan, HOPSO_SYNC_STEP_UPDATE);
  HopsoSyncStep *put = get_step (plan, HOPSO_SYNC_STEP_PUT);

  g_assert_cmpint (remove->entry->id, ==, 1);
  g_assert_cmpint (update->entry->id, ==, 2);
  g_assert_cmpstr (update->entry->base_etag, ==, "e2");
  g_assert_cmpstr (update->entry->key, ==, "old-key");
  g_assert_cmpstr (hopso_record_get_string (put->record, HOPSO_MEETING_LOCATION), ==, "Room 9");
}

static void
assert_kept (GPtrArray *plan, const char *operation, const char *reason)
{
  HopsoSyncStep *update = get_step (plan, HOPSO_SYNC_STEP_UPDATE);

  g_assert_cmpstr (update->entry->operation, ==, operation);
  g_assert_cmpstr (update->entry->last_error, ==, reason);
  g_assert_false (hopso_local_change_is_sendable (update->entry));
}

static const struct
{
  const char *mine_name;
  const char *mine_location;
  const char *their_name;
  const char *their_location;
  HopsoSyncOutcome outcome;
  const char *shown_name;
  const char *shown_location;
} conflicts[] = {
  /* The base is "A" in "Room 1". */
  { "Mine", "Room 1", "A", "Room 2", HOPSO_SYNC_MERGED, "Mine", "Room 2" },
  { "Mine", "Room 1", "A", "Room 1", HOPSO_SYNC_MERGED, "Mine", "Room 1" },
  { "Mine", "Room 1", "Theirs", "Room 1", HOPSO_SYNC_LOST, "Theirs", "Room 1" },
  { "Mine", "Room 3", "A", "Room 2", HOPSO_SYNC_LOST, "A", "Room 2" },
  { "Mine", "Room 1", "Mine", "Room 2", HOPSO_SYNC_SENT, "Mine", "Room 2" },
  { "Mine", "Room 2", "Mine", "Room 1", HOPSO_SYNC_MERGED, "Mine", "Room 2" },
};

static void
test_merges_field_by_field (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (conflicts); i++)
    {
      g_autoptr (GPtrArray) outbox = make_outbox (
          make_patch (1, make_meeting (ID, "e1", "A", "Room 1"),
                      make_meeting (ID, "e1", conflicts[i].mine_name, conflicts[i].mine_location)),
          NULL);
      g_autoptr (HopsoRecord) current =
          make_meeting (ID, "e2", conflicts[i].their_name, conflicts[i].their_location);
      HopsoSyncOutcome outcome;
      g_autoptr (GPtrArray) plan =
          hopso_sync_plan_conflict (outbox->pdata[0], current, outbox, "why", &outcome);
      HopsoSyncStep *put = get_step (plan, HOPSO_SYNC_STEP_PUT);

      g_assert_cmpint (outcome, ==, conflicts[i].outcome);
      g_assert_cmpstr (get_name (plan), ==, conflicts[i].shown_name);
      g_assert_cmpstr (hopso_record_get_string (put->record, HOPSO_MEETING_LOCATION), ==,
                       conflicts[i].shown_location);
      g_assert_true ((find_step (plan, HOPSO_SYNC_STEP_REMOVE) != NULL) ==
                     (outcome == HOPSO_SYNC_SENT));
      if (outcome == HOPSO_SYNC_LOST)
        assert_kept (plan, HOPSO_CHANGE_REFUSED, "why");
    }
}

static void
test_a_merge_is_a_new_change (void)
{
  g_autoptr (GPtrArray) outbox = make_outbox (
      make_patch (1, make_meeting (ID, "e1", "A", NULL), make_meeting (ID, "e1", "Mine", NULL)),
      NULL);
  g_autoptr (HopsoRecord) current = make_meeting (ID, "e2", "A", "Room 2");
  HopsoSyncOutcome outcome;
  g_autoptr (GPtrArray) plan = NULL;
  HopsoSyncStep *update;

  ((HopsoOutboxEntry *) outbox->pdata[0])->attempts = 3;
  plan = hopso_sync_plan_conflict (outbox->pdata[0], current, outbox, "why", &outcome);
  update = get_step (plan, HOPSO_SYNC_STEP_UPDATE);
  g_assert_cmpstr (update->entry->base_etag, ==, "e2");
  g_assert_cmpstr (update->entry->key, !=, "old-key");
  g_assert_cmpuint (update->entry->attempts, ==, 0);

  g_autoptr (HopsoLocalChange) change = hopso_local_change_read (update->entry, NULL);
  g_assert_cmpuint (json_object_get_size (change->content), ==, 1);
}

static void
test_the_latest_answer_wins (void)
{
  g_autoptr (GPtrArray) outbox =
      make_outbox (make_patch (1, make_answer ("e1", "needs-action", NULL),
                               make_answer ("e1", "accepted", NULL)),
                   NULL);
  g_autoptr (HopsoRecord) current = make_answer ("e2", "declined", "ill");
  HopsoSyncOutcome outcome;
  g_autoptr (GPtrArray) plan =
      hopso_sync_plan_conflict (outbox->pdata[0], current, outbox, "why", &outcome);
  HopsoSyncStep *put = get_step (plan, HOPSO_SYNC_STEP_PUT);

  g_assert_cmpint (outcome, ==, HOPSO_SYNC_MERGED);
  g_assert_cmpstr (hopso_record_get_string (put->record, HOPSO_PARTICIPANT_PARTSTAT), ==,
                   "accepted");
}

static const struct
{
  const char *digest;
  const char *name;
  HopsoSyncOutcome outcome;
  const char *operation;
  const char *shown;
} versions[] = {
  { ONE, "Renamed", HOPSO_SYNC_MERGED, HOPSO_CHANGE_VERSION, TWO },
  { TWO, "A", HOPSO_SYNC_SENT, NULL, TWO },
  { THREE, "A", HOPSO_SYNC_LOST, HOPSO_CHANGE_KEPT, THREE },
};

static void
test_a_signature_stays_with_what_was_signed (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      g_autoptr (GPtrArray) outbox = make_outbox (make_version (), NULL);
      g_autoptr (HopsoRecord) current = make_paper ("e2", versions[i].digest, versions[i].name);
      HopsoSyncOutcome outcome;
      g_autoptr (GPtrArray) plan =
          hopso_sync_plan_conflict (outbox->pdata[0], current, outbox, "why", &outcome);
      HopsoSyncStep *update = find_step (plan, HOPSO_SYNC_STEP_UPDATE);
      HopsoSyncStep *put = get_step (plan, HOPSO_SYNC_STEP_PUT);

      g_assert_cmpint (outcome, ==, versions[i].outcome);
      g_assert_cmpstr (update != NULL ? update->entry->operation : NULL, ==, versions[i].operation);
      g_assert_cmpstr (hopso_record_get_string (put->record, HOPSO_PAPER_DIGEST), ==,
                       versions[i].shown);
      if (update != NULL)
        g_assert_cmpstr (update->entry->digest, ==, TWO);
    }
}

static void
test_a_refused_change_is_taken_back (void)
{
  g_autoptr (GPtrArray) outbox = make_outbox (
      make_patch (1, make_meeting (ID, "e1", "A", NULL), make_meeting (ID, "e1", "Mine", NULL)),
      NULL);
  g_autoptr (HopsoRecord) current = make_meeting (ID, "e5", "A", NULL);
  g_autoptr (GPtrArray) plan =
      hopso_sync_plan_refused (outbox->pdata[0], current, outbox, "closed");
  g_autoptr (GPtrArray) gone = hopso_sync_plan_refused (outbox->pdata[0], NULL, outbox, "closed");

  assert_kept (plan, HOPSO_CHANGE_REFUSED, "closed");
  g_assert_cmpstr (get_name (plan), ==, "A");
  assert_kept (gone, HOPSO_CHANGE_REFUSED, "closed");
  g_assert_cmpstr (get_step (gone, HOPSO_SYNC_STEP_DELETE)->id, ==, ID);
}

static void
test_a_refused_signature_is_kept (void)
{
  g_autoptr (GPtrArray) outbox = make_outbox (make_version (), NULL);
  g_autoptr (HopsoRecord) current = make_paper ("e2", ONE, "A");
  g_autoptr (GPtrArray) plan =
      hopso_sync_plan_refused (outbox->pdata[0], current, outbox, "not yours");

  assert_kept (plan, HOPSO_CHANGE_KEPT, "not yours");
}

static void
test_leftovers_go_and_papers_are_erased (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) local = g_ptr_array_new_with_free_func (g_object_unref);
  char name[] = "meetings/" ID;

  g_hash_table_add (seen, name);
  g_ptr_array_add (local, make_meeting (ID, "e1", "A", NULL));
  g_ptr_array_add (local, make_meeting (OTHER, "e1", "B", NULL));
  g_autoptr (GPtrArray) plan = hopso_sync_plan_leftovers (HOPSO_KIND_MEETING, local, seen);
  g_assert_cmpuint (plan->len, ==, 1);
  g_assert_cmpstr (((HopsoSyncStep *) plan->pdata[0])->id, ==, OTHER);
  g_assert_false (((HopsoSyncStep *) plan->pdata[0])->purge);

  g_ptr_array_set_size (local, 0);
  g_ptr_array_add (local, make_paper ("e1", ONE, "A"));
  g_autoptr (GPtrArray) papers = hopso_sync_plan_leftovers (HOPSO_KIND_PAPER, local, seen);
  g_assert_true (((HopsoSyncStep *) papers->pdata[0])->purge);
}

static void
test_a_damaged_entry_is_an_error (void)
{
  static const char *const bodies[] = { "",
                                        "[]",
                                        "{}",
                                        "{\"base\":{},\"content\":{}}",
                                        "{\"base\":3,\"content\":{}}",
                                        "{\"content\":{}}" };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (HopsoOutboxEntry) entry =
          hopso_outbox_entry_new (HOPSO_KIND_MEETING, ID, HOPSO_CHANGE_PATCH);
      g_autoptr (GError) error = NULL;

      entry->body = g_strdup (bodies[i]);
      g_assert_null (hopso_local_change_read (entry, &error));
      g_assert_nonnull (error);
    }
}

#define ADD(path, func) g_test_add_func ("/sync/plan/" path, func)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("page-keeps-deletes-and-acknowledges", test_page_keeps_deletes_and_acknowledges);
  ADD ("page-shows-what-waits-on-top", test_page_shows_what_waits_on_top);
  ADD ("sent-moves-followers-to-the-reply", test_sent_moves_followers_to_the_reply);
  ADD ("merges-field-by-field", test_merges_field_by_field);
  ADD ("a-merge-is-a-new-change", test_a_merge_is_a_new_change);
  ADD ("the-latest-answer-wins", test_the_latest_answer_wins);
  ADD ("a-signature-stays-with-what-was-signed", test_a_signature_stays_with_what_was_signed);
  ADD ("a-refused-change-is-taken-back", test_a_refused_change_is_taken_back);
  ADD ("a-refused-signature-is-kept", test_a_refused_signature_is_kept);
  ADD ("leftovers-go-and-papers-are-erased", test_leftovers_go_and_papers_are_erased);
  ADD ("a-damaged-entry-is-an-error", test_a_damaged_entry_is_an_error);
  return g_test_run ();
}
