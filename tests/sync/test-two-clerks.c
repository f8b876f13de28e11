/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two clerks compose one meeting on two machines, each in any order, taking back and doing again,
 * now with and now without a network, with replies that are lost: in the end both machines and the
 * server agree, nothing waits for ever, and whatever could not be made is told. */

#include "compose-server.h"
#include "compose-world.h"
#include "hopso-sync-pull.h"
#include "hopso-sync-push.h"
#include "hopso-test-soak.h"

#define N_CLERKS 2
#define N_THINGS 24

typedef struct
{
  Machine machine;
  HopsoRemote *line; /* owned */
} Clerk;

typedef struct
{
  TestOffice *office; /* owned */
  HopsoClock *clock;  /* owned */
  Clerk clerks[N_CLERKS];
  guint next_id;
} World;

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return g_steal_pointer (result);
}

static gboolean
push (World *world, Clerk *clerk)
{
  const HopsoSyncPush what = { clerk->machine.store, clerk->line, world->clock, TRUE };
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *notice = NULL;

  hopso_sync_push_async (&what, NULL, done_cb, &pending);
  result = wait_for (&pending);
  return hopso_sync_push_finish (result, &notice, NULL);
}

static gboolean
pull (World *world, Clerk *clerk)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  hopso_sync_pull_async (clerk->machine.store, clerk->line, NULL, done_cb, &pending);
  result = wait_for (&pending);
  return hopso_sync_pull_finish (result, NULL);
}

static void
synchronise (World *world, Clerk *clerk)
{
  if (push (world, clerk))
    pull (world, clerk);
}

static void
set_up (World *world, gconstpointer data)
{
  g_autoptr (HopsoRecord) meeting = make_meeting ("Giao ban tuần");

  *world = (World){ 0 };
  world->office = test_office_new ();
  world->clock = hopso_clock_new_fixed (1800000000);
  for (guint i = 0; i < N_CLERKS; i++)
    {
      machine_set_up (&world->clerks[i].machine);
      world->clerks[i].line = test_office_connect (world->office);
    }
  g_assert_true (machine_put (&world->clerks[0].machine, meeting, NULL));
  synchronise (world, &world->clerks[0]);
  synchronise (world, &world->clerks[1]);
}

static void
tear_down (World *world, gconstpointer data)
{
  for (guint i = 0; i < N_CLERKS; i++)
    {
      g_object_unref (world->clerks[i].line);
      machine_tear_down (&world->clerks[i].machine);
    }
  g_object_unref (world->clock);
  test_office_free (world->office);
}

/* --- what a clerk may do ---------------------------------------------------------------------- */

static HopsoRecord *
pick_item (World *world, Clerk *clerk)
{
  for (guint i = 0; i < 8; i++)
    {
      g_autofree char *id = make_id ((guint) test_office_draw (1, N_THINGS));
      HopsoRecord *item = machine_get (&clerk->machine, HOPSO_KIND_AGENDA_ITEM, id);

      if (item != NULL)
        return item;
    }
  return NULL;
}

static void
add (World *world, Clerk *clerk)
{
  g_autoptr (HopsoRecord) place = pick_item (world, clerk);
  const char *parent =
      place != NULL && test_office_draw (0, 2) == 0 ? hopso_record_get_id (place) : NULL;
  guint id = 1 + world->next_id++ % (N_THINGS - 1);
  g_autoptr (HopsoRecord) record = test_office_draw (0, 3) == 0
                                       ? make_paper (id + 0x100, parent, "Báo cáo")
                                       : make_item (id, parent, "Nội dung");

  machine_put (&clerk->machine, record, NULL);
}

static void
change (World *world, Clerk *clerk)
{
  g_autoptr (HopsoRecord) item = pick_item (world, clerk);
  guint field = test_office_draw (0, 2) == 0 ? HOPSO_AGENDA_ITEM_NAME : HOPSO_AGENDA_ITEM_PRESENTER;
  g_autofree char *value = g_strdup_printf ("%d", test_office_draw (0, 1000));
  g_autoptr (HopsoRecord) changed = item != NULL ? with_string (item, field, value) : NULL;

  if (changed != NULL)
    machine_put (&clerk->machine, changed, NULL);
}

/* Under an item with a smaller number only, so that nothing is part of itself. */
static void
move (World *world, Clerk *clerk)
{
  g_autoptr (HopsoRecord) item = pick_item (world, clerk);
  g_autoptr (HopsoRecord) place = pick_item (world, clerk);
  g_autoptr (HopsoRecord) moved = NULL;

  if (item == NULL || place == NULL ||
      strcmp (hopso_record_get_id (place), hopso_record_get_id (item)) >= 0)
    return;
  moved = with_string (item, HOPSO_AGENDA_ITEM_PARENT, hopso_record_get_id (place));
  machine_put (&clerk->machine, moved, NULL);
}

static void
take_out (World *world, Clerk *clerk)
{
  g_autoptr (HopsoRecord) item = pick_item (world, clerk);

  if (item != NULL)
    machine_remove (&clerk->machine, item, NULL);
}

/* What another clerk's change forbids is passed over from then on. */
static gpointer
give_up_undo (HopsoStoreSession *session, gpointer data, GError **error)
{
  hopso_composing_give_up (session, DRAFT, FALSE, error);
  return NULL;
}

static gpointer
give_up_redo (HopsoStoreSession *session, gpointer data, GError **error)
{
  hopso_composing_give_up (session, DRAFT, TRUE, error);
  return NULL;
}

static void
act (World *world, Clerk *clerk)
{
  switch (test_office_draw (0, 16))
    {
    case 0:
    case 1:
    case 2:
    case 3:
      add (world, clerk);
      break;
    case 4:
    case 5:
    case 6:
      change (world, clerk);
      break;
    case 7:
      move (world, clerk);
      break;
    case 8:
      take_out (world, clerk);
      break;
    case 9:
    case 10:
      if (!machine_undo (&clerk->machine, NULL))
        machine_write (&clerk->machine, give_up_undo, NULL, NULL);
      break;
    case 11:
      if (!machine_redo (&clerk->machine, NULL))
        machine_write (&clerk->machine, give_up_redo, NULL, NULL);
      break;
    case 12:
      push (world, clerk);
      break;
    case 13:
      pull (world, clerk);
      break;
    default:
      synchronise (world, clerk);
      break;
    }
}

/* --- the end ---------------------------------------------------------------------------------- */

static gpointer
count_waiting (HopsoStoreSession *session, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) outbox = hopso_store_session_outbox_list (session, error);
  guint n = 0;

  for (guint i = 0; i < outbox->len; i++)
    if (hopso_local_change_is_sendable (outbox->pdata[i]))
      n++;
  return GUINT_TO_POINTER (n);
}

/* Refusals carry a reason; a person has seen them. */
static gpointer
check_refused (HopsoStoreSession *session, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) outbox = hopso_store_session_outbox_list (session, error);

  for (guint i = 0; i < outbox->len; i++)
    {
      const HopsoOutboxEntry *entry = outbox->pdata[i];

      g_assert_nonnull (entry->last_error);
      g_assert_true (hopso_store_session_outbox_remove (session, entry->id, error));
    }
  return NULL;
}

static void
agree (World *world)
{
  g_autofree char *there = NULL;

  test_office_set_cuts (world->office, 0, 0);
  for (guint round = 0; round < 6; round++)
    for (guint i = 0; i < N_CLERKS; i++)
      synchronise (world, &world->clerks[i]);
  there = test_office_describe (world->office);
  for (guint i = 0; i < N_CLERKS; i++)
    {
      Machine *machine = &world->clerks[i].machine;
      g_autofree char *here = machine_describe (machine);
      guint n_waiting = GPOINTER_TO_UINT (machine_write (machine, count_waiting, NULL, NULL));
      g_autofree char *outbox = machine_describe_outbox (machine);

      if (n_waiting > 0)
        g_error ("Machine %u waits for ever with: %s", i, outbox);
      machine_write (machine, check_refused, NULL, NULL);
      g_assert_cmpstr (here, ==, there);
    }
}

static void
test_any_schedule (World *world, gconstpointer data)
{
  guint n_rounds = hopso_test_soak_rounds (6, 600);

  for (guint round = 0; round < n_rounds; round++)
    {
      test_office_set_cuts (world->office, test_office_draw (0, 2) == 0 ? 4 : 0,
                            test_office_draw (0, 2) == 0 ? 6 : 0);
      for (guint i = 0; i < 60; i++)
        act (world, &world->clerks[test_office_draw (0, N_CLERKS)]);
      agree (world);
    }
  hopso_test_soak_report ("schedules of two clerks", n_rounds, 0);
}

/* --- what happens when two do the same -------------------------------------------------------- */

static void
put (Clerk *clerk, HopsoRecord *record)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (machine_put (&clerk->machine, record, &error));
  g_assert_no_error (error);
}

static void
share_item (World *world, HopsoRecord *item)
{
  put (&world->clerks[0], item);
  synchronise (world, &world->clerks[0]);
  synchronise (world, &world->clerks[1]);
}

static void
assert_field (Clerk *clerk, const char *id, guint field, const char *expected)
{
  g_autoptr (HopsoRecord) item = machine_get (&clerk->machine, HOPSO_KIND_AGENDA_ITEM, id);

  g_assert_nonnull (item);
  g_assert_cmpstr (hopso_record_get_string (item, field), ==, expected);
}

static void
assert_refused (Clerk *clerk, const char *expected)
{
  g_autofree char *outbox = machine_describe_outbox (&clerk->machine);

  g_assert_cmpstr (outbox, ==, expected);
}

/* Two fields of one item, by two clerks without a network: both are there. */
static void
test_fields_are_merged (World *world, gconstpointer data)
{
  g_autoptr (HopsoRecord) item = make_item (1, NULL, "a");
  g_autoptr (HopsoRecord) named = with_string (item, HOPSO_AGENDA_ITEM_NAME, "b");
  g_autoptr (HopsoRecord) presented = with_string (item, HOPSO_AGENDA_ITEM_PRESENTER, "An");
  const char *id = hopso_record_get_id (item);

  share_item (world, item);
  put (&world->clerks[0], named);
  put (&world->clerks[1], presented);
  agree (world);
  assert_field (&world->clerks[0], id, HOPSO_AGENDA_ITEM_NAME, "b");
  assert_field (&world->clerks[0], id, HOPSO_AGENDA_ITEM_PRESENTER, "An");
}

/* The same field: the first to arrive stays, the other is told and loses nothing. */
static void
test_the_same_field_is_told (World *world, gconstpointer data)
{
  g_autoptr (HopsoRecord) item = make_item (1, NULL, "a");
  g_autoptr (HopsoRecord) one = with_string (item, HOPSO_AGENDA_ITEM_NAME, "b");
  g_autoptr (HopsoRecord) two = with_string (item, HOPSO_AGENDA_ITEM_NAME, "c");
  const char *id = hopso_record_get_id (item);

  share_item (world, item);
  put (&world->clerks[0], one);
  put (&world->clerks[1], two);
  synchronise (world, &world->clerks[0]);
  synchronise (world, &world->clerks[1]);
  assert_field (&world->clerks[1], id, HOPSO_AGENDA_ITEM_NAME, "b");
  assert_refused (&world->clerks[1], "patch-kept agendaItems 01");
}

/* Removed by one, changed by the other: it stays as it was changed, whoever comes first. */
static void
test_a_change_wins (World *world, gconstpointer data)
{
  for (guint first = 0; first < 2; first++)
    {
      g_autoptr (HopsoRecord) item = make_item (first + 1, NULL, "a");
      g_autoptr (HopsoRecord) changed = with_string (item, HOPSO_AGENDA_ITEM_NAME, "b");
      const char *id = hopso_record_get_id (item);

      share_item (world, item);
      g_assert_true (machine_remove (&world->clerks[0].machine, item, NULL));
      put (&world->clerks[1], changed);
      synchronise (world, &world->clerks[first]);
      synchronise (world, &world->clerks[1 - first]);
      if (first == 1)
        assert_refused (&world->clerks[0], "patch-kept agendaItems 02");
      agree (world);
      assert_field (&world->clerks[0], id, HOPSO_AGENDA_ITEM_NAME, "b");
    }
}

/* Its parts went before it; it stays for the sake of what was put into it. */
static void
test_nothing_falls_out (World *world, gconstpointer data)
{
  g_autofree char *part_id = make_id (2);
  g_autoptr (HopsoRecord) item = make_item (1, NULL, "a");
  g_autoptr (HopsoRecord) part = make_item (2, hopso_record_get_id (item), "b");
  g_autoptr (HopsoRecord) changed = with_string (part, HOPSO_AGENDA_ITEM_PRESENTER, "An");

  share_item (world, item);
  share_item (world, part);
  put (&world->clerks[1], changed);
  g_assert_true (machine_remove (&world->clerks[0].machine, item, NULL));
  synchronise (world, &world->clerks[1]);
  synchronise (world, &world->clerks[0]);
  assert_refused (&world->clerks[0], "patch-kept agendaItems 02");
  agree (world);
  assert_field (&world->clerks[0], part_id, HOPSO_AGENDA_ITEM_PARENT, hopso_record_get_id (item));
}

#define ADD(name, func) g_test_add ("/sync/two-clerks/" name, World, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  /* Among all other tests always the same schedules; ever new ones in the long loops. */
  test_office_set_seed (g_getenv ("HOPSO_SOAK") != NULL ? hopso_test_soak_seed () : 7);
  ADD ("fields-are-merged", test_fields_are_merged);
  ADD ("the-same-field-is-told", test_the_same_field_is_told);
  ADD ("a-change-wins", test_a_change_wins);
  ADD ("nothing-falls-out", test_nothing_falls_out);
  ADD ("any-schedule", test_any_schedule);
  return g_test_run ();
}
