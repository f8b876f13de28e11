/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What waits for a signature, the most urgent first, and one button for all of it; below, what was
 * signed. Main thread. */

#include "hopso-sign-page.h"

#include "hopso-sign-row.h"

#include <glib/gi18n.h>

struct _HopsoSignPage
{
  HopsoPage parent_instance;

  HopsoWorkspace *workspace; /* owned */
  HopsoClock *clock;         /* owned */
  GListModel *requests;      /* owned: waiting */
  GListModel *done;          /* owned: signed */

  GtkStack *stack;
  GtkLabel *count_label;
  GtkListBox *list;
  GtkWidget *waiting_box;
  GtkWidget *done_label;
  GtkListBox *done_list;
  GtkButton *sign_button;
  AdwButtonContent *sign_content;
};

G_DEFINE_FINAL_TYPE (HopsoSignPage, hopso_sign_page, HOPSO_TYPE_PAGE)

static void
show_count (HopsoSignPage *self)
{
  guint n_requests = g_list_model_get_n_items (self->requests);
  guint n_done = g_list_model_get_n_items (self->done);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *count = g_strdup_printf (
      ngettext ("%u document waits for you", "%u documents wait for you", n_requests), n_requests);
  g_autofree char *sign = g_strdup_printf (
      ngettext ("Sign %u document…", "Sign %u documents…", n_requests), n_requests);

  for (guint i = 0; i < n_requests; i++)
    {
      g_autoptr (HopsoRecord) request = g_list_model_get_item (self->requests, i);

      g_ptr_array_add (ids, g_strdup (hopso_record_get_id (request)));
    }
  gtk_label_set_label (self->count_label, count);
  adw_button_content_set_label (self->sign_content, sign);
  gtk_actionable_set_action_target_value (
      GTK_ACTIONABLE (self->sign_button),
      g_variant_new_strv ((const char *const *) ids->pdata, ids->len));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->sign_button), "win.sign");
  gtk_widget_set_visible (self->waiting_box, n_requests > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->list), n_requests > 0);
  gtk_widget_set_visible (self->done_label, n_done > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->done_list), n_done > 0);
  gtk_stack_set_visible_child_name (self->stack, n_requests + n_done > 0 ? "list" : "empty");
}

static GtkWidget *
make_row (gpointer item, gpointer user_data)
{
  HopsoSignPage *self = HOPSO_SIGN_PAGE (user_data);
  GtkWidget *row = hopso_sign_row_new (self->workspace, self->clock, item);

  g_object_bind_property (self, "is-narrow", row, "is-narrow", G_BINDING_SYNC_CREATE);
  return row;
}

static void
hopso_sign_page_refresh (HopsoPage *page)
{
  HopsoSignPage *self = HOPSO_SIGN_PAGE (page);
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    hopso_sign_row_refresh (HOPSO_SIGN_ROW (row));
}

static void
hopso_sign_page_dispose (GObject *object)
{
  HopsoSignPage *self = HOPSO_SIGN_PAGE (object);

  /* The list calls back into the page. */
  if (self->requests != NULL)
    {
      gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
      gtk_list_box_bind_model (self->done_list, NULL, NULL, NULL, NULL);
    }
  g_clear_object (&self->requests);
  g_clear_object (&self->done);
  g_clear_object (&self->clock);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (hopso_sign_page_parent_class)->dispose (object);
}

static void
hopso_sign_page_class_init (HopsoSignPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hopso_sign_page_dispose;
  HOPSO_PAGE_CLASS (klass)->refresh = hopso_sign_page_refresh;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/hopso/HopSo/meetings/hopso-sign-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HopsoSignPage, stack);
  gtk_widget_class_bind_template_child (widget_class, HopsoSignPage, count_label);
  gtk_widget_class_bind_template_child (widget_class, HopsoSignPage, list);
  gtk_widget_class_bind_template_child (widget_class, HopsoSignPage, waiting_box);
  gtk_widget_class_bind_template_child (widget_class, HopsoSignPage, done_label);
  gtk_widget_class_bind_template_child (widget_class, HopsoSignPage, done_list);
  gtk_widget_class_bind_template_child (widget_class, HopsoSignPage, sign_button);
  gtk_widget_class_bind_template_child (widget_class, HopsoSignPage, sign_content);
}

static void
hopso_sign_page_init (HopsoSignPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hopso_sign_page_new:
 * @workspace: whose queue it is
 * @clock: tells the time
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
hopso_sign_page_new (HopsoWorkspace *workspace, HopsoClock *clock)
{
  HopsoSignPage *self = g_object_new (HOPSO_TYPE_SIGN_PAGE, "title", _ ("Documents to sign"), NULL);

  self->workspace = g_object_ref (workspace);
  self->clock = g_object_ref (clock);
  self->requests = hopso_workspace_list_sign_requests (workspace);
  self->done = hopso_workspace_list_signed_requests (workspace);
  gtk_list_box_bind_model (self->list, self->requests, make_row, self, NULL);
  gtk_list_box_bind_model (self->done_list, self->done, make_row, self, NULL);
  g_signal_connect_object (self->done, "items-changed", G_CALLBACK (show_count), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->requests, "items-changed", G_CALLBACK (show_count), self,
                           G_CONNECT_SWAPPED);
  show_count (self);
  return GTK_WIDGET (self);
}
