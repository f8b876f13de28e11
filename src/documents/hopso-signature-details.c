/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Everything about one signature: why it is not simply valid and what to do, the facts that the
 * rules want shown, what was done to the document afterwards, and what else is worth telling. Built
 * once, never changed. Main thread. */

#include "hopso-signature-details.h"

#include "hopso-sign-words.h"
#include "hopso-verdict-words.h"

#include <glib/gi18n-lib.h>

static GtkWidget *
make_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), css_class == NULL);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
make_line (const char *icon_name, const char *text, const char *advice)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *icon = gtk_image_new_from_icon_name (icon_name);

  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (words), make_label (text, "heading"));
  if (advice != NULL)
    gtk_box_append (GTK_BOX (words), make_label (advice, "advice"));
  gtk_box_append (GTK_BOX (line), icon);
  gtk_box_append (GTK_BOX (line), words);
  return line;
}

static void
add_reasons (GtkBox *box, HopsoSignatureResult *result)
{
  for (guint i = 0; i < hopso_signature_result_get_n_reasons (result); i++)
    {
      const HopsoSignatureReason reason = hopso_signature_result_get_reason (result, i);
      const HopsoVerdict verdict = hopso_signature_reason_get_verdict (reason);
      g_autofree char *text = hopso_signature_reason_dup_text (reason);
      g_autofree char *advice = hopso_signature_reason_dup_advice (reason);
      GtkWidget *line = make_line (hopso_sign_words_icon (verdict), text, advice);

      gtk_widget_set_tooltip_text (line, hopso_signature_result_get_detail (result, i));
      gtk_widget_set_visible (line, hopso_verdict_words_is_first (result, i));
      gtk_widget_add_css_class (line, "finding");
      gtk_widget_add_css_class (line,
                                verdict == HOPSO_VERDICT_INVALID ? "bad-text" : "attention-text");
      gtk_box_append (box, line);
    }
}

/* Where the root of an authority is added, for whoever has it on paper. */
static void
add_way_to_trust (GtkBox *box, HopsoSignatureResult *result)
{
  GtkWidget *button;

  if (!hopso_signature_result_has_reason (result, HOPSO_SIGNATURE_REASON_UNTRUSTED))
    return;
  button = gtk_button_new_with_mnemonic (_ ("_Authorities that are trusted…"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "verify.trust");
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_box_append (box, button);
}

static void
add_facts (GtkBox *box, HopsoSignatureResult *result)
{
  GtkGrid *grid = GTK_GRID (gtk_grid_new ());
  g_autoptr (GPtrArray) facts = hopso_verdict_words_list_facts (result);

  gtk_grid_set_column_spacing (grid, 18);
  gtk_grid_set_row_spacing (grid, 6);
  for (guint i = 0; i < facts->len; i++)
    {
      const HopsoVerdictFact *fact = g_ptr_array_index (facts, i);
      GtkWidget *name = make_label (fact->label, "dim-label");
      GtkWidget *value = make_label (fact->value, NULL);

      gtk_widget_set_valign (name, GTK_ALIGN_START);
      gtk_widget_set_hexpand (value, TRUE);
      gtk_grid_attach (grid, name, 0, (int) i, 1, 1);
      gtk_grid_attach (grid, value, 1, (int) i, 1, 1);
    }
  gtk_box_append (box, GTK_WIDGET (grid));
}

static void
add_changes (GtkBox *box, HopsoSignatureResult *result)
{
  const guint n = hopso_signature_result_get_n_changes (result);

  if (n > 0)
    gtk_box_append (box, make_label (_ ("What was done after this signature"), "heading"));
  for (guint i = 0; i < n; i++)
    {
      const HopsoSignatureChange *change = hopso_signature_result_get_change (result, i);
      g_autofree char *words = hopso_verdict_words_change (change);
      GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
      GtkWidget *icon = gtk_image_new_from_icon_name (change->is_allowed ? "emblem-ok-symbolic"
                                                                         : "dialog-error-symbolic");

      gtk_widget_add_css_class (icon, change->is_allowed ? "good-text" : "bad-text");
      gtk_widget_set_valign (icon, GTK_ALIGN_START);
      gtk_box_append (GTK_BOX (line), icon);
      gtk_box_append (GTK_BOX (line), make_label (words, NULL));
      gtk_box_append (box, line);
    }
}

static void
add_notes (GtkBox *box, HopsoSignatureResult *result)
{
  const guint n = hopso_signature_result_get_n_notes (result);

  if (n > 0)
    gtk_box_append (box, make_label (_ ("Also worth knowing"), "heading"));
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text =
          hopso_signature_note_dup_text (hopso_signature_result_get_note (result, i));
      GtkWidget *label = make_label (text, NULL);

      gtk_widget_set_tooltip_text (label, hopso_signature_result_get_note_detail (result, i));
      gtk_box_append (box, label);
    }
}

/**
 * hopso_signature_details_new:
 * @result: (transfer none): what was found about one signature
 *
 * Returns: (transfer floating): all of it, to be put into something that scrolls
 */
GtkWidget *
hopso_signature_details_new (HopsoSignatureResult *result)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  gtk_widget_add_css_class (box, "signature-details");
  add_reasons (GTK_BOX (box), result);
  add_way_to_trust (GTK_BOX (box), result);
  add_facts (GTK_BOX (box), result);
  add_changes (GTK_BOX (box), result);
  add_notes (GTK_BOX (box), result);
  return box;
}
