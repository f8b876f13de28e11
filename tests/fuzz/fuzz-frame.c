/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a drawing process tells of a document, and the numbers of pictures in shared memory: what
 * is taken for sound is counted again here with twice the bits. */

#include "fuzz.h"
#include "hopso-frame.h"
#include "hopso-pdf-answer-private.h"
#include "hopso-pdf-document-private.h"

#include <math.h>
#include <string.h>

typedef unsigned __int128 Wide;

static void
check_frame (guint32 width, guint32 height)
{
  HopsoFrame frame;
  gboolean is_sound = hopso_frame_init (&frame, width, height);

  g_assert_cmpint (is_sound, ==,
                   width > 0 && height > 0 && width <= HOPSO_FRAME_MAX_EDGE &&
                       height <= HOPSO_FRAME_MAX_EDGE &&
                       (Wide) width * height <= HOPSO_FRAME_MAX_PIXELS);
  if (is_sound)
    g_assert_true ((Wide) frame.size == (Wide) width * height * 4 && frame.stride == width * 4);
  else
    g_assert_cmpuint (frame.size, ==, 0);
}

static void
check_part (const HopsoFramePart *part)
{
  if (!hopso_frame_part_is_sound (part))
    return;
  g_assert_true ((Wide) part->x + part->width <= part->page_width);
  g_assert_true ((Wide) part->y + part->height <= part->page_height);
  g_assert_true ((Wide) part->width * part->height <= HOPSO_FRAME_MAX_PIXELS);
}

/* As they come over the bus: GDBus gives nothing that is not of the type. */
static void
check_facts (const guint8 *bytes, gsize size)
{
  g_autoptr (GBytes) raw = g_bytes_new (bytes, size);
  g_autoptr (GVariant) loose =
      g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE ("(ua(dd))"), raw, FALSE));
  g_autoptr (GVariant) facts = g_variant_get_normal_form (loose);
  HopsoPdfDocument document = { 0 };

  if (hopso_pdf_document_take_facts (&document, facts, NULL))
    for (guint i = 0; i < document.n_pages; i++)
      g_assert_true (hopso_frame_page_is_sound (document.sizes[i].width, document.sizes[i].height));
  g_free (document.sizes);
}

static void
check_target (const guint8 *bytes, gsize size)
{
  g_autoptr (GBytes) raw = g_bytes_new (bytes, size);
  g_autoptr (GVariant) loose =
      g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE ("(uuuuddds)"), raw, FALSE));
  g_autoptr (GVariant) said = g_variant_get_normal_form (loose);
  HopsoPdfTarget target = { 0 };

  if (!hopso_pdf_answer_get_target (said, 7, &target, NULL))
    return;
  g_assert_true (target.kind != HOPSO_PDF_TARGET_PAGE || target.page < 7);
  g_assert_true (isfinite (target.x) && isfinite (target.y) && isfinite (target.zoom));
  g_assert_true (g_utf8_validate (target.words, -1, NULL));
  g_free (target.words);
}

static void
check_box (const guint8 *bytes, gsize size)
{
  gint32 numbers[4] = { 0 };
  HopsoPdfBox box;

  memcpy (numbers, bytes, MIN (size, sizeof numbers));
  hopso_pdf_answer_get_box (numbers, 595, 842, &box);
  g_assert_true (box.x1 <= box.x2 && box.y1 <= box.y2 && box.x1 >= -1000 && box.x2 <= 1595 &&
                 box.y1 >= -1000 && box.y2 <= 1842);
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize size)
{
  HopsoFramePart part = { 0 };
  double edges[2] = { 0 };

  memcpy (&part, bytes, MIN (size, sizeof part));
  memcpy (edges, bytes, MIN (size, sizeof edges));
  check_frame (part.page_width, part.page_height);
  check_frame (part.width % 40000, part.height % 40000);
  check_part (&part);
  if (hopso_frame_page_is_sound (edges[0], edges[1]))
    g_assert_true (edges[0] > 0 && edges[0] <= HOPSO_FRAME_MAX_POINTS && edges[1] > 0 &&
                   edges[1] <= HOPSO_FRAME_MAX_POINTS);
  if (hopso_frame_rotation_is_sound (part.x))
    g_assert_true (part.x == 0 || part.x == 90 || part.x == 180 || part.x == 270);
  check_facts (bytes, size);
  check_target (bytes, size);
  check_box (bytes, size);
  return 0;
}
