/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-wire-record.h"

G_BEGIN_DECLS

#define HOPSO_WIRE_PROBLEM_MEDIA_TYPE "application/problem+json"

/**
 * HopsoWireProblem:
 * @type: (owned): a stable name, such as "urn:hopso:problem:stale"
 * @title_vi: (owned): what is wrong, for people, in Vietnamese
 * @title_en: (owned): the same in English
 * @status: the status code of the reply
 * @detail: (owned) (nullable): for the person who looks into it, in English
 * @retry_after: seconds to wait before the next try, 0: not said
 * @current: (owned) (nullable): the object as it is now, with a write that came too late
 *
 * Why a request was refused (RFC 9457). A plain struct.
 */
typedef struct
{
  char *type;
  char *title_vi;
  char *title_en;
  int status;
  char *detail;
  gint64 retry_after;
  HopsoRecord *current;
} HopsoWireProblem;

HopsoWireProblem *hopso_wire_problem_new (
    const char *type, int status, const char *title_vi, const char *title_en, const char *detail);
void hopso_wire_problem_free (HopsoWireProblem *self);
JsonObject *hopso_wire_problem_to_json (const HopsoWireProblem *self, gboolean in_english);
HopsoWireProblem *hopso_wire_problem_from_json (JsonObject *object, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoWireProblem, hopso_wire_problem_free)

G_END_DECLS
