/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hopso-pdf-render: draws the pages of one document for the application that started it; or, with
 * the word --seed, makes processes that do. */

#include "hopso-hardening.h"
#include "hopso-render-process.h"
#include "hopso-render-seed.h"

int
main (int argc, char **argv)
{
  hopso_hardening_begin ();
  if (argc == 2 && g_str_equal (argv[1], "--seed"))
    return hopso_render_seed_run ();
  hopso_render_process_begin ();
  return hopso_render_process_serve ();
}
