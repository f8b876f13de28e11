/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-adaptive-bin.h"
#include "hopso-deed-box.h"
#include "hopso-page-view.h"
#include "hopso-sign-dialog.h"
#include "hopso-sign-job-row.h"
#include "hopso-signer.h"
#include "hopso-token-monitor.h"

G_BEGIN_DECLS

/* The dialog is one widget in several files: page and mark, certificates, picture, what it says,
 * the signing. */
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
  double picture_mm;                  /* how wide it is on paper */
  GCancellable *signing;              /* owned, nullable: nothing is being signed */
  HopsoSignBatch *batch;              /* owned, nullable: likewise */
  HopsoPageView *view;   /* borrowed, nullable: in preview, from the first document on */
  HopsoPageLayer *layer; /* borrowed, nullable: in view */
  GPtrArray *extras;     /* owned; HopsoPageLayer, borrowed: in view */
  gboolean is_movable;   /* the mark in sight */
  GFile *folder;         /* owned, nullable: where signed files go, as chosen */
  char *pin_problem;     /* owned, nullable: why the last try did not work */
  gboolean is_chosen;    /* the certificate, by the person */
  gulong tokens_changed; /* a handler, or 0 */
  guint shown;           /* whose page the preview shows */
  guint n_signed;
  guint n_stored;
  gboolean was_stopped; /* the last batch, by the person or the token */

  AdwWindowTitle *window_title;
  HopsoAdaptiveBin *bin;
  GtkWidget *halves;
  GtkWidget *foot;
  GtkImage *foot_icon;
  GtkWidget *place_box;
  AdwBin *preview;
  GtkLabel *place_label;
  GtkWidget *switch_box;
  AdwActionRow *certificate_row;
  GtkWidget *retry_button;
  GtkWidget *certificate_button;
  GtkPopover *certificate_popover;
  GtkListBox *certificate_list;
  AdwActionRow *picture_row;
  GtkPicture *picture;
  GtkWidget *picture_button;
  HopsoDeedBox *deed_box;
  GtkWidget *output_list;
  AdwActionRow *output_row;
  GtkWidget *output_button;
  GtkWidget *pin_list;
  AdwPasswordEntryRow *pin_row;
  AdwActionRow *accepted_row;
  GtkImage *accepted_icon;
  GtkImage *pin_icon;
  GtkLabel *pin_label;
  GtkListBox *list;
  GtkLabel *foot_label;
  GtkButton *later_button;
  GtkButton *cancel_button;
  GtkWidget *sign_button;
  AdwButtonContent *sign_content;
};

void hopso_sign_dialog_update (HopsoSignDialog *self);
guint hopso_sign_dialog_count_ready (HopsoSignDialog *self);

guint hopso_sign_dialog_count_failed (HopsoSignDialog *self);
gboolean hopso_sign_dialog_may_sign (HopsoSignDialog *self, HopsoSignJobRow *row);

void
hopso_sign_dialog_add_row (HopsoSignDialog *self, HopsoSignJobRow *row, HopsoSignAction action);

/* What a signature is for, and what it will look like. */
HopsoSignAction hopso_sign_dialog_find_asked (HopsoSignDialog *self, HopsoSignRequest *request);
HopsoDeedFacts *hopso_sign_dialog_make_deed (HopsoSignDialog *self, HopsoSignAction action);
HopsoSignAction hopso_sign_dialog_get_action (HopsoSignDialog *self);
gboolean hopso_sign_dialog_wants_agency (HopsoSignDialog *self);
gboolean hopso_sign_dialog_has_agency (HopsoSignDialog *self);
void hopso_sign_dialog_update_needs (HopsoSignDialog *self);
gboolean hopso_sign_dialog_is_said (HopsoSignDialog *self, HopsoSignJobRow *row);
void hopso_sign_dialog_look (HopsoSignDialog *self, HopsoSignJobRow *row);
void hopso_sign_dialog_look_at_all (HopsoSignDialog *self);
void hopso_sign_dialog_deed_typed (HopsoSignDialog *self);
void hopso_sign_dialog_show_deed (HopsoSignDialog *self);
void hopso_sign_dialog_set_deed (HopsoSignDialog *self, HopsoSignJobRow *row, HopsoSignJob *job);
void hopso_sign_dialog_place_initial (HopsoSignDialog *self,
                                      HopsoSignJobRow *row,
                                      HopsoSignPlace *place);

void hopso_sign_dialog_stop_watching (HopsoSignDialog *self);
void hopso_sign_dialog_look_for_tokens (HopsoSignDialog *self);
void hopso_sign_dialog_choose_anew (HopsoSignDialog *self);
void hopso_sign_dialog_choose_key (HopsoSignDialog *self, guint position);
void hopso_sign_dialog_start (HopsoSignDialog *self);

void hopso_sign_dialog_load_picture (HopsoSignDialog *self);
void hopso_sign_dialog_ask_picture (HopsoSignDialog *self);

/* Kept with a row: a GArray of HopsoSignSpot. */
#define HOPSO_SIGN_SPOTS "hopso-sign-spots"

void hopso_sign_dialog_open_row (HopsoSignDialog *self, HopsoSignJobRow *row);
void hopso_sign_dialog_ask_password (HopsoSignDialog *self, HopsoSignJobRow *row);
void hopso_sign_dialog_name_outputs (HopsoSignDialog *self);
void hopso_sign_dialog_ask_folder (HopsoSignDialog *self);
void hopso_sign_dialog_reveal_extra (HopsoSignDialog *self);
void hopso_sign_dialog_show_row (HopsoSignDialog *self, guint position);
void hopso_sign_dialog_show_mark (HopsoSignDialog *self);
void hopso_sign_dialog_read_places (HopsoSignDialog *self);

/* Where a mark stands at first, and what a person has made of it by hand. */
void hopso_sign_dialog_choose_place (HopsoSignDialog *self,
                                     HopsoSignJobRow *row,
                                     HopsoPdfDocument *document,
                                     HopsoSignPlace *place);
void hopso_sign_dialog_place_chosen (HopsoSignDialog *self,
                                     HopsoSignJobRow *row,
                                     const HopsoSignPlace *place);

G_END_DECLS
