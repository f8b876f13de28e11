/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How long somebody waits for errands: until the last one is back, until time is over, or until
 * the caller gives up. Main thread. */

#include "hopso-fetch-call-private.h"

#define MAX_SECONDS 8

struct _HopsoFetchCall
{
  grefcount references;
  GTask *task;                  /* owned, nullable: over */
  HopsoValidationMaterial *bag; /* owned */
  GHashTable *answers;          /* owned: key of a place → GBytes */
  GSource *budget;              /* owned, nullable: over */
  GSource *interrupt;           /* owned, nullable: over, or nothing can cancel it */
  guint n_open;
  guint n_added;
  gboolean is_offline;
};

void
hopso_fetch_call_unref (HopsoFetchCall *self)
{
  if (!g_ref_count_dec (&self->references))
    return;
  g_object_unref (self->bag);
  g_hash_table_unref (self->answers);
  g_free (self);
}

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
end (HopsoFetchCall *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  if (task == NULL)
    return;
  clear_source (&self->budget);
  clear_source (&self->interrupt);
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_int (task, self->n_added);
}

static gboolean
budget_cb (gpointer user_data)
{
  end (user_data);
  return G_SOURCE_REMOVE;
}

static gboolean
interrupt_cb (GCancellable *cancellable, gpointer user_data)
{
  end (user_data);
  return G_SOURCE_REMOVE;
}

HopsoFetchCall *
hopso_fetch_call_new (GTask *task, HopsoValidationMaterial *bag, gboolean is_offline)
{
  HopsoFetchCall *self = g_new0 (HopsoFetchCall, 1);
  GCancellable *cancellable = g_task_get_cancellable (task);

  g_ref_count_init (&self->references);
  self->task = task;
  self->bag = g_object_ref (bag);
  self->answers =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  self->is_offline = is_offline;
  self->budget = g_timeout_source_new_seconds (MAX_SECONDS);
  g_source_set_callback (self->budget, budget_cb, self, NULL);
  g_source_attach (self->budget, g_task_get_context (task));
  if (cancellable != NULL)
    {
      self->interrupt = g_cancellable_source_new (cancellable);
      g_source_set_callback (self->interrupt, G_SOURCE_FUNC (interrupt_cb), self, NULL);
      g_source_attach (self->interrupt, g_task_get_context (task));
    }
  return self;
}

gboolean
hopso_fetch_call_is_offline (HopsoFetchCall *self)
{
  return self->is_offline;
}

HopsoValidationMaterial *
hopso_fetch_call_get_bag (HopsoFetchCall *self)
{
  return self->task != NULL ? self->bag : NULL;
}

void
hopso_fetch_call_count (HopsoFetchCall *self, guint n_added)
{
  self->n_added += n_added;
}

HopsoFetchCall *
hopso_fetch_call_open (HopsoFetchCall *self)
{
  g_ref_count_inc (&self->references);
  self->n_open++;
  return self;
}

void
hopso_fetch_call_close (HopsoFetchCall *self)
{
  if (--self->n_open == 0)
    end (self);
}

void
hopso_fetch_call_remember (HopsoFetchCall *self, const char *key, GBytes *answer)
{
  g_hash_table_replace (self->answers, g_strdup (key), g_bytes_ref (answer));
}

/* Borrowed; %NULL when nobody was there yet. */
GBytes *
hopso_fetch_call_recall (HopsoFetchCall *self, const char *key)
{
  return g_hash_table_lookup (self->answers, key);
}
