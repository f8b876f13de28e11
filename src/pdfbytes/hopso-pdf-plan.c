/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is asked of one signature: its defaults, its limits, its form as a variant, and where a
 * mark lies on a page that is cropped and rotated. Pure. */

#include "hopso-pdf-prepare-private.h"

#include "hopso-pdf-error-private.h"

#include <math.h>
#include <string.h>

#define DEFAULT_SUB_FILTER "ETSI.CAdES.detached"
#define MAX_TEXT           2000
#define MAX_LOCKED         1000

/* Half a point of rounding is forgiven at the edges of a page. */
#define TOLERANCE 0.5

/* Document time stamps hold a token of somebody else's clock instead of a signature. */
gboolean
hopso_pdf_plan_is_timestamp (const HopsoPdfSignaturePlan *plan)
{
  return g_strcmp0 (plan->sub_filter, "ETSI.RFC3161") == 0;
}

gboolean
hopso_pdf_plan_is_visible (const HopsoPdfSignaturePlan *plan)
{
  return plan->width > 0;
}

gsize
hopso_pdf_plan_get_hole_size (const HopsoPdfSignaturePlan *plan)
{
  return plan->hole_size != 0 ? plan->hole_size : HOPSO_PDF_HOLE_SIZE_DEFAULT;
}

const char *
hopso_pdf_plan_get_sub_filter (const HopsoPdfSignaturePlan *plan)
{
  return plan->sub_filter != NULL ? plan->sub_filter : DEFAULT_SUB_FILTER;
}

/* The claimed time as a date string (ISO 32000-2, 7.9.4), NULL when there is none to claim. */
char *
hopso_pdf_plan_dup_time (const HopsoPdfSignaturePlan *plan)
{
  g_autoptr (GTimeZone) zone = NULL;
  g_autoptr (GDateTime) utc = NULL;
  g_autoptr (GDateTime) local = NULL;
  g_autofree char *digits = NULL;
  int minutes = ABS (plan->utc_offset);

  if (hopso_pdf_plan_is_timestamp (plan))
    return NULL;
  zone = g_time_zone_new_offset (plan->utc_offset * 60);
  utc = g_date_time_new_from_unix_utc (plan->signing_time);
  if (utc == NULL)
    return NULL;
  local = g_date_time_to_timezone (utc, zone);
  digits = g_date_time_format (local, "D:%Y%m%d%H%M%S");
  return g_strdup_printf ("%s%c%02d'%02d'", digits, plan->utc_offset < 0 ? '-' : '+', minutes / 60,
                          minutes % 60);
}

static gboolean
is_good_text (const char *text)
{
  return text == NULL || (strlen (text) <= MAX_TEXT && g_utf8_validate (text, -1, NULL));
}

/* Names without words would be a lock that means something else to everybody. */
static gboolean
is_good_lock (const HopsoPdfSignaturePlan *plan)
{
  gboolean has_names = plan->lock == HOPSO_PDF_LOCK_INCLUDE || plan->lock == HOPSO_PDF_LOCK_EXCLUDE;

  if ((guint) plan->lock > HOPSO_PDF_LOCK_EXCLUDE || has_names != (plan->locked_fields != NULL) ||
      (plan->lock != HOPSO_PDF_LOCK_NONE && hopso_pdf_plan_is_timestamp (plan)))
    return FALSE;
  for (guint i = 0; has_names && plan->locked_fields[i] != NULL; i++)
    if (i == MAX_LOCKED || !is_good_text (plan->locked_fields[i]))
      return FALSE;
  return !has_names || plan->locked_fields[0] != NULL;
}

/* Whether the plan itself makes sense, whatever the document. */
gboolean
hopso_pdf_plan_check (const HopsoPdfSignaturePlan *plan, GError **error)
{
  const double place[] = { plan->x, plan->y, plan->width, plan->height };
  gsize hole_size = hopso_pdf_plan_get_hole_size (plan);
  const char *sub_filter = hopso_pdf_plan_get_sub_filter (plan);

  for (guint i = 0; i < G_N_ELEMENTS (place); i++)
    if (!isfinite (place[i]) || place[i] < -TOLERANCE || place[i] > 1e6)
      return hopso_pdf_fail (error, HOPSO_PDF_ERROR_FIELD, "The mark's place makes no sense");
  if (hopso_pdf_plan_is_visible (plan) && (plan->width < 1 || plan->height < 1))
    return hopso_pdf_fail (error, HOPSO_PDF_ERROR_FIELD, "The mark is too small");
  if (plan->filling == NULL && hopso_pdf_plan_is_visible (plan) != (plan->mark != NULL))
    return hopso_pdf_fail (error, HOPSO_PDF_ERROR_FIELD, "A place needs a mark, a mark a place");
  if (hole_size < HOPSO_PDF_HOLE_SIZE_MIN || hole_size > HOPSO_PDF_HOLE_SIZE_MAX)
    return hopso_pdf_fail (error, HOPSO_PDF_ERROR_FIELD, "The reserved space makes no sense");
  if (!is_good_text (plan->field_name) || !is_good_text (plan->name) ||
      !is_good_text (plan->reason) || !is_good_text (plan->location) ||
      ABS (plan->utc_offset) > 14 * 60)
    return hopso_pdf_fail (error, HOPSO_PDF_ERROR_FIELD,
                           "The words of the signature make no sense");
  if (strspn (sub_filter, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.") !=
          strlen (sub_filter) ||
      plan->certification > 3 || !is_good_lock (plan))
    return hopso_pdf_fail (error, HOPSO_PDF_ERROR_FIELD, "The kind of signature is unknown");
  return TRUE;
}

/**
 * hopso_pdf_plan_place:
 * @plan: with a mark
 * @page: where to put it
 * @rect: (out): left, bottom, right, top in the page's own space
 *
 * Turns a place on the page as people see it into one in default user space, where a page lies
 * before it is cropped and rotated.
 *
 * Returns: %FALSE with @error when it lies outside of the page
 */
gboolean
hopso_pdf_plan_place (const HopsoPdfSignaturePlan *plan,
                      const HopsoPdfPage *page,
                      double rect[4],
                      GError **error)
{
  const double *crop = page->crop_box;
  gboolean is_turned = page->rotation % 180 != 0;
  double page_width = is_turned ? crop[3] - crop[1] : crop[2] - crop[0];
  double page_height = is_turned ? crop[2] - crop[0] : crop[3] - crop[1];
  double left = plan->x, top = plan->y;
  double right = left + plan->width, bottom = top + plan->height;

  if (right > page_width + TOLERANCE || bottom > page_height + TOLERANCE)
    return hopso_pdf_fail (error, HOPSO_PDF_ERROR_FIELD, "The mark lies outside of the page");
  if (page->rotation == 0)
    memcpy (rect, (double[]){ crop[0] + left, crop[3] - bottom, crop[0] + right, crop[3] - top },
            4 * sizeof *rect);
  else if (page->rotation == 90)
    memcpy (rect, (double[]){ crop[0] + top, crop[1] + left, crop[0] + bottom, crop[1] + right },
            4 * sizeof *rect);
  else if (page->rotation == 180)
    memcpy (rect, (double[]){ crop[2] - right, crop[1] + top, crop[2] - left, crop[1] + bottom },
            4 * sizeof *rect);
  else
    memcpy (rect, (double[]){ crop[2] - bottom, crop[3] - right, crop[2] - top, crop[3] - left },
            4 * sizeof *rect);
  return TRUE;
}

/**
 * hopso_pdf_page_find_box:
 * @rect: left, bottom, right, top in the page's own space
 * @box: (out): left, upper, right and lower edge on the page as people see it, from its upper left
 *   corner
 *
 * The other way round.
 */
void
hopso_pdf_page_find_box (const HopsoPdfPage *page, const double rect[4], double box[4])
{
  const double *crop = page->crop_box;

  if (page->rotation == 0)
    memcpy (
        box,
        (double[]){ rect[0] - crop[0], crop[3] - rect[3], rect[2] - crop[0], crop[3] - rect[1] },
        4 * sizeof *box);
  else if (page->rotation == 90)
    memcpy (
        box,
        (double[]){ rect[1] - crop[1], rect[0] - crop[0], rect[3] - crop[1], rect[2] - crop[0] },
        4 * sizeof *box);
  else if (page->rotation == 180)
    memcpy (
        box,
        (double[]){ crop[2] - rect[2], rect[1] - crop[1], crop[2] - rect[0], rect[3] - crop[1] },
        4 * sizeof *box);
  else
    memcpy (
        box,
        (double[]){ crop[3] - rect[3], crop[2] - rect[2], crop[3] - rect[1], crop[2] - rect[0] },
        4 * sizeof *box);
}

/* a b c d of the matrix that keeps an appearance upright on a page rotated by @rotation. */
void
hopso_pdf_rotation_matrix (guint rotation, int matrix[4])
{
  static const int matrices[4][4] = {
    { 1, 0, 0, 1 }, { 0, 1, -1, 0 }, { -1, 0, 0, -1 }, { 0, -1, 1, 0 }
  };

  memcpy (matrix, matrices[rotation / 90 % 4], 4 * sizeof *matrix);
}

static void
add_text (GVariantBuilder *builder, const char *key, const char *text)
{
  if (text != NULL)
    g_variant_builder_add (builder, "{sv}", key, g_variant_new_string (text));
}

/**
 * hopso_pdf_signature_plan_to_variant:
 *
 * Returns: (transfer none): everything but mark and password as a floating a{sv}; hopso-inspector.h
 * lists the keys
 */
GVariant *
hopso_pdf_signature_plan_to_variant (const HopsoPdfSignaturePlan *self)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&builder, "{sv}", "page", g_variant_new_uint32 (self->page));
  g_variant_builder_add (&builder, "{sv}", "x", g_variant_new_double (self->x));
  g_variant_builder_add (&builder, "{sv}", "y", g_variant_new_double (self->y));
  g_variant_builder_add (&builder, "{sv}", "width", g_variant_new_double (self->width));
  g_variant_builder_add (&builder, "{sv}", "height", g_variant_new_double (self->height));
  g_variant_builder_add (&builder, "{sv}", "signing-time",
                         g_variant_new_int64 (self->signing_time));
  g_variant_builder_add (&builder, "{sv}", "utc-offset", g_variant_new_int32 (self->utc_offset));
  g_variant_builder_add (&builder, "{sv}", "hole-size", g_variant_new_uint64 (self->hole_size));
  g_variant_builder_add (&builder, "{sv}", "certification",
                         g_variant_new_uint32 (self->certification));
  add_text (&builder, "field", self->field_name);
  add_text (&builder, "name", self->name);
  add_text (&builder, "reason", self->reason);
  add_text (&builder, "location", self->location);
  add_text (&builder, "sub-filter", self->sub_filter);
  if (self->filling != NULL)
    g_variant_builder_add (&builder, "{sv}", "filling",
                           hopso_pdf_fill_plan_to_variant (self->filling));
  if (self->certificate != NULL)
    g_variant_builder_add (
        &builder, "{sv}", "certificate",
        g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, self->certificate, TRUE));
  g_variant_builder_add (&builder, "{sv}", "lock", g_variant_new_uint32 (self->lock));
  if (self->locked_fields != NULL)
    g_variant_builder_add (&builder, "{sv}", "locked-fields",
                           g_variant_new_strv (self->locked_fields, -1));
  return g_variant_builder_end (&builder);
}

/**
 * hopso_pdf_signature_plan_read:
 * @self: (out caller-allocates): the plan; its words are borrowed from @parameters
 * @parameters: an a{sv}
 *
 * Reads what hopso_pdf_signature_plan_to_variant() writes. The mark is not part of it. Such a plan
 * is to be cleared.
 *
 * Returns: %FALSE with @error when @parameters are of another kind
 */
gboolean
hopso_pdf_signature_plan_read (HopsoPdfSignaturePlan *self, GVariant *parameters, GError **error)
{
  guint64 hole_size = 0;
  guint32 lock = HOPSO_PDF_LOCK_NONE;
  g_autoptr (GVariant) filling = NULL;
  g_autoptr (GVariant) certificate = NULL;

  memset (self, 0, sizeof *self);
  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE_VARDICT))
    return hopso_pdf_fail (error, HOPSO_PDF_ERROR_FIELD, "The parameters are malformed");
  g_variant_lookup (parameters, "page", "u", &self->page);
  g_variant_lookup (parameters, "x", "d", &self->x);
  g_variant_lookup (parameters, "y", "d", &self->y);
  g_variant_lookup (parameters, "width", "d", &self->width);
  g_variant_lookup (parameters, "height", "d", &self->height);
  g_variant_lookup (parameters, "signing-time", "x", &self->signing_time);
  g_variant_lookup (parameters, "utc-offset", "i", &self->utc_offset);
  g_variant_lookup (parameters, "hole-size", "t", &hole_size);
  g_variant_lookup (parameters, "certification", "u", &self->certification);
  g_variant_lookup (parameters, "field", "&s", &self->field_name);
  g_variant_lookup (parameters, "name", "&s", &self->name);
  g_variant_lookup (parameters, "reason", "&s", &self->reason);
  g_variant_lookup (parameters, "location", "&s", &self->location);
  g_variant_lookup (parameters, "sub-filter", "&s", &self->sub_filter);
  g_variant_lookup (parameters, "lock", "u", &lock);
  g_variant_lookup (parameters, "locked-fields", "^a&s", &self->locked_fields);
  self->lock = (HopsoPdfLock) lock;
  self->hole_size = (gsize) MIN (hole_size, HOPSO_PDF_HOLE_SIZE_MAX + 1);
  certificate = g_variant_lookup_value (parameters, "certificate", G_VARIANT_TYPE_BYTESTRING);
  if (certificate != NULL)
    self->certificate = g_variant_get_data_as_bytes (certificate);
  filling = g_variant_lookup_value (parameters, "filling", NULL);
  if (filling != NULL)
    self->filling = hopso_pdf_fill_plan_read (filling, error);
  return filling == NULL || self->filling != NULL;
}

/**
 * hopso_pdf_signature_plan_clear:
 *
 * Frees what hopso_pdf_signature_plan_read() made.
 */
void
hopso_pdf_signature_plan_clear (HopsoPdfSignaturePlan *self)
{
  g_free ((gpointer) self->locked_fields);
  self->locked_fields = NULL;
  g_clear_pointer (&self->certificate, g_bytes_unref);
  g_clear_pointer ((HopsoPdfFillPlan **) &self->filling, hopso_pdf_fill_plan_free);
}
