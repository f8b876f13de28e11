/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HopsoAlert:
 *
 * A question with one verb to answer it, perhaps another one, and a way back.
 */
#define HOPSO_TYPE_ALERT (hopso_alert_get_type ())
G_DECLARE_FINAL_TYPE (HopsoAlert, hopso_alert, HOPSO, ALERT, GObject)

HopsoAlert *hopso_alert_new (const char *heading, const char *body, const char *verb);
HopsoAlert *hopso_alert_new_with_other (const char *heading,
                                        const char *body,
                                        const char *other,
                                        const char *verb);
void hopso_alert_set_destructive (HopsoAlert *self, gboolean is_destructive);
void hopso_alert_set_extra (HopsoAlert *self, GtkWidget *extra);
void hopso_alert_set_verb_enabled (HopsoAlert *self, gboolean is_enabled);
void hopso_alert_ask_async (HopsoAlert *self,
                            GtkWindow *parent,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean hopso_alert_ask_finish (HopsoAlert *self, GAsyncResult *result, GError **error);
gboolean hopso_alert_is_other (HopsoAlert *self);

G_END_DECLS
