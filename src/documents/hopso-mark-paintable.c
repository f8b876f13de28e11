/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A mark of a signature as something to paint: the drawing is the typesetter's own, so that the
 * preview shows what will be on the page. Immutable. Main thread. */

#include "hopso-mark-paintable.h"

#include "hopso-typeset-preview.h"

struct _HopsoMarkPaintable
{
  GObject parent_instance;

  HopsoSignMark *mark; /* owned */
};

static void hopso_mark_paintable_iface_init (GdkPaintableInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HopsoMarkPaintable,
                               hopso_mark_paintable,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GDK_TYPE_PAINTABLE,
                                                      hopso_mark_paintable_iface_init))

static gboolean
is_empty (HopsoMarkPaintable *self)
{
  return self->mark->mark.picture_png == NULL &&
         (self->mark->mark.lines == NULL || self->mark->mark.lines[0] == NULL);
}

static void
hopso_mark_paintable_snapshot (GdkPaintable *paintable,
                               GdkSnapshot *snapshot,
                               double width,
                               double height)
{
  HopsoMarkPaintable *self = HOPSO_MARK_PAINTABLE (paintable);
  const HopsoTypesetMark *mark = &self->mark->mark;
  const graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height);
  const GdkRGBA tint = { 0.11f, 0.44f, 0.85f, 0.18f };
  cairo_t *cr;

  if (is_empty (self))
    {
      gtk_snapshot_append_color (GTK_SNAPSHOT (snapshot), &tint, &bounds);
      return;
    }
  cr = gtk_snapshot_append_cairo (GTK_SNAPSHOT (snapshot), &bounds);
  cairo_scale (cr, width / mark->width_pt, height / mark->height_pt);
  /* What cannot be drawn is said when the document is signed. */
  hopso_typeset_preview_mark (mark, cr, NULL);
  cairo_destroy (cr);
}

static GdkPaintableFlags
hopso_mark_paintable_get_flags (GdkPaintable *paintable)
{
  return GDK_PAINTABLE_STATIC_CONTENTS | GDK_PAINTABLE_STATIC_SIZE;
}

static double
hopso_mark_paintable_get_ratio (GdkPaintable *paintable)
{
  const HopsoTypesetMark *mark = &HOPSO_MARK_PAINTABLE (paintable)->mark->mark;

  return mark->width_pt / mark->height_pt;
}

static void
hopso_mark_paintable_iface_init (GdkPaintableInterface *iface)
{
  iface->snapshot = hopso_mark_paintable_snapshot;
  iface->get_flags = hopso_mark_paintable_get_flags;
  iface->get_intrinsic_aspect_ratio = hopso_mark_paintable_get_ratio;
}

static void
hopso_mark_paintable_finalize (GObject *object)
{
  hopso_sign_mark_free (HOPSO_MARK_PAINTABLE (object)->mark);
  G_OBJECT_CLASS (hopso_mark_paintable_parent_class)->finalize (object);
}

static void
hopso_mark_paintable_class_init (HopsoMarkPaintableClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_mark_paintable_finalize;
}

static void
hopso_mark_paintable_init (HopsoMarkPaintable *self)
{
}

/**
 * hopso_mark_paintable_new:
 * @mark: (transfer none): copied
 *
 * Returns: (transfer full): what paints it
 */
GdkPaintable *
hopso_mark_paintable_new (const HopsoSignMark *mark)
{
  HopsoMarkPaintable *self = g_object_new (HOPSO_TYPE_MARK_PAINTABLE, NULL);

  self->mark = hopso_sign_mark_new (&mark->place, &mark->mark);
  return GDK_PAINTABLE (self);
}
