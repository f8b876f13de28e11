/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How a HopsoPageView shows its pages: how large, how many at a time, which way up, by day or by
 * night. Main thread. */

#include "hopso-page-view-private.h"

#define ZOOM_STEP 1.2

/* What two taps make of a fitted page. */
#define CLOSE_LOOK 2.0

static void
get_middle (HopsoPageView *self, double *x, double *y)
{
  *x = gtk_widget_get_width (GTK_WIDGET (self)) / 2.0;
  *y = gtk_widget_get_height (GTK_WIDGET (self)) / 2.0;
}

/* Zooms so that what is at @x, @y of the view stays there; by hand, so nothing is fitted. */
void
hopso_page_view_zoom_at (HopsoPageView *self, double zoom, double x, double y)
{
  HopsoPageSpot spot;

  if (self->layout == NULL)
    return;
  if (self->fit != HOPSO_PAGE_FIT_NONE)
    {
      self->fit = HOPSO_PAGE_FIT_NONE;
      g_object_notify (G_OBJECT (self), "fit");
    }
  hopso_page_view_find_spot (self, x, y, &spot);
  hopso_page_view_apply_zoom (self, zoom);
  hopso_page_view_place (self, &spot, x, y);
  hopso_page_view_moved (self);
}

/* A closer look at one place, and back to what was fitted. */
void
hopso_page_view_double_at (HopsoPageView *self, double x, double y)
{
  if (self->fit != HOPSO_PAGE_FIT_NONE)
    hopso_page_view_zoom_at (self, hopso_page_view_get_zoom (self) * CLOSE_LOOK, x, y);
  else
    hopso_page_view_set_fit (self, self->mode == HOPSO_PAGE_MODE_PRESENTATION
                                       ? HOPSO_PAGE_FIT_PAGE
                                       : HOPSO_PAGE_FIT_READING);
}

/**
 * hopso_page_view_get_zoom:
 *
 * Returns: logical pixels per point
 */
double
hopso_page_view_get_zoom (HopsoPageView *self)
{
  g_return_val_if_fail (HOPSO_IS_PAGE_VIEW (self), 1);

  return self->layout != NULL ? hopso_page_layout_get_zoom (self->layout) : 1;
}

/**
 * hopso_page_view_set_zoom:
 * @zoom: logical pixels per point
 *
 * Zooms around the middle of the view, and fits no more.
 */
void
hopso_page_view_set_zoom (HopsoPageView *self, double zoom)
{
  double x;
  double y;

  g_return_if_fail (HOPSO_IS_PAGE_VIEW (self));

  get_middle (self, &x, &y);
  hopso_page_view_zoom_at (self, zoom, x, y);
}

/**
 * hopso_page_view_zoom_in:
 *
 * One step.
 */
void
hopso_page_view_zoom_in (HopsoPageView *self)
{
  hopso_page_view_set_zoom (self, hopso_page_view_get_zoom (self) * ZOOM_STEP);
}

/**
 * hopso_page_view_zoom_out:
 *
 * One step.
 */
void
hopso_page_view_zoom_out (HopsoPageView *self)
{
  hopso_page_view_set_zoom (self, hopso_page_view_get_zoom (self) / ZOOM_STEP);
}

/**
 * hopso_page_view_get_fit:
 *
 * Returns: what the zoom follows
 */
HopsoPageFit
hopso_page_view_get_fit (HopsoPageView *self)
{
  g_return_val_if_fail (HOPSO_IS_PAGE_VIEW (self), HOPSO_PAGE_FIT_NONE);

  return self->fit;
}

/**
 * hopso_page_view_set_fit:
 * @fit: what the zoom is to follow from now on
 */
void
hopso_page_view_set_fit (HopsoPageView *self, HopsoPageFit fit)
{
  g_return_if_fail (HOPSO_IS_PAGE_VIEW (self));

  if (self->fit == fit)
    return;
  self->fit = fit;
  self->is_ink_awaited = fit == HOPSO_PAGE_FIT_VISIBLE;
  g_object_notify (G_OBJECT (self), "fit");
  if (fit == HOPSO_PAGE_FIT_PAGE)
    hopso_page_view_go_to_page (self, self->page);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/**
 * hopso_page_view_get_mode:
 *
 * Returns: how pages are laid out
 */
HopsoPageMode
hopso_page_view_get_mode (HopsoPageView *self)
{
  g_return_val_if_fail (HOPSO_IS_PAGE_VIEW (self), HOPSO_PAGE_MODE_CONTINUOUS);

  return self->mode;
}

/**
 * hopso_page_view_set_mode:
 * @mode: how pages are to be laid out
 *
 * The current page stays the current one. A presentation begins with the whole page.
 */
void
hopso_page_view_set_mode (HopsoPageView *self, HopsoPageMode mode)
{
  const gboolean is_presentation = mode == HOPSO_PAGE_MODE_PRESENTATION;

  g_return_if_fail (HOPSO_IS_PAGE_VIEW (self));

  if (self->mode == mode)
    return;
  self->mode = mode;
  if (is_presentation)
    gtk_widget_add_css_class (GTK_WIDGET (self), "presentation");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "presentation");
  g_object_notify (G_OBJECT (self), "mode");
  if (is_presentation)
    hopso_page_view_set_fit (self, HOPSO_PAGE_FIT_PAGE);
  if (self->layout == NULL)
    return;
  hopso_page_layout_set_mode (self->layout, mode);
  hopso_page_layout_set_current (self->layout, self->page);
  hopso_page_view_apply_zoom (self, hopso_page_view_get_fitting_zoom (self));
  hopso_page_view_go_to_page (self, self->page);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/**
 * hopso_page_view_get_rotation:
 *
 * Returns: by how many degrees pages are turned clockwise
 */
guint
hopso_page_view_get_rotation (HopsoPageView *self)
{
  g_return_val_if_fail (HOPSO_IS_PAGE_VIEW (self), 0);

  return self->rotation;
}

/**
 * hopso_page_view_set_rotation:
 * @rotation: by how many degrees to turn pages clockwise: 0, 90, 180 or 270
 *
 * Turns all pages, on the screen only; what is in the middle stays there.
 */
void
hopso_page_view_set_rotation (HopsoPageView *self, guint rotation)
{
  const guint before = self->rotation;
  HopsoPageSpot spot;
  double x;
  double y;

  g_return_if_fail (HOPSO_IS_PAGE_VIEW (self));
  g_return_if_fail (rotation < 360 && rotation % 90 == 0);

  if (before == rotation)
    return;
  self->rotation = rotation;
  g_object_notify (G_OBJECT (self), "rotation");
  if (self->layout == NULL)
    return;
  get_middle (self, &x, &y);
  hopso_page_view_find_spot (self, x, y, &spot);
  hopso_page_spot_turn (&spot, before, rotation);
  hopso_page_layout_set_rotation (self->layout, rotation);
  hopso_page_view_apply_zoom (self, hopso_page_view_get_fitting_zoom (self));
  hopso_page_view_place (self, &spot, x, y);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  hopso_page_view_moved (self);
}

/**
 * hopso_page_view_turn_by:
 * @quarters: clockwise, or counter-clockwise if negative
 */
void
hopso_page_view_turn_by (HopsoPageView *self, int quarters)
{
  g_return_if_fail (HOPSO_IS_PAGE_VIEW (self));

  hopso_page_view_set_rotation (self, (guint) (((int) (self->rotation / 90) + quarters) & 3) * 90);
}

/**
 * hopso_page_view_get_is_night:
 *
 * Returns: whether pages are light on dark
 */
gboolean
hopso_page_view_get_is_night (HopsoPageView *self)
{
  g_return_val_if_fail (HOPSO_IS_PAGE_VIEW (self), FALSE);

  return self->is_night;
}

/**
 * hopso_page_view_set_is_night:
 * @is_night: whether pages are to be light on dark
 */
void
hopso_page_view_set_is_night (HopsoPageView *self, gboolean is_night)
{
  g_return_if_fail (HOPSO_IS_PAGE_VIEW (self));

  is_night = !!is_night;
  if (self->is_night == is_night)
    return;
  self->is_night = is_night;
  if (self->pictures != NULL)
    hopso_page_pictures_set_is_night (self->pictures, is_night);
  g_object_notify (G_OBJECT (self), "is-night");
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
