/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A process that prepares updates and lies. Everything that it appends is bent, one thing at a
 * time, in updates that sign, seal, fill, reserve and add evidence, with cross-reference, ranges
 * and hole as they must be: so each lie comes as far as it can. None passes the check. */

#include "bend.h"
#include "every-update.h"

#include "hopso-pdf-file-private.h"
#include "hopso-pdf-writer-private.h"
#include "hopso-test-soak.h"

#include <string.h>

/* One update, and how far its bending has come. */
typedef struct
{
  const EveryUpdate *update;
  HopsoPdfFile *after; /* owned: the document with the update */
  GArray *entries;     /* owned: of HopsoPdfEntry, of the update, by place */
  guint64 base;
  guint64 end;             /* where the cross-reference begins */
  guint current;           /* the entry that is bent */
  gboolean keeps_ranges;   /* the ranges are what is bent */
  HopsoPdfObject *trailer; /* borrowed, nullable: instead of the honest one */
  guint step;
  guint n_lies;
  guint n_tried;
} Lying;

static int
compare_places (gconstpointer one, gconstpointer other)
{
  const HopsoPdfEntry *a = one, *b = other;

  return a->where < b->where ? -1 : a->where > b->where;
}

/* The honest bytes of an entry, with what follows them up to the next. */
static void
append_honest (Lying *self, GByteArray *output, guint i)
{
  const guint8 *bytes = g_bytes_get_data (self->update->appended, NULL);
  guint64 from = g_array_index (self->entries, HopsoPdfEntry, i).where;
  guint64 to = i + 1 < self->entries->len
                   ? g_array_index (self->entries, HopsoPdfEntry, i + 1).where
                   : self->end;

  g_byte_array_append (output, bytes + (from - self->base), (guint) (to - from));
}

/* Four numbers in as much room as the honest ones have. */
#define RANGE_ROOM 48

/* The ranges are filled in when all places are known. */
static void
make_room (GByteArray *text)
{
  static const char key[] = "/ByteRange [";
  guint8 *start = memmem (text->data, text->len, key, strlen (key));
  guint8 *end =
      start != NULL ? memchr (start, ']', (gsize) (text->data + text->len - start)) : NULL;
  g_autoptr (GByteArray) wide = g_byte_array_new ();
  g_autofree char *blank = g_strnfill (RANGE_ROOM, ' ');

  if (end == NULL)
    return;
  start += strlen (key);
  g_byte_array_append (wide, text->data, (guint) (start - text->data));
  g_byte_array_append (wide, (const guint8 *) blank, RANGE_ROOM);
  g_byte_array_append (wide, end, (guint) (text->data + text->len - end));
  g_byte_array_set_size (text, 0);
  g_byte_array_append (text, wide->data, wide->len);
}

static void
append_table (Lying *self, GByteArray *output, const guint64 *places)
{
  guint64 start = self->base + output->len;
  HopsoPdfObject *trailer =
      self->trailer != NULL ? self->trailer : hopso_pdf_file_get_trailer (self->after);

  hopso_pdf_write_format (output, "xref\n");
  for (guint i = 0; i < self->entries->len; i++)
    {
      const HopsoPdfEntry *entry = &g_array_index (self->entries, HopsoPdfEntry, i);

      hopso_pdf_write_format (output, "%u 1\n%010" G_GUINT64_FORMAT " %05u n \n", entry->number,
                              places[i], entry->generation);
    }
  hopso_pdf_write_format (output, "trailer\n");
  hopso_pdf_write_object (output, trailer);
  hopso_pdf_write_format (output, "\nstartxref\n%" G_GUINT64_FORMAT "\n%%%%EOF\n", start);
}

/* Tells the truth about the place of the lie. */
static void
set_ranges (Lying *self, GByteArray *output, EveryHole *hole)
{
  static const char contents[] = "/Contents <000";
  guint64 size = self->base + output->len;
  guint8 *start = memmem (output->data, output->len, contents, strlen (contents));
  guint8 *range = memmem (output->data, output->len, "/ByteRange [  ", 14);
  g_autofree char *text = NULL;

  *hole = self->update->hole;
  if (start == NULL)
    return;
  start += strlen ("/Contents <");
  hole->offset = self->base + (guint64) (start - output->data);
  hole->range[1] = hole->offset - 1;
  hole->range[2] = hole->offset + hole->size + 1;
  hole->range[3] = size > hole->range[2] ? size - hole->range[2] : 0;
  if (range == NULL)
    return;
  text = g_strdup_printf ("0 %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT,
                          hole->range[1], hole->range[2], hole->range[3]);
  memcpy (range + strlen ("/ByteRange ["), text, strlen (text));
}

/* The update with one object that is not as it was planned. */
static GBytes *
make_lie (Lying *self, HopsoPdfObject *object, EveryHole *hole)
{
  g_autofree guint64 *places = g_new0 (guint64, self->entries->len);
  GByteArray *output = g_byte_array_new ();

  for (guint i = 0; i < self->entries->len; i++)
    {
      const HopsoPdfEntry *entry = &g_array_index (self->entries, HopsoPdfEntry, i);
      g_autoptr (GByteArray) text = g_byte_array_new ();

      places[i] = self->base + output->len;
      if (i != self->current)
        append_honest (self, text, i);
      else
        {
          hopso_pdf_write_format (text, "%u %u obj\n", entry->number, entry->generation);
          hopso_pdf_write_object (text, object);
          hopso_pdf_write_format (text, "\nendobj\n");
        }
      if (!self->keeps_ranges)
        make_room (text);
      g_byte_array_append (output, text->data, text->len);
    }
  append_table (self, output, places);
  set_ranges (self, output, hole);
  return g_byte_array_free_to_bytes (output);
}

static HopsoPdfObject *
dup_current (Lying *self)
{
  const HopsoPdfEntry *entry = &g_array_index (self->entries, HopsoPdfEntry, self->current);
  const HopsoPdfReference reference = { entry->number, entry->generation };

  return hopso_pdf_file_dup_object (self->after, reference, NULL);
}

/* What a stream holds is no part of it once it is parsed. */
static HopsoPdfObject *
with_data (Lying *self, HopsoPdfObject *object)
{
  g_autoptr (GBytes) data = NULL;

  if (hopso_pdf_object_get_kind (object) != HOPSO_PDF_STREAM)
    return hopso_pdf_object_ref (object);
  data = hopso_pdf_file_dup_stream_bytes (self->after, object, NULL);
  return hopso_pdf_object_new_stream (hopso_pdf_object_get_stream_dictionary (object), data);
}

static gboolean
is_same_text (HopsoPdfObject *one, HopsoPdfObject *other)
{
  g_autoptr (GByteArray) a = g_byte_array_new ();
  g_autoptr (GByteArray) b = g_byte_array_new ();

  hopso_pdf_write_object (a, one);
  hopso_pdf_write_object (b, other);
  return a->len == b->len && memcmp (a->data, b->data, a->len) == 0;
}

/* What a new field is called is for the process to choose. */
static gboolean
is_another_name (HopsoPdfObject *object, const char *key)
{
  return g_strcmp0 (key, "T") == 0 &&
         hopso_pdf_object_get_string (hopso_pdf_object_get (object, "T")) != NULL;
}

static void
try_lie (HopsoPdfObject *object, const char *key, gpointer data)
{
  Lying *self = data;
  g_autoptr (HopsoPdfObject) parsed = NULL;
  g_autoptr (HopsoPdfObject) honest = NULL;
  g_autoptr (GBytes) appended = NULL;
  g_autoptr (GError) error = NULL;
  EveryHole hole;

  if (self->n_lies++ % self->step != 0 || is_another_name (object, key))
    return;
  parsed = dup_current (self);
  honest = with_data (self, parsed);
  if (is_same_text (honest, object))
    return;
  self->n_tried++;
  self->keeps_ranges = g_strcmp0 (key, "ByteRange") == 0;
  appended = make_lie (self, object, &hole);
  if (every_update_check (self->update, appended, &hole, &error))
    {
      g_autoptr (GByteArray) text = g_byte_array_new ();

      hopso_pdf_write_object (text, object);
      g_test_message ("%s, object %u, %s: %.*s", self->update->name,
                      g_array_index (self->entries, HopsoPdfEntry, self->current).number,
                      key != NULL ? key : "itself", (int) text->len, (const char *) text->data);
      g_test_fail ();
    }
  else
    g_assert_nonnull (error);
}

static void
assert_refused (Lying *self, GBytes *appended, const EveryHole *hole, const char *what)
{
  g_autoptr (GError) error = NULL;

  self->n_tried++;
  if (every_update_check (self->update, appended, hole, &error))
    {
      g_test_message ("%s: %s", self->update->name, what);
      g_test_fail ();
    }
  else
    g_assert_nonnull (error);
}

/* An identity is two strings, of which the first stays if it was there. */
static gboolean
is_identity (HopsoPdfObject *honest, HopsoPdfObject *object)
{
  HopsoPdfObject *old = hopso_pdf_object_get (honest, "ID");
  HopsoPdfObject *new = hopso_pdf_object_get (object, "ID");

  return hopso_pdf_object_get_length (new) == 2 &&
         hopso_pdf_object_get_string (hopso_pdf_object_get_item (new, 0)) != NULL &&
         hopso_pdf_object_get_string (hopso_pdf_object_get_item (new, 1)) != NULL &&
         (hopso_pdf_object_equal (hopso_pdf_object_get_item (old, 0),
                                  hopso_pdf_object_get_item (new, 0)) ||
          hopso_pdf_object_equal (hopso_pdf_object_get_item (old, 0),
                                  hopso_pdf_object_get_item (old, 1)));
}

/* Each key of the trailer but the new half of the identity. */
static void
try_trailer (HopsoPdfObject *object, const char *key, gpointer data)
{
  Lying *self = data;
  HopsoPdfObject *honest = hopso_pdf_file_get_trailer (self->after);
  g_autoptr (GBytes) appended = NULL;
  EveryHole hole;

  if (self->n_lies++ % self->step != 0 || is_same_text (honest, object) ||
      (g_strcmp0 (key, "ID") == 0 && is_identity (honest, object)))
    return;
  self->trailer = object;
  appended = make_lie (self, NULL, &hole);
  self->trailer = NULL;
  assert_refused (self, appended, &hole, key != NULL ? key : "the trailer");
}

/* Every byte of the table and of the end says something. */
static void
try_table (Lying *self)
{
  EveryHole hole;
  g_autoptr (GBytes) honest = make_lie (self, NULL, &hole);
  gsize size;
  const char *text = g_bytes_get_data (honest, &size);
  gsize table = 0;

  for (gsize i = size; i > 4 && table == 0; i--)
    if (strncmp (text + i - 4, "xref", 4) == 0 && (i < 9 || text[i - 5] != 't'))
      table = i - 4;
  for (gsize i = table; i < size; i++)
    {
      const char *trailer = g_strstr_len (text + table, (gssize) (size - table), "trailer");
      const char *start = g_strstr_len (text + table, (gssize) (size - table), "startxref");
      g_autofree char *copy = g_memdup2 (text, size);
      g_autofree char *what = g_strndup (text + i, 24);
      g_autoptr (GBytes) bent = NULL;

      if ((text + i >= trailer && text + i < start) || self->n_lies++ % self->step != 0)
        continue;
      copy[i] = g_ascii_isdigit (copy[i]) ? (copy[i] == '1' ? '2' : '1') : '#';
      bent = g_bytes_new (copy, size);
      assert_refused (self, bent, &hole, what);
    }
}

/* What is said of the hole must be so, to the byte. */
static void
try_hole (Lying *self)
{
  const guint64 others[] = { 0, 1, G_MAXUINT64, G_MAXUINT32 };
  const EveryHole *honest = &self->update->hole;

  for (guint i = 0; i < 4 + 2; i++)
    for (guint j = 0; j < G_N_ELEMENTS (others) + 2; j++)
      {
        EveryHole hole = *honest;
        guint64 told = i < 4 ? hole.range[i] : i == 4 ? hole.offset : hole.size;
        guint64 other = j < 4 ? others[j] : j == 4 ? told - 1 : told + 1;

        if (other == told)
          continue;
        if (i < 4)
          hole.range[i] = other;
        else if (i == 4)
          hole.offset = other;
        else
          hole.size = (gsize) other;
        assert_refused (self, self->update->appended, &hole, "the hole");
      }
}

static void
lie (const EveryUpdate *update, guint *n)
{
  g_autoptr (HopsoPdfSource) source =
      hopso_pdf_source_new_appended (update->original, update->appended);
  g_autoptr (HopsoPdfFile) after = hopso_pdf_file_open (source, NULL);
  HopsoPdfSection *section = hopso_pdf_file_get_xref (after)->sections->pdata[0];
  g_autoptr (GArray) entries = g_array_copy (section->entries);
  g_autoptr (GBytes) honest = NULL;
  g_autoptr (GError) error = NULL;
  EveryHole hole;
  Lying self = { .update = update,
                 .after = after,
                 .entries = entries,
                 .base = hopso_pdf_source_get_size (update->original),
                 .end = section->offset,
                 .current = G_MAXUINT,
                 .step = hopso_test_soak_rounds (61, 2) };

  g_array_sort (entries, compare_places);
  /* Written anew it is still the truth. */
  honest = make_lie (&self, NULL, &hole);
  every_update_check (update, honest, &hole, &error);
  g_assert_no_error (error);
  for (self.current = 0; self.current < entries->len; self.current++)
    {
      g_autoptr (HopsoPdfObject) parsed = dup_current (&self);
      g_autoptr (HopsoPdfObject) object = with_data (&self, parsed);
      const HopsoPdfReference reference = {
        g_array_index (entries, HopsoPdfEntry, self.current).number, 0
      };

      bend_object (after, reference, object, try_lie, &self);
    }
  self.current = G_MAXUINT;
  self.keeps_ranges = FALSE;
  bend_object (after, (HopsoPdfReference){ 1, 0 }, hopso_pdf_file_get_trailer (after), try_trailer,
               &self);
  try_table (&self);
  if (update->is_signature)
    try_hole (&self);
  g_test_message ("%s: %u of %u", update->name, self.n_tried, self.n_lies);
  *n += self.n_tried;
}

static void
test_no_lie_passes (void)
{
  g_autoptr (GPtrArray) all = every_updates ();
  guint n = 0;

  for (guint i = 0; i < all->len; i++)
    lie (all->pdata[i], &n);
  hopso_test_soak_report ("lies about updates", n, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/pdfbytes/liar/no-lie-passes", test_no_lie_passes);
  return g_test_run ();
}
