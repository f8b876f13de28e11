/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-client.h"
#include "hopso-pdf-evidence.h"
#include "hopso-pdf-prepare.h"

G_BEGIN_DECLS

/*
 * HopsoFileGrowth: a file that grows by one sound revision after another. What is not sound yet can
 * be taken back. Every step may take long and belongs on a thread; one step at a time.
 */
typedef struct
{
  int fd;                /* borrowed: for writing */
  int reader;            /* borrowed: the same file for reading */
  HopsoSecret *password; /* borrowed, nullable */
  guint64 size;          /* up to here it is sound */
  guint64 hole_offset;
  gsize hole_size;
} HopsoFileGrowth;

gboolean hopso_file_growth_add_evidence (HopsoFileGrowth *self,
                                         GBytes *update,
                                         const HopsoPdfEvidencePlan *plan,
                                         GError **error);
GBytes *hopso_file_growth_add_hole (HopsoFileGrowth *self,
                                    HopsoPdfPreparedUpdate *update,
                                    const HopsoPdfSignaturePlan *plan,
                                    GCancellable *cancellable,
                                    GError **error);
gboolean hopso_file_growth_fill_hole (HopsoFileGrowth *self, GBytes *token, GError **error);
gboolean hopso_file_growth_roll_back (HopsoFileGrowth *self, GError **error);

G_END_DECLS
