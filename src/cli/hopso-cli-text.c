/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hopsoctl text: the text of a document's pages, each ended by a form feed, as lines or as
 * paragraphs; or all that is known of it as JSON. */

#include "hopso-cli-commands.h"

#include "hopso-cli-pdf.h"
#include "hopso-cli.h"
#include "hopso-pdf-reading.h"
#include "hopso-pdf-reflow.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

static HopsoPdfText *
read_page (HopsoPdfDocument *document, guint page, GError **error)
{
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();

  hopso_pdf_document_page_text_async (document, page, hopso_cli_call_get_cancellable (call),
                                      hopso_cli_call_done_cb, call);
  g_autoptr (GAsyncResult) result = hopso_cli_call_wait (call);
  return hopso_pdf_document_page_text_finish (document, result, error);
}

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

static gboolean
print_paragraphs (HopsoPdfDocument *document, guint page, GError **error)
{
  g_autoptr (HopsoPdfText) text = read_page (document, page, error);
  g_autoptr (HopsoPdfReflow) reflow = text != NULL ? hopso_pdf_reflow_new (text) : NULL;

  if (reflow == NULL)
    return FALSE;
  fputs (reflow->string, stdout);
  fputs ("\f", stdout);
  return TRUE;
}

static void
add_boxes (JsonBuilder *builder, HopsoPdfText *text)
{
  const HopsoPdfBox *boxes = hopso_pdf_text_get_boxes (text);

  json_builder_set_member_name (builder, "boxes");
  json_builder_begin_array (builder);
  for (guint i = 0; i < hopso_pdf_text_get_n_chars (text); i++)
    hopso_cli_pdf_add_box (builder, &boxes[i]);
  json_builder_end_array (builder);
}

static gboolean
add_page (JsonBuilder *builder,
          HopsoPdfDocument *document,
          guint page,
          gboolean has_boxes,
          GError **error)
{
  g_autoptr (HopsoPdfText) text = read_page (document, page, error);

  if (text == NULL)
    return FALSE;
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "page");
  json_builder_add_int_value (builder, page + 1);
  json_builder_set_member_name (builder, "text");
  json_builder_add_string_value (builder, hopso_pdf_text_get_string (text));
  if (has_boxes)
    add_boxes (builder, text);
  json_builder_end_object (builder);
  return TRUE;
}

static gboolean
print_all (HopsoCliPdf *pdf, gboolean has_boxes, gboolean has_paragraphs, GError **error)
{
  g_autoptr (GArray) pages = hopso_cli_pdf_list_pages (pdf, error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (pages == NULL)
    return FALSE;
  json_builder_begin_array (builder);
  for (guint i = 0; i < pages->len; i++)
    {
      const guint page = g_array_index (pages, guint, i);

      if (pdf->as_json     ? !add_page (builder, pdf->document, page, has_boxes, error)
          : has_paragraphs ? !print_paragraphs (pdf->document, page, error)
                           : !print_page (pdf->document, page, error))
        return FALSE;
    }
  json_builder_end_array (builder);
  if (pdf->as_json)
    hopso_cli_print_json (builder);
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
  g_auto (HopsoCliPdf) pdf = HOPSO_CLI_PDF_INIT;
  g_autoptr (GError) error = NULL;
  gboolean has_boxes = FALSE;
  gboolean has_paragraphs = FALSE;
  const GOptionEntry entries[] = {
    HOPSO_CLI_PDF_PAGE_ENTRIES (pdf),
    { "json", 0, 0, G_OPTION_ARG_NONE, &pdf.as_json, N_ ("Print JSON"), NULL },
    { "boxes", 0, 0, G_OPTION_ARG_NONE, &has_boxes,
      N_ ("Tell where each character stands, in JSON"), NULL },
    { "paragraphs", 0, 0, G_OPTION_ARG_NONE, &has_paragraphs, N_ ("Join the lines of a paragraph"),
      NULL },
    HOPSO_CLI_PDF_ENTRIES (pdf),
    { NULL },
  };

  if (!hopso_cli_parse (&usage, entries, &argc, &argv))
    return HOPSO_CLI_USAGE;
  pdf.as_json = pdf.as_json || has_boxes;
  if (!hopso_cli_pdf_open (&pdf, argv[1], &error) ||
      !print_all (&pdf, has_boxes, has_paragraphs, &error))
    return hopso_cli_pdf_fail (error);
  return HOPSO_CLI_YES;
}
