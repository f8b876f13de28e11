/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One request with its chain of signers, as it is now: what others do meanwhile appears by itself.
 * It decides nothing; its buttons are actions of others. Main thread. */

#include "hopso-request-window.h"

#include "hopso-change-set.h"
#include "hopso-chip.h"
#include "hopso-request-keys.h"
#include "hopso-request-words.h"
#include "hopso-time-words.h"
#include "hopso-workspace-requests.h"

#include <glib/gi18n.h>

struct _HopsoRequestWindow
{
  AdwWindow parent_instance;

  HopsoWorkspace *workspace; /* owned */
  HopsoClock *clock;         /* owned */
  char *id;                  /* owned: of the request */
  GListModel *steps;         /* owned */

  GtkLabel *name_label;
  GtkLabel *facts_label;
  HopsoChip *chip;
  HopsoChip *deadline_chip;
  GtkWidget *cloud;
  GtkLabel *remarks_label;
  GtkLabel *reason_label;
  GtkLabel *order_label;
  GtkListBox *list;
  GtkWidget *open_button;
  GtkWidget *withdraw_button;
  GtkWidget *change_button;
  GtkWidget *replace_button;
  GtkWidget *again_button;
  GtkWidget *delegate_button;
  GtkWidget *return_button;
  GtkWidget *sign_button;
};

G_DEFINE_FINAL_TYPE (HopsoRequestWindow, hopso_request_window, ADW_TYPE_WINDOW)

static HopsoSignRequest *
get_request (HopsoRequestWindow *self)
{
  return (HopsoSignRequest *) hopso_workspace_lookup_record (self->workspace,
                                                             HOPSO_KIND_SIGN_REQUEST, self->id);
}

/* --- one step ------------------------------------------------------------------------------------
 */

static GtkWidget *
make_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

/* What is asked, and from whom the step was taken over. */
static char *
describe_asked (HopsoRequestWindow *self, HopsoSignStep *step)
{
  const char *from = hopso_sign_step_get_delegated_from (step);
  const char *action = hopso_request_words_action (hopso_sign_step_get_action (step));
  g_autofree char *person = NULL;

  if (from == NULL)
    return g_strdup (action);
  person = hopso_request_words_person (self->workspace, from);
  /* Translators: what is asked; the position of the person who handed it on. */
  return g_strdup_printf (_ ("%s · in place of %s"), action, person);
}

static GtkWidget *
make_step_names (HopsoRequestWindow *self, HopsoSignStep *step, const char *person)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  const char *reason = hopso_sign_step_get_reason (step);
  g_autofree char *asked = describe_asked (self, step);
  g_autofree char *words = NULL;

  gtk_box_append (GTK_BOX (box), make_label (person, "heading"));
  gtk_box_append (GTK_BOX (box), make_label (asked, "dim-label"));
  if (reason != NULL)
    {
      words = g_strdup_printf (_ ("Reason: %s"), reason);
      gtk_box_append (GTK_BOX (box), make_label (words, NULL));
    }
  gtk_widget_set_hexpand (box, TRUE);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  return box;
}

static GtkWidget *
make_step_row (gpointer item, gpointer user_data)
{
  HopsoRequestWindow *self = HOPSO_REQUEST_WINDOW (user_data);
  HopsoSignStep *step = HOPSO_SIGN_STEP (item);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  g_auto (HopsoRequestState) state = hopso_request_words_step (step, hopso_clock_now (self->clock));
  g_autofree char *person =
      hopso_request_words_person (self->workspace, hopso_sign_step_get_signer (step));
  g_autofree char *number =
      g_strdup_printf ("%" G_GINT64_FORMAT, hopso_sign_step_get_number (step));
  g_autofree char *asked = describe_asked (self, step);
  g_autofree char *sentence =
      g_strdup_printf ("%s. %s, %s: %s", number, person, asked, state.words);
  GtkWidget *badge = gtk_label_new (number);

  gtk_widget_add_css_class (badge, "number-badge");
  gtk_widget_set_valign (badge, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (row, "job");
  gtk_widget_add_css_class (box, "job-row");
  gtk_box_append (GTK_BOX (box), badge);
  gtk_box_append (GTK_BOX (box), make_step_names (self, step, person));
  gtk_box_append (GTK_BOX (box), hopso_chip_new (state.icon, state.words, state.tone));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence,
                                  -1);
  return row;
}

/* --- the request ---------------------------------------------------------------------------------
 */

/* Takes @line. */
static void
show_line (GtkLabel *label, char *line)
{
  gtk_label_set_label (label, line != NULL ? line : "");
  gtk_widget_set_visible (GTK_WIDGET (label), line != NULL);
  g_free (line);
}

static void
show_buttons (HopsoRequestWindow *self, HopsoSignRequest *request)
{
  HopsoPerson *me = hopso_workspace_get_person (self->workspace);
  const char *my_id = me != NULL ? hopso_record_get_id (HOPSO_RECORD (me)) : NULL;
  gboolean is_mine = g_strcmp0 (hopso_sign_request_get_requester (request), my_id) == 0;
  gboolean is_waiting = hopso_sign_request_is_waiting (request);
  gboolean is_signed =
      g_strcmp0 (hopso_sign_request_get_state (request), HOPSO_SIGN_REQUEST_DONE) == 0;
  gboolean is_asked = hopso_sign_request_awaits (request, my_id);

  gtk_widget_set_visible (self->withdraw_button, is_mine && is_waiting);
  gtk_widget_set_visible (self->change_button, is_mine && is_waiting);
  gtk_widget_set_visible (self->replace_button, is_mine && !is_waiting && !is_signed);
  gtk_widget_set_visible (self->again_button, is_mine && !is_waiting && !is_signed);
  gtk_widget_set_visible (self->delegate_button, is_asked);
  gtk_widget_set_visible (self->return_button, is_asked);
  gtk_widget_set_visible (self->sign_button, is_asked);
}

static void
show_facts (HopsoRequestWindow *self, HopsoSignRequest *request)
{
  gint64 now = hopso_clock_now (self->clock);
  gint64 deadline = hopso_sign_request_get_deadline (request);
  g_autofree char *requester =
      hopso_request_words_person (self->workspace, hopso_sign_request_get_requester (request));
  g_autofree char *created =
      hopso_time_words_moment (hopso_sign_request_get_created (request), now);
  /* Translators: who submitted it, and when. */
  g_autofree char *facts = g_strdup_printf (_ ("Submitted by %s · %s"), requester, created);
  g_auto (HopsoRequestState) urgency = { NULL };

  gtk_label_set_label (self->facts_label, facts);
  gtk_widget_set_visible (GTK_WIDGET (self->deadline_chip),
                          deadline != 0 && hopso_sign_request_is_waiting (request));
  if (deadline != 0)
    {
      urgency = hopso_request_words_deadline (deadline, now);
      hopso_chip_set (self->deadline_chip, urgency.icon, urgency.words, urgency.tone);
    }
}

static void
show_request (HopsoRequestWindow *self)
{
  HopsoSignRequest *request = get_request (self);
  const char *remarks;
  const char *reason;
  g_autofree char *name = NULL;
  g_auto (HopsoRequestState) state = { NULL };

  if (request == NULL)
    return;
  remarks = hopso_sign_request_get_remarks (request);
  reason = hopso_sign_request_get_reason (request);
  name = hopso_request_words_document (self->workspace, request);
  state = hopso_request_words_state (self->workspace, request);
  gtk_label_set_label (self->name_label, name);
  hopso_chip_set (self->chip, state.icon, state.words, state.tone);
  show_facts (self, request);
  show_line (self->remarks_label,
             remarks != NULL ? g_strdup_printf (_ ("Remarks: %s"), remarks) : NULL);
  show_line (self->reason_label,
             reason != NULL ? g_strdup_printf (_ ("Reason: %s"), reason) : NULL);
  gtk_label_set_label (self->order_label, g_strcmp0 (hopso_sign_request_get_mode (request),
                                                     HOPSO_SIGN_REQUEST_ANY) == 0
                                              ? _ ("Signers, in any order")
                                              : _ ("Signers, one after the other"));
  gtk_widget_set_visible (
      self->cloud, hopso_workspace_is_waiting (self->workspace, HOPSO_KIND_SIGN_REQUEST, self->id));
  show_buttons (self, request);
}

static void
changed_cb (HopsoRequestWindow *self, HopsoChangeSet *changes)
{
  if (hopso_change_set_touches (changes, HOPSO_KIND_SIGN_REQUEST) ||
      hopso_change_set_touches (changes, HOPSO_KIND_PAPER) ||
      hopso_change_set_touches (changes, HOPSO_KIND_PERSON))
    show_request (self);
}

/* The window goes: what comes next is in the one behind it. */
static void
activate_behind (HopsoRequestWindow *self, const char *action, GVariant *target)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  g_autoptr (GVariant) held = g_variant_ref_sink (target);

  if (parent != NULL)
    gtk_widget_activate_action_variant (GTK_WIDGET (parent), action, held);
  gtk_window_close (GTK_WINDOW (self));
}

static void
open_cb (HopsoRequestWindow *self)
{
  HopsoSignRequest *request = get_request (self);

  if (request != NULL)
    activate_behind (self, "win.open-paper",
                     g_variant_new_string (hopso_sign_request_get_paper (request)));
}

static void
sign_cb (HopsoRequestWindow *self)
{
  const char *ids[] = { self->id, NULL };

  activate_behind (self, "win.sign", g_variant_new_strv (ids, 1));
}

static void
hopso_request_window_dispose (GObject *object)
{
  HopsoRequestWindow *self = HOPSO_REQUEST_WINDOW (object);

  if (self->steps != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  g_clear_object (&self->steps);
  g_clear_object (&self->clock);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->id, g_free);
  G_OBJECT_CLASS (hopso_request_window_parent_class)->dispose (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, HopsoRequestWindow, name)

static void
hopso_request_window_class_init (HopsoRequestWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hopso_request_window_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/hopso/HopSo/documents/hopso-request-window.ui");
  BIND (name_label);
  BIND (facts_label);
  BIND (chip);
  BIND (deadline_chip);
  BIND (cloud);
  BIND (remarks_label);
  BIND (reason_label);
  BIND (order_label);
  BIND (list);
  BIND (open_button);
  BIND (withdraw_button);
  BIND (change_button);
  BIND (replace_button);
  BIND (again_button);
  BIND (delegate_button);
  BIND (return_button);
  BIND (sign_button);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
  gtk_widget_class_bind_template_callback (widget_class, sign_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static HopsoSignRequest *
get_request_of_keys (GtkWidget *widget, HopsoWorkspace **workspace)
{
  HopsoRequestWindow *self = HOPSO_REQUEST_WINDOW (widget);

  *workspace = self->workspace;
  return get_request (self);
}

static void
hopso_request_window_init (HopsoRequestWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  hopso_request_keys_add (GTK_WIDGET (self), GTK_SHORTCUT_SCOPE_LOCAL, get_request_of_keys);
}

/**
 * hopso_request_window_new:
 * @workspace: whose request
 * @clock: tells the time
 * @request: a request
 *
 * Returns: (transfer floating): a window that shows where it stands
 */
HopsoRequestWindow *
hopso_request_window_new (HopsoWorkspace *workspace, HopsoClock *clock, HopsoSignRequest *request)
{
  HopsoRequestWindow *self = g_object_new (HOPSO_TYPE_REQUEST_WINDOW, NULL);
  GtkWidget *const buttons[] = {
    self->withdraw_button, self->change_button,   self->replace_button,
    self->again_button,    self->delegate_button, self->return_button
  };

  self->workspace = g_object_ref (workspace);
  self->clock = g_object_ref (clock);
  self->id = g_strdup (hopso_record_get_id (HOPSO_RECORD (request)));
  self->steps = hopso_workspace_list_sign_steps (workspace, self->id);
  for (gsize i = 0; i < G_N_ELEMENTS (buttons); i++)
    gtk_actionable_set_action_target (GTK_ACTIONABLE (buttons[i]), "s", self->id);
  gtk_list_box_bind_model (self->list, self->steps, make_step_row, self, NULL);
  g_signal_connect_object (workspace, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  show_request (self);
  return self;
}
