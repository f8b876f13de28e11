/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window in which a person makes the picture of the own signature, by drawing it or out of a
 * scan; or, with an agency's certificate, that of the seal out of a scan. What comes of it is shown
 * on white and on grey before it is taken. Main thread. */

#include "hopso-picture-dialog.h"

#include "hopso-file-prompt.h"
#include "hopso-ink-pad.h"
#include "hopso-picture-load.h"

#include <glib/gi18n.h>

#define MAX_FILE (16 * 1024 * 1024)

struct _HopsoPictureDialog
{
  AdwWindow parent_instance;

  GCancellable *cancellable; /* owned */
  HopsoPicture *scan;        /* owned, nullable: none was opened */
  GBytes *png;               /* owned, nullable: there is nothing to take yet */
  gboolean is_seal;

  GtkStack *stack;
  GtkWidget *switcher;
  HopsoInkPad *pad;
  GtkWidget *undo_button;
  GtkWidget *clear_button;
  GtkWidget *threshold_box;
  GtkAdjustment *threshold;
  GtkLabel *problem_label;
  GtkPicture *white_picture;
  GtkPicture *grey_picture;
  AdwActionRow *size_row;
  GtkSpinButton *size_button;
  GtkWidget *take_button;
};

enum
{
  SIGNAL_TAKEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HopsoPictureDialog, hopso_picture_dialog, ADW_TYPE_WINDOW)

static gboolean
is_drawing (HopsoPictureDialog *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "draw") == 0;
}

/* Takes @png. */
static void
show_result (HopsoPictureDialog *self, GBytes *png, const char *problem)
{
  g_autoptr (GdkTexture) texture = png != NULL ? gdk_texture_new_from_bytes (png, NULL) : NULL;

  g_clear_pointer (&self->png, g_bytes_unref);
  self->png = png;
  gtk_picture_set_paintable (self->white_picture, GDK_PAINTABLE (texture));
  gtk_picture_set_paintable (self->grey_picture, GDK_PAINTABLE (texture));
  gtk_label_set_label (self->problem_label, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem_label), problem != NULL);
  gtk_widget_set_sensitive (self->take_button, texture != NULL);
}

static void
show_scan (HopsoPictureDialog *self)
{
  g_autoptr (GError) error = NULL;
  GBytes *png = NULL;

  gtk_widget_set_sensitive (self->threshold_box, self->scan != NULL);
  if (self->scan != NULL)
    {
      const HopsoInkScan scan = { self->scan->pixels, self->scan->width, self->scan->height,
                                  (gsize) self->scan->width * 4 };

      png = hopso_ink_extract (&scan, gtk_adjustment_get_value (self->threshold),
                               self->is_seal ? HOPSO_INK_RED : HOPSO_INK_BLUE, &error);
    }
  show_result (self, png,
               self->scan != NULL && png == NULL
                   ? _ ("No ink is found on this picture. Move the slider, or choose another one.")
                   : NULL);
}

static void
update (HopsoPictureDialog *self)
{
  /* While the template is made, not all of it is there. */
  if (self->take_button == NULL)
    return;
  gboolean has_strokes = hopso_ink_pad_count_strokes (self->pad) > 0;

  gtk_widget_set_sensitive (self->undo_button, has_strokes);
  gtk_widget_set_sensitive (self->clear_button, has_strokes);
  if (is_drawing (self))
    show_result (self, hopso_ink_pad_dup_png (self->pad), NULL);
  else
    show_scan (self);
}

/* --- a file ---------------------------------------------------------------------------------- */

static void
decoded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoPictureDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  HopsoPicture *scan = hopso_picture_load_finish (result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    {
      g_clear_pointer (&scan, hopso_picture_free);
      return;
    }
  g_clear_pointer (&self->scan, hopso_picture_free);
  self->scan = scan;
  gtk_stack_set_visible_child_name (self->stack, "scan");
  update (self);
  if (scan == NULL)
    show_result (self, NULL,
                 _ ("This file is no picture that can be used: a PNG or JPEG, neither damaged nor "
                    "too large."));
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoPictureDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_file_load_bytes_finish (G_FILE (source), result, NULL, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (bytes == NULL)
    show_result (self, NULL, error->message);
  else
    hopso_picture_load_async (bytes, self->cancellable, decoded_cb, g_object_ref (self));
}

static void
measured_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoPictureDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (info == NULL)
    show_result (self, NULL, error->message);
  else if (g_file_info_get_size (info) > MAX_FILE)
    show_result (self, NULL, _ ("The picture is too large: 16 MiB at most."));
  else
    g_file_load_bytes_async (G_FILE (source), self->cancellable, loaded_cb, g_object_ref (self));
}

/**
 * hopso_picture_dialog_open:
 * @file: a scan or photograph
 *
 * Takes the signature or seal out of it.
 */
void
hopso_picture_dialog_open (HopsoPictureDialog *self, GFile *file)
{
  g_return_if_fail (HOPSO_IS_PICTURE_DIALOG (self));
  g_file_query_info_async (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE,
                           G_PRIORITY_DEFAULT, self->cancellable, measured_cb, g_object_ref (self));
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoPictureDialog) self = user_data;
  g_autoptr (GFile) file = hopso_file_prompt_finish (result, NULL);

  if (file != NULL && !g_cancellable_is_cancelled (self->cancellable))
    hopso_picture_dialog_open (self, file);
}

static void
choose_cb (HopsoPictureDialog *self)
{
  static const char *const patterns[] = { "*.png",  "*.PNG",  "*.jpg", "*.JPG",
                                          "*.jpeg", "*.JPEG", NULL };
  const HopsoFilePrompt prompt = { .title = _ ("Scan or photograph"),
                                   .verb = _ ("_Open"),
                                   .filter_name = _ ("Pictures (PNG, JPEG)"),
                                   .patterns = patterns };

  hopso_file_prompt_open_async (&prompt, GTK_WINDOW (self), self->cancellable, chosen_cb,
                                g_object_ref (self));
}

/* --- the window ------------------------------------------------------------------------------ */

static void
undo_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  HopsoPictureDialog *self = HOPSO_PICTURE_DIALOG (widget);

  if (is_drawing (self))
    hopso_ink_pad_undo (self->pad);
  else
    gtk_adjustment_set_value (self->threshold, HOPSO_INK_THRESHOLD);
}

static void
clear_cb (HopsoPictureDialog *self)
{
  hopso_ink_pad_clear (self->pad);
}

static void
cancel_cb (HopsoPictureDialog *self)
{
  gtk_window_close (GTK_WINDOW (self));
}

static void
take_cb (HopsoPictureDialog *self)
{
  if (self->png == NULL)
    return;
  g_signal_emit (self, signals[SIGNAL_TAKEN], 0, self->png,
                 gtk_spin_button_get_value (self->size_button));
  gtk_window_close (GTK_WINDOW (self));
}

static void
hopso_picture_dialog_dispose (GObject *object)
{
  HopsoPictureDialog *self = HOPSO_PICTURE_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  G_OBJECT_CLASS (hopso_picture_dialog_parent_class)->dispose (object);
}

static void
hopso_picture_dialog_finalize (GObject *object)
{
  HopsoPictureDialog *self = HOPSO_PICTURE_DIALOG (object);

  g_object_unref (self->cancellable);
  g_clear_pointer (&self->scan, hopso_picture_free);
  g_clear_pointer (&self->png, g_bytes_unref);
  G_OBJECT_CLASS (hopso_picture_dialog_parent_class)->finalize (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, HopsoPictureDialog, name)
#define CALL(name) gtk_widget_class_bind_template_callback (widget_class, name)

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/hopso/HopSo/documents/hopso-picture-dialog.ui");
  BIND (stack);
  BIND (switcher);
  BIND (pad);
  BIND (undo_button);
  BIND (clear_button);
  BIND (threshold_box);
  BIND (threshold);
  BIND (problem_label);
  BIND (white_picture);
  BIND (grey_picture);
  BIND (size_row);
  BIND (size_button);
  BIND (take_button);
  CALL (update);
  CALL (choose_cb);
  CALL (clear_cb);
  CALL (cancel_cb);
  CALL (take_cb);
}

static void
hopso_picture_dialog_class_init (HopsoPictureDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  g_type_ensure (HOPSO_TYPE_INK_PAD);
  object_class->dispose = hopso_picture_dialog_dispose;
  object_class->finalize = hopso_picture_dialog_finalize;
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "picture.undo", NULL, undo_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "picture.undo",
                                       NULL);
  signals[SIGNAL_TAKEN] =
      g_signal_new ("taken", HOPSO_TYPE_PICTURE_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_BYTES, G_TYPE_DOUBLE);
}

static void
hopso_picture_dialog_init (HopsoPictureDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hopso_picture_dialog_new:
 * @is_seal: the picture is of an agency's seal: red, and never drawn
 * @width_mm: how wide it is on paper
 *
 * Returns: (transfer floating): the window
 */
GtkWidget *
hopso_picture_dialog_new (gboolean is_seal, double width_mm)
{
  HopsoPictureDialog *self = g_object_new (HOPSO_TYPE_PICTURE_DIALOG, NULL);

  self->is_seal = is_seal;
  gtk_spin_button_set_value (self->size_button, width_mm);
  if (is_seal)
    {
      gtk_window_set_title (GTK_WINDOW (self), _ ("Picture of the seal"));
      gtk_stack_set_visible_child_name (self->stack, "scan");
      gtk_widget_set_visible (self->switcher, FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->size_row),
                                     _ ("Diameter of the seal (mm)"));
    }
  update (self);
  return GTK_WIDGET (self);
}
