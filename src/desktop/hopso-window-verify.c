/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Checking signatures, as the window sees it: the section of the main view when somebody is signed
 * in, and a page of its own when nobody is: whether a document is genuine may be asked without an
 * account. Main thread. */

#include "hopso-window-private.h"

#include "hopso-verify-page.h"

#include <glib/gi18n.h>

#define PAGE "verify"

static GtkWidget *
make_header (HopsoPage *page)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *back = gtk_button_new_from_icon_name ("go-previous-symbolic");

  gtk_actionable_set_action_name (GTK_ACTIONABLE (back), "win.back");
  gtk_widget_set_tooltip_text (back, _ ("Back"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (back), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Back"),
                                  -1);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), back);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header),
                                   adw_window_title_new (hopso_page_get_title (page), ""));
  return header;
}

/* By the authorities of this computer. */
static GtkWidget *
make_page (HopsoWindow *self)
{
  g_autoptr (HopsoPdfClient) client = hopso_pdf_client_new_inspecting (G_MAXUINT);
  g_autoptr (HopsoVerifier) verifier = hopso_workspace_new_verifier (client, self->clock);
  GtkWidget *page = hopso_verify_page_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  hopso_verify_page_set_verifier (HOPSO_VERIFY_PAGE (page), verifier);
  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (box), make_header (HOPSO_PAGE (page)));
  gtk_box_append (GTK_BOX (box), page);
  return box;
}

static void
verify_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HopsoWindow *self = HOPSO_WINDOW (user_data);
  GtkWidget *page;

  if (self->main_view != NULL)
    {
      hopso_window_leave_reading (self);
      hopso_main_view_show_section (self->main_view, PAGE);
      return;
    }
  page = gtk_stack_get_child_by_name (self->stack, PAGE);
  if (page == NULL)
    gtk_stack_add_named (self->stack, page = make_page (self), PAGE);
  gtk_stack_set_visible_child (self->stack, page);
  hopso_window_enable_actions (self);
  gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
}

/* Goes back to where one signs in; FALSE when that is not where one came from. */
gboolean
hopso_window_leave_verify (HopsoWindow *self)
{
  GtkWidget *page = gtk_stack_get_child_by_name (self->stack, PAGE);

  if (page == NULL || gtk_stack_get_visible_child (self->stack) != page)
    return FALSE;
  hopso_window_show_home (self);
  gtk_stack_remove (self->stack, page);
  hopso_window_enable_actions (self);
  return TRUE;
}

/* Of a new window, once. */
void
hopso_window_add_verify_actions (HopsoWindow *self)
{
  static const GActionEntry entries[] = { { .name = "verify", .activate = verify_cb } };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
