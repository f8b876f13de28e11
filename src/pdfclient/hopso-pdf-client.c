/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The application's side of the PDF processes: finds their programs, keeps one of each kind started
 * in advance, opens documents and asks for structure. What is drawn is kept in one cache for all
 * documents. Lives on the thread that made it, whose main loop must run. */

#include "hopso-pdf-client.h"

#include "hopso-fd.h"
#include "hopso-pdf-bus.h"
#include "hopso-pdf-client-private.h"
#include "hopso-program.h"

#include <gio/gunixfdlist.h>

#define RENDERER          "hopso-pdf-render"
#define INSPECTOR         "hopso-pdf-inspect"
#define INSPECT_INTERFACE "vn.hopso.PdfInspect1"

/* Everything is answered within ten seconds, starting another process and killing it included. */
#define DEADLINE_MS 8000u

#define CACHE_BUDGET ((gsize) 48 * 1024 * 1024)

/* The next process is started in advance when the one that was taken has drawn something, or after
 * this time. */
#define SPARE_DELAY_MS 400u

/* One document is looked at while another one is prepared. */
#define N_SPARE_INSPECTORS 2

/* Half of what there is to give way: such work goes on, but never before a page in sight. */
#define BACKGROUND_NICENESS 10

struct _HopsoPdfClient
{
  GObject parent_instance;

  HopsoPageCache *cache;                                /* owned */
  HopsoPdfSeed *render_seed;                            /* owned, nullable */
  HopsoPdfSeed *inspect_seed;                           /* owned, nullable */
  HopsoPdfWorker *spare_renderer;                       /* owned, nullable */
  HopsoPdfWorker *spare_inspectors[N_SPARE_INSPECTORS]; /* owned, nullable; the first is taken */
  HopsoPdfSpareSlot spare_slot;
  char *renderer;   /* owned: the program */
  char *inspector;  /* owned: the program */
  guint n_expected; /* inspections that are still to come, as far as is known */
  guint deadline_ms;
  guint refill;           /* source, or 0 */
  gboolean is_background; /* its processes stand back */
};

G_DEFINE_FINAL_TYPE (HopsoPdfClient, hopso_pdf_client, G_TYPE_OBJECT)

/**
 * hopso_pdf_prepared_update_free:
 * @self: (transfer full): an update
 */
void
hopso_pdf_prepared_update_free (HopsoPdfPreparedUpdate *self)
{
  hopso_fd_close (self->fd);
  g_free (self);
}

/**
 * hopso_pdf_client_take_slot:
 * @size: of the first picture
 *
 * Returns: (transfer full): room for pictures, made in advance if it fits; or %NULL with @error
 */
HopsoPdfSlot *
hopso_pdf_client_take_slot (HopsoPdfClient *self, gsize size, GError **error)
{
  return hopso_pdf_spare_slot_take (&self->spare_slot, size, error);
}

/* From the seed, from a new one when that has ended. */
static HopsoPdfWorker *
grow (HopsoPdfClient *self, HopsoPdfSeed **seed, const char *program, int niceness)
{
  if (*seed != NULL && !hopso_pdf_seed_is_alive (*seed))
    g_clear_object (seed);
  if (*seed == NULL)
    *seed = hopso_pdf_seed_start (program);
  return hopso_pdf_worker_grow (*seed, self->deadline_ms, niceness);
}

static HopsoPdfWorker *
grow_renderer (HopsoPdfClient *self)
{
  return grow (self, &self->render_seed, self->renderer,
               self->is_background ? BACKGROUND_NICENESS : 0);
}

static HopsoPdfWorker *
grow_inspector (HopsoPdfClient *self)
{
  return grow (self, &self->inspect_seed, self->inspector, 0);
}

/* As many as will be needed, but no more than can be busy at once. */
static void
refill_inspectors (HopsoPdfClient *self)
{
  for (guint i = 0; i < MIN (N_SPARE_INSPECTORS, self->n_expected); i++)
    if (self->spare_inspectors[i] == NULL)
      self->spare_inspectors[i] = grow_inspector (self);
}

static gboolean
refill_cb (gpointer user_data)
{
  HopsoPdfClient *self = user_data;

  self->refill = 0;
  if (!self->is_background)
    hopso_pdf_spare_slot_refill (&self->spare_slot);
  if (self->spare_renderer == NULL)
    self->spare_renderer = grow_renderer (self);
  return G_SOURCE_REMOVE;
}

/**
 * hopso_pdf_client_new_with_deadline:
 * @deadline_ms: how long a process may take for one thing
 *
 * Returns: (transfer full): a client, with a drawing process started
 */
HopsoPdfClient *
hopso_pdf_client_new_with_deadline (guint deadline_ms)
{
  HopsoPdfClient *self = g_object_new (HOPSO_TYPE_PDF_CLIENT, NULL);

  self->deadline_ms = deadline_ms;
  refill_cb (self);
  return self;
}

/**
 * hopso_pdf_client_new:
 *
 * The programs are looked for in the folders of `$HOPSO_LIBEXEC_DIR`, separated by colons, and then
 * where they are installed.
 *
 * Returns: (transfer full): a client, with a drawing process started
 */
HopsoPdfClient *
hopso_pdf_client_new (void)
{
  return hopso_pdf_client_new_with_deadline (DEADLINE_MS);
}

/**
 * hopso_pdf_client_new_inspecting:
 * @n_expected: how many inspections will probably be asked for; %G_MAXUINT when nobody knows
 *
 * Draws nothing unless asked to: for looking at structures, signing and filling.
 *
 * Returns: (transfer full): a client, with inspecting processes started
 */
HopsoPdfClient *
hopso_pdf_client_new_inspecting (guint n_expected)
{
  HopsoPdfClient *self = g_object_new (HOPSO_TYPE_PDF_CLIENT, NULL);

  self->deadline_ms = DEADLINE_MS;
  self->n_expected = n_expected;
  refill_inspectors (self);
  return self;
}

/**
 * hopso_pdf_client_new_background:
 *
 * Its processes get what the processor has left over, and the next one is started while one still
 * works: for reading many documents that nobody is looking at.
 *
 * Returns: (transfer full): a client
 */
HopsoPdfClient *
hopso_pdf_client_new_background (void)
{
  HopsoPdfClient *self = g_object_new (HOPSO_TYPE_PDF_CLIENT, NULL);

  self->deadline_ms = DEADLINE_MS;
  self->is_background = TRUE;
  refill_cb (self);
  return self;
}

/**
 * hopso_pdf_client_set_cache_budget:
 * @bytes: of pictures that are kept
 *
 * The default is little: what is on the screen is kept by those who show it, and both share the
 * bytes.
 */
void
hopso_pdf_client_set_cache_budget (HopsoPdfClient *self, gsize bytes)
{
  g_return_if_fail (HOPSO_IS_PDF_CLIENT (self));

  hopso_page_cache_set_budget (self->cache, bytes);
}

/**
 * hopso_pdf_client_get_cache:
 *
 * Returns: (transfer none): the pictures of all documents
 */
HopsoPageCache *
hopso_pdf_client_get_cache (HopsoPdfClient *self)
{
  return self->cache;
}

/**
 * hopso_pdf_client_is_background:
 *
 * Returns: whether nobody looks at its documents, so that one process is enough for each
 */
gboolean
hopso_pdf_client_is_background (HopsoPdfClient *self)
{
  return self->is_background;
}

/* The one started in advance, if it still lives, or a new one. */
static HopsoPdfWorker *
take (HopsoPdfClient *self, HopsoPdfWorker **spare, HopsoPdfWorker *(*start) (HopsoPdfClient *self))
{
  g_autoptr (HopsoPdfWorker) worker = g_steal_pointer (spare);

  if (worker == NULL || !hopso_pdf_worker_is_alive (worker))
    return start (self);
  return g_steal_pointer (&worker);
}

/**
 * hopso_pdf_client_take_renderer:
 *
 * Returns: (transfer full): a drawing process that has seen no document
 */
HopsoPdfWorker *
hopso_pdf_client_take_renderer (HopsoPdfClient *self)
{
  if (self->refill == 0)
    self->refill = g_timeout_add (self->is_background ? 0 : SPARE_DELAY_MS, refill_cb, self);
  return take (self, &self->spare_renderer, grow_renderer);
}

/**
 * hopso_pdf_client_refill:
 *
 * Said when something was drawn: the processor is free to start the next process in advance.
 */
void
hopso_pdf_client_refill (HopsoPdfClient *self)
{
  if (self->refill == 0)
    return;
  g_source_remove (self->refill);
  refill_cb (self);
}

/**
 * hopso_pdf_client_open_async:
 * @self: a client
 * @fd: the document, a file or a memory file; may be closed afterwards
 * @password: (nullable): of the document
 * @cancellable: (nullable): forgets the answer
 * @callback: when the document is open, or not
 * @user_data: for @callback
 *
 * Opens a document in a process of its own.
 */
void
hopso_pdf_client_open_async (HopsoPdfClient *self,
                             int fd,
                             const char *password,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GError *error = NULL;

  g_return_if_fail (HOPSO_IS_PDF_CLIENT (self));

  int reopened = hopso_pdf_reopen (fd, &error);
  if (reopened < 0)
    {
      g_task_report_error (self, callback, user_data, hopso_pdf_client_open_async, error);
      return;
    }
  hopso_pdf_document_new_async (self, reopened, password, cancellable, callback, user_data);
}

/**
 * hopso_pdf_client_open_finish:
 * @result: what the callback was given
 * @error: of %HOPSO_PDF_CLIENT_ERROR, or cancelled
 *
 * Returns: (transfer full): the open document
 */
HopsoPdfDocument *
hopso_pdf_client_open_finish (HopsoPdfClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return hopso_pdf_document_new_finish (result, error);
}

static void
inspected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (GVariant) reply =
      hopso_pdf_worker_call_finish (HOPSO_PDF_WORKER (source), result, &error);

  /* It has seen a document: nobody else gets it. */
  hopso_pdf_worker_kill (HOPSO_PDF_WORKER (source));
  if (reply != NULL)
    g_task_return_pointer (task, g_steal_pointer (&reply), (GDestroyNotify) g_variant_unref);
  else
    g_task_return_error (task, error);
}

/* The one that was started earliest; the others move up. */
static HopsoPdfWorker *
take_inspector (HopsoPdfClient *self)
{
  HopsoPdfWorker *worker = take (self, &self->spare_inspectors[0], grow_inspector);

  if (self->n_expected > 0 && self->n_expected < G_MAXUINT)
    self->n_expected--;

  for (guint i = 1; i < N_SPARE_INSPECTORS; i++)
    self->spare_inspectors[i - 1] = g_steal_pointer (&self->spare_inspectors[i]);
  return worker;
}

/* Asks a fresh inspector, and has the next one started. Takes the task. */
void
hopso_pdf_client_ask_inspector (HopsoPdfClient *self,
                                const char *method,
                                GVariant *parameters,
                                GUnixFDList *fds,
                                const char *reply,
                                GTask *task)
{
  g_autoptr (HopsoPdfWorker) worker = take_inspector (self);
  const HopsoPdfCall call = {
    HOPSO_PDF_INSPECT_PATH, INSPECT_INTERFACE, method, parameters, fds, reply
  };

  hopso_pdf_worker_call_async (worker, &call, inspected_cb, task);
  refill_inspectors (self);
}

static void
drop_inspector (HopsoPdfWorker **worker)
{
  if (*worker != NULL)
    hopso_pdf_worker_kill (*worker);
  g_clear_object (worker);
}

static void
stop_seed (HopsoPdfSeed **seed)
{
  if (*seed != NULL)
    hopso_pdf_seed_stop (*seed);
  g_clear_object (seed);
}

static void
hopso_pdf_client_dispose (GObject *object)
{
  HopsoPdfClient *self = HOPSO_PDF_CLIENT (object);

  g_clear_handle_id (&self->refill, g_source_remove);
  hopso_pdf_spare_slot_clear (&self->spare_slot);
  if (self->spare_renderer != NULL)
    hopso_pdf_worker_kill (self->spare_renderer);
  g_clear_object (&self->spare_renderer);
  for (guint i = 0; i < N_SPARE_INSPECTORS; i++)
    drop_inspector (&self->spare_inspectors[i]);
  stop_seed (&self->render_seed);
  stop_seed (&self->inspect_seed);
  g_clear_object (&self->cache);
  G_OBJECT_CLASS (hopso_pdf_client_parent_class)->dispose (object);
}

static void
hopso_pdf_client_finalize (GObject *object)
{
  HopsoPdfClient *self = HOPSO_PDF_CLIENT (object);

  g_free (self->renderer);
  g_free (self->inspector);
  G_OBJECT_CLASS (hopso_pdf_client_parent_class)->finalize (object);
}

static void
hopso_pdf_client_class_init (HopsoPdfClientClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->dispose = hopso_pdf_client_dispose;
  object_class->finalize = hopso_pdf_client_finalize;
}

static void
hopso_pdf_client_init (HopsoPdfClient *self)
{
  self->cache = hopso_page_cache_new (CACHE_BUDGET);
  self->n_expected = G_MAXUINT;
  self->renderer = hopso_program_find (RENDERER);
  self->inspector = hopso_program_find (INSPECTOR);
}
