/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hopso-pdf-render: draws the pages of one document for the application that started it; or, with
 * the word --seed, makes processes that do. */

#include "hopso-hardening.h"
#include "hopso-pdf-growth.h"
#include "hopso-render-process.h"

int
main (int argc, char **argv)
{
  hopso_hardening_begin ();
  hopso_render_process_begin ();
  if (hopso_pdf_growth_is_asked_for (argc, argv))
    return hopso_pdf_growth_run (hopso_render_process_serve);
  return hopso_render_process_serve ();
}
