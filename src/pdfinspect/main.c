/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hopso-pdf-inspect: reports the structure of one document, or prepares its signature, for the
 * application that started it. */

#include "hopso-hardening.h"
#include "hopso-inspect-process.h"

int
main (void)
{
  hopso_hardening_begin ();
  return hopso_inspect_process_run ();
}
