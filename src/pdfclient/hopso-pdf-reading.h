/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-document.h"
#include "hopso-pdf-facts.h"
#include "hopso-pdf-field.h"
#include "hopso-pdf-outline.h"
#include "hopso-pdf-target.h"
#include "hopso-pdf-text.h"

G_BEGIN_DECLS

/* What can be asked of a document besides pictures. Nothing of it delays what is visible. */

void hopso_pdf_document_text_async (HopsoPdfDocument *self,
                                    guint page,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
char *hopso_pdf_document_text_finish (HopsoPdfDocument *self, GAsyncResult *result, GError **error);

void hopso_pdf_document_page_text_async (HopsoPdfDocument *self,
                                         guint page,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
HopsoPdfText *
hopso_pdf_document_page_text_finish (HopsoPdfDocument *self, GAsyncResult *result, GError **error);

void hopso_pdf_document_links_async (HopsoPdfDocument *self,
                                     guint page,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
GPtrArray *
hopso_pdf_document_links_finish (HopsoPdfDocument *self, GAsyncResult *result, GError **error);

void hopso_pdf_document_pictures_async (HopsoPdfDocument *self,
                                        guint page,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
GArray *
hopso_pdf_document_pictures_finish (HopsoPdfDocument *self, GAsyncResult *result, GError **error);

void hopso_pdf_document_fields_async (HopsoPdfDocument *self,
                                      guint page,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
GPtrArray *
hopso_pdf_document_fields_finish (HopsoPdfDocument *self, GAsyncResult *result, GError **error);

void hopso_pdf_document_outline_async (HopsoPdfDocument *self,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
GListModel *
hopso_pdf_document_outline_finish (HopsoPdfDocument *self, GAsyncResult *result, GError **error);

void hopso_pdf_document_resolve_async (HopsoPdfDocument *self,
                                       const char *name,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
HopsoPdfTarget *
hopso_pdf_document_resolve_finish (HopsoPdfDocument *self, GAsyncResult *result, GError **error);

void hopso_pdf_document_labels_async (HopsoPdfDocument *self,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
char **
hopso_pdf_document_labels_finish (HopsoPdfDocument *self, GAsyncResult *result, GError **error);

void hopso_pdf_document_attachments_async (HopsoPdfDocument *self,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
GPtrArray *hopso_pdf_document_attachments_finish (HopsoPdfDocument *self,
                                                  GAsyncResult *result,
                                                  GError **error);

void hopso_pdf_document_save_attachment_async (HopsoPdfDocument *self,
                                               guint index,
                                               int fd,
                                               GCancellable *cancellable,
                                               GAsyncReadyCallback callback,
                                               gpointer user_data);
gboolean hopso_pdf_document_save_attachment_finish (HopsoPdfDocument *self,
                                                    GAsyncResult *result,
                                                    GError **error);

void hopso_pdf_document_layers_async (HopsoPdfDocument *self,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
GPtrArray *
hopso_pdf_document_layers_finish (HopsoPdfDocument *self, GAsyncResult *result, GError **error);
void hopso_pdf_document_set_layer (HopsoPdfDocument *self, guint index, gboolean is_shown);

void hopso_pdf_document_properties_async (HopsoPdfDocument *self,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
HopsoPdfProperties *
hopso_pdf_document_properties_finish (HopsoPdfDocument *self, GAsyncResult *result, GError **error);

/**
 * HopsoPdfFontsProgress:
 * @fonts: (element-type HopsoPdfFont): those of the pages that were looked at
 * @n_pages: how many these are
 * @user_data: what was given
 *
 * Told as fonts are found.
 */
typedef void (*HopsoPdfFontsProgress) (GPtrArray *fonts, guint n_pages, gpointer user_data);

void hopso_pdf_document_fonts_async (HopsoPdfDocument *self,
                                     HopsoPdfFontsProgress progress,
                                     gpointer progress_data,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
GPtrArray *
hopso_pdf_document_fonts_finish (HopsoPdfDocument *self, GAsyncResult *result, GError **error);

G_END_DECLS
