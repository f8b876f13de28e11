/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The signatures of the open document, beside its pages: the verdict on the whole, then one block
 * per signature. Pressing one opens everything that is known. Main thread. */

#include "hopso-signature-panel.h"

#include "hopso-signature-row.h"
#include "hopso-verdict-words.h"

#include <glib/gi18n-lib.h>

struct _HopsoSignaturePanel
{
  AdwBin parent_instance;

  GtkLabel *headline; /* borrowed: in the panel */
  GtkListBox *list;   /* borrowed: in the panel */
};

G_DEFINE_FINAL_TYPE (HopsoSignaturePanel, hopso_signature_panel, ADW_TYPE_BIN)

static guint details_signal;

static void
wanted_cb (HopsoSignaturePanel *self)
{
  g_signal_emit (self, details_signal, 0);
}

static void
hopso_signature_panel_class_init (HopsoSignaturePanelClass *klass)
{
  details_signal = g_signal_new ("details", HOPSO_TYPE_SIGNATURE_PANEL, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
hopso_signature_panel_init (HopsoSignaturePanel *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("All _details…"));

  self->headline = GTK_LABEL (gtk_label_new (NULL));
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_label_set_wrap (self->headline, TRUE);
  gtk_label_set_xalign (self->headline, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->headline), "heading");
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Signatures"), -1);
  gtk_widget_add_css_class (box, "signature-panel");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->headline));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->list));
  gtk_box_append (GTK_BOX (box), button);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);
  adw_bin_set_child (ADW_BIN (self), scroller);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (wanted_cb), self);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (wanted_cb), self);
}

/**
 * hopso_signature_panel_new:
 *
 * Returns: (transfer floating): a panel without signatures
 */
GtkWidget *
hopso_signature_panel_new (void)
{
  return g_object_new (HOPSO_TYPE_SIGNATURE_PANEL, NULL);
}

/**
 * hopso_signature_panel_set_report:
 * @report: (nullable): what the verification found; %NULL while nothing is known
 */
void
hopso_signature_panel_set_report (HopsoSignaturePanel *self, HopsoSignatureReport *report)
{
  g_autofree char *headline = report != NULL ? hopso_verdict_words_headline (report) : NULL;
  const guint n = report != NULL ? hopso_signature_report_get_n_results (report) : 0;
  GtkWidget *child;

  g_return_if_fail (HOPSO_IS_SIGNATURE_PANEL (self));

  gtk_label_set_label (self->headline, headline != NULL ? headline : "");
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);
  for (guint i = 0; i < n; i++)
    gtk_list_box_append (self->list,
                         hopso_signature_row_new (hopso_signature_report_get_result (report, i)));
}
