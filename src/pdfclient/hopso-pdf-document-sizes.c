/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How large the pages of a document are. Those of a long book take longer to find out than its
 * first page to draw, so only the first ones are known from the beginning, and the others are taken
 * to be like the first page until somebody asks. Lives on the client's thread. */

#include "hopso-pdf-document-private.h"

/* What a page without a sound size is laid out as: A4. */
#define STANDARD_WIDTH  595.28
#define STANDARD_HEIGHT 841.89

#define MAX_PAGES 100000u

/* Takes some more sizes; says whether they are others than was assumed. */
static gboolean
take_sizes (HopsoPdfDocument *self, GVariant *sizes)
{
  const gsize n = MIN (g_variant_n_children (sizes), self->n_pages - self->n_sized);
  gboolean is_changed = FALSE;

  for (gsize i = 0; i < n; i++)
    {
      HopsoPdfPageSize *size = &self->sizes[self->n_sized++];
      const HopsoPdfPageSize before = *size;

      g_variant_get_child (sizes, i, "(dd)", &size->width, &size->height);
      size->is_sound = hopso_frame_page_is_sound (size->width, size->height);
      if (!size->is_sound)
        *size = (HopsoPdfPageSize){ STANDARD_WIDTH, STANDARD_HEIGHT, FALSE };
      is_changed = is_changed || size->width != before.width || size->height != before.height;
    }
  return is_changed;
}

/* What was told when the document was opened. */
gboolean
hopso_pdf_document_take_facts (HopsoPdfDocument *self, GVariant *facts, GError **error)
{
  g_autoptr (GVariant) sizes = g_variant_get_child_value (facts, 1);

  g_variant_get_child (facts, 0, "u", &self->n_pages);
  if (self->n_pages == 0 || self->n_pages > MAX_PAGES || g_variant_n_children (sizes) == 0)
    {
      g_set_error_literal (error, HOPSO_PDF_CLIENT_ERROR, HOPSO_PDF_CLIENT_ERROR_DAMAGED,
                           "The document has no pages, or too many");
      return FALSE;
    }
  self->sizes = g_new0 (HopsoPdfPageSize, self->n_pages);
  take_sizes (self, sizes);
  for (guint i = self->n_sized; i < self->n_pages; i++)
    self->sizes[i] = (HopsoPdfPageSize){ self->sizes[0].width, self->sizes[0].height, TRUE };
  return TRUE;
}

/**
 * hopso_pdf_document_get_page_size:
 * @page: counted from 0
 * @width_pt: (out): in points, as the page is shown
 * @height_pt: (out): in points, as the page is shown
 *
 * The size of a page with its own rotation applied. A page whose size is absurd is told to be A4,
 * and is refused when it is to be drawn. In a long document, pages far from the beginning are told
 * to be like the first one until hopso_pdf_document_load_sizes_async() has ended.
 */
void
hopso_pdf_document_get_page_size (HopsoPdfDocument *self,
                                  guint page,
                                  double *width_pt,
                                  double *height_pt)
{
  g_return_if_fail (HOPSO_IS_PDF_DOCUMENT (self));
  g_return_if_fail (page < self->n_pages);

  *width_pt = self->sizes[page].width;
  *height_pt = self->sizes[page].height;
}

static void ask_sizes (HopsoPdfDocument *self);

static void
answer_sizes (HopsoPdfDocument *self, const GError *error)
{
  g_autoptr (GPtrArray) waiters = g_steal_pointer (&self->sizes_waiters);

  for (guint i = 0; i < waiters->len; i++)
    {
      if (error != NULL)
        g_task_return_error (waiters->pdata[i], g_error_copy (error));
      else
        g_task_return_boolean (waiters->pdata[i], TRUE);
    }
}

static void
sizes_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HopsoPdfDocument *self = HOPSO_PDF_DOCUMENT (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_task_propagate_pointer (G_TASK (result), &error);
  g_autoptr (GVariant) sizes = reply != NULL ? g_variant_get_child_value (reply, 0) : NULL;

  if (sizes != NULL && g_variant_n_children (sizes) == 0)
    g_set_error_literal (&error, HOPSO_PDF_CLIENT_ERROR, HOPSO_PDF_CLIENT_ERROR_REFUSED,
                         "The process gave no sizes");
  if (error == NULL && take_sizes (self, sizes))
    g_signal_emit_by_name (self, "sizes-changed");
  if (error == NULL && self->n_sized < self->n_pages)
    ask_sizes (self);
  else
    answer_sizes (self, error);
}

static void
ask_sizes (HopsoPdfDocument *self)
{
  static const HopsoPdfQuestion question = { "Sizes", "(a(dd))" };
  const HopsoPdfWish wish = {
    .lane = HOPSO_PDF_LANE_SIZES,
    .question = &question,
    .arguments = g_variant_new ("(uu)", self->n_sized, HOPSO_PDF_MORE_SIZES),
    .fd = -1,
  };

  hopso_pdf_document_ask (self, &wish, g_task_new (self, NULL, sizes_cb, NULL));
}

/**
 * hopso_pdf_document_load_sizes_async:
 * @cancellable: (nullable): forgets the answer
 * @callback: when the sizes of all pages are known
 * @user_data: for @callback
 *
 * Asks for the sizes that were not needed to show the first pages.
 */
void
hopso_pdf_document_load_sizes_async (HopsoPdfDocument *self,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_PDF_DOCUMENT (self));

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, hopso_pdf_document_load_sizes_async);
  if (self->n_sized == self->n_pages)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  const gboolean is_first = self->sizes_waiters == NULL;
  if (is_first)
    self->sizes_waiters = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (self->sizes_waiters, g_steal_pointer (&task));
  if (is_first)
    ask_sizes (self);
}

/**
 * hopso_pdf_document_load_sizes_finish:
 *
 * Returns: whether the sizes of all pages are known
 */
gboolean
hopso_pdf_document_load_sizes_finish (HopsoPdfDocument *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
