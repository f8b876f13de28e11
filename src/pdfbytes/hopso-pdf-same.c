/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether what stands in a document is what it was made from: dictionaries that may differ in a
 * few keys, and a form XObject that must be the mark, object by object and byte by byte, whatever
 * its objects are numbered. One thread at a time. */

#include "hopso-pdf-same-private.h"

#include "hopso-pdf-prepare-private.h"

#include <string.h>

#define MAX_PAIRS 4000

typedef struct
{
  HopsoPdfFile *file;
  HopsoPdfFile *mark;
  guint32 first_new;
  GHashTable *explained; /* borrowed: numbers in @file that were found to be good */
  GHashTable *numbers;   /* borrowed: number in @mark → number in @file */
  GArray *waiting;       /* owned: of Pair, to be compared yet */
} Walk;

typedef struct
{
  HopsoPdfReference ours;
  HopsoPdfReference theirs;
} Pair;

static gboolean same (Walk *walk, HopsoPdfObject *ours, HopsoPdfObject *theirs);

/* Whether @one has everything that @other has, but for @keys. */
static gboolean
has_all_except (HopsoPdfObject *one, HopsoPdfObject *other, const char *const *keys)
{
  for (guint i = 0; i < hopso_pdf_object_get_n_keys (other); i++)
    {
      HopsoPdfObject *value;
      const char *key = hopso_pdf_object_get_key (other, i, &value);

      if (!g_strv_contains (keys, key) &&
          !hopso_pdf_object_equal (hopso_pdf_object_get (one, key), value))
        return FALSE;
    }
  return TRUE;
}

/**
 * hopso_pdf_same_except:
 * @keys: what may differ
 *
 * Returns: whether two dictionaries say the same but for @keys
 */
gboolean
hopso_pdf_same_except (HopsoPdfObject *one, HopsoPdfObject *other, const char *const *keys)
{
  return hopso_pdf_object_get_kind (one) == hopso_pdf_object_get_kind (other) &&
         has_all_except (one, other, keys) && has_all_except (other, one, keys);
}

static gboolean
same_reference (Walk *walk, HopsoPdfReference ours, HopsoPdfObject *object)
{
  Pair pair = { ours, { 0, 0 } };
  gpointer known;

  if (!hopso_pdf_object_get_reference (object, &pair.theirs))
    return FALSE;
  known = g_hash_table_lookup (walk->numbers, GUINT_TO_POINTER (pair.theirs.number));
  if (known != NULL)
    return GPOINTER_TO_UINT (known) == ours.number;
  if (ours.number < walk->first_new || walk->waiting->len >= MAX_PAIRS ||
      !g_hash_table_add (walk->explained, GUINT_TO_POINTER (ours.number)))
    return FALSE;
  g_hash_table_insert (walk->numbers, GUINT_TO_POINTER (pair.theirs.number),
                       GUINT_TO_POINTER (ours.number));
  g_array_append_val (walk->waiting, pair);
  return TRUE;
}

static gboolean
same_array (Walk *walk, HopsoPdfObject *ours, HopsoPdfObject *theirs)
{
  guint n = hopso_pdf_object_get_length (ours);

  if (n != hopso_pdf_object_get_length (theirs))
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!same (walk, hopso_pdf_object_get_item (ours, i), hopso_pdf_object_get_item (theirs, i)))
      return FALSE;
  return TRUE;
}

static gboolean
same_dictionary (Walk *walk, HopsoPdfObject *ours, HopsoPdfObject *theirs)
{
  if (hopso_pdf_object_has_duplicate_keys (ours) ||
      hopso_pdf_object_get_n_keys (ours) != hopso_pdf_object_get_n_keys (theirs))
    return FALSE;
  for (guint i = 0; i < hopso_pdf_object_get_n_keys (theirs); i++)
    {
      HopsoPdfObject *value;
      const char *key = hopso_pdf_object_get_key (theirs, i, &value);

      if (!same (walk, hopso_pdf_object_get (ours, key), value))
        return FALSE;
    }
  return TRUE;
}

static gboolean
same (Walk *walk, HopsoPdfObject *ours, HopsoPdfObject *theirs)
{
  HopsoPdfReference reference;

  if (hopso_pdf_object_get_reference (ours, &reference))
    return same_reference (walk, reference, theirs);
  if (hopso_pdf_object_get_kind (ours) != hopso_pdf_object_get_kind (theirs))
    return FALSE;
  if (hopso_pdf_object_get_kind (ours) == HOPSO_PDF_ARRAY)
    return same_array (walk, ours, theirs);
  if (hopso_pdf_object_get_kind (ours) == HOPSO_PDF_DICTIONARY)
    return same_dictionary (walk, ours, theirs);
  return hopso_pdf_object_equal (ours, theirs);
}

/* The dictionaries without Length, which may be direct in one and indirect in the other. */
static gboolean
same_stream (Walk *walk, HopsoPdfObject *ours, HopsoPdfObject *dictionary, HopsoPdfObject *data)
{
  g_autoptr (HopsoPdfObject) one = NULL;
  g_autoptr (HopsoPdfObject) other = NULL;
  g_autoptr (GBytes) our_bytes = NULL;
  g_autoptr (GBytes) their_bytes = NULL;

  if (hopso_pdf_object_get_kind (ours) != HOPSO_PDF_STREAM ||
      hopso_pdf_object_has_duplicate_keys (ours))
    return FALSE;
  one = hopso_pdf_object_dup_with (hopso_pdf_object_get_stream_dictionary (ours), "Length", NULL);
  other = hopso_pdf_object_dup_with (dictionary, "Length", NULL);
  our_bytes = hopso_pdf_file_dup_stream_bytes (walk->file, ours, NULL);
  their_bytes = hopso_pdf_file_dup_stream_bytes (walk->mark, data, NULL);
  return our_bytes != NULL && their_bytes != NULL && g_bytes_equal (our_bytes, their_bytes) &&
         same_dictionary (walk, one, other);
}

static gboolean
same_waiting (Walk *walk)
{
  for (guint i = 0; i < walk->waiting->len; i++)
    {
      Pair pair = g_array_index (walk->waiting, Pair, i);
      g_autoptr (HopsoPdfObject) ours = hopso_pdf_file_dup_object (walk->file, pair.ours, NULL);
      g_autoptr (HopsoPdfObject) theirs = hopso_pdf_file_dup_object (walk->mark, pair.theirs, NULL);
      gboolean is_same;

      if (ours == NULL || theirs == NULL)
        return FALSE;
      if (hopso_pdf_object_get_kind (theirs) == HOPSO_PDF_STREAM)
        is_same = same_stream (walk, ours, hopso_pdf_object_get_stream_dictionary (theirs), theirs);
      else
        is_same = same (walk, ours, theirs);
      if (!is_same)
        return FALSE;
    }
  return TRUE;
}

/**
 * hopso_pdf_same_graph:
 * @self: what is compared with what
 * @form: a form XObject in the document
 * @index: the page of the mark that it shall be
 * @rotation: of the page that the form stands on
 *
 * Returns: whether the form is that page of the mark and nothing else
 */
gboolean
hopso_pdf_same_graph (const HopsoPdfSame *self, HopsoPdfReference form, guint index, guint rotation)
{
  g_autoptr (GArray) waiting = g_array_new (FALSE, FALSE, sizeof (Pair));
  g_autoptr (HopsoPdfObject) ours = hopso_pdf_file_dup_object (self->file, form, NULL);
  g_autoptr (HopsoPdfObject) content = hopso_pdf_mark_dup_content (self->mark, index, NULL);
  g_autoptr (HopsoPdfObject) dictionary =
      hopso_pdf_mark_dup_form_dictionary (self->mark, index, rotation, NULL);
  Walk walk = { self->file, self->mark, self->first_new, self->explained, self->numbers, waiting };

  if (ours == NULL || content == NULL || dictionary == NULL || form.number < self->first_new ||
      !g_hash_table_add (self->explained, GUINT_TO_POINTER (form.number)))
    return FALSE;
  return same_stream (&walk, ours, dictionary, content) && same_waiting (&walk);
}
