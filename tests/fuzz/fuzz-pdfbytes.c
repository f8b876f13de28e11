/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whole PDFs: read in every way that the room knows, compared with their own past, signed,
 * reserved. What it prepares itself must always pass its own check. */

#include "fuzz.h"
#include "hopso-pdf-difference.h"
#include "hopso-pdf-material.h"
#include "hopso-pdf-prepare.h"
#include "hopso-pdf-reserve.h"
#include "hopso-pdf-signature.h"

static void
look_at_signatures (HopsoPdfFile *file)
{
  g_autoptr (GPtrArray) signatures = hopso_pdf_file_list_signatures (file, NULL);

  for (guint i = 0; signatures != NULL && i < signatures->len; i++)
    {
      HopsoPdfSignature *signature = signatures->pdata[i];
      g_autoptr (GBytes) contents = hopso_pdf_signature_dup_contents (signature, file, NULL);

      if (signature->coverage == HOPSO_PDF_COVERAGE_NONE)
        continue;
      g_assert_cmpuint (signature->findings, ==, 0);
      g_assert_cmpuint (signature->byte_range[0], ==, 0);
      g_assert_cmpuint (signature->byte_range[1], ==, signature->contents.offset);
    }
}

/* What is told fits what is decided. */
static void
check_touches (HopsoPdfDifference *difference)
{
  gboolean is_altered = difference->change == HOPSO_PDF_CHANGE_ALTERED;
  guint n_forbidden = 0;

  g_assert_cmpuint (difference->touches->len, <=, HOPSO_PDF_MAX_TOUCHES);
  for (guint i = 0; i < difference->touches->len; i++)
    {
      HopsoPdfTouch *touch = difference->touches->pdata[i];

      g_assert_nonnull (hopso_pdf_touch_kind_get_name (touch->kind));
      n_forbidden += !touch->is_allowed;
    }
  if (is_altered && difference->touches->len < HOPSO_PDF_MAX_TOUCHES)
    g_assert_cmpuint (n_forbidden, >, 0);
  if (!is_altered && difference->is_permitted)
    g_assert_cmpuint (n_forbidden, ==, 0);
}

static void
look_back (HopsoPdfFile *file)
{
  for (guint i = 0; i < MIN (hopso_pdf_file_get_n_revisions (file), 8); i++)
    {
      g_autoptr (HopsoPdfDifference) difference = hopso_pdf_file_compare_revision (file, i, NULL);

      if (difference == NULL)
        continue;
      if (i + 1 == hopso_pdf_file_get_n_revisions (file))
        g_assert_cmpint (difference->change, ==, HOPSO_PDF_CHANGE_NONE);
      check_touches (difference);
    }
}

static void
sign (HopsoPdfFile *file)
{
  HopsoPdfSignaturePlan plan = { .name = "An", .hole_size = HOPSO_PDF_HOLE_SIZE_MIN };
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfPrepared) prepared = hopso_pdf_prepare_signature (file, &plan, NULL);

  if (prepared == NULL)
    return;
  hopso_pdf_check_update (hopso_pdf_file_get_source (file), prepared->appended, &plan,
                          prepared->byte_range, prepared->hole_offset, prepared->hole_size, &error);
  /* A document that refers to numbers yet to come is seen through only when they are there. */
  if (!g_error_matches (error, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_DAMAGED))
    g_assert_no_error (error);
}

/* Places that are there are read; where none are, they are kept, and read as they were wanted. */
static void
reserve (HopsoPdfFile *file)
{
  const HopsoPdfReservation wanted = {
    .places = { [HOPSO_PDF_RESERVED_NUMBER] = { .x = 1, .y = 1, .width = 9, .height = 9 },
                [HOPSO_PDF_RESERVED_SEAL] = { .x = 12, .y = 1, .width = 9, .height = 9 } }
  };
  gboolean is_filled[HOPSO_PDF_N_RESERVED];
  HopsoPdfReservation places;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) appended = NULL;

  hopso_pdf_file_read_reservation (file, &places, is_filled, NULL);
  appended = hopso_pdf_prepare_reservation (file, &wanted, NULL);
  if (appended == NULL)
    return;
  hopso_pdf_check_reservation (hopso_pdf_file_get_source (file), appended, NULL, &wanted, &error);
  if (!g_error_matches (error, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_DAMAGED))
    g_assert_no_error (error);
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize size)
{
  g_autoptr (GBytes) copy = g_bytes_new (bytes, size);
  g_autoptr (HopsoPdfSource) source = hopso_pdf_source_new_bytes (copy);
  g_autoptr (HopsoPdfFile) file = hopso_pdf_file_open (source, NULL);
  guint n_pages;

  if (file == NULL)
    return 0;
  hopso_pdf_file_get_version (file);
  hopso_pdf_file_get_n_pages (file, &n_pages, NULL);
  look_at_signatures (file);
  g_autoptr (GPtrArray) material = hopso_pdf_file_list_material (file, NULL);
  look_back (file);
  sign (file);
  reserve (file);
  return 0;
}
