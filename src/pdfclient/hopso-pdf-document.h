/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "hopso-frame.h"

G_BEGIN_DECLS

/**
 * HopsoPdfClientError:
 * @HOPSO_PDF_CLIENT_ERROR_ENCRYPTED: a password is needed
 * @HOPSO_PDF_CLIENT_ERROR_DAMAGED: not a PDF, or one that cannot be read
 * @HOPSO_PDF_CLIENT_ERROR_TIMED_OUT: the process did not answer in time and was killed
 * @HOPSO_PDF_CLIENT_ERROR_CRASHED: the process died, or could not be started
 * @HOPSO_PDF_CLIENT_ERROR_TOO_LARGE: over a limit
 * @HOPSO_PDF_CLIENT_ERROR_REFUSED: the request or the answer makes no sense
 * @HOPSO_PDF_CLIENT_ERROR_WRONG_PASSWORD: another password is needed
 */
typedef enum
{
  HOPSO_PDF_CLIENT_ERROR_ENCRYPTED,
  HOPSO_PDF_CLIENT_ERROR_DAMAGED,
  HOPSO_PDF_CLIENT_ERROR_TIMED_OUT,
  HOPSO_PDF_CLIENT_ERROR_CRASHED,
  HOPSO_PDF_CLIENT_ERROR_TOO_LARGE,
  HOPSO_PDF_CLIENT_ERROR_REFUSED,
  HOPSO_PDF_CLIENT_ERROR_WRONG_PASSWORD,
} HopsoPdfClientError;

#define HOPSO_PDF_CLIENT_ERROR (hopso_pdf_client_error_quark ())
GQuark hopso_pdf_client_error_quark (void);
const char *hopso_pdf_client_error_get_words (const GError *error);

/**
 * HopsoPdfPriority:
 * @HOPSO_PDF_PRIORITY_VISIBLE: on the screen now
 * @HOPSO_PDF_PRIORITY_PREVIEW: on the screen now, at few pixels, until the picture is there
 * @HOPSO_PDF_PRIORITY_NEIGHBOUR: probably on the screen next; first those in the direction of
 * travel
 * @HOPSO_PDF_PRIORITY_DETAILS: text, links and fields of what is on the screen
 * @HOPSO_PDF_PRIORITY_THUMBNAIL: can wait
 * @HOPSO_PDF_PRIORITY_PAPER: for a printer: can wait, and is not kept
 *
 * How soon something is done. What is visible has a process of its own, which does nothing else;
 * of the same priority, what was asked for first is done first.
 */
typedef enum
{
  HOPSO_PDF_PRIORITY_VISIBLE,
  HOPSO_PDF_PRIORITY_PREVIEW,
  HOPSO_PDF_PRIORITY_NEIGHBOUR,
  HOPSO_PDF_PRIORITY_DETAILS,
  HOPSO_PDF_PRIORITY_THUMBNAIL,
  HOPSO_PDF_PRIORITY_PAPER,
} HopsoPdfPriority;

/**
 * HopsoPdfView:
 * @page: counted from 0
 * @rotation: clockwise, on top of the page's own: 0, 90, 180 or 270
 * @part: which pixels of the turned page
 *
 * What is to be drawn. hopso_pdf_view_init() makes one of a whole page.
 */
typedef struct
{
  guint page;
  guint rotation;
  HopsoFramePart part;
} HopsoPdfView;

void hopso_pdf_view_init (HopsoPdfView *self, guint page, guint width_px, guint height_px);
gboolean hopso_pdf_view_equal (const HopsoPdfView *a, const HopsoPdfView *b);

#define HOPSO_TYPE_PDF_DOCUMENT (hopso_pdf_document_get_type ())
G_DECLARE_FINAL_TYPE (HopsoPdfDocument, hopso_pdf_document, HOPSO, PDF_DOCUMENT, GObject)

guint hopso_pdf_document_get_n_pages (HopsoPdfDocument *self);
void hopso_pdf_document_get_page_size (HopsoPdfDocument *self,
                                       guint page,
                                       double *width_pt,
                                       double *height_pt);
void hopso_pdf_document_load_sizes_async (HopsoPdfDocument *self,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
gboolean
hopso_pdf_document_load_sizes_finish (HopsoPdfDocument *self, GAsyncResult *result, GError **error);

void hopso_pdf_document_render_async (HopsoPdfDocument *self,
                                      const HopsoPdfView *view,
                                      HopsoPdfPriority priority,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
GBytes *hopso_pdf_document_render_finish (HopsoPdfDocument *self,
                                          GAsyncResult *result,
                                          gsize *stride,
                                          GError **error);
GBytes *hopso_pdf_document_get_cached (HopsoPdfDocument *self, const HopsoPdfView *view);
GBytes *hopso_pdf_document_get_cached_page (HopsoPdfDocument *self, guint page, HopsoPdfView *view);
void hopso_pdf_document_rest (HopsoPdfDocument *self);

G_END_DECLS
