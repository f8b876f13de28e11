/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-file-opening.h"
#include "hopso-page-view.h"
#include "hopso-pdf-client.h"
#include "hopso-side-panel.h"
#include "hopso-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HopsoReader:
 *
 * One paper to be read: header, a place for the verdict on its signatures, tools, pages. It goes
 * back by the action "win.back". Signals: "sign" and "verify", when people ask for it (whoever
 * answers finds the bytes by hopso_reader_get_fd() and the paper by hopso_reader_get_paper_id()),
 * "shown", when a document has been opened, and "settled", when it is on the screen.
 */
#define HOPSO_TYPE_READER (hopso_reader_get_type ())
G_DECLARE_FINAL_TYPE (HopsoReader, hopso_reader, HOPSO, READER, AdwBin)

GtkWidget *hopso_reader_new (HopsoWorkspace *workspace);
void hopso_reader_set_workspace (HopsoReader *self, HopsoWorkspace *workspace);
void hopso_reader_open (HopsoReader *self, const char *paper_id);
const char *hopso_reader_get_paper_id (HopsoReader *self);

void hopso_reader_show (HopsoReader *self, HopsoPdfClient *client, int fd, const char *title);
void hopso_reader_open_file (HopsoReader *self, HopsoPdfClient *client, GFile *file);
void hopso_reader_open_begun (HopsoReader *self, HopsoFileOpening *opening);
GFile *hopso_reader_get_file (HopsoReader *self);
void hopso_reader_close (HopsoReader *self);
int hopso_reader_get_fd (HopsoReader *self);
HopsoSecret *hopso_reader_get_password (HopsoReader *self);
HopsoPdfDocument *hopso_reader_get_document (HopsoReader *self);
HopsoPageView *hopso_reader_get_view (HopsoReader *self);
void hopso_reader_find (HopsoReader *self, const char *words);
gboolean hopso_reader_step_back (HopsoReader *self);
gboolean hopso_reader_has_unsaved (HopsoReader *self);
gboolean hopso_reader_save_filled (HopsoReader *self);
HopsoSidePanel *hopso_reader_get_side_panel (HopsoReader *self);
void hopso_reader_show_panel (HopsoReader *self, const char *name);
GtkWidget *hopso_reader_get_tab_space (HopsoReader *self);
void hopso_reader_set_notice (HopsoReader *self, GtkWidget *notice);
void hopso_reader_set_banner (HopsoReader *self, GtkWidget *banner);
void hopso_reader_set_can_sign (HopsoReader *self, gboolean can_sign);

G_END_DECLS
