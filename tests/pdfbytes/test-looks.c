/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How the author of a form wants its values to look (ISO 32000-2, 12.7.4.3, 12.5.6.19): font, size,
 * colours and borders as they are written, and as others write them wrongly. */

#include "prepare-world.h"

#include "hopso-pdf-fill.h"

typedef struct
{
  const char *field; /* rest of the widget */
  const char *form;  /* rest of the form */
  const char *look;  /* font, size, colour, border, its style and colour, background, caption */
} Row;

static char *
dup_look (const Row *row)
{
  g_autofree char *field = g_strdup_printf (
      "<</Type/Annot/Subtype/Widget/T(a)/FT/Tx/Rect[9 9 90 30]/P 3 0 R%s>>", row->field);
  g_autofree char *catalog =
      g_strdup_printf ("/AcroForm<</Fields[5 0 R]%s>>", row->form != NULL ? row->form : "");
  const PrepareShape shape = { .catalog = catalog, .page = "/Annots[5 0 R]", .objects = { field } };
  g_autoptr (GBytes) bytes = prepare_make_shape (&shape);
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfFile) file = prepare_open (bytes, NULL, &error);
  g_autoptr (GVariant) form = NULL;
  g_autoptr (GVariant) fields = NULL;
  g_autoptr (GVariant) one = NULL;
  g_autoptr (GVariant) places = NULL;
  g_autoptr (GVariant) place = NULL;
  g_autoptr (GVariant) look = NULL;

  g_assert_no_error (error);
  form = hopso_pdf_file_describe_form (file, &error);
  g_assert_no_error (error);
  fields = g_variant_lookup_value (form, "fields", NULL);
  one = g_variant_get_child_value (fields, 0);
  places = g_variant_get_child_value (one, g_variant_n_children (one) - 1);
  place = g_variant_get_child_value (places, 0);
  look = g_variant_get_child_value (place, g_variant_n_children (place) - 1);
  return g_variant_print (look, FALSE);
}

static void
try_rows (const Row *rows, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *look = dup_look (&rows[i]);

      g_test_message ("%s %s", rows[i].field, rows[i].form != NULL ? rows[i].form : "");
      g_assert_cmpstr (look, ==, rows[i].look);
    }
}

#define USUAL_END ", 1.0, 'S', -1, -1, '')"

static void
test_words (void)
{
  static const Row rows[] = {
    { "/DA(/Helv 12 Tf 0 g)", NULL, "('Helv', 12.0, 0" USUAL_END },
    { "/DA( /Helv\n 0  Tf\t1 0 0 rg )", NULL, "('Helv', 0.0, 16711680" USUAL_END },
    { "/DA(0.5 g /F 9 Tf)", NULL, "('F', 9.0, 8421504" USUAL_END },
    { "/DA(0 1 1 0 k /F 9 Tf)", NULL, "('F', 9.0, 16711680" USUAL_END },
    { "/DA(9 9 1 0 0 rg /F 9 Tf)", NULL, "('F', 9.0, 16711680" USUAL_END },
    { "/DA(-1 2 0 rg /F 9999 Tf)", NULL, "('F', 1000.0, 65280" USUAL_END },
    { "/DA(0 0 rg /F -9 Tf)", NULL, "('F', 0.0, 0" USUAL_END },
    { "/DA(x g /F x Tf)", NULL, "('F', 0.0, 0" USUAL_END },
    { "/DA(1e999 g F 9 Tf Tf)", NULL, "('', 0.0, 0" USUAL_END },
    { "", "/DA(/Form 8 Tf)", "('Form', 8.0, 0" USUAL_END },
    { "/DA 5", "/DA(/Form 8 Tf)", "('Form', 8.0, 0" USUAL_END },
    { "", NULL, "('', 0.0, 0" USUAL_END },
    { "/DA(/F 9 Tf)", "/DR<</Font<</F<</BaseFont/Times-Roman>>>>>>",
      "('Times-Roman', 9.0, 0" USUAL_END },
    { "/DA(/F 9 Tf)/DR<</Font<</F<</BaseFont/Courier>>>>>>", "/DR<</Font<</F<</BaseFont/A>>>>>>",
      "('Courier', 9.0, 0" USUAL_END },
    { "/DA(/F 9 Tf)", "/DR<</Font<</F<<>>>>>>", "('F', 9.0, 0" USUAL_END },
    { "/DA(/F 9 Tf)", "/DR<</Font[]>>", "('F', 9.0, 0" USUAL_END },
  };

  try_rows (rows, G_N_ELEMENTS (rows));
}

#define USUAL_BEGIN "('', 0.0, 0, "

static void
test_borders (void)
{
  static const Row rows[] = {
    { "/BS<</W 3/S/D>>", NULL, USUAL_BEGIN "3.0, 'D', -1, -1, '')" },
    { "/BS<</W 3/S/Bevelled>>", NULL, USUAL_BEGIN "3.0, 'B', -1, -1, '')" },
    { "/BS<</S/Other>>", NULL, USUAL_BEGIN "1.0, 'S', -1, -1, '')" },
    { "/BS<</S(D)/W/A>>", NULL, USUAL_BEGIN "1.0, 'S', -1, -1, '')" },
    { "/BS<</W 99>>", NULL, USUAL_BEGIN "20.0, 'S', -1, -1, '')" },
    { "/BS<</W -1>>", NULL, USUAL_BEGIN "0.0, 'S', -1, -1, '')" },
    { "/Border[0 0 2]", NULL, USUAL_BEGIN "2.0, 'S', -1, -1, '')" },
    { "/Border[0 0]", NULL, USUAL_BEGIN "1.0, 'S', -1, -1, '')" },
    { "/Border[0 0 2]/BS<</W 4>>", NULL, USUAL_BEGIN "4.0, 'S', -1, -1, '')" },
    { "/MK<</BC[1]/BG[0 1 0]/CA(x)>>", NULL, USUAL_BEGIN "1.0, 'S', 16777215, 65280, 'x')" },
    { "/MK<</BC[0 0 0 1]/BG[]>>", NULL, USUAL_BEGIN "1.0, 'S', 0, -1, '')" },
    { "/MK<</BC[0 0 0 1 1]/BG[1 1]>>", NULL, USUAL_BEGIN "1.0, 'S', -1, -1, '')" },
    { "/MK<</BC[/A]/BG 5>>", NULL, USUAL_BEGIN "1.0, 'S', -1, -1, '')" },
    { "/MK[]", NULL, USUAL_BEGIN "1.0, 'S', -1, -1, '')" },
  };

  try_rows (rows, G_N_ELEMENTS (rows));
}

/* What a script would compute stays as it is when we fill in: people are told. */
static void
test_calculations (void)
{
  static const struct
  {
    const char *field;
    const char *form;
    gboolean calculates;
  } rows[] = {
    { "/AA<</K<<>>>>", "", TRUE }, { "/AA<</C<<>>>>", "", TRUE }, { "/AA<</E<<>>>>", "", FALSE },
    { "/AA 5", "", FALSE },        { "", "/CO[5 0 R]", TRUE },    { "", "/CO[]", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *field = g_strdup_printf ("<</T(a)/FT/Tx%s>>", rows[i].field);
      g_autofree char *catalog = g_strdup_printf ("/AcroForm<</Fields[5 0 R]%s>>", rows[i].form);
      const PrepareShape shape = { .catalog = catalog, .page = "", .objects = { field } };
      g_autoptr (GBytes) bytes = prepare_make_shape (&shape);
      g_autoptr (HopsoPdfFile) file = prepare_open (bytes, NULL, NULL);
      g_autoptr (GVariant) form = hopso_pdf_file_describe_form (file, NULL);
      gboolean calculates = FALSE;

      g_assert_true (g_variant_lookup (form, "calculates", "b", &calculates));
      g_assert_cmpint (calculates, ==, rows[i].calculates);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define ADD(name, function) g_test_add_func ("/pdfbytes/looks/" name, function)
  ADD ("words", test_words);
  ADD ("borders", test_borders);
  ADD ("calculations", test_calculations);
  return g_test_run ();
}
