/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-server-store.h"

G_BEGIN_DECLS

/**
 * HopsoTestStore:
 * @store: holds the small world of hopso-test-server.h
 * @clock: stands still
 * @folder: where it is
 */
typedef struct
{
  HopsoServerStore *store;
  HopsoClock *clock;
  char *folder;
} HopsoTestStore;

HopsoTestStore *hopso_test_store_new (void);
void hopso_test_store_reopen (HopsoTestStore *self);
void hopso_test_store_free (HopsoTestStore *self);

gpointer hopso_test_store_run (HopsoServerStore *store, HopsoServerFunc func, gpointer data);
gboolean hopso_test_store_may_see (HopsoServerStore *store, const char *person, const char *object);

G_END_DECLS
