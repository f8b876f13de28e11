/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What may happen to a form after a signature: fields get values and looks, signature fields get
 * signatures, new ones appear. Nothing else is added, nothing removed, and a field that was signed
 * stays as it was. One thread at a time. */

#include "hopso-pdf-difference-private.h"

#include "hopso-pdf-error-private.h"
#include "hopso-pdf-same-private.h"

#include <math.h>
#include <string.h>

#define MAX_DEPTH 32

/* What a field has from above. */
typedef struct
{
  HopsoPdfObject *type;
  gboolean is_signed;   /* before */
  gboolean gets_signed; /* since */
} Above;

static gboolean compare_fields (HopsoPdfComparison *self,
                                HopsoPdfObject *before,
                                HopsoPdfObject *after,
                                const Above *above,
                                guint depth,
                                GError **error);

static void
add_name (GPtrArray *names, const char *name)
{
  if (!g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
    g_ptr_array_add (names, g_strdup (name));
}

static gboolean
is_timestamp (HopsoPdfObject *signature)
{
  return hopso_pdf_object_is_name (hopso_pdf_object_get (signature, "Type"), "DocTimeStamp") ||
         hopso_pdf_object_is_name (hopso_pdf_object_get (signature, "SubFilter"), "ETSI.RFC3161");
}

/* How much of a page a widget takes up, in square points; a place that cannot be read is large. */
static double
measure (HopsoPdfComparison *self, HopsoPdfObject *widget)
{
  g_autoptr (HopsoPdfObject) rect = hopso_pdf_file_resolve_key (self->after, widget, "Rect", NULL);
  double edges[4] = { 0 };

  for (guint i = 0; i < 4; i++)
    if (rect == NULL ||
        !hopso_pdf_object_get_number (hopso_pdf_object_get_item (rect, i), &edges[i]))
      return hopso_pdf_object_has (widget, "Rect") ? G_MAXDOUBLE : 0;
  return fabs ((edges[2] - edges[0]) * (edges[3] - edges[1]));
}

/* Whether a field with a look of its own has a place on the page for it. */
static gboolean
is_visible (HopsoPdfComparison *self, HopsoPdfObject *field)
{
  if (hopso_pdf_object_has (field, "Kids"))
    return TRUE;
  return (hopso_pdf_object_has (field, "AP") || hopso_pdf_object_has (field, "MK")) &&
         measure (self, field) > 0;
}

/* Whether a mark is no mark but something to read in the place of the page. */
static gboolean
covers_page (HopsoPdfComparison *self, HopsoPdfObject *widget)
{
  double area = is_visible (self, widget) ? measure (self, widget) : 0;
  guint n_pages = 0;

  if (area <= 0 || !hopso_pdf_file_get_n_pages (self->after, &n_pages, NULL))
    return FALSE;
  for (guint i = 0; i < n_pages; i++)
    {
      const HopsoPdfPage *page = hopso_pdf_file_get_page (self->after, i, NULL);
      const double *box = page->crop_box;

      if (area > fabs ((box[2] - box[0]) * (box[3] - box[1])) / 2)
        return TRUE;
    }
  return FALSE;
}

/* Somebody signed, or a document time stamp came. The latter can be had by anybody: it shows
 * nothing, or it could cover what was signed. */
static gboolean
note_signature (HopsoPdfComparison *self,
                HopsoPdfObject *item,
                HopsoPdfObject *field,
                gboolean is_new_mark,
                GError **error)
{
  HopsoPdfObject *value = hopso_pdf_object_get (field, "V");
  g_autoptr (HopsoPdfObject) dictionary = hopso_pdf_file_resolve (self->after, value, error);

  if (dictionary == NULL)
    return FALSE;
  if (hopso_pdf_object_get_kind (dictionary) != HOPSO_PDF_DICTIONARY)
    return hopso_pdf_comparison_alter (self, "a signature field holds no signature");
  if (!is_timestamp (dictionary))
    self->has_new_signature = TRUE;
  else if (is_visible (self, field))
    return hopso_pdf_comparison_alter (self, "a document time stamp shows something");
  hopso_pdf_comparison_raise (self, HOPSO_PDF_CHANGE_SIGNATURES);
  add_name (self->touched, hopso_pdf_comparison_get_name_of (self, item));
  hopso_pdf_comparison_allow (self, hopso_pdf_object_new_null (), value);
  return hopso_pdf_comparison_touch_field (
      self, is_timestamp (dictionary) ? HOPSO_PDF_TOUCH_TIMESTAMP : HOPSO_PDF_TOUCH_SIGNATURE, item,
      is_new_mark && is_visible (self, field), error);
}

static gboolean
note_filled (HopsoPdfComparison *self, HopsoPdfObject *item, GError **error)
{
  hopso_pdf_comparison_raise (self, HOPSO_PDF_CHANGE_FORM);
  add_name (self->difference->changed_fields, hopso_pdf_comparison_get_name_of (self, item));
  add_name (self->touched, hopso_pdf_comparison_get_name_of (self, item));
  return hopso_pdf_comparison_touch_field (self, HOPSO_PDF_TOUCH_FORM_VALUE, item, TRUE, error);
}

static void
allow_keys (HopsoPdfComparison *self,
            HopsoPdfObject *before,
            HopsoPdfObject *after,
            const char *const *keys)
{
  for (; *keys != NULL; keys++)
    hopso_pdf_comparison_allow (self, hopso_pdf_object_get (before, *keys),
                                hopso_pdf_object_get (after, *keys));
}

static gboolean
has_same_place (HopsoPdfObject *before, HopsoPdfObject *after)
{
  return hopso_pdf_object_equal (hopso_pdf_object_get (before, "Rect"),
                                 hopso_pdf_object_get (after, "Rect")) &&
         hopso_pdf_object_equal (hopso_pdf_object_get (before, "Kids"),
                                 hopso_pdf_object_get (after, "Kids"));
}

/* A signature field that was empty may be set up anew, but only to be signed: else anybody could
 * cover the page with it. */
static gboolean
compare_empty_signature (HopsoPdfComparison *self,
                         HopsoPdfObject *item,
                         HopsoPdfObject *before,
                         HopsoPdfObject *after,
                         const Above *below,
                         GError **error)
{
  static const char *const keys[] = { "V", "AP", "AS",     "F",  "P",    "Rect", "MK",
                                      "M", "BS", "Border", "DA", "Kids", NULL };
  static const char *const reserved[] = { "V", "AP", "F", "M", NULL };
  static const char *const kids[] = { "Kids", NULL };
  static const char *const looks[] = { "AP", "MK", "BS", NULL };
  const char *const *changing = kids;

  if (below->gets_signed)
    changing = hopso_pdf_comparison_is_reserved (self, item) ? reserved : keys;
  if (!hopso_pdf_same_except (before, after, changing))
    return hopso_pdf_comparison_alter (self, "a signature field was changed");
  if (!below->gets_signed)
    return TRUE;
  if (covers_page (self, after))
    return hopso_pdf_comparison_alter (self, "a mark is as large as a page");
  allow_keys (self, before, after, looks);
  return !hopso_pdf_object_has (after, "V") ||
         note_signature (self, item, after, !has_same_place (before, after), error);
}

static gboolean
compare_filled (HopsoPdfComparison *self,
                HopsoPdfObject *item,
                HopsoPdfObject *before,
                HopsoPdfObject *after,
                GError **error)
{
  static const char *const keys[] = { "V", "AP", "AS", "I", "RV", "M", "MK", "DA", "Kids", NULL };
  static const char *const values[] = { "V", "AP", "RV", "MK", NULL };
  gboolean is_filled = FALSE;

  if (!hopso_pdf_same_except (before, after, keys))
    return hopso_pdf_comparison_alter (self, "a field was changed");
  for (guint i = 0; i < 3 && !is_filled && self->has_overwritten; i++)
    if (!hopso_pdf_comparison_reaches_change (self, hopso_pdf_object_get (after, values[i]),
                                              &is_filled, error))
      return FALSE;
  if (is_filled || !hopso_pdf_object_equal (before, after))
    {
      if (covers_page (self, after))
        return hopso_pdf_comparison_alter (self, "a field as large as a page was filled");
      allow_keys (self, before, after, values);
      return note_filled (self, item, error);
    }
  return TRUE;
}

/* A field or widget that was there before. */
static gboolean
compare_field (
    HopsoPdfComparison *self, HopsoPdfObject *item, const Above *above, guint depth, GError **error)
{
  g_autoptr (HopsoPdfObject) before = hopso_pdf_file_resolve (self->before, item, error);
  g_autoptr (HopsoPdfObject) after = NULL;
  gboolean is_compared;
  Above below;

  if (before == NULL)
    return FALSE;
  after = hopso_pdf_file_resolve (self->after, item, error);
  if (after == NULL)
    return FALSE;
  if (hopso_pdf_object_has_duplicate_keys (after) && hopso_pdf_comparison_is_changed (self, item))
    return hopso_pdf_comparison_alter (self, "a field names a key twice");
  below.type =
      hopso_pdf_object_has (before, "FT") ? hopso_pdf_object_get (before, "FT") : above->type;
  below.is_signed = above->is_signed || (hopso_pdf_object_is_name (below.type, "Sig") &&
                                         hopso_pdf_object_has (before, "V"));
  below.gets_signed = above->gets_signed ||
                      (hopso_pdf_object_is_name (below.type, "Sig") &&
                       hopso_pdf_object_has (after, "V") && !hopso_pdf_object_has (before, "V"));
  if (below.is_signed)
    is_compared = hopso_pdf_object_equal (before, after) ||
                  hopso_pdf_comparison_alter (self, "a signed field was changed");
  else if (hopso_pdf_object_is_name (below.type, "Sig"))
    is_compared = compare_empty_signature (self, item, before, after, &below, error);
  else
    is_compared = compare_filled (self, item, before, after, error);
  if (!is_compared)
    return FALSE;
  hopso_pdf_comparison_explain (self, item);
  return compare_fields (self, hopso_pdf_object_get (before, "Kids"),
                         hopso_pdf_object_get (after, "Kids"), &below, depth + 1, error);
}

/* A widget of a signature field that appeared: of the same field, and new like it. */
static gboolean
accept_new_widget (HopsoPdfComparison *self, HopsoPdfObject *item, GError **error)
{
  static const char *const known[] = { "Type",   "Subtype",      "F",  "Rect", "P", "AP",
                                       "AS",     "MK",           "BS", "DA",   "H", "Border",
                                       "Parent", "StructParent", "M",  "NM",   NULL };
  static const char *const looks[] = { "AP", "MK", "BS", NULL };
  g_autoptr (HopsoPdfObject) widget = hopso_pdf_file_resolve (self->after, item, error);
  g_autoptr (HopsoPdfObject) empty = hopso_pdf_object_new_dictionary ();
  HopsoPdfReference reference;

  if (widget == NULL)
    return FALSE;
  if (!hopso_pdf_object_get_reference (item, &reference) ||
      hopso_pdf_comparison_was_there (self, reference.number) ||
      hopso_pdf_object_has_duplicate_keys (widget) || !hopso_pdf_same_except (empty, widget, known))
    return hopso_pdf_comparison_alter (self, "a field was added");
  hopso_pdf_comparison_explain (self, item);
  allow_keys (self, empty, widget, looks);
  return TRUE;
}

static gboolean
accept_new_widgets (HopsoPdfComparison *self, HopsoPdfObject *field, GError **error)
{
  g_autoptr (HopsoPdfObject) kids = hopso_pdf_file_resolve_key (self->after, field, "Kids", error);

  if (kids == NULL)
    return FALSE;
  for (guint i = 0; i < hopso_pdf_object_get_length (kids); i++)
    if (!accept_new_widget (self, hopso_pdf_object_get_item (kids, i), error))
      return FALSE;
  return TRUE;
}

/* Whether @field can be nothing but a signature field of its own, without actions. */
static gboolean
is_plain_signature_field (HopsoPdfObject *field, const Above *above)
{
  static const char *const known[] = { "Type", "Subtype", "FT",           "T",  "TU",     "TM",
                                       "F",    "Ff",      "Rect",         "P",  "V",      "AP",
                                       "AS",   "MK",      "BS",           "DA", "Border", "SV",
                                       "H",    "Lock",    "StructParent", "M",  "NM",     "Parent",
                                       "Kids", "Q",       "DR",           NULL };
  g_autoptr (HopsoPdfObject) empty = hopso_pdf_object_new_dictionary ();
  HopsoPdfObject *type =
      hopso_pdf_object_has (field, "FT") ? hopso_pdf_object_get (field, "FT") : above->type;

  return hopso_pdf_object_is_name (type, "Sig") && hopso_pdf_object_has (field, "T") &&
         !hopso_pdf_object_has_duplicate_keys (field) && !above->is_signed &&
         hopso_pdf_same_except (empty, field, known);
}

/* A field that appeared: a signature field, which shows something only if it is signed. */
static gboolean
accept_new_field (HopsoPdfComparison *self,
                  HopsoPdfObject *item,
                  const Above *above,
                  GError **error)
{
  static const char *const values[] = { "AP", "MK", "SV", "Lock", "BS", "DR", "Kids", NULL };
  g_autoptr (HopsoPdfObject) field = hopso_pdf_file_resolve (self->after, item, error);
  g_autoptr (HopsoPdfObject) empty = hopso_pdf_object_new_dictionary ();
  HopsoPdfReference reference;

  if (field == NULL)
    return FALSE;
  if (!hopso_pdf_object_get_reference (item, &reference) ||
      hopso_pdf_comparison_was_there (self, reference.number) ||
      !is_plain_signature_field (field, above))
    return hopso_pdf_comparison_alter (self, "a field was added");
  hopso_pdf_comparison_explain (self, item);
  allow_keys (self, empty, field, values);
  if (covers_page (self, field))
    return hopso_pdf_comparison_alter (self, "a mark is as large as a page");
  if (hopso_pdf_object_has (field, "V"))
    return accept_new_widgets (self, field, error) &&
           note_signature (self, item, field, TRUE, error);
  if (is_visible (self, field))
    return hopso_pdf_comparison_alter (self, "an empty signature field shows something");
  hopso_pdf_comparison_raise (self, HOPSO_PDF_CHANGE_FORM);
  hopso_pdf_comparison_touch (self, HOPSO_PDF_TOUCH_FORM_VALUE);
  return TRUE;
}

static GHashTable *
list_numbers (HopsoPdfObject *array)
{
  GHashTable *numbers = g_hash_table_new (NULL, NULL);
  HopsoPdfReference reference;

  for (guint i = 0; i < hopso_pdf_object_get_length (array); i++)
    if (hopso_pdf_object_get_reference (hopso_pdf_object_get_item (array, i), &reference))
      g_hash_table_add (numbers, GUINT_TO_POINTER (reference.number));
  return numbers;
}

static gboolean
holds (GHashTable *numbers, HopsoPdfObject *array, HopsoPdfObject *item)
{
  HopsoPdfReference reference;

  if (hopso_pdf_object_get_reference (item, &reference))
    return g_hash_table_contains (numbers, GUINT_TO_POINTER (reference.number));
  for (guint i = 0; i < hopso_pdf_object_get_length (array); i++)
    if (hopso_pdf_object_equal (hopso_pdf_object_get_item (array, i), item))
      return TRUE;
  return FALSE;
}

/* Fields or Kids, before and after. */
static gboolean
compare_fields (HopsoPdfComparison *self,
                HopsoPdfObject *before,
                HopsoPdfObject *after,
                const Above *above,
                guint depth,
                GError **error)
{
  g_autoptr (HopsoPdfObject) old = NULL;
  g_autoptr (HopsoPdfObject) new = NULL;
  g_autoptr (GHashTable) old_numbers = NULL;
  g_autoptr (GHashTable) new_numbers = NULL;
  gboolean is_done = TRUE;

  if (depth > MAX_DEPTH)
    return hopso_pdf_fail (error, HOPSO_PDF_ERROR_TOO_COMPLEX, "The form is too large");
  if (!hopso_pdf_comparison_read (self, before, after, &old, &new, error))
    return FALSE;
  old_numbers = list_numbers (old);
  new_numbers = list_numbers (new);
  for (guint i = 0; i < hopso_pdf_object_get_length (old); i++)
    {
      HopsoPdfObject *item = hopso_pdf_object_get_item (old, i);

      hopso_pdf_comparison_look (self, HOPSO_PDF_TOUCH_FORM_VALUE, -1, item);
      is_done &= holds (new_numbers, new, item)
                     ? compare_field (self, item, above, depth, error)
                     : hopso_pdf_comparison_alter (self, "a field was removed");
      if (!hopso_pdf_comparison_goes_on (is_done, error))
        return FALSE;
      hopso_pdf_comparison_explain (self, item);
    }
  for (guint i = 0; i < hopso_pdf_object_get_length (new); i++)
    {
      HopsoPdfObject *item = hopso_pdf_object_get_item (new, i);

      if (holds (old_numbers, old, item))
        continue;
      hopso_pdf_comparison_look (self, HOPSO_PDF_TOUCH_FORM_VALUE, -1, item);
      is_done &= above->gets_signed ? accept_new_widget (self, item, error)
                                    : accept_new_field (self, item, above, error);
      if (!hopso_pdf_comparison_goes_on (is_done, error))
        return FALSE;
    }
  return is_done;
}

/**
 * hopso_pdf_comparison_check_form:
 * @before: AcroForm as it was
 * @after: as it is
 *
 * Returns: %FALSE when the form was altered, or with @error
 */
gboolean
hopso_pdf_comparison_check_form (HopsoPdfComparison *self,
                                 HopsoPdfObject *before,
                                 HopsoPdfObject *after,
                                 GError **error)
{
  static const char *const changing[] = { "Fields", "SigFlags", "DR", "NeedAppearances", NULL };
  static const char *const completing[] = { "Fields",          "SigFlags", "DR",
                                            "NeedAppearances", "DA",       NULL };
  g_autoptr (HopsoPdfObject) old = NULL;
  g_autoptr (HopsoPdfObject) new = NULL;
  g_autoptr (HopsoPdfObject) empty = hopso_pdf_object_new_dictionary ();
  Above nothing = { hopso_pdf_object_new_null (), FALSE, FALSE };
  gint64 old_flags = 0, new_flags = 0;

  if (!hopso_pdf_comparison_read (self, before, after, &old, &new, error))
    return FALSE;
  /* How texts look in fields that come later may be said once. */
  if (!hopso_pdf_same_except (hopso_pdf_object_is_null (old) ? empty : old, new,
                              hopso_pdf_object_has (old, "DA") ? changing : completing))
    return hopso_pdf_comparison_alter (self, "the form changed");
  hopso_pdf_object_get_integer (hopso_pdf_object_get (old, "SigFlags"), &old_flags);
  hopso_pdf_object_get_integer (hopso_pdf_object_get (new, "SigFlags"), &new_flags);
  if ((old_flags & ~new_flags) != 0 || hopso_pdf_object_has_duplicate_keys (new))
    return hopso_pdf_comparison_alter (self, "the form changed");
  if (hopso_pdf_object_get_boolean (hopso_pdf_object_get (new, "NeedAppearances"), FALSE) &&
      !hopso_pdf_object_get_boolean (hopso_pdf_object_get (old, "NeedAppearances"), FALSE))
    return hopso_pdf_comparison_alter (self, "fields are drawn in another way");
  return hopso_pdf_comparison_check_resources (self, hopso_pdf_object_get (old, "DR"),
                                               hopso_pdf_object_get (new, "DR"), error) &&
         compare_fields (self, hopso_pdf_object_get (old, "Fields"),
                         hopso_pdf_object_get (new, "Fields"), &nothing, 0, error);
}
