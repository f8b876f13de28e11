/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-page-view.h"
#include "hopso-sign-dialog.h"
#include "hopso-sign-job-row.h"
#include "hopso-signer.h"
#include "hopso-token-monitor.h"

G_BEGIN_DECLS

/* The dialog is one widget in three files: what it shows, the certificates, the signing. */
struct _HopsoSignDialog
{
  AdwWindow parent_instance;

  HopsoWorkspace *workspace;          /* owned */
  GCancellable *cancellable;          /* owned: of everything that the dialog waits for */
  GPtrArray *rows;                    /* owned; elements borrowed: in list */
  GPtrArray *keys;                    /* owned; SignKey */
  HopsoToken *token;                  /* owned, nullable: no certificate chosen */
  HopsoTokenCertificate *certificate; /* owned, nullable: likewise */
  GBytes *picture_png;                /* owned, nullable */
  GCancellable *signing;              /* owned, nullable: nothing is being signed */
  HopsoSignBatch *batch;              /* owned, nullable: likewise */
  HopsoPageView *view;   /* borrowed, nullable: in preview, from the first document on */
  HopsoPageLayer *layer; /* borrowed, nullable: in view */
  guint shown;           /* whose page the preview shows */
  guint n_signed;
  guint n_stored;

  AdwWindowTitle *window_title;
  GtkWidget *place_box;
  AdwBin *preview;
  GtkLabel *place_label;
  GtkWidget *switch_box;
  GtkWidget *previous_button;
  GtkWidget *next_button;
  AdwActionRow *certificate_row;
  GtkWidget *retry_button;
  GtkWidget *certificate_button;
  GtkPopover *certificate_popover;
  GtkListBox *certificate_list;
  AdwActionRow *picture_row;
  GtkPicture *picture;
  GtkWidget *picture_button;
  GtkWidget *pin_list;
  AdwPasswordEntryRow *pin_row;
  GtkWidget *accepted_row;
  GtkImage *pin_icon;
  GtkLabel *pin_label;
  GtkListBox *list;
  GtkLabel *foot_label;
  GtkButton *cancel_button;
  GtkWidget *sign_button;
  AdwButtonContent *sign_content;
};

void hopso_sign_dialog_update (HopsoSignDialog *self);
guint hopso_sign_dialog_count_ready (HopsoSignDialog *self);

void hopso_sign_dialog_look_for_tokens (HopsoSignDialog *self);
void hopso_sign_dialog_choose_key (HopsoSignDialog *self, guint position);
void hopso_sign_dialog_start (HopsoSignDialog *self);

void hopso_sign_dialog_load_picture (HopsoSignDialog *self);
void hopso_sign_dialog_ask_picture (HopsoSignDialog *self);

void hopso_sign_dialog_open_row (HopsoSignDialog *self, HopsoSignJobRow *row);
void hopso_sign_dialog_show_row (HopsoSignDialog *self, guint position);
void hopso_sign_dialog_show_mark (HopsoSignDialog *self);
void hopso_sign_dialog_read_places (HopsoSignDialog *self);

G_END_DECLS
