/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Acts on a meeting as JSON. Any thread. */

#include "hopso-wire-course.h"

/**
 * hopso_wire_course_from_json:
 * @object: an object from outside
 *
 * Returns: (transfer full): what is said, or %NULL with %HOPSO_WIRE_ERROR
 */
HopsoWireCourse *
hopso_wire_course_from_json (JsonObject *object, GError **error)
{
  g_autoptr (HopsoWireCourse) self = g_new0 (HopsoWireCourse, 1);

  if (!hopso_wire_read_text (object, "reason", FALSE, &self->reason, error) ||
      !hopso_wire_read_time (object, "start", FALSE, &self->start, error) ||
      !hopso_wire_read_time (object, "end", FALSE, &self->end, error))
    return NULL;
  return g_steal_pointer (&self);
}

static void
add_time (JsonObject *object, const char *name, gint64 time)
{
  g_autofree char *text = hopso_wire_format_time (time);

  json_object_set_string_member (object, name, text);
}

/**
 * hopso_wire_course_to_json:
 * @act: what somebody does
 *
 * Returns: (transfer full): the body with which it is asked for
 */
JsonObject *
hopso_wire_course_to_json (const HopsoCourseAct *act)
{
  JsonObject *object = json_object_new ();

  if (act->reason != NULL)
    json_object_set_string_member (object, "reason", act->reason);
  if (act->start != 0)
    add_time (object, "start", act->start);
  if (act->end != 0)
    add_time (object, "end", act->end);
  return object;
}

/**
 * hopso_wire_course_free:
 * @self: (transfer full): what was said
 */
void
hopso_wire_course_free (HopsoWireCourse *self)
{
  g_free (self->reason);
  g_free (self);
}
