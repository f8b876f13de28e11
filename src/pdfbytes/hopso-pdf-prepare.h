/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-fill.h"

G_BEGIN_DECLS

#define HOPSO_PDF_HOLE_SIZE_MIN     1024
#define HOPSO_PDF_HOLE_SIZE_DEFAULT 32768
#define HOPSO_PDF_HOLE_SIZE_MAX     1048576

/**
 * HopsoPdfLock:
 * @HOPSO_PDF_LOCK_NONE: no field
 * @HOPSO_PDF_LOCK_ALL: every field
 * @HOPSO_PDF_LOCK_INCLUDE: the fields that are named
 * @HOPSO_PDF_LOCK_EXCLUDE: every field but those that are named
 *
 * Which fields a signature closes for good (ISO 32000-2, 12.8.2.4).
 */
typedef enum
{
  HOPSO_PDF_LOCK_NONE,
  HOPSO_PDF_LOCK_ALL,
  HOPSO_PDF_LOCK_INCLUDE,
  HOPSO_PDF_LOCK_EXCLUDE,
} HopsoPdfLock;

/**
 * HopsoPdfSignaturePlan:
 * @page: on which page, from 0; ignored without @width
 * @x: left edge of the mark, in points from the left edge of the page as people see it (cropped
 *   and rotated)
 * @y: upper edge of the mark, in points from the upper edge of that page, downwards
 * @width: of the mark as people see it; 0 makes an invisible signature
 * @height: of the mark as people see it
 * @mark: (nullable): a one-page PDF to be drawn there, stretched to @width and @height; needed
 *   when @width is not 0
 * @field_name: (nullable): an unsigned signature field to use, or how to call a new one; without
 *   it a free name is found
 * @name: (nullable): who signs
 * @reason: (nullable): why
 * @location: (nullable): where
 * @signing_time: the claimed time, seconds since 1970; ignored for a document time stamp
 * @utc_offset: minutes east of Greenwich that the claimed time is written with
 * @sub_filter: (nullable): "ETSI.CAdES.detached" without it; "ETSI.RFC3161" makes a document time
 *   stamp
 * @hole_size: how many bytes of CMS must fit, 0 for HOPSO_PDF_HOLE_SIZE_DEFAULT
 * @certification: 1, 2 or 3 makes a certification with that DocMDP P; 0 an approval signature
 * @lock: which fields nobody may change after this signature, besides those that its field locks
 * @locked_fields: (nullable) (array zero-terminated=1): whole names that @lock includes or excludes
 * @certificate: (nullable): DER of whoever signs, for fields that take certain ones only
 * @password: (nullable): of a protected document; whoever prepares has opened it already
 * @filling: (nullable): number and date in their reserved places, when @field_name is the one of
 *   the seal: they come in the same revision. How they look stands on the pages of @mark after the
 *   signature's own
 *
 * Everything that is asked of one signature. All members are borrowed.
 */
typedef struct
{
  guint page;
  double x;
  double y;
  double width;
  double height;
  HopsoPdfSource *mark;
  const char *field_name;
  const char *name;
  const char *reason;
  const char *location;
  gint64 signing_time;
  int utc_offset;
  const char *sub_filter;
  gsize hole_size;
  guint certification;
  HopsoPdfLock lock;
  const char *const *locked_fields;
  const HopsoPdfFillPlan *filling;
  GBytes *certificate;
  HopsoSecret *password;
} HopsoPdfSignaturePlan;

/**
 * HopsoPdfPrepared:
 * @appended: (owned): what to put after the original; the hole is filled with zeros
 * @byte_range: what will be signed, in the whole file: offset, length, offset, length
 * @hole_offset: where the hexadecimal digits of the CMS go, in the whole file, after the bracket
 * @hole_size: how many digits fit; twice the bytes of the CMS
 * @field_name: (owned): the field that was used or made
 */
typedef struct
{
  GBytes *appended;
  guint64 byte_range[4];
  guint64 hole_offset;
  gsize hole_size;
  char *field_name;
} HopsoPdfPrepared;

GVariant *hopso_pdf_signature_plan_to_variant (const HopsoPdfSignaturePlan *self);
gboolean
hopso_pdf_signature_plan_read (HopsoPdfSignaturePlan *self, GVariant *parameters, GError **error);
void hopso_pdf_signature_plan_clear (HopsoPdfSignaturePlan *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HopsoPdfSignaturePlan, hopso_pdf_signature_plan_clear)

HopsoPdfPrepared *
hopso_pdf_prepare_signature (HopsoPdfFile *file, const HopsoPdfSignaturePlan *plan, GError **error);
gboolean hopso_pdf_prepared_keeps_places (const HopsoPdfPrepared *self,
                                          HopsoPdfFile *file,
                                          const HopsoPdfSignaturePlan *plan,
                                          GError **error);
void hopso_pdf_prepared_free (HopsoPdfPrepared *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoPdfPrepared, hopso_pdf_prepared_free)

gboolean hopso_pdf_check_update (HopsoPdfSource *original,
                                 GBytes *appended,
                                 const HopsoPdfSignaturePlan *plan,
                                 const guint64 byte_range[4],
                                 guint64 hole_offset,
                                 gsize hole_size,
                                 GError **error);

G_END_DECLS
