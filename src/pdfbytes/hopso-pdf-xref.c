/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The chain of cross-reference sections from the newest to the oldest, and the revisions that they
 * make (ISO 32000-2, 7.5.5 and 7.5.6). Every hop must lead backwards in the file, save the one
 * that a linearized file has at its beginning: so a chain cannot loop, and an older revision
 * cannot know anything that was written after it. */

#include "hopso-pdf-xref-private.h"

#include "hopso-pdf-error-private.h"

#include <string.h>

#define MAX_SECTIONS 1000
#define TAIL_SIZE    2048

/* How many times TAIL_SIZE of white space at the end is forgiven. */
#define MAX_BLANK_TAILS 512

#define MAX_ENTRIES (1u << 22)

/* How far from the end of the file others look for startxref, and for a linearization from its
 * beginning. */
#define MAX_END_SIZE 1024

/* Where the file ends when white space at its end is left out. */
static gboolean
find_trimmed_end (HopsoPdfSource *source, guint64 *end, GError **error)
{
  char blanks[TAIL_SIZE];

  *end = hopso_pdf_source_get_size (source);
  for (guint i = 0; i<MAX_BLANK_TAILS && * end> 0; i++)
    {
      gsize size = (gsize) MIN (*end, sizeof blanks);

      if (!hopso_pdf_source_read (source, *end - size, blanks, size, error))
        return FALSE;
      for (; size > 0; size--, --*end)
        if (!hopso_pdf_is_space ((guint8) blanks[size - 1]))
          return TRUE;
    }
  return hopso_pdf_fail_damaged (error, "The file ends with nothing but white space");
}

/* The last "startxref" near the end of the file. */
static gboolean
find_startxref (HopsoPdfSource *source, guint64 *position, GError **error)
{
  static const char word[] = "startxref";
  char tail[TAIL_SIZE];
  guint64 end = 0;
  gsize size;

  if (!find_trimmed_end (source, &end, error))
    return FALSE;
  size = (gsize) MIN (end, TAIL_SIZE);
  if (!hopso_pdf_source_read (source, end - size, tail, size, error))
    return FALSE;
  for (gsize i = size; i + 1 > strlen (word); i--)
    if (memcmp (tail + i - strlen (word), word, strlen (word)) == 0)
      {
        *position = end - size + i - strlen (word);
        return TRUE;
      }
  return hopso_pdf_fail_damaged (error, "The file has no startxref");
}

static gboolean
check_header (HopsoPdfSource *source, GError **error)
{
  char header[8];

  if (hopso_pdf_source_get_size (source) < sizeof header ||
      !hopso_pdf_source_read (source, 0, header, sizeof header, NULL) ||
      memcmp (header, "%PDF-", 5) != 0 || !g_ascii_isdigit (header[5]) || header[6] != '.' ||
      !g_ascii_isdigit (header[7]))
    return hopso_pdf_fail_damaged (error, "The file does not begin as a PDF");
  return TRUE;
}

/* Behind "startxref 123 %%EOF" and its line end, from @lexer on; FALSE when it is not there. */
static gboolean
read_end (HopsoPdfLexer *lexer, guint64 offset, HopsoPdfRevision *revision)
{
  static const char marker[] = "%%EOF";
  gint64 value;

  if (!hopso_pdf_parse_keyword (lexer, "startxref", NULL) ||
      !hopso_pdf_parse_integer (lexer, &value, NULL) || (guint64) value != offset)
    return FALSE;
  while (hopso_pdf_is_space (hopso_pdf_lexer_peek_byte (lexer)))
    hopso_pdf_lexer_skip_byte (lexer);
  for (gsize i = 0; i < strlen (marker); i++)
    {
      if (hopso_pdf_lexer_peek_byte (lexer) != marker[i])
        return FALSE;
      hopso_pdf_lexer_skip_byte (lexer);
    }
  revision->end_marker = lexer->position;
  if (hopso_pdf_lexer_peek_byte (lexer) == '\r')
    hopso_pdf_lexer_skip_byte (lexer);
  if (hopso_pdf_lexer_peek_byte (lexer) == '\n')
    hopso_pdf_lexer_skip_byte (lexer);
  revision->end = lexer->position;
  return TRUE;
}

static void
find_revision_end (HopsoPdfSource *source, HopsoPdfXref *self, HopsoPdfRevision *revision)
{
  HopsoPdfSection *newest = self->sections->pdata[revision->first_section];
  HopsoPdfSection *oldest =
      self->sections->pdata[revision->first_section + revision->n_sections - 1];
  g_auto (HopsoPdfLexer) lexer = { 0 };

  hopso_pdf_lexer_init (&lexer, source, MAX (newest->body_end, oldest->body_end));
  if (!read_end (&lexer, newest->offset, revision))
    revision->end = revision->end_marker = 0;
}

/* Whether the file begins with the parameter dictionary of a linearized one (annex F). */
static gboolean
is_linearized (HopsoPdfSource *source)
{
  g_auto (HopsoPdfLexer) lexer = { 0 };
  g_autoptr (HopsoPdfObject) first = NULL;
  HopsoPdfReference reference;

  hopso_pdf_lexer_init (&lexer, source, 0);
  lexer.end = MIN (lexer.end, TAIL_SIZE);
  first = hopso_pdf_parse_indirect (&lexer, &reference, hopso_pdf_direct_length, NULL, NULL);
  return first != NULL && hopso_pdf_object_has (first, "Linearized");
}

static gboolean
check_limits (HopsoPdfXref *self, GError **error)
{
  guint n_entries = 0;

  for (guint i = 0; i < self->sections->len && n_entries <= MAX_ENTRIES; i++)
    n_entries += ((HopsoPdfSection *) self->sections->pdata[i])->entries->len;
  if (self->sections->len > MAX_SECTIONS || n_entries > MAX_ENTRIES)
    return hopso_pdf_fail (error, HOPSO_PDF_ERROR_TOO_COMPLEX, "There are too many revisions");
  return TRUE;
}

/* What is known already when the source only goes on after another: its sections, whose number of
 * entries counts in memory, are read once. Those that reach its end could read differently now. */
static gboolean
take_beginning (HopsoPdfXref *self, const HopsoPdfXref *beginning, guint64 offset)
{
  const HopsoPdfRevision *newest;

  if (beginning == NULL || ((HopsoPdfSection *) beginning->sections->pdata[0])->offset != offset)
    return FALSE;
  newest = &g_array_index (beginning->revisions, HopsoPdfRevision, 0);
  for (guint i = 0; i < beginning->sections->len; i++)
    if (((HopsoPdfSection *) beginning->sections->pdata[i])->body_end >= newest->end_marker)
      return FALSE;
  for (guint i = 0; i < beginning->sections->len; i++)
    g_ptr_array_add (self->sections, hopso_pdf_section_ref (beginning->sections->pdata[i]));
  return TRUE;
}

static gboolean
read_chain (HopsoPdfSource *source,
            const HopsoPdfXref *beginning,
            guint64 offset,
            HopsoPdfXref *self,
            GError **error)
{
  gboolean has_forward_hop = FALSE;

  for (;;)
    {
      HopsoPdfSection *section;

      if (!has_forward_hop && take_beginning (self, beginning, offset))
        return check_limits (self, error);
      section = hopso_pdf_section_read (source, offset, error);
      if (section == NULL)
        return FALSE;
      g_ptr_array_add (self->sections, section);
      if (!check_limits (self, error))
        return FALSE;
      if (section->previous < 0)
        return TRUE;
      if (has_forward_hop)
        return hopso_pdf_fail_damaged (error, "The cross-references run on after the first one");
      has_forward_hop = (guint64) section->previous >= section->offset;
      if (has_forward_hop && !is_linearized (source))
        return hopso_pdf_fail_damaged (error, "The cross-references run forwards");
      offset = (guint64) section->previous;
    }
}

static void
group_revisions (HopsoPdfSource *source, HopsoPdfXref *self)
{
  guint n = self->sections->len;

  for (guint i = 0; i < n;)
    {
      HopsoPdfSection *section = self->sections->pdata[i];
      HopsoPdfRevision revision = { .first_section = i, .n_sections = 1 };

      if (section->previous >= 0 && (guint64) section->previous > section->offset && i + 1 < n)
        revision.n_sections = 2;
      find_revision_end (source, self, &revision);
      g_array_append_val (self->revisions, revision);
      i += revision.n_sections;
    }
}

/* A revision that points behind its own end would show what was not there when it was signed. */
static gboolean
check_entries (HopsoPdfSource *source, HopsoPdfXref *self, GError **error)
{
  for (guint i = 0; i < self->revisions->len; i++)
    {
      HopsoPdfRevision *revision = &g_array_index (self->revisions, HopsoPdfRevision, i);
      guint64 end = revision->end != 0 ? revision->end : hopso_pdf_source_get_size (source);

      for (guint j = 0; j < revision->n_sections; j++)
        {
          HopsoPdfSection *section = self->sections->pdata[revision->first_section + j];

          for (guint k = 0; k < section->entries->len; k++)
            {
              HopsoPdfEntry *entry = &g_array_index (section->entries, HopsoPdfEntry, k);

              if (entry->kind == HOPSO_PDF_ENTRY_PLAIN && entry->where >= end)
                return hopso_pdf_fail_damaged (error,
                                               "A cross-reference leads out of its revision");
            }
        }
    }
  return TRUE;
}

/* Where others begin to read a linearized file: behind the first "endobj". */
static guint64
find_first_section (HopsoPdfSource *source)
{
  static const char word[] = "endobj";
  char head[MAX_END_SIZE];
  gsize size = (gsize) MIN (hopso_pdf_source_get_size (source), sizeof head);
  const char *found = NULL;

  if (hopso_pdf_source_read (source, 0, head, size, NULL))
    found = memmem (head, size, word, strlen (word));
  return found != NULL ? (guint64) (found - head) + strlen (word) : 0;
}

static guint64
skip_blanks (HopsoPdfSource *source, guint64 offset)
{
  g_auto (HopsoPdfLexer) lexer = { 0 };

  hopso_pdf_lexer_init (&lexer, source, offset);
  while (hopso_pdf_is_space (hopso_pdf_lexer_peek_byte (&lexer)))
    hopso_pdf_lexer_skip_byte (&lexer);
  return lexer.position;
}

/* A file that is as long as its linearization says is read by others from its beginning, whatever
 * its end says: so a few blanks could call up a document that was hidden there. */
static gboolean
has_other_beginning (HopsoPdfSource *source, HopsoPdfXref *self)
{
  HopsoPdfSection *newest = self->sections->pdata[0];
  g_auto (HopsoPdfLexer) lexer = { 0 };
  g_autoptr (HopsoPdfObject) first = NULL;
  HopsoPdfReference reference;
  gint64 length = 0;

  hopso_pdf_lexer_init (&lexer, source, 0);
  first = hopso_pdf_parse_indirect (&lexer, &reference, hopso_pdf_direct_length, NULL, NULL);
  if (first == NULL || !hopso_pdf_object_has (first, "Linearized"))
    return FALSE;
  if (hopso_pdf_object_has_duplicate_keys (first))
    return TRUE;
  return hopso_pdf_object_get_integer (hopso_pdf_object_get (first, "L"), &length) && length > 0 &&
         (guint64) length == hopso_pdf_source_get_size (source) &&
         skip_blanks (source, find_first_section (source)) != skip_blanks (source, newest->offset);
}

/* A little white space may follow the last revision, anything else is a tail. Behind more of it
 * other readers do not find startxref any more and guess which objects the file consists of. */
static gboolean
find_tail (HopsoPdfSource *source, guint64 startxref, HopsoPdfXref *self, GError **error)
{
  guint64 end;

  if (!find_trimmed_end (source, &end, error))
    return FALSE;
  self->has_tail = end > g_array_index (self->revisions, HopsoPdfRevision, 0).end;
  self->is_misread = hopso_pdf_source_get_size (source) - startxref > MAX_END_SIZE ||
                     has_other_beginning (source, self);
  return TRUE;
}

/**
 * hopso_pdf_xref_read:
 * @source: a file
 * @beginning: (nullable): the cross-references of a file that @source continues
 *
 * Returns: (transfer full): all its cross-references, or %NULL with @error
 */
HopsoPdfXref *
hopso_pdf_xref_read (HopsoPdfSource *source, const HopsoPdfXref *beginning, GError **error)
{
  g_autoptr (HopsoPdfXref) self = g_new0 (HopsoPdfXref, 1);
  g_auto (HopsoPdfLexer) lexer = { 0 };
  guint64 position = 0;
  gint64 offset;

  self->sections = g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_pdf_section_unref);
  self->revisions = g_array_new (FALSE, FALSE, sizeof (HopsoPdfRevision));
  if (!check_header (source, error) || !find_startxref (source, &position, error))
    return NULL;
  hopso_pdf_lexer_init (&lexer, source, position);
  if (!hopso_pdf_parse_keyword (&lexer, "startxref", error) ||
      !hopso_pdf_parse_integer (&lexer, &offset, error))
    return NULL;
  if ((guint64) offset >= position)
    {
      hopso_pdf_fail_damaged (error, "startxref leads nowhere");
      return NULL;
    }
  if (!read_chain (source, beginning, (guint64) offset, self, error))
    return NULL;
  group_revisions (source, self);
  if (!check_entries (source, self, error) || !find_tail (source, position, self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
hopso_pdf_xref_free (HopsoPdfXref *self)
{
  g_ptr_array_unref (self->sections);
  g_array_unref (self->revisions);
  g_free (self);
}
