/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a drawing process that a document took over may answer: any bytes of the right type. The
 * first byte says which question it answers; whatever is believed of the rest is on the page. */

#include "fuzz.h"

#include "hopso-pdf-facts.h"
#include "hopso-pdf-field.h"
#include "hopso-pdf-outline.h"
#include "hopso-pdf-target.h"
#include "hopso-pdf-text.h"

#define WIDTH   600.0
#define HEIGHT  800.0
#define N_PAGES 10u

static void
check_box (const HopsoPdfBox *box)
{
  g_assert_true (box->x1 >= -1000 && box->x1 <= box->x2 && box->x2 <= WIDTH + 1000);
  g_assert_true (box->y1 >= -1000 && box->y1 <= box->y2 && box->y2 <= HEIGHT + 1000);
}

static void
check_text (GVariant *said)
{
  g_autoptr (HopsoPdfText) text = hopso_pdf_text_new_from_reply (said, WIDTH, HEIGHT, NULL);

  if (text == NULL)
    return;
  g_autoptr (GArray) areas = hopso_pdf_text_list_areas (text, 0, G_MAXUINT);
  for (guint i = 0; i < areas->len; i++)
    check_box (&g_array_index (areas, HopsoPdfBox, i));
  g_free (hopso_pdf_text_dup_range (text, 1, 5));
}

static void
check_links (GVariant *said)
{
  g_autoptr (GPtrArray) links = hopso_pdf_link_list_from_reply (said, N_PAGES, WIDTH, HEIGHT, NULL);

  for (guint i = 0; links != NULL && i < links->len; i++)
    {
      const HopsoPdfLink *link = links->pdata[i];

      check_box (&link->box);
      g_assert_true (link->target->kind != HOPSO_PDF_TARGET_PAGE || link->target->page < N_PAGES);
    }
}

static void
check_fields (GVariant *said)
{
  g_autoptr (GPtrArray) fields = hopso_pdf_field_list_from_reply (said, WIDTH, HEIGHT, NULL);

  for (guint i = 0; fields != NULL && i < fields->len; i++)
    {
      const HopsoPdfField *field = fields->pdata[i];

      check_box (&field->box);
      for (guint j = 0; j < field->chosen->len; j++)
        g_assert_cmpuint (g_array_index (field->chosen, guint, j), <,
                          g_strv_length (field->choices));
    }
}

static void
check_outline (GVariant *said)
{
  g_autoptr (GListModel) items = hopso_pdf_outline_new_from_reply (said, N_PAGES, NULL);
}

static void
check_facts (GVariant *said)
{
  g_autoptr (HopsoPdfProperties) properties = hopso_pdf_properties_from_reply (said, NULL);

  g_assert_true (properties == NULL || properties->permissions <= HOPSO_PDF_MAY_ALL);
}

static void
check_attachments (GVariant *said)
{
  g_autoptr (GPtrArray) list = hopso_pdf_attachment_list_from_reply (said, NULL);
}

static void
check_layers (GVariant *said)
{
  g_autoptr (GPtrArray) list = hopso_pdf_layer_list_from_reply (said, NULL);
}

static const struct
{
  const char *type;
  void (*check) (GVariant *said);
} questions[] = {
  { "(sai)", check_text },
  { "(a((iiii)(uuuuddds)))", check_links },
  { "(a(i(iiii)uuusssasau))", check_fields },
  { "(a(usb(uuuuddds)))", check_outline },
  { "(a{sv})", check_facts },
  { "(a(ssxxx))", check_attachments },
  { "(a(usbbu))", check_layers },
};

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  if (size == 0)
    return 0;
  /* A message of the bus is checked and in normal form before anybody sees it. */
  const guint which = data[0] % G_N_ELEMENTS (questions);
  g_autoptr (GBytes) bytes = g_bytes_new (data + 1, size - 1);
  g_autoptr (GVariant) raw = g_variant_ref_sink (
      g_variant_new_from_bytes (G_VARIANT_TYPE (questions[which].type), bytes, FALSE));
  g_autoptr (GVariant) said = g_variant_get_normal_form (raw);

  questions[which].check (said);
  return 0;
}
