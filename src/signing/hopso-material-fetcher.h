/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-clock.h"
#include "hopso-fetch-cache.h"
#include "hopso-validation-material.h"

G_BEGIN_DECLS

typedef struct _HopsoHttp HopsoHttp;

/**
 * HopsoFetchFlags:
 * @HOPSO_FETCH_NORMAL: what is not fresh is asked for
 * @HOPSO_FETCH_OFFLINE: nobody is asked; what was kept is given, fresh or not
 */
typedef enum
{
  HOPSO_FETCH_NORMAL = 0,
  HOPSO_FETCH_OFFLINE = 1 << 0,
} HopsoFetchFlags;

/**
 * HopsoMaterialFetcher:
 *
 * Fetches what a decision lacks: authorities' certificates and answers about revocation.
 */
#define HOPSO_TYPE_MATERIAL_FETCHER (hopso_material_fetcher_get_type ())
G_DECLARE_FINAL_TYPE (
    HopsoMaterialFetcher, hopso_material_fetcher, HOPSO, MATERIAL_FETCHER, GObject)

HopsoMaterialFetcher *
hopso_material_fetcher_new (HopsoHttp *http, HopsoFetchCache *cache, HopsoClock *clock);
void hopso_material_fetcher_add_known_host (HopsoMaterialFetcher *self, const char *host);
void hopso_material_fetcher_fetch_async (HopsoMaterialFetcher *self,
                                         GPtrArray *wants,
                                         HopsoValidationMaterial *bag,
                                         HopsoFetchFlags flags,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
guint hopso_material_fetcher_fetch_finish (HopsoMaterialFetcher *self,
                                           GAsyncResult *result,
                                           GError **error);

G_END_DECLS
