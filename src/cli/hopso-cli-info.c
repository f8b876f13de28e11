/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hopsoctl info: what a document says of itself, and on request everything that leads into it or
 * that it carries. What it says is not verified. */

#include "hopso-cli-info.h"

#include "hopso-cli-commands.h"
#include "hopso-cli.h"
#include "hopso-pdf-reading.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>

/* In the order of hopso-cli-info.h. */
static const HopsoCliInfo sections[] = {
  hopso_cli_info_attachments, hopso_cli_info_fields,  hopso_cli_info_fonts, hopso_cli_info_layers,
  hopso_cli_info_links,       hopso_cli_info_outline, hopso_cli_info_sizes,
};

void
hopso_cli_info_add_words (JsonBuilder *builder, const char *name, const char *words)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, words);
}

void
hopso_cli_info_add_flag (JsonBuilder *builder, const char *name, gboolean is_so)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, is_so);
}

void
hopso_cli_info_add_int (JsonBuilder *builder, const char *name, gint64 number)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, number);
}

/* One row; nothing when the document does not say it. */
static void
tell_words (JsonBuilder *builder, const char *name, const char *label, const char *words)
{
  if (words == NULL)
    return;
  if (builder != NULL)
    hopso_cli_info_add_words (builder, name, words);
  else
    g_print ("%s: %s\n", label, words);
}

static void
tell_time (JsonBuilder *builder, const char *name, const char *label, GDateTime *time)
{
  g_autoptr (GDateTime) here = time != NULL && builder == NULL ? g_date_time_to_local (time) : NULL;
  g_autofree char *words = here != NULL   ? g_date_time_format (here, "%d/%m/%Y %H:%M")
                           : time != NULL ? g_date_time_format_iso8601 (time)
                                          : NULL;

  tell_words (builder, name, label, words);
}

static void
tell_flag (JsonBuilder *builder, const char *name, const char *label, gboolean is_so)
{
  if (builder != NULL)
    hopso_cli_info_add_flag (builder, name, is_so);
  else
    g_print ("%s: %s\n", label, is_so ? _ ("yes") : _ ("no"));
}

static void
tell_permissions (JsonBuilder *builder, guint permissions)
{
  const struct
  {
    guint bit;
    const char *name;
    const char *label;
  } rows[] = {
    { HOPSO_PDF_MAY_PRINT, "print", _ ("printing") },
    { HOPSO_PDF_MAY_CHANGE, "change", _ ("changing") },
    { HOPSO_PDF_MAY_COPY, "copy", _ ("copying") },
    { HOPSO_PDF_MAY_ANNOTATE, "annotate", _ ("annotating") },
    { HOPSO_PDF_MAY_FILL, "fill", _ ("filling forms") },
  };

  if (builder != NULL)
    {
      json_builder_set_member_name (builder, "permissions");
      json_builder_begin_array (builder);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      if (builder == NULL && (permissions & rows[i].bit) == 0)
        g_print ("%s: %s\n", _ ("Not allowed"), rows[i].label);
      else if (builder != NULL && (permissions & rows[i].bit) != 0)
        json_builder_add_string_value (builder, rows[i].name);
    }
  if (builder != NULL)
    json_builder_end_array (builder);
}

static void
tell_doubts (JsonBuilder *builder, const HopsoPdfProperties *properties)
{
  const guint doubts = hopso_pdf_doubts_find (properties, NULL, NULL);

  if (builder != NULL)
    {
      hopso_cli_info_add_flag (builder, "javascript", properties->has_javascript);
      hopso_cli_info_add_flag (builder, "xfa", properties->has_xfa);
      hopso_cli_info_add_flag (builder, "needAppearances", properties->needs_appearances);
      return;
    }
  for (guint bit = 1; bit <= HOPSO_PDF_DOUBT_FIELDS; bit <<= 1)
    {
      if ((doubts & bit) != 0)
        g_print ("%s\n", hopso_pdf_doubt_get_words ((HopsoPdfDoubts) bit));
    }
}

static gboolean
tell_properties (HopsoCliPdf *pdf, JsonBuilder *builder, GError **error)
{
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();
  g_autofree char *n_pages = g_strdup_printf ("%u", hopso_pdf_document_get_n_pages (pdf->document));

  hopso_pdf_document_properties_async (pdf->document, hopso_cli_call_get_cancellable (call),
                                       hopso_cli_call_done_cb, call);
  g_autoptr (GAsyncResult) result = hopso_cli_call_wait (call);
  g_autoptr (HopsoPdfProperties) said =
      hopso_pdf_document_properties_finish (pdf->document, result, error);
  if (said == NULL)
    return FALSE;

  if (builder != NULL)
    hopso_cli_info_add_int (builder, "pages", hopso_pdf_document_get_n_pages (pdf->document));
  else
    tell_words (NULL, "pages", _ ("Pages"), n_pages);
  tell_words (builder, "title", _ ("Title"), said->title);
  tell_words (builder, "author", _ ("Author"), said->author);
  tell_words (builder, "subject", _ ("Subject"), said->subject);
  tell_words (builder, "keywords", _ ("Keywords"), said->keywords);
  tell_words (builder, "creator", _ ("Written with"), said->creator);
  tell_words (builder, "producer", _ ("Made by"), said->producer);
  tell_time (builder, "created", _ ("Created"), said->created);
  tell_time (builder, "modified", _ ("Changed"), said->modified);
  tell_words (builder, "version", _ ("Format"), said->version);
  tell_words (builder, "pdfa", _ ("Says it is"), said->pdfa);
  tell_flag (builder, "encrypted", _ ("Protected"), said->is_encrypted);
  tell_flag (builder, "tagged", _ ("Tagged"), said->is_tagged);
  tell_flag (builder, "linearized", _ ("Ready for the web"), said->is_linearized);
  tell_permissions (builder, said->permissions);
  tell_doubts (builder, said);
  return TRUE;
}

static gboolean
tell (HopsoCliPdf *pdf, const gboolean *wanted, GError **error)
{
  g_autoptr (JsonBuilder) builder = pdf->as_json ? json_builder_new () : NULL;

  if (builder != NULL)
    json_builder_begin_object (builder);
  if (!tell_properties (pdf, builder, error))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (sections); i++)
    {
      if (wanted[i] && !sections[i](pdf, builder, error))
        return FALSE;
    }
  if (builder == NULL)
    return TRUE;
  json_builder_end_object (builder);
  hopso_cli_print_json (builder);
  return TRUE;
}

/* An attachment is only ever written where it was asked for. */
static gboolean
save_attachment (HopsoCliPdf *pdf, int number, const char *path, GError **error)
{
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();
  g_auto (HopsoFd) fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);

  if (fd < 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", path,
                   g_strerror (errno));
      return FALSE;
    }
  hopso_pdf_document_save_attachment_async (pdf->document, (guint) number - 1, fd,
                                            hopso_cli_call_get_cancellable (call),
                                            hopso_cli_call_done_cb, call);
  g_autoptr (GAsyncResult) result = hopso_cli_call_wait (call);
  if (hopso_pdf_document_save_attachment_finish (pdf->document, result, error))
    return TRUE;
  unlink (path);
  return FALSE;
}

/**
 * hopso_cli_run_info:
 *
 * Returns: %HOPSO_CLI_YES when it was told
 */
int
hopso_cli_run_info (int argc, char **argv)
{
  const HopsoCliUsage usage = { N_ ("FILE"), N_ ("Say what is known of a PDF document"), 1, 1 };
  g_auto (HopsoCliPdf) pdf = HOPSO_CLI_PDF_INIT;
  g_autoptr (GError) error = NULL;
  gboolean wanted[G_N_ELEMENTS (sections)] = { FALSE };
  g_autofree char *output = NULL;
  int number = 0;
  const GOptionEntry entries[] = {
    { "attachments", 0, 0, G_OPTION_ARG_NONE, &wanted[0], N_ ("List the attachments"), NULL },
    { "fields", 0, 0, G_OPTION_ARG_NONE, &wanted[1], N_ ("List the form fields"), NULL },
    { "fonts", 0, 0, G_OPTION_ARG_NONE, &wanted[2], N_ ("List the fonts"), NULL },
    { "layers", 0, 0, G_OPTION_ARG_NONE, &wanted[3], N_ ("List the layers"), NULL },
    { "links", 0, 0, G_OPTION_ARG_NONE, &wanted[4], N_ ("List the links"), NULL },
    { "outline", 0, 0, G_OPTION_ARG_NONE, &wanted[5], N_ ("Print the table of contents"), NULL },
    { "sizes", 0, 0, G_OPTION_ARG_NONE, &wanted[6], N_ ("List the pages"), NULL },
    { "save", 0, 0, G_OPTION_ARG_INT, &number, N_ ("Save an attachment, counted from 1"),
      N_ ("NUMBER") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, N_ ("New file for the attachment"),
      N_ ("FILE") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &pdf.as_json, N_ ("Print JSON"), NULL },
    HOPSO_CLI_PDF_PAGE_ENTRIES (pdf),
    HOPSO_CLI_PDF_ENTRIES (pdf),
    { NULL },
  };

  if (!hopso_cli_parse (&usage, entries, &argc, &argv))
    return HOPSO_CLI_USAGE;
  if (number < 0 || (number > 0) != (output != NULL))
    return hopso_cli_fail_usage (_ ("Say with --save which attachment and with -o where to."));
  if (!hopso_cli_pdf_open (&pdf, argv[1], &error))
    return hopso_cli_pdf_fail (error);
  if (number > 0 ? !save_attachment (&pdf, number, output, &error) : !tell (&pdf, wanted, &error))
    return hopso_cli_pdf_fail (error);
  return HOPSO_CLI_YES;
}
