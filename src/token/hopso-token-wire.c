/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Frames on the socket between the application and the process that holds a vendor's module: a
 * code, a body, and sometimes a secret that is wiped wherever it passed. Neither side believes the
 * other's sizes. */

#include "hopso-token-wire-private.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

#define MAX_BODY   (8 * 1024 * 1024)
#define MAX_SECRET 1024

typedef struct
{
  guint64 code;
  guint32 body_size;
  guint32 secret_size; /* plus one; 0 stands for none */
} Header;

static gboolean
fail (GError **error, GIOErrorEnum code, const char *what)
{
  g_set_error_literal (error, G_IO_ERROR, (int) code, what);
  return FALSE;
}

static int
remaining_ms (const HopsoTokenDeadline *deadline)
{
  if (deadline->monotonic < 0)
    return -1;
  gint64 left = deadline->monotonic - g_get_monotonic_time ();
  return left <= 0 ? 0 : (int) MIN ((left + 999) / 1000, G_MAXINT);
}

static gboolean
wait_for (int fd, short events, const HopsoTokenDeadline *deadline, GError **error)
{
  struct pollfd fds[2] = { { fd, events, 0 }, { -1, POLLIN, 0 } };
  GPollFD cancelled;
  gboolean has_cancel = g_cancellable_make_pollfd (deadline->cancellable, &cancelled);
  int n;

  if (has_cancel)
    fds[1].fd = cancelled.fd;
  do
    n = poll (fds, 2, remaining_ms (deadline));
  while (n < 0 && errno == EINTR);
  if (has_cancel)
    g_cancellable_release_fd (deadline->cancellable);

  if (g_cancellable_set_error_if_cancelled (deadline->cancellable, error))
    return FALSE;
  if (n == 0)
    return fail (error, G_IO_ERROR_TIMED_OUT, "no answer in time");
  return n > 0 ? TRUE : fail (error, G_IO_ERROR_FAILED, "the socket cannot be watched");
}

static gboolean
transfer (int fd,
          gboolean is_sending,
          guint8 *bytes,
          gsize size,
          const HopsoTokenDeadline *deadline,
          GError **error)
{
  while (size > 0)
    {
      if (!wait_for (fd, is_sending ? POLLOUT : POLLIN, deadline, error))
        return FALSE;
      ssize_t n = is_sending ? send (fd, bytes, size, MSG_DONTWAIT | MSG_NOSIGNAL)
                             : recv (fd, bytes, size, MSG_DONTWAIT);

      if (n < 0 && (errno == EINTR || errno == EAGAIN))
        continue;
      if (n <= 0)
        return fail (error, G_IO_ERROR_CONNECTION_CLOSED, "the other process is gone");
      bytes += n;
      size -= (gsize) n;
    }
  return TRUE;
}

/* Sends what is only read. */
static gboolean
send_all (int fd, const void *bytes, gsize size, const HopsoTokenDeadline *deadline, GError **error)
{
  return transfer (fd, TRUE, (guint8 *) bytes, size, deadline, error);
}

gboolean
hopso_token_wire_send (int fd,
                       guint64 code,
                       GVariant *body,
                       HopsoSecret *secret,
                       const HopsoTokenDeadline *deadline,
                       GError **error)
{
  gsize body_size = body != NULL ? g_variant_get_size (body) : 0;
  gsize secret_size = 0;
  const guint8 *secret_bytes =
      secret != NULL ? hopso_secret_get_bytes (secret, &secret_size) : NULL;

  if (body_size > MAX_BODY || secret_size > MAX_SECRET)
    return fail (error, G_IO_ERROR_MESSAGE_TOO_LARGE, "the message is too large");

  Header header = { code, (guint32) body_size, secret != NULL ? (guint32) secret_size + 1 : 0 };
  return send_all (fd, &header, sizeof header, deadline, error) &&
         (body_size == 0 || send_all (fd, g_variant_get_data (body), body_size, deadline, error)) &&
         (secret_size == 0 || send_all (fd, secret_bytes, secret_size, deadline, error));
}

static gboolean
receive_secret (
    int fd, gsize size, HopsoSecret **secret, const HopsoTokenDeadline *deadline, GError **error)
{
  guint8 bytes[MAX_SECRET];
  gboolean is_there = transfer (fd, FALSE, bytes, size, deadline, error);

  if (is_there)
    *secret = hopso_secret_new (bytes, size);
  hopso_secret_wipe (bytes, sizeof bytes);
  return is_there;
}

gboolean
hopso_token_wire_receive (int fd,
                          guint64 *code,
                          GBytes **body,
                          HopsoSecret **secret,
                          const HopsoTokenDeadline *deadline,
                          GError **error)
{
  Header header;

  *secret = NULL;
  if (!transfer (fd, FALSE, (guint8 *) &header, sizeof header, deadline, error))
    return FALSE;
  if (header.body_size > MAX_BODY || header.secret_size > MAX_SECRET)
    return fail (error, G_IO_ERROR_INVALID_DATA, "the message is too large");

  g_autofree guint8 *bytes = g_malloc (header.body_size + 1);
  if (!transfer (fd, FALSE, bytes, header.body_size, deadline, error) ||
      (header.secret_size > 0 &&
       !receive_secret (fd, header.secret_size - 1, secret, deadline, error)))
    return FALSE;
  *code = header.code;
  *body = g_bytes_new_take (g_steal_pointer (&bytes), header.body_size);
  return TRUE;
}
