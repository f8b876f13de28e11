/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-validation-material.h"

G_BEGIN_DECLS

/* One call of a fetcher and its errands, which may outlive it: when its time is over, what they
 * bring is kept on disk only. */
typedef struct _HopsoFetchCall HopsoFetchCall;

/* Takes @task; it returns how many pieces came into @bag. */
HopsoFetchCall *
hopso_fetch_call_new (GTask *task, HopsoValidationMaterial *bag, gboolean is_offline);
gboolean hopso_fetch_call_is_offline (HopsoFetchCall *self);

/* %NULL when the call is over. */
HopsoValidationMaterial *hopso_fetch_call_get_bag (HopsoFetchCall *self);
void hopso_fetch_call_count (HopsoFetchCall *self, guint n_added);

/* What was downloaded for an errand of this call, for those that come to the same place later. */
void hopso_fetch_call_remember (HopsoFetchCall *self, const char *key, GBytes *answer);
GBytes *hopso_fetch_call_recall (HopsoFetchCall *self, const char *key);

/* An errand begins, with a reference of its own, and ends; with the last one the call ends. */
HopsoFetchCall *hopso_fetch_call_open (HopsoFetchCall *self);
void hopso_fetch_call_close (HopsoFetchCall *self);
void hopso_fetch_call_unref (HopsoFetchCall *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoFetchCall, hopso_fetch_call_unref)

G_END_DECLS
