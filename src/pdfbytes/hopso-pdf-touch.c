/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What later revisions touched, told with its place. It follows the comparison and decides
 * nothing: whether something is altered is known before it gets here. One thread at a time. */

#include "hopso-pdf-difference-private.h"

#include <string.h>

#define MAX_SHOWN 200000

/**
 * hopso_pdf_touch_kind_get_name:
 *
 * Returns: a stable word for @kind
 */
const char *
hopso_pdf_touch_kind_get_name (HopsoPdfTouchKind kind)
{
  static const char *const names[] = { "signature",  "timestamp",      "validation-data",
                                       "form-value", "annotation",     "page",
                                       "content",    "reserved-place", "other" };

  return names[kind];
}

void
hopso_pdf_touch_free (HopsoPdfTouch *self)
{
  g_free (self->field);
  g_free (self->seal);
  g_free (self);
}

/* What is compared from here on. */
void
hopso_pdf_comparison_look (HopsoPdfComparison *self,
                           HopsoPdfTouchKind kind,
                           int page,
                           HopsoPdfObject *item)
{
  HopsoPdfObject *kept = item != NULL ? hopso_pdf_object_ref (item) : NULL;

  g_clear_pointer (&self->look.item, hopso_pdf_object_unref);
  self->look = (HopsoPdfLook){ kind, page, kept };
}

/* The name of a field or widget; empty without one. */
const char *
hopso_pdf_comparison_get_name_of (HopsoPdfComparison *self, HopsoPdfObject *item)
{
  HopsoPdfReference number = { 0, 0 };
  const char *name;

  hopso_pdf_object_get_reference (item, &number);
  name = g_hash_table_lookup (self->names, GUINT_TO_POINTER (number.number));
  return name != NULL ? name : "";
}

/* --- places ---------------------------------------------------------------------------------- */

static void
add_widgets_of (HopsoPdfComparison *self, guint index)
{
  const HopsoPdfPage *page = hopso_pdf_file_get_page (self->after, index, NULL);
  g_autoptr (HopsoPdfObject) dictionary = NULL;
  g_autoptr (HopsoPdfObject) annotations = NULL;
  HopsoPdfReference reference;

  if (page != NULL)
    dictionary = hopso_pdf_file_dup_object (self->after, page->reference, NULL);
  if (dictionary != NULL)
    annotations = hopso_pdf_file_resolve_key (self->after, dictionary, "Annots", NULL);
  for (guint i = 0; annotations != NULL && i < hopso_pdf_object_get_length (annotations); i++)
    if (hopso_pdf_object_get_reference (hopso_pdf_object_get_item (annotations, i), &reference))
      g_hash_table_insert (self->widgets, GUINT_TO_POINTER (reference.number),
                           GUINT_TO_POINTER (index + 1));
}

/* On which page an annotation stands now, -1 on none. */
int
hopso_pdf_comparison_find_page (HopsoPdfComparison *self, guint32 number)
{
  guint n_pages = 0;

  if (self->widgets == NULL)
    {
      self->widgets = g_hash_table_new (NULL, NULL);
      if (hopso_pdf_file_get_n_pages (self->after, &n_pages, NULL))
        for (guint i = 0; i < n_pages; i++)
          add_widgets_of (self, i);
    }
  return (int) GPOINTER_TO_UINT (g_hash_table_lookup (self->widgets, GUINT_TO_POINTER (number))) -
         1;
}

/* The part of a field that is drawn: itself or its first kid, which may have kids. */
static HopsoPdfObject *
dup_drawn (HopsoPdfComparison *self, HopsoPdfObject *item, HopsoPdfReference *reference)
{
  g_autoptr (HopsoPdfObject) drawn = hopso_pdf_file_resolve (self->after, item, NULL);

  hopso_pdf_object_get_reference (item, reference);
  for (guint depth = 0; drawn != NULL && depth < 8 && !hopso_pdf_object_has (drawn, "Rect");
       depth++)
    {
      g_autoptr (HopsoPdfObject) kids =
          hopso_pdf_file_resolve_key (self->after, drawn, "Kids", NULL);
      HopsoPdfObject *first = kids != NULL ? hopso_pdf_object_get_item (kids, 0) : NULL;

      if (first == NULL || !hopso_pdf_object_get_reference (first, reference))
        break;
      hopso_pdf_object_unref (drawn);
      drawn = hopso_pdf_file_resolve (self->after, first, NULL);
    }
  return g_steal_pointer (&drawn);
}

static void
read_place (HopsoPdfComparison *self, HopsoPdfObject *item, HopsoPdfTouch *touch)
{
  HopsoPdfReference reference = { 0, 0 };
  g_autoptr (HopsoPdfObject) drawn = dup_drawn (self, item, &reference);
  g_autoptr (HopsoPdfObject) rect = NULL;
  double edges[4];

  if (touch->page < 0 && reference.number != 0)
    touch->page = hopso_pdf_comparison_find_page (self, reference.number);
  if (drawn != NULL)
    rect = hopso_pdf_file_resolve_key (self->after, drawn, "Rect", NULL);
  for (guint i = 0; i < 4; i++)
    if (rect == NULL ||
        !hopso_pdf_object_get_number (hopso_pdf_object_get_item (rect, i), &edges[i]))
      return;
  touch->rect[0] = MIN (edges[0], edges[2]);
  touch->rect[1] = MIN (edges[1], edges[3]);
  touch->rect[2] = MAX (edges[0], edges[2]);
  touch->rect[3] = MAX (edges[1], edges[3]);
}

/* --- touches --------------------------------------------------------------------------------- */

static gboolean
is_same_touch (const HopsoPdfTouch *one, const HopsoPdfTouch *other)
{
  return one->kind == other->kind && one->page == other->page &&
         one->is_allowed == other->is_allowed && g_strcmp0 (one->field, other->field) == 0 &&
         memcmp (one->rect, other->rect, sizeof one->rect) == 0;
}

static void
add_touch (HopsoPdfComparison *self, HopsoPdfTouchKind kind, gboolean is_allowed)
{
  GPtrArray *touches = self->difference->touches;
  HopsoPdfTouch *touch = g_new0 (HopsoPdfTouch, 1);
  const char *name =
      self->look.item != NULL ? hopso_pdf_comparison_get_name_of (self, self->look.item) : "";

  touch->kind = kind;
  touch->page = self->look.page;
  touch->is_allowed = is_allowed;
  touch->field = *name != '\0' ? g_strdup (name) : NULL;
  touch->seal =
      kind == HOPSO_PDF_TOUCH_RESERVED_PLACE ? g_strdup (hopso_pdf_get_seal_name ()) : NULL;
  if (self->look.item != NULL)
    read_place (self, self->look.item, touch);
  for (guint i = 0; i < touches->len; i++)
    if (is_same_touch (touches->pdata[i], touch))
      {
        hopso_pdf_touch_free (touch);
        return;
      }
  g_ptr_array_add (touches, touch);
}

/* What is looked at was touched, in a way that is allowed so far. */
void
hopso_pdf_comparison_touch (HopsoPdfComparison *self, HopsoPdfTouchKind kind)
{
  if (self->difference->touches->len < HOPSO_PDF_MAX_TOUCHES)
    add_touch (self, kind, TRUE);
}

/* What is looked at was altered. */
void
hopso_pdf_comparison_touch_altered (HopsoPdfComparison *self)
{
  if (self->difference->touches->len < HOPSO_PDF_MAX_TOUCHES)
    add_touch (self, self->look.kind, FALSE);
}

/* --- objects --------------------------------------------------------------------------------- */

static void
add_references (HopsoPdfObject *object, GArray *waiting)
{
  HopsoPdfReference reference;

  if (hopso_pdf_object_get_reference (object, &reference))
    g_array_append_val (waiting, reference);
  for (guint i = 0; i < hopso_pdf_object_get_length (object); i++)
    add_references (hopso_pdf_object_get_item (object, i), waiting);
  for (guint i = 0; i < hopso_pdf_object_get_n_keys (object); i++)
    {
      HopsoPdfObject *value;
      const char *key = hopso_pdf_object_get_key (object, i, &value);

      if (strcmp (key, "Parent") != 0 && strcmp (key, "P") != 0)
        add_references (value, waiting);
    }
}

/* Everything that the page leads to and no page before it. */
static void
add_shown_on (HopsoPdfComparison *self, guint index)
{
  const HopsoPdfPage *page = hopso_pdf_file_get_page (self->after, index, NULL);
  g_autoptr (GArray) waiting = g_array_new (FALSE, FALSE, sizeof (HopsoPdfReference));

  if (page == NULL)
    return;
  g_array_append_val (waiting, page->reference);
  for (guint i = 0; i < waiting->len && g_hash_table_size (self->showing) < MAX_SHOWN; i++)
    {
      HopsoPdfReference reference = g_array_index (waiting, HopsoPdfReference, i);
      gpointer number = GUINT_TO_POINTER (reference.number);
      g_autoptr (HopsoPdfObject) object = NULL;

      if (g_hash_table_contains (self->showing, number))
        continue;
      g_hash_table_insert (self->showing, number, GUINT_TO_POINTER (index + 1));
      object = hopso_pdf_file_dup_object (self->after, reference, NULL);
      if (object != NULL)
        add_references (object, waiting);
    }
}

/* An object that is altered by itself: it is looked at on the first page that shows it. */
void
hopso_pdf_comparison_look_at_object (HopsoPdfComparison *self, guint32 number)
{
  guint n_pages = 0;
  guint page;

  if (self->showing == NULL)
    {
      self->showing = g_hash_table_new (NULL, NULL);
      if (hopso_pdf_file_get_n_pages (self->after, &n_pages, NULL))
        for (guint i = 0; i < n_pages; i++)
          add_shown_on (self, i);
    }
  page = GPOINTER_TO_UINT (g_hash_table_lookup (self->showing, GUINT_TO_POINTER (number)));
  hopso_pdf_comparison_look (self, page != 0 ? HOPSO_PDF_TOUCH_CONTENT : HOPSO_PDF_TOUCH_OTHER,
                             (int) page - 1, NULL);
}
