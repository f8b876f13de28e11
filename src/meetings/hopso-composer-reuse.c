/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Papers of earlier meetings, searched without diacritics; those that are ticked are taken over in
 * one step, without being sent again. Main thread. */

#include "hopso-composer-reuse.h"

#include "hopso-composition-private.h"
#include "hopso-size-words.h"
#include "hopso-text-fold.h"
#include "hopso-time-words.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define MOST_FOUND 60

/* What the window knows, owned by it. */
typedef struct
{
  HopsoComposition *composition; /* owned */
  char *item;                    /* owned */
  GListModel *papers;            /* owned */
  GHashTable *chosen;            /* owned: of owned ids */
  GtkWidget *window;             /* borrowed: owns this */
  GtkWidget *search;             /* borrowed: child, as all below */
  GtkWidget *list;
  GtkWidget *use;
} Reuse;

static void
reuse_free (gpointer data)
{
  Reuse *self = data;

  g_hash_table_unref (self->chosen);
  g_object_unref (self->papers);
  g_object_unref (self->composition);
  g_free (self->item);
  g_free (self);
}

static void
show_count (Reuse *self)
{
  const guint n = g_hash_table_size (self->chosen);
  g_autofree char *words = g_strdup_printf (ngettext ("_Use %u paper", "_Use %u papers", n), n);

  gtk_button_set_label (GTK_BUTTON (self->use), words);
  gtk_widget_set_sensitive (self->use, n > 0);
}

static void
toggled_cb (GtkCheckButton *check, Reuse *self)
{
  const char *id = g_object_get_data (G_OBJECT (check), "paper");

  if (gtk_check_button_get_active (check))
    g_hash_table_add (self->chosen, g_strdup (id));
  else
    g_hash_table_remove (self->chosen, id);
  show_count (self);
}

static HopsoMeeting *
get_meeting (Reuse *self, HopsoPaper *paper)
{
  const char *id = hopso_paper_get_meeting (paper);

  return id != NULL
             ? (HopsoMeeting *) hopso_workspace_lookup_record (
                   hopso_composition_get_workspace (self->composition), HOPSO_KIND_MEETING, id)
             : NULL;
}

static void
add_paper (Reuse *self, HopsoPaper *paper)
{
  const char *id = hopso_record_get_id (HOPSO_RECORD (paper));
  HopsoMeeting *meeting = get_meeting (self, paper);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();
  g_autofree char *name = hopso_text_capitalised (hopso_paper_get_name (paper));
  g_autofree char *size = hopso_size_words_pages (hopso_paper_get_pages (paper),
                                                  (guint64) MAX (0, hopso_paper_get_size (paper)));
  g_autofree char *day = meeting != NULL && hopso_meeting_get_start (meeting) != 0
                             ? hopso_time_words_date (hopso_meeting_get_start (meeting))
                             : NULL;
  g_autofree char *words = g_strconcat (size, meeting != NULL ? " · " : "",
                                        meeting != NULL ? hopso_meeting_get_name (meeting) : "",
                                        day != NULL ? " · " : "", day, NULL);

  g_object_set (row, "use-markup", FALSE, "title", name, "subtitle", words, NULL);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  g_object_set_data_full (G_OBJECT (check), "paper", g_strdup (id), g_free);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), g_hash_table_contains (self->chosen, id));
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  g_signal_connect (check, "toggled", G_CALLBACK (toggled_cb), self);
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

static gboolean
is_wanted (Reuse *self, HopsoPaper *paper, const char *wanted)
{
  HopsoMeeting *meeting = get_meeting (self, paper);
  g_autofree char *words = NULL;
  g_autofree char *folded = NULL;

  if (meeting == NULL || g_strcmp0 (hopso_paper_get_meeting (paper),
                                    hopso_composition_get_id (self->composition)) == 0)
    return FALSE;
  words = g_strdup_printf (
      "%s %s %s", hopso_paper_get_name (paper),
      hopso_paper_get_reference (paper) != NULL ? hopso_paper_get_reference (paper) : "",
      hopso_meeting_get_name (meeting));
  folded = hopso_text_fold (words);
  return wanted[0] == '\0' || hopso_text_fold_matches (folded, wanted);
}

static void
search_cb (Reuse *self)
{
  g_autofree char *wanted = hopso_text_fold (gtk_editable_get_text (GTK_EDITABLE (self->search)));
  GtkListBoxRow *row;
  guint n = 0;

  while ((row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), GTK_WIDGET (row));
  for (guint i = 0; n < MOST_FOUND && i < g_list_model_get_n_items (self->papers); i++)
    {
      g_autoptr (HopsoPaper) paper = g_list_model_get_item (self->papers, i);

      if (!is_wanted (self, paper, wanted))
        continue;
      add_paper (self, paper);
      n++;
    }
}

static void
use_cb (Reuse *self)
{
  HopsoWorkspace *workspace = hopso_composition_get_workspace (self->composition);
  HopsoComposeStep *step =
      hopso_compose_step_new (hopso_composition_get_id (self->composition), _ ("Use papers again"));
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, self->chosen);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      g_autoptr (HopsoRecord) record = hopso_workspace_reuse_paper (
          workspace, id, hopso_composition_get_id (self->composition), self->item);

      if (record != NULL)
        hopso_compose_step_put (step, record);
    }
  hopso_composition_do (self->composition, step);
  gtk_window_close (GTK_WINDOW (self->window));
}

static GtkWidget *
make_content (Reuse *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *top = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *empty = gtk_label_new (_ ("No paper found"));

  self->search = gtk_search_entry_new ();
  g_object_set (self->search, "placeholder-text", _ ("Name of the paper or the meeting"), NULL);
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (search_cb), self);
  gtk_widget_add_css_class (top, "people-search");
  gtk_box_append (GTK_BOX (top), self->search);
  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  g_object_set (empty, "margin-top", 18, "margin-bottom", 18, NULL);
  gtk_list_box_set_placeholder (GTK_LIST_BOX (self->list), empty);
  gtk_widget_add_css_class (self->list, "boxed-list");
  gtk_widget_set_valign (self->list, GTK_ALIGN_START);
  gtk_widget_add_css_class (page, "sign-page");
  gtk_box_append (GTK_BOX (page), self->list);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), page);
  gtk_widget_set_vexpand (scroller, TRUE);
  self->use = gtk_button_new ();
  gtk_button_set_use_underline (GTK_BUTTON (self->use), TRUE);
  gtk_widget_add_css_class (self->use, "suggested-action");
  gtk_widget_add_css_class (self->use, "answer");
  gtk_widget_set_hexpand (self->use, TRUE);
  gtk_widget_set_halign (self->use, GTK_ALIGN_END);
  g_signal_connect_swapped (self->use, "clicked", G_CALLBACK (use_cb), self);
  gtk_widget_add_css_class (foot, "sign-foot");
  gtk_box_append (GTK_BOX (foot), self->use);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), top);
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_box_append (GTK_BOX (box), foot);
  return box;
}

/**
 * hopso_composer_reuse_show:
 * @widget: where it was asked for
 * @composition: a draft
 * @item_id: the item that gets the papers
 */
void
hopso_composer_reuse_show (GtkWidget *widget, HopsoComposition *composition, const char *item_id)
{
  Reuse *self = g_new0 (Reuse, 1);
  GtkEventController *keys = gtk_shortcut_controller_new ();

  self->window = adw_window_new ();
  self->composition = g_object_ref (composition);
  self->item = g_strdup (item_id);
  self->papers = hopso_workspace_list_records (hopso_composition_get_workspace (composition),
                                               HOPSO_KIND_PAPER);
  self->chosen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_object_set_data_full (G_OBJECT (self->window), "reuse", self, reuse_free);
  g_object_set (self->window, "title", _ ("Papers of earlier meetings"), "modal", TRUE,
                "default-width", 660, "default-height", 600, NULL);
  adw_window_set_content (ADW_WINDOW (self->window), make_content (self));
  search_cb (self);
  show_count (self);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys), gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                                                        gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (self->window, keys);
  gtk_window_set_transient_for (GTK_WINDOW (self->window),
                                GTK_WINDOW (gtk_widget_get_root (widget)));
  gtk_window_present (GTK_WINDOW (self->window));
}
