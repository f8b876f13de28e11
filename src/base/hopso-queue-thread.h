/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define HOPSO_TYPE_QUEUE_THREAD (hopso_queue_thread_get_type ())
G_DECLARE_FINAL_TYPE (HopsoQueueThread, hopso_queue_thread, HOPSO, QUEUE_THREAD, GObject)

HopsoQueueThread *hopso_queue_thread_new (const char *name);
void hopso_queue_thread_push (HopsoQueueThread *self, GTask *task, GTaskThreadFunc func);
void hopso_queue_thread_stop (HopsoQueueThread *self);

G_END_DECLS
