/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-adaptive-bin.h"
#include "hopso-chip.h"
#include "hopso-composer-agenda.h"
#include "hopso-composer-intake.h"
#include "hopso-composer-side.h"
#include "hopso-composer.h"
#include "hopso-composition.h"

G_BEGIN_DECLS

/* One widget in two files: what it shows, and what is done with the whole draft. */
struct _HopsoComposer
{
  HopsoPage parent_instance;

  HopsoComposition *composition; /* owned */
  HopsoComposerAgenda *agenda;   /* borrowed: child */
  HopsoComposerIntake *intake;   /* borrowed: child */
  HopsoComposerSide *side_pane;  /* borrowed: child */
  gboolean is_stacked;
  gboolean is_publishing;

  HopsoAdaptiveBin *outer_bin;
  HopsoAdaptiveBin *columns_bin;
  AdwHeaderBar *header;
  AdwWindowTitle *window_title;
  GtkWidget *back_button;
  GtkWidget *undo_button;
  GtkWidget *redo_button;
  AdwBin *badge_bin;
  GtkWidget *preview_button;
  GtkRevealer *notice_bar;
  GtkLabel *notice_label;
  GtkBox *columns;
  GtkScrolledWindow *scroller;
  GtkBox *page_box;
  GtkBox *facts_box;
  GtkBox *facts_line;
  HopsoChip *time_chip;
  HopsoChip *place_chip;
  HopsoChip *chair_chip;
  GtkBox *head_box;
  GtkLabel *totals_label;
  AdwBin *agenda_bin;
  GtkWidget *empty_page;
  AdwBin *intake_bin;
  GtkBox *drop_zone;
  GtkBox *drop_line;
  AdwBin *side_below;
  GtkWidget *separator;
  GtkBox *side;
  GtkWidget *side_scroller;
  AdwBin *side_beside;
  GtkLabel *publish_label;
  GtkWidget *publish_button;
  AdwButtonContent *publish_content;
};

void hopso_composer_add_acts (GtkWidgetClass *klass);
void hopso_composer_add_fate (GtkWidgetClass *klass);
void hopso_composer_add_preview (GtkWidgetClass *klass);
void hopso_composer_show_publish (HopsoComposer *self);

G_END_DECLS
