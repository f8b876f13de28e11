/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HopsoTestFrames:
 *
 * Watches how a window moves: how long each frame takes, and how long the main loop is away.
 */
typedef struct _HopsoTestFrames HopsoTestFrames;

/**
 * HopsoTestFigures:
 *
 * The middle, the worst but one in twenty, and the worst; in milliseconds.
 */
typedef struct
{
  guint n;
  double p50;
  double p95;
  double max;
} HopsoTestFigures;

HopsoTestFrames *hopso_test_frames_new (GtkWidget *widget);
void hopso_test_frames_free (HopsoTestFrames *self);
void hopso_test_frames_get_intervals (HopsoTestFrames *self, HopsoTestFigures *figures);
void hopso_test_frames_get_stalls (HopsoTestFrames *self, HopsoTestFigures *figures);
void hopso_test_frames_get_work (HopsoTestFrames *self, HopsoTestFigures *figures);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoTestFrames, hopso_test_frames_free)

G_END_DECLS
