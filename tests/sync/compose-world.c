/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A clerk's machine, for tests of composing: what is done there, and what is there then. */

#include "compose-world.h"

#include "hopso-wire-record.h"

#include <glib/gstdio.h>

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

static void
open_store (Machine *self)
{
  static const guint8 bytes[32] = { 1, 2, 3 };
  g_autoptr (HopsoSecret) key = hopso_secret_new (bytes, sizeof bytes);
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  hopso_store_open_async (self->folder, key, NULL, done_cb, &pending);
  result = wait_for (&pending);
  self->store = hopso_store_open_finish (result, &error);
  g_assert_no_error (error);
}

void
machine_set_up (Machine *self)
{
  self->folder = g_dir_make_tmp ("hopso-compose-XXXXXX", NULL);
  open_store (self);
}

void
machine_reopen (Machine *self)
{
  hopso_store_close (self->store);
  g_object_unref (self->store);
  open_store (self);
}

void
machine_tear_down (Machine *self)
{
  g_autoptr (GError) error = NULL;

  hopso_store_close (self->store);
  g_object_unref (self->store);
  hopso_store_erase (self->folder, &error);
  g_assert_no_error (error);
  g_rmdir (self->folder);
  g_free (self->folder);
}

gpointer
machine_write (Machine *self, HopsoStoreFunc func, gpointer data, GError **error)
{
  const HopsoStoreJob job = { .func = func, .data = data };
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  hopso_store_write_async (self->store, &job, NULL, done_cb, &pending);
  result = wait_for (&pending);
  return hopso_store_run_finish (self->store, result, error);
}

char *
make_id (guint number)
{
  return g_strdup_printf ("3d3a9a4e-4f0f-4b0e-9d4c-1d1f6f0a%04x", number);
}

HopsoRecord *
make_meeting (const char *name)
{
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new (HOPSO_KIND_MEETING, DRAFT);

  hopso_record_builder_set_string (builder, HOPSO_MEETING_NAME, name);
  hopso_record_builder_set_string (builder, HOPSO_MEETING_STATE, "draft");
  hopso_record_builder_set_time (builder, HOPSO_MEETING_START, 1800000000);
  return hopso_record_builder_end (builder);
}

HopsoRecord *
make_item (guint number, const char *parent, const char *name)
{
  g_autofree char *id = make_id (number);
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new (HOPSO_KIND_AGENDA_ITEM, id);
  g_autofree char *order = g_strdup_printf ("%05u", number);

  hopso_record_builder_set_string (builder, HOPSO_AGENDA_ITEM_MEETING, DRAFT);
  hopso_record_builder_set_string (builder, HOPSO_AGENDA_ITEM_PARENT, parent);
  hopso_record_builder_set_string (builder, HOPSO_AGENDA_ITEM_ORDER_KEY, order);
  hopso_record_builder_set_string (builder, HOPSO_AGENDA_ITEM_NAME, name);
  return hopso_record_builder_end (builder);
}

HopsoRecord *
make_paper (guint number, const char *item, const char *name)
{
  g_autofree char *id = make_id (number);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, name, -1);
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new (HOPSO_KIND_PAPER, id);

  hopso_record_builder_set_string (builder, HOPSO_PAPER_MEETING, DRAFT);
  hopso_record_builder_set_string (builder, HOPSO_PAPER_AGENDA_ITEM, item);
  hopso_record_builder_set_string (builder, HOPSO_PAPER_NAME, name);
  hopso_record_builder_set_string (builder, HOPSO_PAPER_FILE_NAME, "a.pdf");
  hopso_record_builder_set_string (builder, HOPSO_PAPER_DIGEST, digest);
  hopso_record_builder_set_integer (builder, HOPSO_PAPER_SIZE, 4);
  return hopso_record_builder_end (builder);
}

HopsoRecord *
with_string (HopsoRecord *record, guint field, const char *value)
{
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new_from (record);

  hopso_record_builder_set_string (builder, field, value);
  return hopso_record_builder_end (builder);
}

/* --- what the clerk does ---------------------------------------------------------------------- */

static gpointer
do_func (HopsoStoreSession *session, gpointer data, GError **error)
{
  g_autoptr (HopsoStep) done = hopso_composing_do (session, data, error);

  return GINT_TO_POINTER (done != NULL);
}

static gpointer
undo_func (HopsoStoreSession *session, gpointer data, GError **error)
{
  g_autoptr (HopsoStep) done = hopso_composing_undo (session, DRAFT, error);

  return GINT_TO_POINTER (done != NULL);
}

static gpointer
redo_func (HopsoStoreSession *session, gpointer data, GError **error)
{
  g_autoptr (HopsoStep) done = hopso_composing_redo (session, DRAFT, error);

  return GINT_TO_POINTER (done != NULL);
}

gboolean
machine_do (Machine *self, HopsoStep *step, GError **error)
{
  return machine_write (self, do_func, step, error) != NULL;
}

gboolean
machine_put (Machine *self, HopsoRecord *record, GError **error)
{
  g_autoptr (HopsoStep) step = hopso_step_new (DRAFT, "put");
  g_autoptr (HopsoRecord) before =
      machine_get (self, hopso_record_get_kind (record)->id, hopso_record_get_id (record));

  hopso_step_add (step, before, record);
  return machine_do (self, step, error);
}

gboolean
machine_remove (Machine *self, HopsoRecord *record, GError **error)
{
  g_autoptr (HopsoStep) step = hopso_step_new (DRAFT, "remove");

  hopso_step_add (step, record, NULL);
  return machine_do (self, step, error);
}

gboolean
machine_undo (Machine *self, GError **error)
{
  return machine_write (self, undo_func, NULL, error) != NULL;
}

gboolean
machine_redo (Machine *self, GError **error)
{
  return machine_write (self, redo_func, NULL, error) != NULL;
}

/* --- what is there ---------------------------------------------------------------------------- */

typedef struct
{
  HopsoKindId kind;
  const char *id;
} Wanted;

static gpointer
get_func (HopsoStoreSession *session, gpointer data, GError **error)
{
  const Wanted *wanted = data;

  return hopso_store_session_get (session, wanted->kind, wanted->id, error);
}

HopsoRecord *
machine_get (Machine *self, HopsoKindId kind, const char *id)
{
  Wanted wanted = { kind, id };

  return machine_write (self, get_func, &wanted, NULL);
}

static gpointer
describe_func (HopsoStoreSession *session, gpointer data, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (HopsoKindId kind = 0; kind < HOPSO_N_KINDS; kind++)
    {
      g_autoptr (GPtrArray) records = hopso_store_session_list (session, kind, NULL, NULL, error);

      for (guint i = 0; records != NULL && i < records->len; i++)
        {
          g_autoptr (JsonObject) object = hopso_wire_record_to_json (records->pdata[i]);
          g_autofree char *line = NULL;

          json_object_remove_member (object, "etag");
          line = hopso_wire_print_string (object);
          g_string_append_printf (text, "%s\n", line);
        }
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
machine_describe (Machine *self)
{
  return machine_write (self, describe_func, NULL, NULL);
}

static gpointer
outbox_func (HopsoStoreSession *session, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) outbox = hopso_store_session_outbox_list (session, error);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < outbox->len; i++)
    {
      const HopsoOutboxEntry *entry = outbox->pdata[i];

      g_string_append_printf (text, "%s%s %s %s", i > 0 ? ", " : "", entry->operation,
                              hopso_kind_get (entry->kind)->name,
                              entry->record + strlen (entry->record) - 2);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
machine_describe_outbox (Machine *self)
{
  return machine_write (self, outbox_func, NULL, NULL);
}
