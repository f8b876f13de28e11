/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What every program does first: its memory is nobody's to look at. No core dump is written, and
 * no other process of the same user may read or trace it. Root still may, and so may the kernel's
 * own ways to disk: swap and hibernation. Before the first thread. */

#include "hopso-hardening.h"

#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

/**
 * hopso_hardening_begin:
 *
 * Called once, at the start of main().
 */
void
hopso_hardening_begin (void)
{
  const struct rlimit none = { 0, 0 };

  /* Neither can fail: a limit may always be lowered. */
  (void) setrlimit (RLIMIT_CORE, &none);
  (void) prctl (PR_SET_DUMPABLE, 0, 0, 0, 0);
}

/**
 * hopso_hardening_wipe_stack:
 *
 * Wipes what calls that have returned left below the caller on the stack: libraries read bodies
 * and forms into buffers there. Called from near the main loop, where little is above.
 */
__attribute__ ((noinline)) void
hopso_hardening_wipe_stack (void)
{
  char below[64 * 1024];

  explicit_bzero (below, sizeof below);
}
