/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An authority's certificate that this machine knows, where it comes from, and how long it counts;
 * and fingerprints as people write them. Main thread. */

#include "hopso-trust-anchor.h"

#include <string.h>

#define GROUP            4
#define FINGERPRINT_SIZE 64

struct _HopsoTrustAnchor
{
  GObject parent_instance;

  HopsoCertificate *certificate; /* owned */
  HopsoTrustSource source;
  HopsoTrustRole role;
  char *path;      /* owned: the file that it is in */
  char *list_name; /* owned, nullable: of the trust list that it is in */
  gint64 until;
  gint64 list_end; /* 0: never, or in no list */
};

G_DEFINE_FINAL_TYPE (HopsoTrustAnchor, hopso_trust_anchor, G_TYPE_OBJECT)

static void
hopso_trust_anchor_finalize (GObject *object)
{
  HopsoTrustAnchor *self = HOPSO_TRUST_ANCHOR (object);

  g_object_unref (self->certificate);
  g_free (self->path);
  g_free (self->list_name);
  G_OBJECT_CLASS (hopso_trust_anchor_parent_class)->finalize (object);
}

static void
hopso_trust_anchor_class_init (HopsoTrustAnchorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_trust_anchor_finalize;
}

static void
hopso_trust_anchor_init (HopsoTrustAnchor *self)
{
}

/**
 * hopso_trust_anchor_new:
 * @path: the file that it was found in
 *
 * Returns: (transfer full): an authority that counts as long as its certificate
 */
HopsoTrustAnchor *
hopso_trust_anchor_new (HopsoCertificate *certificate, HopsoTrustSource source, const char *path)
{
  HopsoTrustAnchor *self = g_object_new (HOPSO_TYPE_TRUST_ANCHOR, NULL);

  self->certificate = g_object_ref (certificate);
  self->source = source;
  self->path = g_strdup (path);
  self->until = hopso_certificate_get_not_after (certificate);
  return self;
}

/**
 * hopso_trust_anchor_get_certificate:
 *
 * Returns: (transfer none): its certificate
 */
HopsoCertificate *
hopso_trust_anchor_get_certificate (HopsoTrustAnchor *self)
{
  return self->certificate;
}

/**
 * hopso_trust_anchor_get_source:
 *
 * Returns: who brought it here
 */
HopsoTrustSource
hopso_trust_anchor_get_source (HopsoTrustAnchor *self)
{
  return self->source;
}

/**
 * hopso_trust_anchor_get_path:
 *
 * Returns: (transfer none): the file that it is in
 */
const char *
hopso_trust_anchor_get_path (HopsoTrustAnchor *self)
{
  return self->path;
}

/**
 * hopso_trust_anchor_is_trusted:
 *
 * Returns: whether it is trusted by itself; others only help to find the way to one that is
 */
gboolean
hopso_trust_anchor_is_trusted (HopsoTrustAnchor *self)
{
  return self->source == HOPSO_TRUST_SOURCE_LIST ||
         hopso_certificate_is_self_issued (self->certificate);
}

/**
 * hopso_trust_anchor_is_removable:
 *
 * Returns: whether the person may take it away
 */
gboolean
hopso_trust_anchor_is_removable (HopsoTrustAnchor *self)
{
  return self->source == HOPSO_TRUST_SOURCE_OWN;
}

/**
 * hopso_trust_anchor_get_role:
 *
 * Returns: which of the official roots it is, by its fingerprint
 */
HopsoTrustRole
hopso_trust_anchor_get_role (HopsoTrustAnchor *self)
{
  return self->role;
}

/**
 * hopso_trust_anchor_set_role:
 * @role: which of the official roots it is
 */
void
hopso_trust_anchor_set_role (HopsoTrustAnchor *self, HopsoTrustRole role)
{
  self->role = role;
}

/**
 * hopso_trust_anchor_get_list_name:
 *
 * Returns: (transfer none) (nullable): who publishes the trust list that it is in
 */
const char *
hopso_trust_anchor_get_list_name (HopsoTrustAnchor *self)
{
  return self->list_name;
}

/**
 * hopso_trust_anchor_get_list_end:
 *
 * Returns: when the trust list that it is in should be renewed, 0 for never
 */
gint64
hopso_trust_anchor_get_list_end (HopsoTrustAnchor *self)
{
  return self->list_end;
}

/**
 * hopso_trust_anchor_set_list:
 * @name: (nullable): who publishes the trust list that it is in
 * @end: when that should be renewed, 0 for never
 */
void
hopso_trust_anchor_set_list (HopsoTrustAnchor *self, const char *name, gint64 end)
{
  g_free (self->list_name);
  self->list_name = g_strdup (name);
  self->list_end = end;
}

/**
 * hopso_trust_anchor_get_until:
 *
 * Returns: when it ends to count
 */
gint64
hopso_trust_anchor_get_until (HopsoTrustAnchor *self)
{
  return self->until;
}

/**
 * hopso_trust_anchor_set_until:
 * @until: when it ends to count, if that is before its certificate ends
 */
void
hopso_trust_anchor_set_until (HopsoTrustAnchor *self, gint64 until)
{
  self->until = MIN (until, hopso_certificate_get_not_after (self->certificate));
}

/**
 * hopso_trust_anchor_dup_name:
 *
 * Returns: (transfer full): what people call it
 */
char *
hopso_trust_anchor_dup_name (HopsoTrustAnchor *self)
{
  char *name = hopso_certificate_dup_subject_common_name (self->certificate);

  return name != NULL ? name : hopso_certificate_dup_subject (self->certificate);
}

/**
 * hopso_trust_anchor_dup_fingerprint:
 *
 * Returns: (transfer full): the SHA-256 of its certificate, in groups
 */
char *
hopso_trust_anchor_dup_fingerprint (HopsoTrustAnchor *self)
{
  g_autofree char *hex = hopso_certificate_dup_fingerprint (self->certificate);

  return hopso_fingerprint_dup_groups (hex);
}

/**
 * hopso_fingerprint_dup_groups:
 * @hex: in hexadecimal without anything between
 *
 * Returns: (transfer full): in capitals and groups, to be compared with paper
 */
char *
hopso_fingerprint_dup_groups (const char *hex)
{
  GString *groups = g_string_new (NULL);

  for (gsize i = 0; hex[i] != '\0'; i++)
    {
      if (i > 0 && i % GROUP == 0)
        g_string_append_c (groups, ' ');
      g_string_append_c (groups, g_ascii_toupper (hex[i]));
    }
  return g_string_free (groups, FALSE);
}

/**
 * hopso_fingerprint_dup_plain:
 * @typed: as people write it, with blanks, colons or hyphens
 *
 * Returns: (transfer full) (nullable): in small letters and without anything between; %NULL if it
 *   is no SHA-256
 */
char *
hopso_fingerprint_dup_plain (const char *typed)
{
  g_autoptr (GString) plain = g_string_new (NULL);

  for (const char *c = typed; *c != '\0'; c++)
    {
      if (strchr (" :-\t\r\n", *c) != NULL)
        continue;
      if (!g_ascii_isxdigit (*c) || plain->len == FINGERPRINT_SIZE)
        return NULL;
      g_string_append_c (plain, g_ascii_tolower (*c));
    }
  return plain->len == FINGERPRINT_SIZE ? g_string_free (g_steal_pointer (&plain), FALSE) : NULL;
}
