/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Papers that an item waits for: the line that says so with its remedy, and the question who sends
 * them by when. The answer is kept with the item; a sentence to send to that person is put into the
 * clipboard. Main thread. */

#include "hopso-composer-promise.h"

#include "hopso-alert.h"
#include "hopso-chip.h"
#include "hopso-composer-moment.h"
#include "hopso-composer-words.h"
#include "hopso-time-words.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* Offices close then. */
#define CLOSING_HOUR 16

/**
 * hopso_composer_promise_new_line:
 * @item: an item that needs papers and has none
 * @now: seconds since 1970
 *
 * Returns: (transfer floating): what is missing, and a button that helps
 */
GtkWidget *
hopso_composer_promise_new_line (HopsoAgendaItem *item, gint64 now)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *button = gtk_button_new ();
  GtkWidget *content = adw_button_content_new ();
  g_autofree char *words = hopso_composer_words_promise (item, now);

  gtk_label_set_label (GTK_LABEL (label), words);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (icon, "attention-text");
  gtk_widget_add_css_class (label, "attention-text");
  adw_button_content_set_icon_name (ADW_BUTTON_CONTENT (content), "document-send-symbolic");
  adw_button_content_set_label (ADW_BUTTON_CONTENT (content), _ ("Remind of papers"));
  gtk_button_set_child (GTK_BUTTON (button), content);
  gtk_widget_add_css_class (button, "flat");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "row.remind");
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), button);
  return box;
}

/* The question while it is open. */
typedef struct
{
  HopsoComposition *composition; /* owned */
  char *id;                      /* owned: of the item */
  GtkWidget *who;                /* owned */
  GtkWidget *moment;             /* owned */
  GdkClipboard *clipboard;       /* owned */
} Question;

static void
question_free (Question *self)
{
  g_object_unref (self->composition);
  g_object_unref (self->who);
  g_object_unref (self->moment);
  g_object_unref (self->clipboard);
  g_free (self->id);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static void
write_reminder (Question *self, HopsoAgendaItem *item, gint64 moment)
{
  HopsoMeeting *meeting = hopso_composition_get_meeting (self->composition);
  g_autofree char *exact = hopso_time_words_exact (moment);
  g_autofree char *text = g_strdup_printf (
      _ ("Please send the papers for “%s” (%s) by %s."), hopso_agenda_item_get_name (item),
      meeting != NULL ? hopso_meeting_get_name (meeting) : "", exact);

  gdk_clipboard_set_text (self->clipboard, text);
  hopso_composition_tell (self->composition,
                          _ ("It is noted. The reminder is in the clipboard: paste it into a "
                             "message."));
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) self = user_data;
  g_autofree char *who = NULL;
  HopsoRecord *item;
  gint64 moment;

  if (!hopso_alert_ask_finish (HOPSO_ALERT (source), result, NULL))
    return;
  item = hopso_workspace_lookup_record (hopso_composition_get_workspace (self->composition),
                                        HOPSO_KIND_AGENDA_ITEM, self->id);
  if (item == NULL)
    return;
  who = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->who))));
  moment = hopso_composer_moment_get (HOPSO_COMPOSER_MOMENT (self->moment));
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new_from (item);
  hopso_record_builder_set_boolean (builder, HOPSO_AGENDA_ITEM_EXPECTS_PAPERS, TRUE);
  hopso_record_builder_set_time (builder, HOPSO_AGENDA_ITEM_PROMISED, moment);
  hopso_record_builder_set_string (builder, HOPSO_AGENDA_ITEM_PROMISED_BY,
                                   who[0] != '\0' ? who : NULL);
  hopso_composition_put (self->composition, hopso_record_builder_end (builder),
                         _ ("Note who sends papers"));
  write_reminder (self, HOPSO_AGENDA_ITEM (item), moment);
}

/* Today at the end of the day, or tomorrow when that is over. */
static gint64
find_closing (gint64 now)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (now);
  g_autoptr (GDateTime) closing =
      g_date_time_new_local (g_date_time_get_year (time), g_date_time_get_month (time),
                             g_date_time_get_day_of_month (time), CLOSING_HOUR, 0, 0);
  const gint64 moment = g_date_time_to_unix (closing);

  return moment > now ? moment : moment + 24 * 3600;
}

static GtkWidget *
make_fields (Question *self, HopsoAgendaItem *item)
{
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *row = adw_action_row_new ();
  const char *by = hopso_agenda_item_get_promised_by (item);
  const gint64 promised = hopso_agenda_item_get_promised (item);
  const gint64 now = hopso_clock_now (hopso_composition_get_clock (self->composition));

  if (by == NULL)
    by = hopso_agenda_item_get_presenter (item);
  self->who = g_object_ref (adw_entry_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->who), _ ("Who sends them"));
  gtk_editable_set_text (GTK_EDITABLE (self->who), by != NULL ? by : "");
  self->moment = g_object_ref (hopso_composer_moment_new (_ ("Papers are due")));
  hopso_composer_moment_set (HOPSO_COMPOSER_MOMENT (self->moment),
                             promised > now ? promised : find_closing (now));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("By when"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), self->moment);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), self->who);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  return list;
}

/**
 * hopso_composer_promise_ask:
 * @widget: in the window that asks
 * @composition: the draft
 * @item: the item whose papers are missing
 */
void
hopso_composer_promise_ask (GtkWidget *widget, HopsoComposition *composition, HopsoAgendaItem *item)
{
  Question *self = g_new0 (Question, 1);
  g_autoptr (HopsoAlert) alert =
      hopso_alert_new (_ ("Who sends the papers?"), hopso_agenda_item_get_name (item),
                       _ ("_Note and copy the reminder"));

  self->composition = g_object_ref (composition);
  self->id = g_strdup (hopso_record_get_id (HOPSO_RECORD (item)));
  self->clipboard = g_object_ref (gtk_widget_get_clipboard (widget));
  hopso_alert_set_extra (alert, make_fields (self, item));
  hopso_alert_ask_async (alert, GTK_WINDOW (gtk_widget_get_root (widget)), NULL, answered_cb, self);
}
