/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a document tells besides pictures, through a real drawing process. */

#include "hopso-fd.h"
#include "hopso-pdf-client-private.h"
#include "hopso-pdf-reading.h"
#include "hopso-test-rich.h"

#include <math.h>
#include <signal.h>
#include <string.h>

typedef struct
{
  HopsoPdfClient *client;     /* owned */
  HopsoPdfDocument *document; /* owned */
} World;

static void
arrived_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* Waits for the answer; the caller takes it. */
static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return g_steal_pointer (result);
}

static World
world_new (GBytes *bytes)
{
  World world = { .client = hopso_pdf_client_new () };
  g_auto (HopsoFd) fd =
      hopso_fd_new_sealed ("test", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);
  GAsyncResult *waited = NULL;
  g_autoptr (GError) error = NULL;

  hopso_pdf_client_open_async (world.client, fd, NULL, NULL, arrived_cb, &waited);
  g_autoptr (GAsyncResult) result = wait_for (&waited);
  world.document = hopso_pdf_client_open_finish (world.client, result, &error);
  g_assert_no_error (error);
  g_bytes_unref (bytes);
  return world;
}

static void
world_clear (World *world)
{
  g_object_unref (world->document);
  g_object_unref (world->client);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (World, world_clear)

static void
assert_box (const HopsoPdfBox *box, double x1, double y1, double x2, double y2)
{
  g_assert_cmpfloat_with_epsilon (box->x1, x1, 0.01);
  g_assert_cmpfloat_with_epsilon (box->y1, y1, 0.01);
  g_assert_cmpfloat_with_epsilon (box->x2, x2, 0.01);
  g_assert_cmpfloat_with_epsilon (box->y2, y2, 0.01);
}

static void
test_each_character_has_its_place (void)
{
  g_auto (World) world = world_new (hopso_test_rich_new ());
  GAsyncResult *waited = NULL;
  g_autoptr (GError) error = NULL;

  hopso_pdf_document_page_text_async (world.document, 0, NULL, arrived_cb, &waited);
  g_autoptr (GAsyncResult) result = wait_for (&waited);
  g_autoptr (HopsoPdfText) text =
      hopso_pdf_document_page_text_finish (world.document, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (hopso_pdf_text_get_string (text), ==, "Hello links");
  g_assert_cmpuint (hopso_pdf_text_get_n_chars (text), ==, 11);

  /* The line stands 50 points below the top. */
  const HopsoPdfBox *boxes = hopso_pdf_text_get_boxes (text);
  g_assert_true (hopso_pdf_box_contains (&boxes[0], 22, 47));
  for (guint i = 1; i < 11; i++)
    g_assert_cmpfloat (boxes[i].x1, >=, boxes[i - 1].x1);
  g_autoptr (GArray) areas = hopso_pdf_text_list_areas (text, 0, 11);
  g_assert_cmpuint (areas->len, ==, 1);
  g_assert_cmpfloat (g_array_index (areas, HopsoPdfBox, 0).x2, ==, boxes[10].x2);
  g_autofree char *word = hopso_pdf_text_dup_range (text, 6, 99);
  g_assert_cmpstr (word, ==, "links");
}

static void
test_links_say_where_they_lead (void)
{
  g_auto (World) world = world_new (hopso_test_rich_new ());
  GAsyncResult *waited = NULL;
  g_autoptr (GError) error = NULL;
  const struct
  {
    HopsoPdfTargetKind kind;
    const char *words;
  } rows[] = {
    { HOPSO_PDF_TARGET_PAGE, "" },
    { HOPSO_PDF_TARGET_URI, "https://hopso.vn/a?b=c" },
    { HOPSO_PDF_TARGET_PAGE, "" },
    { HOPSO_PDF_TARGET_REFUSED_LAUNCH, "/bin/sh" },
    { HOPSO_PDF_TARGET_REFUSED_REMOTE, "other.pdf" },
    { HOPSO_PDF_TARGET_NAMED_ACTION, "NextPage" },
  };

  hopso_pdf_document_links_async (world.document, 0, NULL, arrived_cb, &waited);
  g_autoptr (GAsyncResult) result = wait_for (&waited);
  g_autoptr (GPtrArray) links = hopso_pdf_document_links_finish (world.document, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (links->len, ==, G_N_ELEMENTS (rows));
  for (guint i = 0; i < links->len; i++)
    {
      /* Poppler tells the uppermost first. */
      const HopsoPdfLink *link = links->pdata[links->len - 1 - i];

      g_assert_cmpint (link->target->kind, ==, rows[i].kind);
      g_assert_cmpstr (link->target->words, ==, rows[i].words);
      assert_box (&link->box, 10, 80 + 30 * i, 60, 100 + 30 * i);
    }

  /* The third page begins at 20, 30: 40, 280 is 20 from the left and 50 from the top. */
  const HopsoPdfTarget *target = ((HopsoPdfLink *) links->pdata[links->len - 1])->target;
  g_assert_cmpuint (target->page, ==, 2);
  g_assert_true (target->has_x && target->has_y && target->has_zoom);
  g_assert_cmpfloat (target->x, ==, 20);
  g_assert_cmpfloat (target->y, ==, 50);
  g_assert_cmpfloat (target->zoom, ==, 1.5);
  g_assert_cmpfloat (((HopsoPdfLink *) links->pdata[links->len - 3])->target->zoom, ==, 2);
}

static void
test_the_table_of_contents_is_a_tree (void)
{
  g_auto (World) world = world_new (hopso_test_rich_new ());
  GAsyncResult *waited = NULL;
  g_autoptr (GError) error = NULL;

  hopso_pdf_document_outline_async (world.document, NULL, arrived_cb, &waited);
  g_autoptr (GAsyncResult) result = wait_for (&waited);
  g_autoptr (GListModel) items = hopso_pdf_document_outline_finish (world.document, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (items), ==, 2);
  g_autoptr (HopsoPdfOutlineItem) first = g_list_model_get_item (items, 0);
  g_autoptr (HopsoPdfOutlineItem) second = g_list_model_get_item (items, 1);
  GListModel *children = hopso_pdf_outline_item_get_children (first);
  g_assert_cmpuint (g_list_model_get_n_items (children), ==, 1);
  g_autoptr (HopsoPdfOutlineItem) inner = g_list_model_get_item (children, 0);

  g_assert_cmpstr (hopso_pdf_outline_item_get_title (first), ==, "First");
  g_assert_true (hopso_pdf_outline_item_is_open (first));
  g_assert_cmpint (hopso_pdf_outline_item_get_target (first)->fit, ==, HOPSO_PDF_FIT_PAGE);
  g_assert_cmpstr (hopso_pdf_outline_item_get_title (inner), ==, "Inner");
  g_assert_cmpuint (hopso_pdf_outline_item_get_target (inner)->page, ==, 2);
  g_assert_cmpstr (hopso_pdf_outline_item_get_title (second), ==, "Đường");
  g_assert_null (hopso_pdf_outline_item_get_children (second));
}

static void
test_a_name_is_looked_up (void)
{
  g_auto (World) world = world_new (hopso_test_rich_new ());
  static const char *const names[] = { "there", "nowhere" };

  for (guint i = 0; i < 2; i++)
    {
      GAsyncResult *waited = NULL;
      g_autoptr (GError) error = NULL;

      hopso_pdf_document_resolve_async (world.document, names[i], NULL, arrived_cb, &waited);
      g_autoptr (GAsyncResult) result = wait_for (&waited);
      g_autoptr (HopsoPdfTarget) target =
          hopso_pdf_document_resolve_finish (world.document, result, &error);
      g_assert_no_error (error);
      g_assert_cmpint (target->kind, ==,
                       i == 0 ? HOPSO_PDF_TARGET_PAGE : HOPSO_PDF_TARGET_REFUSED_OTHER);
    }
}

static void
test_pages_have_labels (void)
{
  g_auto (World) world = world_new (hopso_test_rich_new ());
  g_auto (World) book = world_new (hopso_test_rich_new_book (300));
  GAsyncResult *waited = NULL;

  hopso_pdf_document_labels_async (world.document, NULL, arrived_cb, &waited);
  g_autoptr (GAsyncResult) result = wait_for (&waited);
  g_auto (GStrv) labels = hopso_pdf_document_labels_finish (world.document, result, NULL);
  g_assert_nonnull (labels);
  g_autofree char *all = g_strjoinv (" ", labels);
  g_assert_cmpstr (all, ==, "i ii A-1");

  hopso_pdf_document_labels_async (book.document, NULL, arrived_cb, &waited);
  g_autoptr (GAsyncResult) many = wait_for (&waited);
  g_auto (GStrv) numbers = hopso_pdf_document_labels_finish (book.document, many, NULL);
  g_assert_cmpuint (g_strv_length (numbers), ==, 300);
  g_assert_cmpstr (numbers[299], ==, "300");
}

static gboolean
save (World *world, guint index, int fd, GError **error)
{
  GAsyncResult *waited = NULL;

  hopso_pdf_document_save_attachment_async (world->document, index, fd, NULL, arrived_cb, &waited);
  g_autoptr (GAsyncResult) result = wait_for (&waited);
  return hopso_pdf_document_save_attachment_finish (world->document, result, error);
}

static void
test_attachments_can_be_saved (void)
{
  g_auto (World) world = world_new (hopso_test_rich_new ());
  GAsyncResult *waited = NULL;
  g_auto (HopsoFd) fd = hopso_fd_new_memory ("saved", NULL);
  g_autoptr (GError) error = NULL;

  hopso_pdf_document_attachments_async (world.document, NULL, arrived_cb, &waited);
  g_autoptr (GAsyncResult) result = wait_for (&waited);
  g_autoptr (GPtrArray) list =
      hopso_pdf_document_attachments_finish (world.document, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (list->len, ==, 1);
  const HopsoPdfAttachment *attachment = list->pdata[0];
  g_assert_cmpstr (attachment->name, ==, "note.txt");
  g_assert_cmpstr (attachment->description, ==, "A note");
  g_assert_cmpint (attachment->size, ==, 11);

  g_assert_true (save (&world, 0, fd, &error));
  g_assert_no_error (error);
  g_autoptr (GBytes) saved = hopso_fd_read_all (fd, 100, NULL);
  g_assert_cmpmem (g_bytes_get_data (saved, NULL), g_bytes_get_size (saved), "hello there", 11);

  g_assert_false (save (&world, 1, fd, &error));
  g_assert_error (error, HOPSO_PDF_CLIENT_ERROR, HOPSO_PDF_CLIENT_ERROR_REFUSED);
}

static guint32
draw_corner (World *world, guint x)
{
  GAsyncResult *waited = NULL;
  HopsoPdfView view;

  hopso_pdf_view_init (&view, 1, 200, 300);
  hopso_pdf_document_render_async (world->document, &view, HOPSO_PDF_PRIORITY_VISIBLE, NULL,
                                   arrived_cb, &waited);
  g_autoptr (GAsyncResult) result = wait_for (&waited);
  g_autoptr (GBytes) pixels =
      hopso_pdf_document_render_finish (world->document, result, NULL, NULL);
  g_assert_nonnull (pixels);
  return ((const guint32 *) g_bytes_get_data (pixels, NULL))[200 * 290 + x];
}

static void
test_layers_are_shown_and_hidden (void)
{
  g_auto (World) world = world_new (hopso_test_rich_new ());
  GAsyncResult *waited = NULL;
  g_autoptr (GError) error = NULL;

  hopso_pdf_document_layers_async (world.document, NULL, arrived_cb, &waited);
  g_autoptr (GAsyncResult) result = wait_for (&waited);
  g_autoptr (GPtrArray) layers = hopso_pdf_document_layers_finish (world.document, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (layers->len, ==, 3);
  const HopsoPdfLayer *heading = layers->pdata[0];
  const HopsoPdfLayer *left = layers->pdata[1];
  const HopsoPdfLayer *right = layers->pdata[2];
  g_assert_false (heading->is_layer);
  g_assert_cmpstr (heading->title, ==, "Halves");
  g_assert_true (left->is_layer && left->is_shown && left->depth == 1);
  g_assert_true (right->is_layer && !right->is_shown);
  g_assert_cmpuint (hopso_pdf_doubts_find (NULL, NULL, layers), ==, HOPSO_PDF_DOUBT_LAYERS);

  g_assert_cmphex (draw_corner (&world, 50), ==, 0xffff0000);
  g_assert_cmphex (draw_corner (&world, 150), ==, 0xffffffff);
  hopso_pdf_document_set_layer (world.document, 1, FALSE);
  hopso_pdf_document_set_layer (world.document, 2, TRUE);
  g_assert_cmphex (draw_corner (&world, 50), ==, 0xffffffff);
  g_assert_cmphex (draw_corner (&world, 150), ==, 0xff0000ff);

  /* The next process shows the same. */
  kill (hopso_pdf_document_get_process (world.document), SIGKILL);
  hopso_page_cache_set_budget (hopso_pdf_client_get_cache (world.client), 0);
  g_assert_cmphex (draw_corner (&world, 150), ==, 0xff0000ff);
}

static void
test_properties_and_fonts (void)
{
  g_auto (World) world = world_new (hopso_test_rich_new ());
  GAsyncResult *waited = NULL;
  g_autoptr (GError) error = NULL;

  hopso_pdf_document_properties_async (world.document, NULL, arrived_cb, &waited);
  g_autoptr (GAsyncResult) result = wait_for (&waited);
  g_autoptr (HopsoPdfProperties) properties =
      hopso_pdf_document_properties_finish (world.document, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (properties->title, ==, "Rich");
  g_assert_cmpstr (properties->author, ==, "Đạn");
  g_assert_null (properties->subject);
  g_assert_cmpstr (properties->pdfa, ==, "PDF/A-2b");
  g_assert_cmpstr (properties->version, ==, "PDF-1.7");
  g_assert_cmpint (g_date_time_get_year (properties->created), ==, 2026);
  g_assert_cmpuint (properties->permissions, ==, HOPSO_PDF_MAY_ALL);
  g_assert_true (properties->has_javascript);
  g_assert_true (properties->needs_appearances);
  g_assert_false (properties->has_xfa);
  g_assert_false (properties->is_encrypted);

  hopso_pdf_document_fonts_async (world.document, NULL, NULL, NULL, arrived_cb, &waited);
  g_autoptr (GAsyncResult) second = wait_for (&waited);
  g_autoptr (GPtrArray) fonts = hopso_pdf_document_fonts_finish (world.document, second, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (fonts->len, ==, 1);
  const HopsoPdfFont *font = fonts->pdata[0];
  g_assert_cmpstr (font->name, ==, "Helvetica");
  g_assert_cmpstr (font->type, ==, "Type 1");
  g_assert_false (font->is_embedded);
  g_assert_cmpuint (hopso_pdf_doubts_find (properties, fonts, NULL), ==,
                    HOPSO_PDF_DOUBT_FONTS | HOPSO_PDF_DOUBT_SCRIPTS | HOPSO_PDF_DOUBT_FIELDS);
}

static void
test_fonts_of_a_book_are_told_once (void)
{
  g_auto (World) world = world_new (hopso_test_rich_new_book (40));
  GAsyncResult *waited = NULL;

  hopso_pdf_document_fonts_async (world.document, NULL, NULL, NULL, arrived_cb, &waited);
  g_autoptr (GAsyncResult) result = wait_for (&waited);
  g_autoptr (GPtrArray) fonts = hopso_pdf_document_fonts_finish (world.document, result, NULL);
  g_assert_nonnull (fonts);
  g_assert_cmpuint (fonts->len, >=, 1);
  g_assert_cmpuint (fonts->len, <=, 3);
  g_assert_true (((HopsoPdfFont *) fonts->pdata[0])->is_embedded);
}

static void
test_form_fields_are_told (void)
{
  g_auto (World) world = world_new (hopso_test_rich_new ());
  GAsyncResult *waited = NULL;
  g_autoptr (GError) error = NULL;
  const HopsoPdfField *found[4] = { NULL };

  hopso_pdf_document_fields_async (world.document, 1, NULL, arrived_cb, &waited);
  g_autoptr (GAsyncResult) result = wait_for (&waited);
  g_autoptr (GPtrArray) fields = hopso_pdf_document_fields_finish (world.document, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (fields->len, ==, 4);
  for (guint i = 0; i < 4; i++)
    {
      const HopsoPdfField *field = fields->pdata[i];
      static const char *const names[] = { "name", "agree", "vote", "locked" };

      for (guint j = 0; j < 4; j++)
        {
          if (g_str_equal (field->name, names[j]))
            found[j] = field;
        }
    }
  g_assert_cmpint (found[0]->kind, ==, HOPSO_PDF_FIELD_TEXT);
  g_assert_cmpstr (found[0]->label, ==, "Full name");
  g_assert_cmpstr (found[0]->value, ==, "An");
  g_assert_cmpuint (found[0]->max_length, ==, 40);
  assert_box (&found[0]->box, 10, 30, 110, 50);
  g_assert_cmpint (found[1]->kind, ==, HOPSO_PDF_FIELD_CHECK_BOX);
  g_assert_true (found[1]->is_checked);
  g_assert_cmpint (found[2]->kind, ==, HOPSO_PDF_FIELD_CHOICE);
  g_assert_cmpstr (found[2]->choices[0], ==, "Yes");
  g_assert_cmpuint (found[2]->chosen->len, ==, 1);
  g_assert_cmpuint (g_array_index (found[2]->chosen, guint, 0), ==, 1);
  g_assert_true (found[3]->is_read_only && found[3]->has_lines);
}

static void
test_a_page_that_is_not_there_is_refused (void)
{
  g_auto (World) world = world_new (hopso_test_rich_new ());
  GAsyncResult *waited = NULL;
  g_autoptr (GError) error = NULL;

  hopso_pdf_document_links_async (world.document, 3, NULL, arrived_cb, &waited);
  g_autoptr (GAsyncResult) result = wait_for (&waited);
  g_assert_null (hopso_pdf_document_links_finish (world.document, result, &error));
  g_assert_error (error, HOPSO_PDF_CLIENT_ERROR, HOPSO_PDF_CLIENT_ERROR_REFUSED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pdfclient/reading/each-character-has-its-place",
                   test_each_character_has_its_place);
  g_test_add_func ("/pdfclient/reading/links-say-where-they-lead", test_links_say_where_they_lead);
  g_test_add_func ("/pdfclient/reading/the-table-of-contents-is-a-tree",
                   test_the_table_of_contents_is_a_tree);
  g_test_add_func ("/pdfclient/reading/a-name-is-looked-up", test_a_name_is_looked_up);
  g_test_add_func ("/pdfclient/reading/pages-have-labels", test_pages_have_labels);
  g_test_add_func ("/pdfclient/reading/attachments-can-be-saved", test_attachments_can_be_saved);
  g_test_add_func ("/pdfclient/reading/layers-are-shown-and-hidden",
                   test_layers_are_shown_and_hidden);
  g_test_add_func ("/pdfclient/reading/properties-and-fonts", test_properties_and_fonts);
  g_test_add_func ("/pdfclient/reading/fonts-of-a-book-are-told-once",
                   test_fonts_of_a_book_are_told_once);
  g_test_add_func ("/pdfclient/reading/form-fields-are-told", test_form_fields_are_told);
  g_test_add_func ("/pdfclient/reading/a-page-that-is-not-there-is-refused",
                   test_a_page_that_is_not_there_is_refused);
  return g_test_run ();
}
