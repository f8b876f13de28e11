/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One authority that is relied on, as a row: who it is, how long and why it counts, and its
 * fingerprint in groups that can be compared with paper. Main thread. */

#include "hopso-trust-row.h"

#include "hopso-trust-words.h"

#include <glib/gi18n.h>

#define ANCHOR_KEY "hopso-trust-anchor"
#define GROUP_SIZE 5 /* four letters and a blank */

static GtkWidget *
make_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

/**
 * hopso_trust_row_make_facts:
 * @note: (nullable): what stands under the name, such as how long it counts
 * @n_groups: of the fingerprint on each line
 *
 * Returns: (transfer floating): name, organisation, @note and fingerprint, one under another
 */
GtkWidget *
hopso_trust_row_make_facts (HopsoTrustAnchor *anchor, const char *note, gsize n_groups)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *name = hopso_trust_anchor_dup_name (anchor);
  g_autofree char *organization = hopso_certificate_dup_subject_part (
      hopso_trust_anchor_get_certificate (anchor), HOPSO_NAME_ORGANISATION);
  g_autofree char *fingerprint = hopso_trust_anchor_dup_fingerprint (anchor);

  /* Lines of the same length, so that the eye finds its place again. */
  for (gsize i = n_groups * GROUP_SIZE; i < strlen (fingerprint); i += n_groups * GROUP_SIZE)
    fingerprint[i - 1] = '\n';
  GtkWidget *groups = make_label (fingerprint, "fingerprint");

  gtk_widget_set_hexpand (box, TRUE);
  gtk_box_append (GTK_BOX (box), make_label (name, "heading"));
  if (organization != NULL)
    gtk_box_append (GTK_BOX (box), make_label (organization, "dim-label"));
  if (note != NULL)
    gtk_box_append (GTK_BOX (box), make_label (note, "dim-label"));
  gtk_widget_set_tooltip_text (groups, _ ("SHA-256 fingerprint of the certificate"));
  gtk_box_append (GTK_BOX (box), groups);
  return box;
}

static const char *
choose_icon (HopsoTrustAnchor *anchor, gint64 now)
{
  if (!hopso_trust_anchor_is_trusted (anchor))
    return "insert-link-symbolic";
  return hopso_trust_anchor_get_until (anchor) <= now ? "dialog-warning-symbolic"
                                                      : "security-high-symbolic";
}

static char *
describe (HopsoTrustAnchor *anchor, gint64 now)
{
  const char *role = hopso_trust_words_role (hopso_trust_anchor_get_role (anchor));
  g_autofree char *until = hopso_trust_words_until (anchor, now);
  g_autofree char *source = hopso_trust_words_source (anchor, now);

  return role != NULL ? g_strdup_printf ("%s · %s · %s", role, until, source)
                      : g_strdup_printf ("%s · %s", until, source);
}

static GtkWidget *
make_button (HopsoTrustAnchor *anchor, const char *name)
{
  gboolean is_list = hopso_trust_anchor_get_source (anchor) == HOPSO_TRUST_SOURCE_LIST;
  GtkWidget *button = gtk_button_new_with_label (is_list ? _ ("Remove the list…") : _ ("Remove…"));
  g_autofree char *label = g_strdup_printf (_ ("Remove %s"), name);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  return button;
}

static void
remove_cb (GtkButton *button, gpointer user_data)
{
  GtkListBoxRow *row = GTK_LIST_BOX_ROW (user_data);

  gtk_list_box_select_row (GTK_LIST_BOX (gtk_widget_get_parent (GTK_WIDGET (row))), row);
  gtk_widget_activate_action (GTK_WIDGET (row), "trust.remove", NULL);
}

/**
 * hopso_trust_row_new:
 * @now: the time
 *
 * Returns: (transfer floating): a row; its button selects it and activates "trust.remove"
 */
GtkWidget *
hopso_trust_row_new (HopsoTrustStore *store, HopsoTrustAnchor *anchor, gint64 now)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 14);
  GtkWidget *icon = gtk_image_new_from_icon_name (choose_icon (anchor, now));
  g_autofree char *note = describe (anchor, now);
  g_autofree char *name = hopso_trust_anchor_dup_name (anchor);
  g_autofree char *sentence = g_strdup_printf ("%s, %s", name, note);

  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_add_css_class (box, "trust-row");
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), hopso_trust_row_make_facts (anchor, note, 8));
  if (hopso_trust_store_is_own (store, anchor))
    {
      GtkWidget *button = make_button (anchor, name);

      g_signal_connect_object (button, "clicked", G_CALLBACK (remove_cb), row, 0);
      gtk_box_append (GTK_BOX (box), button);
    }
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence,
                                  -1);
  g_object_set_data_full (G_OBJECT (row), ANCHOR_KEY, g_object_ref (anchor), g_object_unref);
  return row;
}

/**
 * hopso_trust_row_get_anchor:
 *
 * Returns: (transfer none): the authority that it shows
 */
HopsoTrustAnchor *
hopso_trust_row_get_anchor (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), ANCHOR_KEY);
}
