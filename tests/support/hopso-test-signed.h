/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-test-pki.h"

G_BEGIN_DECLS

/**
 * HopsoTestSigned:
 * @HOPSO_TEST_SIGNED_VALID: signed and stamped, with everything a verification needs
 * @HOPSO_TEST_SIGNED_UNKNOWN: signed only; nobody answers whether the certificate is revoked
 * @HOPSO_TEST_SIGNED_BROKEN: a signed byte was changed
 * @HOPSO_TEST_SIGNED_ALTERED: like the valid one, and afterwards a sum of money was painted over
 * @HOPSO_TEST_SIGNED_TWICE: signed by two people, one after the other
 *
 * What became of one and the same submission to the chair.
 */
typedef enum
{
  HOPSO_TEST_SIGNED_VALID,
  HOPSO_TEST_SIGNED_UNKNOWN,
  HOPSO_TEST_SIGNED_BROKEN,
  HOPSO_TEST_SIGNED_ALTERED,
  HOPSO_TEST_SIGNED_TWICE,
  HOPSO_TEST_N_SIGNED
} HopsoTestSigned;

GBytes *hopso_test_signed_new (HopsoTestPki *pki, HopsoTestSigned kind, gsize *signed_length);
const char *hopso_test_signed_get_name (HopsoTestSigned kind);

G_END_DECLS
