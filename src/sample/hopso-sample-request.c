/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Papers of the sample that wait for signatures: of one person, or of several who are named as
 * steps. Nobody has signed yet. */

#include "hopso-sample-private.h"

#include "hopso-sign-chain.h"

static HopsoRecord *
build_step (
    HopsoSample *self, const char *local_id, guint i, const char *signer, const char *action)
{
  g_autofree char *step_id = g_strdup_printf ("%s/step-%u", local_id, i + 1);
  g_autoptr (HopsoRecordBuilder) builder =
      hopso_record_builder_new (HOPSO_KIND_SIGN_STEP, hopso_sample_add_id (self, step_id, NULL));

  hopso_record_builder_set_string (builder, HOPSO_SIGN_STEP_SIGNER, signer);
  hopso_record_builder_set_string (builder, HOPSO_SIGN_STEP_ACTION, action);
  return hopso_record_builder_end (builder);
}

/* Those that are listed; without a list, the approval of the one who signs the paper. */
static gboolean
build_steps (
    HopsoSample *self, JsonObject *request, const char *local_id, GPtrArray *steps, GError **error)
{
  JsonArray *listed = hopso_sample_get_array (request, "steps");
  guint n = listed != NULL ? json_array_get_length (listed) : 0;

  for (guint i = 0; i < MAX (n, 1); i++)
    {
      JsonObject *step = n > 0 ? json_array_get_object_element (listed, i) : request;
      const char *signer = step != NULL ? hopso_sample_refer (self, step, "signer", error) : NULL;
      const char *action = signer != NULL && n > 0 ? hopso_sample_get_text (step, "action", error)
                                                   : HOPSO_SIGN_ASK_APPROVE;

      if (signer == NULL || action == NULL)
        return FALSE;
      g_ptr_array_add (steps, build_step (self, local_id, i, signer, action));
    }
  return TRUE;
}

static HopsoRecord *
build_request (HopsoSample *self, JsonObject *request, const char *local_id, const char *requester)
{
  const char *remarks = hopso_sample_peek_text (request, "remarks");
  const char *mode = hopso_sample_peek_text (request, "mode");
  g_autofree char *request_id = g_strconcat (local_id, "/request", NULL);
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new (
      HOPSO_KIND_SIGN_REQUEST, hopso_sample_add_id (self, request_id, NULL));

  hopso_record_builder_set_string (builder, HOPSO_SIGN_REQUEST_PAPER,
                                   hopso_sample_find_id (self, local_id));
  hopso_record_builder_set_string (builder, HOPSO_SIGN_REQUEST_REQUESTER, requester);
  hopso_record_builder_set_time (
      builder, HOPSO_SIGN_REQUEST_DEADLINE,
      self->midnight + hopso_sample_get_number (request, "deadline", 1) * HOPSO_SAMPLE_DAY +
          17 * 3600);
  if (remarks != NULL)
    hopso_record_builder_set_string (builder, HOPSO_SIGN_REQUEST_REMARKS, remarks);
  hopso_record_builder_set_time (builder, HOPSO_SIGN_REQUEST_CREATED, self->midnight - 8 * 3600);
  hopso_record_builder_set_string (builder, HOPSO_SIGN_REQUEST_MODE,
                                   mode != NULL ? mode : HOPSO_SIGN_REQUEST_ORDERED);
  return hopso_record_builder_end (builder);
}

/* A paper of its own that waits for signatures. */
gboolean
hopso_sample_add_request (HopsoSample *self, JsonObject *request, GError **error)
{
  const char *local_id = hopso_sample_get_text (request, "id", error);
  const char *signer = local_id ? hopso_sample_refer (self, request, "signer", error) : NULL;
  const char *requester = signer ? hopso_sample_refer (self, request, "requester", error) : NULL;
  g_autoptr (GPtrArray) steps = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (HopsoRecord) wish = NULL;

  if (requester == NULL ||
      !hopso_sample_add_paper (self, request, NULL, NULL, 0, self->midnight - HOPSO_SAMPLE_DAY,
                               error) ||
      !build_steps (self, request, local_id, steps, error))
    return FALSE;
  wish = build_request (self, request, local_id, requester);
  records = hopso_sign_chain_begin (wish, steps);
  for (guint i = 0; i < records->len; i++)
    {
      g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new_from (records->pdata[i]);

      hopso_sample_add_record (self, builder);
    }
  return TRUE;
}
