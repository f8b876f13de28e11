/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hopso-office-host: has LibreOffice's library convert one document, in a process that has locked
 * itself before the library is loaded: no network, no other process, nothing of the person's
 * files; what LibreOffice brings and the fonts for reading, one private folder for writing. It
 * tells its parent on standard output how far it is, one byte each, and dies with it.
 *
 * hopso-office-host PROGRAM-FOLDER PRIVATE-FOLDER INPUT FILTER MEMORY-MIB SECONDS FILE-MIB */

#include "hopso-hardening.h"
#include "hopso-office-host-private.h"
#include "hopso-office-library-private.h"
#include "hopso-sandbox.h"

#include <dlfcn.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

#define MIB (G_GUINT64_CONSTANT (1024) * 1024)

/* What a program of the desktop reads to compute and to write letters. */
static const char *const readable[] = {
  "/etc/fonts",
  "/etc/ld.so.cache",
  "/etc/libreoffice",
  "/etc/localtime",
  "/dev/null",
  "/dev/urandom",
  "/lib",
  "/lib64",
  "/usr/lib",
  "/usr/lib64",
  "/usr/local/share/fonts",
  "/usr/share",
  "/var/cache/fontconfig",
  "/var/lib/libreoffice",
  "/var/spool/libreoffice",
  NULL,
};

typedef struct
{
  const char *program_folder;
  const char *folder;
  const char *input;
  const char *filter;
} Order;

/* The application learns from a byte what it can tell people, and nothing else is believed. */
static void
tell (guint8 byte)
{
  if (write (STDOUT_FILENO, &byte, 1) != 1)
    _exit (HOPSO_OFFICE_FAILED);
}

static void
office_cb (int type, const char *payload, void *data)
{
  if (type == HOPSO_OFFICE_CB_PASSWORD || type == HOPSO_OFFICE_CB_PASSWORD_TO_EDIT)
    _exit (HOPSO_OFFICE_PROTECTED);
  if (type == HOPSO_OFFICE_CB_PROGRESS && payload != NULL)
    tell ((guint8) CLAMP (g_ascii_strtoll (payload, NULL, 10), 0, 100));
}

/* Nothing of the person's surroundings. */
static gboolean
set_surroundings (const char *folder)
{
  const char *const variables[][2] = {
    { "HOME", folder },           { "TMPDIR", folder },
    { "XDG_CACHE_HOME", folder }, { "XDG_CONFIG_HOME", folder },
    { "XDG_DATA_HOME", folder },  { "XDG_RUNTIME_DIR", folder },
    { "LC_ALL", "C.UTF-8" },      { "SAL_USE_VCLPLUGIN", "svp" },
  };

  if (chdir (folder) != 0 || clearenv () != 0)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (variables); i++)
    {
      if (setenv (variables[i][0], variables[i][1], 1) != 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
lock_down (char **limits, const char *folder)
{
  const HopsoSandboxPolicy policy = {
    .readable_folders = readable,
    .writable_folder = folder,
    .max_address_space = g_ascii_strtoull (limits[0], NULL, 10) * MIB,
    .max_seconds = (guint) g_ascii_strtoull (limits[1], NULL, 10),
    .max_file_size = g_ascii_strtoull (limits[2], NULL, 10) * MIB,
  };
  g_autoptr (GError) error = NULL;

  if (hopso_sandbox_enter (&policy, &error))
    return TRUE;
  g_printerr ("%s\n", error->message);
  return FALSE;
}

static HopsoOffice *
load_office (const Order *order)
{
  static const char *const names[] = { "libmergedlo.so", "libsofficeapp.so" };
  g_autofree char *profile = g_strdup_printf ("file://%s/profile", order->folder);
  void *library = NULL;
  HopsoOfficeHook hook;

  for (gsize i = 0; library == NULL && i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (order->program_folder, names[i], NULL);

      library = dlopen (path, RTLD_LAZY);
    }
  hook = library == NULL ? NULL : (HopsoOfficeHook) dlsym (library, HOPSO_OFFICE_HOOK);
  return hook == NULL ? NULL : hook (order->program_folder, profile);
}

/* Its own words are for whoever looks for a fault in HopSo; nobody else is shown them. */
static HopsoOfficeExit
refuse (HopsoOffice *office)
{
  const char *words = office->table->get_error (office);

  g_printerr ("%s\n", words == NULL ? "no reason" : words);
  return HOPSO_OFFICE_BROKEN;
}

/* LibreOffice keeps threads and does not like to be torn down: the process ends without. */
static HopsoOfficeExit
convert (const Order *order)
{
  g_autofree char *input = g_strdup_printf ("file://%s/%s", order->folder, order->input);
  g_autofree char *output = g_strdup_printf ("file://%s/" HOPSO_OFFICE_OUTPUT, order->folder);
  HopsoOffice *office = load_office (order);
  HopsoOfficeDocument *document;

  if (office == NULL)
    return HOPSO_OFFICE_FAILED;
  office->table->set_optional_features (office, HOPSO_OFFICE_ASKS_PASSWORD |
                                                    HOPSO_OFFICE_ASKS_PASSWORD_TO_EDIT);
  office->table->register_callback (office, office_cb, NULL);
  tell (HOPSO_OFFICE_LOADING);
  document = office->table->load_document (
      office, input, "MacroSecurityLevel=3,EnableMacrosExecution=false,Language=vi-VN");
  if (document == NULL)
    return refuse (office);
  tell (HOPSO_OFFICE_WRITING);
  if (document->table->save_as (document, output, "pdf", order->filter) == 0)
    return refuse (office);
  return HOPSO_OFFICE_DONE;
}

int
main (int argc, char **argv)
{
  const pid_t parent = getppid ();

  if (argc != 8)
    return HOPSO_OFFICE_FAILED;

  const Order order = { argv[1], argv[2], argv[3], argv[4] };
  /* Its own group, so that all of it can be ended at once. */
  if (setpgid (0, 0) != 0 || prctl (PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid () != parent ||
      !set_surroundings (order.folder))
    return HOPSO_OFFICE_FAILED;
  hopso_hardening_begin ();
  if (!lock_down (argv + 5, order.folder))
    return HOPSO_OFFICE_FAILED;
  _exit (convert (&order));
}
