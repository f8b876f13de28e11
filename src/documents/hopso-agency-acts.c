/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The actions behind the menu of the records clerk; the window inserts them as "agency". Each opens
 * the sign dialog with what is to be signed; what comes of it are files. Main thread. */

#include "hopso-agency-acts.h"

#include "hopso-file-prompt.h"
#include "hopso-sign-dialog.h"
#include "hopso-sign-policy.h"
#include "hopso-sign-step.h"

#include <glib/gi18n.h>

struct _HopsoAgencyActs
{
  GObject parent_instance;

  HopsoWorkspace *workspace;   /* owned */
  AdwToastOverlay *toasts;     /* weak pointer, nullable: the window is gone */
  GSimpleActionGroup *actions; /* owned */
};

G_DEFINE_FINAL_TYPE (HopsoAgencyActs, hopso_agency_acts, G_TYPE_OBJECT)

static GtkWindow *
get_window (HopsoAgencyActs *self)
{
  return self->toasts != NULL ? GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self->toasts))) : NULL;
}

static void
signed_cb (HopsoAgencyActs *self, guint n_signed)
{
  g_autofree char *words = g_strdup_printf (
      ngettext ("%u file has been signed.", "%u files have been signed.", n_signed), n_signed);

  if (n_signed > 0 && self->toasts != NULL)
    adw_toast_overlay_add_toast (self->toasts, adw_toast_new (words));
}

static void
present (HopsoAgencyActs *self, HopsoSignDialog *dialog)
{
  g_signal_connect_object (dialog, "signed", G_CALLBACK (signed_cb), self, G_CONNECT_SWAPPED);
  gtk_window_set_transient_for (GTK_WINDOW (dialog), get_window (self));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
paper_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HopsoAgencyActs *self = HOPSO_AGENCY_ACTS (user_data);
  HopsoSignAction act;
  const char *name;
  const char *id;

  g_variant_get (parameter, "(&s&s)", &name, &id);
  HopsoPaper *paper = hopso_workspace_lookup_paper (self->workspace, id);
  if (paper == NULL || !hopso_sign_action_read (name, &act))
    return;
  HopsoSignDialog *dialog = hopso_sign_dialog_new (self->workspace);
  hopso_sign_dialog_add_paper_as (dialog, paper, act);
  present (self, dialog);
}

static void
files_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HopsoAgencyActs *self = HOPSO_AGENCY_ACTS (user_data);
  g_autofree const char **uris = NULL;
  HopsoSignAction act;
  const char *name;

  g_variant_get (parameter, "(&s^a&s)", &name, &uris);
  if (!hopso_sign_action_read (name, &act) || uris[0] == NULL)
    return;
  HopsoSignDialog *dialog = hopso_sign_dialog_new (self->workspace);
  for (guint i = 0; uris[i] != NULL; i++)
    {
      g_autoptr (GFile) file = g_file_new_for_uri (uris[i]);

      hopso_sign_dialog_add_file (dialog, file, act);
    }
  present (self, dialog);
}

typedef struct
{
  HopsoAgencyActs *acts; /* owned */
  HopsoSignAction act;
} Choosing;

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Choosing *choosing = user_data;
  g_autoptr (HopsoAgencyActs) self = choosing->acts;
  g_autoptr (GListModel) files = hopso_file_prompt_open_many_finish (result, NULL);

  if (files == NULL || g_list_model_get_n_items (files) == 0 || self->toasts == NULL)
    return;
  HopsoSignDialog *dialog = hopso_sign_dialog_new (self->workspace);
  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);

      hopso_sign_dialog_add_file (dialog, file, choosing->act);
    }
  present (self, dialog);
}

static void
choose_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  static const char *const patterns[] = { "*.pdf", "*.PDF", NULL };
  HopsoAgencyActs *self = HOPSO_AGENCY_ACTS (user_data);
  const HopsoFilePrompt prompt = { .title = _ ("Documents to sign"),
                                   .verb = _ ("_Choose"),
                                   .filter_name = _ ("PDF documents"),
                                   .patterns = patterns };
  Choosing *choosing;
  HopsoSignAction act;

  if (!hopso_sign_action_read (g_variant_get_string (parameter, NULL), &act))
    return;
  choosing = g_new0 (Choosing, 1);
  choosing->acts = g_object_ref (self);
  choosing->act = act;
  hopso_file_prompt_open_many_async (&prompt, get_window (self), NULL, chosen_cb, choosing);
}

/* Only who signs for an agency finds them in the menus. */
static void
enable (HopsoAgencyActs *self)
{
  HopsoPerson *me = hopso_workspace_get_person (self->workspace);
  gboolean is_clerk = me != NULL && hopso_sign_policy_may_sign (me, HOPSO_SIGN_ASK_AGENCY);
  g_auto (GStrv) names = g_action_group_list_actions (G_ACTION_GROUP (self->actions));

  for (guint i = 0; names[i] != NULL; i++)
    g_simple_action_set_enabled (
        G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), names[i])),
        is_clerk);
}

static void
hopso_agency_acts_dispose (GObject *object)
{
  HopsoAgencyActs *self = HOPSO_AGENCY_ACTS (object);

  g_clear_weak_pointer (&self->toasts);
  g_clear_object (&self->workspace);
  g_clear_object (&self->actions);
  G_OBJECT_CLASS (hopso_agency_acts_parent_class)->dispose (object);
}

static void
hopso_agency_acts_class_init (HopsoAgencyActsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hopso_agency_acts_dispose;
}

static void
hopso_agency_acts_init (HopsoAgencyActs *self)
{
  static const GActionEntry entries[] = {
    { .name = "paper", .activate = paper_cb, .parameter_type = "(ss)" },
    { .name = "files", .activate = files_cb, .parameter_type = "(sas)" },
    { .name = "choose", .activate = choose_cb, .parameter_type = "s" },
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
}

/**
 * hopso_agency_acts_new:
 * @workspace: whose agency it is
 * @toasts: where results are shown
 *
 * Returns: (transfer full): the actions for one window
 */
HopsoAgencyActs *
hopso_agency_acts_new (HopsoWorkspace *workspace, AdwToastOverlay *toasts)
{
  HopsoAgencyActs *self = g_object_new (HOPSO_TYPE_AGENCY_ACTS, NULL);

  self->workspace = g_object_ref (workspace);
  g_set_weak_pointer (&self->toasts, toasts);
  g_signal_connect_object (workspace, "changed", G_CALLBACK (enable), self, G_CONNECT_SWAPPED);
  enable (self);
  return self;
}

/**
 * hopso_agency_acts_get_actions:
 *
 * They work as long as @self lives.
 *
 * Returns: (transfer none): to be inserted as "agency"
 */
GActionGroup *
hopso_agency_acts_get_actions (HopsoAgencyActs *self)
{
  g_return_val_if_fail (HOPSO_IS_AGENCY_ACTS (self), NULL);

  return G_ACTION_GROUP (self->actions);
}
