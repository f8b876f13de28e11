/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the windows say of sign requests: where one stands, what each signer is asked and has done.
 * Only reads what is in memory. Main thread. */

#include "hopso-request-words.h"

#include "hopso-person-words.h"
#include "hopso-text-fold.h"
#include "hopso-time-words.h"

#include <glib/gi18n.h>

/**
 * hopso_request_state_clear:
 */
void
hopso_request_state_clear (HopsoRequestState *self)
{
  g_clear_pointer (&self->words, g_free);
}

/**
 * hopso_request_words_person:
 * @workspace: knows people
 * @person_id: (nullable): one of them
 *
 * Returns: (transfer full): position and unit, or the name of somebody without
 */
char *
hopso_request_words_person (HopsoWorkspace *workspace, const char *person_id)
{
  HopsoPerson *person =
      person_id != NULL ? hopso_workspace_lookup_person (workspace, person_id) : NULL;
  const char *unit_id = person != NULL ? hopso_person_get_organization (person) : NULL;
  HopsoOrganization *unit =
      unit_id != NULL ? hopso_workspace_lookup_organization (workspace, unit_id) : NULL;
  char *title = hopso_person_words_title (person, unit);

  return title != NULL ? title : g_strdup (_ ("somebody"));
}

/**
 * hopso_request_words_document:
 * @workspace: knows papers
 * @request: a request
 *
 * Returns: (transfer full): the name of what is to be signed
 */
char *
hopso_request_words_document (HopsoWorkspace *workspace, HopsoSignRequest *request)
{
  HopsoPaper *paper =
      hopso_workspace_lookup_paper (workspace, hopso_sign_request_get_paper (request));

  return paper != NULL ? hopso_text_capitalised (hopso_paper_get_name (paper))
                       : g_strdup (_ ("Document on its way"));
}

/**
 * hopso_request_words_action:
 * @action: (nullable): of a step
 *
 * Returns: (transfer none): what is asked
 */
const char *
hopso_request_words_action (const char *action)
{
  if (g_strcmp0 (action, HOPSO_SIGN_ASK_INITIAL) == 0)
    return _ ("Initial");
  if (g_strcmp0 (action, HOPSO_SIGN_ASK_AGENCY) == 0)
    return _ ("Sign for the agency");
  return _ ("Approve and sign");
}

/* Whose signature is awaited: the first, and how many others. */
static char *
describe_awaited (HopsoWorkspace *workspace, HopsoSignRequest *request)
{
  const char *const *awaited = hopso_sign_request_get_awaited (request);
  const char *first = awaited != NULL ? awaited[0] : hopso_sign_request_get_signer (request);
  g_autofree char *person = NULL;
  guint n_others = awaited != NULL ? g_strv_length ((char **) awaited) : 1;
  HopsoPerson *me = hopso_workspace_get_person (workspace);

  if (me != NULL && hopso_sign_request_awaits (request, hopso_record_get_id (HOPSO_RECORD (me))))
    return g_strdup (_ ("Waits for you"));
  person = hopso_request_words_person (workspace, first);
  n_others = n_others > 0 ? n_others - 1 : 0;
  if (n_others == 0)
    /* Translators: the position of the person whose signature is awaited. */
    return g_strdup_printf (_ ("Waits for %s"), person);
  return g_strdup_printf (
      ngettext ("Waits for %s and %u other", "Waits for %s and %u others", n_others), person,
      n_others);
}

/**
 * hopso_request_words_state:
 * @workspace: whose request
 * @request: a request
 *
 * Returns: where it stands
 */
HopsoRequestState
hopso_request_words_state (HopsoWorkspace *workspace, HopsoSignRequest *request)
{
  const char *state = hopso_sign_request_get_state (request);

  if (g_strcmp0 (state, HOPSO_SIGN_REQUEST_DONE) == 0)
    return (HopsoRequestState){ "emblem-ok-symbolic", g_strdup (_ ("Signed by all")),
                                HOPSO_TONE_GOOD };
  if (g_strcmp0 (state, HOPSO_SIGN_REQUEST_RETURNED) == 0)
    return (HopsoRequestState){ "edit-undo-symbolic", g_strdup (_ ("Returned")), HOPSO_TONE_BAD };
  if (g_strcmp0 (state, HOPSO_SIGN_REQUEST_WITHDRAWN) == 0)
    return (HopsoRequestState){ "edit-clear-symbolic", g_strdup (_ ("Withdrawn")), HOPSO_TONE_DIM };
  if (g_strcmp0 (state, HOPSO_SIGN_REQUEST_STOPPED) == 0)
    return (HopsoRequestState){ "dialog-warning-symbolic",
                                g_strdup (_ ("Stopped: the document was replaced")),
                                HOPSO_TONE_ATTENTION };
  return (HopsoRequestState){ "content-loading-symbolic", describe_awaited (workspace, request),
                              HOPSO_TONE_ACCENT };
}

/**
 * hopso_request_words_step:
 * @step: what one person is asked
 * @now: the time
 *
 * Returns: what became of it, and when
 */
HopsoRequestState
hopso_request_words_step (HopsoSignStep *step, gint64 now)
{
  static const struct
  {
    const char *state;
    const char *icon;
    const char *words;
    HopsoTone tone;
  } table[] = {
    { HOPSO_SIGN_STEP_SIGNED, "emblem-ok-symbolic", N_ ("Signed"), HOPSO_TONE_GOOD },
    { HOPSO_SIGN_STEP_ACTIVE, "content-loading-symbolic", N_ ("Their turn"), HOPSO_TONE_ACCENT },
    { HOPSO_SIGN_STEP_WAITING, "appointment-soon-symbolic", N_ ("Not yet their turn"),
      HOPSO_TONE_DIM },
    { HOPSO_SIGN_STEP_RETURNED, "edit-undo-symbolic", N_ ("Returned"), HOPSO_TONE_BAD },
    { HOPSO_SIGN_STEP_DELEGATED, "send-to-symbolic", N_ ("Handed on"), HOPSO_TONE_DIM },
    { HOPSO_SIGN_STEP_WITHDRAWN, "edit-clear-symbolic", N_ ("No longer asked"), HOPSO_TONE_DIM },
  };
  gint64 acted = hopso_sign_step_get_acted (step);
  g_autofree char *moment = acted != 0 ? hopso_time_words_moment (acted, now) : NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    if (hopso_sign_step_is_in (step, table[i].state))
      return (HopsoRequestState){ table[i].icon,
                                  moment != NULL
                                      ? g_strdup_printf ("%s · %s", _ (table[i].words), moment)
                                      : g_strdup (_ (table[i].words)),
                                  table[i].tone };
  return (HopsoRequestState){ NULL, g_strdup (""), HOPSO_TONE_DIM };
}

/**
 * hopso_request_words_deadline:
 * @deadline: by when, not 0
 * @now: the time
 *
 * Returns: how urgent it is
 */
HopsoRequestState
hopso_request_words_deadline (gint64 deadline, gint64 now)
{
  HopsoTone tone = HOPSO_TONE_PLAIN;

  if (deadline < now)
    tone = HOPSO_TONE_BAD;
  else if (hopso_time_words_days_between (now, deadline) <= 0)
    tone = HOPSO_TONE_ATTENTION;
  return (HopsoRequestState){ tone == HOPSO_TONE_PLAIN ? "x-office-calendar-symbolic"
                                                       : "alarm-symbolic",
                              hopso_time_words_deadline (deadline, now), tone };
}
