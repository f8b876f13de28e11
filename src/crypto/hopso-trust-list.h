/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-certificate.h"

G_BEGIN_DECLS

/**
 * HopsoTrustError:
 * @HOPSO_TRUST_ERROR_NO_PATH: no chain leads to a trusted certificate
 * @HOPSO_TRUST_ERROR_EXPIRED: a certificate of the chain had ended at the asked time
 * @HOPSO_TRUST_ERROR_NOT_YET_VALID: a certificate of the chain had not begun
 * @HOPSO_TRUST_ERROR_BAD_SIGNATURE: a certificate was not signed by its issuer
 * @HOPSO_TRUST_ERROR_CONSTRAINT: a certificate does what its issuer forbids
 * @HOPSO_TRUST_ERROR_WEAK: a key or a hash of the chain is too weak
 * @HOPSO_TRUST_ERROR_FAILED: anything else
 */
typedef enum
{
  HOPSO_TRUST_ERROR_NO_PATH,
  HOPSO_TRUST_ERROR_EXPIRED,
  HOPSO_TRUST_ERROR_NOT_YET_VALID,
  HOPSO_TRUST_ERROR_BAD_SIGNATURE,
  HOPSO_TRUST_ERROR_CONSTRAINT,
  HOPSO_TRUST_ERROR_WEAK,
  HOPSO_TRUST_ERROR_FAILED,
} HopsoTrustError;

#define HOPSO_TRUST_ERROR (hopso_trust_error_quark ())
GQuark hopso_trust_error_quark (void);

#define HOPSO_TYPE_TRUST_LIST (hopso_trust_list_get_type ())
G_DECLARE_FINAL_TYPE (HopsoTrustList, hopso_trust_list, HOPSO, TRUST_LIST, GObject)

HopsoTrustList *hopso_trust_list_new (void);
void hopso_trust_list_add_certificate (HopsoTrustList *self, HopsoCertificate *anchor);
void hopso_trust_list_add_certificate_for (HopsoTrustList *self,
                                           HopsoCertificate *anchor,
                                           gint64 from,
                                           gint64 until);
gboolean hopso_trust_list_add_pem_file (HopsoTrustList *self, const char *path, GError **error);
void hopso_trust_list_add_intermediate (HopsoTrustList *self, HopsoCertificate *certificate);
GPtrArray *hopso_trust_list_get_certificates (HopsoTrustList *self);
GPtrArray *hopso_trust_list_dup_path (HopsoTrustList *self,
                                      HopsoCertificate *leaf,
                                      GPtrArray *intermediates,
                                      gint64 at_time,
                                      GError **error);

G_END_DECLS
