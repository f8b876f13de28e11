/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-file.h"

G_BEGIN_DECLS

char **hopso_pdf_file_list_locked_layers (HopsoPdfFile *self, HopsoPdfObject *catalog);

G_END_DECLS
