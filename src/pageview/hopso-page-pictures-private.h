/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-page-copies.h"
#include "hopso-page-pictures.h"
#include "hopso-page-plate.h"

G_BEGIN_DECLS

/* All there is of one page. */
typedef struct
{
  guint page;
  HopsoPagePlate whole;
  HopsoPagePlate preview; /* becomes the whole when that is empty */
  GPtrArray *parts;       /* owned: of HopsoPagePlate (owned) */
  GError *error;          /* owned, nullable */
  GList link;             /* in the order of use */
  gint64 whole_time;      /* microseconds that the last took to draw, or 0 */
  gint64 part_time;
  GArray *photographs; /* owned, nullable: of graphene_rect_t, once night needs them */
  graphene_rect_t ink;
  gboolean has_ink; /* whether @ink is known */
} HopsoPagePicture;

struct _HopsoPagePictures
{
  GObject parent_instance;

  HopsoPdfDocument *document; /* owned */
  GHashTable *pictures;       /* owned: page → HopsoPagePicture (owned) */
  GQueue by_use;              /* of HopsoPagePicture (borrowed), the latest first */
  HopsoPageCopies *copies;    /* owned: of pictures that were dropped */
  guint first;                /* of the pages for which something may be under way */
  guint last;
  guint shown_first; /* of the pages that are on the screen */
  guint shown_last;
  gsize budget;
  gboolean is_night;
  gint64 last_done; /* when the last picture came */
};

HopsoPagePicture *hopso_page_pictures_lookup (HopsoPagePictures *self, guint page);
HopsoPagePicture *hopso_page_pictures_use (HopsoPagePictures *self, guint page);
void hopso_page_pictures_shrink (HopsoPagePictures *self);
GdkTexture *hopso_page_pictures_get_texture (HopsoPagePictures *self,
                                             HopsoPagePicture *picture,
                                             HopsoPagePlate *plate);
void hopso_page_pictures_wish (HopsoPagePictures *self,
                               HopsoPagePicture *picture,
                               HopsoPagePlate *plate,
                               const HopsoPdfView *view,
                               HopsoPdfPriority priority);

G_END_DECLS
