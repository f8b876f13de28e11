/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-record.h"

G_BEGIN_DECLS

#define HOPSO_SAMPLE_ERROR (hopso_sample_error_quark ())

/**
 * HopsoSampleError:
 * @HOPSO_SAMPLE_ERROR_DAMAGED: a file of the sample is not what it should be
 */
typedef enum
{
  HOPSO_SAMPLE_ERROR_DAMAGED,
} HopsoSampleError;

GQuark hopso_sample_error_quark (void);

/**
 * HopsoSample:
 *
 * A fictional province around a given day: its agencies, people, meetings and papers.
 */
typedef struct _HopsoSample HopsoSample;

HopsoSample *hopso_sample_load (const char *folder, gint64 now, GError **error);
void hopso_sample_free (HopsoSample *self);
GPtrArray *hopso_sample_get_records (HopsoSample *self);
guint hopso_sample_get_n_papers (HopsoSample *self);
HopsoRecord *hopso_sample_write_paper (HopsoSample *self, guint index, int fd, GError **error);
const char *hopso_sample_find_id (HopsoSample *self, const char *local_id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoSample, hopso_sample_free)

G_END_DECLS
