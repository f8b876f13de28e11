/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-submit-row.h"
#include "hopso-submit-window.h"

G_BEGIN_DECLS

/* One widget in two files: the window with its checks, the list of signers. */
struct _HopsoSubmitWindow
{
  AdwWindow parent_instance;

  HopsoWorkspace *workspace; /* owned */
  HopsoClock *clock;         /* owned */
  HopsoPaper *paper;         /* owned, nullable: a file is submitted */
  GFile *file;               /* owned, nullable: a paper is submitted */
  HopsoFd fd;                /* owned: of the file, -1: a paper, or it cannot be read */
  char *problem;             /* owned, nullable: why the document cannot be submitted */
  char *previous;            /* owned, nullable: the request that is submitted again */
  gint64 deadline;           /* 0: none */
  HopsoSubmitRow *removed;   /* owned, nullable: can be put back */
  int removed_from;          /* where it was */
  gboolean is_sending;

  AdwToastOverlay *toasts;
  AdwActionRow *document_row;
  AdwEntryRow *title_row;
  GtkListBox *list;
  GtkWidget *add_button;
  GtkSwitch *order_switch;
  AdwActionRow *deadline_row;
  GtkCalendar *calendar;
  GtkPopover *calendar_popover;
  GtkWidget *clear_button;
  AdwEntryRow *remarks_row;
  GtkImage *problem_icon;
  GtkLabel *problem_label;
  GtkWidget *submit_button;
};

void hopso_submit_window_update (HopsoSubmitWindow *self);

HopsoSubmitRow *hopso_submit_window_get_row (HopsoSubmitWindow *self, int index);
void hopso_submit_window_ask_signer (HopsoSubmitWindow *self);
void hopso_submit_window_undo (HopsoSubmitWindow *self);

G_END_DECLS
