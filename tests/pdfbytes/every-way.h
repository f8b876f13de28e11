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
 * what is prepared passes its check. */
void every_way_go (HopsoPdfSource *source, HopsoSecret *password);

/* The same in steps, for reading that @fails: then anything may be refused. */
HopsoPdfFile *every_way_open (HopsoPdfSource *source, HopsoSecret *password, gboolean fails);
gboolean every_way_do (guint i, HopsoPdfFile *file, HopsoSecret *password, gboolean fails);

G_END_DECLS
