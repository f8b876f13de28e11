/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Papers of the sample: what is known of them before they are written, and writing them, as long
 * as province.json asks for. A request to sign learns where the signature goes when its paper is
 * laid out. */

#include "hopso-sample-private.h"

#include "hopso-fd.h"
#include "hopso-kept-places.h"
#include "hopso-paper.h"
#include "hopso-sign-request.h"
#include "hopso-sign-step.h"

#define PAGE_HEIGHT (297 * 72 / 25.4)

#define MAX_TRIES    8
#define MAX_SECTIONS 600

/* Takes a paper of a meeting's item, or one of nothing, into the list of papers. */
gboolean
hopso_sample_add_paper (HopsoSample *self,
                        JsonObject *paper,
                        const char *meeting,
                        const char *agenda_item,
                        guint position,
                        gint64 date,
                        GError **error)
{
  const char *local_id = hopso_sample_get_text (paper, "id", error);

  if (local_id == NULL || hopso_sample_get_text (paper, "name", error) == NULL ||
      hopso_sample_get_text (paper, "type", error) == NULL ||
      hopso_sample_get_text (paper, "theme", error) == NULL ||
      hopso_sample_refer (self, paper, "organization", error) == NULL)
    return FALSE;

  HopsoSamplePaper *entry = g_new0 (HopsoSamplePaper, 1);

  entry->description = json_object_ref (paper);
  entry->id = g_strdup (hopso_sample_add_id (self, local_id, NULL));
  entry->meeting = g_strdup (meeting);
  entry->agenda_item = g_strdup (agenda_item);
  entry->position = position;
  entry->date = date;
  g_ptr_array_add (self->papers, entry);
  return TRUE;
}

static JsonObject *
load_theme (HopsoSample *self, const HopsoSamplePaper *paper, GError **error)
{
  g_autofree char *name =
      g_strconcat (hopso_sample_peek_text (paper->description, "theme"), ".json", NULL);
  g_autofree char *path = g_build_filename (self->folder, "papers", name, NULL);

  return hopso_sample_load_json (path, error);
}

/* Sets the paper with more or fewer sections until it has the pages it should have; the pages of
 * one section are learnt on the way. */
static GBytes *
set_pages (HopsoSample *self,
           const HopsoSamplePaper *paper,
           JsonObject *theme,
           HopsoTypesetReport *report,
           GError **error)
{
  guint wanted = (guint) hopso_sample_get_number (paper->description, "pages", 2);
  guint n_sections = wanted > 3 ? (wanted - 3) * 3 : 0;
  g_autoptr (GBytes) bytes = NULL;

  for (guint try = 0; try < MAX_TRIES; try++)
    {
      g_autoptr (HopsoTypesetDocument) document =
          hopso_sample_compose_paper (self, paper, theme, n_sections, error);

      g_clear_pointer (&bytes, g_bytes_unref);
      bytes = document ? hopso_typeset_document_write_bytes (document, report, error) : NULL;
      if (bytes == NULL)
        return NULL;

      gint64 better = (gint64) n_sections + ((gint64) wanted - report->n_pages) * 3;

      if (report->n_pages == wanted || better == n_sections || better < 0 || better > MAX_SECTIONS)
        break;
      n_sections = (guint) better;
    }
  return g_steal_pointer (&bytes);
}

/* Page from 1, and from its upper left corner, where the report counts from the lower one. */
static char *
format_place (const HopsoTypesetRect *rect)
{
  const double numbers[] = { rect->x, PAGE_HEIGHT - rect->y - rect->height, rect->width,
                             rect->height };
  g_autoptr (GString) place = g_string_new (NULL);
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_printf (place, "%u", rect->page + 1);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    g_string_append_printf (place, ",%s",
                            g_ascii_formatd (number, sizeof (number), "%.2f", numbers[i]));
  return g_string_free (g_steal_pointer (&place), FALSE);
}

/* A mark's place is that of the approval; an initial and a seal find their own. */
static gboolean
has_place (HopsoRecord *record, const char *request)
{
  return HOPSO_IS_SIGN_STEP (record) &&
         g_strcmp0 (hopso_sign_step_get_request (HOPSO_SIGN_STEP (record)), request) == 0 &&
         g_strcmp0 (hopso_sign_step_get_action (HOPSO_SIGN_STEP (record)),
                    HOPSO_SIGN_ASK_APPROVE) == 0;
}

/* The request stands before its steps. */
static void
place_request (HopsoSample *self, HopsoRecord *paper, const HopsoTypesetRect *rect)
{
  g_autofree char *place = format_place (rect);
  const char *request = NULL;

  for (guint i = 0; i < self->records->len; i++)
    {
      HopsoRecord *record = g_ptr_array_index (self->records, i);
      gboolean is_meant = HOPSO_IS_SIGN_REQUEST (record) &&
                          g_strcmp0 (hopso_sign_request_get_paper (HOPSO_SIGN_REQUEST (record)),
                                     hopso_record_get_id (paper)) == 0;
      g_autoptr (HopsoRecordBuilder) builder = NULL;

      if (!is_meant && !has_place (record, request))
        continue;
      builder = hopso_record_builder_new_from (record);
      if (is_meant)
        hopso_record_builder_set_string (builder, HOPSO_SIGN_REQUEST_DIGEST,
                                         hopso_paper_get_digest (HOPSO_PAPER (paper)));
      if (rect->width > 0)
        hopso_record_builder_set_string (
            builder, is_meant ? (guint) HOPSO_SIGN_REQUEST_PLACE : (guint) HOPSO_SIGN_STEP_PLACE,
            place);
      g_object_unref (record);
      g_ptr_array_index (self->records, i) = hopso_record_builder_end (builder);
      if (is_meant)
        request = hopso_record_get_id (g_ptr_array_index (self->records, i));
    }
}

static HopsoRecord *
build_record (HopsoSample *self, const HopsoSamplePaper *paper, GBytes *bytes, guint n_pages)
{
  JsonObject *description = paper->description;
  const char *type = hopso_sample_peek_text (description, "type");
  const char *reference = hopso_sample_peek_text (description, "reference");
  const char *organization = hopso_sample_peek_text (description, "organization");
  g_autofree char *file_name =
      g_strdup_printf ("%s.pdf", hopso_sample_peek_text (description, "id"));
  g_autofree char *digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  g_autofree char *order = hopso_sample_order_key (paper->position);
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new (HOPSO_KIND_PAPER, paper->id);
  const struct
  {
    HopsoPaperField field;
    const char *text;
  } texts[] = {
    { HOPSO_PAPER_MEETING, paper->meeting },
    { HOPSO_PAPER_AGENDA_ITEM, paper->agenda_item },
    { HOPSO_PAPER_NAME, hopso_sample_peek_text (description, "name") },
    { HOPSO_PAPER_REFERENCE, reference },
    { HOPSO_PAPER_PAPER_TYPE, type },
    { HOPSO_PAPER_ORGANIZATION, hopso_sample_find_id (self, organization) },
    { HOPSO_PAPER_FILE_NAME, file_name },
    { HOPSO_PAPER_DIGEST, digest },
    { HOPSO_PAPER_ORDER_KEY, order },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (texts[i].text != NULL)
      hopso_record_builder_set_string (builder, texts[i].field, texts[i].text);
  hopso_record_builder_set_time (builder, HOPSO_PAPER_DATE, paper->date);
  hopso_record_builder_set_integer (builder, HOPSO_PAPER_SIZE, (gint64) g_bytes_get_size (bytes));
  hopso_record_builder_set_integer (builder, HOPSO_PAPER_PAGES, n_pages);
  hopso_record_builder_set_integer (builder, HOPSO_PAPER_VERSION, 1);
  return hopso_record_builder_end (builder);
}

/**
 * hopso_sample_write_paper:
 * @self: a sample
 * @index: which paper, below hopso_sample_get_n_papers()
 * @fd: an empty file or memfd
 * @error: #HopsoSampleError, #HopsoTypesetError, or writing's
 *
 * Writes a paper. The request to sign it, if there is one among hopso_sample_get_records(), is
 * replaced there, and its steps, by one that knows the version and its place.
 *
 * Returns: (transfer full): the paper's record; its PDF stands in @fd
 */
HopsoRecord *
hopso_sample_write_paper (HopsoSample *self, guint index, int fd, GError **error)
{
  g_return_val_if_fail (index < self->papers->len, NULL);

  const HopsoSamplePaper *paper = g_ptr_array_index (self->papers, index);
  g_autoptr (JsonObject) theme = load_theme (self, paper, error);
  HopsoTypesetReport report = { 0 };
  g_autoptr (GBytes) set = theme ? set_pages (self, paper, theme, &report, error) : NULL;
  g_autoptr (GBytes) bytes = set ? hopso_kept_places_write (set, &report, error) : NULL;

  if (bytes == NULL ||
      !hopso_fd_write_at (fd, 0, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error))
    return NULL;

  HopsoRecord *record = build_record (self, paper, bytes, report.n_pages);

  place_request (self, record, &report.signature);
  return record;
}
