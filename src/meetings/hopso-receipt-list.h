/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HopsoReceiptList:
 *
 * Which papers of a meeting have reached whom, for who presides or prepares it.
 */
#define HOPSO_TYPE_RECEIPT_LIST (hopso_receipt_list_get_type ())
G_DECLARE_FINAL_TYPE (HopsoReceiptList, hopso_receipt_list, HOPSO, RECEIPT_LIST, AdwBin)

void hopso_receipt_list_set_meeting (HopsoReceiptList *self,
                                     HopsoWorkspace *workspace,
                                     const char *meeting_id);

G_END_DECLS
