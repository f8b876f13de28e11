/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Looks through a document for the places that are made to be signed: from the end, for signatures
 * stand there, and no further than where the signer's own name was found. Main thread; the text
 * comes from the drawing processes. */

#include "hopso-sign-spot-find.h"

#include "hopso-pdf-reading.h"

/* Annexes may follow what is signed; longer ones are files of their own. */
#define MOST_PAGES 12

typedef struct
{
  char *name;     /* owned, nullable */
  char *position; /* owned, nullable */
  GArray *spots;  /* owned */
  guint page;     /* the one that is read */
  guint n_left;   /* pages that may still be read after it */
} Search;

static void
search_free (Search *self)
{
  g_free (self->name);
  g_free (self->position);
  g_array_unref (self->spots);
  g_free (self);
}

static void read_page (GTask *task);

/* Of two that are as likely, the one that is nearer to the end comes first: it was found first. */
static void
add_spots (Search *self, GArray *found)
{
  for (guint i = 0; i < found->len; i++)
    {
      const HopsoSignSpot *spot = &g_array_index (found, HopsoSignSpot, i);
      guint at = 0;

      while (at < self->spots->len &&
             g_array_index (self->spots, HopsoSignSpot, at).score >= spot->score)
        at++;
      g_array_insert_val (self->spots, at, *spot);
    }
}

static gboolean
is_over (Search *self)
{
  return self->n_left == 0 || self->page == 0 ||
         (self->spots->len > 0 &&
          g_array_index (self->spots, HopsoSignSpot, 0).score >= HOPSO_SIGN_SPOT_SURE);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HopsoPdfDocument *document = HOPSO_PDF_DOCUMENT (source);
  Search *self = g_task_get_task_data (task);
  HopsoSignSpotPage page = { .number = self->page };
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfText) text = hopso_pdf_document_page_text_finish (document, result, &error);

  if (text == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  hopso_pdf_document_get_page_size (document, self->page, &page.width, &page.height);
  page.text = text;
  g_autoptr (GArray) found = hopso_sign_spot_list (&page, self->name, self->position);
  add_spots (self, found);
  if (is_over (self))
    {
      g_task_return_pointer (task, g_array_ref (self->spots), (GDestroyNotify) g_array_unref);
      return;
    }
  self->page--;
  self->n_left--;
  read_page (g_steal_pointer (&task));
}

/* Takes @task. */
static void
read_page (GTask *task)
{
  Search *self = g_task_get_task_data (task);

  hopso_pdf_document_page_text_async (g_task_get_source_object (task), self->page,
                                      g_task_get_cancellable (task), read_cb, task);
}

/**
 * hopso_sign_spot_find_async:
 * @name: (nullable): the signer's
 * @position: (nullable): the signer's
 *
 * Looks for the places of @document that are made to be signed.
 */
void
hopso_sign_spot_find_async (HopsoPdfDocument *document,
                            const char *name,
                            const char *position,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_PDF_DOCUMENT (document));

  GTask *task = g_task_new (document, cancellable, callback, user_data);
  Search *self = g_new0 (Search, 1);
  guint n_pages = hopso_pdf_document_get_n_pages (document);

  self->name = g_strdup (name);
  self->position = g_strdup (position);
  self->spots = g_array_new (FALSE, FALSE, sizeof (HopsoSignSpot));
  self->page = MAX (n_pages, 1) - 1;
  self->n_left = MIN (n_pages, MOST_PAGES) - 1;
  g_task_set_source_tag (task, hopso_sign_spot_find_async);
  g_task_set_task_data (task, self, (GDestroyNotify) search_free);
  read_page (task);
}

/**
 * hopso_sign_spot_find_finish:
 *
 * Returns: (transfer full) (element-type HopsoSignSpot): the places, the likeliest first; none if
 *   the document has none
 */
GArray *
hopso_sign_spot_find_finish (HopsoPdfDocument *document, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, document), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
