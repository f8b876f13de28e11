/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-verifier.h"
#include "hopso-verify-item.h"

G_BEGIN_DECLS

/**
 * HopsoVerifyList:
 *
 * Files that are checked, a few at a time. Signal "progress" when something has changed.
 */
#define HOPSO_TYPE_VERIFY_LIST (hopso_verify_list_get_type ())
G_DECLARE_FINAL_TYPE (HopsoVerifyList, hopso_verify_list, HOPSO, VERIFY_LIST, GObject)

HopsoVerifyList *hopso_verify_list_new (HopsoVerifier *verifier);
GListModel *hopso_verify_list_get_items (HopsoVerifyList *self);
void hopso_verify_list_add (HopsoVerifyList *self, GFile *file);
void hopso_verify_list_stop (HopsoVerifyList *self);
void hopso_verify_list_clear (HopsoVerifyList *self);
guint hopso_verify_list_get_n_finished (HopsoVerifyList *self);
gboolean hopso_verify_list_is_busy (HopsoVerifyList *self);
guint hopso_verify_list_count (HopsoVerifyList *self, HopsoVerdict verdict);
GString *hopso_verify_list_to_csv (HopsoVerifyList *self);

G_END_DECLS
