/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a drawing process does before it locks itself: everything that is loaded at first use is
 * used once, on a document of our own, while opening libraries is still allowed. The first real
 * page is then as quick as the second. */

#include "hopso-warm-up.h"

#include "hopso-poppler-private.h"

#include <fontconfig/fontconfig.h>
#include <string.h>

/* One small page with text in fonts that are not embedded, so that substitutes are looked for. The
 * table of offsets is left out: Poppler then finds the objects by itself. */
static const char document_text[] =
    "%PDF-1.4\n"
    "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 64 64]/Contents 4 0 R/Resources<</Font<<"
    "/A<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>"
    "/B<</Type/Font/Subtype/TrueType/BaseFont/Arial>>>>>>>>endobj\n"
    "4 0 obj<</Length 48>>stream\n"
    "BT /A 9 Tf 4 40 Td(a)Tj /B 9 Tf 9 0 Td(b)Tj ET  \n"
    "endstream endobj\n"
    "trailer<</Root 1 0 R>>\n";

static void
use_page (PopplerPage *page)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 64, 64);
  cairo_t *cr = cairo_create (surface);

  g_free (poppler_page_get_text (page));
  poppler_page_render (page, cr);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* Words of a document are converted by modules that could not be loaded later; what is open, and
 * these are never closed, stays loaded. */
static void
keep_converters (void)
{
  static const char *const encodings[] = { "UTF-16BE", "UTF-16LE", "UTF-16" };

  for (gsize i = 0; i < G_N_ELEMENTS (encodings); i++)
    (void) g_iconv_open ("UTF-8", encodings[i]);
  /* Passwords go both ways. */
  (void) g_iconv_open ("ISO-8859-1", "UTF-8");
  (void) g_iconv_open ("UTF-8", "ISO-8859-1");
}

/**
 * hopso_warm_up:
 *
 * Uses the libraries once. Nothing that fails here is an error: a page would fail by itself.
 */
void
hopso_warm_up (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (document_text, strlen (document_text));
  PopplerDocument *document = poppler_document_new_from_bytes (bytes, NULL, NULL);
  g_autoptr (HopsoPopplerPage) page =
      document != NULL ? poppler_document_get_page (document, 0) : NULL;

  keep_converters ();
  if (page != NULL)
    use_page (page);
  /* Never closed: what Poppler has read for all documents goes with the last one. */
}

static void
add_folders (GPtrArray *folders, FcStrList *found)
{
  FcChar8 *folder;

  if (found == NULL)
    return;
  while ((folder = FcStrListNext (found)) != NULL)
    g_ptr_array_add (folders, g_strdup ((const char *) folder));
  FcStrListDone (found);
}

/**
 * hopso_warm_up_list_folders:
 *
 * Returns: (transfer full) (array zero-terminated=1): what drawing still reads: fonts, their
 * caches and settings, and Poppler's tables of characters
 */
char **
hopso_warm_up_list_folders (void)
{
  GPtrArray *folders = g_ptr_array_new ();

  g_ptr_array_add (folders, g_strdup ("/usr/share/poppler"));
  g_ptr_array_add (folders, g_strdup ("/usr/share/fontconfig"));
  g_ptr_array_add (folders, g_strdup ("/usr/share/fonts"));
  g_ptr_array_add (folders, g_strdup ("/etc/fonts"));
  add_folders (folders, FcConfigGetFontDirs (NULL));
  add_folders (folders, FcConfigGetCacheDirs (NULL));
  g_ptr_array_add (folders, NULL);
  return (char **) g_ptr_array_free (folders, FALSE);
}
