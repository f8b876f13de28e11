/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hopso-pdf-inspect: reports the structure of one document, or prepares its signature, for the
 * application that started it; or, with the word --seed, makes processes that do. */

#include "hopso-hardening.h"
#include "hopso-inspect-process.h"

int
main (int argc, char **argv)
{
  hopso_hardening_begin ();
  return hopso_inspect_process_run (argc, argv);
}
