/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-remote.h"

G_BEGIN_DECLS

/**
 * TestOffice:
 *
 * A document server in memory, with the rules for what is composed: entity tags, merge patches,
 * removal and bringing back, idempotency. No rights, no bytes.
 */
typedef struct _TestOffice TestOffice;

TestOffice *test_office_new (void);
void test_office_free (TestOffice *self);
char *test_office_describe (TestOffice *self);
guint test_office_count_requests (TestOffice *self);

/* Every so-manieth reply is lost on its way, and every so-manieth request before it arrives; 0:
 * none. */
void test_office_set_cuts (TestOffice *self, guint replies, guint requests);

/* What all chances come from. */
void test_office_set_seed (guint32 seed);
gint32 test_office_draw (gint32 from, gint32 to);

/* One clerk's way to it. */
HopsoRemote *test_office_connect (TestOffice *self);

G_END_DECLS
