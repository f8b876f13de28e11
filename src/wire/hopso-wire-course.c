/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Acts on a meeting and on its papers, and who has time for it, as JSON. Any thread. */

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

/**
 * hopso_wire_review_from_json:
 * @object: an object from outside
 *
 * Returns: (transfer full): what is said, or %NULL with %HOPSO_WIRE_ERROR
 */
HopsoWireReview *
hopso_wire_review_from_json (JsonObject *object, GError **error)
{
  g_autoptr (HopsoWireReview) self = g_new0 (HopsoWireReview, 1);
  g_autofree char *act = NULL;

  if (!hopso_wire_read_string (object, "act", TRUE, &act, error) ||
      !hopso_wire_read_id (object, "person", FALSE, &self->person, error) ||
      !hopso_wire_read_text (object, "reason", FALSE, &self->reason, error))
    return NULL;
  if (hopso_review_act_parse (act, &self->type))
    return g_steal_pointer (&self);
  g_set_error (error, HOPSO_WIRE_ERROR, HOPSO_WIRE_ERROR_TYPE, "“act” is none");
  return NULL;
}

/**
 * hopso_wire_review_to_json:
 * @act: what somebody does
 *
 * Returns: (transfer full): the body with which it is asked for
 */
JsonObject *
hopso_wire_review_to_json (const HopsoReviewAct *act)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "act", hopso_review_act_name (act->type));
  if (act->reviewer != NULL)
    json_object_set_string_member (object, "person", act->reviewer);
  if (act->reason != NULL)
    json_object_set_string_member (object, "reason", act->reason);
  return object;
}

/**
 * hopso_wire_review_free:
 * @self: (transfer full): what was said
 */
void
hopso_wire_review_free (HopsoWireReview *self)
{
  g_free (self->person);
  g_free (self->reason);
  g_free (self);
}

static gboolean
are_ids (char **ids, GError **error)
{
  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    if (!hopso_wire_is_id (ids[i]))
      {
        g_set_error (error, HOPSO_WIRE_ERROR, HOPSO_WIRE_ERROR_TYPE, "What is listed is no id");
        return FALSE;
      }
  return TRUE;
}

/**
 * hopso_wire_availability_from_json:
 * @object: an object from outside
 *
 * Returns: (transfer full): the question, or %NULL with %HOPSO_WIRE_ERROR
 */
HopsoWireAvailability *
hopso_wire_availability_from_json (JsonObject *object, GError **error)
{
  g_autoptr (HopsoWireAvailability) self = g_new0 (HopsoWireAvailability, 1);

  if (!hopso_wire_read_strings (object, "persons", TRUE, &self->persons, error) ||
      !are_ids (self->persons, error) ||
      !hopso_wire_read_time (object, "start", TRUE, &self->start, error) ||
      !hopso_wire_read_time (object, "end", TRUE, &self->end, error) ||
      !hopso_wire_read_id (object, "except", FALSE, &self->except, error))
    return NULL;
  return g_steal_pointer (&self);
}

static JsonArray *
make_array (const char *const *strings)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; strings != NULL && strings[i] != NULL; i++)
    json_array_add_string_element (array, strings[i]);
  return array;
}

/**
 * hopso_wire_availability_to_json:
 *
 * Returns: (transfer full): the question
 */
JsonObject *
hopso_wire_availability_to_json (const HopsoWireAvailability *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_array_member (object, "persons",
                                make_array ((const char *const *) self->persons));
  add_time (object, "start", self->start);
  add_time (object, "end", self->end);
  if (self->except != NULL)
    json_object_set_string_member (object, "except", self->except);
  return object;
}

/**
 * hopso_wire_availability_free:
 * @self: (transfer full): a question
 */
void
hopso_wire_availability_free (HopsoWireAvailability *self)
{
  g_strfreev (self->persons);
  g_free (self->except);
  g_free (self);
}

/**
 * hopso_wire_busy_to_json:
 * @persons: (array zero-terminated=1): who has something else to do
 *
 * Returns: (transfer full): the answer
 */
JsonObject *
hopso_wire_busy_to_json (const char *const *persons)
{
  JsonObject *object = json_object_new ();

  json_object_set_array_member (object, "busy", make_array (persons));
  return object;
}

/**
 * hopso_wire_busy_from_json:
 * @object: an answer from outside
 *
 * Returns: (transfer full) (array zero-terminated=1): who has something else to do, or %NULL with
 *   %HOPSO_WIRE_ERROR
 */
char **
hopso_wire_busy_from_json (JsonObject *object, GError **error)
{
  g_auto (GStrv) persons = NULL;

  if (!hopso_wire_read_strings (object, "busy", TRUE, &persons, error) || !are_ids (persons, error))
    return NULL;
  return g_steal_pointer (&persons);
}
