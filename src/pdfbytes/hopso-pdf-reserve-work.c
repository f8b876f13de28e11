/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a document becomes when places for number, date and seal are kept: empty fields of the form,
 * each with one widget, under one parent that has the first part of their names. Whether it may
 * become so is decided here too. One thread at a time. */

#include "hopso-pdf-reserve-private.h"

#include "hopso-pdf-error-private.h"

#include "hopso-reserved-places-table.h"

#include <math.h>
#include <string.h>

#define PRINT        4 /* 12.5.3 */
#define APPEND_ONLY  3 /* SignaturesExist, AppendOnly (12.7.3) */
#define AT_END       2 /* Q, 12.7.4.3 */
#define USUAL_SIZE   13.0
#define UPRIGHT_FONT "Times-Roman"
#define ITALIC_FONT  "Times-Italic"

static void
change_clear (gpointer data)
{
  hopso_pdf_object_unref (((HopsoPdfReserveChange *) data)->object);
}

/* Lets go of everything. */
void
hopso_pdf_reserve_work_clear (HopsoPdfReserveWork *self)
{
  g_clear_pointer (&self->changes, g_array_unref);
}

/* As it is at this point: a page may get several places. */
static HopsoPdfObject *
dup_current (HopsoPdfReserveWork *self, HopsoPdfReference reference, GError **error)
{
  for (guint i = 0; i < self->changes->len; i++)
    {
      const HopsoPdfReserveChange *change =
          &g_array_index (self->changes, HopsoPdfReserveChange, i);

      if (change->reference.number == reference.number)
        return hopso_pdf_object_ref (change->object);
    }
  return hopso_pdf_file_dup_object (self->file, reference, error);
}

static void
put (HopsoPdfReserveWork *self, HopsoPdfReference reference, HopsoPdfObject *object)
{
  HopsoPdfReserveChange fresh = { reference, hopso_pdf_object_ref (object) };

  for (guint i = 0; i < self->changes->len; i++)
    {
      HopsoPdfReserveChange *change = &g_array_index (self->changes, HopsoPdfReserveChange, i);

      if (change->reference.number != reference.number)
        continue;
      hopso_pdf_object_unref (change->object);
      *change = fresh;
      return;
    }
  g_array_append_val (self->changes, fresh);
}

static gboolean
is_writable (HopsoPdfObject *object, GError **error)
{
  if (hopso_pdf_object_get_kind (object) != HOPSO_PDF_DICTIONARY ||
      hopso_pdf_object_has_duplicate_keys (object))
    return hopso_pdf_fail_damaged (error, "An object that must change is no proper dictionary");
  return TRUE;
}

/* Adds @item to the list at @key of @owner, in the list's own object if it has one. */
static gboolean
add_item (HopsoPdfReserveWork *self,
          HopsoPdfObject **owner,
          const char *key,
          HopsoPdfReference item,
          GError **error)
{
  g_autoptr (HopsoPdfObject) reference = hopso_pdf_object_new_reference (item);
  g_autoptr (HopsoPdfObject) old = NULL;
  g_autoptr (HopsoPdfObject) longer = NULL;
  HopsoPdfReference place = { 0, 0 };

  if (hopso_pdf_object_get_reference (hopso_pdf_object_get (*owner, key), &place))
    old = dup_current (self, place, error);
  else
    old = hopso_pdf_object_ref (hopso_pdf_object_get (*owner, key));
  if (old == NULL)
    return FALSE;
  if (!hopso_pdf_object_is_null (old) && hopso_pdf_object_get_kind (old) != HOPSO_PDF_ARRAY)
    return hopso_pdf_fail_damaged (error, "Something else stands where a list should be");
  longer = hopso_pdf_object_dup_with_item (old, reference);
  if (place.number != 0 && !hopso_pdf_object_is_null (old))
    put (self, place, longer);
  else
    hopso_pdf_set_key (owner, key, g_steal_pointer (&longer));
  return TRUE;
}

static HopsoPdfObject *
new_rect (const double rect[4])
{
  HopsoPdfObject *items[4];

  for (guint i = 0; i < 4; i++)
    items[i] = hopso_pdf_object_new_real (rect[i]);
  return hopso_pdf_object_new_array (items, 4);
}

static HopsoPdfObject *
new_default_appearance (const HopsoPdfReservedPlace *place)
{
  char size[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *text = NULL;

  g_ascii_formatd (size, sizeof size, "%.1f", place->font_size > 0 ? place->font_size : USUAL_SIZE);
  text = g_strdup_printf ("/%s %s Tf 0 g", place->is_italic ? ITALIC_FONT : UPRIGHT_FONT, size);
  return hopso_pdf_object_new_string (text, strlen (text));
}

/* What a screen reader says of the place. */
static const char *const words[HOPSO_PDF_N_RESERVED] = {
  [HOPSO_PDF_RESERVED_NUMBER] = "Số văn bản",
  [HOPSO_PDF_RESERVED_DATE] = "Ngày ban hành",
  [HOPSO_PDF_RESERVED_SEAL] = "Con dấu",
  [HOPSO_PDF_RESERVED_SIGNATURE] = "Chữ ký",
};

static HopsoPdfObject *
new_field (HopsoPdfReservedKind kind,
           const HopsoPdfReservedPlace *place,
           const HopsoPdfPage *page,
           const double rect[4],
           HopsoPdfReference parent)
{
  const char *name = strrchr (hopso_pdf_reserved_kind_get_name (kind), '.') + 1;
  gboolean is_text = kind == HOPSO_PDF_RESERVED_NUMBER || kind == HOPSO_PDF_RESERVED_DATE;
  HopsoPdfObject *field = hopso_pdf_object_new_dictionary ();

  hopso_pdf_set_key (&field, "Type", hopso_pdf_object_new_name ("Annot"));
  hopso_pdf_set_key (&field, "Subtype", hopso_pdf_object_new_name ("Widget"));
  hopso_pdf_set_key (&field, "FT", hopso_pdf_object_new_name (is_text ? "Tx" : "Sig"));
  hopso_pdf_set_key (&field, "Parent", hopso_pdf_object_new_reference (parent));
  hopso_pdf_set_key (&field, "T", hopso_pdf_object_new_text (name));
  hopso_pdf_set_key (&field, "TU", hopso_pdf_object_new_text (words[kind]));
  hopso_pdf_set_key (&field, "F", hopso_pdf_object_new_integer (PRINT));
  hopso_pdf_set_key (&field, "Rect", new_rect (rect));
  hopso_pdf_set_key (&field, "P", hopso_pdf_object_new_reference (page->reference));
  if (is_text)
    hopso_pdf_set_key (&field, "DA", new_default_appearance (place));
  if (is_text && place->is_at_end)
    hopso_pdf_set_key (&field, "Q", hopso_pdf_object_new_integer (AT_END));
  if (is_text && place->max_length > 0)
    hopso_pdf_set_key (&field, "MaxLen", hopso_pdf_object_new_integer (place->max_length));
  if (is_text && page->rotation != 0)
    {
      HopsoPdfObject *characteristics = hopso_pdf_object_new_dictionary ();

      hopso_pdf_set_key (&characteristics, "R", hopso_pdf_object_new_integer (page->rotation));
      hopso_pdf_set_key (&field, "MK", characteristics);
    }
  return field;
}

static gboolean
add_place (HopsoPdfReserveWork *self,
           HopsoPdfReservedKind kind,
           HopsoPdfReference parent,
           HopsoPdfObject **kids,
           GError **error)
{
  const HopsoPdfReservedPlace *place = &self->reservation->places[kind];
  const HopsoPdfSignaturePlan seen = {
    .x = place->x, .y = place->y, .width = place->width, .height = place->height
  };
  const HopsoPdfPage *page = hopso_pdf_file_get_page (self->file, place->page, error);
  g_autoptr (HopsoPdfObject) dictionary = NULL;
  g_autoptr (HopsoPdfObject) field = NULL;
  g_autoptr (HopsoPdfObject) reference = NULL;
  HopsoPdfReference widget = { self->next++, 0 };
  HopsoPdfObject *longer;
  double rect[4];

  if (page == NULL || !hopso_pdf_plan_place (&seen, page, rect, error))
    return FALSE;
  field = new_field (kind, place, page, rect, parent);
  put (self, widget, field);
  reference = hopso_pdf_object_new_reference (widget);
  longer = hopso_pdf_object_dup_with_item (*kids, reference);
  hopso_pdf_object_unref (*kids);
  *kids = longer;
  dictionary = dup_current (self, page->reference, error);
  if (dictionary == NULL || !is_writable (dictionary, error) ||
      !add_item (self, &dictionary, "Annots", widget, error))
    return FALSE;
  put (self, page->reference, dictionary);
  return TRUE;
}

static HopsoPdfObject *
new_font (const char *name)
{
  HopsoPdfObject *font = hopso_pdf_object_new_dictionary ();

  hopso_pdf_set_key (&font, "Type", hopso_pdf_object_new_name ("Font"));
  hopso_pdf_set_key (&font, "Subtype", hopso_pdf_object_new_name ("Type1"));
  hopso_pdf_set_key (&font, "BaseFont", hopso_pdf_object_new_name (name));
  return font;
}

/* Other programs that fill the places look for their fonts here; a form that has resources keeps
 * them as they are. */
static void
add_fonts (HopsoPdfObject **form)
{
  HopsoPdfObject *fonts = hopso_pdf_object_new_dictionary ();
  HopsoPdfObject *resources = hopso_pdf_object_new_dictionary ();

  hopso_pdf_set_key (&fonts, UPRIGHT_FONT, new_font (UPRIGHT_FONT));
  hopso_pdf_set_key (&fonts, ITALIC_FONT, new_font (ITALIC_FONT));
  hopso_pdf_set_key (&resources, "Font", fonts);
  hopso_pdf_set_key (form, "DR", resources);
}

static gboolean
change_form (HopsoPdfReserveWork *self, HopsoPdfReference parent, GError **error)
{
  g_autoptr (HopsoPdfObject) catalog = hopso_pdf_file_dup_catalog (self->file, error);
  g_autoptr (HopsoPdfObject) form = NULL;
  HopsoPdfReference root = { 0, 0 }, place = { 0, 0 };
  gint64 flags = 0;

  if (catalog == NULL || !is_writable (catalog, error))
    return FALSE;
  hopso_pdf_object_get_reference (hopso_pdf_object_get (catalog, "AcroForm"), &place);
  form = hopso_pdf_file_resolve_key (self->file, catalog, "AcroForm", error);
  if (form == NULL)
    return FALSE;
  if (hopso_pdf_object_is_null (form))
    {
      hopso_pdf_object_unref (form);
      form = hopso_pdf_object_new_dictionary ();
      place = (HopsoPdfReference){ 0, 0 };
    }
  if (!is_writable (form, error) || !add_item (self, &form, "Fields", parent, error))
    return FALSE;
  hopso_pdf_object_get_integer (hopso_pdf_object_get (form, "SigFlags"), &flags);
  hopso_pdf_set_key (&form, "SigFlags", hopso_pdf_object_new_integer (flags | APPEND_ONLY));
  if (!hopso_pdf_object_has (form, "DR"))
    add_fonts (&form);
  if (place.number != 0)
    {
      put (self, place, form);
      return TRUE;
    }
  hopso_pdf_set_key (&catalog, "AcroForm", g_steal_pointer (&form));
  hopso_pdf_object_get_reference (
      hopso_pdf_object_get (hopso_pdf_file_get_trailer (self->file), "Root"), &root);
  put (self, root, catalog);
  return TRUE;
}

/* --- rules ----------------------------------------------------------------------------------- */

static gboolean
check_place (const HopsoPdfReservedPlace *place, GError **error)
{
  const double numbers[] = { place->x, place->y, place->width, place->height, place->font_size };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (!isfinite (numbers[i]) || numbers[i] < 0 || numbers[i] > 14400)
      return hopso_pdf_fail (error, HOPSO_PDF_ERROR_FIELD, "The place makes no sense");
  if (place->width > 0 && (place->width < 4 || place->height < 4))
    return hopso_pdf_fail (error, HOPSO_PDF_ERROR_FIELD, "The place is too small");
  return TRUE;
}

static gboolean
check_plan (const HopsoPdfReservation *reservation, GError **error)
{
  for (guint i = 0; i < HOPSO_PDF_N_RESERVED; i++)
    if (!check_place (&reservation->places[i], error))
      return FALSE;
  return reservation->places[HOPSO_PDF_RESERVED_SEAL].width > 0 ||
         hopso_pdf_fail (error, HOPSO_PDF_ERROR_FIELD, "A place for the seal is needed");
}

/* The part of the names before the point. */
static char *
dup_parent_name (void)
{
  const char *name = reserved_seal[0];

  return g_strndup (name, (gsize) (strrchr (name, '.') - name));
}

static gboolean
check_document (HopsoPdfReserveWork *self, GPtrArray *fields, GError **error)
{
  g_autoptr (GPtrArray) signatures = hopso_pdf_file_list_signatures (self->file, error);
  g_autofree char *parent = dup_parent_name ();

  if (signatures == NULL)
    return FALSE;
  if (!hopso_pdf_file_check_right (self->file, HOPSO_PDF_RIGHT_ADD_FIELD, error))
    return FALSE;
  if (signatures->len > 0)
    return hopso_pdf_fail (error, HOPSO_PDF_ERROR_FORBIDDEN,
                           "The document is signed already; places are reserved before the first "
                           "signature");
  for (guint i = 0; i < fields->len; i++)
    {
      const char *name = ((HopsoPdfField *) fields->pdata[i])->name;

      if (g_str_has_prefix (name, parent) &&
          (name[strlen (parent)] == '\0' || name[strlen (parent)] == '.'))
        return hopso_pdf_fail (error, HOPSO_PDF_ERROR_FIELD, "The places are reserved already");
    }
  return TRUE;
}

/* Nothing that changes may wait for objects that are new. */
static gboolean
check_waiting (HopsoPdfReserveWork *self, GPtrArray *fields, GError **error)
{
  for (guint i = 0; i < HOPSO_PDF_N_RESERVED; i++)
    {
      const HopsoPdfReservedPlace *place = &self->reservation->places[i];
      const HopsoPdfPage *page = hopso_pdf_file_get_page (self->file, place->page, error);

      if (page == NULL ||
          !hopso_pdf_check_ahead (self->file, fields, page->reference, self->next, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * hopso_pdf_reserve_work_begin:
 * @self: empty
 *
 * Finds out what a reservation changes, and whether the document allows it.
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_pdf_reserve_work_begin (HopsoPdfReserveWork *self,
                              HopsoPdfFile *file,
                              const HopsoPdfReservation *reservation,
                              GError **error)
{
  g_autoptr (GPtrArray) fields = hopso_pdf_file_list_fields (file, error);
  g_autoptr (HopsoPdfObject) kids = hopso_pdf_object_new_null ();
  g_autoptr (HopsoPdfObject) parent = hopso_pdf_object_new_dictionary ();
  g_autofree char *name = dup_parent_name ();
  HopsoPdfReference place;

  self->file = file;
  self->reservation = reservation;
  self->changes = g_array_new (FALSE, FALSE, sizeof (HopsoPdfReserveChange));
  g_array_set_clear_func (self->changes, change_clear);
  self->next = hopso_pdf_file_get_next_number (file);
  if (fields == NULL || !check_plan (reservation, error) || !check_document (self, fields, error))
    return FALSE;
  place = (HopsoPdfReference){ self->next++, 0 };
  for (guint i = 0; i < HOPSO_PDF_N_RESERVED; i++)
    if (reservation->places[i].width > 0 &&
        !add_place (self, (HopsoPdfReservedKind) i, place, &kids, error))
      return FALSE;
  hopso_pdf_set_key (&parent, "T", hopso_pdf_object_new_text (name));
  hopso_pdf_set_key (&parent, "Kids", g_steal_pointer (&kids));
  put (self, place, parent);
  return change_form (self, place, error) && check_waiting (self, fields, error);
}
