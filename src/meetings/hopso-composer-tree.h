/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-agenda-item.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Items, parts and parts of parts: what a printed agenda can number and a person can follow. */
#define HOPSO_COMPOSER_TREE_LEVELS 3

/**
 * HopsoComposerNode:
 * @item: the agenda item
 * @number: as printed, from where it stands, such as "2.1"
 * @minutes: what it is given, or what its parts are given together
 * @parent: index of the item of which this is a part, or -1
 * @end: index of the first node that is neither this one nor below it
 * @depth: 0: an item, 1: a part
 * @n_parts: how many parts it has itself
 *
 * One line of the agenda.
 */
typedef struct
{
  HopsoAgendaItem *item;
  char *number;
  gint64 minutes;
  int parent;
  guint end;
  guint depth;
  guint n_parts;
} HopsoComposerNode;

/**
 * HopsoComposerPlace:
 * @parent: (nullable): id of the item of which it becomes a part
 * @after: (nullable): id of the sibling that it follows; %NULL: it becomes the first
 *
 * Where something goes.
 */
typedef struct
{
  const char *parent;
  const char *after;
} HopsoComposerPlace;

/**
 * HopsoComposerTree:
 *
 * An agenda from top to bottom, with numbers and sums; never changed, made anew for each change.
 */
typedef struct _HopsoComposerTree HopsoComposerTree;

HopsoComposerTree *hopso_composer_tree_new (GListModel *items);
void hopso_composer_tree_free (HopsoComposerTree *self);
guint hopso_composer_tree_get_n_nodes (HopsoComposerTree *self);
guint hopso_composer_tree_get_n_tops (HopsoComposerTree *self);
gint64 hopso_composer_tree_get_minutes (HopsoComposerTree *self);
const HopsoComposerNode *hopso_composer_tree_get_node (HopsoComposerTree *self, guint index);
int hopso_composer_tree_find (HopsoComposerTree *self, const char *id);
const char *hopso_composer_tree_get_id (HopsoComposerTree *self, guint index);

/* Where a step of the keyboard leads; FALSE: nowhere. */
gboolean hopso_composer_tree_go_up (HopsoComposerTree *self, guint index, HopsoComposerPlace *to);
gboolean hopso_composer_tree_go_down (HopsoComposerTree *self, guint index, HopsoComposerPlace *to);
gboolean hopso_composer_tree_go_in (HopsoComposerTree *self, guint index, HopsoComposerPlace *to);
gboolean hopso_composer_tree_go_out (HopsoComposerTree *self, guint index, HopsoComposerPlace *to);
void hopso_composer_tree_go_behind (HopsoComposerTree *self, guint index, HopsoComposerPlace *to);

/* Where a drop between two lines leads. */
gboolean hopso_composer_tree_drop (HopsoComposerTree *self,
                                   guint from,
                                   guint line,
                                   guint depth,
                                   HopsoComposerPlace *to,
                                   guint *real_depth);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoComposerTree, hopso_composer_tree_free)

G_END_DECLS
