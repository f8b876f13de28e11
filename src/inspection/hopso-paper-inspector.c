/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One paper: its pages' text, page by page, from the drawing process, each judged here; then its
 * bytes by the scanner, on a thread. A paper that cannot be read is said to be unreadable, which is
 * a note and no verdict. Lives on the thread that made it, whose main loop must run. */

#include "hopso-paper-inspector.h"

#include "hopso-fd.h"
#include "hopso-pdf-reading.h"
#include "hopso-queue-thread.h"
#include "hopso-secrecy.h"
#include "hopso-virus-scanner.h"

#include <string.h>

/* Of a longer paper the rest is not looked at: stamps and such sentences stand in front. */
#define MAX_PAGES 3000u

struct _HopsoPaperInspector
{
  GObject parent_instance;

  HopsoPdfClient *pdf;      /* owned */
  HopsoQueueThread *thread; /* owned: waits for the scanner */
  char *scanner;            /* owned, nullable */
};

typedef struct
{
  HopsoFd fd;                 /* owned */
  char *scanner;              /* owned, nullable */
  HopsoPdfDocument *document; /* owned, nullable */
  guint page;
  gboolean has_letters;
  HopsoSecrecyFindings findings;
} Inspection;

G_DEFINE_FINAL_TYPE (HopsoPaperInspector, hopso_paper_inspector, G_TYPE_OBJECT)

static void
inspection_free (Inspection *self)
{
  hopso_fd_close (self->fd);
  g_free (self->scanner);
  g_clear_object (&self->document);
  g_free (self);
}

static void
hopso_paper_inspector_finalize (GObject *object)
{
  HopsoPaperInspector *self = HOPSO_PAPER_INSPECTOR (object);

  hopso_queue_thread_stop (self->thread);
  g_object_unref (self->thread);
  g_object_unref (self->pdf);
  g_free (self->scanner);
  G_OBJECT_CLASS (hopso_paper_inspector_parent_class)->finalize (object);
}

static void
hopso_paper_inspector_class_init (HopsoPaperInspectorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_paper_inspector_finalize;
}

static void
hopso_paper_inspector_init (HopsoPaperInspector *self)
{
  self->thread = hopso_queue_thread_new ("scanner");
  self->scanner = hopso_virus_scanner_read_address ();
}

/**
 * hopso_paper_inspector_new:
 * @pdf: reads the papers
 *
 * Returns: (transfer full): an inspector that asks the configured scanner
 */
HopsoPaperInspector *
hopso_paper_inspector_new (HopsoPdfClient *pdf)
{
  HopsoPaperInspector *self = g_object_new (HOPSO_TYPE_PAPER_INSPECTOR, NULL);

  self->pdf = g_object_ref (pdf);
  return self;
}

/**
 * hopso_paper_inspector_set_scanner:
 * @self: an inspector
 * @address: (nullable): where clamd listens: a path, or a host; %NULL asks nobody
 */
void
hopso_paper_inspector_set_scanner (HopsoPaperInspector *self, const char *address)
{
  g_free (self->scanner);
  self->scanner = g_strdup (address);
}

/* On the thread. */
static void
ask_scanner (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  static const char *const words[] = {
    [HOPSO_VIRUS_NOT_CHECKED] = HOPSO_INSPECTION_NO_SCANNER,
    [HOPSO_VIRUS_CLEAN] = HOPSO_INSPECTION_CLEAN,
    [HOPSO_VIRUS_INFECTED] = HOPSO_INSPECTION_INFECTED,
    [HOPSO_VIRUS_DOWN] = HOPSO_INSPECTION_SCANNER_DOWN,
  };
  const Inspection *inspection = task_data;
  const HopsoVirusAnswer answer =
      hopso_virus_scanner_ask (inspection->scanner, inspection->fd, cancellable);
  g_autoptr (GStrvBuilder) codes = g_strv_builder_new ();

  if (g_task_return_error_if_cancelled (task))
    return;
  if (inspection->findings & HOPSO_SECRECY_MARK)
    g_strv_builder_add (codes, HOPSO_INSPECTION_SECRET_MARKING);
  if (inspection->findings & HOPSO_SECRECY_WORDS)
    g_strv_builder_add (codes, HOPSO_INSPECTION_SECRET_WORDS);
  if (!inspection->has_letters)
    g_strv_builder_add (codes, HOPSO_INSPECTION_UNREADABLE);
  g_strv_builder_add (codes, words[answer]);
  g_task_return_pointer (task, g_strv_builder_end (codes), (GDestroyNotify) g_strfreev);
}

/* Takes @task. */
static void
scan (GTask *task)
{
  g_autoptr (GTask) owned = task;
  HopsoPaperInspector *self = g_task_get_source_object (task);

  hopso_queue_thread_push (self->thread, task, ask_scanner);
}

static void read_page (GTask *task);

static void
page_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Inspection *inspection = g_task_get_task_data (task);
  HopsoPdfDocument *document = HOPSO_PDF_DOCUMENT (source);
  g_autoptr (HopsoPdfText) text = hopso_pdf_document_page_text_finish (document, result, NULL);
  HopsoSecrecyPage page = { .page = inspection->page };

  if (text != NULL)
    {
      page.chars = hopso_pdf_text_get_chars (text);
      page.boxes = hopso_pdf_text_get_boxes (text);
      page.n_chars = hopso_pdf_text_get_n_chars (text);
      hopso_pdf_document_get_page_size (document, inspection->page, &page.width, &page.height);
      inspection->has_letters = inspection->has_letters || page.n_chars > 0;
      inspection->findings |= hopso_secrecy_judge (&page);
    }
  inspection->page++;
  read_page (g_steal_pointer (&task));
}

/* Takes @task. The next one, or what follows. A page that cannot be read is passed over. */
static void
read_page (GTask *task)
{
  Inspection *inspection = g_task_get_task_data (task);
  const guint n_pages = MIN (hopso_pdf_document_get_n_pages (inspection->document), MAX_PAGES);

  if (g_task_return_error_if_cancelled (task))
    g_object_unref (task);
  else if (inspection->page >= n_pages)
    scan (task);
  else
    hopso_pdf_document_page_text_async (inspection->document, inspection->page,
                                        g_task_get_cancellable (task), page_read_cb, task);
}

static void
sizes_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  hopso_pdf_document_load_sizes_finish (HOPSO_PDF_DOCUMENT (source), result, NULL);
  read_page (user_data);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Inspection *inspection = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  inspection->document = hopso_pdf_client_open_finish (HOPSO_PDF_CLIENT (source), result, NULL);
  if (inspection->document == NULL)
    scan (g_steal_pointer (&task));
  else
    hopso_pdf_document_load_sizes_async (inspection->document, cancellable, sizes_loaded_cb,
                                         g_steal_pointer (&task));
}

/**
 * hopso_paper_inspector_run_async:
 * @self: an inspector
 * @fd: a PDF; may be closed when the call has returned
 * @cancellable: (nullable): gives up
 * @callback: called with what was found
 * @user_data: for @callback
 */
void
hopso_paper_inspector_run_async (HopsoPaperInspector *self,
                                 int fd,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Inspection *inspection = g_new0 (Inspection, 1);
  GError *error = NULL;

  g_task_set_source_tag (task, hopso_paper_inspector_run_async);
  inspection->scanner = g_strdup (self->scanner);
  inspection->fd = hopso_fd_dup (fd, &error);
  g_task_set_task_data (task, inspection, (GDestroyNotify) inspection_free);
  if (inspection->fd < 0)
    g_task_return_error (task, error);
  else
    hopso_pdf_client_open_async (self->pdf, inspection->fd, NULL, cancellable, opened_cb,
                                 g_steal_pointer (&task));
}

/**
 * hopso_paper_inspector_run_finish:
 * @self: an inspector
 * @result: what the callback got
 * @error: cancelled, or the file's
 *
 * Returns: (transfer full): codes for x-inspection (hopso-inspection-codes.h), at least one
 */
char **
hopso_paper_inspector_run_finish (HopsoPaperInspector *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * hopso_inspection_forbids:
 * @codes: (nullable) (array zero-terminated=1): what was found
 *
 * Returns: whether a paper with them may not be in the system
 */
gboolean
hopso_inspection_forbids (const char *const *codes)
{
  static const char *const forbidding[] = { HOPSO_INSPECTION_SECRET_MARKING,
                                            HOPSO_INSPECTION_SECRET_WORDS,
                                            HOPSO_INSPECTION_INFECTED };

  for (gsize i = 0; codes != NULL && i < G_N_ELEMENTS (forbidding); i++)
    if (g_strv_contains (codes, forbidding[i]))
      return TRUE;
  return FALSE;
}
