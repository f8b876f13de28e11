/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-token-wire-private.h"

G_BEGIN_DECLS

/* One vendor's module in a process of its own. Used by one thread, except for the abort. */
typedef struct _HopsoTokenProcess HopsoTokenProcess;

/* @arguments: (nullable): for the module's C_Initialize */
HopsoTokenProcess *hopso_token_process_new (const char *module_file, const char *arguments);
void hopso_token_process_free (HopsoTokenProcess *self);

/* Starts the process if need be, asks, and waits at most @deadline_ms. Whoever keeps it waiting
 * longer is killed. The answer is of the type that belongs to @call. */
GVariant *hopso_token_process_call (HopsoTokenProcess *self,
                                    HopsoTokenCall call,
                                    GVariant *arguments,
                                    HopsoSecret *pin,
                                    guint deadline_ms,
                                    GCancellable *cancellable,
                                    GError **error);
gboolean hopso_token_process_is_running (HopsoTokenProcess *self);

/* From any thread: what the module said of itself, as LOAD answers; %NULL if it never did. */
GVariant *hopso_token_process_dup_facts (HopsoTokenProcess *self);

/* Counts the starts: what belongs to an earlier one is gone. */
guint hopso_token_process_get_generation (HopsoTokenProcess *self);
void hopso_token_process_stop (HopsoTokenProcess *self);

/* From any thread: kills the process and never starts one again. */
void hopso_token_process_abort (HopsoTokenProcess *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoTokenProcess, hopso_token_process_free)

G_END_DECLS
