/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The list of everybody, searched without diacritics, own unit first; one of them goes in the
 * person's place. Main thread. */

#include "hopso-substitute-dialog.h"

#include "hopso-person-words.h"
#include "hopso-text-fold.h"

#include <glib/gi18n.h>

struct _HopsoSubstituteDialog
{
  AdwWindow parent_instance;

  HopsoWorkspace *workspace; /* owned */
  GTask *task;               /* owned, nullable: answered */
  GtkFilter *filter;         /* owned */
  char *wanted;              /* owned: what is searched, folded */

  GtkSearchEntry *search;
  GtkListView *list;
  GtkStack *stack;
  GtkButton *choose_button;
  GtkSingleSelection *selection;
};

G_DEFINE_FINAL_TYPE (HopsoSubstituteDialog, hopso_substitute_dialog, ADW_TYPE_WINDOW)

static char *
describe (HopsoSubstituteDialog *self, HopsoPerson *person)
{
  HopsoOrganization *organization =
      hopso_workspace_lookup_organization (self->workspace, hopso_person_get_organization (person));

  return hopso_person_words_title (person, organization);
}

/* Nobody goes in their own place. */
static gboolean
is_wanted (gpointer item, gpointer user_data)
{
  HopsoSubstituteDialog *self = HOPSO_SUBSTITUTE_DIALOG (user_data);
  HopsoPerson *person = HOPSO_PERSON (item);
  HopsoPerson *me = hopso_workspace_get_person (self->workspace);
  g_autofree char *position = NULL;
  g_autofree char *words = NULL;
  g_autofree char *folded = NULL;

  if (me != NULL && g_strcmp0 (hopso_record_get_id (HOPSO_RECORD (me)),
                               hopso_record_get_id (HOPSO_RECORD (person))) == 0)
    return FALSE;
  if (self->wanted[0] == '\0')
    return TRUE;
  position = describe (self, person);
  words = g_strdup_printf ("%s %s", hopso_person_get_name (person), position);
  folded = hopso_text_fold (words);
  return hopso_text_fold_matches (folded, self->wanted);
}

static gboolean
is_of_my_unit (HopsoSubstituteDialog *self, HopsoPerson *person)
{
  HopsoPerson *me = hopso_workspace_get_person (self->workspace);

  return me != NULL && g_strcmp0 (hopso_person_get_organization (me),
                                  hopso_person_get_organization (person)) == 0;
}

static int
compare (gconstpointer a, gconstpointer b, gpointer user_data)
{
  HopsoSubstituteDialog *self = HOPSO_SUBSTITUTE_DIALOG (user_data);
  HopsoPerson *left = HOPSO_PERSON ((gpointer) a);
  HopsoPerson *right = HOPSO_PERSON ((gpointer) b);
  gboolean is_left_near = is_of_my_unit (self, left);

  if (is_left_near != is_of_my_unit (self, right))
    return is_left_near ? -1 : 1;
  return g_strcmp0 (hopso_person_get_order_key (left), hopso_person_get_order_key (right));
}

static void
search_changed_cb (GtkSearchEntry *entry, HopsoSubstituteDialog *self)
{
  g_free (self->wanted);
  self->wanted = hopso_text_fold (gtk_editable_get_text (GTK_EDITABLE (entry)));
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
}

static void
selection_changed_cb (HopsoSubstituteDialog *self)
{
  gboolean is_empty = g_list_model_get_n_items (G_LIST_MODEL (self->selection)) == 0;

  gtk_stack_set_visible_child_name (self->stack, is_empty ? "empty" : "list");
  gtk_widget_set_sensitive (GTK_WIDGET (self->choose_button),
                            gtk_single_selection_get_selected_item (self->selection) != NULL);
}

static void
choose (HopsoSubstituteDialog *self)
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
choose_cb (GtkButton *button, HopsoSubstituteDialog *self)
{
  choose (self);
}

static void
activate_cb (GtkListView *list, guint position, HopsoSubstituteDialog *self)
{
  gtk_single_selection_set_selected (self->selection, position);
  choose (self);
}

static void
search_activate_cb (GtkSearchEntry *entry, HopsoSubstituteDialog *self)
{
  choose (self);
}

static gboolean
close_request_cb (HopsoSubstituteDialog *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  if (task != NULL && !g_task_return_error_if_cancelled (task))
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Nobody was chosen");
  return GDK_EVENT_PROPAGATE;
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, HopsoSubstituteDialog *self)
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
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, HopsoSubstituteDialog *self)
{
  HopsoPerson *person = HOPSO_PERSON (gtk_list_item_get_item (item));
  GtkWidget *row = gtk_list_item_get_child (item);
  GtkWidget *lines = gtk_widget_get_last_child (row);
  g_autofree char *position = describe (self, person);

  adw_avatar_set_text (ADW_AVATAR (gtk_widget_get_first_child (row)),
                       hopso_person_get_name (person));
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_first_child (lines)),
                       hopso_person_get_name (person));
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_last_child (lines)), position);
}

static void
hopso_substitute_dialog_dispose (GObject *object)
{
  HopsoSubstituteDialog *self = HOPSO_SUBSTITUTE_DIALOG (object);

  close_request_cb (self);
  g_clear_object (&self->filter);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (hopso_substitute_dialog_parent_class)->dispose (object);
}

static void
hopso_substitute_dialog_finalize (GObject *object)
{
  HopsoSubstituteDialog *self = HOPSO_SUBSTITUTE_DIALOG (object);

  g_free (self->wanted);
  G_OBJECT_CLASS (hopso_substitute_dialog_parent_class)->finalize (object);
}

static void
hopso_substitute_dialog_class_init (HopsoSubstituteDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hopso_substitute_dialog_dispose;
  object_class->finalize = hopso_substitute_dialog_finalize;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/vn/hopso/HopSo/meetings/hopso-substitute-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, HopsoSubstituteDialog, search);
  gtk_widget_class_bind_template_child (widget_class, HopsoSubstituteDialog, list);
  gtk_widget_class_bind_template_child (widget_class, HopsoSubstituteDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, HopsoSubstituteDialog, choose_button);
  gtk_widget_class_bind_template_child (widget_class, HopsoSubstituteDialog, selection);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, selection_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_request_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
hopso_substitute_dialog_init (HopsoSubstituteDialog *self)
{
  self->wanted = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_entry_set_key_capture_widget (self->search, GTK_WIDGET (self));
}

static GListModel *
make_model (HopsoSubstituteDialog *self)
{
  GtkSorter *sorter = GTK_SORTER (gtk_custom_sorter_new (compare, self, NULL));
  GtkSortListModel *sorted =
      gtk_sort_list_model_new (hopso_workspace_list_persons (self->workspace), sorter);

  self->filter = GTK_FILTER (gtk_custom_filter_new (is_wanted, self, NULL));
  return G_LIST_MODEL (
      gtk_filter_list_model_new (G_LIST_MODEL (sorted), g_object_ref (self->filter)));
}

/**
 * hopso_substitute_dialog_choose_async:
 * @workspace: whose people are offered
 * @parent: (nullable): the window it concerns
 * @cancellable: (nullable): takes the question back; cancel it in the main thread
 * @callback: called when somebody or nobody was chosen
 * @user_data: for @callback
 */
void
hopso_substitute_dialog_choose_async (HopsoWorkspace *workspace,
                                      GtkWindow *parent,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  HopsoSubstituteDialog *self = g_object_new (HOPSO_TYPE_SUBSTITUTE_DIALOG, NULL);
  g_autoptr (GListModel) people = NULL;

  self->task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (self->task, hopso_substitute_dialog_choose_async);
  self->workspace = g_object_ref (workspace);
  people = make_model (self);
  gtk_single_selection_set_model (self->selection, people);
  selection_changed_cb (self);
  gtk_window_set_transient_for (GTK_WINDOW (self), parent);
  gtk_window_set_modal (GTK_WINDOW (self), parent != NULL);
  if (cancellable != NULL)
    g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (gtk_window_close), self,
                             G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

/**
 * hopso_substitute_dialog_choose_finish:
 * @result: from the callback
 * @error: set to %G_IO_ERROR_CANCELLED when nobody was chosen
 *
 * Returns: (transfer full): the id of the person, or %NULL
 */
char *
hopso_substitute_dialog_choose_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
