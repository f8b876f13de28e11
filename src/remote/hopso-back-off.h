/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HopsoBackOff:
 * @first_ms: the longest first wait
 * @most_ms: the longest wait of all
 * @attempts: how often it failed since the last success
 *
 * How long to wait before the next try: each limit doubles the last, and the wait is drawn evenly
 * below it, so that thousands of clients that lost their server together do not return together.
 */
typedef struct
{
  guint first_ms;
  guint most_ms;
  guint attempts;
} HopsoBackOff;

guint hopso_back_off_next (HopsoBackOff *self, double draw);
void hopso_back_off_reset (HopsoBackOff *self);

G_END_DECLS
