/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Each way of gaining and losing sight of something, and what GET /v1/changes then tells. */

#include "hopso-agenda-item.h"
#include "hopso-meeting.h"
#include "hopso-paper.h"
#include "hopso-participant.h"
#include "hopso-person.h"
#include "hopso-server-changes.h"
#include "hopso-server-sight.h"
#include "hopso-sign-request.h"
#include "hopso-test-server.h"
#include "hopso-test-store.h"

#include <string.h>

typedef struct
{
  HopsoTestStore *world; /* owned */
  HopsoServerStore *store;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->world = hopso_test_store_new ();
  f->store = f->world->store;
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  hopso_test_store_free (f->world);
}

typedef struct
{
  const char *person;
  const char *since;
  guint limit;
} Question;

static gpointer
list_changes (HopsoServerSession *session, gpointer data, GError **error)
{
  const Question *question = data;

  return hopso_server_session_list_changes (session, question->person, question->since,
                                            question->limit, error);
}

static HopsoWireChanges *
ask (HopsoServerStore *store, const char *person, const char *since)
{
  Question question = { person, since, 1000 };

  return hopso_test_store_run (store, list_changes, &question);
}

static gboolean
has_record (GPtrArray *records, const char *id)
{
  for (guint i = 0; i < records->len; i++)
    if (strcmp (hopso_record_get_id (records->pdata[i]), id) == 0)
      return TRUE;
  return FALSE;
}

static const HopsoWireDestroyed *
find_destroyed (const HopsoWireChanges *changes, const char *id)
{
  for (guint i = 0; i < changes->destroyed->len; i++)
    if (strcmp (((HopsoWireDestroyed *) changes->destroyed->pdata[i])->id, id) == 0)
      return changes->destroyed->pdata[i];
  return NULL;
}

static void
set_meeting (HopsoServerStore *store, guint field, const char *value)
{
  hopso_test_server_set (store, HOPSO_KIND_MEETING, HOPSO_TEST_MEETING, field, value);
}

static void
invite_stranger (HopsoServerStore *store)
{
  g_autoptr (HopsoRecordBuilder) b =
      hopso_record_builder_new (HOPSO_KIND_PARTICIPANT, "00000000-0000-4000-8000-0000000000e9");

  hopso_record_builder_set_string (b, HOPSO_PARTICIPANT_MEETING, HOPSO_TEST_MEETING);
  hopso_record_builder_set_string (b, HOPSO_PARTICIPANT_PERSON, HOPSO_TEST_STRANGER);
  hopso_record_builder_set_string (b, HOPSO_PARTICIPANT_ROLE, "guest");
  hopso_record_builder_set_string (b, HOPSO_PARTICIPANT_PARTSTAT, "needs-action");
  g_autoptr (HopsoRecord) participant = hopso_record_builder_end (b);
  hopso_test_server_put (store, participant);
}

static void
uninvite_stranger (HopsoServerStore *store)
{
  hopso_test_server_delete (store, HOPSO_KIND_PARTICIPANT, "00000000-0000-4000-8000-0000000000e9");
}

static void
send_substitute (HopsoServerStore *store)
{
  hopso_test_server_set (store, HOPSO_KIND_PARTICIPANT, HOPSO_TEST_PART,
                         HOPSO_PARTICIPANT_SUBSTITUTE, HOPSO_TEST_STRANGER);
  hopso_test_server_set (store, HOPSO_KIND_PARTICIPANT, HOPSO_TEST_PART, HOPSO_PARTICIPANT_PARTSTAT,
                         "delegated");
}

static void
come_oneself (HopsoServerStore *store)
{
  hopso_test_server_set (store, HOPSO_KIND_PARTICIPANT, HOPSO_TEST_PART,
                         HOPSO_PARTICIPANT_SUBSTITUTE, NULL);
  hopso_test_server_set (store, HOPSO_KIND_PARTICIPANT, HOPSO_TEST_PART, HOPSO_PARTICIPANT_PARTSTAT,
                         "accepted");
}

static void
make_stranger_chair (HopsoServerStore *store)
{
  set_meeting (store, HOPSO_MEETING_CHAIR, HOPSO_TEST_STRANGER);
}

static void
make_chair_chair (HopsoServerStore *store)
{
  set_meeting (store, HOPSO_MEETING_CHAIR, HOPSO_TEST_CHAIR);
}

static void
make_stranger_secretary (HopsoServerStore *store)
{
  set_meeting (store, HOPSO_MEETING_SECRETARY, HOPSO_TEST_STRANGER);
}

static void
make_nobody_secretary (HopsoServerStore *store)
{
  set_meeting (store, HOPSO_MEETING_SECRETARY, NULL);
}

static void
move_stranger_in (HopsoServerStore *store)
{
  hopso_test_server_set (store, HOPSO_KIND_PERSON, HOPSO_TEST_STRANGER, HOPSO_PERSON_ORGANIZATION,
                         HOPSO_TEST_AGENCY);
}

static void
move_stranger_out (HopsoServerStore *store)
{
  hopso_test_server_set (store, HOPSO_KIND_PERSON, HOPSO_TEST_STRANGER, HOPSO_PERSON_ORGANIZATION,
                         HOPSO_TEST_OTHER_AGENCY);
}

static void
set_roles (HopsoServerStore *store, const char *const *roles)
{
  g_autoptr (HopsoRecord) old =
      hopso_test_server_get (store, HOPSO_KIND_PERSON, HOPSO_TEST_STRANGER);
  g_autoptr (HopsoRecordBuilder) b = hopso_record_builder_new_from (old);

  hopso_record_builder_set_strings (b, HOPSO_PERSON_ROLES, roles);
  g_autoptr (HopsoRecord) wanted = hopso_record_builder_end (b);
  hopso_test_server_put (store, wanted);
}

static void
make_stranger_inspector (HopsoServerStore *store)
{
  static const char *const roles[] = { "official", "inspector", NULL };
  set_roles (store, roles);
}

static void
make_stranger_clerk (HopsoServerStore *store)
{
  static const char *const roles[] = { "official", "clerk", NULL };
  set_roles (store, roles);
}

static void
give_meeting_away (HopsoServerStore *store)
{
  set_meeting (store, HOPSO_MEETING_ORGANIZATION, HOPSO_TEST_OTHER_AGENCY);
}

static void
take_meeting_back (HopsoServerStore *store)
{
  set_meeting (store, HOPSO_MEETING_ORGANIZATION, HOPSO_TEST_AGENCY);
}

static void
set_signer (HopsoServerStore *store, const char *person)
{
  hopso_test_server_set (store, HOPSO_KIND_SIGN_REQUEST, HOPSO_TEST_SIGN_REQUEST,
                         HOPSO_SIGN_REQUEST_SIGNER, person);
}

static void
ask_stranger_to_sign (HopsoServerStore *store)
{
  set_signer (store, HOPSO_TEST_STRANGER);
}

static void
ask_chair_to_sign (HopsoServerStore *store)
{
  set_signer (store, HOPSO_TEST_CHAIR);
}

static void
withdraw_request (HopsoServerStore *store)
{
  hopso_test_server_set (store, HOPSO_KIND_SIGN_REQUEST, HOPSO_TEST_SIGN_REQUEST,
                         HOPSO_SIGN_REQUEST_STATE, "withdrawn");
}

static void
renew_request (HopsoServerStore *store)
{
  hopso_test_server_set (store, HOPSO_KIND_SIGN_REQUEST, HOPSO_TEST_SIGN_REQUEST,
                         HOPSO_SIGN_REQUEST_STATE, "waiting");
}

static void
unpublish (HopsoServerStore *store)
{
  set_meeting (store, HOPSO_MEETING_STATE, "draft");
}

static void
publish (HopsoServerStore *store)
{
  set_meeting (store, HOPSO_MEETING_STATE, "published");
}

static void
recall_paper (HopsoServerStore *store)
{
  hopso_test_server_set (store, HOPSO_KIND_PAPER, HOPSO_TEST_PAPER, HOPSO_PAPER_MEETING, NULL);
}

static void
hand_out_paper (HopsoServerStore *store)
{
  hopso_test_server_set (store, HOPSO_KIND_PAPER, HOPSO_TEST_PAPER, HOPSO_PAPER_MEETING,
                         HOPSO_TEST_MEETING);
}

typedef void (*Act) (HopsoServerStore *store);

/* One row: @gain shows the objects to @person, @lose takes them away again. */
typedef struct
{
  const char *name;
  const char *person;
  Act gain;
  Act lose;
  gboolean begins_with_loss; /* the world starts with the objects in sight */
  const char *objects[6];
} Case;

#define MEETING_OBJECTS \
  { \
    HOPSO_TEST_MEETING, HOPSO_TEST_ITEM, HOPSO_TEST_PART, HOPSO_TEST_PAPER, HOPSO_TEST_LONG_PAPER \
  }
#define SIGN_OBJECTS \
  { \
    HOPSO_TEST_SIGN_REQUEST, HOPSO_TEST_SIGN_PAPER \
  }

static const Case cases[] = {
  { "invitation", HOPSO_TEST_STRANGER, invite_stranger, uninvite_stranger, FALSE, MEETING_OBJECTS },
  { "substitution", HOPSO_TEST_STRANGER, send_substitute, come_oneself, FALSE, MEETING_OBJECTS },
  { "chair", HOPSO_TEST_STRANGER, make_stranger_chair, make_chair_chair, FALSE, MEETING_OBJECTS },
  { "secretary", HOPSO_TEST_STRANGER, make_stranger_secretary, make_nobody_secretary, FALSE,
    MEETING_OBJECTS },
  { "clerk-of-the-agency", HOPSO_TEST_STRANGER, move_stranger_in, move_stranger_out, FALSE,
    MEETING_OBJECTS },
  { "meeting-of-the-agency", HOPSO_TEST_STRANGER, give_meeting_away, take_meeting_back, FALSE,
    MEETING_OBJECTS },
  { "meeting-leaves-the-agency", HOPSO_TEST_CLERK, take_meeting_back, give_meeting_away, TRUE,
    MEETING_OBJECTS },
  { "inspector", HOPSO_TEST_STRANGER, make_stranger_inspector, make_stranger_clerk, FALSE,
    MEETING_OBJECTS },
  { "inspector-signs", HOPSO_TEST_STRANGER, make_stranger_inspector, make_stranger_clerk, FALSE,
    SIGN_OBJECTS },
  { "publication", HOPSO_TEST_DELEGATE, publish, unpublish, TRUE, MEETING_OBJECTS },
  { "signer", HOPSO_TEST_STRANGER, ask_stranger_to_sign, ask_chair_to_sign, FALSE, SIGN_OBJECTS },
  { "withdrawal", HOPSO_TEST_CHAIR, renew_request, withdraw_request, TRUE, SIGN_OBJECTS },
  { "recall", HOPSO_TEST_DELEGATE, hand_out_paper, recall_paper, TRUE, { HOPSO_TEST_PAPER } },
};

static void
assert_sees (HopsoServerStore *store, const Case *row, const char *since, gboolean sees)
{
  g_autoptr (HopsoWireChanges) changes = ask (store, row->person, since);
  g_autoptr (HopsoWireChanges) all = ask (store, row->person, NULL);

  for (guint i = 0; row->objects[i] != NULL; i++)
    {
      const HopsoWireDestroyed *gone = find_destroyed (changes, row->objects[i]);

      g_test_message ("%s", row->objects[i]);
      g_assert_cmpint (has_record (changes->created, row->objects[i]), ==, sees);
      g_assert_false (has_record (changes->updated, row->objects[i]));
      g_assert_cmpint (gone == NULL, ==, sees);
      g_assert_cmpint (has_record (all->created, row->objects[i]), ==, sees);
      g_assert_cmpint (hopso_test_store_may_see (store, row->person, row->objects[i]), ==, sees);
      if (gone != NULL)
        g_assert_cmpint (gone->purge, ==, gone->kind == HOPSO_KIND_PAPER);
    }
}

/* In both directions, and again: the second time is not the first. */
static void
test_way (Fixture *f, gconstpointer data)
{
  const Case *row = data;
  gboolean sees = row->begins_with_loss;

  for (guint round = 0; round < 4; round++)
    {
      g_autoptr (HopsoWireChanges) before = ask (f->store, row->person, NULL);

      if (sees)
        row->lose (f->store);
      else
        row->gain (f->store);
      sees = !sees;
      assert_sees (f->store, row, before->new_state, sees);
    }
}

/* Everybody else learns nothing of it. */
static void
test_others_learn_nothing (Fixture *f, gconstpointer data)
{
  g_autoptr (HopsoWireChanges) before = ask (f->store, HOPSO_TEST_STRANGER, NULL);

  hopso_test_server_set (f->store, HOPSO_KIND_PAPER, HOPSO_TEST_PAPER, HOPSO_PAPER_NAME, "Khác");
  withdraw_request (f->store);
  publish (f->store);

  g_autoptr (HopsoWireChanges) after = ask (f->store, HOPSO_TEST_STRANGER, before->new_state);
  g_assert_cmpuint (after->created->len, ==, 0);
  g_assert_cmpuint (after->updated->len, ==, 0);
  g_assert_cmpuint (after->destroyed->len, ==, 0);
  g_assert_cmpstr (after->new_state, !=, before->new_state);
}

static void
test_drafts_are_the_clerks (Fixture *f, gconstpointer data)
{
  g_assert_true (hopso_test_store_may_see (f->store, HOPSO_TEST_CLERK, HOPSO_TEST_DRAFT));
  g_assert_false (hopso_test_store_may_see (f->store, HOPSO_TEST_CHAIR, HOPSO_TEST_DRAFT));
  g_assert_false (hopso_test_store_may_see (f->store, HOPSO_TEST_STRANGER, HOPSO_TEST_DRAFT));
  g_assert_true (hopso_test_store_may_see (f->store, HOPSO_TEST_INSPECTOR, HOPSO_TEST_DRAFT));
}

static void
test_everybody_sees_organizations_and_persons (Fixture *f, gconstpointer data)
{
  g_autoptr (HopsoWireChanges) all = ask (f->store, HOPSO_TEST_STRANGER, NULL);

  g_assert_true (has_record (all->created, HOPSO_TEST_AGENCY));
  g_assert_true (has_record (all->created, HOPSO_TEST_DELEGATE));
  g_assert_cmpuint (all->created->len, ==, 8);
}

static void
test_a_change_is_an_update (Fixture *f, gconstpointer data)
{
  g_autoptr (HopsoWireChanges) before = ask (f->store, HOPSO_TEST_DELEGATE, NULL);

  hopso_test_server_set (f->store, HOPSO_KIND_AGENDA_ITEM, HOPSO_TEST_ITEM, HOPSO_AGENDA_ITEM_NAME,
                         "Khác");

  g_autoptr (HopsoWireChanges) after = ask (f->store, HOPSO_TEST_DELEGATE, before->new_state);
  g_assert_cmpuint (after->created->len, ==, 0);
  g_assert_cmpuint (after->updated->len, ==, 1);
  g_assert_cmpstr (hopso_record_get_id (after->updated->pdata[0]), ==, HOPSO_TEST_ITEM);
  g_assert_cmpstr (after->old_state, ==, before->new_state);
}

static void
test_a_deleted_record_goes (Fixture *f, gconstpointer data)
{
  g_autoptr (HopsoWireChanges) before = ask (f->store, HOPSO_TEST_DELEGATE, NULL);

  hopso_test_server_delete (f->store, HOPSO_KIND_PAPER, HOPSO_TEST_PAPER);

  g_autoptr (HopsoWireChanges) after = ask (f->store, HOPSO_TEST_DELEGATE, before->new_state);
  const HopsoWireDestroyed *gone = find_destroyed (after, HOPSO_TEST_PAPER);
  g_assert_true (gone != NULL && gone->purge);
  g_assert_cmpuint (after->destroyed->len, ==, 1);
}

/* A paper that was also sent for signing stays in sight when the meeting goes out of it. */
static void
test_two_ways_to_see_are_two (Fixture *f, gconstpointer data)
{
  hopso_test_server_set (f->store, HOPSO_KIND_SIGN_REQUEST, HOPSO_TEST_SIGN_REQUEST,
                         HOPSO_SIGN_REQUEST_PAPER, HOPSO_TEST_PAPER);
  g_autoptr (HopsoWireChanges) before = ask (f->store, HOPSO_TEST_CHAIR, NULL);

  unpublish (f->store);

  g_autoptr (HopsoWireChanges) after = ask (f->store, HOPSO_TEST_CHAIR, before->new_state);
  g_assert_nonnull (find_destroyed (after, HOPSO_TEST_MEETING));
  g_assert_nonnull (find_destroyed (after, HOPSO_TEST_LONG_PAPER));
  g_assert_null (find_destroyed (after, HOPSO_TEST_PAPER));
  g_assert_true (hopso_test_store_may_see (f->store, HOPSO_TEST_CHAIR, HOPSO_TEST_PAPER));
}

static void
committed_cb (HopsoServerStore *store, const char *state, GHashTable *audience, gpointer data)
{
  GHashTable **told = data;

  g_clear_pointer (told, g_hash_table_unref);
  if (audience != NULL)
    *told = g_hash_table_ref (audience);
}

static void
test_commits_tell_whom_they_concern (Fixture *f, gconstpointer data)
{
  g_autoptr (GHashTable) told = NULL;

  g_signal_connect (f->store, "committed", G_CALLBACK (committed_cb), &told);
  unpublish (f->store);
  g_assert_true (g_hash_table_contains (told, HOPSO_TEST_DELEGATE));
  g_assert_true (g_hash_table_contains (told, HOPSO_TEST_CLERK));
  g_assert_false (g_hash_table_contains (told, HOPSO_TEST_STRANGER));
  hopso_test_server_set (f->store, HOPSO_KIND_PERSON, HOPSO_TEST_CHAIR, HOPSO_PERSON_POSITION,
                         "Giám đốc");
  g_assert_null (told);
}

#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdup_printf ("/server-store/sight/way/%s", cases[i].name);
      g_test_add (name, Fixture, &cases[i], set_up, test_way, tear_down);
    }
  ADD ("/server-store/sight/others-learn-nothing", test_others_learn_nothing);
  ADD ("/server-store/sight/drafts-are-the-clerks", test_drafts_are_the_clerks);
  ADD ("/server-store/sight/everybody-sees-organizations-and-persons",
       test_everybody_sees_organizations_and_persons);
  ADD ("/server-store/sight/a-change-is-an-update", test_a_change_is_an_update);
  ADD ("/server-store/sight/a-deleted-record-goes", test_a_deleted_record_goes);
  ADD ("/server-store/sight/two-ways-to-see-are-two", test_two_ways_to_see_are_two);
  ADD ("/server-store/sight/commits-tell-whom-they-concern", test_commits_tell_whom_they_concern);
  return g_test_run ();
}
