/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which modules p11-kit is configured with (pkcs11.conf(5)). p11-kit itself would tell only after
 * loading them all into this process, which is what we avoid; so the files are read here. */

#include "hopso-token-spec-private.h"

#include <string.h>

#define OUR_NAME "hopso"

typedef struct
{
  char *module;     /* owned, nullable */
  char *enable_in;  /* owned, nullable */
  char *disable_in; /* owned, nullable */
  char *remote;     /* owned, nullable */
  char *reserved;   /* owned, nullable */
  gboolean is_trust_policy;
} Configuration;

static void
configuration_clear (Configuration *configuration)
{
  g_free (configuration->module);
  g_free (configuration->enable_in);
  g_free (configuration->disable_in);
  g_free (configuration->remote);
  g_free (configuration->reserved);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Configuration, configuration_clear)

static void
replace (char **place, const char *value)
{
  g_free (*place);
  *place = g_strdup (value);
}

static void
read_line (Configuration *configuration, char *line)
{
  g_strstrip (line);

  char *value = strchr (line, ':');
  if (line[0] == '#' || value == NULL)
    return;
  *value++ = '\0';
  g_strstrip (line);
  g_strstrip (value);
  if (strcmp (line, "module") == 0)
    replace (&configuration->module, value);
  else if (strcmp (line, "enable-in") == 0)
    replace (&configuration->enable_in, value);
  else if (strcmp (line, "disable-in") == 0)
    replace (&configuration->disable_in, value);
  else if (strcmp (line, "remote") == 0)
    replace (&configuration->remote, value);
  else if (strcmp (line, "x-init-reserved") == 0)
    replace (&configuration->reserved, value);
  else if (strcmp (line, "trust-policy") == 0)
    configuration->is_trust_policy = strcmp (value, "yes") == 0;
}

static gboolean
names_us (const char *programs)
{
  g_auto (GStrv) names = g_strsplit_set (programs, ", \t", -1);

  return g_strv_contains ((const char *const *) names, OUR_NAME);
}

static gboolean
is_for_us (const Configuration *configuration)
{
  return configuration->module != NULL && *configuration->module != '\0' &&
         configuration->remote == NULL && !configuration->is_trust_policy &&
         (configuration->enable_in == NULL || names_us (configuration->enable_in)) &&
         (configuration->disable_in == NULL || !names_us (configuration->disable_in));
}

static HopsoTokenSpec *
read_module (const char *path)
{
  g_auto (Configuration) configuration = { NULL };
  g_autofree char *text = NULL;
  g_autofree char *file = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return NULL;
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    read_line (&configuration, *line);
  if (!is_for_us (&configuration))
    return NULL;
  if (!g_path_is_absolute (configuration.module))
    file = g_build_filename (P11_MODULE_PATH, configuration.module, NULL);
  return hopso_token_spec_new (file != NULL ? file : configuration.module, configuration.reserved,
                               HOPSO_TOKEN_SOURCE_P11_KIT);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* A file of an earlier folder hides one of the same name in a later one. */
static void
read_folder (const char *folder, GHashTable *seen, GPtrArray *specs)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".module"))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, names->pdata[i], NULL);

      if (!g_hash_table_add (seen, g_strdup (names->pdata[i])))
        continue;
      HopsoTokenSpec *spec = read_module (path);
      if (spec != NULL)
        hopso_token_specs_take (specs, spec);
    }
}

void
hopso_token_specs_add_configured (GPtrArray *specs, const char *const *folders)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (const char *const *folder = folders; *folder != NULL; folder++)
    read_folder (*folder, seen, specs);
}
