/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sys/types.h>

G_BEGIN_DECLS

/**
 * HopsoTestExpected:
 * @HOPSO_TEST_REFUSED: EPERM from the filter of calls, or EACCES from Landlock
 * @HOPSO_TEST_MISSING: ENOSYS, so that the C library takes another way
 * @HOPSO_TEST_FATAL: the whole process is killed: no honest library tries this
 */
typedef enum
{
  HOPSO_TEST_REFUSED,
  HOPSO_TEST_MISSING,
  HOPSO_TEST_FATAL,
} HopsoTestExpected;

/**
 * HopsoTestAttempt:
 * @group: what kind of harm
 * @name: what is tried
 * @call: the kernel's number of the call
 * @arguments: of the call; such that nothing is harmed if it is allowed
 * @expected: in a locked process
 * @only_locked: an open process is not to try it, since it would take harm
 */
typedef struct
{
  const char *group;
  const char *name;
  long call;
  long arguments[6];
  HopsoTestExpected expected;
  gboolean only_locked;
} HopsoTestAttempt;

/* More than there are. */
#define HOPSO_TEST_MAX_ATTEMPTS 256u

extern const HopsoTestAttempt hopso_test_attempts[];
extern const guint hopso_test_n_attempts;

int hopso_test_attempt (guint attempt, pid_t asker);
const char *hopso_test_attempt_say (HopsoTestExpected expected);
char *hopso_test_attempt_to_markdown (void);

G_END_DECLS
