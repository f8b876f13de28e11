/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

gboolean hopso_test_window_init (int *argc, char ***argv);
int hopso_test_window_run (void);
void hopso_test_window_wait (gboolean (*is_done) (gpointer), gpointer data);
void hopso_test_window_settle (void);
GtkWindow *hopso_test_window_show (GtkWidget *child, int width, int height);
void hopso_test_window_save (GtkWidget *window, const char *name);
GtkWidget *hopso_test_window_find (GtkWidget *root,
                                   GType type,
                                   gboolean (*matches) (GtkWidget *, gpointer),
                                   gpointer data);
GtkWidget *hopso_test_window_find_label (GtkWidget *root, const char *text);
GtkWidget *hopso_test_window_find_button (GtkWidget *root, const char *text);
gboolean hopso_test_window_press (GtkWidget *widget, guint keyval, GdkModifierType modifiers);
void hopso_test_window_set_dark (gboolean is_dark);
void hopso_test_window_watch_actions (GtkWidget *widget,
                                      const char *prefix,
                                      const char *const *names,
                                      GString *log);

G_END_DECLS
