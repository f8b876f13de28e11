/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window in which the picture of a signature is made: drawn, or taken out of a photograph. */

#include "hopso-ink-pad.h"
#include "hopso-ink.h"
#include "hopso-picture-dialog.h"
#include "hopso-test-folder.h"
#include "hopso-test-window.h"

#include <math.h>
#include <string.h>

typedef struct
{
  char *folder;
  GtkWidget *window;
  GBytes *taken;
  double width_mm;
} World;

static void
taken_cb (HopsoPictureDialog *dialog, GBytes *png, double width_mm, World *world)
{
  world->taken = g_bytes_ref (png);
  world->width_mm = width_mm;
}

/* @data: the window is about a seal. */
static void
set_up (World *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  world->folder = g_dir_make_tmp ("hopso-picture-XXXXXX", &error);
  g_assert_no_error (error);
  world->window = hopso_picture_dialog_new (data != NULL, data != NULL ? 36 : 45);
  g_signal_connect (world->window, "taken", G_CALLBACK (taken_cb), world);
  /* The reference is for what a test asks after the window has closed. */
  g_object_ref (hopso_test_window_show (world->window, 680, 680));
}

static void
tear_down (World *world, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (world->window));
  g_object_unref (world->window);
  g_clear_pointer (&world->taken, g_bytes_unref);
  hopso_test_folder_remove (world->folder);
  g_free (world->folder);
}

static GtkWidget *
find_button (World *world, const char *text)
{
  GtkWidget *button = hopso_test_window_find_button (world->window, text);

  g_assert_nonnull (button);
  return button;
}

static gboolean
can_take (gpointer data)
{
  return gtk_widget_is_sensitive (find_button (data, "Dùng"));
}

static gboolean
cannot_take (gpointer data)
{
  return !can_take (data);
}

static gboolean
is_taken (gpointer data)
{
  return ((World *) data)->taken != NULL;
}

/* A button that is activated is pressed for a moment first. */
static void
take (World *world)
{
  gtk_widget_activate (find_button (world, "Dùng"));
  hopso_test_window_wait (is_taken, world);
}

static gboolean
is_mapped (GtkWidget *widget, gpointer data)
{
  return gtk_widget_get_mapped (widget);
}

static void
draw (World *world, double x, double y)
{
  HopsoInkPad *pad =
      HOPSO_INK_PAD (hopso_test_window_find (world->window, HOPSO_TYPE_INK_PAD, is_mapped, NULL));

  hopso_ink_pad_begin (pad, x, y, 0.5);
  for (guint i = 1; i < 60; i++)
    hopso_ink_pad_move (pad, x + 4 * i, y + 30 * sin (i / 6.0), 0.5 + 0.4 * sin (i / 9.0));
}

static void
test_a_signature_is_drawn (World *world, gconstpointer data)
{
  g_assert_false (can_take (world));
  draw (world, 90, 110);
  draw (world, 200, 90);
  g_assert_true (can_take (world));
  hopso_test_window_save (world->window, "picture-draw");
  g_assert_true (hopso_test_window_press (world->window, GDK_KEY_z, GDK_CONTROL_MASK));
  g_assert_true (can_take (world));
  g_assert_true (hopso_test_window_press (world->window, GDK_KEY_z, GDK_CONTROL_MASK));
  g_assert_false (can_take (world));
  draw (world, 90, 110);
  take (world);
  g_assert_true (hopso_mark_picture_check (world->taken, NULL));
  g_assert_cmpfloat (world->width_mm, ==, 45);
}

/* A sheet in bad light with a stroke of a pen; @type: "png" or "jpeg". */
static GFile *
make_photograph (World *world, const char *type)
{
  g_autofree char *path = g_build_filename (world->folder, type, NULL);
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 700, 400);
  guint8 *pixels = gdk_pixbuf_get_pixels (pixbuf);
  int stride = gdk_pixbuf_get_rowstride (pixbuf);
  g_autoptr (GError) error = NULL;

  for (int y = 0; y < 400; y++)
    for (int x = 0; x < 700; x++)
      {
        gboolean is_ink = fabs (y - 200 - 60 * sin (x / 40.0)) < 5 && x > 120 && x < 560;
        double light = (150 + 100.0 * x / 700) * (is_ink ? 0.4 : 1);

        memset (pixels + y * stride + x * 3, (int) light, 3);
      }
  gdk_pixbuf_save (pixbuf, path, type, &error, NULL);
  g_assert_no_error (error);
  return g_file_new_for_path (path);
}

static void
test_a_signature_is_taken_off_a_photograph (World *world, gconstpointer data)
{
  static const char *const types[] = { "jpeg", "png" };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (GFile) file = make_photograph (world, types[i]);

      hopso_picture_dialog_open (HOPSO_PICTURE_DIALOG (world->window), file);
      hopso_test_window_wait (can_take, world);
      hopso_test_window_settle ();
    }
  hopso_test_window_save (world->window, "picture-scan");
  take (world);
  g_autoptr (GdkTexture) texture = gdk_texture_new_from_bytes (world->taken, NULL);
  g_assert_true (hopso_mark_picture_check (world->taken, NULL));
  /* Cropped to the ink. */
  g_assert_cmpint (ABS (gdk_texture_get_width (texture) - 452), <, 12);
  g_assert_cmpint (ABS (gdk_texture_get_height (texture) - 142), <, 14);
}

static const char problem[] =
    "Không dùng được tệp này: cần ảnh PNG hoặc JPEG, không hỏng và không quá lớn.";

static gboolean
sees_problem (gpointer data)
{
  GtkWidget *label = hopso_test_window_find_label (((World *) data)->window, problem);

  return label != NULL && gtk_widget_get_mapped (label);
}

static void
test_hostile_files_are_told (World *world, gconstpointer data)
{
  static const char bomb[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xff\xff\0\0\xff\xff\x08\x06\0\0\0"
                             "AAAAAAAAAAAA";
  static const char half[] = "\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xc0\0\x0b\x08"
                             "\1\0\1\0\1\1\x11\0 and nothing more";
  const struct
  {
    const char *bytes;
    gsize size;
  } files[] = { { bomb, sizeof bomb }, { half, sizeof half }, { "GIF89a", 6 }, { "", 0 } };
  g_autofree char *path = g_build_filename (world->folder, "hostile", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GFile) good = make_photograph (world, "png");

      hopso_picture_dialog_open (HOPSO_PICTURE_DIALOG (world->window), good);
      hopso_test_window_wait (can_take, world);
      g_assert_true (g_file_set_contents (path, files[i].bytes, (gssize) files[i].size, NULL));
      hopso_picture_dialog_open (HOPSO_PICTURE_DIALOG (world->window), file);
      hopso_test_window_wait (cannot_take, world);
      hopso_test_window_wait (sees_problem, world);
    }
}

static void
test_a_seal_is_red_and_not_drawn (World *world, gconstpointer data)
{
  g_autoptr (GFile) file = make_photograph (world, "png");

  g_assert_null (hopso_test_window_find (world->window, HOPSO_TYPE_INK_PAD, is_mapped, NULL));
  hopso_picture_dialog_open (HOPSO_PICTURE_DIALOG (world->window), file);
  hopso_test_window_wait (can_take, world);
  hopso_test_window_settle ();
  hopso_test_window_save (world->window, "picture-seal");
  take (world);
  g_assert_cmpfloat (world->width_mm, ==, 36);
  g_autoptr (GdkTexture) texture = gdk_texture_new_from_bytes (world->taken, NULL);
  gsize n = (gsize) gdk_texture_get_width (texture) * (gsize) gdk_texture_get_height (texture);
  g_autofree guint32 *all = g_new (guint32, n);
  guint n_red = 0;

  gdk_texture_download (texture, (guchar *) all,
                        (gsize) gdk_texture_get_width (texture) * sizeof (guint32));
  for (gsize i = 0; i < n; i++)
    n_red += all[i] >> 24 == 255 && (all[i] >> 16 & 0xff) > 2 * (all[i] & 0xff);
  g_assert_cmpuint (n_red, >, 1000);
}

int
main (int argc, char **argv)
{
  if (!hopso_test_window_init (&argc, &argv))
    return 77;
#define ADD(name, seal, func) \
  g_test_add ("/documents/picture/" name, World, seal, set_up, func, tear_down)
  ADD ("a-signature-is-drawn", NULL, test_a_signature_is_drawn);
  ADD ("a-signature-is-taken-off-a-photograph", NULL, test_a_signature_is_taken_off_a_photograph);
  ADD ("hostile-files-are-told", NULL, test_hostile_files_are_told);
  ADD ("a-seal-is-red-and-not-drawn", "seal", test_a_seal_is_red_and_not_drawn);
  return hopso_test_window_run ();
}
