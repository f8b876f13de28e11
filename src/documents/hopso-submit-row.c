/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One signer of the submit window: number, person, what is asked, and a way out. It is dragged to
 * its place, or goes there by Alt with the arrows. Main thread. */

#include "hopso-submit-row.h"

#include "hopso-request-words.h"

#include <glib/gi18n.h>

/* In the order in which people sign. */
static const char *const actions[] = { HOPSO_SIGN_ASK_INITIAL, HOPSO_SIGN_ASK_APPROVE,
                                       HOPSO_SIGN_ASK_AGENCY };

struct _HopsoSubmitRow
{
  GtkListBoxRow parent_instance;

  char *person_id; /* owned */
  char *title;     /* owned */
  guint number;

  GtkLabel *badge;       /* borrowed: child */
  GtkDropDown *drop;     /* borrowed: child */
  GtkWidget *remove_btn; /* borrowed: child */
};

G_DEFINE_FINAL_TYPE (HopsoSubmitRow, hopso_submit_row, GTK_TYPE_LIST_BOX_ROW)

enum
{
  SIGNAL_MOVE,
  SIGNAL_TAKE,
  SIGNAL_REMOVE,
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What a screen reader says. */
static void
tell (HopsoSubmitRow *self)
{
  const char *action = hopso_request_words_action (hopso_submit_row_get_action (self));
  g_autofree char *sentence = g_strdup_printf (_ ("%u. %s: %s. Alt and the arrow keys move it."),
                                               self->number, self->title, action);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence,
                                  -1);
}

static gboolean
move_cb (GtkWidget *widget, GVariant *parameter, gpointer user_data)
{
  g_signal_emit (widget, signals[SIGNAL_MOVE], 0, g_variant_get_int32 (parameter));
  return GDK_EVENT_STOP;
}

static void
remove_cb (HopsoSubmitRow *self)
{
  g_signal_emit (self, signals[SIGNAL_REMOVE], 0);
}

static void
action_cb (HopsoSubmitRow *self)
{
  tell (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* --- dragging ------------------------------------------------------------------------------------
 */

static GdkContentProvider *
prepare_cb (HopsoSubmitRow *self)
{
  return gdk_content_provider_new_typed (HOPSO_TYPE_SUBMIT_ROW, self);
}

static void
drag_begin_cb (HopsoSubmitRow *self, GdkDrag *drag, GtkDragSource *source)
{
  g_autoptr (GdkPaintable) picture = gtk_widget_paintable_new (GTK_WIDGET (self));

  gtk_drag_source_set_icon (source, picture, 0, 0);
}

static gboolean
drop_cb (HopsoSubmitRow *self, const GValue *value)
{
  HopsoSubmitRow *other = g_value_get_object (value);

  if (other == self)
    return FALSE;
  g_signal_emit (self, signals[SIGNAL_TAKE], 0, other);
  return TRUE;
}

static void
add_dragging (HopsoSubmitRow *self)
{
  GtkDragSource *source = gtk_drag_source_new ();
  GtkDropTarget *target = gtk_drop_target_new (HOPSO_TYPE_SUBMIT_ROW, GDK_ACTION_MOVE);

  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect_object (source, "prepare", G_CALLBACK (prepare_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (source, "drag-begin", G_CALLBACK (drag_begin_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (source));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

/* --- the row -------------------------------------------------------------------------------------
 */

static void
hopso_submit_row_finalize (GObject *object)
{
  HopsoSubmitRow *self = HOPSO_SUBMIT_ROW (object);

  g_free (self->person_id);
  g_free (self->title);
  G_OBJECT_CLASS (hopso_submit_row_parent_class)->finalize (object);
}

static void
hopso_submit_row_class_init (HopsoSubmitRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hopso_submit_row_finalize;
  signals[SIGNAL_MOVE] = g_signal_new ("move", HOPSO_TYPE_SUBMIT_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[SIGNAL_TAKE] = g_signal_new ("take", HOPSO_TYPE_SUBMIT_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 1, HOPSO_TYPE_SUBMIT_ROW);
  signals[SIGNAL_REMOVE] = g_signal_new ("remove", HOPSO_TYPE_SUBMIT_ROW, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", HOPSO_TYPE_SUBMIT_ROW, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Up, GDK_ALT_MASK, move_cb, "i", -1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Up, GDK_ALT_MASK, move_cb, "i", -1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Down, GDK_ALT_MASK, move_cb, "i", 1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Down, GDK_ALT_MASK, move_cb, "i", 1);
}

static void
hopso_submit_row_init (HopsoSubmitRow *self)
{
}

static GtkWidget *
make_names (HopsoSubmitRow *self, const char *name)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  const char *const texts[] = { self->title, name };
  const char *const classes[] = { "heading", "dim-label" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      GtkWidget *label = gtk_label_new (texts[i]);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_widget_add_css_class (label, classes[i]);
      gtk_box_append (GTK_BOX (box), label);
    }
  gtk_widget_set_hexpand (box, TRUE);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  return box;
}

static void
make_controls (HopsoSubmitRow *self, const char *action)
{
  const char *words[G_N_ELEMENTS (actions) + 1] = { NULL };
  g_autofree char *what = g_strdup_printf (_ ("What is asked of %s"), self->title);
  g_autofree char *removal = g_strdup_printf (_ ("Remove %s"), self->title);
  guint chosen = 1;

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      words[i] = hopso_request_words_action (actions[i]);
      if (g_strcmp0 (actions[i], action) == 0)
        chosen = i;
    }
  self->drop = GTK_DROP_DOWN (gtk_drop_down_new_from_strings (words));
  gtk_drop_down_set_selected (self->drop, chosen);
  gtk_widget_set_valign (GTK_WIDGET (self->drop), GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->drop), GTK_ACCESSIBLE_PROPERTY_LABEL, what,
                                  -1);
  g_signal_connect_object (self->drop, "notify::selected", G_CALLBACK (action_cb), self,
                           G_CONNECT_SWAPPED);
  self->remove_btn = gtk_button_new_from_icon_name ("user-trash-symbolic");
  gtk_widget_set_valign (self->remove_btn, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (self->remove_btn, removal);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->remove_btn), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  removal, -1);
  gtk_widget_add_css_class (self->remove_btn, "flat");
  g_signal_connect_object (self->remove_btn, "clicked", G_CALLBACK (remove_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * hopso_submit_row_new:
 * @workspace: knows people
 * @person_id: who shall sign
 * @action: what is asked
 *
 * Returns: (transfer floating): a row for it
 */
GtkWidget *
hopso_submit_row_new (HopsoWorkspace *workspace, const char *person_id, const char *action)
{
  HopsoSubmitRow *self = g_object_new (HOPSO_TYPE_SUBMIT_ROW, "activatable", FALSE, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *handle = gtk_image_new_from_icon_name ("list-drag-handle-symbolic");
  HopsoPerson *person = hopso_workspace_lookup_person (workspace, person_id);

  self->person_id = g_strdup (person_id);
  self->title = hopso_request_words_person (workspace, person_id);
  self->badge = GTK_LABEL (gtk_label_new ("1"));
  make_controls (self, action);
  gtk_widget_add_css_class (handle, "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->badge), "number-badge");
  gtk_widget_set_valign (GTK_WIDGET (self->badge), GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (self), "job");
  gtk_widget_add_css_class (box, "job-row");
  gtk_box_append (GTK_BOX (box), handle);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->badge));
  gtk_box_append (GTK_BOX (box),
                  make_names (self, person != NULL ? hopso_person_get_name (person) : NULL));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->drop));
  gtk_box_append (GTK_BOX (box), self->remove_btn);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  add_dragging (self);
  tell (self);
  return GTK_WIDGET (self);
}

/**
 * hopso_submit_row_get_person_id:
 *
 * Returns: (transfer none): who shall sign
 */
const char *
hopso_submit_row_get_person_id (HopsoSubmitRow *self)
{
  g_return_val_if_fail (HOPSO_IS_SUBMIT_ROW (self), NULL);

  return self->person_id;
}

/**
 * hopso_submit_row_get_title:
 *
 * Returns: (transfer none): that person's position
 */
const char *
hopso_submit_row_get_title (HopsoSubmitRow *self)
{
  g_return_val_if_fail (HOPSO_IS_SUBMIT_ROW (self), NULL);

  return self->title;
}

/**
 * hopso_submit_row_get_action:
 *
 * Returns: (transfer none): what is asked
 */
const char *
hopso_submit_row_get_action (HopsoSubmitRow *self)
{
  g_return_val_if_fail (HOPSO_IS_SUBMIT_ROW (self), NULL);

  return actions[MIN (gtk_drop_down_get_selected (self->drop), G_N_ELEMENTS (actions) - 1)];
}

/**
 * hopso_submit_row_set_number:
 * @number: its place, from 1
 */
void
hopso_submit_row_set_number (HopsoSubmitRow *self, guint number)
{
  g_autofree char *digits = g_strdup_printf ("%u", number);

  g_return_if_fail (HOPSO_IS_SUBMIT_ROW (self));

  self->number = number;
  gtk_label_set_label (self->badge, digits);
  tell (self);
}
