/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-test-attempt.h"

#include <signal.h>
#include <stdatomic.h>

/* What the asking process and the asked one share. */

#define HOPSO_TEST_PROBE_VARIABLE "HOPSO_TEST_PROBE"

/* The C library uses the first real-time signals itself. */
#define HOPSO_TEST_PROBE_SIGNAL (SIGRTMIN + 7)

#define HOPSO_TEST_MAX_THREADS 16u

typedef struct
{
  atomic_uint done; /* how many threads have answered; a futex */
  pid_t asker;
  guint fatal_row; /* 0: all rows that are survived; or one row, plus 1 */
  int is_dumpable; /* what the kernel tells the process of itself; -1: nothing */
  int death_signal;
  guint n_open;        /* descriptors */
  guint64 standard[3]; /* the devices that the standard descriptors are */
  char names[HOPSO_TEST_MAX_THREADS][17];
  int results[HOPSO_TEST_MAX_THREADS][HOPSO_TEST_MAX_ATTEMPTS]; /* errno, or 0 for success */
} HopsoTestProbeArea;
