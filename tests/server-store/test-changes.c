/* SPDX-License-Identifier: GPL-3.0-or-later */

/* States and pages of GET /v1/changes. */

#include "hopso-paper.h"
#include "hopso-server-changes.h"
#include "hopso-test-server.h"
#include "hopso-test-store.h"

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

/* Page by page the same arrives as at once, also when something changes in between. */
static void
test_pages_add_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *state = NULL;
  gboolean has_more = TRUE;

  for (guint page = 0; has_more; page++)
    {
      Question question = { HOPSO_TEST_DELEGATE, state, 3 };
      g_autoptr (HopsoWireChanges) changes =
          hopso_test_store_run (f->store, list_changes, &question);

      g_assert_cmpuint (changes->created->len, <=, 3);
      g_assert_cmpuint (changes->updated->len, ==, 0);
      for (guint i = 0; i < changes->created->len; i++)
        g_hash_table_add (ids, g_strdup (hopso_record_get_id (changes->created->pdata[i])));
      if (page == 1)
        hopso_test_server_set (f->store, HOPSO_KIND_PAPER, HOPSO_TEST_PAPER, HOPSO_PAPER_NAME,
                               "Sau");
      g_free (state);
      state = g_strdup (changes->new_state);
      has_more = changes->has_more;
      g_assert_cmpuint (page, <, 20);
    }

  g_autoptr (HopsoWireChanges) all = ask (f->store, HOPSO_TEST_DELEGATE, NULL);
  g_assert_cmpuint (g_hash_table_size (ids), ==, all->created->len);
  g_assert_cmpstr (state, ==, all->new_state);
}

static HopsoWireChanges *
ask_page (HopsoServerStore *store, const char *since)
{
  Question question = { HOPSO_TEST_DELEGATE, since, 3 };

  return hopso_test_store_run (store, list_changes, &question);
}

/* What was told on a page of the beginning and then went is told, too: the client may have been
 * away in between. */
static void
test_what_goes_between_the_first_pages_is_told (Fixture *f, gconstpointer data)
{
  g_autoptr (HopsoWireChanges) first = ask_page (f->store, NULL);
  HopsoRecord *told = NULL;
  g_autofree char *state = g_strdup (first->new_state);
  guint n_destroyed = 0;
  gboolean has_more = TRUE;

  for (guint i = 0; i < first->created->len && told == NULL; i++)
    if (hopso_record_get_kind (first->created->pdata[i])->id == HOPSO_KIND_PERSON)
      told = first->created->pdata[i];
  g_assert_nonnull (told);
  hopso_test_server_delete (f->store, HOPSO_KIND_PERSON, hopso_record_get_id (told));
  while (has_more)
    {
      g_autoptr (HopsoWireChanges) page = ask_page (f->store, state);

      n_destroyed += page->destroyed->len;
      has_more = page->has_more;
      g_free (state);
      state = g_strdup (page->new_state);
    }
  g_assert_cmpuint (n_destroyed, ==, 1);
}

static void
test_a_foreign_state_is_gone (Fixture *f, gconstpointer data)
{
  g_autoptr (HopsoWireChanges) all = ask (f->store, HOPSO_TEST_DELEGATE, NULL);
  g_auto (GStrv) parts = g_strsplit (all->new_state, "-", 2);
  g_autofree char *future = g_strdup_printf ("%s-999999", parts[0]);
  g_autofree char *old_beginning = g_strdup_printf ("%s-f999999-1-x", parts[0]);
  const char *const states[] = { "", "x", "00000000-1", future, "1-2-3", "-1", old_beginning };

  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    {
      Question question = { HOPSO_TEST_DELEGATE, states[i], 10 };
      HopsoServerJob job = { .func = list_changes, .data = &question };
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", states[i]);
      g_assert_null (hopso_server_store_run (f->store, &job, &error));
      g_assert_error (error, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_STATE_GONE);
    }
}

#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/server-store/changes/pages-add-up", test_pages_add_up);
  ADD ("/server-store/changes/what-goes-between-the-first-pages-is-told",
       test_what_goes_between_the_first_pages_is_told);
  ADD ("/server-store/changes/a-foreign-state-is-gone", test_a_foreign_state_is_gone);
  return g_test_run ();
}
