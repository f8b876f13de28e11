/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is asked of a document besides pictures, each in one question to a process; what takes
 * several is in hopso-pdf-reading-all.c. Answers are taken apart elsewhere. Lives on the client's
 * thread. */

#include "hopso-pdf-reading.h"

#include "hopso-pdf-document-private.h"

/**
 * Asker:
 *
 * Who wants to know, and by which function.
 */
typedef struct
{
  HopsoPdfDocument *document;
  GCancellable *cancellable;
  GAsyncReadyCallback callback;
  gpointer user_data;
  gpointer tag;
} Asker;

static GTask *
task_new (const Asker *asker)
{
  GTask *task = g_task_new (asker->document, asker->cancellable, asker->callback, asker->user_data);

  g_task_set_source_tag (task, asker->tag);
  return task;
}

/* Asks something of one page, whose number becomes the task's data. */
static void
ask_page (const Asker *asker, const HopsoPdfQuestion *question, guint lane, guint page)
{
  const HopsoPdfWish wish = {
    .lane = lane, .question = question, .arguments = g_variant_new ("(u)", page), .fd = -1
  };
  GTask *task = task_new (asker);

  g_task_set_task_data (task, GUINT_TO_POINTER (page), NULL);
  if (page < asker->document->n_pages)
    hopso_pdf_document_ask (asker->document, &wish, task);
  else
    {
      g_variant_unref (g_variant_ref_sink (wish.arguments));
      hopso_pdf_document_refuse (task);
    }
}

/* Asks something of the document; takes floating arguments. */
static void
ask (const Asker *asker, const HopsoPdfQuestion *question, GVariant *arguments)
{
  const HopsoPdfWish wish = {
    .lane = HOPSO_PDF_PRIORITY_DETAILS,
    .generation = asker->document->generation,
    .question = question,
    .arguments = arguments,
    .fd = -1,
  };

  hopso_pdf_document_ask (asker->document, &wish, task_new (asker));
}

/* (transfer full) (nullable): what the process said. */
static GVariant *
take (HopsoPdfDocument *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* What it said of a page, and how large this is. */
static GVariant *
take_of_page (
    HopsoPdfDocument *self, GAsyncResult *result, double *width, double *height, GError **error)
{
  GVariant *reply = take (self, result, error);

  if (reply != NULL)
    hopso_pdf_document_get_page_size (
        self, GPOINTER_TO_UINT (g_task_get_task_data (G_TASK (result))), width, height);
  return reply;
}

/**
 * hopso_pdf_document_text_async:
 * @page: counted from 0
 * @cancellable: (nullable): when it is not wanted any more
 * @callback: when there is an answer
 * @user_data: for @callback
 *
 * Reads the text of a page, after everything else.
 */
void
hopso_pdf_document_text_async (HopsoPdfDocument *self,
                               guint page,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  static const HopsoPdfQuestion question = { "Text", "(s)" };

  g_return_if_fail (HOPSO_IS_PDF_DOCUMENT (self));

  const Asker asker = { self, cancellable, callback, user_data, hopso_pdf_document_text_async };
  ask_page (&asker, &question, HOPSO_PDF_LANE_TEXT, page);
}

/**
 * hopso_pdf_document_text_finish:
 * @result: what the callback was given
 * @error: of %HOPSO_PDF_CLIENT_ERROR, or cancelled
 *
 * Returns: (transfer full): UTF-8, lines ended by line feeds; or %NULL with @error
 */
char *
hopso_pdf_document_text_finish (HopsoPdfDocument *self, GAsyncResult *result, GError **error)
{
  g_autoptr (GVariant) reply = take (self, result, error);
  char *text = NULL;

  if (reply != NULL)
    g_variant_get (reply, "(s)", &text);
  return text;
}

/**
 * hopso_pdf_document_page_text_async:
 * @page: counted from 0
 * @cancellable: (nullable): when it is not wanted any more
 * @callback: when there is an answer
 * @user_data: for @callback
 *
 * Reads the text of a page and where each character stands.
 */
void
hopso_pdf_document_page_text_async (HopsoPdfDocument *self,
                                    guint page,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  static const HopsoPdfQuestion question = { "TextBoxes", "(sai)" };

  g_return_if_fail (HOPSO_IS_PDF_DOCUMENT (self));

  const Asker asker = { self, cancellable, callback, user_data,
                        hopso_pdf_document_page_text_async };
  ask_page (&asker, &question, HOPSO_PDF_PRIORITY_DETAILS, page);
}

/**
 * hopso_pdf_document_page_text_finish:
 * @result: what the callback was given
 * @error: of %HOPSO_PDF_CLIENT_ERROR, or cancelled
 *
 * Returns: (transfer full): the text
 */
HopsoPdfText *
hopso_pdf_document_page_text_finish (HopsoPdfDocument *self, GAsyncResult *result, GError **error)
{
  double width;
  double height;
  g_autoptr (GVariant) reply = take_of_page (self, result, &width, &height, error);

  return reply != NULL ? hopso_pdf_text_new_from_reply (reply, width, height, error) : NULL;
}

/**
 * hopso_pdf_document_links_async:
 * @page: counted from 0
 * @cancellable: (nullable): when it is not wanted any more
 * @callback: when there is an answer
 * @user_data: for @callback
 *
 * Asks what can be pressed on a page.
 */
void
hopso_pdf_document_links_async (HopsoPdfDocument *self,
                                guint page,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  static const HopsoPdfQuestion question = { "Links", "(a((iiii)(uuuuddds)))" };

  g_return_if_fail (HOPSO_IS_PDF_DOCUMENT (self));

  const Asker asker = { self, cancellable, callback, user_data, hopso_pdf_document_links_async };
  ask_page (&asker, &question, HOPSO_PDF_PRIORITY_DETAILS, page);
}

/**
 * hopso_pdf_document_links_finish:
 * @result: what the callback was given
 * @error: of %HOPSO_PDF_CLIENT_ERROR, or cancelled
 *
 * Returns: (transfer full) (element-type HopsoPdfLink): the links
 */
GPtrArray *
hopso_pdf_document_links_finish (HopsoPdfDocument *self, GAsyncResult *result, GError **error)
{
  double width;
  double height;
  g_autoptr (GVariant) reply = take_of_page (self, result, &width, &height, error);

  return reply != NULL ? hopso_pdf_link_list_from_reply (reply, self->n_pages, width, height, error)
                       : NULL;
}

/**
 * hopso_pdf_document_pictures_async:
 * @page: counted from 0
 * @cancellable: (nullable): when it is not wanted any more
 * @callback: when there is an answer
 * @user_data: for @callback
 *
 * Asks where pictures stand on a page.
 */
void
hopso_pdf_document_pictures_async (HopsoPdfDocument *self,
                                   guint page,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  static const HopsoPdfQuestion question = { "Pictures", "(a(iiii))" };

  g_return_if_fail (HOPSO_IS_PDF_DOCUMENT (self));

  const Asker asker = { self, cancellable, callback, user_data, hopso_pdf_document_pictures_async };
  ask_page (&asker, &question, HOPSO_PDF_PRIORITY_DETAILS, page);
}

/**
 * hopso_pdf_document_pictures_finish:
 * @result: what the callback was given
 * @error: of %HOPSO_PDF_CLIENT_ERROR, or cancelled
 *
 * Returns: (transfer full) (element-type HopsoPdfBox): where they stand
 */
GArray *
hopso_pdf_document_pictures_finish (HopsoPdfDocument *self, GAsyncResult *result, GError **error)
{
  double width;
  double height;
  g_autoptr (GVariant) reply = take_of_page (self, result, &width, &height, error);

  return reply != NULL ? hopso_pdf_box_list_from_reply (reply, width, height, error) : NULL;
}

/**
 * hopso_pdf_document_fields_async:
 * @page: counted from 0
 * @cancellable: (nullable): when it is not wanted any more
 * @callback: when there is an answer
 * @user_data: for @callback
 *
 * Asks for the form fields of a page.
 */
void
hopso_pdf_document_fields_async (HopsoPdfDocument *self,
                                 guint page,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  static const HopsoPdfQuestion question = { "Fields", "(a(i(iiii)uuusssasau))" };

  g_return_if_fail (HOPSO_IS_PDF_DOCUMENT (self));

  const Asker asker = { self, cancellable, callback, user_data, hopso_pdf_document_fields_async };
  ask_page (&asker, &question, HOPSO_PDF_PRIORITY_DETAILS, page);
}

/**
 * hopso_pdf_document_fields_finish:
 * @result: what the callback was given
 * @error: of %HOPSO_PDF_CLIENT_ERROR, or cancelled
 *
 * Returns: (transfer full) (element-type HopsoPdfField): the fields
 */
GPtrArray *
hopso_pdf_document_fields_finish (HopsoPdfDocument *self, GAsyncResult *result, GError **error)
{
  double width;
  double height;
  g_autoptr (GVariant) reply = take_of_page (self, result, &width, &height, error);

  return reply != NULL ? hopso_pdf_field_list_from_reply (reply, width, height, error) : NULL;
}

/**
 * hopso_pdf_document_outline_async:
 * @cancellable: (nullable): when it is not wanted any more
 * @callback: when there is an answer
 * @user_data: for @callback
 *
 * Asks for the table of contents.
 */
void
hopso_pdf_document_outline_async (HopsoPdfDocument *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  static const HopsoPdfQuestion question = { "Outline", "(a(usb(uuuuddds)))" };

  g_return_if_fail (HOPSO_IS_PDF_DOCUMENT (self));

  const Asker asker = { self, cancellable, callback, user_data, hopso_pdf_document_outline_async };
  ask (&asker, &question, g_variant_new ("()"));
}

/**
 * hopso_pdf_document_outline_finish:
 * @result: what the callback was given
 * @error: of %HOPSO_PDF_CLIENT_ERROR, or cancelled
 *
 * Returns: (transfer full): a list of #HopsoPdfOutlineItem, empty when there is none
 */
GListModel *
hopso_pdf_document_outline_finish (HopsoPdfDocument *self, GAsyncResult *result, GError **error)
{
  g_autoptr (GVariant) reply = take (self, result, error);

  return reply != NULL ? hopso_pdf_outline_new_from_reply (reply, self->n_pages, error) : NULL;
}

/**
 * hopso_pdf_document_resolve_async:
 * @name: of a place
 * @cancellable: (nullable): when it is not wanted any more
 * @callback: when there is an answer
 * @user_data: for @callback
 *
 * Asks where a name leads. Links and the table of contents need no asking.
 */
void
hopso_pdf_document_resolve_async (HopsoPdfDocument *self,
                                  const char *name,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  static const HopsoPdfQuestion question = { "Resolve", "((uuuuddds))" };

  g_return_if_fail (HOPSO_IS_PDF_DOCUMENT (self));

  const Asker asker = { self, cancellable, callback, user_data, hopso_pdf_document_resolve_async };
  ask (&asker, &question, g_variant_new ("(s)", name));
}

/**
 * hopso_pdf_document_resolve_finish:
 * @result: what the callback was given
 * @error: of %HOPSO_PDF_CLIENT_ERROR, or cancelled
 *
 * Returns: (transfer full): the target; a refused one when there is no such name
 */
HopsoPdfTarget *
hopso_pdf_document_resolve_finish (HopsoPdfDocument *self, GAsyncResult *result, GError **error)
{
  g_autoptr (GVariant) reply = take (self, result, error);

  return reply != NULL ? hopso_pdf_target_new_from_reply (reply, self->n_pages, error) : NULL;
}

/**
 * hopso_pdf_document_attachments_async:
 * @cancellable: (nullable): when it is not wanted any more
 * @callback: when there is an answer
 * @user_data: for @callback
 *
 * Asks which files the document carries.
 */
void
hopso_pdf_document_attachments_async (HopsoPdfDocument *self,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  static const HopsoPdfQuestion question = { "Attachments", "(a(ssxxx))" };

  g_return_if_fail (HOPSO_IS_PDF_DOCUMENT (self));

  const Asker asker = { self, cancellable, callback, user_data,
                        hopso_pdf_document_attachments_async };
  ask (&asker, &question, g_variant_new ("()"));
}

/**
 * hopso_pdf_document_attachments_finish:
 * @result: what the callback was given
 * @error: of %HOPSO_PDF_CLIENT_ERROR, or cancelled
 *
 * Returns: (transfer full) (element-type HopsoPdfAttachment): the attachments
 */
GPtrArray *
hopso_pdf_document_attachments_finish (HopsoPdfDocument *self, GAsyncResult *result, GError **error)
{
  g_autoptr (GVariant) reply = take (self, result, error);

  return reply != NULL ? hopso_pdf_attachment_list_from_reply (reply, error) : NULL;
}

/**
 * hopso_pdf_document_layers_async:
 * @cancellable: (nullable): when it is not wanted any more
 * @callback: when there is an answer
 * @user_data: for @callback
 *
 * Asks what can be shown or hidden.
 */
void
hopso_pdf_document_layers_async (HopsoPdfDocument *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  static const HopsoPdfQuestion question = { "Layers", "(a(usbbu))" };

  g_return_if_fail (HOPSO_IS_PDF_DOCUMENT (self));

  const Asker asker = { self, cancellable, callback, user_data, hopso_pdf_document_layers_async };
  ask (&asker, &question, g_variant_new ("()"));
}

/**
 * hopso_pdf_document_layers_finish:
 * @result: what the callback was given
 * @error: of %HOPSO_PDF_CLIENT_ERROR, or cancelled
 *
 * Returns: (transfer full) (element-type HopsoPdfLayer): the layers, each after its parent
 */
GPtrArray *
hopso_pdf_document_layers_finish (HopsoPdfDocument *self, GAsyncResult *result, GError **error)
{
  g_autoptr (GVariant) reply = take (self, result, error);

  return reply != NULL ? hopso_pdf_layer_list_from_reply (reply, error) : NULL;
}

/**
 * hopso_pdf_document_properties_async:
 * @cancellable: (nullable): when it is not wanted any more
 * @callback: when there is an answer
 * @user_data: for @callback
 *
 * Asks what the document says of itself.
 */
void
hopso_pdf_document_properties_async (HopsoPdfDocument *self,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  static const HopsoPdfQuestion question = { "Properties", "(a{sv})" };

  g_return_if_fail (HOPSO_IS_PDF_DOCUMENT (self));

  const Asker asker = { self, cancellable, callback, user_data,
                        hopso_pdf_document_properties_async };
  ask (&asker, &question, g_variant_new ("()"));
}

/**
 * hopso_pdf_document_properties_finish:
 * @result: what the callback was given
 * @error: of %HOPSO_PDF_CLIENT_ERROR, or cancelled
 *
 * Returns: (transfer full): the properties
 */
HopsoPdfProperties *
hopso_pdf_document_properties_finish (HopsoPdfDocument *self, GAsyncResult *result, GError **error)
{
  g_autoptr (GVariant) reply = take (self, result, error);

  return reply != NULL ? hopso_pdf_properties_from_reply (reply, error) : NULL;
}
