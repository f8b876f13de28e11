/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lays a document out from top to bottom and writes it as a PDF. What is drawn where is decided
 * here; how, in the other files of this room. Same words, same date of creation, same fonts: same
 * bytes. Any thread. */

#include "hopso-typeset-pages-private.h"

#include "hopso-fd.h"

#include <cairo-pdf.h>
#include <string.h>

typedef struct
{
  HopsoPages *pages;              /* borrowed */
  HopsoTypesetDocument *document; /* borrowed */
  HopsoTypesetReport *report;     /* borrowed */
} Writer;

static void
set_metadata (HopsoPages *pages, HopsoTypesetDocument *document)
{
  g_autoptr (GDateTime) created = g_date_time_new_from_unix_utc (document->created);
  g_autofree char *date = created ? g_date_time_format (created, "%Y-%m-%dT%H:%M:%SZ") : NULL;
  const char *title = document->title ? document->title : document->abstract;

  cairo_pdf_surface_set_metadata (pages->surface, CAIRO_PDF_METADATA_TITLE, title ? title : "");
  cairo_pdf_surface_set_metadata (pages->surface, CAIRO_PDF_METADATA_CREATOR, "HopSo");
  cairo_pdf_surface_set_metadata (pages->surface, CAIRO_PDF_METADATA_CREATE_DATE,
                                  date ? date : "1970-01-01T00:00:00Z");
}

/* "./." closes the text of a document, but not minutes, which close with their own sentence. */
static char *
close_text (const char *text)
{
  gsize size = strlen (text);

  if (g_str_has_suffix (text, "./."))
    return g_strdup (text);
  while (size > 0 && (text[size - 1] == '.' || text[size - 1] == ' '))
    size--;
  return g_strdup_printf ("%.*s./.", (int) size, text);
}

static void
write_paragraph (Writer *self, const HopsoBlock *block, gboolean is_last)
{
  HopsoTextStyle style = {
    .size = HOPSO_BODY_SIZE, .is_justified = TRUE, .indent = HOPSO_FIRST_INDENT, .spacing = 1.1
  };
  g_autofree char *closed = is_last && self->document->kind != HOPSO_TYPESET_MINUTES
                                ? close_text (block->text)
                                : g_strdup (block->text);
  g_autofree char *text =
      block->label ? g_strdup_printf ("%s %s", block->label, closed) : g_strdup (closed);
  double keep = is_last ? hopso_typeset_measure_signature (self->pages, self->document) : 0;

  style.is_italic = block->kind == HOPSO_BLOCK_GROUND;
  style.label_size = block->label ? strlen (block->label) : 0;
  hopso_pages_flow (self->pages, text, &style, HOPSO_PARAGRAPH_GAP, keep);
}

static void
write_heading (Writer *self, const HopsoBlock *block)
{
  HopsoTextStyle style = { .size = HOPSO_BODY_SIZE,
                           .is_bold = TRUE,
                           .is_italic = block->kind == HOPSO_BLOCK_SUBHEADING,
                           .indent = HOPSO_FIRST_INDENT,
                           .spacing = 1.1 };

  if (block->kind == HOPSO_BLOCK_CENTRED)
    {
      style.alignment = PANGO_ALIGN_CENTER;
      style.indent = 0;
    }
  /* Never a heading without two lines below it. */
  hopso_pages_flow (self->pages, block->text, &style, HOPSO_PARAGRAPH_GAP + 3,
                    3 * HOPSO_BODY_SIZE * 1.3);
}

static void
begin_annex (Writer *self, const HopsoBlock *block)
{
  const HopsoTextStyle bold = { .size = HOPSO_BODY_SIZE,
                                .is_bold = TRUE,
                                .alignment = PANGO_ALIGN_CENTER };
  const HopsoTextStyle italic = { .size = HOPSO_BODY_SIZE,
                                  .is_italic = TRUE,
                                  .alignment = PANGO_ALIGN_CENTER };
  HopsoPages *pages = self->pages;
  g_autofree char *reference = g_strdup_printf (
      "(Kèm theo văn bản số: ……/%s ngày …… tháng …… năm ……)", self->document->symbol);

  hopso_pages_restart_numbers (pages);
  hopso_pages_flow (pages, block->label, &bold, 0, 0);
  hopso_pages_flow (pages, block->text, &bold, 0, 0);
  hopso_pages_flow (pages, reference, &italic, 0, 0);
  hopso_pages_rule (pages, HOPSO_MARGIN_LEFT + 0.35 * HOPSO_TEXT_WIDTH, pages->y + 3,
                    0.3 * HOPSO_TEXT_WIDTH);
  pages->y += 9;
}

static gboolean
write_block (Writer *self, const HopsoBlock *block, gboolean is_last, GError **error)
{
  switch (block->kind)
    {
    case HOPSO_BLOCK_GROUND:
    case HOPSO_BLOCK_PARAGRAPH:
      write_paragraph (self, block, is_last);
      return TRUE;
    case HOPSO_BLOCK_HEADING:
    case HOPSO_BLOCK_SUBHEADING:
    case HOPSO_BLOCK_CENTRED:
      write_heading (self, block);
      return TRUE;
    case HOPSO_BLOCK_TABLE:
      return hopso_typeset_draw_table (self->pages, block->table, error);
    case HOPSO_BLOCK_PAGE_BREAK:
      hopso_pages_break (self->pages);
      return TRUE;
    case HOPSO_BLOCK_ANNEX:
      begin_annex (self, block);
      return TRUE;
    default:
      g_assert_not_reached ();
    }
}

static guint
find_end (HopsoTypesetDocument *document)
{
  guint end = 0;

  while (end < document->blocks->len &&
         ((HopsoBlock *) g_ptr_array_index (document->blocks, end))->kind != HOPSO_BLOCK_ANNEX)
    end++;
  return end;
}

static gboolean
write_blocks (Writer *self, guint from, guint to, gboolean is_main, GError **error)
{
  static const HopsoBlock decision = { HOPSO_BLOCK_CENTRED, NULL, (char *) "QUYẾT ĐỊNH:", NULL };
  GPtrArray *blocks = self->document->blocks;
  gboolean is_decision = is_main && self->document->kind == HOPSO_TYPESET_DECISION;
  gboolean was_ground = FALSE;

  for (guint i = from; i < to; i++)
    {
      const HopsoBlock *block = g_ptr_array_index (blocks, i);
      gboolean is_ground = block->kind == HOPSO_BLOCK_GROUND;

      if (is_decision && was_ground && !is_ground && !write_block (self, &decision, FALSE, error))
        return FALSE;
      was_ground = is_ground;
      if (!write_block (self, block, is_main && i + 1 == to, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * hopso_typeset_document_write_bytes:
 * @self: a document
 * @report: (out caller-allocates) (nullable): what it became
 * @error: #HopsoTypesetError
 *
 * Returns: (transfer full): the PDF, with its fonts embedded
 */
GBytes *
hopso_typeset_document_write_bytes (HopsoTypesetDocument *self,
                                    HopsoTypesetReport *report,
                                    GError **error)
{
  HopsoTypesetReport result = { 0 };
  g_autoptr (HopsoPages) pages = hopso_pages_new (HOPSO_PAGE_WIDTH, HOPSO_PAGE_HEIGHT);
  Writer writer = { pages, self, &result };
  guint end = find_end (self);

  set_metadata (pages, self);
  pages->y = hopso_typeset_draw_head (pages, self, &result);
  pages->is_empty = FALSE;
  if (!write_blocks (&writer, 0, end, TRUE, error))
    return NULL;
  hopso_typeset_draw_signature (pages, self, &result);
  if (!write_blocks (&writer, end, self->blocks->len, FALSE, error))
    return NULL;
  cairo_show_page (pages->cr);
  result.n_pages = pages->page + 1;
  if (!hopso_pages_end (pages, error))
    return NULL;
  if (report != NULL)
    *report = result;
  return g_byte_array_free_to_bytes (g_steal_pointer (&pages->bytes));
}

/**
 * hopso_typeset_document_write:
 * @self: a document
 * @fd: an empty file or memfd
 * @report: (out caller-allocates) (nullable): what it became
 * @error: #HopsoTypesetError, or writing's
 *
 * Returns: whether the PDF stands in @fd
 */
gboolean
hopso_typeset_document_write (HopsoTypesetDocument *self,
                              int fd,
                              HopsoTypesetReport *report,
                              GError **error)
{
  g_autoptr (GBytes) bytes = hopso_typeset_document_write_bytes (self, report, error);

  if (bytes == NULL)
    return FALSE;
  return hopso_fd_write_at (fd, 0, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error);
}
