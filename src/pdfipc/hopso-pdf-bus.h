/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-secret.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define HOPSO_PDF_RENDER_PATH  "/vn/hopso/PdfRender"
#define HOPSO_PDF_INSPECT_PATH "/vn/hopso/PdfInspect"

/* Where a PDF process finds its end of the bus. */
#define HOPSO_PDF_BUS_FD 3

/**
 * HopsoPdfBusError:
 * @HOPSO_PDF_BUS_ERROR_ENCRYPTED: the document needs a password
 * @HOPSO_PDF_BUS_ERROR_DAMAGED: the document cannot be read
 * @HOPSO_PDF_BUS_ERROR_TOO_LARGE: more than a limit allows
 * @HOPSO_PDF_BUS_ERROR_UNSUPPORTED: sound, but nothing we can work with
 * @HOPSO_PDF_BUS_ERROR_REFUSED: the request makes no sense
 * @HOPSO_PDF_BUS_ERROR_WRONG_PASSWORD: the document needs another password
 *
 * What a PDF process answers instead of a result. Carried over the bus by name.
 */
typedef enum
{
  HOPSO_PDF_BUS_ERROR_ENCRYPTED,
  HOPSO_PDF_BUS_ERROR_DAMAGED,
  HOPSO_PDF_BUS_ERROR_TOO_LARGE,
  HOPSO_PDF_BUS_ERROR_UNSUPPORTED,
  HOPSO_PDF_BUS_ERROR_REFUSED,
  HOPSO_PDF_BUS_ERROR_WRONG_PASSWORD,
} HopsoPdfBusError;

#define HOPSO_PDF_BUS_ERROR (hopso_pdf_bus_error_quark ())
GQuark hopso_pdf_bus_error_quark (void);

void hopso_pdf_bus_connect_async (int fd,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
GDBusConnection *hopso_pdf_bus_connect_finish (GAsyncResult *result, GError **error);
gboolean hopso_pdf_bus_serve (GDBusInterfaceSkeleton *skeleton, const char *path, GError **error);
int hopso_pdf_bus_take_fd (GUnixFDList *fds, GVariant *handle, GError **error);
HopsoSecret *hopso_pdf_bus_take_password (GUnixFDList *fds, GVariant *handles);
GVariant *hopso_pdf_bus_add_password (GUnixFDList *fds, const char *password);

G_END_DECLS
