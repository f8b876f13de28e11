/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-fd.h"
#include "hopso-pdf-client.h"

G_BEGIN_DECLS

/**
 * HopsoCliPdf:
 * @password_file: (nullable): what holds the password
 *
 * How a command reads a PDF document.
 */
typedef struct
{
  char *password_file; /* owned, nullable: set by the option */
  HopsoPdfClient *client;
  HopsoPdfDocument *document;
} HopsoCliPdf;

HopsoFd hopso_cli_open_file (const char *path, GError **error);
gboolean hopso_cli_pdf_open (HopsoCliPdf *self, const char *path, GError **error);
int hopso_cli_pdf_fail (const GError *error);
void hopso_cli_pdf_clear (HopsoCliPdf *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HopsoCliPdf, hopso_cli_pdf_clear)

G_END_DECLS
