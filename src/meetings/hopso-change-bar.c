/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The bar over a meeting that was changed, moved or cancelled after the person last looked: what
 * happened, in which the meeting differs, the history of its publications, and a button that says
 * that it was seen. Main thread. */

#include "hopso-change-bar.h"

#include "hopso-change-set.h"
#include "hopso-change-words.h"
#include "hopso-time-words.h"

#include <glib/gi18n.h>

struct _HopsoChangeBar
{
  AdwBin parent_instance;

  HopsoWorkspace *workspace; /* owned, nullable: not set */
  HopsoClock *clock;         /* owned, nullable: not set */
  char *meeting_id;          /* owned, nullable: not set */

  GtkBox *box;
  GtkLabel *heading;
  GtkLabel *details;
  GtkPopover *popover; /* owned by its button */
};

G_DEFINE_FINAL_TYPE (HopsoChangeBar, hopso_change_bar, ADW_TYPE_BIN)

static guint seen_signal;

static GtkLabel *
make_label (const char *css_class)
{
  return g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, "wrap-mode",
                       PANGO_WRAP_WORD_CHAR, "width-chars", 8, "css-classes",
                       css_class != NULL ? (const char *[]){ css_class, NULL } : NULL, NULL);
}

static char *
describe_unseen (GPtrArray *unseen)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < unseen->len; i++)
    {
      g_autofree char *changes = hopso_change_words_changes (unseen->pdata[i]);
      const char *reason = hopso_publication_get_reason (unseen->pdata[i]);

      if (changes[0] != '\0')
        g_string_append_printf (words, "%s%s", words->len > 0 ? "\n" : "", changes);
      if (reason != NULL && reason[0] != '\0')
        {
          g_string_append (words, words->len > 0 ? "\n" : "");
          g_string_append_printf (words, _ ("Reason: %s"), reason);
        }
    }
  return g_string_free (g_steal_pointer (&words), FALSE);
}

static void
update (HopsoChangeBar *self)
{
  g_autoptr (GPtrArray) unseen = hopso_changes_list_unseen (self->workspace, self->meeting_id);
  g_autofree char *heading = NULL;
  g_autofree char *details = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), unseen->len > 0);
  if (unseen->len == 0)
    return;
  heading = hopso_change_words_heading (unseen->pdata[0]);
  details = describe_unseen (unseen);
  gtk_label_set_label (self->heading, heading);
  gtk_label_set_label (self->details, details);
  gtk_widget_set_visible (GTK_WIDGET (self->details), details[0] != '\0');
}

static void
changed_cb (HopsoChangeBar *self, HopsoChangeSet *changes)
{
  if (hopso_change_set_touches (changes, HOPSO_KIND_PUBLICATION))
    update (self);
}

static void
seen_cb (HopsoChangeBar *self)
{
  hopso_changes_set_seen (self->workspace, self->meeting_id);
  update (self);
  g_signal_emit (self, seen_signal, 0);
}

static GtkWidget *
make_history_row (HopsoChangeBar *self, HopsoPublication *publication)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  HopsoPerson *person =
      hopso_workspace_lookup_person (self->workspace, hopso_publication_get_person (publication));
  g_autofree char *heading = hopso_change_words_heading (publication);
  g_autofree char *changes = hopso_change_words_changes (publication);
  g_autofree char *moment = hopso_time_words_moment (hopso_publication_get_created (publication),
                                                     hopso_clock_now (self->clock));
  g_autofree char *when = person != NULL
                              ? g_strdup_printf ("%s · %s", moment, hopso_person_get_name (person))
                              : g_strdup (moment);
  const char *const lines[] = { heading, when, changes };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    if (lines[i][0] != '\0')
      {
        GtkLabel *label = make_label (i == 0 ? "heading" : i == 1 ? "dim-label" : NULL);

        gtk_label_set_label (label, lines[i]);
        gtk_label_set_max_width_chars (label, 50);
        gtk_box_append (GTK_BOX (row), GTK_WIDGET (label));
      }
  return row;
}

static void
show_history (HopsoChangeBar *self)
{
  g_autoptr (GPtrArray) all = hopso_changes_list (self->workspace, self->meeting_id);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *scroller = gtk_scrolled_window_new ();

  for (guint i = 0; i < all->len; i++)
    gtk_box_append (GTK_BOX (box), make_history_row (self, all->pdata[i]));
  g_object_set (scroller, "hscrollbar-policy", GTK_POLICY_NEVER, "propagate-natural-height", TRUE,
                "propagate-natural-width", TRUE, "max-content-height", 420, NULL);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);
  gtk_popover_set_child (self->popover, scroller);
}

static GtkWidget *
make_buttons (HopsoChangeBar *self)
{
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *history = gtk_menu_button_new ();
  GtkWidget *seen = gtk_button_new_with_label (_ ("Seen"));

  self->popover = GTK_POPOVER (gtk_popover_new ());
  gtk_menu_button_set_label (GTK_MENU_BUTTON (history), _ ("History"));
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (history), GTK_WIDGET (self->popover));
  g_signal_connect_object (self->popover, "show", G_CALLBACK (show_history), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (seen, "clicked", G_CALLBACK (seen_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_css_class (seen, "answer");
  gtk_widget_set_valign (buttons, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (buttons), history);
  gtk_box_append (GTK_BOX (buttons), seen);
  return buttons;
}

static void
hopso_change_bar_dispose (GObject *object)
{
  HopsoChangeBar *self = HOPSO_CHANGE_BAR (object);

  g_clear_object (&self->workspace);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (hopso_change_bar_parent_class)->dispose (object);
}

static void
hopso_change_bar_finalize (GObject *object)
{
  g_free (HOPSO_CHANGE_BAR (object)->meeting_id);
  G_OBJECT_CLASS (hopso_change_bar_parent_class)->finalize (object);
}

static void
hopso_change_bar_class_init (HopsoChangeBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hopso_change_bar_dispose;
  G_OBJECT_CLASS (klass)->finalize = hopso_change_bar_finalize;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_ALERT);
  seen_signal = g_signal_new ("seen", HOPSO_TYPE_CHANGE_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 0);
}

static void
hopso_change_bar_init (HopsoChangeBar *self)
{
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *icon = g_object_new (
      GTK_TYPE_IMAGE, "icon-name", "dialog-information-symbolic", "pixel-size", 20,
      "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, "valign", GTK_ALIGN_CENTER, NULL);
  GtkWidget *front = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12));
  self->heading = make_label ("heading");
  self->details = make_label (NULL);
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (self->heading));
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (self->details));
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (icon, "question");
  gtk_box_append (GTK_BOX (front), icon);
  gtk_box_append (GTK_BOX (front), words);
  gtk_widget_add_css_class (GTK_WIDGET (self->box), "bar");
  gtk_box_append (self->box, front);
  gtk_box_append (self->box, make_buttons (self));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->box));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * hopso_change_bar_set_meeting:
 * @self: a bar
 * @workspace: where the publications are
 * @clock: tells the time
 * @meeting_id: the meeting of which it tells, once and for all
 */
void
hopso_change_bar_set_meeting (HopsoChangeBar *self,
                              HopsoWorkspace *workspace,
                              HopsoClock *clock,
                              const char *meeting_id)
{
  g_return_if_fail (HOPSO_IS_CHANGE_BAR (self) && self->workspace == NULL);

  self->workspace = g_object_ref (workspace);
  self->clock = g_object_ref (clock);
  self->meeting_id = g_strdup (meeting_id);
  g_signal_connect_object (workspace, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  update (self);
}

/**
 * hopso_change_bar_set_narrow:
 * @self: a bar
 * @is_narrow: whether there is only room for one thing beside another
 */
void
hopso_change_bar_set_narrow (HopsoChangeBar *self, gboolean is_narrow)
{
  g_return_if_fail (HOPSO_IS_CHANGE_BAR (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->box), is_narrow
                                                                  ? GTK_ORIENTATION_VERTICAL
                                                                  : GTK_ORIENTATION_HORIZONTAL);
}
