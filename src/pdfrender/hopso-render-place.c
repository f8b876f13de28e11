/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where something lies on a page and where it leads, as the bus says it. A name is looked up when
 * it is asked for: a table of all names takes seconds in a long book. Main thread of the drawing
 * process. */

#include "hopso-render-place.h"

#include "hopso-poppler-private.h"
#include "hopso-render-words.h"

#include <math.h>

/* As data/pdf/vn.hopso.PdfRender1.xml counts them. */
enum
{
  KIND_PAGE,
  KIND_ADDRESS,
  KIND_NAMED,
  KIND_LAUNCH,
  KIND_REMOTE,
  KIND_SCRIPT,
  KIND_OTHER
};

enum
{
  FIT_NONE,
  FIT_PAGE,
  FIT_WIDTH,
  FIT_HEIGHT
};

enum
{
  HAS_X = 1,
  HAS_Y = 2,
  HAS_ZOOM = 4
};

#define MAX_ZOOM 64.0

/**
 * hopso_render_place:
 * @points: a coordinate
 *
 * Returns: in thousandths, and finite
 */
gint32
hopso_render_place (double points)
{
  if (!isfinite (points))
    return 0;
  return (gint32) round (CLAMP (points * 1000, -HOPSO_RENDER_MAX_PLACE, HOPSO_RENDER_MAX_PLACE));
}

/**
 * hopso_render_box:
 * @area: counted from the bottom, as Poppler does for everything but text
 * @page_height: in points
 *
 * Returns: (transfer floating): an `(iiii)`, counted from the top
 */
GVariant *
hopso_render_box (const PopplerRectangle *area, double page_height)
{
  return g_variant_new ("(iiii)", hopso_render_place (MIN (area->x1, area->x2)),
                        hopso_render_place (page_height - MAX (area->y1, area->y2)),
                        hopso_render_place (MAX (area->x1, area->x2)),
                        hopso_render_place (page_height - MIN (area->y1, area->y2)));
}

static GVariant *
target_new (guint kind, const char *words)
{
  g_autofree char *fit = hopso_render_words (words);

  return g_variant_new ("(uuuuddds)", kind, 0u, 0u, 0u, 0.0, 0.0, 0.0, fit);
}

/**
 * hopso_render_no_target:
 *
 * Returns: (transfer floating): a target that leads nowhere
 */
GVariant *
hopso_render_no_target (void)
{
  return target_new (KIND_OTHER, NULL);
}

static guint
get_fit (const PopplerDest *dest)
{
  switch (dest->type)
    {
    case POPPLER_DEST_FIT:
    case POPPLER_DEST_FITB:
    case POPPLER_DEST_FITR:
      return FIT_PAGE;
    case POPPLER_DEST_FITH:
    case POPPLER_DEST_FITBH:
      return FIT_WIDTH;
    case POPPLER_DEST_FITV:
    case POPPLER_DEST_FITBV:
      return FIT_HEIGHT;
    case POPPLER_DEST_XYZ:
    case POPPLER_DEST_NAMED:
    case POPPLER_DEST_UNKNOWN:
    default:
      return FIT_NONE;
    }
}

static gboolean
is_near (double value)
{
  return isfinite (value) && fabs (value) <= HOPSO_RENDER_MAX_PLACE / 1000.0;
}

/* Poppler counts from the lower left corner of what is shown, but of the page as it lies in the
 * file; one that is turned shows the place elsewhere, and Poppler does not say by how much it is
 * turned, so only the page is taken then. */
static guint
place_on_page (PopplerPage *page, const PopplerDest *dest, double *x, double *y)
{
  PopplerRectangle crop;
  double width;
  double height;
  guint has = 0;

  poppler_page_get_crop_box (page, &crop);
  poppler_page_get_size (page, &width, &height);
  if (fabs (width - fabs (crop.x2 - crop.x1)) > 1 || fabs (height - fabs (crop.y2 - crop.y1)) > 1)
    return 0;
  *x = dest->left;
  *y = height - dest->top;
  if (dest->change_left && is_near (*x))
    has |= HAS_X;
  if (dest->change_top && is_near (*y))
    has |= HAS_Y;
  return has;
}

/* Follows a name once: what it stands for is never a name again. */
static PopplerDest *
look_up (PopplerDocument *document, const PopplerDest *dest)
{
  PopplerDest *found = NULL;

  if (dest->type != POPPLER_DEST_NAMED)
    return poppler_dest_copy ((PopplerDest *) dest);
  if (dest->named_dest != NULL)
    found = poppler_document_find_dest (document, dest->named_dest);
  if (found != NULL && found->type == POPPLER_DEST_NAMED)
    g_clear_pointer (&found, poppler_dest_free);
  return found;
}

static GVariant *
describe_dest (PopplerDocument *document, const PopplerDest *dest)
{
  g_autoptr (HopsoPopplerPage) page = NULL;
  const gboolean has_zoom =
      dest->change_zoom && isfinite (dest->zoom) && dest->zoom > 0 && dest->zoom <= MAX_ZOOM;
  double x = 0;
  double y = 0;
  guint has;

  if (dest->page_num >= 1 && dest->page_num <= poppler_document_get_n_pages (document))
    page = poppler_document_get_page (document, dest->page_num - 1);
  if (page == NULL)
    return hopso_render_no_target ();
  has = place_on_page (page, dest, &x, &y) | (has_zoom ? (guint) HAS_ZOOM : 0u);
  return g_variant_new ("(uuuuddds)", (guint) KIND_PAGE, (guint) dest->page_num - 1, get_fit (dest),
                        has, has & HAS_X ? x : 0.0, has & HAS_Y ? y : 0.0,
                        has_zoom ? dest->zoom : 0.0, "");
}

/**
 * hopso_render_dest:
 * @dest: (nullable): a place in the document, or its name
 *
 * Returns: (transfer floating): a target
 */
GVariant *
hopso_render_dest (PopplerDocument *document, const PopplerDest *dest)
{
  PopplerDest *found = dest != NULL ? look_up (document, dest) : NULL;
  GVariant *target;

  if (found == NULL)
    return hopso_render_no_target ();
  target = describe_dest (document, found);
  poppler_dest_free (found);
  return target;
}

/**
 * hopso_render_target:
 * @action: (nullable): of a link or an entry of the table of contents
 *
 * Returns: (transfer floating): what pressing it would do
 */
GVariant *
hopso_render_target (PopplerDocument *document, const PopplerAction *action)
{
  if (action == NULL)
    return hopso_render_no_target ();
  switch (action->type)
    {
    case POPPLER_ACTION_GOTO_DEST:
      return hopso_render_dest (document, action->goto_dest.dest);
    case POPPLER_ACTION_URI:
      return target_new (KIND_ADDRESS, action->uri.uri);
    case POPPLER_ACTION_NAMED:
      return target_new (KIND_NAMED, action->named.named_dest);
    case POPPLER_ACTION_LAUNCH:
      return target_new (KIND_LAUNCH, action->launch.file_name);
    case POPPLER_ACTION_GOTO_REMOTE:
      return target_new (KIND_REMOTE, action->goto_remote.file_name);
    case POPPLER_ACTION_JAVASCRIPT:
      return target_new (KIND_SCRIPT, NULL);
    case POPPLER_ACTION_UNKNOWN:
    case POPPLER_ACTION_NONE:
    case POPPLER_ACTION_MOVIE:
    case POPPLER_ACTION_RENDITION:
    case POPPLER_ACTION_OCG_STATE:
    case POPPLER_ACTION_RESET_FORM:
    default:
      return hopso_render_no_target ();
    }
}
