/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Asynchronous calls of the store, waited for. */

#include "store-runner.h"

#include "hopso-paper.h"

void
runner_ready_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GAsyncResult **place = data;

  *place = g_object_ref (result);
}

GAsyncResult *
runner_wait (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

HopsoStore *
runner_open_with (const char *folder, HopsoSecret *key, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  hopso_store_open_async (folder, key, NULL, runner_ready_cb, &result);
  return hopso_store_open_finish (runner_wait (&result), error);
}

HopsoStore *
runner_open (const char *folder, GError **error)
{
  g_autoptr (HopsoSecret) key = world_make_key (7);

  return runner_open_with (folder, key, error);
}

/* Closed now, whoever still holds a reference for a moment. */
void
runner_close (HopsoStore *store)
{
  hopso_store_close (store);
  g_object_unref (store);
}

gpointer
runner_read (HopsoStore *store, HopsoStoreFunc func, gpointer data, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  hopso_store_read_async (store, &(HopsoStoreJob){ .func = func, .data = data }, NULL,
                          runner_ready_cb, &result);
  return hopso_store_run_finish (store, runner_wait (&result), error);
}

gpointer
runner_write (HopsoStore *store, HopsoStoreFunc func, gpointer data, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  hopso_store_write_async (store, &(HopsoStoreJob){ .func = func, .data = data }, NULL,
                           runner_ready_cb, &result);
  return hopso_store_run_finish (store, runner_wait (&result), error);
}

static gpointer
put_func (HopsoStoreSession *session, gpointer data, GError **error)
{
  hopso_store_session_put (session, data, error);
  return NULL;
}

void
runner_put (HopsoStore *store, HopsoRecord *record)
{
  g_autoptr (GError) error = NULL;

  runner_write (store, put_func, record, &error);
  g_assert_no_error (error);
}

typedef struct
{
  HopsoKindId kind;
  const char *id;
  gboolean purge;
} Which;

static gpointer
delete_func (HopsoStoreSession *session, gpointer data, GError **error)
{
  const Which *which = data;

  hopso_store_session_delete (session, which->kind, which->id, which->purge, error);
  return NULL;
}

void
runner_delete (HopsoStore *store, HopsoKindId kind, const char *id, gboolean purge)
{
  g_autoptr (GError) error = NULL;
  Which which = { kind, id, purge };

  runner_write (store, delete_func, &which, &error);
  g_assert_no_error (error);
}

static gpointer
get_func (HopsoStoreSession *session, gpointer data, GError **error)
{
  const Which *which = data;

  return hopso_store_session_get (session, which->kind, which->id, error);
}

HopsoRecord *
runner_get (HopsoStore *store, HopsoKindId kind, const char *id)
{
  g_autoptr (GError) error = NULL;
  Which which = { kind, id, FALSE };
  HopsoRecord *record = runner_read (store, get_func, &which, &error);

  g_assert_no_error (error);
  return record;
}

HopsoRecord *
runner_make_paper (const char *id, const char *name, const char *digest)
{
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new (HOPSO_KIND_PAPER, id);

  hopso_record_builder_set_string (builder, HOPSO_PAPER_NAME, name);
  hopso_record_builder_set_string (builder, HOPSO_PAPER_FILE_NAME, "to-trinh.pdf");
  hopso_record_builder_set_string (builder, HOPSO_PAPER_DIGEST, digest);
  hopso_record_builder_set_string (builder, HOPSO_PAPER_MEETING, "m1");
  return hopso_record_builder_end (builder);
}
