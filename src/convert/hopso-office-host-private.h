/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the process says: bytes up to 100 are per cent of the step, and how it ends. */

#define HOPSO_OFFICE_OUTPUT "out.pdf"

#define HOPSO_OFFICE_LOADING 101
#define HOPSO_OFFICE_WRITING 102

typedef enum
{
  HOPSO_OFFICE_DONE = 0,
  HOPSO_OFFICE_BROKEN = 10,
  HOPSO_OFFICE_PROTECTED = 11,
  HOPSO_OFFICE_FAILED = 12, /* the lock or the library */
} HopsoOfficeExit;
