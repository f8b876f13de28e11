/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A small world for a server, written straight into its store: who is in it and what they have
 * stands in the header. */

#include "hopso-test-server.h"

#include "hopso-agenda-item.h"
#include "hopso-fd.h"
#include "hopso-kdf.h"
#include "hopso-meeting.h"
#include "hopso-organization.h"
#include "hopso-paper.h"
#include "hopso-participant.h"
#include "hopso-person.h"
#include "hopso-server-accounts.h"
#include "hopso-server-blobs.h"
#include "hopso-sign-request.h"

#include <string.h>

#define START 1800000000

static HopsoRecord *
make_organization (const char *id, const char *name)
{
  g_autoptr (HopsoRecordBuilder) b = hopso_record_builder_new (HOPSO_KIND_ORGANIZATION, id);

  hopso_record_builder_set_string (b, HOPSO_ORGANIZATION_NAME, name);
  hopso_record_builder_set_string (b, HOPSO_ORGANIZATION_CLASSIFICATION, "department");
  return hopso_record_builder_end (b);
}

static HopsoRecord *
make_person (const char *id, const char *login, const char *role)
{
  const char *const roles[] = { "official", role, NULL };
  g_autoptr (HopsoRecordBuilder) b = hopso_record_builder_new (HOPSO_KIND_PERSON, id);
  g_autofree char *name = g_strdup_printf ("Nguyễn Thị %s", login);
  gboolean is_stranger = strcmp (id, HOPSO_TEST_STRANGER) == 0;

  hopso_record_builder_set_string (b, HOPSO_PERSON_NAME, name);
  hopso_record_builder_set_string (b, HOPSO_PERSON_LOGIN, login);
  hopso_record_builder_set_string (b, HOPSO_PERSON_ORGANIZATION,
                                   is_stranger ? HOPSO_TEST_OTHER_AGENCY : HOPSO_TEST_AGENCY);
  hopso_record_builder_set_strings (b, HOPSO_PERSON_ROLES, roles);
  return hopso_record_builder_end (b);
}

static HopsoRecord *
make_meeting (const char *id, const char *state)
{
  g_autoptr (HopsoRecordBuilder) b = hopso_record_builder_new (HOPSO_KIND_MEETING, id);

  hopso_record_builder_set_string (b, HOPSO_MEETING_NAME, "Họp giao ban");
  hopso_record_builder_set_string (b, HOPSO_MEETING_STATE, state);
  hopso_record_builder_set_time (b, HOPSO_MEETING_START, START);
  hopso_record_builder_set_string (b, HOPSO_MEETING_ORGANIZATION, HOPSO_TEST_AGENCY);
  hopso_record_builder_set_string (b, HOPSO_MEETING_CHAIR, HOPSO_TEST_CHAIR);
  return hopso_record_builder_end (b);
}

static HopsoRecord *
make_item (void)
{
  g_autoptr (HopsoRecordBuilder) b =
      hopso_record_builder_new (HOPSO_KIND_AGENDA_ITEM, HOPSO_TEST_ITEM);

  hopso_record_builder_set_string (b, HOPSO_AGENDA_ITEM_MEETING, HOPSO_TEST_MEETING);
  hopso_record_builder_set_string (b, HOPSO_AGENDA_ITEM_ORDER_KEY, "1");
  hopso_record_builder_set_string (b, HOPSO_AGENDA_ITEM_NAME, "Dự toán ngân sách");
  return hopso_record_builder_end (b);
}

static HopsoRecord *
make_participant (const char *id, const char *person, const char *role)
{
  g_autoptr (HopsoRecordBuilder) b = hopso_record_builder_new (HOPSO_KIND_PARTICIPANT, id);

  hopso_record_builder_set_string (b, HOPSO_PARTICIPANT_MEETING, HOPSO_TEST_MEETING);
  hopso_record_builder_set_string (b, HOPSO_PARTICIPANT_PERSON, person);
  hopso_record_builder_set_string (b, HOPSO_PARTICIPANT_ROLE, role);
  hopso_record_builder_set_string (b, HOPSO_PARTICIPANT_PARTSTAT, "needs-action");
  return hopso_record_builder_end (b);
}

static HopsoRecord *
make_sign_request (void)
{
  g_autoptr (HopsoRecordBuilder) b =
      hopso_record_builder_new (HOPSO_KIND_SIGN_REQUEST, HOPSO_TEST_SIGN_REQUEST);

  hopso_record_builder_set_string (b, HOPSO_SIGN_REQUEST_PAPER, HOPSO_TEST_SIGN_PAPER);
  hopso_record_builder_set_string (b, HOPSO_SIGN_REQUEST_SIGNER, HOPSO_TEST_CHAIR);
  hopso_record_builder_set_string (b, HOPSO_SIGN_REQUEST_REQUESTER, HOPSO_TEST_CLERK);
  hopso_record_builder_set_string (b, HOPSO_SIGN_REQUEST_STATE, "waiting");
  return hopso_record_builder_end (b);
}

/* A blob of @size bytes, all different from those of another paper; then its record. */
static HopsoRecord *
make_paper (const char *folder, const char *id, const char *item, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) bytes = g_string_new ("%PDF-1.7 of ");
  g_autoptr (HopsoRecordBuilder) b = hopso_record_builder_new (HOPSO_KIND_PAPER, id);
  guint64 stored;

  g_string_append (bytes, id);
  while (bytes->len < size)
    g_string_append_printf (bytes, " %" G_GSIZE_FORMAT, bytes->len);
  g_string_truncate (bytes, size);
  g_auto (HopsoFd) fd = hopso_fd_new_sealed ("paper", bytes->str, bytes->len, &error);
  g_autofree char *digest = hopso_server_blob_import (folder, fd, &stored, &error);
  g_assert_no_error (error);

  hopso_record_builder_set_string (b, HOPSO_PAPER_MEETING,
                                   item == NULL ? NULL : HOPSO_TEST_MEETING);
  hopso_record_builder_set_string (b, HOPSO_PAPER_AGENDA_ITEM, item);
  hopso_record_builder_set_string (b, HOPSO_PAPER_NAME, "Tờ trình");
  hopso_record_builder_set_string (b, HOPSO_PAPER_FILE_NAME, "to-trinh.pdf");
  hopso_record_builder_set_string (b, HOPSO_PAPER_DIGEST, digest);
  hopso_record_builder_set_integer (b, HOPSO_PAPER_SIZE, (gint64) stored);
  hopso_record_builder_set_integer (b, HOPSO_PAPER_VERSION, 1);
  return hopso_record_builder_end (b);
}

static void
put (HopsoServerSession *session, HopsoRecord *record)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoRecord) owned = record;
  g_autoptr (HopsoRecord) written = hopso_server_session_put (session, owned, &error);

  g_assert_no_error (error);
  if (!HOPSO_IS_PAPER (written))
    return;
  g_assert_true (hopso_server_session_add_blob (
      session, hopso_paper_get_digest (HOPSO_PAPER (written)),
      (guint64) hopso_paper_get_size (HOPSO_PAPER (written)), NULL, &error));
  g_assert_true (hopso_server_session_add_version (session, written, NULL, &error));
}

static void
put_people (HopsoServerSession *session)
{
  static const struct
  {
    const char *id;
    const char *login;
    const char *role;
  } people[] = {
    { HOPSO_TEST_CHAIR, "chutri", "chair" },           { HOPSO_TEST_CLERK, "thuky", "clerk" },
    { HOPSO_TEST_DELEGATE, "daibieu", "signer" },      { HOPSO_TEST_STRANGER, "nguoila", "clerk" },
    { HOPSO_TEST_INSPECTOR, "thanhtra", "inspector" }, { HOPSO_TEST_ADMIN, "quantri", "admin" },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoSecret) password = hopso_secret_new_from_string (HOPSO_TEST_PASSWORD);
  g_autofree char *hash = hopso_scrypt_hash_password (password, &error);

  for (gsize i = 0; i < G_N_ELEMENTS (people); i++)
    {
      put (session, make_person (people[i].id, people[i].login, people[i].role));
      hopso_server_session_add_account (session, people[i].id, people[i].login, hash, &error);
      g_assert_no_error (error);
    }
}

static gpointer
fill (HopsoServerSession *session, gpointer data, GError **error)
{
  const char *folder = hopso_server_store_get_folder (data);

  put (session, make_organization (HOPSO_TEST_AGENCY, "Sở Tài chính"));
  put (session, make_organization (HOPSO_TEST_OTHER_AGENCY, "Sở Y tế"));
  put_people (session);
  put (session, make_meeting (HOPSO_TEST_MEETING, "published"));
  put (session, make_meeting (HOPSO_TEST_DRAFT, "draft"));
  put (session, make_item ());
  put (session, make_participant (HOPSO_TEST_PART_CHAIR, HOPSO_TEST_CHAIR, "chair"));
  put (session, make_participant (HOPSO_TEST_PART, HOPSO_TEST_DELEGATE, "delegate"));
  put (session, make_paper (folder, HOPSO_TEST_PAPER, HOPSO_TEST_ITEM, 2000));
  put (session, make_paper (folder, HOPSO_TEST_LONG_PAPER, HOPSO_TEST_ITEM, 1000000));
  put (session, make_paper (folder, HOPSO_TEST_SIGN_PAPER, NULL, 3000));
  put (session, make_sign_request ());
  return data;
}

static gpointer
run (HopsoServerStore *store, HopsoServerFunc func, gpointer data)
{
  HopsoServerJob job = { .func = func, .data = data, .is_write = TRUE };
  g_autoptr (GError) error = NULL;
  gpointer result = hopso_server_store_run (store, &job, &error);

  g_assert_no_error (error);
  return result;
}

/**
 * hopso_test_server_fill:
 * @store: an empty store
 *
 * Puts the small world into it.
 */
void
hopso_test_server_fill (HopsoServerStore *store)
{
  run (store, fill, store);
}

typedef struct
{
  HopsoRecord *record;
  HopsoKindId kind;
  const char *id;
} Which;

static gpointer
get_one (HopsoServerSession *session, gpointer data, GError **error)
{
  const Which *which = data;

  return hopso_server_session_get (session, which->kind, which->id, error);
}

/**
 * hopso_test_server_get:
 *
 * Returns: (transfer full): a record that is there
 */
HopsoRecord *
hopso_test_server_get (HopsoServerStore *store, HopsoKindId kind, const char *id)
{
  Which which = { .kind = kind, .id = id };

  return run (store, get_one, &which);
}

static gpointer
put_one (HopsoServerSession *session, gpointer data, GError **error)
{
  const Which *which = data;
  g_autoptr (HopsoRecord) written = hopso_server_session_put (session, which->record, error);

  return data;
}

/**
 * hopso_test_server_put:
 * @record: what shall be there, whoever may do that
 */
void
hopso_test_server_put (HopsoServerStore *store, HopsoRecord *record)
{
  Which which = { .record = record };

  run (store, put_one, &which);
}

/**
 * hopso_test_server_set:
 * @field: the number of a field that holds a string
 * @value: (nullable): what it shall hold
 */
void
hopso_test_server_set (
    HopsoServerStore *store, HopsoKindId kind, const char *id, guint field, const char *value)
{
  g_autoptr (HopsoRecord) old = hopso_test_server_get (store, kind, id);
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new_from (old);

  hopso_record_builder_set_string (builder, field, value);
  g_autoptr (HopsoRecord) wanted = hopso_record_builder_end (builder);
  hopso_test_server_put (store, wanted);
}

static gpointer
delete_one (HopsoServerSession *session, gpointer data, GError **error)
{
  const Which *which = data;

  return hopso_server_session_delete (session, which->kind, which->id, error) ? data : NULL;
}

/**
 * hopso_test_server_delete:
 *
 * Takes a record away.
 */
void
hopso_test_server_delete (HopsoServerStore *store, HopsoKindId kind, const char *id)
{
  Which which = { .kind = kind, .id = id };

  run (store, delete_one, &which);
}
