/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-flow.h"
#include "hopso-test-proxy.h"

G_BEGIN_DECLS

/* A delegate whose every byte goes over a machine that does harm. */
typedef struct
{
  HopsoTestServer *server;
  HopsoTestProxy *proxy;
  HopsoWorkspace *delegate;
  guint n_answers;
} HopsoFlowNetwork;

int hopso_flow_network_run (int *argc, char ***argv, void (*add) (void));
void hopso_flow_network_set_up (HopsoFlowNetwork *self, gconstpointer data);
void hopso_flow_network_tear_down (HopsoFlowNetwork *self, gconstpointer data);

/* A change made here; it is another one each time. */
const char *hopso_flow_network_change (HopsoFlowNetwork *self);
void hopso_flow_network_wait_arrived (HopsoFlowNetwork *self, const char *answer);

/* The person is told so, in Vietnamese. */
void hopso_flow_network_wait_told (HopsoFlowNetwork *self, const char *words);
void hopso_flow_network_wait_mended (HopsoFlowNetwork *self);

void hopso_flow_network_fetch (HopsoFlowNetwork *self, const char *paper);
void hopso_flow_network_iterate (guint milliseconds);

G_END_DECLS
