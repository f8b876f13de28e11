/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a request asks of a signature: to initial, to approve. It decides what the signature says of
 * itself, and that an initial is small and leaves the place of whoever approves free. The records
 * clerk's signature for the agency needs number and date and is made elsewhere. Main thread. */

#include "hopso-sign-dialog-private.h"

#include "hopso-sign-action.h"
#include "hopso-workspace-requests.h"

/* An initial is as large as one writes it. */
#define INITIAL_WIDTH  70.0
#define INITIAL_HEIGHT 30.0
#define INITIAL_GAP    12.0

static const char *
find_asked (HopsoSignDialog *self, HopsoSignJobRow *row)
{
  HopsoSignRequest *request = hopso_sign_job_row_get_request (row);
  HopsoSignStep *step = NULL;

  if (request != NULL)
    step = hopso_workspace_lookup_my_step (self->workspace,
                                           hopso_record_get_id (HOPSO_RECORD (request)));
  return step != NULL ? hopso_sign_step_get_action (step) : NULL;
}

/* Tells the job what its signature is for. */
void
hopso_sign_dialog_set_deed (HopsoSignDialog *self, HopsoSignJobRow *row, HopsoSignJob *job)
{
  const char *asked = find_asked (self, row);
  HopsoSignAction action;

  if (asked != NULL && hopso_sign_action_read (asked, &action) &&
      !hopso_sign_action_needs_agency (action))
    hopso_sign_job_set_action (job, action);
}

/* Moves the mark of an initial to the left of the place where others sign, unless the request says
 * where it shall stand. */
void
hopso_sign_dialog_place_initial (HopsoSignDialog *self, HopsoSignJobRow *row, HopsoSignPlace *place)
{
  const char *asked = find_asked (self, row);
  HopsoSignAction action;

  if (asked == NULL ||
      hopso_sign_request_get_place (hopso_sign_job_row_get_request (row)) != NULL ||
      !hopso_sign_action_read (asked, &action) || hopso_sign_action_needs_agency (action) ||
      g_strcmp0 (hopso_sign_action_get_name (action), "initial") != 0)
    return;
  place->x = MAX (0, place->x - INITIAL_GAP - INITIAL_WIDTH);
  place->y += MAX (0, place->height - INITIAL_HEIGHT);
  place->width = INITIAL_WIDTH;
  place->height = INITIAL_HEIGHT;
}
