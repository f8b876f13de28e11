/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-client.h"
#include "hopso-sign-job.h"

G_BEGIN_DECLS

/**
 * HopsoReservePlace:
 * @place: where; width 0 keeps none
 * @font_size: of the text, in points; 0 the usual one
 * @is_italic: whether the text is italic
 * @is_at_end: whether the text stands at the right edge of the place
 * @is_day_only: the date's: month and year are printed already
 * @is_without_year: the date's: the year is printed already, and "tháng" between day and month
 *
 * A place that is kept free.
 */
typedef struct
{
  HopsoSignPlace place;
  double font_size;
  gboolean is_italic;
  gboolean is_at_end;
  gboolean is_day_only;
  gboolean is_without_year;
} HopsoReservePlace;

/**
 * HopsoReserveOrder:
 * @fd: the document; may be closed afterwards
 * @number: for the number
 * @date: for the date
 * @seal: for the seal; always wanted
 * @signature: for the mark of whoever approves
 * @password: (nullable): of a protected document
 * @output_path: (nullable): where the document with its places appears, whole or not at all;
 *   without it the result stays in memory
 *
 * One reservation that is asked for. All members are borrowed.
 */
typedef struct
{
  int fd;
  HopsoReservePlace number;
  HopsoReservePlace date;
  HopsoReservePlace seal;
  HopsoReservePlace signature;
  HopsoSecret *password;
  const char *output_path;
} HopsoReserveOrder;

/**
 * HopsoReserver:
 *
 * Keeps places for number, date and seal in documents that nobody signed yet, so that an agency can
 * issue them without breaking the signature of whoever approves them. Main thread.
 */
#define HOPSO_TYPE_RESERVER (hopso_reserver_get_type ())
G_DECLARE_FINAL_TYPE (HopsoReserver, hopso_reserver, HOPSO, RESERVER, GObject)

HopsoReserver *hopso_reserver_new (HopsoPdfClient *client);
void hopso_reserver_reserve_async (HopsoReserver *self,
                                   const HopsoReserveOrder *order,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
HopsoFd hopso_reserver_reserve_finish (HopsoReserver *self, GAsyncResult *result, GError **error);

G_END_DECLS
