/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-converter.h"

G_BEGIN_DECLS

/**
 * HopsoOfficeRun:
 *
 * One conversion, as the converter's thread does it.
 */
typedef struct
{
  int fd;                          /* owned: the office file */
  char *file_name;                 /* owned */
  HopsoConverterProgress progress; /* nullable */
  gpointer progress_data;          /* borrowed: outlives the call */
  GMainContext *context;           /* owned: of the caller */
  guint seconds;
  guint memory_mib;
} HopsoOfficeRun;

gboolean hopso_converter_fail (GError **error, HopsoConverterError code);
char *hopso_office_find_programs (void);
void hopso_office_run_tell (HopsoOfficeRun *self, HopsoConverterStage stage, guint percent);
GBytes *hopso_office_run (HopsoOfficeRun *self, GCancellable *cancellable, GError **error);

G_END_DECLS
