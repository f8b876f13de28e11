/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One line under a document that waits for the person's signature: what is asked, by whom and until
 * when, and the ways not to sign it: to hand it on and to return it. Its buttons are the actions
 * "requests"; signing is the reader's own button. Main thread. */

#include "hopso-request-bar.h"

#include "hopso-clock.h"
#include "hopso-request-keys.h"
#include "hopso-request-words.h"
#include "hopso-workspace-requests.h"

#include <glib/gi18n.h>

#define N_BUTTONS 3

struct _HopsoRequestBar
{
  AdwBin parent_instance;

  HopsoClock *clock;         /* owned */
  HopsoWorkspace *workspace; /* owned, nullable: nothing waits */
  HopsoSignRequest *request; /* owned, nullable: likewise */

  GtkRevealer *revealer;         /* borrowed: child */
  GtkLabel *label;               /* borrowed: in revealer */
  GtkWidget *buttons[N_BUTTONS]; /* borrowed: in revealer */
};

G_DEFINE_FINAL_TYPE (HopsoRequestBar, hopso_request_bar, ADW_TYPE_BIN)

static void
hopso_request_bar_dispose (GObject *object)
{
  HopsoRequestBar *self = HOPSO_REQUEST_BAR (object);

  g_clear_object (&self->clock);
  g_clear_object (&self->workspace);
  g_clear_object (&self->request);
  G_OBJECT_CLASS (hopso_request_bar_parent_class)->dispose (object);
}

static void
hopso_request_bar_class_init (HopsoRequestBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hopso_request_bar_dispose;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_STATUS);
}

/* What has slid away is there for nobody, screen readers included. */
static void
revealed_cb (GtkRevealer *revealer)
{
  gtk_widget_set_visible (gtk_revealer_get_child (revealer),
                          gtk_revealer_get_reveal_child (revealer) ||
                              gtk_revealer_get_child_revealed (revealer));
}

static HopsoSignRequest *
get_request_of_keys (GtkWidget *widget, HopsoWorkspace **workspace)
{
  HopsoRequestBar *self = HOPSO_REQUEST_BAR (widget);

  *workspace = self->workspace;
  return gtk_widget_get_mapped (widget) ? self->request : NULL;
}

static void
hopso_request_bar_init (HopsoRequestBar *self)
{
  static const struct
  {
    const char *label;
    const char *action;
  } entries[N_BUTTONS] = {
    { N_ ("_Where it stands"), "requests.show" },
    { N_ ("_Hand on…"), "requests.delegate" },
    { N_ ("_Return…"), "requests.return" },
  };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *icon = gtk_image_new_from_icon_name ("document-edit-symbolic");

  self->clock = hopso_clock_new_system ();
  self->revealer = GTK_REVEALER (gtk_revealer_new ());
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_xalign (self->label, 0);
  gtk_widget_set_hexpand (GTK_WIDGET (self->label), TRUE);
  gtk_widget_add_css_class (box, "bar");
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->label));
  for (guint i = 0; i < N_BUTTONS; i++)
    {
      self->buttons[i] = gtk_button_new_with_mnemonic (_ (entries[i].label));
      gtk_widget_set_valign (self->buttons[i], GTK_ALIGN_CENTER);
      gtk_actionable_set_action_target (GTK_ACTIONABLE (self->buttons[i]), "s", "");
      gtk_actionable_set_action_name (GTK_ACTIONABLE (self->buttons[i]), entries[i].action);
      gtk_box_append (GTK_BOX (box), self->buttons[i]);
    }
  gtk_revealer_set_child (self->revealer, box);
  gtk_widget_set_visible (box, FALSE);
  g_signal_connect (self->revealer, "notify::reveal-child", G_CALLBACK (revealed_cb), NULL);
  g_signal_connect (self->revealer, "notify::child-revealed", G_CALLBACK (revealed_cb), NULL);
  gtk_revealer_set_transition_type (self->revealer, GTK_REVEALER_TRANSITION_TYPE_SLIDE_UP);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->revealer));
  hopso_request_keys_add (GTK_WIDGET (self), GTK_SHORTCUT_SCOPE_GLOBAL, get_request_of_keys);
}

/**
 * hopso_request_bar_new:
 *
 * Returns: (transfer floating): a bar that shows nothing
 */
GtkWidget *
hopso_request_bar_new (void)
{
  return g_object_new (HOPSO_TYPE_REQUEST_BAR, NULL);
}

static char *
describe (HopsoRequestBar *self, HopsoWorkspace *workspace, HopsoSignRequest *request)
{
  const char *id = hopso_record_get_id (HOPSO_RECORD (request));
  HopsoSignStep *step = hopso_workspace_lookup_my_step (workspace, id);
  const char *action =
      hopso_request_words_action (step != NULL ? hopso_sign_step_get_action (step) : NULL);
  const char *remarks = hopso_sign_request_get_remarks (request);
  gint64 deadline = hopso_sign_request_get_deadline (request);
  g_autofree char *requester =
      hopso_request_words_person (workspace, hopso_sign_request_get_requester (request));
  g_auto (HopsoRequestState) urgency = { NULL };
  GString *words = g_string_new (NULL);

  /* Translators: what is asked, and by whom. */
  g_string_append_printf (words, _ ("Asked of you: %s. Submitted by %s."), action, requester);
  if (deadline != 0)
    {
      urgency = hopso_request_words_deadline (deadline, hopso_clock_now (self->clock));
      g_string_append_printf (words, " %s.", urgency.words);
    }
  if (remarks != NULL)
    {
      g_string_append_c (words, ' ');
      g_string_append_printf (words, _ ("Remarks: %s"), remarks);
    }
  return g_string_free (words, FALSE);
}

/**
 * hopso_request_bar_set_request:
 * @workspace: (nullable): whose request; %NULL with no request
 * @request: (nullable): what waits for the person; %NULL: nothing does
 */
void
hopso_request_bar_set_request (HopsoRequestBar *self,
                               HopsoWorkspace *workspace,
                               HopsoSignRequest *request)
{
  g_autofree char *words = NULL;

  g_return_if_fail (HOPSO_IS_REQUEST_BAR (self));

  gtk_revealer_set_reveal_child (self->revealer, request != NULL);
  g_set_object (&self->workspace, workspace);
  g_set_object (&self->request, request);
  if (request == NULL)
    return;
  words = describe (self, workspace, request);
  gtk_label_set_label (self->label, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  for (guint i = 0; i < N_BUTTONS; i++)
    gtk_actionable_set_action_target (GTK_ACTIONABLE (self->buttons[i]), "s",
                                      hopso_record_get_id (HOPSO_RECORD (request)));
}
