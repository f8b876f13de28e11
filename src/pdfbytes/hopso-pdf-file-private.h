/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-file.h"
#include "hopso-pdf-object-stream-private.h"
#include "hopso-pdf-security-private.h"
#include "hopso-pdf-xref-private.h"

G_BEGIN_DECLS

#define HOPSO_PDF_MAX_RESOLVING 24

struct _HopsoPdfFile
{
  GObject parent_instance;

  HopsoPdfSource *source; /* owned */
  HopsoPdfXref *xref;     /* owned by @newest when that is another */
  HopsoPdfFile *newest;   /* owned, nullable: the file whose older revision this is */
  guint revision;         /* position in xref->revisions */
  guint64 end;            /* no object lies behind it */
  gboolean is_encrypted;
  HopsoPdfSecurity *security; /* owned by @newest when that is another; nullable */
  GError *lock;               /* owned, nullable: why it is still locked */
  HopsoSecret *password;      /* owned, nullable: what it was opened with */

  GHashTable *cache; /* owned: number → HopsoPdfObject */
  guint n_cached;
  guint64 work_left;              /* bytes that may still be parsed */
  HopsoPdfObjectStreams *streams; /* owned: object streams, unpacked */
  guint32 resolving[HOPSO_PDF_MAX_RESOLVING];
  guint n_resolving;
  GArray *pages; /* owned, nullable: of HopsoPdfPage */
  char *version; /* owned */
};

HopsoPdfFile *hopso_pdf_file_open_continued (HopsoPdfFile *self,
                                             GBytes *more,
                                             HopsoSecret *password,
                                             GError **error);

/* Where an object is, and in which of all sections that stands; NULL when nothing says so. */
const HopsoPdfEntry *hopso_pdf_file_find_entry (HopsoPdfFile *self, guint32 number, guint *section);
/* hopso-pdf-protection.c: NULL as long as the document is locked, and when it is not encrypted. */
HopsoPdfSecurity *hopso_pdf_file_get_security (HopsoPdfFile *self);
gboolean hopso_pdf_file_unlock (HopsoPdfFile *self, HopsoSecret *password, GError **error);
gboolean hopso_pdf_file_check_unlocked (HopsoPdfFile *self, GError **error);

HopsoPdfXref *hopso_pdf_file_get_xref (HopsoPdfFile *self);
guint hopso_pdf_file_get_first_section (HopsoPdfFile *self);
const HopsoPdfRevision *hopso_pdf_file_get_revision (HopsoPdfFile *self, guint revision);

G_END_DECLS
