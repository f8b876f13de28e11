/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the tests of issuing share: a letter of our own, its way from hand to hand, and looks at the
 * pages by other programs. */

#include "issue-world.h"

#include "hopso-typeset-document.h"

#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PAGE_HEIGHT (297 * 72 / 25.4)
#define DPI         144

static HopsoReservePlace
read_place (const HopsoTypesetRect *rect, gboolean is_at_end)
{
  return (HopsoReservePlace){ .place = { rect->page, rect->x, PAGE_HEIGHT - rect->y - rect->height,
                                         rect->width, rect->height },
                              .font_size = rect->font_size,
                              .is_italic = rect->is_italic,
                              .is_at_end = is_at_end };
}

void
issue_world_typeset (SigningWorld *world, const char *name, IssueLetter *letter)
{
  g_autoptr (HopsoTypesetDocument) document = hopso_typeset_document_new (HOPSO_TYPESET_LETTER);
  g_autoptr (GBytes) pdf = NULL;
  g_autoptr (GError) error = NULL;
  HopsoTypesetReport report = { 0 };

  hopso_typeset_document_set_agency (document, "ỦY BAN NHÂN DÂN\nTỈNH AN HÒA", "SỞ Y TẾ");
  hopso_typeset_document_set_number (document, NULL, "SYT-VP");
  hopso_typeset_document_set_date (document, "An Hòa", NULL);
  hopso_typeset_document_set_name (document, NULL, "V/v thử nghiệm phát hành");
  hopso_typeset_document_add_addressee (document, "Ủy ban nhân dân tỉnh");
  hopso_typeset_document_add_paragraph (document, "Văn bản này dùng để thử nghiệm.");
  hopso_typeset_document_set_signer (document, "GIÁM ĐỐC", "Nguyễn Văn Đức");
  pdf = hopso_typeset_document_write_bytes (document, &report, &error);
  g_assert_no_error (error);
  signing_world_write (world, name, g_bytes_get_data (pdf, NULL), g_bytes_get_size (pdf));
  letter->order = (HopsoReserveOrder){ .fd = -1,
                                       .number = read_place (&report.number, TRUE),
                                       .date = read_place (&report.date, FALSE),
                                       .seal = read_place (&report.seal, FALSE) };
  letter->signature = read_place (&report.signature, FALSE);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

gboolean
issue_world_reserve (SigningWorld *world,
                     const char *input,
                     const char *output,
                     const IssueLetter *letter,
                     GError **error)
{
  g_autofree char *in = signing_world_dup_path (world, input);
  g_autofree char *out = signing_world_dup_path (world, output);
  g_auto (HopsoFd) fd = open (in, O_RDONLY | O_CLOEXEC);
  g_autoptr (HopsoReserver) reserver = hopso_reserver_new (signing_world_get_pdf_client (world));
  g_autoptr (GAsyncResult) result = NULL;
  g_auto (HopsoFd) reserved = -1;
  HopsoReserveOrder order = letter->order;

  order.fd = fd;
  order.output_path = out;
  hopso_reserver_reserve_async (reserver, &order, NULL, done_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  reserved = hopso_reserver_reserve_finish (reserver, result, error);
  return reserved >= 0;
}

/* With the picture of the sample province, "seal.png" or "signature.png", and no place. */
HopsoSignJob *
issue_world_make_job (SigningWorld *world,
                      const char *input,
                      const char *output,
                      HopsoSignAction action,
                      const char *picture)
{
  HopsoSignJob *job = signing_world_make_job (world, input, output);
  const HopsoSignPlace nowhere = { 0 };

  hopso_sign_job_set_place (job, &nowhere);
  hopso_sign_job_set_action (job, action);
  if (picture != NULL)
    {
      g_autofree char *path = g_build_filename (g_getenv ("HOPSO_SAMPLE_DIR"), picture, NULL);
      g_autofree char *bytes = NULL;
      g_autoptr (GBytes) png = NULL;
      g_autoptr (GError) error = NULL;
      gsize size;

      g_file_get_contents (path, &bytes, &size, &error);
      g_assert_no_error (error);
      png = g_bytes_new_take (g_steal_pointer (&bytes), size);
      hopso_sign_job_set_picture (job, png);
    }
  return job;
}

gboolean
issue_world_run_job (SigningWorld *world,
                     HopsoSignJob *job,
                     const char *certificate,
                     GError **error)
{
  g_autoptr (HopsoSignBatch) batch = signing_world_make_batch (world, certificate, NULL);

  hopso_sign_batch_add_job (batch, job);
  if (!signing_world_sign (world, batch, error))
    return FALSE;
  if (hopso_sign_job_get_state (job) == HOPSO_SIGN_DONE)
    return TRUE;
  g_propagate_error (error, g_error_copy (hopso_sign_job_get_error (job)));
  return FALSE;
}

void
issue_world_approve (SigningWorld *world, const char *input, const char *output)
{
  g_autoptr (HopsoSignJob) job =
      issue_world_make_job (world, input, output, HOPSO_SIGN_ACTION_APPROVE, "signature.png");
  g_autoptr (GError) error = NULL;

  issue_world_run_job (world, job, "signer-rsa", &error);
  g_assert_no_error (error);
}

/* Number 15, 22 November 2026, with the seal. */
HopsoSignJob *
issue_world_make_issue (SigningWorld *world, const char *input, const char *output)
{
  HopsoSignJob *job =
      issue_world_make_job (world, input, output, HOPSO_SIGN_ACTION_ISSUE, "seal.png");

  hopso_sign_job_set_number (job, "15");
  g_assert_true (hopso_sign_job_set_date (job, 22, 11, 2026));
  return job;
}

/* --- looks at pages -------------------------------------------------------------------------- */

gboolean
issue_ink_is_red (guint8 red, guint8 green, guint8 blue)
{
  return red > 150 && red - green > 60 && red - blue > 60;
}

gboolean
issue_ink_is_blue (guint8 red, guint8 green, guint8 blue)
{
  return blue > 90 && blue - red > 60;
}

IssueInk
issue_world_find_ink (SigningWorld *world, const char *name, guint page, IssueInkTest test)
{
  g_autofree char *command = g_strdup_printf ("pdftoppm -r %d -f %u -l %u -singlefile %s page", DPI,
                                              page + 1, page + 1, name);
  g_autoptr (GBytes) picture = NULL;
  const guint8 *bytes;
  IssueInk ink = { G_MAXDOUBLE, G_MAXDOUBLE, 0, 0, 0 };
  guint width = 0, height = 0;
  char *end;

  g_assert_true (signing_world_run (world, NULL, command));
  picture = signing_world_read (world, "page.ppm");
  bytes = g_bytes_get_data (picture, NULL);
  g_assert_true (g_str_has_prefix ((const char *) bytes, "P6\n"));
  width = (guint) strtoul ((const char *) bytes + 3, &end, 10);
  height = (guint) strtoul (end, &end, 10);
  strtoul (end, &end, 10);
  bytes = (const guint8 *) end + 1;
  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++, bytes += 3)
      if (test (bytes[0], bytes[1], bytes[2]))
        {
          ink.left = MIN (ink.left, x * 72.0 / DPI);
          ink.top = MIN (ink.top, y * 72.0 / DPI);
          ink.right = MAX (ink.right, (x + 1) * 72.0 / DPI);
          ink.bottom = MAX (ink.bottom, (y + 1) * 72.0 / DPI);
          ink.n++;
        }
  return ink;
}

static double
read_edge (const char *line, const char *edge)
{
  const char *found = strstr (line, edge);

  g_assert_nonnull (found);
  return g_ascii_strtod (found + strlen (edge) + 2, NULL);
}

gboolean
issue_world_find_word (SigningWorld *world, const char *name, const char *text, IssueWord *word)
{
  g_autofree char *command = g_strdup_printf ("pdftotext -bbox %s -", name);
  g_autofree char *said = NULL;
  g_autofree char *wanted = g_strdup_printf (">%s</word>", text);
  g_auto (GStrv) lines = NULL;

  g_assert_true (signing_world_run (world, &said, command));
  lines = g_strsplit (said, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (strstr (lines[i], wanted) != NULL)
      {
        *word = (IssueWord){ read_edge (lines[i], "xMin"), read_edge (lines[i], "yMin"),
                             read_edge (lines[i], "xMax"), read_edge (lines[i], "yMax") };
        return TRUE;
      }
  g_test_message ("%s is not in %s", text, said);
  return FALSE;
}
