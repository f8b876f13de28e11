/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hopsoctl search: where words stand in a document. Letters typed without diacritics find those
 * with them. */

#include "hopso-cli-commands.h"

#include "hopso-cli-pdf.h"
#include "hopso-cli.h"
#include "hopso-pdf-find.h"
#include "hopso-pdf-reading.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>

static gboolean
interrupt_cb (gpointer user_data)
{
  hopso_pdf_find_stop (user_data);
  return G_SOURCE_CONTINUE;
}

/* All pages are looked through, unless Ctrl+C is pressed. */
static gboolean
run_to_the_end (HopsoPdfFind *find, GError **error)
{
  const guint interrupt = g_unix_signal_add (SIGINT, interrupt_cb, find);

  while (!hopso_pdf_find_is_done (find) && !hopso_pdf_find_is_stopped (find))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (interrupt);
  if (!hopso_pdf_find_is_stopped (find))
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Cancelled"));
  return FALSE;
}

static void
print_hit (HopsoPdfHit *hit)
{
  g_print ("%u: %s[%s]%s\n", hopso_pdf_hit_get_page (hit) + 1, hopso_pdf_hit_get_before (hit),
           hopso_pdf_hit_get_match (hit), hopso_pdf_hit_get_after (hit));
}

static void
add_words (JsonBuilder *builder, const char *name, const char *words)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, words);
}

static gboolean
add_areas (JsonBuilder *builder, HopsoPdfDocument *document, HopsoPdfHit *hit, GError **error)
{
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();

  hopso_pdf_document_page_text_async (document, hopso_pdf_hit_get_page (hit),
                                      hopso_cli_call_get_cancellable (call), hopso_cli_call_done_cb,
                                      call);
  g_autoptr (GAsyncResult) result = hopso_cli_call_wait (call);
  g_autoptr (HopsoPdfText) text = hopso_pdf_document_page_text_finish (document, result, error);
  if (text == NULL)
    return FALSE;
  g_autoptr (GArray) areas =
      hopso_pdf_text_list_areas (text, hopso_pdf_hit_get_start (hit), hopso_pdf_hit_get_end (hit));
  json_builder_set_member_name (builder, "boxes");
  json_builder_begin_array (builder);
  for (guint i = 0; i < areas->len; i++)
    hopso_cli_pdf_add_box (builder, &g_array_index (areas, HopsoPdfBox, i));
  json_builder_end_array (builder);
  return TRUE;
}

static gboolean
add_hit (JsonBuilder *builder, HopsoPdfDocument *document, HopsoPdfHit *hit, GError **error)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "page");
  json_builder_add_int_value (builder, hopso_pdf_hit_get_page (hit) + 1);
  json_builder_set_member_name (builder, "start");
  json_builder_add_int_value (builder, hopso_pdf_hit_get_start (hit));
  json_builder_set_member_name (builder, "end");
  json_builder_add_int_value (builder, hopso_pdf_hit_get_end (hit));
  add_words (builder, "before", hopso_pdf_hit_get_before (hit));
  add_words (builder, "match", hopso_pdf_hit_get_match (hit));
  add_words (builder, "after", hopso_pdf_hit_get_after (hit));
  if (!add_areas (builder, document, hit, error))
    return FALSE;
  json_builder_end_object (builder);
  return TRUE;
}

static gboolean
print_hits (HopsoCliPdf *pdf, HopsoPdfFind *find, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < hopso_pdf_find_get_n_hits (find); i++)
    {
      g_autoptr (HopsoPdfHit) hit = g_list_model_get_item (G_LIST_MODEL (find), i);

      if (!pdf->as_json)
        print_hit (hit);
      else if (!add_hit (builder, pdf->document, hit, error))
        return FALSE;
    }
  json_builder_end_array (builder);
  if (pdf->as_json)
    hopso_cli_print_json (builder);
  return TRUE;
}

/* Pages that could not be read are told, since words may stand on them. */
static int
conclude (HopsoPdfFind *find)
{
  const guint n_failed = hopso_pdf_find_get_n_pages_failed (find);

  if (n_failed > 0)
    g_printerr (ngettext ("hopsoctl: %u page could not be read.\n",
                          "hopsoctl: %u pages could not be read.\n", n_failed),
                n_failed);
  if (hopso_pdf_find_get_n_hits (find) > 0)
    return HOPSO_CLI_YES;
  return n_failed > 0 ? HOPSO_CLI_UNDETERMINED : HOPSO_CLI_NO;
}

/**
 * hopso_cli_run_search:
 *
 * Returns: %HOPSO_CLI_YES when the words were found
 */
int
hopso_cli_run_search (int argc, char **argv)
{
  const HopsoCliUsage usage = { N_ ("WORDS FILE"), N_ ("Find words in a PDF document"), 2, 2 };
  g_auto (HopsoCliPdf) pdf = HOPSO_CLI_PDF_INIT;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &pdf.as_json, N_ ("Print JSON"), NULL },
    HOPSO_CLI_PDF_ENTRIES (pdf),
    { NULL },
  };

  if (!hopso_cli_parse (&usage, entries, &argc, &argv))
    return HOPSO_CLI_USAGE;
  if (!g_utf8_validate (argv[1], -1, NULL))
    return hopso_cli_fail_usage (_ ("The words are not UTF-8."));
  if (!hopso_cli_pdf_open (&pdf, argv[2], &error))
    return hopso_cli_pdf_fail (error);
  g_autoptr (HopsoPdfFind) find = hopso_pdf_find_new (pdf.document, argv[1], 0);
  if (!run_to_the_end (find, &error) || !print_hits (&pdf, find, &error))
    return hopso_cli_pdf_fail (error);
  return conclude (find);
}
