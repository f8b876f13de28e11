/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A form filled in the reader by keyboard and pointer, as the X server reports them: what is typed
 * is in the draft, comes back after a crash, and lies in the file once it is saved. */

#include "hopso-fd.h"
#include "hopso-field-entry.h"
#include "hopso-page-view-private.h"
#include "hopso-reader-private.h"
#include "hopso-test-form.h"
#include "hopso-test-window.h"

#include <gdk/x11/gdkx.h>
#include <math.h>
#include <string.h>

typedef struct
{
  HopsoPdfClient *client;
  HopsoReader *reader;
  GtkWindow *window;
  GFile *file;
  const char *name; /* of a field, for what is waited for */
  const char *value;
} World;

static gboolean
has_draft (gpointer data)
{
  return ((World *) data)->reader->draft != NULL;
}

static gboolean
is_active (gpointer data)
{
  return gtk_window_is_active (((World *) data)->window);
}

static void
open_reader_of_width (World *world, int width)
{
  world->reader = HOPSO_READER (hopso_reader_new (NULL));
  world->window = hopso_test_window_show (GTK_WIDGET (world->reader), width, 700);
  hopso_reader_open_file (world->reader, world->client, world->file);
  hopso_test_window_wait (has_draft, world);
  hopso_test_window_wait (is_active, world);
  hopso_test_window_settle ();
}

static void
open_reader (World *world)
{
  open_reader_of_width (world, 900);
}

static void
set_up (World *world, gconstpointer data)
{
  static guint n_forms;
  /* What is remembered of one is remembered of the same one only. */
  g_autofree char *entries =
      g_strdup_printf ("%s/Number %u", data != NULL ? (const char *) data : "", ++n_forms);
  g_autoptr (GBytes) bytes = hopso_test_form_new (entries);
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("hopso-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "mau-don.pdf", NULL);

  g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes),
                       &error);
  g_assert_no_error (error);
  world->file = g_file_new_for_path (path);
  world->client = hopso_pdf_client_new ();
  open_reader (world);
}

static void
tear_down (World *world, gconstpointer data)
{
  g_autoptr (GFile) folder = g_file_get_parent (world->file);

  gtk_window_destroy (world->window);
  g_file_delete (world->file, NULL, NULL);
  g_file_delete (folder, NULL, NULL);
  g_object_unref (world->file);
  g_object_unref (world->client);
}

static void
hand (const char *words)
{
  g_autofree char *command = g_strconcat ("xdotool ", words, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  hopso_test_window_settle ();
}

static gboolean
holds (gpointer data)
{
  World *world = data;
  const char *const *values = hopso_form_draft_get_values (world->reader->draft, world->name);

  return g_strcmp0 (values[0], world->value) == 0;
}

static void
await_value (World *world, const char *name, const char *value)
{
  world->name = name;
  world->value = value;
  hopso_test_window_wait (holds, world);
}

static gboolean
is_in_field (gpointer data)
{
  World *world = data;
  HopsoPageView *view = world->reader->view;
  GtkWidget *focus = gtk_window_get_focus (world->window);
  const int expected =
      GPOINTER_TO_INT (g_object_get_data (G_OBJECT (world->window), "expected-field"));

  return view->entry != NULL && view->field == expected && focus != NULL &&
         gtk_widget_is_ancestor (focus, view->entry);
}

/* Its place among those of the form, in the order of reading. */
static void
await_field (World *world, int index)
{
  g_object_set_data (G_OBJECT (world->window), "expected-field", GINT_TO_POINTER (index));
  hopso_test_window_wait (is_in_field, world);
}

enum
{
  NAME,
  ADDRESS,
  NUMBER,
  AGREE,
  LEFT,
  RIGHT,
  TOWN,
  DAYS,
  REMARK,
  JOB
};

static void
test_keyboard (World *world, gconstpointer data)
{
  gtk_widget_grab_focus (GTK_WIDGET (world->reader->view));
  hand ("key Tab");
  await_field (world, NAME);
  hand ("type --delay 20 Nguyen");
  await_value (world, "name", "Nguyen");
  hand ("key Tab");
  await_field (world, ADDRESS);
  hand ("key ctrl+a");
  hand ("type --delay 20 one");
  hand ("key Return");
  hand ("type --delay 20 two");
  await_value (world, "address", "one\ntwo");
  hand ("key Tab");
  await_field (world, NUMBER);
  hand ("type --delay 20 123456789");
  /* There are eight cells. */
  await_value (world, "number", "12345678");
  hand ("key Tab");
  await_field (world, AGREE);
  hand ("key space");
  await_value (world, "agree", "Yes");
  hand ("key Tab");
  await_field (world, LEFT);
  hand ("key Tab");
  await_field (world, RIGHT);
  hand ("key space");
  await_value (world, "side", "right");
  hand ("key Tab");
  await_field (world, TOWN);
  hand ("key Return");
  hand ("key Down");
  hand ("key Down");
  hand ("key Return");
  await_value (world, "town", "hue");
  hand ("key shift+Tab");
  await_field (world, RIGHT);
  hopso_test_window_save (GTK_WIDGET (world->window), "filling");
  /* Across fields. */
  hand ("key ctrl+z");
  await_value (world, "town", NULL);
  hand ("key ctrl+z");
  await_value (world, "side", "Off");
  hand ("key ctrl+shift+z");
  await_value (world, "side", "right");
  hand ("key Escape");
  g_assert_null (world->reader->view->entry);
}

static gboolean
has_left_fields (gpointer data)
{
  World *world = data;
  GtkWidget *focus = gtk_window_get_focus (world->window);
  GtkWidget *view = GTK_WIDGET (world->reader->view);

  return world->reader->view->entry == NULL && focus != NULL && focus != view &&
         !gtk_widget_is_ancestor (focus, view);
}

/* Behind the last field and before the first one are other things. */
static void
test_ends (World *world, gconstpointer data)
{
  hopso_page_view_enter_field (world->reader->view, JOB);
  await_field (world, JOB);
  hand ("key Tab");
  hopso_test_window_wait (has_left_fields, world);
  hopso_page_view_enter_field (world->reader->view, NAME);
  await_field (world, NAME);
  hand ("key shift+Tab");
  hopso_test_window_wait (has_left_fields, world);
}

/* Where a field is in the view. */
static graphene_point_t
find_place (World *world, int index)
{
  const HopsoFormPlace *place =
      hopso_page_fields_get_item (world->reader->view->fields, (guint) index)->place;
  const HopsoPageArea area = {
    (guint) place->page, GRAPHENE_RECT_INIT ((float) (place->box.x1 + place->box.x2) / 2,
                                             (float) (place->box.y1 + place->box.y2) / 2, 0, 0)
  };
  graphene_rect_t bounds;

  g_assert_true (hopso_page_view_get_area_bounds (world->reader->view, &area, &bounds));
  return bounds.origin;
}

/* The window manager may move a new window while the pointer is on its way. */
static void
click (World *world, int index)
{
  HopsoPageView *view = world->reader->view;
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (world->window));
  gboolean has_come = FALSE;

  for (guint i = 0; i < 100 && !has_come; i++)
    {
      const graphene_point_t place = find_place (world, index);
      graphene_point_t point;
      double dx, dy;
      g_autofree char *words = NULL;

      if (i > 0)
        hand ("mousemove_relative 3 0");
      g_assert_true (
          gtk_widget_compute_point (GTK_WIDGET (view), GTK_WIDGET (world->window), &place, &point));
      gtk_native_get_surface_transform (GTK_NATIVE (world->window), &dx, &dy);
      words = g_strdup_printf ("mousemove --window %lu %.0f %.0f",
                               (unsigned long) gdk_x11_surface_get_xid (surface), point.x + dx,
                               point.y + dy);
      hand (words);
      has_come = fabs (view->pointer_x - place.x) <= 1 && fabs (view->pointer_y - place.y) <= 1;
    }
  g_assert_true (has_come);
  hand ("click 1");
}

static void
test_pointer (World *world, gconstpointer data)
{
  click (world, NAME);
  await_field (world, NAME);
  hand ("type --delay 20 An");
  await_value (world, "name", "An");
  click (world, AGREE);
  await_value (world, "agree", "Yes");
  click (world, RIGHT);
  await_value (world, "side", "right");
  click (world, LEFT);
  await_value (world, "side", "left");
}

static gboolean
is_remembered (gpointer data)
{
  g_autofree char *text = hopso_reader_dup_remembered (((World *) data)->reader, "filled");

  return text != NULL && strstr (text, "Bình") != NULL;
}

/* Nobody said goodbye: what another reader finds was kept before. */
static void
test_crash (World *world, gconstpointer data)
{
  World second = { world->client, NULL, NULL, world->file };

  g_assert_true (hopso_form_draft_set_value (world->reader->draft, "name", "Bình", NULL));
  hopso_test_window_wait (is_remembered, world);
  open_reader (&second);
  g_assert_cmpstr (hopso_form_draft_get_values (second.reader->draft, "name")[0], ==, "Bình");
  gtk_window_destroy (second.window);
}

static gboolean
is_in_document (gpointer data)
{
  World *world = data;
  const HopsoFormField *field =
      world->reader->draft != NULL
          ? hopso_form_find_field (hopso_form_draft_get_form (world->reader->draft), world->name)
          : NULL;

  return field != NULL && g_strcmp0 (field->values[0], world->value) == 0;
}

static void
test_save (World *world, gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *kept = NULL;
  gsize size, size_after;

  g_file_load_contents (world->file, NULL, &before, &size, NULL, NULL);
  g_assert_true (hopso_form_draft_set_value (world->reader->draft, "name", "Đỗ Thị Hẵn", NULL));
  g_assert_true (hopso_form_draft_set_value (world->reader->draft, "agree", "Yes", NULL));
  gtk_widget_activate_action (GTK_WIDGET (world->reader), "reader.fill-save", NULL);
  world->name = "name";
  world->value = "Đỗ Thị Hẵn";
  hopso_test_window_wait (is_in_document, world);
  hopso_test_window_settle ();
  hopso_test_window_save (GTK_WIDGET (world->window), "filled");
  g_assert_false (hopso_form_draft_get_is_changed (world->reader->draft));
  kept = hopso_reader_dup_remembered (world->reader, "filled");
  g_assert_null (kept);
  g_file_load_contents (world->file, NULL, &after, &size_after, NULL, NULL);
  g_assert_cmpuint (size_after, >, size);
  g_assert_cmpmem (after, size, before, size);
}

static void
result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gboolean
has_result (gpointer data)
{
  return *(GAsyncResult **) data != NULL;
}

static GBytes *
draw (HopsoPdfDocument *document)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  HopsoPdfView view;
  GBytes *pixels;

  hopso_pdf_view_init (&view, 0, 595, 842);
  hopso_pdf_document_render_async (document, &view, HOPSO_PDF_PRIORITY_VISIBLE, NULL, result_cb,
                                   &result);
  hopso_test_window_wait (has_result, &result);
  pixels = hopso_pdf_document_render_finish (document, result, NULL, &error);
  g_assert_no_error (error);
  return pixels;
}

static HopsoPdfDocument *
open_filled (World *world)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  HopsoPdfDocument *document;

  hopso_reader_open_filled_async (world->reader, result_cb, &result);
  hopso_test_window_wait (has_result, &result);
  document = hopso_reader_open_filled_finish (world->reader, result, &error);
  g_assert_no_error (error);
  return document;
}

/* What is printed shows the values; nothing is saved by that. */
static void
test_printed (World *world, gconstpointer data)
{
  HopsoPdfDocument *shown = hopso_reader_get_document (world->reader);
  g_autoptr (HopsoPdfDocument) untouched = open_filled (world);
  g_autoptr (HopsoPdfDocument) filled = NULL;
  g_autoptr (GBytes) before = draw (shown);
  g_autoptr (GBytes) after = NULL;

  g_assert_true (untouched == shown);
  g_assert_true (hopso_form_draft_set_value (world->reader->draft, "name", "Đỗ Thị Hẵn", NULL));
  filled = open_filled (world);
  after = draw (filled);
  g_assert_false (g_bytes_equal (before, after));
  g_assert_true (hopso_reader_has_unsaved (world->reader));
  g_assert_true (hopso_reader_get_document (world->reader) == shown);
  hopso_form_draft_undo (world->reader->draft);
  g_assert_false (hopso_reader_has_unsaved (world->reader));
}

static void
test_notes (World *world, gconstpointer data)
{
  GtkWidget *bar = GTK_WIDGET (world->reader->fill_bar);

  g_assert_nonnull (hopso_test_window_find_label (
      bar, "Các ô tổng không được tự tính. Biểu mẫu thứ hai (XFA) trong văn bản không được dùng."));
  g_assert_true (gtk_revealer_get_reveal_child (world->reader->fill_revealer));
}

/* Typed, or taken from the list beside. */
static void
test_editable_choice (World *world, gconstpointer data)
{
  HopsoPageView *view = world->reader->view;
  GtkWidget *entry;
  GtkWidget *button;
  GtkWidget *list;

  hopso_page_view_enter_field (view, JOB);
  await_field (world, JOB);
  entry = hopso_test_window_find (view->entry, GTK_TYPE_ENTRY, NULL, NULL);
  button = hopso_test_window_find (view->entry, GTK_TYPE_MENU_BUTTON, NULL, NULL);
  gtk_editable_set_text (GTK_EDITABLE (entry), "thợ");
  await_value (world, "job", "thợ");
  list = gtk_popover_get_child (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)));
  g_signal_emit_by_name (list, "row-activated",
                         gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 1));
  await_value (world, "job", "chair");
}

static void
test_narrow (World *world, gconstpointer data)
{
  World narrow = { world->client, NULL, NULL, world->file };

  open_reader_of_width (&narrow, 480);
  g_assert_true (hopso_form_draft_set_value (narrow.reader->draft, "name", "Bình", NULL));
  hopso_page_view_enter_field (narrow.reader->view, ADDRESS);
  hopso_test_window_settle ();
  hopso_test_window_set_dark (TRUE);
  hopso_test_window_save (GTK_WIDGET (narrow.window), "filling-narrow-dark");
  hopso_test_window_set_dark (FALSE);
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (narrow.window)), <=, 480);
  gtk_window_destroy (narrow.window);
}

static void
add (const char *path, void (*test) (World *, gconstpointer), const char *entries)
{
  g_test_add (path, World, entries, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  if (!hopso_test_window_init (&argc, &argv))
    return 77;
  add ("/reader/filling/keyboard", test_keyboard, NULL);
  add ("/reader/filling/ends", test_ends, NULL);
  add ("/reader/filling/pointer", test_pointer, NULL);
  add ("/reader/filling/crash", test_crash, NULL);
  add ("/reader/filling/save", test_save, NULL);
  add ("/reader/filling/printed", test_printed, NULL);
  add ("/reader/filling/editable-choice", test_editable_choice, NULL);
  add ("/reader/filling/narrow", test_narrow, "/XFA(x)/CO[10 0 R]");
  add ("/reader/filling/notes", test_notes, "/XFA(x)/CO[10 0 R]");
  return hopso_test_window_run ();
}
