/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-record.h"

G_BEGIN_DECLS

/**
 * HopsoCopyWish:
 * @id: the id of the copy
 * @revises: whether it is a change of the meeting, which names what it stands for and keeps dates,
 *   answers and papers
 * @name: (nullable): what it is called; %NULL: as the other
 * @start: when it begins; 0: as the other
 * @with_papers: whether the papers come along, the same bytes
 * @as_template: whether it is to be copied itself
 *
 * What somebody wants of the copy of a meeting.
 */
typedef struct
{
  const char *id;
  gboolean revises;
  const char *name;
  gint64 start;
  gboolean with_papers;
  gboolean as_template;
} HopsoCopyWish;

GPtrArray *hopso_meeting_copy (GPtrArray *records, const HopsoCopyWish *wish);
char *hopso_meeting_copy_make_id (const char *copy, const char *original);

G_END_DECLS
