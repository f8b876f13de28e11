/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The application's end of a module's process: started when first needed, ended when it answers
 * too late, when the token was pulled out, or when it dies by itself; started anew by the next
 * call. It lives on its module's thread; only the abort comes from others. */

#include "hopso-token-process-private.h"

#include "hopso-fd.h"
#include "hopso-pkcs11-private.h"
#include "hopso-program.h"
#include "hopso-token-error-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROGRAM "hopso-token-host"

/* A killed process in the middle of a USB transfer may take its time. */
#define REAP_MS 2000

struct _HopsoTokenProcess
{
  char *module_file; /* owned */
  char *arguments;   /* owned, nullable */
  GMutex lock;
  GPid pid;            /* guarded by lock; 0: not running */
  gboolean is_aborted; /* guarded by lock */
  GVariant *facts;     /* owned, nullable; guarded by lock */
  int fd;              /* owned; -1: not running */
  guint generation;
};

static const char *const answer_types[] = {
  [HOPSO_TOKEN_CALL_LOAD] = "(ss)",
  [HOPSO_TOKEN_CALL_SLOTS] = "(at)",
  [HOPSO_TOKEN_CALL_INFO] = HOPSO_TOKEN_INFO_TYPE,
  [HOPSO_TOKEN_CALL_OBJECTS] = HOPSO_TOKEN_OBJECTS_TYPE,
  [HOPSO_TOKEN_CALL_OPEN] = HOPSO_TOKEN_KEYS_TYPE,
  [HOPSO_TOKEN_CALL_SIGN] = "(ay)",
  [HOPSO_TOKEN_CALL_CLOSE] = "()",
  [HOPSO_TOKEN_CALL_SET_PIN] = "()",
};

HopsoTokenProcess *
hopso_token_process_new (const char *module_file, const char *arguments)
{
  HopsoTokenProcess *self = g_new0 (HopsoTokenProcess, 1);

  self->module_file = g_strdup (module_file);
  self->arguments = g_strdup (arguments);
  self->fd = -1;
  g_mutex_init (&self->lock);
  return self;
}

void
hopso_token_process_free (HopsoTokenProcess *self)
{
  hopso_token_process_stop (self);
  g_mutex_clear (&self->lock);
  g_free (self->module_file);
  g_free (self->arguments);
  g_clear_pointer (&self->facts, g_variant_unref);
  g_free (self);
}

/* The process is dying; a wait without end is still not ours to make. */
static void
reap (GPid pid)
{
  g_auto (HopsoFd) pidfd = (int) syscall (SYS_pidfd_open, pid, 0);
  struct pollfd ended = { pidfd, POLLIN, 0 };

  if (pidfd < 0 || poll (&ended, 1, REAP_MS) > 0)
    while (waitpid (pid, NULL, 0) < 0 && errno == EINTR)
      ;
  else
    g_warning ("a token's process does not end");
}

static GPid
take_pid (HopsoTokenProcess *self)
{
  g_mutex_lock (&self->lock);
  GPid pid = self->pid;
  self->pid = 0;
  g_mutex_unlock (&self->lock);
  return pid;
}

void
hopso_token_process_stop (HopsoTokenProcess *self)
{
  GPid pid = take_pid (self);

  if (pid > 0)
    {
      kill (pid, SIGKILL);
      reap (pid);
    }
  hopso_fd_close (hopso_fd_steal (&self->fd));
}

void
hopso_token_process_abort (HopsoTokenProcess *self)
{
  g_mutex_lock (&self->lock);
  self->is_aborted = TRUE;
  if (self->pid > 0)
    kill (self->pid, SIGKILL);
  g_mutex_unlock (&self->lock);
}

gboolean
hopso_token_process_is_running (HopsoTokenProcess *self)
{
  return self->fd >= 0;
}

guint
hopso_token_process_get_generation (HopsoTokenProcess *self)
{
  return self->generation;
}

/* What the vendor's code prints is nobody's business: it may be a PIN. */
static gboolean
spawn_locked (HopsoTokenProcess *self, const char *program, int their_end, GError **error)
{
  const char *argv[] = { program, NULL };
  const int target = HOPSO_TOKEN_HOST_FD;

  if (self->is_aborted)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "the module is being closed");
      return FALSE;
    }
  return g_spawn_async_with_pipes_and_fds (
      NULL, argv, NULL,
      G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL,
      NULL, -1, -1, -1, &their_end, &target, 1, &self->pid, NULL, NULL, NULL, error);
}

static gboolean
spawn (HopsoTokenProcess *self, int their_end, GError **error)
{
  g_autofree char *program = hopso_program_find (PROGRAM);

  g_mutex_lock (&self->lock);
  gboolean is_done = spawn_locked (self, program, their_end, error);
  g_mutex_unlock (&self->lock);
  return is_done;
}

static gboolean
start (HopsoTokenProcess *self, GError **error)
{
  int ends[2];

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
    {
      g_set_error_literal (error, HOPSO_TOKEN_ERROR, HOPSO_TOKEN_ERROR_MODULE_FAILED,
                           g_strerror (errno));
      return FALSE;
    }
  g_auto (HopsoFd) ours = ends[0];
  g_auto (HopsoFd) theirs = ends[1];
  g_autoptr (GError) reason = NULL;
  if (!spawn (self, theirs, &reason))
    {
      g_set_error (error, HOPSO_TOKEN_ERROR, HOPSO_TOKEN_ERROR_MODULE_FAILED,
                   _ ("The token's software cannot be started: %s"), reason->message);
      return FALSE;
    }
  self->fd = hopso_fd_steal (&ours);
  self->generation++;
  return TRUE;
}

/* Takes the process down with the error: what it was doing cannot be known any more. */
static void
give_up (HopsoTokenProcess *self, GError *reason, GError **error)
{
  hopso_token_process_stop (self);
  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_error_copy (reason));
  else if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    g_set_error_literal (error, HOPSO_TOKEN_ERROR, HOPSO_TOKEN_ERROR_TIMED_OUT,
                         _ ("The token's software does not answer and was stopped."));
  else
    g_set_error_literal (error, HOPSO_TOKEN_ERROR, HOPSO_TOKEN_ERROR_MODULE_FAILED,
                         _ ("The token's software crashed."));
}

static GVariant *
read_answer (HopsoTokenCall call, GBytes *body, GError **error)
{
  g_autoptr (GVariant) answer = g_variant_ref_sink (
      g_variant_new_from_bytes (G_VARIANT_TYPE (answer_types[call]), body, FALSE));

  if (g_variant_is_normal_form (answer))
    return g_steal_pointer (&answer);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "the answer is malformed");
  return NULL;
}

static GVariant *
ask (HopsoTokenProcess *self,
     HopsoTokenCall call,
     GVariant *arguments,
     HopsoSecret *pin,
     const HopsoTokenDeadline *deadline,
     GError **error)
{
  g_autoptr (GVariant) owned = g_variant_ref_sink (arguments);
  g_autoptr (GError) reason = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (HopsoSecret) secret = NULL;
  GVariant *answer = NULL;
  guint64 rv = CKR_OK;

  if (hopso_token_wire_send (self->fd, call, owned, pin, deadline, &reason) &&
      hopso_token_wire_receive (self->fd, &rv, &body, &secret, deadline, &reason) &&
      (rv != CKR_OK || (answer = read_answer (call, body, &reason)) != NULL))
    {
      if (rv != CKR_OK)
        hopso_token_set_error_from_rv (error, rv);
      return answer;
    }
  give_up (self, reason, error);
  return NULL;
}

static gboolean
load (HopsoTokenProcess *self, const HopsoTokenDeadline *deadline, GError **error)
{
  if (!start (self, error))
    return FALSE;
  GVariant *arguments =
      g_variant_new ("(ss)", self->module_file, self->arguments != NULL ? self->arguments : "");
  GVariant *facts = ask (self, HOPSO_TOKEN_CALL_LOAD, arguments, NULL, deadline, error);
  if (facts == NULL)
    {
      hopso_token_process_stop (self);
      return FALSE;
    }
  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->facts, g_variant_unref);
  self->facts = facts;
  g_mutex_unlock (&self->lock);
  return TRUE;
}

GVariant *
hopso_token_process_dup_facts (HopsoTokenProcess *self)
{
  g_mutex_lock (&self->lock);
  GVariant *facts = self->facts != NULL ? g_variant_ref (self->facts) : NULL;
  g_mutex_unlock (&self->lock);
  return facts;
}

GVariant *
hopso_token_process_call (HopsoTokenProcess *self,
                          HopsoTokenCall call,
                          GVariant *arguments,
                          HopsoSecret *pin,
                          guint deadline_ms,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (GVariant) owned = g_variant_ref_sink (arguments);
  g_autoptr (GError) reason = NULL;
  HopsoTokenDeadline deadline = {
    g_get_monotonic_time () + (gint64) deadline_ms * G_TIME_SPAN_MILLISECOND, cancellable
  };

  if (self->fd < 0 && !load (self, &deadline, error))
    return NULL;
  GVariant *answer = ask (self, call, owned, pin, &deadline, &reason);
  /* Whatever handles we had are void: a fresh start finds the token again. */
  if (g_error_matches (reason, HOPSO_TOKEN_ERROR, HOPSO_TOKEN_ERROR_REMOVED))
    hopso_token_process_stop (self);
  if (reason != NULL)
    g_propagate_error (error, g_steal_pointer (&reason));
  return answer;
}
