/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Office files become PDF: one after the other on a thread that waits for the locked process, then
 * an inspector counts the pages of what came out. The original is only read. Lives on the thread
 * that made it, whose main loop must run. */

#include "hopso-converter.h"

#include "hopso-fd.h"
#include "hopso-office-file.h"
#include "hopso-office-run-private.h"
#include "hopso-queue-thread.h"

#define DEFAULT_SECONDS    180
#define DEFAULT_MEMORY_MIB 3072

struct _HopsoConverter
{
  GObject parent_instance;

  HopsoPdfClient *pdf;      /* owned */
  HopsoQueueThread *thread; /* owned */
  guint seconds;
  guint memory_mib;
};

G_DEFINE_FINAL_TYPE (HopsoConverter, hopso_converter, G_TYPE_OBJECT)
G_DEFINE_QUARK (hopso - converter - error - quark, hopso_converter_error)

/**
 * hopso_converted_free:
 * @self: (transfer full): a PDF
 */
void
hopso_converted_free (HopsoConverted *self)
{
  hopso_fd_close (self->fd);
  g_free (self->digest);
  g_free (self);
}

static void
run_free (HopsoOfficeRun *run)
{
  hopso_fd_close (run->fd);
  g_free (run->file_name);
  g_main_context_unref (run->context);
  g_free (run);
}

static void
hopso_converter_finalize (GObject *object)
{
  HopsoConverter *self = HOPSO_CONVERTER (object);

  hopso_queue_thread_stop (self->thread);
  g_object_unref (self->thread);
  g_object_unref (self->pdf);
  G_OBJECT_CLASS (hopso_converter_parent_class)->finalize (object);
}

static void
hopso_converter_class_init (HopsoConverterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_converter_finalize;
}

static void
hopso_converter_init (HopsoConverter *self)
{
  self->thread = hopso_queue_thread_new ("convert");
  self->seconds = DEFAULT_SECONDS;
  self->memory_mib = DEFAULT_MEMORY_MIB;
}

/**
 * hopso_converter_new:
 * @pdf: looks at what comes out
 *
 * Returns: (transfer full): a converter
 */
HopsoConverter *
hopso_converter_new (HopsoPdfClient *pdf)
{
  HopsoConverter *self = g_object_new (HOPSO_TYPE_CONVERTER, NULL);

  self->pdf = g_object_ref (pdf);
  return self;
}

/**
 * hopso_converter_set_limits:
 * @self: a converter
 * @seconds: how long one file may take
 * @memory_mib: how much memory it may take
 */
void
hopso_converter_set_limits (HopsoConverter *self, guint seconds, guint memory_mib)
{
  self->seconds = seconds;
  self->memory_mib = memory_mib;
}

/**
 * hopso_converter_is_office_file:
 * @file_name: a name
 *
 * Returns: whether files of that name are converted
 */
gboolean
hopso_converter_is_office_file (const char *file_name)
{
  return hopso_office_kind_find (file_name) != NULL;
}

static HopsoConverted *
make_converted (GBytes *bytes, guint n_pages, GError **error)
{
  const gsize size = g_bytes_get_size (bytes);
  HopsoFd fd = hopso_fd_new_sealed ("converted", g_bytes_get_data (bytes, NULL), size, error);
  HopsoConverted *self;

  if (fd < 0)
    return NULL;
  self = g_new0 (HopsoConverted, 1);
  self->fd = fd;
  self->size = size;
  self->n_pages = n_pages;
  self->digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  return self;
}

/* The task keeps its own. */
static HopsoConverted *
take_converted (HopsoConverted *from)
{
  HopsoConverted *self = g_memdup2 (from, sizeof *from);

  from->fd = -1;
  from->digest = NULL;
  return self;
}

static void
inspected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) facts =
      hopso_pdf_client_inspect_finish (HOPSO_PDF_CLIENT (source), result, &error);
  HopsoConverted *converted = g_task_get_task_data (task);
  guint n_pages = 0;

  if (facts != NULL)
    g_variant_lookup (facts, "n-pages", "u", &n_pages);
  if (n_pages > 0)
    {
      converted->n_pages = n_pages;
      g_task_return_pointer (task, take_converted (converted),
                             (GDestroyNotify) hopso_converted_free);
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    {
      g_clear_error (&error);
      hopso_converter_fail (&error, HOPSO_CONVERTER_ERROR_FAILED);
      g_task_return_error (task, g_steal_pointer (&error));
    }
}

static void
converted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HopsoConverter *self = HOPSO_CONVERTER (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_task_propagate_pointer (G_TASK (result), &error);
  HopsoConverted *converted = bytes == NULL ? NULL : make_converted (bytes, 0, &error);

  if (converted == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  g_task_set_task_data (task, converted, (GDestroyNotify) hopso_converted_free);

  const HopsoPdfOriginal original = { converted->fd, NULL };
  GCancellable *cancellable = g_task_get_cancellable (task);
  hopso_pdf_client_inspect_async (self->pdf, &original, cancellable, inspected_cb,
                                  g_steal_pointer (&task));
}

/* On the thread. */
static void
run_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;
  GBytes *bytes = hopso_office_run (task_data, cancellable, &error);

  if (bytes != NULL)
    g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

/**
 * hopso_converter_convert_async:
 * @self: a converter
 * @source: an office file
 * @progress: (nullable) (scope notified): is told how far it is
 * @progress_data: for @progress; must stay until the callback
 * @cancellable: (nullable): ends it, and the process at once
 * @callback: called when there is a PDF or an error
 * @user_data: for @callback
 */
void
hopso_converter_convert_async (HopsoConverter *self,
                               const HopsoOfficeSource *source,
                               HopsoConverterProgress progress,
                               gpointer progress_data,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GTask) work = NULL;
  HopsoOfficeRun *run = g_new0 (HopsoOfficeRun, 1);
  GError *error = NULL;

  g_task_set_source_tag (task, hopso_converter_convert_async);
  run->fd = hopso_fd_dup (source->fd, &error);
  run->file_name = g_strdup (source->file_name);
  run->progress = progress;
  run->progress_data = progress_data;
  run->context = g_main_context_ref_thread_default ();
  run->seconds = self->seconds;
  run->memory_mib = self->memory_mib;
  if (run->fd < 0)
    {
      run_free (run);
      g_task_return_error (task, error);
      return;
    }
  work = g_task_new (self, cancellable, converted_cb, g_steal_pointer (&task));
  g_task_set_source_tag (work, run_in_thread);
  g_task_set_task_data (work, run, (GDestroyNotify) run_free);
  hopso_office_run_tell (run, HOPSO_CONVERTER_WAITING, 0);
  hopso_queue_thread_push (self->thread, work, run_in_thread);
}

/**
 * hopso_converter_convert_finish:
 * @self: a converter
 * @result: what the callback got
 * @error: #HopsoConverterError with words for people, or cancelled
 *
 * Returns: (transfer full): the PDF
 */
HopsoConverted *
hopso_converter_convert_finish (HopsoConverter *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
