/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-clock.h"
#include "hopso-workspace.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HopsoNotifier:
 *
 * Tells a person on the desktop what happened elsewhere.
 */
#define HOPSO_TYPE_NOTIFIER (hopso_notifier_get_type ())
G_DECLARE_FINAL_TYPE (HopsoNotifier, hopso_notifier, HOPSO, NOTIFIER, GObject)

HopsoNotifier *
hopso_notifier_new (GApplication *application, HopsoWorkspace *workspace, HopsoClock *clock);
gboolean hopso_notifier_is_on (HopsoNotifier *self);
void hopso_notifier_set_on (HopsoNotifier *self, gboolean is_on);
void hopso_notifier_withdraw (HopsoNotifier *self, const char *meeting_id);

G_END_DECLS
