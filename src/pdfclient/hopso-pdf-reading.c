/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is asked of a document besides pictures, each in one question to a process; what takes
 * several is in hopso-pdf-reading-all.c. Answers are taken apart elsewhere. Lives on the client's
 * thread. */

#include "hopso-pdf-reading.h"

#include "hopso-pdf-document-private.h"

static GTask *
task_new (HopsoPdfDocument *self,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer user_data,
          gpointer tag)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  return task;
}

/* Asks something of one page; takes the task, whose data becomes the page's number. */
static void
ask_page (
    HopsoPdfDocument *self, const HopsoPdfQuestion *question, guint lane, guint page, GTask *task)
{
  const HopsoPdfWish wish = {
    .lane = lane, .question = question, .arguments = g_variant_new ("(u)", page), .fd = -1
  };

  g_task_set_task_data (task, GUINT_TO_POINTER (page), NULL);
  if (page < self->n_pages)
    hopso_pdf_document_ask (self, &wish, task);
  else
    {
      g_variant_unref (g_variant_ref_sink (wish.arguments));
      hopso_pdf_document_refuse (task);
    }
}

/* Asks something of the document; takes the task and floating arguments. */
static void
ask (HopsoPdfDocument *self, const HopsoPdfQuestion *question, GVariant *arguments, GTask *task)
{
  const HopsoPdfWish wish = {
    .lane = HOPSO_PDF_PRIORITY_DETAILS,
    .generation = self->generation,
    .question = question,
    .arguments = arguments,
    .fd = -1,
  };

  hopso_pdf_document_ask (self, &wish, task);
}

static void
get_size (HopsoPdfDocument *self, GAsyncResult *result, double *width, double *height)
{
  const guint page = GPOINTER_TO_UINT (g_task_get_task_data (G_TASK (result)));

  hopso_pdf_document_get_page_size (self, page, width, height);
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

  ask_page (self, &question, HOPSO_PDF_LANE_TEXT, page,
            task_new (self, cancellable, callback, user_data, hopso_pdf_document_text_async));
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
  char *text = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  g_autoptr (GVariant) reply = g_task_propagate_pointer (G_TASK (result), error);
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

  ask_page (self, &question, HOPSO_PDF_PRIORITY_DETAILS, page,
            task_new (self, cancellable, callback, user_data, hopso_pdf_document_page_text_async));
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

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  g_autoptr (GVariant) reply = g_task_propagate_pointer (G_TASK (result), error);
  if (reply == NULL)
    return NULL;
  get_size (self, result, &width, &height);
  return hopso_pdf_text_new_from_reply (reply, width, height, error);
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

  ask_page (self, &question, HOPSO_PDF_PRIORITY_DETAILS, page,
            task_new (self, cancellable, callback, user_data, hopso_pdf_document_links_async));
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

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  g_autoptr (GVariant) reply = g_task_propagate_pointer (G_TASK (result), error);
  if (reply == NULL)
    return NULL;
  get_size (self, result, &width, &height);
  return hopso_pdf_link_list_from_reply (reply, self->n_pages, width, height, error);
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

  ask_page (self, &question, HOPSO_PDF_PRIORITY_DETAILS, page,
            task_new (self, cancellable, callback, user_data, hopso_pdf_document_pictures_async));
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

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  g_autoptr (GVariant) reply = g_task_propagate_pointer (G_TASK (result), error);
  if (reply == NULL)
    return NULL;
  get_size (self, result, &width, &height);
  return hopso_pdf_box_list_from_reply (reply, width, height, error);
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

  ask_page (self, &question, HOPSO_PDF_PRIORITY_DETAILS, page,
            task_new (self, cancellable, callback, user_data, hopso_pdf_document_fields_async));
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

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  g_autoptr (GVariant) reply = g_task_propagate_pointer (G_TASK (result), error);
  if (reply == NULL)
    return NULL;
  get_size (self, result, &width, &height);
  return hopso_pdf_field_list_from_reply (reply, width, height, error);
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

  ask (self, &question, g_variant_new ("()"),
       task_new (self, cancellable, callback, user_data, hopso_pdf_document_outline_async));
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
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  g_autoptr (GVariant) reply = g_task_propagate_pointer (G_TASK (result), error);
  if (reply == NULL)
    return NULL;
  return hopso_pdf_outline_new_from_reply (reply, self->n_pages, error);
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

  ask (self, &question, g_variant_new ("(s)", name),
       task_new (self, cancellable, callback, user_data, hopso_pdf_document_resolve_async));
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
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  g_autoptr (GVariant) reply = g_task_propagate_pointer (G_TASK (result), error);
  if (reply == NULL)
    return NULL;
  return hopso_pdf_target_new_from_reply (reply, self->n_pages, error);
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

  ask (self, &question, g_variant_new ("()"),
       task_new (self, cancellable, callback, user_data, hopso_pdf_document_attachments_async));
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
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  g_autoptr (GVariant) reply = g_task_propagate_pointer (G_TASK (result), error);
  if (reply == NULL)
    return NULL;
  return hopso_pdf_attachment_list_from_reply (reply, error);
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

  ask (self, &question, g_variant_new ("()"),
       task_new (self, cancellable, callback, user_data, hopso_pdf_document_layers_async));
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
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  g_autoptr (GVariant) reply = g_task_propagate_pointer (G_TASK (result), error);
  if (reply == NULL)
    return NULL;
  return hopso_pdf_layer_list_from_reply (reply, error);
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

  ask (self, &question, g_variant_new ("()"),
       task_new (self, cancellable, callback, user_data, hopso_pdf_document_properties_async));
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
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  g_autoptr (GVariant) reply = g_task_propagate_pointer (G_TASK (result), error);
  if (reply == NULL)
    return NULL;
  return hopso_pdf_properties_from_reply (reply, error);
}
