/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Why a request was refused, as RFC 9457 writes it, with the title in both languages and, for a
 * write that came too late, the object as it is now. Any thread. */

#include "hopso-wire-problem.h"

/**
 * hopso_wire_problem_new:
 * @type: a stable name
 * @status: the status code
 * @title_vi: for people, in Vietnamese
 * @title_en: for people, in English
 * @detail: (nullable): for who looks into it
 *
 * Returns: (transfer full): a problem
 */
HopsoWireProblem *
hopso_wire_problem_new (
    const char *type, int status, const char *title_vi, const char *title_en, const char *detail)
{
  HopsoWireProblem *self = g_new0 (HopsoWireProblem, 1);

  self->type = g_strdup (type);
  self->status = status;
  self->title_vi = g_strdup (title_vi);
  self->title_en = g_strdup (title_en);
  self->detail = g_strdup (detail);
  return self;
}

/**
 * hopso_wire_problem_free:
 * @self: (transfer full) (nullable): a problem
 */
void
hopso_wire_problem_free (HopsoWireProblem *self)
{
  if (self == NULL)
    return;
  g_free (self->type);
  g_free (self->title_vi);
  g_free (self->title_en);
  g_free (self->detail);
  g_clear_object (&self->current);
  g_free (self);
}

/**
 * hopso_wire_problem_to_json:
 * @in_english: which of the titles stands under "title"
 *
 * Returns: (transfer full): the reply's body
 */
JsonObject *
hopso_wire_problem_to_json (const HopsoWireProblem *self, gboolean in_english)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "type", self->type);
  json_object_set_string_member (object, "title", in_english ? self->title_en : self->title_vi);
  json_object_set_int_member (object, "status", self->status);
  if (self->detail != NULL)
    json_object_set_string_member (object, "detail", self->detail);
  json_object_set_string_member (object, "x-title-vi", self->title_vi);
  json_object_set_string_member (object, "x-title-en", self->title_en);
  if (self->retry_after > 0)
    json_object_set_int_member (object, "x-retry-after", self->retry_after);
  if (self->current != NULL)
    {
      json_object_set_string_member (object, "x-kind", hopso_record_get_kind (self->current)->name);
      json_object_set_object_member (object, "x-current",
                                     hopso_wire_record_to_json (self->current));
    }
  return object;
}

static gboolean
read_current (JsonObject *object, HopsoRecord **current, GError **error)
{
  g_autofree char *name = NULL;

  if (!hopso_wire_read_string (object, "x-kind", FALSE, &name, error))
    return FALSE;

  const HopsoKind *kind = hopso_kind_find (name);
  JsonNode *node = json_object_get_member (object, "x-current");
  if (kind == NULL || node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return TRUE;
  *current = hopso_wire_record_from_json (json_node_get_object (node), kind->id, error);
  return *current != NULL;
}

/**
 * hopso_wire_problem_from_json:
 * @object: an object from outside
 *
 * Returns: (transfer full): the problem, or %NULL with %HOPSO_WIRE_ERROR. Titles that are missing
 *   are taken from "title", so that any server's problem can be shown
 */
HopsoWireProblem *
hopso_wire_problem_from_json (JsonObject *object, GError **error)
{
  g_autoptr (HopsoWireProblem) self = g_new0 (HopsoWireProblem, 1);
  g_autofree char *title = NULL;
  gint64 status;

  if (!hopso_wire_read_string (object, "type", FALSE, &self->type, error) ||
      !hopso_wire_read_text (object, "title", FALSE, &title, error) ||
      !hopso_wire_read_integer (object, "status", FALSE, &status, error) ||
      !hopso_wire_read_text (object, "detail", FALSE, &self->detail, error) ||
      !hopso_wire_read_text (object, "x-title-vi", FALSE, &self->title_vi, error) ||
      !hopso_wire_read_text (object, "x-title-en", FALSE, &self->title_en, error) ||
      !hopso_wire_read_integer (object, "x-retry-after", FALSE, &self->retry_after, error) ||
      !read_current (object, &self->current, error))
    return NULL;
  self->status = (int) CLAMP (status, 0, 999);
  self->retry_after = CLAMP (self->retry_after, 0, 86400);
  if (self->type == NULL)
    self->type = g_strdup ("about:blank"); /* RFC 9457 §4.2.1 */
  if (self->title_vi == NULL)
    self->title_vi = g_strdup (title != NULL ? title : self->type);
  if (self->title_en == NULL)
    self->title_en = g_strdup (title != NULL ? title : self->type);
  return g_steal_pointer (&self);
}
