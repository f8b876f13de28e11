/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What each signature of the dialog is for: to initial, to approve, or what a records clerk does
 * for the agency. It decides whose certificate is needed, what has to be said, and what will be
 * printed, which the engine itself works out before the PIN is asked for. Main thread. */

#include "hopso-sign-dialog-private.h"

#include "hopso-agency-certificate.h"
#include "hopso-sign-words.h"
#include "hopso-workspace-requests.h"

#include <glib/gi18n.h>

/* An initial is as large as one writes it. */
#define INITIAL_WIDTH  70.0
#define INITIAL_HEIGHT 30.0
#define INITIAL_GAP    12.0

/* What the request asks of this person. */
HopsoSignAction
hopso_sign_dialog_find_asked (HopsoSignDialog *self, HopsoSignRequest *request)
{
  HopsoSignStep *step = NULL;
  HopsoSignAction action = HOPSO_SIGN_ACTION_NONE;
  const char *asked;

  if (request != NULL)
    step = hopso_workspace_lookup_my_step (self->workspace,
                                           hopso_record_get_id (HOPSO_RECORD (request)));
  asked = step != NULL ? hopso_sign_step_get_action (step) : NULL;
  if (g_strcmp0 (asked, HOPSO_SIGN_ASK_AGENCY) == 0)
    return HOPSO_SIGN_ACTION_ISSUE;
  if (asked != NULL)
    hopso_sign_action_read (asked, &action);
  return action;
}

/* What is proposed for such a signature. */
HopsoDeedFacts *
hopso_sign_dialog_make_deed (HopsoSignDialog *self, HopsoSignAction action)
{
  g_autoptr (GDateTime) today = g_date_time_new_now_local ();
  HopsoPerson *me = hopso_workspace_get_person (self->workspace);
  const char *id = me != NULL ? hopso_person_get_organization (me) : NULL;
  HopsoOrganization *agency =
      id != NULL ? hopso_workspace_lookup_organization (self->workspace, id) : NULL;

  return hopso_deed_facts_new (action, today,
                               agency != NULL ? hopso_organization_get_name (agency) : NULL);
}

static HopsoSignAction
get_action (HopsoSignJobRow *row)
{
  return hopso_sign_job_row_get_deed (row)->action;
}

/* What all signatures have in common. */
HopsoSignAction
hopso_sign_dialog_get_action (HopsoSignDialog *self)
{
  HopsoSignAction action = HOPSO_SIGN_ACTION_NONE;

  for (guint i = 0; i < self->rows->len; i++)
    {
      HopsoSignAction one = get_action (g_ptr_array_index (self->rows, i));

      if (i > 0 && one != action)
        return HOPSO_SIGN_ACTION_NONE;
      action = one;
    }
  return action;
}

/* Whether the agency's certificate is the one to begin with. */
gboolean
hopso_sign_dialog_wants_agency (HopsoSignDialog *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (!hopso_sign_action_needs_agency (get_action (g_ptr_array_index (self->rows, i))))
      return FALSE;
  return self->rows->len > 0;
}

/* Whether the certificate that was chosen is an agency's. */
gboolean
hopso_sign_dialog_has_agency (HopsoSignDialog *self)
{
  return self->certificate != NULL &&
         hopso_certificate_is_of_agency (
             hopso_token_certificate_get_certificate (self->certificate));
}

static const char *
find_need (HopsoSignDialog *self, HopsoSignJobRow *row)
{
  const HopsoDeedFacts *deed = hopso_sign_job_row_get_deed (row);
  gboolean needs_agency = hopso_sign_action_needs_agency (deed->action);

  if (self->certificate != NULL && needs_agency && !hopso_sign_dialog_has_agency (self))
    return _ ("Needs the agency’s certificate");
  if (hopso_sign_dialog_has_agency (self) &&
      (deed->action == HOPSO_SIGN_ACTION_INITIAL || deed->action == HOPSO_SIGN_ACTION_APPROVE))
    return _ ("Needs a person’s certificate");
  if (deed->action == HOPSO_SIGN_ACTION_ISSUE && self->certificate != NULL &&
      self->picture_png == NULL)
    return _ ("Picture of the seal missing");
  return hopso_deed_facts_find_need (deed, hopso_sign_job_row_get_preview (row));
}

/* What each document still needs is said on its row. */
void
hopso_sign_dialog_update_needs (HopsoSignDialog *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      HopsoSignJobRow *row = g_ptr_array_index (self->rows, i);

      hopso_sign_job_row_set_need (row, find_need (self, row));
    }
}

/* Whether everything that the signature says and needs is there. */
gboolean
hopso_sign_dialog_is_said (HopsoSignDialog *self, HopsoSignJobRow *row)
{
  return hopso_sign_job_row_get_need (row) == NULL &&
         hopso_sign_job_row_get_refusal (row) == NULL &&
         (!hopso_deed_facts_are_asked (hopso_sign_job_row_get_deed (row)) ||
          hopso_sign_job_row_get_preview (row) != NULL);
}

/* Tells the job what its signature is for and what it shows. */
void
hopso_sign_dialog_set_deed (HopsoSignDialog *self, HopsoSignJobRow *row, HopsoSignJob *job)
{
  const HopsoDeedFacts *deed = hopso_sign_job_row_get_deed (row);
  gboolean is_issue = deed->action == HOPSO_SIGN_ACTION_ISSUE;

  hopso_deed_facts_apply (deed, hopso_sign_job_row_get_preview (row), job);
  if (!hopso_deed_facts_are_asked (deed))
    hopso_sign_job_set_picture (job, self->picture_png);
  else
    hopso_sign_job_set_picture (
        job, is_issue && hopso_sign_dialog_has_agency (self) ? self->picture_png : NULL);
  if (is_issue)
    hopso_sign_job_set_seal_diameter (job, self->picture_mm);
}

/* Moves the mark of an initial to the left of the place where others sign, unless the request says
 * where it shall stand. */
void
hopso_sign_dialog_place_initial (HopsoSignDialog *self, HopsoSignJobRow *row, HopsoSignPlace *place)
{
  HopsoSignRequest *request = hopso_sign_job_row_get_request (row);

  if (get_action (row) != HOPSO_SIGN_ACTION_INITIAL ||
      (request != NULL && hopso_sign_request_get_place (request) != NULL))
    return;
  place->x = MAX (0, place->x - INITIAL_GAP - INITIAL_WIDTH);
  place->y += MAX (0, place->height - INITIAL_HEIGHT);
  place->width = INITIAL_WIDTH;
  place->height = INITIAL_HEIGHT;
}

/* --- what it will look like ------------------------------------------------------------------- */

typedef struct
{
  HopsoSignDialog *dialog;   /* owned */
  HopsoSignJobRow *row;      /* owned */
  GCancellable *cancellable; /* owned */
} Looking;

static void
looking_free (Looking *looking)
{
  g_object_unref (looking->dialog);
  g_object_unref (looking->row);
  g_object_unref (looking->cancellable);
  g_free (looking);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Looking, looking_free)

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Looking) looking = user_data;
  HopsoSignDialog *self = looking->dialog;
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoSignPreview) preview = hopso_sign_preview_finish (result, &error);
  g_autofree char *refusal = preview == NULL ? hopso_sign_words_error (error) : NULL;

  if (g_cancellable_is_cancelled (looking->cancellable) ||
      g_cancellable_is_cancelled (self->cancellable))
    return;
  hopso_sign_job_row_take_preview (looking->row, g_steal_pointer (&preview), refusal);
  if (self->shown < self->rows->len && g_ptr_array_index (self->rows, self->shown) == looking->row)
    hopso_sign_dialog_show_row (self, self->shown);
  hopso_sign_dialog_update (self);
}

/* Has the engine work out what will be printed on a row's document. */
void
hopso_sign_dialog_look (HopsoSignDialog *self, HopsoSignJobRow *row)
{
  HopsoSignJob *job = hopso_sign_job_row_get_coming (row);
  Looking *looking;

  if (job == NULL || !hopso_deed_facts_are_asked (hopso_sign_job_row_get_deed (row)))
    return;
  hopso_sign_dialog_set_deed (self, row, job);
  looking = g_new0 (Looking, 1);
  looking->dialog = g_object_ref (self);
  looking->row = g_object_ref (row);
  looking->cancellable = hopso_sign_job_row_begin_look (row);
  hopso_sign_preview_async (
      job,
      self->certificate != NULL ? hopso_token_certificate_get_certificate (self->certificate)
                                : NULL,
      g_get_real_time () / G_USEC_PER_SEC, looking->cancellable, looked_cb, looking);
}

/* Certificate or picture are others: everything is worked out anew. */
void
hopso_sign_dialog_look_at_all (HopsoSignDialog *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    hopso_sign_dialog_look (self, g_ptr_array_index (self->rows, i));
}

/* --- what is typed ---------------------------------------------------------------------------- */

static HopsoSignJobRow *
get_shown (HopsoSignDialog *self)
{
  return self->shown < self->rows->len ? g_ptr_array_index (self->rows, self->shown) : NULL;
}

/* Somebody types number or date of the document in sight. */
void
hopso_sign_dialog_deed_typed (HopsoSignDialog *self)
{
  HopsoSignJobRow *row = get_shown (self);

  if (row == NULL)
    return;
  hopso_deed_box_read (self->deed_box, hopso_sign_job_row_get_deed (row));
  hopso_sign_dialog_look (self, row);
  hopso_sign_dialog_name_outputs (self);
  hopso_sign_dialog_reveal_extra (self);
  hopso_sign_dialog_update (self);
}

/* Shows what is to be said about the document in sight, or nothing. */
void
hopso_sign_dialog_show_deed (HopsoSignDialog *self)
{
  HopsoSignJobRow *row = get_shown (self);
  const HopsoDeedFacts *deed = row != NULL ? hopso_sign_job_row_get_deed (row) : NULL;
  gboolean is_asked = deed != NULL && hopso_deed_facts_are_asked (deed);

  gtk_widget_set_visible (GTK_WIDGET (self->deed_box), is_asked);
  gtk_widget_set_visible (GTK_WIDGET (self->picture_row),
                          !is_asked || deed->action == HOPSO_SIGN_ACTION_ISSUE);
  if (!is_asked)
    return;
  hopso_deed_box_show (self->deed_box, deed, hopso_sign_job_row_get_preview (row));
  hopso_deed_box_set_problem (self->deed_box, hopso_sign_job_row_get_refusal (row));
  gtk_widget_set_sensitive (GTK_WIDGET (self->deed_box), self->signing == NULL);
}
