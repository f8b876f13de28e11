/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-meeting-course.h"
#include "hopso-paper-review.h"
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

/**
 * HopsoWireReview:
 * @type: what is done
 * @person: (owned) (nullable): who is asked
 * @reason: (owned) (nullable): why
 *
 * What is said of a paper's approval.
 */
typedef struct
{
  HopsoReviewActType type;
  char *person;
  char *reason;
} HopsoWireReview;

HopsoWireReview *hopso_wire_review_from_json (JsonObject *object, GError **error);
JsonObject *hopso_wire_review_to_json (const HopsoReviewAct *act);
void hopso_wire_review_free (HopsoWireReview *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoWireReview, hopso_wire_review_free)

/**
 * HopsoWireAvailability:
 * @persons: (owned) (array zero-terminated=1): about whom is asked
 * @start: from when
 * @end: until when
 * @except: (owned) (nullable): the id of a meeting that does not count
 *
 * A question: who of these has something else to do?
 */
typedef struct
{
  char **persons;
  gint64 start;
  gint64 end;
  char *except;
} HopsoWireAvailability;

HopsoWireAvailability *hopso_wire_availability_from_json (JsonObject *object, GError **error);
JsonObject *hopso_wire_availability_to_json (const HopsoWireAvailability *self);
void hopso_wire_availability_free (HopsoWireAvailability *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoWireAvailability, hopso_wire_availability_free)

JsonObject *hopso_wire_busy_to_json (const char *const *persons);
char **hopso_wire_busy_from_json (JsonObject *object, GError **error);

G_END_DECLS
