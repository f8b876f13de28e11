/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Gathers the parts of a document: words only, made fit for setting (valid, composed, one line
 * where a line is meant). It knows nothing of pages. Any thread, one at a time. */

#include "hopso-typeset-document-private.h"

#include <string.h>

static void
block_free (HopsoBlock *block)
{
  g_free (block->label);
  g_free (block->text);
  g_clear_pointer (&block->table, hopso_typeset_table_free);
  g_free (block);
}

/* Composed letters, since a font draws "ẵ" better than "ă" with a loose tilde, and since text
 * taken out of the PDF again shall be what people type. Control characters become spaces. */
static char *
clean (const char *text)
{
  if (text == NULL)
    return NULL;
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  char *composed = g_utf8_normalize (valid, -1, G_NORMALIZE_NFC);

  for (char *c = composed; *c != '\0'; c++)
    if (((guchar) *c < 0x20 && *c != '\n') || *c == 0x7f)
      *c = ' ';
  return composed;
}

static void
replace (char **place, const char *text)
{
  g_free (*place);
  *place = clean (text);
}

/**
 * hopso_typeset_document_new:
 * @kind: the layout it gets
 *
 * Returns: (transfer full): a document without words
 */
HopsoTypesetDocument *
hopso_typeset_document_new (HopsoTypesetKind kind)
{
  HopsoTypesetDocument *self = g_new0 (HopsoTypesetDocument, 1);

  self->kind = kind;
  self->agency = g_strdup ("");
  self->symbol = g_strdup ("");
  self->place = g_strdup ("");
  self->addressees = g_ptr_array_new_with_free_func (g_free);
  self->recipients = g_ptr_array_new_with_free_func (g_free);
  self->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) block_free);
  return self;
}

/**
 * hopso_typeset_document_free:
 * @self: (transfer full): a document
 */
void
hopso_typeset_document_free (HopsoTypesetDocument *self)
{
  char **words[] = {
    &self->title,   &self->parent,    &self->agency, &self->number,           &self->symbol,
    &self->place,   &self->date,      &self->name,   &self->abstract,         &self->circulation,
    &self->decider, &self->authority, &self->signer, &self->second_authority, &self->second_signer,
    &self->drafter, &self->contact
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    g_free (*words[i]);
  g_ptr_array_unref (self->addressees);
  g_ptr_array_unref (self->recipients);
  g_ptr_array_unref (self->blocks);
  g_free (self);
}

/**
 * hopso_typeset_document_set_title:
 * @self: a document
 * @title: (nullable): the title readers of the PDF show; %NULL takes the abstract
 */
void
hopso_typeset_document_set_title (HopsoTypesetDocument *self, const char *title)
{
  replace (&self->title, title);
}

/**
 * hopso_typeset_document_set_created:
 * @self: a document
 * @unix_seconds: the PDF's date of creation; the same words and date give the same bytes
 */
void
hopso_typeset_document_set_created (HopsoTypesetDocument *self, gint64 unix_seconds)
{
  self->created = unix_seconds;
}

/**
 * hopso_typeset_document_set_agency:
 * @self: a document
 * @parent: (nullable): the agency above, in capitals
 * @agency: the agency that issues it, in capitals
 */
void
hopso_typeset_document_set_agency (HopsoTypesetDocument *self,
                                   const char *parent,
                                   const char *agency)
{
  g_return_if_fail (agency != NULL);
  replace (&self->parent, parent);
  replace (&self->agency, agency);
}

/**
 * hopso_typeset_document_set_number:
 * @self: a document
 * @number: (nullable): the number, "05"; %NULL leaves its place free
 * @symbol: the symbol, "QĐ-UBND"
 */
void
hopso_typeset_document_set_number (HopsoTypesetDocument *self,
                                   const char *number,
                                   const char *symbol)
{
  g_return_if_fail (symbol != NULL);
  replace (&self->number, number);
  replace (&self->symbol, symbol);
}

/**
 * hopso_typeset_document_set_date:
 * @self: a document
 * @place: where it is issued
 * @date: (nullable): as hopso_typeset_format_date() writes it; %NULL leaves its place free
 */
void
hopso_typeset_document_set_date (HopsoTypesetDocument *self, const char *place, const char *date)
{
  g_return_if_fail (place != NULL);
  replace (&self->place, place);
  replace (&self->date, date);
}

/**
 * hopso_typeset_document_set_name:
 * @self: a document
 * @name: (nullable): the name of its type in capitals, "TỜ TRÌNH"; a công văn has none
 * @abstract: (nullable): what it is about
 */
void
hopso_typeset_document_set_name (HopsoTypesetDocument *self, const char *name, const char *abstract)
{
  replace (&self->name, name);
  replace (&self->abstract, abstract);
}

/**
 * hopso_typeset_document_set_urgency:
 * @self: a document
 * @urgency: how urgent it is; drawn as a red box under the number
 */
void
hopso_typeset_document_set_urgency (HopsoTypesetDocument *self, HopsoTypesetUrgency urgency)
{
  self->urgency = urgency;
}

/**
 * hopso_typeset_document_set_circulation:
 * @self: a document
 * @circulation: (nullable): "LƯU HÀNH NỘI BỘ", "XEM XONG TRẢ LẠI"
 */
void
hopso_typeset_document_set_circulation (HopsoTypesetDocument *self, const char *circulation)
{
  replace (&self->circulation, circulation);
}

/**
 * hopso_typeset_document_set_decider:
 * @self: a decision
 * @decider: who decides, in capitals: "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH …"
 */
void
hopso_typeset_document_set_decider (HopsoTypesetDocument *self, const char *decider)
{
  replace (&self->decider, decider);
}

/**
 * hopso_typeset_document_set_signer:
 * @self: a document
 * @authority: the lines of authority and position: "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"
 * @name: (nullable): the signer's name, without titles
 */
void
hopso_typeset_document_set_signer (HopsoTypesetDocument *self,
                                   const char *authority,
                                   const char *name)
{
  replace (&self->authority, authority);
  replace (&self->signer, name);
}

/**
 * hopso_typeset_document_set_second_signer:
 * @self: minutes
 * @authority: "THƯ KÝ"
 * @name: (nullable): the secretary's name
 */
void
hopso_typeset_document_set_second_signer (HopsoTypesetDocument *self,
                                          const char *authority,
                                          const char *name)
{
  replace (&self->second_authority, authority);
  replace (&self->second_signer, name);
}

/**
 * hopso_typeset_document_set_drafter:
 * @self: a document
 * @drafter: (nullable): the drafter's symbol and the number of copies, "NVA.05"
 */
void
hopso_typeset_document_set_drafter (HopsoTypesetDocument *self, const char *drafter)
{
  replace (&self->drafter, drafter);
}

/**
 * hopso_typeset_document_set_contact:
 * @self: a document
 * @contact: (nullable): address, telephone, mail: the line at the foot of page 1
 */
void
hopso_typeset_document_set_contact (HopsoTypesetDocument *self, const char *contact)
{
  replace (&self->contact, contact);
}

/**
 * hopso_typeset_document_add_addressee:
 * @self: a document
 * @addressee: somebody for "Kính gửi:"; a single one stands on the same line
 */
void
hopso_typeset_document_add_addressee (HopsoTypesetDocument *self, const char *addressee)
{
  g_ptr_array_add (self->addressees, clean (addressee));
}

/**
 * hopso_typeset_document_add_recipient:
 * @self: a document
 * @recipient: a line of "Nơi nhận:" without dash and semicolon: "Như trên", "Lưu: VT, TH"
 */
void
hopso_typeset_document_add_recipient (HopsoTypesetDocument *self, const char *recipient)
{
  g_ptr_array_add (self->recipients, clean (recipient));
}

static HopsoBlock *
add_block (HopsoTypesetDocument *self, HopsoBlockKind kind, const char *label, const char *text)
{
  HopsoBlock *block = g_new0 (HopsoBlock, 1);

  block->kind = kind;
  block->label = clean (label);
  block->text = clean (text);
  g_ptr_array_add (self->blocks, block);
  return block;
}

/**
 * hopso_typeset_document_add_ground:
 * @self: a document
 * @text: why it may be issued, "Căn cứ …;": set in italics
 */
void
hopso_typeset_document_add_ground (HopsoTypesetDocument *self, const char *text)
{
  add_block (self, HOPSO_BLOCK_GROUND, NULL, text);
}

/**
 * hopso_typeset_document_add_paragraph:
 * @self: a document
 * @text: a paragraph; each of its lines starts a new one
 */
void
hopso_typeset_document_add_paragraph (HopsoTypesetDocument *self, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (*g_strstrip (lines[i]) != '\0')
      add_block (self, HOPSO_BLOCK_PARAGRAPH, NULL, lines[i]);
}

/**
 * hopso_typeset_document_add_labelled:
 * @self: a document
 * @label: bold words in front: "Điều 1.", "Thời gian:"
 * @text: the rest of the paragraph
 */
void
hopso_typeset_document_add_labelled (HopsoTypesetDocument *self,
                                     const char *label,
                                     const char *text)
{
  add_block (self, HOPSO_BLOCK_PARAGRAPH, label, text);
}

/**
 * hopso_typeset_document_add_heading:
 * @self: a document
 * @text: a heading with its number, "I. KẾT QUẢ": bold, upright
 */
void
hopso_typeset_document_add_heading (HopsoTypesetDocument *self, const char *text)
{
  add_block (self, HOPSO_BLOCK_HEADING, NULL, text);
}

/**
 * hopso_typeset_document_add_subheading:
 * @self: a document
 * @text: a smaller heading with its number, "1. Về thu ngân sách"
 */
void
hopso_typeset_document_add_subheading (HopsoTypesetDocument *self, const char *text)
{
  add_block (self, HOPSO_BLOCK_SUBHEADING, NULL, text);
}

/**
 * hopso_typeset_document_add_centred:
 * @self: a document
 * @text: a bold line in the middle: "QUYẾT NGHỊ:"
 */
void
hopso_typeset_document_add_centred (HopsoTypesetDocument *self, const char *text)
{
  add_block (self, HOPSO_BLOCK_CENTRED, NULL, text);
}

/**
 * hopso_typeset_document_add_table:
 * @self: a document
 * @table: (transfer full): a table with at least one column
 */
void
hopso_typeset_document_add_table (HopsoTypesetDocument *self, HopsoTypesetTable *table)
{
  g_return_if_fail (table->columns->len > 0);
  add_block (self, HOPSO_BLOCK_TABLE, NULL, NULL)->table = table;
}

/**
 * hopso_typeset_document_add_page_break:
 * @self: a document
 */
void
hopso_typeset_document_add_page_break (HopsoTypesetDocument *self)
{
  add_block (self, HOPSO_BLOCK_PAGE_BREAK, NULL, NULL);
}

/**
 * hopso_typeset_document_begin_annex:
 * @self: a document
 * @label: "Phụ lục I"
 * @title: its title
 *
 * What is added from here on stands after the signature, on pages numbered anew.
 */
void
hopso_typeset_document_begin_annex (HopsoTypesetDocument *self,
                                    const char *label,
                                    const char *title)
{
  add_block (self, HOPSO_BLOCK_ANNEX, label, title);
}

static void
column_free (HopsoTableColumn *column)
{
  g_free (column->title);
  g_free (column);
}

/**
 * hopso_typeset_table_new:
 *
 * Returns: (transfer full): a table without columns
 */
HopsoTypesetTable *
hopso_typeset_table_new (void)
{
  HopsoTypesetTable *self = g_new0 (HopsoTypesetTable, 1);

  self->columns = g_ptr_array_new_with_free_func ((GDestroyNotify) column_free);
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  return self;
}

/**
 * hopso_typeset_table_free:
 * @self: (transfer full): a table
 */
void
hopso_typeset_table_free (HopsoTypesetTable *self)
{
  g_ptr_array_unref (self->columns);
  g_ptr_array_unref (self->rows);
  g_free (self);
}

/**
 * hopso_typeset_table_add_column:
 * @self: a table without rows
 * @title: the words above the column, repeated on every page
 * @weight: its share of the width
 * @alignment: of its cells
 */
void
hopso_typeset_table_add_column (HopsoTypesetTable *self,
                                const char *title,
                                double weight,
                                HopsoTypesetAlignment alignment)
{
  g_return_if_fail (self->rows->len == 0);
  g_return_if_fail (weight > 0);

  HopsoTableColumn *column = g_new0 (HopsoTableColumn, 1);

  column->title = clean (title);
  column->weight = weight;
  column->alignment = alignment;
  g_ptr_array_add (self->columns, column);
}

/**
 * hopso_typeset_table_add_row:
 * @self: a table
 * @cells: (array zero-terminated=1): its cells; missing ones stay empty, more are left out
 */
void
hopso_typeset_table_add_row (HopsoTypesetTable *self, const char *const *cells)
{
  g_autoptr (GStrvBuilder) row = g_strv_builder_new ();
  guint n_cells = g_strv_length ((char **) cells);

  for (guint i = 0; i < self->columns->len; i++)
    {
      g_autofree char *cell = clean (i < n_cells ? cells[i] : "");

      g_strv_builder_add (row, cell);
    }
  g_ptr_array_add (self->rows, g_strv_builder_end (row));
}

/**
 * hopso_typeset_format_date:
 * @day: 1 to 31
 * @month: 1 to 12
 * @year: the year
 *
 * Returns: (transfer full): "ngày 05 tháng 01 năm 2026": days below 10 and the months 1 and 2 get
 *   a zero in front, the other months do not
 */
char *
hopso_typeset_format_date (int day, int month, int year)
{
  return g_strdup_printf ("ngày %02d tháng %s%d năm %d", day, month < 3 ? "0" : "", month, year);
}
