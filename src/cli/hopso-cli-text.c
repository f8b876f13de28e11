/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hopsoctl text: the text of a document's pages, each ended by a form feed. */

#include "hopso-cli-commands.h"

#include "hopso-cli-pdf.h"
#include "hopso-cli.h"
#include "hopso-pdf-reading.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

static gboolean
print_page (HopsoPdfDocument *document, guint page, GError **error)
{
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();

  hopso_pdf_document_text_async (document, page, hopso_cli_call_get_cancellable (call),
                                 hopso_cli_call_done_cb, call);
  g_autoptr (GAsyncResult) result = hopso_cli_call_wait (call);
  g_autofree char *text = hopso_pdf_document_text_finish (document, result, error);
  if (text == NULL)
    return FALSE;
  fputs (text, stdout);
  fputs ("\n\f", stdout);
  return TRUE;
}

/**
 * hopso_cli_run_text:
 *
 * Returns: %HOPSO_CLI_YES when all text was printed
 */
int
hopso_cli_run_text (int argc, char **argv)
{
  const HopsoCliUsage usage = { N_ ("FILE"), N_ ("Print the text of a PDF document"), 1, 1 };
  g_auto (HopsoCliPdf) pdf = { 0 };
  g_autoptr (GError) error = NULL;
  int page = 0;
  const GOptionEntry entries[] = {
    { "page", 'p', 0, G_OPTION_ARG_INT, &page, N_ ("Only this page, from 1"), N_ ("NUMBER") },
    { "password-file", 0, 0, G_OPTION_ARG_FILENAME, &pdf.password_file,
      N_ ("File that holds the document’s password"), N_ ("FILE") },
    { NULL },
  };

  if (!hopso_cli_parse (&usage, entries, &argc, &argv))
    return HOPSO_CLI_USAGE;
  if (page < 0)
    return hopso_cli_fail_usage (_ ("Pages are counted from 1."));
  if (!hopso_cli_pdf_open (&pdf, argv[1], &error))
    return hopso_cli_pdf_fail (error);

  const guint n = hopso_pdf_document_get_n_pages (pdf.document);
  const guint first = page > 0 ? (guint) page - 1 : 0;
  const guint end = page > 0 ? (guint) page : n;
  for (guint i = first; i < end; i++)
    {
      if (!print_page (pdf.document, i, &error))
        return hopso_cli_pdf_fail (error);
    }
  return HOPSO_CLI_YES;
}
