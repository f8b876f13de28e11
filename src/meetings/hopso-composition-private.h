/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-composition.h"
#include "hopso-workspace-compose.h"

G_BEGIN_DECLS

/* One object in two files: what is there, and the steps that change it. */
struct _HopsoComposition
{
  GObject parent_instance;

  HopsoWorkspace *workspace; /* owned */
  HopsoClock *clock;         /* owned */
  char *id;                  /* owned */
  GListModel *items;         /* owned: of all levels */
  GListModel *papers;        /* owned */
  GListModel *people;        /* owned */
  HopsoComposerTree *tree;   /* owned */
  guint stale;               /* which lists differ from what was told: bits of Stale */
  guint source;              /* 0: nothing is to be told */
  gint64 saved;              /* when the last step was written; 0: none yet */
};

HopsoComposeStep *hopso_composition_make_numbers (HopsoComposition *self);
void hopso_composition_do (HopsoComposition *self, HopsoComposeStep *step);
void hopso_composition_steps_changed (HopsoComposition *self);

G_END_DECLS
