/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define HOPSO_TYPE_CLOCK (hopso_clock_get_type ())
G_DECLARE_FINAL_TYPE (HopsoClock, hopso_clock, HOPSO, CLOCK, GObject)

HopsoClock *hopso_clock_new_system (void);
HopsoClock *hopso_clock_new_fixed (gint64 unix_seconds);
gint64 hopso_clock_now (HopsoClock *self);
void hopso_clock_advance (HopsoClock *self, gint64 seconds);

G_END_DECLS
