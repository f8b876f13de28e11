/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HopsoTokenSource:
 * @HOPSO_TOKEN_SOURCE_GIVEN: named by the program that made the monitor
 * @HOPSO_TOKEN_SOURCE_P11_KIT: p11-kit is configured with it
 * @HOPSO_TOKEN_SOURCE_LIST: a list of vendors' modules names it: ours, or the administrator's
 * @HOPSO_TOKEN_SOURCE_OWN: the person chose it
 *
 * Why a module is asked for tokens.
 */
typedef enum
{
  HOPSO_TOKEN_SOURCE_GIVEN,
  HOPSO_TOKEN_SOURCE_P11_KIT,
  HOPSO_TOKEN_SOURCE_LIST,
  HOPSO_TOKEN_SOURCE_OWN,
} HopsoTokenSource;

/**
 * HopsoTokenModuleInfo:
 * @file: (not nullable): its file
 * @manufacturer: (not nullable): who made it, by its own word; empty before it was asked
 * @description: (not nullable): what it calls itself; empty before it was asked
 * @source: why it is used
 * @error: (nullable): why it could not be asked when it was last tried
 *
 * What is known of one vendor's module.
 */
typedef struct
{
  char *file;
  char *manufacturer;
  char *description;
  HopsoTokenSource source;
  GError *error;
} HopsoTokenModuleInfo;

void hopso_token_module_info_free (HopsoTokenModuleInfo *self);

void hopso_token_probe_module_async (const char *file,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
HopsoTokenModuleInfo *hopso_token_probe_module_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoTokenModuleInfo, hopso_token_module_info_free)

G_END_DECLS
