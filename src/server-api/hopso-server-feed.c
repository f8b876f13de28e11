/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Each person's calendar: made, renewed and withdrawn by the person, read by whoever has its
 * secret. Wrong secrets make their address wait. Main thread, works on the store's. */

#include "hopso-server-feeds.h"
#include "hopso-server-request.h"

#include "hopso-calendar.h"
#include "hopso-digest.h"
#include "hopso-organization.h"
#include "hopso-participant.h"
#include "hopso-wire-json.h"

#include <string.h>

#define SUFFIX      ".ics"
#define SECRET_SIZE 43

/* One reading, on its way through the threads. */
typedef struct
{
  HopsoSecret *secret;           /* owned */
  char *address;                 /* owned */
  char *told;                    /* owned, nullable: the entity tag that the reader has */
  char *text;                    /* owned, nullable: no such calendar */
  HopsoServerThrottle *throttle; /* borrowed, nullable: does not count this try any more */
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  if (reading->throttle != NULL)
    hopso_server_throttle_give_up (reading->throttle, reading->address, reading->address);
  g_clear_pointer (&reading->secret, hopso_secret_unref);
  g_free (reading->address);
  g_free (reading->told);
  g_free (reading->text);
  g_free (reading);
}

/* --- reading -------------------------------------------------------------------------------- */

/* Whether the person said that somebody else goes, or nobody. */
static gboolean
is_free (HopsoServerSession *session, const char *meeting, const char *person, GError **error)
{
  g_autoptr (GPtrArray) parts =
      hopso_server_session_list (session, HOPSO_KIND_PARTICIPANT, "meeting", meeting, error);

  for (guint i = 0; parts != NULL && i < parts->len; i++)
    {
      HopsoParticipant *part = g_ptr_array_index (parts, i);
      const char *partstat = hopso_participant_get_partstat (part);

      if (g_strcmp0 (hopso_participant_get_person (part), person) == 0)
        return g_strcmp0 (partstat, "declined") == 0 || g_strcmp0 (partstat, "delegated") == 0;
    }
  return FALSE;
}

/* Everybody sees the organizations. */
static char *
dup_organizer (HopsoServerSession *session, HopsoMeeting *meeting)
{
  const char *id = hopso_meeting_get_organization (meeting);
  g_autoptr (HopsoRecord) record =
      id == NULL ? NULL : hopso_server_session_get (session, HOPSO_KIND_ORGANIZATION, id, NULL);

  return record == NULL ? NULL
                        : g_strdup (hopso_organization_get_name (HOPSO_ORGANIZATION (record)));
}

static char *
write_feed (HopsoServerSession *session, const char *person, GError **error)
{
  g_autoptr (GPtrArray) meetings = hopso_server_session_list_feed (session, person, error);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) events = g_array_new (FALSE, TRUE, sizeof (HopsoCalendarEvent));
  g_autoptr (GError) failure = NULL;
  gint64 made = 0;

  if (meetings == NULL || !hopso_server_session_get_feed (session, person, &made, error))
    return NULL;
  for (guint i = 0; i < meetings->len; i++)
    {
      HopsoMeeting *meeting = g_ptr_array_index (meetings, i);
      HopsoCalendarEvent event = { .meeting = meeting, .stamp = made };

      g_ptr_array_add (names, dup_organizer (session, meeting));
      event.organizer = g_ptr_array_index (names, i);
      event.is_free =
          is_free (session, hopso_record_get_id (HOPSO_RECORD (meeting)), person, &failure);
      g_array_append_val (events, event);
    }
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  return hopso_calendar_write (HOPSO_CALENDAR_PUBLISH, "Lịch họp",
                               (const HopsoCalendarEvent *) (gpointer) events->data, events->len);
}

static HopsoServerReply *
work_read (HopsoServerSession *session, HopsoServerRequest *request, GError **error)
{
  Reading *reading = request->extra;
  g_autoptr (GError) failure = NULL;
  g_autofree char *person = hopso_server_session_find_feed (session, reading->secret, &failure);

  g_clear_pointer (&reading->text, g_free);
  if (person != NULL)
    reading->text = write_feed (session, person, error);
  else if (!g_error_matches (failure, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  return person != NULL && reading->text == NULL ? NULL : hopso_server_reply_new (0, NULL, NULL);
}

/* The same words have the same tag, and whoever has them is not told again. */
static void
read_done (HopsoServerRequest *request, HopsoServerReply *nothing)
{
  Reading *reading = request->extra;
  HopsoServerThrottle *throttle = g_steal_pointer (&reading->throttle);
  HopsoServerStore *store = request->api->store;
  g_autoptr (HopsoServerReply) reply = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autofree char *etag = NULL;

  if (reading->text == NULL)
    {
      hopso_server_throttle_fail (throttle, reading->address, reading->address,
                                  hopso_clock_now (hopso_server_store_get_clock (store)));
      hopso_server_request_answer_problem (request, HOPSO_SERVER_PROBLEM_NOT_FOUND, NULL);
      return;
    }
  hopso_server_throttle_succeed (throttle, reading->address, reading->address);
  etag = g_compute_checksum_for_string (G_CHECKSUM_SHA256, reading->text, -1);
  if (reading->told != NULL && strstr (reading->told, etag) != NULL)
    reply = hopso_server_reply_new (SOUP_STATUS_NOT_MODIFIED, etag, NULL);
  else
    {
      body = g_bytes_new (reading->text, strlen (reading->text));
      reply = hopso_server_reply_new (SOUP_STATUS_OK, etag, body);
      reply->media_type = "text/calendar; charset=utf-8";
    }
  soup_message_headers_replace (soup_server_message_get_response_headers (request->message),
                                "Cache-Control", "private, no-cache");
  hopso_server_request_answer (request, reply);
}

/**
 * hopso_server_handle_feed:
 * @request: (transfer full): GET /calendar/{secret}
 */
void
hopso_server_handle_feed (HopsoServerRequest *request)
{
  HopsoServerApi *api = request->api;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (request->message);
  Reading *reading = g_new0 (Reading, 1);
  g_autoptr (GError) error = NULL;
  const gsize size = strlen (request->params[0]);
  gint64 wait;

  request->extra = reading;
  request->extra_free = reading_free;
  if (size != SECRET_SIZE + strlen (SUFFIX) || !g_str_has_suffix (request->params[0], SUFFIX))
    {
      hopso_server_request_answer_problem (request, HOPSO_SERVER_PROBLEM_NOT_FOUND, NULL);
      return;
    }
  request->params[0][SECRET_SIZE] = '\0';
  reading->secret = hopso_secret_new_from_string (request->params[0]);
  reading->told = g_strdup (soup_message_headers_get_list (headers, "If-None-Match"));
  reading->address = hopso_server_proxies_dup_address (api->proxies, request->message);
  wait = hopso_server_throttle_begin (api->throttle, reading->address, reading->address,
                                      hopso_clock_now (hopso_server_store_get_clock (api->store)));
  if (wait > 0)
    {
      hopso_server_request_refuse (request, HOPSO_SERVER_PROBLEM_SLOW_DOWN, NULL, &error);
      request->problem->retry_after = wait;
      hopso_server_request_answer_error (request, error);
      return;
    }
  reading->throttle = api->throttle;
  hopso_server_request_run (request, work_read, FALSE, read_done);
}

/* --- keeping -------------------------------------------------------------------------------- */

static HopsoServerReply *
reply_json (JsonObject *object)
{
  g_autoptr (GBytes) body = hopso_wire_print (object);

  return hopso_server_reply_new (SOUP_STATUS_OK, NULL, body);
}

/**
 * hopso_server_work_get_feed:
 *
 * GET /v1/account/calendar.
 *
 * Returns: (transfer full): the reply, or %NULL with @error
 */
HopsoServerReply *
hopso_server_work_get_feed (HopsoServerSession *session,
                            HopsoServerRequest *request,
                            GError **error)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *words = NULL;
  gint64 made = 0;

  if (!hopso_server_session_get_feed (session, request->caller->person, &made, error))
    return NULL;
  if (made == 0)
    return hopso_server_request_refuse (request, HOPSO_SERVER_PROBLEM_NOT_FOUND, NULL, error);
  time = g_date_time_new_from_unix_utc (made);
  words = g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");
  json_object_set_string_member (object, "made", words);
  return reply_json (object);
}

/**
 * hopso_server_work_put_feed:
 *
 * PUT /v1/account/calendar. The reply is told once and kept nowhere.
 *
 * Returns: (transfer full): the reply, or %NULL with @error
 */
HopsoServerReply *
hopso_server_work_put_feed (HopsoServerSession *session,
                            HopsoServerRequest *request,
                            GError **error)
{
  const HopsoServerActor actor = hopso_server_request_get_actor (request);
  g_autoptr (HopsoSecret) secret =
      hopso_server_session_make_feed (session, request->caller->person, error);
  g_autoptr (JsonObject) object = json_object_new ();
  g_autofree char *path = NULL;
  HopsoServerReply *reply;

  if (secret == NULL ||
      !hopso_server_session_audit (session, &actor, "calendar-made", NULL, NULL, error))
    return NULL;
  path = g_strconcat ("/calendar/", hopso_secret_get_string (secret), SUFFIX, NULL);
  json_object_set_string_member (object, "path", path);
  reply = reply_json (object);
  hopso_secret_wipe (path, strlen (path));
  return reply;
}

/**
 * hopso_server_work_delete_feed:
 *
 * DELETE /v1/account/calendar.
 *
 * Returns: (transfer full): the reply, or %NULL with @error
 */
HopsoServerReply *
hopso_server_work_delete_feed (HopsoServerSession *session,
                               HopsoServerRequest *request,
                               GError **error)
{
  const HopsoServerActor actor = hopso_server_request_get_actor (request);
  gboolean was_there;

  if (!hopso_server_session_withdraw_feed (session, request->caller->person, &was_there, error))
    return NULL;
  if (!was_there)
    return hopso_server_request_refuse (request, HOPSO_SERVER_PROBLEM_NOT_FOUND, NULL, error);
  if (!hopso_server_session_audit (session, &actor, "calendar-withdrawn", NULL, NULL, error))
    return NULL;
  return hopso_server_reply_new (SOUP_STATUS_NO_CONTENT, NULL, NULL);
}
