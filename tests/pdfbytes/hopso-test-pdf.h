/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-file.h"

G_BEGIN_DECLS

/* Writes a PDF object by object, right or wrong, as a test wants it. */
typedef struct
{
  GString *bytes;
  guint64 offsets[64]; /* of the objects written since the last cross-reference */
  gint64 previous;     /* where the last cross-reference is, -1 before the first */
  guint size;
} HopsoTestPdf;

HopsoTestPdf *hopso_test_pdf_new (void);
HopsoTestPdf *hopso_test_pdf_new_minimal (void);
void hopso_test_pdf_free (HopsoTestPdf *self);
void hopso_test_pdf_add (HopsoTestPdf *self, guint number, const char *body);
void hopso_test_pdf_add_stream (
    HopsoTestPdf *self, guint number, const char *entries, const void *data, gsize size);
void hopso_test_pdf_end_with_table (HopsoTestPdf *self, const char *entries);
void hopso_test_pdf_end_with_stream (HopsoTestPdf *self, guint number, const char *entries);
void hopso_test_pdf_append (HopsoTestPdf *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
char *hopso_test_pdf_find_last (HopsoTestPdf *self, const char *text);
void hopso_test_pdf_patch (HopsoTestPdf *self, const char *from, const char *to);
GBytes *hopso_test_pdf_dup_bytes (HopsoTestPdf *self);
HopsoPdfFile *hopso_test_pdf_open (HopsoTestPdf *self, GError **error);
HopsoPdfFile *hopso_test_open_bytes (const void *bytes, gsize size, GError **error);
GBytes *hopso_test_mark (double width, double height);
GBytes *hopso_test_marks (double width, double height, guint n_pages);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoTestPdf, hopso_test_pdf_free)

/* Minimal: catalogue 1, page tree 2, page 3 (A4), its content 4. */
#define HOPSO_TEST_TRAILER "/Root 1 0 R"

G_END_DECLS
