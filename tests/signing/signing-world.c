/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The surroundings of a signature, made once per test. */

#include "signing-world.h"

#include "hopso-file-replace.h"
#include "hopso-http.h"
#include "hopso-typeset-document.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <libsoup/soup.h>

struct _SigningWorld
{
  char *folder;       /* owned */
  SoupServer *server; /* owned, nullable: somebody else publishes */
  gboolean is_published;
  HopsoTestPki *pki;          /* borrowed without a server, else owned */
  HopsoTestToken *token;      /* owned */
  HopsoTokenMonitor *monitor; /* owned */
  HopsoClock *signer_clock;   /* owned: fixed */
  HopsoPdfClient *pdf_client; /* owned */
  HopsoTrustList *trust;      /* owned */
  HopsoVerifier *verifier;    /* owned */
  HopsoSigner *signer;        /* owned */
};

static void
list_requested_cb (SoupServer *server,
                   SoupServerMessage *message,
                   const char *path,
                   GHashTable *query,
                   gpointer user_data)
{
  SigningWorld *self = user_data;

  if (!self->is_published || (!g_str_equal (path, "/root.crl") && !g_str_equal (path, "/sub.crl")))
    {
      soup_server_message_set_status (message, SOUP_STATUS_NOT_FOUND, NULL);
      return;
    }
  g_autoptr (GBytes) list = hopso_test_pki_read (self->pki, path + 1);
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_message_body_append_bytes (soup_server_message_get_response_body (message), list);
}

static char *
start_server (SigningWorld *self)
{
  g_autoptr (GError) error = NULL;
  GSList *uris;
  char *base;

  self->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (self->server, NULL, list_requested_cb, self, NULL);
  soup_server_listen_local (self->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (self->server);
  base = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return base;
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **slot = user_data;

  *slot = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **slot)
{
  while (*slot == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *slot;
}

static HopsoTokenMonitor *
make_monitor (const char *module)
{
  const char *modules[] = { module, NULL };
  HopsoTokenMonitor *monitor = hopso_token_monitor_new (modules);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  hopso_token_monitor_refresh_async (monitor, NULL, done_cb, &result);
  hopso_token_monitor_refresh_finish (monitor, wait_for (&result), &error);
  g_assert_no_error (error);
  return monitor;
}

static void
furnish (SigningWorld *self, HopsoTestPki *pki, const char *module)
{
  g_autoptr (HopsoClock) clock = hopso_clock_new_system ();
  g_autoptr (HopsoHttp) http = NULL;
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("hopso-signing-XXXXXX", &error);
  self->is_published = TRUE;
  self->pki = pki;
  self->token = hopso_test_token_new (self->pki, "signing");
  self->signer_clock = hopso_clock_new_fixed (hopso_clock_now (clock));
  http = hopso_http_new (NULL, &error);
  g_assert_no_error (error);
  self->monitor = make_monitor (module);
  self->pdf_client = hopso_pdf_client_new ();
  self->trust = hopso_trust_list_new ();
  g_autoptr (HopsoCertificate) root = hopso_test_pki_dup_certificate (self->pki, "root");
  hopso_trust_list_add_certificate (self->trust, root);
  self->verifier = hopso_verifier_new (self->pdf_client, http, self->trust, clock);
  /* A busy machine is no slow file. */
  hopso_verifier_set_max_time (self->verifier, 60000);
  self->signer = hopso_signer_new (self->pdf_client, self->verifier, self->signer_clock);
}

/* Everything, with the lists published; takes about two seconds. */
SigningWorld *
signing_world_new (void)
{
  return signing_world_new_with (hopso_test_token_find_module ());
}

/* The same, with a module that stands before SoftHSM's. */
SigningWorld *
signing_world_new_with (const char *module)
{
  SigningWorld *self = g_new0 (SigningWorld, 1);
  g_autofree char *base = start_server (self);

  furnish (self, hopso_test_pki_new_published (base), module);
  return self;
}

/* Everything but a PKI, which somebody else publishes and which outlives it. */
SigningWorld *
signing_world_new_for (HopsoTestPki *pki)
{
  SigningWorld *self = g_new0 (SigningWorld, 1);

  furnish (self, pki, hopso_test_token_find_module ());
  return self;
}

void
signing_world_free (SigningWorld *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  g_object_unref (self->signer);
  g_object_unref (self->verifier);
  g_object_unref (self->trust);
  g_object_unref (self->pdf_client);
  g_object_unref (self->monitor);
  g_object_unref (self->signer_clock);
  hopso_test_token_free (self->token);
  if (self->server != NULL)
    {
      hopso_test_pki_free (self->pki);
      soup_server_disconnect (self->server);
      g_object_unref (self->server);
    }
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = signing_world_dup_path (self, name);

      g_unlink (path);
    }
  g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self);
}

/* The token can sign as the agency, too. */
void
signing_world_add_agency (SigningWorld *self)
{
  hopso_test_token_add_agency (self->token, self->pki, "signing");
}

/* One more key on the token; its certificate is of its own making and has the same name. */
void
signing_world_add_key (SigningWorld *self, const char *name, const char *algorithm)
{
  hopso_test_token_add_key (self->token, self->pki, "signing", name, algorithm, "71");
  /* It is valid from now on. */
  hopso_clock_advance (self->signer_clock,
                       g_get_real_time () / G_USEC_PER_SEC - hopso_clock_now (self->signer_clock));
}

HopsoTestPki *
signing_world_get_pki (SigningWorld *self)
{
  return self->pki;
}

HopsoPdfClient *
signing_world_get_pdf_client (SigningWorld *self)
{
  return self->pdf_client;
}

HopsoSigner *
signing_world_get_signer (SigningWorld *self)
{
  return self->signer;
}

HopsoTokenMonitor *
signing_world_get_tokens (SigningWorld *self)
{
  return self->monitor;
}

HopsoVerifier *
signing_world_get_verifier (SigningWorld *self)
{
  return self->verifier;
}

/* Tells the time that the signer writes into signatures. */
HopsoClock *
signing_world_get_signer_clock (SigningWorld *self)
{
  return self->signer_clock;
}

/* Whether the revocation lists can be fetched. */
void
signing_world_publish (SigningWorld *self, gboolean is_published)
{
  self->is_published = is_published;
}

char *
signing_world_dup_path (SigningWorld *self, const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

GBytes *
signing_world_read (SigningWorld *self, const char *name)
{
  g_autofree char *path = signing_world_dup_path (self, name);
  g_autoptr (GError) error = NULL;
  char *bytes = NULL;
  gsize size = 0;

  g_file_get_contents (path, &bytes, &size, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (bytes, size);
}

void
signing_world_write (SigningWorld *self, const char *name, const void *bytes, gsize size)
{
  g_autofree char *path = signing_world_dup_path (self, name);
  g_autoptr (GError) error = NULL;

  hopso_file_replace_bytes (path, 0600, bytes, size, &error);
  g_assert_no_error (error);
}

/* An official letter of one page. */
void
signing_world_typeset (SigningWorld *self, const char *name)
{
  g_autoptr (HopsoTypesetDocument) document = hopso_typeset_document_new (HOPSO_TYPESET_LETTER);
  g_autoptr (GError) error = NULL;

  hopso_typeset_document_set_agency (document, "ỦY BAN NHÂN DÂN\nTỈNH AN HÒA", "SỞ Y TẾ");
  hopso_typeset_document_set_number (document, NULL, "SYT-VP");
  hopso_typeset_document_set_date (document, "An Hòa", NULL);
  hopso_typeset_document_set_name (document, NULL, "V/v thử nghiệm chữ ký số");
  hopso_typeset_document_add_addressee (document, "Ủy ban nhân dân tỉnh");
  hopso_typeset_document_add_paragraph (document, "Văn bản này dùng để thử nghiệm.");
  hopso_typeset_document_set_signer (document, "GIÁM ĐỐC", "Nguyễn Văn Đức");
  g_autoptr (GBytes) pdf = hopso_typeset_document_write_bytes (document, NULL, &error);
  g_assert_no_error (error);
  signing_world_write (self, name, g_bytes_get_data (pdf, NULL), g_bytes_get_size (pdf));
}

/* A job with a mark at the place where people sign. */
HopsoSignJob *
signing_world_make_job (SigningWorld *self, const char *input, const char *output)
{
  const HopsoSignPlace place = { 0, 320, 420, 150, 60 };
  g_autofree char *in = signing_world_dup_path (self, input);
  g_autofree char *out = output != NULL ? signing_world_dup_path (self, output) : NULL;
  g_auto (HopsoFd) fd = open (in, O_RDONLY | O_CLOEXEC);
  g_autoptr (GError) error = NULL;
  HopsoSignJob *job = hopso_sign_job_new (fd, input, &error);

  g_assert_no_error (error);
  hopso_sign_job_set_output_path (job, out);
  hopso_sign_job_set_place (job, &place);
  return job;
}

static HopsoTokenCertificate *
find_key (HopsoToken *token, HopsoCertificate *wanted)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  hopso_token_list_certificates_async (token, NULL, done_cb, &result);
  g_autoptr (GPtrArray) all =
      hopso_token_list_certificates_finish (token, wait_for (&result), &error);
  g_assert_no_error (error);
  for (guint i = 0; i < all->len; i++)
    {
      HopsoTokenCertificate *key = g_ptr_array_index (all, i);

      if (hopso_certificate_equal (hopso_token_certificate_get_certificate (key), wanted))
        return g_object_ref (key);
    }
  g_assert_not_reached ();
}

/* A batch without jobs; @certificate is a name of the test PKI. */
HopsoSignBatch *
signing_world_make_batch (SigningWorld *self, const char *certificate, const char *pin)
{
  g_autoptr (HopsoCertificate) wanted = hopso_test_pki_dup_certificate (self->pki, certificate);
  g_autoptr (HopsoCertificate) authority = hopso_test_pki_dup_certificate (self->pki, "sub");
  g_autoptr (HopsoToken) token =
      g_list_model_get_item (hopso_token_monitor_get_tokens (self->monitor), 0);
  g_autoptr (HopsoTokenCertificate) key = find_key (token, wanted);
  g_autoptr (HopsoTestPrompt) prompt =
      hopso_test_prompt_new (pin != NULL ? pin : HOPSO_TEST_TOKEN_PIN);
  HopsoSignBatch *batch = hopso_sign_batch_new (token, key, HOPSO_PIN_PROMPT (prompt));

  hopso_sign_batch_add_chain_certificate (batch, authority);
  return batch;
}

gboolean
signing_world_sign (SigningWorld *self, HopsoSignBatch *batch, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  hopso_signer_sign_async (self->signer, batch, NULL, done_cb, &result);
  return hopso_signer_sign_finish (self->signer, wait_for (&result), error);
}

void
signing_world_sign_file (SigningWorld *self,
                         const char *input,
                         const char *output,
                         const char *certificate)
{
  g_autoptr (HopsoSignBatch) batch = signing_world_make_batch (self, certificate, NULL);
  g_autoptr (HopsoSignJob) job = signing_world_make_job (self, input, output);
  g_autoptr (GError) error = NULL;

  hopso_sign_batch_add_job (batch, job);
  signing_world_sign (self, batch, &error);
  g_assert_no_error (error);
  if (hopso_sign_job_get_error (job) != NULL)
    g_error ("%s", hopso_sign_job_get_error (job)->message);
  g_assert_cmpint (hopso_sign_job_get_state (job), ==, HOPSO_SIGN_DONE);
}

static HopsoSignatureReport *
verify_path (HopsoVerifier *verifier, const char *path, HopsoVerifyFlags flags, GError **error)
{
  g_auto (HopsoFd) fd = open (path, O_RDONLY | O_CLOEXEC);
  g_autoptr (GAsyncResult) result = NULL;

  hopso_verifier_verify_async (verifier, fd, flags, NULL, done_cb, &result);
  return hopso_verifier_verify_finish (verifier, wait_for (&result), error);
}

/* What is found in a file anywhere, or NULL when it is no PDF. */
HopsoSignatureReport *
signing_world_try_verify_path (HopsoVerifier *verifier, const char *path, HopsoVerifyFlags flags)
{
  return verify_path (verifier, path, flags, NULL);
}

HopsoSignatureReport *
signing_world_try_verify (SigningWorld *self, const char *name, HopsoVerifyFlags flags)
{
  g_autofree char *path = signing_world_dup_path (self, name);

  return verify_path (self->verifier, path, flags, NULL);
}

HopsoSignatureReport *
signing_world_verify_with (SigningWorld *self,
                           HopsoVerifier *verifier,
                           const char *name,
                           HopsoVerifyFlags flags)
{
  g_autofree char *path = signing_world_dup_path (self, name);
  g_autoptr (GError) error = NULL;
  HopsoSignatureReport *report = verify_path (verifier, path, flags, &error);

  g_assert_no_error (error);
  return report;
}

HopsoSignatureReport *
signing_world_verify (SigningWorld *self, const char *name, HopsoVerifyFlags flags)
{
  return signing_world_verify_with (self, self->verifier, name, flags);
}

/* Asks another program; the working folder is that of the documents. */
gboolean
signing_world_run (SigningWorld *self, char **said, const char *command)
{
  const char *argv[] = { "/bin/sh", "-c", command, NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *complaints = NULL;
  g_autofree char *printed = NULL;
  int status = 0;

  g_spawn_sync (self->folder, (char **) argv, NULL, 0, NULL, NULL, &printed, &complaints, &status,
                &error);
  g_assert_no_error (error);
  if (status != 0)
    g_test_message ("%s: %s %s", command, printed, complaints);
  if (said != NULL)
    *said = g_steal_pointer (&printed);
  return status == 0;
}
