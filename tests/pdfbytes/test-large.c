/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Documents of gigabytes, and of a million objects: prepared and checked in as little memory as
 * small ones, by descriptor. The files are full of holes and take no place on the disk. */

#include "hopso-test-pdf.h"

#include "hopso-pdf-prepare.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#ifdef __SANITIZE_ADDRESS__
#define MAX_KIB G_MAXLONG
#else
#define MAX_KIB (40 * 1024L)
#endif

typedef struct
{
  int fd;
  FILE *stream;
  guint64 offsets[5];
} Large;

static void
add (Large *self, guint number, const char *body)
{
  self->offsets[number] = (guint64) ftello (self->stream);
  fprintf (self->stream, "%u 0 obj\n%s\nendobj\n", number, body);
}

static void
begin (Large *self)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "large.pdf", NULL);

  g_assert_cmpint (g_mkdir_with_parents (g_get_user_data_dir (), 0700), ==, 0);
  self->fd = g_open (path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  g_assert_cmpint (self->fd, >=, 0);
  self->stream = fdopen (dup (self->fd), "w");
  fprintf (self->stream, "%%PDF-1.7\n");
  add (self, 1, "<</Type/Catalog/Pages 2 0 R>>");
  add (self, 2, "<</Type/Pages/Kids[3 0 R]/Count 1>>");
  add (self, 3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>");
}

static void
finish (Large *self, guint n_objects)
{
  guint64 offset = (guint64) ftello (self->stream);

  fprintf (self->stream, "xref\n0 %u\n0000000000 65535 f \n", n_objects);
  for (guint i = 1; i < n_objects; i++)
    fprintf (self->stream, "%010" G_GUINT64_FORMAT " 00000 n \n",
             self->offsets[MIN (i, G_N_ELEMENTS (self->offsets) - 1)]);
  fprintf (self->stream, "trailer\n<</Root 1 0 R/Size %u>>\nstartxref\n", n_objects);
  fprintf (self->stream, "%" G_GUINT64_FORMAT "\n%%%%EOF\n", offset);
  g_assert_cmpint (fclose (self->stream), ==, 0);
}

/* The most that this process had in memory, in KiB. What getrusage() tells begins with the memory
 * of whoever started this program. */
static guint64
get_peak_kib (void)
{
  g_autofree char *text = NULL;
  const char *at;

  g_assert_true (g_file_get_contents ("/proc/self/status", &text, NULL, NULL));
  at = strstr (text, "VmHWM:");
  g_assert_nonnull (at);
  return g_ascii_strtoull (at + strlen ("VmHWM:"), NULL, 10);
}

/* Prepares and checks as the two processes do, the one after the other. */
static void
sign (Large *self)
{
  HopsoPdfSignaturePlan plan = { .name = "An", .signing_time = 1795350309 };
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfSource) source = hopso_pdf_source_new_fd (self->fd, &error);
  g_autoptr (HopsoPdfFile) file = hopso_pdf_file_open (source, &error);
  g_autoptr (HopsoPdfPrepared) prepared = NULL;

  g_assert_no_error (error);
  prepared = hopso_pdf_prepare_signature (file, &plan, &error);
  g_assert_no_error (error);
  g_clear_object (&file);
  g_assert_cmpuint (prepared->byte_range[1], >, hopso_pdf_source_get_size (source));
  g_test_message ("prepared in %" G_GUINT64_FORMAT " KiB", get_peak_kib ());
  g_assert_cmpuint (get_peak_kib (), <, MAX_KIB);
  hopso_pdf_check_update (source, prepared->appended, &plan, prepared->byte_range,
                          prepared->hole_offset, prepared->hole_size, &error);
  g_assert_no_error (error);
  g_test_message ("checked in %" G_GUINT64_FORMAT " KiB", get_peak_kib ());
  g_assert_cmpuint (get_peak_kib (), <, MAX_KIB);
}

/* More than fits 32 bits: the ranges must not wrap. */
static void
test_gigabytes_take_no_memory (void)
{
  const guint64 size = G_GUINT64_CONSTANT (5) << 30;
  Large large = { 0 };

  begin (&large);
  large.offsets[4] = (guint64) ftello (large.stream);
  fprintf (large.stream, "4 0 obj\n<</Length %" G_GUINT64_FORMAT ">>stream\n", size);
  g_assert_cmpint (fseeko (large.stream, (off_t) size, SEEK_CUR), ==, 0);
  fprintf (large.stream, "\nendstream\nendobj\n");
  finish (&large, 5);
  sign (&large);
  close (large.fd);
}

/* Where the most of them are is looked up only for those that are needed. */
static void
test_a_million_objects_are_prepared (void)
{
  Large large = { 0 };

  begin (&large);
  add (&large, 4, "<</Length 0>>stream\n\nendstream");
  finish (&large, 1000000);
  sign (&large);
  close (large.fd);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/pdfbytes/large/gigabytes-take-no-memory", test_gigabytes_take_no_memory);
  g_test_add_func ("/pdfbytes/large/million-objects", test_a_million_objects_are_prepared);
  return g_test_run ();
}
