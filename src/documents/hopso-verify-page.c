/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The section of the main window where files are checked: drop files or a whole folder, or choose
 * them; a line per file tells how far it is and what was found; a line that is pressed opens the
 * verdict in full. It knows no account. Main thread. */

#include "hopso-verify-page.h"

#include "hopso-fd.h"
#include "hopso-file-prompt.h"
#include "hopso-verify-dialog.h"
#include "hopso-verify-page-private.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>

static const char *const pdf_patterns[] = { "*.pdf", "*.PDF", NULL };
static const char *const csv_patterns[] = { "*.csv", NULL };

struct _HopsoVerifyPage
{
  HopsoPage parent_instance;

  HopsoVerifier *verifier;   /* owned, nullable: disposed */
  HopsoVerifyList *list;     /* owned, nullable: disposed */
  GCancellable *cancellable; /* owned: of questions */
  gboolean is_single;        /* the verdict on the one file is shown as soon as it is there */

  AdwToastOverlay *toasts;
  GtkStack *stack;
  GtkColumnView *table;
  GtkLabel *count_label;
  GtkProgressBar *progress;
  GtkWidget *stop_button;
  GtkWidget *save_button;
  GtkWidget *clear_button;
};

G_DEFINE_FINAL_TYPE (HopsoVerifyPage, hopso_verify_page, HOPSO_TYPE_PAGE)

static GtkWindow *
get_window (HopsoVerifyPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static void
tell (HopsoVerifyPage *self, const char *words)
{
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (words));
}

/* --- one file in full ------------------------------------------------------------------------ */

static void
open_item (HopsoVerifyPage *self, HopsoVerifyItem *item)
{
  g_autofree char *path = g_file_get_path (hopso_verify_item_get_file (item));
  g_auto (HopsoFd) fd = path != NULL ? open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) : -1;
  HopsoVerifyDialog *dialog = NULL;

  if (fd >= 0)
    dialog = hopso_verify_dialog_new (self->verifier, fd, hopso_verify_item_get_name (item), NULL);
  if (dialog == NULL)
    {
      tell (self, _ ("The file cannot be read any more."));
      return;
    }
  hopso_verify_dialog_show_over (dialog, get_window (self));
  hopso_verify_dialog_check (dialog);
}

static void
activated_cb (HopsoVerifyPage *self, guint position)
{
  g_autoptr (HopsoVerifyItem) item =
      g_list_model_get_item (G_LIST_MODEL (gtk_column_view_get_model (self->table)), position);

  if (item != NULL)
    open_item (self, item);
}

/* --- how far it is --------------------------------------------------------------------------- */

static void
append_count (HopsoVerifyPage *self, GString *words, HopsoVerdict verdict)
{
  const guint n = hopso_verify_list_count (self->list, verdict);
  g_autofree char *name = hopso_verdict_dup_text (verdict);
  g_autofree char *folded = g_utf8_strdown (name, -1);

  if (n > 0)
    g_string_append_printf (words, " · %u %s", n, folded);
}

static void
show_counts (HopsoVerifyPage *self, guint n)
{
  g_autoptr (GString) words = g_string_new (NULL);

  g_string_append_printf (words, ngettext ("%u file", "%u files", n), n);
  append_count (self, words, HOPSO_VERDICT_INVALID);
  append_count (self, words, HOPSO_VERDICT_UNDETERMINED);
  append_count (self, words, HOPSO_VERDICT_VALID);
  append_count (self, words, HOPSO_VERDICT_UNSIGNED);
  gtk_label_set_label (self->count_label, words->str);
}

/* The keyboard goes on where something can be done. */
static void
show_stage (HopsoVerifyPage *self, const char *name)
{
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), name) == 0)
    return;
  gtk_stack_set_visible_child_name (self->stack, name);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_child_focus (gtk_stack_get_visible_child (self->stack), GTK_DIR_TAB_FORWARD);
}

static void
progress_cb (HopsoVerifyPage *self)
{
  GListModel *items = hopso_verify_list_get_items (self->list);
  const guint n = g_list_model_get_n_items (items);
  const gboolean is_busy = hopso_verify_list_is_busy (self->list);

  show_stage (self, n > 0 ? "list" : "empty");
  gtk_widget_set_visible (GTK_WIDGET (self->progress), is_busy);
  gtk_widget_set_visible (self->stop_button, is_busy);
  gtk_widget_set_sensitive (self->save_button, n > 0 && !is_busy);
  gtk_widget_set_sensitive (self->clear_button, n > 0);
  if (n > 0)
    gtk_progress_bar_set_fraction (self->progress,
                                   (double) hopso_verify_list_get_n_finished (self->list) / n);
  show_counts (self, n);
  if (self->is_single && !is_busy && n == 1)
    {
      g_autoptr (HopsoVerifyItem) item = g_list_model_get_item (items, 0);

      self->is_single = FALSE;
      if (hopso_verify_item_get_report (item) != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
        open_item (self, item);
    }
}

/* --- adding ---------------------------------------------------------------------------------- */

/**
 * hopso_verify_page_add:
 * @file: (transfer none): a file, or a folder
 *
 * Checks it. The verdict on a single file is opened as soon as it is there.
 */
void
hopso_verify_page_add (HopsoVerifyPage *self, GFile *file)
{
  g_return_if_fail (HOPSO_IS_VERIFY_PAGE (self));
  g_return_if_fail (self->list != NULL);

  self->is_single = g_list_model_get_n_items (hopso_verify_list_get_items (self->list)) == 0;
  hopso_verify_list_add (self->list, file);
}

static void
files_chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoVerifyPage) self = user_data;
  g_autoptr (GListModel) files = hopso_file_prompt_open_many_finish (result, NULL);

  for (guint i = 0; files != NULL && self->list != NULL && i < g_list_model_get_n_items (files);
       i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);

      hopso_verify_page_add (self, file);
    }
}

static void
folder_chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoVerifyPage) self = user_data;
  g_autoptr (GFile) folder = hopso_file_prompt_finish (result, NULL);

  if (folder != NULL && self->list != NULL)
    hopso_verify_page_add (self, folder);
}

static void
choose_files (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HopsoVerifyPage *self = HOPSO_VERIFY_PAGE (widget);
  const HopsoFilePrompt prompt = { .title = _ ("Check the signatures of files"),
                                   .verb = _ ("_Check"),
                                   .filter_name = _ ("PDF documents"),
                                   .patterns = pdf_patterns };

  hopso_file_prompt_open_many_async (&prompt, get_window (self), self->cancellable, files_chosen_cb,
                                     g_object_ref (self));
}

static void
choose_folder (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HopsoVerifyPage *self = HOPSO_VERIFY_PAGE (widget);
  const HopsoFilePrompt prompt = { .title = _ ("Check all files of a folder"),
                                   .verb = _ ("_Check") };

  hopso_file_prompt_folder_async (&prompt, get_window (self), self->cancellable, folder_chosen_cb,
                                  g_object_ref (self));
}

static gboolean
dropped_cb (GtkDropTarget *target, const GValue *value, double x, double y, HopsoVerifyPage *self)
{
  for (GSList *file = g_value_get_boxed (value); file != NULL; file = file->next)
    hopso_verify_page_add (self, file->data);
  return TRUE;
}

/* --- the table as a file --------------------------------------------------------------------- */

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoVerifyPage) self = user_data;
  const gboolean is_saved = g_file_replace_contents_finish (G_FILE (source), result, NULL, NULL);

  tell (self, is_saved ? _ ("The table has been saved.")
                       : _ ("The table could not be saved. Choose another folder."));
}

static void
place_chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoVerifyPage) self = user_data;
  g_autoptr (GFile) file = hopso_file_prompt_finish (result, NULL);

  if (file == NULL || self->list == NULL)
    return;

  g_autoptr (GBytes) table = g_string_free_to_bytes (hopso_verify_list_to_csv (self->list));
  g_file_replace_contents_bytes_async (file, table, NULL, FALSE, G_FILE_CREATE_NONE,
                                       self->cancellable, saved_cb, g_object_ref (self));
}

static void
save_table (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HopsoVerifyPage *self = HOPSO_VERIFY_PAGE (widget);
  const HopsoFilePrompt prompt = { .title = _ ("Save the table"),
                                   .verb = _ ("_Save"),
                                   .filter_name = _ ("Tables (CSV)"),
                                   .patterns = csv_patterns,
                                   .suggested_name = _ ("verification.csv") };

  hopso_file_prompt_save_async (&prompt, get_window (self), self->cancellable, place_chosen_cb,
                                g_object_ref (self));
}

static void
stop (GtkWidget *widget, const char *name, GVariant *parameter)
{
  hopso_verify_list_stop (HOPSO_VERIFY_PAGE (widget)->list);
}

static void
clear (GtkWidget *widget, const char *name, GVariant *parameter)
{
  hopso_verify_list_clear (HOPSO_VERIFY_PAGE (widget)->list);
}

/* --- the page -------------------------------------------------------------------------------- */

static void
hopso_verify_page_dispose (GObject *object)
{
  HopsoVerifyPage *self = HOPSO_VERIFY_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  if (self->list != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->list, self);
      hopso_verify_list_stop (self->list);
    }
  g_clear_object (&self->list);
  g_clear_object (&self->verifier);
  G_OBJECT_CLASS (hopso_verify_page_parent_class)->dispose (object);
}

static void
hopso_verify_page_finalize (GObject *object)
{
  g_object_unref (HOPSO_VERIFY_PAGE (object)->cancellable);
  G_OBJECT_CLASS (hopso_verify_page_parent_class)->finalize (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, HopsoVerifyPage, name)

static void
hopso_verify_page_class_init (HopsoVerifyPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hopso_verify_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = hopso_verify_page_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/hopso/HopSo/documents/hopso-verify-page.ui");
  BIND (toasts);
  BIND (stack);
  BIND (table);
  BIND (count_label);
  BIND (progress);
  BIND (stop_button);
  BIND (save_button);
  BIND (clear_button);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_install_action (widget_class, "verify.choose", NULL, choose_files);
  gtk_widget_class_install_action (widget_class, "verify.choose-folder", NULL, choose_folder);
  gtk_widget_class_install_action (widget_class, "verify.save-table", NULL, save_table);
  gtk_widget_class_install_action (widget_class, "verify.stop", NULL, stop);
  gtk_widget_class_install_action (widget_class, "verify.clear", NULL, clear);
}

static void
hopso_verify_page_init (HopsoVerifyPage *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  hopso_verify_columns_fill (self->table);
  g_signal_connect_object (target, "drop", G_CALLBACK (dropped_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

/**
 * hopso_verify_page_set_verifier:
 * @self: a page without one
 * @verifier: (transfer none): does the work
 */
void
hopso_verify_page_set_verifier (HopsoVerifyPage *self, HopsoVerifier *verifier)
{
  GListModel *sorted;
  g_autoptr (GtkSelectionModel) selection = NULL;

  g_return_if_fail (HOPSO_IS_VERIFY_PAGE (self));
  g_return_if_fail (self->verifier == NULL);

  self->verifier = g_object_ref (verifier);
  self->list = hopso_verify_list_new (verifier);
  sorted = G_LIST_MODEL (
      gtk_sort_list_model_new (g_object_ref (hopso_verify_list_get_items (self->list)),
                               g_object_ref (gtk_column_view_get_sorter (self->table))));
  selection = GTK_SELECTION_MODEL (gtk_single_selection_new (sorted));
  gtk_column_view_set_model (self->table, selection);
  g_signal_connect_object (self->list, "progress", G_CALLBACK (progress_cb), self,
                           G_CONNECT_SWAPPED);
  progress_cb (self);
}

/**
 * hopso_verify_page_has_verifier:
 *
 * Returns: whether it can check anything yet
 */
gboolean
hopso_verify_page_has_verifier (HopsoVerifyPage *self)
{
  g_return_val_if_fail (HOPSO_IS_VERIFY_PAGE (self), FALSE);

  return self->verifier != NULL;
}

/**
 * hopso_verify_page_new:
 *
 * Returns: (transfer floating): the page, which needs a verifier before it is shown
 */
GtkWidget *
hopso_verify_page_new (void)
{
  return g_object_new (HOPSO_TYPE_VERIFY_PAGE, "title", _ ("Check signatures"), NULL);
}
