/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window of the signing devices. Tokens appear and go by themselves while it is open. The file
 * of a token's software can be chosen; it is started and says who made it before it is taken. Main
 * thread. */

#include "hopso-token-dialog.h"

#include "hopso-alert.h"
#include "hopso-file-prompt.h"
#include "hopso-pin-dialog.h"
#include "hopso-sign-words.h"
#include "hopso-token-card.h"
#include "hopso-token-words.h"

#include <glib/gi18n.h>

struct _HopsoTokenDialog
{
  AdwWindow parent_instance;

  HopsoTokenMonitor *monitor; /* owned, nullable: disposed */
  HopsoVerifier *verifier;    /* owned, nullable: likewise, or nobody is signed in */
  GCancellable *cancellable;  /* owned */
  char *candidate;            /* owned, nullable: the file that is asked about */

  AdwToastOverlay *toasts;
  GtkWidget *empty_box;
  GtkLabel *empty_label;
  GtkWidget *empty_hint;
  GtkBox *cards;
  GtkListBox *modules;
};

G_DEFINE_FINAL_TYPE (HopsoTokenDialog, hopso_token_dialog, ADW_TYPE_WINDOW)

static void
show_toast (HopsoTokenDialog *self, const char *text)
{
  AdwToast *toast = adw_toast_new (text);

  adw_toast_set_timeout (toast, 8);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

/* --- tokens ---------------------------------------------------------------------------------- */

static void
pin_changed_cb (HopsoTokenDialog *self)
{
  show_toast (self, _ ("The PIN has been changed"));
}

static void
change_pin_cb (HopsoTokenDialog *self, HopsoTokenCard *card)
{
  GtkWidget *dialog = hopso_pin_dialog_new (hopso_token_card_get_token (card));

  g_signal_connect_object (dialog, "changed", G_CALLBACK (pin_changed_cb), self, G_CONNECT_SWAPPED);
  gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (self));
  gtk_window_present (GTK_WINDOW (dialog));
}

static HopsoTokenCard *
find_card (HopsoTokenDialog *self, HopsoToken *token)
{
  for (GtkWidget *card = gtk_widget_get_first_child (GTK_WIDGET (self->cards)); card != NULL;
       card = gtk_widget_get_next_sibling (card))
    if (hopso_token_card_get_token (HOPSO_TOKEN_CARD (card)) == token)
      return HOPSO_TOKEN_CARD (card);
  return NULL;
}

static void
remove_cards (HopsoTokenDialog *self, GListModel *tokens)
{
  GtkWidget *card = gtk_widget_get_first_child (GTK_WIDGET (self->cards));

  while (card != NULL)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (card);

      if (!g_list_store_find (G_LIST_STORE (tokens),
                              hopso_token_card_get_token (HOPSO_TOKEN_CARD (card)), NULL))
        gtk_box_remove (self->cards, card);
      card = next;
    }
}

/* Cards of tokens that stay are left alone: one may be open, or be read by somebody. */
static void
tokens_changed_cb (HopsoTokenDialog *self)
{
  GListModel *tokens = hopso_token_monitor_get_tokens (self->monitor);
  guint n = g_list_model_get_n_items (tokens);

  remove_cards (self, tokens);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (HopsoToken) token = g_list_model_get_item (tokens, i);

      if (find_card (self, token) != NULL)
        continue;
      GtkWidget *card = hopso_token_card_new (token, self->verifier);
      g_signal_connect_object (card, "change-pin", G_CALLBACK (change_pin_cb), self,
                               G_CONNECT_SWAPPED);
      gtk_box_append (self->cards, card);
    }
  gtk_widget_set_visible (self->empty_box, n == 0);
  gtk_widget_set_visible (GTK_WIDGET (self->cards), n > 0);
}

/* --- software -------------------------------------------------------------------------------- */

static void
looked_at_new_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  /* What failed stands on its row. */
  hopso_token_monitor_refresh_finish (HOPSO_TOKEN_MONITOR (source), result, NULL);
  g_object_unref (user_data);
}

static void
look (HopsoTokenDialog *self)
{
  if (g_list_model_get_n_items (hopso_token_monitor_get_tokens (self->monitor)) == 0)
    {
      gtk_label_set_label (self->empty_label, _ ("Looking for tokens…"));
      gtk_widget_set_visible (self->empty_hint, FALSE);
    }
  hopso_token_monitor_refresh_async (self->monitor, self->cancellable, looked_at_new_cb,
                                     g_object_ref (self));
}

static void
remove_cb (GtkWidget *row, HopsoTokenDialog *self)
{
  g_autofree char *file = g_strdup (gtk_widget_get_name (row));
  g_autoptr (GError) error = NULL;

  if (hopso_token_monitor_remove_module (self->monitor, file, &error))
    show_toast (self, _ ("This software is not asked any more"));
  else
    show_toast (self, error->message);
}

static GtkWidget *
make_remove_button (HopsoTokenDialog *self, const char *name, const char *file)
{
  GtkWidget *button = gtk_button_new_with_label (_ ("Remove"));
  g_autofree char *label = g_strdup_printf (_ ("Remove %s"), name);

  gtk_widget_set_name (button, file);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_cb), self, 0);
  return button;
}

static GtkWidget *
make_module_row (HopsoTokenDialog *self, const HopsoTokenModuleInfo *info)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *base = g_path_get_basename (info->file);
  const char *name = *info->manufacturer != '\0' ? info->manufacturer : base;
  g_autofree char *words = info->error != NULL ? hopso_sign_words_error (info->error) : NULL;
  g_autofree char *about =
      g_strdup_printf ("%s · %s\n%s", *info->description != '\0' ? info->description : base,
                       hopso_token_words_source (info->source), info->file);
  g_autofree char *failed = g_strdup_printf ("%s\n%s", words, info->file);
  GtkWidget *icon = gtk_image_new_from_icon_name (
      info->error == NULL ? "application-x-addon-symbolic" : "dialog-warning-symbolic");

  if (info->error != NULL)
    gtk_widget_add_css_class (icon, "warning");
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), info->error != NULL ? failed : about);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  if (info->source == HOPSO_TOKEN_SOURCE_OWN)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_remove_button (self, name, info->file));
  return row;
}

static void
looked_cb (HopsoTokenDialog *self)
{
  g_autoptr (GPtrArray) modules = hopso_token_monitor_dup_modules (self->monitor);
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->modules))) != NULL)
    gtk_list_box_remove (self->modules, row);
  for (guint i = 0; i < modules->len; i++)
    gtk_list_box_append (self->modules, make_module_row (self, g_ptr_array_index (modules, i)));
  gtk_widget_set_visible (GTK_WIDGET (self->modules), modules->len > 0);
  gtk_label_set_label (self->empty_label, _ ("No token plugged in"));
  gtk_widget_set_visible (self->empty_hint, TRUE);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoTokenDialog) self = user_data;
  g_autofree char *file = g_steal_pointer (&self->candidate);
  g_autoptr (GError) error = NULL;

  if (!hopso_alert_ask_finish (HOPSO_ALERT (source), result, NULL) || self->monitor == NULL)
    return;
  if (hopso_token_monitor_add_module (self->monitor, file, &error))
    look (self);
  else
    show_toast (self, error->message);
}

static void
ask (HopsoTokenDialog *self, const HopsoTokenModuleInfo *info)
{
  g_autofree char *body = g_strdup_printf (
      _ ("Made by: %s\nCalls itself: %s\nFile: %s\n\nIt will be started whenever a token is looked "
         "for, and it sees the PIN. Use only what came with your token."),
      *info->manufacturer != '\0' ? info->manufacturer : "–",
      *info->description != '\0' ? info->description : "–", info->file);
  g_autoptr (HopsoAlert) alert =
      hopso_alert_new (_ ("Use this software for tokens?"), body, _ ("_Use"));

  g_free (self->candidate);
  self->candidate = g_strdup (info->file);
  hopso_alert_ask_async (alert, GTK_WINDOW (self), self->cancellable, answered_cb,
                         g_object_ref (self));
}

static void
probed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoTokenDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoTokenModuleInfo) info = hopso_token_probe_module_finish (result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (info != NULL)
    ask (self, info);
  else if (g_error_matches (error, HOPSO_TOKEN_ERROR, HOPSO_TOKEN_ERROR_TIMED_OUT))
    show_toast (self, _ ("This software does not answer and was ended. It was not taken."));
  else
    show_toast (self, _ ("This file is no software of a token (PKCS#11). It was not taken."));
}

/**
 * hopso_token_dialog_add_module:
 * @file: what a person believes to be the software of a token
 *
 * Lets it prove itself, asks about it, and takes it.
 */
void
hopso_token_dialog_add_module (HopsoTokenDialog *self, GFile *file)
{
  g_return_if_fail (HOPSO_IS_TOKEN_DIALOG (self));

  g_autofree char *path = g_file_get_path (file);
  if (path == NULL)
    show_toast (self, _ ("The file must be on this machine."));
  else
    hopso_token_probe_module_async (path, self->cancellable, probed_cb, g_object_ref (self));
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoTokenDialog) self = user_data;
  g_autoptr (GFile) file = hopso_file_prompt_finish (result, NULL);

  if (file != NULL && !g_cancellable_is_cancelled (self->cancellable))
    hopso_token_dialog_add_module (self, file);
}

static void
add_module_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  HopsoTokenDialog *self = HOPSO_TOKEN_DIALOG (widget);
  static const char *const patterns[] = { "*.so", "*.so.*", NULL };
  const HopsoFilePrompt prompt = { .title = _ ("Software of a token"),
                                   .verb = _ ("_Open"),
                                   .filter_name = _ ("PKCS#11 modules"),
                                   .patterns = patterns };

  hopso_file_prompt_open_async (&prompt, GTK_WINDOW (self), self->cancellable, chosen_cb,
                                g_object_ref (self));
}

/* --- the window ------------------------------------------------------------------------------ */

static void
look_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  look (HOPSO_TOKEN_DIALOG (widget));
}

static void
hopso_token_dialog_dispose (GObject *object)
{
  HopsoTokenDialog *self = HOPSO_TOKEN_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  if (self->monitor != NULL)
    hopso_token_monitor_set_watching (self->monitor, FALSE);
  g_clear_object (&self->monitor);
  g_clear_object (&self->verifier);
  G_OBJECT_CLASS (hopso_token_dialog_parent_class)->dispose (object);
}

static void
hopso_token_dialog_finalize (GObject *object)
{
  HopsoTokenDialog *self = HOPSO_TOKEN_DIALOG (object);

  g_object_unref (self->cancellable);
  g_free (self->candidate);
  G_OBJECT_CLASS (hopso_token_dialog_parent_class)->finalize (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, HopsoTokenDialog, name)

static void
hopso_token_dialog_class_init (HopsoTokenDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hopso_token_dialog_dispose;
  object_class->finalize = hopso_token_dialog_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/hopso/HopSo/documents/hopso-token-dialog.ui");
  BIND (toasts);
  BIND (empty_box);
  BIND (empty_label);
  BIND (empty_hint);
  BIND (cards);
  BIND (modules);
  gtk_widget_class_install_action (widget_class, "tokens.look", NULL, look_cb);
  gtk_widget_class_install_action (widget_class, "tokens.add-module", NULL, add_module_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F5, 0, "tokens.look", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_o, GDK_CONTROL_MASK,
                                       "tokens.add-module", NULL);
}

static void
hopso_token_dialog_init (HopsoTokenDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
}

/**
 * hopso_token_dialog_new:
 * @monitor: (transfer none) (nullable): the tokens, and the software that is asked for them; %NULL
 *   for those of this machine and person, when nobody is signed in
 * @verifier: (transfer none) (nullable): asks whether certificates are revoked
 *
 * Returns: (transfer floating): the window, which looks at once and watches while it is open
 */
GtkWidget *
hopso_token_dialog_new (HopsoTokenMonitor *monitor, HopsoVerifier *verifier)
{
  HopsoTokenDialog *self = g_object_new (HOPSO_TYPE_TOKEN_DIALOG, NULL);

  self->monitor = monitor != NULL ? g_object_ref (monitor) : hopso_token_monitor_new (NULL);
  monitor = self->monitor;
  self->verifier = verifier != NULL ? g_object_ref (verifier) : NULL;
  g_signal_connect_object (hopso_token_monitor_get_tokens (monitor), "items-changed",
                           G_CALLBACK (tokens_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (monitor, "looked", G_CALLBACK (looked_cb), self, G_CONNECT_SWAPPED);
  hopso_token_monitor_set_watching (monitor, TRUE);
  looked_cb (self);
  tokens_changed_cb (self);
  look (self);
  return GTK_WIDGET (self);
}
