/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A library that the locked process takes for LibreOffice: it tries what a document that has taken
 * LibreOffice over would try, and says what it could. */

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

void *libreofficekit_hook_2 (const char *folder, const char *profile);

static int
opens (const char *path, int flags)
{
  const int fd = open (path, flags | O_CLOEXEC, 0600);

  if (fd >= 0)
    close (fd);
  return fd >= 0;
}

static int
makes_socket (int family)
{
  const int fd = socket (family, SOCK_STREAM | SOCK_CLOEXEC, 0);

  if (fd >= 0)
    close (fd);
  return fd >= 0;
}

static int
starts_process (void)
{
  const pid_t child = fork ();

  if (child == 0)
    _exit (0);
  return child > 0 && waitpid (child, NULL, 0) == child;
}

/* @folder: has a neighbour with a file "kept" in it. */
void *
libreofficekit_hook_2 (const char *folder, const char *profile)
{
  char kept[4096];
  char made[4096];
  char *words[] = { (char *) "true", NULL };

  snprintf (kept, sizeof kept, "%s/../victim/kept", folder);
  snprintf (made, sizeof made, "%s/../victim/made", folder);

  const struct
  {
    const char *what;
    int could;
  } rows[] = {
    { "read-passwd", opens ("/etc/passwd", O_RDONLY) },
    { "read-others-environment", opens ("/proc/1/environ", O_RDONLY) },
    { "read-file", opens (kept, O_RDONLY) },
    { "write-file", opens (kept, O_WRONLY) },
    { "cut-while-opening", opens (kept, O_RDONLY | O_TRUNC) },
    { "cut-by-name", truncate (kept, 0) == 0 },
    { "change-mode", chmod (kept, 0644) == 0 },
    { "make-file", opens (made, O_WRONLY | O_CREAT) },
    { "link-out", symlink (kept, "link") == 0 },
    { "link-hard", link (kept, "hard") == 0 },
    { "take-away", rename (kept, "taken") == 0 },
    { "network", makes_socket (AF_INET) },
    { "network-6", makes_socket (AF_INET6) },
    { "local-socket", makes_socket (AF_UNIX) },
    { "second-process", starts_process () },
    { "look-at-parent", kill (getppid (), 0) == 0 },
  };

  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    if (rows[i].could)
      printf ("%s\n", rows[i].what);
  printf (opens ("mine", O_RDWR | O_CREAT) ? "own-folder\n" : "no-folder\n");
  fflush (stdout);
  execv ("/bin/true", words);
  printf ("end\n");
  fflush (stdout);
  _exit (0);
}
