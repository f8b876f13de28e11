/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hopsoctl reserve: keeps places for number, date and seal in a document before somebody signs it.
 */

#include "hopso-cli-commands.h"

#include "hopso-cli-pdf.h"
#include "hopso-cli-words.h"
#include "hopso-cli.h"
#include "hopso-pdf-reading.h"
#include "hopso-reserve-finder.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MAX_SIDE_PT 14400 /* of any page, ISO 32000-2 annex C */
#define MAX_PAGES   20    /* that are searched for whoever signs, from the last */

typedef struct
{
  char *output;          /* owned, nullable */
  char *number;          /* owned, nullable: places as typed */
  char *date;            /* owned, nullable */
  char *seal;            /* owned, nullable */
  char *signature;       /* owned, nullable */
  char *password_file;   /* owned, nullable */
  HopsoSecret *password; /* owned, nullable: of a protected file */
  int password_fd;
  gboolean is_auto;
  gboolean as_json;
} Options;

static void
options_clear (Options *self)
{
  g_free (self->output);
  g_free (self->number);
  g_free (self->date);
  g_free (self->seal);
  g_free (self->signature);
  g_free (self->password_file);
  g_clear_pointer (&self->password, hopso_secret_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* "X,Y,W,H", or with a page in front, from 1. */
static gboolean
parse_place (const char *text, HopsoReservePlace *place)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  guint n = g_strv_length (parts);
  double values[5] = { 1 };

  if (n != 4 && n != 5)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      double *value = &values[5 - n + i];
      char *end = NULL;

      *value = g_ascii_strtod (parts[i], &end);
      if (end == parts[i] || *end != '\0' || !(*value >= 0) || *value > MAX_SIDE_PT)
        return FALSE;
    }
  if (values[0] < 1 || values[0] != floor (values[0]))
    return FALSE;
  place->place =
      (HopsoSignPlace){ (guint) values[0] - 1, values[1], values[2], values[3], values[4] };
  return values[3] > 0 && values[4] > 0;
}

static const char *
find_contradiction (const Options *options, HopsoReserveOrder *order)
{
  if (options->output == NULL)
    return _ ("Say with -o where the document with its places shall be");
  if (options->seal == NULL && !options->is_auto)
    return _ ("Say with --seal where the seal comes, or --auto");
  if ((options->number != NULL && !parse_place (options->number, &order->number)) ||
      (options->date != NULL && !parse_place (options->date, &order->date)) ||
      (options->seal != NULL && !parse_place (options->seal, &order->seal)) ||
      (options->signature != NULL && !parse_place (options->signature, &order->signature)))
    return _ ("A place is four numbers, X,Y,W,H, or five with the page in front");
  order->number.is_at_end = TRUE;
  order->date.is_italic = TRUE;
  return NULL;
}

/* --- by the words ---------------------------------------------------------------------------- */

static HopsoPdfText *
read_page (HopsoPdfDocument *document, guint page, GError **error)
{
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();
  g_autoptr (GAsyncResult) result = NULL;

  hopso_pdf_document_page_text_async (document, page, hopso_cli_call_get_cancellable (call),
                                      hopso_cli_call_done_cb, call);
  result = hopso_cli_call_wait (call);
  return hopso_pdf_document_page_text_finish (document, result, error);
}

static gboolean
fail_to_find (GError **error, const char *message)
{
  g_set_error_literal (error, HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_RULE, message);
  return FALSE;
}

static gboolean
find_head (HopsoPdfDocument *document, HopsoReserveOrder *order, GError **error)
{
  g_autoptr (HopsoPdfText) text = read_page (document, 0, error);
  double width, height;

  if (text == NULL)
    return FALSE;
  hopso_pdf_document_get_page_size (document, 0, &width, &height);
  if (order->number.place.width <= 0 && !hopso_reserve_find_number (text, width, &order->number))
    return fail_to_find (error,
                         _ ("No gap was found between “Số:” and the symbol. Say with --number "
                            "where the number comes."));
  if (order->date.place.width <= 0 && !hopso_reserve_find_date (text, width, &order->date))
    return fail_to_find (error, _ ("No place was found for the date. Say with --date where it "
                                   "comes."));
  return TRUE;
}

static gboolean
find_seal (HopsoPdfDocument *document, HopsoReserveOrder *order, GError **error)
{
  guint n_pages = hopso_pdf_document_get_n_pages (document);

  if (order->seal.place.width > 0)
    return TRUE;
  for (guint i = 0; i < MIN (n_pages, MAX_PAGES); i++)
    {
      guint page = n_pages - 1 - i;
      g_autoptr (HopsoPdfText) text = read_page (document, page, error);
      double width, height;

      if (text == NULL)
        return FALSE;
      hopso_pdf_document_get_page_size (document, page, &width, &height);
      if (hopso_reserve_find_seal (text, page, width, order))
        return TRUE;
    }
  return fail_to_find (error, _ ("No place was found between position and name of who signs. Say "
                                 "with --seal where the seal comes."));
}

static gboolean
find_places (const char *path, HopsoReserveOrder *order, GError **error)
{
  g_auto (HopsoCliPdf) pdf = HOPSO_CLI_PDF_INIT;

  pdf.password = order->password != NULL ? hopso_secret_ref (order->password) : NULL;
  return hopso_cli_pdf_open (&pdf, path, error) && hopso_cli_pdf_load_sizes (&pdf, error) &&
         find_head (pdf.document, order, error) && find_seal (pdf.document, order, error);
}

/* --- the command ----------------------------------------------------------------------------- */

static void
add_place (JsonBuilder *builder, const char *name, const HopsoSignPlace *place)
{
  const struct
  {
    const char *name;
    double value;
  } numbers[] = {
    { "x", place->x }, { "y", place->y }, { "width", place->width }, { "height", place->height }
  };

  json_builder_set_member_name (builder, name);
  if (place->width <= 0)
    {
      json_builder_add_null_value (builder);
      return;
    }
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "page");
  json_builder_add_int_value (builder, place->page + 1);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      json_builder_set_member_name (builder, numbers[i].name);
      json_builder_add_double_value (builder, round (numbers[i].value * 100) / 100);
    }
  json_builder_end_object (builder);
}

static void
print_json (const HopsoReserveOrder *order)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "reserved");
  json_builder_add_string_value (builder, order->output_path);
  add_place (builder, "number", &order->number.place);
  add_place (builder, "date", &order->date.place);
  add_place (builder, "seal", &order->seal.place);
  add_place (builder, "signature", &order->signature.place);
  json_builder_end_object (builder);
  hopso_cli_print_json (builder);
}

static gboolean
reserve (const HopsoReserveOrder *order, GError **error)
{
  g_autoptr (HopsoPdfClient) client = hopso_pdf_client_new ();
  g_autoptr (HopsoReserver) reserver = hopso_reserver_new (client);
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_auto (HopsoFd) reserved = -1;

  hopso_reserver_reserve_async (reserver, order, hopso_cli_call_get_cancellable (call),
                                hopso_cli_call_done_cb, call);
  result = hopso_cli_call_wait (call);
  reserved = hopso_reserver_reserve_finish (reserver, result, error);
  return reserved >= 0;
}

/* hopsoctl reserve: 0 when the document with its places is there. */
int
hopso_cli_run_reserve (int argc, char **argv)
{
  g_auto (Options) options = { .password_fd = -1 };
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
      N_ ("Where the document with its places goes"), N_ ("FILE") },
    { "number", 0, 0, G_OPTION_ARG_STRING, &options.number, N_ ("Place of the number, in points"),
      N_ ("[PAGE,]X,Y,W,H") },
    { "date", 0, 0, G_OPTION_ARG_STRING, &options.date, N_ ("Place of the date, in points"),
      N_ ("[PAGE,]X,Y,W,H") },
    { "seal", 0, 0, G_OPTION_ARG_STRING, &options.seal, N_ ("Place of the seal, in points"),
      N_ ("[PAGE,]X,Y,W,H") },
    { "signature", 0, 0, G_OPTION_ARG_STRING, &options.signature,
      N_ ("Place of the approving signature, in points"), N_ ("[PAGE,]X,Y,W,H") },
    HOPSO_CLI_PDF_ENTRIES (options),
    { "auto", 0, 0, G_OPTION_ARG_NONE, &options.is_auto,
      N_ ("Find the places that are not given by the words of the document"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.as_json, N_ ("Print JSON"), NULL },
    { NULL },
  };
  const HopsoCliUsage usage = {
    N_ ("FILE"), N_ ("Keep places for number, date and seal before a document is signed"), 1, 1
  };
  HopsoReserveOrder order = { .fd = -1 };
  g_autoptr (GError) error = NULL;
  g_auto (HopsoFd) fd = -1;

  if (!hopso_cli_parse (&usage, entries, &argc, &argv))
    return HOPSO_CLI_USAGE;
  const char *contradiction = find_contradiction (&options, &order);
  if (contradiction != NULL)
    return hopso_cli_fail_usage (contradiction);
  fd = hopso_cli_open_file (argv[1], &error);
  order.fd = fd;
  order.output_path = options.output;
  if (fd < 0 || !hopso_cli_read_password (options.password_file, options.password_fd,
                                          &options.password, &error))
    return hopso_cli_fail_in_words (error);
  order.password = options.password;
  if ((options.is_auto && !find_places (argv[1], &order, &error)) || !reserve (&order, &error))
    return hopso_cli_fail_in_words (error);
  if (options.as_json)
    print_json (&order);
  else
    g_print (_ ("Places reserved: %s\n"), options.output);
  return HOPSO_CLI_YES;
}
