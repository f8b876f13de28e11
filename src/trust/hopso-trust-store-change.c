/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person adds to and takes from the authorities that are relied on: files in their own
 * folder. Whether a fingerprint is the published one, the person has answered before. Blocks
 * shortly; main thread. */

#include "hopso-trust-store-private.h"

#include "hopso-file-replace.h"
#include "hopso-folder.h"

#include <errno.h>
#include <glib/gstdio.h>

#define LINE      64
#define NAME_SIZE 16

static void
append_pem (GString *pem, HopsoCertificate *certificate)
{
  gsize size;
  const guint8 *der = g_bytes_get_data (hopso_certificate_get_der (certificate), &size);
  g_autofree char *text = g_base64_encode (der, size);

  g_string_append (pem, "-----BEGIN CERTIFICATE-----\n");
  for (gsize i = 0; i < strlen (text); i += LINE)
    g_string_append_printf (pem, "%.*s\n", LINE, text + i);
  g_string_append (pem, "-----END CERTIFICATE-----\n");
}

static gboolean
write_file (const char *folder, const char *path, const char *bytes, gsize size, GError **error)
{
  return hopso_folder_make (folder, error) &&
         hopso_file_replace_bytes (path, 0600, bytes, size, error);
}

static gboolean
delete_file (const char *path, GError **error)
{
  if (g_unlink (path) == 0 || errno == ENOENT)
    return TRUE;

  int code = errno;
  g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (code), g_strerror (code));
  return FALSE;
}

/**
 * hopso_trust_store_add:
 * @certificate: of an authority; the person has compared its fingerprint
 *
 * Returns: %FALSE with @error when it could not be written down
 */
gboolean
hopso_trust_store_add (HopsoTrustStore *self, HopsoCertificate *certificate, GError **error)
{
  g_return_val_if_fail (HOPSO_IS_TRUST_STORE (self), FALSE);

  const char *folder = hopso_trust_store_get_own_folder (self);
  g_autofree char *fingerprint = hopso_certificate_dup_fingerprint (certificate);
  g_autofree char *name = g_strconcat (fingerprint, ".pem", NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GString) pem = g_string_new (NULL);

  append_pem (pem, certificate);
  if (!write_file (folder, path, pem->str, pem->len, error))
    return FALSE;
  hopso_trust_store_load (self);
  return TRUE;
}

/* The others of its file, if there are any. */
static gboolean
write_others (HopsoTrustStore *self, HopsoTrustAnchor *without, GError **error)
{
  GPtrArray *all = hopso_trust_store_get_anchors (self);
  const char *path = hopso_trust_anchor_get_path (without);
  g_autoptr (GString) pem = g_string_new (NULL);

  for (guint i = 0; i < all->len; i++)
    {
      HopsoTrustAnchor *anchor = g_ptr_array_index (all, i);
      HopsoCertificate *certificate = hopso_trust_anchor_get_certificate (anchor);

      if (g_str_equal (hopso_trust_anchor_get_path (anchor), path) &&
          !hopso_certificate_equal (certificate, hopso_trust_anchor_get_certificate (without)))
        append_pem (pem, certificate);
    }
  if (pem->len == 0)
    return delete_file (path, error);
  return hopso_file_replace_bytes (path, 0600, pem->str, pem->len, error);
}

/**
 * hopso_trust_store_remove:
 * @anchor: one that is removable
 *
 * Returns: %FALSE with @error when it is still there
 */
gboolean
hopso_trust_store_remove (HopsoTrustStore *self, HopsoTrustAnchor *anchor, GError **error)
{
  g_return_val_if_fail (HOPSO_IS_TRUST_STORE (self), FALSE);
  g_return_val_if_fail (hopso_trust_anchor_is_removable (anchor), FALSE);

  g_autoptr (HopsoTrustAnchor) kept = g_object_ref (anchor);
  if (!write_others (self, kept, error))
    return FALSE;
  hopso_trust_store_load (self);
  return TRUE;
}

/* An old list, played back, would bring back who was struck off meanwhile. */
static gboolean
is_newer (const char *path, HopsoServiceList *list, GError **error)
{
  g_autoptr (HopsoServiceList) old = NULL;

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    old = hopso_trust_store_open_list (path, NULL);
  if (old == NULL || hopso_service_list_get_number (old) <= hopso_service_list_get_number (list))
    return TRUE;
  g_set_error_literal (error, HOPSO_SERVICE_LIST_ERROR, HOPSO_SERVICE_LIST_ERROR_OLDER,
                       "a newer list of this operator is known already");
  return FALSE;
}

/**
 * hopso_trust_store_import_list:
 * @xml: a trust list
 * @operator_fingerprint: SHA-256 of the certificate of who must have signed it; the person has
 *   compared it
 *
 * Takes it in the place of an older one of the same operator.
 *
 * Returns: %FALSE with @error, perhaps one of #HopsoServiceListError
 */
gboolean
hopso_trust_store_import_list (HopsoTrustStore *self,
                               GBytes *xml,
                               const char *operator_fingerprint,
                               GError **error)
{
  g_return_val_if_fail (HOPSO_IS_TRUST_STORE (self), FALSE);
  g_return_val_if_fail (operator_fingerprint != NULL, FALSE);

  g_autoptr (HopsoServiceList) list = hopso_service_list_open (xml, operator_fingerprint, error);
  g_autofree char *folder =
      g_build_filename (hopso_trust_store_get_own_folder (self), HOPSO_TRUST_LISTS_FOLDER, NULL);
  g_autofree char *stem = g_strndup (operator_fingerprint, NAME_SIZE);
  g_autofree char *name = g_strconcat (stem, HOPSO_TRUST_LIST_SUFFIX, NULL);
  g_autofree char *operator_name = g_strconcat (stem, HOPSO_TRUST_OPERATOR_SUFFIX, NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *operator_path = g_build_filename (folder, operator_name, NULL);
  gsize size;
  const char *bytes = g_bytes_get_data (xml, &size);

  if (list == NULL || !is_newer (path, list, error) ||
      !write_file (folder, operator_path, operator_fingerprint, strlen (operator_fingerprint),
                   error) ||
      !write_file (folder, path, bytes, size, error))
    return FALSE;
  hopso_trust_store_load (self);
  return TRUE;
}

/**
 * hopso_trust_store_remove_list:
 * @path: of one of the person's own trust lists, as its authorities tell it
 *
 * Returns: %FALSE with @error when it is still there
 */
gboolean
hopso_trust_store_remove_list (HopsoTrustStore *self, const char *path, GError **error)
{
  g_return_val_if_fail (HOPSO_IS_TRUST_STORE (self), FALSE);
  g_return_val_if_fail (g_str_has_suffix (path, HOPSO_TRUST_LIST_SUFFIX), FALSE);

  g_autofree char *stem = g_strndup (path, strlen (path) - strlen (HOPSO_TRUST_LIST_SUFFIX));
  g_autofree char *operator_path = g_strconcat (stem, HOPSO_TRUST_OPERATOR_SUFFIX, NULL);

  if (!g_str_has_prefix (path, hopso_trust_store_get_own_folder (self)))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                           "the administrator imported this list");
      return FALSE;
    }
  if (!delete_file (path, error) || !delete_file (operator_path, error))
    return FALSE;
  hopso_trust_store_load (self);
  return TRUE;
}
