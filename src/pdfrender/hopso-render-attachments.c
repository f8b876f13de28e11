/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The files that a document carries: which there are, and the bytes of one, written into a pipe
 * from which the application reads. Nothing is opened or looked at here. Main thread of the drawing
 * process. */

#include "hopso-pdf-bus.h"
#include "hopso-render-facts.h"
#include "hopso-render-words.h"

#include <errno.h>
#include <unistd.h>

#define MAX_ATTACHMENTS 10000u

/* What a small document unpacks may be without end. */
#define MAX_BYTES (G_GUINT64_CONSTANT (1024) * 1024 * 1024)

static gint64
get_time (GDateTime *time)
{
  return time != NULL ? g_date_time_to_unix (time) : -1;
}

static void
free_attachments (GList *attachments)
{
  g_list_free_full (attachments, g_object_unref);
}

/**
 * hopso_render_attachments:
 *
 * Returns: (transfer floating): an `a(ssxxx)`
 */
GVariant *
hopso_render_attachments (PopplerDocument *document)
{
  GList *attachments = poppler_document_get_attachments (document);
  GVariantBuilder list;
  guint n = 0;

  g_variant_builder_init (&list, G_VARIANT_TYPE ("a(ssxxx)"));
  for (GList *link = attachments; link != NULL && n < MAX_ATTACHMENTS; link = link->next, n++)
    {
      PopplerAttachment *attachment = link->data;
      g_autofree char *name = hopso_render_words (poppler_attachment_get_name (attachment));
      g_autofree char *about = hopso_render_words (poppler_attachment_get_description (attachment));
      const gsize size = poppler_attachment_get_size (attachment);

      g_variant_builder_add (&list, "(ssxxx)", name, about,
                             size <= MAX_BYTES ? (gint64) size : (gint64) -1,
                             get_time (poppler_attachment_get_ctime (attachment)),
                             get_time (poppler_attachment_get_mtime (attachment)));
    }
  free_attachments (attachments);
  return g_variant_builder_end (&list);
}

typedef struct
{
  int fd;
  guint64 size;
} Saving;

static gboolean
save_cb (const char *bytes, gsize size, gpointer user_data, GError **error)
{
  Saving *saving = user_data;

  if (size > MAX_BYTES - saving->size)
    {
      g_set_error_literal (error, HOPSO_PDF_BUS_ERROR, HOPSO_PDF_BUS_ERROR_TOO_LARGE,
                           "The attachment is too large");
      return FALSE;
    }
  for (gsize done = 0; done < size;)
    {
      const gssize n = write (saving->fd, bytes + done, size - done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          g_set_error_literal (error, HOPSO_PDF_BUS_ERROR, HOPSO_PDF_BUS_ERROR_REFUSED,
                               "Nobody reads the attachment");
          return FALSE;
        }
      done += (gsize) n;
    }
  saving->size += size;
  return TRUE;
}

/**
 * hopso_render_save_attachment:
 * @index: in the list that hopso_render_attachments() gives
 * @fd: a pipe
 * @size: (out): how much was written
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_render_save_attachment (
    PopplerDocument *document, guint index, int fd, guint64 *size, GError **error)
{
  GList *attachments = poppler_document_get_attachments (document);
  PopplerAttachment *attachment = g_list_nth_data (attachments, index);
  Saving saving = { fd, 0 };
  gboolean is_saved = FALSE;

  if (attachment == NULL)
    g_set_error_literal (error, HOPSO_PDF_BUS_ERROR, HOPSO_PDF_BUS_ERROR_REFUSED,
                         "There is no such attachment");
  else
    is_saved = poppler_attachment_save_to_callback (attachment, save_cb, &saving, error);
  free_attachments (attachments);
  *size = saving.size;
  return is_saved;
}
