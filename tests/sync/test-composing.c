/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Composing on one machine: what waits to be sent after each step, and that every step can be taken
 * back and done again, also after a restart. */

#include "compose-world.h"

static void
set_up (Machine *machine, gconstpointer data)
{
  g_autoptr (HopsoRecord) meeting = make_meeting ("Giao ban tuần");
  g_autoptr (GError) error = NULL;

  machine_set_up (machine);
  g_assert_true (machine_put (machine, meeting, &error));
  g_assert_no_error (error);
}

static void
tear_down (Machine *machine, gconstpointer data)
{
  machine_tear_down (machine);
}

static void
put (Machine *machine, HopsoRecord *record)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (machine_put (machine, record, &error));
  g_assert_no_error (error);
}

static void
assert_outbox (Machine *machine, const char *expected)
{
  g_autofree char *found = machine_describe_outbox (machine);

  g_assert_cmpstr (found, ==, expected);
}

static gpointer
mark_sent (HopsoStoreSession *session, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) outbox = hopso_store_session_outbox_list (session, error);

  for (guint i = 0; i < outbox->len; i++)
    {
      HopsoOutboxEntry *entry = outbox->pdata[i];

      entry->attempts++;
      g_assert_true (hopso_store_session_outbox_update (session, entry, error));
    }
  return NULL;
}

/* As if the server had taken all of it. */
static gpointer
settle (HopsoStoreSession *session, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) outbox = hopso_store_session_outbox_list (session, error);

  for (guint i = 0; i < outbox->len; i++)
    {
      const HopsoOutboxEntry *entry = outbox->pdata[i];
      g_autoptr (HopsoRecord) record =
          hopso_store_session_get (session, entry->kind, entry->record, NULL);

      if (record != NULL)
        {
          g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new_from (record);
          g_autoptr (HopsoRecord) known = NULL;

          hopso_record_builder_set_etag (builder, "e1");
          known = hopso_record_builder_end (builder);
          g_assert_true (hopso_store_session_put (session, known, error));
        }
      g_assert_true (hopso_store_session_outbox_remove (session, entry->id, error));
    }
  return NULL;
}

static void
test_what_was_never_sent_is_one (Machine *machine, gconstpointer data)
{
  g_autoptr (HopsoRecord) item = make_item (1, NULL, "Khai mạc");
  g_autoptr (HopsoRecord) longer = with_string (item, HOPSO_AGENDA_ITEM_NAME, "Khai mạc phiên");
  g_autoptr (HopsoRecord) other = make_item (2, NULL, "Thảo luận");

  put (machine, item);
  put (machine, longer);
  put (machine, other);
  assert_outbox (machine, "create meetings 00, create agendaItems 01, create agendaItems 02");
  g_assert_true (machine_remove (machine, other, NULL));
  assert_outbox (machine, "create meetings 00, create agendaItems 01");
  machine_write (machine, mark_sent, NULL, NULL);
  put (machine, item);
  assert_outbox (machine, "create meetings 00, create agendaItems 01, patch agendaItems 01");
  put (machine, longer);
  assert_outbox (machine, "create meetings 00, create agendaItems 01");
  g_assert_true (machine_remove (machine, longer, NULL));
  assert_outbox (machine, "create meetings 00, create agendaItems 01, destroy agendaItems 01");
}

/* What is made part of a later item is told after that item. */
static void
test_what_it_names_goes_before (Machine *machine, gconstpointer data)
{
  g_autofree char *later_id = make_id (2);
  g_autoptr (HopsoRecord) item = make_item (1, NULL, "a");
  g_autoptr (HopsoRecord) later = make_item (2, NULL, "b");
  g_autoptr (HopsoRecord) moved = with_string (item, HOPSO_AGENDA_ITEM_PARENT, later_id);

  put (machine, item);
  put (machine, later);
  put (machine, moved);
  assert_outbox (machine, "create meetings 00, create agendaItems 01, create agendaItems 02, "
                          "patch agendaItems 01");
}

static void
test_brought_back_in_time (Machine *machine, gconstpointer data)
{
  g_autoptr (HopsoRecord) item = make_item (1, NULL, "a");
  g_autoptr (HopsoRecord) renamed = with_string (item, HOPSO_AGENDA_ITEM_NAME, "b");
  g_autoptr (GError) error = NULL;

  put (machine, item);
  machine_write (machine, settle, NULL, NULL);
  assert_outbox (machine, "");
  put (machine, renamed);
  g_assert_true (machine_remove (machine, renamed, &error));
  assert_outbox (machine, "destroy agendaItems 01");
  g_assert_true (machine_undo (machine, &error));
  assert_outbox (machine, "patch agendaItems 01");
  g_assert_true (machine_undo (machine, &error));
  assert_outbox (machine, "");
  g_assert_no_error (error);
}

/* With an item go its parts and papers, and all come back. */
static void
test_removal_takes_along (Machine *machine, gconstpointer data)
{
  g_autofree char *item_id = make_id (1);
  g_autofree char *part_id = make_id (2);
  g_autoptr (HopsoRecord) item = make_item (1, NULL, "a");
  g_autoptr (HopsoRecord) part = make_item (2, item_id, "b");
  g_autoptr (HopsoRecord) paper = make_paper (3, part_id, "c");
  g_autoptr (GError) error = NULL;

  put (machine, item);
  put (machine, part);
  put (machine, paper);
  machine_write (machine, settle, NULL, NULL);
  g_autofree char *full = machine_describe (machine);
  g_assert_true (machine_remove (machine, item, &error));
  assert_outbox (machine, "destroy papers 03, destroy agendaItems 02, destroy agendaItems 01");
  g_assert_null (machine_get (machine, HOPSO_KIND_PAPER, hopso_record_get_id (paper)));
  machine_reopen (machine);
  g_assert_true (machine_undo (machine, &error));
  g_assert_no_error (error);
  g_autofree char *again = machine_describe (machine);
  g_assert_cmpstr (again, ==, full);
  assert_outbox (machine, "");
  g_assert_true (machine_redo (machine, &error));
  assert_outbox (machine, "destroy papers 03, destroy agendaItems 02, destroy agendaItems 01");
}

/* Letter by letter is one step; another field, or another item, is not. */
static void
test_typing_is_one_step (Machine *machine, gconstpointer data)
{
  static const char *const names[] = { "K", "Kh", "Kha" };
  g_autoptr (HopsoRecord) item = make_item (1, NULL, "");
  g_autoptr (HopsoRecord) last = NULL;
  g_autoptr (GError) error = NULL;

  put (machine, item);
  last = g_object_ref (item);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (HopsoStep) step = hopso_step_new (DRAFT, "rename");
      g_autoptr (HopsoRecord) next = with_string (last, HOPSO_AGENDA_ITEM_NAME, names[i]);

      step->merge_key = g_strdup ("name");
      hopso_step_add (step, last, next);
      g_assert_true (machine_do (machine, step, &error));
      g_set_object (&last, next);
    }
  g_assert_true (machine_undo (machine, &error));
  g_autoptr (HopsoRecord) empty =
      machine_get (machine, HOPSO_KIND_AGENDA_ITEM, hopso_record_get_id (item));
  g_assert_cmpstr (hopso_record_get_string (empty, HOPSO_AGENDA_ITEM_NAME), ==, "");
  g_assert_true (machine_redo (machine, &error));
  g_autoptr (HopsoRecord) full =
      machine_get (machine, HOPSO_KIND_AGENDA_ITEM, hopso_record_get_id (item));
  g_assert_cmpstr (hopso_record_get_string (full, HOPSO_AGENDA_ITEM_NAME), ==, "Kha");
  g_assert_true (machine_undo (machine, &error) && machine_undo (machine, &error) &&
                 machine_undo (machine, &error));
  g_assert_no_error (error);
  g_assert_false (machine_undo (machine, &error));
  g_assert_error (error, HOPSO_COMPOSING_ERROR, HOPSO_COMPOSING_ERROR_EMPTY);
  g_autofree char *nothing = machine_describe (machine);
  g_assert_cmpstr (nothing, ==, "");
  assert_outbox (machine, "");
}

/* Another clerk's work, as it comes with a pull. */
static gpointer
arrive (HopsoStoreSession *session, gpointer data, GError **error)
{
  g_assert_true (hopso_store_session_put (session, data, error));
  return NULL;
}

static gpointer
vanish (HopsoStoreSession *session, gpointer data, GError **error)
{
  g_assert_true (hopso_store_session_delete (session, hopso_record_get_kind (data)->id,
                                             hopso_record_get_id (data), FALSE, error));
  return NULL;
}

static void
test_another_clerk_forbids_it (Machine *machine, gconstpointer data)
{
  g_autofree char *item_id = make_id (1);
  g_autoptr (HopsoRecord) item = make_item (1, NULL, "a");
  g_autoptr (HopsoRecord) renamed = with_string (item, HOPSO_AGENDA_ITEM_NAME, "b");
  g_autoptr (HopsoRecord) theirs = with_string (item, HOPSO_AGENDA_ITEM_NAME, "c");
  g_autoptr (HopsoRecord) presented = with_string (renamed, HOPSO_AGENDA_ITEM_PRESENTER, "An");
  g_autoptr (HopsoRecord) part = make_item (2, item_id, "d");
  g_autoptr (GError) error = NULL;

  put (machine, item);
  put (machine, renamed);
  machine_write (machine, settle, NULL, NULL);
  machine_write (machine, arrive, theirs, NULL);
  g_assert_false (machine_undo (machine, &error));
  g_assert_error (error, HOPSO_COMPOSING_ERROR, HOPSO_COMPOSING_ERROR_CHANGED);
  g_clear_error (&error);

  /* Another field is nobody's business; the making of the item is. */
  machine_write (machine, arrive, presented, NULL);
  g_assert_true (machine_undo (machine, &error));
  g_assert_false (machine_undo (machine, &error));
  g_assert_error (error, HOPSO_COMPOSING_ERROR, HOPSO_COMPOSING_ERROR_CHANGED);
  g_clear_error (&error);

  machine_write (machine, arrive, item, NULL);
  machine_write (machine, arrive, part, NULL);
  g_assert_false (machine_undo (machine, &error));
  g_assert_error (error, HOPSO_COMPOSING_ERROR, HOPSO_COMPOSING_ERROR_CHANGED);
  g_clear_error (&error);
  machine_write (machine, vanish, part, NULL);
  machine_write (machine, vanish, item, NULL);
  g_assert_false (machine_redo (machine, &error));
  g_assert_error (error, HOPSO_COMPOSING_ERROR, HOPSO_COMPOSING_ERROR_GONE);
}

#define ADD(name, func) g_test_add ("/sync/composing/" name, Machine, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("what-was-never-sent-is-one", test_what_was_never_sent_is_one);
  ADD ("what-it-names-goes-before", test_what_it_names_goes_before);
  ADD ("brought-back-in-time", test_brought_back_in_time);
  ADD ("removal-takes-along", test_removal_takes_along);
  ADD ("typing-is-one-step", test_typing_is_one_step);
  ADD ("another-clerk-forbids-it", test_another_clerk_forbids_it);
  return g_test_run ();
}
