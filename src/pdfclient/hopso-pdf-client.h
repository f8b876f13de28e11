/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "hopso-pdf-document.h"
#include "hopso-secret.h"

G_BEGIN_DECLS

#define HOPSO_TYPE_PDF_CLIENT (hopso_pdf_client_get_type ())
G_DECLARE_FINAL_TYPE (HopsoPdfClient, hopso_pdf_client, HOPSO, PDF_CLIENT, GObject)

/**
 * HopsoPdfPreparedUpdate:
 * @fd: a sealed memory file with the bytes to append
 * @byte_range: what the signature will cover, in bytes of the whole new file
 * @hole_offset: where the hole for the signature starts in the whole new file
 * @hole_size: how many bytes it has
 *
 * What an inspector says has to be appended. Not believed before hopso_pdf_check_update().
 */
typedef struct
{
  int fd; /* owned */
  guint64 byte_range[4];
  guint64 hole_offset;
  gsize hole_size;
} HopsoPdfPreparedUpdate;

/**
 * HopsoPdfOriginal:
 * @fd: a document; may be closed after it was handed over
 * @password: (nullable): of a protected one
 *
 * A document for an inspector, and what opens it. Members are borrowed.
 */
typedef struct
{
  int fd;
  HopsoSecret *password;
} HopsoPdfOriginal;

void hopso_pdf_prepared_update_free (HopsoPdfPreparedUpdate *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoPdfPreparedUpdate, hopso_pdf_prepared_update_free)

HopsoPdfClient *hopso_pdf_client_new (void);
HopsoPdfClient *hopso_pdf_client_new_inspecting (guint n_expected);
HopsoPdfClient *hopso_pdf_client_new_background (void);

void hopso_pdf_client_open_async (HopsoPdfClient *self,
                                  int fd,
                                  const char *password,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
HopsoPdfDocument *
hopso_pdf_client_open_finish (HopsoPdfClient *self, GAsyncResult *result, GError **error);

void hopso_pdf_client_inspect_async (HopsoPdfClient *self,
                                     const HopsoPdfOriginal *original,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
GVariant *
hopso_pdf_client_inspect_finish (HopsoPdfClient *self, GAsyncResult *result, GError **error);

void hopso_pdf_client_prepare_signature_async (HopsoPdfClient *self,
                                               const HopsoPdfOriginal *original,
                                               int mark_fd,
                                               GVariant *parameters,
                                               GCancellable *cancellable,
                                               GAsyncReadyCallback callback,
                                               gpointer user_data);
HopsoPdfPreparedUpdate *hopso_pdf_client_prepare_signature_finish (HopsoPdfClient *self,
                                                                   GAsyncResult *result,
                                                                   GError **error);

void hopso_pdf_client_read_form_async (HopsoPdfClient *self,
                                       int fd,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
GVariant *
hopso_pdf_client_read_form_finish (HopsoPdfClient *self, GAsyncResult *result, GError **error);

void hopso_pdf_client_prepare_evidence_async (HopsoPdfClient *self,
                                              const HopsoPdfOriginal *original,
                                              GVariant *evidence,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback,
                                              gpointer user_data);
GBytes *hopso_pdf_client_prepare_evidence_finish (HopsoPdfClient *self,
                                                  GAsyncResult *result,
                                                  GError **error);

void hopso_pdf_client_prepare_filling_async (HopsoPdfClient *self,
                                             int fd,
                                             int looks_fd,
                                             GVariant *values,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data);
GBytes *hopso_pdf_client_prepare_filling_finish (HopsoPdfClient *self,
                                                 GAsyncResult *result,
                                                 GError **error);

void hopso_pdf_client_prepare_reservation_async (HopsoPdfClient *self,
                                                 const HopsoPdfOriginal *original,
                                                 GVariant *places,
                                                 GCancellable *cancellable,
                                                 GAsyncReadyCallback callback,
                                                 gpointer user_data);
GBytes *hopso_pdf_client_prepare_reservation_finish (HopsoPdfClient *self,
                                                     GAsyncResult *result,
                                                     GError **error);

void hopso_pdf_client_set_cache_budget (HopsoPdfClient *self, gsize bytes);

G_END_DECLS
