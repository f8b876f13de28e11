/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Keeps mutated PDFs readable for a parser that repairs nothing: after libFuzzer has changed the
 * bytes, the offsets of a cross-reference table are put right again. So what lies behind the table
 * is reached, and not only the refusal of a wrong one. Half of the inputs stay as they are. */

#include "fuzz.h"

#include <stdint.h>
#include <string.h>

size_t LLVMFuzzerMutate (uint8_t *bytes, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator (uint8_t *bytes, size_t size, size_t max_size, unsigned int seed);

#define MAX_OBJECTS 512

/* Where "N 0 obj" begins for each N; 0: nowhere. */
static void
find_objects (const char *bytes, gsize size, gsize offsets[MAX_OBJECTS], guint *n_objects)
{
  const char *at = bytes;
  const char *end = bytes + size;

  *n_objects = 1;
  while ((at = memmem (at, (gsize) (end - at), " 0 obj", 6)) != NULL)
    {
      const char *first = at;
      guint number = 0;

      while (first > bytes && g_ascii_isdigit (first[-1]) && at - first < 4)
        first--;
      for (const char *digit = first; digit < at; digit++)
        number = number * 10 + (guint) (*digit - '0');
      if (first < at && number > 0 && number < MAX_OBJECTS)
        {
          offsets[number] = (gsize) (first - bytes);
          *n_objects = MAX (*n_objects, number + 1);
        }
      at++;
    }
}

/* The last one, as it stands; else one that names the first object. */
static char *
dup_trailer (const char *bytes, gsize size, gsize *table_at)
{
  const char *found = NULL;
  const char *table;
  const char *at = bytes;
  const char *end = bytes + size;

  while ((at = memmem (at, (gsize) (end - at), "trailer", 7)) != NULL)
    found = at++;
  *table_at = size;
  if (found == NULL)
    return g_strdup ("trailer\n<</Root 1 0 R/Size 9>>\n");

  at = memmem (found, (gsize) (end - found), "startxref", 9);
  table = memrchr (bytes, 'x', (gsize) (found - bytes));
  while (table != NULL && (gsize) (end - table) >= 5 && memcmp (table, "xref\n", 5) != 0)
    table = memrchr (bytes, 'x', (gsize) (table - bytes));
  if (table != NULL)
    *table_at = (gsize) (table - bytes);
  return g_strndup (found, (gsize) ((at != NULL ? at : end) - found));
}

static GString *
rebuild (const char *bytes, gsize size)
{
  gsize offsets[MAX_OBJECTS] = { 0 };
  guint n_objects;
  gsize table_at;
  g_autofree char *trailer = dup_trailer (bytes, size, &table_at);
  GString *text = g_string_new_len (bytes, (gssize) table_at);

  find_objects (bytes, table_at, offsets, &n_objects);
  g_string_append_printf (text, "xref\n0 %u\n0000000000 65535 f \n", n_objects);
  for (guint i = 1; i < n_objects; i++)
    g_string_append_printf (text, "%010" G_GSIZE_FORMAT " %s \n", offsets[i],
                            offsets[i] == 0 ? "00001 f" : "00000 n");
  g_string_append_printf (text, "%sstartxref\n%" G_GSIZE_FORMAT "\n%%%%EOF\n", trailer, table_at);
  return text;
}

size_t
LLVMFuzzerCustomMutator (uint8_t *bytes, size_t size, size_t max_size, unsigned int seed)
{
  size = LLVMFuzzerMutate (bytes, size, max_size);
  if ((seed & 1) != 0)
    return size;

  GString *text = rebuild ((const char *) bytes, size);
  if (text->len <= max_size)
    {
      memcpy (bytes, text->str, text->len);
      size = text->len;
    }
  g_string_free (text, TRUE);
  return size;
}
