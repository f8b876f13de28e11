/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The invitation as it will be sent, laid out from the draft as it is now, in a window of its own.
 * Nothing is written to a disk. Main thread. */

#include "hopso-composer-private.h"

#include "hopso-fd.h"
#include "hopso-invitation.h"
#include "hopso-page-view.h"
#include "hopso-pdf-client.h"

#include <glib/gi18n.h>

static void
add_records (GPtrArray *records, HopsoWorkspace *workspace, HopsoKindId kind)
{
  g_autoptr (GListModel) all = hopso_workspace_list_records (workspace, kind);

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    g_ptr_array_add (records, g_list_model_get_item (all, i));
}

static GBytes *
make_invitation (HopsoComposition *composition, GError **error)
{
  HopsoWorkspace *workspace = hopso_composition_get_workspace (composition);
  HopsoComposerTree *tree = hopso_composition_get_tree (composition);
  GListModel *people = hopso_composition_get_people (composition);
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  const HopsoInvitationWords words = {
    .now = hopso_clock_now (hopso_composition_get_clock (composition)),
  };

  g_ptr_array_add (records, g_object_ref (hopso_composition_get_meeting (composition)));
  for (guint i = 0; i < hopso_composer_tree_get_n_nodes (tree); i++)
    g_ptr_array_add (records, g_object_ref (hopso_composer_tree_get_node (tree, i)->item));
  for (guint i = 0; i < g_list_model_get_n_items (people); i++)
    g_ptr_array_add (records, g_list_model_get_item (people, i));
  add_records (records, workspace, HOPSO_KIND_PERSON);
  add_records (records, workspace, HOPSO_KIND_ORGANIZATION);
  return hopso_invitation_make (hopso_composition_get_id (composition), records, &words, error);
}

static void
show (HopsoComposer *self, HopsoPdfDocument *document)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *view = hopso_page_view_new ();
  GtkEventController *keys = gtk_shortcut_controller_new ();

  hopso_page_view_set_document (HOPSO_PAGE_VIEW (view), document);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), scroller);
  adw_window_set_content (ADW_WINDOW (window), box);
  g_object_set (window, "title", _ ("The invitation as it will be"), "modal", TRUE, "default-width",
                820, "default-height", 720, NULL);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys), gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                                                        gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (window, keys);
  gtk_window_set_transient_for (GTK_WINDOW (window),
                                GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
  gtk_window_present (GTK_WINDOW (window));
}

static void
tell (HopsoComposer *self, GError *error)
{
  g_autofree char *words =
      g_strdup_printf (_ ("The invitation cannot be shown: %s"), error->message);

  hopso_composition_tell (self->composition, words);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoComposer) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfDocument) document =
      hopso_pdf_client_open_finish (HOPSO_PDF_CLIENT (source), result, &error);

  if (self->composition == NULL || gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;
  if (document != NULL)
    show (self, document);
  else
    tell (self, error);
}

static void
preview_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  HopsoComposer *self = HOPSO_COMPOSER (widget);
  HopsoPdfClient *client =
      hopso_workspace_get_pdf_client (hopso_composition_get_workspace (self->composition));
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = make_invitation (self->composition, &error);
  g_auto (HopsoFd) fd = -1;

  if (bytes != NULL)
    fd = hopso_fd_new_sealed ("invitation", g_bytes_get_data (bytes, NULL),
                              g_bytes_get_size (bytes), &error);
  if (fd < 0)
    {
      tell (self, error);
      return;
    }
  hopso_pdf_client_open_async (client, fd, NULL, NULL, opened_cb, g_object_ref (self));
}

/* The action, for the class. */
void
hopso_composer_add_preview (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "composer.preview", NULL, preview_action);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_p, GDK_CONTROL_MASK, "composer.preview",
                                       NULL);
}
