/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sys/types.h>

G_BEGIN_DECLS

/**
 * HopsoTestProbe:
 *
 * Asks a running process, in each of its threads, what it is allowed to do. The asked process
 * calls hopso_test_probe_install() first thing; the asking one makes the probe, hands its
 * descriptor over and calls hopso_test_probe_ask().
 */
typedef struct _HopsoTestProbe HopsoTestProbe;

HopsoTestProbe *hopso_test_probe_new (void);
void hopso_test_probe_free (HopsoTestProbe *self);
int hopso_test_probe_get_fd (HopsoTestProbe *self);
guint hopso_test_probe_ask (HopsoTestProbe *self, pid_t process);
int hopso_test_probe_get_result (HopsoTestProbe *self, guint thread, guint attempt);
void hopso_test_probe_assert_locked (HopsoTestProbe *self, pid_t process, guint min_threads);

void hopso_test_probe_install (int fd);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoTestProbe, hopso_test_probe_free)

G_END_DECLS
