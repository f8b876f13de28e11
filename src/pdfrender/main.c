/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hopso-pdf-render: draws the pages of one document for the application that started it. */

#include "hopso-hardening.h"
#include "hopso-render-process.h"

int
main (void)
{
  hopso_hardening_begin ();
  return hopso_render_process_run ();
}
