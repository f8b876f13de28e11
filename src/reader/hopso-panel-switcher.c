/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Buttons for the pages of a stack, in rows of three: a GtkStackSwitcher has but one row, and a
 * panel beside a page has more parts than fit into it. Laid out anew whenever a page comes, goes,
 * hides or is called otherwise. Main thread. */

#include "hopso-panel-switcher.h"

#define IN_A_ROW 3

struct _HopsoPanelSwitcher
{
  AdwBin parent_instance;

  GtkGrid *grid;
  GtkStack *stack;          /* borrowed, nullable: stands beside self in a template */
  GtkSelectionModel *pages; /* owned, nullable: of the stack */
};

G_DEFINE_FINAL_TYPE (HopsoPanelSwitcher, hopso_panel_switcher, ADW_TYPE_BIN)

enum
{
  PROP_STACK = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* Borrowed: the stack has it. */
static GtkStackPage *
get_page (HopsoPanelSwitcher *self, guint i)
{
  g_autoptr (GObject) page = g_list_model_get_item (G_LIST_MODEL (self->pages), i);

  return GTK_STACK_PAGE (page);
}

static void
clicked_cb (GtkToggleButton *button, GtkStackPage *page)
{
  GtkWidget *self = gtk_widget_get_ancestor (GTK_WIDGET (button), HOPSO_TYPE_PANEL_SWITCHER);

  gtk_stack_set_visible_child (HOPSO_PANEL_SWITCHER (self)->stack, gtk_stack_page_get_child (page));
  /* A page that is shown already stays so. */
  gtk_toggle_button_set_active (button, TRUE);
}

static GtkWidget *
create_button (GtkStackPage *page, gboolean is_chosen)
{
  GtkWidget *button = g_object_new (GTK_TYPE_TOGGLE_BUTTON, "accessible-role",
                                    GTK_ACCESSIBLE_ROLE_TAB, "active", is_chosen, NULL);
  GtkWidget *label = gtk_label_new (gtk_stack_page_get_title (page));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_stack_page_get_title (page), -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_STATE_SELECTED, is_chosen,
                               -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (clicked_cb), page, 0);
  return button;
}

static void
clear (HopsoPanelSwitcher *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->grid))) != NULL)
    gtk_grid_remove (self->grid, child);
}

static void
lay_out (HopsoPanelSwitcher *self)
{
  int place = 0;

  clear (self);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->pages)); i++)
    {
      GtkStackPage *page = get_page (self, i);

      if (!gtk_stack_page_get_visible (page) || gtk_stack_page_get_title (page) == NULL)
        continue;
      gtk_grid_attach (self->grid,
                       create_button (page, gtk_selection_model_is_selected (self->pages, i)),
                       place % IN_A_ROW, place / IN_A_ROW, 1, 1);
      place++;
    }
}

/* Only what is chosen is another: the buttons stay, and with them the focus. */
static void
chosen_cb (HopsoPanelSwitcher *self)
{
  GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (self->grid));

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->pages)); i++)
    {
      GtkStackPage *page = get_page (self, i);
      const gboolean is_chosen = gtk_selection_model_is_selected (self->pages, i);

      if (!gtk_stack_page_get_visible (page) || gtk_stack_page_get_title (page) == NULL)
        continue;
      if (button == NULL)
        return;
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), is_chosen);
      gtk_accessible_update_state (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_STATE_SELECTED,
                                   is_chosen, -1);
      button = gtk_widget_get_next_sibling (button);
    }
}

static void
pages_changed_cb (HopsoPanelSwitcher *self, guint position, guint removed, guint added)
{
  for (guint i = position; i < position + added; i++)
    {
      GtkStackPage *page = get_page (self, i);

      g_signal_connect_object (page, "notify::visible", G_CALLBACK (lay_out), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (page, "notify::title", G_CALLBACK (lay_out), self,
                               G_CONNECT_SWAPPED);
    }
  lay_out (self);
}

/**
 * hopso_panel_switcher_set_stack:
 * @stack: what is switched; outlives @self
 */
void
hopso_panel_switcher_set_stack (HopsoPanelSwitcher *self, GtkStack *stack)
{
  g_return_if_fail (HOPSO_IS_PANEL_SWITCHER (self));
  g_return_if_fail (self->stack == NULL);

  self->stack = stack;
  self->pages = gtk_stack_get_pages (stack);
  g_signal_connect_object (self->pages, "items-changed", G_CALLBACK (pages_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->pages, "selection-changed", G_CALLBACK (chosen_cb), self,
                           G_CONNECT_SWAPPED);
  pages_changed_cb (self, 0, 0, g_list_model_get_n_items (G_LIST_MODEL (self->pages)));
}

static void
hopso_panel_switcher_set_property (GObject *object,
                                   guint id,
                                   const GValue *value,
                                   GParamSpec *pspec)
{
  if (id != PROP_STACK)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  else if (g_value_get_object (value) != NULL)
    hopso_panel_switcher_set_stack (HOPSO_PANEL_SWITCHER (object), g_value_get_object (value));
}

static void
hopso_panel_switcher_dispose (GObject *object)
{
  g_clear_object (&HOPSO_PANEL_SWITCHER (object)->pages);
  G_OBJECT_CLASS (hopso_panel_switcher_parent_class)->dispose (object);
}

static void
hopso_panel_switcher_class_init (HopsoPanelSwitcherClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = hopso_panel_switcher_set_property;
  object_class->dispose = hopso_panel_switcher_dispose;
  properties[PROP_STACK] = g_param_spec_object ("stack", NULL, NULL, GTK_TYPE_STACK,
                                                G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_TAB_LIST);
}

static void
hopso_panel_switcher_init (HopsoPanelSwitcher *self)
{
  self->grid = GTK_GRID (gtk_grid_new ());
  gtk_grid_set_column_homogeneous (self->grid, TRUE);
  gtk_grid_set_column_spacing (self->grid, 4);
  gtk_grid_set_row_spacing (self->grid, 4);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->grid));
}
