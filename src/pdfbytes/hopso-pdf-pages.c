/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The page tree (ISO 32000-2, 7.7.3), flattened once with what pages inherit. A node that is met
 * twice, or that is no indirect object, is damage: readers would number the pages differently. */

#include "hopso-pdf-file-private.h"

#include "hopso-pdf-error-private.h"

#include <string.h>

#define MAX_DEPTH 64
#define MAX_PAGES 200000

typedef struct
{
  double media_box[4];
  double crop_box[4];
  gboolean has_crop_box;
  guint rotation;
} Inherited;

typedef struct
{
  HopsoPdfFile *file; /* borrowed */
  GHashTable *seen;   /* owned: numbers of nodes */
  GArray *pages;      /* owned: of HopsoPdfPage */
} Walk;

static gboolean
walk_node (Walk *walk, HopsoPdfObject *kid, const Inherited *above, guint depth, GError **error);

/* Reads four numbers as left, bottom, right, top; FALSE when they make no box. */
static gboolean
read_box (HopsoPdfFile *file, HopsoPdfObject *node, const char *key, double box[4])
{
  g_autoptr (HopsoPdfObject) array = hopso_pdf_file_resolve_key (file, node, key, NULL);
  double numbers[4];

  if (array == NULL || hopso_pdf_object_get_length (array) != 4)
    return FALSE;
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (HopsoPdfObject) item =
          hopso_pdf_file_resolve (file, hopso_pdf_object_get_item (array, i), NULL);

      if (item == NULL || !hopso_pdf_object_get_number (item, &numbers[i]) ||
          !(numbers[i] > -1e7 && numbers[i] < 1e7))
        return FALSE;
    }
  box[0] = MIN (numbers[0], numbers[2]);
  box[1] = MIN (numbers[1], numbers[3]);
  box[2] = MAX (numbers[0], numbers[2]);
  box[3] = MAX (numbers[1], numbers[3]);
  return box[2] > box[0] && box[3] > box[1];
}

static void
inherit (HopsoPdfFile *file, HopsoPdfObject *node, Inherited *values)
{
  g_autoptr (HopsoPdfObject) rotation = hopso_pdf_file_resolve_key (file, node, "Rotate", NULL);
  double box[4];
  gint64 degrees;

  if (read_box (file, node, "MediaBox", box))
    memcpy (values->media_box, box, sizeof box);
  if (read_box (file, node, "CropBox", box))
    {
      memcpy (values->crop_box, box, sizeof box);
      values->has_crop_box = TRUE;
    }
  if (rotation != NULL && hopso_pdf_object_get_integer (rotation, &degrees) && degrees % 90 == 0)
    values->rotation = (guint) (((degrees % 360) + 360) % 360);
}

static void
add_page (Walk *walk, HopsoPdfReference reference, const Inherited *values)
{
  HopsoPdfPage page = { .reference = reference, .rotation = values->rotation };
  const double *media = values->media_box;
  const double *crop = values->has_crop_box ? values->crop_box : media;
  double shown[4] = { MAX (media[0], crop[0]), MAX (media[1], crop[1]), MIN (media[2], crop[2]),
                      MIN (media[3], crop[3]) };
  gboolean is_empty = shown[2] <= shown[0] || shown[3] <= shown[1];

  memcpy (page.media_box, media, sizeof page.media_box);
  memcpy (page.crop_box, is_empty ? media : shown, sizeof page.crop_box);
  g_array_append_val (walk->pages, page);
}

static gboolean
walk_kids (Walk *walk, HopsoPdfObject *kids, const Inherited *values, guint depth, GError **error)
{
  if (hopso_pdf_object_get_kind (kids) != HOPSO_PDF_ARRAY)
    return hopso_pdf_fail_damaged (error, "A node of the page tree has no kids");
  for (guint i = 0; i < hopso_pdf_object_get_length (kids); i++)
    if (!walk_node (walk, hopso_pdf_object_get_item (kids, i), values, depth + 1, error))
      return FALSE;
  return TRUE;
}

static gboolean
enter_node (
    Walk *walk, HopsoPdfObject *kid, guint depth, HopsoPdfReference *reference, GError **error)
{
  if (!hopso_pdf_object_get_reference (kid, reference))
    return hopso_pdf_fail_damaged (error, "A node of the page tree is no indirect object");
  if (!g_hash_table_add (walk->seen, GUINT_TO_POINTER (reference->number)))
    return hopso_pdf_fail_damaged (error, "A node of the page tree stands there twice");
  if (depth > MAX_DEPTH || walk->pages->len >= MAX_PAGES)
    return hopso_pdf_fail (error, HOPSO_PDF_ERROR_TOO_COMPLEX, "The page tree is too large");
  return TRUE;
}

static gboolean
walk_node (Walk *walk, HopsoPdfObject *kid, const Inherited *above, guint depth, GError **error)
{
  Inherited values = *above;
  HopsoPdfReference reference = { 0, 0 };
  g_autoptr (HopsoPdfObject) node = NULL;
  g_autoptr (HopsoPdfObject) kids = NULL;

  if (!enter_node (walk, kid, depth, &reference, error))
    return FALSE;
  node = hopso_pdf_file_dup_object (walk->file, reference, error);
  if (node == NULL)
    return FALSE;
  if (hopso_pdf_object_get_kind (node) != HOPSO_PDF_DICTIONARY)
    return hopso_pdf_fail_damaged (error, "A node of the page tree is no dictionary");
  inherit (walk->file, node, &values);
  kids = hopso_pdf_file_resolve_key (walk->file, node, "Kids", error);
  if (kids == NULL)
    return FALSE;
  if (hopso_pdf_object_is_name (hopso_pdf_object_get (node, "Type"), "Pages") ||
      !hopso_pdf_object_is_null (kids))
    return walk_kids (walk, kids, &values, depth, error);
  add_page (walk, reference, &values);
  return TRUE;
}

static gboolean
load_pages (HopsoPdfFile *self, GError **error)
{
  static const Inherited letter = { .media_box = { 0, 0, 612, 792 } };
  g_autoptr (GHashTable) seen = NULL;
  g_autoptr (GArray) pages = NULL;
  g_autoptr (HopsoPdfObject) catalog = NULL;

  if (self->pages != NULL)
    return TRUE;
  seen = g_hash_table_new (NULL, NULL);
  pages = g_array_new (FALSE, FALSE, sizeof (HopsoPdfPage));
  catalog = hopso_pdf_file_dup_catalog (self, error);

  Walk walk = { self, seen, pages };
  if (catalog == NULL ||
      !walk_node (&walk, hopso_pdf_object_get (catalog, "Pages"), &letter, 0, error))
    return FALSE;
  self->pages = g_steal_pointer (&pages);
  return TRUE;
}

/**
 * hopso_pdf_file_get_n_pages:
 * @n_pages: (out): how many pages there are
 *
 * Returns: %FALSE with @error when the page tree cannot be followed
 */
gboolean
hopso_pdf_file_get_n_pages (HopsoPdfFile *self, guint *n_pages, GError **error)
{
  if (!load_pages (self, error))
    return FALSE;
  *n_pages = self->pages->len;
  return TRUE;
}

/**
 * hopso_pdf_file_get_page:
 * @index: which, from 0
 *
 * Returns: (transfer none): the page, or %NULL with @error
 */
const HopsoPdfPage *
hopso_pdf_file_get_page (HopsoPdfFile *self, guint index, GError **error)
{
  if (!load_pages (self, error))
    return NULL;
  if (index >= self->pages->len)
    {
      hopso_pdf_fail (error, HOPSO_PDF_ERROR_FIELD, "The document has no such page");
      return NULL;
    }
  return &g_array_index (self->pages, HopsoPdfPage, index);
}

/**
 * hopso_pdf_file_find_page:
 * @reference: a page's object
 * @index: (out): which page that is, from 0
 *
 * Returns: %FALSE when it is none of the document's pages, with @error when they are unknown
 */
gboolean
hopso_pdf_file_find_page (HopsoPdfFile *self,
                          HopsoPdfReference reference,
                          guint *index,
                          GError **error)
{
  if (!load_pages (self, error))
    return FALSE;
  for (guint i = 0; i < self->pages->len; i++)
    if (g_array_index (self->pages, HopsoPdfPage, i).reference.number == reference.number)
      {
        *index = i;
        return TRUE;
      }
  return FALSE;
}
