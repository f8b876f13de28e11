/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a document says of itself, and which fonts it uses. Main thread of the drawing process. */

#include "hopso-fd.h"
#include "hopso-poppler-private.h"
#include "hopso-render-facts.h"
#include "hopso-render-words.h"

#include <string.h>

#define MAX_FONTS 10000u

/* How much of a file is read at a time when words are looked for in it. */
#define PIECE (256u * 1024u)

static void
add_words (GVariantBuilder *properties, const char *name, char *words)
{
  g_autofree char *fit = hopso_render_take_words (words);

  if (*g_strstrip (fit) != '\0')
    g_variant_builder_add (properties, "{sv}", name, g_variant_new_string (fit));
}

static void
add_flag (GVariantBuilder *properties, const char *name, gboolean is_so)
{
  g_variant_builder_add (properties, "{sv}", name, g_variant_new_boolean (is_so));
}

/* Takes the time. */
static void
add_time (GVariantBuilder *properties, const char *name, GDateTime *time)
{
  if (time == NULL)
    return;
  g_variant_builder_add (properties, "{sv}", name,
                         g_variant_new_int64 (g_date_time_to_unix (time)));
  g_date_time_unref (time);
}

/* The value of `pdfaid:<name>`, written as an attribute or as an element (ISO 19005-1, 6.7.11). */
static char *
find_claim (const char *metadata, const char *name)
{
  g_autofree char *pattern =
      g_strdup_printf ("pdfaid:%s\\s*(?:=\\s*[\"']|>)\\s*([0-9A-Za-z]{1,2})\\s*(?:[\"']|</)", name);
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  if (regex == NULL || !g_regex_match (regex, metadata, 0, &match))
    return NULL;
  return g_match_info_fetch (match, 1);
}

static void
add_claim (GVariantBuilder *properties, PopplerDocument *document)
{
  g_autofree char *said = poppler_document_get_metadata (document);
  g_autofree char *metadata = said != NULL ? g_utf8_make_valid (said, -1) : NULL;
  g_autofree char *part = metadata != NULL ? find_claim (metadata, "part") : NULL;
  g_autofree char *level = metadata != NULL ? find_claim (metadata, "conformance") : NULL;
  g_autofree char *small = level != NULL ? g_ascii_strdown (level, -1) : NULL;

  if (part != NULL)
    add_words (properties, "pdfa", g_strdup_printf ("PDF/A-%s%s", part, small ? small : ""));
}

static gboolean
is_tagged (PopplerDocument *document)
{
  PopplerStructureElementIter *iter = poppler_structure_element_iter_new (document);

  if (iter == NULL)
    return FALSE;
  poppler_structure_element_iter_free (iter);
  return TRUE;
}

/* Which of some names occur in the file. They stand in dictionaries that are hardly ever
 * compressed; Poppler does not tell. A hint for people, nothing is decided by it. */
static void
find_names (int fd, const char *const *names, gboolean *are_found, gsize n)
{
  g_autofree char *piece = g_malloc (PIECE);
  guint64 size = 0;
  const gsize overlap = 32;

  if (!hopso_fd_get_size (fd, &size, NULL))
    return;
  for (guint64 at = 0; at < size; at += PIECE - overlap)
    {
      const gsize length = (gsize) MIN (size - at, PIECE);

      if (!hopso_fd_read_at (fd, at, piece, length, NULL))
        return;
      for (gsize i = 0; i < n; i++)
        are_found[i] = are_found[i] || memmem (piece, length, names[i], strlen (names[i])) != NULL;
    }
}

static void
add_hints (GVariantBuilder *properties, int fd)
{
  static const char *const names[] = { "/Encrypt", "/XFA", "/NeedAppearances true" };
  gboolean are_found[G_N_ELEMENTS (names)] = { FALSE };

  find_names (fd, names, are_found, G_N_ELEMENTS (names));
  add_flag (properties, "encrypted", are_found[0]);
  add_flag (properties, "xfa", are_found[1]);
  add_flag (properties, "need-appearances", are_found[2]);
}

/**
 * hopso_render_properties:
 * @fd: the document's file
 *
 * Returns: (transfer floating): an `a{sv}`
 */
GVariant *
hopso_render_properties (PopplerDocument *document, int fd)
{
  GVariantBuilder properties;

  g_variant_builder_init (&properties, G_VARIANT_TYPE_VARDICT);
  add_words (&properties, "title", poppler_document_get_title (document));
  add_words (&properties, "author", poppler_document_get_author (document));
  add_words (&properties, "subject", poppler_document_get_subject (document));
  add_words (&properties, "keywords", poppler_document_get_keywords (document));
  add_words (&properties, "creator", poppler_document_get_creator (document));
  add_words (&properties, "producer", poppler_document_get_producer (document));
  add_words (&properties, "version", poppler_document_get_pdf_version_string (document));
  add_time (&properties, "created", poppler_document_get_creation_date_time (document));
  add_time (&properties, "modified", poppler_document_get_modification_date_time (document));
  add_claim (&properties, document);
  add_flag (&properties, "linearized", poppler_document_is_linearized (document));
  add_flag (&properties, "javascript", poppler_document_has_javascript (document));
  add_flag (&properties, "tagged", is_tagged (document));
  add_hints (&properties, fd);
  g_variant_builder_add (
      &properties, "{sv}", "permissions",
      g_variant_new_uint32 ((guint32) poppler_document_get_permissions (document)));
  return g_variant_builder_end (&properties);
}

static const char *
name_type (PopplerFontType type)
{
  static const char *const names[] = {
    [POPPLER_FONT_TYPE_UNKNOWN] = "",
    [POPPLER_FONT_TYPE_TYPE1] = "Type 1",
    [POPPLER_FONT_TYPE_TYPE1C] = "Type 1C",
    [POPPLER_FONT_TYPE_TYPE1COT] = "Type 1C (OpenType)",
    [POPPLER_FONT_TYPE_TYPE3] = "Type 3",
    [POPPLER_FONT_TYPE_TRUETYPE] = "TrueType",
    [POPPLER_FONT_TYPE_TRUETYPEOT] = "TrueType (OpenType)",
    [POPPLER_FONT_TYPE_CID_TYPE0] = "Type 1 (CID)",
    [POPPLER_FONT_TYPE_CID_TYPE0C] = "Type 1C (CID)",
    [POPPLER_FONT_TYPE_CID_TYPE0COT] = "Type 1C (CID, OpenType)",
    [POPPLER_FONT_TYPE_CID_TYPE2] = "TrueType (CID)",
    [POPPLER_FONT_TYPE_CID_TYPE2OT] = "TrueType (CID, OpenType)",
  };

  return (gsize) type < G_N_ELEMENTS (names) ? names[type] : "";
}

/**
 * hopso_render_fonts:
 * @first: the first page, which is the one after the last time's, or everything is looked at again
 * @count: how many pages
 *
 * Returns: (transfer floating): an `a(ssbbs)` of what was not told before
 */
GVariant *
hopso_render_fonts (HopsoRenderFonts *self, PopplerDocument *document, guint first, guint count)
{
  const guint n_pages = (guint) poppler_document_get_n_pages (document);
  const guint end = MIN (first, n_pages) + MIN (count, n_pages - MIN (first, n_pages));
  PopplerFontsIter *iter = NULL;
  GVariantBuilder fonts;
  guint n = 0;

  if (self->info == NULL || self->next != first)
    {
      hopso_render_fonts_clear (self);
      self->info = poppler_font_info_new (document);
    }
  g_variant_builder_init (&fonts, G_VARIANT_TYPE ("a(ssbbs)"));
  if (end > self->next && poppler_font_info_scan (self->info, (int) (end - self->next), &iter) &&
      iter != NULL)
    {
      do
        {
          g_autofree char *name = hopso_render_words (poppler_fonts_iter_get_name (iter));
          g_autofree char *instead =
              hopso_render_words (poppler_fonts_iter_get_substitute_name (iter));

          g_variant_builder_add (
              &fonts, "(ssbbs)", name, name_type (poppler_fonts_iter_get_font_type (iter)),
              poppler_fonts_iter_is_embedded (iter), poppler_fonts_iter_is_subset (iter), instead);
        }
      while (++n < MAX_FONTS && poppler_fonts_iter_next (iter));
      poppler_fonts_iter_free (iter);
    }
  self->next = end;
  return g_variant_builder_end (&fonts);
}

/**
 * hopso_render_fonts_clear:
 *
 * Forgets what was looked at.
 */
void
hopso_render_fonts_clear (HopsoRenderFonts *self)
{
  g_clear_pointer (&self->info, poppler_font_info_free);
  self->next = 0;
}
