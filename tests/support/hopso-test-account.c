/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The other half of the stand-in for the workspace: signing in, opening and out, as the test has
 * planned it, and the functions that a page under test must find but does not need. What was asked
 * is written to a log, secrets only as "yes". */

#include "hopso-test-account.h"

typedef struct
{
  GError *error;             /* owned, nullable */
  HopsoWorkspace *workspace; /* owned, nullable */
} Outcome;

static GQueue outcomes = G_QUEUE_INIT;
static GPtrArray *accounts; /* owned, nullable: none */
static GString *order_log;  /* owned, nullable: nothing asked */

static void
outcome_free (gpointer data)
{
  Outcome *outcome = data;

  g_clear_error (&outcome->error);
  g_clear_object (&outcome->workspace);
  g_free (outcome);
}

/* The next attempt to sign in or open fails so. */
void
hopso_test_account_will_fail (GQuark domain, int code, const char *message)
{
  Outcome *outcome = g_new0 (Outcome, 1);

  outcome->error = g_error_new_literal (domain, code, message);
  g_queue_push_tail (&outcomes, outcome);
}

/* The next attempt gives @workspace, new when there is a @recovery_code to show. */
void
hopso_test_account_will_open (HopsoWorkspace *workspace, const char *recovery_code)
{
  Outcome *outcome = g_new0 (Outcome, 1);

  outcome->workspace = g_object_ref (workspace);
  g_object_set_data_full (G_OBJECT (workspace), "recovery-code", g_strdup (recovery_code), g_free);
  g_queue_push_tail (&outcomes, outcome);
}

/* This computer knows an account. */
void
hopso_test_account_remember (const char *server_url, const char *login)
{
  if (accounts == NULL)
    accounts = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (accounts, hopso_account_new (server_url, login));
}

/* What was asked since the last reset. */
const char *
hopso_test_account_get_log (void)
{
  return order_log != NULL ? order_log->str : "";
}

void
hopso_test_account_reset (void)
{
  g_queue_clear_full (&outcomes, outcome_free);
  g_clear_pointer (&accounts, g_ptr_array_unref);
  if (order_log != NULL)
    g_string_free (order_log, TRUE);
  order_log = NULL;
}

static void
answer (GTask *task)
{
  Outcome *outcome = g_queue_pop_head (&outcomes);

  g_assert_nonnull (outcome);
  if (outcome->error != NULL)
    g_task_return_error (task, g_error_copy (outcome->error));
  else
    g_task_return_pointer (task, g_object_ref (outcome->workspace), g_object_unref);
  outcome_free (outcome);
  g_object_unref (task);
}

static void
log_order (const char *what, const char *login, HopsoSecret *passphrase, HopsoSecret *recovery)
{
  if (order_log == NULL)
    order_log = g_string_new (NULL);
  g_string_append_printf (order_log, "%s %s%s%s\n", what, login,
                          passphrase != NULL ? " passphrase" : "",
                          recovery != NULL ? " recovery" : "");
}

GPtrArray *
hopso_workspace_list_accounts (void)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; accounts != NULL && i < accounts->len; i++)
    g_ptr_array_add (list, g_object_ref (g_ptr_array_index (accounts, i)));
  return list;
}

void
hopso_workspace_sign_in_async (const HopsoSignIn *sign_in,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autofree char *who = g_strdup_printf ("%s@%s", sign_in->login, sign_in->server_url);

  log_order ("sign-in", who, sign_in->passphrase, sign_in->recovery_code);
  answer (g_task_new (NULL, cancellable, callback, user_data));
}

HopsoWorkspace *
hopso_workspace_sign_in_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
hopso_workspace_open_async (HopsoAccount *account,
                            HopsoSecret *passphrase,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  log_order ("open", hopso_account_get_login (account), passphrase, NULL);
  answer (g_task_new (NULL, cancellable, callback, user_data));
}

HopsoWorkspace *
hopso_workspace_open_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

char *
hopso_workspace_dup_recovery_code (HopsoWorkspace *self)
{
  return g_strdup (g_object_get_data (G_OBJECT (self), "recovery-code"));
}

char *
hopso_workspace_dup_opening_notice (HopsoWorkspace *self)
{
  return g_strdup (g_object_get_data (G_OBJECT (self), "opening-notice"));
}

HopsoAccount *
hopso_workspace_get_account (HopsoWorkspace *self)
{
  if (g_object_get_data (G_OBJECT (self), "account") == NULL)
    g_object_set_data_full (G_OBJECT (self), "account",
                            hopso_account_new ("https://hop.anhoa.gov.vn", "chanhvanphong"),
                            g_object_unref);
  return g_object_get_data (G_OBJECT (self), "account");
}

void
hopso_workspace_sign_out_async (HopsoWorkspace *self,
                                gboolean forget,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  log_order ("sign-out", forget ? "forget" : "keep", NULL, NULL);
  g_task_return_boolean (task, TRUE);
}

gboolean
hopso_workspace_sign_out_finish (HopsoWorkspace *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Nothing is ever due here. */
gboolean
hopso_workspace_note_due (HopsoWorkspace *self,
                          const char *paper_id,
                          const char *sha256,
                          HopsoSignatureLevel level,
                          const char *tsa_url,
                          GError **error)
{
  return TRUE;
}

HopsoPdfClient *
hopso_workspace_get_pdf_client (HopsoWorkspace *self)
{
  return g_object_get_data (G_OBJECT (self), "pdf-client");
}

HopsoTokenMonitor *
hopso_workspace_get_tokens (HopsoWorkspace *self)
{
  return g_object_get_data (G_OBJECT (self), "tokens");
}

HopsoSigner *
hopso_workspace_get_signer (HopsoWorkspace *self)
{
  return g_object_get_data (G_OBJECT (self), "signer");
}

HopsoVerifier *
hopso_workspace_new_verifier (HopsoPdfClient *pdf_client, HopsoClock *clock)
{
  return NULL;
}

HopsoVerifier *
hopso_workspace_get_verifier (HopsoWorkspace *self)
{
  return g_object_get_data (G_OBJECT (self), "verifier");
}

HopsoTrustStore *
hopso_workspace_get_trust_store (HopsoWorkspace *self)
{
  return g_object_get_data (G_OBJECT (self), "trust-store");
}

const char *
hopso_workspace_get_setting (HopsoWorkspace *self, const char *key)
{
  return g_object_get_data (G_OBJECT (self), key);
}

void
hopso_workspace_set_setting (HopsoWorkspace *self, const char *key, const char *value)
{
  g_object_set_data_full (G_OBJECT (self), key, g_strdup (value), g_free);
}
