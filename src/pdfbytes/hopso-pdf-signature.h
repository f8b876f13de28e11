/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-file.h"

G_BEGIN_DECLS

/**
 * HopsoPdfSignatureFindings:
 * @HOPSO_PDF_SIGNATURE_RANGE_MALFORMED: ByteRange is missing or not an array of whole numbers
 * @HOPSO_PDF_SIGNATURE_RANGE_COUNT: it has not exactly two ranges
 * @HOPSO_PDF_SIGNATURE_RANGE_START: the first range does not start with the file
 * @HOPSO_PDF_SIGNATURE_RANGE_ORDER: ranges overlap, run backwards or past the end of the file
 * @HOPSO_PDF_SIGNATURE_GAP: the gap is not exactly the Contents string, brackets included
 * @HOPSO_PDF_SIGNATURE_REVISION: the ranges do not end where the signature's revision ends
 * @HOPSO_PDF_SIGNATURE_DUPLICATE_KEYS: a dictionary of the signature names a key twice
 * @HOPSO_PDF_SIGNATURE_NOT_PLAIN: the dictionary lies in an object stream, or Contents or ByteRange
 *   is a reference, or Contents is not hexadecimal
 * @HOPSO_PDF_SIGNATURE_SHARED: several fields, or several objects, claim the same signature
 * @HOPSO_PDF_SIGNATURE_TAIL: the file ends with bytes that belong to no revision, or in a way
 *   that makes other readers begin with other objects
 * @HOPSO_PDF_SIGNATURE_DIRECT: the dictionary is no indirect object of its own
 * @HOPSO_PDF_SIGNATURE_FIELD_TYPE: the field is no signature field
 *
 * What is wrong with the structure of a signature; none of these is ever right.
 */
typedef enum
{
  HOPSO_PDF_SIGNATURE_RANGE_MALFORMED = 1 << 0,
  HOPSO_PDF_SIGNATURE_RANGE_COUNT = 1 << 1,
  HOPSO_PDF_SIGNATURE_RANGE_START = 1 << 2,
  HOPSO_PDF_SIGNATURE_RANGE_ORDER = 1 << 3,
  HOPSO_PDF_SIGNATURE_GAP = 1 << 4,
  HOPSO_PDF_SIGNATURE_REVISION = 1 << 5,
  HOPSO_PDF_SIGNATURE_DUPLICATE_KEYS = 1 << 6,
  HOPSO_PDF_SIGNATURE_NOT_PLAIN = 1 << 7,
  HOPSO_PDF_SIGNATURE_SHARED = 1 << 8,
  HOPSO_PDF_SIGNATURE_TAIL = 1 << 9,
  HOPSO_PDF_SIGNATURE_DIRECT = 1 << 10,
  HOPSO_PDF_SIGNATURE_FIELD_TYPE = 1 << 11,
} HopsoPdfSignatureFindings;

/**
 * HopsoPdfSignatureOddities:
 * @HOPSO_PDF_SIGNATURE_OVERSIZE: much more room was kept than the signature needs
 * @HOPSO_PDF_SIGNATURE_PADDING: the room behind the signature holds something
 * @HOPSO_PDF_SIGNATURE_SPLIT_FIELD: field and widget are objects of their own
 * @HOPSO_PDF_SIGNATURE_SEVERAL_WIDGETS: it is drawn in several places
 * @HOPSO_PDF_SIGNATURE_NO_PAGE: it has a place, but no page draws it
 * @HOPSO_PDF_SIGNATURE_HIDDEN: it has a place, but is not to be shown there
 * @HOPSO_PDF_SIGNATURE_DOTTED_NAME: its field belongs to another one
 *
 * What is odd about a signature and does no harm by itself.
 */
typedef enum
{
  HOPSO_PDF_SIGNATURE_OVERSIZE = 1 << 0,
  HOPSO_PDF_SIGNATURE_PADDING = 1 << 1,
  HOPSO_PDF_SIGNATURE_SPLIT_FIELD = 1 << 2,
  HOPSO_PDF_SIGNATURE_SEVERAL_WIDGETS = 1 << 3,
  HOPSO_PDF_SIGNATURE_NO_PAGE = 1 << 4,
  HOPSO_PDF_SIGNATURE_HIDDEN = 1 << 5,
  HOPSO_PDF_SIGNATURE_DOTTED_NAME = 1 << 6,
} HopsoPdfSignatureOddities;

/**
 * HopsoPdfCoverage:
 * @HOPSO_PDF_COVERAGE_NONE: the ranges cannot be believed
 * @HOPSO_PDF_COVERAGE_REVISION: everything up to the end of the signature's own revision
 * @HOPSO_PDF_COVERAGE_FILE: everything there is
 */
typedef enum
{
  HOPSO_PDF_COVERAGE_NONE,
  HOPSO_PDF_COVERAGE_REVISION,
  HOPSO_PDF_COVERAGE_FILE,
} HopsoPdfCoverage;

/**
 * HopsoPdfSignature:
 * @field_name: (owned): the field's whole name
 * @sub_filter: (owned) (nullable): such as "ETSI.CAdES.detached"
 * @name: (owned) (nullable): who, as claimed
 * @reason: (owned) (nullable): why, as claimed
 * @location: (owned) (nullable): where, as claimed
 * @claimed_time: (owned) (nullable): M as it stands, such as "D:20261122140509+07'00'"
 * @byte_range: the ranges, when @n_ranges is 2: offset, length, offset, length
 * @n_ranges: how many ranges there are
 * @contents: the Contents string in the file, brackets included
 * @reference: the signature dictionary
 * @revision: in which revision it stands, 0 the oldest
 * @page: on which page it is drawn, -1 on none
 * @rect: where on the page, in default user space; all 0 when it is invisible
 * @is_document_timestamp: a time stamp over the document, nobody's signature
 * @certification: P of a DocMDP certification made by it, 0 when it is none
 * @findings: what is wrong
 * @oddities: what is odd
 * @coverage: what it covers
 */
typedef struct
{
  char *field_name;
  char *sub_filter;
  char *name;
  char *reason;
  char *location;
  char *claimed_time;
  guint64 byte_range[4];
  guint n_ranges;
  HopsoPdfSpan contents;
  HopsoPdfReference reference;
  guint revision;
  int page;
  double rect[4];
  gboolean is_document_timestamp;
  guint certification;
  HopsoPdfSignatureFindings findings;
  HopsoPdfSignatureOddities oddities;
  HopsoPdfCoverage coverage;
} HopsoPdfSignature;

GPtrArray *hopso_pdf_file_list_signatures (HopsoPdfFile *self, GError **error);
guint hopso_pdf_file_count_removed_signatures (HopsoPdfFile *self);
char **hopso_pdf_signature_dup_finding_names (HopsoPdfSignatureFindings findings);
char **hopso_pdf_signature_dup_oddity_names (HopsoPdfSignatureOddities oddities);
GPtrArray *hopso_pdf_signature_dup_certificates (HopsoPdfSignature *self, HopsoPdfFile *file);
GBytes *
hopso_pdf_signature_dup_contents (HopsoPdfSignature *self, HopsoPdfFile *file, GError **error);
void hopso_pdf_signature_free (HopsoPdfSignature *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoPdfSignature, hopso_pdf_signature_free)

G_END_DECLS
