/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-evidence.h"
#include "hopso-pdf-prepare.h"
#include "hopso-pdf-reserve.h"
#include "hopso-test-pdf.h"

G_BEGIN_DECLS

/* What an update says of its hole. */
typedef struct
{
  guint64 range[4];
  guint64 offset;
  gsize size;
} EveryHole;

/* An honest update of each kind, with what it is checked against: one of the plans. */
typedef struct
{
  const char *name;
  HopsoPdfSource *original;       /* owned */
  GBytes *appended;               /* owned */
  EveryHole hole;                 /* of a signature */
  HopsoPdfSignaturePlan signing;  /* its pointers are static */
  HopsoPdfFillPlan *filling;      /* owned, nullable: alone or in @signing */
  HopsoPdfEvidencePlan *evidence; /* owned, nullable */
  const HopsoPdfReservation *reservation;
  gboolean is_signature;
} EveryUpdate;

/* Of EveryUpdate. */
GPtrArray *every_updates (void);

/* Whether the check of the update's kind accepts @appended instead. */
gboolean every_update_check (const EveryUpdate *self,
                             GBytes *appended,
                             const EveryHole *hole,
                             GError **error);

G_END_DECLS
