/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-file.h"
#include "hopso-pdf-lexer-private.h"

G_BEGIN_DECLS

typedef enum
{
  HOPSO_PDF_ENTRY_FREE,
  HOPSO_PDF_ENTRY_PLAIN,
  HOPSO_PDF_ENTRY_COMPRESSED,
} HopsoPdfEntryKind;

/* Where one object is. */
typedef struct
{
  guint64 where; /* plain: its offset; compressed: the number of its object stream */
  guint32 number;
  guint32 index; /* compressed: which object of the stream */
  guint16 generation;
  guint8 kind; /* HopsoPdfEntryKind */
} HopsoPdfEntry;

/* One cross-reference section, hybrid streams merged in. Counted; never changed once it is read. */
typedef struct
{
  guint ref_count;
  guint64 offset;
  guint64 body_end;        /* behind the trailer or the stream's object */
  HopsoPdfXrefKind kind;   /* of the section itself */
  HopsoPdfObject *trailer; /* owned: also a stream's dictionary */
  GArray *entries;         /* owned: of HopsoPdfEntry, by number */
  gint64 previous;         /* Prev, -1 without one */
} HopsoPdfSection;

/* The sections from the newest to the oldest that one revision added; a linearized file's first
 * revision has two. */
typedef struct
{
  guint first_section;
  guint n_sections;
  guint64 end_marker; /* behind %%EOF, 0 when the revision does not end as it must */
  guint64 end;        /* behind the line end after it */
} HopsoPdfRevision;

typedef struct
{
  GPtrArray *sections; /* owned: of HopsoPdfSection, newest first */
  GArray *revisions;   /* owned: of HopsoPdfRevision, newest first */
  gboolean has_tail;   /* bytes that are not white space follow the last %%EOF */
  gboolean is_misread; /* others begin with another cross-reference */
} HopsoPdfXref;

HopsoPdfSection *hopso_pdf_section_read (HopsoPdfSource *source, guint64 offset, GError **error);
HopsoPdfSection *hopso_pdf_section_ref (HopsoPdfSection *self);
void hopso_pdf_section_unref (HopsoPdfSection *self);
const HopsoPdfEntry *hopso_pdf_section_find (const HopsoPdfSection *self, guint32 number);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoPdfSection, hopso_pdf_section_unref)

HopsoPdfXref *
hopso_pdf_xref_read (HopsoPdfSource *source, const HopsoPdfXref *beginning, GError **error);
void hopso_pdf_xref_free (HopsoPdfXref *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoPdfXref, hopso_pdf_xref_free)

/* In hopso-pdf-indirect.c. */
typedef gboolean (*HopsoPdfLengthFunc) (HopsoPdfObject *length,
                                        gint64 *value,
                                        gpointer data,
                                        GError **error);
HopsoPdfObject *hopso_pdf_parse_indirect (HopsoPdfLexer *lexer,
                                          HopsoPdfReference *reference,
                                          HopsoPdfLengthFunc length_func,
                                          gpointer data,
                                          GError **error);
gboolean
hopso_pdf_direct_length (HopsoPdfObject *length, gint64 *value, gpointer data, GError **error);
GBytes *hopso_pdf_decode (HopsoPdfSource *source,
                          HopsoPdfSpan span,
                          HopsoPdfObject *filter,
                          HopsoPdfObject *parameters,
                          gsize max_size,
                          GError **error);

G_END_DECLS
