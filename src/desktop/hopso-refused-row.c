/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A change that the server did not take, as the popover of the sync badge lists it: what, why, and
 * the two things to do about it. Main thread. */

#include "hopso-refused-row.h"

#include <glib/gi18n.h>

typedef struct
{
  HopsoWorkspace *workspace; /* owned */
  gint64 entry;
} Discarding;

static void
discarding_free (gpointer data, GClosure *closure)
{
  Discarding *discarding = data;

  g_object_unref (discarding->workspace);
  g_free (discarding);
}

static void
discarded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!hopso_workspace_discard_refused_finish (HOPSO_WORKSPACE (source), result, &error))
    g_warning ("A refused change could not be discarded: %s", error->message);
}

static void
discard_cb (GtkButton *button, gpointer user_data)
{
  const Discarding *discarding = user_data;

  hopso_workspace_discard_refused_async (discarding->workspace, discarding->entry, discarded_cb,
                                         NULL);
}

static const char *
name_change (HopsoWorkspace *workspace, const HopsoSyncRefusal *refusal)
{
  HopsoPaper *paper = refusal->kind == HOPSO_KIND_PAPER
                          ? hopso_workspace_lookup_paper (workspace, refusal->id)
                          : NULL;

  if (paper != NULL)
    return hopso_paper_get_name (paper);
  if (refusal->kind == HOPSO_KIND_PARTICIPANT)
    return _ ("Your answer to an invitation");
  return _ ("A change of yours");
}

static GtkWidget *
make_label (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0F);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  gtk_widget_add_css_class (label, style);
  return label;
}

static GtkWidget *
make_buttons (HopsoWorkspace *workspace, const HopsoSyncRefusal *refusal)
{
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *discard = gtk_button_new_with_label (_ ("Discard"));
  Discarding *discarding = g_new0 (Discarding, 1);

  discarding->workspace = g_object_ref (workspace);
  discarding->entry = refusal->entry;
  g_signal_connect_data (discard, "clicked", G_CALLBACK (discard_cb), discarding, discarding_free,
                         0);
  if (refusal->kind == HOPSO_KIND_PAPER &&
      hopso_workspace_lookup_paper (workspace, refusal->id) != NULL)
    {
      GtkWidget *open = gtk_button_new_with_label (refusal->is_signature ? _ ("Open and sign again")
                                                                         : _ ("Open"));

      gtk_actionable_set_action_name (GTK_ACTIONABLE (open), "win.open-paper");
      gtk_actionable_set_action_target (GTK_ACTIONABLE (open), "s", refusal->id);
      gtk_box_append (GTK_BOX (buttons), open);
    }
  gtk_box_append (GTK_BOX (buttons), discard);
  return buttons;
}

/**
 * hopso_refused_row_new:
 * @workspace: whose change it was
 * @refusal: what the server did not take; copied as far as it is needed
 *
 * Returns: (transfer floating): the row
 */
GtkWidget *
hopso_refused_row_new (HopsoWorkspace *workspace, const HopsoSyncRefusal *refusal)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  g_autofree char *title =
      g_strdup_printf (_ ("Not accepted: %s"), name_change (workspace, refusal));

  gtk_box_append (GTK_BOX (row), make_label (title, "heading"));
  gtk_box_append (GTK_BOX (row), make_label (refusal->reason, "body"));
  gtk_box_append (GTK_BOX (row), make_buttons (workspace, refusal));
  return row;
}
