/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-certificate.h"

G_BEGIN_DECLS

/**
 * HopsoTrustSource:
 * @HOPSO_TRUST_SOURCE_ADMINISTRATOR: in the machine's folder
 * @HOPSO_TRUST_SOURCE_OWN: in the person's own
 * @HOPSO_TRUST_SOURCE_LIST: in a trust list that one of both imported
 */
typedef enum
{
  HOPSO_TRUST_SOURCE_ADMINISTRATOR,
  HOPSO_TRUST_SOURCE_OWN,
  HOPSO_TRUST_SOURCE_LIST,
} HopsoTrustSource;

/**
 * HopsoTrustRole:
 * @HOPSO_TRUST_ROLE_NONE: the administrator says nothing of it
 * @HOPSO_TRUST_ROLE_NATIONAL: the national authority's root
 * @HOPSO_TRUST_ROLE_OFFICIAL_DUTY: the root for signatures on official duty
 */
typedef enum
{
  HOPSO_TRUST_ROLE_NONE,
  HOPSO_TRUST_ROLE_NATIONAL,
  HOPSO_TRUST_ROLE_OFFICIAL_DUTY,
} HopsoTrustRole;

#define HOPSO_TRUST_N_ROLES 3

/**
 * HopsoTrustAnchor:
 *
 * One authority that is known, and why.
 */
#define HOPSO_TYPE_TRUST_ANCHOR (hopso_trust_anchor_get_type ())
G_DECLARE_FINAL_TYPE (HopsoTrustAnchor, hopso_trust_anchor, HOPSO, TRUST_ANCHOR, GObject)

HopsoTrustAnchor *
hopso_trust_anchor_new (HopsoCertificate *certificate, HopsoTrustSource source, const char *path);
HopsoCertificate *hopso_trust_anchor_get_certificate (HopsoTrustAnchor *self);
HopsoTrustSource hopso_trust_anchor_get_source (HopsoTrustAnchor *self);
const char *hopso_trust_anchor_get_path (HopsoTrustAnchor *self);
gboolean hopso_trust_anchor_is_trusted (HopsoTrustAnchor *self);
gboolean hopso_trust_anchor_is_removable (HopsoTrustAnchor *self);
HopsoTrustRole hopso_trust_anchor_get_role (HopsoTrustAnchor *self);
void hopso_trust_anchor_set_role (HopsoTrustAnchor *self, HopsoTrustRole role);
const char *hopso_trust_anchor_get_list_name (HopsoTrustAnchor *self);
gint64 hopso_trust_anchor_get_list_end (HopsoTrustAnchor *self);
void hopso_trust_anchor_set_list (HopsoTrustAnchor *self, const char *name, gint64 end);
gint64 hopso_trust_anchor_get_until (HopsoTrustAnchor *self);
void hopso_trust_anchor_set_until (HopsoTrustAnchor *self, gint64 until);
char *hopso_trust_anchor_dup_name (HopsoTrustAnchor *self);
char *hopso_trust_anchor_dup_fingerprint (HopsoTrustAnchor *self);

char *hopso_fingerprint_dup_groups (const char *hex);
char *hopso_fingerprint_dup_plain (const char *typed);

G_END_DECLS
