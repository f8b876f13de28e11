/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-fd.h"

G_BEGIN_DECLS

/* Whole MiB; without a name, gone when it is closed. */
HopsoFd hopso_flow_make_file (guint64 size);

/* The most memory this process ever had. */
guint64 hopso_flow_get_peak_kib (void);

G_END_DECLS
