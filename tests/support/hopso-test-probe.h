/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <sys/types.h>

G_BEGIN_DECLS

/**
 * HopsoTestProbe:
 *
 * Asks a running program, in each of its threads, what it is allowed to do. The program is the
 * real one: a library that answers is loaded into it by the environment that
 * hopso_test_probe_load_into() sets; HOPSO_TEST_PROBE_LIBRARY names its file.
 */
typedef struct _HopsoTestProbe HopsoTestProbe;

HopsoTestProbe *hopso_test_probe_new (void);
void hopso_test_probe_free (HopsoTestProbe *self);
void hopso_test_probe_load_into (HopsoTestProbe *self, GSubprocessLauncher *launcher);
guint hopso_test_probe_ask (HopsoTestProbe *self, pid_t process);
gboolean hopso_test_probe_ask_fatal (HopsoTestProbe *self, pid_t process, guint attempt);
int hopso_test_probe_get_result (HopsoTestProbe *self, guint thread, guint attempt);
gboolean hopso_test_probe_is_hidden (HopsoTestProbe *self);
int hopso_test_probe_get_death_signal (HopsoTestProbe *self);
guint hopso_test_probe_count_open (HopsoTestProbe *self);
guint64 hopso_test_probe_get_standard (HopsoTestProbe *self, guint fd);
const char *hopso_test_probe_get_thread (HopsoTestProbe *self, guint thread);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoTestProbe, hopso_test_probe_free)

G_END_DECLS
