/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-blob-cache-private.h"
#include "hopso-blob-writer.h"

G_BEGIN_DECLS

struct _HopsoBlobWriter
{
  GObject parent_instance;

  HopsoBlobCache *cache;   /* owned */
  HopsoBlobRow *row;       /* owned */
  HopsoBlobFile *file;     /* owned, nullable: done or broken */
  HopsoDigester *digester; /* owned */
  guint32 n_sealed;        /* chunks on the disk */
  guint8 *chunk;           /* owned: the chunk that fills up */
  gsize filled;
  guint64 offset;      /* bytes taken in so far */
  gboolean has_row;    /* in the database, for the next writer */
  gboolean is_marked;  /* in the cache's table of those without a row */
  gboolean is_counted; /* among those that others wait for */
  gboolean was_used;   /* something named the blob when this writer began */
};

/* Errors say that writing has ended. */
gboolean hopso_blob_writer_check_open (HopsoBlobWriter *self, GError **error);
gboolean hopso_blob_writer_seal_chunk (HopsoBlobWriter *self, GError **error);

/* Writing has ended: somebody else may begin, and nobody waits for it. */
void hopso_blob_writer_let_go (HopsoBlobWriter *self);

G_END_DECLS
