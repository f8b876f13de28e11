/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The cross-reference and the trailer at the end of an update: a table or a stream, of what the
 * update holds and nothing else. Neither is ever encrypted. One thread at a time. */

#include "hopso-pdf-update-private.h"

#include "hopso-pdf-error-private.h"
#include "hopso-pdf-object-private.h"
#include "hopso-pdf-writer-private.h"

#define MAX_TABLE_OFFSET G_GUINT64_CONSTANT (9999999999)

static HopsoPdfObject *
dup_new_identity (HopsoPdfUpdate *self, HopsoPdfObject *old)
{
  HopsoPdfObject *fresh = hopso_pdf_object_new_string (g_bytes_get_data (self->identity, NULL),
                                                       g_bytes_get_size (self->identity));
  HopsoPdfObject *first = hopso_pdf_object_get_item (old, 0);
  HopsoPdfObject *pair[] = {
    hopso_pdf_object_ref (hopso_pdf_object_is_null (first) ? fresh : first), fresh
  };

  return hopso_pdf_object_new_array (pair, 2);
}

/* Everything of the old trailer but what belongs to the old section itself. */
static HopsoPdfObject *
dup_trailer (HopsoPdfUpdate *self)
{
  static const char *const dropped[] = { "Prev", "XRefStm", "Size",         "ID",     "Type",
                                         "W",    "Index",   "Filter",       "Length", "DecodeParms",
                                         "F",    "FFilter", "FDecodeParms", "DL" };
  HopsoPdfObject *trailer = hopso_pdf_object_ref (hopso_pdf_file_get_trailer (self->file));
  g_autoptr (HopsoPdfObject) identity =
      hopso_pdf_file_resolve_key (self->file, trailer, "ID", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (dropped); i++)
    if (hopso_pdf_object_has (trailer, dropped[i]))
      hopso_pdf_set_key (&trailer, dropped[i], hopso_pdf_object_new_null ());
  hopso_pdf_set_key (&trailer, "Size", hopso_pdf_object_new_integer (self->next_number));
  hopso_pdf_set_key (
      &trailer, "Prev",
      hopso_pdf_object_new_integer ((gint64) hopso_pdf_file_get_xref_offset (self->file)));
  if (self->identity != NULL)
    hopso_pdf_set_key (
        &trailer, "ID",
        dup_new_identity (self, identity != NULL ? identity : hopso_pdf_object_new_null ()));
  else if (identity != NULL)
    hopso_pdf_set_key (&trailer, "ID", hopso_pdf_object_ref (identity));
  return trailer;
}

static gboolean
collect_slot_cb (gpointer key, gpointer value, gpointer data)
{
  g_ptr_array_add (data, value);
  return FALSE;
}

static GPtrArray *
list_slots (HopsoPdfUpdate *self)
{
  GPtrArray *slots = g_ptr_array_new ();

  g_tree_foreach (self->slots, collect_slot_cb, slots);
  return slots;
}

/* How many slots from @first on have numbers in a row. */
static guint
count_run (GPtrArray *slots, guint first)
{
  guint n = 1;

  while (first + n < slots->len && ((HopsoPdfSlot *) slots->pdata[first + n])->reference.number ==
                                       ((HopsoPdfSlot *) slots->pdata[first])->reference.number + n)
    n++;
  return n;
}

gboolean
hopso_pdf_update_write_table (HopsoPdfUpdate *self, GByteArray *output, GError **error)
{
  g_autoptr (GPtrArray) slots = list_slots (self);
  g_autoptr (HopsoPdfObject) trailer = dup_trailer (self);

  if (self->base + output->len > MAX_TABLE_OFFSET)
    return hopso_pdf_fail (error, HOPSO_PDF_ERROR_UNSUPPORTED, "The file is too large for a table");
  hopso_pdf_write_format (output, "xref\n");
  for (guint i = 0; i < slots->len;)
    {
      guint n = count_run (slots, i);

      hopso_pdf_write_format (output, "%u %u\n",
                              ((HopsoPdfSlot *) slots->pdata[i])->reference.number, n);
      for (; n > 0; n--, i++)
        {
          HopsoPdfSlot *slot = slots->pdata[i];

          hopso_pdf_write_format (output, "%010" G_GUINT64_FORMAT " %05u n \n", slot->offset,
                                  slot->reference.generation);
        }
    }
  hopso_pdf_write_format (output, "trailer\n");
  hopso_pdf_write_object (output, trailer);
  hopso_pdf_write_format (output, "\n");
  return TRUE;
}

/* Kind 1, an offset of 8 bytes, a generation of 2. */
static GBytes *
dup_rows (GPtrArray *slots)
{
  GByteArray *rows = g_byte_array_new ();

  for (guint i = 0; i < slots->len; i++)
    {
      HopsoPdfSlot *slot = slots->pdata[i];
      guint8 row[11] = { 1 };

      for (guint j = 0; j < 8; j++)
        row[1 + j] = (guint8) (slot->offset >> (8 * (7 - j)) & 0xff);
      row[9] = (guint8) (slot->reference.generation >> 8);
      row[10] = (guint8) (slot->reference.generation & 0xff);
      g_byte_array_append (rows, row, sizeof row);
    }
  return g_byte_array_free_to_bytes (rows);
}

static HopsoPdfObject *
dup_index (GPtrArray *slots)
{
  HopsoPdfObject *index = hopso_pdf_object_new_array (NULL, 0);

  for (guint i = 0; i < slots->len; i += count_run (slots, i))
    {
      gint64 pair[2] = { ((HopsoPdfSlot *) slots->pdata[i])->reference.number,
                         count_run (slots, i) };

      for (guint j = 0; j < 2; j++)
        {
          g_autoptr (HopsoPdfObject) number = hopso_pdf_object_new_integer (pair[j]);
          HopsoPdfObject *longer = hopso_pdf_object_dup_with_item (index, number);

          hopso_pdf_object_unref (index);
          index = longer;
        }
    }
  return index;
}

void
hopso_pdf_update_write_stream (HopsoPdfUpdate *self, GByteArray *output)
{
  static const int widths[] = { 1, 8, 2 };
  HopsoPdfReference reference = hopso_pdf_update_reserve (self);
  HopsoPdfObject *dictionary = dup_trailer (self);
  HopsoPdfObject *w[3];
  g_autoptr (GPtrArray) slots = NULL;
  g_autoptr (GBytes) rows = NULL;
  g_autoptr (HopsoPdfObject) stream = NULL;

  hopso_pdf_update_renew_slot (self, reference)->offset = self->base + output->len;
  slots = list_slots (self);
  rows = dup_rows (slots);
  for (guint i = 0; i < 3; i++)
    w[i] = hopso_pdf_object_new_integer (widths[i]);
  hopso_pdf_set_key (&dictionary, "Type", hopso_pdf_object_new_name ("XRef"));
  hopso_pdf_set_key (&dictionary, "W", hopso_pdf_object_new_array (w, 3));
  hopso_pdf_set_key (&dictionary, "Index", dup_index (slots));
  stream = hopso_pdf_object_new_stream (dictionary, rows);
  hopso_pdf_object_unref (dictionary);
  hopso_pdf_write_format (output, "%u 0 obj\n", reference.number);
  hopso_pdf_write_object (output, stream);
  hopso_pdf_write_format (output, "\nendobj\n");
}
