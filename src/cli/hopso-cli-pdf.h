/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-fd.h"
#include "hopso-pdf-client.h"
#include "hopso-pdf-text.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * HopsoCliPdf:
 * @pages: (nullable): which pages, as typed
 * @by_label: whether they are named as the document names them
 * @as_json: whether to print JSON
 *
 * How a command reads a PDF document. Initialise it by %HOPSO_CLI_PDF_INIT, put
 * %HOPSO_CLI_PDF_ENTRIES among the command's options, and clear it by g_auto.
 */
typedef struct
{
  char *password_file;   /* owned, nullable */
  HopsoSecret *password; /* owned, nullable: it is known already */
  char *pages;           /* owned, nullable */
  int password_fd;
  gboolean by_label;
  gboolean as_json;
  HopsoPdfClient *client;     /* owned, nullable until opened */
  HopsoPdfDocument *document; /* owned, nullable until opened */
} HopsoCliPdf;

#define HOPSO_CLI_PDF_INIT \
  { \
    .password_fd = -1 \
  }

#define HOPSO_CLI_PDF_PAGE_ENTRIES(options) \
  { "page", \
    'p', \
    0, \
    G_OPTION_ARG_STRING, \
    &(options).pages, \
    N_ ("Which pages, from 1: 2 or 1-3,7 or 5-"), \
    N_ ("PAGES") }, \
  { \
    "labels", 0, 0, G_OPTION_ARG_NONE, &(options).by_label, \
        N_ ("Pages are called as the document calls them"), NULL \
  }

#define HOPSO_CLI_PDF_ENTRIES(options) \
  { "password-file", \
    0, \
    0, \
    G_OPTION_ARG_FILENAME, \
    &(options).password_file, \
    N_ ("File that holds the document’s password"), \
    N_ ("FILE") }, \
  { \
    "password-fd", 0, 0, G_OPTION_ARG_INT, &(options).password_fd, \
        N_ ("Descriptor to read the document’s password from"), N_ ("NUMBER") \
  }

HopsoFd hopso_cli_open_file (const char *path, GError **error);
gboolean hopso_cli_pdf_open (HopsoCliPdf *self, const char *path, GError **error);
gboolean hopso_cli_pdf_load_sizes (HopsoCliPdf *self, GError **error);
GArray *hopso_cli_pdf_list_pages (HopsoCliPdf *self, GError **error);
char **hopso_cli_pdf_dup_labels (HopsoCliPdf *self, GError **error);
void hopso_cli_pdf_add_box (JsonBuilder *builder, const HopsoPdfBox *box);
int hopso_cli_pdf_fail (const GError *error);
void hopso_cli_pdf_clear (HopsoCliPdf *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HopsoCliPdf, hopso_cli_pdf_clear)

G_END_DECLS
