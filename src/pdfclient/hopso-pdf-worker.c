/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One PDF process and the bus to it. It is started or grown, asked, watched and killed here; what
 * is asked, and whether another one takes its place, is decided elsewhere. Every call ends: by an
 * answer, by the process's death, or by the watchdog, which kills. Lives on the thread that started
 * it. */

#include "hopso-pdf-worker-private.h"

#include "hopso-fd.h"
#include "hopso-pdf-bus.h"
#include "hopso-pdf-document.h"

#include <errno.h>
#include <gio/gunixfdlist.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

struct _HopsoPdfWorker
{
  GObject parent_instance;

  GSubprocess *process;        /* owned, nullable: a program of its own */
  int grown;                   /* owned: or a process that grew from a seed; -1 until known */
  int number;                  /* of that process, or 0 */
  GDBusConnection *connection; /* owned, nullable until connected */
  GCancellable *cancellable;   /* owned: stops connecting */
  GError *broken;              /* owned, nullable: why nothing can be asked any more */
  GQueue waiting;              /* owned: tasks that wait for the connection */
  guint deadline_ms;
  gboolean has_overrun;
  gboolean is_killed;
  gboolean is_growing; /* it is not known yet which process it is */
};

G_DEFINE_FINAL_TYPE (HopsoPdfWorker, hopso_pdf_worker, G_TYPE_OBJECT)

typedef struct
{
  HopsoPdfCall call;
  guint watchdog; /* source, or 0 */
} Asked;

static void
asked_free (Asked *asked)
{
  g_clear_handle_id (&asked->watchdog, g_source_remove);
  g_clear_pointer (&asked->call.parameters, g_variant_unref);
  g_clear_object (&asked->call.fds);
  g_free (asked);
}

/* What is wrong, in the words of this room. */
static GError *
translate (HopsoPdfWorker *self, const GError *error)
{
  static const HopsoPdfClientError codes[] = {
    [HOPSO_PDF_BUS_ERROR_ENCRYPTED] = HOPSO_PDF_CLIENT_ERROR_ENCRYPTED,
    [HOPSO_PDF_BUS_ERROR_DAMAGED] = HOPSO_PDF_CLIENT_ERROR_DAMAGED,
    [HOPSO_PDF_BUS_ERROR_TOO_LARGE] = HOPSO_PDF_CLIENT_ERROR_TOO_LARGE,
    [HOPSO_PDF_BUS_ERROR_UNSUPPORTED] = HOPSO_PDF_CLIENT_ERROR_REFUSED,
    [HOPSO_PDF_BUS_ERROR_REFUSED] = HOPSO_PDF_CLIENT_ERROR_REFUSED,
    [HOPSO_PDF_BUS_ERROR_WRONG_PASSWORD] = HOPSO_PDF_CLIENT_ERROR_WRONG_PASSWORD,
  };
  HopsoPdfClientError code = HOPSO_PDF_CLIENT_ERROR_CRASHED;
  const char *words = error->message;

  if (error->domain == HOPSO_PDF_CLIENT_ERROR)
    return g_error_copy (error);
  if (error->domain == HOPSO_PDF_BUS_ERROR && (gsize) error->code < G_N_ELEMENTS (codes))
    code = codes[error->code];
  else if (self->has_overrun)
    {
      code = HOPSO_PDF_CLIENT_ERROR_TIMED_OUT;
      words = "The PDF process took too long";
    }
  else if (g_dbus_error_is_remote_error (error) ||
           g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT))
    code = HOPSO_PDF_CLIENT_ERROR_REFUSED;

  GError *translated = g_error_new_literal (HOPSO_PDF_CLIENT_ERROR, (int) code, words);
  g_dbus_error_strip_remote_error (translated);
  return translated;
}

static void
called_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HopsoPdfWorker *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_with_unix_fd_list_finish (
      G_DBUS_CONNECTION (source), NULL, result, &error);
  Asked *asked = g_task_get_task_data (task);

  g_clear_handle_id (&asked->watchdog, g_source_remove);
  if (reply != NULL)
    g_task_return_pointer (task, g_steal_pointer (&reply), (GDestroyNotify) g_variant_unref);
  else
    g_task_return_error (task, translate (self, error));
}

/* Takes the task. */
static void
send_call (HopsoPdfWorker *self, GTask *task)
{
  const HopsoPdfCall *call = &((Asked *) g_task_get_task_data (task))->call;

  /* The watchdog is ours, since it has to kill; the bus itself waits for ever. */
  g_dbus_connection_call_with_unix_fd_list (
      self->connection, NULL, call->path, call->interface, call->method, call->parameters,
      G_VARIANT_TYPE (call->reply), G_DBUS_CALL_FLAGS_NO_AUTO_START, G_MAXINT, call->fds, NULL,
      called_cb, task);
}

/* Nothing can be asked any more: those who wait are told at once. */
static void
break_down (HopsoPdfWorker *self, const GError *error)
{
  GTask *task;

  if (self->broken == NULL)
    self->broken = translate (self, error);
  while ((task = g_queue_pop_head (&self->waiting)) != NULL)
    {
      Asked *asked = g_task_get_task_data (task);

      g_clear_handle_id (&asked->watchdog, g_source_remove);
      g_task_return_error (task, g_error_copy (self->broken));
      g_object_unref (task);
    }
}

/* Nothing is asked before it is known which process would be killed for it. */
static gboolean
is_ready (HopsoPdfWorker *self)
{
  return self->connection != NULL && !self->is_growing;
}

static void
send_waiting (HopsoPdfWorker *self)
{
  GTask *task;

  while (is_ready (self) && (task = g_queue_pop_head (&self->waiting)) != NULL)
    send_call (self, task);
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoPdfWorker) self = user_data;
  g_autoptr (GError) error = NULL;

  self->connection = hopso_pdf_bus_connect_finish (result, &error);
  if (self->connection == NULL)
    break_down (self, error);
  else
    send_waiting (self);
}

static HopsoPdfWorker *
worker_new (guint deadline_ms)
{
  HopsoPdfWorker *self = g_object_new (HOPSO_TYPE_PDF_WORKER, NULL);

  self->deadline_ms = deadline_ms;
  return self;
}

static void
connect_to (HopsoPdfWorker *self, int here)
{
  hopso_pdf_bus_connect_async (here, self->cancellable, connected_cb, g_object_ref (self));
}

/**
 * hopso_pdf_worker_start:
 * @program: a file
 * @deadline_ms: how long a call may take before the process is killed
 *
 * Starts a process at once. When that fails, so do the calls.
 *
 * Returns: (transfer full): the process
 */
HopsoPdfWorker *
hopso_pdf_worker_start (const char *program, guint deadline_ms)
{
  const char *const words[] = { program, NULL };
  HopsoPdfWorker *self = worker_new (deadline_ms);
  g_autoptr (GError) error = NULL;
  int here;

  self->process = hopso_pdf_spawn (words, SOCK_STREAM, &here, &error);
  if (self->process != NULL)
    connect_to (self, here);
  else
    break_down (self, error);
  return self;
}

/* Through its descriptor: the number may be another's by now. */
static void
kill_grown (HopsoPdfWorker *self)
{
  self->is_killed = TRUE;
  if (self->grown >= 0)
    (void) syscall (SYS_pidfd_send_signal, self->grown, SIGKILL, NULL, 0);
}

static void
grown_cb (int process, int fd, gpointer user_data)
{
  g_autoptr (HopsoPdfWorker) self = user_data;
  g_autoptr (GError) error = NULL;

  self->number = process;
  self->grown = fd;
  self->is_growing = FALSE;
  if (self->is_killed)
    kill_grown (self);
  if (fd >= 0)
    {
      send_waiting (self);
      return;
    }
  error = g_error_new_literal (HOPSO_PDF_CLIENT_ERROR, HOPSO_PDF_CLIENT_ERROR_CRASHED,
                               "The PDF process could not be started");
  g_cancellable_cancel (self->cancellable);
  break_down (self, error);
}

static gboolean
grow (HopsoPdfWorker *self, HopsoPdfSeed *seed, int niceness, GError **error)
{
  g_auto (HopsoFd) there = -1;
  g_auto (HopsoFd) here = -1;
  int ends[2];

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "Making a socket: %s",
                   g_strerror (errno));
      return FALSE;
    }
  here = ends[0];
  there = ends[1];
  if (!hopso_pdf_seed_grow (seed, there, niceness, grown_cb, self, error))
    return FALSE;
  self->is_growing = TRUE;
  g_object_ref (self);
  connect_to (self, hopso_fd_steal (&here));
  return TRUE;
}

/**
 * hopso_pdf_worker_grow:
 * @seed: what it grows from
 * @deadline_ms: how long a call may take before the process is killed
 * @niceness: how far it stands back; 0: not at all
 *
 * As hopso_pdf_worker_start().
 *
 * Returns: (transfer full): the process
 */
HopsoPdfWorker *
hopso_pdf_worker_grow (HopsoPdfSeed *seed, guint deadline_ms, int niceness)
{
  HopsoPdfWorker *self = worker_new (deadline_ms);
  g_autoptr (GError) error = NULL;

  if (!grow (self, seed, niceness, &error))
    break_down (self, error);
  return self;
}

static gboolean
overrun_cb (gpointer user_data)
{
  GTask *task = user_data;
  HopsoPdfWorker *self = g_task_get_source_object (task);

  ((Asked *) g_task_get_task_data (task))->watchdog = 0;
  self->has_overrun = TRUE;
  hopso_pdf_worker_kill (self);
  return G_SOURCE_REMOVE;
}

/**
 * hopso_pdf_worker_call_async:
 * @self: a worker
 * @call: what to ask
 * @callback: when there is an answer
 * @user_data: for @callback
 *
 * Asks. The process is killed when it does not answer in time.
 */
void
hopso_pdf_worker_call_async (HopsoPdfWorker *self,
                             const HopsoPdfCall *call,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  Asked *asked = g_new0 (Asked, 1);

  g_task_set_source_tag (task, hopso_pdf_worker_call_async);
  g_task_set_task_data (task, asked, (GDestroyNotify) asked_free);
  asked->call = *call;
  asked->call.parameters = g_variant_ref_sink (call->parameters);
  if (call->fds != NULL)
    g_object_ref (call->fds);

  if (self->broken != NULL)
    {
      g_task_return_error (task, g_error_copy (self->broken));
      g_object_unref (task);
      return;
    }
  asked->watchdog = g_timeout_add (self->deadline_ms, overrun_cb, task);
  if (is_ready (self))
    send_call (self, task);
  else
    g_queue_push_tail (&self->waiting, task);
}

/**
 * hopso_pdf_worker_call_finish:
 *
 * Returns: (transfer full): the answer, or %NULL with an @error of %HOPSO_PDF_CLIENT_ERROR
 */
GVariant *
hopso_pdf_worker_call_finish (HopsoPdfWorker *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * hopso_pdf_worker_kill:
 *
 * Ends the process at once; what it was asked fails.
 */
void
hopso_pdf_worker_kill (HopsoPdfWorker *self)
{
  g_autoptr (GError) error = g_error_new_literal (
      HOPSO_PDF_CLIENT_ERROR,
      self->has_overrun ? HOPSO_PDF_CLIENT_ERROR_TIMED_OUT : HOPSO_PDF_CLIENT_ERROR_CRASHED,
      self->has_overrun ? "The PDF process took too long" : "The PDF process was ended");

  if (self->process != NULL)
    g_subprocess_force_exit (self->process);
  kill_grown (self);
  g_cancellable_cancel (self->cancellable);
  break_down (self, error);
}

/**
 * hopso_pdf_worker_is_alive:
 *
 * Returns: whether asking makes sense
 */
gboolean
hopso_pdf_worker_is_alive (HopsoPdfWorker *self)
{
  if (self->broken != NULL)
    return FALSE;
  return self->connection == NULL || !g_dbus_connection_is_closed (self->connection);
}

/**
 * hopso_pdf_worker_get_process:
 *
 * Returns: the process's number, or 0 when it is gone or not known yet
 */
int
hopso_pdf_worker_get_process (HopsoPdfWorker *self)
{
  const char *number = self->process != NULL ? g_subprocess_get_identifier (self->process) : NULL;

  return number != NULL ? atoi (number) : self->number;
}

/**
 * hopso_pdf_worker_get_own_memory:
 *
 * Returns: bytes of memory that only this process uses, as the kernel counts; 0 when unknown
 */
guint64
hopso_pdf_worker_get_own_memory (HopsoPdfWorker *self)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/statm", hopso_pdf_worker_get_process (self));
  g_autofree char *numbers = NULL;
  guint64 resident = 0;
  guint64 shared = 0;

  if (!g_file_get_contents (path, &numbers, NULL, NULL) ||
      sscanf (numbers, "%*u %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT, &resident, &shared) != 2 ||
      resident < shared)
    return 0;
  return (resident - shared) * (guint64) sysconf (_SC_PAGESIZE);
}

static void
hopso_pdf_worker_dispose (GObject *object)
{
  HopsoPdfWorker *self = HOPSO_PDF_WORKER (object);

  if (self->process != NULL)
    g_subprocess_force_exit (self->process);
  kill_grown (self);
  g_clear_object (&self->process);
  g_clear_object (&self->connection);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (hopso_pdf_worker_parent_class)->dispose (object);
}

static void
hopso_pdf_worker_finalize (GObject *object)
{
  HopsoPdfWorker *self = HOPSO_PDF_WORKER (object);

  g_clear_error (&self->broken);
  hopso_fd_close (self->grown);
  G_OBJECT_CLASS (hopso_pdf_worker_parent_class)->finalize (object);
}

static void
hopso_pdf_worker_class_init (HopsoPdfWorkerClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->dispose = hopso_pdf_worker_dispose;
  object_class->finalize = hopso_pdf_worker_finalize;
}

static void
hopso_pdf_worker_init (HopsoPdfWorker *self)
{
  self->cancellable = g_cancellable_new ();
  self->grown = -1;
}
