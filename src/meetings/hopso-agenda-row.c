/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An agenda item: number, title over presenter, planned start over duration, its papers under its
 * title. An item with parts can be folded; Left and Right do it from the keyboard. Main thread. */

#include "hopso-agenda-row.h"

#include "hopso-agenda-item.h"
#include "hopso-change-words.h"
#include "hopso-paper-button.h"
#include "hopso-time-words.h"

#include <glib/gi18n.h>

#define INDENT_PER_LEVEL        44
#define INDENT_PER_LEVEL_NARROW 14

struct _HopsoAgendaRow
{
  GtkListBoxRow parent_instance;

  HopsoWorkspace *workspace; /* owned */
  GtkTreeListRow *tree_row;  /* owned */
  GListModel *papers;        /* owned */
  GListModel *parts;         /* owned, nullable: folded from the start */
  gboolean is_narrow;

  GtkBox *outer;
  GtkToggleButton *fold_button;
  GtkLabel *number_label;
  GtkLabel *name_label;
  GtkLabel *presenter_label;
  GtkLabel *start_label;
  GtkLabel *duration_label;
  GtkBox *paper_box;
};

G_DEFINE_FINAL_TYPE (HopsoAgendaRow, hopso_agenda_row, GTK_TYPE_LIST_BOX_ROW)

enum
{
  PROP_IS_NARROW = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
expanded_cb (HopsoAgendaRow *self)
{
  gboolean is_expanded = gtk_tree_list_row_get_expanded (self->tree_row);

  gtk_button_set_icon_name (GTK_BUTTON (self->fold_button),
                            is_expanded ? "pan-down-symbolic" : "pan-end-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->fold_button),
                               is_expanded ? _ ("Hide parts") : _ ("Show parts"));
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->fold_button), GTK_ACCESSIBLE_STATE_EXPANDED,
                               is_expanded, -1);
}

static void
set_expanded (GtkWidget *widget, const char *action, GVariant *is_expanded)
{
  HopsoAgendaRow *self = HOPSO_AGENDA_ROW (widget);

  if (gtk_widget_get_sensitive (GTK_WIDGET (self->fold_button)))
    gtk_tree_list_row_set_expanded (self->tree_row, g_variant_get_boolean (is_expanded));
}

static void
show_papers (HopsoAgendaRow *self)
{
  GtkWidget *child;
  guint n_papers = g_list_model_get_n_items (self->papers);

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->paper_box))) != NULL)
    gtk_box_remove (self->paper_box, child);
  for (guint i = 0; i < n_papers; i++)
    {
      g_autoptr (HopsoPaper) paper = g_list_model_get_item (self->papers, i);
      GtkWidget *button = hopso_paper_button_new (self->workspace, paper);

      g_object_bind_property (self, "is-narrow", button, "is-narrow", G_BINDING_SYNC_CREATE);
      gtk_box_append (self->paper_box, button);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->paper_box), n_papers > 0);
}

static void
show_text (GtkLabel *label, const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && text[0] != '\0');
}

static void
show_times (HopsoAgendaRow *self, HopsoAgendaItem *item)
{
  gint64 start = hopso_agenda_item_get_start (item);
  gint64 minutes = hopso_agenda_item_get_duration (item);
  g_autofree char *clock = start != 0 ? hopso_time_words_clock (start) : NULL;
  g_autofree char *exact = start != 0 ? hopso_time_words_exact (start) : NULL;
  g_autofree char *duration = minutes > 0 ? hopso_time_words_minutes (minutes) : NULL;

  show_text (self->start_label, clock);
  show_text (self->duration_label, duration);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->start_label), exact);
}

static const char *
name_kind (HopsoAgendaItem *item)
{
  const char *kind = hopso_agenda_item_get_kind (item);

  if (g_strcmp0 (kind, "information") == 0)
    return _ ("for information");
  if (g_strcmp0 (kind, "discussion") == 0)
    return _ ("for discussion");
  if (g_strcmp0 (kind, "decision") == 0)
    return _ ("for decision");
  return NULL;
}

/* Who speaks, what for, and whether it is new to the person. */
static void
show_presenter (HopsoAgendaRow *self, HopsoAgendaItem *item)
{
  g_autofree char *how =
      hopso_changes_get_mark (self->workspace, hopso_agenda_item_get_meeting (item),
                              hopso_record_get_id (HOPSO_RECORD (item)));
  const char *const parts[] = { hopso_change_words_mark (how),
                                hopso_agenda_item_get_presenter (item), name_kind (item) };
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] != NULL && parts[i][0] != '\0')
      g_string_append_printf (words, "%s%s", words->len > 0 ? " · " : "", parts[i]);
  show_text (self->presenter_label, words->str);
  if (how != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), "marked");
}

static void
show_item (HopsoAgendaRow *self, HopsoAgendaItem *item)
{
  const char *number = hopso_agenda_item_get_number (item);
  const char *state = hopso_agenda_item_get_state (item);
  const char *presenter = hopso_agenda_item_get_presenter (item);
  gboolean is_part = gtk_tree_list_row_get_depth (self->tree_row) > 0;
  gboolean is_current = g_strcmp0 (state, "current") == 0;
  g_autofree char *sentence = g_strdup_printf (
      "%s %s, %s%s", number != NULL ? number : "", hopso_agenda_item_get_name (item),
      presenter != NULL ? presenter : "", is_current ? _ (", under discussion") : "");

  gtk_label_set_label (self->number_label, number != NULL ? number : "");
  gtk_label_set_label (self->name_label, hopso_agenda_item_get_name (item));
  show_presenter (self, item);
  show_times (self, item);
  gtk_widget_add_css_class (GTK_WIDGET (self), is_part ? "part" : "item");
  if (is_current)
    gtk_widget_add_css_class (GTK_WIDGET (self), "current");
  if (g_strcmp0 (state, "done") == 0)
    gtk_widget_add_css_class (GTK_WIDGET (self), "done");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence,
                                  -1);
}

static void
set_is_narrow (HopsoAgendaRow *self, gboolean is_narrow)
{
  int per_level = is_narrow ? INDENT_PER_LEVEL_NARROW : INDENT_PER_LEVEL;

  self->is_narrow = is_narrow;
  if (self->tree_row != NULL)
    gtk_widget_set_margin_start (GTK_WIDGET (self->outer),
                                 per_level * (int) gtk_tree_list_row_get_depth (self->tree_row));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_NARROW]);
}

static void
hopso_agenda_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_IS_NARROW)
    g_value_set_boolean (value, HOPSO_AGENDA_ROW (object)->is_narrow);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
hopso_agenda_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_IS_NARROW)
    set_is_narrow (HOPSO_AGENDA_ROW (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
hopso_agenda_row_dispose (GObject *object)
{
  HopsoAgendaRow *self = HOPSO_AGENDA_ROW (object);

  g_clear_object (&self->papers);
  g_clear_object (&self->parts);
  g_clear_object (&self->tree_row);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (hopso_agenda_row_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/hopso/HopSo/meetings/hopso-agenda-row.ui");
  gtk_widget_class_bind_template_child (widget_class, HopsoAgendaRow, outer);
  gtk_widget_class_bind_template_child (widget_class, HopsoAgendaRow, fold_button);
  gtk_widget_class_bind_template_child (widget_class, HopsoAgendaRow, number_label);
  gtk_widget_class_bind_template_child (widget_class, HopsoAgendaRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, HopsoAgendaRow, presenter_label);
  gtk_widget_class_bind_template_child (widget_class, HopsoAgendaRow, start_label);
  gtk_widget_class_bind_template_child (widget_class, HopsoAgendaRow, duration_label);
  gtk_widget_class_bind_template_child (widget_class, HopsoAgendaRow, paper_box);
  gtk_widget_class_install_action (widget_class, "agenda.expand", "b", set_expanded);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Right, 0, "agenda.expand", "b", TRUE);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, 0, "agenda.expand", "b", FALSE);
}

static void
hopso_agenda_row_class_init (HopsoAgendaRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hopso_agenda_row_get_property;
  object_class->set_property = hopso_agenda_row_set_property;
  object_class->dispose = hopso_agenda_row_dispose;
  properties[PROP_IS_NARROW] = g_param_spec_boolean ("is-narrow", NULL, NULL, FALSE,
                                                     G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
hopso_agenda_row_init (HopsoAgendaRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Folding exists only where there are parts; the place of the arrow is always kept. */
static void
show_fold_button (HopsoAgendaRow *self)
{
  gboolean has_parts = self->parts != NULL && g_list_model_get_n_items (self->parts) > 0;

  gtk_widget_set_opacity (GTK_WIDGET (self->fold_button), has_parts ? 1 : 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->fold_button), has_parts);
}

static void
connect_fold_button (HopsoAgendaRow *self)
{
  g_object_bind_property (self->tree_row, "expanded", self->fold_button, "active",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  g_signal_connect_object (self->tree_row, "notify::expanded", G_CALLBACK (expanded_cb), self,
                           G_CONNECT_SWAPPED);
  g_set_object (&self->parts, gtk_tree_list_row_get_children (self->tree_row));
  if (self->parts != NULL)
    g_signal_connect_object (self->parts, "items-changed", G_CALLBACK (show_fold_button), self,
                             G_CONNECT_SWAPPED);
  show_fold_button (self);
  expanded_cb (self);
}

/**
 * hopso_agenda_row_new:
 * @workspace: where the papers are
 * @tree_row: an agenda item in its tree
 *
 * Returns: (transfer floating): a row for it
 */
GtkWidget *
hopso_agenda_row_new (HopsoWorkspace *workspace, GtkTreeListRow *tree_row)
{
  HopsoAgendaRow *self = g_object_new (HOPSO_TYPE_AGENDA_ROW, NULL);
  g_autoptr (HopsoAgendaItem) item = gtk_tree_list_row_get_item (tree_row);
  const char *id = hopso_record_get_id (HOPSO_RECORD (item));

  self->workspace = g_object_ref (workspace);
  self->tree_row = g_object_ref (tree_row);
  self->papers = hopso_workspace_list_papers_of_item (workspace, id);
  g_signal_connect_object (self->papers, "items-changed", G_CALLBACK (show_papers), self,
                           G_CONNECT_SWAPPED);
  show_item (self, item);
  show_papers (self);
  connect_fold_button (self);
  set_is_narrow (self, FALSE);
  return GTK_WIDGET (self);
}
