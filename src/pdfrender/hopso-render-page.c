/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What stands on one page besides its picture and its text: links, pictures, form fields. It only
 * describes; nothing is followed, filled or run. Main thread of the drawing process. */

#include "hopso-render-page.h"

#include "hopso-render-place.h"
#include "hopso-render-words.h"

#define MAX_LINKS    10000u
#define MAX_PICTURES 10000u
#define MAX_FIELDS   10000u
#define MAX_CHOICES  10000

/**
 * hopso_render_page_links:
 *
 * Returns: (transfer floating): an `a((iiii)(uuuuddds))`
 */
GVariant *
hopso_render_page_links (PopplerDocument *document, PopplerPage *page)
{
  GList *mappings = poppler_page_get_link_mapping (page);
  GVariantBuilder links;
  guint n_links = 0;
  double width;
  double height;

  poppler_page_get_size (page, &width, &height);
  g_variant_builder_init (&links, G_VARIANT_TYPE ("a((iiii)(uuuuddds))"));
  for (GList *link = mappings; link != NULL && n_links < MAX_LINKS; link = link->next)
    {
      const PopplerLinkMapping *mapping = link->data;

      g_variant_builder_add (&links, "(@(iiii)@(uuuuddds))",
                             hopso_render_box (&mapping->area, height),
                             hopso_render_target (document, mapping->action));
      n_links++;
    }
  poppler_page_free_link_mapping (mappings);
  return g_variant_builder_end (&links);
}

/**
 * hopso_render_page_pictures:
 *
 * Returns: (transfer floating): an `a(iiii)`
 */
GVariant *
hopso_render_page_pictures (PopplerPage *page)
{
  GList *mappings = poppler_page_get_image_mapping (page);
  GVariantBuilder boxes;
  guint n = 0;

  g_variant_builder_init (&boxes, G_VARIANT_TYPE ("a(iiii)"));
  for (GList *link = mappings; link != NULL && n < MAX_PICTURES; link = link->next, n++)
    {
      const PopplerImageMapping *mapping = link->data;

      /* These alone are counted from the top, as text is. */
      g_variant_builder_add (&boxes, "(iiii)",
                             hopso_render_place (MIN (mapping->area.x1, mapping->area.x2)),
                             hopso_render_place (MIN (mapping->area.y1, mapping->area.y2)),
                             hopso_render_place (MAX (mapping->area.x1, mapping->area.x2)),
                             hopso_render_place (MAX (mapping->area.y1, mapping->area.y2)));
    }
  poppler_page_free_image_mapping (mappings);
  return g_variant_builder_end (&boxes);
}

/* As data/pdf/vn.hopso.PdfRender1.xml counts them. */
enum
{
  KIND_PUSH,
  KIND_CHECK,
  KIND_RADIO,
  KIND_TEXT,
  KIND_CHOICE,
  KIND_SIGNATURE,
  KIND_UNKNOWN
};

enum
{
  FLAG_READ_ONLY = 1,
  FLAG_LINES = 2,
  FLAG_PASSWORD = 4,
  FLAG_EDITABLE = 8,
  FLAG_SEVERAL = 16,
  FLAG_CHECKED = 32,
  FLAG_RICH = 64
};

typedef struct
{
  guint kind;
  guint flags;
  guint max_length;
  char *value;             /* owned, nullable */
  GVariantBuilder choices; /* as */
  GVariantBuilder chosen;  /* au */
} Field;

static void
read_button (PopplerFormField *field, Field *read)
{
  const PopplerFormButtonType type = poppler_form_field_button_get_button_type (field);

  read->kind = type == POPPLER_FORM_BUTTON_CHECK   ? KIND_CHECK
               : type == POPPLER_FORM_BUTTON_RADIO ? KIND_RADIO
                                                   : KIND_PUSH;
  if (read->kind != KIND_PUSH && poppler_form_field_button_get_state (field))
    read->flags |= FLAG_CHECKED;
}

static void
read_text (PopplerFormField *field, Field *read)
{
  const int max_length = poppler_form_field_text_get_max_len (field);

  read->kind = KIND_TEXT;
  read->max_length = (guint) MAX (max_length, 0);
  read->value = poppler_form_field_text_get_text (field);
  if (poppler_form_field_text_get_text_type (field) == POPPLER_FORM_TEXT_MULTILINE)
    read->flags |= FLAG_LINES;
  if (poppler_form_field_text_is_password (field))
    read->flags |= FLAG_PASSWORD;
  if (poppler_form_field_text_is_rich_text (field))
    read->flags |= FLAG_RICH;
}

static void
read_choice (PopplerFormField *field, Field *read)
{
  const int n = CLAMP (poppler_form_field_choice_get_n_items (field), 0, MAX_CHOICES);

  read->kind = KIND_CHOICE;
  if (poppler_form_field_choice_get_choice_type (field) == POPPLER_FORM_CHOICE_LIST)
    read->flags |= FLAG_LINES;
  if (poppler_form_field_choice_can_select_multiple (field))
    read->flags |= FLAG_SEVERAL;
  if (poppler_form_field_choice_get_choice_type (field) == POPPLER_FORM_CHOICE_COMBO &&
      poppler_form_field_choice_is_editable (field))
    {
      read->flags |= FLAG_EDITABLE;
      read->value = poppler_form_field_choice_get_text (field);
    }
  for (int i = 0; i < n; i++)
    {
      g_autofree char *item =
          hopso_render_take_words (poppler_form_field_choice_get_item (field, i));

      g_variant_builder_add (&read->choices, "s", item);
      if (poppler_form_field_choice_is_item_selected (field, i))
        g_variant_builder_add (&read->chosen, "u", (guint) i);
    }
}

static void
read_kind (PopplerFormField *field, Field *read)
{
  read->kind = KIND_UNKNOWN;
  if (poppler_form_field_is_read_only (field))
    read->flags |= FLAG_READ_ONLY;
  switch (poppler_form_field_get_field_type (field))
    {
    case POPPLER_FORM_FIELD_BUTTON:
      read_button (field, read);
      break;
    case POPPLER_FORM_FIELD_TEXT:
      read_text (field, read);
      break;
    case POPPLER_FORM_FIELD_CHOICE:
      read_choice (field, read);
      break;
    case POPPLER_FORM_FIELD_SIGNATURE:
      read->kind = KIND_SIGNATURE;
      break;
    case POPPLER_FORM_FIELD_UNKNOWN:
    default:
      break;
    }
}

static void
add_field (GVariantBuilder *fields, const PopplerFormFieldMapping *mapping, double height)
{
  PopplerFormField *field = mapping->field;
  g_autofree char *name = hopso_render_take_words (poppler_form_field_get_name (field));
  g_autofree char *label =
      hopso_render_take_words (poppler_form_field_get_alternate_ui_name (field));
  Field read = { 0 };

  g_variant_builder_init (&read.choices, G_VARIANT_TYPE ("as"));
  g_variant_builder_init (&read.chosen, G_VARIANT_TYPE ("au"));
  read_kind (field, &read);
  g_autofree char *value = hopso_render_take_words (read.value);
  g_variant_builder_add (fields, "(i@(iiii)uuusss@as@au)", poppler_form_field_get_id (field),
                         hopso_render_box (&mapping->area, height), read.kind, read.flags,
                         read.max_length, name, label, value, g_variant_builder_end (&read.choices),
                         g_variant_builder_end (&read.chosen));
}

/**
 * hopso_render_page_fields:
 *
 * Returns: (transfer floating): an `a(i(iiii)uuusssasau)`
 */
GVariant *
hopso_render_page_fields (PopplerPage *page)
{
  GList *mappings = poppler_page_get_form_field_mapping (page);
  GVariantBuilder fields;
  guint n_fields = 0;
  double width;
  double height;

  poppler_page_get_size (page, &width, &height);
  g_variant_builder_init (&fields, G_VARIANT_TYPE ("a(i(iiii)uuusssasau)"));
  for (GList *link = mappings; link != NULL && n_fields < MAX_FIELDS; link = link->next)
    {
      add_field (&fields, link->data, height);
      n_fields++;
    }
  poppler_page_free_form_field_mapping (mappings);
  return g_variant_builder_end (&fields);
}
