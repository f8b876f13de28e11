/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which authorities this machine trusts for signatures: the PEM files that its administrator and
 * its user have put into two folders. Nothing is trusted by default, and never what the system
 * trusts for web servers. A certificate that issued itself is an anchor; any other only helps to
 * find the path, as signers often embed nothing but their own. Blocks shortly; start-up only. */

#include "hopso-trust-folders.h"

#include <gio/gio.h>

#define MAX_FILE_SIZE (1024 * 1024)

static gboolean
load_file (HopsoTrustList *self, const char *path, GError **error)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, error);

  if (file == NULL)
    return FALSE;
  if (g_mapped_file_get_length (file) > MAX_FILE_SIZE)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
                   "%s is too large for certificates", path);
      return FALSE;
    }

  g_autoptr (GBytes) pem = g_mapped_file_get_bytes (file);
  g_autoptr (GPtrArray) certificates = hopso_certificate_dup_all (pem, error);
  if (certificates == NULL)
    {
      g_prefix_error (error, "%s: ", path);
      return FALSE;
    }
  for (guint i = 0; i < certificates->len; i++)
    {
      HopsoCertificate *certificate = g_ptr_array_index (certificates, i);

      if (hopso_certificate_is_self_issued (certificate))
        hopso_trust_list_add_certificate (self, certificate);
      else
        hopso_trust_list_add_intermediate (self, certificate);
    }
  return TRUE;
}

/**
 * hopso_trust_list_load_folder:
 * @folder: a folder with files NAME.pem; one that does not exist holds none
 *
 * Returns: %FALSE with @error when a file cannot be read as certificates
 */
gboolean
hopso_trust_list_load_folder (HopsoTrustList *self, const char *folder, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_str_has_suffix (name, ".pem") && !load_file (self, path, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * hopso_trust_list_load_configured:
 *
 * Reads the machine's folder (hopso/trust below the system's configuration, or what
 * %HOPSO_TRUST_FOLDER_VARIABLE names) and the user's (hopso/trust below XDG_CONFIG_HOME).
 *
 * Returns: (transfer full): what is trusted, perhaps nothing, or %NULL with @error
 */
HopsoTrustList *
hopso_trust_list_load_configured (GError **error)
{
  g_autoptr (HopsoTrustList) list = hopso_trust_list_new ();
  const char *named = g_getenv (HOPSO_TRUST_FOLDER_VARIABLE);
  g_autofree char *own = g_build_filename (g_get_user_config_dir (), "hopso", "trust", NULL);

  if (!hopso_trust_list_load_folder (list, named != NULL ? named : HOPSO_TRUST_FOLDER, error) ||
      !hopso_trust_list_load_folder (list, own, error))
    return NULL;
  return g_steal_pointer (&list);
}
