/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-record.h"

G_BEGIN_DECLS

/**
 * HopsoPrefetchFacts:
 * @meetings: (element-type HopsoMeeting): all on this machine
 * @papers: (element-type HopsoPaper): all on this machine
 * @sign_requests: (element-type HopsoSignRequest): all on this machine
 * @now: the time, seconds since 1970-01-01T00:00:00Z
 *
 * What decides which papers are fetched before anybody asks for them.
 */
typedef struct
{
  GPtrArray *meetings;
  GPtrArray *papers;
  GPtrArray *sign_requests;
  gint64 now;
} HopsoPrefetchFacts;

GPtrArray *hopso_prefetch_plan (const HopsoPrefetchFacts *facts);

G_END_DECLS
