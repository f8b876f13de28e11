/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A token as a card. It reads the certificates once, without a PIN, and follows how the PIN stands.
 * Main thread. */

#include "hopso-token-card.h"

#include "hopso-certificate-check.h"
#include "hopso-sign-words.h"
#include "hopso-token-certificate-row.h"
#include "hopso-token-words.h"

#include <glib/gi18n.h>

struct _HopsoTokenCard
{
  AdwBin parent_instance;

  HopsoToken *token;         /* owned */
  HopsoVerifier *verifier;   /* owned, nullable: nobody to ask whether one is revoked */
  GPtrArray *certificates;   /* owned, nullable: not read yet; HopsoTokenCertificate */
  GCancellable *cancellable; /* owned */
  GtkListBox *list;
  GtkWidget *pin_row;
  GtkWidget *pin_icon;
  GtkWidget *pin_button;
};

enum
{
  SIGNAL_CHANGE_PIN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HopsoTokenCard, hopso_token_card, ADW_TYPE_BIN)

static GtkWidget *
make_row (const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  return row;
}

static void
show_pin (HopsoTokenCard *self)
{
  HopsoPinState state = hopso_token_get_pin_state (self->token);
  gboolean has_pad = hopso_token_has_pin_pad (self->token);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->pin_row),
                               has_pad && state == HOPSO_PIN_STATE_OK
                                   ? _ ("The PIN is entered on the reader.")
                                   : hopso_token_words_pin (state));
  gtk_image_set_from_icon_name (GTK_IMAGE (self->pin_icon), state == HOPSO_PIN_STATE_OK
                                                                ? "dialog-password-symbolic"
                                                                : "dialog-warning-symbolic");
  if (state == HOPSO_PIN_STATE_OK)
    gtk_widget_remove_css_class (self->pin_icon, "warning");
  else
    gtk_widget_add_css_class (self->pin_icon, "warning");
  gtk_widget_set_sensitive (self->pin_button,
                            state != HOPSO_PIN_STATE_LOCKED && state != HOPSO_PIN_STATE_NOT_SET);
}

static void
change_pin_cb (HopsoTokenCard *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGE_PIN], 0);
}

/* Those that can sign first. */
static int
compare_fitness (gconstpointer a, gconstpointer b, gpointer user_data)
{
  HopsoTokenCertificate *one = *(HopsoTokenCertificate *const *) a;
  HopsoTokenCertificate *other = *(HopsoTokenCertificate *const *) b;
  gint64 now = *(gint64 *) user_data;
  gboolean one_can = hopso_token_certificate_get_fitness (one, now) == HOPSO_TOKEN_FITNESS_OK;
  gboolean other_can = hopso_token_certificate_get_fitness (other, now) == HOPSO_TOKEN_FITNESS_OK;

  return other_can - one_can;
}

static void
show_certificates (HopsoTokenCard *self)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  GtkWidget *row;

  while ((row = gtk_widget_get_next_sibling (self->pin_row)) != NULL)
    gtk_list_box_remove (self->list, row);
  g_ptr_array_sort_with_data (self->certificates, compare_fitness, &now);
  for (guint i = 0; i < self->certificates->len; i++)
    gtk_list_box_append (self->list, hopso_token_certificate_row_new (
                                         g_ptr_array_index (self->certificates, i), now));
  if (self->certificates->len == 0)
    gtk_list_box_append (self->list, make_row (_ ("There is no certificate on it."), NULL));
}

typedef struct
{
  HopsoTokenCard *card;               /* owned */
  HopsoTokenCertificate *certificate; /* owned */
} Asking;

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Asking *asking = user_data;
  g_autoptr (HopsoTokenCard) self = asking->card;
  g_autoptr (HopsoTokenCertificate) certificate = asking->certificate;

  if (hopso_verifier_check_certificate_finish (HOPSO_VERIFIER (source), result, NULL) !=
          HOPSO_CERTIFICATE_REVOKED ||
      g_cancellable_is_cancelled (self->cancellable))
    return;
  hopso_token_certificate_set_revoked (certificate, TRUE);
  show_certificates (self);
}

static void
check_standings (HopsoTokenCard *self)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  for (guint i = 0; self->verifier != NULL && i < self->certificates->len; i++)
    {
      HopsoTokenCertificate *certificate = g_ptr_array_index (self->certificates, i);

      if (hopso_token_certificate_get_fitness (certificate, now) != HOPSO_TOKEN_FITNESS_OK)
        continue;
      Asking *asking = g_new0 (Asking, 1);
      asking->card = g_object_ref (self);
      asking->certificate = g_object_ref (certificate);
      hopso_verifier_check_certificate_async (self->verifier,
                                              hopso_token_certificate_get_certificate (certificate),
                                              self->cancellable, checked_cb, asking);
    }
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoTokenCard) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) certificates =
      hopso_token_list_certificates_finish (HOPSO_TOKEN (source), result, &error);
  g_autofree char *words = error != NULL ? hopso_sign_words_error (error) : NULL;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (certificates == NULL)
    {
      gtk_list_box_remove (self->list, gtk_widget_get_next_sibling (self->pin_row));
      gtk_list_box_append (self->list, make_row (_ ("The token cannot be read"), words));
      return;
    }
  self->certificates = g_steal_pointer (&certificates);
  show_certificates (self);
  check_standings (self);
}

static void
hopso_token_card_dispose (GObject *object)
{
  HopsoTokenCard *self = HOPSO_TOKEN_CARD (object);

  g_cancellable_cancel (self->cancellable);
  G_OBJECT_CLASS (hopso_token_card_parent_class)->dispose (object);
}

static void
hopso_token_card_finalize (GObject *object)
{
  HopsoTokenCard *self = HOPSO_TOKEN_CARD (object);

  g_object_unref (self->token);
  g_clear_object (&self->verifier);
  g_clear_pointer (&self->certificates, g_ptr_array_unref);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (hopso_token_card_parent_class)->finalize (object);
}

static void
hopso_token_card_class_init (HopsoTokenCardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hopso_token_card_dispose;
  G_OBJECT_CLASS (klass)->finalize = hopso_token_card_finalize;
  signals[SIGNAL_CHANGE_PIN] = g_signal_new ("change-pin", HOPSO_TYPE_TOKEN_CARD, G_SIGNAL_RUN_LAST,
                                             0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hopso_token_card_init (HopsoTokenCard *self)
{
  self->cancellable = g_cancellable_new ();
}

static void
fill_pin_row (HopsoTokenCard *self)
{
  g_autofree char *label =
      g_strdup_printf (_ ("Change the PIN of %s"), hopso_token_get_label (self->token));

  self->pin_row = make_row (_ ("PIN"), NULL);
  self->pin_icon = gtk_image_new ();
  self->pin_button = gtk_button_new_with_mnemonic (_ ("_Change the PIN…"));
  gtk_widget_set_valign (self->pin_button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->pin_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
  g_signal_connect_object (self->pin_button, "clicked", G_CALLBACK (change_pin_cb), self,
                           G_CONNECT_SWAPPED);
  adw_action_row_add_prefix (ADW_ACTION_ROW (self->pin_row), self->pin_icon);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->pin_row), self->pin_button);
  gtk_list_box_append (self->list, self->pin_row);
}

static GtkWidget *
make_heading (HopsoToken *token)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *about =
      g_strdup_printf (_ ("%s · %s · number %s"), hopso_token_get_manufacturer (token),
                       hopso_token_get_model (token), hopso_token_get_serial (token));
  GtkWidget *name = gtk_label_new (hopso_token_get_label (token));
  GtkWidget *maker = gtk_label_new (about);

  gtk_widget_add_css_class (name, "heading");
  gtk_widget_add_css_class (maker, "dim-label");
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_xalign (GTK_LABEL (maker), 0);
  gtk_label_set_wrap (GTK_LABEL (name), TRUE);
  gtk_label_set_wrap (GTK_LABEL (maker), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (maker), PANGO_WRAP_WORD_CHAR);
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), maker);
  return box;
}

/**
 * hopso_token_card_new:
 * @token: (transfer none): what it shows
 * @verifier: (transfer none) (nullable): asks whether certificates are revoked
 *
 * Returns: (transfer floating): the card, which reads the certificates
 */
GtkWidget *
hopso_token_card_new (HopsoToken *token, HopsoVerifier *verifier)
{
  HopsoTokenCard *self = g_object_new (HOPSO_TYPE_TOKEN_CARD, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *list = gtk_list_box_new ();

  self->token = g_object_ref (token);
  self->verifier = verifier != NULL ? g_object_ref (verifier) : NULL;
  self->list = GTK_LIST_BOX (list);
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  hopso_token_get_label (token), -1);
  gtk_box_append (GTK_BOX (box), make_heading (token));
  gtk_box_append (GTK_BOX (box), list);
  adw_bin_set_child (ADW_BIN (self), box);
  fill_pin_row (self);
  gtk_list_box_append (self->list,
                       make_row (_ ("Reading the certificates"), _ ("This takes a moment.")));
  g_signal_connect_object (token, "notify::pin-state", G_CALLBACK (show_pin), self,
                           G_CONNECT_SWAPPED);
  show_pin (self);
  hopso_token_list_certificates_async (token, self->cancellable, listed_cb, g_object_ref (self));
  return GTK_WIDGET (self);
}

/**
 * hopso_token_card_get_token:
 *
 * Returns: (transfer none): what it shows
 */
HopsoToken *
hopso_token_card_get_token (HopsoTokenCard *self)
{
  g_return_val_if_fail (HOPSO_IS_TOKEN_CARD (self), NULL);
  return self->token;
}
