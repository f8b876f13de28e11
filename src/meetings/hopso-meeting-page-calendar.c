/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One meeting as a calendar file (RFC 5545) in a folder of the person's, for whatever calendar they
 * keep. It tells when and where, and not who is invited. Main thread. */

#include "hopso-meeting-page-private.h"

#include "hopso-calendar.h"
#include "hopso-file-prompt.h"

#include <glib/gi18n.h>

static char *
write_calendar (HopsoMeetingPage *self)
{
  HopsoMeeting *meeting = hopso_meeting_summary_get_meeting (self->summary);
  HopsoOrganization *organization =
      hopso_workspace_lookup_organization (hopso_meeting_summary_get_workspace (self->summary),
                                           hopso_meeting_get_organization (meeting));
  const HopsoCalendarEvent event = { .meeting = meeting,
                                     .organizer = organization != NULL
                                                      ? hopso_organization_get_name (organization)
                                                      : NULL,
                                     .stamp = hopso_clock_now (self->clock) };

  return hopso_calendar_write (HOPSO_CALENDAR_PUBLISH, hopso_meeting_get_name (meeting), &event, 1);
}

static void
say (HopsoMeetingPage *self, const char *words)
{
  GtkWidget *toasts = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);

  if (toasts != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (toasts), adw_toast_new (words));
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoMeetingPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    {
      say (self, _ ("The calendar file has been saved."));
      return;
    }
  words = g_markup_printf_escaped (_ ("The calendar file was not saved: %s"), error->message);
  say (self, words);
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoMeetingPage) self = user_data;
  g_autoptr (GFile) file = hopso_file_prompt_finish (result, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (file == NULL)
    return;
  text = write_calendar (self);
  bytes = g_bytes_new (text, strlen (text));
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION,
                                       NULL, written_cb, g_object_ref (self));
}

void
hopso_meeting_page_save_calendar (HopsoMeetingPage *self)
{
  static const char *const patterns[] = { "*.ics", NULL };
  const HopsoFilePrompt prompt = { .title = _ ("Save for a calendar"),
                                   .verb = _ ("_Save"),
                                   .filter_name = _ ("Calendar files"),
                                   .patterns = patterns,
                                   .suggested_name = _ ("meeting.ics") };

  hopso_file_prompt_save_async (&prompt, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL,
                                chosen_cb, g_object_ref (self));
}
