/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-meeting-course.h"
#include "hopso-wire-json.h"

G_BEGIN_DECLS

/**
 * HopsoWireCourse:
 * @reason: (owned) (nullable): why
 * @start: with a postponement: when the meeting begins; 0: not said
 * @end: with a postponement: when it ends; 0: not said
 *
 * What is said with an act on a meeting.
 */
typedef struct
{
  char *reason;
  gint64 start;
  gint64 end;
} HopsoWireCourse;

HopsoWireCourse *hopso_wire_course_from_json (JsonObject *object, GError **error);
JsonObject *hopso_wire_course_to_json (const HopsoCourseAct *act);
void hopso_wire_course_free (HopsoWireCourse *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoWireCourse, hopso_wire_course_free)

G_END_DECLS
