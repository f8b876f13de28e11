/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading out what is selected in a HopsoPageView, page by page, and copying it. Main thread; the
 * text comes from the drawing process. */

#include "hopso-page-view-private.h"

/* No more text than this is copied, whatever a document claims to contain. */
#define MAX_TEXT ((gsize) 64 * 1024 * 1024)

typedef struct
{
  HopsoPdfDocument *document; /* owned */
  HopsoPageSelection selection;
  guint page;
  guint last;
  GString *text; /* owned */
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_object_unref (reading->document);
  g_string_free (reading->text, TRUE);
  g_free (reading);
}

static void read_page (GTask *task);

static void
page_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Reading *reading = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfText) page =
      hopso_pdf_document_page_text_finish (HOPSO_PDF_DOCUMENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  /* A page that cannot be read has no text; the others do. */
  if (page != NULL)
    {
      g_autoptr (HopsoPageText) text = hopso_page_text_new (page);
      g_autofree char *part =
          hopso_page_selection_dup_text (&reading->selection, reading->page, text);

      if (reading->text->len > 0 && reading->text->str[reading->text->len - 1] != '\n')
        g_string_append_c (reading->text, '\n');
      g_string_append (reading->text, part);
    }
  if (reading->page >= reading->last || reading->text->len > MAX_TEXT)
    {
      g_task_return_pointer (task, g_strdup (reading->text->str), g_free);
      return;
    }
  reading->page++;
  read_page (g_steal_pointer (&task));
}

/* Takes the task. */
static void
read_page (GTask *task)
{
  Reading *reading = g_task_get_task_data (task);

  hopso_pdf_document_page_text_async (reading->document, reading->page,
                                      g_task_get_cancellable (task), page_cb, task);
}

/**
 * hopso_page_view_read_selection_async:
 * @cancellable: (nullable): when it is not wanted any more
 * @callback: when it has been read
 * @user_data: for @callback
 *
 * Reads the selected text as it is copied: paragraphs are lines.
 */
void
hopso_page_view_read_selection_async (HopsoPageView *self,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  GTask *task;
  Reading *reading;

  g_return_if_fail (HOPSO_IS_PAGE_VIEW (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hopso_page_view_read_selection_async);
  if (self->document == NULL || !self->selection.is_set)
    {
      g_task_return_pointer (task, g_strdup (""), g_free);
      g_object_unref (task);
      return;
    }
  reading = g_new0 (Reading, 1);
  reading->document = g_object_ref (self->document);
  reading->selection = self->selection;
  reading->text = g_string_new (NULL);
  hopso_page_selection_get_pages (&self->selection, &reading->page, &reading->last);
  g_task_set_task_data (task, reading, reading_free);
  read_page (task);
}

/**
 * hopso_page_view_read_selection_finish:
 * @result: what the callback was given
 * @error: only when it was cancelled
 *
 * Returns: (transfer full): the text, empty when nothing is selected
 */
char *
hopso_page_view_read_selection_finish (HopsoPageView *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HopsoPageView *self = HOPSO_PAGE_VIEW (source);
  g_autofree char *text = hopso_page_view_read_selection_finish (self, result, NULL);

  if (text != NULL && *text != '\0')
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

/**
 * hopso_page_view_copy:
 *
 * Copies the selected text to the clipboard, once it has been read.
 */
void
hopso_page_view_copy (HopsoPageView *self)
{
  g_return_if_fail (HOPSO_IS_PAGE_VIEW (self));

  if (self->selection.is_set)
    hopso_page_view_read_selection_async (self, NULL, copied_cb, NULL);
}
