/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-test-pki.h"

G_BEGIN_DECLS

/**
 * HopsoTestSignature:
 *
 * How a trust list is signed; all but the first are wrong.
 */
typedef enum
{
  HOPSO_TEST_SIGNATURE_RIGHT,
  HOPSO_TEST_SIGNATURE_SHA1,
  HOPSO_TEST_SIGNATURE_PART,  /* over the first part alone */
  HOPSO_TEST_SIGNATURE_XPATH, /* over what an expression selects */
} HopsoTestSignature;

#define HOPSO_TEST_GRANTED   "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/granted"
#define HOPSO_TEST_WITHDRAWN "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/withdrawn"
#define HOPSO_TEST_CA_QC     "http://uri.etsi.org/TrstSvc/Svctype/CA/QC"
#define HOPSO_TEST_TSA_QTST  "http://uri.etsi.org/TrstSvc/Svctype/TSA/QTST"

char *hopso_test_service_list_make_state (HopsoTestPki *pki,
                                          const char *certificate,
                                          const char *type,
                                          const char *status,
                                          const char *since);
char *hopso_test_service_list_make_service (const char *present, const char *past);
GBytes *hopso_test_service_list_new (HopsoTestPki *pki,
                                     const char *signer,
                                     guint number,
                                     const char *services,
                                     HopsoTestSignature signature);

G_END_DECLS
