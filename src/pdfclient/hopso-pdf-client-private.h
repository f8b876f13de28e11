/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-page-cache.h"
#include "hopso-pdf-client.h"
#include "hopso-pdf-slot-private.h"
#include "hopso-pdf-worker-private.h"

#include <gio/gunixfdlist.h>

G_BEGIN_DECLS

HopsoPdfClient *hopso_pdf_client_new_with_deadline (guint deadline_ms);
gboolean hopso_pdf_client_is_background (HopsoPdfClient *self);
HopsoPdfWorker *hopso_pdf_client_take_renderer (HopsoPdfClient *self);
void hopso_pdf_client_refill (HopsoPdfClient *self);
HopsoPdfSlot *hopso_pdf_client_take_slot (HopsoPdfClient *self, gsize size, GError **error);
HopsoPageCache *hopso_pdf_client_get_cache (HopsoPdfClient *self);

void hopso_pdf_document_new_async (HopsoPdfClient *client,
                                   int fd,
                                   const char *password,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
HopsoPdfDocument *hopso_pdf_document_new_finish (GAsyncResult *result, GError **error);
int hopso_pdf_document_get_process (HopsoPdfDocument *self);

void hopso_pdf_client_ask_inspector (HopsoPdfClient *self,
                                     const char *method,
                                     GVariant *parameters,
                                     GUnixFDList *fds,
                                     const char *reply,
                                     GTask *task);

int hopso_pdf_reopen (int fd, GError **error);

G_END_DECLS
