/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The picture of the signature, or with an agency's certificate that of the seal: made once, kept
 * with the account, shown as it will stand on the page. */

#include "hopso-sign-dialog-private.h"

#include "hopso-mark-store.h"
#include "hopso-picture-dialog.h"

#include <glib/gi18n.h>

static const char *
describe_missing (HopsoSignDialog *self)
{
  return hopso_sign_dialog_has_agency (self) ? _ ("None: make one out of a scan first")
                                             : _ ("None: your name is written instead");
}

static gboolean
take_picture (HopsoSignDialog *self, GBytes *png, double width_mm)
{
  g_autoptr (GdkTexture) texture = png != NULL ? gdk_texture_new_from_bytes (png, NULL) : NULL;

  g_clear_pointer (&self->picture_png, g_bytes_unref);
  gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (texture));
  self->picture_mm = width_mm;
  if (texture != NULL)
    self->picture_png = g_bytes_ref (png);
  adw_action_row_set_subtitle (self->picture_row, texture != NULL ? NULL : describe_missing (self));
  hopso_sign_dialog_show_mark (self);
  hopso_sign_dialog_look_at_all (self);
  return texture != NULL;
}

/* Shows the picture that the account keeps for who signs, if it keeps one. */
void
hopso_sign_dialog_load_picture (HopsoSignDialog *self)
{
  double width_mm;
  g_autoptr (GBytes) png =
      hopso_mark_store_dup (self->workspace, hopso_sign_dialog_has_agency (self), &width_mm);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->picture_row),
                                 hopso_sign_dialog_has_agency (self)
                                     ? _ ("Picture of the seal")
                                     : _ ("Picture of the signature"));
  take_picture (self, png, width_mm);
}

static void
taken_cb (HopsoPictureDialog *dialog, GBytes *png, double width_mm, HopsoSignDialog *self)
{
  g_autoptr (GError) error = NULL;

  if (!hopso_mark_store_keep (self->workspace, hopso_sign_dialog_has_agency (self), png, width_mm,
                              &error) ||
      !take_picture (self, png, width_mm))
    adw_action_row_set_subtitle (
        self->picture_row, _ ("This file is not a picture that can be used. Choose another one."));
}

/* Lets the person make another picture. */
void
hopso_sign_dialog_ask_picture (HopsoSignDialog *self)
{
  double width_mm;
  g_autoptr (GBytes) kept =
      hopso_mark_store_dup (self->workspace, hopso_sign_dialog_has_agency (self), &width_mm);
  GtkWidget *dialog = hopso_picture_dialog_new (hopso_sign_dialog_has_agency (self), width_mm);

  g_signal_connect_object (dialog, "taken", G_CALLBACK (taken_cb), self, 0);
  gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (self));
  gtk_window_present (GTK_WINDOW (dialog));
}
