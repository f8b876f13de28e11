/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Bodies of the protocol. What is taken must come out and go in again the same, and json-glib, a
 * parser not ours, must understand it too. */

#include "fuzz.h"
#include "hopso-meeting-difference.h"
#include "hopso-wire-changes.h"
#include "hopso-wire-course.h"
#include "hopso-wire-event.h"
#include "hopso-wire-problem.h"
#include "hopso-wire-session.h"
#include "hopso-wire-version.h"

#define MAX_SIZE 65536

static void
check_changes (JsonObject *object)
{
  g_autoptr (HopsoWireChanges) changes = hopso_wire_changes_from_json (object, NULL);

  if (changes == NULL)
    return;

  g_autoptr (JsonObject) printed = hopso_wire_changes_to_json (changes);
  g_autoptr (HopsoWireChanges) again = hopso_wire_changes_from_json (printed, NULL);
  g_assert_true (again != NULL && again->created->len == changes->created->len);
  for (guint i = 0; i < changes->created->len; i++)
    g_assert_true (hopso_record_equal (changes->created->pdata[i], again->created->pdata[i]));
}

static void
check_records (JsonObject *object)
{
  for (guint kind = 0; kind < HOPSO_N_KINDS; kind++)
    {
      g_autoptr (HopsoRecord) record = hopso_wire_record_from_json (object, kind, NULL);

      if (record == NULL)
        continue;
      g_autoptr (HopsoRecord) patched = hopso_wire_record_apply_patch (record, object, NULL);
      g_assert_true (patched != NULL && hopso_record_equal (record, patched));
    }
}

static void
check_bodies (JsonObject *object)
{
  g_autoptr (HopsoWireProblem) problem = hopso_wire_problem_from_json (object, NULL);
  g_autoptr (HopsoWireSignIn) sign_in = hopso_wire_sign_in_from_json (object, NULL);
  g_autoptr (HopsoWireTokens) tokens = hopso_wire_tokens_from_json (object, NULL);
  g_autoptr (HopsoWireServer) server = hopso_wire_server_from_json (object, NULL);
  g_autoptr (HopsoWireVersion) version = hopso_wire_version_from_json (object, NULL);
  g_autoptr (GBytes) recovery = hopso_wire_recovery_from_json (object, NULL);
  g_autoptr (HopsoWireCourse) course = hopso_wire_course_from_json (object, NULL);
  g_autoptr (HopsoWireReview) review = hopso_wire_review_from_json (object, NULL);
  g_autoptr (HopsoWireAvailability) question = hopso_wire_availability_from_json (object, NULL);

  g_assert_true (version == NULL || hopso_wire_is_digest (version->digest));
  g_assert_true (recovery == NULL || g_bytes_get_size (recovery) <= HOPSO_WIRE_MAX_RECOVERY);
  g_assert_true (problem == NULL || (problem->title_vi != NULL && problem->title_en != NULL));
}

static void
check_events (const guint8 *bytes, gsize size)
{
  g_autoptr (HopsoWireEventReader) reader = hopso_wire_event_reader_new ();
  g_autofree char *text = g_strndup ((const char *) bytes, size);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autoptr (HopsoMeetingChange) change = hopso_meeting_change_parse (lines[i]);
      g_autoptr (HopsoWireEvent) event = hopso_wire_event_reader_feed (reader, lines[i]);
      g_assert_true (event == NULL || event->type != NULL);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize size)
{
  g_autoptr (GBytes) body = g_bytes_new (bytes, size);
  g_autoptr (JsonObject) object = hopso_wire_parse_object (body, MAX_SIZE, NULL);

  check_events (bytes, size);
  if (object == NULL)
    return 0;

  g_autoptr (JsonParser) other = json_parser_new ();
  g_assert_true (json_parser_load_from_data (other, (const char *) bytes, (gssize) size, NULL));
  check_changes (object);
  check_records (object);
  check_bodies (object);
  return 0;
}
