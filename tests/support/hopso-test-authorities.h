/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-test-pki.h"

G_BEGIN_DECLS

/**
 * HopsoTestAuthorities:
 *
 * A PKI whose authorities answer, in processes of their own on a loopback port: timestamps,
 * revocation lists, a responder; authorities.py tells at which addresses, and which of them do
 * wrong. Besides the usual certificates there are, all under sub but the last:
 *
 * | name | what |
 * |--|--|
 * | tsa-online | stamps time, can be asked about |
 * | tsa-ended | likewise, ended in 2021 |
 * | tsa-loose | may also do something else |
 * | tsa-mild | stamps time only, but not critically so |
 * | tsa-foreign | under other-root, which nobody trusts |
 */
typedef struct _HopsoTestAuthorities HopsoTestAuthorities;

HopsoTestAuthorities *hopso_test_authorities_new (void);
void hopso_test_authorities_free (HopsoTestAuthorities *self);
HopsoTestPki *hopso_test_authorities_get_pki (HopsoTestAuthorities *self);
char *hopso_test_authorities_dup_url (HopsoTestAuthorities *self, const char *path);
void hopso_test_authorities_go (HopsoTestAuthorities *self, gboolean up);
guint hopso_test_authorities_count (HopsoTestAuthorities *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoTestAuthorities, hopso_test_authorities_free)

G_END_DECLS
