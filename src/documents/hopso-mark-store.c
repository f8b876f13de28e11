/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The pictures that stand on documents: this person's signature, and the seal of the agency that
 * the person works for, each with its size on paper. Kept with the account, and so encrypted at
 * rest. Nothing goes in that is not a transparent PNG. Main thread. */

#include "hopso-mark-store.h"

#include "hopso-ink.h"

#define PERSON         "signature-picture"
#define AGENCY         "seal-picture/"
#define SIGNATURE_MM   45.0
#define SEAL_MM        36.0
#define LEAST_MM       5.0
#define MOST_MM        120.0
#define MAX_KEPT_BYTES (2 * 1024 * 1024)

static char *
dup_key (HopsoWorkspace *workspace, gboolean is_seal)
{
  HopsoPerson *person = hopso_workspace_get_person (workspace);
  const char *agency = person != NULL ? hopso_person_get_organization (person) : NULL;

  return is_seal ? g_strconcat (AGENCY, agency != NULL ? agency : "", NULL) : g_strdup (PERSON);
}

static double
read_size (HopsoWorkspace *workspace, const char *key, gboolean is_seal)
{
  g_autofree char *size_key = g_strconcat (key, "/mm", NULL);
  const char *text = hopso_workspace_get_setting (workspace, size_key);
  double size = text != NULL ? g_ascii_strtod (text, NULL) : 0;

  if (size >= LEAST_MM && size <= MOST_MM)
    return size;
  return is_seal ? SEAL_MM : SIGNATURE_MM;
}

/**
 * hopso_mark_store_dup:
 * @is_seal: the agency's seal, not the person's signature
 * @width_mm: (out): how wide it is on paper, or would usually be
 *
 * Returns: (transfer full) (nullable): the picture, if one is kept
 */
GBytes *
hopso_mark_store_dup (HopsoWorkspace *workspace, gboolean is_seal, double *width_mm)
{
  g_autofree char *key = dup_key (workspace, is_seal);
  const char *kept = hopso_workspace_get_setting (workspace, key);
  gsize size = 0;
  guchar *bytes = kept != NULL ? g_base64_decode (kept, &size) : NULL;

  *width_mm = read_size (workspace, key, is_seal);
  return bytes != NULL ? g_bytes_new_take (bytes, size) : NULL;
}

/**
 * hopso_mark_store_keep:
 * @is_seal: the agency's seal, not the person's signature
 * @png: the picture
 * @width_mm: how wide it is on paper
 *
 * Returns: whether it is fit to stand on documents; it is kept then
 */
gboolean
hopso_mark_store_keep (
    HopsoWorkspace *workspace, gboolean is_seal, GBytes *png, double width_mm, GError **error)
{
  g_autofree char *key = dup_key (workspace, is_seal);
  g_autofree char *size_key = g_strconcat (key, "/mm", NULL);
  char size[G_ASCII_DTOSTR_BUF_SIZE];

  if (!hopso_mark_picture_check (png, error))
    return FALSE;
  if (g_bytes_get_size (png) > MAX_KEPT_BYTES)
    {
      g_set_error_literal (error, HOPSO_TYPESET_ERROR, HOPSO_TYPESET_ERROR_TOO_LARGE,
                           "The picture is too large");
      return FALSE;
    }
  g_autofree char *kept = g_base64_encode (g_bytes_get_data (png, NULL), g_bytes_get_size (png));
  g_ascii_formatd (size, sizeof size, "%.1f", CLAMP (width_mm, LEAST_MM, MOST_MM));
  hopso_workspace_set_setting (workspace, key, kept);
  hopso_workspace_set_setting (workspace, size_key, size);
  return TRUE;
}
