/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-file.h"

G_BEGIN_DECLS

/**
 * HopsoPdfNewFile:
 * @name: of the file, in ASCII
 * @description: for people
 * @type: its media type, such as "text/calendar"
 * @bytes: what it holds
 *
 * A file that a document shall carry. Members are borrowed.
 */
typedef struct
{
  const char *name;
  const char *description;
  const char *type;
  GBytes *bytes;
} HopsoPdfNewFile;

GBytes *hopso_pdf_attach (GBytes *document, const HopsoPdfNewFile *file, GError **error);

G_END_DECLS
