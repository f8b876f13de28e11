/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-server-store.h"
#include "hopso-test-tls.h"

G_BEGIN_DECLS

/* The small world: one agency with a meeting, an item, three papers and a request to sign one of
 * them; a second meeting is a draft. Everybody has the same password. */
#define HOPSO_TEST_PASSWORD "mật khẩu thử"

#define HOPSO_TEST_AGENCY       "00000000-0000-4000-8000-0000000000a1"
#define HOPSO_TEST_OTHER_AGENCY "00000000-0000-4000-8000-0000000000a2"
#define HOPSO_TEST_CHAIR        "00000000-0000-4000-8000-0000000000b1" /* login "chutri" */
#define HOPSO_TEST_CLERK        "00000000-0000-4000-8000-0000000000b2" /* login "thuky" */
#define HOPSO_TEST_DELEGATE     "00000000-0000-4000-8000-0000000000b3" /* login "daibieu" */
#define HOPSO_TEST_STRANGER     "00000000-0000-4000-8000-0000000000b4" /* login "nguoila" */
#define HOPSO_TEST_INSPECTOR    "00000000-0000-4000-8000-0000000000b5" /* login "thanhtra" */
#define HOPSO_TEST_ADMIN        "00000000-0000-4000-8000-0000000000b6" /* login "quantri" */
#define HOPSO_TEST_MEETING      "00000000-0000-4000-8000-0000000000c1"
#define HOPSO_TEST_DRAFT        "00000000-0000-4000-8000-0000000000c2"
#define HOPSO_TEST_ITEM         "00000000-0000-4000-8000-0000000000d1"
#define HOPSO_TEST_PART_CHAIR   "00000000-0000-4000-8000-0000000000e1"
#define HOPSO_TEST_PART         "00000000-0000-4000-8000-0000000000e3" /* of the delegate */
#define HOPSO_TEST_PAPER        "00000000-0000-4000-8000-0000000000f1" /* of the item */
#define HOPSO_TEST_LONG_PAPER   "00000000-0000-4000-8000-0000000000f2" /* 1 MB, of the item */
#define HOPSO_TEST_SIGN_PAPER   "00000000-0000-4000-8000-0000000000f3" /* of no meeting */
#define HOPSO_TEST_SIGN_REQUEST "00000000-0000-4000-8000-000000000011" /* to the chair */

void hopso_test_server_fill (HopsoServerStore *store);
HopsoRecord *hopso_test_server_get (HopsoServerStore *store, HopsoKindId kind, const char *id);
void hopso_test_server_put (HopsoServerStore *store, HopsoRecord *record);
void hopso_test_server_set (
    HopsoServerStore *store, HopsoKindId kind, const char *id, guint field, const char *value);
void hopso_test_server_delete (HopsoServerStore *store, HopsoKindId kind, const char *id);

/**
 * HopsoTestServer:
 *
 * The real program, with a certificate of its own and a folder of its own.
 */
typedef struct _HopsoTestServer HopsoTestServer;

HopsoTestServer *hopso_test_server_new (void);
HopsoTestServer *hopso_test_server_new_sample (void);
const char *hopso_test_server_get_url (HopsoTestServer *self);
const char *hopso_test_server_get_ca_file (HopsoTestServer *self);
HopsoTestTls *hopso_test_server_get_tls (HopsoTestServer *self);
const char *hopso_test_server_get_data (HopsoTestServer *self);
GPid hopso_test_server_get_pid (HopsoTestServer *self);
void hopso_test_server_stop (HopsoTestServer *self);
void hopso_test_server_kill (HopsoTestServer *self);
void hopso_test_server_start (HopsoTestServer *self);
void hopso_test_server_restart (HopsoTestServer *self);
void hopso_test_server_restore (HopsoTestServer *self, const char *backup);
void hopso_test_server_free (HopsoTestServer *self);
int hopso_test_server_command (HopsoTestServer *self, char **output, ...) G_GNUC_NULL_TERMINATED;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoTestServer, hopso_test_server_free)

G_END_DECLS
