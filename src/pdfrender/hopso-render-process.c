/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The life of a drawing process: warm up, lock down while there is one thread, then answer on the
 * bus until the application hangs up. */

#include "hopso-render-process.h"

#include "hopso-pdf-bus.h"
#include "hopso-pdf-process.h"
#include "hopso-renderer.h"
#include "hopso-sandbox.h"
#include "hopso-warm-up.h"

#include <malloc.h>

#define MAX_ADDRESS_SPACE (G_GUINT64_CONSTANT (1024) * 1024 * 1024)

/**
 * hopso_render_process_begin:
 *
 * Loads and uses once what drawing needs.
 */
void
hopso_render_process_begin (void)
{
  /* A second arena would reserve a good part of the address space for GDBus's thread. */
  mallopt (M_ARENA_MAX, 1);
  hopso_pdf_process_begin ();
  hopso_warm_up ();
}

/**
 * hopso_render_process_serve:
 *
 * Locks the process and serves one document on HOPSO_PDF_BUS_FD.
 *
 * Returns: the exit status of the process
 */
int
hopso_render_process_serve (void)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) folders = hopso_warm_up_list_folders ();
  const HopsoSandboxPolicy policy = { (const char *const *) folders, MAX_ADDRESS_SPACE };

  if (!hopso_sandbox_enter (&policy, &error))
    return hopso_pdf_process_fail (error);
  hopso_pdf_process_silence ();

  g_autoptr (HopsoRenderer) renderer = hopso_renderer_new ();
  if (!hopso_pdf_bus_serve (G_DBUS_INTERFACE_SKELETON (renderer), HOPSO_PDF_RENDER_PATH, &error))
    return hopso_pdf_process_fail (error);
  return 0;
}
