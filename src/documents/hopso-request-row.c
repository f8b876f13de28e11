/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One sign request in a list: a box to choose it by where it can be signed, the document, who
 * submits it, where it stands or by when it is wanted, and what can be done with it. Main thread.
 */

#include "hopso-request-row.h"

#include "hopso-change-set.h"
#include "hopso-chip.h"
#include "hopso-person-words.h"
#include "hopso-request-words.h"
#include "hopso-size-words.h"
#include "hopso-time-words.h"
#include "hopso-workspace-requests.h"

#include <glib/gi18n.h>

struct _HopsoRequestRow
{
  GtkListBoxRow parent_instance;

  HopsoWorkspace *workspace; /* owned */
  HopsoClock *clock;         /* owned */
  HopsoSignRequest *request; /* owned */
  gboolean can_choose;
  gboolean is_narrow;

  GtkCheckButton *check;
  GtkImage *icon;
  GtkLabel *name_label;
  GtkLabel *facts_label;
  GtkLabel *reason_label;
  GtkWidget *cloud;
  HopsoChip *chip;
  GtkButton *open_button;
  GtkMenuButton *menu_button;
};

G_DEFINE_FINAL_TYPE (HopsoRequestRow, hopso_request_row, GTK_TYPE_LIST_BOX_ROW)

enum
{
  PROP_IS_NARROW = 1,
  PROP_IS_CHOSEN,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* The unit that submits, or the person when the unit is not known. */
static char *
describe_requester (HopsoRequestRow *self)
{
  const char *id = hopso_sign_request_get_requester (self->request);
  HopsoPerson *person = id != NULL ? hopso_workspace_lookup_person (self->workspace, id) : NULL;
  HopsoOrganization *unit = NULL;
  const char *name = NULL;

  if (person == NULL || person == hopso_workspace_get_person (self->workspace))
    return NULL;
  if (hopso_person_get_organization (person) != NULL)
    unit = hopso_workspace_lookup_organization (self->workspace,
                                                hopso_person_get_organization (person));
  if (unit != NULL)
    name = hopso_organization_get_short_name (unit);
  return hopso_person_words_abbreviate (name != NULL ? name : hopso_person_get_name (person));
}

static char *
describe_facts (HopsoRequestRow *self)
{
  HopsoPaper *paper =
      hopso_workspace_lookup_paper (self->workspace, hopso_sign_request_get_paper (self->request));
  g_autofree char *requester = describe_requester (self);
  g_autofree char *size = NULL;

  if (paper != NULL)
    size = hopso_size_words_pages (hopso_paper_get_pages (paper),
                                   (guint64) MAX (hopso_paper_get_size (paper), 0));
  if (requester == NULL || size == NULL)
    return g_strdup (requester != NULL ? requester : size != NULL ? size : "");
  /* Translators: the unit that submits a document, and its pages and size. */
  return g_strdup_printf (_ ("submitted by %s · %s"), requester, size);
}

static HopsoRequestState
describe_state (HopsoRequestRow *self)
{
  gint64 deadline = hopso_sign_request_get_deadline (self->request);

  if (!self->can_choose || deadline == 0)
    return hopso_request_words_state (self->workspace, self->request);
  return hopso_request_words_deadline (deadline, hopso_clock_now (self->clock));
}

/**
 * hopso_request_row_refresh:
 *
 * Puts the words that depend on the time anew.
 */
void
hopso_request_row_refresh (HopsoRequestRow *self)
{
  gint64 deadline;
  g_auto (HopsoRequestState) state = { NULL };
  g_autofree char *exact = NULL;
  g_autofree char *sentence = NULL;

  g_return_if_fail (HOPSO_IS_REQUEST_ROW (self));

  deadline = hopso_sign_request_get_deadline (self->request);
  state = describe_state (self);
  exact = deadline != 0 ? hopso_time_words_exact (deadline) : NULL;
  hopso_chip_set (self->chip, state.icon, state.words, state.tone);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->chip), exact);
  sentence = g_strdup_printf ("%s, %s: %s", gtk_label_get_label (self->name_label),
                              gtk_label_get_label (self->facts_label), state.words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence,
                                  -1);
}

static void
add_item (GMenu *menu, const char *label, const char *action, const char *id)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", id);
  g_menu_append_item (menu, item);
}

/* What this person can do with it now. */
static void
fill_menu (HopsoRequestRow *self)
{
  const char *id = hopso_record_get_id (HOPSO_RECORD (self->request));
  HopsoPerson *me = hopso_workspace_get_person (self->workspace);
  g_autoptr (GMenu) menu = g_menu_new ();

  add_item (menu, _ ("_Where it stands"), "requests.show", id);
  if (hopso_workspace_lookup_my_step (self->workspace, id) != NULL)
    {
      add_item (menu, _ ("_Return…"), "requests.return", id);
      add_item (menu, _ ("_Hand on…"), "requests.delegate", id);
    }
  if (me != NULL && hopso_sign_request_is_waiting (self->request) &&
      g_strcmp0 (hopso_sign_request_get_requester (self->request),
                 hopso_record_get_id (HOPSO_RECORD (me))) == 0)
    {
      add_item (menu, _ ("_Change deadline and remarks…"), "requests.change", id);
      add_item (menu, _ ("Re_place the file…"), "requests.replace", id);
      add_item (menu, _ ("_Withdraw…"), "requests.withdraw", id);
    }
  gtk_menu_button_set_menu_model (self->menu_button, G_MENU_MODEL (menu));
}

static void
name_controls (HopsoRequestRow *self, const char *name)
{
  g_autofree char *open = g_strdup_printf (_ ("Open %s"), name);
  g_autofree char *choose = g_strdup_printf (_ ("Choose %s"), name);
  g_autofree char *more = g_strdup_printf (_ ("More about %s"), name);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->open_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  open, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  choose, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  more, -1);
}

static void
update (HopsoRequestRow *self)
{
  g_autofree char *name = hopso_request_words_document (self->workspace, self->request);
  g_autofree char *facts = describe_facts (self);
  const char *reason = hopso_sign_request_get_reason (self->request);
  const char *remarks = hopso_sign_request_get_remarks (self->request);
  g_autofree char *words = NULL;

  if (reason != NULL)
    words = g_strdup_printf (_ ("Reason: %s"), reason);
  gtk_label_set_label (self->name_label, name);
  gtk_label_set_label (self->facts_label, facts);
  gtk_label_set_label (self->reason_label, words != NULL ? words : remarks != NULL ? remarks : "");
  gtk_widget_set_visible (GTK_WIDGET (self->reason_label), words != NULL || remarks != NULL);
  gtk_widget_set_visible (
      self->cloud, hopso_workspace_is_waiting (self->workspace, HOPSO_KIND_SIGN_REQUEST,
                                               hopso_record_get_id (HOPSO_RECORD (self->request))));
  name_controls (self, name);
  fill_menu (self);
  hopso_request_row_refresh (self);
}

static void
changed_cb (HopsoRequestRow *self, HopsoChangeSet *changes)
{
  if (hopso_change_set_touches (changes, HOPSO_KIND_PAPER) ||
      hopso_change_set_touches (changes, HOPSO_KIND_PERSON) ||
      hopso_change_set_touches (changes, HOPSO_KIND_SIGN_STEP) ||
      hopso_change_set_touches (changes, HOPSO_KIND_ORGANIZATION))
    update (self);
}

static void
set_is_narrow (HopsoRequestRow *self, gboolean is_narrow)
{
  self->is_narrow = is_narrow;
  gtk_widget_set_visible (GTK_WIDGET (self->icon), !is_narrow && !self->can_choose);
  gtk_widget_set_visible (GTK_WIDGET (self->open_button), !is_narrow);
}

static void
chosen_cb (HopsoRequestRow *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_CHOSEN]);
}

static void
hopso_request_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HopsoRequestRow *self = HOPSO_REQUEST_ROW (object);

  if (id == PROP_IS_NARROW)
    g_value_set_boolean (value, self->is_narrow);
  else if (id == PROP_IS_CHOSEN)
    g_value_set_boolean (value, hopso_request_row_get_is_chosen (self));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
hopso_request_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HopsoRequestRow *self = HOPSO_REQUEST_ROW (object);

  if (id == PROP_IS_NARROW)
    set_is_narrow (self, g_value_get_boolean (value));
  else if (id == PROP_IS_CHOSEN)
    hopso_request_row_set_is_chosen (self, g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
hopso_request_row_dispose (GObject *object)
{
  HopsoRequestRow *self = HOPSO_REQUEST_ROW (object);

  g_clear_object (&self->request);
  g_clear_object (&self->clock);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (hopso_request_row_parent_class)->dispose (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, HopsoRequestRow, name)

static void
hopso_request_row_class_init (HopsoRequestRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = hopso_request_row_get_property;
  object_class->set_property = hopso_request_row_set_property;
  object_class->dispose = hopso_request_row_dispose;
  properties[PROP_IS_NARROW] = g_param_spec_boolean ("is-narrow", NULL, NULL, FALSE, flags);
  properties[PROP_IS_CHOSEN] =
      g_param_spec_boolean ("is-chosen", NULL, NULL, FALSE, flags | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/hopso/HopSo/documents/hopso-request-row.ui");
  BIND (check);
  BIND (icon);
  BIND (name_label);
  BIND (facts_label);
  BIND (reason_label);
  BIND (cloud);
  BIND (chip);
  BIND (open_button);
  BIND (menu_button);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
}

static void
hopso_request_row_init (HopsoRequestRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hopso_request_row_new:
 * @workspace: where the document is
 * @clock: tells the time
 * @request: the request
 * @can_choose: whether it waits for this person's signature
 *
 * Returns: (transfer floating): a row for it
 */
GtkWidget *
hopso_request_row_new (HopsoWorkspace *workspace,
                       HopsoClock *clock,
                       HopsoSignRequest *request,
                       gboolean can_choose)
{
  HopsoRequestRow *self = g_object_new (HOPSO_TYPE_REQUEST_ROW, NULL);
  const char *paper = hopso_sign_request_get_paper (request);

  self->workspace = g_object_ref (workspace);
  self->clock = g_object_ref (clock);
  self->request = g_object_ref (request);
  self->can_choose = can_choose;
  g_signal_connect_object (workspace, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_visible (GTK_WIDGET (self->check), can_choose);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self), "s",
                                    can_choose ? paper
                                               : hopso_record_get_id (HOPSO_RECORD (request)));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self),
                                  can_choose ? "win.open-paper" : "requests.show");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->open_button), "s", paper);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->open_button), "win.open-paper");
  set_is_narrow (self, FALSE);
  update (self);
  return GTK_WIDGET (self);
}

/**
 * hopso_request_row_get_request:
 *
 * Returns: (transfer none): the request
 */
HopsoSignRequest *
hopso_request_row_get_request (HopsoRequestRow *self)
{
  g_return_val_if_fail (HOPSO_IS_REQUEST_ROW (self), NULL);

  return self->request;
}

/**
 * hopso_request_row_get_is_chosen:
 *
 * Returns: whether its box is ticked
 */
gboolean
hopso_request_row_get_is_chosen (HopsoRequestRow *self)
{
  g_return_val_if_fail (HOPSO_IS_REQUEST_ROW (self), FALSE);

  return self->can_choose && gtk_check_button_get_active (self->check);
}

/**
 * hopso_request_row_set_is_chosen:
 * @is_chosen: whether to tick its box
 */
void
hopso_request_row_set_is_chosen (HopsoRequestRow *self, gboolean is_chosen)
{
  g_return_if_fail (HOPSO_IS_REQUEST_ROW (self));

  if (self->can_choose)
    gtk_check_button_set_active (self->check, is_chosen);
}
