/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How a file is protected: one Encrypt for all its revisions, the password, what may be done
 * without the owner's (ISO 32000-2, 7.6). A file that cannot be unlocked remembers why. One thread
 * at a time. */

#include "hopso-pdf-file-private.h"

#include "hopso-pdf-error-private.h"
#include "hopso-pdf-object-private.h"

/* Bits of P (table 22), counted from 1. */
enum
{
  MAY_MODIFY = 1 << 3,
  MAY_ANNOTATE = 1 << 5,
  MAY_FILL = 1 << 8,
};

/* All revisions are protected alike, or nobody knows what others read. */
static gboolean
check_trailers (HopsoPdfFile *self, HopsoPdfObject *encrypt, GError **error)
{
  for (guint i = 0; i < self->xref->sections->len; i++)
    {
      HopsoPdfSection *section = self->xref->sections->pdata[i];
      HopsoPdfObject *other = hopso_pdf_object_get (section->trailer, "Encrypt");

      if (!hopso_pdf_object_is_null (other) && !hopso_pdf_object_equal (other, encrypt))
        return hopso_pdf_fail_damaged (error, "The document is protected in two ways");
    }
  if (hopso_pdf_object_is_null (encrypt))
    return hopso_pdf_fail_damaged (error, "The document forgets that it is protected");
  return TRUE;
}

static HopsoPdfSecurity *
read_security (HopsoPdfFile *self, GError **error)
{
  HopsoPdfObject *trailer = hopso_pdf_file_get_trailer (self);
  HopsoPdfObject *encrypt = hopso_pdf_object_get (trailer, "Encrypt");
  HopsoPdfReference reference = { 0, 0 };
  g_autoptr (HopsoPdfObject) dictionary = NULL;
  g_autoptr (HopsoPdfObject) identity = NULL;
  HopsoPdfSecurity *security;

  if (!check_trailers (self, encrypt, error))
    return NULL;
  dictionary = hopso_pdf_file_resolve (self, encrypt, error);
  if (dictionary == NULL)
    return NULL;
  identity = hopso_pdf_file_resolve_key (self, trailer, "ID", error);
  if (identity == NULL)
    return NULL;
  if (hopso_pdf_object_get_reference (encrypt, &reference) &&
      hopso_pdf_file_get_revision_of (self, reference.number) != 0)
    {
      hopso_pdf_fail_damaged (error, "The document's protection was changed later");
      return NULL;
    }
  security = hopso_pdf_security_read (dictionary, identity, error);
  if (security != NULL)
    security->number = reference.number;
  return security;
}

/* The empty password is the one that nobody is asked for. */
static gboolean
try_passwords (HopsoPdfSecurity *security, HopsoSecret *password, GError **error)
{
  if (password != NULL &&
      !hopso_pdf_security_unlock (security, hopso_secret_get_string (password), error))
    return FALSE;
  if (security->key == NULL && !hopso_pdf_security_unlock (security, "", error))
    return FALSE;
  if (security->key != NULL)
    return TRUE;
  if (password != NULL)
    return hopso_pdf_fail (error, HOPSO_PDF_ERROR_WRONG_PASSWORD, "The password is another one");
  return hopso_pdf_fail (error, HOPSO_PDF_ERROR_ENCRYPTED, "The document needs a password");
}

/**
 * hopso_pdf_file_unlock:
 * @password: (nullable): what somebody typed
 *
 * Returns: %FALSE with @error when @password is wrong; without one the file may stay locked
 */
gboolean
hopso_pdf_file_unlock (HopsoPdfFile *self, HopsoSecret *password, GError **error)
{
  g_autoptr (HopsoPdfSecurity) security = read_security (self, &self->lock);

  if (security != NULL && try_passwords (security, password, &self->lock))
    self->security = g_steal_pointer (&security);
  /* What was read until now was not decrypted. */
  g_hash_table_remove_all (self->cache);
  self->n_cached = 0;
  if (!g_error_matches (self->lock, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_WRONG_PASSWORD))
    return TRUE;
  if (error != NULL)
    *error = g_error_copy (self->lock);
  return FALSE;
}

HopsoPdfSecurity *
hopso_pdf_file_get_security (HopsoPdfFile *self)
{
  return self->security;
}

/**
 * hopso_pdf_file_is_locked:
 *
 * Returns: whether strings and streams cannot be read, for want of a password
 */
gboolean
hopso_pdf_file_is_locked (HopsoPdfFile *self)
{
  return self->is_encrypted && self->security == NULL;
}

/* Whether the document can be read; otherwise @error says why not. */
gboolean
hopso_pdf_file_check_unlocked (HopsoPdfFile *self, GError **error)
{
  if (!hopso_pdf_file_is_locked (self))
    return TRUE;
  if (self->lock != NULL && error != NULL)
    *error = g_error_copy (self->lock);
  return FALSE;
}

/**
 * hopso_pdf_file_check_right:
 * @right: what is to be done
 *
 * Returns: %FALSE with @error when only the owner's password allows it (table 22)
 */
gboolean
hopso_pdf_file_check_right (HopsoPdfFile *self, HopsoPdfRight right, GError **error)
{
  HopsoPdfSecurity *security = self->security;
  gint32 bits;

  if (security == NULL || security->is_owner)
    return hopso_pdf_file_check_unlocked (self, error);
  bits = security->permissions;
  if (right == HOPSO_PDF_RIGHT_FILL &&
      ((bits & MAY_ANNOTATE) != 0 || (security->revision >= 3 && (bits & MAY_FILL) != 0)))
    return TRUE;
  if (right == HOPSO_PDF_RIGHT_ADD_FIELD && (bits & MAY_ANNOTATE) != 0 && (bits & MAY_MODIFY) != 0)
    return TRUE;
  return hopso_pdf_fail (error, HOPSO_PDF_ERROR_FORBIDDEN,
                         right == HOPSO_PDF_RIGHT_FILL
                             ? "The document forbids to fill in its fields without the owner's "
                               "password"
                             : "The document forbids new fields without the owner's password");
}
