/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which modules we find at all: p11-kit's configuration, the machine's lists, and the person's
 * own, which prove themselves first. */

#include "hopso-token-own.h"
#include "hopso-token-spec-private.h"
#include "test-token-common.h"

#include <glib/gstdio.h>
#include <unistd.h>

static const HopsoTokenSpec *
get (GPtrArray *specs, guint i)
{
  return g_ptr_array_index (specs, i);
}

static void
write_file (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_mkdir_with_parents (folder, 0700);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
test_reads_the_configuration_of_p11_kit (void)
{
  g_autofree char *user = g_build_filename (g_get_user_config_dir (), "mine", NULL);
  g_autofree char *system = g_build_filename (g_get_user_config_dir (), "theirs", NULL);
  const char *const folders[] = { user, system, "/nowhere", NULL };

  write_file (user, "b.module", "module: /user/b.so\n");
  write_file (system, "b.module", "module: /system/b.so\n");
  write_file (system, "a.module", "# a vendor's\n  module:/opt/a.so  \nmanaged: yes\n");
  write_file (system, "c.module", "module: relative.so\n");
  write_file (system, "d.module", "module: trust.so\ntrust-policy: yes\n");
  write_file (system, "e.module", "module: /x/e.so\ndisable-in: firefox, hopso\n");
  write_file (system, "f.module", "module: /x/f.so\nenable-in: firefox\n");
  write_file (system, "g.module", "module: /x/g.so\nenable-in: hopso\n");
  write_file (system, "h.module", "remote: |ssh far p11-kit remote\n");
  write_file (system, "i.module", "no colon\nmodule:\n");
  write_file (system, "j.txt", "module: /x/j.so\n");
  write_file (system, "k.module", "module: /x/k.so\nx-init-reserved: configdir='sql:/k'\n");

  g_autoptr (GPtrArray) specs = hopso_token_specs_new ();
  hopso_token_specs_add_configured (specs, folders);
  g_assert_cmpuint (specs->len, ==, 5);
  g_assert_cmpstr (get (specs, 0)->file, ==, "/user/b.so");
  g_assert_cmpstr (get (specs, 1)->file, ==, "/opt/a.so");
  g_assert_true (g_path_is_absolute (get (specs, 2)->file));
  g_assert_true (g_str_has_suffix (get (specs, 2)->file, "/relative.so"));
  g_assert_cmpstr (get (specs, 3)->file, ==, "/x/g.so");
  g_assert_null (get (specs, 3)->arguments);
  g_assert_cmpstr (get (specs, 4)->arguments, ==, "configdir='sql:/k'");
}

static void
test_a_list_names_what_the_machine_has (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_config_dir (), "libraries", NULL);
  g_autofree char *one = g_build_filename (folder, "one.so", NULL);
  g_autofree char *alias = g_build_filename (folder, "alias.so", NULL);
  g_autofree char *two = g_build_filename (folder, "two.so", NULL);
  g_autofree char *list = g_build_filename (folder, "list.conf", NULL);
  g_autofree char *text = g_strdup_printf (
      "# vendors\n\n one.so\nmissing.so\n../one.so\n/nowhere/x.so\nalias.so\n%s\n", two);
  const char *const folders[] = { "/nowhere", folder, NULL };
  g_autoptr (GPtrArray) specs = hopso_token_specs_new ();

  write_file (folder, "one.so", "");
  write_file (folder, "two.so", "");
  write_file (folder, "list.conf", text);
  g_assert_cmpint (symlink (one, alias), ==, 0);
  hopso_token_specs_add_list (specs, "/nowhere/list.conf", folders, HOPSO_TOKEN_SOURCE_LIST, FALSE);
  g_assert_cmpuint (specs->len, ==, 0);
  hopso_token_specs_add_list (specs, list, folders, HOPSO_TOKEN_SOURCE_LIST, FALSE);
  g_assert_cmpuint (specs->len, ==, 2);
  g_assert_cmpstr (get (specs, 0)->file, ==, one);
  g_assert_cmpstr (get (specs, 1)->file, ==, two);
  g_assert_cmpint (get (specs, 1)->source, ==, HOPSO_TOKEN_SOURCE_LIST);
}

/* Every vendor of the list that comes with us could be found; none is a path of this machine. */
static void
test_the_shipped_list_is_in_order (void)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  g_file_get_contents (g_getenv ("HOPSO_TEST_TOKEN_LIST"), &text, NULL, &error);
  g_assert_no_error (error);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    if (**line != '\0' && **line != '#')
      {
        g_assert_true (g_str_has_suffix (*line, ".so"));
        n++;
      }
  g_assert_cmpuint (n, >=, 5);
}

static HopsoTokenModuleInfo *
probe (const char *file, GError **error)
{
  Await wait = { NULL };

  hopso_token_probe_module_async (file, NULL, await_cb, &wait);
  HopsoTokenModuleInfo *info = hopso_token_probe_module_finish (await (&wait), error);
  g_object_unref (wait.result);
  return info;
}

static void
test_a_module_proves_itself (void)
{
  g_autoptr (GError) error = NULL;

  g_setenv ("HOPSO_FAKE_MODULE", "behaves", TRUE);
  g_autoptr (HopsoTokenModuleInfo) info = probe (g_getenv ("HOPSO_TEST_FAKE_MODULE"), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (info->manufacturer, ==, "Fake Works");
  g_assert_cmpstr (info->description, ==, "Fake module");
  g_assert_cmpstr (info->file, ==, g_getenv ("HOPSO_TEST_FAKE_MODULE"));
}

static void
test_what_is_no_module_is_refused (void)
{
  static const char *const ways[] = { "fails:info", "crashes:info", "fails:initialize",
                                      "is-of-the-future" };
  g_autoptr (GError) error = NULL;

  g_assert_null (probe ("/lib/x86_64-linux-gnu/libm.so.6", &error));
  g_assert_error (error, HOPSO_TOKEN_ERROR, HOPSO_TOKEN_ERROR_MODULE_FAILED);
  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_clear_error (&error);
      g_setenv ("HOPSO_FAKE_MODULE", ways[i], TRUE);
      g_assert_null (probe (g_getenv ("HOPSO_TEST_FAKE_MODULE"), &error));
      g_assert_error (error, HOPSO_TOKEN_ERROR, HOPSO_TOKEN_ERROR_MODULE_FAILED);
    }
  g_assert_cmpuint (count_children (), ==, 0);
}

static const HopsoTokenModuleInfo *
find (GPtrArray *modules, const char *file)
{
  for (guint i = 0; i < modules->len; i++)
    if (g_str_equal (((HopsoTokenModuleInfo *) modules->pdata[i])->file, file))
      return modules->pdata[i];
  return NULL;
}

static void
assert_own (const char *file, gboolean is_there)
{
  g_autoptr (HopsoTokenMonitor) monitor = hopso_token_monitor_new (NULL);
  g_autoptr (GPtrArray) modules = hopso_token_monitor_dup_modules (monitor);
  const HopsoTokenModuleInfo *info = find (modules, file);

  g_assert_cmpint (info != NULL, ==, is_there);
  if (info != NULL)
    g_assert_cmpint (info->source, ==, HOPSO_TOKEN_SOURCE_OWN);
}

static void
test_a_chosen_module_is_kept (void)
{
  const char *const none[] = { NULL };
  const char *fake = g_getenv ("HOPSO_TEST_FAKE_MODULE");
  g_autoptr (HopsoTokenMonitor) monitor = hopso_token_monitor_new (none);
  GListModel *tokens = hopso_token_monitor_get_tokens (monitor);
  g_autoptr (GError) error = NULL;

  g_setenv ("HOPSO_FAKE_MODULE", "behaves", TRUE);
  g_assert_false (hopso_token_monitor_add_module (monitor, "relative.so", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_FILENAME);
  g_clear_error (&error);
  g_assert_true (hopso_token_monitor_add_module (monitor, fake, &error));
  g_assert_true (hopso_token_monitor_add_module (monitor, fake, &error));
  g_assert_true (refresh (monitor, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (tokens), ==, 1);
  assert_own (fake, TRUE);

  g_assert_true (hopso_token_monitor_remove_module (monitor, fake, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (tokens), ==, 0);
  assert_own (fake, FALSE);
}

/* A look that is under way when the module is taken away brings nothing back. */
static void
test_a_module_is_removed_while_it_is_asked (void)
{
  const char *const none[] = { NULL };
  const char *fake = g_getenv ("HOPSO_TEST_FAKE_MODULE");
  HopsoTokenMonitor *monitor = hopso_token_monitor_new (none);
  g_autoptr (GError) error = NULL;
  Await wait = { NULL };

  g_setenv ("HOPSO_FAKE_MODULE", "behaves", TRUE);
  g_assert_true (hopso_token_monitor_add_module (monitor, fake, &error));
  hopso_token_monitor_refresh_async (monitor, NULL, await_cb, &wait);
  g_assert_true (hopso_token_monitor_remove_module (monitor, fake, &error));
  hopso_token_monitor_refresh_finish (monitor, await (&wait), NULL);
  g_clear_object (&wait.result);
  g_assert_cmpuint (g_list_model_get_n_items (hopso_token_monitor_get_tokens (monitor)), ==, 0);
  g_assert_finalize_object (monitor);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_setenv (HOPSO_TOKEN_MODULES_VARIABLE, "", TRUE);
  g_test_add_func ("/token/lists/reads-the-configuration-of-p11-kit",
                   test_reads_the_configuration_of_p11_kit);
  g_test_add_func ("/token/lists/a-list-names-what-the-machine-has",
                   test_a_list_names_what_the_machine_has);
  g_test_add_func ("/token/lists/the-shipped-one-is-in-order", test_the_shipped_list_is_in_order);
  g_test_add_func ("/token/lists/a-module-proves-itself", test_a_module_proves_itself);
  g_test_add_func ("/token/lists/what-is-no-module-is-refused", test_what_is_no_module_is_refused);
  g_test_add_func ("/token/lists/a-chosen-module-is-kept", test_a_chosen_module_is_kept);
  g_test_add_func ("/token/lists/a-module-is-removed-while-it-is-asked",
                   test_a_module_is_removed_while_it_is_asked);
  return g_test_run ();
}
