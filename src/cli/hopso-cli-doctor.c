/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hopsoctl doctor: what HopSo needs from this machine, and what to do where it is missing. Looks
 * only; nothing is changed. */

#include "hopso-cli-commands.h"

#include "hopso-cli-doctor-looks.h"
#include "hopso-cli.h"
#include "hopso-token-monitor.h"
#include "hopso-typeset-font.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <sys/syscall.h>
#include <unistd.h>

typedef struct
{
  const char *id;
  const char *name; /* N_() */
  gboolean (*look) (char **detail);
  const char *advice; /* N_() */
} Check;

static gboolean
look_for_tls (char **detail)
{
  GTlsBackend *backend = g_tls_backend_get_default ();

  *detail = g_strdup (G_OBJECT_TYPE_NAME (backend));
  return g_tls_backend_supports_tls (backend);
}

static gboolean
has_name (GDBusConnection *bus, const char *method, const char *name)
{
  g_autoptr (GVariant) reply = g_dbus_connection_call_sync (
      bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", method, NULL,
      G_VARIANT_TYPE ("(as)"), G_DBUS_CALL_FLAGS_NONE, 5000, NULL, NULL);
  g_autofree const char **names = NULL;

  if (reply == NULL)
    return FALSE;
  g_variant_get (reply, "(^a&s)", &names);
  return g_strv_contains (names, name);
}

static gboolean
look_for_secret_service (char **detail)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  const char *name = "org.freedesktop.secrets";

  if (bus == NULL)
    {
      *detail = g_strdup (error->message);
      return FALSE;
    }
  *detail = g_strdup (name);
  return has_name (bus, "ListNames", name) || has_name (bus, "ListActivatableNames", name);
}

/* What a module is called, by its own word if it has one. */
static char *
describe_module (const HopsoTokenModuleInfo *info)
{
  g_autofree char *name = g_path_get_basename (info->file);

  if (info->error != NULL)
    return g_strdup_printf (_ ("%s (does not answer)"), name);
  return *info->description != '\0' ? g_strdup_printf ("%s (%s)", info->description, name)
                                    : g_steal_pointer (&name);
}

/* The modules of every source: p11-kit's, the lists of vendors', the administrator's and the
 * person's own. Each is asked in a process of its own. */
static gboolean
look_for_tokens (char **detail)
{
  g_autoptr (HopsoTokenMonitor) monitor = hopso_token_monitor_new (NULL);
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) modules = NULL;
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;
  gboolean is_found = FALSE;

  hopso_token_monitor_refresh_async (monitor, hopso_cli_call_get_cancellable (call),
                                     hopso_cli_call_done_cb, call);
  result = hopso_cli_call_wait (call);
  hopso_token_monitor_refresh_finish (monitor, result, NULL);
  modules = hopso_token_monitor_dup_modules (monitor);
  for (guint i = 0; i < modules->len; i++)
    {
      const HopsoTokenModuleInfo *info = modules->pdata[i];
      g_autofree char *words = describe_module (info);

      g_strv_builder_add (names, words);
      is_found = is_found || info->error == NULL;
    }
  all = g_strv_builder_end (names);
  *detail = g_strjoinv (", ", all);
  return is_found;
}

static gboolean
look_for_program (const char *name, char **detail)
{
  const char *variable = g_getenv ("HOPSO_LIBEXEC_DIR");
  g_auto (GStrv) folders = g_strsplit (variable != NULL ? variable : HOPSO_LIBEXECDIR, ":", -1);

  for (guint i = 0; folders[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (folders[i], name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_EXECUTABLE))
        {
          *detail = g_steal_pointer (&path);
          return TRUE;
        }
    }
  *detail = g_strdup (name);
  return FALSE;
}

static gboolean
look_for_renderer (char **detail)
{
  return look_for_program ("hopso-pdf-render", detail);
}

static gboolean
look_for_inspector (char **detail)
{
  return look_for_program ("hopso-pdf-inspect", detail);
}

static gboolean
look_for_token_host (char **detail)
{
  return look_for_program ("hopso-token-host", detail);
}

/* landlock_create_ruleset() with flag 1 tells the version of the kernel's interface. */
static gboolean
look_for_landlock (char **detail)
{
  long version = syscall (SYS_landlock_create_ruleset, NULL, 0, 1);

  *detail = g_strdup_printf ("Landlock %ld", MAX (version, 0L));
  return version >= 1;
}

static gboolean
look_for_seccomp (char **detail)
{
  g_autofree char *actions = NULL;

  if (!g_file_get_contents ("/proc/sys/kernel/seccomp/actions_avail", &actions, NULL, NULL))
    return FALSE;
  *detail = g_strdup (g_strstrip (actions));
  return strstr (actions, "errno") != NULL;
}

static gboolean
look_for_fonts (char **detail)
{
  const char *family = NULL;
  gboolean is_here = hopso_typeset_has_font (&family);

  *detail = g_strdup (family);
  return is_here;
}

static const Check checks[] = {
  { "tls", N_ ("Secure connections"), look_for_tls, N_ ("Install the package glib-networking.") },
  { "keyring", N_ ("Keyring for keys and sign-in"), look_for_secret_service,
    N_ ("Install gnome-keyring, or sign in with a passphrase of your own.") },
  { "tokens", N_ ("Drivers of signing tokens"), look_for_tokens,
    N_ ("Install the driver that came with the USB token.") },
  { "token-host", N_ ("Separate process for token drivers"), look_for_token_host,
    N_ ("Install HopSo again: a part of it is missing.") },
  { "renderer", N_ ("Process that draws pages"), look_for_renderer,
    N_ ("Install HopSo again: a part of it is missing.") },
  { "inspector", N_ ("Process that examines documents"), look_for_inspector,
    N_ ("Install HopSo again: a part of it is missing.") },
  { "verify", N_ ("Examination of a document from start to end"), hopso_cli_look_for_verification,
    N_ ("Install HopSo again: a part of it is missing.") },
  { "trust", N_ ("Authorities that are relied on"), hopso_cli_look_for_trust,
    N_ ("Add the official roots: “hopsoctl trust add”, or the menu “Trusted authorities”.") },
  { "store", N_ ("Room for meetings and papers"), hopso_cli_look_for_store,
    N_ ("Free some space, and see that the folder belongs to you.") },
  { "fonts", N_ ("Typeface of official documents"), look_for_fonts,
    N_ ("Install the package fonts-liberation2.") },
  { "landlock", N_ ("File lock of those processes"), look_for_landlock,
    N_ ("Start a kernel with Landlock enabled (Debian 12 has it).") },
  { "seccomp", N_ ("System call filter of those processes"), look_for_seccomp,
    N_ ("Start a kernel with seccomp filters enabled.") },
};

static void
print_check (const Check *check, gboolean is_found, const char *detail)
{
  g_print ("%s  %s", is_found ? "✓" : "✕", _ (check->name));
  if (detail != NULL)
    g_print (" (%s)", detail);
  if (!is_found)
    g_print ("\n   %s", _ (check->advice));
  g_print ("\n");
}

static void
add_check (JsonBuilder *builder, const Check *check, gboolean is_found, const char *detail)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "id");
  json_builder_add_string_value (builder, check->id);
  json_builder_set_member_name (builder, "found");
  json_builder_add_boolean_value (builder, is_found);
  json_builder_set_member_name (builder, "detail");
  json_builder_add_string_value (builder, detail != NULL ? detail : "");
  json_builder_end_object (builder);
}

/**
 * hopso_cli_run_doctor:
 *
 * Returns: %HOPSO_CLI_YES when nothing is missing, %HOPSO_CLI_NO when something is
 */
int
hopso_cli_run_doctor (int argc, char **argv)
{
  const HopsoCliUsage usage = { NULL, N_ ("Say what is missing on this machine"), 0, 0 };
  gboolean as_json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_ ("Print JSON"), NULL },
    { NULL },
  };
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  gboolean is_complete = TRUE;

  if (!hopso_cli_parse (&usage, entries, &argc, &argv))
    return HOPSO_CLI_USAGE;
  json_builder_begin_array (builder);
  for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
    {
      g_autofree char *detail = NULL;
      gboolean is_found = checks[i].look (&detail);

      is_complete = is_complete && is_found;
      add_check (builder, &checks[i], is_found, detail);
      if (!as_json)
        print_check (&checks[i], is_found, detail);
    }
  json_builder_end_array (builder);
  if (as_json)
    hopso_cli_print_json (builder);
  return is_complete ? HOPSO_CLI_YES : HOPSO_CLI_NO;
}
