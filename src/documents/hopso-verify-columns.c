/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The columns of the table of checked files: file, verdict, signer, time, what came afterwards;
 * each can be sorted by. Cells follow their item while its check goes on. Main thread. */

#include "hopso-verify-page-private.h"

#include "hopso-chip.h"
#include "hopso-sign-words.h"
#include "hopso-verdict-words.h"

#include <glib/gi18n-lib.h>

typedef char *(*DupWords) (HopsoVerifyItem *item);

/* --- words ----------------------------------------------------------------------------------- */

static HopsoSignatureResult *
get_telling (HopsoVerifyItem *item)
{
  HopsoSignatureReport *report = hopso_verify_item_get_report (item);

  return report != NULL ? hopso_verdict_words_find_telling (report) : NULL;
}

static char *
dup_name (HopsoVerifyItem *item)
{
  return g_strdup (hopso_verify_item_get_name (item));
}

static char *
dup_signer (HopsoVerifyItem *item)
{
  HopsoSignatureResult *telling = get_telling (item);

  return telling != NULL ? g_strdup (hopso_verdict_words_name (telling)) : NULL;
}

static gint64
get_time (HopsoVerifyItem *item)
{
  HopsoSignatureResult *telling = get_telling (item);
  const HopsoSignatureFacts *facts =
      telling != NULL ? hopso_signature_result_get_facts (telling) : NULL;

  if (facts == NULL)
    return 0;
  return facts->proven_time != 0 ? facts->proven_time : facts->claimed_time;
}

static char *
dup_time (HopsoVerifyItem *item)
{
  return hopso_verdict_words_moment (get_time (item));
}

static char *
dup_changes (HopsoVerifyItem *item)
{
  HopsoSignatureResult *telling = get_telling (item);

  return telling != NULL ? hopso_verdict_words_changes (telling) : NULL;
}

static char *
dup_state (HopsoVerifyItem *item)
{
  HopsoSignatureReport *report = hopso_verify_item_get_report (item);

  switch (hopso_verify_item_get_state (item))
    {
    case HOPSO_VERIFY_STATE_WAITING:
      return g_strdup (_ ("Waiting"));
    case HOPSO_VERIFY_STATE_RUNNING:
      return g_strdup (_ ("Being checked…"));
    case HOPSO_VERIFY_STATE_UNREADABLE:
      return g_strdup (_ ("Not readable"));
    case HOPSO_VERIFY_STATE_PROTECTED:
      return g_strdup (_ ("Needs its password"));
    case HOPSO_VERIFY_STATE_STOPPED:
      return g_strdup (_ ("Stopped"));
    case HOPSO_VERIFY_STATE_DONE:
    default:
      return hopso_verdict_dup_text (hopso_signature_report_get_verdict (report));
    }
}

static HopsoTone
get_tone (HopsoVerifyItem *item)
{
  static const HopsoTone tones[] = {
    [HOPSO_VERDICT_VALID] = HOPSO_TONE_GOOD,
    [HOPSO_VERDICT_INVALID] = HOPSO_TONE_BAD,
    [HOPSO_VERDICT_UNDETERMINED] = HOPSO_TONE_ATTENTION,
    [HOPSO_VERDICT_UNSIGNED] = HOPSO_TONE_PLAIN,
  };
  HopsoSignatureReport *report = hopso_verify_item_get_report (item);

  if (report != NULL)
    return tones[hopso_signature_report_get_verdict (report)];
  if (hopso_verify_item_get_state (item) == HOPSO_VERIFY_STATE_RUNNING)
    return HOPSO_TONE_ACCENT;
  return hopso_verify_item_get_state (item) == HOPSO_VERIFY_STATE_UNREADABLE ||
                 hopso_verify_item_get_state (item) == HOPSO_VERIFY_STATE_PROTECTED
             ? HOPSO_TONE_ATTENTION
             : HOPSO_TONE_DIM;
}

static const char *
get_icon (HopsoVerifyItem *item)
{
  HopsoSignatureReport *report = hopso_verify_item_get_report (item);

  if (report != NULL)
    return hopso_sign_words_icon (hopso_signature_report_get_verdict (report));
  if (hopso_verify_item_get_state (item) == HOPSO_VERIFY_STATE_PROTECTED)
    return "dialog-password-symbolic";
  return hopso_verify_item_get_state (item) == HOPSO_VERIFY_STATE_UNREADABLE
             ? "dialog-question-symbolic"
             : "content-loading-symbolic";
}

/* --- cells ----------------------------------------------------------------------------------- */

static void
show_words (HopsoVerifyItem *item, GtkListItem *cell)
{
  GtkWidget *label = gtk_list_item_get_child (cell);
  DupWords dup_words = (DupWords) g_object_get_data (G_OBJECT (label), "words");
  g_autofree char *words = dup_words (item);

  gtk_label_set_label (GTK_LABEL (label), words != NULL ? words : "");
  gtk_widget_set_tooltip_text (label, words);
}

static void
show_state (HopsoVerifyItem *item, GtkListItem *cell)
{
  g_autofree char *words = dup_state (item);

  hopso_chip_set (HOPSO_CHIP (gtk_list_item_get_child (cell)), get_icon (item), words,
                  get_tone (item));
}

static void
setup_words_cb (GtkSignalListItemFactory *factory, GtkListItem *cell, gpointer dup_words)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  g_object_set_data (G_OBJECT (label), "words", dup_words);
  gtk_list_item_set_child (cell, label);
}

static void
setup_state_cb (GtkSignalListItemFactory *factory, GtkListItem *cell)
{
  GtkWidget *chip = hopso_chip_new ("content-loading-symbolic", "", HOPSO_TONE_DIM);

  gtk_widget_set_halign (chip, GTK_ALIGN_START);
  gtk_widget_set_valign (chip, GTK_ALIGN_CENTER);
  gtk_list_item_set_child (cell, chip);
}

static void
bind_words_cb (GtkSignalListItemFactory *factory, GtkListItem *cell)
{
  g_signal_connect_object (gtk_list_item_get_item (cell), "changed", G_CALLBACK (show_words), cell,
                           0);
  show_words (gtk_list_item_get_item (cell), cell);
}

static void
bind_state_cb (GtkSignalListItemFactory *factory, GtkListItem *cell)
{
  g_signal_connect_object (gtk_list_item_get_item (cell), "changed", G_CALLBACK (show_state), cell,
                           0);
  show_state (gtk_list_item_get_item (cell), cell);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *cell)
{
  g_signal_handlers_disconnect_by_data (gtk_list_item_get_item (cell), cell);
}

/* --- order ----------------------------------------------------------------------------------- */

static int
compare_words (gconstpointer a, gconstpointer b, gpointer dup_words)
{
  g_autofree char *first = ((DupWords) dup_words) ((HopsoVerifyItem *) a);
  g_autofree char *second = ((DupWords) dup_words) ((HopsoVerifyItem *) b);

  return g_utf8_collate (first != NULL ? first : "", second != NULL ? second : "");
}

static int
compare_times (gconstpointer a, gconstpointer b, gpointer data)
{
  const gint64 first = get_time ((HopsoVerifyItem *) a);
  const gint64 second = get_time ((HopsoVerifyItem *) b);

  return (first > second) - (first < second);
}

/* What must not be overlooked comes first. */
static int
get_rank (HopsoVerifyItem *item)
{
  static const int ranks[] = {
    [HOPSO_VERDICT_INVALID] = 0,
    [HOPSO_VERDICT_UNDETERMINED] = 1,
    [HOPSO_VERDICT_UNSIGNED] = 3,
    [HOPSO_VERDICT_VALID] = 4,
  };
  HopsoSignatureReport *report = hopso_verify_item_get_report (item);

  return report != NULL ? ranks[hopso_signature_report_get_verdict (report)] : 2;
}

static int
compare_states (gconstpointer a, gconstpointer b, gpointer data)
{
  return get_rank ((HopsoVerifyItem *) a) - get_rank ((HopsoVerifyItem *) b);
}

/* --- columns --------------------------------------------------------------------------------- */

static void
add_column (GtkColumnView *view,
            const char *title,
            GtkListItemFactory *factory,
            GCompareDataFunc compare,
            gpointer data,
            int width)
{
  g_autoptr (GtkColumnViewColumn) column = gtk_column_view_column_new (title, factory);
  g_autoptr (GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (compare, data, NULL));

  gtk_column_view_column_set_sorter (column, sorter);
  gtk_column_view_column_set_resizable (column, TRUE);
  if (width > 0)
    gtk_column_view_column_set_fixed_width (column, width);
  else
    gtk_column_view_column_set_expand (column, TRUE);
  gtk_column_view_append_column (view, column);
}

static void
add_words (
    GtkColumnView *view, const char *title, DupWords words, GCompareDataFunc compare, int width)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_words_cb), (gpointer) words);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_words_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);
  add_column (view, title, factory, compare, (gpointer) words, width);
}

/* Of an empty view, once. */
void
hopso_verify_columns_fill (GtkColumnView *view)
{
  GtkListItemFactory *states = gtk_signal_list_item_factory_new ();

  g_signal_connect (states, "setup", G_CALLBACK (setup_state_cb), NULL);
  g_signal_connect (states, "bind", G_CALLBACK (bind_state_cb), NULL);
  g_signal_connect (states, "unbind", G_CALLBACK (unbind_cb), NULL);
  add_words (view, _ ("File"), dup_name, compare_words, 0);
  add_column (view, _ ("Verdict"), states, compare_states, NULL, 180);
  add_words (view, _ ("Signed by"), dup_signer, compare_words, 190);
  add_words (view, _ ("Signed at"), dup_time, compare_times, 165);
  add_words (view, _ ("Afterwards"), dup_changes, compare_words, 230);
}
