/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-text.h"

G_BEGIN_DECLS

/**
 * HopsoSecrecyPage:
 * @chars: (array length=n_chars): its characters, lines ended by line feeds
 * @boxes: (array length=n_chars): where each stands
 * @n_chars: how many
 * @width: of the page in points, as it is shown
 * @height: likewise
 * @page: which one, from 0
 */
typedef struct
{
  const gunichar *chars;    /* borrowed */
  const HopsoPdfBox *boxes; /* borrowed */
  guint n_chars;
  double width;
  double height;
  guint page;
} HopsoSecrecyPage;

/**
 * HopsoSecrecyFindings:
 * @HOPSO_SECRECY_MARK: a stamp that makes it a state secret
 * @HOPSO_SECRECY_WORDS: the document says of itself that it is one
 */
typedef enum
{
  HOPSO_SECRECY_MARK = 1 << 0,
  HOPSO_SECRECY_WORDS = 1 << 1,
} HopsoSecrecyFindings;

HopsoSecrecyFindings hopso_secrecy_judge (const HopsoSecrecyPage *page);

G_END_DECLS
