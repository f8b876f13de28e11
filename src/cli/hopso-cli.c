/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The frame of hopsoctl: finds the command, reads its options, prints its errors and its JSON, and
 * runs asynchronous calls to their end. It knows no command. Main thread. */

#include "hopso-cli.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <signal.h>

struct _HopsoCliCall
{
  GMainContext *context;     /* owned */
  GCancellable *cancellable; /* owned */
  GAsyncResult *result;      /* owned, nullable: still running */
  guint interrupt;           /* source id */
};

static void
print_help (const HopsoCliCommand *commands)
{
  g_print ("%s\n  hopsoctl %s\n\n%s\n", _ ("Usage:"), _ ("COMMAND [OPTION…] [ARGUMENT…]"),
           _ ("Commands:"));
  for (const HopsoCliCommand *command = commands; command->name != NULL; command++)
    g_print ("  %-12s %s\n", command->name, _ (command->summary));
  g_print ("\n%s\n%s\n", _ ("“hopsoctl COMMAND --help” tells more about one of them."),
           _ ("Exit status: 0 done or yes, 1 no, 2 wrong command line, 3 failed, "
              "4 cannot be determined."));
}

/**
 * hopso_cli_main:
 * @commands: (array zero-terminated=1): the commands; the last one has no name
 * @argc: of the program
 * @argv: of the program
 *
 * Returns: the program's exit status
 */
int
hopso_cli_main (const HopsoCliCommand *commands, int argc, char **argv)
{
  hopso_cli_guard_terminal ();
  if (argc < 2)
    {
      print_help (commands);
      return HOPSO_CLI_USAGE;
    }
  if (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h") ||
      g_str_equal (argv[1], "help"))
    {
      print_help (commands);
      return HOPSO_CLI_YES;
    }
  if (g_str_equal (argv[1], "--version"))
    {
      g_print ("hopsoctl %s\n", HOPSO_VERSION);
      return HOPSO_CLI_YES;
    }
  for (const HopsoCliCommand *command = commands; command->name != NULL; command++)
    if (g_str_equal (argv[1], command->name))
      return command->run (argc - 1, argv + 1);

  g_autofree char *message = g_strdup_printf (_ ("There is no command “%s”"), argv[1]);
  return hopso_cli_fail_usage (message);
}

/**
 * hopso_cli_parse:
 * @usage: what belongs on the command line
 * @entries: (array zero-terminated=1): its options
 * @argc: (inout): of the command; afterwards without options
 * @argv: (inout): of the command; afterwards without options
 *
 * Reads the options. Asked for help, prints it and ends the program.
 *
 * Returns: %FALSE when the command must return %HOPSO_CLI_USAGE; the reason was printed
 */
gboolean
hopso_cli_parse (const HopsoCliUsage *usage, const GOptionEntry *entries, int *argc, char ***argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (_ (usage->arguments));
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_strdup_printf ("hopsoctl %s", (*argv)[0]);

  g_set_prgname (name);
  g_option_context_set_summary (context, _ (usage->summary));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, argc, argv, &error))
    {
      hopso_cli_fail_usage (error->message);
      return FALSE;
    }
  if (*argc > 1 && g_str_equal ((*argv)[1], "--"))
    {
      (*argv)++;
      (*argc)--;
    }
  if (*argc - 1 < usage->min || *argc - 1 > usage->max)
    {
      g_autofree char *help = g_option_context_get_help (context, TRUE, NULL);

      g_printerr ("%s", help);
      return FALSE;
    }
  return TRUE;
}

/**
 * hopso_cli_fail:
 * @error: what happened
 *
 * Returns: %HOPSO_CLI_FAILED, after telling people why
 */
int
hopso_cli_fail (const GError *error)
{
  g_printerr ("hopsoctl: %s\n", error->message);
  return HOPSO_CLI_FAILED;
}

/**
 * hopso_cli_fail_usage:
 * @message: what is wrong with the command line
 *
 * Returns: %HOPSO_CLI_USAGE, after telling people why
 */
int
hopso_cli_fail_usage (const char *message)
{
  g_printerr ("hopsoctl: %s\n%s\n", message, _ ("“hopsoctl --help” lists the commands."));
  return HOPSO_CLI_USAGE;
}

/**
 * hopso_cli_print_json:
 * @builder: (transfer none): a builder whose value is complete
 *
 * Prints it for programs, on lines of its own.
 */
void
hopso_cli_print_json (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = json_to_string (root, TRUE);

  g_print ("%s\n", text);
}

static gboolean
interrupt_cb (gpointer user_data)
{
  HopsoCliCall *self = user_data;

  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_CONTINUE;
}

/**
 * hopso_cli_call_new:
 *
 * Returns: (transfer full): a call that has not begun
 */
HopsoCliCall *
hopso_cli_call_new (void)
{
  HopsoCliCall *self = g_new0 (HopsoCliCall, 1);

  self->context = g_main_context_ref_thread_default ();
  self->cancellable = g_cancellable_new ();
  self->interrupt = g_unix_signal_add (SIGINT, interrupt_cb, self);
  return self;
}

/**
 * hopso_cli_call_get_cancellable:
 *
 * Returns: (transfer none): what Ctrl+C cancels
 */
GCancellable *
hopso_cli_call_get_cancellable (HopsoCliCall *self)
{
  return self->cancellable;
}

/**
 * hopso_cli_call_done_cb:
 * @user_data: the #HopsoCliCall
 *
 * The callback to give to the asynchronous function.
 */
void
hopso_cli_call_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HopsoCliCall *self = user_data;

  g_set_object (&self->result, result);
}

/**
 * hopso_cli_call_wait:
 *
 * Runs the main context until the call has ended. Afterwards another call may begin.
 *
 * Returns: (transfer full): what the finish function wants
 */
GAsyncResult *
hopso_cli_call_wait (HopsoCliCall *self)
{
  while (self->result == NULL)
    g_main_context_iteration (self->context, TRUE);
  return g_steal_pointer (&self->result);
}

/**
 * hopso_cli_call_free:
 * @self: (transfer full): a call that is not running
 */
void
hopso_cli_call_free (HopsoCliCall *self)
{
  g_source_remove (self->interrupt);
  g_clear_object (&self->result);
  g_object_unref (self->cancellable);
  g_main_context_unref (self->context);
  g_free (self);
}
