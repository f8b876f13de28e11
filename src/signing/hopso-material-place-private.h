/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-validation-material.h"

G_BEGIN_DECLS

typedef enum
{
  HOPSO_PLACE_OCSP,
  HOPSO_PLACE_CRL,
  HOPSO_PLACE_ISSUER,
} HopsoPlaceKind;

/* One place where an answer may be had. */
typedef struct
{
  HopsoPlaceKind kind;
  char *url;        /* owned */
  char *key;        /* owned: what the answer is kept under */
  GBytes *question; /* owned, nullable: with OCSP, without a nonce */
} HopsoMaterialPlace;

/* Those that the certificate of @want names, the better first; elements owned. */
GPtrArray *hopso_material_list_places (const HopsoValidationWant *want);

/* What an answer is worth: nothing, not much as it is too old, or what was wanted. */
typedef enum
{
  HOPSO_WORTH_NOTHING,
  HOPSO_WORTH_OLD,
  HOPSO_WORTH_GOOD,
} HopsoMaterialWorth;

typedef struct
{
  HopsoMaterialWorth worth;
  gint64 made_at;
  gint64 fresh_until;
} HopsoMaterialJudgement;

HopsoMaterialJudgement hopso_material_judge (const HopsoMaterialPlace *place,
                                             const HopsoValidationWant *want,
                                             GBytes *answer,
                                             gint64 now);

/* How many pieces came into @bag that were not there. */
guint hopso_material_put (const HopsoMaterialPlace *place,
                          const HopsoValidationWant *want,
                          GBytes *answer,
                          HopsoMaterialSource source,
                          HopsoValidationMaterial *bag);

G_END_DECLS
