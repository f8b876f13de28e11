/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The program as a script sees it: its exit status and what it prints. */

#include "hopso-cli.h"

#include <sys/wait.h>

static int
run (char **out, const char *arguments)
{
  g_autofree char *line = g_strdup_printf ("%s %s", g_getenv ("HOPSOCTL"), arguments);
  g_autofree char *complaints = NULL;
  g_autoptr (GError) error = NULL;
  int status = 0;

  g_spawn_command_line_sync (line, out, &complaints, &status, &error);
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (status));
  return WEXITSTATUS (status);
}

static void
test_help_lists_the_commands (void)
{
  g_autofree char *out = NULL;

  g_assert_cmpint (run (&out, "--help"), ==, HOPSO_CLI_YES);
  g_assert_nonnull (strstr (out, "doctor"));
}

static void
test_unknown_commands_are_usage_errors (void)
{
  g_autofree char *out = NULL;

  g_assert_cmpint (run (&out, "no-such-command"), ==, HOPSO_CLI_USAGE);
  g_assert_cmpstr (out, ==, "");
}

static void
test_doctor_speaks_json (void)
{
  g_autofree char *out = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  int status = run (&out, "doctor --json");
  gboolean is_complete = TRUE;

  g_assert_true (json_parser_load_from_data (parser, out, -1, NULL));

  JsonArray *checks = json_node_get_array (json_parser_get_root (parser));
  g_assert_cmpuint (json_array_get_length (checks), >, 5);
  for (guint i = 0; i < json_array_get_length (checks); i++)
    {
      JsonObject *check = json_array_get_object_element (checks, i);

      g_assert_nonnull (json_object_get_string_member (check, "id"));
      is_complete = is_complete && json_object_get_boolean_member (check, "found");
    }
  g_assert_cmpint (status, ==, is_complete ? HOPSO_CLI_YES : HOPSO_CLI_NO);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/hopsoctl/help-lists-the-commands", test_help_lists_the_commands);
  g_test_add_func ("/cli/hopsoctl/unknown-commands-are-usage-errors",
                   test_unknown_commands_are_usage_errors);
  g_test_add_func ("/cli/hopsoctl/doctor-speaks-json", test_doctor_speaks_json);
  return g_test_run ();
}
