/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-client.h"

G_BEGIN_DECLS

#define HOPSO_TYPE_FILE_OPENING (hopso_file_opening_get_type ())
G_DECLARE_FINAL_TYPE (HopsoFileOpening, hopso_file_opening, HOPSO, FILE_OPENING, GObject)

HopsoFileOpening *hopso_file_opening_new (HopsoPdfClient *client, GFile *file);
void hopso_file_opening_cancel (HopsoFileOpening *self);
HopsoPdfClient *hopso_file_opening_get_client (HopsoFileOpening *self);
GFile *hopso_file_opening_get_file (HopsoFileOpening *self);
gboolean hopso_file_opening_is_done (HopsoFileOpening *self);
int hopso_file_opening_get_fd (HopsoFileOpening *self);
const char *hopso_file_opening_get_digest (HopsoFileOpening *self);
HopsoPdfDocument *hopso_file_opening_get_document (HopsoFileOpening *self);
const GError *hopso_file_opening_get_error (HopsoFileOpening *self);

G_END_DECLS
