/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the server's administrator decided about sign requests and publishing, asked for once when
 * the server is first reached and remembered for the time without a network; and which versions of
 * papers were opened here, by digest. Main thread. */

#define G_LOG_DOMAIN "hopso-workspace"

#include "hopso-workspace-private.h"

#include "hopso-workspace-compose.h"
#include "hopso-workspace-requests.h"

#include <string.h>

#define POLICY_SETTING     "sign-policy"
#define PUBLISHING_SETTING "publish-rules"
#define MAX_OPENED         500

static void
take_text (HopsoSignPolicy *policy, const char *text)
{
  g_auto (GStrv) rules = g_strsplit (text != NULL ? text : "", "\n", -1);

  for (guint i = 0; rules[i] != NULL; i++)
    if (rules[i][0] != '\0')
      hopso_sign_policy_set (policy, rules[i], NULL);
}

/**
 * hopso_workspace_get_sign_policy:
 *
 * Returns: (transfer none): the server's rules for sign requests, as far as they are known
 */
const HopsoSignPolicy *
hopso_workspace_get_sign_policy (HopsoWorkspace *self)
{
  g_return_val_if_fail (HOPSO_IS_WORKSPACE (self), NULL);

  if (self->policy == NULL)
    {
      self->policy = hopso_sign_policy_new ();
      take_text (self->policy, hopso_workspace_get_setting (self, POLICY_SETTING));
    }
  return self->policy;
}

/**
 * hopso_workspace_get_publish_rules:
 *
 * Returns: (transfer none): the server's rules for publishing, as far as they are known
 */
const HopsoPublishRules *
hopso_workspace_get_publish_rules (HopsoWorkspace *self)
{
  g_auto (GStrv) rules = NULL;

  g_return_val_if_fail (HOPSO_IS_WORKSPACE (self), NULL);

  if (self->publishing != NULL)
    return self->publishing;
  self->publishing = hopso_publish_rules_new ();
  if (hopso_workspace_get_setting (self, PUBLISHING_SETTING) != NULL)
    rules = g_strsplit (hopso_workspace_get_setting (self, PUBLISHING_SETTING), "\n", -1);
  for (guint i = 0; rules != NULL && rules[i] != NULL; i++)
    if (rules[i][0] != '\0')
      hopso_publish_rules_set (self->publishing, rules[i], NULL);
  return self->publishing;
}

/* Keeps what the server said, for the time without a network. */
static void
keep_text (HopsoWorkspace *self, const char *setting, const char *text)
{
  if (g_strcmp0 (text, hopso_workspace_get_setting (self, setting)) != 0)
    hopso_workspace_set_setting (self, setting, text);
}

static void
take_publishing (HopsoWorkspace *self, HopsoWireServer *server)
{
  g_autofree char *text = NULL;

  if (server->publishing == NULL)
    return;
  text = hopso_publish_rules_to_string (server->publishing);
  g_clear_pointer (&self->publishing, hopso_publish_rules_free);
  self->publishing = g_steal_pointer (&server->publishing);
  keep_text (self, PUBLISHING_SETTING, text);
}

static void
take_signing (HopsoWorkspace *self, HopsoWireServer *server)
{
  g_autofree char *text = NULL;

  if (server->signing == NULL)
    return;
  text = hopso_sign_policy_to_string (server->signing);
  g_clear_pointer (&self->policy, hopso_sign_policy_free);
  self->policy = g_steal_pointer (&server->signing);
  keep_text (self, POLICY_SETTING, text);
}

static void
server_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoWorkspace) self = user_data;
  g_autoptr (HopsoWireServer) server =
      hopso_remote_get_server_finish (HOPSO_REMOTE (source), result, NULL);

  self->is_asking_policy = FALSE;
  self->knows_policy = server != NULL;
  if (server == NULL)
    return;
  take_signing (self, server);
  take_publishing (self, server);
}

void
hopso_workspace_ask_policy (HopsoWorkspace *self)
{
  if (self->knows_policy || self->is_asking_policy || self->remote == NULL)
    return;
  self->is_asking_policy = TRUE;
  hopso_remote_get_server_async (HOPSO_REMOTE (self->remote), NULL, server_cb, g_object_ref (self));
}

/**
 * hopso_workspace_may_submit:
 *
 * Returns: whether this person may submit papers for signing
 */
gboolean
hopso_workspace_may_submit (HopsoWorkspace *self)
{
  HopsoPerson *me = hopso_workspace_get_person (self);

  return me != NULL && hopso_sign_policy_may_submit (hopso_workspace_get_sign_policy (self), me);
}

/**
 * hopso_workspace_may_delegate_to:
 * @step: a step of this person's
 * @person_id: somebody
 *
 * Returns: whether this person may do it instead
 */
gboolean
hopso_workspace_may_delegate_to (HopsoWorkspace *self, HopsoSignStep *step, const char *person_id)
{
  HopsoSignRequest *request = (HopsoSignRequest *) hopso_workspace_lookup_record (
      self, HOPSO_KIND_SIGN_REQUEST, hopso_sign_step_get_request (step));
  HopsoPerson *signer = hopso_workspace_lookup_person (self, hopso_sign_step_get_signer (step));
  HopsoPerson *delegate = hopso_workspace_lookup_person (self, person_id);
  const char *const *signers = request != NULL ? hopso_sign_request_get_signers (request) : NULL;

  if (signer == NULL || delegate == NULL || signer == delegate ||
      (signers != NULL && g_strv_contains (signers, person_id)))
    return FALSE;
  return hopso_sign_policy_may_delegate (hopso_workspace_get_sign_policy (self),
                                         hopso_sign_step_get_action (step), signer, delegate);
}

static gboolean
is_opened (HopsoWorkspace *self, const char *digest)
{
  const char *opened = hopso_workspace_get_setting (self, HOPSO_WORKSPACE_OPENED_SETTING);

  return opened != NULL && digest != NULL && strstr (opened, digest) != NULL;
}

void
hopso_workspace_note_opened_digest (HopsoWorkspace *self, const char *digest)
{
  const char *opened = hopso_workspace_get_setting (self, HOPSO_WORKSPACE_OPENED_SETTING);
  g_auto (GStrv) digests = g_strsplit (opened != NULL ? opened : "", " ", -1);
  guint n = g_strv_length (digests);
  g_autofree char *kept = NULL;
  g_autofree char *all = NULL;

  if (digest == NULL || is_opened (self, digest))
    return;
  kept = g_strjoinv (" ", digests + (n >= MAX_OPENED ? n - MAX_OPENED + 1 : 0));
  all = kept[0] != '\0' ? g_strconcat (kept, " ", digest, NULL) : g_strdup (digest);
  hopso_workspace_set_setting (self, HOPSO_WORKSPACE_OPENED_SETTING, all);
  hopso_workspace_tell_receipts (self, digest);
}

/**
 * hopso_workspace_note_opened_paper:
 * @paper_id: a paper whose pages were shown to this person
 */
void
hopso_workspace_note_opened_paper (HopsoWorkspace *self, const char *paper_id)
{
  HopsoPaper *paper = hopso_workspace_lookup_paper (self, paper_id);

  if (paper != NULL)
    hopso_workspace_note_opened_digest (self, hopso_paper_get_digest (paper));
}

/**
 * hopso_workspace_has_opened_paper:
 * @paper_id: a paper
 *
 * Returns: whether this person has opened its current version on this machine
 */
gboolean
hopso_workspace_has_opened_paper (HopsoWorkspace *self, const char *paper_id)
{
  HopsoPaper *paper = hopso_workspace_lookup_paper (self, paper_id);

  return paper != NULL && is_opened (self, hopso_paper_get_digest (paper));
}
