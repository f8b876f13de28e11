/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-paper.h"
#include "hopso-person.h"
#include "store-runner.h"

#include <string.h>

static void
set_field (HopsoRecordBuilder *builder, const HopsoKind *kind, guint field)
{
  const char *const strings[] = { "một", "", "ba", NULL };
  g_autofree char *text = g_strdup_printf ("giá trị '%u\"", field);

  switch (kind->fields[field].type)
    {
    case HOPSO_FIELD_STRING:
      hopso_record_builder_set_string (builder, field, text);
      return;
    case HOPSO_FIELD_INTEGER:
      hopso_record_builder_set_integer (builder, field, G_MAXINT64 - field);
      return;
    case HOPSO_FIELD_BOOLEAN:
      hopso_record_builder_set_boolean (builder, field, TRUE);
      return;
    case HOPSO_FIELD_TIME:
      hopso_record_builder_set_time (builder, field, -1000 - (gint64) field);
      return;
    case HOPSO_FIELD_STRINGS:
      hopso_record_builder_set_strings (builder, field, strings);
      return;
    default:
      g_assert_not_reached ();
    }
}

static void
test_keeps_every_field_of_every_kind (void)
{
  g_autoptr (GError) error = NULL;
  World world;

  world_set_up (&world);
  g_autoptr (HopsoStore) store = runner_open (world.folder, &error);
  g_assert_no_error (error);
  for (guint k = 0; k < HOPSO_N_KINDS; k++)
    {
      g_autoptr (HopsoRecordBuilder) full_builder = hopso_record_builder_new (k, "full");
      g_autoptr (HopsoRecordBuilder) bare_builder = hopso_record_builder_new (k, "bare");

      hopso_record_builder_set_etag (full_builder, "\"7\"");
      for (guint f = 0; f < hopso_kind_get (k)->n_fields; f++)
        set_field (full_builder, hopso_kind_get (k), f);

      g_autoptr (HopsoRecord) full = hopso_record_builder_end (full_builder);
      g_autoptr (HopsoRecord) bare = hopso_record_builder_end (bare_builder);
      runner_put (store, full);
      runner_put (store, bare);
      g_autoptr (HopsoRecord) full_again = runner_get (store, k, "full");
      g_autoptr (HopsoRecord) bare_again = runner_get (store, k, "bare");
      g_assert_true (hopso_record_equal (full, full_again));
      g_assert_true (hopso_record_equal (bare, bare_again));
    }
  g_assert_null (runner_get (store, HOPSO_KIND_MEETING, "nothing"));
  hopso_store_close (store);
  world_tear_down (&world);
}

static void
test_tells_no_list_from_an_empty_one (void)
{
  const char *const none[] = { NULL };
  World world;

  world_set_up (&world);
  g_autoptr (HopsoStore) store = runner_open (world.folder, NULL);
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new (HOPSO_KIND_PERSON, "p1");
  hopso_record_builder_set_strings (builder, HOPSO_PERSON_ROLES, none);
  g_autoptr (HopsoRecord) person = hopso_record_builder_end (builder);
  runner_put (store, person);
  g_autoptr (HopsoRecord) again = runner_get (store, HOPSO_KIND_PERSON, "p1");
  g_assert_true (hopso_record_is_set (again, HOPSO_PERSON_ROLES));
  g_assert_true (hopso_record_equal (person, again));
  hopso_store_close (store);
  world_tear_down (&world);
}

static gpointer
list_func (HopsoStoreSession *session, gpointer data, GError **error)
{
  const char *const *where = data;

  return hopso_store_session_list (session, HOPSO_KIND_PAPER, where[0], where[1], error);
}

static guint
count_papers (HopsoStore *store, const char *column, const char *value)
{
  g_autoptr (GError) error = NULL;
  const char *where[] = { column, value };
  g_autoptr (GPtrArray) papers = runner_read (store, list_func, where, &error);

  g_assert_no_error (error);
  return papers->len;
}

static void
test_lists_by_column (void)
{
  World world;

  world_set_up (&world);
  g_autoptr (HopsoStore) store = runner_open (world.folder, NULL);
  g_autoptr (HopsoRecord) a = runner_make_paper ("a", "Tờ trình", "d1");
  g_autoptr (HopsoRecord) b = runner_make_paper ("b", "Báo cáo", "d2");
  runner_put (store, a);
  runner_put (store, b);
  g_assert_cmpuint (count_papers (store, NULL, NULL), ==, 2);
  g_assert_cmpuint (count_papers (store, "meeting", "m1"), ==, 2);
  g_assert_cmpuint (count_papers (store, "meeting", "m2"), ==, 0);
  g_assert_cmpuint (count_papers (store, "digest", "d2"), ==, 1);
  g_assert_cmpuint (count_papers (store, "agenda_item", NULL), ==, 2);
  g_assert_cmpuint (count_papers (store, "name", "' OR 1 = 1 --"), ==, 0);
  hopso_store_close (store);
  world_tear_down (&world);
}

static void
note_cb (HopsoStore *store, HopsoChangeSet *changes, gpointer data)
{
  GString *story = data;

  for (guint i = 0; i < hopso_change_set_get_size (changes); i++)
    g_string_append_printf (
        story, "%s:%s:%d ", hopso_kind_get (hopso_change_set_get_kind (changes, i))->name,
        hopso_change_set_get_id (changes, i), (int) hopso_change_set_get_change (changes, i));
}

static void
test_tells_what_changed_before_the_write_ends (void)
{
  g_autoptr (GString) story = g_string_new ("");
  World world;

  world_set_up (&world);
  g_autoptr (HopsoStore) store = runner_open (world.folder, NULL);
  g_signal_connect (store, "changed", G_CALLBACK (note_cb), story);
  g_autoptr (HopsoRecord) a = runner_make_paper ("a", "Tờ trình", "d1");
  g_autoptr (HopsoRecord) same = runner_make_paper ("a", "Tờ trình", "d1");
  g_autoptr (HopsoRecord) other = runner_make_paper ("a", "Tờ trình (mới)", "d1");
  runner_put (store, a);
  g_assert_cmpstr (story->str, ==, "papers:a:0 ");
  g_string_truncate (story, 0);
  runner_put (store, same);
  g_assert_cmpstr (story->str, ==, "");
  runner_put (store, other);
  g_assert_cmpstr (story->str, ==, "papers:a:1 ");
  g_string_truncate (story, 0);
  runner_delete (store, HOPSO_KIND_PAPER, "a", FALSE);
  g_assert_cmpstr (story->str, ==, "papers:a:2 ");
  runner_delete (store, HOPSO_KIND_PAPER, "a", FALSE);
  g_assert_cmpstr (story->str, ==, "papers:a:2 ");
  hopso_store_close (store);
  world_tear_down (&world);
}

static guint n_freed;

static void
count_free (gpointer data)
{
  n_freed++;
  g_free (data);
}

static gpointer
fail_late_func (HopsoStoreSession *session, gpointer data, GError **error)
{
  g_autoptr (HopsoRecord) paper = runner_make_paper ("a", "Tờ trình", "d1");
  g_autoptr (HopsoOutboxEntry) entry = hopso_outbox_entry_new (HOPSO_KIND_PAPER, "a", "patch");

  g_assert_true (hopso_store_session_put (session, paper, error));
  g_assert_true (hopso_store_session_outbox_add (session, entry, error));
  g_assert_true (hopso_store_session_set_state (session, "5", error));
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_EXISTS, "the third thing failed");
  return g_strdup ("a result that nobody gets");
}

static gpointer
count_outbox_func (HopsoStoreSession *session, gpointer data, GError **error)
{
  return GINT_TO_POINTER ((int) hopso_store_session_outbox_count (session, error));
}

static gpointer
state_func (HopsoStoreSession *session, gpointer data, GError **error)
{
  return hopso_store_session_get_state (session, error);
}

static void
test_undoes_a_transaction_that_fails (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GString) story = g_string_new ("");
  World world;

  world_set_up (&world);
  g_autoptr (HopsoStore) store = runner_open (world.folder, NULL);
  g_signal_connect (store, "changed", G_CALLBACK (note_cb), story);
  n_freed = 0;
  HopsoStoreJob job = { .func = fail_late_func,
                        .data = g_strdup ("data"),
                        .data_free = count_free,
                        .result_free = count_free };
  hopso_store_write_async (store, &job, NULL, runner_ready_cb, &result);
  g_assert_null (hopso_store_run_finish (store, runner_wait (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  g_clear_object (&result);
  g_clear_error (&error);

  g_assert_null (runner_get (store, HOPSO_KIND_PAPER, "a"));
  g_assert_null (runner_read (store, count_outbox_func, NULL, &error));
  g_assert_null (runner_read (store, state_func, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (story->str, ==, "");
  /* The data goes with the task, which the thread may hold a moment longer. */
  hopso_store_close (store);
  g_assert_cmpuint (n_freed, ==, 2);
  world_tear_down (&world);
}

typedef struct
{
  GMutex lock;
  GCond cond;
  gboolean may_end;
} Gate;

static gpointer
wait_func (HopsoStoreSession *session, gpointer data, GError **error)
{
  Gate *gate = data;
  g_autoptr (HopsoRecord) paper = runner_make_paper ("late", "Tờ trình", "d1");

  hopso_store_session_put (session, paper, error);
  g_mutex_lock (&gate->lock);
  while (!gate->may_end)
    g_cond_wait (&gate->cond, &gate->lock);
  g_mutex_unlock (&gate->lock);
  return NULL;
}

static void
test_reads_while_a_write_is_long (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  Gate gate = { 0 };
  World world;

  world_set_up (&world);
  g_autoptr (HopsoStore) store = runner_open (world.folder, NULL);
  HopsoStoreJob job = { .func = wait_func, .data = &gate };
  hopso_store_write_async (store, &job, NULL, runner_ready_cb, &result);
  g_assert_null (runner_get (store, HOPSO_KIND_PAPER, "late"));
  g_assert_null (result);
  g_mutex_lock (&gate.lock);
  gate.may_end = TRUE;
  g_cond_signal (&gate.cond);
  g_mutex_unlock (&gate.lock);
  hopso_store_run_finish (store, runner_wait (&result), &error);
  g_assert_no_error (error);
  g_autoptr (HopsoRecord) late = runner_get (store, HOPSO_KIND_PAPER, "late");
  g_assert_nonnull (late);
  hopso_store_close (store);
  world_tear_down (&world);
}

static gpointer
cancel_func (HopsoStoreSession *session, gpointer data, GError **error)
{
  g_autoptr (HopsoRecord) paper = runner_make_paper ("a", "Tờ trình", "d1");

  g_assert_true (hopso_store_session_put (session, paper, error));
  g_cancellable_cancel (data);
  return NULL;
}

/* Cancelled before it began, a write is not done; cancelled meanwhile, it is, and says so. */
static void
test_cancelling_never_lies (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  HopsoStoreJob job = { .func = cancel_func, .data = cancellable };
  World world;

  world_set_up (&world);
  g_autoptr (HopsoStore) store = runner_open (world.folder, NULL);
  g_autoptr (GAsyncResult) meanwhile = NULL;
  hopso_store_write_async (store, &job, cancellable, runner_ready_cb, &meanwhile);
  hopso_store_run_finish (store, runner_wait (&meanwhile), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_papers (store, NULL, NULL), ==, 1);

  runner_delete (store, HOPSO_KIND_PAPER, "a", FALSE);
  g_autoptr (GAsyncResult) before = NULL;
  hopso_store_write_async (store, &job, cancellable, runner_ready_cb, &before);
  hopso_store_run_finish (store, runner_wait (&before), &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count_papers (store, NULL, NULL), ==, 0);
  hopso_store_close (store);
  world_tear_down (&world);
}

static gpointer
outbox_func (HopsoStoreSession *session, gpointer data, GError **error)
{
  g_autoptr (HopsoOutboxEntry) one = hopso_outbox_entry_new (HOPSO_KIND_PARTICIPANT, "r1", "patch");
  g_autoptr (HopsoOutboxEntry) two = hopso_outbox_entry_new (HOPSO_KIND_PAPER, "r2", "version");
  g_autoptr (HopsoOutboxEntry) lost = hopso_outbox_entry_new (HOPSO_KIND_PAPER, "r3", "version");

  one->body = g_strdup ("{\"partstat\":\"accepted\"}");
  one->base_etag = g_strdup ("\"3\"");
  two->digest = g_strdup ("d2");
  g_assert_true (hopso_store_session_outbox_add (session, one, error));
  g_assert_true (hopso_store_session_outbox_add (session, two, error));
  g_assert_true (hopso_store_session_outbox_add (session, lost, error));
  g_assert_true (hopso_store_session_outbox_remove (session, lost->id, error));
  g_assert_true (hopso_store_session_outbox_remove (session, lost->id, error));
  one->attempts = 2;
  one->not_before = 1234;
  one->last_error = g_strdup ("Mất mạng");
  g_assert_true (hopso_store_session_outbox_update (session, one, error));

  g_autoptr (GError) absent = NULL;
  g_assert_false (hopso_store_session_outbox_update (session, lost, &absent));
  g_assert_error (absent, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_ABSENT);
  return NULL;
}

static gpointer
list_outbox_func (HopsoStoreSession *session, gpointer data, GError **error)
{
  return hopso_store_session_outbox_list (session, error);
}

static void
test_outbox_keeps_order_and_content (void)
{
  g_autoptr (GError) error = NULL;
  World world;

  world_set_up (&world);
  g_autoptr (HopsoStore) store = runner_open (world.folder, NULL);
  runner_write (store, outbox_func, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (GPtrArray) entries = runner_read (store, list_outbox_func, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, ==, 2);

  const HopsoOutboxEntry *one = g_ptr_array_index (entries, 0);
  const HopsoOutboxEntry *two = g_ptr_array_index (entries, 1);
  g_assert_cmpint (one->id, <, two->id);
  g_assert_true (g_uuid_string_is_valid (one->key));
  g_assert_cmpstr (one->key, !=, two->key);
  g_assert_cmpint (one->kind, ==, HOPSO_KIND_PARTICIPANT);
  g_assert_cmpstr (one->record, ==, "r1");
  g_assert_cmpstr (one->operation, ==, "patch");
  g_assert_cmpstr (one->body, ==, "{\"partstat\":\"accepted\"}");
  g_assert_cmpstr (one->base_etag, ==, "\"3\"");
  g_assert_cmpuint (one->attempts, ==, 2);
  g_assert_cmpint (one->not_before, ==, 1234);
  g_assert_cmpstr (one->last_error, ==, "Mất mạng");
  g_assert_cmpint (one->created, >, 0);
  g_assert_cmpstr (two->digest, ==, "d2");
  g_assert_null (two->body);
  hopso_store_close (store);
  world_tear_down (&world);
}

static gpointer
settings_func (HopsoStoreSession *session, gpointer data, GError **error)
{
  g_assert_null (hopso_store_session_get_setting (session, "place", error));
  g_assert_true (hopso_store_session_set_setting (session, "place", "trang 3", error));
  g_assert_true (hopso_store_session_set_setting (session, "place", "trang 4", error));
  g_assert_true (hopso_store_session_set_setting (session, "gone", "x", error));
  g_assert_true (hopso_store_session_set_setting (session, "gone", NULL, error));
  g_assert_null (hopso_store_session_get_setting (session, "gone", error));
  g_assert_true (hopso_store_session_set_state (session, "41", error));
  g_assert_true (hopso_store_session_set_state (session, "42", error));
  return NULL;
}

static gpointer
get_setting_func (HopsoStoreSession *session, gpointer data, GError **error)
{
  return hopso_store_session_get_setting (session, data, error);
}

static void
test_remembers_state_and_settings (void)
{
  g_autoptr (GError) error = NULL;
  World world;

  world_set_up (&world);
  HopsoStore *store = runner_open (world.folder, NULL);
  runner_write (store, settings_func, NULL, &error);
  g_assert_no_error (error);
  runner_close (store);

  store = runner_open (world.folder, NULL);
  g_autofree char *state = runner_read (store, state_func, NULL, &error);
  g_autofree char *place = runner_read (store, get_setting_func, (gpointer) "place", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (state, ==, "42");
  g_assert_cmpstr (place, ==, "trang 4");
  runner_close (store);
  world_tear_down (&world);
}

static void
test_fails_when_closed (void)
{
  g_autoptr (GError) error = NULL;
  World world;

  world_set_up (&world);
  g_autoptr (HopsoStore) store = runner_open (world.folder, NULL);
  hopso_store_close (store);
  hopso_store_close (store);
  g_assert_null (runner_read (store, state_func, NULL, &error));
  g_assert_error (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_FAILED);
  world_tear_down (&world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/store/keeps-every-field-of-every-kind",
                   test_keeps_every_field_of_every_kind);
  g_test_add_func ("/store/store/tells-no-list-from-an-empty-one",
                   test_tells_no_list_from_an_empty_one);
  g_test_add_func ("/store/store/lists-by-column", test_lists_by_column);
  g_test_add_func ("/store/store/tells-what-changed-before-the-write-ends",
                   test_tells_what_changed_before_the_write_ends);
  g_test_add_func ("/store/store/undoes-a-transaction-that-fails",
                   test_undoes_a_transaction_that_fails);
  g_test_add_func ("/store/store/reads-while-a-write-is-long", test_reads_while_a_write_is_long);
  g_test_add_func ("/store/store/cancelling-never-lies", test_cancelling_never_lies);
  g_test_add_func ("/store/outbox/keeps-order-and-content", test_outbox_keeps_order_and_content);
  g_test_add_func ("/store/store/remembers-state-and-settings", test_remembers_state_and_settings);
  g_test_add_func ("/store/store/fails-when-closed", test_fails_when_closed);
  return g_test_run ();
}
