/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What can be done in the window of a verdict: another file, a report to keep, walking through the
 * changes, nearer and farther; each by a button and by a key. Main thread. */

#include "hopso-verify-dialog-private.h"

#include "hopso-file-prompt.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

static void
tell (HopsoVerifyDialog *self, const char *words)
{
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (words));
}

/* A file that people have chosen or dropped takes the place of the one in sight. */
gboolean
hopso_verify_dialog_take_file (HopsoVerifyDialog *self, GFile *file)
{
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *name = g_file_get_basename (file);
  g_auto (HopsoFd) fd = path != NULL ? open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) : -1;

  if (fd < 0)
    {
      tell (self, _ ("The file cannot be read. Copy it to this computer and try again."));
      return FALSE;
    }
  hopso_verify_dialog_set_password (self, NULL);
  hopso_fd_close (self->fd);
  self->fd = hopso_fd_steal (&fd);
  g_free (self->title);
  self->title = g_strdup (name);
  adw_window_title_set_subtitle (self->window_title, name);
  hopso_verify_dialog_check (self);
  return TRUE;
}

static void
file_chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoVerifyDialog) self = user_data;
  g_autoptr (GFile) file = hopso_file_prompt_finish (result, NULL);

  if (file != NULL && self->verifier != NULL)
    hopso_verify_dialog_take_file (self, file);
}

static void
open_other (GtkWidget *widget, const char *name, GVariant *parameter)
{
  static const char *const patterns[] = { "*.pdf", "*.PDF", NULL };
  const HopsoFilePrompt prompt = { .title = _ ("Check the signatures of a file"),
                                   .verb = _ ("_Check"),
                                   .filter_name = _ ("PDF documents"),
                                   .patterns = patterns };
  HopsoVerifyDialog *self = HOPSO_VERIFY_DIALOG (widget);

  hopso_file_prompt_open_async (&prompt, GTK_WINDOW (self), self->cancellable, file_chosen_cb,
                                g_object_ref (self));
}

static void
go_next (GtkWidget *widget, const char *name, GVariant *parameter)
{
  hopso_change_view_go (HOPSO_VERIFY_DIALOG (widget)->change_view, 1);
}

static void
go_previous (GtkWidget *widget, const char *name, GVariant *parameter)
{
  hopso_change_view_go (HOPSO_VERIFY_DIALOG (widget)->change_view, -1);
}

static void
zoom (GtkWidget *widget, const char *name, GVariant *parameter)
{
  hopso_change_view_zoom (HOPSO_VERIFY_DIALOG (widget)->change_view,
                          g_variant_get_int32 (parameter));
}

static void
check_again (GtkWidget *widget, const char *name, GVariant *parameter)
{
  hopso_verify_dialog_check (HOPSO_VERIFY_DIALOG (widget));
}

/* The list of authorities is the main window's. */
static void
show_trust (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (widget));

  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.trust", NULL);
}

static void
add_zoom (GtkWidgetClass *widget_class, guint keyval, int step)
{
  gtk_widget_class_add_binding_action (widget_class, keyval, GDK_CONTROL_MASK, "verify.zoom", "i",
                                       step);
}

/* Of the class, once. */
void
hopso_verify_dialog_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "verify.open", NULL, open_other);
  gtk_widget_class_install_action (widget_class, "verify.save", "s", hopso_verify_dialog_save);
  gtk_widget_class_install_action (widget_class, "verify.next", NULL, go_next);
  gtk_widget_class_install_action (widget_class, "verify.previous", NULL, go_previous);
  gtk_widget_class_install_action (widget_class, "verify.zoom", "i", zoom);
  gtk_widget_class_install_action (widget_class, "verify.trust", NULL, show_trust);
  gtk_widget_class_install_action (widget_class, "verify.again", NULL, check_again);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_o, GDK_CONTROL_MASK, "verify.open",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "verify.save",
                                       "s", "pdf");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F3, 0, "verify.next", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F3, GDK_SHIFT_MASK, "verify.previous",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F5, 0, "verify.again", NULL);
  add_zoom (widget_class, GDK_KEY_plus, 1);
  add_zoom (widget_class, GDK_KEY_equal, 1);
  add_zoom (widget_class, GDK_KEY_KP_Add, 1);
  add_zoom (widget_class, GDK_KEY_minus, -1);
  add_zoom (widget_class, GDK_KEY_KP_Subtract, -1);
  add_zoom (widget_class, GDK_KEY_0, 0);
}
