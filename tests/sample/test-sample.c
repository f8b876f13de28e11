/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hopso-agenda-item.h"
#include "hopso-fd.h"
#include "hopso-meeting.h"
#include "hopso-paper.h"
#include "hopso-participant.h"
#include "hopso-person.h"
#include "hopso-sample.h"
#include "hopso-sign-chain.h"
#include "hopso-sign-policy.h"

#include <string.h>

/* Sunday, 2026-11-22, 15:10 in Vietnam. */
#define NOW 1795335000

static HopsoSample *
load (gint64 now)
{
  g_autoptr (GError) error = NULL;
  HopsoSample *sample = hopso_sample_load (g_getenv ("HOPSO_SAMPLE_DIR"), now, &error);

  g_assert_no_error (error);
  return sample;
}

static guint
count (HopsoSample *sample, HopsoKindId kind)
{
  GPtrArray *records = hopso_sample_get_records (sample);
  guint n = 0;

  for (guint i = 0; i < records->len; i++)
    if (hopso_record_get_kind (g_ptr_array_index (records, i))->id == kind)
      n++;
  return n;
}

static void
test_has_a_province (void)
{
  g_autoptr (HopsoSample) sample = load (NOW);

  g_assert_cmpuint (count (sample, HOPSO_KIND_ORGANIZATION), >=, 14);
  g_assert_cmpuint (count (sample, HOPSO_KIND_PERSON), >=, 40);
  g_assert_cmpuint (count (sample, HOPSO_KIND_GROUP), >=, 2);
  g_assert_cmpuint (count (sample, HOPSO_KIND_MEETING), >=, 14);
  g_assert_cmpuint (count (sample, HOPSO_KIND_SIGN_REQUEST), >=, 5);
  g_assert_cmpuint (hopso_sample_get_n_papers (sample), >=, 30);
  g_assert_nonnull (hopso_sample_find_id (sample, "chutich"));
  g_assert_null (hopso_sample_find_id (sample, "nobody"));
}

/* Each id is used once, required fields are set, and what is named stands before. */
static void
test_records_are_whole (void)
{
  static const struct
  {
    HopsoKindId kind;
    guint field;
  } references[] = {
    { HOPSO_KIND_PERSON, HOPSO_PERSON_ORGANIZATION },
    { HOPSO_KIND_MEETING, HOPSO_MEETING_CHAIR },
    { HOPSO_KIND_AGENDA_ITEM, HOPSO_AGENDA_ITEM_MEETING },
    { HOPSO_KIND_AGENDA_ITEM, HOPSO_AGENDA_ITEM_PARENT },
    { HOPSO_KIND_PARTICIPANT, HOPSO_PARTICIPANT_MEETING },
    { HOPSO_KIND_PARTICIPANT, HOPSO_PARTICIPANT_PERSON },
    { HOPSO_KIND_SIGN_REQUEST, HOPSO_SIGN_REQUEST_SIGNER },
    { HOPSO_KIND_SIGN_STEP, HOPSO_SIGN_STEP_SIGNER },
    { HOPSO_KIND_SIGN_STEP, HOPSO_SIGN_STEP_REQUEST },
  };
  g_autoptr (HopsoSample) sample = load (NOW);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *records = hopso_sample_get_records (sample);

  for (guint i = 0; i < records->len; i++)
    {
      HopsoRecord *record = g_ptr_array_index (records, i);
      const HopsoKind *kind = hopso_record_get_kind (record);

      g_assert_true (g_uuid_string_is_valid (hopso_record_get_id (record)));
      for (guint field = 0; field < kind->n_fields; field++)
        if (kind->fields[field].is_required)
          g_assert_true (hopso_record_is_set (record, field));
      for (guint r = 0; r < G_N_ELEMENTS (references); r++)
        if (references[r].kind == kind->id &&
            hopso_record_get_string (record, references[r].field) != NULL)
          g_assert_true (
              g_hash_table_contains (seen, hopso_record_get_string (record, references[r].field)));
      g_assert_true (g_hash_table_add (seen, (gpointer) hopso_record_get_id (record)));
    }
}

/* At any hour one meeting is under way today, with one item under discussion. */
static void
test_a_meeting_is_in_progress (void)
{
  for (gint64 now = NOW; now < NOW + 24 * 3600; now += 3600)
    {
      g_autoptr (HopsoSample) sample = load (now);
      GPtrArray *records = hopso_sample_get_records (sample);
      guint n = 0;

      for (guint i = 0; i < records->len; i++)
        {
          HopsoRecord *record = g_ptr_array_index (records, i);

          if (!HOPSO_IS_MEETING (record) ||
              g_strcmp0 (hopso_meeting_get_state (HOPSO_MEETING (record)), "inProgress") != 0)
            continue;
          HopsoMeeting *meeting = HOPSO_MEETING (record);

          n++;
          g_assert_cmpint (hopso_meeting_get_start (meeting), <=, now);
          g_assert_cmpint (hopso_meeting_get_end (meeting), >, now);
          g_assert_cmpint ((hopso_meeting_get_start (meeting) + 25200) / 86400, ==,
                           (now + 25200) / 86400);
          g_assert_nonnull (hopso_meeting_get_current_item (meeting));
        }
      g_assert_cmpuint (n, ==, 1);
    }
}

static void
test_ids_stay (void)
{
  g_autoptr (HopsoSample) one = load (NOW);
  g_autoptr (HopsoSample) two = load (NOW + 3 * 86400);

  g_assert_cmpstr (hopso_sample_find_id (one, "m-thang11"), ==,
                   hopso_sample_find_id (two, "m-thang11"));
  g_assert_cmpstr (hopso_sample_find_id (one, "m-thang11"), !=,
                   hopso_sample_find_id (one, "m-thang10"));
}

static void
test_writes_papers (void)
{
  g_autoptr (HopsoSample) sample = load (NOW);
  guint most = 0, n_keeping = 0;

  for (guint i = 0; i < hopso_sample_get_n_papers (sample); i++)
    {
      g_autoptr (GError) error = NULL;
      g_auto (HopsoFd) fd = hopso_fd_new_memory ("paper", &error);
      g_autoptr (HopsoRecord) record = hopso_sample_write_paper (sample, i, fd, &error);

      g_assert_no_error (error);
      g_autoptr (GBytes) bytes = hopso_fd_read_all (fd, 64 * 1024 * 1024, &error);
      g_assert_no_error (error);
      HopsoPaper *paper = HOPSO_PAPER (record);
      g_autofree char *digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);

      g_assert_cmpstr (hopso_paper_get_digest (paper), ==, digest);
      g_assert_cmpint (hopso_paper_get_size (paper), ==, (gint64) g_bytes_get_size (bytes));
      g_assert_cmpint (hopso_paper_get_pages (paper), >=, 1);
      g_assert_cmpint (memcmp (g_bytes_get_data (bytes, NULL), "%PDF-1.7", 8), ==, 0);
      most = MAX (most, (guint) hopso_paper_get_pages (paper));
      /* A draft is without a reference; it can be issued later. */
      if (memmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "/T (HopSo)", 10) !=
          NULL)
        {
          g_assert_null (hopso_paper_get_reference (paper));
          n_keeping++;
        }
      g_test_message ("%s: %d pages", hopso_paper_get_file_name (paper),
                      (int) hopso_paper_get_pages (paper));
    }
  g_assert_cmpuint (n_keeping, >, 0);
  g_assert_cmpuint (most, >=, 59);
  g_assert_cmpuint (most, <=, 61);
}

static guint
find_request (HopsoSample *sample, const char *paper)
{
  GPtrArray *records = hopso_sample_get_records (sample);

  for (guint i = 0; i < records->len; i++)
    if (HOPSO_IS_SIGN_REQUEST (g_ptr_array_index (records, i)) &&
        g_str_equal (hopso_sign_request_get_paper (g_ptr_array_index (records, i)), paper))
      return i;
  return G_MAXUINT;
}

/* On the last page, on the right half, in its lower part or not: but always on the paper. */
static void
check_place (HopsoSignRequest *request, gint64 n_pages)
{
  g_auto (GStrv) parts = g_strsplit (hopso_sign_request_get_place (request), ",", -1);
  double x, y, width, height;

  g_assert_cmpuint (g_strv_length (parts), ==, 5);
  g_assert_cmpint (g_ascii_strtoll (parts[0], NULL, 10), ==, n_pages);
  x = g_ascii_strtod (parts[1], NULL);
  y = g_ascii_strtod (parts[2], NULL);
  width = g_ascii_strtod (parts[3], NULL);
  height = g_ascii_strtod (parts[4], NULL);
  g_assert_cmpfloat (x, >, 210);
  g_assert_cmpfloat (width, >, 100);
  g_assert_cmpfloat (x + width, <, 595.28);
  g_assert_cmpfloat (y, >, 40);
  g_assert_cmpfloat (height, >, 30);
  g_assert_cmpfloat (y + height, <, 841.89);
}

static void
test_requests_know_their_place (void)
{
  g_autoptr (HopsoSample) sample = load (NOW);
  guint n = 0;

  for (guint i = 0; i < hopso_sample_get_n_papers (sample); i++)
    {
      g_autoptr (GError) error = NULL;
      g_auto (HopsoFd) fd = hopso_fd_new_memory ("paper", &error);
      g_autoptr (HopsoRecord) record = hopso_sample_write_paper (sample, i, fd, &error);
      guint request = find_request (sample, hopso_record_get_id (record));

      g_assert_no_error (error);
      if (request == G_MAXUINT)
        continue;
      check_place (g_ptr_array_index (hopso_sample_get_records (sample), request),
                   hopso_paper_get_pages (HOPSO_PAPER (record)));
      n++;
    }
  g_assert_cmpuint (n, ==, count (sample, HOPSO_KIND_SIGN_REQUEST));
}

/* Chains of several, one in any order; everybody may be asked for what they are asked for. */
static void
test_requests_are_chains (void)
{
  g_autoptr (HopsoSample) sample = load (NOW);
  GPtrArray *records = hopso_sample_get_records (sample);
  g_autoptr (GHashTable) persons = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_chains = 0;
  guint n_any = 0;

  for (guint i = 0; i < records->len; i++)
    {
      HopsoRecord *record = g_ptr_array_index (records, i);

      if (HOPSO_IS_PERSON (record))
        g_hash_table_insert (persons, (char *) hopso_record_get_id (record), record);
      if (HOPSO_IS_SIGN_STEP (record))
        g_assert_true (hopso_sign_policy_may_sign (
            g_hash_table_lookup (persons, hopso_sign_step_get_signer (HOPSO_SIGN_STEP (record))),
            hopso_sign_step_get_action (HOPSO_SIGN_STEP (record))));
      if (!HOPSO_IS_SIGN_REQUEST (record))
        continue;
      n_chains += g_strv_length (
                      (char **) hopso_sign_request_get_signers (HOPSO_SIGN_REQUEST (record))) > 1;
      n_any += g_str_equal (hopso_sign_request_get_mode (HOPSO_SIGN_REQUEST (record)), "any");
      g_assert_nonnull (hopso_sign_request_get_awaited (HOPSO_SIGN_REQUEST (record)));
    }
  g_assert_cmpuint (n_chains, >=, 3);
  g_assert_cmpuint (n_any, >=, 1);
}

/* A damaged province says where. */
static void
test_names_what_is_wrong (void)
{
  static const char *const provinces[] = {
    "[]",
    "{\"organizations\": [ 1 ]}",
    "{\"organizations\": [ {\"id\": \"a\"} ]}",
    "{\"people\": [ {\"id\": \"a\", \"name\": \"A\", \"position\": \"B\", \"organization\": \"c\"} "
    "]}",
    "{\"meetings\": [ {\"id\": \"m\", \"start\": \"25:99\"} ]}",
    "{\"requests\": [ {\"id\": \"r\", \"signer\": \"x\"} ]}",
  };
  g_autofree char *folder = g_dir_make_tmp ("hopso-sample-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "province.json", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (provinces); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents (path, provinces[i], -1, NULL));
      g_assert_null (hopso_sample_load (folder, NOW, &error));
      g_assert_error (error, HOPSO_SAMPLE_ERROR, HOPSO_SAMPLE_ERROR_DAMAGED);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sample/has-a-province", test_has_a_province);
  g_test_add_func ("/sample/records-are-whole", test_records_are_whole);
  g_test_add_func ("/sample/a-meeting-is-in-progress-at-any-hour", test_a_meeting_is_in_progress);
  g_test_add_func ("/sample/ids-stay-the-same", test_ids_stay);
  g_test_add_func ("/sample/writes-papers", test_writes_papers);
  g_test_add_func ("/sample/requests-know-their-place", test_requests_know_their_place);
  g_test_add_func ("/sample/requests-are-chains", test_requests_are_chains);
  g_test_add_func ("/sample/names-what-is-wrong", test_names_what_is_wrong);
  return g_test_run ();
}
