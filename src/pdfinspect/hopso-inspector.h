/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-evidence.h"
#include "hopso-pdf-fill.h"
#include "hopso-pdf-prepare.h"

G_BEGIN_DECLS

/*
 * The report, a{sv}:
 *   "version" s          of the file, such as "1.7"
 *   "size" t             in bytes
 *   "n-pages" u
 *   "encrypted" b
 *   "locked" b           a password is needed: texts are left out, changes unknown
 *   "xref" s             "table" or "stream"
 *   "revisions" at       where each revision ends, oldest first
 *   "certification" u    P of the document's certification, 0 without one
 *   "empty-fields" as    names of signature fields that are not signed yet
 *   "removed-signatures" u    how many signatures older revisions had that are there no more
 *   "validation-data" aa{sv}  the document security store, each piece with
 *     "kind" s ("certificate", "ocsp" or "crl"), "bytes" ay (decoded),
 *     "end" t                   where the revision ends that wrote it
 *   "signatures" aa{sv}  in the order of their revisions, each with
 *     "field" s, "sub-filter" s, "name" s, "reason" s, "location" s, "claimed-time" s
 *                        (left out when the file does not say)
 *     "byte-range" (tttt)        left out when it cannot be believed
 *     "contents" (tt)            offset and size of the string, brackets included; likewise
 *     "revision" u, "revision-end" t
 *     "page" i                   -1 when it is drawn on none
 *     "rect" (dddd)              default user space
 *     "document-timestamp" b, "certification" u
 *     "findings" as              what is wrong, by hopso_pdf_signature_dup_finding_names()
 *     "notes" as                 what is odd, by hopso_pdf_signature_dup_oddity_names()
 *     "certificates" aay         those of the dictionary itself; left out without any
 *     "coverage" s               "none", "revision" or "file"
 *     "change" s                 "none", "signatures", "form", "annotations", "altered", "unknown"
 *     "change-permitted" b
 *     "change-explanation" s     left out when there is nothing to explain
 *     "changed-fields" as
 *     "changes" aa{sv}           what was touched, 100 at most, each with
 *       "kind" s                 "signature", "timestamp", "validation-data", "form-value",
 *                                "annotation", "page", "content", "reserved-place", "other"
 *       "page" i                 from 0, -1 on none
 *       "allowed" b
 *       "field" s, "seal" s      left out without one; the seal answers for a reserved place
 *       "rect" (dddd)            default user space; left out when it has no place
 *
 * The parameters of a signature, a{sv}; all may be left out:
 *   "page" u, "x" d, "y" d, "width" d, "height" d      as in HopsoPdfSignaturePlan
 *   "field" s, "name" s, "reason" s, "location" s, "sub-filter" s
 *   "signing-time" x, "utc-offset" i, "hole-size" t, "certification" u
 *   "lock" u, "locked-fields" as, "filling" a(sas),
 *   "certificate" ay
 *
 * The form, a{sv}: vn.hopso.PdfInspect1.xml says what its "fields" are
 *   "encrypted" b        then nothing else is known but
 *   "has-fields" b       whether there seems to be a form
 *   "xfa" b              a second form stands beside the fields
 *   "calculates" b       scripts of the document would compute or check something
 *   "need-looks" b       other programs are asked to draw the values
 *   "signed" b
 *   "locked-layers" as   names of layers that stay as they are
 *   "fields" a(ssuuuuasasassa(i(dddd)(dd)uussbub(sdudsiis)))
 */

GVariant *hopso_inspector_inspect (int fd, HopsoSecret *password, GError **error);
HopsoPdfPrepared *hopso_inspector_prepare (
    int fd, int mark_fd, HopsoSecret *password, GVariant *parameters, GError **error);
GVariant *hopso_inspector_describe_form (int fd, GError **error);
GBytes *hopso_inspector_prepare_filling (int fd, int looks_fd, GVariant *values, GError **error);
GBytes *hopso_inspector_prepare_reservation (int fd,
                                             HopsoSecret *password,
                                             GVariant *places,
                                             GError **error);
GBytes *hopso_inspector_prepare_evidence (int fd,
                                          HopsoSecret *password,
                                          GVariant *evidence,
                                          GError **error);

G_END_DECLS
