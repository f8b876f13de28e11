/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HopsoTestFaultType:
 * @HOPSO_TEST_FAULT_CUT: hangs up after so many bytes of the answer's body; 0: the server has done
 *   it, and nobody hears
 * @HOPSO_TEST_FAULT_CUT_REQUEST: hangs up after so many bytes of the request's body
 * @HOPSO_TEST_FAULT_TRUNCATE: the answer ends in good order after so many bytes
 * @HOPSO_TEST_FAULT_CORRUPT: the byte of the answer's body at this place is another
 * @HOPSO_TEST_FAULT_DELAY: the answer comes so many milliseconds later
 * @HOPSO_TEST_FAULT_THROTTLE: so many bytes per second in each direction
 * @HOPSO_TEST_FAULT_REPEAT: the server gets the request so many times more
 * @HOPSO_TEST_FAULT_ANSWER: somebody else answers; the server hears nothing
 */
typedef enum
{
  HOPSO_TEST_FAULT_CUT,
  HOPSO_TEST_FAULT_CUT_REQUEST,
  HOPSO_TEST_FAULT_TRUNCATE,
  HOPSO_TEST_FAULT_CORRUPT,
  HOPSO_TEST_FAULT_DELAY,
  HOPSO_TEST_FAULT_THROTTLE,
  HOPSO_TEST_FAULT_REPEAT,
  HOPSO_TEST_FAULT_ANSWER,
  HOPSO_TEST_N_FAULTS
} HopsoTestFaultType;

/**
 * HopsoTestFault:
 * @type: what goes wrong
 * @path: (nullable): with requests whose path begins so; %NULL: with all
 * @amount: see the type
 * @times: how often, 0: until it is mended
 * @status: of an answer of somebody else
 * @headers: (nullable): of it, whole lines
 * @body: (nullable): of it
 *
 * What goes wrong between a client and the server. The strings are static.
 */
typedef struct
{
  HopsoTestFaultType type;
  const char *path;
  guint64 amount;
  guint times;
  guint status;
  const char *headers;
  const char *body;
} HopsoTestFault;

/**
 * HopsoTestExchange:
 * @method: of the request
 * @path: of the request, with its query
 * @range: (nullable): the part that was asked for
 * @at: when it came, monotonic microseconds
 * @status: of the answer, 0: there was none
 * @n_bytes: of the answer's body that went out
 * @is_whole: whether the answer went out to its end
 *
 * What went over the proxy once.
 */
typedef struct
{
  char *method;
  char *path;
  char *range;
  gint64 at;
  guint status;
  guint64 n_bytes;
  gboolean is_whole;
} HopsoTestExchange;

/**
 * HopsoTestProxy:
 *
 * A machine between the clients and the server, with threads of its own. It speaks TLS to both, so
 * that it can do harm inside HTTP, and counts.
 */
typedef struct _HopsoTestProxy HopsoTestProxy;

HopsoTestProxy *hopso_test_proxy_new (const char *server_url,
                                      const char *ca_file,
                                      const char *pem_file,
                                      GSocketFamily family);
void hopso_test_proxy_free (HopsoTestProxy *self);
const char *hopso_test_proxy_get_url (HopsoTestProxy *self);

void hopso_test_proxy_add_fault (HopsoTestProxy *self, const HopsoTestFault *fault);
void hopso_test_proxy_mend (HopsoTestProxy *self);
guint hopso_test_proxy_get_n_faults (HopsoTestProxy *self);
void hopso_test_proxy_set_certificate (HopsoTestProxy *self, const char *pem_file);
void hopso_test_proxy_set_date_offset (HopsoTestProxy *self, gint64 seconds);
void hopso_test_proxy_set_blind (HopsoTestProxy *self, gboolean is_blind);
void hopso_test_proxy_hang_up (HopsoTestProxy *self);

GPtrArray *hopso_test_proxy_list (HopsoTestProxy *self, const char *path);
guint hopso_test_proxy_count (HopsoTestProxy *self, const char *path);
guint hopso_test_proxy_get_n_connections (HopsoTestProxy *self);
void hopso_test_proxy_forget (HopsoTestProxy *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoTestProxy, hopso_test_proxy_free)

G_END_DECLS
