/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A paper submitted for signing, and what its signers and its requester say to it. Any thread. */

#include "hopso-wire-submission.h"

#include "hopso-paper.h"
#include "hopso-sign-chain.h"
#include "hopso-wire-record.h"

#include <string.h>

/**
 * hopso_wire_submission_free:
 * @self: (transfer full) (nullable): a submission
 */
void
hopso_wire_submission_free (HopsoWireSubmission *self)
{
  if (self == NULL)
    return;
  g_clear_object (&self->request);
  g_clear_pointer (&self->steps, g_ptr_array_unref);
  g_clear_object (&self->paper);
  g_free (self);
}

/**
 * hopso_wire_submission_to_json:
 *
 * Returns: (transfer full): the request's body
 */
JsonObject *
hopso_wire_submission_to_json (const HopsoWireSubmission *self)
{
  JsonObject *object = json_object_new ();
  JsonArray *steps = json_array_new ();

  for (guint i = 0; i < self->steps->len; i++)
    json_array_add_object_element (steps, hopso_wire_record_to_json (self->steps->pdata[i]));
  json_object_set_object_member (object, "request", hopso_wire_record_to_json (self->request));
  json_object_set_array_member (object, "steps", steps);
  if (self->paper != NULL)
    json_object_set_object_member (object, "paper", hopso_wire_record_to_json (self->paper));
  return object;
}

static gboolean
fail (const char *name, GError **error)
{
  g_set_error (error, HOPSO_WIRE_ERROR, HOPSO_WIRE_ERROR_TYPE, "“%s” is not what it should be",
               name);
  return FALSE;
}

static gboolean
read_record (
    JsonObject *object, const char *name, HopsoKindId kind, HopsoRecord **record, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return fail (name, error);
  *record = hopso_wire_record_from_json (json_node_get_object (node), kind, error);
  return *record != NULL;
}

static gboolean
read_steps (HopsoWireSubmission *self, JsonObject *object, GError **error)
{
  JsonNode *node = json_object_get_member (object, "steps");
  JsonArray *array =
      node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  guint n = array == NULL ? 0 : json_array_get_length (array);

  if (n == 0 || n > HOPSO_SIGN_CHAIN_MAX_STEPS)
    return fail ("steps", error);
  for (guint i = 0; i < n; i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      HopsoRecord *step;

      if (!JSON_NODE_HOLDS_OBJECT (element))
        return fail ("steps", error);
      step =
          hopso_wire_record_from_json (json_node_get_object (element), HOPSO_KIND_SIGN_STEP, error);
      if (step == NULL)
        return FALSE;
      g_ptr_array_add (self->steps, step);
    }
  return TRUE;
}

/* Members that name a person, a paper or another request are ids; no object is there twice. */
static gboolean
check_ids (const HopsoWireSubmission *self, GError **error)
{
  HopsoSignRequest *request = HOPSO_SIGN_REQUEST (self->request);
  const char *previous = hopso_sign_request_get_previous (request);
  const char *paper = hopso_sign_request_get_paper (request);
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  if (!hopso_wire_is_id (paper) || (previous != NULL && !hopso_wire_is_id (previous)))
    return fail ("request", error);
  g_hash_table_add (ids, (char *) hopso_record_get_id (self->request));
  if (!g_hash_table_add (ids, (char *) paper) ||
      (self->paper != NULL && strcmp (hopso_record_get_id (self->paper), paper) != 0))
    return fail ("paper", error);
  for (guint i = 0; i < self->steps->len; i++)
    if (!hopso_wire_is_id (hopso_sign_step_get_signer (self->steps->pdata[i])) ||
        !g_hash_table_add (ids, (char *) hopso_record_get_id (self->steps->pdata[i])))
      return fail ("steps", error);
  return TRUE;
}

static gboolean
check_paper (const HopsoWireSubmission *self, GError **error)
{
  const char *digest;

  if (self->paper == NULL)
    return TRUE;
  digest = hopso_paper_get_digest (HOPSO_PAPER (self->paper));
  return hopso_wire_is_digest (digest) && hopso_paper_get_size (HOPSO_PAPER (self->paper)) > 0
             ? TRUE
             : fail ("paper", error);
}

/**
 * hopso_wire_submission_from_json:
 * @object: an object from outside
 *
 * Returns: (transfer full): the submission, or %NULL with %HOPSO_WIRE_ERROR
 */
HopsoWireSubmission *
hopso_wire_submission_from_json (JsonObject *object, GError **error)
{
  g_autoptr (HopsoWireSubmission) self = g_new0 (HopsoWireSubmission, 1);

  self->steps = g_ptr_array_new_with_free_func (g_object_unref);
  if (!read_record (object, "request", HOPSO_KIND_SIGN_REQUEST, &self->request, error) ||
      !read_steps (self, object, error) ||
      (json_object_has_member (object, "paper") &&
       !read_record (object, "paper", HOPSO_KIND_PAPER, &self->paper, error)) ||
      !check_ids (self, error) || !check_paper (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * hopso_wire_sign_act_free:
 * @self: (transfer full) (nullable): an act
 */
void
hopso_wire_sign_act_free (HopsoWireSignAct *self)
{
  if (self == NULL)
    return;
  g_free (self->reason);
  g_free (self->person);
  g_free (self->step);
  g_free (self);
}

/**
 * hopso_wire_sign_act_to_json:
 *
 * Returns: (transfer full): the request's body
 */
JsonObject *
hopso_wire_sign_act_to_json (const HopsoWireSignAct *self)
{
  JsonObject *object = json_object_new ();

  if (self->reason != NULL)
    json_object_set_string_member (object, "reason", self->reason);
  if (self->person != NULL)
    json_object_set_string_member (object, "person", self->person);
  if (self->step != NULL)
    json_object_set_string_member (object, "step", self->step);
  return object;
}

/**
 * hopso_wire_sign_act_from_json:
 * @object: an object from outside
 *
 * Returns: (transfer full): the act, or %NULL with %HOPSO_WIRE_ERROR
 */
HopsoWireSignAct *
hopso_wire_sign_act_from_json (JsonObject *object, GError **error)
{
  g_autoptr (HopsoWireSignAct) self = g_new0 (HopsoWireSignAct, 1);

  if (!hopso_wire_read_text (object, "reason", FALSE, &self->reason, error) ||
      !hopso_wire_read_id (object, "person", FALSE, &self->person, error) ||
      !hopso_wire_read_id (object, "step", FALSE, &self->step, error))
    return NULL;
  return g_steal_pointer (&self);
}
