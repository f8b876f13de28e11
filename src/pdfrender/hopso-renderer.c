/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Draws the pages and reads the text of the one document that it is given, by Poppler. It keeps no
 * pictures and decides no order: the application asks for one thing at a time. Lives on the main
 * thread of the drawing process, which may die of any document. */

#include "hopso-renderer.h"

#include "hopso-fd.h"
#include "hopso-frame.h"
#include "hopso-pdf-bus.h"
#include "hopso-poppler-private.h"

#include <errno.h>
#include <gio/gunixfdlist.h>
#include <string.h>
#include <sys/mman.h>

#define MAX_PAGES      100000
#define MAX_TEXT_BYTES (16u * 1024u * 1024u)

struct _HopsoRenderer
{
  HopsoPdfRender1Skeleton parent_instance;

  PopplerDocument *document; /* owned, nullable until opened */
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

static void
answer_not_opened (GDBusMethodInvocation *invocation, const GError *error)
{
  if (g_error_matches (error, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED))
    answer (invocation, HOPSO_PDF_BUS_ERROR_ENCRYPTED, "The document needs a password");
  else
    answer (invocation, HOPSO_PDF_BUS_ERROR_DAMAGED, "The document cannot be read");
}

static gboolean
open_cb (HopsoPdfRender1 *bus,
         GDBusMethodInvocation *invocation,
         GUnixFDList *fds,
         GVariant *handle,
         const char *password)
{
  HopsoRenderer *self = HOPSO_RENDERER (bus);
  g_autoptr (GError) error = NULL;
  g_auto (HopsoFd) fd = hopso_pdf_bus_take_fd (fds, handle, &error);
  int n_pages;

  if (fd < 0 || self->document != NULL)
    {
      answer (invocation, HOPSO_PDF_BUS_ERROR_REFUSED, "One document, by its descriptor");
      return TRUE;
    }

  g_autoptr (HopsoPopplerDocument) document = poppler_document_new_from_fd (
      hopso_fd_steal (&fd), *password != '\0' ? password : NULL, &error);
  if (document == NULL)
    {
      answer_not_opened (invocation, error);
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
  hopso_pdf_render1_complete_open (bus, invocation, NULL, (guint) n_pages);
  return TRUE;
}

static PopplerPage *
get_page (HopsoRenderer *self, guint page)
{
  if (self->document == NULL || page >= (guint) poppler_document_get_n_pages (self->document))
    return NULL;
  return poppler_document_get_page (self->document, (int) page);
}

static gboolean
sizes_cb (HopsoPdfRender1 *bus, GDBusMethodInvocation *invocation, guint first, guint count)
{
  HopsoRenderer *self = HOPSO_RENDERER (bus);
  GVariantBuilder sizes;

  if (count > MAX_PAGES || first > MAX_PAGES)
    {
      answer (invocation, HOPSO_PDF_BUS_ERROR_REFUSED, "No such pages");
      return TRUE;
    }
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
  hopso_pdf_render1_complete_sizes (bus, invocation, g_variant_builder_end (&sizes));
  return TRUE;
}

static void *
map_slot (GUnixFDList *fds, GVariant *handle, const HopsoFrame *frame, GError **error)
{
  g_auto (HopsoFd) fd = hopso_pdf_bus_take_fd (fds, handle, error);
  guint64 size = 0;
  void *pixels;

  if (fd < 0 || !hopso_fd_get_size (fd, &size, error))
    return NULL;
  if (size < frame->size)
    {
      g_set_error_literal (error, HOPSO_PDF_BUS_ERROR, HOPSO_PDF_BUS_ERROR_REFUSED,
                           "The slot is smaller than its picture");
      return NULL;
    }
  /* All of it is written, so its pages are better fetched at once. */
  pixels = mmap (NULL, frame->size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, 0);
  if (pixels == MAP_FAILED)
    {
      g_set_error (error, HOPSO_PDF_BUS_ERROR, HOPSO_PDF_BUS_ERROR_TOO_LARGE, "Mapping a slot: %s",
                   g_strerror (errno));
      return NULL;
    }
  return pixels;
}

/* From the page's points to the pixels of the turned page. */
static void
init_matrix (cairo_matrix_t *matrix, PopplerPage *page, guint rotation, const HopsoFramePart *part)
{
  double w;
  double h;
  cairo_matrix_t scale;

  poppler_page_get_size (page, &w, &h);
  if (rotation == 90)
    cairo_matrix_init (matrix, 0, 1, -1, 0, h, 0);
  else if (rotation == 180)
    cairo_matrix_init (matrix, -1, 0, 0, -1, w, h);
  else if (rotation == 270)
    cairo_matrix_init (matrix, 0, -1, 1, 0, 0, w);
  else
    cairo_matrix_init_identity (matrix);
  cairo_matrix_init_scale (&scale, part->page_width / (rotation % 180 == 0 ? w : h),
                           part->page_height / (rotation % 180 == 0 ? h : w));
  cairo_matrix_multiply (matrix, matrix, &scale);
  cairo_matrix_init_translate (&scale, -(double) part->x, -(double) part->y);
  cairo_matrix_multiply (matrix, matrix, &scale);
}

static gboolean
draw (PopplerPage *page, guint rotation, const HopsoFramePart *part, void *pixels)
{
  HopsoFrame frame;
  cairo_matrix_t matrix;
  gboolean is_drawn;

  hopso_frame_init (&frame, part->width, part->height);
  memset (pixels, 0xff, frame.size);
  cairo_surface_t *surface = cairo_image_surface_create_for_data (
      pixels, CAIRO_FORMAT_ARGB32, (int) frame.width, (int) frame.height, (int) frame.stride);
  cairo_t *cr = cairo_create (surface);
  init_matrix (&matrix, page, rotation, part);
  cairo_set_matrix (cr, &matrix);
  poppler_page_render (page, cr);
  is_drawn = cairo_status (cr) == CAIRO_STATUS_SUCCESS;
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);
  return is_drawn;
}

static gboolean
is_drawable (PopplerPage *page)
{
  double width;
  double height;

  poppler_page_get_size (page, &width, &height);
  return hopso_frame_page_is_sound (width, height);
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
  HopsoFrame frame;
  guint number;
  guint rotation;

  g_variant_get (view, "(u(uu)u(uuuu))", &number, &part.page_width, &part.page_height, &rotation,
                 &part.x, &part.y, &part.width, &part.height);
  page = get_page (HOPSO_RENDERER (bus), number);
  if (page == NULL || !hopso_frame_part_is_sound (&part) ||
      !hopso_frame_rotation_is_sound (rotation) || !is_drawable (page))
    {
      answer (invocation, HOPSO_PDF_BUS_ERROR_REFUSED, "No such picture");
      return TRUE;
    }

  hopso_frame_init (&frame, part.width, part.height);
  void *pixels = map_slot (fds, slot, &frame, &error);
  if (pixels == NULL)
    {
      answer_error (invocation, g_steal_pointer (&error));
      return TRUE;
    }
  if (draw (page, rotation, &part, pixels))
    hopso_pdf_render1_complete_render (bus, invocation, NULL);
  else
    answer (invocation, HOPSO_PDF_BUS_ERROR_DAMAGED, "The page cannot be drawn");
  munmap (pixels, frame.size);
  return TRUE;
}

static gboolean
text_cb (HopsoPdfRender1 *bus, GDBusMethodInvocation *invocation, guint number)
{
  g_autoptr (HopsoPopplerPage) page = get_page (HOPSO_RENDERER (bus), number);

  if (page == NULL)
    {
      answer (invocation, HOPSO_PDF_BUS_ERROR_REFUSED, "No such page");
      return TRUE;
    }

  g_autofree char *text = poppler_page_get_text (page);
  if (text != NULL && strlen (text) > MAX_TEXT_BYTES)
    {
      answer (invocation, HOPSO_PDF_BUS_ERROR_TOO_LARGE, "Too much text on one page");
      return TRUE;
    }
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  hopso_pdf_render1_complete_text (bus, invocation, valid);
  return TRUE;
}

static void
hopso_renderer_dispose (GObject *object)
{
  HopsoRenderer *self = HOPSO_RENDERER (object);

  g_clear_object (&self->document);
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
}

static void
render_iface_init (HopsoPdfRender1Iface *iface)
{
  iface->handle_open = open_cb;
  iface->handle_sizes = sizes_cb;
  iface->handle_render = render_cb;
  iface->handle_text = text_cb;
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
