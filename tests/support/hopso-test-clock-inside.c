/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Loaded into the openssl program: lets it live at the second that HOPSO_TEST_TIME names, so that
 * what it makes was made then. Not loaded into anything of ours. */

#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

static time_t
read_time (void)
{
  const char *text = getenv ("HOPSO_TEST_TIME");

  return text != NULL ? (time_t) strtoll (text, NULL, 10) : 0;
}

time_t
time (time_t *place)
{
  time_t now = read_time ();

  if (place != NULL)
    *place = now;
  return now;
}

int
gettimeofday (struct timeval *restrict now, void *restrict zone)
{
  now->tv_sec = read_time ();
  now->tv_usec = 0;
  return 0;
}
