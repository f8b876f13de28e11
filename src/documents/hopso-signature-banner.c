/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One line about all signatures of the open document, with icon, word and tint. Not shown for a
 * document that nobody has signed. Main thread. */

#include "hopso-signature-banner.h"

#include "hopso-sign-words.h"
#include "hopso-verdict-words.h"

#include <glib/gi18n.h>

struct _HopsoSignatureBanner
{
  GtkWidget parent_instance;

  GtkRevealer *revealer; /* owned: child */
  GtkWidget *box;        /* borrowed: in revealer */
  GtkImage *icon;        /* borrowed: in box */
  GtkLabel *label;       /* borrowed: in box */
  GtkButton *button;     /* borrowed: in box */
  gboolean is_again;     /* what the button is for */
};

enum
{
  SIGNAL_DETAILS,
  SIGNAL_AGAIN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HopsoSignatureBanner, hopso_signature_banner, GTK_TYPE_WIDGET)

static void
clicked_cb (HopsoSignatureBanner *self)
{
  g_signal_emit (self, signals[self->is_again ? SIGNAL_AGAIN : SIGNAL_DETAILS], 0);
}

static void
hopso_signature_banner_dispose (GObject *object)
{
  HopsoSignatureBanner *self = HOPSO_SIGNATURE_BANNER (object);

  if (self->revealer != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->revealer)));
  G_OBJECT_CLASS (hopso_signature_banner_parent_class)->dispose (object);
}

static void
hopso_signature_banner_class_init (HopsoSignatureBannerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hopso_signature_banner_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_STATUS);
  signals[SIGNAL_DETAILS] = g_signal_new ("details", HOPSO_TYPE_SIGNATURE_BANNER, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_AGAIN] = g_signal_new ("again", HOPSO_TYPE_SIGNATURE_BANNER, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hopso_signature_banner_init (HopsoSignatureBanner *self)
{
  self->revealer = GTK_REVEALER (gtk_revealer_new ());
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  self->icon = GTK_IMAGE (gtk_image_new ());
  self->label = GTK_LABEL (gtk_label_new (NULL));
  self->button = GTK_BUTTON (gtk_button_new_with_mnemonic (_ ("_Details")));
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_xalign (self->label, 0);
  gtk_widget_set_hexpand (GTK_WIDGET (self->label), TRUE);
  gtk_widget_set_valign (GTK_WIDGET (self->button), GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->box, "bar");
  gtk_widget_add_css_class (self->box, "verdict");
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->icon));
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->label));
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->button));
  gtk_revealer_set_child (self->revealer, self->box);
  gtk_widget_set_parent (GTK_WIDGET (self->revealer), GTK_WIDGET (self));
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (clicked_cb), self);
}

/**
 * hopso_signature_banner_new:
 *
 * Returns: (transfer floating): a banner that shows nothing
 */
GtkWidget *
hopso_signature_banner_new (void)
{
  return g_object_new (HOPSO_TYPE_SIGNATURE_BANNER, NULL);
}

static const char *
get_css_class (HopsoVerdict verdict)
{
  if (verdict == HOPSO_VERDICT_VALID)
    return "good";
  return verdict == HOPSO_VERDICT_INVALID ? "bad" : "attention";
}

/* What is most wanted next: the details, trying once more, or what was changed. */
static const char *
choose_verb (HopsoSignatureBanner *self, HopsoSignatureReport *report)
{
  HopsoSignatureResult *telling = hopso_verdict_words_find_telling (report);
  const gboolean is_unknown =
      telling != NULL &&
      (hopso_signature_result_has_reason (telling, HOPSO_SIGNATURE_REASON_REVOCATION_UNKNOWN) ||
       hopso_signature_result_has_reason (telling, HOPSO_SIGNATURE_REASON_TIMED_OUT));

  self->is_again =
      is_unknown && hopso_signature_report_get_verdict (report) == HOPSO_VERDICT_UNDETERMINED;
  if (self->is_again)
    return _ ("Check _again");
  if (telling != NULL &&
      hopso_signature_result_has_reason (telling, HOPSO_SIGNATURE_REASON_ALTERED))
    return _ ("See the _differences");
  return _ ("_Details");
}

/**
 * hopso_signature_banner_set_report:
 * @report: (nullable): what the verification found; %NULL while nothing is known
 */
void
hopso_signature_banner_set_report (HopsoSignatureBanner *self, HopsoSignatureReport *report)
{
  g_return_if_fail (HOPSO_IS_SIGNATURE_BANNER (self));

  HopsoVerdict verdict =
      report != NULL ? hopso_signature_report_get_verdict (report) : HOPSO_VERDICT_UNSIGNED;
  if (verdict == HOPSO_VERDICT_UNSIGNED)
    {
      gtk_revealer_set_reveal_child (self->revealer, FALSE);
      return;
    }

  g_autofree char *headline = hopso_verdict_words_headline (report);
  g_autofree char *sentence = hopso_verdict_words_sentence (report);
  g_autofree char *markup = g_markup_printf_escaped ("<b>%s.</b> %s", headline, sentence);
  g_autofree char *plain = g_strdup_printf ("%s. %s", headline, sentence);
  gtk_label_set_markup (self->label, markup);
  gtk_button_set_label (self->button, choose_verb (self, report));
  gtk_image_set_from_icon_name (self->icon, hopso_sign_words_icon (verdict));
  gtk_widget_remove_css_class (self->box, "good");
  gtk_widget_remove_css_class (self->box, "bad");
  gtk_widget_remove_css_class (self->box, "attention");
  gtk_widget_add_css_class (self->box, get_css_class (verdict));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, plain, -1);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
}
