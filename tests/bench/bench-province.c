/* SPDX-License-Identifier: GPL-3.0-or-later */

/* bench-province FOLDER ACCOUNTS MEETINGS PAPERS SET-PAPERS SET-PAPER-BYTES: the data of a server
 * as large as a province, written straight into its store. In the first meeting everybody takes
 * part; in the second, the first accounts, with a set of large papers; the others have thirty
 * participants each. Everybody is signed in. Writes beside the data:
 *   tokens        access token and person of each account
 *   participants  for each account: its participant in the first meeting
 *   invited       for each account: its participant in an ordinary meeting
 *   set           digest and size of each paper of the set
 *   facts         what there is, for the judge: name and number
 * It never checks a password: the accounts have none that would be right. */

#include "hopso-agenda-item.h"
#include "hopso-fd.h"
#include "hopso-meeting.h"
#include "hopso-organization.h"
#include "hopso-paper.h"
#include "hopso-participant.h"
#include "hopso-person.h"
#include "hopso-server-accounts.h"
#include "hopso-server-blobs.h"
#include "hopso-server-store.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#define ORGANIZATIONS      40u
#define ITEMS              5u
#define PARTICIPANTS       30u
#define SET_PARTICIPANTS   300u
#define SMALL_PAPER        3000u
#define SMALL_BLOBS        200u /* that the small papers share: each one costs a flush to disk */
#define DAY                86400
#define MEETINGS_IN_A_DAY  10u
#define RECORDS_IN_A_BATCH 20000u

typedef struct
{
  const char *folder;
  HopsoServerStore *store;
  guint n_accounts;
  guint n_meetings;
  guint n_papers;
  guint n_set;
  gsize set_size;
  guint n_participants;
  GString *tokens;
  GString *participants;
  GPtrArray *invited; /* owned: ids, by account */
  GString *set;
  GQueue records;                   /* owned: put in one transaction */
  char *small_digests[SMALL_BLOBS]; /* owned, nullable */
} Province;

/* Of one letter for each kind, in hexadecimal. */
static char *
make_id (guint kind, guint number)
{
  return g_strdup_printf ("%08x-0000-4000-8000-%012x", kind, number);
}

#define ORGANIZATION 0xa0u
#define PERSON       0xb0u
#define MEETING      0xc0u
#define ITEM         0xd0u
#define PARTICIPANT  0xe0u
#define PAPER        0xf0u

static gpointer
put_all (HopsoServerSession *session, gpointer data, GError **error)
{
  Province *self = data;
  HopsoRecord *record;

  while ((record = g_queue_pop_head (&self->records)) != NULL)
    {
      g_autoptr (HopsoRecord) owned = record;
      g_autoptr (HopsoRecord) written = hopso_server_session_put (session, owned, error);

      if (written == NULL)
        return NULL;
      if (HOPSO_IS_PAPER (written) &&
          (!hopso_server_session_add_blob (session, hopso_paper_get_digest (HOPSO_PAPER (written)),
                                           (guint64) hopso_paper_get_size (HOPSO_PAPER (written)),
                                           NULL, error) ||
           !hopso_server_session_add_version (session, written, NULL, error)))
        return NULL;
      if (HOPSO_IS_PERSON (written) &&
          !hopso_server_session_add_account (session, hopso_record_get_id (written),
                                             hopso_person_get_login (HOPSO_PERSON (written)),
                                             "nobody", error))
        return NULL;
    }
  return self;
}

static void
run (Province *self, HopsoServerFunc func)
{
  const HopsoServerJob job = { .func = func, .data = self, .is_write = TRUE };
  g_autoptr (GError) error = NULL;

  if (hopso_server_store_run (self->store, &job, &error) == NULL)
    g_error ("%s", error->message);
}

static void
add (Province *self, HopsoRecordBuilder *builder)
{
  g_queue_push_tail (&self->records, hopso_record_builder_end (builder));
  if (self->records.length >= RECORDS_IN_A_BATCH)
    run (self, put_all);
}

static void
add_people (Province *self)
{
  const char *const roles[] = { "official", NULL };

  for (guint i = 0; i < ORGANIZATIONS; i++)
    {
      g_autofree char *id = make_id (ORGANIZATION, i);
      g_autofree char *name = g_strdup_printf ("Sở số %u", i);
      g_autoptr (HopsoRecordBuilder) b = hopso_record_builder_new (HOPSO_KIND_ORGANIZATION, id);

      hopso_record_builder_set_string (b, HOPSO_ORGANIZATION_NAME, name);
      hopso_record_builder_set_string (b, HOPSO_ORGANIZATION_CLASSIFICATION, "department");
      add (self, b);
    }
  for (guint i = 0; i < self->n_accounts; i++)
    {
      g_autofree char *id = make_id (PERSON, i);
      g_autofree char *organization = make_id (ORGANIZATION, i % ORGANIZATIONS);
      g_autofree char *name = g_strdup_printf ("Nguyễn Văn Số %u", i);
      g_autofree char *login = g_strdup_printf ("canbo%u", i);
      g_autoptr (HopsoRecordBuilder) b = hopso_record_builder_new (HOPSO_KIND_PERSON, id);

      hopso_record_builder_set_string (b, HOPSO_PERSON_NAME, name);
      hopso_record_builder_set_string (b, HOPSO_PERSON_LOGIN, login);
      hopso_record_builder_set_string (b, HOPSO_PERSON_ORGANIZATION, organization);
      hopso_record_builder_set_strings (b, HOPSO_PERSON_ROLES, roles);
      add (self, b);
    }
}

static void
add_meeting (Province *self, guint number)
{
  g_autofree char *id = make_id (MEETING, number);
  g_autofree char *name = g_strdup_printf ("Cuộc họp số %u", number);
  g_autofree char *organization = make_id (ORGANIZATION, number % ORGANIZATIONS);
  g_autofree char *chair = make_id (PERSON, number % self->n_accounts);
  g_autoptr (HopsoRecordBuilder) b = hopso_record_builder_new (HOPSO_KIND_MEETING, id);
  const gint64 today = g_get_real_time () / G_USEC_PER_SEC / DAY * DAY;

  hopso_record_builder_set_string (b, HOPSO_MEETING_NAME, name);
  hopso_record_builder_set_string (b, HOPSO_MEETING_STATE, "published");
  hopso_record_builder_set_time (b, HOPSO_MEETING_START,
                                 today + (gint64) (number / MEETINGS_IN_A_DAY) * DAY);
  hopso_record_builder_set_string (b, HOPSO_MEETING_ORGANIZATION, organization);
  hopso_record_builder_set_string (b, HOPSO_MEETING_CHAIR, chair);
  add (self, b);
  for (guint i = 0; i < ITEMS; i++)
    {
      g_autofree char *item_id = make_id (ITEM, number * ITEMS + i);
      g_autofree char *order = g_strdup_printf ("%u", i);
      g_autoptr (HopsoRecordBuilder) item =
          hopso_record_builder_new (HOPSO_KIND_AGENDA_ITEM, item_id);

      hopso_record_builder_set_string (item, HOPSO_AGENDA_ITEM_MEETING, id);
      hopso_record_builder_set_string (item, HOPSO_AGENDA_ITEM_ORDER_KEY, order);
      hopso_record_builder_set_string (item, HOPSO_AGENDA_ITEM_NAME, "Nội dung");
      add (self, item);
    }
}

static void
add_participant (Province *self, guint meeting, guint person)
{
  g_autofree char *id = make_id (PARTICIPANT, self->n_participants++);
  g_autofree char *meeting_id = make_id (MEETING, meeting);
  g_autofree char *person_id = make_id (PERSON, person);
  g_autoptr (HopsoRecordBuilder) b = hopso_record_builder_new (HOPSO_KIND_PARTICIPANT, id);

  hopso_record_builder_set_string (b, HOPSO_PARTICIPANT_MEETING, meeting_id);
  hopso_record_builder_set_string (b, HOPSO_PARTICIPANT_PERSON, person_id);
  hopso_record_builder_set_string (b, HOPSO_PARTICIPANT_ROLE, "delegate");
  hopso_record_builder_set_string (b, HOPSO_PARTICIPANT_PARTSTAT, "needs-action");
  add (self, b);
  if (meeting == 0)
    g_string_append_printf (self->participants, "%s\n", id);
  if (meeting != 1)
    {
      g_free (self->invited->pdata[person]);
      self->invited->pdata[person] = g_strdup (id);
    }
}

static void
add_participants (Province *self, guint meeting)
{
  guint n = PARTICIPANTS;
  guint first = meeting * PARTICIPANTS;

  if (meeting == 0)
    n = self->n_accounts;
  else if (meeting == 1)
    n = SET_PARTICIPANTS;
  if (meeting < 2)
    first = 0;
  for (guint i = 0; i < MIN (n, self->n_accounts); i++)
    add_participant (self, meeting, (first + i) % self->n_accounts);
}

/* Bytes that do not repeat themselves, so that nothing on the way can make them fewer. */
static char *
import_blob (Province *self, guint number, gsize size)
{
  g_autofree guint32 *bytes = g_new (guint32, size / 4 + 1);
  g_autoptr (GRand) random = g_rand_new_with_seed (number);
  g_autoptr (GError) error = NULL;
  guint64 stored;

  for (gsize i = 0; i < size / 4 + 1; i++)
    bytes[i] = g_rand_int (random);
  memcpy (bytes, "%PDF-1.7", 8);
  g_auto (HopsoFd) fd = hopso_fd_new_sealed ("paper", bytes, size, &error);
  char *digest = hopso_server_blob_import (self->folder, fd, &stored, &error);
  if (digest == NULL)
    g_error ("%s", error->message);
  return digest;
}

static char *
dup_digest (Province *self, guint number)
{
  char **kept = &self->small_digests[number % SMALL_BLOBS];

  if (number < self->n_set)
    return import_blob (self, number, self->set_size);
  if (*kept == NULL)
    *kept = import_blob (self, number, SMALL_PAPER);
  return g_strdup (*kept);
}

static void
add_paper (Province *self, guint number)
{
  const gboolean is_of_set = number < self->n_set;
  const gsize size = is_of_set ? self->set_size : SMALL_PAPER;
  const guint meeting = is_of_set ? 1 : number % self->n_meetings;
  g_autofree char *id = make_id (PAPER, number);
  g_autofree char *meeting_id = make_id (MEETING, meeting);
  g_autofree char *item_id = make_id (ITEM, meeting * ITEMS + number % ITEMS);
  g_autofree char *digest = dup_digest (self, number);
  g_autoptr (HopsoRecordBuilder) b = hopso_record_builder_new (HOPSO_KIND_PAPER, id);

  hopso_record_builder_set_string (b, HOPSO_PAPER_MEETING, meeting_id);
  hopso_record_builder_set_string (b, HOPSO_PAPER_AGENDA_ITEM, item_id);
  hopso_record_builder_set_string (b, HOPSO_PAPER_NAME, "Tờ trình");
  hopso_record_builder_set_string (b, HOPSO_PAPER_FILE_NAME, "to-trinh.pdf");
  hopso_record_builder_set_string (b, HOPSO_PAPER_DIGEST, digest);
  hopso_record_builder_set_integer (b, HOPSO_PAPER_SIZE, (gint64) size);
  hopso_record_builder_set_integer (b, HOPSO_PAPER_VERSION, 1);
  add (self, b);
  if (is_of_set)
    g_string_append_printf (self->set, "%s %" G_GSIZE_FORMAT "\n", digest, size);
}

static gpointer
sign_all_in (HopsoServerSession *session, gpointer data, GError **error)
{
  Province *self = data;

  for (guint i = 0; i < self->n_accounts; i++)
    {
      g_autofree char *person = make_id (PERSON, i);
      const HopsoServerAccount account = { .person = person };
      g_autoptr (HopsoServerGrant) grant =
          hopso_server_session_sign_in (session, &account, "bench", error);

      if (grant == NULL)
        return NULL;
      g_string_append_printf (self->tokens, "%s %s\n", hopso_secret_get_string (grant->access),
                              person);
    }
  return self;
}

static void
write_file (Province *self, const char *name, GString *text)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  if (!g_file_set_contents (path, text->str, (gssize) text->len, &error))
    g_error ("%s", error->message);
  g_string_free (text, TRUE);
}

static void
write_files (Province *self)
{
  GString *facts = g_string_new (NULL);
  GString *invited = g_string_new (NULL);

  g_string_append_printf (facts, "organizations %u\npersons %u\nmeetings %u\nitems %u\n",
                          ORGANIZATIONS, self->n_accounts, self->n_meetings,
                          self->n_meetings * ITEMS);
  g_string_append_printf (facts, "participants %u\npapers %u\n", self->n_participants,
                          self->n_papers);
  for (guint i = 0; i < self->n_accounts; i++)
    g_string_append_printf (invited, "%s\n", (char *) self->invited->pdata[i]);
  write_file (self, "tokens", self->tokens);
  write_file (self, "invited", invited);
  write_file (self, "participants", self->participants);
  write_file (self, "set", self->set);
  write_file (self, "facts", facts);
}

static guint
read_number (const char *text)
{
  guint64 number;

  if (!g_ascii_string_to_unsigned (text, 10, 1, 100000000, &number, NULL))
    g_error ("“%s” is no number", text);
  return (guint) number;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoClock) clock = hopso_clock_new_system ();
  Province self = { .records = G_QUEUE_INIT };

  if (argc != 7)
    g_error ("bench-province FOLDER ACCOUNTS MEETINGS PAPERS SET-PAPERS SET-PAPER-BYTES");
  self.folder = argv[1];
  self.n_accounts = read_number (argv[2]);
  self.n_meetings = MAX (read_number (argv[3]), 2);
  self.n_papers = read_number (argv[4]);
  self.n_set = read_number (argv[5]);
  self.set_size = read_number (argv[6]);
  self.tokens = g_string_new (NULL);
  self.participants = g_string_new (NULL);
  self.invited = g_ptr_array_new_full (self.n_accounts, g_free);
  g_ptr_array_set_size (self.invited, (int) self.n_accounts);
  self.set = g_string_new (NULL);
  g_mkdir_with_parents (self.folder, 0700);
  if (!hopso_server_store_create (self.folder, "Bench", "Bench", &error))
    g_error ("%s", error->message);
  self.store = hopso_server_store_open (self.folder, clock, &error);
  if (self.store == NULL)
    g_error ("%s", error->message);

  add_people (&self);
  for (guint i = 0; i < self.n_meetings; i++)
    {
      add_meeting (&self, i);
      add_participants (&self, i);
    }
  for (guint i = 0; i < self.n_papers; i++)
    add_paper (&self, i);
  run (&self, put_all);
  run (&self, sign_all_in);
  write_files (&self);
  g_object_unref (self.store);
  g_ptr_array_unref (self.invited);
  for (guint i = 0; i < SMALL_BLOBS; i++)
    g_free (self.small_digests[i]);
  return 0;
}
