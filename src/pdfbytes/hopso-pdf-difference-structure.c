/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What may happen to the structure of a tagged document (ISO 32000-2, 14.7) after a signature: it
 * grows at its ends, since a further field is named there as well. What it said stays in its place.
 * Only objects that nothing but the structure refers to may grow so: all else could be shown. One
 * thread at a time. */

#include "hopso-pdf-difference-private.h"

#include <string.h>

#define MAX_NODES 200000
#define MAX_DEPTH 16

#define MAX_WALKS 8

typedef struct
{
  GHashTable *counts; /* owned: number → how often the structure refers to it */
  GArray *waiting;    /* owned: of HopsoPdfReference */
} Walk;

/* A place of the structure, where another part of it stands. */
static void
count_place (Walk *walk, HopsoPdfObject *value, guint depth)
{
  HopsoPdfReference reference;

  if (hopso_pdf_object_get_reference (value, &reference))
    {
      gpointer number = GUINT_TO_POINTER (reference.number);
      guint count = GPOINTER_TO_UINT (g_hash_table_lookup (walk->counts, number));

      g_hash_table_insert (walk->counts, number, GUINT_TO_POINTER (count + 1));
      if (count == 0)
        g_array_append_val (walk->waiting, reference);
    }
  for (guint i = 0; i < hopso_pdf_object_get_length (value) && depth < MAX_DEPTH; i++)
    count_place (walk, hopso_pdf_object_get_item (value, i), depth + 1);
}

static void
count_places (Walk *walk, HopsoPdfObject *object)
{
  static const char *const root[] = { "K", "ParentTree", "IDTree", NULL };
  static const char *const element[] = { "K", "P", NULL };
  static const char *const tree[] = { "Kids", "Nums", "Names", NULL };
  HopsoPdfObject *type = hopso_pdf_object_get (object, "Type");
  const char *const *keys = tree;

  if (hopso_pdf_object_is_name (type, "StructTreeRoot"))
    keys = root;
  else if (hopso_pdf_object_has (object, "S"))
    keys = element;
  else if (!hopso_pdf_object_is_null (type))
    return;
  count_place (walk, object, 0);
  for (; *keys != NULL; keys++)
    {
      HopsoPdfObject *value = hopso_pdf_object_get (object, *keys);

      count_place (walk, value, 0);
      if (hopso_pdf_object_get_kind (value) == HOPSO_PDF_DICTIONARY)
        count_places (walk, value);
    }
}

/* Whether nothing but the structure refers to an object. */
static gboolean
is_structure_only (HopsoPdfComparison *self, GHashTable *counts, guint32 number)
{
  guint n_places = GPOINTER_TO_UINT (g_hash_table_lookup (counts, GUINT_TO_POINTER (number)));
  guint n_all = 0;

  return n_places > 0 && hopso_pdf_comparison_count_references (self, number, &n_all, NULL) &&
         n_places == n_all;
}

/* Goes through the structure; with @known only through what nothing else refers to. */
static GHashTable *
walk_structure (HopsoPdfComparison *self, HopsoPdfObject *root, GHashTable *known)
{
  g_autoptr (GArray) waiting = g_array_new (FALSE, FALSE, sizeof (HopsoPdfReference));
  Walk walk = { g_hash_table_new (NULL, NULL), waiting };

  count_place (&walk, root, 0);
  for (guint i = 0; i < waiting->len && i < MAX_NODES; i++)
    {
      HopsoPdfReference reference = g_array_index (waiting, HopsoPdfReference, i);
      g_autoptr (HopsoPdfObject) object = NULL;

      if (known != NULL && !is_structure_only (self, known, reference.number))
        continue;
      object = hopso_pdf_file_dup_object (self->before, reference, NULL);
      if (object != NULL)
        count_places (&walk, object);
    }
  return walk.counts;
}

static guint
count_structure_only (HopsoPdfComparison *self, GHashTable *counts)
{
  GHashTableIter iterator;
  gpointer number;
  guint n = 0;

  g_hash_table_iter_init (&iterator, counts);
  while (g_hash_table_iter_next (&iterator, &number, NULL))
    if (is_structure_only (self, counts, GPOINTER_TO_UINT (number)))
      n++;
  return n;
}

/* What is used elsewhere does not vouch for what hangs on it: walks until only those are left that
 * are reached through the structure alone. */
static gboolean
load_structure (HopsoPdfComparison *self, GError **error)
{
  g_autoptr (HopsoPdfObject) catalog = NULL;
  HopsoPdfObject *root;
  guint n_before, n_after;

  if (self->structure != NULL)
    return TRUE;
  catalog = hopso_pdf_file_dup_catalog (self->before, error);
  if (catalog == NULL)
    return FALSE;
  root = hopso_pdf_object_get (catalog, "StructTreeRoot");
  self->structure = walk_structure (self, root, NULL);
  n_after = count_structure_only (self, self->structure);
  for (guint i = 0; i < MAX_WALKS; i++)
    {
      GHashTable *next = walk_structure (self, root, self->structure);

      g_hash_table_unref (self->structure);
      self->structure = next;
      n_before = n_after;
      n_after = count_structure_only (self, next);
      if (n_after == n_before)
        return TRUE;
    }
  g_hash_table_remove_all (self->structure);
  return TRUE;
}

/* --- growing --------------------------------------------------------------------------------- */

static gboolean
grows (HopsoPdfComparison *self, HopsoPdfObject *before, HopsoPdfObject *after, guint depth);

/* A new part is an object of its own, or names a new field; it takes no old content over. */
static gboolean
is_new_part (HopsoPdfComparison *self, HopsoPdfObject *item, gboolean is_numbered)
{
  HopsoPdfReference reference;
  gint64 number;

  if (hopso_pdf_object_get_reference (item, &reference))
    return !hopso_pdf_comparison_was_there (self, reference.number);
  if (hopso_pdf_object_is_name (hopso_pdf_object_get (item, "Type"), "OBJR"))
    return hopso_pdf_object_get_reference (hopso_pdf_object_get (item, "Obj"), &reference) &&
           !hopso_pdf_comparison_was_there (self, reference.number);
  return is_numbered && hopso_pdf_object_get_integer (item, &number);
}

/* One thing, or a list of them. */
static guint
count_parts (HopsoPdfObject *value)
{
  if (hopso_pdf_object_get_kind (value) == HOPSO_PDF_ARRAY)
    return hopso_pdf_object_get_length (value);
  return hopso_pdf_object_is_null (value) ? 0 : 1;
}

static HopsoPdfObject *
get_part (HopsoPdfObject *value, guint index)
{
  return hopso_pdf_object_get_kind (value) == HOPSO_PDF_ARRAY
             ? hopso_pdf_object_get_item (value, index)
             : value;
}

static gboolean
grows_list (HopsoPdfComparison *self,
            HopsoPdfObject *before,
            HopsoPdfObject *after,
            gboolean is_numbered)
{
  guint n = count_parts (before);

  if (count_parts (after) < n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!hopso_pdf_object_equal (get_part (before, i), get_part (after, i)))
      return FALSE;
  for (guint i = n; i < count_parts (after); i++)
    if (!is_new_part (self, get_part (after, i), is_numbered))
      return FALSE;
  return TRUE;
}

static gboolean
grows_key (HopsoPdfComparison *self,
           const char *key,
           HopsoPdfObject *before,
           HopsoPdfObject *after,
           guint depth)
{
  gint64 old_number = 0, new_number = 0;

  if (hopso_pdf_object_equal (before, after) || strcmp (key, "Limits") == 0)
    return TRUE;
  if (strcmp (key, "K") == 0 || strcmp (key, "Kids") == 0)
    return grows_list (self, before, after, FALSE);
  if (strcmp (key, "Nums") == 0)
    return grows_list (self, before, after, TRUE);
  if (strcmp (key, "ParentTree") == 0)
    return grows (self, before, after, depth + 1);
  hopso_pdf_object_get_integer (before, &old_number);
  return strcmp (key, "ParentTreeNextKey") == 0 &&
         hopso_pdf_object_get_integer (after, &new_number) && new_number >= old_number;
}

static gboolean
grows (HopsoPdfComparison *self, HopsoPdfObject *before, HopsoPdfObject *after, guint depth)
{
  HopsoPdfType kind = hopso_pdf_object_get_kind (before);

  if (kind != hopso_pdf_object_get_kind (after) || depth > MAX_DEPTH ||
      hopso_pdf_object_has_duplicate_keys (after))
    return FALSE;
  if (kind == HOPSO_PDF_ARRAY)
    return grows_list (self, before, after, FALSE);
  if (kind != HOPSO_PDF_DICTIONARY)
    return FALSE;
  for (guint i = 0; i < hopso_pdf_object_get_n_keys (before); i++)
    {
      HopsoPdfObject *value;
      const char *key = hopso_pdf_object_get_key (before, i, &value);

      if (!grows_key (self, key, value, hopso_pdf_object_get (after, key), depth))
        return FALSE;
    }
  for (guint i = 0; i < hopso_pdf_object_get_n_keys (after); i++)
    {
      HopsoPdfObject *value;
      const char *key = hopso_pdf_object_get_key (after, i, &value);

      if (!hopso_pdf_object_has (before, key) &&
          !grows_key (self, key, hopso_pdf_object_new_null (), value, depth))
        return FALSE;
    }
  return TRUE;
}

/**
 * hopso_pdf_comparison_is_grown_structure:
 * @number: of an object that was written anew
 * @before: what it was
 * @after: what it is
 * @is_grown: (out): whether it is a part of the structure, and of nothing else, that grew
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_pdf_comparison_is_grown_structure (HopsoPdfComparison *self,
                                         guint32 number,
                                         HopsoPdfObject *before,
                                         HopsoPdfObject *after,
                                         gboolean *is_grown,
                                         GError **error)
{
  *is_grown = FALSE;
  if (!load_structure (self, error))
    return FALSE;
  *is_grown = is_structure_only (self, self->structure, number) && grows (self, before, after, 0);
  return TRUE;
}
