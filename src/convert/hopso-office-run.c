/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One conversion: the file goes into a private folder under a name that says nothing, the locked
 * process works there, and what comes out is read by us as bytes of a stranger. The process is
 * ended at the deadline, when somebody cancels, when it fills the disk and when we end. Runs on the
 * converter's thread. */

#include "hopso-office-run-private.h"

#include "hopso-office-file.h"
#include "hopso-office-folder.h"
#include "hopso-office-host-private.h"
#include "hopso-program.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Its limit of processor time ends it when nobody else does: the clock is looked at first, and some
 * of LibreOffice's work is done by several threads. */
#define PROCESSORS  4
#define MAX_SECONDS (24 * 60 * 60)
#define HOST        "hopso-office-host"

#define MAX_OFFICE_FILE ((gsize) 256 * 1024 * 1024)
#define MAX_OUTPUT      ((gsize) 512 * 1024 * 1024)
#define MAX_FILE_MIB    "512"
#define MAX_ON_DISK     (G_GUINT64_CONSTANT (2) << 30)
#define LOOK_AFTER_MS   500
#define PROFILE         "profile/user/registrymodifications.xcu"

/* No macros, nothing fetched, nothing updated, no first start. */
static const char profile[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<oor:items xmlns:oor=\"http://openoffice.org/2001/registry\" "
    "xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" "
    "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\n"
    "<item oor:path=\"/org.openoffice.Office.Common/Security/Scripting\">"
    "<prop oor:name=\"DisableMacrosExecution\" oor:op=\"fuse\"><value>true</value></prop>"
    "<prop oor:name=\"MacroSecurityLevel\" oor:op=\"fuse\"><value>3</value></prop>"
    "<prop oor:name=\"BlockUntrustedRefererLinks\" oor:op=\"fuse\"><value>true</value></prop>"
    "</item>\n"
    "<item oor:path=\"/org.openoffice.Office.Writer/Content/Update\">"
    "<prop oor:name=\"Link\" oor:op=\"fuse\"><value>0</value></prop></item>\n"
    "<item oor:path=\"/org.openoffice.Office.Calc/Content/Update\">"
    "<prop oor:name=\"Link\" oor:op=\"fuse\"><value>1</value></prop></item>\n"
    "<item oor:path=\"/org.openoffice.Setup/Office\">"
    "<prop oor:name=\"ooSetupInstCompleted\" oor:op=\"fuse\"><value>true</value></prop></item>\n"
    "</oor:items>\n";

typedef struct
{
  HopsoConverterProgress progress;
  gpointer data;
  HopsoConverterStage stage;
  guint percent;
} Step;

typedef struct
{
  GPid pid;
  HopsoFd pidfd;  /* owned */
  HopsoFd output; /* owned */
} Process;

/**
 * hopso_office_find_programs:
 *
 * Returns: (transfer full) (nullable): the folder of LibreOffice's programs
 */
char *
hopso_office_find_programs (void)
{
  static const char *const folders[] = { "/usr/lib/libreoffice/program",
                                         "/usr/lib64/libreoffice/program",
                                         "/usr/local/lib/libreoffice/program" };
  static const char *const libraries[] = { "libmergedlo.so", "libsofficeapp.so" };
  const char *chosen = g_getenv ("HOPSO_OFFICE_DIR");

  for (gsize i = 0; i < (chosen != NULL ? 1 : G_N_ELEMENTS (folders)); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (libraries); j++)
      {
        const char *folder = chosen != NULL ? chosen : folders[i];
        g_autofree char *library = g_build_filename (folder, libraries[j], NULL);

        if (g_file_test (library, G_FILE_TEST_IS_REGULAR))
          return g_strdup (folder);
      }
  return NULL;
}

static gboolean
step_cb (gpointer data)
{
  const Step *step = data;

  step->progress (step->stage, step->percent, step->data);
  return G_SOURCE_REMOVE;
}

/**
 * hopso_office_run_tell:
 * @self: a conversion
 * @stage: where it is
 * @percent: of that stage
 *
 * Tells the caller, on its own thread.
 */
void
hopso_office_run_tell (HopsoOfficeRun *self, HopsoConverterStage stage, guint percent)
{
  const Step step = { self->progress, self->progress_data, stage, percent };
  g_autoptr (GSource) source = NULL;

  if (self->progress == NULL)
    return;
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, step_cb, g_memdup2 (&step, sizeof step), g_free);
  g_source_attach (source, self->context);
}

static gboolean
prepare (HopsoOfficeRun *self, HopsoOfficeFolder *folder, const char *input, GError **error)
{
  const HopsoOfficeKind *kind = hopso_office_kind_find (self->file_name);
  g_autoptr (GBytes) words = g_bytes_new_static (profile, sizeof profile - 1);
  g_autoptr (GBytes) bytes = NULL;
  guint64 size;

  if (!hopso_fd_get_size (self->fd, &size, error))
    return FALSE;
  if (size > MAX_OFFICE_FILE)
    return hopso_converter_fail (error, HOPSO_CONVERTER_ERROR_TOO_LARGE);
  bytes = hopso_fd_read_all (self->fd, MAX_OFFICE_FILE, error);
  if (bytes == NULL || !hopso_office_file_check (kind, bytes, error))
    return FALSE;
  return hopso_office_folder_make (folder, size, error) &&
         hopso_office_folder_write (folder, PROFILE, words, error) &&
         hopso_office_folder_write (folder, input, bytes, error);
}

/* As a library, tables need their window, which packages for servers leave out. */
static gboolean
has_part (const char *programs, const HopsoOfficeKind *kind)
{
  g_autofree char *window = g_build_filename (
      programs, "..", "share/config/soffice.cfg/modules/scalc/ui/inputbar.ui", NULL);

  return !kind->is_table || g_file_test (window, G_FILE_TEST_EXISTS);
}

/* What LibreOffice prints is nobody's business. */
static gboolean
start (HopsoOfficeRun *self,
       const HopsoOfficeFolder *folder,
       const char *input,
       Process *process,
       GError **error)
{
  g_autofree char *host = hopso_program_find (HOST);
  g_autofree char *programs = hopso_office_find_programs ();
  g_autofree char *memory = g_strdup_printf ("%u", self->memory_mib);
  g_autofree char *seconds = g_strdup_printf ("%u", MIN (self->seconds, MAX_SECONDS) * PROCESSORS);
  const HopsoOfficeKind *kind = hopso_office_kind_find (self->file_name);
  const char *argv[] = { host,   programs, folder->path, input, kind->filter,
                         memory, seconds,  MAX_FILE_MIB, NULL };
  int output;

  if (programs == NULL || !has_part (programs, kind))
    return hopso_converter_fail (error, HOPSO_CONVERTER_ERROR_MISSING);
  if (!g_spawn_async_with_pipes_and_fds (
          NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, -1,
          -1, -1, NULL, NULL, 0, &process->pid, NULL, &output, NULL, error))
    return FALSE;
  process->output = output;
  process->pidfd = (int) syscall (SYS_pidfd_open, process->pid, 0);
  return TRUE;
}

/* Its whole group; it may not start others, but that is what the lock says, and this is what we
 * do. */
static int
end (Process *process)
{
  int status = 0;

  if (process->pid <= 0)
    return 0;
  kill (-process->pid, SIGKILL);
  kill (process->pid, SIGKILL);
  while (waitpid (process->pid, &status, 0) < 0 && errno == EINTR)
    ;
  process->pid = 0;
  hopso_fd_close (hopso_fd_steal (&process->pidfd));
  hopso_fd_close (hopso_fd_steal (&process->output));
  return status;
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Process, end)

/* What it said since the last time; %FALSE when it has nothing more to say. */
static gboolean
listen_to (HopsoOfficeRun *self, Process *process, HopsoConverterStage *stage)
{
  guint8 said[256];
  const gssize n = read (process->output, said, sizeof said);

  for (gssize i = 0; i < n; i++)
    {
      const gboolean is_stage = said[i] == HOPSO_OFFICE_LOADING || said[i] == HOPSO_OFFICE_WRITING;

      if (is_stage)
        *stage =
            said[i] == HOPSO_OFFICE_LOADING ? HOPSO_CONVERTER_LOADING : HOPSO_CONVERTER_WRITING;
      if (is_stage || said[i] <= 100)
        hopso_office_run_tell (self, *stage, is_stage ? 0 : said[i]);
    }
  return n > 0;
}

/* Until it closes its output, which it does by ending. */
static gboolean
watch (HopsoOfficeRun *self,
       HopsoOfficeFolder *folder,
       Process *process,
       GCancellable *cancellable,
       GError **error)
{
  const gint64 deadline = g_get_monotonic_time () + (gint64) self->seconds * G_USEC_PER_SEC;
  HopsoConverterStage stage = HOPSO_CONVERTER_LOADING;
  GPollFD waker = { -1, 0, 0 };
  const gboolean has_waker = g_cancellable_make_pollfd (cancellable, &waker);
  struct pollfd ends[] = { { process->output, POLLIN, 0 }, { waker.fd, POLLIN, 0 } };
  gboolean is_open = TRUE;
  HopsoConverterError problem = HOPSO_CONVERTER_ERROR_FAILED;
  gboolean is_stopped = FALSE;

  while (is_open && !is_stopped)
    {
      poll (ends, G_N_ELEMENTS (ends), LOOK_AFTER_MS);
      if (ends[0].revents != 0)
        is_open = listen_to (self, process, &stage);
      is_stopped = g_cancellable_is_cancelled (cancellable);
      if (is_open && !is_stopped && g_get_monotonic_time () > deadline)
        {
          problem = HOPSO_CONVERTER_ERROR_TOO_LONG;
          is_stopped = TRUE;
        }
      else if (is_open && !is_stopped && hopso_office_folder_measure (folder) > MAX_ON_DISK)
        {
          problem = HOPSO_CONVERTER_ERROR_TOO_LARGE;
          is_stopped = TRUE;
        }
    }
  if (has_waker)
    g_cancellable_release_fd (cancellable);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  return !is_stopped || hopso_converter_fail (error, problem);
}

/* It has closed its output; it ends now, or is ended. */
static int
wait_for_end (Process *process)
{
  struct pollfd ended = { process->pidfd, POLLIN, 0 };

  if (process->pidfd >= 0)
    poll (&ended, 1, LOOK_AFTER_MS);
  return end (process);
}

static gboolean
judge_end (int status, GError **error)
{
  if (WIFSIGNALED (status) && WTERMSIG (status) == SIGXCPU)
    return hopso_converter_fail (error, HOPSO_CONVERTER_ERROR_TOO_LONG);
  if (WIFSIGNALED (status))
    return hopso_converter_fail (error, HOPSO_CONVERTER_ERROR_BROKEN);
  switch (WEXITSTATUS (status))
    {
    case HOPSO_OFFICE_DONE:
      return TRUE;
    case HOPSO_OFFICE_PROTECTED:
      return hopso_converter_fail (error, HOPSO_CONVERTER_ERROR_PROTECTED);
    case HOPSO_OFFICE_FAILED:
    case 127: /* a library is missing */
      return hopso_converter_fail (error, HOPSO_CONVERTER_ERROR_FAILED);
    default:
      return hopso_converter_fail (error, HOPSO_CONVERTER_ERROR_BROKEN);
    }
}

static GBytes *
read_output (const HopsoOfficeFolder *folder, GError **error)
{
  g_auto (HopsoFd) fd =
      openat (folder->fd, HOPSO_OFFICE_OUTPUT, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  g_autoptr (GBytes) bytes = NULL;
  guint64 size;

  if (fd < 0 || !hopso_fd_get_size (fd, &size, NULL))
    hopso_converter_fail (error, HOPSO_CONVERTER_ERROR_BROKEN);
  else if (size > MAX_OUTPUT)
    hopso_converter_fail (error, HOPSO_CONVERTER_ERROR_TOO_LARGE);
  else
    bytes = hopso_fd_read_all (fd, MAX_OUTPUT, error);
  if (bytes != NULL && (size < 5 || memcmp (g_bytes_get_data (bytes, NULL), "%PDF-", 5) != 0))
    {
      hopso_converter_fail (error, HOPSO_CONVERTER_ERROR_BROKEN);
      return NULL;
    }
  return g_steal_pointer (&bytes);
}

/**
 * hopso_office_run:
 * @self: a conversion
 * @cancellable: (nullable): ends it
 * @error: #HopsoConverterError, or cancelled
 *
 * Returns: (transfer full): what LibreOffice says is the PDF
 */
GBytes *
hopso_office_run (HopsoOfficeRun *self, GCancellable *cancellable, GError **error)
{
  const HopsoOfficeKind *kind = hopso_office_kind_find (self->file_name);
  g_auto (HopsoOfficeFolder) folder = HOPSO_OFFICE_FOLDER_INIT;
  g_auto (Process) process = { 0, -1, -1 };
  g_autofree char *input = NULL;

  if (kind == NULL)
    {
      hopso_converter_fail (error, HOPSO_CONVERTER_ERROR_UNSUPPORTED);
      return NULL;
    }
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  hopso_office_run_tell (self, HOPSO_CONVERTER_LOADING, 0);
  input = g_strdup_printf ("in.%s", kind->suffix);
  if (!prepare (self, &folder, input, error) || !start (self, &folder, input, &process, error) ||
      !watch (self, &folder, &process, cancellable, error) ||
      !judge_end (wait_for_end (&process), error))
    return NULL;
  hopso_office_run_tell (self, HOPSO_CONVERTER_CHECKING, 0);
  return read_output (&folder, error);
}
