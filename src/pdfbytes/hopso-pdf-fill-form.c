/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A form in facts, for who shows it, fills it and draws its values: what can be filled, where it
 * stands on the page as people see it, how it is drawn, and who forbids it. One thread at a time.
 */

#include "hopso-pdf-fill-private.h"

#include "hopso-pdf-error-private.h"
#include "hopso-pdf-layers.h"
#include "hopso-pdf-object-private.h"

#include <math.h>
#include <string.h>

#define MAX_LOOK_WORDS 1024
#define DEFAULT_SIZE   0.0 /* as large as fits */

/* How a widget is drawn. */
typedef struct
{
  char *font;        /* owned */
  char *caption;     /* owned: the letter of Zapf Dingbats that a button shows */
  double size;       /* 0: as large as fits */
  guint colour;      /* 0xRRGGBB */
  double border;     /* width */
  char style[2];     /* S, D, B, I or U (table 168) */
  int border_colour; /* -1: none */
  int background;    /* -1: none */
} Look;

static void
look_clear (Look *self)
{
  g_free (self->font);
  g_free (self->caption);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Look, look_clear)

static guint
to_byte (double part)
{
  return (guint) (CLAMP (part, 0, 1) * 255 + 0.5);
}

/* Grey, red-green-blue or cyan-magenta-yellow-black; nothing else is a colour. */
static int
to_colour (const double *parts, guint n)
{
  double rgb[3];

  if (n != 1 && n != 3 && n != 4)
    return -1;
  for (guint i = 0; i < 3; i++)
    rgb[i] =
        n == 4 ? (1 - MIN (parts[i], 1)) * (1 - CLAMP (parts[3], 0, 1)) : parts[n == 1 ? 0 : i];
  return (int) (to_byte (rgb[0]) << 16 | to_byte (rgb[1]) << 8 | to_byte (rgb[2]));
}

static int
read_colour (HopsoPdfFile *file, HopsoPdfObject *owner, const char *key)
{
  g_autoptr (HopsoPdfObject) array = hopso_pdf_file_resolve_key (file, owner, key, NULL);
  double parts[4];
  guint n = array != NULL ? hopso_pdf_object_get_length (array) : 0;

  for (guint i = 0; i < n; i++)
    if (i > 3 || !hopso_pdf_object_get_number (hopso_pdf_object_get_item (array, i), &parts[i]) ||
        !isfinite (parts[i]))
      return -1;
  return to_colour (parts, n);
}

/* The numbers before an operator. */
static guint
read_operands (char **words, guint at, double parts[4])
{
  guint n = 0;
  char *end;

  while (n < 4 && n < at)
    {
      double value = g_ascii_strtod (words[at - 1 - n], &end);

      if (*end != '\0' || end == words[at - 1 - n] || !isfinite (value))
        break;
      for (guint i = n; i > 0; i--)
        parts[i] = parts[i - 1];
      parts[0] = value;
      n++;
    }
  return n;
}

/* "/Helv 12 Tf 0 g" (12.7.4.3). */
static void
read_default_appearance (Look *look, const char *words)
{
  g_auto (GStrv) parts = g_strsplit_set (words, " \t\r\n\f", -1);
  guint n = 0;

  /* Without the empty ones between two blanks. */
  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] != '\0')
      {
        char *part = parts[i];

        parts[i] = parts[n];
        parts[n++] = part;
      }
  for (guint i = 0; i < n; i++)
    {
      double numbers[4] = { 0 };
      guint n_numbers;

      if (strcmp (parts[i], "Tf") == 0 && i >= 2 && parts[i - 2][0] == '/')
        {
          g_free (look->font);
          look->font = g_strdup (parts[i - 2] + 1);
          if (read_operands (parts, i, numbers) == 1)
            look->size = CLAMP (numbers[0], 0, 1000);
        }
      n_numbers = strcmp (parts[i], "g") == 0    ? 1
                  : strcmp (parts[i], "rg") == 0 ? 3
                  : strcmp (parts[i], "k") == 0  ? 4
                                                 : 0;
      if (n_numbers > 0 && read_operands (parts, i, numbers) >= n_numbers)
        {
          guint found = read_operands (parts, i, numbers);
          int colour = to_colour (numbers + (found - n_numbers), n_numbers);

          look->colour = (guint) MAX (colour, 0);
        }
    }
}

/* The name by which the form knows a font says little; its own says more. */
static void
find_font (HopsoPdfFile *file, HopsoPdfObject *form, HopsoPdfObject *widget, Look *look)
{
  g_autoptr (HopsoPdfObject) own = hopso_pdf_fill_inherited (file, widget, "DR");
  g_autoptr (HopsoPdfObject) shared = hopso_pdf_file_resolve_key (file, form, "DR", NULL);
  HopsoPdfObject *places[] = { own, shared };

  for (guint i = 0; i < G_N_ELEMENTS (places) && look->font != NULL; i++)
    {
      g_autoptr (HopsoPdfObject) fonts = NULL;
      g_autoptr (HopsoPdfObject) font = NULL;
      const char *name;

      if (places[i] != NULL)
        fonts = hopso_pdf_file_resolve_key (file, places[i], "Font", NULL);
      if (fonts != NULL)
        font = hopso_pdf_file_resolve_key (file, fonts, look->font, NULL);
      name =
          font != NULL ? hopso_pdf_object_get_name (hopso_pdf_object_get (font, "BaseFont")) : NULL;
      if (name == NULL)
        continue;
      g_free (look->font);
      look->font = g_strdup (name);
      return;
    }
}

static void
read_border (HopsoPdfFile *file, HopsoPdfObject *widget, Look *look)
{
  g_autoptr (HopsoPdfObject) style = hopso_pdf_file_resolve_key (file, widget, "BS", NULL);
  g_autoptr (HopsoPdfObject) border = hopso_pdf_file_resolve_key (file, widget, "Border", NULL);
  const char *name = NULL;

  look->border = 1;
  if (border != NULL && hopso_pdf_object_get_length (border) >= 3)
    hopso_pdf_object_get_number (hopso_pdf_object_get_item (border, 2), &look->border);
  if (style != NULL)
    {
      hopso_pdf_object_get_number (hopso_pdf_object_get (style, "W"), &look->border);
      name = hopso_pdf_object_get_name (hopso_pdf_object_get (style, "S"));
    }
  if (!isfinite (look->border))
    look->border = 1;
  look->border = CLAMP (look->border, 0, 20);
  look->style[0] =
      name != NULL && strchr ("SDBIU", name[0]) != NULL && name[0] != '\0' ? name[0] : 'S';
}

static void
read_look (HopsoPdfFile *file, HopsoPdfObject *form, HopsoPdfObject *widget, Look *look)
{
  g_autoptr (HopsoPdfObject) words = hopso_pdf_fill_inherited (file, widget, "DA");
  g_autoptr (HopsoPdfObject) characteristics =
      hopso_pdf_file_resolve_key (file, widget, "MK", NULL);
  g_autofree char *text = hopso_pdf_object_dup_text (words);

  look->size = DEFAULT_SIZE;
  if (text == NULL)
    {
      g_autoptr (HopsoPdfObject) shared = hopso_pdf_file_resolve_key (file, form, "DA", NULL);

      text = shared != NULL ? hopso_pdf_object_dup_text (shared) : NULL;
    }
  if (text != NULL && strlen (text) <= MAX_LOOK_WORDS)
    read_default_appearance (look, text);
  find_font (file, form, widget, look);
  read_border (file, widget, look);
  look->border_colour = look->background = -1;
  if (characteristics == NULL)
    return;
  look->border_colour = read_colour (file, characteristics, "BC");
  look->background = read_colour (file, characteristics, "BG");
  look->caption = hopso_pdf_object_dup_text (hopso_pdf_object_get (characteristics, "CA"));
}

/* From the page's own space to the page as people see it, from its upper left corner. */
static void
find_box (HopsoPdfFile *file, const HopsoPdfFillPlace *place, double box[4])
{
  const HopsoPdfPage *page =
      place->page >= 0 ? hopso_pdf_file_get_page (file, (guint) place->page, NULL) : NULL;

  if (page == NULL)
    memset (box, 0, 4 * sizeof *box);
  else
    hopso_pdf_page_find_box (page, place->rect, box);
}

static const char *
or_empty (const char *text)
{
  return text != NULL ? text : "";
}

/* Names are bytes; a message takes words only. */
static char *
dup_valid (const char *text)
{
  return g_utf8_make_valid (or_empty (text), -1);
}

static GVariant *
describe_place (HopsoPdfFile *file, HopsoPdfObject *form, const HopsoPdfFillPlace *place)
{
  g_autoptr (HopsoPdfObject) widget = hopso_pdf_file_dup_object (file, place->reference, NULL);
  g_auto (Look) look = { NULL };
  g_autofree char *font = NULL;
  g_autofree char *caption = NULL;
  double box[4];
  double width = place->rect[2] - place->rect[0], height = place->rect[3] - place->rect[1];
  gboolean is_turned = place->rotation % 180 != 0;

  if (widget != NULL)
    read_look (file, form, widget, &look);
  font = dup_valid (look.font);
  caption = dup_valid (look.caption);
  find_box (file, place, box);
  return g_variant_new ("(i(dddd)(dd)uussbub(sdudsiis))", place->page, box[0], box[1], box[2],
                        box[3], is_turned ? height : width, is_turned ? width : height,
                        place->rotation, place->flags, or_empty (place->state),
                        or_empty (place->export_value), place->is_on, place->n_looks,
                        place->has_look, font, look.size, look.colour, look.border, look.style,
                        look.border_colour, look.background, caption);
}

static GVariant *
describe_field (HopsoPdfFile *file,
                HopsoPdfObject *form,
                const HopsoPdfFillField *field,
                const HopsoPdfSignature *obstacle)
{
  GVariantBuilder places;
  g_autoptr (HopsoPdfObject) quadding = hopso_pdf_fill_inherited (file, field->dictionary, "Q");
  gint64 q = 0;

  if (!hopso_pdf_object_get_integer (quadding, &q))
    hopso_pdf_object_get_integer (hopso_pdf_object_get (form, "Q"), &q);
  g_variant_builder_init (&places, G_VARIANT_TYPE ("a(i(dddd)(dd)uussbub(sdudsiis))"));
  for (guint i = 0; i < field->places->len; i++)
    g_variant_builder_add_value (&places, describe_place (file, form, field->places->pdata[i]));
  return g_variant_new ("(ssuuuu^as^as^assa(i(dddd)(dd)uussbub(sdudsiis)))", field->name,
                        or_empty (field->label), (guint) field->kind, field->flags,
                        field->max_length, (guint) CLAMP (q, 0, 2), field->values, field->options,
                        field->option_words, obstacle != NULL ? obstacle->field_name : "", &places);
}

static gboolean
has_calculations (HopsoPdfFile *file, HopsoPdfObject *form, GPtrArray *fields)
{
  static const char *const events[] = { "K", "F", "V", "C" };
  g_autoptr (HopsoPdfObject) order = hopso_pdf_file_resolve_key (file, form, "CO", NULL);

  if (order != NULL && hopso_pdf_object_get_length (order) > 0)
    return TRUE;
  for (guint i = 0; i < fields->len; i++)
    {
      const HopsoPdfFillField *field = fields->pdata[i];
      g_autoptr (HopsoPdfObject) actions =
          hopso_pdf_file_resolve_key (file, field->dictionary, "AA", NULL);

      for (guint j = 0; actions != NULL && j < G_N_ELEMENTS (events); j++)
        if (hopso_pdf_object_has (actions, events[j]))
          return TRUE;
    }
  return FALSE;
}

static gboolean
describe_fields (HopsoPdfFile *file, HopsoPdfObject *form, GVariantDict *dict, GError **error)
{
  g_autoptr (GPtrArray) fields = hopso_pdf_file_list_fill_fields (file, error);
  g_autoptr (GPtrArray) bare = NULL;
  g_autoptr (GPtrArray) signatures = NULL;
  GVariantBuilder builder;

  if (fields == NULL)
    return FALSE;
  bare = hopso_pdf_file_list_fields (file, error);
  if (bare == NULL)
    return FALSE;
  signatures = hopso_pdf_file_list_signatures (file, error);
  if (signatures == NULL)
    return FALSE;
  g_variant_builder_init (&builder,
                          G_VARIANT_TYPE ("a(ssuuuuasasassa(i(dddd)(dd)uussbub(sdudsiis)))"));
  for (guint i = 0; i < fields->len; i++)
    {
      const HopsoPdfFillField *field = fields->pdata[i];

      g_variant_builder_add_value (
          &builder,
          describe_field (file, form, field,
                          hopso_pdf_fill_find_obstacle (file, signatures, bare, field->name)));
    }
  g_variant_dict_insert_value (dict, "fields", g_variant_builder_end (&builder));
  g_variant_dict_insert (dict, "signed", "b", signatures->len > 0);
  g_variant_dict_insert (dict, "calculates", "b", has_calculations (file, form, fields));
  return TRUE;
}

/* Their number can be known where their names are not. */
static gboolean
has_fields (HopsoPdfFile *file, HopsoPdfObject *catalog)
{
  g_autoptr (HopsoPdfObject) form = hopso_pdf_file_resolve_key (file, catalog, "AcroForm", NULL);
  g_autoptr (HopsoPdfObject) fields =
      form != NULL ? hopso_pdf_file_resolve_key (file, form, "Fields", NULL) : NULL;

  return fields != NULL && hopso_pdf_object_get_length (fields) > 0;
}

/**
 * hopso_pdf_file_describe_form:
 *
 * Returns: (transfer full): an a{sv}; hopso-inspector.h lists what is in it; or %NULL with @error
 */
GVariant *
hopso_pdf_file_describe_form (HopsoPdfFile *self, GError **error)
{
  g_autoptr (HopsoPdfObject) catalog = hopso_pdf_file_dup_catalog (self, error);
  g_autoptr (HopsoPdfObject) form = NULL;
  g_auto (GStrv) locked = NULL;
  g_auto (GVariantDict) dict;
  gboolean is_closed;

  g_variant_dict_init (&dict, NULL);
  if (catalog == NULL)
    return NULL;
  is_closed = !hopso_pdf_file_check_right (self, HOPSO_PDF_RIGHT_FILL, NULL);
  g_variant_dict_insert (&dict, "encrypted", "b", is_closed);
  if (is_closed)
    {
      g_variant_dict_insert (&dict, "has-fields", "b", has_fields (self, catalog));
      return g_variant_ref_sink (g_variant_dict_end (&dict));
    }
  locked = hopso_pdf_file_list_locked_layers (self, catalog);
  g_variant_dict_insert (&dict, "locked-layers", "^as", locked);
  form = hopso_pdf_file_resolve_key (self, catalog, "AcroForm", error);
  if (form == NULL)
    return NULL;
  g_variant_dict_insert (&dict, "xfa", "b", hopso_pdf_object_has (form, "XFA"));
  g_variant_dict_insert (
      &dict, "need-looks", "b",
      hopso_pdf_object_get_boolean (hopso_pdf_object_get (form, "NeedAppearances"), FALSE));
  if (!describe_fields (self, form, &dict, error))
    return NULL;
  return g_variant_ref_sink (g_variant_dict_end (&dict));
}
