/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The picture of the handwritten signature: chosen once from a file, kept with the account (and
 * so encrypted at rest), shown as it will stand on the page. */

#include "hopso-sign-dialog-private.h"

#include "hopso-file-prompt.h"

#include <glib/gi18n.h>

#define SETTING          "signature-picture"
#define MAX_PICTURE_SIZE (4 * 1024 * 1024)

static gboolean
take_picture (HopsoSignDialog *self, GBytes *png)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = gdk_texture_new_from_bytes (png, &error);

  if (texture == NULL)
    return FALSE;
  g_clear_pointer (&self->picture_png, g_bytes_unref);
  self->picture_png = g_bytes_ref (png);
  gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (texture));
  adw_action_row_set_subtitle (self->picture_row, NULL);
  hopso_sign_dialog_show_mark (self);
  return TRUE;
}

/* Shows the picture that the account keeps, if it keeps one. */
void
hopso_sign_dialog_load_picture (HopsoSignDialog *self)
{
  const char *kept = hopso_workspace_get_setting (self->workspace, SETTING);
  gsize size = 0;
  g_autofree guchar *bytes = kept != NULL ? g_base64_decode (kept, &size) : NULL;
  g_autoptr (GBytes) png = bytes != NULL ? g_bytes_new_take (g_steal_pointer (&bytes), size) : NULL;

  if (png == NULL || !take_picture (self, png))
    adw_action_row_set_subtitle (self->picture_row, _ ("None: your name is written instead"));
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoSignDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) png = g_file_load_bytes_finish (G_FILE (source), result, NULL, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (png == NULL || g_bytes_get_size (png) > MAX_PICTURE_SIZE || !take_picture (self, png))
    {
      adw_action_row_set_subtitle (
          self->picture_row, _ ("This file is not a picture that can be used. Choose a PNG."));
      return;
    }
  g_autofree char *kept = g_base64_encode (g_bytes_get_data (png, NULL), g_bytes_get_size (png));
  hopso_workspace_set_setting (self->workspace, SETTING, kept);
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoSignDialog) self = user_data;
  g_autoptr (GFile) file = hopso_file_prompt_finish (result, NULL);

  if (file != NULL && !g_cancellable_is_cancelled (self->cancellable))
    g_file_load_bytes_async (file, self->cancellable, loaded_cb, g_object_ref (self));
}

/* Asks for another picture. */
void
hopso_sign_dialog_ask_picture (HopsoSignDialog *self)
{
  static const char *const patterns[] = { "*.png", "*.PNG", NULL };
  const HopsoFilePrompt prompt = {
    .title = _ ("Picture of the signature"),
    .verb = _ ("_Use"),
    .filter_name = _ ("PNG pictures"),
    .patterns = patterns,
  };

  hopso_file_prompt_open_async (&prompt, GTK_WINDOW (self), self->cancellable, chosen_cb,
                                g_object_ref (self));
}
