/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-reader.h"
#include "hopso-window-private.h"

G_BEGIN_DECLS

/* A window in which nobody has signed in, and a folder for files. */
typedef struct
{
  HopsoClock *clock; /* owned */
  HopsoWindow *window;
  char *folder; /* owned */
} ReadingWorld;

typedef struct
{
  const char *name;
  void (*test) (ReadingWorld *world, gconstpointer data);
} ReadingTest;

int
reading_world_run (int argc, char **argv, const char *folder, const ReadingTest *tests, gsize n);
GFile *reading_world_write_file (ReadingWorld *world, const char *name, GBytes *bytes);
GFile *reading_world_write_pages (ReadingWorld *world, const char *name, guint n_pages);
HopsoReader *reading_world_get_reader (ReadingWorld *world);
gboolean reading_world_is_shown (gpointer data);
void reading_world_open_file (ReadingWorld *world, GFile *file);
guint reading_world_get_n_pages (ReadingWorld *world);
guint reading_world_get_n_tabs (ReadingWorld *world);
void reading_world_activate (ReadingWorld *world, const char *action);
gboolean reading_world_says (ReadingWorld *world, const char *text);
gboolean reading_world_is_bar_shown (ReadingWorld *world);
void reading_world_wait_for_words (ReadingWorld *world, const char *words);

G_END_DECLS
