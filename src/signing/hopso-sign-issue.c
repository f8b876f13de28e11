/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An agency issues a document: which places it kept for number, date and seal, what comes into
 * them, and where the seal stands that had no place kept: over the left third of the authority's
 * mark (Decree 30/2020, annex I, part I, II.8a). Reads the document's bytes; any thread, one at a
 * time. */

#include "hopso-sign-look-private.h"

#include "hopso-pdf-reserve.h"
#include "hopso-pdf-signature.h"
#include "hopso-typeset-document.h"
#include "hopso-typeset-mark.h"

#include <glib/gi18n-lib.h>

#define POINTS_PER_MM 72.0 / 25.4
#define USUAL_SIZE    13.0

/* Of a person's mark where none is there yet. */
#define SIGNATURE_WIDTH  150.0
#define SIGNATURE_HEIGHT 72.0

/* An issue under way. */
typedef struct
{
  const HopsoSignDeed *deed;
  GPtrArray *signatures; /* owned: of HopsoPdfSignature */
  HopsoPdfReservation places;
  gboolean is_filled[HOPSO_PDF_N_RESERVED];
  double diameter; /* of the seal, in points */
  gboolean is_preview;
} Issue;

static void
issue_clear (Issue *self)
{
  g_clear_pointer (&self->signatures, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Issue, issue_clear)

static gboolean
is_kept (const Issue *self, HopsoPdfReservedKind kind)
{
  return self->places.places[kind].width > 0;
}

/* What is asked for must have its place, and what has a place must be asked for. */
static gboolean
check_wishes (const Issue *self, GError **error)
{
  gboolean has_number = self->deed->number != NULL, has_date = self->deed->day != 0;

  if (!is_kept (self, HOPSO_PDF_RESERVED_SEAL) && (has_number || has_date))
    hopso_sign_fail_rule (
        error, "%s",
        self->signatures->len > 0
            ? _ ("This document was signed without places for number, date and seal, so they would "
                 "break its signature. Reserve the places in the unsigned document, have it signed "
                 "again, then issue it.")
            : _ ("This document keeps no places for number, date and seal. Reserve them, have it "
                 "signed, then issue it."));
  else if (self->is_filled[HOPSO_PDF_RESERVED_SEAL])
    hopso_sign_fail_rule (error, "%s", _ ("This document is issued already."));
  else if (is_kept (self, HOPSO_PDF_RESERVED_NUMBER) && !has_number && !self->is_preview)
    hopso_sign_fail_rule (error, "%s", _ ("Say the number of the document."));
  else if (is_kept (self, HOPSO_PDF_RESERVED_DATE) && !has_date && !self->is_preview)
    hopso_sign_fail_rule (error, "%s", _ ("Say the date of issue."));
  else if (is_kept (self, HOPSO_PDF_RESERVED_SEAL) &&
           ((has_number && !is_kept (self, HOPSO_PDF_RESERVED_NUMBER)) ||
            (has_date && !is_kept (self, HOPSO_PDF_RESERVED_DATE))))
    hopso_sign_fail_rule (error, "%s",
                          _ ("This document keeps a place for the seal, but not for number and "
                             "date. Leave out what stands in it already."));
  else
    return TRUE;
  return FALSE;
}

static HopsoTypesetMark
new_text_mark (const HopsoPdfReservedPlace *place, const char *const *lines)
{
  return (HopsoTypesetMark){
    .width_pt = place->width,
    .height_pt = place->height,
    .lines = lines,
    .font_size = place->font_size > 0 ? place->font_size : USUAL_SIZE,
    .is_italic = place->is_italic,
    .alignment = lines[1] != NULL   ? HOPSO_TYPESET_APART
                 : place->is_at_end ? HOPSO_TYPESET_END
                                    : HOPSO_TYPESET_START,
  };
}

/* What is written into a place that is kept, and how it is drawn. */
static void
add_value (HopsoSignLook *self,
           const Issue *issue,
           HopsoPdfReservedKind kind,
           const char *text,
           const char *const *lines)
{
  const HopsoPdfReservedPlace *kept = &issue->places.places[kind];
  const HopsoTypesetMark mark = new_text_mark (kept, lines);
  const HopsoSignPlace place = { kept->page, kept->x, kept->y, kept->width, kept->height };

  if (self->filling == NULL)
    self->filling = hopso_pdf_fill_plan_new ();
  hopso_pdf_fill_plan_add (self->filling, hopso_pdf_reserved_kind_get_name (kind),
                           (const char *const[]){ text, NULL });
  hopso_sign_look_add (self, &place, &mark);
}

/* What is not said yet; only a preview gets here. */
static void
add_empty (HopsoSignLook *self, const Issue *issue, HopsoPdfReservedKind kind)
{
  const HopsoPdfReservedPlace *kept = &issue->places.places[kind];
  const HopsoTypesetMark mark = { .width_pt = kept->width, .height_pt = kept->height };
  const HopsoSignPlace place = { kept->page, kept->x, kept->y, kept->width, kept->height };

  if (is_kept (issue, kind))
    hopso_sign_look_add (self, &place, &mark);
}

/* Only what is not printed: the day, or day and month, on both sides of the word between them. A
 * month from 3 on is written with one digit (annex I of the decree). */
static void
add_date (HopsoSignLook *self, const Issue *issue)
{
  const HopsoSignDeed *deed = issue->deed;
  const guint length = issue->places.places[HOPSO_PDF_RESERVED_DATE].max_length;
  g_autofree char *day = g_strdup_printf ("%02d", deed->day);
  g_autofree char *month = g_strdup_printf (deed->month < 3 ? "%02d" : "%d", deed->month);
  g_autofree char *value = length == HOPSO_PDF_RESERVED_DAY ? g_strdup (day)
                           : length == HOPSO_PDF_RESERVED_DAY_AND_MONTH
                               ? g_strdup_printf ("%s/%s", day, month)
                               : hopso_typeset_format_date (deed->day, deed->month, deed->year);
  const char *const apart[] = { day, month, NULL };
  const char *const whole[] = { value, NULL };

  add_value (self, issue, HOPSO_PDF_RESERVED_DATE, value,
             length == HOPSO_PDF_RESERVED_DAY_AND_MONTH ? apart : whole);
}

/* Number, date and seal in their places: the seal's page first, then the looks of what is filled
 * in, in its order. */
static gboolean
fill_places (HopsoSignLook *self, const Issue *issue, GBytes *picture, GError **error)
{
  const HopsoPdfReservedPlace *places = issue->places.places;
  const HopsoPdfReservedPlace *seal = &places[HOPSO_PDF_RESERVED_SEAL];
  const HopsoTypesetMark mark = { .width_pt = seal->width,
                                  .height_pt = seal->height,
                                  .picture_png = picture,
                                  .picture_size = issue->diameter };

  self->place = (HopsoSignPlace){ seal->page, seal->x, seal->y, seal->width, seal->height };
  self->field = g_strdup (hopso_pdf_reserved_kind_get_name (HOPSO_PDF_RESERVED_SEAL));
  hopso_sign_look_add (self, &self->place, &mark);
  if (issue->deed->number != NULL)
    add_value (self, issue, HOPSO_PDF_RESERVED_NUMBER, issue->deed->number,
               (const char *const[]){ issue->deed->number, NULL });
  else
    add_empty (self, issue, HOPSO_PDF_RESERVED_NUMBER);
  if (issue->deed->day != 0)
    add_date (self, issue);
  else
    add_empty (self, issue, HOPSO_PDF_RESERVED_DATE);
  return TRUE;
}

/* The last mark that is seen: of whoever signed for the agency. */
static const HopsoPdfSignature *
find_mark (GPtrArray *signatures)
{
  for (guint i = signatures->len; i > 0; i--)
    {
      const HopsoPdfSignature *signature = signatures->pdata[i - 1];

      if (signature->page >= 0 && signature->rect[0] < signature->rect[2] &&
          signature->rect[1] < signature->rect[3])
        return signature;
    }
  return NULL;
}

/* Number and date stand in the document already; only the seal comes. */
static gboolean
put_seal (HopsoSignLook *self,
          const Issue *issue,
          const HopsoSignOrder *order,
          HopsoPdfFile *file,
          GError **error)
{
  const HopsoPdfSignature *signature = find_mark (issue->signatures);
  const HopsoPdfPage *page;
  double box[4];

  self->place = order->place;
  if (self->place.width <= 0 && signature == NULL)
    {
      hopso_sign_fail_rule (error, "%s",
                            _ ("The document shows no signature that the seal could stand on. Say "
                               "where it shall stand."));
      return FALSE;
    }
  if (self->place.width <= 0)
    {
      page = hopso_pdf_file_get_page (file, (guint) signature->page, error);
      if (page == NULL)
        return FALSE;
      hopso_pdf_page_find_box (page, signature->rect, box);
      self->place.page = (guint) signature->page;
      self->place.x = MAX (0, box[0] + (box[2] - box[0]) / 3 - issue->diameter);
      self->place.y = MAX (0, (box[1] + box[3] - issue->diameter) / 2);
      self->place.width = self->place.height = issue->diameter;
    }

  const HopsoTypesetMark mark = { .width_pt = self->place.width,
                                  .height_pt = self->place.height,
                                  .picture_png = order->picture,
                                  .picture_size = issue->diameter };
  hopso_sign_look_add (self, &self->place, &mark);
  return TRUE;
}

/* Decides how a document is issued. */
gboolean
hopso_sign_look_issue (HopsoSignLook *self,
                       const HopsoSignLookFacts *facts,
                       HopsoPdfFile *file,
                       GError **error)
{
  const HopsoSignDeed *deed = &facts->order->deed;
  g_auto (Issue) issue = { .deed = deed, .is_preview = facts->is_preview };

  issue.diameter =
      (deed->seal_diameter > 0 ? deed->seal_diameter : HOPSO_SIGN_SEAL_DIAMETER) * POINTS_PER_MM;
  issue.signatures = hopso_pdf_file_list_signatures (file, error);
  if (issue.signatures == NULL ||
      !hopso_pdf_file_read_reservation (file, &issue.places, issue.is_filled, error) ||
      !check_wishes (&issue, error))
    return FALSE;
  if (facts->order->picture == NULL && !facts->is_preview)
    {
      hopso_sign_fail_rule (error, "%s", _ ("The picture of the seal is missing."));
      return FALSE;
    }
  if (is_kept (&issue, HOPSO_PDF_RESERVED_SEAL))
    return fill_places (self, &issue, facts->order->picture, error);
  return put_seal (self, &issue, facts->order, file, error);
}

static gboolean
holds (const HopsoPdfReservedPlace *kept, const HopsoSignPlace *place)
{
  double x = place->x + place->width / 2, y = place->y + place->height / 2;

  return kept->page == place->page && x > kept->x && x < kept->x + kept->width && y > kept->y &&
         y < kept->y + kept->height;
}

/* Where a person signs: in the field that is kept for it, if the caller wants no other place;
 * beside the seal's, which then comes over the left third of the mark. Width 0 when nothing is
 * kept. */
gboolean
hopso_sign_look_find_place (HopsoSignLook *self, HopsoPdfFile *file, GError **error)
{
  gboolean is_filled[HOPSO_PDF_N_RESERVED];
  HopsoPdfReservation reservation;
  const HopsoPdfReservedPlace *kept = &reservation.places[HOPSO_PDF_RESERVED_SIGNATURE];
  const HopsoPdfReservedPlace *seal = &reservation.places[HOPSO_PDF_RESERVED_SEAL];

  if (!hopso_pdf_file_read_reservation (file, &reservation, is_filled, error))
    return FALSE;
  if (kept->width > 0 && !is_filled[HOPSO_PDF_RESERVED_SIGNATURE] &&
      (self->place.width <= 0 || holds (kept, &self->place)))
    {
      self->field = g_strdup (hopso_pdf_reserved_kind_get_name (HOPSO_PDF_RESERVED_SIGNATURE));
      self->place = (HopsoSignPlace){ kept->page, kept->x, kept->y, kept->width, kept->height };
    }
  else if (self->place.width <= 0 && seal->width > 0)
    self->place = (HopsoSignPlace){ seal->page, seal->x + seal->width - SIGNATURE_WIDTH / 3,
                                    seal->y + (seal->height - SIGNATURE_HEIGHT) / 2,
                                    SIGNATURE_WIDTH, SIGNATURE_HEIGHT };
  return TRUE;
}
