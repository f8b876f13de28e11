/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tells an agency's certificate from a person's by what stands in data/signing. It reads names
 * only: that the certificate leads to an authority which checked them is decided elsewhere. */

#include "hopso-agency-certificate.h"

#include "hopso-agency-certificates-table.h"

/* Without case, and with one way to write each letter. */
static char *
fold (const char *text)
{
  g_autofree char *composed = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);

  return g_utf8_casefold (composed != NULL ? composed : text, -1);
}

static gboolean
begins_with_any (const char *text, const char *const *beginnings)
{
  g_autofree char *folded = fold (text);

  for (; *beginnings != NULL; beginnings++)
    {
      g_autofree char *beginning = fold (*beginnings);

      if (g_str_has_prefix (folded, beginning))
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_number (HopsoCertificate *certificate, HopsoNamePart part, const char *const *beginnings)
{
  g_auto (GStrv) numbers = hopso_certificate_dup_subject_parts (certificate, part);

  for (guint i = 0; numbers[i] != NULL; i++)
    if (begins_with_any (numbers[i], beginnings))
      return TRUE;
  return FALSE;
}

static gboolean
has_part (HopsoCertificate *certificate, HopsoNamePart part)
{
  g_autofree char *text = hopso_certificate_dup_subject_part (certificate, part);

  return text != NULL && *text != '\0';
}

static gboolean
has_same_name (HopsoCertificate *certificate, HopsoNamePart part, const char *name)
{
  g_auto (GStrv) others = hopso_certificate_dup_subject_parts (certificate, part);
  g_autofree char *folded = fold (name);

  for (guint i = 0; others[i] != NULL; i++)
    {
      g_autofree char *other = fold (others[i]);

      if (g_str_equal (folded, other))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_of_person (HopsoCertificate *certificate)
{
  return has_part (certificate, HOPSO_NAME_TITLE) || has_part (certificate, HOPSO_NAME_SURNAME) ||
         has_part (certificate, HOPSO_NAME_GIVEN_NAME) ||
         has_number (certificate, HOPSO_NAME_USER_ID, agency_person_numbers) ||
         has_number (certificate, HOPSO_NAME_SERIAL_NUMBER, agency_person_numbers);
}

/**
 * hopso_certificate_is_of_agency:
 * @certificate: a signer's
 *
 * Returns: whether its names say that an agency holds it, and no person
 */
gboolean
hopso_certificate_is_of_agency (HopsoCertificate *certificate)
{
  g_autofree char *name = hopso_certificate_dup_subject_common_name (certificate);

  if (name == NULL || is_of_person (certificate))
    return FALSE;
  return has_part (certificate, HOPSO_NAME_ORGANISATION_ID) ||
         has_number (certificate, HOPSO_NAME_USER_ID, agency_agency_numbers) ||
         has_same_name (certificate, HOPSO_NAME_ORGANISATION, name) ||
         has_same_name (certificate, HOPSO_NAME_UNIT, name) ||
         begins_with_any (name, agency_agency_words);
}
