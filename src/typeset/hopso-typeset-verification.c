/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The report of a verification as a document to print: which file, by name, size and digest, the
 * latter also as a QR code; the verdict on the whole; then each signature with everything that the
 * rules want told. It is no administrative document and does not look like one. Any thread. */

#include "hopso-typeset-verification.h"

#include "hopso-typeset-pages-private.h"
#include "hopso-verdict-words.h"

#include <cairo-pdf.h>
#include <glib/gi18n-lib.h>
#include <qrencode.h>

#define TEXT_SIZE   11.0
#define HEAD_SIZE   13.0
#define TITLE_SIZE  17.0
#define NOTE_SIZE   9.0
#define LEFT        HOPSO_MARGIN_LEFT
#define LABEL_WIDTH (42 * HOPSO_MM)
#define QR_SIZE     (30 * HOPSO_MM)
#define QR_QUIET    4
#define ROW_GAP     3.0
#define PADDING     10.0

/* Of a verdict: good, bad, or to be looked at. */
static const double tints[][3] = {
  [HOPSO_VERDICT_VALID] = { 0.88, 0.96, 0.90 },
  [HOPSO_VERDICT_INVALID] = { 0.99, 0.89, 0.89 },
  [HOPSO_VERDICT_UNDETERMINED] = { 0.99, 0.95, 0.82 },
  [HOPSO_VERDICT_UNSIGNED] = { 0.94, 0.94, 0.94 },
};
static const double inks[][3] = {
  [HOPSO_VERDICT_VALID] = { 0.07, 0.41, 0.18 },
  [HOPSO_VERDICT_INVALID] = { 0.65, 0.11, 0.18 },
  [HOPSO_VERDICT_UNDETERMINED] = { 0.48, 0.29, 0 },
  [HOPSO_VERDICT_UNSIGNED] = { 0.2, 0.2, 0.2 },
};

static void
set_colour (HopsoPages *pages, const double colour[3])
{
  cairo_set_source_rgb (pages->cr, colour[0], colour[1], colour[2]);
}

static void
set_black (HopsoPages *pages)
{
  cairo_set_source_rgb (pages->cr, 0, 0, 0);
}

static double
measure (HopsoPages *pages, const char *text, const HopsoTextStyle *style, double width)
{
  g_autoptr (PangoLayout) layout = hopso_pages_create_layout (pages->context, text, style, width);

  return hopso_pages_get_height (layout);
}

/* What follows begins on this page only if it has this much room. */
static void
need (HopsoPages *pages, double height)
{
  if (!pages->is_empty && pages->y + height > pages->bottom)
    hopso_pages_break (pages);
}

/* --- the head -------------------------------------------------------------------------------- */

static void
draw_qr (HopsoPages *pages, const char *digest, double x, double y)
{
  g_autofree char *text = g_strdup_printf ("sha256:%s", digest);
  QRcode *code = QRcode_encodeString8bit (text, 0, QR_ECLEVEL_M);

  /* Only memory can be missing; the digest stands beside it in letters. */
  if (code == NULL)
    return;

  const double module = QR_SIZE / (code->width + 2 * QR_QUIET);
  for (int row = 0; row < code->width; row++)
    for (int column = 0; column < code->width; column++)
      if (code->data[row * code->width + column] & 1)
        cairo_rectangle (pages->cr, x + (column + QR_QUIET) * module, y + (row + QR_QUIET) * module,
                         module, module);
  cairo_fill (pages->cr);
  QRcode_free (code);
}

static void
show_fact (HopsoPages *pages, const char *label, const char *value, double width)
{
  const HopsoTextStyle dim = { .size = TEXT_SIZE };
  const HopsoTextStyle plain = { .size = TEXT_SIZE };
  const double room = width - LABEL_WIDTH - PADDING;
  const double height =
      MAX (measure (pages, label, &dim, LABEL_WIDTH), measure (pages, value, &plain, room));

  need (pages, height);
  cairo_set_source_rgb (pages->cr, 0.35, 0.35, 0.35);
  hopso_pages_show (pages, label, &dim, LEFT, pages->y, LABEL_WIDTH);
  set_black (pages);
  hopso_pages_show (pages, value, &plain, LEFT + LABEL_WIDTH + PADDING, pages->y, room);
  pages->y += height + ROW_GAP;
  pages->is_empty = FALSE;
}

static void
draw_head (HopsoPages *pages, const HopsoTypesetVerification *self)
{
  const HopsoTextStyle title = { .size = TITLE_SIZE, .is_bold = TRUE };
  const double width = HOPSO_TEXT_WIDTH - QR_SIZE - PADDING;
  const char *digest = hopso_signature_report_get_digest (self->report);
  g_autofree char *checked =
      hopso_verdict_words_moment (hopso_signature_report_get_checked_at (self->report));
  g_autofree char *size = g_format_size_full (self->file_size, G_FORMAT_SIZE_LONG_FORMAT);
  const double top = pages->y;

  draw_qr (pages, digest, LEFT + width + PADDING, top);
  pages->y =
      hopso_pages_show (pages, _ ("Report on the digital signatures"), &title, LEFT, top, width) +
      PADDING;
  show_fact (pages, _ ("File"), self->file_name, width);
  show_fact (pages, _ ("Size"), size, width);
  show_fact (pages, _ ("Checked at"), checked != NULL ? checked : "", width);
  show_fact (pages, "SHA-256", digest, width);
  pages->y = MAX (pages->y, top + QR_SIZE) + PADDING;
}

/* --- the verdict ----------------------------------------------------------------------------- */

static void
draw_verdict (HopsoPages *pages, HopsoSignatureReport *report)
{
  const HopsoTextStyle bold = { .size = HEAD_SIZE, .is_bold = TRUE };
  const HopsoTextStyle plain = { .size = TEXT_SIZE };
  const HopsoVerdict verdict = hopso_signature_report_get_verdict (report);
  g_autofree char *headline = hopso_verdict_words_headline (report);
  g_autofree char *sentence = hopso_verdict_words_sentence (report);
  g_autofree char *advice = hopso_verdict_words_advice (report);
  g_autofree char *words = advice != NULL ? g_strdup_printf ("%s. %s", sentence, advice)
                                          : g_strdup_printf ("%s.", sentence);
  const double width = HOPSO_TEXT_WIDTH - 2 * PADDING;
  const double height = measure (pages, headline, &bold, width) + ROW_GAP +
                        measure (pages, words, &plain, width) + 2 * PADDING;

  set_colour (pages, tints[verdict]);
  cairo_rectangle (pages->cr, LEFT, pages->y, HOPSO_TEXT_WIDTH, height);
  cairo_fill (pages->cr);
  set_colour (pages, inks[verdict]);
  cairo_rectangle (pages->cr, LEFT, pages->y, 3, height);
  cairo_fill (pages->cr);
  double y = hopso_pages_show (pages, headline, &bold, LEFT + PADDING, pages->y + PADDING, width);
  set_black (pages);
  hopso_pages_show (pages, words, &plain, LEFT + PADDING, y + ROW_GAP, width);
  pages->y += height + PADDING;
  pages->is_empty = FALSE;
}

/* --- one signature --------------------------------------------------------------------------- */

static void
show_line (HopsoPages *pages, const char *text, gboolean is_bold)
{
  const HopsoTextStyle style = { .size = TEXT_SIZE, .is_bold = is_bold };
  const double height = measure (pages, text, &style, HOPSO_TEXT_WIDTH);

  need (pages, height);
  hopso_pages_show (pages, text, &style, LEFT, pages->y, HOPSO_TEXT_WIDTH);
  pages->y += height + ROW_GAP;
  pages->is_empty = FALSE;
}

static void
draw_reasons (HopsoPages *pages, HopsoSignatureResult *result)
{
  for (guint i = 0; i < hopso_signature_result_get_n_reasons (result); i++)
    {
      const HopsoSignatureReason reason = hopso_signature_result_get_reason (result, i);
      g_autofree char *text = hopso_signature_reason_dup_text (reason);
      g_autofree char *advice = hopso_signature_reason_dup_advice (reason);
      g_autofree char *code =
          g_strdup_printf ("%s (%s)", text, hopso_signature_reason_get_sub_indication (reason));

      if (!hopso_verdict_words_is_first (result, i))
        continue;
      set_colour (pages, inks[hopso_signature_reason_get_verdict (reason)]);
      show_line (pages, code, TRUE);
      set_black (pages);
      if (advice != NULL)
        show_line (pages, advice, FALSE);
    }
}

static void
draw_rest (HopsoPages *pages, HopsoSignatureResult *result)
{
  for (guint i = 0; i < hopso_signature_result_get_n_changes (result); i++)
    {
      g_autofree char *words =
          hopso_verdict_words_change (hopso_signature_result_get_change (result, i));

      show_fact (pages, i == 0 ? _ ("Done afterwards") : "", words, HOPSO_TEXT_WIDTH);
    }
  for (guint i = 0; i < hopso_signature_result_get_n_notes (result); i++)
    {
      g_autofree char *words =
          hopso_signature_note_dup_text (hopso_signature_result_get_note (result, i));

      show_fact (pages, i == 0 ? _ ("Also worth knowing") : "", words, HOPSO_TEXT_WIDTH);
    }
}

static void
draw_signature (HopsoPages *pages, HopsoSignatureResult *result)
{
  const HopsoTextStyle bold = { .size = HEAD_SIZE, .is_bold = TRUE };
  const HopsoVerdict verdict = hopso_signature_result_get_verdict (result);
  g_autofree char *state = hopso_verdict_words_state (result);
  g_autofree char *head =
      g_strdup_printf ("%u. %s: %s", hopso_signature_result_get_facts (result)->revision,
                       hopso_verdict_words_name (result), state);
  g_autoptr (GPtrArray) facts = hopso_verdict_words_list_facts (result);
  const double height = measure (pages, head, &bold, HOPSO_TEXT_WIDTH);

  pages->y += PADDING;
  need (pages, height + 5 * TEXT_SIZE);
  hopso_pages_rule (pages, LEFT, pages->y - ROW_GAP, HOPSO_TEXT_WIDTH);
  set_colour (pages, inks[verdict]);
  hopso_pages_show (pages, head, &bold, LEFT, pages->y, HOPSO_TEXT_WIDTH);
  set_black (pages);
  pages->y += height + ROW_GAP;
  draw_reasons (pages, result);
  pages->y += ROW_GAP;
  for (guint i = 0; i < facts->len; i++)
    {
      const HopsoVerdictFact *fact = g_ptr_array_index (facts, i);

      show_fact (pages, fact->label, fact->value, HOPSO_TEXT_WIDTH);
    }
  draw_rest (pages, result);
}

static void
draw_foot (HopsoPages *pages)
{
  const HopsoTextStyle note = { .size = NOTE_SIZE, .is_italic = TRUE };
  const char *words =
      _ ("Made by HopSo. Checked by ETSI EN 319 102-1 with what was known at the time of checking; "
         "a later check may know more. The report speaks of the file with this SHA-256 only.");
  const double height = measure (pages, words, &note, HOPSO_TEXT_WIDTH);

  pages->y += PADDING;
  need (pages, height);
  hopso_pages_show (pages, words, &note, LEFT, pages->y, HOPSO_TEXT_WIDTH);
}

static void
set_metadata (HopsoPages *pages, const HopsoTypesetVerification *self)
{
  g_autoptr (GDateTime) checked =
      g_date_time_new_from_unix_utc (hopso_signature_report_get_checked_at (self->report));
  g_autofree char *date =
      checked != NULL ? g_date_time_format (checked, "%Y-%m-%dT%H:%M:%SZ") : NULL;

  cairo_pdf_surface_set_metadata (pages->surface, CAIRO_PDF_METADATA_TITLE,
                                  _ ("Report on the digital signatures"));
  cairo_pdf_surface_set_metadata (pages->surface, CAIRO_PDF_METADATA_SUBJECT, self->file_name);
  cairo_pdf_surface_set_metadata (pages->surface, CAIRO_PDF_METADATA_CREATOR, "HopSo");
  cairo_pdf_surface_set_metadata (pages->surface, CAIRO_PDF_METADATA_CREATE_DATE,
                                  date != NULL ? date : "1970-01-01T00:00:00Z");
}

/**
 * hopso_typeset_verification:
 * @self: what is put on paper
 * @error: #HopsoTypesetError
 *
 * Returns: (transfer full): a PDF to print and to keep, with its fonts embedded
 */
GBytes *
hopso_typeset_verification (const HopsoTypesetVerification *self, GError **error)
{
  g_autoptr (HopsoPages) pages = hopso_pages_new (HOPSO_PAGE_WIDTH, HOPSO_PAGE_HEIGHT);
  g_autofree char *name = g_utf8_make_valid (self->file_name, -1);
  const HopsoTypesetVerification sound = { name, self->report, self->file_size };

  set_metadata (pages, &sound);
  draw_head (pages, &sound);
  draw_verdict (pages, self->report);
  for (guint i = 0; i < hopso_signature_report_get_n_results (self->report); i++)
    draw_signature (pages, hopso_signature_report_get_result (self->report, i));
  draw_foot (pages);
  cairo_show_page (pages->cr);
  if (!hopso_pages_end (pages, error))
    return NULL;
  return g_byte_array_free_to_bytes (g_steal_pointer (&pages->bytes));
}
