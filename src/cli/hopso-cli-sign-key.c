/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which key hopsoctl sign uses: the one that the options name, or the only one that can sign; and
 * what goes along with it. Nothing is guessed when there are several. Main thread. */

#include "hopso-cli-sign-key.h"

#include "hopso-cli-levels.h"
#include "hopso-cli-pdf.h"
#include "hopso-cli-pin.h"
#include "hopso-cli-tokens.h"
#include "hopso-token-uri.h"

#include <glib/gi18n-lib.h>

#define MAX_CHAIN_SIZE (1024 * 1024)

static gboolean
is_meant (const HopsoCliSignOptions *options, const HopsoTokenUri *uri, HopsoCliKey *key)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *serial =
      hopso_certificate_dup_serial_hex (hopso_token_certificate_get_certificate (key->certificate));

  if (uri != NULL && !hopso_token_uri_matches (uri, key->token, key->certificate))
    return FALSE;
  /* A certificate that was named and cannot sign is not passed over for another one. */
  if (options->serial != NULL)
    return g_ascii_strcasecmp (serial, options->serial) == 0;
  return hopso_token_certificate_get_fitness (key->certificate, now) == HOPSO_TOKEN_FITNESS_OK;
}

static HopsoCliKey *
choose_key (GPtrArray *keys,
            const HopsoCliSignOptions *options,
            const HopsoTokenUri *uri,
            GError **error)
{
  HopsoCliKey *chosen = NULL;
  guint n = 0;

  for (guint i = 0; i < keys->len; i++)
    if (is_meant (options, uri, g_ptr_array_index (keys, i)))
      {
        chosen = g_ptr_array_index (keys, i);
        n++;
      }
  if (n == 1)
    return chosen;
  g_set_error_literal (
      error, G_IO_ERROR, n == 0 ? G_IO_ERROR_NOT_FOUND : G_IO_ERROR_FAILED,
      n == 0 ? _ ("No certificate that can sign was found; “hopsoctl tokens” lists what is there")
             : _ ("Several certificates can sign; choose one with --token or --serial"));
  return NULL;
}

static gboolean
add_chain (HopsoSignBatch *batch, char **files, GError **error)
{
  for (guint i = 0; files != NULL && files[i] != NULL; i++)
    {
      g_auto (HopsoFd) fd = hopso_cli_open_file (files[i], error);
      g_autoptr (GBytes) pem = fd >= 0 ? hopso_fd_read_all (fd, MAX_CHAIN_SIZE, error) : NULL;
      g_autoptr (GPtrArray) certificates =
          pem != NULL ? hopso_certificate_dup_all (pem, error) : NULL;

      if (certificates == NULL)
        {
          g_prefix_error (error, pem != NULL ? "%s: " : "", files[i]);
          return FALSE;
        }
      for (guint j = 0; j < certificates->len; j++)
        hopso_sign_batch_add_chain_certificate (batch, g_ptr_array_index (certificates, j));
    }
  return TRUE;
}

static HopsoSignBatch *
make_batch (const HopsoCliSignOptions *options, const HopsoTokenUri *uri, GError **error)
{
  const char *named = uri != NULL ? hopso_token_uri_get_module (uri) : NULL;
  const char *pin_file = uri != NULL ? hopso_token_uri_get_pin_file (uri) : NULL;
  g_autoptr (HopsoTokenMonitor) monitor =
      hopso_cli_find_tokens (options->module != NULL ? options->module : named, error);
  g_autoptr (GPtrArray) keys =
      monitor != NULL ? hopso_cli_list_keys (monitor, options->token, error) : NULL;
  HopsoCliKey *key = keys != NULL ? choose_key (keys, options, uri, error) : NULL;

  if (key == NULL)
    return NULL;
  if (options->pin_file != NULL || options->pin_fd >= 0)
    pin_file = options->pin_file;

  g_autoptr (HopsoPinPrompt) prompt = hopso_cli_pin_new (pin_file, options->pin_fd);
  g_autoptr (HopsoSignBatch) batch = hopso_sign_batch_new (key->token, key->certificate, prompt);
  if (options->use_pkcs1)
    hopso_sign_batch_set_padding (batch, HOPSO_SIGN_PADDING_PKCS1);
  else if (options->use_pss)
    hopso_sign_batch_set_padding (batch, HOPSO_SIGN_PADDING_PSS_ONLY);
  if (options->level > HOPSO_SIGNATURE_LEVEL_B_B)
    {
      g_autofree char *url = hopso_cli_dup_timestamp_url (options->tsa_url);

      hopso_sign_batch_set_level (batch, options->level);
      hopso_sign_batch_set_tsa_url (batch, url);
      hopso_sign_batch_set_timestamp_later (batch, options->may_come_later);
      if (options->may_come_later)
        {
          g_autoptr (HopsoDueList) due = hopso_due_list_new_own ();

          hopso_sign_batch_set_due_list (batch, due);
        }
    }
  return add_chain (batch, options->chain, error) ? g_steal_pointer (&batch) : NULL;
}

/**
 * hopso_cli_sign_make_batch:
 *
 * Looks for the key. Asks for no PIN yet.
 *
 * Returns: (transfer full): a batch without documents, or %NULL with @error
 */
HopsoSignBatch *
hopso_cli_sign_make_batch (const HopsoCliSignOptions *options, GError **error)
{
  g_autoptr (HopsoTokenUri) uri = NULL;

  if (options->uri != NULL)
    {
      uri = hopso_token_uri_parse (options->uri, error);
      if (uri == NULL)
        return NULL;
    }
  return make_batch (options, uri, error);
}
