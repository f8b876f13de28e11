/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The web server of an authority: openssl answers behind it. */

#include "fetch-world.h"

#include <glib/gstdio.h>
#include <string.h>

#define HUGE_SIZE (40 * 1024 * 1024)

static void
respond (SoupServerMessage *message, const char *type, GBytes *bytes)
{
  soup_server_message_set_status (message, 200, NULL);
  soup_message_headers_set_content_type (soup_server_message_get_response_headers (message), type,
                                         NULL);
  if (g_bytes_get_size (bytes) > 0)
    soup_message_body_append_bytes (soup_server_message_get_response_body (message), bytes);
}

static void
respond_text (SoupServerMessage *message, const char *type, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));

  respond (message, type, bytes);
}

/* What has nothing to do with what was asked; %FALSE where the fault is of another kind. */
static gboolean
do_wrong (FetchWorld *world, SoupServerMessage *message, const char *path, FetchFault fault)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  g_autofree char *loop = g_strconcat (world->base, path, NULL);

  if (fault == FETCH_GARBAGE)
    respond_text (message, "application/octet-stream", "\x30\x82\xff\xff\x30\x30\x30");
  else if (fault == FETCH_EMPTY)
    respond_text (message, "application/octet-stream", "");
  else if (fault == FETCH_PORTAL)
    respond_text (message, "text/html", "<!DOCTYPE html><title>Wi-Fi</title>");
  else if (fault == FETCH_MISSING)
    soup_server_message_set_status (message, 404, NULL);
  else if (fault == FETCH_HUGE)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (HUGE_SIZE), HUGE_SIZE);

      respond (message, "application/octet-stream", bytes);
    }
  else if (fault == FETCH_LOOP || fault == FETCH_NEIGHBOUR)
    {
      soup_message_headers_append (headers, "Location",
                                   fault == FETCH_LOOP ? loop : "http://192.168.0.1/");
      soup_server_message_set_status (message, 302, NULL);
    }
  else if (fault == FETCH_SILENT)
    soup_server_message_pause (message);
  else
    return FALSE;
  return TRUE;
}

static GBytes *
dup_question (SoupServerMessage *message, const char *path)
{
  g_autofree char *text = NULL;
  gsize size;

  if (strcmp (soup_server_message_get_method (message), "POST") == 0)
    return soup_message_body_flatten (soup_server_message_get_request_body (message));
  text = g_uri_unescape_string (path + strlen ("/ocsp/"), NULL);
  guchar *bytes = g_base64_decode (text, &size);
  return g_bytes_new_take (bytes, size);
}

static void
answer_question (FetchWorld *world, SoupServerMessage *message, const char *path)
{
  g_autoptr (GBytes) question = dup_question (message, path);
  gboolean has_nonce = g_bytes_get_size (question) > 100;
  const char *responder = world->responder == FETCH_ANOTHER ? "other-root" : "sub";
  g_autofree char *command = g_strdup_printf (
      "ocsp -index sub.index -CA sub.pem -rsigner %s.pem -rkey %s.key -reqin question.der "
      "-respout answer.der -ndays 2",
      responder, responder);

  if (world->responder == FETCH_NO_NONCE && has_nonce)
    {
      respond_text (message, "application/ocsp-response", "\x30\x03\x0a\x01\x01");
      return;
    }
  if (world->responder == FETCH_REPLAY)
    hopso_test_pki_run (world->pki, "ocsp -CA sub.pem -issuer sub.pem -cert signer.pem -reqout "
                                    "question.der");
  else
    hopso_test_pki_write (world->pki, "question.der", question);
  hopso_test_pki_run (world->pki, command);
  g_autoptr (GBytes) answer = hopso_test_pki_read (world->pki, "answer.der");
  respond (message, "application/ocsp-response", answer);
}

static void
give_list (FetchWorld *world, SoupServerMessage *message)
{
  const char *file = world->list == FETCH_EXPIRED   ? "expired.crl"
                     : world->list == FETCH_ANOTHER ? "root.crl"
                                                    : "sub.crl";
  g_autoptr (GBytes) list = hopso_test_pki_read (world->pki, file);

  respond (message, "application/pkix-crl", list);
}

static void
asked_cb (SoupServer *server,
          SoupServerMessage *message,
          const char *path,
          GHashTable *query,
          gpointer user_data)
{
  FetchWorld *world = user_data;
  gboolean is_list = g_str_has_prefix (path, "/sub.crl");
  FetchFault fault = is_list ? world->list : world->responder;

  world->counts[FETCH_ALL]++;
  if (strcmp (soup_server_message_get_method (message), "POST") == 0)
    world->counts[FETCH_POST]++;
  if (is_list)
    world->counts[FETCH_LISTS]++;
  if (g_str_equal (path, "/issuers.p7c") || g_str_equal (path, "/root.crl"))
    {
      g_autoptr (GBytes) file = hopso_test_pki_read (world->pki, path + 1);

      respond (message, "application/octet-stream", file);
      return;
    }
  if (do_wrong (world, message, path, fault))
    return;
  if (is_list)
    give_list (world, message);
  else
    answer_question (world, message, path);
}

/* The configuration of the PKI with one section more. */
static void
write_configuration (FetchWorld *world)
{
  g_autoptr (GBytes) old = hopso_test_pki_read (world->pki, "ca.cnf");
  g_autofree char *text =
      g_strdup_printf ("%.*s\n[x_here]\nkeyUsage = critical,digitalSignature,nonRepudiation\n"
                       "crlDistributionPoints = URI:%s/sub.crl\n"
                       "authorityInfoAccess = OCSP;URI:%s/ocsp,caIssuers;URI:%s/issuers.p7c\n",
                       (int) g_bytes_get_size (old), (const char *) g_bytes_get_data (old, NULL),
                       world->base, world->base, world->base);
  g_autoptr (GBytes) configuration = g_bytes_new (text, strlen (text));

  hopso_test_pki_write (world->pki, "here.cnf", configuration);
}

static void
issue (FetchWorld *world, const char *name)
{
  g_autofree char *request = g_strdup_printf (
      "req -new -config here.cnf -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes "
      "-keyout %s.key -out %s.csr -subj /CN=%s",
      name, name, name);
  g_autofree char *command =
      g_strdup_printf ("ca -batch -notext -config here.cnf -name sub -extensions x_here -startdate "
                       "20200101000000Z -enddate 20491231235959Z -in %s.csr -out %s.pem",
                       name, name);

  hopso_test_pki_run (world->pki, request);
  hopso_test_pki_run (world->pki, command);
}

static char *
start (FetchWorld *world)
{
  g_autoptr (GError) error = NULL;
  GSList *uris;
  char *base;

  world->server = soup_server_new ("raw-paths", TRUE, NULL);
  soup_server_add_handler (world->server, NULL, asked_cb, world, NULL);
  soup_server_listen_local (world->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (world->server);
  base = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return base;
}

FetchWorld *
fetch_world_new (void)
{
  FetchWorld *world = g_new0 (FetchWorld, 1);
  g_autoptr (GError) error = NULL;

  world->base = start (world);
  world->pki = hopso_test_pki_new_published (world->base);
  write_configuration (world);
  issue (world, "signer");
  issue (world, "clerk");
  hopso_test_pki_run (world->pki, "crl2pkcs7 -nocrl -certfile root.pem -certfile other-root.pem "
                                  "-certfile sub.pem -outform DER -out issuers.p7c");
  hopso_test_pki_run (world->pki, "ca -config ca.cnf -name sub -gencrl -out expired.pem "
                                  "-crl_lastupdate 20200101000000Z "
                                  "-crl_nextupdate 20200201000000Z");
  hopso_test_pki_run (world->pki, "crl -in expired.pem -outform DER -out expired.crl");
  world->folder = g_dir_make_tmp ("hopso-fetch-XXXXXX", &error);
  g_assert_no_error (error);
  return world;
}

static void
empty_folder (FetchWorld *world)
{
  g_autoptr (GDir) dir = g_dir_open (world->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (world->folder, name, NULL);

      g_unlink (path);
    }
}

static void
drop (FetchWorld *world)
{
  if (world->http != NULL)
    hopso_http_abort (world->http);
  g_clear_object (&world->fetcher);
  g_clear_object (&world->http);
  g_clear_object (&world->clock);
}

/* As at the beginning. */
void
fetch_world_reset (FetchWorld *world)
{
  g_autoptr (GError) error = NULL;

  drop (world);
  world->http = hopso_http_new (NULL, &error);
  g_assert_no_error (error);
  world->clock = hopso_clock_new_fixed (g_get_real_time () / G_USEC_PER_SEC + 60);
  world->responder = world->list = FETCH_RIGHT;
  world->newer_than = 0;
  memset (world->counts, 0, sizeof world->counts);
  fetch_world_forget (world);
}

void
fetch_world_free (FetchWorld *world)
{
  drop (world);
  soup_server_disconnect (world->server);
  g_object_unref (world->server);
  hopso_test_pki_free (world->pki);
  empty_folder (world);
  g_rmdir (world->folder);
  g_free (world->folder);
  g_free (world->base);
  g_free (world);
}

/* As if the program had ended and begun again. */
void
fetch_world_restart (FetchWorld *world)
{
  g_autoptr (HopsoFetchCache) cache = hopso_fetch_cache_new (world->folder, 1024 * 1024);

  g_clear_object (&world->fetcher);
  world->fetcher = hopso_material_fetcher_new (world->http, cache, world->clock);
}

/* As if it had never fetched anything. */
void
fetch_world_forget (FetchWorld *world)
{
  empty_folder (world);
  fetch_world_restart (world);
}

guint
fetch_world_count (FetchWorld *world, FetchCount count)
{
  return world->counts[count];
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static HopsoValidationMaterial *
fetch (FetchWorld *world, GPtrArray *wants, HopsoFetchFlags flags)
{
  HopsoValidationMaterial *bag = hopso_validation_material_new ();
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  hopso_material_fetcher_fetch_async (world->fetcher, wants, bag, flags, NULL, done_cb, &pending);
  while (pending == NULL)
    g_main_context_iteration (NULL, TRUE);
  result = pending;
  guint n = hopso_material_fetcher_fetch_finish (world->fetcher, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, hopso_validation_material_get_n (bag));
  return bag;
}

static GPtrArray *
make_wants (FetchWorld *world, const char *names)
{
  GPtrArray *wants = g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_validation_want_free);
  g_auto (GStrv) parts = g_strsplit (names, " ", -1);
  g_autoptr (HopsoCertificate) sub = hopso_test_pki_dup_certificate (world->pki, "sub");

  for (char **name = parts; *name != NULL; name++)
    {
      g_autoptr (HopsoCertificate) certificate = hopso_test_pki_dup_certificate (world->pki, *name);
      HopsoValidationWant *want =
          hopso_validation_want_new (HOPSO_WANT_REVOCATION, certificate, sub);

      want->is_proven = TRUE;
      want->newer_than = world->newer_than;
      g_ptr_array_add (wants, want);
    }
  return wants;
}

/* Whether the certificates of these names are revoked. */
HopsoValidationMaterial *
fetch_world_ask (FetchWorld *world, const char *names, HopsoFetchFlags flags)
{
  g_autoptr (GPtrArray) wants = make_wants (world, names);

  return fetch (world, wants, flags);
}

/* Who issued it; nothing vouches for the certificate yet. */
HopsoValidationMaterial *
fetch_world_ask_issuer (FetchWorld *world, const char *name)
{
  g_autoptr (GPtrArray) wants =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_validation_want_free);
  g_autoptr (HopsoCertificate) certificate = hopso_test_pki_dup_certificate (world->pki, name);

  g_ptr_array_add (wants, hopso_validation_want_new (HOPSO_WANT_ISSUER, certificate, NULL));
  return fetch (world, wants, HOPSO_FETCH_NORMAL);
}

/* Gives up as soon as the server was asked; whether the call ended then. */
gboolean
fetch_world_cancel (FetchWorld *world, const char *name)
{
  g_autoptr (GPtrArray) wants = make_wants (world, name);
  g_autoptr (HopsoValidationMaterial) bag = hopso_validation_material_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  hopso_material_fetcher_fetch_async (world->fetcher, wants, bag, HOPSO_FETCH_NORMAL, cancellable,
                                      done_cb, &pending);
  while (world->counts[FETCH_ALL] == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (pending);
  g_cancellable_cancel (cancellable);
  while (pending == NULL)
    g_main_context_iteration (NULL, TRUE);
  result = pending;
  hopso_material_fetcher_fetch_finish (world->fetcher, result, &error);
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}
