/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One signature of a verified file, with everything that the rules want shown: who signed, the
 * unit that manages the certificate, who issued it, when it was signed, whether the document is
 * whole, how long the certificate is valid, and why a verdict is not simply "valid". Built once,
 * never changed. Main thread. */

#include "hopso-signature-row.h"

#include "hopso-chip.h"
#include "hopso-sign-words.h"
#include "hopso-time-words.h"

#include <glib/gi18n.h>

static GtkWidget *
make_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_selectable (GTK_LABEL (label), css_class == NULL);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
add_fact (GtkGrid *grid, int *line, const char *name, const char *value)
{
  if (value == NULL)
    return;

  GtkWidget *label = make_label (name, "dim-label");
  GtkWidget *text = make_label (value, NULL);
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_grid_attach (grid, label, 0, *line, 1, 1);
  gtk_grid_attach (grid, text, 1, *line, 1, 1);
  (*line)++;
}

static char *
format_moment (gint64 time)
{
  g_autoptr (GDateTime) local = g_date_time_new_from_unix_local (time);

  return time != 0 ? g_date_time_format (local, "%H:%M:%S · %d/%m/%Y") : NULL;
}

static char *
format_validity (const HopsoSignatureFacts *facts)
{
  g_autoptr (GDateTime) from = g_date_time_new_from_unix_local (facts->not_before);
  g_autoptr (GDateTime) until = g_date_time_new_from_unix_local (facts->not_after);
  g_autofree char *first = g_date_time_format (from, "%d/%m/%Y");
  g_autofree char *last = g_date_time_format (until, "%d/%m/%Y");

  return facts->not_after != 0 ? g_strdup_printf (_ ("from %s until %s"), first, last) : NULL;
}

static char *
format_algorithm (const HopsoSignatureFacts *facts)
{
  if (facts->signature_algorithm == NULL)
    return NULL;
  return g_strdup_printf ("%s, %s", facts->signature_algorithm, facts->digest_algorithm);
}

static GtkWidget *
make_facts (const HopsoSignatureFacts *facts)
{
  GtkGrid *grid = GTK_GRID (gtk_grid_new ());
  g_autofree char *claimed = format_moment (facts->claimed_time);
  g_autofree char *validity = format_validity (facts);
  g_autofree char *algorithm = format_algorithm (facts);
  int line = 0;

  gtk_grid_set_column_spacing (grid, 14);
  gtk_grid_set_row_spacing (grid, 4);
  add_fact (grid, &line, _ ("Signed at"), claimed);
  add_fact (grid, &line, _ ("Timestamp"),
            facts->proven_time != 0 ? _ ("Yes") : _ ("None: the time is the signer's own"));
  add_fact (grid, &line, _ ("Integrity"),
            facts->is_intact ? _ ("The signed content is whole") : _ ("Not proven"));
  add_fact (grid, &line, _ ("Afterwards"), hopso_sign_words_changes (facts->changes));
  add_fact (grid, &line, _ ("Managed by"), facts->signer_organization);
  add_fact (grid, &line, _ ("Issued by"), facts->issuer_name);
  add_fact (grid, &line, _ ("Certificate valid"), validity);
  add_fact (grid, &line, _ ("Serial number"), facts->serial);
  add_fact (grid, &line, _ ("Algorithm"), algorithm);
  return GTK_WIDGET (grid);
}

static GtkWidget *
make_reason (HopsoSignatureResult *result, guint position)
{
  HopsoSignatureReason reason = hopso_signature_result_get_reason (result, position);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  HopsoVerdict verdict = hopso_signature_reason_get_verdict (reason);
  GtkWidget *icon = gtk_image_new_from_icon_name (hopso_sign_words_icon (verdict));
  g_autofree char *text = hopso_signature_reason_dup_text (reason);
  GtkWidget *label = make_label (text, NULL);

  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_tooltip_text (label, hopso_signature_result_get_detail (result, position));
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  gtk_widget_add_css_class (box, verdict == HOPSO_VERDICT_INVALID ? "bad-text" : "attention-text");
  return box;
}

static HopsoTone
get_tone (HopsoVerdict verdict)
{
  if (verdict == HOPSO_VERDICT_VALID)
    return HOPSO_TONE_GOOD;
  return verdict == HOPSO_VERDICT_INVALID ? HOPSO_TONE_BAD : HOPSO_TONE_ATTENTION;
}

static GtkWidget *
make_head (HopsoSignatureResult *result)
{
  const HopsoSignatureFacts *facts = hopso_signature_result_get_facts (result);
  HopsoVerdict verdict = hopso_signature_result_get_verdict (result);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *names = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *number = g_strdup_printf ("%u", facts->revision);
  g_autofree char *word = hopso_verdict_dup_text (verdict);
  GtkWidget *badge = gtk_label_new (number);
  GtkWidget *chip = hopso_chip_new (hopso_sign_words_icon (verdict), word, get_tone (verdict));
  const char *name = facts->signer_name != NULL ? facts->signer_name : _ ("Somebody unknown");

  gtk_widget_add_css_class (badge, "number-badge");
  gtk_widget_set_valign (badge, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (chip, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (names, TRUE);
  gtk_box_append (GTK_BOX (names), make_label (name, "heading"));
  if (facts->signer_title != NULL)
    gtk_box_append (GTK_BOX (names), make_label (facts->signer_title, "dim-label"));
  gtk_box_append (GTK_BOX (head), badge);
  gtk_box_append (GTK_BOX (head), names);
  gtk_box_append (GTK_BOX (head), chip);
  return head;
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
  const HopsoSignatureFacts *facts = hopso_signature_result_get_facts (result);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  g_autofree char *word = hopso_verdict_dup_text (hopso_signature_result_get_verdict (result));
  g_autofree char *spoken = g_strdup_printf (
      "%s: %s", facts->signer_name != NULL ? facts->signer_name : _ ("Somebody unknown"), word);

  gtk_widget_add_css_class (box, "signature-row");
  gtk_box_append (GTK_BOX (box), make_head (result));
  for (guint i = 0; i < hopso_signature_result_get_n_reasons (result); i++)
    gtk_box_append (GTK_BOX (box), make_reason (result, i));
  gtk_box_append (GTK_BOX (box), make_facts (facts));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  return row;
}
