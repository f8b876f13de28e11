/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define HOPSO_TYPE_PDF_SEED (hopso_pdf_seed_get_type ())
G_DECLARE_FINAL_TYPE (HopsoPdfSeed, hopso_pdf_seed, HOPSO, PDF_SEED, GObject)

/**
 * HopsoPdfSeedFunc:
 * @process: its number, or 0 when there is none
 * @fd: (transfer full): of the process, or -1
 * @data: of the order
 *
 * Told once for each order.
 */
typedef void (*HopsoPdfSeedFunc) (int process, int fd, gpointer data);

HopsoPdfSeed *hopso_pdf_seed_start (const char *program);
gboolean hopso_pdf_seed_is_alive (HopsoPdfSeed *self);
gboolean hopso_pdf_seed_grow (HopsoPdfSeed *self,
                              int bus,
                              int niceness,
                              HopsoPdfSeedFunc func,
                              gpointer data,
                              GError **error);
void hopso_pdf_seed_stop (HopsoPdfSeed *self);

GSubprocess *hopso_pdf_spawn (const char *const *words, int type, int *here, GError **error);

G_END_DECLS
