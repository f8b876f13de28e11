/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One vendor's module: its file, its process, and the thread that alone talks to it. */

#include "hopso-token-module-private.h"

struct _HopsoTokenModule
{
  GObject parent_instance;

  HopsoTokenSpec *spec;       /* owned */
  GError *failure;            /* owned, nullable: the last look did not fail */
  HopsoQueueThread *thread;   /* owned */
  HopsoTokenProcess *process; /* owned */
  int deadline_ms;            /* atomic */
};

G_DEFINE_FINAL_TYPE (HopsoTokenModule, hopso_token_module, G_TYPE_OBJECT)

static void
hopso_token_module_finalize (GObject *object)
{
  HopsoTokenModule *self = HOPSO_TOKEN_MODULE (object);

  /* The last one may be gone in the main thread: do not wait there for a hanging module. */
  hopso_token_process_abort (self->process);
  hopso_queue_thread_stop (self->thread);
  g_object_unref (self->thread);
  hopso_token_process_free (self->process);
  hopso_token_spec_free (self->spec);
  g_clear_error (&self->failure);
  G_OBJECT_CLASS (hopso_token_module_parent_class)->finalize (object);
}

static void
hopso_token_module_class_init (HopsoTokenModuleClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_token_module_finalize;
}

static void
hopso_token_module_init (HopsoTokenModule *self)
{
  self->thread = hopso_queue_thread_new ("token");
  self->deadline_ms = G_MAXINT;
}

HopsoTokenModule *
hopso_token_module_new (const HopsoTokenSpec *spec)
{
  HopsoTokenModule *self = g_object_new (HOPSO_TYPE_TOKEN_MODULE, NULL);

  self->spec = hopso_token_spec_new (spec->file, spec->arguments, spec->source);
  self->process = hopso_token_process_new (spec->file, spec->arguments);
  return self;
}

const char *
hopso_token_module_get_file (HopsoTokenModule *self)
{
  return self->spec->file;
}

void
hopso_token_module_set_deadline (HopsoTokenModule *self, guint deadline_ms)
{
  g_atomic_int_set (&self->deadline_ms, (int) MIN (deadline_ms, G_MAXINT));
}

void
hopso_token_module_push (HopsoTokenModule *self, GTask *task, GTaskThreadFunc func)
{
  hopso_queue_thread_push (self->thread, task, func);
}

GVariant *
hopso_token_module_call (HopsoTokenModule *self,
                         HopsoTokenCall call,
                         GVariant *arguments,
                         HopsoSecret *pin,
                         guint deadline_ms,
                         GCancellable *cancellable,
                         GError **error)
{
  guint limit = (guint) g_atomic_int_get (&self->deadline_ms);

  return hopso_token_process_call (self->process, call, arguments, pin, MIN (deadline_ms, limit),
                                   cancellable, error);
}

gboolean
hopso_token_module_is_running (HopsoTokenModule *self)
{
  return hopso_token_process_is_running (self->process);
}

guint
hopso_token_module_get_generation (HopsoTokenModule *self)
{
  return hopso_token_process_get_generation (self->process);
}

void
hopso_token_module_take_failure (HopsoTokenModule *self, GError *error)
{
  g_clear_error (&self->failure);
  self->failure = error;
}

const GError *
hopso_token_module_get_failure (HopsoTokenModule *self)
{
  return self->failure;
}

HopsoTokenModuleInfo *
hopso_token_module_dup_info (HopsoTokenModule *self)
{
  HopsoTokenModuleInfo *info = g_new0 (HopsoTokenModuleInfo, 1);
  g_autoptr (GVariant) facts = hopso_token_process_dup_facts (self->process);

  info->file = g_strdup (self->spec->file);
  info->source = self->spec->source;
  if (facts != NULL)
    g_variant_get (facts, "(ss)", &info->manufacturer, &info->description);
  else
    {
      info->manufacturer = g_strdup ("");
      info->description = g_strdup ("");
    }
  return info;
}
