/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Everything between a document and its filling, without the processes. */

#include "fill-all.h"

#include "hopso-form-private.h"

static const char *
choose_value (const HopsoFormField *field, const char *text)
{
  const HopsoFormPlace *place = field->places->len > 0 ? field->places->pdata[0] : NULL;

  if (field->kind == HOPSO_FORM_TEXT)
    return text;
  if (field->kind == HOPSO_FORM_CHOICE)
    return field->options[0];
  return place != NULL ? place->state : NULL;
}

static GVariant *
choose_values (HopsoForm *form, const char *text, guint *n_fields)
{
  GVariantBuilder builder;

  *n_fields = 0;
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(sas)"));
  for (guint i = 0; i < hopso_form_get_n_fields (form); i++)
    {
      const HopsoFormField *field = hopso_form_get_field (form, i);
      const glong most = field->max_length > 0 ? (glong) field->max_length : G_MAXINT;
      g_autofree char *cut = g_utf8_substring (text, 0, MIN (most, g_utf8_strlen (text, -1)));
      const char *const values[] = { choose_value (field, cut), NULL };

      if (hopso_form_find_field (form, field->name) != field || values[0] == NULL ||
          !hopso_form_field_check (field, values, NULL))
        continue;
      g_variant_builder_add (&builder, "(s^as)", field->name, values);
      (*n_fields)++;
    }
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

GBytes *
fill_all (HopsoPdfSource *source, const char *text, guint *n_fields)
{
  g_autoptr (HopsoPdfFile) file = hopso_pdf_file_open (source, NULL);
  g_autoptr (GVariant) reply = file != NULL ? hopso_pdf_file_describe_form (file, NULL) : NULL;
  g_autoptr (HopsoForm) form = reply != NULL ? hopso_form_new_from_reply (reply, NULL) : NULL;
  g_autoptr (GVariant) chosen = NULL;
  g_autoptr (GVariant) values = NULL;
  g_autoptr (GBytes) looks = NULL;
  g_autoptr (HopsoPdfSource) drawn = NULL;
  g_autoptr (HopsoPdfFillPlan) plan = NULL;
  g_autoptr (GBytes) appended = NULL;
  g_autoptr (GError) error = NULL;

  *n_fields = 0;
  if (form == NULL)
    return NULL;
  chosen = choose_values (form, text, n_fields);
  values = hopso_form_complete_values (form, chosen);
  if (*n_fields == 0 || !hopso_form_draw_values (form, values, &looks, NULL))
    return NULL;
  plan = hopso_pdf_fill_plan_read (values, NULL);
  g_assert_nonnull (plan);
  drawn = looks != NULL ? hopso_pdf_source_new_bytes (looks) : NULL;
  plan->looks = drawn;
  appended = hopso_pdf_prepare_filling (file, plan, &error);
  if (appended == NULL)
    {
      g_test_message ("refused: %s", error->message);
      return NULL;
    }
  hopso_pdf_check_filling (source, appended, plan, &error);
  g_assert_no_error (error);
  return g_steal_pointer (&appended);
}
