/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The first page of somebody who is not in: server, account, password; what else is asked
 * (passphrase where there is no Secret Service, recovery code on a new computer) appears only when
 * it is needed, and an error says what to do. An account that is on this computer opens without a
 * network. Secrets are held in HopsoSecret and the entries are emptied. Main thread. */

#include "hopso-sign-in-page.h"

#include "hopso-authority-prompt.h"
#include "hopso-secret-entry.h"
#include "hopso-sign-in-words.h"

#include <glib/gi18n.h>

struct _HopsoSignInPage
{
  AdwBin parent_instance;

  GCancellable *cancellable; /* owned, nullable: nothing under way */
  HopsoAccount *opening;     /* owned, nullable: the account that is opened offline */
  char *ca_file;             /* owned, nullable: only the system's authorities */

  AdwEntryRow *server_row;
  AdwEntryRow *login_row;
  AdwPasswordEntryRow *password_row;
  AdwPasswordEntryRow *passphrase_row;
  AdwPasswordEntryRow *repeat_row;
  AdwEntryRow *recovery_row;
  GtkLabel *hint_label;
  GtkLabel *problem_label;
  GtkButton *sign_in_button;
  GtkWidget *busy_box;
  GtkSpinner *spinner;
  GtkButton *cancel_button;
  GtkButton *authority_button;
  GtkLabel *authority_label;
  GtkWidget *offline_section;
  GtkListBox *offline_list;
};

G_DEFINE_FINAL_TYPE (HopsoSignInPage, hopso_sign_in_page, ADW_TYPE_BIN)

static guint opened_signal;

static const char *
get_text (gpointer row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static HopsoSecret *
take_secret (gpointer row)
{
  const char *text = get_text (row);

  if (!gtk_widget_get_visible (GTK_WIDGET (row)) || text[0] == '\0')
    return NULL;
  return hopso_secret_new_from_string (text);
}

static void
forget_secrets (HopsoSignInPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->password_row), "");
  gtk_editable_set_text (GTK_EDITABLE (self->passphrase_row), "");
  gtk_editable_set_text (GTK_EDITABLE (self->repeat_row), "");
  gtk_editable_set_text (GTK_EDITABLE (self->recovery_row), "");
}

static void
show_problem (HopsoSignInPage *self, const char *words)
{
  gtk_label_set_label (self->problem_label, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem_label), words != NULL);
}

static void
show_hint (HopsoSignInPage *self, const char *words)
{
  gtk_label_set_label (self->hint_label, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hint_label), words != NULL);
}

static void
set_busy (HopsoSignInPage *self, gboolean is_busy)
{
  g_clear_object (&self->cancellable);
  if (is_busy)
    self->cancellable = g_cancellable_new ();
  gtk_widget_set_visible (self->busy_box, is_busy);
  gtk_spinner_set_spinning (self->spinner, is_busy);
  /* The focus leaves an entry before the entry stops to take it; of what is read it stays. */
  if (is_busy && gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_grab_focus (GTK_WIDGET (self->cancel_button));
  gtk_widget_set_visible (GTK_WIDGET (self->sign_in_button), !is_busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->server_row), !is_busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->login_row), !is_busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->password_row), !is_busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->passphrase_row), !is_busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->repeat_row), !is_busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->recovery_row), !is_busy);
  gtk_widget_set_sensitive (self->offline_section, !is_busy);
}

/* There is no Secret Service: the account key is protected by a passphrase. One that is made now
 * is typed twice. */
static void
ask_passphrase (HopsoSignInPage *self, gboolean is_new)
{
  gboolean was_asked = gtk_widget_get_visible (GTK_WIDGET (self->passphrase_row));

  gtk_widget_set_visible (GTK_WIDGET (self->passphrase_row), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->repeat_row), is_new);
  show_hint (self,
             is_new ? _ ("This computer has no password store. Choose a passphrase that protects "
                         "your documents here; it is asked each time HopSo starts.")
                    : _ ("Type the passphrase that protects your documents on this computer."));
  if (was_asked)
    show_problem (self, _ ("The passphrase is needed to go on."));
  gtk_widget_grab_focus (GTK_WIDGET (self->passphrase_row));
}

static void
ask_recovery_code (HopsoSignInPage *self, const GError *error)
{
  gboolean was_opening = self->opening != NULL;

  /* The key of an account of this computer is gone: only signing in brings it back. */
  g_clear_object (&self->opening);
  gtk_widget_set_visible (GTK_WIDGET (self->password_row), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->recovery_row), TRUE);
  show_hint (self, was_opening
                       ? error->message
                       : _ ("Your account has been used on another computer. Type the recovery "
                            "code that was printed there, to bring your documents and notes "
                            "here."));
  gtk_widget_grab_focus (GTK_WIDGET (self->recovery_row));
}

static gboolean
is_known (HopsoSignInPage *self)
{
  g_autofree char *url = hopso_sign_in_words_url (get_text (self->server_row));
  g_autoptr (HopsoAccount) account =
      url != NULL ? hopso_account_find (url, get_text (self->login_row)) : NULL;

  return account != NULL;
}

static void
fail (HopsoSignInPage *self, GError *error)
{
  g_autofree char *words = NULL;

  set_busy (self, FALSE);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (g_error_matches (error, HOPSO_WORKSPACE_ERROR, HOPSO_WORKSPACE_ERROR_NO_KEYRING))
    {
      ask_passphrase (self, self->opening == NULL && !is_known (self));
      return;
    }
  if (g_error_matches (error, HOPSO_WORKSPACE_ERROR, HOPSO_WORKSPACE_ERROR_NEEDS_RECOVERY))
    {
      ask_recovery_code (self, error);
      return;
    }
  words = hopso_sign_in_words_error (error);
  show_problem (self, words);
}

static void
succeed (HopsoSignInPage *self, HopsoWorkspace *workspace)
{
  set_busy (self, FALSE);
  forget_secrets (self);
  g_signal_emit (self, opened_signal, 0, workspace);
}

static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoSignInPage) self = HOPSO_SIGN_IN_PAGE (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoWorkspace) workspace = hopso_workspace_sign_in_finish (result, &error);

  if (workspace != NULL)
    succeed (self, workspace);
  else
    fail (self, error);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoSignInPage) self = HOPSO_SIGN_IN_PAGE (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoWorkspace) workspace = hopso_workspace_open_finish (result, &error);

  if (workspace != NULL)
    succeed (self, workspace);
  else
    fail (self, error);
}

/* What is wrong with what was typed, or %NULL. */
static const char *
find_mistake (HopsoSignInPage *self, const char *url)
{
  gboolean is_new = gtk_widget_get_visible (GTK_WIDGET (self->repeat_row));

  if (url == NULL)
    return _ ("The address of the server is not right. It looks like hop.tinh.gov.vn.");
  if (get_text (self->login_row)[0] == '\0')
    return _ ("Type the name of your account.");
  if (get_text (self->password_row)[0] == '\0')
    return _ ("Type your password.");
  if (is_new && !g_str_equal (get_text (self->passphrase_row), get_text (self->repeat_row)))
    return _ ("The two passphrases differ. Type them again.");
  return NULL;
}

static void
sign_in (HopsoSignInPage *self)
{
  g_autofree char *url = hopso_sign_in_words_url (get_text (self->server_row));
  g_autofree char *login = g_strstrip (g_strdup (get_text (self->login_row)));
  g_autoptr (HopsoSecret) password = take_secret (self->password_row);
  g_autoptr (HopsoSecret) passphrase = take_secret (self->passphrase_row);
  g_autoptr (HopsoSecret) recovery_code = take_secret (self->recovery_row);
  const char *mistake = find_mistake (self, url);
  HopsoSignIn order = { url, login, password, self->ca_file, passphrase, recovery_code };

  show_problem (self, mistake);
  if (mistake != NULL)
    return;
  set_busy (self, TRUE);
  hopso_workspace_sign_in_async (&order, self->cancellable, signed_in_cb, g_object_ref (self));
}

static void
sign_in_cb (HopsoSignInPage *self)
{
  if (self->cancellable != NULL)
    return;
  if (self->opening != NULL)
    hopso_sign_in_page_open (self, self->opening);
  else
    sign_in (self);
}

static void
cancel_cb (HopsoSignInPage *self)
{
  g_cancellable_cancel (self->cancellable);
}

/* Another account is typed: what was asked for the one before does not belong to it. */
static void
edited_cb (HopsoSignInPage *self)
{
  g_clear_object (&self->opening);
  gtk_widget_set_visible (GTK_WIDGET (self->password_row), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->passphrase_row), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->repeat_row), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->recovery_row), FALSE);
  show_hint (self, NULL);
  show_problem (self, NULL);
}

static void
authority_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoSignInPage) self = HOPSO_SIGN_IN_PAGE (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  g_autofree char *words = NULL;
  g_autofree char *file = hopso_authority_prompt_finish (result, &name, &error);

  if (file == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        show_problem (self, error->message);
      return;
    }
  g_free (self->ca_file);
  self->ca_file = g_steal_pointer (&file);
  words = g_strdup_printf (_ ("Certificate installed: %s"), name);
  gtk_label_set_label (self->authority_label, words);
  gtk_widget_set_visible (GTK_WIDGET (self->authority_label), TRUE);
  show_problem (self, NULL);
}

static void
install_authority_cb (HopsoSignInPage *self)
{
  hopso_authority_prompt_async (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL,
                                authority_cb, g_object_ref (self));
}

static void
offline_activated_cb (GtkListBox *list, GtkListBoxRow *row, HopsoSignInPage *self)
{
  hopso_sign_in_page_open (self, g_object_get_data (G_OBJECT (row), "account"));
}

static void
fill_offline_list (HopsoSignInPage *self)
{
  g_autoptr (GPtrArray) accounts = hopso_workspace_list_accounts ();

  for (guint i = 0; i < accounts->len; i++)
    {
      HopsoAccount *account = g_ptr_array_index (accounts, i);
      const char *name = hopso_account_get_person_name (account);
      GtkWidget *row = adw_action_row_new ();

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                     name != NULL ? name : hopso_account_get_login (account));
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), hopso_account_get_server_url (account));
      adw_action_row_set_icon_name (ADW_ACTION_ROW (row), "avatar-default-symbolic");
      adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                                 gtk_image_new_from_icon_name ("go-next-symbolic"));
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      g_object_set_data_full (G_OBJECT (row), "account", g_object_ref (account), g_object_unref);
      gtk_list_box_append (self->offline_list, row);
    }
  gtk_widget_set_visible (self->offline_section, accounts->len > 0);
}

static void
hopso_sign_in_page_dispose (GObject *object)
{
  HopsoSignInPage *self = HOPSO_SIGN_IN_PAGE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->opening);
  g_clear_pointer (&self->ca_file, g_free);
  G_OBJECT_CLASS (hopso_sign_in_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/hopso/HopSo/hopso-sign-in-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HopsoSignInPage, server_row);
  gtk_widget_class_bind_template_child (widget_class, HopsoSignInPage, login_row);
  gtk_widget_class_bind_template_child (widget_class, HopsoSignInPage, password_row);
  gtk_widget_class_bind_template_child (widget_class, HopsoSignInPage, passphrase_row);
  gtk_widget_class_bind_template_child (widget_class, HopsoSignInPage, repeat_row);
  gtk_widget_class_bind_template_child (widget_class, HopsoSignInPage, recovery_row);
  gtk_widget_class_bind_template_child (widget_class, HopsoSignInPage, hint_label);
  gtk_widget_class_bind_template_child (widget_class, HopsoSignInPage, problem_label);
  gtk_widget_class_bind_template_child (widget_class, HopsoSignInPage, sign_in_button);
  gtk_widget_class_bind_template_child (widget_class, HopsoSignInPage, busy_box);
  gtk_widget_class_bind_template_child (widget_class, HopsoSignInPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, HopsoSignInPage, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, HopsoSignInPage, authority_button);
  gtk_widget_class_bind_template_child (widget_class, HopsoSignInPage, authority_label);
  gtk_widget_class_bind_template_child (widget_class, HopsoSignInPage, offline_section);
  gtk_widget_class_bind_template_child (widget_class, HopsoSignInPage, offline_list);
  gtk_widget_class_bind_template_callback (widget_class, sign_in_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, install_authority_cb);
  gtk_widget_class_bind_template_callback (widget_class, offline_activated_cb);
}

static void
hopso_sign_in_page_class_init (HopsoSignInPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hopso_sign_in_page_dispose;
  opened_signal = g_signal_new ("opened", HOPSO_TYPE_SIGN_IN_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, HOPSO_TYPE_WORKSPACE);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
hopso_sign_in_page_init (HopsoSignInPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  hopso_secret_entry_guard (GTK_EDITABLE (self->password_row));
  hopso_secret_entry_guard (GTK_EDITABLE (self->passphrase_row));
  hopso_secret_entry_guard (GTK_EDITABLE (self->repeat_row));
  hopso_secret_entry_guard (GTK_EDITABLE (self->recovery_row));
  fill_offline_list (self);
}

/**
 * hopso_sign_in_page_new:
 *
 * Returns: (transfer floating): the page, empty
 */
GtkWidget *
hopso_sign_in_page_new (void)
{
  return g_object_new (HOPSO_TYPE_SIGN_IN_PAGE, NULL);
}

/**
 * hopso_sign_in_page_offer:
 * @self: the page
 * @server_url: (nullable): the server
 * @login: (nullable): the account there
 *
 * Fills in what is known.
 */
void
hopso_sign_in_page_offer (HopsoSignInPage *self, const char *server_url, const char *login)
{
  g_return_if_fail (HOPSO_IS_SIGN_IN_PAGE (self));

  gtk_editable_set_text (GTK_EDITABLE (self->server_row), server_url != NULL ? server_url : "");
  gtk_editable_set_text (GTK_EDITABLE (self->login_row), login != NULL ? login : "");
}

/**
 * hopso_sign_in_page_open:
 * @self: the page
 * @account: an account of this computer
 *
 * Opens it with what is on this computer; asks for the passphrase when it needs one.
 */
void
hopso_sign_in_page_open (HopsoSignInPage *self, HopsoAccount *account)
{
  g_autoptr (HopsoSecret) passphrase = NULL;
  g_autoptr (HopsoAccount) opening = NULL;

  g_return_if_fail (HOPSO_IS_SIGN_IN_PAGE (self) && HOPSO_IS_ACCOUNT (account));

  opening = g_object_ref (account);
  passphrase = take_secret (self->passphrase_row);
  if (self->opening != account)
    hopso_sign_in_page_offer (self, hopso_account_get_server_url (account),
                              hopso_account_get_login (account));
  g_set_object (&self->opening, account);
  gtk_widget_set_visible (GTK_WIDGET (self->password_row), FALSE);
  show_problem (self, NULL);
  set_busy (self, TRUE);
  hopso_workspace_open_async (account, passphrase, self->cancellable, opened_cb,
                              g_object_ref (self));
}
