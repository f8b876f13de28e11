/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The text and the links of the pages that were looked at last. A page that gives neither has none:
 * nobody is told, since its picture says what is wrong. Main thread. */

#include "hopso-page-facts.h"

/* Texts weigh about a hundred kilobytes at most; so many pages are looked at on one screen. */
#define MAX_PAGES 48u

typedef struct
{
  guint page;
  HopsoPageText *text; /* owned, nullable: until it is known */
  GPtrArray *links;    /* owned, nullable: of HopsoPdfLink (owned) */
  GList link;          /* in the order of use */
} Fact;

struct _HopsoPageFacts
{
  GObject parent_instance;

  HopsoPdfDocument *document; /* owned */
  GCancellable *cancellable;  /* owned */
  GHashTable *facts;          /* owned: page → Fact (owned) */
  GQueue by_use;              /* of Fact (borrowed), the latest first */
};

G_DEFINE_FINAL_TYPE (HopsoPageFacts, hopso_page_facts, G_TYPE_OBJECT)

typedef struct
{
  HopsoPageFacts *self; /* owned */
  guint page;
} Request;

static void
request_free (Request *request)
{
  g_object_unref (request->self);
  g_free (request);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Request, request_free)

static Request *
request_new (HopsoPageFacts *self, guint page)
{
  Request *request = g_new0 (Request, 1);

  request->self = g_object_ref (self);
  request->page = page;
  return request;
}

static void
fact_free (gpointer data)
{
  Fact *fact = data;

  g_clear_pointer (&fact->text, hopso_page_text_free);
  g_clear_pointer (&fact->links, g_ptr_array_unref);
  g_free (fact);
}

static Fact *
lookup (HopsoPageFacts *self, guint page)
{
  return g_hash_table_lookup (self->facts, GUINT_TO_POINTER (page));
}

static void
text_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Request) request = user_data;
  Fact *fact = lookup (request->self, request->page);
  g_autoptr (HopsoPdfText) text =
      hopso_pdf_document_page_text_finish (HOPSO_PDF_DOCUMENT (source), result, NULL);

  if (text == NULL || fact == NULL || fact->text != NULL)
    return;
  fact->text = hopso_page_text_new (text);
  g_signal_emit_by_name (request->self, "changed", request->page);
}

static int
compare_links (gconstpointer a, gconstpointer b)
{
  const HopsoPdfBox *x = &(*(const HopsoPdfLink *const *) a)->box;
  const HopsoPdfBox *y = &(*(const HopsoPdfLink *const *) b)->box;

  /* In one line from left to right, else downwards. */
  if (x->y1 < y->y2 && y->y1 < x->y2)
    return x->x1 < y->x1 ? -1 : x->x1 > y->x1;
  return x->y1 < y->y1 ? -1 : 1;
}

static void
links_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Request) request = user_data;
  Fact *fact = lookup (request->self, request->page);
  g_autoptr (GPtrArray) links =
      hopso_pdf_document_links_finish (HOPSO_PDF_DOCUMENT (source), result, NULL);

  if (links == NULL || fact == NULL || fact->links != NULL)
    return;
  g_ptr_array_sort (links, compare_links);
  fact->links = g_steal_pointer (&links);
  g_signal_emit_by_name (request->self, "changed", request->page);
}

static void
forget_oldest (HopsoPageFacts *self)
{
  Fact *oldest = g_queue_peek_tail (&self->by_use);

  g_queue_unlink (&self->by_use, &oldest->link);
  g_hash_table_remove (self->facts, GUINT_TO_POINTER (oldest->page));
}

/**
 * hopso_page_facts_new:
 * @document: whose pages
 *
 * Returns: (transfer full): nothing is known yet
 */
HopsoPageFacts *
hopso_page_facts_new (HopsoPdfDocument *document)
{
  HopsoPageFacts *self = g_object_new (HOPSO_TYPE_PAGE_FACTS, NULL);

  self->document = g_object_ref (document);
  return self;
}

/**
 * hopso_page_facts_want:
 * @page: counted from 0
 *
 * Asks for what there is to know of a page, unless it is known or asked for already.
 */
void
hopso_page_facts_want (HopsoPageFacts *self, guint page)
{
  Fact *fact;

  g_return_if_fail (HOPSO_IS_PAGE_FACTS (self));

  fact = lookup (self, page);
  if (fact != NULL)
    {
      g_queue_unlink (&self->by_use, &fact->link);
      g_queue_push_head_link (&self->by_use, &fact->link);
      return;
    }
  fact = g_new0 (Fact, 1);
  fact->page = page;
  fact->link.data = fact;
  g_hash_table_insert (self->facts, GUINT_TO_POINTER (page), fact);
  g_queue_push_head_link (&self->by_use, &fact->link);
  if (self->by_use.length > MAX_PAGES)
    forget_oldest (self);
  hopso_pdf_document_page_text_async (self->document, page, self->cancellable, text_cb,
                                      request_new (self, page));
  hopso_pdf_document_links_async (self->document, page, self->cancellable, links_cb,
                                  request_new (self, page));
}

/**
 * hopso_page_facts_get_text:
 * @page: counted from 0
 *
 * Returns: (transfer none) (nullable): its text, if it is known
 */
HopsoPageText *
hopso_page_facts_get_text (HopsoPageFacts *self, guint page)
{
  Fact *fact = lookup (self, page);

  return fact != NULL ? fact->text : NULL;
}

/**
 * hopso_page_facts_get_links:
 * @page: counted from 0
 *
 * Returns: (transfer none) (nullable) (element-type HopsoPdfLink): its links in the order of
 *   reading, if they are known
 */
GPtrArray *
hopso_page_facts_get_links (HopsoPageFacts *self, guint page)
{
  Fact *fact = lookup (self, page);

  return fact != NULL ? fact->links : NULL;
}

static void
hopso_page_facts_dispose (GObject *object)
{
  HopsoPageFacts *self = HOPSO_PAGE_FACTS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (hopso_page_facts_parent_class)->dispose (object);
}

static void
hopso_page_facts_finalize (GObject *object)
{
  HopsoPageFacts *self = HOPSO_PAGE_FACTS (object);

  g_hash_table_unref (self->facts);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (hopso_page_facts_parent_class)->finalize (object);
}

static void
hopso_page_facts_class_init (HopsoPageFactsClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->dispose = hopso_page_facts_dispose;
  object_class->finalize = hopso_page_facts_finalize;

  /**
   * HopsoPageFacts::changed:
   * @page: counted from 0
   *
   * Something of a page has become known.
   */
  g_signal_new ("changed", HOPSO_TYPE_PAGE_FACTS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
hopso_page_facts_init (HopsoPageFacts *self)
{
  self->cancellable = g_cancellable_new ();
  self->facts = g_hash_table_new_full (NULL, NULL, NULL, fact_free);
}
