/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One cross-reference section: a table with its trailer, a stream, or the two of a hybrid file
 * (ISO 32000-2, 7.5.4, 7.5.8). Strict: entries have exactly 20 bytes and no number stands twice,
 * since readers would choose differently. */

#include "hopso-pdf-xref-private.h"

#include "hopso-pdf-error-private.h"

#include <string.h>

#define ENTRY_SIZE      20
#define MAX_ENTRIES     (1u << 22)
#define MAX_NUMBER      8388607
#define MAX_STREAM_SIZE ((gsize) 64 << 20)

static HopsoPdfSection *
section_new (guint64 offset)
{
  HopsoPdfSection *self = g_new0 (HopsoPdfSection, 1);

  self->ref_count = 1;
  self->offset = offset;
  self->entries = g_array_new (FALSE, FALSE, sizeof (HopsoPdfEntry));
  return self;
}

static gboolean
add_entry (GArray *entries, const HopsoPdfEntry *entry, GError **error)
{
  if (entries->len >= MAX_ENTRIES || entry->number > MAX_NUMBER)
    return hopso_pdf_fail (error, HOPSO_PDF_ERROR_TOO_COMPLEX, "There are too many objects");
  g_array_append_val (entries, *entry);
  return TRUE;
}

static gboolean
read_digits (const guint8 *text, guint n, guint64 *value)
{
  *value = 0;
  for (guint i = 0; i < n; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return FALSE;
      *value = *value * 10 + (guint64) (text[i] - '0');
    }
  return TRUE;
}

/* "nnnnnnnnnn ggggg n" and two bytes of line end. */
static gboolean
read_table_entry (const guint8 *line, HopsoPdfEntry *entry)
{
  guint64 generation;
  gboolean ends_well = (line[18] == ' ' && (line[19] == '\r' || line[19] == '\n')) ||
                       (line[18] == '\r' && line[19] == '\n');

  if (!ends_well || line[10] != ' ' || line[16] != ' ' || (line[17] != 'n' && line[17] != 'f') ||
      !read_digits (line, 10, &entry->where) || !read_digits (line + 11, 5, &generation) ||
      generation > G_MAXUINT16)
    return FALSE;
  entry->generation = (guint16) generation;
  entry->kind = line[17] == 'n' ? HOPSO_PDF_ENTRY_PLAIN : HOPSO_PDF_ENTRY_FREE;
  return TRUE;
}

static void
skip_blanks (HopsoPdfLexer *lexer)
{
  while (hopso_pdf_is_space (hopso_pdf_lexer_peek_byte (lexer)))
    hopso_pdf_lexer_skip_byte (lexer);
}

/* The entries after "first count"; the lexer is behind those two numbers. */
static gboolean
read_subsection (
    HopsoPdfLexer *lexer, HopsoPdfSection *self, gint64 first, gint64 count, GError **error)
{
  skip_blanks (lexer);
  if (first > MAX_NUMBER || count > MAX_NUMBER ||
      (guint64) count > (lexer->end - lexer->position) / ENTRY_SIZE)
    return hopso_pdf_fail_damaged (error, "A cross-reference table is impossibly long");
  for (gint64 i = 0; i < count; i++)
    {
      HopsoPdfEntry entry = { .number = (guint32) (first + i) };
      guint8 line[ENTRY_SIZE];

      if (!hopso_pdf_source_read (lexer->source, lexer->position, line, sizeof line, error))
        return FALSE;
      if (!read_table_entry (line, &entry))
        return hopso_pdf_fail_damaged (error, "A cross-reference table has a malformed entry");
      if (!add_entry (self->entries, &entry, error))
        return FALSE;
      hopso_pdf_lexer_seek (lexer, lexer->position + ENTRY_SIZE);
    }
  return TRUE;
}

static gboolean
read_table (HopsoPdfLexer *lexer, HopsoPdfSection *self, GError **error)
{
  for (;;)
    {
      gint64 first, count;

      if (!hopso_pdf_lexer_next (lexer, error))
        return FALSE;
      if (hopso_pdf_lexer_is_keyword (lexer, "trailer"))
        break;
      first = lexer->integer;
      if (lexer->kind != HOPSO_PDF_TOKEN_INTEGER || first < 0 ||
          !hopso_pdf_parse_integer (lexer, &count, NULL))
        return hopso_pdf_fail_damaged (error, "A cross-reference table is malformed");
      if (!read_subsection (lexer, self, first, count, error))
        return FALSE;
    }
  self->kind = HOPSO_PDF_XREF_TABLE;
  self->trailer = hopso_pdf_parse_object (lexer, error);
  if (self->trailer == NULL)
    return FALSE;
  if (hopso_pdf_object_get_kind (self->trailer) != HOPSO_PDF_DICTIONARY)
    return hopso_pdf_fail_damaged (error, "A trailer is not a dictionary");
  self->body_end = lexer->position;
  return TRUE;
}

static guint64
read_field (const guint8 *bytes, guint width)
{
  guint64 value = 0;

  for (guint i = 0; i < width; i++)
    value = value << 8 | bytes[i];
  return value;
}

/* One row of a cross-reference stream (7.5.8.3, table 18). */
static gboolean
read_stream_entry (const guint8 *row, const guint widths[3], HopsoPdfEntry *entry)
{
  guint64 kind = widths[0] > 0 ? read_field (row, widths[0]) : 1;
  guint64 second = read_field (row + widths[0], widths[1]);
  guint64 third = read_field (row + widths[0] + widths[1], widths[2]);

  /* Kinds to come are to be taken as null. */
  entry->kind = kind <= 2 ? (guint8) kind : HOPSO_PDF_ENTRY_FREE;
  entry->where = second;
  if (entry->kind == HOPSO_PDF_ENTRY_COMPRESSED)
    {
      entry->index = (guint32) third;
      return second >= 1 && second <= MAX_NUMBER && third <= MAX_NUMBER;
    }
  entry->generation = (guint16) third;
  return entry->kind == HOPSO_PDF_ENTRY_FREE || third <= G_MAXUINT16;
}

static gboolean
read_widths (HopsoPdfObject *stream, guint widths[3], gsize *row_size)
{
  HopsoPdfObject *array = hopso_pdf_object_get (stream, "W");

  if (hopso_pdf_object_get_length (array) != 3)
    return FALSE;
  *row_size = 0;
  for (guint i = 0; i < 3; i++)
    {
      gint64 width;

      if (!hopso_pdf_object_get_integer (hopso_pdf_object_get_item (array, i), &width) ||
          width < 0 || width > 8)
        return FALSE;
      widths[i] = (guint) width;
      *row_size += widths[i];
    }
  return *row_size > 0;
}

static HopsoPdfObject *
dup_index (HopsoPdfObject *stream)
{
  HopsoPdfObject *index = hopso_pdf_object_get (stream, "Index");

  if (hopso_pdf_object_is_null (index))
    {
      HopsoPdfObject *whole[] = { hopso_pdf_object_new_integer (0),
                                  hopso_pdf_object_ref (hopso_pdf_object_get (stream, "Size")) };

      return hopso_pdf_object_new_array (whole, 2);
    }
  return hopso_pdf_object_ref (index);
}

static gboolean
read_rows (HopsoPdfSection *self, HopsoPdfObject *stream, GBytes *rows, GError **error)
{
  g_autoptr (HopsoPdfObject) index = dup_index (stream);
  gsize size, row_size, at = 0;
  const guint8 *bytes = g_bytes_get_data (rows, &size);
  guint widths[3];
  gboolean is_good = read_widths (stream, widths, &row_size);

  for (guint i = 0; is_good && i < hopso_pdf_object_get_length (index); i += 2)
    {
      gint64 first, count;

      is_good = hopso_pdf_object_get_integer (hopso_pdf_object_get_item (index, i), &first) &&
                hopso_pdf_object_get_integer (hopso_pdf_object_get_item (index, i + 1), &count) &&
                first >= 0 && first <= MAX_NUMBER && count >= 0 &&
                (guint64) count <= (size - at) / row_size;
      for (gint64 j = 0; is_good && j < count; j++, at += row_size)
        {
          HopsoPdfEntry entry = { .number = (guint32) (first + j) };

          is_good = read_stream_entry (bytes + at, widths, &entry);
          if (is_good && !add_entry (self->entries, &entry, error))
            return FALSE;
        }
    }
  return is_good || hopso_pdf_fail_damaged (error, "A cross-reference stream is malformed");
}

static gboolean
read_stream (HopsoPdfLexer *lexer, HopsoPdfSection *self, GError **error)
{
  HopsoPdfReference reference;
  g_autoptr (HopsoPdfObject) stream =
      hopso_pdf_parse_indirect (lexer, &reference, hopso_pdf_direct_length, NULL, error);
  g_autoptr (GBytes) rows = NULL;

  if (stream == NULL)
    return FALSE;
  if (hopso_pdf_object_get_kind (stream) != HOPSO_PDF_STREAM ||
      !hopso_pdf_object_is_name (hopso_pdf_object_get (stream, "Type"), "XRef"))
    return hopso_pdf_fail_damaged (error, "There is no cross-reference where it should be");
  if (hopso_pdf_object_has (stream, "F"))
    return hopso_pdf_fail (error, HOPSO_PDF_ERROR_UNSUPPORTED, "A stream lies in another file");
  rows = hopso_pdf_decode (lexer->source, hopso_pdf_object_get_stream_span (stream),
                           hopso_pdf_object_get (stream, "Filter"),
                           hopso_pdf_object_get (stream, "DecodeParms"), MAX_STREAM_SIZE, error);
  if (rows == NULL || !read_rows (self, stream, rows, error))
    return FALSE;
  self->kind = HOPSO_PDF_XREF_STREAM;
  self->trailer = hopso_pdf_object_ref (hopso_pdf_object_get_stream_dictionary (stream));
  self->body_end = lexer->position;
  return TRUE;
}

static int
compare_entries (gconstpointer one, gconstpointer other)
{
  guint32 a = ((const HopsoPdfEntry *) one)->number;
  guint32 b = ((const HopsoPdfEntry *) other)->number;

  return a < b ? -1 : a > b;
}

/* Most are in order already; sorting takes as much memory again. */
static gboolean
is_sorted (GArray *entries)
{
  for (guint i = 1; i < entries->len; i++)
    if (g_array_index (entries, HopsoPdfEntry, i - 1).number >
        g_array_index (entries, HopsoPdfEntry, i).number)
      return FALSE;
  return TRUE;
}

static gboolean
sort_entries (GArray *entries, GError **error)
{
  if (!is_sorted (entries))
    g_array_sort (entries, compare_entries);
  for (guint i = 1; i < entries->len; i++)
    if (g_array_index (entries, HopsoPdfEntry, i - 1).number ==
        g_array_index (entries, HopsoPdfEntry, i).number)
      return hopso_pdf_fail_damaged (error, "A cross-reference names an object twice");
  return TRUE;
}

/* The table of a hybrid file says "free" of what only its stream knows (7.5.8.4). */
static GArray *
merge_hidden (GArray *table, GArray *hidden)
{
  GArray *merged = g_array_sized_new (FALSE, FALSE, sizeof (HopsoPdfEntry), table->len);
  guint i = 0, j = 0;

  while (i < table->len || j < hidden->len)
    {
      HopsoPdfEntry *plain = i < table->len ? &g_array_index (table, HopsoPdfEntry, i) : NULL;
      HopsoPdfEntry *other = j < hidden->len ? &g_array_index (hidden, HopsoPdfEntry, j) : NULL;
      int order = plain == NULL ? 1 : other == NULL ? -1 : compare_entries (plain, other);
      gboolean takes_hidden = order > 0 || (order == 0 && plain->kind == HOPSO_PDF_ENTRY_FREE);

      g_array_append_val (merged, *(takes_hidden ? other : plain));
      i += order <= 0;
      j += order >= 0;
    }
  return merged;
}

static gboolean
read_hidden (HopsoPdfSource *source, HopsoPdfSection *self, GError **error)
{
  HopsoPdfObject *object = hopso_pdf_object_get (self->trailer, "XRefStm");
  g_autoptr (HopsoPdfSection) hidden = NULL;
  g_auto (HopsoPdfLexer) lexer = { 0 };
  gint64 offset;
  GArray *merged;

  if (hopso_pdf_object_is_null (object) || self->kind != HOPSO_PDF_XREF_TABLE)
    return TRUE;
  if (!hopso_pdf_object_get_integer (object, &offset) || offset < 0 ||
      (guint64) offset >= hopso_pdf_source_get_size (source))
    return hopso_pdf_fail_damaged (error, "A trailer's XRefStm leads nowhere");
  hidden = section_new ((guint64) offset);
  hopso_pdf_lexer_init (&lexer, source, (guint64) offset);
  if (!read_stream (&lexer, hidden, error) || !sort_entries (hidden->entries, error))
    return FALSE;
  merged = merge_hidden (self->entries, hidden->entries);
  g_array_unref (self->entries);
  self->entries = merged;
  return TRUE;
}

static gboolean
read_trailer_numbers (HopsoPdfSource *source, HopsoPdfSection *self, GError **error)
{
  HopsoPdfObject *previous = hopso_pdf_object_get (self->trailer, "Prev");
  gint64 size;

  self->previous = -1;
  if (!hopso_pdf_object_is_null (previous) &&
      (!hopso_pdf_object_get_integer (previous, &self->previous) || self->previous < 0 ||
       (guint64) self->previous >= hopso_pdf_source_get_size (source)))
    return hopso_pdf_fail_damaged (error, "A trailer's Prev leads nowhere");
  if (!hopso_pdf_object_get_integer (hopso_pdf_object_get (self->trailer, "Size"), &size) ||
      size < 1)
    return hopso_pdf_fail_damaged (error, "A trailer has no Size");
  return TRUE;
}

/**
 * hopso_pdf_section_read:
 * @source: a file
 * @offset: where the section is said to begin; white space before it is forgiven
 *
 * Returns: (transfer full): the section, or %NULL with @error
 */
HopsoPdfSection *
hopso_pdf_section_read (HopsoPdfSource *source, guint64 offset, GError **error)
{
  g_autoptr (HopsoPdfSection) self = section_new (offset);
  g_auto (HopsoPdfLexer) lexer = { 0 };
  gboolean is_read;

  hopso_pdf_lexer_init (&lexer, source, offset);
  skip_blanks (&lexer);
  if (g_ascii_isdigit ((char) MAX (hopso_pdf_lexer_peek_byte (&lexer), 0)))
    is_read = read_stream (&lexer, self, error);
  else
    is_read = hopso_pdf_parse_keyword (&lexer, "xref", error) && read_table (&lexer, self, error);
  if (!is_read || !sort_entries (self->entries, error) || !read_hidden (source, self, error) ||
      !read_trailer_numbers (source, self, error))
    return NULL;
  return g_steal_pointer (&self);
}

HopsoPdfSection *
hopso_pdf_section_ref (HopsoPdfSection *self)
{
  self->ref_count++;
  return self;
}

void
hopso_pdf_section_unref (HopsoPdfSection *self)
{
  if (--self->ref_count > 0)
    return;
  g_array_unref (self->entries);
  g_clear_pointer (&self->trailer, hopso_pdf_object_unref);
  g_free (self);
}

/* Where the section says that an object is; NULL when it does not speak of it. */
const HopsoPdfEntry *
hopso_pdf_section_find (const HopsoPdfSection *self, guint32 number)
{
  HopsoPdfEntry wanted = { .number = number };
  guint position;

  if (!g_array_binary_search (self->entries, &wanted, compare_entries, &position))
    return NULL;
  return &g_array_index (self->entries, HopsoPdfEntry, position);
}
