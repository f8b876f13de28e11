/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-composer-row.h"

G_BEGIN_DECLS

/* One widget in two files: what it shows, and what is done with it. */
struct _HopsoComposerRow
{
  GtkListBoxRow parent_instance;

  HopsoComposition *composition; /* owned */
  char *id;                      /* owned */
  HopsoAgendaItem *item;         /* owned, nullable: not shown yet */
  GPtrArray *papers;             /* owned, nullable: of HopsoPaper */
  char *number;                  /* owned, nullable */
  gint64 minutes;
  guint depth;
  gboolean has_parts;
  gboolean is_narrow;
  gboolean is_filling;

  GtkWidget *outer;        /* borrowed: child */
  GtkWidget *number_label; /* borrowed: child */
  GtkWidget *column;       /* borrowed: child */
  GtkWidget *line;         /* borrowed: child */
  GtkWidget *names;        /* borrowed: child */
  GtkWidget *name_label;   /* borrowed: child */
  GtkWidget *second_label; /* borrowed: child */
  GtkWidget *spin;         /* borrowed: child */
  GtkWidget *sum_label;    /* borrowed: child */
  GtkWidget *paper_box;    /* borrowed: child */
  GtkWidget *missing;      /* borrowed: child, nullable */
  GtkWidget *form;         /* borrowed: child, nullable: open while it is edited */
};

void hopso_composer_row_class_add_acts (GtkWidgetClass *klass);

G_END_DECLS
