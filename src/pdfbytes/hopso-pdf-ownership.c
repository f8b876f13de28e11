/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which objects belong to what changed. A new object that hangs on something that may change is
 * part of that change. An old one that was written anew is so only if nothing else in the older
 * revision used it: otherwise a change in one place would show in another. One thread at a time. */

#include "hopso-pdf-difference-private.h"

#include "hopso-pdf-error-private.h"
#include "hopso-pdf-file-private.h"
#include "hopso-pdf-object-private.h"

#define MAX_OBJECTS 200000
#define MAX_REACHED 2000

/* Adds every reference that @object holds directly to @references. */
static void
collect_references (HopsoPdfObject *object, GArray *references)
{
  HopsoPdfReference reference;

  if (hopso_pdf_object_get_reference (object, &reference))
    g_array_append_val (references, reference);
  for (guint i = 0; i < hopso_pdf_object_get_length (object); i++)
    collect_references (hopso_pdf_object_get_item (object, i), references);
  for (guint i = 0; i < hopso_pdf_object_get_n_keys (object); i++)
    {
      HopsoPdfObject *value;

      hopso_pdf_object_get_key (object, i, &value);
      collect_references (value, references);
    }
}

static void
count_one (GHashTable *counts, guint32 number)
{
  gpointer key = GUINT_TO_POINTER (number);
  guint count = GPOINTER_TO_UINT (g_hash_table_lookup (counts, key));

  g_hash_table_insert (counts, key, GUINT_TO_POINTER (count + 1));
}

static void
count_references (GHashTable *counts, HopsoPdfObject *object)
{
  g_autoptr (GArray) references = g_array_new (FALSE, FALSE, sizeof (HopsoPdfReference));

  collect_references (object, references);
  for (guint i = 0; i < references->len; i++)
    count_one (counts, g_array_index (references, HopsoPdfReference, i).number);
}

static const char *const trailer_keys[] = { "Root", "Info", "Encrypt", NULL };

/* Nobody follows other keys of a trailer, and some writers copy them with wrong numbers. */
static void
count_trailer (GHashTable *counts, HopsoPdfObject *trailer)
{
  for (guint i = 0; trailer_keys[i] != NULL; i++)
    count_references (counts, hopso_pdf_object_get (trailer, trailer_keys[i]));
}

/* The dictionary of a cross-reference stream repeats the trailer; only a stream can be one, and
 * only those keys mean nothing more. */
static void
count_object (GHashTable *counts, HopsoPdfObject *object)
{
  if (hopso_pdf_object_get_kind (object) != HOPSO_PDF_STREAM ||
      !hopso_pdf_object_is_name (hopso_pdf_object_get (object, "Type"), "XRef"))
    {
      count_references (counts, object);
      return;
    }
  for (guint i = 0; i < hopso_pdf_object_get_n_keys (object); i++)
    {
      HopsoPdfObject *value;

      if (!g_strv_contains (trailer_keys, hopso_pdf_object_get_key (object, i, &value)))
        count_references (counts, value);
    }
}

/* Nobody shows an object that nobody refers to; any other could hide what it refers to. */
static gboolean
check_unreadable (HopsoPdfComparison *self, GArray *unreadable, GError **error)
{
  for (guint i = 0; i < unreadable->len; i++)
    {
      HopsoPdfReference reference = g_array_index (unreadable, HopsoPdfReference, i);
      g_autoptr (HopsoPdfObject) object = NULL;

      if (!g_hash_table_contains (self->counts, GUINT_TO_POINTER (reference.number)))
        continue;
      object = hopso_pdf_file_dup_object (self->before, reference, error);
      if (object == NULL)
        {
          g_clear_pointer (&self->counts, g_hash_table_unref);
          return FALSE;
        }
    }
  return TRUE;
}

/* Takes one entry into the counts; what is damaged goes to @unreadable, at first. */
static gboolean
count_entry (HopsoPdfComparison *self,
             GHashTable *counts,
             const HopsoPdfEntry *entry,
             GArray *unreadable,
             GError **error)
{
  HopsoPdfReference reference = { entry->number, entry->generation };
  g_autoptr (GError) problem = NULL;
  g_autoptr (HopsoPdfObject) object = NULL;

  /* An object stream is needed by all that it holds. */
  if (entry->kind == HOPSO_PDF_ENTRY_COMPRESSED)
    count_one (counts, (guint32) entry->where);
  object = hopso_pdf_file_dup_object (self->before, reference, &problem);
  if (object != NULL)
    count_object (counts, object);
  else if (g_error_matches (problem, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_DAMAGED))
    g_array_append_val (unreadable, reference);
  else
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  return TRUE;
}

/* Goes through every object of the older revision once. */
static gboolean
load_counts (HopsoPdfComparison *self, GError **error)
{
  HopsoPdfFile *file = self->before;
  g_autoptr (GHashTable) counts = NULL;
  g_autoptr (GHashTable) seen = NULL;
  g_autoptr (GArray) unreadable = g_array_new (FALSE, FALSE, sizeof (HopsoPdfReference));

  if (self->counts != NULL)
    return TRUE;
  counts = g_hash_table_new (NULL, NULL);
  seen = g_hash_table_new (NULL, NULL);
  count_trailer (counts, hopso_pdf_file_get_trailer (file));
  for (guint i = hopso_pdf_file_get_first_section (file); i < file->xref->sections->len; i++)
    {
      HopsoPdfSection *section = file->xref->sections->pdata[i];

      for (guint j = 0; j < section->entries->len; j++)
        {
          const HopsoPdfEntry *entry = &g_array_index (section->entries, HopsoPdfEntry, j);

          if (g_hash_table_add (seen, GUINT_TO_POINTER (entry->number)) &&
              !count_entry (self, counts, entry, unreadable, error))
            return FALSE;
        }
    }
  self->counts = g_steal_pointer (&counts);
  return check_unreadable (self, unreadable, error);
}

/* How often the older revision refers to an object. */
gboolean
hopso_pdf_comparison_count_references (HopsoPdfComparison *self,
                                       guint32 number,
                                       guint *n,
                                       GError **error)
{
  if (!load_counts (self, error))
    return FALSE;
  *n = GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, GUINT_TO_POINTER (number)));
  return TRUE;
}

/* The objects of the older revision that belong to @object and to nothing else. */
static GHashTable *
list_owned (HopsoPdfComparison *self, HopsoPdfObject *object, GError **error)
{
  g_autoptr (GHashTable) owned = g_hash_table_new (NULL, NULL);
  g_autoptr (GArray) waiting = g_array_new (FALSE, FALSE, sizeof (HopsoPdfReference));

  if (!load_counts (self, error))
    return NULL;
  collect_references (object, waiting);
  for (guint i = 0; i < waiting->len && i < MAX_OBJECTS; i++)
    {
      HopsoPdfReference reference = g_array_index (waiting, HopsoPdfReference, i);
      gpointer number = GUINT_TO_POINTER (reference.number);
      g_autoptr (HopsoPdfObject) next = NULL;

      if (GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, number)) != 1 ||
          !g_hash_table_add (owned, number))
        continue;
      next = hopso_pdf_file_dup_object (self->before, reference, error);
      if (next == NULL)
        return NULL;
      collect_references (next, waiting);
    }
  return g_steal_pointer (&owned);
}

/* Whether the older revision had an object by that number. */
gboolean
hopso_pdf_comparison_was_there (HopsoPdfComparison *self, guint32 number)
{
  guint section;
  const HopsoPdfEntry *entry = hopso_pdf_file_find_entry (self->before, number, &section);

  return entry != NULL && entry->kind != HOPSO_PDF_ENTRY_FREE;
}

/* Whether the older revision had no object by that number and no place that waited for one: such a
 * place, signed empty, would show what nobody signed. */
static gboolean
is_new_to_all (HopsoPdfComparison *self, guint32 number, gboolean *is_new, GError **error)
{
  *is_new = FALSE;
  if (hopso_pdf_comparison_was_there (self, number))
    return TRUE;
  if (!load_counts (self, error))
    return FALSE;
  *is_new = !g_hash_table_contains (self->counts, GUINT_TO_POINTER (number));
  return TRUE;
}

static gboolean
check_appeared (HopsoPdfComparison *self, guint32 number, GError **error)
{
  gboolean is_new = FALSE;

  if (!is_new_to_all (self, number, &is_new, error))
    return FALSE;
  if (is_new || hopso_pdf_comparison_was_there (self, number))
    return TRUE;
  hopso_pdf_comparison_look_at_object (self, number);
  return hopso_pdf_comparison_alter (self, "object %u appeared where there was nothing", number);
}

/* What did not change itself may lead to what did, if it belongs to the change as well. */
static gboolean
absorb_unchanged (HopsoPdfComparison *self,
                  HopsoPdfReference reference,
                  HopsoPdfObject *before,
                  GHashTable **owned,
                  GArray *waiting,
                  GError **error)
{
  g_autoptr (HopsoPdfObject) object = NULL;

  if (hopso_pdf_object_is_null (before) || !self->has_overwritten)
    return TRUE;
  if (*owned == NULL)
    *owned = list_owned (self, before, error);
  if (*owned == NULL)
    return FALSE;
  if (!g_hash_table_contains (*owned, GUINT_TO_POINTER (reference.number)))
    return TRUE;
  object = hopso_pdf_file_dup_object (self->after, reference, error);
  if (object == NULL)
    return FALSE;
  collect_references (object, waiting);
  return TRUE;
}

/* Takes one object into the change; its own references wait to be taken next. */
static gboolean
absorb_object (HopsoPdfComparison *self,
               HopsoPdfReference reference,
               HopsoPdfObject *before,
               GHashTable **owned,
               GArray *waiting,
               GError **error)
{
  gpointer number = GUINT_TO_POINTER (reference.number);
  g_autoptr (HopsoPdfObject) object = NULL;
  gboolean is_new = FALSE;

  if (g_hash_table_contains (self->explained, number))
    return TRUE;
  if (!g_hash_table_contains (self->changed, number))
    return absorb_unchanged (self, reference, before, owned, waiting, error);
  if (!is_new_to_all (self, reference.number, &is_new, error))
    return FALSE;
  if (!is_new)
    {
      if (*owned == NULL)
        *owned = list_owned (self, before, error);
      if (*owned == NULL)
        return FALSE;
      if (!g_hash_table_contains (*owned, number))
        {
          hopso_pdf_comparison_look_at_object (self, reference.number);
          return hopso_pdf_comparison_alter (self, "object %u, in use elsewhere, was written anew",
                                             reference.number);
        }
    }
  g_hash_table_add (self->explained, number);
  object = hopso_pdf_file_dup_object (self->after, reference, error);
  if (object == NULL)
    return FALSE;
  collect_references (object, waiting);
  return TRUE;
}

/* Explains all the objects that belong to one change, if they belong to nothing else. */
static gboolean
absorb (HopsoPdfComparison *self, HopsoPdfObject *before, HopsoPdfObject *after, GError **error)
{
  g_autoptr (GHashTable) owned = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autoptr (GArray) waiting = g_array_new (FALSE, FALSE, sizeof (HopsoPdfReference));

  collect_references (after, waiting);
  for (guint i = 0; i < waiting->len; i++)
    {
      HopsoPdfReference reference = g_array_index (waiting, HopsoPdfReference, i);

      if (i >= MAX_OBJECTS)
        return hopso_pdf_fail (error, HOPSO_PDF_ERROR_TOO_COMPLEX, "A change is too large");
      if (g_hash_table_add (seen, GUINT_TO_POINTER (reference.number)) &&
          !absorb_object (self, reference, before, &owned, waiting, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * hopso_pdf_comparison_allow:
 * @before: a value as it was, not resolved; null without one
 * @after: as it is, in a place where it may change
 *
 * Notes a change whose objects are to be explained, once it is known which objects have a place of
 * their own in the document.
 */
void
hopso_pdf_comparison_allow (HopsoPdfComparison *self, HopsoPdfObject *before, HopsoPdfObject *after)
{
  g_ptr_array_add (self->allowed, hopso_pdf_object_ref (before));
  g_ptr_array_add (self->allowed, hopso_pdf_object_ref (after));
}

/**
 * hopso_pdf_comparison_reaches_change:
 * @after: a value as it is
 * @is_reached: (out): whether an object that it leads to was written anew
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_pdf_comparison_reaches_change (HopsoPdfComparison *self,
                                     HopsoPdfObject *after,
                                     gboolean *is_reached,
                                     GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autoptr (GArray) waiting = g_array_new (FALSE, FALSE, sizeof (HopsoPdfReference));

  *is_reached = FALSE;
  collect_references (after, waiting);
  for (guint i = 0; i < waiting->len && i < MAX_REACHED && !*is_reached; i++)
    {
      HopsoPdfReference reference = g_array_index (waiting, HopsoPdfReference, i);
      gpointer number = GUINT_TO_POINTER (reference.number);
      g_autoptr (HopsoPdfObject) object = NULL;

      if (!g_hash_table_add (seen, number))
        continue;
      *is_reached = g_hash_table_contains (self->changed, number);
      object = hopso_pdf_file_dup_object (self->after, reference, error);
      if (object == NULL)
        return FALSE;
      collect_references (object, waiting);
    }
  return TRUE;
}

static gboolean
same_data (HopsoPdfComparison *self, HopsoPdfObject *before, HopsoPdfObject *after)
{
  g_autoptr (GBytes) old_bytes = NULL;
  g_autoptr (GBytes) new_bytes = NULL;

  if (hopso_pdf_object_get_stream_span (before).size !=
      hopso_pdf_object_get_stream_span (after).size)
    return FALSE;
  old_bytes = hopso_pdf_file_dup_stream_bytes (self->before, before, NULL);
  new_bytes = hopso_pdf_file_dup_stream_bytes (self->after, after, NULL);
  return old_bytes != NULL && new_bytes != NULL && g_bytes_equal (old_bytes, new_bytes);
}

/* An object that was written again says the same. */
static gboolean
says_the_same (HopsoPdfComparison *self, HopsoPdfObject *before, HopsoPdfObject *after)
{
  HopsoPdfObject *old_dictionary = hopso_pdf_object_get_stream_dictionary (before);
  HopsoPdfObject *new_dictionary = hopso_pdf_object_get_stream_dictionary (after);

  if (hopso_pdf_object_get_kind (before) != HOPSO_PDF_STREAM)
    return hopso_pdf_object_equal (before, after);
  return hopso_pdf_object_get_kind (after) == HOPSO_PDF_STREAM &&
         hopso_pdf_object_equal (old_dictionary, new_dictionary) && same_data (self, before, after);
}

/* An object that nothing allowed leads to. It does no harm if it says the same as before, or if
 * it is new and nobody waited for it. */
static gboolean
check_stray (HopsoPdfComparison *self, guint32 number, GError **error)
{
  guint section;
  const HopsoPdfEntry *old = hopso_pdf_file_find_entry (self->before, number, &section);
  const HopsoPdfEntry *new = hopso_pdf_file_find_entry (self->after, number, &section);
  g_autoptr (HopsoPdfObject) before = NULL;
  g_autoptr (HopsoPdfObject) after = NULL;
  gboolean is_grown = FALSE;

  if (!hopso_pdf_comparison_was_there (self, number))
    return check_appeared (self, number, error);
  before = hopso_pdf_file_dup_object (self->before, (HopsoPdfReference){ number, old->generation },
                                      error);
  if (before == NULL)
    return FALSE;
  after = hopso_pdf_file_dup_object (self->after, (HopsoPdfReference){ number, new->generation },
                                     error);
  if (after == NULL)
    return FALSE;
  if (new->generation == old->generation && says_the_same (self, before, after))
    return TRUE;
  if (!hopso_pdf_comparison_is_grown_structure (self, number, before, after, &is_grown, error))
    return FALSE;
  if (new->generation == old->generation && is_grown)
    {
      hopso_pdf_comparison_raise (self, HOPSO_PDF_CHANGE_SIGNATURES);
      hopso_pdf_comparison_look (self, HOPSO_PDF_TOUCH_OTHER, -1, NULL);
      hopso_pdf_comparison_touch (self, HOPSO_PDF_TOUCH_OTHER);
      return TRUE;
    }
  hopso_pdf_comparison_look_at_object (self, number);
  return hopso_pdf_comparison_alter (self, "object %u was replaced", number);
}

/**
 * hopso_pdf_comparison_check_rest:
 *
 * Explains the objects of everything that was allowed, and looks at those that remain.
 *
 * Returns: %FALSE when one of them does harm, or with @error
 */
gboolean
hopso_pdf_comparison_check_rest (HopsoPdfComparison *self, GError **error)
{
  GHashTableIter iterator;
  gpointer number;
  gboolean is_done = TRUE;

  g_hash_table_iter_init (&iterator, self->explained);
  while (g_hash_table_iter_next (&iterator, &number, NULL) &&
         hopso_pdf_comparison_goes_on (is_done, error))
    is_done &= check_appeared (self, GPOINTER_TO_UINT (number), error);
  for (guint i = 0; i < self->allowed->len && hopso_pdf_comparison_goes_on (is_done, error); i += 2)
    is_done &= absorb (self, self->allowed->pdata[i], self->allowed->pdata[i + 1], error);
  g_hash_table_iter_init (&iterator, self->changed);
  while (hopso_pdf_comparison_goes_on (is_done, error) &&
         g_hash_table_iter_next (&iterator, &number, NULL))
    if (!g_hash_table_contains (self->explained, number))
      is_done &= check_stray (self, GPOINTER_TO_UINT (number), error);
  return is_done;
}
