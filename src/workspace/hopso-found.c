/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One answer to a search, with the words around what was found. Immutable; any thread. */

#include "hopso-found.h"

#include "hopso-search.h"

struct _HopsoFound
{
  GObject parent_instance;

  HopsoRecord *record; /* owned */
  int page;
  char *snippet; /* owned */
  GArray *marks; /* owned; elements HopsoSearchMark */
};

G_DEFINE_FINAL_TYPE (HopsoFound, hopso_found, G_TYPE_OBJECT)

static void
hopso_found_finalize (GObject *object)
{
  HopsoFound *self = HOPSO_FOUND (object);

  g_object_unref (self->record);
  g_free (self->snippet);
  g_array_unref (self->marks);
  G_OBJECT_CLASS (hopso_found_parent_class)->finalize (object);
}

static void
hopso_found_class_init (HopsoFoundClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_found_finalize;
}

static void
hopso_found_init (HopsoFound *self)
{
}

/**
 * hopso_found_new:
 * @record: a meeting, an item or a paper
 * @page: of the paper, counted from 0, or %HOPSO_FOUND_NO_PAGE
 * @snippet: the words around what was found, on one line
 * @marks: (element-type HopsoSearchMark): where they are in @snippet
 *
 * Returns: (transfer full): an answer
 */
HopsoFound *
hopso_found_new (HopsoRecord *record, int page, const char *snippet, GArray *marks)
{
  HopsoFound *self = g_object_new (HOPSO_TYPE_FOUND, NULL);

  self->record = g_object_ref (record);
  self->page = page;
  self->snippet = g_strdup (snippet);
  self->marks = g_array_ref (marks);
  return self;
}

/**
 * hopso_found_get_record:
 *
 * Returns: (transfer none): what to open
 */
HopsoRecord *
hopso_found_get_record (HopsoFound *self)
{
  g_return_val_if_fail (HOPSO_IS_FOUND (self), NULL);

  return self->record;
}

/**
 * hopso_found_get_page:
 *
 * Returns: the page of the paper, counted from 0, or %HOPSO_FOUND_NO_PAGE when the name was found
 */
int
hopso_found_get_page (HopsoFound *self)
{
  g_return_val_if_fail (HOPSO_IS_FOUND (self), HOPSO_FOUND_NO_PAGE);

  return self->page;
}

/**
 * hopso_found_get_snippet:
 *
 * Returns: (transfer none): some words around what was found, as they are written, on one line
 */
const char *
hopso_found_get_snippet (HopsoFound *self)
{
  g_return_val_if_fail (HOPSO_IS_FOUND (self), NULL);

  return self->snippet;
}

/**
 * hopso_found_get_n_marks:
 *
 * Returns: how many parts of the snippet were looked for
 */
guint
hopso_found_get_n_marks (HopsoFound *self)
{
  g_return_val_if_fail (HOPSO_IS_FOUND (self), 0);

  return self->marks->len;
}

/**
 * hopso_found_get_mark:
 * @index: less than hopso_found_get_n_marks()
 * @start: (out): where the part begins, in bytes
 * @end: (out): behind its last byte
 */
void
hopso_found_get_mark (HopsoFound *self, guint index, guint *start, guint *end)
{
  g_return_if_fail (HOPSO_IS_FOUND (self) && index < self->marks->len);

  *start = g_array_index (self->marks, HopsoSearchMark, index).start;
  *end = g_array_index (self->marks, HopsoSearchMark, index).end;
}
