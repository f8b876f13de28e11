/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-meeting-course.h"

G_BEGIN_DECLS

void hopso_meeting_course_tell (HopsoCourseOutcome *outcome,
                                GPtrArray *before,
                                GPtrArray *after,
                                const HopsoCourseAct *act,
                                const char *kind);
void
hopso_meeting_course_hide (HopsoCourseOutcome *outcome, GPtrArray *originals, GHashTable *hidden);

G_END_DECLS
