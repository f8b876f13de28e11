/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Adding and taking away authorities, on real folders. */

#include "hopso-test-folder.h"
#include "hopso-test-service-list.h"
#include "hopso-trust-store.h"
#include "hopso-trust-words.h"

#include <glib/gstdio.h>
#include <string.h>

static HopsoTestPki *pki; /* owned by main */

typedef struct
{
  char *folder;
  char *machine;
  char *own;
} World;

static void
set_up (World *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  world->folder = g_dir_make_tmp ("hopso-trust-XXXXXX", &error);
  g_assert_no_error (error);
  world->machine = g_build_filename (world->folder, "machine", NULL);
  world->own = g_build_filename (world->folder, "own", NULL);
  g_assert_cmpint (g_mkdir (world->machine, 0700), ==, 0);
}

static void
tear_down (World *world, gconstpointer data)
{
  hopso_test_folder_remove (world->folder);
  g_free (world->folder);
  g_free (world->machine);
  g_free (world->own);
}

static void
copy (const char *file, const char *folder, const char *name)
{
  g_autoptr (GBytes) bytes = hopso_test_pki_read (pki, file);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);

  g_assert_true (g_file_set_contents (path, text, (gssize) size, NULL));
}

static HopsoTrustStore *
open_store (World *world)
{
  return hopso_trust_store_new (world->machine, world->own);
}

static char *
dup_fingerprint (const char *name)
{
  g_autoptr (HopsoCertificate) certificate = hopso_test_pki_dup_certificate (pki, name);

  return hopso_certificate_dup_fingerprint (certificate);
}

static HopsoTrustAnchor *
find (HopsoTrustStore *store, const char *name)
{
  g_autofree char *fingerprint = dup_fingerprint (name);

  return hopso_trust_store_find (store, fingerprint);
}

static gboolean
is_trusted (HopsoTrustStore *store, const char *name, gint64 at_time)
{
  g_autoptr (HopsoTrustList) list = hopso_trust_store_make_list (store);
  g_autoptr (HopsoCertificate) certificate = hopso_test_pki_dup_certificate (pki, name);
  g_autoptr (GPtrArray) path = hopso_trust_list_dup_path (list, certificate, NULL, at_time, NULL);

  return path != NULL;
}

static gint64
now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC + 60;
}

static void
count_cb (HopsoTrustStore *store, gpointer user_data)
{
  ++*(guint *) user_data;
}

static void
test_nothing_is_trusted_by_default (World *world, gconstpointer data)
{
  g_autoptr (HopsoTrustStore) store = open_store (world);

  g_assert_cmpuint (hopso_trust_store_get_anchors (store)->len, ==, 0);
  g_assert_null (hopso_trust_store_get_faults (store)[0]);
  g_assert_false (is_trusted (store, "signer-rsa", now ()));
}

static void
test_what_is_added_stays_until_removed (World *world, gconstpointer data)
{
  g_autoptr (HopsoTrustStore) store = open_store (world);
  g_autoptr (HopsoCertificate) root = hopso_test_pki_dup_certificate (pki, "root");
  g_autoptr (HopsoCertificate) sub = hopso_test_pki_dup_certificate (pki, "sub");
  g_autoptr (GError) error = NULL;
  guint n_changes = 0;

  g_signal_connect (store, "changed", G_CALLBACK (count_cb), &n_changes);
  g_assert_true (hopso_trust_store_add (store, sub, &error));
  g_assert_false (is_trusted (store, "signer-rsa", now ()));
  g_assert_true (hopso_trust_store_add (store, root, &error));
  g_assert_true (hopso_trust_store_add (store, root, &error));
  g_assert_cmpuint (n_changes, ==, 3);
  g_autoptr (HopsoTrustStore) again = open_store (world);
  g_assert_cmpuint (hopso_trust_store_get_anchors (again)->len, ==, 2);
  g_assert_true (is_trusted (again, "signer-rsa", now ()));
  g_assert_false (hopso_trust_anchor_is_trusted (find (again, "sub")));
  g_assert_true (hopso_trust_store_remove (again, find (again, "root"), &error));
  g_assert_no_error (error);
  g_assert_null (find (again, "root"));
  g_assert_false (is_trusted (again, "signer-rsa", now ()));
}

static void
test_one_of_a_file_is_removed_alone (World *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir (world->own, 0700), ==, 0);
  hopso_test_pki_run (pki, "crl2pkcs7 -nocrl -certfile root.pem -certfile other-root.pem "
                           "-certfile sub.pem -outform DER -out three.p7b");
  copy ("three.p7b", world->own, "three.P7B");
  g_autoptr (HopsoTrustStore) store = open_store (world);
  g_assert_cmpuint (hopso_trust_store_get_anchors (store)->len, ==, 3);
  g_assert_true (hopso_trust_store_remove (store, find (store, "other-root"), &error));
  g_assert_no_error (error);
  g_assert_cmpuint (hopso_trust_store_get_anchors (store)->len, ==, 2);
  g_assert_true (is_trusted (store, "signer-rsa", now ()));
}

static void
test_the_administrators_stay (World *world, gconstpointer data)
{
  copy ("root.pem", world->machine, "root.pem");
  g_autoptr (HopsoTrustStore) store = open_store (world);
  HopsoTrustAnchor *anchor = find (store, "root");
  g_autofree char *source = hopso_trust_words_source (anchor, now ());

  g_assert_false (hopso_trust_anchor_is_removable (anchor));
  g_assert_cmpstr (source, ==, "Installed by the administrator");
  g_assert_cmpuint (hopso_trust_store_count_trusted (store, HOPSO_TRUST_ROLE_NONE), ==, 1);
}

static void
test_the_official_roots_are_known_by_fingerprint (World *world, gconstpointer data)
{
  g_autofree char *hex = dup_fingerprint ("root");
  g_autofree char *groups = hopso_fingerprint_dup_groups (hex);
  g_autofree char *text = g_strdup_printf (
      "[national]\nfingerprints=%s;\n[official-duty]\nfingerprints=\n[fetch]\nhosts=10.1.2.3;\n",
      groups);
  g_autofree char *path = g_build_filename (world->machine, "trust.conf", NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  copy ("root.pem", world->machine, "root.pem");
  copy ("other-root.pem", world->machine, "other.pem");
  g_autoptr (HopsoTrustStore) store = open_store (world);
  g_assert_null (hopso_trust_store_get_faults (store)[0]);
  g_assert_cmpuint (hopso_trust_store_count_trusted (store, HOPSO_TRUST_ROLE_NATIONAL), ==, 1);
  g_assert_cmpint (hopso_trust_anchor_get_role (find (store, "other-root")), ==,
                   HOPSO_TRUST_ROLE_NONE);
  g_assert_true (hopso_trust_store_expects (store, HOPSO_TRUST_ROLE_NATIONAL));
  g_assert_false (hopso_trust_store_expects (store, HOPSO_TRUST_ROLE_OFFICIAL_DUTY));
  g_assert_cmpstr (hopso_trust_store_get_known_hosts (store)[0], ==, "10.1.2.3");
}

static void
test_what_cannot_be_read_is_told (World *world, gconstpointer data)
{
  copy ("root.pem", world->machine, "good.pem");
  copy ("root.key", world->machine, "key.pem");
  g_autofree char *path = g_build_filename (world->machine, "trust.conf", NULL);
  g_assert_true (g_file_set_contents (path, "[national]\nfingerprints=beef;\n", -1, NULL));
  g_autofree char *lists = g_build_filename (world->machine, "lists", NULL);
  g_assert_cmpint (g_mkdir (lists, 0700), ==, 0);
  copy ("root.pem", lists, "unsigned.xml");
  g_autoptr (HopsoTrustStore) store = open_store (world);

  g_assert_cmpuint (g_strv_length ((char **) hopso_trust_store_get_faults (store)), ==, 3);
  g_assert_true (hopso_trust_anchor_is_trusted (find (store, "root")));
}

static GBytes *
make_list (guint number, const char *status)
{
  g_autofree char *state = hopso_test_service_list_make_state (pki, "sub", HOPSO_TEST_CA_QC, status,
                                                               "2025-01-01T00:00:00Z");
  g_autofree char *service = hopso_test_service_list_make_service (state, NULL);

  return hopso_test_service_list_new (pki, "signer-rsa", number, service,
                                      HOPSO_TEST_SIGNATURE_RIGHT);
}

static void
test_a_trust_list_makes_anchors_for_a_time (World *world, gconstpointer data)
{
  g_autoptr (GBytes) xml = make_list (3, HOPSO_TEST_GRANTED);
  g_autoptr (GBytes) newer = make_list (4, HOPSO_TEST_WITHDRAWN);
  g_autofree char *fingerprint = dup_fingerprint ("signer-rsa");
  g_autofree char *wrong = dup_fingerprint ("signer-ec");
  g_autoptr (HopsoTrustStore) store = open_store (world);
  g_autoptr (GError) error = NULL;

  g_assert_false (hopso_trust_store_import_list (store, xml, wrong, &error));
  g_assert_error (error, HOPSO_SERVICE_LIST_ERROR, HOPSO_SERVICE_LIST_ERROR_OPERATOR);
  g_clear_error (&error);
  g_assert_true (hopso_trust_store_import_list (store, xml, fingerprint, &error));
  g_assert_no_error (error);
  g_assert_true (is_trusted (store, "signer-ec", now ()));
  g_assert_false (is_trusted (store, "signer-ec", 1700000000));
  g_assert_false (hopso_trust_anchor_is_removable (find (store, "sub")));
  g_autofree char *fresh = hopso_trust_words_source (find (store, "sub"), 1767300000);
  g_autofree char *due = hopso_trust_words_source (find (store, "sub"), 1800000000);
  g_assert_cmpstr (fresh, ==, "Trust list of Trung tâm thử nghiệm");
  g_assert_cmpstr (due, ==,
                   "Trust list of Trung tâm thử nghiệm; a newer one is due since 01/07/2026");

  g_assert_true (hopso_trust_store_import_list (store, newer, fingerprint, &error));
  g_assert_false (is_trusted (store, "signer-ec", now ()));
  g_assert_false (hopso_trust_store_import_list (store, xml, fingerprint, &error));
  g_assert_error (error, HOPSO_SERVICE_LIST_ERROR, HOPSO_SERVICE_LIST_ERROR_OLDER);
}

static void
test_a_trust_list_that_was_altered_on_disk_is_dropped (World *world, gconstpointer data)
{
  g_autoptr (GBytes) xml = make_list (3, HOPSO_TEST_GRANTED);
  g_autofree char *fingerprint = dup_fingerprint ("signer-rsa");
  g_autoptr (HopsoTrustStore) store = open_store (world);
  g_autoptr (GError) error = NULL;

  g_assert_true (hopso_trust_store_import_list (store, xml, fingerprint, &error));
  g_autofree char *path = g_strdup (hopso_trust_anchor_get_path (find (store, "sub")));
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  strstr (text, "2025-01-01")[3] = '1';
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  hopso_trust_store_load (store);
  g_assert_null (find (store, "sub"));
  g_assert_nonnull (hopso_trust_store_get_faults (store)[0]);
  g_assert_true (hopso_trust_store_remove_list (store, path, &error));
  g_assert_null (hopso_trust_store_get_faults (store)[0]);
}

static void
test_what_others_add_is_seen (World *world, gconstpointer data)
{
  g_autoptr (HopsoTrustStore) store = open_store (world);

  hopso_trust_store_watch (store);
  copy ("root.pem", world->machine, "root.pem");
  while (find (store, "root") == NULL)
    g_main_context_iteration (NULL, TRUE);
  /* The folder of one's own is made by the first who adds something. */
  g_autoptr (HopsoTrustStore) other = open_store (world);
  g_autoptr (HopsoCertificate) mine = hopso_test_pki_dup_certificate (pki, "other-root");
  g_assert_true (hopso_trust_store_add (other, mine, NULL));
  while (find (store, "other-root") == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_fingerprints_are_read_as_people_write_them (World *world, gconstpointer data)
{
  static const char hex[] = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
  g_autofree char *groups = hopso_fingerprint_dup_groups (hex);
  g_autofree char *plain = hopso_fingerprint_dup_plain (groups);
  g_autofree char *colons = hopso_fingerprint_dup_plain (
      "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:"
      "EE:FF\n");

  g_assert_cmpstr (groups, ==,
                   "0011 2233 4455 6677 8899 AABB CCDD EEFF 0011 2233 4455 6677 8899 AABB CCDD "
                   "EEFF");
  g_assert_cmpstr (plain, ==, hex);
  g_assert_cmpstr (colons, ==, hex);
  g_assert_null (hopso_fingerprint_dup_plain (hex + 1));
  g_assert_null (hopso_fingerprint_dup_plain ("SHA-256"));
  g_assert_null (hopso_fingerprint_dup_plain (""));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  pki = hopso_test_pki_new ();
#define ADD(name, func) g_test_add ("/trust/store/" name, World, NULL, set_up, func, tear_down)
  ADD ("nothing-is-trusted-by-default", test_nothing_is_trusted_by_default);
  ADD ("what-is-added-stays-until-removed", test_what_is_added_stays_until_removed);
  ADD ("one-of-a-file-is-removed-alone", test_one_of_a_file_is_removed_alone);
  ADD ("the-administrators-stay", test_the_administrators_stay);
  ADD ("the-official-roots-are-known-by-fingerprint",
       test_the_official_roots_are_known_by_fingerprint);
  ADD ("what-cannot-be-read-is-told", test_what_cannot_be_read_is_told);
  ADD ("a-trust-list-makes-anchors-for-a-time", test_a_trust_list_makes_anchors_for_a_time);
  ADD ("a-trust-list-that-was-altered-on-disk-is-dropped",
       test_a_trust_list_that_was_altered_on_disk_is_dropped);
  ADD ("what-others-add-is-seen", test_what_others_add_is_seen);
  ADD ("fingerprints-are-read-as-people-write-them",
       test_fingerprints_are_read_as_people_write_them);
  int status = g_test_run ();
  hopso_test_pki_free (pki);
  return status;
}
