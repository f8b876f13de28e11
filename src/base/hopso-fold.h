/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HopsoFoldHow:
 * @HOPSO_FOLD_LOOSE: letters without diacritics, "đ" as "d"
 * @HOPSO_FOLD_EXACT: letters with their diacritics
 *
 * What words have in common that are told to be the same. In both, capitals are small letters,
 * ligatures are their letters, white space is one space, and composed letters equal decomposed
 * ones.
 */
typedef enum
{
  HOPSO_FOLD_LOOSE,
  HOPSO_FOLD_EXACT,
} HopsoFoldHow;

/**
 * HopsoFold:
 *
 * A folded text that knows where each of its characters comes from. Immutable.
 */
typedef struct _HopsoFold HopsoFold;

HopsoFold *hopso_fold_new (const char *text, HopsoFoldHow how);
void hopso_fold_free (HopsoFold *self);
guint hopso_fold_get_length (const HopsoFold *self);
gboolean hopso_fold_find (
    const HopsoFold *self, const HopsoFold *words, guint *from, guint *start, guint *end);

HopsoFoldHow hopso_fold_choose (const char *words);
char *hopso_fold_text (const char *text, HopsoFoldHow how);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoFold, hopso_fold_free)

G_END_DECLS
