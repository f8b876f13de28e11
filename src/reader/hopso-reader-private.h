/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-attachment-list.h"
#include "hopso-bookmarks.h"
#include "hopso-doubts-button.h"
#include "hopso-fd.h"
#include "hopso-file-opening.h"
#include "hopso-fill-bar.h"
#include "hopso-find-bar.h"
#include "hopso-form-filler.h"
#include "hopso-layer-list.h"
#include "hopso-presentation.h"
#include "hopso-reader.h"
#include "hopso-side-panel.h"
#include "hopso-text-page.h"

G_BEGIN_DECLS

struct _HopsoReader
{
  AdwBin parent_instance;

  GtkWidget *header;
  AdwWindowTitle *title;
  GtkToggleButton *panel_button;
  GtkMenuButton *menu_button;
  HopsoFindBar *find_bar;
  AdwFlap *flap;
  HopsoSidePanel *side;
  HopsoAttachmentList *attachments; /* borrowed: the panel has it */
  HopsoLayerList *layers;           /* borrowed: the panel has it */
  HopsoDoubtsButton *doubts;
  GtkStack *content;
  HopsoTextPage *text_page;
  GtkWidget *text_tools;
  GtkWidget *tab_space;
  GtkRevealer *notice_revealer;
  GtkRevealer *presenting_revealer;
  GtkRevealer *banner_revealer;
  GtkRevealer *fill_revealer;
  HopsoFillBar *fill_bar;
  GtkWidget *tools;
  GtkWidget *document_tools;
  GtkWidget *fit_tools;
  GtkToggleButton *fit_width_button;
  GtkToggleButton *fit_page_button;
  GtkWidget *verify_button;
  GtkWidget *sign_button;
  GtkStack *stack;
  GtkProgressBar *progress;
  GtkWidget *cancel_button;
  HopsoPageView *view;
  AdwStatusPage *problem;
  GtkButton *again_button;
  GtkWidget *bar;
  GtkWidget *previous_button;
  GtkEditable *page_entry;
  GtkLabel *count_label;
  GtkWidget *next_button;
  GtkToggleButton *night_button;
  GtkWidget *zoom_out_button;
  GtkLabel *zoom_label;
  GtkWidget *zoom_in_button;
  GtkWidget *bin;

  HopsoWorkspace *workspace; /* owned, nullable */
  HopsoPdfClient *client;    /* owned, nullable: until something is shown */
  GCancellable *cancellable; /* owned, nullable: of the opening under way */
  GCancellable *asking;      /* owned, nullable: of the question for a password */
  HopsoSecret *password;     /* owned, nullable: what opened the document */
  char *unasked;             /* owned, nullable: why to ask for one when somebody looks */
  char *paper_id;            /* owned, nullable */
  GFile *file;               /* owned, nullable: it is a paper */
  char *digest;              /* owned, nullable: of what the file was when it was read */
  HopsoFileOpening *opening; /* owned, nullable: of the file, under way */
  GFileMonitor *monitor;     /* owned, nullable: of the file */
  GCancellable *watching;    /* owned, nullable: of what is done when it changes */
  guint written;             /* source, or 0: the file is compared when it fires */
  guint rest;                /* source, or 0: the place is kept when it fires */
  HopsoPagePlace next_place; /* where to begin instead of where it was left */
  gboolean has_next_place;
  HopsoPresentation *presentation; /* borrowed: GTK owns it until it is closed; nullable */
  AdwToast *toast;                 /* owned, nullable: what was said last */
  HopsoBookmarks *bookmarks;       /* owned */
  GtkToggleButton *bookmark_button;
  gboolean is_restoring;   /* what is remembered */
  HopsoFormFiller *filler; /* owned, nullable */
  HopsoFormDraft *draft;   /* owned, nullable: of the form that is shown */
  GCancellable *filling;   /* owned, nullable: while the form is read */
  char *filled_words;      /* owned, nullable: what to say when it is shown again */
  guint draft_rest;        /* source, or 0: the draft is kept when it fires */
  HopsoFd fd;              /* owned */
  guint pulse;             /* source, or 0 */
  guint settling;          /* source, or 0: what is shown has not settled yet */
};

void hopso_reader_begin (HopsoReader *self, const char *title, const char *detail);
void hopso_reader_set_progress (HopsoReader *self, double fraction);
void hopso_reader_show_problem (HopsoReader *self, const GError *error);
void hopso_reader_stop_waiting (HopsoReader *self);
void hopso_reader_set_page_shown (HopsoReader *self, const char *name);
void hopso_reader_install_shown (void);
void hopso_reader_connect_shown (HopsoReader *self);
void hopso_reader_show_document (HopsoReader *self, HopsoPdfDocument *document);
void hopso_reader_show_fd (HopsoReader *self, HopsoPdfClient *client, int fd);
void hopso_reader_install_tools (GtkWidgetClass *class);
void hopso_reader_connect_tools (HopsoReader *self);
void hopso_reader_install_panels (GtkWidgetClass *class);
void hopso_reader_connect_panels (HopsoReader *self);
void hopso_reader_root (HopsoReader *self);
AdwToast *hopso_reader_tell (HopsoReader *self, const char *words);
void hopso_reader_show_tools (HopsoReader *self);
void hopso_reader_install_parts (GtkWidgetClass *class);
void hopso_reader_connect_parts (HopsoReader *self);
void hopso_reader_install_print (GtkWidgetClass *class);
void hopso_reader_install_text (GtkWidgetClass *class);
void hopso_reader_connect_text (HopsoReader *self);
void hopso_reader_restore_text (HopsoReader *self);
void hopso_reader_grab_content (HopsoReader *self);

void hopso_reader_open_again (HopsoReader *self, const char *password);
void hopso_reader_ask_password (HopsoReader *self, const char *words);
void hopso_reader_ask_now (HopsoReader *self);
void hopso_reader_forget_password (HopsoReader *self);
void hopso_reader_install_filling (GtkWidgetClass *class);
void hopso_reader_begin_filling (HopsoReader *self);
void hopso_reader_end_filling (HopsoReader *self);
void
hopso_reader_open_filled_async (HopsoReader *self, GAsyncReadyCallback callback, gpointer data);
HopsoPdfDocument *
hopso_reader_open_filled_finish (HopsoReader *self, GAsyncResult *result, GError **error);

void hopso_reader_load_paper (HopsoReader *self);
void hopso_reader_load_file (HopsoReader *self, HopsoFileOpening *opening);
void hopso_reader_leave_opening (HopsoReader *self);
void hopso_reader_forget_file (HopsoReader *self);
char *hopso_reader_dup_remembered (HopsoReader *self, const char *what);
void hopso_reader_remember (HopsoReader *self, const char *what, const char *value);
void hopso_reader_connect_place (HopsoReader *self);
void hopso_reader_install_present (GtkWidgetClass *class);
void hopso_reader_stop_presenting (HopsoReader *self);
void hopso_reader_install_bookmarks (GtkWidgetClass *class);
void hopso_reader_connect_bookmarks (HopsoReader *self);
void hopso_reader_restore_bookmarks (HopsoReader *self);
void hopso_reader_restore_place (HopsoReader *self);
void hopso_reader_keep_place (HopsoReader *self);

G_END_DECLS
