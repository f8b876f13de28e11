/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-clock.h"
#include "hopso-workspace.h"

#include <gtk/gtk.h>

/* What each test of a page starts from: the province on its Monday morning, a window, and a log of
 * the actions that the page asks of it. */
typedef struct
{
  HopsoWorkspace *workspace; /* owned */
  HopsoClock *clock;         /* owned */
  GtkWidget *page;           /* borrowed: of the window */
  GtkWindow *window;         /* owned */
  GString *log;              /* owned */
} World;

void world_set_up (World *world);
void world_show (World *world, GtkWidget *page);
void world_tear_down (World *world, gconstpointer data);
gboolean world_says (World *world, const char *text);
