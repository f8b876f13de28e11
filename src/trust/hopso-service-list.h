/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-certificate.h"

G_BEGIN_DECLS

/**
 * HopsoServiceListError:
 * @HOPSO_SERVICE_LIST_ERROR_MALFORMED: this is no trust list
 * @HOPSO_SERVICE_LIST_ERROR_SIGNATURE: it was altered, or not signed
 * @HOPSO_SERVICE_LIST_ERROR_OPERATOR: somebody else signed it
 * @HOPSO_SERVICE_LIST_ERROR_OLDER: a newer one is known already
 */
typedef enum
{
  HOPSO_SERVICE_LIST_ERROR_MALFORMED,
  HOPSO_SERVICE_LIST_ERROR_SIGNATURE,
  HOPSO_SERVICE_LIST_ERROR_OPERATOR,
  HOPSO_SERVICE_LIST_ERROR_OLDER,
} HopsoServiceListError;

#define HOPSO_SERVICE_LIST_ERROR (hopso_service_list_error_quark ())
GQuark hopso_service_list_error_quark (void);

/**
 * HopsoServiceTerm:
 * @certificate: of an authority
 * @provider: (nullable): who runs it
 * @from: the first second in which the list recognises it
 * @until: the first second in which it does not any more, %G_MAXINT64 for none
 *
 * A time in which an authority's certificate may be relied on.
 */
typedef struct
{
  HopsoCertificate *certificate;
  const char *provider;
  gint64 from;
  gint64 until;
} HopsoServiceTerm;

/**
 * HopsoServiceList:
 *
 * A trust list (ETSI TS 119 612): which authorities a state recognises, and since when.
 */
#define HOPSO_TYPE_SERVICE_LIST (hopso_service_list_get_type ())
G_DECLARE_FINAL_TYPE (HopsoServiceList, hopso_service_list, HOPSO, SERVICE_LIST, GObject)

HopsoServiceList *
hopso_service_list_open (GBytes *xml, const char *operator_fingerprint, GError **error);
HopsoCertificate *hopso_service_list_get_operator (HopsoServiceList *self);
const char *hopso_service_list_get_name (HopsoServiceList *self);
const char *hopso_service_list_get_territory (HopsoServiceList *self);
guint64 hopso_service_list_get_number (HopsoServiceList *self);
gint64 hopso_service_list_get_issued (HopsoServiceList *self);
gint64 hopso_service_list_get_next_update (HopsoServiceList *self);
guint hopso_service_list_get_n_terms (HopsoServiceList *self);
const HopsoServiceTerm *hopso_service_list_get_term (HopsoServiceList *self, guint position);

G_END_DECLS
