/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-composer-agenda.h"
#include "hopso-composer-row.h"

G_BEGIN_DECLS

/* One widget in two files: its rows, and what is dragged over them. */
struct _HopsoComposerAgenda
{
  AdwBin parent_instance;

  HopsoComposition *composition; /* owned */
  GHashTable *rows;              /* owned: borrowed id → HopsoComposerRow of the list */
  char *wanted;                  /* owned, nullable: item that is edited as soon as it is there */
  gboolean is_narrow;
  HopsoComposerRow
      *held;     /* borrowed, nullable: for whom the page was scrolled; never looked into */
  double held_y; /* how far down it will be laid out */

  GtkListBox *list;
  GtkWidget *line; /* borrowed: child: where something would be dropped */
};

HopsoComposerRow *hopso_composer_agenda_get_row (HopsoComposerAgenda *self, int index);
HopsoComposerRow *hopso_composer_agenda_get_focused (HopsoComposerAgenda *self);
GtkAdjustment *hopso_composer_agenda_get_adjustment (HopsoComposerAgenda *self);
void hopso_composer_agenda_follow_papers (HopsoComposerAgenda *self);
void hopso_composer_agenda_add_dropping (HopsoComposerAgenda *self);
void hopso_composer_agenda_add_row_dragging (HopsoComposerAgenda *self, HopsoComposerRow *row);
void
hopso_composer_agenda_drop_files (HopsoComposerAgenda *self, GdkFileList *files, const char *item);

G_END_DECLS
