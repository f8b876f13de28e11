/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which modules are asked, and the lists that name them: those of vendors that we know of, the
 * administrator's, and the person's own. A list has one file per line, a name without a folder is
 * looked for where libraries lie. Any thread; nothing is loaded here. */

#include "hopso-token-spec-private.h"

#include "hopso-file-replace.h"
#include "hopso-token-own.h"

#include <stdlib.h>
#include <string.h>

#define MAX_LIST_SIZE (64 * 1024)
#define OWN_LIST      "token-modules.conf"

HopsoTokenSpec *
hopso_token_spec_new (const char *file, const char *arguments, HopsoTokenSource source)
{
  HopsoTokenSpec *self = g_new0 (HopsoTokenSpec, 1);

  self->file = g_strdup (file);
  self->arguments = g_strdup (arguments);
  self->source = source;
  return self;
}

void
hopso_token_spec_free (HopsoTokenSpec *self)
{
  g_free (self->file);
  g_free (self->arguments);
  g_free (self);
}

GPtrArray *
hopso_token_specs_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_token_spec_free);
}

static char *
resolve (const char *file)
{
  char *real = realpath (file, NULL);
  char *resolved = g_strdup (real != NULL ? real : file);

  free (real);
  return resolved;
}

void
hopso_token_specs_take (GPtrArray *specs, HopsoTokenSpec *spec)
{
  g_autofree char *file = resolve (spec->file);

  for (guint i = 0; i < specs->len; i++)
    {
      HopsoTokenSpec *other = g_ptr_array_index (specs, i);
      g_autofree char *other_file = resolve (other->file);

      if (g_str_equal (file, other_file))
        {
          hopso_token_spec_free (spec);
          return;
        }
    }
  g_ptr_array_add (specs, spec);
}

/* --- lists ----------------------------------------------------------------------------------- */

static char **
read_list (const char *path)
{
  g_autofree char *text = NULL;
  gsize size;

  if (!g_file_get_contents (path, &text, &size, NULL) || size > MAX_LIST_SIZE)
    return g_new0 (char *, 1);
  char **lines = g_strsplit (text, "\n", -1);
  char **kept = lines;
  for (char **line = lines; *line != NULL; line++)
    {
      g_strstrip (*line);
      if (**line != '\0' && **line != '#')
        *kept++ = *line;
      else
        g_free (*line);
    }
  *kept = NULL;
  return lines;
}

static char *
find_file (const char *name, const char *const *folders)
{
  if (g_path_is_absolute (name))
    return g_strdup (name);
  for (const char *const *folder = folders; *folder != NULL; folder++)
    {
      g_autofree char *path = g_build_filename (*folder, name, NULL);

      if (strchr (name, G_DIR_SEPARATOR) == NULL && g_file_test (path, G_FILE_TEST_IS_REGULAR))
        return g_steal_pointer (&path);
    }
  return NULL;
}

void
hopso_token_specs_add_list (GPtrArray *specs,
                            const char *path,
                            const char *const *folders,
                            HopsoTokenSource source,
                            gboolean keeps_missing)
{
  g_auto (GStrv) names = read_list (path);

  for (char **name = names; *name != NULL; name++)
    {
      g_autofree char *file = find_file (*name, folders);

      if (file != NULL && (keeps_missing || g_file_test (file, G_FILE_TEST_IS_REGULAR)))
        hopso_token_specs_take (specs, hopso_token_spec_new (file, NULL, source));
    }
}

static char *
dup_own_path (void)
{
  return g_build_filename (g_get_user_config_dir (), "hopso", OWN_LIST, NULL);
}

GPtrArray *
hopso_token_specs_dup_all (void)
{
  GPtrArray *specs = hopso_token_specs_new ();
  g_autofree char *user = g_build_filename (g_get_user_config_dir (), "pkcs11", "modules", NULL);
  g_autofree char *own = dup_own_path ();
  g_autofree char *libraries = g_path_get_dirname (P11_MODULE_PATH);
  const char *const configurations[] = { user, P11_SYSTEM_MODULES, P11_PACKAGE_MODULES, NULL };
  const char *const folders[] = { P11_MODULE_PATH,  libraries,    "/usr/lib", "/usr/lib/pkcs11",
                                  "/usr/local/lib", "/usr/lib64", NULL };
  const char *named = g_getenv (HOPSO_TOKEN_MODULES_VARIABLE);
  g_auto (GStrv) lists = g_strsplit (named != NULL ? named : HOPSO_TOKEN_LISTS, ":", -1);

  hopso_token_specs_add_configured (specs, configurations);
  for (char **list = lists; *list != NULL; list++)
    hopso_token_specs_add_list (specs, *list, folders, HOPSO_TOKEN_SOURCE_LIST, FALSE);
  hopso_token_specs_add_list (specs, own, folders, HOPSO_TOKEN_SOURCE_OWN, TRUE);
  return specs;
}

/* --- the person's own ------------------------------------------------------------------------ */

static gboolean
write_own (GPtrArray *files, GError **error)
{
  g_autofree char *path = dup_own_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < files->len; i++)
    g_string_append_printf (text, "%s\n", (const char *) g_ptr_array_index (files, i));
  g_mkdir_with_parents (folder, 0700);
  return hopso_file_replace_bytes (path, 0600, text->str, text->len, error);
}

/* The person's list without @file. */
static GPtrArray *
read_own_without (const char *file)
{
  g_autofree char *path = dup_own_path ();
  g_auto (GStrv) lines = read_list (path);
  GPtrArray *files = g_ptr_array_new_with_free_func (g_free);

  for (char **line = lines; *line != NULL; line++)
    if (!g_str_equal (*line, file))
      g_ptr_array_add (files, g_strdup (*line));
  return files;
}

/**
 * hopso_token_own_modules_add:
 * @file: an absolute path
 *
 * Remembers a module that the person has chosen, for this and the next times.
 */
gboolean
hopso_token_own_modules_add (const char *file, GError **error)
{
  g_autoptr (GPtrArray) files = read_own_without (file);

  if (!g_path_is_absolute (file) || strchr (file, '\n') != NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_FILENAME, file);
      return FALSE;
    }
  g_ptr_array_add (files, g_strdup (file));
  return write_own (files, error);
}

/**
 * hopso_token_own_modules_remove:
 *
 * Forgets a module that the person once chose.
 */
gboolean
hopso_token_own_modules_remove (const char *file, GError **error)
{
  g_autoptr (GPtrArray) files = read_own_without (file);

  return write_own (files, error);
}
