/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lists of accounts: a table that is taken has rows of one length, and written out again with
 * every field quoted it is the same table. */

#include "fuzz.h"
#include "hopso-server-csv.h"

#include <string.h>

static void
append_quoted (GString *text, const char *field)
{
  g_string_append_c (text, '"');
  for (; *field != '\0'; field++)
    {
      if (*field == '"')
        g_string_append_c (text, '"');
      g_string_append_c (text, *field);
    }
  g_string_append_c (text, '"');
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize size)
{
  static const char *const columns[] = { "login", "name" };
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoServerCsv) table = hopso_server_csv_parse ((const char *) bytes, size, &error);

  g_assert_true ((table == NULL) == (error != NULL));
  if (table == NULL)
    return 0;

  g_autoptr (GString) text = g_string_new ("login,name\r\n");
  for (guint row = 0; row < hopso_server_csv_count (table); row++)
    for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
      {
        const char *field = hopso_server_csv_get (table, row, columns[i]);

        if (field == NULL)
          return 0;
        g_assert_true (g_utf8_validate (field, -1, NULL));
        append_quoted (text, field);
        g_string_append (text, i == 0 ? "," : "\r\n");
      }

  g_autoptr (HopsoServerCsv) again = hopso_server_csv_parse (text->str, text->len, NULL);
  g_assert_nonnull (again);
  g_assert_cmpuint (hopso_server_csv_count (again), ==, hopso_server_csv_count (table));
  for (guint row = 0; row < hopso_server_csv_count (table); row++)
    for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
      g_assert_cmpstr (hopso_server_csv_get (again, row, columns[i]), ==,
                       hopso_server_csv_get (table, row, columns[i]));
  return 0;
}
