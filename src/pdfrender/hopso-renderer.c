/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Draws the pages and reads the text of the one document that it is given, by Poppler. It keeps no
 * pictures and decides no order: the application asks for one thing at a time. Lives on the main
 * thread of the drawing process, which may die of any document. */

#include "hopso-renderer.h"

#include "hopso-fd.h"
#include "hopso-frame.h"
#include "hopso-pdf-bus.h"
#include "hopso-poppler-private.h"
#include "hopso-render-facts.h"
#include "hopso-render-layers.h"
#include "hopso-render-page.h"
#include "hopso-render-picture.h"
#include "hopso-render-place.h"
#include "hopso-render-text.h"
#include "hopso-secret.h"

#include <gio/gunixfdlist.h>
#include <string.h>
#include <unistd.h>

#define MAX_PAGES 100000

/* What is read piece by piece above this, since addresses are limited too. */
#define MAX_MAPPED (256u * 1024u * 1024u)

struct _HopsoRenderer
{
  HopsoPdfRender1Skeleton parent_instance;

  PopplerDocument *document; /* owned, nullable until opened */
  HopsoRenderFonts fonts;
  HopsoRenderSlot slot;
  int fd; /* owned: the document's file, -1 until opened */
};

static void render_iface_init (HopsoPdfRender1Iface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HopsoRenderer,
                               hopso_renderer,
                               HOPSO_TYPE_PDF_RENDER1_SKELETON,
                               G_IMPLEMENT_INTERFACE (HOPSO_TYPE_PDF_RENDER1, render_iface_init))

static void
answer_error (GDBusMethodInvocation *invocation, GError *error)
{
  g_dbus_method_invocation_take_error (invocation, error);
}

static void
answer (GDBusMethodInvocation *invocation, HopsoPdfBusError code, const char *words)
{
  g_dbus_method_invocation_return_error_literal (invocation, HOPSO_PDF_BUS_ERROR, (int) code,
                                                 words);
}

/* The document's bytes as they lie in the file: reading them through small buffers is slower. A
 * file that is cut short meanwhile ends this process, as any document may. */
static PopplerDocument *
open_plain (int fd, GError **error)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new_from_fd (fd, FALSE, NULL);

  if (file == NULL || g_mapped_file_get_length (file) > MAX_MAPPED)
    return poppler_document_new_from_fd (dup (fd), NULL, error);
  g_autoptr (GBytes) bytes = g_mapped_file_get_bytes (file);
  return poppler_document_new_from_bytes (bytes, NULL, error);
}

/* Poppler makes Latin-1 of a password, as old documents want it, and then tries the UTF-8 of newer
 * ones, but with a file that it has closed, or with memory that it has freed. So both are tried
 * here, each in a form that becomes the right one, and always from the file. */
static PopplerDocument *
open_protected (int fd, const char *password, GError **error)
{
  g_autofree char *utf8 = g_convert (password, -1, "UTF-8", "ISO-8859-1", NULL, NULL, NULL);
  PopplerDocument *document = poppler_document_new_from_fd (dup (fd), password, NULL);

  if (document == NULL)
    document = poppler_document_new_from_fd (dup (fd), utf8 != NULL ? utf8 : password, error);
  if (utf8 != NULL)
    hopso_secret_wipe (utf8, strlen (utf8));
  return document;
}

/* Poppler does not always say that it was the password. */
static gboolean
is_protected (int fd)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPopplerDocument) document = open_plain (fd, &error);

  return g_error_matches (error, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED);
}

static void
answer_not_opened (GDBusMethodInvocation *invocation,
                   int fd,
                   gboolean has_password,
                   const GError *error)
{
  if (has_password && is_protected (fd))
    answer (invocation, HOPSO_PDF_BUS_ERROR_WRONG_PASSWORD, "The password is another one");
  else if (g_error_matches (error, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED))
    answer (invocation, HOPSO_PDF_BUS_ERROR_ENCRYPTED, "The document needs a password");
  else
    answer (invocation, HOPSO_PDF_BUS_ERROR_DAMAGED, "The document cannot be read");
}

static PopplerPage *
get_page (HopsoRenderer *self, guint page)
{
  if (self->document == NULL || page >= (guint) poppler_document_get_n_pages (self->document))
    return NULL;
  return poppler_document_get_page (self->document, (int) page);
}

/* A floating `a(dd)`. */
static GVariant *
list_sizes (HopsoRenderer *self, guint first, guint count)
{
  GVariantBuilder sizes;

  g_variant_builder_init (&sizes, G_VARIANT_TYPE ("a(dd)"));
  for (guint i = 0; i < count; i++)
    {
      g_autoptr (HopsoPopplerPage) page = get_page (self, first + i);
      double width = 0;
      double height = 0;

      /* A page that is not there keeps its place, so that the others keep their numbers. */
      if (page != NULL)
        poppler_page_get_size (page, &width, &height);
      g_variant_builder_add (&sizes, "(dd)", width, height);
    }
  return g_variant_builder_end (&sizes);
}

static gboolean
open_cb (HopsoPdfRender1 *bus,
         GDBusMethodInvocation *invocation,
         GUnixFDList *fds,
         GVariant *handle,
         GVariant *password_handles,
         guint n_sizes)
{
  HopsoRenderer *self = HOPSO_RENDERER (bus);
  g_autoptr (GError) error = NULL;
  g_auto (HopsoFd) fd = hopso_pdf_bus_take_fd (fds, handle, &error);
  g_autoptr (HopsoSecret) password = hopso_pdf_bus_take_password (fds, password_handles);
  int n_pages;

  if (fd < 0 || self->document != NULL)
    {
      answer (invocation, HOPSO_PDF_BUS_ERROR_REFUSED, "One document, by its descriptor");
      return TRUE;
    }

  g_autoptr (HopsoPopplerDocument) document =
      password != NULL ? open_protected (fd, hopso_secret_get_string (password), &error)
                       : open_plain (fd, &error);
  if (document == NULL)
    {
      answer_not_opened (invocation, fd, password != NULL, error);
      return TRUE;
    }
  n_pages = poppler_document_get_n_pages (document);
  if (n_pages <= 0 || n_pages > MAX_PAGES)
    {
      answer (invocation, n_pages > 0 ? HOPSO_PDF_BUS_ERROR_TOO_LARGE : HOPSO_PDF_BUS_ERROR_DAMAGED,
              "No pages, or too many");
      return TRUE;
    }
  self->document = g_steal_pointer (&document);
  self->fd = hopso_fd_steal (&fd);
  hopso_pdf_render1_complete_open (bus, invocation, NULL, (guint) n_pages,
                                   list_sizes (self, 0, MIN (n_sizes, (guint) n_pages)));
  return TRUE;
}

static gboolean
sizes_cb (HopsoPdfRender1 *bus, GDBusMethodInvocation *invocation, guint first, guint count)
{
  if (count > MAX_PAGES || first > MAX_PAGES)
    answer (invocation, HOPSO_PDF_BUS_ERROR_REFUSED, "No such pages");
  else
    hopso_pdf_render1_complete_sizes (bus, invocation,
                                      list_sizes (HOPSO_RENDERER (bus), first, count));
  return TRUE;
}

static gboolean
render_cb (HopsoPdfRender1 *bus,
           GDBusMethodInvocation *invocation,
           GUnixFDList *fds,
           GVariant *view,
           GVariant *slot)
{
  g_autoptr (HopsoPopplerPage) page = NULL;
  g_autoptr (GError) error = NULL;
  HopsoFramePart part;
  guint number;
  guint rotation;

  g_variant_get (view, "(u(uu)u(uuuu))", &number, &part.page_width, &part.page_height, &rotation,
                 &part.x, &part.y, &part.width, &part.height);
  page = get_page (HOPSO_RENDERER (bus), number);
  if (page == NULL || !hopso_frame_part_is_sound (&part) ||
      !hopso_frame_rotation_is_sound (rotation) || !hopso_render_picture_is_possible (page))
    {
      answer (invocation, HOPSO_PDF_BUS_ERROR_REFUSED, "No such picture");
      return TRUE;
    }
  g_auto (HopsoFd) fd = hopso_pdf_bus_take_fd (fds, slot, &error);
  if (fd >= 0 &&
      hopso_render_picture (&HOPSO_RENDERER (bus)->slot, fd, page, rotation, &part, &error))
    hopso_pdf_render1_complete_render (bus, invocation, NULL);
  else
    answer_error (invocation, g_steal_pointer (&error));
  return TRUE;
}

/* The page, or nothing after answering so. */
static PopplerPage *
get_page_or_answer (HopsoPdfRender1 *bus, GDBusMethodInvocation *invocation, guint number)
{
  PopplerPage *page = get_page (HOPSO_RENDERER (bus), number);

  if (page == NULL)
    answer (invocation, HOPSO_PDF_BUS_ERROR_REFUSED, "No such page");
  return page;
}

static gboolean
text_cb (HopsoPdfRender1 *bus, GDBusMethodInvocation *invocation, guint number)
{
  g_autoptr (HopsoPopplerPage) page = get_page_or_answer (bus, invocation, number);

  if (page == NULL)
    return TRUE;
  g_autoptr (HopsoRenderText) text = hopso_render_text_new (page);
  if (text != NULL)
    hopso_pdf_render1_complete_text (bus, invocation, text->text->str);
  else
    answer (invocation, HOPSO_PDF_BUS_ERROR_TOO_LARGE, "Too much text on one page");
  return TRUE;
}

static gboolean
text_boxes_cb (HopsoPdfRender1 *bus, GDBusMethodInvocation *invocation, guint number)
{
  g_autoptr (HopsoPopplerPage) page = get_page_or_answer (bus, invocation, number);

  if (page == NULL)
    return TRUE;
  g_autoptr (HopsoRenderText) text = hopso_render_text_new (page);
  if (text != NULL)
    hopso_pdf_render1_complete_text_boxes (
        bus, invocation, text->text->str,
        g_variant_new_fixed_array (G_VARIANT_TYPE_INT32, text->boxes->data, text->boxes->len,
                                   sizeof (gint32)));
  else
    answer (invocation, HOPSO_PDF_BUS_ERROR_TOO_LARGE, "Too much text on one page");
  return TRUE;
}

static gboolean
links_cb (HopsoPdfRender1 *bus, GDBusMethodInvocation *invocation, guint number)
{
  g_autoptr (HopsoPopplerPage) page = get_page_or_answer (bus, invocation, number);

  if (page != NULL)
    hopso_pdf_render1_complete_links (
        bus, invocation, hopso_render_page_links (HOPSO_RENDERER (bus)->document, page));
  return TRUE;
}

static gboolean
pictures_cb (HopsoPdfRender1 *bus, GDBusMethodInvocation *invocation, guint number)
{
  g_autoptr (HopsoPopplerPage) page = get_page_or_answer (bus, invocation, number);

  if (page != NULL)
    hopso_pdf_render1_complete_pictures (bus, invocation, hopso_render_page_pictures (page));
  return TRUE;
}

static gboolean
fields_cb (HopsoPdfRender1 *bus, GDBusMethodInvocation *invocation, guint number)
{
  g_autoptr (HopsoPopplerPage) page = get_page_or_answer (bus, invocation, number);

  if (page != NULL)
    hopso_pdf_render1_complete_fields (bus, invocation, hopso_render_page_fields (page));
  return TRUE;
}

/* The document, or nothing after answering so. */
static PopplerDocument *
get_document_or_answer (HopsoPdfRender1 *bus, GDBusMethodInvocation *invocation)
{
  PopplerDocument *document = HOPSO_RENDERER (bus)->document;

  if (document == NULL)
    answer (invocation, HOPSO_PDF_BUS_ERROR_REFUSED, "No document");
  return document;
}

static gboolean
outline_cb (HopsoPdfRender1 *bus, GDBusMethodInvocation *invocation)
{
  PopplerDocument *document = get_document_or_answer (bus, invocation);

  if (document != NULL)
    hopso_pdf_render1_complete_outline (bus, invocation, hopso_render_outline (document));
  return TRUE;
}

static gboolean
resolve_cb (HopsoPdfRender1 *bus, GDBusMethodInvocation *invocation, const char *name)
{
  PopplerDocument *document = get_document_or_answer (bus, invocation);
  PopplerDest *dest;

  if (document == NULL)
    return TRUE;
  dest = poppler_document_find_dest (document, name);
  hopso_pdf_render1_complete_resolve (bus, invocation, hopso_render_dest (document, dest));
  if (dest != NULL)
    poppler_dest_free (dest);
  return TRUE;
}

static gboolean
labels_cb (HopsoPdfRender1 *bus, GDBusMethodInvocation *invocation, guint first, guint count)
{
  PopplerDocument *document = get_document_or_answer (bus, invocation);

  if (document == NULL)
    return TRUE;
  g_auto (GStrv) labels = hopso_render_labels (document, first, count);
  hopso_pdf_render1_complete_labels (bus, invocation, (const char *const *) labels);
  return TRUE;
}

static gboolean
attachments_cb (HopsoPdfRender1 *bus, GDBusMethodInvocation *invocation)
{
  PopplerDocument *document = get_document_or_answer (bus, invocation);

  if (document != NULL)
    hopso_pdf_render1_complete_attachments (bus, invocation, hopso_render_attachments (document));
  return TRUE;
}

static gboolean
save_attachment_cb (HopsoPdfRender1 *bus,
                    GDBusMethodInvocation *invocation,
                    GUnixFDList *fds,
                    guint index,
                    GVariant *handle)
{
  PopplerDocument *document = get_document_or_answer (bus, invocation);
  GError *error = NULL;
  guint64 size = 0;

  if (document == NULL)
    return TRUE;
  g_auto (HopsoFd) fd = hopso_pdf_bus_take_fd (fds, handle, &error);
  if (fd >= 0 && hopso_render_save_attachment (document, index, fd, &size, &error))
    hopso_pdf_render1_complete_save_attachment (bus, invocation, NULL, size);
  else
    answer_error (invocation, error);
  return TRUE;
}

static gboolean
layers_cb (HopsoPdfRender1 *bus, GDBusMethodInvocation *invocation)
{
  PopplerDocument *document = get_document_or_answer (bus, invocation);

  if (document != NULL)
    hopso_pdf_render1_complete_layers (bus, invocation, hopso_render_layers (document));
  return TRUE;
}

static gboolean
set_layers_cb (HopsoPdfRender1 *bus, GDBusMethodInvocation *invocation, GVariant *layers)
{
  PopplerDocument *document = get_document_or_answer (bus, invocation);

  if (document == NULL)
    return TRUE;
  hopso_render_set_layers (document, layers);
  hopso_pdf_render1_complete_set_layers (bus, invocation);
  return TRUE;
}

static gboolean
properties_cb (HopsoPdfRender1 *bus, GDBusMethodInvocation *invocation)
{
  PopplerDocument *document = get_document_or_answer (bus, invocation);

  if (document != NULL)
    hopso_pdf_render1_complete_properties (
        bus, invocation, hopso_render_properties (document, HOPSO_RENDERER (bus)->fd));
  return TRUE;
}

static gboolean
fonts_cb (HopsoPdfRender1 *bus, GDBusMethodInvocation *invocation, guint first, guint count)
{
  PopplerDocument *document = get_document_or_answer (bus, invocation);

  if (document != NULL)
    hopso_pdf_render1_complete_fonts (
        bus, invocation, hopso_render_fonts (&HOPSO_RENDERER (bus)->fonts, document, first, count));
  return TRUE;
}

static void
hopso_renderer_dispose (GObject *object)
{
  HopsoRenderer *self = HOPSO_RENDERER (object);

  hopso_render_fonts_clear (&self->fonts);
  hopso_render_slot_clear (&self->slot);
  g_clear_object (&self->document);
  hopso_fd_close (self->fd);
  self->fd = -1;
  G_OBJECT_CLASS (hopso_renderer_parent_class)->dispose (object);
}

static void
hopso_renderer_class_init (HopsoRendererClass *class)
{
  G_OBJECT_CLASS (class)->dispose = hopso_renderer_dispose;
}

static void
hopso_renderer_init (HopsoRenderer *self)
{
  self->fd = -1;
}

static void
render_iface_init (HopsoPdfRender1Iface *iface)
{
  iface->handle_open = open_cb;
  iface->handle_sizes = sizes_cb;
  iface->handle_render = render_cb;
  iface->handle_text = text_cb;
  iface->handle_text_boxes = text_boxes_cb;
  iface->handle_links = links_cb;
  iface->handle_pictures = pictures_cb;
  iface->handle_fields = fields_cb;
  iface->handle_outline = outline_cb;
  iface->handle_resolve = resolve_cb;
  iface->handle_labels = labels_cb;
  iface->handle_attachments = attachments_cb;
  iface->handle_save_attachment = save_attachment_cb;
  iface->handle_layers = layers_cb;
  iface->handle_set_layers = set_layers_cb;
  iface->handle_properties = properties_cb;
  iface->handle_fonts = fonts_cb;
}

/**
 * hopso_renderer_new:
 *
 * Returns: (transfer full): a renderer that waits for its document
 */
HopsoRenderer *
hopso_renderer_new (void)
{
  return g_object_new (HOPSO_TYPE_RENDERER, NULL);
}
