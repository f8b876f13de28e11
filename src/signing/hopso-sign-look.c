/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a signature looks like and where it stands, by what the official does (Decree 30/2020, annex
 * I): a person's picture beside the place of the seal, text without a picture in the upper right
 * corner of the first page for attachments and copies, a stamp of arrival, or nothing. Reads the
 * document's bytes; any thread, one at a time. */

#include "hopso-sign-look-private.h"

#include "hopso-pdf-signature.h"
#include "hopso-typeset-mark.h"

#include <glib/gi18n-lib.h>

#define MAX_SIDE_PT  14400 /* of any page, ISO 32000-2 annex C */
#define MM           (72.0 / 25.4)
#define RIGHT_MARGIN (15 * MM)
#define LEFT_MARGIN  (30 * MM)
#define TOP          (6 * MM) /* of what stands in the upper margin */
#define TEXT_SIZE    10.0
#define STAMP_SIZE   9.0
#define STAMP_INSET  4.0
#define STAMP_COLOUR 0xC8102E

/* Lets go of everything. */
void
hopso_sign_look_clear (HopsoSignLook *self)
{
  g_clear_pointer (&self->field, g_free);
  g_clear_pointer (&self->reason, g_free);
  g_clear_pointer (&self->filling, hopso_pdf_fill_plan_free);
  g_clear_pointer (&self->marks, g_ptr_array_unref);
  g_clear_pointer (&self->pdf, g_bytes_unref);
}

/* The document as it is signed. */
HopsoPdfFile *
hopso_sign_look_open (const HopsoSignLookFacts *facts, GError **error)
{
  g_autoptr (HopsoPdfSource) source = hopso_pdf_source_new_fd (facts->document, error);

  return source != NULL ? hopso_pdf_file_open_protected (source, facts->order->password, error)
                        : NULL;
}

/* One more that will be seen; what @mark points to is copied. */
void
hopso_sign_look_add (HopsoSignLook *self, const HopsoSignPlace *place, const HopsoTypesetMark *mark)
{
  if (self->marks == NULL)
    self->marks = g_ptr_array_new_with_free_func (hopso_sign_mark_free);
  g_ptr_array_add (self->marks, hopso_sign_mark_new (place, mark));
}

/* The signature's own, where the look has its place. */
static gboolean
draw (HopsoSignLook *self, const HopsoTypesetMark *mark, GError **error)
{
  if (!(mark->width_pt > 0 && mark->width_pt <= MAX_SIDE_PT) ||
      !(mark->height_pt > 0 && mark->height_pt <= MAX_SIDE_PT))
    {
      g_set_error_literal (error, HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_MARK,
                           "The mark lies outside of the page");
      return FALSE;
    }
  hopso_sign_look_add (self, &self->place, mark);
  return TRUE;
}

static gboolean
set_marks (HopsoSignLook *self, HopsoSignAction action, GError **error)
{
  g_autofree HopsoTypesetMark *marks = NULL;
  g_autoptr (GError) problem = NULL;

  if (self->marks == NULL)
    return TRUE;
  marks = g_new (HopsoTypesetMark, self->marks->len);
  for (guint i = 0; i < self->marks->len; i++)
    marks[i] = ((const HopsoSignMark *) self->marks->pdata[i])->mark;
  self->pdf = hopso_typeset_marks (marks, self->marks->len, &problem);
  if (self->pdf != NULL)
    return TRUE;
  if (action == HOPSO_SIGN_ACTION_ISSUE &&
      g_error_matches (problem, HOPSO_TYPESET_ERROR, HOPSO_TYPESET_ERROR_TOO_LARGE))
    hopso_sign_fail_rule (error, "%s",
                          _ ("Number, date or seal is larger than the place kept for it."));
  else
    g_set_error_literal (error, HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_MARK, problem->message);
  return FALSE;
}

/* --- a person's mark ------------------------------------------------------------------------- */

/* Picture and lines as the caller gave them; the name alone without both. */
static gboolean
draw_person (HopsoSignLook *self, const HopsoSignLookFacts *facts, GError **error)
{
  const HopsoSignOrder *order = facts->order;
  g_autofree char *name =
      facts->signer != NULL ? hopso_certificate_dup_subject_common_name (facts->signer) : NULL;
  const char *only_name[] = { name, NULL };
  g_auto (GStrv) information = NULL;
  HopsoTypesetMark mark = { .width_pt = self->place.width,
                            .height_pt = self->place.height,
                            .picture_png = order->picture,
                            .lines = (const char *const *) order->lines };

  if (self->place.width <= 0)
    return TRUE;
  if (mark.lines == NULL && order->deed.has_information)
    {
      information = hopso_sign_dup_information (facts);
      mark.lines = (const char *const *) information;
    }
  if (mark.picture_png == NULL && mark.lines == NULL)
    mark.lines = only_name;
  return draw (self, &mark, error);
}

/* A document that keeps a place for whoever approves gets the mark there. */
static gboolean
find_place (HopsoSignLook *self, const HopsoSignLookFacts *facts, GError **error)
{
  g_autoptr (HopsoPdfFile) file = self->field == NULL ? hopso_sign_look_open (facts, error) : NULL;

  if (self->field != NULL)
    return TRUE;
  return file != NULL && hopso_sign_look_find_place (self, file, error);
}

static gboolean
approve (HopsoSignLook *self, const HopsoSignLookFacts *facts, GError **error)
{
  if (!find_place (self, facts, error))
    return FALSE;
  if (self->place.width <= 0 && facts->order->picture != NULL)
    {
      hopso_sign_fail_rule (error, "%s",
                            _ ("This document keeps no place for the seal, so the place of the "
                               "signature is not known. Say where it shall stand."));
      return FALSE;
    }
  return draw_person (self, facts, error);
}

/* Whoever signs where a place is kept signs in it. */
static gboolean
sign (HopsoSignLook *self, const HopsoSignLookFacts *facts, GError **error)
{
  return (self->place.width <= 0 || find_place (self, facts, error)) &&
         draw_person (self, facts, error);
}

/* --- text on the first page ------------------------------------------------------------------ */

static gboolean
find_width (HopsoPdfFile *file, double *width, GError **error)
{
  const HopsoPdfPage *page = hopso_pdf_file_get_page (file, 0, error);
  guint i = page != NULL && page->rotation % 180 != 0 ? 1 : 0;

  if (page != NULL)
    *width = page->crop_box[2 + i] - page->crop_box[i];
  return page != NULL;
}

/* Upper right, 10 points, upright, black, and no picture. */
static gboolean
print_lines (HopsoSignLook *self, const HopsoSignLookFacts *facts, char **lines, GError **error)
{
  HopsoTypesetMark mark = { .lines = (const char *const *) lines,
                            .font_size = TEXT_SIZE,
                            .alignment = HOPSO_TYPESET_END };
  g_autoptr (HopsoPdfFile) file = NULL;
  double page_width = 0;

  if (facts->order->picture != NULL)
    {
      hopso_sign_fail_rule (error, "%s",
                            _ ("Attachments and electronic copies show text and no picture of the "
                               "seal. Leave the picture out."));
      return FALSE;
    }
  if (self->place.width <= 0)
    {
      file = hopso_sign_look_open (facts, error);
      if (file == NULL || !find_width (file, &page_width, error))
        return FALSE;
      hopso_typeset_mark_measure (&mark, &self->place.width, &self->place.height);
      self->place.page = 0;
      self->place.width += 1;
      self->place.height += 1;
      self->place.x = MAX (0, page_width - RIGHT_MARGIN - self->place.width);
      self->place.y = TOP;
    }
  mark.width_pt = self->place.width;
  mark.height_pt = self->place.height;
  return draw (self, &mark, error);
}

static gboolean
sign_attachment (HopsoSignLook *self, const HopsoSignLookFacts *facts, GError **error)
{
  g_auto (GStrv) lines = NULL;

  if (facts->order->deed.number == NULL && !facts->is_preview)
    {
      hopso_sign_fail_rule (
          error, "%s", _ ("Say number and symbol of the document that the attachment goes with."));
      return FALSE;
    }
  lines = hopso_sign_dup_attachment (facts);
  return print_lines (self, facts, lines, error);
}

static gboolean
copy (HopsoSignLook *self, const HopsoSignLookFacts *facts, GError **error)
{
  g_auto (GStrv) lines = hopso_sign_dup_copy (facts);

  return print_lines (self, facts, lines, error);
}

/* --- arrival --------------------------------------------------------------------------------- */

/* What others signed shows nothing new: number and date stand in the signature only. */
static gboolean
receive (HopsoSignLook *self, const HopsoSignLookFacts *facts, GError **error)
{
  const HopsoSignDeed *deed = &facts->order->deed;
  g_auto (GStrv) lines = NULL;
  g_autoptr (HopsoPdfFile) file = NULL;
  g_autoptr (GPtrArray) signatures = NULL;
  HopsoTypesetMark mark = { .font_size = STAMP_SIZE, .colour = STAMP_COLOUR, .has_frame = TRUE };

  if ((deed->number == NULL || deed->day == 0) && !facts->is_preview)
    {
      hopso_sign_fail_rule (error, "%s", _ ("Say number and date of arrival."));
      return FALSE;
    }
  lines = hopso_sign_dup_arrival (deed);
  if (self->reason == NULL)
    self->reason = g_strjoinv (" ", lines);
  file = hopso_sign_look_open (facts, error);
  signatures = file != NULL ? hopso_pdf_file_list_signatures (file, error) : NULL;
  if (signatures == NULL)
    return FALSE;
  if (self->place.width <= 0 && signatures->len > 0)
    return TRUE;
  mark.lines = (const char *const *) lines;
  if (self->place.width <= 0)
    {
      hopso_typeset_mark_measure (&mark, &self->place.width, &self->place.height);
      self->place.page = 0;
      self->place.width += 2 * STAMP_INSET;
      self->place.height += 2 * STAMP_INSET;
      self->place.x = LEFT_MARGIN;
      self->place.y = TOP;
    }
  mark.width_pt = self->place.width;
  mark.height_pt = self->place.height;
  return draw (self, &mark, error);
}

static gboolean
issue (HopsoSignLook *self, const HopsoSignLookFacts *facts, GError **error)
{
  g_autoptr (HopsoPdfFile) file = hopso_sign_look_open (facts, error);

  return file != NULL && hopso_sign_look_issue (self, facts, file, error);
}

static gboolean
decide (HopsoSignLook *self, const HopsoSignLookFacts *facts, GError **error)
{
  self->place = facts->order->place;
  self->field = g_strdup (facts->order->field);
  self->reason = g_strdup (facts->order->reason);
  switch (facts->order->deed.action)
    {
    case HOPSO_SIGN_ACTION_APPROVE:
      return approve (self, facts, error);
    case HOPSO_SIGN_ACTION_ISSUE:
      g_clear_pointer (&self->field, g_free);
      return issue (self, facts, error);
    case HOPSO_SIGN_ACTION_ATTACHMENT:
      return sign_attachment (self, facts, error);
    case HOPSO_SIGN_ACTION_COPY:
      return copy (self, facts, error);
    case HOPSO_SIGN_ACTION_INCOMING:
      return receive (self, facts, error);
    case HOPSO_SIGN_ACTION_INITIAL:
      return draw_person (self, facts, error);
    case HOPSO_SIGN_ACTION_NONE:
    default:
      return sign (self, facts, error);
    }
}

/**
 * hopso_sign_look_make:
 * @self: empty
 *
 * Decides what a signature looks like.
 *
 * Returns: %FALSE with @error when a rule or a picture forbids it, or the document cannot be read
 */
gboolean
hopso_sign_look_make (HopsoSignLook *self, const HopsoSignLookFacts *facts, GError **error)
{
  return decide (self, facts, error) && set_marks (self, facts->order->deed.action, error);
}
