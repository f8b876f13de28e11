/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A server's store in a folder of its own, used on the calling thread. */

#include "hopso-test-store.h"

#include "hopso-server-sight.h"
#include "hopso-test-server.h"

#define NOW 1790000000

static void
open_store (HopsoTestStore *self)
{
  g_autoptr (GError) error = NULL;

  self->store = hopso_server_store_open (self->folder, self->clock, &error);
  g_assert_no_error (error);
}

HopsoTestStore *
hopso_test_store_new (void)
{
  HopsoTestStore *self = g_new0 (HopsoTestStore, 1);
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("hopso-store-XXXXXX", &error);
  self->clock = hopso_clock_new_fixed (NOW);
  g_assert_no_error (error);
  g_assert_true (hopso_server_store_create (self->folder, "Máy chủ", "Tỉnh", &error));
  open_store (self);
  hopso_test_server_fill (self->store);
  return self;
}

void
hopso_test_store_reopen (HopsoTestStore *self)
{
  hopso_server_store_close (self->store);
  g_object_unref (self->store);
  open_store (self);
}

void
hopso_test_store_free (HopsoTestStore *self)
{
  g_autofree char *command = g_strdup_printf ("rm -rf '%s'", self->folder);

  hopso_server_store_close (self->store);
  g_object_unref (self->store);
  g_object_unref (self->clock);
  g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL);
  g_free (self->folder);
  g_free (self);
}

gpointer
hopso_test_store_run (HopsoServerStore *store, HopsoServerFunc func, gpointer data)
{
  HopsoServerJob job = { .func = func, .data = data, .is_write = TRUE };
  g_autoptr (GError) error = NULL;
  gpointer result = hopso_server_store_run (store, &job, &error);

  g_assert_no_error (error);
  return result;
}

typedef struct
{
  const char *person;
  const char *object;
  gboolean answer;
} Question;

static gpointer
look (HopsoServerSession *session, gpointer data, GError **error)
{
  Question *question = data;

  hopso_server_session_may_see (session, question->person, question->object, &question->answer,
                                error);
  return NULL;
}

gboolean
hopso_test_store_may_see (HopsoServerStore *store, const char *person, const char *object)
{
  Question question = { person, object, FALSE };

  hopso_test_store_run (store, look, &question);
  return question.answer;
}
