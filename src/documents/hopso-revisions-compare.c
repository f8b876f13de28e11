/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Compares two revisions page by page: both are drawn, the pixels are compared, and of each place
 * that differs it is read what stood there and what stands there now. Whether a place was left
 * open by the signer follows from the verification and from where the fields are. Main thread. */

#include "hopso-page-difference.h"
#include "hopso-pdf-reading.h"
#include "hopso-revisions-private.h"

#include <math.h>
#include <string.h>

#define WIDTH_PX   900u
#define MAX_HEIGHT 4000u
#define MAX_PAGES  300u
#define MAX_WORDS  60

/* A place belongs to a field that holds this part of it. */
#define MOST 0.7

/* The same character at the same place, in points. */
#define SAME_PLACE 0.5

typedef struct
{
  GArray *pages; /* owned; guint, those that were named first */
  guint position;
  GBytes *before_pixels;     /* owned, nullable */
  GArray *places;            /* owned, nullable; HopsoPageDifference of the present page */
  HopsoPdfText *before_text; /* owned, nullable */
  HopsoPdfText *after_text;  /* owned, nullable */
} Comparison;

static void next_page (GTask *task);

static void
clear_page (Comparison *comparison)
{
  g_clear_pointer (&comparison->before_pixels, g_bytes_unref);
  g_clear_pointer (&comparison->places, g_array_unref);
  g_clear_object (&comparison->before_text);
  g_clear_object (&comparison->after_text);
}

static void
comparison_free (gpointer data)
{
  Comparison *comparison = data;

  clear_page (comparison);
  g_array_unref (comparison->pages);
  g_free (comparison);
}

static guint
get_page (Comparison *comparison)
{
  return g_array_index (comparison->pages, guint, comparison->position);
}

static void
add_page (GArray *pages, guint page, guint n_pages)
{
  if (page >= n_pages || pages->len >= MAX_PAGES)
    return;
  for (guint i = 0; i < pages->len; i++)
    if (g_array_index (pages, guint, i) == page)
      return;
  g_array_append_val (pages, page);
}

static GArray *
order_pages (HopsoRevisions *self)
{
  GArray *pages = g_array_new (FALSE, FALSE, sizeof (guint));
  const guint n_pages = MAX (hopso_pdf_document_get_n_pages (self->before),
                             hopso_pdf_document_get_n_pages (self->after));

  for (guint i = 0; i < hopso_signature_result_get_n_changes (self->result); i++)
    {
      const HopsoSignatureChange *change = hopso_signature_result_get_change (self->result, i);

      if (change->page > 0)
        add_page (pages, change->page - 1, n_pages);
    }
  for (guint page = 0; page < MIN (n_pages, MAX_PAGES); page++)
    add_page (pages, page, n_pages);
  return pages;
}

/* --- what a place means ---------------------------------------------------------------------- */

/* All that came after the signature was allowed, or nothing was. */
static gboolean
is_all_allowed (HopsoRevisions *self)
{
  const HopsoChangesAfter changes = hopso_signature_result_get_facts (self->result)->changes;

  return changes == HOPSO_CHANGES_AFTER_ALLOWED || changes == HOPSO_CHANGES_AFTER_SIGNATURES ||
         changes == HOPSO_CHANGES_AFTER_NONE;
}

static gboolean
is_allowed_field (HopsoRevisions *self, const char *name)
{
  for (guint i = 0; i < hopso_signature_result_get_n_changes (self->result); i++)
    {
      const HopsoSignatureChange *change = hopso_signature_result_get_change (self->result, i);

      if (change->is_allowed && change->field != NULL && g_str_equal (change->field, name))
        return TRUE;
    }
  return FALSE;
}

static double
get_area (double x1, double y1, double x2, double y2)
{
  return MAX (x2 - x1, 0) * MAX (y2 - y1, 0);
}

static gboolean
covers (const HopsoPdfBox *field, const HopsoPdfBox *place)
{
  const double common = get_area (MAX (field->x1, place->x1), MAX (field->y1, place->y1),
                                  MIN (field->x2, place->x2), MIN (field->y2, place->y2));

  return common >= MOST * get_area (place->x1, place->y1, place->x2, place->y2);
}

static gboolean
is_allowed (HopsoRevisions *self, const HopsoPdfBox *place, GPtrArray *fields)
{
  if (is_all_allowed (self))
    return TRUE;
  for (guint i = 0; fields != NULL && i < fields->len; i++)
    {
      const HopsoPdfField *field = g_ptr_array_index (fields, i);

      if (covers (&field->box, place) && is_allowed_field (self, field->name))
        return TRUE;
    }
  return FALSE;
}

static gboolean
stands_in (HopsoPdfText *text, guint i, const HopsoPdfBox *place)
{
  const HopsoPdfBox *box = &hopso_pdf_text_get_boxes (text)[i];

  return hopso_pdf_box_contains (place, (box->x1 + box->x2) / 2, (box->y1 + box->y2) / 2);
}

/* Whether @text has this character at this very place. */
static gboolean
has_same (HopsoPdfText *text, gunichar c, const HopsoPdfBox *box)
{
  for (guint i = 0; i < hopso_pdf_text_get_n_chars (text); i++)
    if (hopso_pdf_text_get_chars (text)[i] == c &&
        fabs (hopso_pdf_text_get_boxes (text)[i].x1 - box->x1) < SAME_PLACE &&
        fabs (hopso_pdf_text_get_boxes (text)[i].y1 - box->y1) < SAME_PLACE)
      return TRUE;
  return FALSE;
}

/* A character that was there before and has another one upon it now was painted over: it is still
 * in the file, but nobody sees it. */
static gboolean
is_painted_over (HopsoPdfText *text, guint i, HopsoPdfText *before)
{
  const HopsoPdfBox *boxes = hopso_pdf_text_get_boxes (text);
  const gunichar *chars = hopso_pdf_text_get_chars (text);

  if (before == NULL || !has_same (before, chars[i], &boxes[i]))
    return FALSE;
  for (guint j = 0; j < hopso_pdf_text_get_n_chars (text); j++)
    if (j != i && !g_unichar_isspace (chars[j]) && covers (&boxes[j], &boxes[i]) &&
        !has_same (before, chars[j], &boxes[j]))
      return TRUE;
  return FALSE;
}

/* The word that begins at @start, if any of it stands in the place; returns where it ends. */
static guint
read_word (
    HopsoPdfText *text, guint start, const HopsoPdfBox *place, HopsoPdfText *before, GString *words)
{
  const gunichar *chars = hopso_pdf_text_get_chars (text);
  const guint n = hopso_pdf_text_get_n_chars (text);
  gboolean is_there = FALSE;
  guint end = start;

  for (; end < n && !g_unichar_isspace (chars[end]); end++)
    is_there = is_there || stands_in (text, end, place);
  for (guint i = start; i < end && is_there; i++)
    if (!is_painted_over (text, i, before))
      g_string_append_unichar (words, chars[i]);
  if (is_there)
    g_string_append_c (words, ' ');
  return MAX (end, start + 1);
}

/* What is read in a place, in whole words: one line, short enough for a heading. */
static char *
read_words (HopsoPdfText *text, const HopsoPdfBox *place, HopsoPdfText *before)
{
  g_autoptr (GString) words = g_string_new (NULL);
  const guint n = text != NULL ? hopso_pdf_text_get_n_chars (text) : 0;

  for (guint i = 0; i < n && g_utf8_strlen (words->str, -1) <= MAX_WORDS;)
    i = read_word (text, i, place, before, words);
  g_strstrip (words->str);
  if (g_utf8_strlen (words->str, -1) > MAX_WORDS)
    {
      *g_utf8_offset_to_pointer (words->str, MAX_WORDS) = '\0';
      return g_strconcat (words->str, "…", NULL);
    }
  return *words->str != '\0' ? g_strdup (words->str) : NULL;
}

static void
add_change (GTask *task, const HopsoPageDifference *place, GPtrArray *fields)
{
  HopsoRevisions *self = g_task_get_source_object (task);
  Comparison *comparison = g_task_get_task_data (task);
  HopsoRevisionChange *change = g_new0 (HopsoRevisionChange, 1);
  const guint page = get_page (comparison);
  const gboolean is_new = page >= hopso_pdf_document_get_n_pages (self->before);
  double width;
  double height;

  hopso_pdf_document_get_page_size (is_new ? self->after : self->before, page, &width, &height);
  change->page = page;
  change->box.x1 = place->x * width;
  change->box.y1 = place->y * height;
  change->box.x2 = (place->x + place->width) * width;
  change->box.y2 = (place->y + place->height) * height;
  change->is_allowed = is_allowed (self, &change->box, fields);
  change->before = read_words (comparison->before_text, &change->box, NULL);
  change->after = read_words (comparison->after_text, &change->box, comparison->before_text);
  hopso_revisions_add_change (self, change);
}

/* --- one page -------------------------------------------------------------------------------- */

static void
end_page (GTask *task, GPtrArray *fields)
{
  HopsoRevisions *self = g_task_get_source_object (task);
  Comparison *comparison = g_task_get_task_data (task);

  for (guint i = 0; comparison->places != NULL && i < comparison->places->len; i++)
    add_change (task, &g_array_index (comparison->places, HopsoPageDifference, i), fields);
  clear_page (comparison);
  comparison->position++;
  hopso_revisions_tell_compared (self, comparison->position, comparison->pages->len);
  next_page (task);
}

static void
fields_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GPtrArray) fields =
      hopso_pdf_document_fields_finish (HOPSO_PDF_DOCUMENT (source), result, NULL);

  end_page (user_data, fields);
}

static void
after_text_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Comparison *comparison = g_task_get_task_data (task);

  comparison->after_text =
      hopso_pdf_document_page_text_finish (HOPSO_PDF_DOCUMENT (source), result, NULL);
  hopso_pdf_document_fields_async (HOPSO_PDF_DOCUMENT (source), get_page (comparison),
                                   g_task_get_cancellable (task), fields_cb, task);
}

static void
before_text_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  HopsoRevisions *self = g_task_get_source_object (task);
  Comparison *comparison = g_task_get_task_data (task);

  comparison->before_text =
      hopso_pdf_document_page_text_finish (HOPSO_PDF_DOCUMENT (source), result, NULL);
  hopso_pdf_document_page_text_async (self->after, get_page (comparison),
                                      g_task_get_cancellable (task), after_text_cb, task);
}

/* Two pages that look the same have no changes. Pictures that cannot be drawn are said to differ
 * as a whole: nothing is hidden. */
static void
take_places (GTask *task, GArray *places)
{
  HopsoRevisions *self = g_task_get_source_object (task);
  Comparison *comparison = g_task_get_task_data (task);

  comparison->places = places;
  if (places->len == 0)
    end_page (task, NULL);
  else
    hopso_pdf_document_page_text_async (self->before, get_page (comparison),
                                        g_task_get_cancellable (task), before_text_cb, task);
}

static void
take_whole_page (GTask *task)
{
  const HopsoPageDifference whole = { 0, 0, 1, 1 };
  Comparison *comparison = g_task_get_task_data (task);

  comparison->places = g_array_new (FALSE, FALSE, sizeof (HopsoPageDifference));
  g_array_append_val (comparison->places, whole);
  end_page (task, NULL);
}

static void
fill_view (HopsoPdfDocument *document, guint page, HopsoPdfView *view)
{
  double width;
  double height;
  guint height_px;

  hopso_pdf_document_get_page_size (document, page, &width, &height);
  height_px = (guint) CLAMP (round (WIDTH_PX * height / width), 1, MAX_HEIGHT);
  hopso_pdf_view_init (view, page, WIDTH_PX, height_px);
}

static void
after_drawn_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  HopsoRevisions *self = g_task_get_source_object (task);
  Comparison *comparison = g_task_get_task_data (task);
  g_autoptr (GBytes) bytes = NULL;
  HopsoPdfView views[2];
  gsize stride;

  bytes = hopso_pdf_document_render_finish (HOPSO_PDF_DOCUMENT (source), result, &stride, NULL);
  if (bytes == NULL || comparison->before_pixels == NULL)
    {
      take_whole_page (task);
      return;
    }
  fill_view (self->before, get_page (comparison), &views[0]);
  fill_view (self->after, get_page (comparison), &views[1]);

  const HopsoPagePixels before = { comparison->before_pixels, (gsize) views[0].part.width * 4,
                                   views[0].part.width, views[0].part.height };
  const HopsoPagePixels after = { bytes, stride, views[1].part.width, views[1].part.height };
  take_places (task, hopso_page_difference_list (&before, &after));
}

static void
before_drawn_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  HopsoRevisions *self = g_task_get_source_object (task);
  Comparison *comparison = g_task_get_task_data (task);
  HopsoPdfView view;

  comparison->before_pixels =
      hopso_pdf_document_render_finish (HOPSO_PDF_DOCUMENT (source), result, NULL, NULL);
  fill_view (self->after, get_page (comparison), &view);
  hopso_pdf_document_render_async (self->after, &view, HOPSO_PDF_PRIORITY_NEIGHBOUR,
                                   g_task_get_cancellable (task), after_drawn_cb, task);
}

static void
next_page (GTask *task)
{
  HopsoRevisions *self = g_task_get_source_object (task);
  Comparison *comparison = g_task_get_task_data (task);
  HopsoPdfView view;

  if (comparison->position >= comparison->pages->len || g_task_return_error_if_cancelled (task))
    {
      if (!g_task_had_error (task))
        g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }
  if (get_page (comparison) >= MIN (hopso_pdf_document_get_n_pages (self->before),
                                    hopso_pdf_document_get_n_pages (self->after)))
    {
      take_whole_page (task);
      return;
    }
  fill_view (self->before, get_page (comparison), &view);
  hopso_pdf_document_render_async (self->before, &view, HOPSO_PDF_PRIORITY_NEIGHBOUR,
                                   g_task_get_cancellable (task), before_drawn_cb, task);
}

/* Takes the task, which ends with the last page. */
void
hopso_revisions_compare_pages (GTask *task)
{
  HopsoRevisions *self = g_task_get_source_object (task);
  Comparison *comparison = g_new0 (Comparison, 1);

  comparison->pages = order_pages (self);
  g_task_set_task_data (task, comparison, comparison_free);
  next_page (task);
}
