/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hopsoctl sign: one PDF, one token, one signed PDF. */

#include "hopso-cli-commands.h"

#include "hopso-cli-pdf.h"
#include "hopso-cli-pin.h"
#include "hopso-cli-tokens.h"
#include "hopso-cli-words.h"
#include "hopso-signer.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_PICTURE_SIZE (16 * 1024 * 1024)
#define MAX_SIDE_PT      14400 /* of any page, ISO 32000-2 annex C */
#define NO_PAGE          G_MININT

typedef struct
{
  char *output;
  char *module;
  char *token;
  char *serial;
  char *pin_file;
  int pin_fd;
  char *picture;
  int page;
  char *rect;
  char *field;
  char *reason;
  char *location;
  char **chain;
  gboolean use_pkcs1;
  gboolean as_json;
} Options;

static void
clear_options (Options *options)
{
  g_free (options->output);
  g_free (options->module);
  g_free (options->token);
  g_free (options->serial);
  g_free (options->pin_file);
  g_free (options->picture);
  g_free (options->rect);
  g_free (options->field);
  g_free (options->reason);
  g_free (options->location);
  g_strfreev (options->chain);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

static gboolean
parse_rect (const Options *options, HopsoSignPlace *place)
{
  g_auto (GStrv) parts = g_strsplit (options->rect, ",", -1);
  double values[4];

  if (g_strv_length (parts) != 4)
    return FALSE;
  for (guint i = 0; i < 4; i++)
    {
      char *end = NULL;

      values[i] = g_ascii_strtod (parts[i], &end);
      if (end == parts[i] || *end != '\0' || !(values[i] >= 0) || values[i] > MAX_SIDE_PT)
        return FALSE;
    }
  place->x = values[0];
  place->y = values[1];
  place->width = values[2];
  place->height = values[3];
  return place->width > 0 && place->height > 0;
}

/* What is wrong with the options taken together; NULL when nothing is. */
static const char *
find_contradiction (const Options *options, HopsoSignPlace *place)
{
  if (options->output == NULL)
    return _ ("Say with -o where the signed file shall be");
  if (options->rect == NULL)
    return options->picture != NULL || options->page != NO_PAGE
               ? _ ("--image and --page need --rect")
               : NULL;
  if (options->page != NO_PAGE && options->page < 1)
    return _ ("--page counts from 1");
  place->page = options->page == NO_PAGE ? 0 : (guint) options->page - 1;
  return parse_rect (options, place) ? NULL : _ ("--rect takes four numbers: X,Y,W,H");
}

/* Said before the PIN is asked for, since it would be asked for nothing. */
static gboolean
check_output (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  const char *problem = NULL;
  struct stat there;

  if (stat (path, &there) == 0 && !S_ISREG (there.st_mode))
    problem = _ ("there is something that is no file");
  else if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    problem = _ ("its folder does not exist");
  else if (access (folder, W_OK) != 0)
    problem = _ ("its folder is protected");
  if (problem != NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %s", path, problem);
  return problem == NULL;
}

static HopsoSignJob *
make_job (const Options *options, const char *input, const HopsoSignPlace *place, GError **error)
{
  g_auto (HopsoFd) document = hopso_cli_open_file (input, error);
  g_autofree char *title = g_path_get_basename (input);
  g_autoptr (HopsoSignJob) job = document >= 0 ? hopso_sign_job_new (document, title, error) : NULL;

  if (job == NULL)
    return NULL;
  if (options->picture != NULL)
    {
      g_auto (HopsoFd) fd = hopso_cli_open_file (options->picture, error);
      g_autoptr (GBytes) png = fd >= 0 ? hopso_fd_read_all (fd, MAX_PICTURE_SIZE, error) : NULL;

      if (png == NULL)
        return NULL;
      hopso_sign_job_set_picture (job, png);
    }
  hopso_sign_job_set_output_path (job, options->output);
  hopso_sign_job_set_place (job, place);
  hopso_sign_job_set_field_name (job, options->field);
  hopso_sign_job_set_reason (job, options->reason);
  hopso_sign_job_set_location (job, options->location);
  return g_steal_pointer (&job);
}

/* The one certificate that can sign, or the one of the asked serial number. */
static HopsoCliKey *
choose_key (GPtrArray *keys, const Options *options, GError **error)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  HopsoCliKey *chosen = NULL;
  guint n = 0;

  for (guint i = 0; i < keys->len; i++)
    {
      HopsoCliKey *key = g_ptr_array_index (keys, i);
      g_autofree char *serial = hopso_certificate_dup_serial_hex (
          hopso_token_certificate_get_certificate (key->certificate));

      if (options->serial != NULL ? g_ascii_strcasecmp (serial, options->serial) != 0
                                  : hopso_token_certificate_get_fitness (key->certificate, now) !=
                                        HOPSO_TOKEN_FITNESS_OK)
        continue;
      chosen = key;
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
      g_autoptr (GBytes) pem = fd >= 0 ? hopso_fd_read_all (fd, 1024 * 1024, error) : NULL;
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

static gboolean
sign (HopsoSignBatch *batch, HopsoSignJob *job, GError **error)
{
  g_autoptr (HopsoPdfClient) pdf_client = hopso_pdf_client_new ();
  g_autoptr (HopsoTrustList) trust = hopso_trust_list_new ();
  g_autoptr (HopsoClock) clock = hopso_clock_new_system ();
  g_autoptr (HopsoVerifier) verifier = hopso_verifier_new (pdf_client, NULL, trust, clock);
  g_autoptr (HopsoSigner) signer = hopso_signer_new (pdf_client, verifier, clock);
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();

  hopso_sign_batch_add_job (batch, job);
  hopso_signer_sign_async (signer, batch, hopso_cli_call_get_cancellable (call),
                           hopso_cli_call_done_cb, call);
  g_autoptr (GAsyncResult) result = hopso_cli_call_wait (call);
  if (!hopso_signer_sign_finish (signer, result, error))
    return FALSE;
  if (hopso_sign_job_get_state (job) == HOPSO_SIGN_DONE)
    return TRUE;
  g_propagate_error (error, g_error_copy (hopso_sign_job_get_error (job)));
  return FALSE;
}

static int
sign_with_token (const Options *options, HopsoSignJob *job)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoTokenMonitor) monitor = hopso_cli_find_tokens (options->module, &error);
  g_autoptr (GPtrArray) keys =
      monitor != NULL ? hopso_cli_list_keys (monitor, options->token, &error) : NULL;
  HopsoCliKey *key = keys != NULL ? choose_key (keys, options, &error) : NULL;

  if (key == NULL)
    return hopso_cli_fail (error);

  g_autoptr (HopsoPinPrompt) prompt = hopso_cli_pin_new (options->pin_file, options->pin_fd);
  g_autoptr (HopsoSignBatch) batch = hopso_sign_batch_new (key->token, key->certificate, prompt);
  hopso_sign_batch_set_pkcs1 (batch, options->use_pkcs1);
  if (!add_chain (batch, options->chain, &error) || !sign (batch, job, &error))
    return hopso_cli_fail_in_words (error);

  if (options->as_json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "signed");
      json_builder_add_string_value (builder, options->output);
      json_builder_end_object (builder);
      hopso_cli_print_json (builder);
    }
  else
    g_print (_ ("Signed: %s\n"), options->output);
  return HOPSO_CLI_YES;
}

/* hopsoctl sign: 0 when the signed file is in its place. */
int
hopso_cli_run_sign (int argc, char **argv)
{
  g_auto (Options) options = { .pin_fd = -1, .page = NO_PAGE };
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output, N_ ("The signed file"),
      N_ ("FILE") },
    { "module", 0, 0, G_OPTION_ARG_FILENAME, &options.module,
      N_ ("Look only in this PKCS#11 module"), N_ ("FILE") },
    { "token", 0, 0, G_OPTION_ARG_STRING, &options.token, N_ ("Use the token of this name"),
      N_ ("LABEL") },
    { "serial", 0, 0, G_OPTION_ARG_STRING, &options.serial,
      N_ ("Use the certificate of this serial number"), N_ ("HEX") },
    { "pin-file", 0, 0, G_OPTION_ARG_FILENAME, &options.pin_file, N_ ("Read the PIN from a file"),
      N_ ("FILE") },
    { "pin-fd", 0, 0, G_OPTION_ARG_INT, &options.pin_fd, N_ ("Read the PIN from a descriptor"),
      N_ ("N") },
    { "image", 0, 0, G_OPTION_ARG_FILENAME, &options.picture,
      N_ ("Picture of the signature, for --rect"), N_ ("PNG") },
    { "page", 0, 0, G_OPTION_ARG_INT, &options.page, N_ ("Page of the mark, from 1"), N_ ("N") },
    { "field", 0, 0, G_OPTION_ARG_STRING, &options.field,
      N_ ("Signature field: an empty one of the document, or a new one"), N_ ("NAME") },
    { "rect", 0, 0, G_OPTION_ARG_STRING, &options.rect,
      N_ ("Place of the mark in points from the page's upper left corner; without it the "
          "signature is invisible"),
      N_ ("X,Y,W,H") },
    { "reason", 0, 0, G_OPTION_ARG_STRING, &options.reason, N_ ("Why it is signed"), N_ ("TEXT") },
    { "location", 0, 0, G_OPTION_ARG_STRING, &options.location, N_ ("Where it is signed"),
      N_ ("TEXT") },
    { "chain", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.chain,
      N_ ("Certificates of authorities to embed"), N_ ("PEM") },
    { "pkcs1", 0, 0, G_OPTION_ARG_NONE, &options.use_pkcs1,
      N_ ("Sign with RSASSA-PKCS1-v1_5 instead of RSASSA-PSS"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.as_json, N_ ("Print JSON"), NULL },
    { NULL },
  };
  const HopsoCliUsage usage = { N_ ("FILE"), N_ ("Sign a PDF with a token"), 1, 1 };
  HopsoSignPlace place = { 0 };
  g_autoptr (GError) error = NULL;

  if (!hopso_cli_parse (&usage, entries, &argc, &argv))
    return HOPSO_CLI_USAGE;
  const char *contradiction = find_contradiction (&options, &place);
  if (contradiction != NULL)
    return hopso_cli_fail_usage (contradiction);
  if (!check_output (options.output, &error))
    return hopso_cli_fail (error);

  g_autoptr (HopsoSignJob) job = make_job (&options, argv[1], &place, &error);
  if (job == NULL)
    return hopso_cli_fail (error);
  return sign_with_token (&options, job);
}
