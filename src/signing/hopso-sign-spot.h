/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-text.h"
#include "hopso-sign-job.h"

G_BEGIN_DECLS

/**
 * HopsoSignSpot:
 * @place: between the position and the name, or under the position where there is no name
 * @score: how sure this is; above 100, the signer's own name stands there
 *
 * Where a page is made to be signed.
 */
typedef struct
{
  HopsoSignPlace place;
  guint score;
} HopsoSignSpot;

/**
 * HopsoSignSpotPage:
 * @text: the page's text
 * @number: of the page, from 0
 * @width: of the page, in points
 * @height: of the page, in points
 */
typedef struct
{
  HopsoPdfText *text;
  guint number;
  double width;
  double height;
} HopsoSignSpotPage;

GArray *
hopso_sign_spot_list (const HopsoSignSpotPage *page, const char *name, const char *position);

#define HOPSO_SIGN_SPOT_SURE 100

G_END_DECLS
