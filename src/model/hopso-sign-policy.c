/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who may submit, be asked and be named as delegate: the rules that an administrator can set, and
 * the roles that an action needs. The server holds everybody to it; clients read it so that they do
 * not offer what would be refused. Pure. */

#include "hopso-sign-policy.h"

#include "hopso-sign-step.h"

#include <gio/gio.h>
#include <string.h>

/* Who may be asked for an action: bearers of one of the roles; nobody needs one for an initial. */
static const struct
{
  const char *action;
  const char *roles[3];
} asked[] = {
  { HOPSO_SIGN_ASK_INITIAL, { NULL } },
  { HOPSO_SIGN_ASK_APPROVE, { "signer", "chair", NULL } },
  { HOPSO_SIGN_ASK_AGENCY, { "records", NULL } },
};

/**
 * hopso_sign_policy_new:
 *
 * Returns: (transfer full): what holds where nobody decided otherwise: unopened papers are marked,
 *   initials and approvals may be handed on within the signer's organization, clerks and records
 *   clerks submit
 */
HopsoSignPolicy *
hopso_sign_policy_new (void)
{
  HopsoSignPolicy *self = g_new0 (HopsoSignPolicy, 1);

  self->delegable = g_strsplit ("initial,approve", ",", -1);
  self->submitters = g_strsplit ("clerk,records", ",", -1);
  return self;
}

/**
 * hopso_sign_policy_copy:
 *
 * Returns: (transfer full): the same again
 */
HopsoSignPolicy *
hopso_sign_policy_copy (const HopsoSignPolicy *self)
{
  HopsoSignPolicy *copy = g_new0 (HopsoSignPolicy, 1);

  *copy = *self;
  copy->delegable = g_strdupv (self->delegable);
  copy->submitters = g_strdupv (self->submitters);
  return copy;
}

/**
 * hopso_sign_policy_free:
 * @self: (transfer full): a policy
 */
void
hopso_sign_policy_free (HopsoSignPolicy *self)
{
  g_strfreev (self->delegable);
  g_strfreev (self->submitters);
  g_free (self);
}

static gboolean
are_actions (char **words)
{
  for (guint i = 0; words[i] != NULL; i++)
    {
      gboolean is_known = FALSE;

      for (guint n = 0; n < G_N_ELEMENTS (asked); n++)
        is_known = is_known || strcmp (asked[n].action, words[i]) == 0;
      if (!is_known)
        return FALSE;
    }
  return TRUE;
}

static gboolean
are_roles (char **words)
{
  for (guint i = 0; words[i] != NULL; i++)
    if (words[i][0] == '\0' || words[i][strspn (words[i], "abcdefghijklmnopqrstuvwxyz-")] != '\0')
      return FALSE;
  return TRUE;
}

/* Nothing after the equals sign is an empty list. */
static gboolean
set_list (char ***list, const char *value, gboolean (*is_valid) (char **words))
{
  g_auto (GStrv) words = g_strsplit (value, ",", -1);

  if (!is_valid (words))
    return FALSE;
  g_strfreev (*list);
  *list = g_steal_pointer (&words);
  return TRUE;
}

/* @value decides between two words. */
static gboolean
set_choice (gboolean *choice, const char *value, const char *no, const char *yes)
{
  if (strcmp (value, no) != 0 && strcmp (value, yes) != 0)
    return FALSE;
  *choice = strcmp (value, yes) == 0;
  return TRUE;
}

/**
 * hopso_sign_policy_set:
 * @rule: "unopened=mark", "unopened=forbid", "delegate-within=organization",
 *   "delegate-within=province", "sign-within=province", "sign-within=organization", "delegable="
 * and actions with commas, or "submit=" and roles with commas
 *
 * Returns: %FALSE with @error when that is no rule
 */
gboolean
hopso_sign_policy_set (HopsoSignPolicy *self, const char *rule, GError **error)
{
  const char *equals = strchr (rule, '=');
  g_autofree char *name = equals != NULL ? g_strndup (rule, (gsize) (equals - rule)) : NULL;
  gboolean is_done = FALSE;

  if (g_strcmp0 (name, "unopened") == 0)
    is_done = set_choice (&self->forbids_unopened, equals + 1, "mark", "forbid");
  else if (g_strcmp0 (name, "delegate-within") == 0)
    is_done = set_choice (&self->delegates_anywhere, equals + 1, "organization", "province");
  else if (g_strcmp0 (name, "sign-within") == 0)
    is_done = set_choice (&self->asks_own_only, equals + 1, "province", "organization");
  else if (g_strcmp0 (name, "delegable") == 0)
    is_done = set_list (&self->delegable, equals + 1, are_actions);
  else if (g_strcmp0 (name, "submit") == 0)
    is_done = set_list (&self->submitters, equals + 1, are_roles);
  if (!is_done)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 "“%s” is no rule for sign requests", rule);
  return is_done;
}

/**
 * hopso_sign_policy_to_string:
 *
 * Returns: (transfer full): all rules, one per line, as hopso_sign_policy_set() takes them
 */
char *
hopso_sign_policy_to_string (const HopsoSignPolicy *self)
{
  g_autofree char *delegable = g_strjoinv (",", self->delegable);
  g_autofree char *submitters = g_strjoinv (",", self->submitters);

  return g_strdup_printf (
      "unopened=%s\ndelegate-within=%s\nsign-within=%s\ndelegable=%s\nsubmit=%s\n",
      self->forbids_unopened ? "forbid" : "mark",
      self->delegates_anywhere ? "province" : "organization",
      self->asks_own_only ? "organization" : "province", delegable, submitters);
}

static gboolean
has_role (HopsoPerson *person, const char *role)
{
  const char *const *roles = hopso_person_get_roles (person);

  return roles != NULL && g_strv_contains (roles, role);
}

/**
 * hopso_sign_policy_may_submit:
 * @person: somebody
 *
 * Returns: whether this person may submit papers
 */
gboolean
hopso_sign_policy_may_submit (const HopsoSignPolicy *self, HopsoPerson *person)
{
  for (guint i = 0; self->submitters[i] != NULL; i++)
    if (has_role (person, self->submitters[i]))
      return TRUE;
  return FALSE;
}

/**
 * hopso_sign_policy_may_sign:
 * @person: somebody
 * @action: what is asked for
 *
 * Returns: whether this person may be asked for it
 */
gboolean
hopso_sign_policy_may_sign (HopsoPerson *person, const char *action)
{
  for (guint i = 0; i < G_N_ELEMENTS (asked); i++)
    {
      if (g_strcmp0 (asked[i].action, action) != 0)
        continue;
      if (asked[i].roles[0] == NULL)
        return TRUE;
      for (guint n = 0; asked[i].roles[n] != NULL; n++)
        if (has_role (person, asked[i].roles[n]))
          return TRUE;
    }
  return FALSE;
}

/**
 * hopso_sign_policy_may_ask:
 * @submitter: who submits a paper
 * @signer: who shall sign it, and see it
 *
 * Returns: whether the rules allow that
 */
gboolean
hopso_sign_policy_may_ask (const HopsoSignPolicy *self, HopsoPerson *submitter, HopsoPerson *signer)
{
  const char *organization = hopso_person_get_organization (submitter);

  return !self->asks_own_only ||
         (organization != NULL &&
          g_strcmp0 (organization, hopso_person_get_organization (signer)) == 0);
}

/**
 * hopso_sign_policy_may_delegate:
 * @action: what is asked for
 * @signer: who was asked
 * @delegate: who shall do it instead
 *
 * Returns: whether that may be handed on so
 */
gboolean
hopso_sign_policy_may_delegate (const HopsoSignPolicy *self,
                                const char *action,
                                HopsoPerson *signer,
                                HopsoPerson *delegate)
{
  const char *organization = hopso_person_get_organization (signer);

  if (action == NULL || !g_strv_contains ((const char *const *) self->delegable, action) ||
      !hopso_sign_policy_may_sign (delegate, action))
    return FALSE;
  return self->delegates_anywhere ||
         (organization != NULL &&
          g_strcmp0 (organization, hopso_person_get_organization (delegate)) == 0);
}
