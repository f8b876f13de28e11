/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-queue-thread.h"
#include "hopso-token-module-info.h"
#include "hopso-token-process-private.h"
#include "hopso-token-spec-private.h"

G_BEGIN_DECLS

/* How long modules may take for themselves, and for a person at a PIN pad. */
#define HOPSO_TOKEN_DEADLINE_MS        20000
#define HOPSO_TOKEN_PERSON_DEADLINE_MS 120000

#define HOPSO_TYPE_TOKEN_MODULE (hopso_token_module_get_type ())
G_DECLARE_FINAL_TYPE (HopsoTokenModule, hopso_token_module, HOPSO, TOKEN_MODULE, GObject)

HopsoTokenModule *hopso_token_module_new (const HopsoTokenSpec *spec);
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

/* Of the thread that owns the list: how the last look ended. */
void hopso_token_module_take_failure (HopsoTokenModule *self, GError *error);
const GError *hopso_token_module_get_failure (HopsoTokenModule *self);

/* From any thread: what it said of itself when it was last started. */
HopsoTokenModuleInfo *hopso_token_module_dup_info (HopsoTokenModule *self);

G_END_DECLS
