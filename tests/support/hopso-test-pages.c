/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Small documents made on the spot: pages of 200×300 points, each filled with a colour of its own
 * and saying its number, and one whose first page takes for ever. */

#include "hopso-test-pages.h"

#include <string.h>

typedef struct
{
  GString *text;
  GArray *offsets; /* of gsize; the first object is number 1 */
} Writer;

static void
begin_object (Writer *writer)
{
  g_array_append_val (writer->offsets, writer->text->len);
  g_string_append_printf (writer->text, "%u 0 obj\n", writer->offsets->len);
}

static void
add_object (Writer *writer, const char *body)
{
  begin_object (writer);
  g_string_append_printf (writer->text, "%s\nendobj\n", body);
}

static void
add_stream (Writer *writer, const char *entries, const char *content)
{
  begin_object (writer);
  g_string_append_printf (writer->text,
                          "<<%s/Length %" G_GSIZE_FORMAT ">>\nstream\n%s\nendstream\nendobj\n",
                          entries, strlen (content), content);
}

static Writer
begin (void)
{
  return (Writer){ g_string_new ("%PDF-1.7\n"), g_array_new (FALSE, FALSE, sizeof (gsize)) };
}

static GBytes *
finish (Writer *writer)
{
  const gsize start = writer->text->len;

  g_string_append_printf (writer->text, "xref\n0 %u\n0000000000 65535 f \n",
                          writer->offsets->len + 1);
  for (guint i = 0; i < writer->offsets->len; i++)
    g_string_append_printf (writer->text, "%010" G_GSIZE_FORMAT " 00000 n \n",
                            g_array_index (writer->offsets, gsize, i));
  g_string_append_printf (
      writer->text, "trailer\n<</Size %u/Root 1 0 R>>\nstartxref\n%" G_GSIZE_FORMAT "\n%%%%EOF\n",
      writer->offsets->len + 1, start);
  g_array_unref (writer->offsets);
  return g_string_free_to_bytes (writer->text);
}

static void
add_tree (Writer *writer, guint n_pages)
{
  g_autoptr (GString) tree = g_string_new ("<</Type/Pages/Kids[");

  for (guint i = 0; i < n_pages; i++)
    g_string_append_printf (tree, "%u 0 R ", 4 + 2 * i);
  g_string_append_printf (tree, "]/Count %u>>", n_pages);
  add_object (writer, "<</Type/Catalog/Pages 2 0 R>>");
  add_object (writer, tree->str);
  add_object (writer, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>");
}

/**
 * hopso_test_pages_get_colour:
 * @page: counted from 0
 *
 * Returns: what fills the page, as 0xAARRGGBB
 */
guint32
hopso_test_pages_get_colour (guint page)
{
  return 0xff000000u | ((page * 51 % 256) << 16) | ((page * 102 % 256) << 8) | 0x33;
}

static GBytes *
pages_new (guint n_pages, int last_width)
{
  Writer writer = begin ();

  add_tree (&writer, n_pages);
  for (guint i = 0; i < n_pages; i++)
    {
      const guint32 colour = hopso_test_pages_get_colour (i);
      g_autofree char *page =
          g_strdup_printf ("<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d 300]/Contents %u 0 R"
                           "/Resources<</Font<</F 3 0 R>>>>>>",
                           i + 1 < n_pages ? 200 : last_width, 5 + 2 * i);
      g_autofree char *content =
          g_strdup_printf ("%.4f %.4f %.4f rg 0 0 200 300 re f\n"
                           "0 g BT /F 12 Tf 20 280 Td (Page %u) Tj ET",
                           ((colour >> 16) & 0xff) / 255.0, ((colour >> 8) & 0xff) / 255.0,
                           (colour & 0xff) / 255.0, i + 1);
      add_object (&writer, page);
      add_stream (&writer, "", content);
    }
  return finish (&writer);
}

/**
 * hopso_test_pages_new:
 * @n_pages: at least one
 *
 * Returns: (transfer full): a document whose pages say "Page 1", "Page 2" and so on
 */
GBytes *
hopso_test_pages_new (guint n_pages)
{
  return pages_new (n_pages, 200);
}

/**
 * hopso_test_pages_new_mixed:
 * @n_pages: at least two
 *
 * Returns: (transfer full): the same, but the last page is twice as wide
 */
GBytes *
hopso_test_pages_new_mixed (guint n_pages)
{
  return pages_new (n_pages, 400);
}

/* Lines of Helvetica, each at its place. */
static const struct
{
  int x;
  int y;
  const char *words;
} lines[] = {
  { 40, 360, "The council meets on Monday to hear" },
  { 40, 346, "the report of the treasury and then" },
  { 40, 332, "votes on it." },
  { 40, 300, "After that the town hall of Green-" },
  { 40, 286, "field is opened to the public." },
  { 40, 240, "Alpha" },
  { 200, 240, "100" },
  { 40, 226, "Beta" },
  { 200, 226, "250" },
  { 40, 184, "Go to page three" },
  { 40, 164, "Outside" },
};

/**
 * hopso_test_pages_new_text:
 *
 * Returns: (transfer full): three pages of 300×400 points; the first has two paragraphs, a table of
 * two columns, a link to the third page and one to https://example.org/a; the others say "Page 2"
 * and "Page 3"
 */
GBytes *
hopso_test_pages_new_text (void)
{
  Writer writer = begin ();
  g_autoptr (GString) content = g_string_new ("BT /F 12 Tf\n");

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    g_string_append_printf (content, "1 0 0 1 %d %d Tm (%s) Tj\n", lines[i].x, lines[i].y,
                            lines[i].words);
  g_string_append (content, "ET");
  add_tree (&writer, 3);
  add_object (&writer,
              "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]/Contents 5 0 R"
              "/Resources<</Font<</F 3 0 R>>>>/Annots["
              "<</Type/Annot/Subtype/Link/Rect[40 180 160 196]/Dest[8 0 R/XYZ 0 200 null]>>"
              "<</Type/Annot/Subtype/Link/Rect[40 160 160 176]"
              "/A<</S/URI/URI(https://example.org/a)>>>>]>>");
  add_stream (&writer, "", content->str);
  for (guint i = 1; i < 3; i++)
    {
      g_autofree char *page =
          g_strdup_printf ("<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]/Contents %u 0 R"
                           "/Resources<</Font<</F 3 0 R>>>>>>",
                           5 + 2 * i);
      g_autofree char *words = g_strdup_printf ("BT /F 12 Tf 40 360 Td (Page %u) Tj ET", i + 1);

      add_object (&writer, page);
      add_stream (&writer, "", words);
    }
  return finish (&writer);
}

/**
 * hopso_test_pages_new_pictures:
 * @n_pages: at least one
 * @jpegs: (array length=n_jpegs): pictures in JPEG, of three colours, used by turns
 * @n_jpegs: how many
 * @width: of each, in pixels
 * @height: of each, in pixels
 *
 * Returns: (transfer full): pages of A4, each filled with a picture, as scanners write them
 */
GBytes *
hopso_test_pages_new_pictures (
    guint n_pages, GBytes *const *jpegs, guint n_jpegs, guint width, guint height)
{
  Writer writer = begin ();

  add_tree (&writer, n_pages);
  for (guint i = 0; i < n_pages; i++)
    {
      g_autofree char *page =
          g_strdup_printf ("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %u 0 R"
                           "/Resources<</XObject<</I %u 0 R>>>>>>",
                           5 + 2 * i, 4 + 2 * n_pages + i % n_jpegs);

      add_object (&writer, page);
      add_stream (&writer, "", "595 0 0 842 0 0 cm /I Do");
    }
  for (guint i = 0; i < n_jpegs; i++)
    {
      gsize size;
      const char *data = g_bytes_get_data (jpegs[i], &size);

      begin_object (&writer);
      g_string_append_printf (
          writer.text,
          "<</Type/XObject/Subtype/Image/Width %u/Height %u/ColorSpace/DeviceRGB"
          "/BitsPerComponent 8/Filter/DCTDecode/Length %" G_GSIZE_FORMAT ">>\nstream\n",
          width, height, size);
      g_string_append_len (writer.text, data, (gssize) size);
      g_string_append (writer.text, "\nendstream\nendobj\n");
    }
  return finish (&writer);
}

/**
 * hopso_test_pages_new_endless:
 *
 * Returns: (transfer full): two pages, of which drawing the first would take years: each of its
 * pictures draws the next ten times
 */
GBytes *
hopso_test_pages_new_endless (void)
{
  Writer writer = begin ();

  add_tree (&writer, 2);
  add_object (&writer, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 300]/Contents 5 0 R"
                       "/Resources<</XObject<</X 8 0 R>>>>>>");
  add_stream (&writer, "", "/X Do");
  add_object (&writer, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 300]/Contents 7 0 R>>");
  add_stream (&writer, "", "0 0 1 rg 0 0 200 300 re f");
  for (guint i = 0; i < 16; i++)
    {
      g_autofree char *entries = g_strdup_printf (
          "/Type/XObject/Subtype/Form/BBox[0 0 200 300]/Resources<</XObject<</X %u 0 R>>>>", 9 + i);

      add_stream (&writer, entries, "/X Do /X Do /X Do /X Do /X Do /X Do /X Do /X Do /X Do /X Do");
    }
  add_stream (&writer, "/Type/XObject/Subtype/Form/BBox[0 0 200 300]", "0 0 9 9 re f");
  return finish (&writer);
}
