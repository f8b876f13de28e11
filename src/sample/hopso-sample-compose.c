/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writes papers: a theme (data/sample/papers) has the sentences, a paper's description says what
 * becomes of them: a report, a submission, a decision, a letter, an invitation. Longer papers get
 * more sections, one for each place and field, and a longer annex. */

#include "hopso-sample-private.h"

#include <string.h>

typedef struct
{
  HopsoSample *sample;            /* borrowed */
  const HopsoSamplePaper *paper;  /* borrowed */
  JsonObject *theme;              /* borrowed */
  HopsoTypesetDocument *document; /* borrowed */
  HopsoSampleWords words;
  guint n_sections;
} Composer;

/* The names of types, by abbreviation; a công văn has none. */
static const struct
{
  const char *type;
  const char *name;
  HopsoTypesetKind kind;
} types[] = {
  { "CV", NULL, HOPSO_TYPESET_LETTER },           { "BC", "BÁO CÁO", HOPSO_TYPESET_NAMED },
  { "TTr", "TỜ TRÌNH", HOPSO_TYPESET_NAMED },     { "KH", "KẾ HOẠCH", HOPSO_TYPESET_NAMED },
  { "TB", "THÔNG BÁO", HOPSO_TYPESET_NAMED },     { "ĐA", "ĐỀ ÁN", HOPSO_TYPESET_NAMED },
  { "CTr", "CHƯƠNG TRÌNH", HOPSO_TYPESET_NAMED }, { "QĐ", "QUYẾT ĐỊNH", HOPSO_TYPESET_DECISION },
  { "GM", "GIẤY MỜI", HOPSO_TYPESET_INVITATION },
};

static guint
find_type (const char *type)
{
  for (guint i = 1; i < G_N_ELEMENTS (types); i++)
    if (strcmp (types[i].type, type) == 0)
      return i;
  return 0;
}

static void
add_paragraphs (Composer *self, const char *name, gboolean is_numbered)
{
  JsonArray *array = hopso_sample_get_array (self->theme, name);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      g_autofree char *text =
          hopso_sample_expand (&self->words, hopso_sample_get_string (array, i));
      g_autofree char *label = is_numbered ? g_strdup_printf ("%u.", i + 1) : NULL;

      if (label != NULL)
        hopso_typeset_document_add_labelled (self->document, label, text);
      else
        hopso_typeset_document_add_paragraph (self->document, text);
    }
}

static void
add_grounds (Composer *self)
{
  JsonArray *array = hopso_sample_get_array (self->theme, "grounds");

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      g_autofree char *text =
          hopso_sample_expand (&self->words, hopso_sample_get_string (array, i));

      hopso_typeset_document_add_ground (self->document, text);
    }
}

/* "columns": ["Đơn vị", …] and "cells": ["{place}", …]; the first column counts the rows. */
static void
add_table (Composer *self, guint n_rows)
{
  JsonArray *columns = hopso_sample_get_array (self->theme, "columns");
  JsonArray *cells = hopso_sample_get_array (self->theme, "cells");
  guint n_places = json_array_get_length (self->words.places);

  if (columns == NULL || cells == NULL || n_rows == 0)
    return;

  HopsoTypesetTable *table = hopso_typeset_table_new ();

  hopso_typeset_table_add_column (table, "TT", 1, HOPSO_TYPESET_CENTRE);
  for (guint i = 0; i < json_array_get_length (columns); i++)
    hopso_typeset_table_add_column (table, hopso_sample_get_string (columns, i), i == 0 ? 5 : 2.2,
                                    i == 0 ? HOPSO_TYPESET_START : HOPSO_TYPESET_END);
  for (guint row = 0; row < n_rows; row++)
    {
      g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
      g_autofree char *number = g_strdup_printf ("%u", row + 1);

      g_strv_builder_add (builder, number);
      self->words.place = hopso_sample_get_string (self->words.places, row % n_places);
      for (guint i = 0; i < json_array_get_length (cells); i++)
        {
          g_autofree char *cell =
              hopso_sample_expand (&self->words, hopso_sample_get_string (cells, i));

          g_strv_builder_add (builder, cell);
        }
      self->words.place = NULL;
      g_auto (GStrv) filled = g_strv_builder_end (builder);

      hopso_typeset_table_add_row (table, (const char *const *) filled);
    }
  hopso_typeset_document_add_table (self->document, table);
}

/* "results": [{"heading": …, "text": [ … ]}, …] */
static gboolean
add_results (Composer *self, GError **error)
{
  JsonArray *results = hopso_sample_get_array (self->theme, "results");

  for (guint i = 0; results != NULL && i < json_array_get_length (results); i++)
    {
      JsonObject *result = hopso_sample_get_element (results, i, error);
      const char *heading = result ? hopso_sample_get_text (result, "heading", error) : NULL;
      JsonArray *text = result ? hopso_sample_get_array (result, "text") : NULL;
      g_autofree char *numbered = g_strdup_printf ("%u. %s", i + 1, heading ? heading : "");

      if (heading == NULL)
        return FALSE;
      hopso_typeset_document_add_subheading (self->document, numbered);
      for (guint j = 0; text != NULL && j < json_array_get_length (text); j++)
        {
          g_autofree char *paragraph =
              hopso_sample_expand (&self->words, hopso_sample_get_string (text, j));

          hopso_typeset_document_add_paragraph (self->document, paragraph);
        }
    }
  return TRUE;
}

/* A section is about one place: some of the sentences that can be said of a place, in turn, so
 * that neighbours differ. */
static void
add_section (Composer *self, guint number, JsonArray *sentences)
{
  const guint per_section = 5;
  guint n = json_array_get_length (sentences);
  guint n_places = json_array_get_length (self->words.places);
  g_autoptr (GString) text = g_string_new (NULL);

  self->words.place = hopso_sample_get_string (self->words.places, number % n_places);
  g_autofree char *heading = g_strdup_printf ("%u. %s", number + 1, self->words.place);

  hopso_typeset_document_add_subheading (self->document, heading);
  for (guint i = 0; i < per_section && i < n; i++)
    {
      g_autofree char *sentence = hopso_sample_expand (
          &self->words, hopso_sample_get_string (sentences, (number * 2 + i) % n));

      g_string_append_printf (text, "%s%s", i == 0 ? "" : (i == 3 ? "\n" : " "), sentence);
    }
  self->words.place = NULL;
  hopso_typeset_document_add_paragraph (self->document, text->str);
}

static gboolean
compose_report (Composer *self, GError **error)
{
  JsonArray *local = hopso_sample_get_array (self->theme, "local");
  gboolean has_sections = local != NULL && self->n_sections > 0;
  guint pages = (guint) hopso_sample_get_number (self->paper->description, "pages", 2);

  add_paragraphs (self, "opening", FALSE);
  if (pages > 1)
    {
      hopso_typeset_document_add_heading (self->document, "I. TÌNH HÌNH VÀ KẾT QUẢ THỰC HIỆN");
      if (!add_results (self, error))
        return FALSE;
      add_table (self, pages > 2 ? 12 : 4);
    }
  if (has_sections)
    hopso_typeset_document_add_heading (self->document, "II. KẾT QUẢ TẠI CÁC ĐỊA PHƯƠNG, ĐƠN VỊ");
  for (guint i = 0; has_sections && i < self->n_sections; i++)
    add_section (self, i, local);
  if (pages > 1)
    {
      hopso_typeset_document_add_heading (self->document, has_sections ? "III. TỒN TẠI, HẠN CHẾ"
                                                                       : "II. TỒN TẠI, HẠN CHẾ");
      add_paragraphs (self, "difficulties", FALSE);
    }
  hopso_typeset_document_add_heading (
      self->document, pages == 1     ? "NHIỆM VỤ TRONG THỜI GIAN TỚI"
                      : has_sections ? "IV. NHIỆM VỤ, GIẢI PHÁP TRONG THỜI GIAN TỚI"
                                     : "III. NHIỆM VỤ, GIẢI PHÁP TRONG THỜI GIAN TỚI");
  add_paragraphs (self, "tasks", TRUE);
  add_paragraphs (self, "closing", FALSE);
  if (pages > 6)
    {
      hopso_typeset_document_begin_annex (self->document, "Phụ lục",
                                          "SỐ LIỆU TỔNG HỢP THEO ĐỊA PHƯƠNG, ĐƠN VỊ");
      add_table (self, json_array_get_length (self->words.places));
    }
  return TRUE;
}

/* Submissions, plans, letters, notices: what is proposed, without the long report. */
static void
compose_proposal (Composer *self, HopsoTypesetKind kind)
{
  add_paragraphs (self, "opening", FALSE);
  add_paragraphs (self, "tasks", TRUE);
  add_table (self, self->n_sections > 0 && kind == HOPSO_TYPESET_NAMED ? 10 : 0);
  add_paragraphs (self, "closing", FALSE);
}

static void
compose_decision (Composer *self)
{
  JsonArray *articles = hopso_sample_get_array (self->theme, "articles");

  hopso_typeset_document_set_decider (self->document, "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH AN HÒA");
  add_grounds (self);
  for (guint i = 0; articles != NULL && i < json_array_get_length (articles); i++)
    {
      g_autofree char *text =
          hopso_sample_expand (&self->words, hopso_sample_get_string (articles, i));
      g_autofree char *label = g_strdup_printf ("Điều %u.", i + 1);

      hopso_typeset_document_add_labelled (self->document, label, text);
    }
}

static void
compose_invitation (Composer *self)
{
  JsonArray *lines = hopso_sample_get_array (self->theme, "invitation");

  for (guint i = 0; lines != NULL && i + 1 < json_array_get_length (lines); i += 2)
    hopso_typeset_document_add_labelled (self->document, hopso_sample_get_string (lines, i),
                                         hopso_sample_get_string (lines, i + 1));
}

/* Agency, number, date, signer and recipients. A paper without a reference is not signed yet:
 * its number and date stay free. */
static gboolean
set_frame (Composer *self, GError **error)
{
  HopsoSample *sample = self->sample;
  JsonObject *description = self->paper->description;
  const char *type = hopso_sample_peek_text (description, "type");
  JsonObject *agency =
      g_hash_table_lookup (sample->members, hopso_sample_peek_text (description, "organization"));
  JsonArray *heading = agency ? hopso_sample_get_array (agency, "heading") : NULL;
  const char *code = agency ? hopso_sample_peek_text (agency, "code") : NULL;
  const char *reference = hopso_sample_peek_text (description, "reference");
  const char *slash = reference ? strchr (reference, '/') : NULL;

  if (heading == NULL || json_array_get_length (heading) == 0 || code == NULL)
    {
      g_set_error (error, HOPSO_SAMPLE_ERROR, HOPSO_SAMPLE_ERROR_DAMAGED,
                   "The organization “%s” issues papers but has no heading and code",
                   hopso_sample_peek_text (description, "organization"));
      return FALSE;
    }
  guint n = json_array_get_length (heading);
  gboolean is_letter = strcmp (type, "CV") == 0;
  g_autofree char *symbol =
      is_letter ? g_strconcat (code, "-TH", NULL) : g_strconcat (type, "-", code, NULL);
  g_autofree char *number = slash ? g_strndup (reference, (gsize) (slash - reference)) : NULL;
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (HOPSO_SAMPLE_UTC_OFFSET);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (self->paper->date);
  g_autoptr (GDateTime) day = g_date_time_to_timezone (utc, zone);
  g_autofree char *date = hopso_typeset_format_date (
      g_date_time_get_day_of_month (day), g_date_time_get_month (day), g_date_time_get_year (day));

  hopso_typeset_document_set_created (self->document, self->paper->date);
  hopso_typeset_document_set_agency (self->document,
                                     n > 1 ? hopso_sample_get_string (heading, 0) : NULL,
                                     hopso_sample_get_string (heading, n - 1));
  hopso_typeset_document_set_number (self->document, number, slash ? slash + 1 : symbol);
  hopso_typeset_document_set_date (self->document, "An Hòa", number ? date : NULL);
  hopso_typeset_document_set_title (self->document, hopso_sample_peek_text (description, "name"));
  return TRUE;
}

/* The signer is named by "signer", or is the head of the agency. What the head decides alone is not
 * signed for the collective. */
static void
set_signer (Composer *self, HopsoTypesetKind kind)
{
  HopsoSample *sample = self->sample;
  JsonObject *description = self->paper->description;
  JsonObject *agency =
      g_hash_table_lookup (sample->members, hopso_sample_peek_text (description, "organization"));
  const char *login = hopso_sample_peek_text (description, "signer");

  if (login == NULL)
    login = hopso_sample_peek_text (agency, "head");

  JsonObject *person = login ? g_hash_table_lookup (sample->members, login) : NULL;

  if (person == NULL)
    return;

  const char *authority = hopso_sample_peek_text (person, "authority");
  g_autofree char *position = g_utf8_strup (hopso_sample_peek_text (person, "position"), -1);

  if (kind == HOPSO_TYPESET_DECISION && authority != NULL && g_str_has_prefix (authority, "TM.") &&
      strchr (authority, '\n') != NULL)
    authority = strchr (authority, '\n') + 1;
  hopso_typeset_document_set_signer (self->document, authority ? authority : position,
                                     hopso_sample_peek_text (person, "name"));
}

static void
set_recipients (Composer *self, HopsoTypesetKind kind)
{
  JsonArray *addressees = hopso_sample_get_array (self->paper->description, "to");

  for (guint i = 0; addressees != NULL && i < json_array_get_length (addressees); i++)
    hopso_typeset_document_add_addressee (self->document, hopso_sample_get_string (addressees, i));
  hopso_typeset_document_add_recipient (self->document,
                                        kind == HOPSO_TYPESET_DECISION ? "Như Điều 3" : "Như trên");
  if (kind != HOPSO_TYPESET_LETTER)
    {
      hopso_typeset_document_add_recipient (self->document, "TTr. Tỉnh ủy, TTr. HĐND tỉnh (b/c)");
      hopso_typeset_document_add_recipient (self->document, "CT, các PCT UBND tỉnh");
    }
  hopso_typeset_document_add_recipient (self->document, "Lưu: VT, TH");
}

static gboolean
compose_body (Composer *self, HopsoTypesetKind kind, GError **error)
{
  const char *type = hopso_sample_peek_text (self->paper->description, "type");

  switch (kind)
    {
    case HOPSO_TYPESET_DECISION:
      compose_decision (self);
      return TRUE;
    case HOPSO_TYPESET_INVITATION:
      compose_invitation (self);
      return TRUE;
    case HOPSO_TYPESET_LETTER:
    case HOPSO_TYPESET_NAMED:
    case HOPSO_TYPESET_MINUTES:
    default:
      break;
    }
  if (strcmp (type, "TTr") == 0)
    add_grounds (self);
  if (strcmp (type, "BC") == 0 || strcmp (type, "ĐA") == 0 ||
      hopso_sample_get_number (self->paper->description, "pages", 2) > 3)
    return compose_report (self, error);
  compose_proposal (self, kind);
  return TRUE;
}

/* The document of a paper with that many sections about places. */
HopsoTypesetDocument *
hopso_sample_compose_paper (HopsoSample *self,
                            const HopsoSamplePaper *paper,
                            JsonObject *theme,
                            guint n_sections,
                            GError **error)
{
  guint type = find_type (hopso_sample_peek_text (paper->description, "type"));
  g_autoptr (HopsoTypesetDocument) document = hopso_typeset_document_new (types[type].kind);
  Composer composer = { self, paper, theme, document, { NULL }, n_sections };
  g_autoptr (GDateTime) today =
      g_date_time_new_from_unix_utc (self->midnight + HOPSO_SAMPLE_UTC_OFFSET);
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_str_hash (paper->id));

  composer.words.rand = rand;
  composer.words.places = hopso_sample_get_array (self->province, "places");
  composer.words.objects = hopso_sample_get_array (theme, "objects");
  composer.words.year = g_date_time_get_year (today);
  if (composer.words.places == NULL || json_array_get_length (composer.words.places) == 0)
    {
      g_set_error_literal (error, HOPSO_SAMPLE_ERROR, HOPSO_SAMPLE_ERROR_DAMAGED,
                           "The province has no places");
      return NULL;
    }
  if (!set_frame (&composer, error))
    return NULL;
  hopso_typeset_document_set_name (document, types[type].name,
                                   hopso_sample_peek_text (paper->description, "name"));
  set_recipients (&composer, types[type].kind);
  set_signer (&composer, types[type].kind);
  if (!compose_body (&composer, types[type].kind, error))
    return NULL;
  return g_steal_pointer (&document);
}
