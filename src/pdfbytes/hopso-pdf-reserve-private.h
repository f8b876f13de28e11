/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-prepare-private.h"
#include "hopso-pdf-reserve.h"

G_BEGIN_DECLS

/* An object of the update, as it must be. */
typedef struct
{
  HopsoPdfReference reference;
  HopsoPdfObject *object; /* owned */
} HopsoPdfReserveChange;

/* All that a reservation means for a document. */
typedef struct
{
  HopsoPdfFile *file;                     /* borrowed */
  const HopsoPdfReservation *reservation; /* borrowed */
  GArray *changes;                        /* owned: of HopsoPdfReserveChange */
  guint32 next;                           /* the next free number */
} HopsoPdfReserveWork;

gboolean hopso_pdf_reserve_work_begin (HopsoPdfReserveWork *self,
                                       HopsoPdfFile *file,
                                       const HopsoPdfReservation *reservation,
                                       GError **error);
void hopso_pdf_reserve_work_clear (HopsoPdfReserveWork *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HopsoPdfReserveWork, hopso_pdf_reserve_work_clear)

G_END_DECLS
