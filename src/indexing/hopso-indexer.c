/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Papers into the index, one at a time and page by page: ask the store which is next, open its
 * bytes, ask a renderer for each page's text, write some pages in one transaction, and read on
 * while they are written. Nothing is remembered here: what is in the store says where to go on,
 * also after a kill. On the thread that made it, whose main loop must run; the work is done by the
 * store's threads and by the renderer's process. */

#define G_LOG_DOMAIN "hopso-indexing"

#include "hopso-indexer.h"

#include "hopso-fd.h"
#include "hopso-pdf-client.h"
#include "hopso-pdf-reading.h"
#include "hopso-search.h"

#include <string.h>

/* So much is written at once, and twice as much is lost by a kill. */
#define BATCH_PAGES 32u
#define BATCH_BYTES ((gsize) 256 * 1024)

/* A document that ends its renderer this often is left alone. */
#define MAX_BROKEN_PAGES 5u

struct _HopsoIndexer
{
  GObject parent_instance;

  HopsoStore *store;         /* owned */
  HopsoPdfClient *client;    /* owned, nullable: resting. Its own, so that no page waits */
  GCancellable *cancellable; /* owned: ends all work */

  HopsoSearchTask *task;      /* owned, nullable: resting */
  HopsoPdfDocument *document; /* owned, nullable: not open */
  GPtrArray *texts;           /* owned; elements char *: read and not written */
  gsize n_bytes;              /* of @texts */
  guint n_broken;             /* pages of this paper that could not be read */
  gboolean is_second_try;     /* of the page that is being read */
  gboolean is_writing;        /* pages are on their way to the store */
  char *ending;               /* owned, nullable: the paper whose last pages they are */
  gboolean is_held;           /* others wait until they are written */
  gboolean held_is_complete;
  char *held_trouble;  /* owned, nullable */
  gboolean is_resting; /* nothing is begun until it is woken */
  gboolean is_asking;  /* which paper is next */
  gboolean is_woken;   /* ask once more when that is answered */
};

G_DEFINE_FINAL_TYPE (HopsoIndexer, hopso_indexer, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void ask_next (HopsoIndexer *self);
static void read_page (HopsoIndexer *self);
static void write_held (HopsoIndexer *self);

static void
hopso_indexer_dispose (GObject *object)
{
  HopsoIndexer *self = HOPSO_INDEXER (object);

  g_clear_object (&self->document);
  g_clear_object (&self->client);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (hopso_indexer_parent_class)->dispose (object);
}

static void
hopso_indexer_finalize (GObject *object)
{
  HopsoIndexer *self = HOPSO_INDEXER (object);

  g_clear_pointer (&self->task, hopso_search_task_free);
  g_free (self->ending);
  g_free (self->held_trouble);
  g_ptr_array_unref (self->texts);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (hopso_indexer_parent_class)->finalize (object);
}

static void
hopso_indexer_class_init (HopsoIndexerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hopso_indexer_dispose;
  object_class->finalize = hopso_indexer_finalize;
  signals[CHANGED] = g_signal_new ("changed", HOPSO_TYPE_INDEXER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
hopso_indexer_init (HopsoIndexer *self)
{
  self->cancellable = g_cancellable_new ();
  self->texts = g_ptr_array_new_with_free_func (g_free);
}

/**
 * hopso_indexer_new:
 * @store: where papers are, and where their texts go
 *
 * Returns: (transfer full): an indexer that rests until it is woken
 */
HopsoIndexer *
hopso_indexer_new (HopsoStore *store)
{
  HopsoIndexer *self = g_object_new (HOPSO_TYPE_INDEXER, NULL);

  self->store = g_object_ref (store);
  return self;
}

/* Ends what is done for the current paper. */
static void
drop_task (HopsoIndexer *self)
{
  g_clear_object (&self->document);
  g_clear_pointer (&self->task, hopso_search_task_free);
  g_ptr_array_set_size (self->texts, 0);
  self->n_bytes = 0;
  self->n_broken = 0;
  self->is_second_try = FALSE;
  self->is_held = FALSE;
  g_clear_pointer (&self->held_trouble, g_free);
}

/* Rests until it is woken: the store cannot be used now. */
static void
rest (HopsoIndexer *self, const GError *error)
{
  if (!g_cancellable_is_cancelled (self->cancellable))
    g_warning ("Papers cannot be read into the index: %s", error->message);
  self->is_resting = TRUE;
  drop_task (self);
  g_clear_object (&self->client);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* --- writing ------------------------------------------------------------------------------ */

/* What goes to the store's thread. */
typedef struct
{
  HopsoSearchTask *task; /* owned */
  char **texts;          /* owned, nullable */
  gboolean is_complete;
  char *trouble; /* owned, nullable */
} Batch;

static void
batch_free (gpointer data)
{
  Batch *batch = data;

  hopso_search_task_free (batch->task);
  g_strfreev (batch->texts);
  g_free (batch->trouble);
  g_free (batch);
}

static gpointer
write_batch (HopsoStoreSession *session, gpointer data, GError **error)
{
  const Batch *batch = data;
  g_autoptr (HopsoSearchTask) rest_of = g_new0 (HopsoSearchTask, 1);

  if (!hopso_store_session_search_add_pages (
          session, batch->task, (const char *const *) batch->texts, batch->is_complete, error) ||
      batch->trouble == NULL)
    return NULL;
  rest_of->digest = g_strdup (batch->task->digest);
  rest_of->n_done = batch->task->n_done + g_strv_length (batch->texts);
  hopso_store_session_search_give_up (session, rest_of, batch->trouble, error);
  return NULL;
}

static void
batch_written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoIndexer) self = user_data;
  g_autoptr (GError) error = NULL;

  self->is_writing = FALSE;
  g_clear_pointer (&self->ending, g_free);
  hopso_store_run_finish (HOPSO_STORE (source), result, &error);
  if (error == NULL)
    g_cancellable_set_error_if_cancelled (self->cancellable, &error);
  if (error != NULL)
    rest (self, error);
  else if (self->is_held)
    write_held (self);
  else if (self->is_resting)
    g_signal_emit (self, signals[CHANGED], 0);
  else if (self->task == NULL && !self->is_asking)
    ask_next (self);
}

/* While it is written, the next pages are read, or the next paper. */
static void
go_on (HopsoIndexer *self)
{
  if (self->document != NULL)
    {
      read_page (self);
      return;
    }
  drop_task (self);
  ask_next (self);
}

/* Hands over what was read. When it is the end of the paper, the document is closed. */
static void
write_now (HopsoIndexer *self, gboolean is_complete, const char *trouble)
{
  Batch *batch = g_new0 (Batch, 1);
  HopsoStoreJob job = { .func = write_batch, .data = batch, .data_free = batch_free };

  batch->task = g_new0 (HopsoSearchTask, 1);
  batch->task->digest = g_strdup (self->task->digest);
  batch->task->n_done = self->task->n_done;
  batch->is_complete = is_complete;
  batch->trouble = g_strdup (trouble);
  self->task->n_done += self->texts->len;
  g_ptr_array_add (self->texts, NULL);
  batch->texts = (char **) g_ptr_array_free (self->texts, FALSE);
  self->texts = g_ptr_array_new_with_free_func (g_free);
  self->n_bytes = 0;
  self->is_writing = TRUE;
  if (is_complete || trouble != NULL)
    {
      g_clear_object (&self->document);
      self->ending = g_strdup (self->task->digest);
    }
  hopso_store_write_async (self->store, &job, NULL, batch_written_cb, g_object_ref (self));
  go_on (self);
}

static void
write_held (HopsoIndexer *self)
{
  g_autofree char *trouble = g_steal_pointer (&self->held_trouble);

  self->is_held = FALSE;
  write_now (self, self->held_is_complete, trouble);
}

/* One after the other, so that not all texts are in memory when the disk is slow. */
static void
write_texts (HopsoIndexer *self, gboolean is_complete, const char *trouble)
{
  if (!self->is_writing)
    {
      write_now (self, is_complete, trouble);
      return;
    }
  self->is_held = TRUE;
  self->held_is_complete = is_complete;
  self->held_trouble = g_strdup (trouble);
}

/* --- reading ------------------------------------------------------------------------------ */

static void
take_text (HopsoIndexer *self, char *text)
{
  g_ptr_array_add (self->texts, text);
  self->n_bytes += strlen (text);
  self->is_second_try = FALSE;
  if (self->texts->len >= BATCH_PAGES || self->n_bytes >= BATCH_BYTES)
    write_texts (self, FALSE, NULL);
  else
    read_page (self);
}

/* The renderer may have been ended for a reason of its own, so a page is asked for twice. */
static void
take_trouble (HopsoIndexer *self, const GError *error)
{
  if (!self->is_second_try)
    {
      self->is_second_try = TRUE;
      read_page (self);
    }
  else if (++self->n_broken >= MAX_BROKEN_PAGES)
    write_texts (self, FALSE, error->message);
  else
    take_text (self, g_strdup (""));
}

static void
text_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoIndexer) self = user_data;
  g_autoptr (GError) error = NULL;
  char *text = hopso_pdf_document_text_finish (HOPSO_PDF_DOCUMENT (source), result, &error);

  if (text != NULL)
    take_text (self, text);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    rest (self, error);
  else
    take_trouble (self, error);
}

static void
read_page (HopsoIndexer *self)
{
  guint page = self->task->n_done + self->texts->len;

  if (page >= hopso_pdf_document_get_n_pages (self->document))
    write_texts (self, TRUE, NULL);
  else
    hopso_pdf_document_text_async (self->document, page, self->cancellable, text_cb,
                                   g_object_ref (self));
}

static void
document_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoIndexer) self = user_data;
  g_autoptr (GError) error = NULL;

  self->document = hopso_pdf_client_open_finish (HOPSO_PDF_CLIENT (source), result, &error);
  if (self->document != NULL)
    read_page (self);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    rest (self, error);
  else
    write_texts (self, FALSE, error->message);
}

/* A paper that has just left, or whose bytes the disk has spoilt, is no more the next: the store
 * has forgotten it. */
static gboolean
is_gone (const GError *error)
{
  return g_error_matches (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_ABSENT) ||
         g_error_matches (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_DAMAGED);
}

static void
blob_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoIndexer) self = user_data;
  g_autoptr (GError) error = NULL;
  g_auto (HopsoFd) fd = hopso_blob_cache_open_finish (HOPSO_BLOB_CACHE (source), result, &error);

  if (fd >= 0)
    {
      if (self->client == NULL)
        self->client = hopso_pdf_client_new_background ();
      hopso_pdf_client_open_async (self->client, fd, NULL, self->cancellable, document_opened_cb,
                                   g_object_ref (self));
    }
  else if (is_gone (error))
    {
      drop_task (self);
      ask_next (self);
    }
  else
    rest (self, error);
}

/* --- which is next ------------------------------------------------------------------------- */

static gpointer
find_next (HopsoStoreSession *session, gpointer data, GError **error)
{
  HopsoSearchTask *task = NULL;

  /* What is not written yet is not meant. */
  hopso_store_session_search_get_next (session, data, &task, error);
  return task;
}

static void
next_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoIndexer) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean is_woken = self->is_woken;

  self->task = hopso_store_run_finish (HOPSO_STORE (source), result, &error);
  self->is_asking = FALSE;
  self->is_woken = FALSE;
  if (error != NULL)
    {
      rest (self, error);
      return;
    }
  if (self->task != NULL)
    hopso_blob_cache_open_async (hopso_store_get_blobs (self->store), self->task->digest,
                                 self->cancellable, blob_opened_cb, g_object_ref (self));
  else if (is_woken)
    ask_next (self);
  else if (!self->is_writing)
    g_clear_object (&self->client);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
ask_next (HopsoIndexer *self)
{
  HopsoStoreJob job = { .func = find_next,
                        .data = g_strdup (self->ending),
                        .data_free = g_free,
                        .result_free = (GDestroyNotify) hopso_search_task_free };

  self->is_asking = TRUE;
  self->is_resting = FALSE;
  hopso_store_read_async (self->store, &job, self->cancellable, next_cb, g_object_ref (self));
}

/**
 * hopso_indexer_wake:
 *
 * Papers may have come: reads all that are not in the index. Does nothing new while it works.
 */
void
hopso_indexer_wake (HopsoIndexer *self)
{
  g_return_if_fail (HOPSO_IS_INDEXER (self));

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (self->is_asking)
    self->is_woken = TRUE;
  else if (self->task == NULL)
    ask_next (self);
}

/**
 * hopso_indexer_stop:
 *
 * Ends for good, before the store is closed. What was read and not written will be read again.
 */
void
hopso_indexer_stop (HopsoIndexer *self)
{
  g_return_if_fail (HOPSO_IS_INDEXER (self));

  g_cancellable_cancel (self->cancellable);
}

/**
 * hopso_indexer_is_busy:
 *
 * Returns: whether it is at a paper, or looking for one
 */
gboolean
hopso_indexer_is_busy (HopsoIndexer *self)
{
  g_return_val_if_fail (HOPSO_IS_INDEXER (self), FALSE);

  return self->is_asking || self->is_writing || self->task != NULL;
}
