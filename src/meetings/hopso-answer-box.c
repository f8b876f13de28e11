/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Attend, report absence, send a substitute: three linked buttons of equal tone, since nothing may
 * nudge the answer. A tick stands on a button only after it was the answer. They activate the
 * actions of HopsoAnswers. Main thread. */

#include "hopso-answer-box.h"

#include <glib/gi18n.h>

#define N_ANSWERS 3

struct _HopsoAnswerBox
{
  GtkWidget parent_instance;

  GtkWidget *buttons[N_ANSWERS]; /* owned */
  GtkWidget *labels[N_ANSWERS];  /* owned by the buttons */
};

G_DEFINE_FINAL_TYPE (HopsoAnswerBox, hopso_answer_box, GTK_TYPE_WIDGET)

static const struct
{
  const char *partstat;
  const char *action;
  const char *label;
} answers[N_ANSWERS] = {
  { "accepted", "answers.accept", N_ ("Attend") },
  { "declined", "answers.decline", N_ ("Report absence") },
  { "delegated", "answers.substitute", N_ ("Send substitute…") },
};

static GtkWidget *
make_button (HopsoAnswerBox *self, guint i)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *icon = g_object_new (GTK_TYPE_IMAGE, "icon-name", "emblem-ok-symbolic", "visible",
                                  FALSE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  GtkWidget *button = gtk_button_new ();

  self->labels[i] = gtk_label_new (_ (answers[i].label));
  gtk_widget_set_halign (content, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (content), icon);
  gtk_box_append (GTK_BOX (content), self->labels[i]);
  gtk_button_set_child (GTK_BUTTON (button), content);
  gtk_widget_add_css_class (button, "answer");
  return button;
}

static void
hopso_answer_box_dispose (GObject *object)
{
  HopsoAnswerBox *self = HOPSO_ANSWER_BOX (object);

  for (guint i = 0; i < N_ANSWERS; i++)
    g_clear_pointer (&self->buttons[i], gtk_widget_unparent);
  G_OBJECT_CLASS (hopso_answer_box_parent_class)->dispose (object);
}

static void
hopso_answer_box_class_init (HopsoAnswerBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hopso_answer_box_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
hopso_answer_box_init (HopsoAnswerBox *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "linked");
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  for (guint i = 0; i < N_ANSWERS; i++)
    {
      self->buttons[i] = make_button (self, i);
      gtk_widget_set_parent (self->buttons[i], GTK_WIDGET (self));
    }
}

/**
 * hopso_answer_box_set:
 * @self: the buttons
 * @meeting_id: the meeting they answer for
 * @meeting_name: its name, said by screen readers
 * @partstat: (nullable): the answer that counts now
 */
void
hopso_answer_box_set (HopsoAnswerBox *self,
                      const char *meeting_id,
                      const char *meeting_name,
                      const char *partstat)
{
  g_return_if_fail (HOPSO_IS_ANSWER_BOX (self));

  for (guint i = 0; i < N_ANSWERS; i++)
    {
      gboolean is_chosen = g_strcmp0 (partstat, answers[i].partstat) == 0;
      GtkWidget *content = gtk_button_get_child (GTK_BUTTON (self->buttons[i]));
      g_autofree char *label = g_strdup_printf ("%s: %s", _ (answers[i].label), meeting_name);

      gtk_widget_set_visible (gtk_widget_get_first_child (content), is_chosen);
      if (is_chosen)
        gtk_widget_add_css_class (self->buttons[i], "chosen");
      else
        gtk_widget_remove_css_class (self->buttons[i], "chosen");
      gtk_actionable_set_action_target (GTK_ACTIONABLE (self->buttons[i]), "s", meeting_id);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (self->buttons[i]), answers[i].action);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->buttons[i]),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
    }
}

/**
 * hopso_answer_box_set_fills:
 * @self: the buttons
 * @fills: whether they share the whole width evenly
 */
void
hopso_answer_box_set_fills (HopsoAnswerBox *self, gboolean fills)
{
  GtkLayoutManager *layout;

  g_return_if_fail (HOPSO_IS_ANSWER_BOX (self));

  layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  gtk_box_layout_set_homogeneous (GTK_BOX_LAYOUT (layout), fills);
  for (guint i = 0; i < N_ANSWERS; i++)
    gtk_widget_set_hexpand (self->buttons[i], fills);
}
