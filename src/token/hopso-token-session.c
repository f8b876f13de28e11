/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One login on a token with one key, for as many signatures as the person started with one PIN.
 * A wrong PIN is never tried again: the next try is the person's decision. The PIN is kept no
 * longer than the login, unless the key wants it for every signature; then it stays in locked
 * memory until the session is closed. */

#include "hopso-token-session.h"

#include "hopso-pkcs11-private.h"
#include "hopso-token-error-private.h"
#include "hopso-token-mechanism-private.h"
#include "hopso-token-private.h"

#include <glib/gi18n-lib.h>

struct _HopsoTokenSession
{
  GObject parent_instance;

  HopsoToken *token;             /* owned */
  HopsoCertificate *certificate; /* owned */
  HopsoSecret *pin;              /* owned, nullable: only for keys that always authenticate */
  guint64 session;
  guint64 key;
  guint generation; /* of the module's process */
  gboolean always_authenticates;
  gboolean is_closed;
};

G_DEFINE_FINAL_TYPE (HopsoTokenSession, hopso_token_session, G_TYPE_OBJECT)

static void
hopso_token_session_dispose (GObject *object)
{
  HopsoTokenSession *self = HOPSO_TOKEN_SESSION (object);

  if (self->token != NULL)
    hopso_token_session_close (self);
  g_clear_object (&self->token);
  g_clear_object (&self->certificate);
  G_OBJECT_CLASS (hopso_token_session_parent_class)->dispose (object);
}

static void
hopso_token_session_finalize (GObject *object)
{
  HopsoTokenSession *self = HOPSO_TOKEN_SESSION (object);

  g_clear_pointer (&self->pin, hopso_secret_unref);
  G_OBJECT_CLASS (hopso_token_session_parent_class)->finalize (object);
}

static void
hopso_token_session_class_init (HopsoTokenSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hopso_token_session_dispose;
  G_OBJECT_CLASS (klass)->finalize = hopso_token_session_finalize;
}

static void
hopso_token_session_init (HopsoTokenSession *self)
{
}

/* What it takes to open one, from step to step. */
typedef struct
{
  HopsoTokenCertificate *certificate; /* owned */
  HopsoPinPrompt *prompt;             /* owned, nullable: not needed any more */
  HopsoSecret *pin;                   /* owned, nullable */
} Opening;

static void
opening_free (Opening *opening)
{
  g_object_unref (opening->certificate);
  g_clear_object (&opening->prompt);
  g_clear_pointer (&opening->pin, hopso_secret_unref);
  g_free (opening);
}

static gboolean
has_point (HopsoCertificate *certificate, GVariant *points)
{
  gsize n = g_variant_n_children (points);

  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GVariant) point = g_variant_get_child_value (points, i);
      g_autoptr (GBytes) bytes = g_variant_get_data_as_bytes (point);

      if (hopso_certificate_has_ec_key (certificate, bytes))
        return TRUE;
    }
  /* Without a public key beside it the number alone must do; the value is checked anyway. */
  return n == 0;
}

/* Same CKA_ID is given; the public key must agree as well. */
static gboolean
choose_key (HopsoTokenSession *self, GVariant *answer)
{
  g_autoptr (GVariant) keys = g_variant_get_child_value (answer, 1);
  g_autoptr (GVariant) points = g_variant_get_child_value (answer, 2);

  for (gsize i = 0; i < g_variant_n_children (keys); i++)
    {
      g_autoptr (GVariant) modulus = NULL;
      guint64 type;

      g_variant_get_child (keys, i, "(tt@ayb)", &self->key, &type, &modulus,
                           &self->always_authenticates);
      g_autoptr (GBytes) bytes = g_variant_get_data_as_bytes (modulus);
      if (type == CKK_RSA ? hopso_certificate_has_rsa_key (self->certificate, bytes)
                          : type == CKK_EC && has_point (self->certificate, points))
        return TRUE;
    }
  return FALSE;
}

static GVariant *
call_open (HopsoToken *token, Opening *opening, GCancellable *cancellable, GError **error)
{
  g_autoptr (GVariant) id = g_variant_ref_sink (g_variant_new_from_bytes (
      G_VARIANT_TYPE_BYTESTRING, hopso_token_certificate_get_id (opening->certificate), TRUE));
  gboolean has_pad = hopso_token_has_pin_pad (token);

  return hopso_token_module_call (
      hopso_token_get_module (token), HOPSO_TOKEN_CALL_OPEN,
      g_variant_new ("(t@ayb)", hopso_token_get_slot (token), id, hopso_token_needs_login (token)),
      opening->pin, has_pad ? HOPSO_TOKEN_PERSON_DEADLINE_MS : HOPSO_TOKEN_DEADLINE_MS, cancellable,
      error);
}

static HopsoTokenSession *
session_new (HopsoToken *token, Opening *opening, GVariant *answer, GError **error)
{
  g_autoptr (HopsoTokenSession) self = g_object_new (HOPSO_TYPE_TOKEN_SESSION, NULL);

  self->token = g_object_ref (token);
  self->certificate = g_object_ref (hopso_token_certificate_get_certificate (opening->certificate));
  self->generation = hopso_token_module_get_generation (hopso_token_get_module (token));
  g_variant_get_child (answer, 0, "t", &self->session);
  if (!choose_key (self, answer))
    {
      g_set_error_literal (error, HOPSO_TOKEN_ERROR, HOPSO_TOKEN_ERROR_NO_TOKEN,
                           _ ("The token does not hold the key of this certificate."));
      return NULL;
    }
  if (self->always_authenticates && opening->pin != NULL)
    self->pin = hopso_secret_ref (opening->pin);
  return g_steal_pointer (&self);
}

/* What the token says of its PIN now; handed to the list's thread with the answer. A module that
 * has just hung or crashed is not started again for that. */
static void
remember_info (GTask *task, HopsoToken *token)
{
  GVariant *info = hopso_token_module_is_running (hopso_token_get_module (token))
                       ? hopso_token_read_info (token, NULL, NULL)
                       : NULL;

  if (info != NULL)
    g_object_set_data_full (G_OBJECT (task), "info", info, (GDestroyNotify) g_variant_unref);
}

static void
open_session (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  HopsoToken *token = source;
  g_autoptr (GError) error = NULL;
  HopsoTokenSession *session = NULL;
  g_autoptr (GVariant) answer = call_open (token, data, cancellable, &error);

  if (answer != NULL)
    session = session_new (token, data, answer, &error);
  remember_info (task, token);
  if (session != NULL)
    g_task_return_pointer (task, session, g_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* The prompt may be a window: its last reference must not go on the module's thread. */
static void
push_open (GTask *task)
{
  HopsoToken *token = g_task_get_source_object (task);
  Opening *opening = g_task_get_task_data (task);

  g_clear_object (&opening->prompt);
  hopso_token_module_push (hopso_token_get_module (token), task, open_session);
}

static void
prompted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HopsoToken *token = g_task_get_source_object (task);
  Opening *opening = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  opening->pin = hopso_pin_prompt_ask_finish (HOPSO_PIN_PROMPT (source), result, &error);
  /* No PIN in software where there is a pad, whatever the prompt thinks. */
  if (hopso_token_has_pin_pad (token))
    g_clear_pointer (&opening->pin, hopso_secret_unref);
  else if (error == NULL && opening->pin == NULL)
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "no PIN was given");
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    push_open (task);
}

static void
read_info (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  GVariant *info = hopso_token_read_info (source, cancellable, &error);

  if (info != NULL)
    g_task_return_pointer (task, info, (GDestroyNotify) g_variant_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
read_info_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HopsoToken *token = HOPSO_TOKEN (source);
  Opening *opening = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) info = g_task_propagate_pointer (G_TASK (result), &error);

  if (info == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  hopso_token_update (token, info);

  HopsoPinState state = hopso_token_get_pin_state (token);
  if (!hopso_token_needs_login (token))
    push_open (task);
  else if (state == HOPSO_PIN_STATE_LOCKED || state == HOPSO_PIN_STATE_NOT_SET)
    {
      hopso_token_set_error_from_rv (&error, CKR_PIN_LOCKED);
      g_task_return_error (task, g_steal_pointer (&error));
    }
  else
    hopso_pin_prompt_ask_async (opening->prompt, token, state, g_task_get_cancellable (task),
                                prompted_cb, g_object_ref (task));
}

/**
 * hopso_token_open_session_async:
 * @certificate: of those that @token listed
 * @prompt: asked once, and only if the token wants a PIN and still takes one
 *
 * Logs in, and finds the certificate's key.
 */
void
hopso_token_open_session_async (HopsoToken *token,
                                HopsoTokenCertificate *certificate,
                                HopsoPinPrompt *prompt,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_TOKEN (token));
  g_return_if_fail (HOPSO_IS_TOKEN_CERTIFICATE (certificate));
  g_return_if_fail (HOPSO_IS_PIN_PROMPT (prompt));

  GTask *task = g_task_new (token, cancellable, callback, user_data);
  Opening *opening = g_new0 (Opening, 1);
  opening->certificate = g_object_ref (certificate);
  opening->prompt = g_object_ref (prompt);
  g_task_set_source_tag (task, hopso_token_open_session_async);
  g_task_set_task_data (task, opening, (GDestroyNotify) opening_free);

  g_autoptr (GTask) first = g_task_new (token, cancellable, read_info_cb, task);
  g_task_set_source_tag (first, hopso_token_open_session_async);
  hopso_token_module_push (hopso_token_get_module (token), first, read_info);
}

/**
 * hopso_token_open_session_finish:
 *
 * Returns: (transfer full): the session
 */
HopsoTokenSession *
hopso_token_open_session_finish (HopsoToken *token, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, token), NULL);

  GVariant *info = g_object_get_data (G_OBJECT (result), "info");
  if (info != NULL)
    hopso_token_update (token, info);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * hopso_token_session_supports:
 *
 * Returns: whether token and key can sign that way
 */
gboolean
hopso_token_session_supports (HopsoTokenSession *self, HopsoSignatureScheme scheme)
{
  g_return_val_if_fail (HOPSO_IS_TOKEN_SESSION (self), FALSE);
  return hopso_token_mechanism_is_supported (self->token, self->certificate, scheme);
}

/**
 * hopso_token_session_get_preferred_scheme:
 *
 * Returns: what the rules prefer of what the token can do: PSS before PKCS #1 v1.5
 */
HopsoSignatureScheme
hopso_token_session_get_preferred_scheme (HopsoTokenSession *self)
{
  g_return_val_if_fail (HOPSO_IS_TOKEN_SESSION (self), HOPSO_SIGNATURE_SCHEME_RSA_PKCS1);

  if (hopso_certificate_get_key_type (self->certificate) == HOPSO_KEY_TYPE_EC)
    return HOPSO_SIGNATURE_SCHEME_ECDSA;
  return hopso_token_session_supports (self, HOPSO_SIGNATURE_SCHEME_RSA_PSS)
             ? HOPSO_SIGNATURE_SCHEME_RSA_PSS
             : HOPSO_SIGNATURE_SCHEME_RSA_PKCS1;
}

typedef struct
{
  HopsoSignatureScheme scheme;
  HopsoHash hash;
  GBytes *to_be_signed; /* owned */
} Signing;

static void
signing_free (Signing *signing)
{
  g_bytes_unref (signing->to_be_signed);
  g_free (signing);
}

/* The process that knew our handles may be gone; in a new one they would mean something else. */
static gboolean
is_alive (HopsoTokenSession *self)
{
  HopsoTokenModule *module = hopso_token_get_module (self->token);

  return hopso_token_module_is_running (module) &&
         hopso_token_module_get_generation (module) == self->generation;
}

static GBytes *
call_sign (HopsoTokenSession *self,
           const Signing *signing,
           GCancellable *cancellable,
           GError **error)
{
  g_auto (HopsoTokenMechanism) how = { 0 };

  if (!is_alive (self))
    {
      hopso_token_set_error_from_rv (error, CKR_SESSION_HANDLE_INVALID);
      return NULL;
    }
  if (!hopso_token_mechanism_init (&how, self->token, self->certificate, signing->scheme,
                                   signing->hash, signing->to_be_signed, error))
    return NULL;

  gboolean has_person = self->always_authenticates && hopso_token_has_pin_pad (self->token);
  GVariant *input = g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, how.input, TRUE);
  g_autoptr (GVariant) answer = hopso_token_module_call (
      hopso_token_get_module (self->token), HOPSO_TOKEN_CALL_SIGN,
      g_variant_new ("(ttt(ttt)b@ay)", self->session, self->key, how.type, how.pss_hash,
                     how.pss_mask, how.salt_size, self->always_authenticates, input),
      self->pin, has_person ? HOPSO_TOKEN_PERSON_DEADLINE_MS : HOPSO_TOKEN_DEADLINE_MS, cancellable,
      error);
  if (answer == NULL)
    return NULL;
  g_autoptr (GVariant) value = g_variant_get_child_value (answer, 0);
  g_autoptr (GBytes) bytes = g_variant_get_data_as_bytes (value);
  if (!hopso_token_mechanism_gives (self->certificate, bytes))
    {
      hopso_token_set_error_from_rv (error, CKR_GENERAL_ERROR);
      return NULL;
    }
  return g_steal_pointer (&bytes);
}

static void
sign (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  GBytes *value = call_sign (source, data, cancellable, &error);

  if (value != NULL)
    g_task_return_pointer (task, value, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * hopso_token_session_sign_async:
 * @to_be_signed: the bytes themselves, not their digest
 */
void
hopso_token_session_sign_async (HopsoTokenSession *self,
                                HopsoSignatureScheme scheme,
                                HopsoHash hash,
                                GBytes *to_be_signed,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_TOKEN_SESSION (self));
  g_return_if_fail (!self->is_closed);

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Signing *signing = g_new0 (Signing, 1);
  signing->scheme = scheme;
  signing->hash = hash;
  signing->to_be_signed = g_bytes_ref (to_be_signed);
  g_task_set_source_tag (task, hopso_token_session_sign_async);
  g_task_set_task_data (task, signing, (GDestroyNotify) signing_free);
  hopso_token_module_push (hopso_token_get_module (self->token), task, sign);
}

/**
 * hopso_token_session_sign_finish:
 *
 * The caller checks the value against the certificate before using it.
 *
 * Returns: (transfer full): the value; ECDSA as r and s
 */
GBytes *
hopso_token_session_sign_finish (HopsoTokenSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

typedef struct
{
  guint64 session;
  guint generation;
} Closing;

static void
close_session (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  HopsoTokenModule *module = hopso_token_get_module (source);
  const Closing *closing = data;

  if (hopso_token_module_is_running (module) &&
      hopso_token_module_get_generation (module) == closing->generation)
    {
      GVariant *answer = hopso_token_module_call (module, HOPSO_TOKEN_CALL_CLOSE,
                                                  g_variant_new ("(t)", closing->session), NULL,
                                                  HOPSO_TOKEN_DEADLINE_MS, NULL, NULL);
      g_clear_pointer (&answer, g_variant_unref);
    }
  g_task_return_boolean (task, TRUE);
}

/**
 * hopso_token_session_close:
 *
 * Logs out. Returns at once; may be called twice. The PIN goes with the last reference.
 */
void
hopso_token_session_close (HopsoTokenSession *self)
{
  g_return_if_fail (HOPSO_IS_TOKEN_SESSION (self));

  if (self->is_closed)
    return;
  self->is_closed = TRUE;

  g_autoptr (GTask) task = g_task_new (self->token, NULL, NULL, NULL);
  Closing *closing = g_new0 (Closing, 1);
  closing->session = self->session;
  closing->generation = self->generation;
  g_task_set_source_tag (task, hopso_token_session_close);
  g_task_set_task_data (task, closing, g_free);
  hopso_token_module_push (hopso_token_get_module (self->token), task, close_session);
}
