/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What libFuzzer calls, and what the replay calls in ordinary builds. */
int LLVMFuzzerTestOneInput (const guint8 *bytes, gsize size);
