/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The inspecting process itself, which also answers a probe on the descriptor 4. */

#include "hopso-inspect-process.h"
#include "hopso-test-probe.h"

int
main (void)
{
  hopso_test_probe_install (4);
  return hopso_inspect_process_run ();
}
