/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-record.h"
#include "hopso-wire-json.h"

G_BEGIN_DECLS

JsonObject *hopso_wire_record_to_json (HopsoRecord *record);
HopsoRecord *hopso_wire_record_from_json (JsonObject *object, HopsoKindId kind, GError **error);
JsonObject *hopso_wire_patch_to_json (HopsoRecord *old, HopsoRecord *changed);
HopsoRecord *hopso_wire_record_apply_patch (HopsoRecord *old, JsonObject *patch, GError **error);

G_END_DECLS
