/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-test-pdf.h"

G_BEGIN_DECLS

/* A document to be put through everything. */
typedef struct
{
  const char *name;
  GBytes *bytes;         /* owned */
  HopsoSecret *password; /* owned, nullable */
} EveryDocument;

/* Documents of all builds: forms, signed ones, certified, locked, reserved, issued, with evidence,
 * protected, with object streams; of EveryDocument. */
GPtrArray *every_way_documents (void);

/* Does with a document all that this room can do. Whatever is refused is refused with an error, and
 * what is prepared passes its check; unless reading itself fails: then @fails tells so. */
void every_way_go (HopsoPdfSource *source, HopsoSecret *password, gboolean fails);

G_END_DECLS
