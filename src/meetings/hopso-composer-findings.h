/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-composition.h"

G_BEGIN_DECLS

/**
 * HopsoComposerSeverity:
 * @HOPSO_COMPOSER_FINE: nothing to do
 * @HOPSO_COMPOSER_WARNING: publishing needs a reason
 * @HOPSO_COMPOSER_BLOCK: publishing is not possible
 */
typedef enum
{
  HOPSO_COMPOSER_FINE,
  HOPSO_COMPOSER_WARNING,
  HOPSO_COMPOSER_BLOCK
} HopsoComposerSeverity;

/**
 * HopsoComposerFinding:
 * @severity: what follows from it
 * @title: what was checked
 * @words: what was found
 * @item: (nullable): id of the agenda item that it concerns
 *
 * One line of the checks.
 */
typedef struct
{
  HopsoComposerSeverity severity;
  char *title;
  char *words;
  char *item;
} HopsoComposerFinding;

GPtrArray *hopso_composer_find (HopsoComposition *composition);

G_END_DECLS
