/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-digest.h"
#include "hopso-paper.h"
#include "hopso-server-blobs.h"
#include "hopso-server-sight.h"
#include "hopso-test-server.h"
#include "hopso-test-store.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  HopsoTestStore *world; /* owned */
  HopsoServerStore *store;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->world = hopso_test_store_new ();
  f->store = f->world->store;
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  hopso_test_store_free (f->world);
}

static char *
digest_of (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));

  return hopso_sha256_hex (bytes);
}

static gboolean
append (const HopsoServerUpload *upload, guint64 first, const char *text, guint64 *offset)
{
  g_autoptr (GBytes) part = g_bytes_new_static (text, strlen (text));
  g_autoptr (GError) error = NULL;
  gboolean is_done = hopso_server_upload_append (upload, first, part, offset, &error);

  if (!is_done)
    g_assert_error (error, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_OFFSET);
  return is_done;
}

static void
test_parts_make_a_whole (Fixture *f, gconstpointer data)
{
  g_autofree char *digest = digest_of ("hello world");
  HopsoServerUpload upload = { f->world->folder, HOPSO_TEST_CHAIR, digest, 11 };
  g_autoptr (GError) error = NULL;
  guint64 offset;

  g_assert_true (append (&upload, 0, "hello", &offset));
  g_assert_cmpuint (offset, ==, 5);
  g_assert_false (append (&upload, 0, "hello", &offset));
  g_assert_cmpuint (offset, ==, 5);
  g_assert_false (append (&upload, 6, "world", &offset));
  g_assert_false (append (&upload, 5, " world and more", &offset));
  g_assert_true (append (&upload, 5, " world", &offset));
  g_assert_true (hopso_server_upload_finish (&upload, &error));
  g_assert_true (hopso_server_blob_check (f->world->folder, digest, &error));
  g_assert_true (hopso_server_upload_get_offset (&upload, &offset, &error));
  g_assert_cmpuint (offset, ==, 0);
}

static void
test_a_wrong_digest_leaves_nothing (Fixture *f, gconstpointer data)
{
  g_autofree char *digest = digest_of ("something else");
  HopsoServerUpload upload = { f->world->folder, HOPSO_TEST_CHAIR, digest, 5 };
  g_autoptr (GError) error = NULL;
  guint64 size;
  guint64 offset;

  g_assert_true (append (&upload, 0, "hello", &offset));
  g_assert_false (hopso_server_upload_finish (&upload, &error));
  g_assert_error (error, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_DIGEST);
  g_assert_cmpint (hopso_server_blob_open (f->world->folder, digest, &size, NULL), ==, -1);
  g_assert_true (hopso_server_upload_get_offset (&upload, &offset, NULL));
  g_assert_cmpuint (offset, ==, 0);
}

static void
test_two_people_do_not_meet (Fixture *f, gconstpointer data)
{
  g_autofree char *digest = digest_of ("hello");
  HopsoServerUpload one = { f->world->folder, HOPSO_TEST_CHAIR, digest, 5 };
  HopsoServerUpload two = { f->world->folder, HOPSO_TEST_CLERK, digest, 5 };
  guint64 offset;

  g_assert_true (append (&one, 0, "hel", &offset));
  g_assert_true (hopso_server_upload_get_offset (&two, &offset, NULL));
  g_assert_cmpuint (offset, ==, 0);
}

static void
test_old_uploads_are_thrown_away (Fixture *f, gconstpointer data)
{
  g_autofree char *digest = digest_of ("hello");
  HopsoServerUpload upload = { f->world->folder, HOPSO_TEST_CHAIR, digest, 5 };
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  guint64 offset;

  g_assert_true (append (&upload, 0, "hel", &offset));
  hopso_server_uploads_prune (f->world->folder, now);
  g_assert_true (hopso_server_upload_get_offset (&upload, &offset, NULL));
  g_assert_cmpuint (offset, ==, 3);
  hopso_server_uploads_prune (f->world->folder, now + 8 * 86400);
  g_assert_true (hopso_server_upload_get_offset (&upload, &offset, NULL));
  g_assert_cmpuint (offset, ==, 0);
}

static char *
import (Fixture *f, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_auto (HopsoFd) fd = hopso_fd_new_sealed ("test", text, strlen (text), &error);
  guint64 size;
  char *digest = hopso_server_blob_import (f->world->folder, fd, &size, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (size, ==, strlen (text));
  return digest;
}

static void
test_a_prefix_is_a_true_prefix (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const char *shorter;
    const char *longer;
    gboolean is_prefix;
  } cases[] = {
    { "abc", "abcd", TRUE },  { "abc", "abc", FALSE },  { "abc", "ab", FALSE },
    { "abc", "abxd", FALSE }, { "abc", "Abcd", FALSE }, { "", "a", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *shorter = import (f, cases[i].shorter);
      g_autofree char *longer = import (f, cases[i].longer);
      gboolean is_prefix;

      g_assert_true (
          hopso_server_blob_is_prefix (f->world->folder, shorter, longer, &is_prefix, NULL));
      g_assert_cmpint (is_prefix, ==, cases[i].is_prefix);
    }
}

/* Beyond the first window, and at its edge. */
static void
test_a_long_prefix (Fixture *f, gconstpointer data)
{
  const gsize window = 1024 * 1024;
  const gsize sizes[] = { window, window + 1, 2 * window + 7 };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *text = g_strnfill (sizes[i] + 1, 'x');
      g_autofree char *digest_long = import (f, text);
      gboolean is_prefix;

      text[sizes[i]] = '\0';
      g_autofree char *digest_short = import (f, text);
      text[sizes[i] - 1] = 'y';
      g_autofree char *digest_other = import (f, text);
      g_assert_true (hopso_server_blob_is_prefix (f->world->folder, digest_short, digest_long,
                                                  &is_prefix, NULL));
      g_assert_true (is_prefix);
      g_assert_true (hopso_server_blob_is_prefix (f->world->folder, digest_other, digest_long,
                                                  &is_prefix, NULL));
      g_assert_false (is_prefix);
    }
}

static void
test_damage_is_found (Fixture *f, gconstpointer data)
{
  g_autofree char *digest = import (f, "hello");
  g_autofree char *shelf = g_strndup (digest, 2);
  g_autofree char *path = g_build_filename (f->world->folder, "blobs", shelf, digest, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (hopso_server_blob_check (f->world->folder, digest, &error));
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_true (g_file_set_contents (path, "hallo", 5, NULL));
  g_assert_false (hopso_server_blob_check (f->world->folder, digest, &error));
  g_assert_error (error, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_DAMAGED);
}

typedef struct
{
  const char *person;
  const char *digest;
  gboolean answer;
} Question;

static gpointer
may_read (HopsoServerSession *session, gpointer data, GError **error)
{
  Question *question = data;

  hopso_server_session_may_read_blob (session, question->person, question->digest,
                                      &question->answer, error);
  return NULL;
}

static gboolean
can_read (Fixture *f, const char *person, const char *digest)
{
  Question question = { person, digest, FALSE };

  hopso_test_store_run (f->store, may_read, &question);
  return question.answer;
}

static void
test_knowing_a_digest_is_no_right (Fixture *f, gconstpointer data)
{
  g_autoptr (HopsoRecord) paper =
      hopso_test_server_get (f->store, HOPSO_KIND_PAPER, HOPSO_TEST_PAPER);
  const char *digest = hopso_paper_get_digest (HOPSO_PAPER (paper));

  g_assert_true (can_read (f, HOPSO_TEST_DELEGATE, digest));
  g_assert_false (can_read (f, HOPSO_TEST_STRANGER, digest));
  hopso_test_server_delete (f->store, HOPSO_KIND_PAPER, HOPSO_TEST_PAPER);
  g_assert_false (can_read (f, HOPSO_TEST_DELEGATE, digest));
}

static gpointer
enter (HopsoServerSession *session, gpointer data, GError **error)
{
  hopso_server_session_add_blob (session, data, 5, HOPSO_TEST_STRANGER, error);
  return NULL;
}

static void
test_an_uploader_reads_the_upload (Fixture *f, gconstpointer data)
{
  g_autofree char *digest = import (f, "hello");

  hopso_test_store_run (f->store, enter, digest);
  g_assert_true (can_read (f, HOPSO_TEST_STRANGER, digest));
  g_assert_false (can_read (f, HOPSO_TEST_DELEGATE, digest));
}

#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/server-store/uploads/parts-make-a-whole", test_parts_make_a_whole);
  ADD ("/server-store/uploads/a-wrong-digest-leaves-nothing", test_a_wrong_digest_leaves_nothing);
  ADD ("/server-store/uploads/two-people-do-not-meet", test_two_people_do_not_meet);
  ADD ("/server-store/uploads/old-ones-are-thrown-away", test_old_uploads_are_thrown_away);
  ADD ("/server-store/blobs/a-prefix-is-a-true-prefix", test_a_prefix_is_a_true_prefix);
  ADD ("/server-store/blobs/a-long-prefix", test_a_long_prefix);
  ADD ("/server-store/blobs/damage-is-found", test_damage_is_found);
  ADD ("/server-store/blobs/knowing-a-digest-is-no-right", test_knowing_a_digest_is_no_right);
  ADD ("/server-store/blobs/an-uploader-reads-the-upload", test_an_uploader_reads_the_upload);
  return g_test_run ();
}
