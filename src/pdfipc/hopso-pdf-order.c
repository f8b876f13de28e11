/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the application says to the seed of drawing processes, and what it answers: a number and a
 * descriptor. An order is how far the new process stands back and its end of the bus; the answer
 * is the process, by its number and by a descriptor of it. Over a pair of sockets that keep
 * messages apart. Any thread. */

#include "hopso-pdf-order.h"

#include <errno.h>
#include <gio/gio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Aligned as the kernel wants it. */
typedef union
{
  struct cmsghdr head;
  char bytes[CMSG_SPACE (sizeof (int))];
} Control;

static gboolean
fail (GError **error, const char *step)
{
  g_set_error (error, G_IO_ERROR, (gint) g_io_error_from_errno (errno), "%s: %s", step,
               g_strerror (errno));
  return FALSE;
}

/**
 * hopso_pdf_order_send:
 * @line: one of a pair of sockets
 * @number: what is said
 * @fd: what goes with it, or -1; may be closed afterwards
 * @error: why nobody hears it
 *
 * Returns: whether it was sent; never waits
 */
gboolean
hopso_pdf_order_send (int line, gint32 number, int fd, GError **error)
{
  struct iovec words = { &number, sizeof number };
  struct msghdr message = { .msg_iov = &words, .msg_iovlen = 1 };
  Control control;
  ssize_t sent;

  memset (&control, 0, sizeof control);
  if (fd >= 0)
    {
      message.msg_control = control.bytes;
      message.msg_controllen = sizeof control.bytes;
      control.head.cmsg_level = SOL_SOCKET;
      control.head.cmsg_type = SCM_RIGHTS;
      control.head.cmsg_len = CMSG_LEN (sizeof fd);
      memcpy (CMSG_DATA (&control.head), &fd, sizeof fd);
    }
  do
    sent = sendmsg (line, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
  while (sent < 0 && errno == EINTR);
  return sent == (ssize_t) sizeof number || fail (error, "Asking for a process");
}

static int
take_fd (struct msghdr *message)
{
  const struct cmsghdr *head = CMSG_FIRSTHDR (message);
  int fd = -1;

  if (head != NULL && head->cmsg_level == SOL_SOCKET && head->cmsg_type == SCM_RIGHTS &&
      head->cmsg_len == CMSG_LEN (sizeof fd))
    memcpy (&fd, CMSG_DATA (head), sizeof fd);
  return fd;
}

/**
 * hopso_pdf_order_receive:
 * @line: the other of the pair
 * @number: (out): what was said
 * @fd: (out): what came with it, closed on exec; or -1
 * @error: what went wrong; not set when the other end has hung up
 *
 * Waits, if @line does, until something is said.
 *
 * Returns: whether something was
 */
gboolean
hopso_pdf_order_receive (int line, gint32 *number, int *fd, GError **error)
{
  struct iovec words = { number, sizeof *number };
  Control control;
  struct msghdr message = {
    .msg_iov = &words,
    .msg_iovlen = 1,
    .msg_control = control.bytes,
    .msg_controllen = sizeof control.bytes,
  };
  ssize_t got;

  *fd = -1;
  do
    got = recvmsg (line, &message, MSG_CMSG_CLOEXEC);
  while (got < 0 && errno == EINTR);
  /* Who hangs up with an answer unread resets the line. */
  if (got == 0 || (got < 0 && errno == ECONNRESET))
    return FALSE;
  if (got < 0)
    return fail (error, "Waiting for an order");
  *fd = take_fd (&message);
  return TRUE;
}
