/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hopsoctl tokens: the tokens that are plugged in, how their PIN stands, the certificates on them
 * and what these may be used for; and which software was asked. Asks for no PIN. */

#include "hopso-cli-tokens.h"

#include "hopso-cli-commands.h"
#include "hopso-token-words.h"

#include <glib/gi18n-lib.h>

static void
free_key (gpointer data)
{
  HopsoCliKey *key = data;

  g_object_unref (key->token);
  g_object_unref (key->certificate);
  g_free (key);
}

/* Looks for tokens once: in one module, or in all that p11-kit knows. */
HopsoTokenMonitor *
hopso_cli_find_tokens (const char *module, GError **error)
{
  const char *modules[] = { module, NULL };
  g_autoptr (HopsoTokenMonitor) monitor = hopso_token_monitor_new (module != NULL ? modules : NULL);
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();

  hopso_token_monitor_refresh_async (monitor, hopso_cli_call_get_cancellable (call),
                                     hopso_cli_call_done_cb, call);
  g_autoptr (GAsyncResult) result = hopso_cli_call_wait (call);
  if (!hopso_token_monitor_refresh_finish (monitor, result, error))
    return NULL;
  return g_steal_pointer (&monitor);
}

static gboolean
list_keys_of (HopsoToken *token, GPtrArray *keys, GError **error)
{
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();

  hopso_token_list_certificates_async (token, hopso_cli_call_get_cancellable (call),
                                       hopso_cli_call_done_cb, call);
  g_autoptr (GAsyncResult) result = hopso_cli_call_wait (call);
  g_autoptr (GPtrArray) certificates = hopso_token_list_certificates_finish (token, result, error);
  for (guint i = 0; certificates != NULL && i < certificates->len; i++)
    {
      HopsoCliKey *key = g_new0 (HopsoCliKey, 1);

      key->token = g_object_ref (token);
      key->certificate = g_object_ref (g_ptr_array_index (certificates, i));
      g_ptr_array_add (keys, key);
    }
  return certificates != NULL;
}

/* The certificates on all tokens, or on the one that is called @label. */
GPtrArray *
hopso_cli_list_keys (HopsoTokenMonitor *monitor, const char *label, GError **error)
{
  GListModel *tokens = hopso_token_monitor_get_tokens (monitor);
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (free_key);

  for (guint i = 0; i < g_list_model_get_n_items (tokens); i++)
    {
      g_autoptr (HopsoToken) token = g_list_model_get_item (tokens, i);

      if ((label == NULL || g_strcmp0 (hopso_token_get_label (token), label) == 0) &&
          !list_keys_of (token, keys, error))
        return NULL;
    }
  return g_steal_pointer (&keys);
}

/* Why a certificate cannot sign, for people; %NULL when it can. */
const char *
hopso_cli_describe_fitness (HopsoTokenFitness fitness)
{
  switch (fitness)
    {
    case HOPSO_TOKEN_FITNESS_EXPIRED:
      return _ ("the certificate has expired");
    case HOPSO_TOKEN_FITNESS_NOT_YET_VALID:
      return _ ("the certificate is not valid yet");
    case HOPSO_TOKEN_FITNESS_NO_KEY:
      return _ ("its private key is not on the token");
    case HOPSO_TOKEN_FITNESS_WRONG_USAGE:
      return _ ("the certificate is not meant for signing");
    case HOPSO_TOKEN_FITNESS_WRONG_KEY:
      return _ ("the key on the token belongs to another certificate");
    case HOPSO_TOKEN_FITNESS_WEAK_KEY:
      return _ ("its key is too short for today's rules");
    case HOPSO_TOKEN_FITNESS_REVOKED:
      return _ ("the certificate has been revoked");
    case HOPSO_TOKEN_FITNESS_OK:
    default:
      return NULL;
    }
}

static const char *
name_fitness (HopsoTokenFitness fitness)
{
  static const char *const names[] = {
    [HOPSO_TOKEN_FITNESS_OK] = "ok",
    [HOPSO_TOKEN_FITNESS_EXPIRED] = "expired",
    [HOPSO_TOKEN_FITNESS_NOT_YET_VALID] = "not-yet-valid",
    [HOPSO_TOKEN_FITNESS_NO_KEY] = "no-key",
    [HOPSO_TOKEN_FITNESS_WRONG_USAGE] = "wrong-usage",
    [HOPSO_TOKEN_FITNESS_WRONG_KEY] = "wrong-key",
    [HOPSO_TOKEN_FITNESS_WEAK_KEY] = "weak-key",
    [HOPSO_TOKEN_FITNESS_REVOKED] = "revoked",
  };

  return names[fitness];
}

static const char *
name_pin_state (HopsoPinState state)
{
  static const char *const names[] = {
    [HOPSO_PIN_STATE_OK] = "ok",           [HOPSO_PIN_STATE_LOW] = "low",
    [HOPSO_PIN_STATE_FINAL_TRY] = "final", [HOPSO_PIN_STATE_LOCKED] = "locked",
    [HOPSO_PIN_STATE_NOT_SET] = "not-set",
  };

  return names[state];
}

static char *
format_day (gint64 time)
{
  g_autoptr (GDateTime) local = g_date_time_new_from_unix_local (time);

  return g_date_time_format (local, "%d/%m/%Y");
}

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_number (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
add_usage (JsonBuilder *builder, HopsoCertificate *certificate)
{
  static const struct
  {
    HopsoKeyUsage usage;
    const char *name;
  } usages[] = {
    { HOPSO_KEY_USAGE_DIGITAL_SIGNATURE, "digitalSignature" },
    { HOPSO_KEY_USAGE_NON_REPUDIATION, "nonRepudiation" },
    { HOPSO_KEY_USAGE_KEY_ENCIPHERMENT, "keyEncipherment" },
    { HOPSO_KEY_USAGE_CERTIFICATE_SIGN, "keyCertSign" },
    { HOPSO_KEY_USAGE_CRL_SIGN, "cRLSign" },
  };

  json_builder_set_member_name (builder, "usage");
  json_builder_begin_array (builder);
  for (gsize i = 0; i < G_N_ELEMENTS (usages); i++)
    if ((hopso_certificate_get_key_usage (certificate) & usages[i].usage) != 0)
      json_builder_add_string_value (builder, usages[i].name);
  json_builder_end_array (builder);
}

static void
add_token (JsonBuilder *builder, HopsoToken *token)
{
  add_string (builder, "token", hopso_token_get_label (token));
  add_string (builder, "tokenSerial", hopso_token_get_serial (token));
  add_string (builder, "tokenModel", hopso_token_get_model (token));
  add_string (builder, "tokenManufacturer", hopso_token_get_manufacturer (token));
  add_string (builder, "pin", name_pin_state (hopso_token_get_pin_state (token)));
  json_builder_set_member_name (builder, "pinPad");
  json_builder_add_boolean_value (builder, hopso_token_has_pin_pad (token));
}

static void
add_key (JsonBuilder *builder, HopsoCliKey *key, gint64 now)
{
  HopsoCertificate *certificate = hopso_token_certificate_get_certificate (key->certificate);
  g_autofree char *holder = hopso_certificate_dup_subject_common_name (certificate);
  g_autofree char *subject = hopso_certificate_dup_subject (certificate);
  g_autofree char *issuer = hopso_certificate_dup_issuer (certificate);
  g_autofree char *serial = hopso_certificate_dup_serial_hex (certificate);
  HopsoTokenFitness fitness = hopso_token_certificate_get_fitness (key->certificate, now);
  HopsoKeyType type = hopso_certificate_get_key_type (certificate);

  json_builder_begin_object (builder);
  add_token (builder, key->token);
  add_string (builder, "holder", holder != NULL ? holder : subject);
  add_string (builder, "subject", subject);
  add_string (builder, "issuer", issuer);
  add_string (builder, "serial", serial);
  add_number (builder, "notBefore", hopso_certificate_get_not_before (certificate));
  add_number (builder, "notAfter", hopso_certificate_get_not_after (certificate));
  add_string (builder, "key",
              type == HOPSO_KEY_TYPE_RSA  ? "RSA"
              : type == HOPSO_KEY_TYPE_EC ? "EC"
                                          : "other");
  add_number (builder, "keyBits", hopso_certificate_get_key_bits (certificate));
  add_usage (builder, certificate);
  json_builder_set_member_name (builder, "canSign");
  json_builder_add_boolean_value (builder, fitness == HOPSO_TOKEN_FITNESS_OK);
  add_string (builder, "fitness", name_fitness (fitness));
  json_builder_end_object (builder);
}

static void
print_keys_json (GPtrArray *keys, gint64 now)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < keys->len; i++)
    add_key (builder, g_ptr_array_index (keys, i), now);
  json_builder_end_array (builder);
  hopso_cli_print_json (builder);
}

static void
print_key (HopsoCliKey *key, gint64 now)
{
  HopsoCertificate *certificate = hopso_token_certificate_get_certificate (key->certificate);
  g_autofree char *name = hopso_certificate_dup_subject_common_name (certificate);
  g_autofree char *issuer = hopso_certificate_dup_issuer_common_name (certificate);
  g_autofree char *serial = hopso_certificate_dup_serial_hex (certificate);
  g_autofree char *from = format_day (hopso_certificate_get_not_before (certificate));
  g_autofree char *until = format_day (hopso_certificate_get_not_after (certificate));
  g_autofree char *usage = hopso_token_words_dup_usage (certificate);
  HopsoTokenFitness fitness = hopso_token_certificate_get_fitness (key->certificate, now);
  const char *why = hopso_cli_describe_fitness (fitness);

  g_print ("  %s\n", name != NULL ? name : "–");
  g_print (_ ("    issued by %s, number %s\n"), issuer != NULL ? issuer : "–", serial);
  g_print (_ ("    valid from %s to %s\n"), from, until);
  g_print (_ ("    for %s\n"), usage);
  if (why != NULL)
    g_print (_ ("    cannot sign: %s\n"), why);
}

static void
print_token (HopsoToken *token, GPtrArray *keys, gint64 now)
{
  const char *pin = hopso_token_words_pin (hopso_token_get_pin_state (token));
  guint n = 0;

  g_print ("%s · %s · %s\n", hopso_token_get_label (token), hopso_token_get_serial (token),
           hopso_token_get_manufacturer (token));
  g_print ("  %s\n",
           hopso_token_has_pin_pad (token) ? _ ("The PIN is entered on the reader.") : pin);
  for (guint i = 0; i < keys->len; i++)
    {
      HopsoCliKey *key = g_ptr_array_index (keys, i);

      if (key->token != token)
        continue;
      print_key (key, now);
      n++;
    }
  if (n == 0)
    g_print ("  %s\n", _ ("There is no certificate on it."));
}

static void
print_tokens (GListModel *tokens, GPtrArray *keys, gint64 now)
{
  for (guint i = 0; i < g_list_model_get_n_items (tokens); i++)
    {
      g_autoptr (HopsoToken) token = g_list_model_get_item (tokens, i);

      print_token (token, keys, now);
    }
  if (keys->len == 0)
    g_print ("%s\n", _ ("No token with a certificate is plugged in."));
}

/* --- the software ---------------------------------------------------------------------------- */

static void
add_module (JsonBuilder *builder, const HopsoTokenModuleInfo *info)
{
  static const char *const sources[] = { [HOPSO_TOKEN_SOURCE_GIVEN] = "given",
                                         [HOPSO_TOKEN_SOURCE_P11_KIT] = "p11-kit",
                                         [HOPSO_TOKEN_SOURCE_LIST] = "list",
                                         [HOPSO_TOKEN_SOURCE_OWN] = "own" };

  json_builder_begin_object (builder);
  add_string (builder, "file", info->file);
  add_string (builder, "source", sources[info->source]);
  add_string (builder, "manufacturer", info->manufacturer);
  add_string (builder, "description", info->description);
  json_builder_set_member_name (builder, "error");
  if (info->error != NULL)
    json_builder_add_string_value (builder, info->error->message);
  else
    json_builder_add_null_value (builder);
  json_builder_end_object (builder);
}

static int
print_modules (HopsoTokenMonitor *monitor, gboolean as_json)
{
  g_autoptr (GPtrArray) modules = hopso_token_monitor_dup_modules (monitor);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  int status = HOPSO_CLI_NO;

  json_builder_begin_array (builder);
  for (guint i = 0; i < modules->len; i++)
    {
      const HopsoTokenModuleInfo *info = g_ptr_array_index (modules, i);

      add_module (builder, info);
      if (info->error == NULL)
        status = HOPSO_CLI_YES;
      if (!as_json)
        g_print ("%s\n  %s\n  %s\n", info->file, hopso_token_words_source (info->source),
                 info->error != NULL ? info->error->message : info->manufacturer);
    }
  json_builder_end_array (builder);
  if (as_json)
    hopso_cli_print_json (builder);
  return status;
}

static void
tell_failures (HopsoTokenMonitor *monitor)
{
  g_autoptr (GPtrArray) modules = hopso_token_monitor_dup_modules (monitor);

  for (guint i = 0; i < modules->len; i++)
    {
      const HopsoTokenModuleInfo *info = g_ptr_array_index (modules, i);

      if (info->error != NULL)
        g_printerr ("hopsoctl: %s: %s\n", info->file, info->error->message);
    }
}

/* --- the command ----------------------------------------------------------------------------- */

static int
print_all (HopsoTokenMonitor *monitor, gboolean as_json)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) keys = hopso_cli_list_keys (monitor, NULL, &error);
  gboolean can_sign = FALSE;

  if (keys == NULL)
    return hopso_cli_fail (error);
  if (as_json)
    print_keys_json (keys, now);
  else
    print_tokens (hopso_token_monitor_get_tokens (monitor), keys, now);
  for (guint i = 0; i < keys->len; i++)
    {
      HopsoCliKey *key = g_ptr_array_index (keys, i);

      can_sign = can_sign || hopso_token_certificate_get_fitness (key->certificate, now) ==
                                 HOPSO_TOKEN_FITNESS_OK;
    }
  return can_sign ? HOPSO_CLI_YES : HOPSO_CLI_NO;
}

/* hopsoctl tokens: 0 when a certificate can sign, 1 when none can. */
int
hopso_cli_run_tokens (int argc, char **argv)
{
  g_autofree char *module = NULL;
  gboolean as_json = FALSE, wants_modules = FALSE;
  const GOptionEntry entries[] = {
    { "module", 0, 0, G_OPTION_ARG_FILENAME, &module, N_ ("Look only in this PKCS#11 module"),
      N_ ("FILE") },
    { "modules", 0, 0, G_OPTION_ARG_NONE, &wants_modules, N_ ("List the software that is asked"),
      NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_ ("Print JSON"), NULL },
    { NULL },
  };
  const HopsoCliUsage usage = { "", N_ ("List tokens and their certificates"), 0, 0 };
  g_autoptr (GError) error = NULL;

  if (!hopso_cli_parse (&usage, entries, &argc, &argv))
    return HOPSO_CLI_USAGE;
  g_autoptr (HopsoTokenMonitor) monitor = hopso_cli_find_tokens (module, &error);
  if (monitor == NULL)
    return hopso_cli_fail (error);
  if (wants_modules)
    return print_modules (monitor, as_json);
  tell_failures (monitor);
  return print_all (monitor, as_json);
}
