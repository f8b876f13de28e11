/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which tokens are plugged in. All modules look at the same time, each on its own thread; a slow
 * or broken one does not hide the tokens of the others beyond its deadline. The list and its
 * signals live in the thread that made the monitor. */

#include "hopso-token-monitor.h"

#include "hopso-token-own.h"
#include "hopso-token-private.h"

/* While watching, modules are only asked which slots are taken: that does not touch a token. A
 * token is seen in this time and what a look takes. */
#define WATCH_MS 1000

struct _HopsoTokenMonitor
{
  GObject parent_instance;

  GPtrArray *modules; /* owned, elements owned */
  GListStore *tokens; /* owned: HopsoToken */
  GHashTable *slots;  /* owned: file (owned) → slots as text (owned) when last asked */
  guint watch;        /* source; 0: not watching */
  guint n_watchers;
  guint n_peeking;
};

enum
{
  SIGNAL_LOOKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* One look at all modules. */
typedef struct
{
  guint n_waiting;
  guint n_answered;
  GError *error; /* owned, nullable: the first */
} Look;

static void
look_free (Look *look)
{
  g_clear_error (&look->error);
  g_free (look);
}

G_DEFINE_FINAL_TYPE (HopsoTokenMonitor, hopso_token_monitor, G_TYPE_OBJECT)

static void
hopso_token_monitor_dispose (GObject *object)
{
  HopsoTokenMonitor *self = HOPSO_TOKEN_MONITOR (object);

  g_clear_handle_id (&self->watch, g_source_remove);
  g_clear_object (&self->tokens);
  G_OBJECT_CLASS (hopso_token_monitor_parent_class)->dispose (object);
}

static void
hopso_token_monitor_finalize (GObject *object)
{
  HopsoTokenMonitor *self = HOPSO_TOKEN_MONITOR (object);

  g_ptr_array_unref (self->modules);
  g_hash_table_unref (self->slots);
  G_OBJECT_CLASS (hopso_token_monitor_parent_class)->finalize (object);
}

static void
hopso_token_monitor_class_init (HopsoTokenMonitorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hopso_token_monitor_dispose;
  G_OBJECT_CLASS (klass)->finalize = hopso_token_monitor_finalize;
  /**
   * HopsoTokenMonitor::looked:
   *
   * All modules were looked at, or one was added or taken away.
   */
  signals[SIGNAL_LOOKED] = g_signal_new ("looked", HOPSO_TYPE_TOKEN_MONITOR, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hopso_token_monitor_init (HopsoTokenMonitor *self)
{
  self->modules = g_ptr_array_new_with_free_func (g_object_unref);
  self->tokens = g_list_store_new (HOPSO_TYPE_TOKEN);
  self->slots = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/**
 * hopso_token_monitor_new:
 * @module_files: (nullable) (array zero-terminated=1): the PKCS#11 modules to ask; %NULL for those
 *   that p11-kit is configured with, and those that lists of this machine and this person name
 *
 * Returns: (transfer full): a monitor that has not looked yet
 */
HopsoTokenMonitor *
hopso_token_monitor_new (const char *const *module_files)
{
  HopsoTokenMonitor *self = g_object_new (HOPSO_TYPE_TOKEN_MONITOR, NULL);
  g_autoptr (GPtrArray) specs =
      module_files == NULL ? hopso_token_specs_dup_all () : hopso_token_specs_new ();

  for (const char *const *file = module_files; file != NULL && *file != NULL; file++)
    hopso_token_specs_take (specs, hopso_token_spec_new (*file, NULL, HOPSO_TOKEN_SOURCE_GIVEN));
  for (guint i = 0; i < specs->len; i++)
    g_ptr_array_add (self->modules, hopso_token_module_new (g_ptr_array_index (specs, i)));
  return self;
}

/**
 * hopso_token_monitor_set_deadline:
 * @milliseconds: after which a module that does not answer is ended, whatever it does
 */
void
hopso_token_monitor_set_deadline (HopsoTokenMonitor *self, guint milliseconds)
{
  g_return_if_fail (HOPSO_IS_TOKEN_MONITOR (self));

  for (guint i = 0; i < self->modules->len; i++)
    hopso_token_module_set_deadline (self->modules->pdata[i], milliseconds);
}

/**
 * hopso_token_monitor_get_tokens:
 *
 * Returns: (transfer none): a list of #HopsoToken that changes as tokens come and go
 */
GListModel *
hopso_token_monitor_get_tokens (HopsoTokenMonitor *self)
{
  g_return_val_if_fail (HOPSO_IS_TOKEN_MONITOR (self), NULL);
  return G_LIST_MODEL (self->tokens);
}

static HopsoToken *
find_token (HopsoTokenMonitor *self, HopsoTokenModule *module, guint64 slot, GVariant *info)
{
  GListModel *tokens = G_LIST_MODEL (self->tokens);

  for (guint i = 0; i < g_list_model_get_n_items (tokens); i++)
    {
      g_autoptr (HopsoToken) token = g_list_model_get_item (tokens, i);

      if (hopso_token_is (token, module, slot, info))
        return g_steal_pointer (&token);
    }
  return NULL;
}

/* Keeps those that stay, as objects, and touches only what came or went. */
static void
replace_tokens (HopsoTokenMonitor *self, HopsoTokenModule *module, GVariant *found)
{
  g_autoptr (GHashTable) present = g_hash_table_new (NULL, NULL);
  GVariantIter iter;
  GVariant *info;
  guint64 slot;

  g_variant_iter_init (&iter, found);
  while (g_variant_iter_next (&iter, "(tv)", &slot, &info))
    {
      g_autoptr (HopsoToken) token = NULL;

      /* Slots without an initialised token are empty to a person. */
      if (g_variant_is_of_type (info, G_VARIANT_TYPE (HOPSO_TOKEN_INFO_TYPE)) &&
          hopso_token_info_is_usable (info))
        {
          token = find_token (self, module, slot, info);
          if (token != NULL)
            hopso_token_update (token, info);
          else
            {
              token = hopso_token_new (module, slot, info);
              g_list_store_append (self->tokens, token);
            }
          g_hash_table_add (present, token);
        }
      g_variant_unref (info);
    }
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->tokens)); i-- > 0;)
    {
      g_autoptr (HopsoToken) token = g_list_model_get_item (G_LIST_MODEL (self->tokens), i);

      if (hopso_token_get_module (token) == module && !g_hash_table_contains (present, token))
        g_list_store_remove (self->tokens, i);
    }
}

/**
 * hopso_token_monitor_dup_modules:
 *
 * Returns: (transfer full) (element-type HopsoTokenModuleInfo): all modules that are asked, with
 *   what came of it at the last look
 */
GPtrArray *
hopso_token_monitor_dup_modules (HopsoTokenMonitor *self)
{
  g_return_val_if_fail (HOPSO_IS_TOKEN_MONITOR (self), NULL);

  GPtrArray *infos = g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_token_module_info_free);
  for (guint i = 0; i < self->modules->len; i++)
    {
      HopsoTokenModuleInfo *info = hopso_token_module_dup_info (self->modules->pdata[i]);
      const GError *failure = hopso_token_module_get_failure (self->modules->pdata[i]);

      info->error = failure != NULL ? g_error_copy (failure) : NULL;
      g_ptr_array_add (infos, info);
    }
  return infos;
}

static gssize
find_module (HopsoTokenMonitor *self, const char *file)
{
  for (guint i = 0; i < self->modules->len; i++)
    if (g_str_equal (hopso_token_module_get_file (self->modules->pdata[i]), file))
      return (gssize) i;
  return -1;
}

/**
 * hopso_token_monitor_add_module:
 * @file: a module that the person chose; an absolute path
 *
 * Asks it too from now on, and whenever this person's tokens are looked for. The list changes with
 * the next look.
 */
gboolean
hopso_token_monitor_add_module (HopsoTokenMonitor *self, const char *file, GError **error)
{
  g_return_val_if_fail (HOPSO_IS_TOKEN_MONITOR (self), FALSE);

  if (find_module (self, file) >= 0)
    return TRUE;
  if (!hopso_token_own_modules_add (file, error))
    return FALSE;
  g_autoptr (HopsoTokenSpec) spec = hopso_token_spec_new (file, NULL, HOPSO_TOKEN_SOURCE_OWN);
  g_ptr_array_add (self->modules, hopso_token_module_new (spec));
  g_signal_emit (self, signals[SIGNAL_LOOKED], 0);
  return TRUE;
}

/**
 * hopso_token_monitor_remove_module:
 * @file: a module that the person once chose
 *
 * Forgets it; its tokens go at once.
 */
gboolean
hopso_token_monitor_remove_module (HopsoTokenMonitor *self, const char *file, GError **error)
{
  g_return_val_if_fail (HOPSO_IS_TOKEN_MONITOR (self), FALSE);

  gssize i = find_module (self, file);
  if (!hopso_token_own_modules_remove (file, error))
    return FALSE;
  if (i < 0)
    return TRUE;
  g_autoptr (GVariant) nothing = g_variant_ref_sink (g_variant_new ("a(tv)", NULL));
  replace_tokens (self, self->modules->pdata[i], nothing);
  g_hash_table_remove (self->slots, file);
  g_ptr_array_remove_index (self->modules, (guint) i);
  g_signal_emit (self, signals[SIGNAL_LOOKED], 0);
  return TRUE;
}

/* What one module answered. */
typedef struct
{
  GVariant *found; /* owned: a(tv), slots and what sits there */
  char *slots;     /* owned: the slots as text */
  GError *failure; /* owned, nullable: a slot that the module failed at */
} Answer;

static void
answer_free (Answer *answer)
{
  g_variant_unref (answer->found);
  g_free (answer->slots);
  g_clear_error (&answer->failure);
  g_free (answer);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, answer_free)

/* A token that was pulled out between the two questions is simply not there; a module that hangs
 * or crashes at one is not asked for the next. */
static GVariant *
look_at_slots (HopsoTokenModule *module,
               GVariant *slots,
               GCancellable *cancellable,
               GError **failure)
{
  GVariantBuilder found;
  g_autoptr (GVariantIter) iter = NULL;
  g_autoptr (GError) error = NULL;
  guint64 slot;

  g_variant_builder_init (&found, G_VARIANT_TYPE ("a(tv)"));
  g_variant_get (slots, "(at)", &iter);
  while (error == NULL && g_variant_iter_next (iter, "t", &slot))
    {
      g_autoptr (GVariant) info =
          hopso_token_module_call (module, HOPSO_TOKEN_CALL_INFO, g_variant_new ("(t)", slot), NULL,
                                   HOPSO_TOKEN_DEADLINE_MS, cancellable, &error);
      if (info != NULL)
        g_variant_builder_add (&found, "(tv)", slot, info);
      else if (g_error_matches (error, HOPSO_TOKEN_ERROR, HOPSO_TOKEN_ERROR_REMOVED))
        g_clear_error (&error);
    }
  if (error != NULL)
    g_propagate_error (failure, g_steal_pointer (&error));
  return g_variant_ref_sink (g_variant_builder_end (&found));
}

/* On the module's thread. */
static void
look_at_module (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  HopsoTokenModule *module = source;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) slots =
      hopso_token_module_call (module, HOPSO_TOKEN_CALL_SLOTS, g_variant_new ("()"), NULL,
                               HOPSO_TOKEN_DEADLINE_MS, cancellable, &error);

  if (slots == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  Answer *answer = g_new0 (Answer, 1);
  answer->found = look_at_slots (module, slots, cancellable, &answer->failure);
  answer->slots = g_variant_print (slots, FALSE);
  g_task_return_pointer (task, answer, (GDestroyNotify) answer_free);
}

static void
finish_look (GTask *task, Look *look)
{
  if (--look->n_waiting > 0)
    return;
  g_signal_emit (g_task_get_source_object (task), signals[SIGNAL_LOOKED], 0);
  if (look->n_answered == 0 && look->error != NULL)
    g_task_return_error (task, g_steal_pointer (&look->error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HopsoTokenMonitor *self = g_task_get_source_object (task);
  HopsoTokenModule *module = HOPSO_TOKEN_MODULE (source);
  Look *look = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (Answer) answer = g_task_propagate_pointer (G_TASK (result), &error);
  g_autoptr (GVariant) nothing = g_variant_ref_sink (g_variant_new ("a(tv)", NULL));

  if (answer != NULL)
    error = g_steal_pointer (&answer->failure);
  if (error == NULL || (answer != NULL && g_variant_n_children (answer->found) > 0))
    look->n_answered++;
  hopso_token_module_take_failure (module, error != NULL ? g_error_copy (error) : NULL);
  /* It may have been taken away while it was looked at. */
  if (g_ptr_array_find (self->modules, module, NULL))
    {
      g_hash_table_insert (self->slots, g_strdup (hopso_token_module_get_file (module)),
                           g_strdup (answer != NULL ? answer->slots : ""));
      replace_tokens (self, module, answer != NULL ? answer->found : nothing);
    }
  if (look->error == NULL)
    look->error = g_steal_pointer (&error);
  finish_look (task, look);
}

/**
 * hopso_token_monitor_refresh_async:
 *
 * Looks at all modules and brings the list up to date.
 */
void
hopso_token_monitor_refresh_async (HopsoTokenMonitor *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_TOKEN_MONITOR (self));

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Look *look = g_new0 (Look, 1);

  g_task_set_source_tag (task, hopso_token_monitor_refresh_async);
  g_task_set_task_data (task, look, (GDestroyNotify) look_free);
  look->n_waiting = self->modules->len + 1;
  for (guint i = 0; i < self->modules->len; i++)
    {
      HopsoTokenModule *module = self->modules->pdata[i];
      /* Of the module, not of us: what the thread drops last must not be the monitor. */
      g_autoptr (GTask) one = g_task_new (module, cancellable, looked_cb, g_object_ref (task));

      g_task_set_source_tag (one, hopso_token_monitor_refresh_async);
      hopso_token_module_push (module, one, look_at_module);
    }
  finish_look (task, look);
}

/**
 * hopso_token_monitor_refresh_finish:
 *
 * Returns: whether at least one module could be asked, or there is none; the error is the first
 *   one's otherwise
 */
gboolean
hopso_token_monitor_refresh_finish (HopsoTokenMonitor *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* On the module's thread. A module that is not running is not woken. */
static void
peek_at_module (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  HopsoTokenModule *module = source;
  g_autoptr (GVariant) slots = NULL;

  if (hopso_token_module_is_running (module))
    slots = hopso_token_module_call (module, HOPSO_TOKEN_CALL_SLOTS, g_variant_new ("()"), NULL,
                                     HOPSO_TOKEN_DEADLINE_MS, cancellable, NULL);
  g_task_return_pointer (task, slots != NULL ? g_variant_print (slots, FALSE) : g_strdup (""),
                         g_free);
}

static void
peeked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoTokenMonitor) self = user_data;
  const char *file = hopso_token_module_get_file (HOPSO_TOKEN_MODULE (source));
  g_autofree char *slots = g_task_propagate_pointer (G_TASK (result), NULL);
  const char *before = g_hash_table_lookup (self->slots, file);

  self->n_peeking--;
  if (self->watch != 0 && before != NULL && g_strcmp0 (before, slots) != 0)
    hopso_token_monitor_refresh_async (self, NULL, NULL, NULL);
}

static gboolean
watch_cb (gpointer user_data)
{
  HopsoTokenMonitor *self = user_data;
  guint n_asked = 0;

  for (guint i = 0; self->n_peeking == 0 && i < self->modules->len; i++)
    {
      HopsoTokenModule *module = self->modules->pdata[i];
      g_autoptr (GTask) task = g_task_new (module, NULL, peeked_cb, g_object_ref (self));

      g_task_set_source_tag (task, watch_cb);
      hopso_token_module_push (module, task, peek_at_module);
      n_asked++;
    }
  self->n_peeking += n_asked;
  return G_SOURCE_CONTINUE;
}

/**
 * hopso_token_monitor_set_watching:
 * @is_watching: whether someone waits for a token to be plugged in
 *
 * While somebody watches, the list follows by itself after the first
 * hopso_token_monitor_refresh_async(); only the taken slots are asked for, and modules that do not
 * run are left alone. Each who begins must end.
 */
void
hopso_token_monitor_set_watching (HopsoTokenMonitor *self, gboolean is_watching)
{
  g_return_if_fail (HOPSO_IS_TOKEN_MONITOR (self));
  g_return_if_fail (is_watching || self->n_watchers > 0);

  self->n_watchers += is_watching ? 1 : -1;
  if (self->n_watchers > 0 && self->watch == 0)
    self->watch = g_timeout_add (WATCH_MS, watch_cb, self);
  else if (self->n_watchers == 0)
    g_clear_handle_id (&self->watch, g_source_remove);
}
