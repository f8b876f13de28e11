/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One signature in a list, in order of signing: whose it is, the verdict on it alone, and the four
 * facts that are asked for first. Built once, never changed. Main thread. */

#include "hopso-signature-row.h"

#include "hopso-sign-words.h"
#include "hopso-verdict-words.h"

#include <glib/gi18n-lib.h>

#define LABEL_WIDTH 96

static GtkWidget *
make_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static const char *
get_tone (HopsoVerdict verdict)
{
  if (verdict == HOPSO_VERDICT_VALID)
    return "good-text";
  return verdict == HOPSO_VERDICT_INVALID ? "bad-text" : "attention-text";
}

static GtkWidget *
make_state (HopsoSignatureResult *result)
{
  const HopsoVerdict verdict = hopso_signature_result_get_verdict (result);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *icon = gtk_image_new_from_icon_name (hopso_sign_words_icon (verdict));
  g_autofree char *words = hopso_verdict_words_state (result);

  gtk_widget_set_valign (icon, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), make_label (words, "heading"));
  gtk_widget_add_css_class (box, get_tone (verdict));
  return box;
}

static GtkWidget *
make_facts (HopsoSignatureResult *result)
{
  GtkGrid *grid = GTK_GRID (gtk_grid_new ());
  g_autoptr (GPtrArray) facts = hopso_verdict_words_list_brief_facts (result);

  gtk_grid_set_column_spacing (grid, 8);
  gtk_grid_set_row_spacing (grid, 2);
  for (guint i = 0; i < facts->len; i++)
    {
      const HopsoVerdictFact *fact = g_ptr_array_index (facts, i);
      GtkWidget *name = make_label (fact->label, "dim-label");
      GtkWidget *value = make_label (fact->value, NULL);

      gtk_widget_set_size_request (name, LABEL_WIDTH, -1);
      gtk_widget_set_valign (name, GTK_ALIGN_START);
      gtk_widget_set_hexpand (value, TRUE);
      gtk_grid_attach (grid, name, 0, (int) i, 1, 1);
      gtk_grid_attach (grid, value, 1, (int) i, 1, 1);
    }
  return GTK_WIDGET (grid);
}

static char *
dup_subtitle (const HopsoSignatureFacts *facts)
{
  if (facts->signer_title != NULL && facts->signer_organization != NULL)
    return g_strdup_printf ("%s · %s", facts->signer_title, facts->signer_organization);
  if (facts->signer_title != NULL)
    return g_strdup (facts->signer_title);
  return g_strdup (facts->signer_organization != NULL ? facts->signer_organization
                                                      : facts->issuer_name);
}

static GtkWidget *
make_body (HopsoSignatureResult *result)
{
  GtkWidget *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  g_autofree char *subtitle = dup_subtitle (hopso_signature_result_get_facts (result));
  GtkWidget *names = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (names), make_label (hopso_verdict_words_name (result), "heading"));
  if (subtitle != NULL)
    gtk_box_append (GTK_BOX (names), make_label (subtitle, "dim-label"));
  gtk_box_append (GTK_BOX (body), names);
  gtk_box_append (GTK_BOX (body), make_state (result));
  gtk_box_append (GTK_BOX (body), make_facts (result));
  gtk_widget_set_hexpand (body, TRUE);
  return body;
}

/**
 * hopso_signature_row_new:
 * @result: (transfer none): what was found about one signature
 *
 * Returns: (transfer floating): a row for a list of signatures
 */
GtkWidget *
hopso_signature_row_new (HopsoSignatureResult *result)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  g_autofree char *number =
      g_strdup_printf ("%u", hopso_signature_result_get_facts (result)->revision);
  g_autofree char *state = hopso_verdict_words_state (result);
  g_autofree char *when = hopso_verdict_words_time (result);
  g_autofree char *changes = hopso_verdict_words_changes (result);
  g_autofree char *spoken =
      g_strdup_printf ("%s: %s. %s. %s", hopso_verdict_words_name (result), state, when, changes);
  GtkWidget *badge = gtk_label_new (number);

  gtk_widget_add_css_class (badge, "number-badge");
  gtk_widget_set_valign (badge, GTK_ALIGN_START);
  gtk_widget_add_css_class (box, "signature-row");
  gtk_box_append (GTK_BOX (box), badge);
  gtk_box_append (GTK_BOX (box), make_body (result));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  return row;
}
