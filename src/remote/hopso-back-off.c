/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Waiting times between tries. Pure: the caller draws the lot and owns the timer. */

#include "hopso-back-off.h"

/**
 * hopso_back_off_next:
 * @draw: a lot, from 0 up to but without 1
 *
 * Counts one more failure.
 *
 * Returns: how many milliseconds to wait: at least a quarter of the limit, so that a lucky draw
 *   does not hammer the server
 */
guint
hopso_back_off_next (HopsoBackOff *self, double draw)
{
  guint64 limit = self->first_ms;

  for (guint i = 0; i < self->attempts && limit < self->most_ms; i++)
    limit *= 2;
  limit = MIN (limit, self->most_ms);
  if (self->attempts < G_MAXUINT)
    self->attempts++;
  return (guint) ((double) limit * (0.25 + 0.75 * CLAMP (draw, 0.0, 1.0)));
}

/**
 * hopso_back_off_reset:
 *
 * Counts a success.
 */
void
hopso_back_off_reset (HopsoBackOff *self)
{
  self->attempts = 0;
}
