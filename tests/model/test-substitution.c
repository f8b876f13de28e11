/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What becomes of an invitation when somebody sends a substitute: by tables, and by schedules of
 * chance that must never break what is promised. */

#include "hopso-substitution.h"

#define NOW 1790000000

typedef struct
{
  HopsoRecord *meeting;    /* owned */
  GPtrArray *participants; /* owned */
} World;

static void
world_clear (World *world)
{
  g_clear_object (&world->meeting);
  g_clear_pointer (&world->participants, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (World, world_clear)

static HopsoRecord *
make_meeting (const char *state, gboolean wants_approval)
{
  g_autoptr (HopsoRecordBuilder) b = hopso_record_builder_new (HOPSO_KIND_MEETING, "meeting");

  hopso_record_builder_set_string (b, HOPSO_MEETING_STATE, state);
  hopso_record_builder_set_string (b, HOPSO_MEETING_CHAIR, "chair");
  hopso_record_builder_set_boolean (b, HOPSO_MEETING_SUBSTITUTE_APPROVAL, wants_approval);
  return hopso_record_builder_end (b);
}

static HopsoRecord *
make_participant (const char *id, const char *person)
{
  g_autoptr (HopsoRecordBuilder) b = hopso_record_builder_new (HOPSO_KIND_PARTICIPANT, id);

  hopso_record_builder_set_string (b, HOPSO_PARTICIPANT_MEETING, "meeting");
  hopso_record_builder_set_string (b, HOPSO_PARTICIPANT_PERSON, person);
  hopso_record_builder_set_string (b, HOPSO_PARTICIPANT_PARTSTAT, "needs-action");
  return hopso_record_builder_end (b);
}

static void
begin (World *world, const char *state, gboolean wants_approval)
{
  static const char *const persons[] = { "chair", "an", "binh", NULL };

  world->meeting = make_meeting (state, wants_approval);
  world->participants = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; persons[i] != NULL; i++)
    g_ptr_array_add (world->participants, make_participant (persons[i], persons[i]));
  g_ptr_array_add (world->participants, make_participant ("guest", NULL));
}

static HopsoParticipant *
find (World *world, const char *id)
{
  for (guint i = 0; i < world->participants->len; i++)
    if (g_str_equal (hopso_record_get_id (world->participants->pdata[i]), id))
      return world->participants->pdata[i];
  g_assert_not_reached ();
}

/* Takes @record. */
static void
keep (World *world, HopsoRecord *record)
{
  for (guint i = 0; i < world->participants->len; i++)
    if (g_str_equal (hopso_record_get_id (world->participants->pdata[i]),
                     hopso_record_get_id (record)))
      {
        g_object_unref (world->participants->pdata[i]);
        world->participants->pdata[i] = record;
        return;
      }
  g_assert_not_reached ();
}

static HopsoSubstitutionVerdict
do_act (World *world, const char *id, const HopsoSubstitutionAct *act)
{
  HopsoSubstitutionVerdict verdict;
  HopsoRecord *record = hopso_substitution_act (find (world, id), HOPSO_MEETING (world->meeting),
                                                world->participants, act, &verdict);

  g_assert_cmpint (record != NULL, ==, verdict == HOPSO_SUBSTITUTION_DONE);
  if (record != NULL)
    keep (world, record);
  return verdict;
}

/* "propose:an:dung": the act, by whom, and whom they propose, of the invitation of An; a "+" before
 * the person: who prepares the meeting. */
static HopsoSubstitutionVerdict
say (World *world, const char *words)
{
  g_auto (GStrv) parts = g_strsplit (words, ":", -1);
  HopsoSubstitutionAct act = { .reason = "Đi công tác", .now = NOW };

  g_assert_true (hopso_substitution_act_parse (parts[0], &act.type));
  act.prepares = parts[1][0] == '+';
  act.person = parts[1] + (act.prepares ? 1 : 0);
  act.substitute = parts[2];
  if (parts[2] != NULL && parts[3] != NULL)
    act.reason = parts[3];
  return do_act (world, "an", &act);
}

static char *
describe (World *world)
{
  HopsoParticipant *an = find (world, "an");

  return g_strdup_printf ("%s %s %s", hopso_participant_get_partstat (an),
                          hopso_participant_get_substitute (an),
                          hopso_participant_get_substitute_state (an));
}

static void
test_each_act (void)
{
  static const struct
  {
    gboolean wants_approval;
    const char *before; /* acts, all done */
    const char *act;
    HopsoSubstitutionVerdict verdict;
    const char *after; /* nullable: as it was */
  } cases[] = {
    { FALSE, "", "propose:an:dung", HOPSO_SUBSTITUTION_DONE, "delegated dung proposed" },
    { FALSE, "", "propose:+thu:dung", HOPSO_SUBSTITUTION_DONE, "delegated dung proposed" },
    { FALSE, "", "propose:binh:dung", HOPSO_SUBSTITUTION_FORBIDDEN, NULL },
    { FALSE, "", "propose:an:an", HOPSO_SUBSTITUTION_UNSUITABLE, NULL },
    { FALSE, "", "propose:an:binh", HOPSO_SUBSTITUTION_UNSUITABLE, NULL },
    { FALSE, "", "propose:an", HOPSO_SUBSTITUTION_UNSUITABLE, NULL },
    { FALSE, "", "propose:an:dung: ", HOPSO_SUBSTITUTION_NO_REASON, NULL },
    { FALSE, "", "accept:dung", HOPSO_SUBSTITUTION_FORBIDDEN, NULL },
    { FALSE, "", "approve:chair", HOPSO_SUBSTITUTION_OVER, NULL },
    { FALSE, "propose:an:dung", "accept:dung", HOPSO_SUBSTITUTION_DONE, "delegated dung approved" },
    { FALSE, "propose:an:dung", "accept:an", HOPSO_SUBSTITUTION_FORBIDDEN, NULL },
    { FALSE, "propose:an:dung", "accept:+thu", HOPSO_SUBSTITUTION_FORBIDDEN, NULL },
    { FALSE, "propose:an:dung", "propose:an:chi", HOPSO_SUBSTITUTION_DONE,
      "delegated chi proposed" },
    { FALSE, "propose:an:dung", "decline:dung", HOPSO_SUBSTITUTION_DONE,
      "delegated dung declined" },
    { FALSE, "propose:an:dung decline:dung", "accept:dung", HOPSO_SUBSTITUTION_OVER, NULL },
    { FALSE, "propose:an:dung accept:dung", "decline:dung", HOPSO_SUBSTITUTION_DONE,
      "delegated dung declined" },
    { TRUE, "propose:an:dung", "approve:chair", HOPSO_SUBSTITUTION_OVER, NULL },
    { TRUE, "propose:an:dung", "accept:dung", HOPSO_SUBSTITUTION_DONE, "delegated dung accepted" },
    { TRUE, "propose:an:dung accept:dung", "approve:chair", HOPSO_SUBSTITUTION_DONE,
      "delegated dung approved" },
    { TRUE, "propose:an:dung accept:dung", "approve:+thu", HOPSO_SUBSTITUTION_FORBIDDEN, NULL },
    { TRUE, "propose:an:dung accept:dung", "approve:dung", HOPSO_SUBSTITUTION_FORBIDDEN, NULL },
    { TRUE, "propose:an:dung accept:dung", "refuse:chair", HOPSO_SUBSTITUTION_DONE,
      "delegated dung refused" },
    { TRUE, "propose:an:dung accept:dung", "refuse:chair:: ", HOPSO_SUBSTITUTION_NO_REASON, NULL },
    { TRUE, "propose:an:dung accept:dung refuse:chair", "approve:chair", HOPSO_SUBSTITUTION_OVER,
      NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (World) world = { 0 };
      g_auto (GStrv) acts = g_strsplit (cases[i].before, " ", -1);
      g_autofree char *before = NULL;
      g_autofree char *after = NULL;

      g_test_message ("%s | %s", cases[i].before, cases[i].act);
      begin (&world, "published", cases[i].wants_approval);
      for (guint n = 0; acts[n] != NULL && acts[n][0] != '\0'; n++)
        g_assert_cmpint (say (&world, acts[n]), ==, HOPSO_SUBSTITUTION_DONE);
      before = describe (&world);
      g_assert_cmpint (say (&world, cases[i].act), ==, cases[i].verdict);
      after = describe (&world);
      g_assert_cmpstr (after, ==, cases[i].after != NULL ? cases[i].after : before);
    }
}

static void
test_nothing_after_the_meeting (void)
{
  static const char *const states[] = { "draft", "template", "ended", "cancelled", NULL };

  for (guint i = 0; states[i] != NULL; i++)
    {
      g_auto (World) world = { 0 };

      begin (&world, states[i], FALSE);
      g_assert_cmpint (say (&world, "propose:an:dung"), ==, HOPSO_SUBSTITUTION_OVER);
      g_assert_cmpint (say (&world, "propose:binh:dung"), ==, HOPSO_SUBSTITUTION_FORBIDDEN);
    }
}

static void
test_one_person_comes_for_one (void)
{
  g_auto (World) world = { 0 };
  const HopsoSubstitutionAct act = { .type = HOPSO_SUBSTITUTION_PROPOSE,
                                     .person = "binh",
                                     .substitute = "dung",
                                     .reason = "Ốm",
                                     .now = NOW };

  begin (&world, "published", FALSE);
  g_assert_cmpint (say (&world, "propose:an:dung"), ==, HOPSO_SUBSTITUTION_DONE);
  g_assert_cmpint (do_act (&world, "binh", &act), ==, HOPSO_SUBSTITUTION_UNSUITABLE);
  g_assert_cmpint (say (&world, "decline:dung"), ==, HOPSO_SUBSTITUTION_DONE);
  g_assert_cmpint (do_act (&world, "binh", &act), ==, HOPSO_SUBSTITUTION_DONE);
}

static void
test_a_chair_needs_no_approval_and_a_guest_no_substitute (void)
{
  g_auto (World) world = { 0 };
  HopsoSubstitutionAct act = { .type = HOPSO_SUBSTITUTION_PROPOSE,
                               .person = "chair",
                               .substitute = "dung",
                               .reason = "Họp Trung ương",
                               .now = NOW };

  begin (&world, "published", TRUE);
  g_assert_cmpint (do_act (&world, "chair", &act), ==, HOPSO_SUBSTITUTION_DONE);
  act.type = HOPSO_SUBSTITUTION_ACCEPT;
  act.person = "dung";
  g_assert_cmpint (do_act (&world, "chair", &act), ==, HOPSO_SUBSTITUTION_DONE);
  g_assert_true (hopso_substitution_is_in_force (find (&world, "chair")));

  act.type = HOPSO_SUBSTITUTION_PROPOSE;
  act.person = NULL;
  act.substitute = "chi";
  g_assert_cmpint (do_act (&world, "guest", &act), ==, HOPSO_SUBSTITUTION_FORBIDDEN);
}

static void
test_who_answers_is_remembered (void)
{
  g_auto (World) world = { 0 };
  HopsoParticipant *an;

  begin (&world, "published", FALSE);
  g_assert_cmpint (say (&world, "propose:+thu:dung:Gọi điện báo"), ==, HOPSO_SUBSTITUTION_DONE);
  an = find (&world, "an");
  g_assert_cmpstr (hopso_participant_get_answered_by (an), ==, "thu");
  g_assert_cmpstr (hopso_participant_get_reason (an), ==, "Gọi điện báo");
  g_assert_cmpint (hopso_participant_get_sequence (an), ==, 1);
  g_assert_cmpint (hopso_participant_get_answered (an), ==, NOW);
  g_assert_cmpint (say (&world, "decline:dung::Bận"), ==, HOPSO_SUBSTITUTION_DONE);
  an = find (&world, "an");
  g_assert_cmpstr (hopso_participant_get_reason (an), ==, "Gọi điện báo");
  g_assert_cmpstr (hopso_participant_get_substitute_reason (an), ==, "Bận");
  g_assert_cmpint (hopso_participant_get_sequence (an), ==, 1);
  g_assert_true (hopso_substitution_has_failed (an));
}

static void
test_an_old_answer_is_in_force (void)
{
  g_autoptr (HopsoRecord) bare = make_participant ("an", "an");
  g_autoptr (HopsoRecordBuilder) b = hopso_record_builder_new_from (bare);
  g_autoptr (HopsoRecord) old = NULL;

  hopso_record_builder_set_string (b, HOPSO_PARTICIPANT_PARTSTAT, "delegated");
  hopso_record_builder_set_string (b, HOPSO_PARTICIPANT_SUBSTITUTE, "dung");
  old = hopso_record_builder_end (b);
  g_assert_true (hopso_substitution_is_in_force (HOPSO_PARTICIPANT (old)));
  g_assert_false (hopso_substitution_is_in_force (HOPSO_PARTICIPANT (bare)));
  g_assert_false (hopso_substitution_is_open (HOPSO_PARTICIPANT (old)));
}

static void
test_late_acts_answer_the_same_question_only (void)
{
  g_auto (World) world = { 0 };
  g_autoptr (HopsoParticipant) first = NULL;
  g_autoptr (HopsoParticipant) again = NULL;

  begin (&world, "published", FALSE);
  say (&world, "propose:an:dung");
  first = g_object_ref (find (&world, "an"));
  say (&world, "propose:an:dung");
  again = g_object_ref (find (&world, "an"));
  g_assert_true (hopso_substitution_still_stands (first, first, HOPSO_SUBSTITUTION_ACCEPT));
  g_assert_false (hopso_substitution_still_stands (first, again, HOPSO_SUBSTITUTION_ACCEPT));
  g_assert_true (hopso_substitution_still_stands (first, again, HOPSO_SUBSTITUTION_PROPOSE));
}

/* What holds after every step, whatever people try. */
static void
check_promises (World *world)
{
  g_autoptr (GHashTable) seats = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean wants_approval = hopso_meeting_get_substitute_approval (HOPSO_MEETING (world->meeting));

  for (guint i = 0; i < world->participants->len; i++)
    {
      HopsoParticipant *one = world->participants->pdata[i];
      const char *person = hopso_participant_get_person (one);

      g_assert_true (person == NULL || g_hash_table_add (seats, (char *) person));
      g_assert_cmpint (hopso_substitution_is_in_force (one) + hopso_substitution_is_open (one) +
                           hopso_substitution_has_failed (one),
                       ==, g_strcmp0 (hopso_participant_get_partstat (one), "delegated") == 0);
      g_assert_true (!hopso_substitution_awaits_chair (one) || wants_approval);
    }
  for (guint i = 0; i < world->participants->len; i++)
    {
      HopsoParticipant *one = world->participants->pdata[i];

      if (hopso_substitution_is_in_force (one) || hopso_substitution_is_open (one))
        g_assert_true (g_hash_table_add (seats, (char *) hopso_participant_get_substitute (one)));
    }
}

/* Whether the step from @before to @after is one of those that are drawn in the source. */
static gboolean
is_drawn (HopsoParticipant *before, HopsoParticipant *after, const HopsoSubstitutionAct *act)
{
  const char *from = hopso_participant_get_substitute_state (before);
  const char *to = hopso_participant_get_substitute_state (after);
  g_autofree char *step = g_strdup_printf ("%s>%s", from != NULL ? from : "", to);

  switch (act->type)
    {
    case HOPSO_SUBSTITUTION_PROPOSE:
      return g_str_equal (to, "proposed");
    case HOPSO_SUBSTITUTION_ACCEPT:
      return g_str_equal (step, "proposed>approved") || g_str_equal (step, "proposed>accepted");
    case HOPSO_SUBSTITUTION_DECLINE:
      return g_str_has_suffix (step, ">declined") && !g_str_equal (from, "declined") &&
             !g_str_equal (from, "refused");
    case HOPSO_SUBSTITUTION_APPROVE:
      return g_str_equal (step, "accepted>approved");
    case HOPSO_SUBSTITUTION_REFUSE:
      return g_str_equal (step, "accepted>refused");
    case HOPSO_SUBSTITUTION_N_ACTS:
    default:
      return FALSE;
    }
}

static void
answer_anew (World *world, const char *id)
{
  g_autoptr (HopsoRecordBuilder) b =
      hopso_record_builder_new_from (HOPSO_RECORD (find (world, id)));

  hopso_record_builder_set_string (b, HOPSO_PARTICIPANT_PARTSTAT, "accepted");
  hopso_substitution_end (b);
  keep (world, hopso_record_builder_end (b));
}

/* Most people do what is theirs to do. */
static const char *
choose_person (HopsoParticipant *participant, const char *const *persons, int n_persons)
{
  const char *substitute = hopso_participant_get_substitute (participant);
  const char *person = hopso_participant_get_person (participant);

  if (substitute != NULL && g_test_rand_bit ())
    return hopso_substitution_awaits_chair (participant) ? "chair" : substitute;
  if (person != NULL && g_test_rand_bit ())
    return person;
  return persons[g_test_rand_int_range (0, n_persons)];
}

static void
test_any_schedule_keeps_the_promises (void)
{
  static const char *const persons[] = { "chair", "an", "binh", "chi", "dung", "em", "thu" };
  static const char *const invited[] = { "chair", "an", "binh", "guest" };
  guint n_done = 0;

  for (guint round = 0; round < 300; round++)
    {
      g_auto (World) world = { 0 };

      begin (&world, "published", g_test_rand_bit ());
      for (guint step = 0; step < 60; step++)
        {
          const char *id = invited[g_test_rand_int_range (0, G_N_ELEMENTS (invited))];
          const char *person = choose_person (find (&world, id), persons, G_N_ELEMENTS (persons));
          const HopsoSubstitutionAct act = {
            .type = (HopsoSubstitutionActType) g_test_rand_int_range (0, HOPSO_SUBSTITUTION_N_ACTS),
            .person = person,
            .prepares = g_str_equal (person, "thu"),
            .substitute = persons[g_test_rand_int_range (0, G_N_ELEMENTS (persons))],
            .reason = g_test_rand_int_range (0, 4) > 0 ? "vì" : NULL,
            .now = NOW + step
          };
          g_autoptr (HopsoParticipant) before = g_object_ref (find (&world, id));

          if (g_test_rand_int_range (0, 12) == 0)
            answer_anew (&world, id);
          else if (do_act (&world, id, &act) == HOPSO_SUBSTITUTION_DONE)
            {
              n_done++;
              g_assert_true (is_drawn (before, find (&world, id), &act));
            }
          check_promises (&world);
        }
    }
  g_assert_cmpuint (n_done, >, 300);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/substitution/each-act", test_each_act);
  g_test_add_func ("/model/substitution/nothing-after-the-meeting", test_nothing_after_the_meeting);
  g_test_add_func ("/model/substitution/one-person-comes-for-one", test_one_person_comes_for_one);
  g_test_add_func ("/model/substitution/a-chair-needs-no-approval-and-a-guest-no-substitute",
                   test_a_chair_needs_no_approval_and_a_guest_no_substitute);
  g_test_add_func ("/model/substitution/who-answers-is-remembered", test_who_answers_is_remembered);
  g_test_add_func ("/model/substitution/an-old-answer-is-in-force", test_an_old_answer_is_in_force);
  g_test_add_func ("/model/substitution/late-acts-answer-the-same-question-only",
                   test_late_acts_answer_the_same_question_only);
  g_test_add_func ("/model/substitution/any-schedule-keeps-the-promises",
                   test_any_schedule_keeps_the_promises);
  return g_test_run ();
}
