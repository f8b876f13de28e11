/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Looks for words in a document, from the page that is read to its end and then from its beginning.
 * Pages are read by the second process when nothing is to be drawn; those that were read already
 * are looked through in small portions, so that the main loop goes on. Places are kept as numbers,
 * of which a letter may have a million; what stands around one is told when somebody looks at it.
 * Lives on the document's thread. */

#include "hopso-pdf-find.h"

#include "hopso-fold.h"
#include "hopso-pdf-document-private.h"
#include "hopso-pdf-hit-private.h"
#include "hopso-pdf-reading.h"

/* As many pages are asked for at once that the process never waits for us. */
#define AT_ONCE 2u

/* How long pages that are known may be looked through before others have their turn. */
#define PORTION_US 3000

#define MAX_HITS 1000000u

typedef struct
{
  guint page;
  guint start;
  guint end;
} Place;

struct _HopsoPdfFind
{
  GObject parent_instance;

  HopsoPdfDocument *document; /* owned */
  GCancellable *cancellable;  /* owned */
  char *words;                /* owned */
  HopsoFold *wanted;          /* owned */
  HopsoFoldHow how;
  GArray *places; /* owned: of Place, by page and start */
  guint first_page;
  guint n_asked; /* pages, counted from the first one */
  guint n_read;
  guint n_failed;
  guint n_waiting;
  guint portion; /* source, or 0 */
};

static void model_iface_init (GListModelInterface *iface);
static void go_on (HopsoPdfFind *self);

G_DEFINE_FINAL_TYPE_WITH_CODE (HopsoPdfFind,
                               hopso_pdf_find,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, model_iface_init))

static guint progress_signal;

static GType
get_item_type (GListModel *model)
{
  return HOPSO_TYPE_PDF_HIT;
}

static guint
get_n_items (GListModel *model)
{
  return HOPSO_PDF_FIND (model)->places->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  HopsoPdfFind *self = HOPSO_PDF_FIND (model);

  if (position >= self->places->len)
    return NULL;
  const Place *place = &g_array_index (self->places, Place, position);
  return hopso_pdf_hit_new (hopso_pdf_document_get_known_text (self->document, place->page),
                            place->page, place->start, place->end);
}

static void
model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* The number of the first place on a page, or on one after it. */
static guint
find_first (HopsoPdfFind *self, guint page)
{
  guint low = 0;
  guint high = self->places->len;

  while (low < high)
    {
      const guint middle = low + (high - low) / 2;

      if (g_array_index (self->places, Place, middle).page < page)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static void
look_through (HopsoPdfFind *self, guint page, const char *text)
{
  g_autoptr (HopsoFold) fold = hopso_fold_new (text, self->how);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Place));
  Place place = { .page = page };
  guint from = 0;

  while (self->places->len + found->len < MAX_HITS &&
         hopso_fold_find (fold, self->wanted, &from, &place.start, &place.end))
    g_array_append_val (found, place);
  if (found->len == 0)
    return;
  const guint at = find_first (self, page);
  g_array_insert_vals (self->places, at, found->data, found->len);
  g_list_model_items_changed (G_LIST_MODEL (self), at, 0, found->len);
}

static void
text_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoPdfFind) self = user_data;
  HopsoPdfDocument *document = HOPSO_PDF_DOCUMENT (source);
  const guint page = GPOINTER_TO_UINT (g_task_get_task_data (G_TASK (result)));
  g_autoptr (GError) error = NULL;
  g_autofree char *text = hopso_pdf_document_text_finish (document, result, &error);

  self->n_waiting--;
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  self->n_read++;
  if (text == NULL)
    self->n_failed++;
  else
    {
      look_through (self, page, text);
      hopso_pdf_document_keep_text (document, page, g_steal_pointer (&text));
    }
  go_on (self);
}

static gboolean
portion_cb (gpointer user_data)
{
  HopsoPdfFind *self = user_data;

  self->portion = 0;
  go_on (self);
  return G_SOURCE_REMOVE;
}

/* Looks through known pages for a while and asks for one that is not. */
static void
advance (HopsoPdfFind *self)
{
  const guint n_pages = hopso_pdf_document_get_n_pages (self->document);
  const gint64 end = g_get_monotonic_time () + PORTION_US;

  while (self->n_asked < n_pages && self->n_waiting < AT_ONCE && self->portion == 0)
    {
      const guint page = (self->first_page + self->n_asked++) % n_pages;
      const char *text = hopso_pdf_document_get_known_text (self->document, page);

      if (text == NULL)
        {
          self->n_waiting++;
          hopso_pdf_document_text_async (self->document, page, self->cancellable, text_cb,
                                         g_object_ref (self));
          continue;
        }
      look_through (self, page, text);
      self->n_read++;
      if (g_get_monotonic_time () >= end)
        self->portion = g_idle_add (portion_cb, self);
    }
}

static void
go_on (HopsoPdfFind *self)
{
  g_autoptr (HopsoPdfFind) kept = g_object_ref (self);

  if (!g_cancellable_is_cancelled (self->cancellable))
    advance (self);
  g_signal_emit (self, progress_signal, 0);
}

/**
 * hopso_pdf_find_new:
 * @document: where to look
 * @words: what somebody typed; letters with diacritics are meant so, others mean all
 * @first_page: where to begin
 *
 * Begins to look when the main loop has time.
 *
 * Returns: (transfer full): the places, none yet
 */
HopsoPdfFind *
hopso_pdf_find_new (HopsoPdfDocument *document, const char *words, guint first_page)
{
  HopsoPdfFind *self = g_object_new (HOPSO_TYPE_PDF_FIND, NULL);
  const guint n_pages = hopso_pdf_document_get_n_pages (document);

  self->document = g_object_ref (document);
  self->words = g_strdup (words);
  self->how = hopso_fold_choose (words);
  self->wanted = hopso_fold_new (words, self->how);
  self->first_page = MIN (first_page, n_pages - 1);
  if (hopso_fold_get_length (self->wanted) == 0)
    self->n_asked = self->n_read = n_pages;
  self->portion = g_idle_add (portion_cb, self);
  return self;
}

/**
 * hopso_pdf_find_get_words:
 *
 * Returns: what is looked for, as it was typed
 */
const char *
hopso_pdf_find_get_words (HopsoPdfFind *self)
{
  g_return_val_if_fail (HOPSO_IS_PDF_FIND (self), NULL);

  return self->words;
}

/**
 * hopso_pdf_find_get_n_hits:
 *
 * Returns: how many places were found so far
 */
guint
hopso_pdf_find_get_n_hits (HopsoPdfFind *self)
{
  g_return_val_if_fail (HOPSO_IS_PDF_FIND (self), 0);

  return self->places->len;
}

/**
 * hopso_pdf_find_get_n_pages_read:
 *
 * Returns: how many pages were looked through, or could not be
 */
guint
hopso_pdf_find_get_n_pages_read (HopsoPdfFind *self)
{
  g_return_val_if_fail (HOPSO_IS_PDF_FIND (self), 0);

  return self->n_read;
}

/**
 * hopso_pdf_find_get_n_pages_failed:
 *
 * Returns: how many pages could not be read
 */
guint
hopso_pdf_find_get_n_pages_failed (HopsoPdfFind *self)
{
  g_return_val_if_fail (HOPSO_IS_PDF_FIND (self), 0);

  return self->n_failed;
}

/**
 * hopso_pdf_find_is_done:
 *
 * Returns: whether all pages were looked through
 */
gboolean
hopso_pdf_find_is_done (HopsoPdfFind *self)
{
  g_return_val_if_fail (HOPSO_IS_PDF_FIND (self), FALSE);

  return self->n_read == hopso_pdf_document_get_n_pages (self->document);
}

/**
 * hopso_pdf_find_get_page:
 * @index: of a hit
 *
 * Returns: the page it is on, without making an object of it
 */
guint
hopso_pdf_find_get_page (HopsoPdfFind *self, guint index)
{
  g_return_val_if_fail (HOPSO_IS_PDF_FIND (self), 0);
  g_return_val_if_fail (index < self->places->len, 0);

  return g_array_index (self->places, Place, index).page;
}

/**
 * hopso_pdf_find_get_place:
 * @index: of a hit
 * @start: (out): the first character
 * @end: (out): the one after the last
 *
 * Where it is in the page's #HopsoPdfText, without making an object of it.
 *
 * Returns: whether there is such a hit
 */
gboolean
hopso_pdf_find_get_place (HopsoPdfFind *self, guint index, guint *start, guint *end)
{
  g_return_val_if_fail (HOPSO_IS_PDF_FIND (self), FALSE);

  if (index >= self->places->len)
    return FALSE;
  *start = g_array_index (self->places, Place, index).start;
  *end = g_array_index (self->places, Place, index).end;
  return TRUE;
}

/**
 * hopso_pdf_find_get_range:
 * @page: counted from 0
 * @first: (out): the first hit on it
 * @n: (out): how many there are
 *
 * Returns: whether there are any
 */
gboolean
hopso_pdf_find_get_range (HopsoPdfFind *self, guint page, guint *first, guint *n)
{
  g_return_val_if_fail (HOPSO_IS_PDF_FIND (self), FALSE);

  *first = find_first (self, page);
  *n = find_first (self, page + 1) - *first;
  return *n > 0;
}

/**
 * hopso_pdf_find_get_nearest:
 * @page: counted from 0
 * @index: (out): the first hit on that page or after it, or else the very first
 *
 * Returns: whether there are any hits
 */
gboolean
hopso_pdf_find_get_nearest (HopsoPdfFind *self, guint page, guint *index)
{
  g_return_val_if_fail (HOPSO_IS_PDF_FIND (self), FALSE);

  *index = find_first (self, page);
  if (*index == self->places->len)
    *index = 0;
  return self->places->len > 0;
}

/**
 * hopso_pdf_find_stop:
 *
 * Looks no further; what was found stays.
 */
void
hopso_pdf_find_stop (HopsoPdfFind *self)
{
  g_return_if_fail (HOPSO_IS_PDF_FIND (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->portion, g_source_remove);
}

/**
 * hopso_pdf_find_is_stopped:
 *
 * Returns: whether hopso_pdf_find_stop() was said
 */
gboolean
hopso_pdf_find_is_stopped (HopsoPdfFind *self)
{
  g_return_val_if_fail (HOPSO_IS_PDF_FIND (self), FALSE);

  return g_cancellable_is_cancelled (self->cancellable);
}

static void
hopso_pdf_find_dispose (GObject *object)
{
  HopsoPdfFind *self = HOPSO_PDF_FIND (object);

  g_clear_handle_id (&self->portion, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  G_OBJECT_CLASS (hopso_pdf_find_parent_class)->dispose (object);
}

static void
hopso_pdf_find_finalize (GObject *object)
{
  HopsoPdfFind *self = HOPSO_PDF_FIND (object);

  g_clear_object (&self->document);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->wanted, hopso_fold_free);
  g_array_unref (self->places);
  g_free (self->words);
  G_OBJECT_CLASS (hopso_pdf_find_parent_class)->finalize (object);
}

static void
hopso_pdf_find_class_init (HopsoPdfFindClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->dispose = hopso_pdf_find_dispose;
  object_class->finalize = hopso_pdf_find_finalize;

  /**
   * HopsoPdfFind::progress:
   *
   * More pages were looked through, or all of them.
   */
  progress_signal = g_signal_new ("progress", HOPSO_TYPE_PDF_FIND, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
}

static void
hopso_pdf_find_init (HopsoPdfFind *self)
{
  self->cancellable = g_cancellable_new ();
  self->places = g_array_new (FALSE, FALSE, sizeof (Place));
}
