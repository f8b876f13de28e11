/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The list of everybody who can be asked, searched without diacritics, those of one unit first; one
 * of them is the answer. Main thread. */

#include "hopso-people-dialog.h"

#include "hopso-text-fold.h"

#include <glib/gi18n.h>

struct _HopsoPeopleDialog
{
  AdwWindow parent_instance;

  HopsoPeoplePrompt prompt; /* its words are not kept; persons owned, data owned */
  char *organization;       /* owned, nullable */
  GTask *task;              /* owned, nullable: answered */
  GtkCustomFilter *filter;  /* owned */
  char *wanted;             /* owned: what is searched, folded */

  GtkSearchEntry *search;
  GtkStack *stack;
  AdwStatusPage *empty;
  GtkButton *choose_button;
  GtkSingleSelection *selection;
};

G_DEFINE_FINAL_TYPE (HopsoPeopleDialog, hopso_people_dialog, ADW_TYPE_WINDOW)

static gboolean
is_wanted (gpointer item, gpointer user_data)
{
  HopsoPeopleDialog *self = HOPSO_PEOPLE_DIALOG (user_data);
  HopsoPerson *person = HOPSO_PERSON (item);
  g_autofree char *position = NULL;
  g_autofree char *words = NULL;
  g_autofree char *folded = NULL;

  if (self->prompt.accepts != NULL && !self->prompt.accepts (person, self->prompt.data))
    return FALSE;
  if (self->wanted[0] == '\0')
    return TRUE;
  position = self->prompt.describe (person, self->prompt.data);
  words = g_strdup_printf ("%s %s", hopso_person_get_name (person), position);
  folded = hopso_text_fold (words);
  return hopso_text_fold_matches (folded, self->wanted);
}

static gboolean
is_near (HopsoPeopleDialog *self, HopsoPerson *person)
{
  return self->organization != NULL &&
         g_strcmp0 (self->organization, hopso_person_get_organization (person)) == 0;
}

static int
compare (gconstpointer a, gconstpointer b, gpointer user_data)
{
  HopsoPeopleDialog *self = HOPSO_PEOPLE_DIALOG (user_data);
  HopsoPerson *left = HOPSO_PERSON ((gpointer) a);
  HopsoPerson *right = HOPSO_PERSON ((gpointer) b);
  gboolean is_left_near = is_near (self, left);

  if (is_left_near != is_near (self, right))
    return is_left_near ? -1 : 1;
  return g_strcmp0 (hopso_person_get_order_key (left), hopso_person_get_order_key (right));
}

static void
search_changed_cb (GtkSearchEntry *entry, HopsoPeopleDialog *self)
{
  g_free (self->wanted);
  self->wanted = hopso_text_fold (gtk_editable_get_text (GTK_EDITABLE (entry)));
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
}

static void
selection_changed_cb (HopsoPeopleDialog *self)
{
  gboolean is_empty = g_list_model_get_n_items (G_LIST_MODEL (self->selection)) == 0;

  gtk_stack_set_visible_child_name (self->stack, is_empty ? "empty" : "list");
  gtk_widget_set_sensitive (GTK_WIDGET (self->choose_button),
                            gtk_single_selection_get_selected_item (self->selection) != NULL);
}

static void
choose (HopsoPeopleDialog *self)
{
  HopsoRecord *person = gtk_single_selection_get_selected_item (self->selection);
  g_autoptr (GTask) task = NULL;

  if (person == NULL || self->task == NULL)
    return;
  task = g_steal_pointer (&self->task);
  g_task_return_pointer (task, g_strdup (hopso_record_get_id (person)), g_free);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
choose_cb (GtkButton *button, HopsoPeopleDialog *self)
{
  choose (self);
}

static void
activate_cb (GtkListView *list, guint position, HopsoPeopleDialog *self)
{
  gtk_single_selection_set_selected (self->selection, position);
  choose (self);
}

static void
search_activate_cb (GtkSearchEntry *entry, HopsoPeopleDialog *self)
{
  choose (self);
}

static gboolean
close_request_cb (HopsoPeopleDialog *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  if (task != NULL && !g_task_return_error_if_cancelled (task))
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Nobody was chosen");
  return GDK_EVENT_PROPAGATE;
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, HopsoPeopleDialog *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *avatar = adw_avatar_new (36, NULL, TRUE);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *name = gtk_label_new (NULL);
  GtkWidget *position = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_xalign (GTK_LABEL (position), 0);
  gtk_label_set_wrap (GTK_LABEL (position), TRUE);
  gtk_widget_add_css_class (name, "heading");
  gtk_widget_add_css_class (position, "dim-label");
  gtk_widget_add_css_class (row, "person-row");
  gtk_widget_set_valign (lines, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (lines), name);
  gtk_box_append (GTK_BOX (lines), position);
  gtk_box_append (GTK_BOX (row), avatar);
  gtk_box_append (GTK_BOX (row), lines);
  gtk_list_item_set_child (item, row);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, HopsoPeopleDialog *self)
{
  HopsoPerson *person = HOPSO_PERSON (gtk_list_item_get_item (item));
  GtkWidget *row = gtk_list_item_get_child (item);
  GtkWidget *lines = gtk_widget_get_last_child (row);
  g_autofree char *position = self->prompt.describe (person, self->prompt.data);

  adw_avatar_set_text (ADW_AVATAR (gtk_widget_get_first_child (row)),
                       hopso_person_get_name (person));
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_first_child (lines)),
                       hopso_person_get_name (person));
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_last_child (lines)), position);
}

static void
hopso_people_dialog_dispose (GObject *object)
{
  HopsoPeopleDialog *self = HOPSO_PEOPLE_DIALOG (object);

  close_request_cb (self);
  /* The list may outlive the window for a moment, but not what is asked about people. */
  if (self->filter != NULL)
    gtk_custom_filter_set_filter_func (self->filter, NULL, NULL, NULL);
  g_clear_object (&self->filter);
  g_clear_object (&self->prompt.persons);
  if (self->prompt.free_data != NULL)
    g_clear_pointer (&self->prompt.data, self->prompt.free_data);
  G_OBJECT_CLASS (hopso_people_dialog_parent_class)->dispose (object);
}

static void
hopso_people_dialog_finalize (GObject *object)
{
  HopsoPeopleDialog *self = HOPSO_PEOPLE_DIALOG (object);

  g_free (self->organization);
  g_free (self->wanted);
  G_OBJECT_CLASS (hopso_people_dialog_parent_class)->finalize (object);
}

static void
hopso_people_dialog_class_init (HopsoPeopleDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hopso_people_dialog_dispose;
  object_class->finalize = hopso_people_dialog_finalize;
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static GtkWidget *
make_list (HopsoPeopleDialog *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *list;
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (selection_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "notify::selected-item",
                           G_CALLBACK (selection_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  list = gtk_list_view_new (GTK_SELECTION_MODEL (self->selection), factory);
  g_signal_connect_object (list, "activate", G_CALLBACK (activate_cb), self, 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("People"), -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), list);
  return scroller;
}

static GtkWidget *
make_search (HopsoPeopleDialog *self)
{
  const char *words = _ ("Name, position or unit");
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->search = GTK_SEARCH_ENTRY (gtk_search_entry_new ());
  g_object_set (self->search, "placeholder-text", words, "hexpand", TRUE, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  words, -1);
  g_signal_connect_object (self->search, "search-changed", G_CALLBACK (search_changed_cb), self, 0);
  g_signal_connect_object (self->search, "activate", G_CALLBACK (search_activate_cb), self, 0);
  gtk_widget_add_css_class (box, "people-search");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->search));
  return box;
}

static GtkWidget *
make_people (HopsoPeopleDialog *self)
{
  self->stack = GTK_STACK (gtk_stack_new ());
  self->empty = ADW_STATUS_PAGE (adw_status_page_new ());
  adw_status_page_set_icon_name (self->empty, "system-search-symbolic");
  adw_status_page_set_title (self->empty, _ ("Nobody found"));
  adw_status_page_set_description (self->empty,
                                   _ ("Try a part of the name, without diacritics too."));
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_stack_add_named (self->stack, make_list (self), "list");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->empty), "empty");
  return GTK_WIDGET (self->stack);
}

static GtkWidget *
make_buttons (HopsoPeopleDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *cancel = gtk_button_new_with_mnemonic (_ ("_Cancel"));

  self->choose_button = GTK_BUTTON (gtk_button_new ());
  gtk_button_set_use_underline (self->choose_button, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->choose_button), "suggested-action");
  gtk_widget_add_css_class (GTK_WIDGET (self->choose_button), "answer");
  gtk_widget_add_css_class (cancel, "answer");
  gtk_widget_add_css_class (box, "people-foot");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (cancel), "window.close");
  g_signal_connect_object (self->choose_button, "clicked", G_CALLBACK (choose_cb), self, 0);
  gtk_box_set_homogeneous (GTK_BOX (box), TRUE);
  gtk_box_append (GTK_BOX (box), cancel);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->choose_button));
  return box;
}

static void
hopso_people_dialog_init (HopsoPeopleDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->wanted = g_strdup ("");
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), make_search (self));
  gtk_box_append (GTK_BOX (box), make_people (self));
  gtk_box_append (GTK_BOX (box), make_buttons (self));
  adw_window_set_content (ADW_WINDOW (self), box);
  gtk_window_set_default_size (GTK_WINDOW (self), 520, 600);
  g_signal_connect (self, "close-request", G_CALLBACK (close_request_cb), NULL);
  gtk_search_entry_set_key_capture_widget (self->search, GTK_WIDGET (self));
}

static void
take_prompt (HopsoPeopleDialog *self, const HopsoPeoplePrompt *prompt)
{
  GtkSorter *sorter = GTK_SORTER (gtk_custom_sorter_new (compare, self, NULL));
  GtkSortListModel *sorted = gtk_sort_list_model_new (g_object_ref (prompt->persons), sorter);
  g_autoptr (GListModel) shown = NULL;

  self->prompt = *prompt;
  g_object_ref (self->prompt.persons);
  self->organization = g_strdup (prompt->organization);
  gtk_window_set_title (GTK_WINDOW (self), prompt->title);
  gtk_button_set_label (self->choose_button, prompt->verb);
  self->filter = gtk_custom_filter_new (is_wanted, self, NULL);
  shown = G_LIST_MODEL (
      gtk_filter_list_model_new (G_LIST_MODEL (sorted), GTK_FILTER (g_object_ref (self->filter))));
  if (g_list_model_get_n_items (shown) == 0 && prompt->empty != NULL)
    adw_status_page_set_description (self->empty, prompt->empty);
  gtk_single_selection_set_model (self->selection, shown);
  selection_changed_cb (self);
}

/**
 * hopso_people_dialog_choose_async:
 * @prompt: what is asked
 * @parent: (nullable): the window it concerns
 * @cancellable: (nullable): takes the question back; cancel it in the main thread
 * @callback: called when somebody or nobody was chosen
 * @user_data: for @callback
 */
void
hopso_people_dialog_choose_async (const HopsoPeoplePrompt *prompt,
                                  GtkWindow *parent,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  HopsoPeopleDialog *self = g_object_new (HOPSO_TYPE_PEOPLE_DIALOG, NULL);

  self->task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (self->task, hopso_people_dialog_choose_async);
  take_prompt (self, prompt);
  gtk_window_set_transient_for (GTK_WINDOW (self), parent);
  gtk_window_set_modal (GTK_WINDOW (self), parent != NULL);
  if (cancellable != NULL)
    g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (gtk_window_close), self,
                             G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

/**
 * hopso_people_dialog_choose_finish:
 * @result: from the callback
 * @error: set to %G_IO_ERROR_CANCELLED when nobody was chosen
 *
 * Returns: (transfer full): the id of the person, or %NULL
 */
char *
hopso_people_dialog_choose_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
