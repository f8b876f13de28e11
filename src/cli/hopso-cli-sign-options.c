/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The options of hopsoctl sign: what can be typed, what contradicts itself, and the job that one
 * document becomes by it. Nothing is signed here. Main thread. */

#include "hopso-cli-sign-options.h"

#include "hopso-cli-levels.h"
#include "hopso-cli-pdf.h"
#include "hopso-cli.h"

#include <glib/gi18n-lib.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_PICTURE_SIZE (16 * 1024 * 1024)
#define MAX_SIDE_PT      14400 /* of any page, ISO 32000-2 annex C */

/* --- what is typed --------------------------------------------------------------------------- */

static gboolean
parse_rect (HopsoCliSignOptions *self)
{
  g_auto (GStrv) parts = g_strsplit (self->rect, ",", -1);
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
  self->place.x = values[0];
  self->place.y = values[1];
  self->place.width = values[2];
  self->place.height = values[3];
  return self->place.width > 0 && self->place.height > 0;
}

/* Two documents must not become the same file. */
static gboolean
outputs_differ (const HopsoCliSignOptions *self, char **inputs)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (; *inputs != NULL; inputs++)
    if (!g_hash_table_add (seen, hopso_cli_sign_options_dup_output (self, *inputs)))
      return FALSE;
  return TRUE;
}

static const char *
find_contradiction_of_outputs (const HopsoCliSignOptions *self, char **inputs)
{
  if (self->output == NULL && self->folder == NULL)
    return _ ("Say with -o where the signed file shall be, or with --out-dir where all shall be");
  if (self->output != NULL && self->folder != NULL)
    return _ ("Choose either -o or --out-dir");
  if (self->output != NULL && inputs[1] != NULL)
    return _ ("-o is for one file; several need --out-dir");
  if (!outputs_differ (self, inputs))
    return _ ("Two of the files would get the same place");
  return NULL;
}

/* What is wrong with the options taken together; NULL when nothing is. */
static const char *
find_contradiction (HopsoCliSignOptions *self, char **inputs)
{
  const char *found = find_contradiction_of_outputs (self, inputs);

  if (found != NULL)
    return found;
  if (self->uri != NULL && (self->token != NULL || self->serial != NULL))
    return _ ("--uri says which key it is; leave out --token and --serial");
  if (self->pin_file != NULL && self->pin_fd >= 0)
    return _ ("Choose either --pin-file or --pin-fd");
  if (self->use_pkcs1 && self->use_pss)
    return _ ("Choose either --pkcs1 or --pss");
  if (self->certification < 0 || self->certification > 3)
    return _ ("--certify takes 1, 2 or 3");
  if (self->digest != NULL && inputs[1] != NULL)
    return _ ("--sha256 is about one file");
  self->level = HOPSO_SIGNATURE_LEVEL_B_B;
  if (self->level_words != NULL && !hopso_cli_read_level (self->level_words, &self->level))
    return _ ("--level takes B-B, B-T, B-LT or B-LTA");
  found = hopso_cli_sign_action_find_problem (&self->action);
  if (found != NULL)
    return found;
  if (self->rect == NULL)
    return (self->picture != NULL && self->action.name == NULL) ||
                   self->page != HOPSO_CLI_SIGN_NO_PAGE
               ? _ ("--image and --page need --rect")
               : NULL;
  if (self->page != HOPSO_CLI_SIGN_NO_PAGE && self->page < 1)
    return _ ("--page counts from 1");
  self->place.page = self->page == HOPSO_CLI_SIGN_NO_PAGE ? 0 : (guint) self->page - 1;
  return parse_rect (self) ? NULL : _ ("--rect takes four numbers: X,Y,W,H");
}

static gboolean
parse (HopsoCliSignOptions *self, int *argc, char ***argv)
{
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &self->output, N_ ("The signed file"), N_ ("FILE") },
    { "out-dir", 0, 0, G_OPTION_ARG_FILENAME, &self->folder,
      N_ ("Folder of the signed files, which keep their names"), N_ ("FOLDER") },
    { "module", 0, 0, G_OPTION_ARG_FILENAME, &self->module, N_ ("Look only in this PKCS#11 module"),
      N_ ("FILE") },
    { "token", 0, 0, G_OPTION_ARG_STRING, &self->token, N_ ("Use the token of this name"),
      N_ ("LABEL") },
    { "uri", 0, 0, G_OPTION_ARG_STRING, &self->uri, N_ ("Use the key that this PKCS#11 URI names"),
      N_ ("URI") },
    { "serial", 0, 0, G_OPTION_ARG_STRING, &self->serial,
      N_ ("Use the certificate of this serial number"), N_ ("HEX") },
    { "pin-file", 0, 0, G_OPTION_ARG_FILENAME, &self->pin_file, N_ ("Read the PIN from a file"),
      N_ ("FILE") },
    { "pin-fd", 0, 0, G_OPTION_ARG_INT, &self->pin_fd, N_ ("Read the PIN from a descriptor"),
      N_ ("N") },
    { "image", 0, 0, G_OPTION_ARG_FILENAME, &self->picture,
      N_ ("Picture of the signature, for --rect or --as"), N_ ("PNG") },
    { "page", 0, 0, G_OPTION_ARG_INT, &self->page, N_ ("Page of the mark, from 1"), N_ ("N") },
    { "field", 0, 0, G_OPTION_ARG_STRING, &self->field,
      N_ ("Signature field: an empty one of the document, or a new one"), N_ ("NAME") },
    { "rect", 0, 0, G_OPTION_ARG_STRING, &self->rect,
      N_ ("Place of the mark in points from the page's upper left corner; without it the "
          "signature is invisible"),
      N_ ("X,Y,W,H") },
    { "reason", 0, 0, G_OPTION_ARG_STRING, &self->reason, N_ ("Why it is signed"), N_ ("TEXT") },
    { "location", 0, 0, G_OPTION_ARG_STRING, &self->location, N_ ("Where it is signed"),
      N_ ("TEXT") },
    { "chain", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &self->chain,
      N_ ("Certificates of authorities to embed"), N_ ("PEM") },
    { "trust", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &self->trusted,
      N_ ("Trust the authorities in this file as well"), N_ ("PEM") },
    { "sha256", 0, 0, G_OPTION_ARG_STRING, &self->digest,
      N_ ("Sign only if the file has this digest"), N_ ("HEX") },
    { "certify", 0, 0, G_OPTION_ARG_INT, &self->certification,
      N_ ("Certify: 1 nothing may change, 2 forms may be filled, 3 notes may be added, too"),
      N_ ("1|2|3") },
    HOPSO_CLI_PDF_ENTRIES (*self),
    HOPSO_CLI_SIGN_ACTION_ENTRIES (self->action),
    { "pkcs1", 0, 0, G_OPTION_ARG_NONE, &self->use_pkcs1,
      N_ ("Sign with RSASSA-PKCS1-v1_5 instead of RSASSA-PSS"), NULL },
    { "pss", 0, 0, G_OPTION_ARG_NONE, &self->use_pss, N_ ("Sign with RSASSA-PSS or not at all"),
      NULL },
    { "level", 0, 0, G_OPTION_ARG_STRING, &self->level_words,
      N_ ("B-B, B-T, B-LT or B-LTA; without it B-B"), N_ ("LEVEL") },
    { "tsa", 0, 0, G_OPTION_ARG_STRING, &self->tsa_url, N_ ("Ask this timestamp authority"),
      N_ ("URL") },
    { "timestamp-later", 0, 0, G_OPTION_ARG_NONE, &self->may_come_later,
      N_ ("Keep the signature when the timestamp cannot be had now"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &self->as_json, N_ ("Print JSON"), NULL },
    { NULL },
  };
  const HopsoCliUsage usage = { N_ ("FILE…"), N_ ("Sign PDF files with a token"), 1, G_MAXINT };

  return hopso_cli_parse (&usage, entries, argc, argv);
}

/**
 * hopso_cli_sign_options_parse:
 * @argc: (inout): of the command; afterwards without options
 * @argv: (inout): of the command; afterwards without options
 *
 * Returns: %FALSE when the command must return %HOPSO_CLI_USAGE; the reason was printed
 */
gboolean
hopso_cli_sign_options_parse (HopsoCliSignOptions *self, int *argc, char ***argv)
{
  if (!parse (self, argc, argv))
    return FALSE;

  const char *contradiction = find_contradiction (self, *argv + 1);
  if (contradiction != NULL)
    hopso_cli_fail_usage (contradiction);
  return contradiction == NULL;
}

/**
 * hopso_cli_sign_options_load:
 *
 * Reads the files that all documents need.
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_cli_sign_options_load (HopsoCliSignOptions *self, GError **error)
{
  if (self->picture != NULL)
    {
      g_auto (HopsoFd) fd = hopso_cli_open_file (self->picture, error);

      if (fd >= 0)
        self->picture_png = hopso_fd_read_all (fd, MAX_PICTURE_SIZE, error);
      if (self->picture_png == NULL)
        return FALSE;
    }
  return hopso_cli_read_password (self->password_file, self->password_fd, &self->password, error);
}

/* --- one document ---------------------------------------------------------------------------- */

/**
 * hopso_cli_sign_options_dup_output:
 * @input: a document
 *
 * Returns: (transfer full): where it will be when it is signed
 */
char *
hopso_cli_sign_options_dup_output (const HopsoCliSignOptions *self, const char *input)
{
  g_autofree char *name = g_path_get_basename (input);

  return self->folder != NULL ? g_build_filename (self->folder, name, NULL)
                              : g_strdup (self->output);
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

/**
 * hopso_cli_sign_options_make_job:
 * @input: a document
 * @output: where it shall be when it is signed
 *
 * Returns: (transfer full): what the signer has to do, or %NULL with @error
 */
HopsoSignJob *
hopso_cli_sign_options_make_job (const HopsoCliSignOptions *self,
                                 const char *input,
                                 const char *output,
                                 GError **error)
{
  if (!check_output (output, error))
    return NULL;

  g_auto (HopsoFd) document = hopso_cli_open_file (input, error);
  g_autofree char *title = g_path_get_basename (input);
  HopsoSignJob *job = document >= 0 ? hopso_sign_job_new (document, title, error) : NULL;
  if (job == NULL)
    return NULL;
  hopso_sign_job_set_picture (job, self->picture_png);
  hopso_sign_job_set_output_path (job, output);
  hopso_sign_job_set_expected_digest (job, self->digest);
  hopso_sign_job_set_place (job, &self->place);
  hopso_sign_job_set_field_name (job, self->field);
  hopso_sign_job_set_reason (job, self->reason);
  hopso_sign_job_set_location (job, self->location);
  hopso_sign_job_set_certification (job, (guint) self->certification);
  hopso_sign_job_set_password (job, self->password);
  hopso_cli_sign_action_apply (&self->action, job);
  return job;
}

/**
 * hopso_cli_sign_options_clear:
 *
 * Frees what was typed.
 */
void
hopso_cli_sign_options_clear (HopsoCliSignOptions *self)
{
  g_free (self->output);
  g_free (self->folder);
  g_free (self->module);
  g_free (self->token);
  g_free (self->uri);
  g_free (self->serial);
  g_free (self->pin_file);
  g_free (self->picture);
  g_free (self->rect);
  g_free (self->field);
  g_free (self->reason);
  g_free (self->location);
  g_free (self->digest);
  g_free (self->password_file);
  g_clear_pointer (&self->password, hopso_secret_unref);
  hopso_cli_sign_action_clear (&self->action);
  g_free (self->level_words);
  g_free (self->tsa_url);
  g_strfreev (self->chain);
  g_strfreev (self->trusted);
  g_clear_pointer (&self->picture_png, g_bytes_unref);
}
