/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-record.h"

G_BEGIN_DECLS

extern const HopsoKind hopso_kinds[HOPSO_N_KINDS];

GType hopso_kind_get_record_type (HopsoKindId id);

/* One type of record: HopsoMeeting for HOPSO_KIND_MEETING, and so on. */
#define HOPSO_DEFINE_RECORD(TypeName, type_name, KIND) \
  struct _##TypeName \
  { \
    HopsoRecord parent_instance; \
  }; \
  G_DEFINE_FINAL_TYPE (TypeName, type_name, HOPSO_TYPE_RECORD) \
  static void type_name##_class_init (TypeName##Class *klass) \
  { \
    HOPSO_RECORD_CLASS (klass)->kind = KIND; \
  } \
  static void type_name##_init (TypeName *self) {}

G_END_DECLS
