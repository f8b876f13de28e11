/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The keys of sign requests, the same wherever one is in sight: returning, handing on, withdrawing,
 * where it stands. Who may not, presses them in vain. Main thread. */

#include "hopso-request-keys.h"

#include "hopso-workspace-requests.h"

static gboolean
is_asked (HopsoWorkspace *workspace, HopsoSignRequest *request)
{
  return hopso_workspace_lookup_my_step (workspace, hopso_record_get_id (HOPSO_RECORD (request))) !=
         NULL;
}

static gboolean
is_own (HopsoWorkspace *workspace, HopsoSignRequest *request)
{
  HopsoPerson *me = hopso_workspace_get_person (workspace);

  return me != NULL && hopso_sign_request_is_waiting (request) &&
         g_strcmp0 (hopso_sign_request_get_requester (request),
                    hopso_record_get_id (HOPSO_RECORD (me))) == 0;
}

static gboolean
is_any (HopsoWorkspace *workspace, HopsoSignRequest *request)
{
  return TRUE;
}

static const struct
{
  guint keyval;
  GdkModifierType modifiers;
  const char *action;
  gboolean (*may) (HopsoWorkspace *workspace, HopsoSignRequest *request);
} keys[] = {
  { GDK_KEY_r, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "requests.return", is_asked },
  { GDK_KEY_h, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "requests.delegate", is_asked },
  { GDK_KEY_w, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "requests.withdraw", is_own },
  { GDK_KEY_i, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "requests.show", is_any },
};

static gboolean
pressed_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  HopsoRequestOfKeys get_request =
      (HopsoRequestOfKeys) g_object_get_data (G_OBJECT (widget), "request-of-keys");
  guint key = g_variant_get_uint32 (arguments);
  HopsoWorkspace *workspace = NULL;
  HopsoSignRequest *request = get_request (widget, &workspace);

  if (request == NULL || !keys[key].may (workspace, request))
    return GDK_EVENT_PROPAGATE;
  return gtk_widget_activate_action (widget, keys[key].action, "s",
                                     hopso_record_get_id (HOPSO_RECORD (request)));
}

/**
 * hopso_request_keys_add:
 * @widget: where requests are in sight
 * @scope: from where the keys are heard
 * @get_request: (scope forever): which request is meant
 *
 * From now on keys do what the buttons "requests" do.
 */
void
hopso_request_keys_add (GtkWidget *widget, GtkShortcutScope scope, HopsoRequestOfKeys get_request)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  g_object_set_data (G_OBJECT (widget), "request-of-keys", (gpointer) get_request);
  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (controller), scope);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      GtkShortcut *shortcut =
          gtk_shortcut_new (gtk_keyval_trigger_new (keys[i].keyval, keys[i].modifiers),
                            gtk_callback_action_new (pressed_cb, NULL, NULL));

      gtk_shortcut_set_arguments (shortcut, g_variant_new_uint32 (i));
      gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), shortcut);
    }
  gtk_widget_add_controller (widget, controller);
}
