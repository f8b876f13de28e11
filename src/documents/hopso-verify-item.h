/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-signature-report.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HopsoVerifyState:
 * @HOPSO_VERIFY_STATE_WAITING: its turn comes
 * @HOPSO_VERIFY_STATE_RUNNING: being checked
 * @HOPSO_VERIFY_STATE_DONE: there is a report
 * @HOPSO_VERIFY_STATE_UNREADABLE: it cannot be read as a PDF
 * @HOPSO_VERIFY_STATE_PROTECTED: it needs a password
 * @HOPSO_VERIFY_STATE_STOPPED: somebody has stopped before its turn
 *
 * How far the check of one file has come.
 */
typedef enum
{
  HOPSO_VERIFY_STATE_WAITING,
  HOPSO_VERIFY_STATE_RUNNING,
  HOPSO_VERIFY_STATE_DONE,
  HOPSO_VERIFY_STATE_UNREADABLE,
  HOPSO_VERIFY_STATE_PROTECTED,
  HOPSO_VERIFY_STATE_STOPPED
} HopsoVerifyState;

/**
 * HopsoVerifyItem:
 *
 * One file in the list of files to check. Signal "changed".
 */
#define HOPSO_TYPE_VERIFY_ITEM (hopso_verify_item_get_type ())
G_DECLARE_FINAL_TYPE (HopsoVerifyItem, hopso_verify_item, HOPSO, VERIFY_ITEM, GObject)

HopsoVerifyItem *hopso_verify_item_new (GFile *file);
GFile *hopso_verify_item_get_file (HopsoVerifyItem *self);
const char *hopso_verify_item_get_name (HopsoVerifyItem *self);
HopsoVerifyState hopso_verify_item_get_state (HopsoVerifyItem *self);
HopsoSignatureReport *hopso_verify_item_get_report (HopsoVerifyItem *self);
void hopso_verify_item_set_state (HopsoVerifyItem *self, HopsoVerifyState state);
void hopso_verify_item_set_report (HopsoVerifyItem *self, HopsoSignatureReport *report);

G_END_DECLS
