/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hopsoctl convert: an office file becomes PDF, in the same locked process as in the window. The
 * office file is only read. */

#include "hopso-cli-commands.h"

#include "hopso-cli-pdf.h"
#include "hopso-cli.h"
#include "hopso-converter.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#define MAX_SECONDS 3600

typedef struct
{
  gboolean as_json;
  int seconds;
  char *output; /* owned, nullable */
} Options;

static void
options_clear (Options *options)
{
  g_free (options->output);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static void
progress_cb (HopsoConverterStage stage, guint percent, gpointer user_data)
{
  const char *const words[] = { _ ("Waiting…"), _ ("Reading…"), _ ("Writing…"), _ ("Checking…") };

  if (isatty (STDERR_FILENO))
    g_printerr ("\r%s %3u %%  ", words[stage], percent);
}

static HopsoConverted *
convert (int fd, const char *path, const Options *options, GError **error)
{
  const HopsoOfficeSource source = { fd, path };
  g_autoptr (HopsoPdfClient) pdf = hopso_pdf_client_new_inspecting (1);
  g_autoptr (HopsoConverter) converter = hopso_converter_new (pdf);
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();

  hopso_converter_set_limits (converter, (guint) options->seconds, 3072);
  hopso_converter_convert_async (converter, &source, progress_cb, NULL,
                                 hopso_cli_call_get_cancellable (call), hopso_cli_call_done_cb,
                                 call);
  g_autoptr (GAsyncResult) result = hopso_cli_call_wait (call);
  if (isatty (STDERR_FILENO))
    g_printerr ("\n");
  return hopso_converter_convert_finish (converter, result, error);
}

static gboolean
write_out (const HopsoConverted *converted, const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = hopso_fd_read_all (converted->fd, (gsize) converted->size, error);

  return bytes != NULL && g_file_set_contents_full (path, g_bytes_get_data (bytes, NULL),
                                                    (gssize) g_bytes_get_size (bytes),
                                                    G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

static void
print (const HopsoConverted *converted, const char *path, gboolean as_json)
{
  g_autoptr (JsonBuilder) builder = NULL;

  if (!as_json)
    {
      g_print (ngettext ("%s: %u page\n", "%s: %u pages\n", converted->n_pages), path,
               converted->n_pages);
      return;
    }
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "file");
  json_builder_add_string_value (builder, path);
  json_builder_set_member_name (builder, "pages");
  json_builder_add_int_value (builder, converted->n_pages);
  json_builder_set_member_name (builder, "size");
  json_builder_add_int_value (builder, (gint64) converted->size);
  json_builder_set_member_name (builder, "sha256");
  json_builder_add_string_value (builder, converted->digest);
  json_builder_end_object (builder);
  hopso_cli_print_json (builder);
}

/* Beside the office file, with another end of its name. */
static char *
find_output (const char *input)
{
  const char *dot = strrchr (input, '.');

  return dot == NULL ? g_strconcat (input, ".pdf", NULL)
                     : g_strdup_printf ("%.*s.pdf", (int) (dot - input), input);
}

static int
run (const char *input, Options *options, GError **error)
{
  g_auto (HopsoFd) fd = hopso_cli_open_file (input, error);
  g_autoptr (HopsoConverted) converted = fd < 0 ? NULL : convert (fd, input, options, error);

  if (converted == NULL)
    return HOPSO_CLI_FAILED;
  if (options->output == NULL)
    options->output = find_output (input);
  if (!write_out (converted, options->output, error))
    return HOPSO_CLI_FAILED;
  print (converted, options->output, options->as_json);
  return HOPSO_CLI_YES;
}

/**
 * hopso_cli_run_convert:
 *
 * Returns: %HOPSO_CLI_YES when there is a PDF
 */
int
hopso_cli_run_convert (int argc, char **argv)
{
  const HopsoCliUsage usage = { N_ ("FILE"), N_ ("Convert an office file to PDF"), 1, 1 };
  g_auto (Options) options = { FALSE, 180, NULL };
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output, N_ ("Where the PDF is written"),
      N_ ("FILE") },
    { "seconds", 0, 0, G_OPTION_ARG_INT, &options.seconds, N_ ("How long it may take"),
      N_ ("NUMBER") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.as_json, N_ ("Print JSON"), NULL },
    { NULL },
  };

  if (!hopso_cli_parse (&usage, entries, &argc, &argv))
    return HOPSO_CLI_USAGE;
  if (options.seconds < 1 || options.seconds > MAX_SECONDS)
    return hopso_cli_fail_usage (_ ("The time must be between 1 and 3600 seconds"));
  if (run (argv[1], &options, &error) == HOPSO_CLI_YES)
    return HOPSO_CLI_YES;
  return hopso_cli_fail (error);
}
