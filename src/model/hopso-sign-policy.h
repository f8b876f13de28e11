/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-person.h"

G_BEGIN_DECLS

/**
 * HopsoSignPolicy:
 * @forbids_unopened: whether a paper may be signed only by who has opened it
 * @delegates_anywhere: whether a delegate may be of another organization than the signer
 * @asks_own_only: whether signers must be of the same organization as who submits
 * @delegable: (owned): the actions that may be handed on
 * @submitters: (owned): the roles whose bearers may submit papers
 *
 * What the administrator of the server decided about sign requests.
 */
typedef struct
{
  gboolean forbids_unopened;
  gboolean delegates_anywhere;
  gboolean asks_own_only;
  char **delegable;
  char **submitters;
} HopsoSignPolicy;

HopsoSignPolicy *hopso_sign_policy_new (void);
HopsoSignPolicy *hopso_sign_policy_copy (const HopsoSignPolicy *self);
void hopso_sign_policy_free (HopsoSignPolicy *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoSignPolicy, hopso_sign_policy_free)

gboolean hopso_sign_policy_set (HopsoSignPolicy *self, const char *rule, GError **error);
char *hopso_sign_policy_to_string (const HopsoSignPolicy *self);

gboolean hopso_sign_policy_may_submit (const HopsoSignPolicy *self, HopsoPerson *person);
gboolean hopso_sign_policy_may_sign (HopsoPerson *person, const char *action);
gboolean hopso_sign_policy_may_ask (const HopsoSignPolicy *self,
                                    HopsoPerson *submitter,
                                    HopsoPerson *signer);
gboolean hopso_sign_policy_may_delegate (const HopsoSignPolicy *self,
                                         const char *action,
                                         HopsoPerson *signer,
                                         HopsoPerson *delegate);

G_END_DECLS
