/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The certificates of the sign dialog: which tokens are plugged in, who their holders are, and
 * why some of them cannot sign. The first that can is chosen; the others are one press away. */

#include "hopso-sign-dialog-private.h"

#include "hopso-agency-certificate.h"
#include "hopso-certificate-check.h"
#include "hopso-sign-words.h"

#include <glib/gi18n.h>

/* One certificate and the token that it lives on. */
typedef struct
{
  HopsoToken *token;                  /* owned */
  HopsoTokenCertificate *certificate; /* owned */
} SignKey;

static void
sign_key_free (gpointer data)
{
  SignKey *key = data;

  g_object_unref (key->token);
  g_object_unref (key->certificate);
  g_free (key);
}

static HopsoTokenFitness
get_fitness (SignKey *key)
{
  return hopso_token_certificate_get_fitness (key->certificate,
                                              g_get_real_time () / G_USEC_PER_SEC);
}

static char *
describe_key (SignKey *key)
{
  HopsoCertificate *certificate = hopso_token_certificate_get_certificate (key->certificate);
  g_autofree char *unit = hopso_certificate_dup_subject_part (certificate, HOPSO_NAME_UNIT);
  g_autofree char *whole =
      hopso_certificate_dup_subject_part (certificate, HOPSO_NAME_ORGANISATION);
  g_autofree char *issuer = hopso_certificate_dup_issuer_common_name (certificate);
  g_autoptr (GDateTime) end =
      g_date_time_new_from_unix_local (hopso_certificate_get_not_after (certificate));
  g_autofree char *month = g_date_time_format (end, "%m/%Y");
  const char *problem = hopso_sign_words_fitness (get_fitness (key));
  const char *organization = unit != NULL ? unit : whole;

  if (problem != NULL)
    return g_strdup (problem);
  /* Translators: unit, month and year, issuer. */
  return g_strdup_printf (_ ("%s · valid until %s · %s"), organization != NULL ? organization : "–",
                          month, issuer != NULL ? issuer : "–");
}

static void
show_no_key (HopsoSignDialog *self, const char *title, const char *subtitle)
{
  g_clear_object (&self->token);
  g_clear_object (&self->certificate);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->certificate_row), title);
  adw_action_row_set_subtitle (self->certificate_row, subtitle);
  gtk_widget_set_visible (self->retry_button, TRUE);
  hopso_sign_dialog_update (self);
}

/* Makes the certificate at @position the one that signs, if it can. */
void
hopso_sign_dialog_choose_key (HopsoSignDialog *self, guint position)
{
  SignKey *key = g_ptr_array_index (self->keys, position);
  g_autofree char *name = hopso_certificate_dup_subject_common_name (
      hopso_token_certificate_get_certificate (key->certificate));
  g_autofree char *description = describe_key (key);

  if (get_fitness (key) != HOPSO_TOKEN_FITNESS_OK)
    {
      show_no_key (self, name, description);
      return;
    }
  g_set_object (&self->token, key->token);
  g_set_object (&self->certificate, key->certificate);
  hopso_sign_dialog_load_picture (self);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->certificate_row), name);
  adw_action_row_set_subtitle (self->certificate_row, description);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->certificate_row), description);
  gtk_widget_set_visible (self->retry_button, FALSE);
  g_signal_connect_object (self->token, "notify", G_CALLBACK (hopso_sign_dialog_update), self,
                           G_CONNECT_SWAPPED);
  hopso_sign_dialog_update (self);
}

static void
fill_popover (HopsoSignDialog *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->certificate_list))) != NULL)
    gtk_list_box_remove (self->certificate_list, child);
  for (guint i = 0; i < self->keys->len; i++)
    {
      SignKey *key = g_ptr_array_index (self->keys, i);
      GtkWidget *row = adw_action_row_new ();
      g_autofree char *name = hopso_certificate_dup_subject_common_name (
          hopso_token_certificate_get_certificate (key->certificate));
      g_autofree char *description = describe_key (key);

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), description);
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      gtk_widget_set_sensitive (row, get_fitness (key) == HOPSO_TOKEN_FITNESS_OK);
      gtk_list_box_append (self->certificate_list, row);
    }
  gtk_widget_set_visible (self->certificate_button, self->keys->len > 1);
}

/* Whether the certificate names the person who works here: of several tokens theirs is meant. */
static gboolean
is_mine (HopsoSignDialog *self, HopsoTokenCertificate *certificate)
{
  HopsoPerson *me = hopso_workspace_get_person (self->workspace);
  g_autofree char *name = hopso_certificate_dup_subject_common_name (
      hopso_token_certificate_get_certificate (certificate));

  return me != NULL && g_strcmp0 (name, hopso_person_get_name (me)) == 0;
}

/* How well it suits what is to be signed: the kind first, then whose it is. */
static guint
get_rank (HopsoSignDialog *self, HopsoTokenCertificate *certificate)
{
  gboolean is_of_agency =
      hopso_certificate_is_of_agency (hopso_token_certificate_get_certificate (certificate));
  gboolean wants_agency = hopso_sign_dialog_wants_agency (self);

  if (is_of_agency != wants_agency)
    return 0;
  return wants_agency || is_mine (self, certificate) ? 2 : 1;
}

/* The first of those that suit best. */
static gboolean
find_fit (HopsoSignDialog *self, guint *position)
{
  gboolean is_found = FALSE;
  guint best = 0;

  for (guint i = 0; i < self->keys->len; i++)
    {
      SignKey *key = g_ptr_array_index (self->keys, i);
      guint rank = get_rank (self, key->certificate);

      if (get_fitness (key) != HOPSO_TOKEN_FITNESS_OK || (is_found && rank <= best))
        continue;
      is_found = TRUE;
      best = rank;
      *position = i;
    }
  return is_found;
}

static void
choose_first (HopsoSignDialog *self)
{
  guint position = 0;

  if (self->keys->len == 0)
    {
      show_no_key (self, _ ("No token plugged in"),
                   _ ("Plug in the USB token, then press “Look again”."));
      return;
    }
  find_fit (self, &position);
  hopso_sign_dialog_choose_key (self, position);
}

/* What is to be signed may want another one, as long as nobody has chosen. */
void
hopso_sign_dialog_choose_anew (HopsoSignDialog *self)
{
  if (self->keys->len > 0 && !self->is_chosen && self->signing == NULL &&
      (self->certificate == NULL || get_rank (self, self->certificate) < 2))
    choose_first (self);
}

/* --- revoked ones ---------------------------------------------------------------------------- */

typedef struct
{
  HopsoSignDialog *dialog;            /* owned */
  HopsoTokenCertificate *certificate; /* owned */
} Asking;

static void
asking_free (Asking *asking)
{
  g_object_unref (asking->dialog);
  g_object_unref (asking->certificate);
  g_free (asking);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Asking, asking_free)

/* Whoever is signing already, signs: the verification of the result tells it as well. */
static void
checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Asking) asking = user_data;
  HopsoSignDialog *self = asking->dialog;
  HopsoCertificateStanding standing =
      hopso_verifier_check_certificate_finish (HOPSO_VERIFIER (source), result, NULL);

  if (standing != HOPSO_CERTIFICATE_REVOKED || g_cancellable_is_cancelled (self->cancellable))
    return;
  hopso_token_certificate_set_revoked (asking->certificate, TRUE);
  fill_popover (self);
  if (self->certificate == asking->certificate && self->signing == NULL)
    choose_first (self);
}

/* Asked while the person still looks: without a network it stays unknown. */
static void
check_standing (HopsoSignDialog *self, SignKey *key)
{
  if (get_fitness (key) != HOPSO_TOKEN_FITNESS_OK)
    return;
  Asking *asking = g_new0 (Asking, 1);
  asking->dialog = g_object_ref (self);
  asking->certificate = g_object_ref (key->certificate);
  hopso_verifier_check_certificate_async (
      hopso_workspace_get_verifier (self->workspace),
      hopso_token_certificate_get_certificate (key->certificate), self->cancellable, checked_cb,
      asking);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoSignDialog) self = user_data;
  HopsoToken *token = HOPSO_TOKEN (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) certificates = hopso_token_list_certificates_finish (token, result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (certificates == NULL)
    {
      g_autofree char *words = hopso_sign_words_error (error);

      if (self->certificate == NULL)
        show_no_key (self, _ ("The token cannot be read"), words);
      return;
    }
  for (guint i = 0; i < certificates->len; i++)
    {
      SignKey *key = g_new0 (SignKey, 1);

      key->token = g_object_ref (token);
      key->certificate = g_object_ref (g_ptr_array_index (certificates, i));
      g_ptr_array_add (self->keys, key);
      check_standing (self, key);
    }
  fill_popover (self);
  /* A later token may be the better one. */
  if (self->certificate == NULL)
    choose_first (self);
  else
    hopso_sign_dialog_choose_anew (self);
}

/* Asks every token for its certificates, from the beginning. */
static void
list_keys (HopsoSignDialog *self)
{
  GListModel *tokens =
      hopso_token_monitor_get_tokens (hopso_workspace_get_tokens (self->workspace));
  guint n = g_list_model_get_n_items (tokens);

  g_clear_pointer (&self->keys, g_ptr_array_unref);
  self->keys = g_ptr_array_new_with_free_func (sign_key_free);
  if (n == 0)
    choose_first (self);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (HopsoToken) token = g_list_model_get_item (tokens, i);

      hopso_token_list_certificates_async (token, self->cancellable, listed_cb,
                                           g_object_ref (self));
    }
}

/* Something was plugged in or pulled out: what has been chosen stays as long as it is there. */
static void
tokens_changed_cb (
    HopsoSignDialog *self, guint position, guint removed, guint added, GListModel *tokens)
{
  gboolean is_there = FALSE;

  for (guint i = 0; self->token != NULL && i < g_list_model_get_n_items (tokens); i++)
    {
      g_autoptr (HopsoToken) token = g_list_model_get_item (tokens, i);

      is_there = is_there || token == self->token;
    }
  if (self->signing != NULL || is_there)
    return;
  g_clear_object (&self->token);
  g_clear_object (&self->certificate);
  list_keys (self);
  hopso_sign_dialog_update (self);
}

/* From now on the list follows by itself. */
static void
watch (HopsoSignDialog *self)
{
  HopsoTokenMonitor *monitor = hopso_workspace_get_tokens (self->workspace);

  if (self->tokens_changed != 0)
    return;
  hopso_token_monitor_set_watching (monitor, TRUE);
  self->tokens_changed =
      g_signal_connect_swapped (hopso_token_monitor_get_tokens (monitor), "items-changed",
                                G_CALLBACK (tokens_changed_cb), self);
}

/* Nobody waits for a token any more. */
void
hopso_sign_dialog_stop_watching (HopsoSignDialog *self)
{
  HopsoTokenMonitor *monitor = hopso_workspace_get_tokens (self->workspace);

  if (self->tokens_changed == 0)
    return;
  g_clear_signal_handler (&self->tokens_changed, hopso_token_monitor_get_tokens (monitor));
  hopso_token_monitor_set_watching (monitor, FALSE);
}

static void
refreshed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoSignDialog) self = user_data;
  HopsoTokenMonitor *monitor = HOPSO_TOKEN_MONITOR (source);
  g_autoptr (GError) error = NULL;
  gboolean is_done = hopso_token_monitor_refresh_finish (monitor, result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  watch (self);
  if (!is_done && g_list_model_get_n_items (hopso_token_monitor_get_tokens (monitor)) == 0)
    {
      g_autofree char *words = hopso_sign_words_error (error);

      show_no_key (self, _ ("The token cannot be read"), words);
      return;
    }
  list_keys (self);
}

/* Looks at what is plugged in, from the beginning. */
void
hopso_sign_dialog_look_for_tokens (HopsoSignDialog *self)
{
  g_clear_pointer (&self->keys, g_ptr_array_unref);
  self->keys = g_ptr_array_new_with_free_func (sign_key_free);
  show_no_key (self, _ ("Looking for the token"), _ ("This takes a moment."));
  gtk_widget_set_visible (self->retry_button, FALSE);
  hopso_token_monitor_refresh_async (hopso_workspace_get_tokens (self->workspace),
                                     self->cancellable, refreshed_cb, g_object_ref (self));
}
