/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The room of an online meeting: opened by the person's browser, after asking, since the address
 * comes from elsewhere. Other addresses than those of the web are not offered. Main thread. */

#include "hopso-meeting-page-private.h"

#include "hopso-alert.h"

#include <glib/gi18n.h>

static char *
dup_host (HopsoMeeting *meeting)
{
  const char *address = hopso_meeting_get_online (meeting);
  g_autoptr (GUri) uri = address != NULL ? g_uri_parse (address, G_URI_FLAGS_NONE, NULL) : NULL;
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : NULL;

  return g_strcmp0 (scheme, "https") == 0 ? g_strdup (g_uri_get_host (uri)) : NULL;
}

void
hopso_meeting_page_show_online (HopsoMeetingPage *self, HopsoMeeting *meeting)
{
  g_autofree char *host = dup_host (meeting);

  gtk_widget_set_visible (GTK_WIDGET (self->online_button), host != NULL && host[0] != '\0');
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->online_button), host);
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoMeetingPage) self = user_data;
  HopsoMeeting *meeting = hopso_meeting_summary_get_meeting (self->summary);

  if (hopso_alert_ask_finish (HOPSO_ALERT (source), result, NULL))
    g_app_info_launch_default_for_uri_async (hopso_meeting_get_online (meeting), NULL, NULL, NULL,
                                             NULL);
}

void
hopso_meeting_page_open_online (HopsoMeetingPage *self)
{
  g_autofree char *host = dup_host (hopso_meeting_summary_get_meeting (self->summary));
  g_autofree char *body = NULL;
  g_autoptr (HopsoAlert) alert = NULL;

  if (host == NULL)
    return;
  body = g_strdup_printf (_ ("Your browser opens a page of %s."), host);
  alert = hopso_alert_new (_ ("Go to the online room?"), body, _ ("_Open"));
  hopso_alert_ask_async (alert, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL,
                         asked_cb, g_object_ref (self));
}
