/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Names that somebody made to be something else than they look like. */

#include "hopso-name.h"

#include <string.h>

#define RLO "\xe2\x80\xae"
#define PDI "\xe2\x81\xa9"

static void
test_what_cannot_be_seen_goes (void)
{
  static const char *const cases[][2] = {
    { "Tờ trình số 5/TTr-UBND", "Tờ trình số 5/TTr-UBND" },
    { "", "" },
    { "hai\ndòng\tvà cột", "hai\ndòng\tvà cột" },
    { "\x1b[2J\x1b]0;title\x07"
      "bye",
      "[2J]0;titlebye" },
    { "a\rb\x7f"
      "c\xc2\x9b"
      "d",
      "abcd" },
    { "invoice" RLO "fdp.exe", "invoicefdp.exe" },
    { "a" PDI "b\xe2\x80\x8b"
      "c\xef\xbb\xbf"
      "d\xe2\x80\xa8",
      "abcd" },
    { "half\xe2", "half\xef\xbf\xbd" },
    { "\xff", "\xef\xbf\xbd" },
    { "\xf3\xa0\x81\xa1"
      "x",
      "x" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *clean = hopso_name_clean (cases[i][0]);
      g_autofree char *again = hopso_name_clean (clean);

      g_assert_cmpstr (clean, ==, cases[i][1]);
      g_assert_cmpstr (again, ==, clean);
    }
}

static void
test_a_file_stays_where_it_is_put (void)
{
  static const char *const cases[][2] = {
    { "to-trinh.pdf", "to-trinh.pdf" },
    { "Tờ trình số 5.pdf", "Tờ trình số 5.pdf" },
    { "/etc/passwd", "passwd" },
    { "../../.bashrc", "bashrc" },
    { "..\\..\\boot.ini", "boot.ini" },
    { "C:\\Windows\\x.dll", "x.dll" },
    { "C:evil.pdf", "C_evil.pdf" },
    { "a.pdf:stream", "a.pdf_stream" },
    { "..", "giấy.pdf" },
    { ".", "giấy.pdf" },
    { "", "giấy.pdf" },
    { "thư mục/", "giấy.pdf" },
    { " . . ", "giấy.pdf" },
    { "-rf", "_-rf" },
    { "CON", "_CON" },
    { "nul.pdf", "_nul.pdf" },
    { "Com1.tar.gz", "_Com1.tar.gz" },
    { "aux .pdf", "_aux .pdf" },
    { "console.pdf", "console.pdf" },
    { "com10.pdf", "com10.pdf" },
    { "x.pdf. . .", "x.pdf" },
    { "two\nlines.pdf", "two_lines.pdf" },
    { "what?<>|*.pdf", "what_____.pdf" },
    { "thư" RLO "fdp.exe", "thưfdp.exe" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = hopso_name_for_file (cases[i][0], "giấy.pdf");
      g_autofree char *again = hopso_name_for_file (name, "giấy.pdf");

      g_assert_cmpstr (name, ==, cases[i][1]);
      g_assert_cmpstr (again, ==, name);
    }
  g_autofree char *none = hopso_name_for_file (NULL, "giấy.pdf");
  g_assert_cmpstr (none, ==, "giấy.pdf");
}

static void
test_a_long_name_keeps_its_ending (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < 5000; i++)
    g_string_append (text, "ữ");
  g_string_append (text, ".pdf");
  g_autofree char *name = hopso_name_for_file (text->str, "x");
  g_assert_cmpuint (strlen (name), <=, HOPSO_NAME_MAX_FILE);
  g_assert_true (g_utf8_validate (name, -1, NULL));
  g_assert_true (g_str_has_suffix (name, "ữ.pdf"));

  g_string_insert_c (text, 0, '.');
  g_string_append (text, text->str);
  g_autofree char *dots = hopso_name_for_file (text->str, "x");
  g_assert_cmpuint (strlen (dots), <=, HOPSO_NAME_MAX_FILE);
  g_assert_true (g_utf8_validate (dots, -1, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/name/what-cannot-be-seen-goes", test_what_cannot_be_seen_goes);
  g_test_add_func ("/base/name/a-file-stays-where-it-is-put", test_a_file_stays_where_it_is_put);
  g_test_add_func ("/base/name/a-long-name-keeps-its-ending", test_a_long_name_keeps_its_ending);
  return g_test_run ();
}
