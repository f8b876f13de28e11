/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window of the authorities that are relied on. A file of them can be chosen or dropped; what
 * the administrator installed can be seen only. Main thread. */

#include "hopso-trust-dialog.h"

#include "hopso-alert.h"
#include "hopso-file-prompt.h"
#include "hopso-trust-import.h"
#include "hopso-trust-row.h"
#include "hopso-trust-words.h"

#include <glib/gi18n.h>

struct _HopsoTrustDialog
{
  AdwWindow parent_instance;

  HopsoTrustStore *store;    /* owned, nullable: disposed */
  GCancellable *cancellable; /* owned */
  HopsoTrustAnchor *leaving; /* owned, nullable: the one that is asked about */

  AdwToastOverlay *toasts;
  GtkStack *stack;
  GtkLabel *count_label;
  GtkLabel *fault_label;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (HopsoTrustDialog, hopso_trust_dialog, ADW_TYPE_WINDOW)

static void
show_toast (HopsoTrustDialog *self, const char *text)
{
  AdwToast *toast = adw_toast_new (text);

  adw_toast_set_timeout (toast, 8);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
show_error (HopsoTrustDialog *self, const GError *error)
{
  g_autofree char *words = hopso_trust_words_error (error);

  show_toast (self, words);
}

/* --- the list -------------------------------------------------------------------------------- */

static void
show_faults (HopsoTrustDialog *self)
{
  g_autofree char *faults = g_strjoinv ("\n", (char **) hopso_trust_store_get_faults (self->store));
  g_autofree char *text =
      g_strdup_printf (_ ("Some files could not be read and are not relied on:\n%s"), faults);

  gtk_label_set_label (self->fault_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->fault_label), *faults != '\0');
}

static void
refresh (HopsoTrustDialog *self)
{
  GPtrArray *anchors = hopso_trust_store_get_anchors (self->store);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  guint n = hopso_trust_store_count_trusted (self->store, HOPSO_TRUST_ROLE_NONE);
  g_autofree char *count = g_strdup_printf (
      ngettext ("%u authority is relied on", "%u authorities are relied on", n), n);
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; i < anchors->len; i++)
    gtk_list_box_append (self->list,
                         hopso_trust_row_new (self->store, g_ptr_array_index (anchors, i), now));
  gtk_label_set_label (self->count_label, count);
  show_faults (self);
  gtk_stack_set_visible_child_name (
      self->stack,
      anchors->len > 0 || hopso_trust_store_get_faults (self->store)[0] != NULL ? "list" : "empty");
}

/* --- adding ---------------------------------------------------------------------------------- */

static void
imported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoTrustDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  guint n = hopso_trust_import_finish (result, &error);

  if (g_cancellable_is_cancelled (self->cancellable) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (error != NULL)
    show_error (self, error);
  else
    {
      g_autofree char *text =
          g_strdup_printf (ngettext ("%u authority was added", "%u authorities were added", n), n);

      show_toast (self, text);
    }
}

/**
 * hopso_trust_dialog_import:
 * @file: certificates or a trust list
 *
 * Asks about what is in it and adds it.
 */
void
hopso_trust_dialog_import (HopsoTrustDialog *self, GFile *file)
{
  g_return_if_fail (HOPSO_IS_TRUST_DIALOG (self));

  hopso_trust_import_async (self->store, file, GTK_WINDOW (self), self->cancellable, imported_cb,
                            g_object_ref (self));
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoTrustDialog) self = user_data;
  g_autoptr (GFile) file = hopso_file_prompt_finish (result, NULL);

  if (file != NULL && !g_cancellable_is_cancelled (self->cancellable))
    hopso_trust_dialog_import (self, file);
}

static void
add_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  HopsoTrustDialog *self = HOPSO_TRUST_DIALOG (widget);
  static const char *const patterns[] = { "*.pem", "*.crt", "*.cer", "*.der",
                                          "*.p7b", "*.p7c", "*.xml", NULL };
  const HopsoFilePrompt prompt = { .title = _ ("Add authorities"),
                                   .verb = _ ("_Open"),
                                   .filter_name = _ ("Certificates and trust lists"),
                                   .patterns = patterns };

  hopso_file_prompt_open_async (&prompt, GTK_WINDOW (self), self->cancellable, chosen_cb,
                                g_object_ref (self));
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, HopsoTrustDialog *self)
{
  GSList *files = g_value_get_boxed (value);

  if (files == NULL)
    return FALSE;
  hopso_trust_dialog_import (self, files->data);
  return TRUE;
}

/* --- removing -------------------------------------------------------------------------------- */

static void
remove_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoTrustDialog) self = user_data;
  g_autoptr (HopsoTrustAnchor) anchor = g_steal_pointer (&self->leaving);
  g_autoptr (GError) error = NULL;
  gboolean is_done;

  if (!hopso_alert_ask_finish (HOPSO_ALERT (source), result, NULL) || self->store == NULL)
    return;
  if (hopso_trust_anchor_get_source (anchor) == HOPSO_TRUST_SOURCE_LIST)
    is_done =
        hopso_trust_store_remove_list (self->store, hopso_trust_anchor_get_path (anchor), &error);
  else
    is_done = hopso_trust_store_remove (self->store, anchor, &error);
  if (is_done)
    show_toast (self, _ ("It is not relied on any more"));
  else
    show_error (self, error);
}

static HopsoAlert *
make_question (HopsoTrustAnchor *anchor)
{
  g_autofree char *name = hopso_trust_anchor_dup_name (anchor);
  const char *list = hopso_trust_anchor_get_list_name (anchor);
  gboolean is_list = hopso_trust_anchor_get_source (anchor) == HOPSO_TRUST_SOURCE_LIST;
  g_autofree char *body =
      g_strdup_printf (_ ("Signatures under %s will be “undetermined” until it is added again."),
                       is_list && list != NULL ? list : name);

  return hopso_alert_new (is_list ? _ ("Remove the trust list?") : _ ("Remove this authority?"),
                          body, _ ("_Remove"));
}

static void
remove_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  HopsoTrustDialog *self = HOPSO_TRUST_DIALOG (widget);
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  HopsoTrustAnchor *anchor = row != NULL ? hopso_trust_row_get_anchor (row) : NULL;
  g_autoptr (HopsoAlert) alert = NULL;

  if (anchor == NULL || self->leaving != NULL)
    return;
  if (!hopso_trust_store_is_own (self->store, anchor))
    {
      show_toast (self, _ ("Only the administrator can remove this authority"));
      return;
    }
  self->leaving = g_object_ref (anchor);
  alert = make_question (anchor);
  hopso_alert_set_destructive (alert, TRUE);
  hopso_alert_ask_async (alert, GTK_WINDOW (self), self->cancellable, remove_answered_cb,
                         g_object_ref (self));
}

/* --- the window ------------------------------------------------------------------------------ */

static void
hopso_trust_dialog_dispose (GObject *object)
{
  HopsoTrustDialog *self = HOPSO_TRUST_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->store);
  g_clear_object (&self->leaving);
  G_OBJECT_CLASS (hopso_trust_dialog_parent_class)->dispose (object);
}

static void
hopso_trust_dialog_finalize (GObject *object)
{
  g_object_unref (HOPSO_TRUST_DIALOG (object)->cancellable);
  G_OBJECT_CLASS (hopso_trust_dialog_parent_class)->finalize (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, HopsoTrustDialog, name)

static void
hopso_trust_dialog_class_init (HopsoTrustDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hopso_trust_dialog_dispose;
  object_class->finalize = hopso_trust_dialog_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/hopso/HopSo/documents/hopso-trust-dialog.ui");
  BIND (toasts);
  BIND (stack);
  BIND (count_label);
  BIND (fault_label);
  BIND (list);
  gtk_widget_class_install_action (widget_class, "trust.add", NULL, add_cb);
  gtk_widget_class_install_action (widget_class, "trust.remove", NULL, remove_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_o, GDK_CONTROL_MASK, "trust.add",
                                       NULL);
}

static void
hopso_trust_dialog_init (HopsoTrustDialog *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

/**
 * hopso_trust_dialog_new:
 * @store: (transfer none): what it shows and changes
 *
 * Returns: (transfer floating): the window
 */
GtkWidget *
hopso_trust_dialog_new (HopsoTrustStore *store)
{
  HopsoTrustDialog *self = g_object_new (HOPSO_TYPE_TRUST_DIALOG, NULL);

  self->store = g_object_ref (store);
  g_signal_connect_object (store, "changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  hopso_trust_store_watch (store);
  refresh (self);
  return GTK_WIDGET (self);
}
