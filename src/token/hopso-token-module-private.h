/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-queue-thread.h"
#include "hopso-token-process-private.h"

G_BEGIN_DECLS

/* How long modules may take for themselves, and for a person at a PIN pad. */
#define HOPSO_TOKEN_DEADLINE_MS        20000
#define HOPSO_TOKEN_PERSON_DEADLINE_MS 120000

#define HOPSO_TYPE_TOKEN_MODULE (hopso_token_module_get_type ())
G_DECLARE_FINAL_TYPE (HopsoTokenModule, hopso_token_module, HOPSO, TOKEN_MODULE, GObject)

HopsoTokenModule *hopso_token_module_new (const char *file);
const char *hopso_token_module_get_file (HopsoTokenModule *self);
void hopso_token_module_set_deadline (HopsoTokenModule *self, guint deadline_ms);

/* Runs @func on the module's thread, where alone the next ones may be called. */
void hopso_token_module_push (HopsoTokenModule *self, GTask *task, GTaskThreadFunc func);
GVariant *hopso_token_module_call (HopsoTokenModule *self,
                                   HopsoTokenCall call,
                                   GVariant *arguments,
                                   HopsoSecret *pin,
                                   guint deadline_ms,
                                   GCancellable *cancellable,
                                   GError **error);
gboolean hopso_token_module_is_running (HopsoTokenModule *self);
guint hopso_token_module_get_generation (HopsoTokenModule *self);

/* The files that p11-kit's configuration names, apart from those that hold no tokens. */
char **hopso_token_module_dup_configured (void);
char **hopso_token_module_dup_configured_in (const char *const *folders);

G_END_DECLS
