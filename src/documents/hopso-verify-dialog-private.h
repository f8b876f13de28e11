/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-change-view.h"
#include "hopso-fd.h"
#include "hopso-secret.h"
#include "hopso-verify-dialog.h"

G_BEGIN_DECLS

struct _HopsoVerifyDialog
{
  AdwWindow parent_instance;

  HopsoVerifier *verifier;        /* owned, nullable: disposed */
  HopsoSignatureReport *report;   /* owned, nullable: not known yet */
  HopsoSignatureResult *compared; /* owned, nullable: whose revision is shown beside the present */
  GCancellable *cancellable;      /* owned */
  HopsoFd fd;                     /* owned */
  HopsoSecret *password;          /* owned, nullable: none is needed or known */
  char *title;                    /* owned: what people call the file */

  AdwWindowTitle *window_title;
  GtkWidget *save_button;
  GtkWidget *verdict_box;
  GtkStack *verdict_stack;
  GtkImage *verdict_icon;
  GtkLabel *headline;
  GtkLabel *sentence;
  GtkWidget *again_button;
  GtkWidget *side;
  GtkLabel *count_label;
  GtkListBox *list;
  GtkLabel *checked_label;
  GtkStack *views;
  GtkWidget *switcher;
  HopsoChangeView *change_view;
  AdwBin *details;
  AdwToastOverlay *toasts;
};

void hopso_verify_dialog_install_actions (GtkWidgetClass *widget_class);
void hopso_verify_dialog_save (GtkWidget *widget, const char *action, GVariant *parameter);
gboolean hopso_verify_dialog_take_file (HopsoVerifyDialog *self, GFile *file);

G_END_DECLS
