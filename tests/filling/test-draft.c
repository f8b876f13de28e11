/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a field takes, in words, and drafts: every step is undone and done again, and what was kept
 * comes back. */

#include "hopso-form-draft.h"
#include "hopso-pdf-fill.h"
#include "hopso-test-form.h"

static HopsoForm *
open_form (const char *entries)
{
  g_autoptr (GBytes) bytes = hopso_test_form_new (entries);
  g_autoptr (HopsoPdfSource) source = hopso_pdf_source_new_bytes (bytes);
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfFile) file = hopso_pdf_file_open (source, &error);
  g_autoptr (GVariant) reply = NULL;
  HopsoForm *form;

  g_assert_no_error (error);
  reply = hopso_pdf_file_describe_form (file, &error);
  g_assert_no_error (error);
  form = hopso_form_new_from_reply (reply, &error);
  g_assert_no_error (error);
  return form;
}

static void
assert_value (HopsoFormDraft *draft, const char *name, const char *value)
{
  const char *const *values = hopso_form_draft_get_values (draft, name);

  g_assert_cmpstr (values[0], ==, value);
}

static void
test_facts (void)
{
  g_autoptr (HopsoForm) form = open_form ("/XFA(x)/CO[10 0 R]");
  const HopsoFormField *name = hopso_form_find_field (form, "name");
  const HopsoFormField *address = hopso_form_find_field (form, "address");
  const HopsoFormField *number = hopso_form_find_field (form, "number");
  const HopsoFormField *town = hopso_form_find_field (form, "town");
  const HopsoFormField *remark = hopso_form_find_field (form, "remark");
  const HopsoFormPlace *place = name->places->pdata[0];

  g_assert_cmpuint (hopso_form_get_n_fields (form), ==, 10);
  g_assert_true (hopso_form_has_xfa (form) && hopso_form_calculates (form));
  g_assert_true (hopso_form_can_fill (form) && !hopso_form_is_signed (form));
  g_assert_cmpstr (hopso_form_field_get_title (name), ==, "Full name");
  g_assert_cmpint (place->page, ==, 0);
  g_assert_cmpfloat (place->box.y1, ==, 842 - 774);
  g_assert_cmpfloat (place->size, ==, 12);
  g_assert_cmpuint (place->colour, ==, 0x000099);
  g_assert_cmpstr (place->font, ==, "Helvetica");
  g_assert_cmpstr (address->values[0], ==, "1 Tráng Tiên");
  g_assert_true (address->has_lines && number->has_cells && town->is_combo);
  g_assert_cmpstr (town->option_words[0], ==, "Hà Nôi");
  g_assert_cmpint (((HopsoFormPlace *) remark->places->pdata[0])->page, ==, 1);
  g_assert_false (hopso_form_field_can_fill (hopso_form_find_field (form, "total")));
}

static void
test_words (void)
{
  static const struct
  {
    const char *name, *word, *value; /* no value: refused */
  } rows[] = {
    { "name", "Đỗ Thị Hẵn", "Đỗ Thị Hẵn" },
    { "name", "Do\xcc\x82\xcc\x83", "Dỗ" },
    { "name", "two\nlines", NULL },
    { "address", "two\nlines", "two\nlines" },
    { "number", "12345678", "12345678" },
    { "number", "123456789", NULL },
    { "agree", "có", "Yes" },
    { "agree", "TRUE", "Yes" },
    { "agree", "Yes", "Yes" },
    { "agree", "không", "Off" },
    { "agree", "maybe", NULL },
    { "side", "left", "left" },
    { "side", "off", "Off" },
    { "side", "yes", NULL },
    { "town", "hue", "hue" },
    { "town", "Sài Gòn", "sg" },
    { "town", "Vinh", NULL },
    { "job", "chair", "chair" },
    { "job", "thợ", "thợ" },
    { "total", "1", NULL },
  };
  g_autoptr (HopsoForm) form = open_form (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *const words[] = { rows[i].word, NULL };
      const HopsoFormField *field = hopso_form_find_field (form, rows[i].name);
      g_autoptr (GError) error = NULL;
      g_auto (GStrv) values = hopso_form_field_read_words (field, words, &error);

      g_test_message ("%s = %s", rows[i].name, rows[i].word);
      if (rows[i].value == NULL)
        {
          g_assert_null (values);
          g_assert_true (error != NULL && error->domain == HOPSO_FILLING_ERROR);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpstr (values[0], ==, rows[i].value);
    }
}

static void
count_cb (HopsoFormDraft *draft, const char *name, guint *n)
{
  (*n)++;
}

static void
test_undo (void)
{
  g_autoptr (HopsoForm) form = open_form (NULL);
  g_autoptr (HopsoFormDraft) draft = hopso_form_draft_new (form);
  guint n = 0;

  g_signal_connect (draft, "changed", G_CALLBACK (count_cb), &n);
  g_assert_true (hopso_form_draft_set_value (draft, "name", "A", NULL));
  g_assert_true (hopso_form_draft_set_value (draft, "name", "An", NULL));
  g_assert_true (hopso_form_draft_set_value (draft, "agree", "Yes", NULL));
  g_assert_true (hopso_form_draft_set_value (draft, "name", "An B", NULL));
  hopso_form_draft_end_step (draft);
  g_assert_true (hopso_form_draft_set_value (draft, "name", "An Bình", NULL));
  g_assert_false (hopso_form_draft_set_value (draft, "town", "Vinh", NULL));
  g_assert_cmpuint (n, ==, 5);
  g_assert_cmpstr (hopso_form_draft_undo (draft), ==, "name");
  assert_value (draft, "name", "An B");
  hopso_form_draft_undo (draft);
  assert_value (draft, "name", "An");
  g_assert_cmpstr (hopso_form_draft_undo (draft), ==, "agree");
  assert_value (draft, "agree", "Off");
  hopso_form_draft_undo (draft);
  assert_value (draft, "name", NULL);
  g_assert_false (hopso_form_draft_get_is_changed (draft));
  g_assert_null (hopso_form_draft_undo (draft));
  hopso_form_draft_redo (draft);
  hopso_form_draft_redo (draft);
  assert_value (draft, "name", "An");
  assert_value (draft, "agree", "Yes");
  /* What is done anew ends what was undone. */
  g_assert_true (hopso_form_draft_set_value (draft, "agree", "Off", NULL));
  g_assert_false (hopso_form_draft_get_can_redo (draft));
  assert_value (draft, "name", "An");
}

static void
test_kept (void)
{
  g_autoptr (HopsoForm) form = open_form (NULL);
  g_autoptr (HopsoFormDraft) draft = hopso_form_draft_new (form);
  g_autoptr (HopsoFormDraft) again = hopso_form_draft_new (form);
  const char *const days[] = { "one", "three", NULL };
  g_autoptr (GVariant) kept = NULL;
  g_autoptr (GVariant) foreign = g_variant_ref_sink (
      g_variant_new_parsed ("[('nobody', ['x']), ('town', ['Vinh']), ('name', ['An'])]"));

  g_assert_true (hopso_form_draft_set_value (draft, "name", "Đỗ", NULL));
  g_assert_true (hopso_form_draft_set_values (draft, "days", days, NULL));
  g_assert_true (hopso_form_draft_set_value (draft, "address", "1 Tráng Tiên", NULL));
  kept = g_variant_ref_sink (hopso_form_draft_to_variant (draft));
  g_assert_cmpuint (g_variant_n_children (kept), ==, 2);
  g_assert_cmpuint (hopso_form_draft_take_variant (again, kept), ==, 2);
  assert_value (again, "name", "Đỗ");
  g_assert_cmpstrv (hopso_form_draft_get_values (again, "days"), days);
  g_assert_false (hopso_form_draft_get_can_undo (again));
  g_assert_cmpuint (hopso_form_draft_take_variant (again, foreign), ==, 1);
}

static void
test_disbelieved (void)
{
  static const char *const replies[] = {
    "{'fields': <[('n','',uint32 9,uint32 0,uint32 0,uint32 0,@as [],@as [],@as [],'',"
    "@a(i(dddd)(dd)uussbub(sdudsiis)) [])]>}",
    "{'fields': <[('n','',uint32 1,uint32 0,uint32 0,uint32 0,@as [],['a'],@as [],'',"
    "@a(i(dddd)(dd)uussbub(sdudsiis)) [])]>}",
    "{'fields': <[('n','',uint32 1,uint32 0,uint32 0,uint32 0,@as [],@as [],@as [],'',"
    "[(0,(0.0,0.0,1.0,1.0),(1e9,1.0),uint32 0,uint32 0,'','',false,uint32 1,false,"
    "('',0.0,uint32 0,1.0,'S',-1,-1,''))])]>}",
    "{'fields': <[('n','',uint32 1,uint32 0,uint32 0,uint32 0,@as [],@as [],@as [],'',"
    "[(-7,(0.0,0.0,1.0,1.0),(1.0,1.0),uint32 0,uint32 0,'','',false,uint32 1,false,"
    "('',0.0,uint32 0,1.0,'S',-1,-1,''))])]>}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (replies); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GVariant) reply =
          g_variant_parse (G_VARIANT_TYPE_VARDICT, replies[i], NULL, NULL, &error);
      g_autoptr (HopsoForm) form = NULL;

      g_assert_no_error (error);
      form = hopso_form_new_from_reply (reply, &error);
      g_assert_null (form);
      g_assert_error (error, HOPSO_FILLING_ERROR, HOPSO_FILLING_ERROR_DOCUMENT);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/filling/form/facts", test_facts);
  g_test_add_func ("/filling/form/words", test_words);
  g_test_add_func ("/filling/form/disbelieved", test_disbelieved);
  g_test_add_func ("/filling/draft/undo", test_undo);
  g_test_add_func ("/filling/draft/kept", test_kept);
  return g_test_run ();
}
