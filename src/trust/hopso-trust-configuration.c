/* SPDX-License-Identifier: GPL-3.0-or-later */

/* trust.conf in the administrator's folder (data/trust): the fingerprints of the official roots, by
 * which these are told from others, and the machines of this network that may be asked. Nothing is
 * trusted by it. Main thread. */

#include "hopso-trust-configuration-private.h"

static const char *const role_groups[HOPSO_TRUST_N_ROLES] = {
  [HOPSO_TRUST_ROLE_NATIONAL] = "national",
  [HOPSO_TRUST_ROLE_OFFICIAL_DUTY] = "official-duty",
};

void
hopso_trust_configuration_clear (HopsoTrustConfiguration *self)
{
  for (guint i = 0; i < HOPSO_TRUST_N_ROLES; i++)
    g_clear_pointer (&self->fingerprints[i], g_strfreev);
  g_clear_pointer (&self->known_hosts, g_strfreev);
  g_clear_pointer (&self->timestamp_url, g_free);
}

static char **
read_fingerprints (GKeyFile *file, const char *group, const char *path, GPtrArray *faults)
{
  g_auto (GStrv) typed = g_key_file_get_string_list (file, group, "fingerprints", NULL, NULL);
  g_autoptr (GStrvBuilder) plain = g_strv_builder_new ();

  for (guint i = 0; typed != NULL && typed[i] != NULL; i++)
    {
      g_autofree char *fingerprint = hopso_fingerprint_dup_plain (typed[i]);

      if (fingerprint != NULL)
        g_strv_builder_add (plain, fingerprint);
      else if (*g_strstrip (typed[i]) != '\0')
        g_ptr_array_add (faults,
                         g_strdup_printf ("%s: [%s]: “%s” is no SHA-256", path, group, typed[i]));
    }
  return g_strv_builder_end (plain);
}

void
hopso_trust_configuration_read (HopsoTrustConfiguration *self, const char *path, GPtrArray *faults)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) error = NULL;

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &error) &&
      !g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    g_ptr_array_add (faults, g_strdup_printf ("%s: %s", path, error->message));
  for (guint i = 0; i < HOPSO_TRUST_N_ROLES; i++)
    if (role_groups[i] != NULL)
      self->fingerprints[i] = read_fingerprints (file, role_groups[i], path, faults);
  self->known_hosts = g_key_file_get_string_list (file, "fetch", "hosts", NULL, NULL);
  if (self->known_hosts == NULL)
    self->known_hosts = g_new0 (char *, 1);
  self->timestamp_url = g_key_file_get_string (file, "timestamp", "authority", NULL);
  if (self->timestamp_url != NULL && *self->timestamp_url == '\0')
    g_clear_pointer (&self->timestamp_url, g_free);
}

HopsoTrustRole
hopso_trust_configuration_find_role (const HopsoTrustConfiguration *self, const char *fingerprint)
{
  for (guint i = 0; i < HOPSO_TRUST_N_ROLES; i++)
    if (self->fingerprints[i] != NULL &&
        g_strv_contains ((const char *const *) self->fingerprints[i], fingerprint))
      return (HopsoTrustRole) i;
  return HOPSO_TRUST_ROLE_NONE;
}
