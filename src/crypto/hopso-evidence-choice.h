/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-validation-material.h"

G_BEGIN_DECLS

GPtrArray *hopso_evidence_choose (HopsoValidationMaterial *material, GPtrArray *path);

G_END_DECLS
