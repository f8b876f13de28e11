/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Words that are looked for in a document, through a real drawing process. */

#include "hopso-fd.h"
#include "hopso-pdf-client.h"
#include "hopso-pdf-find.h"
#include "hopso-test-rich.h"

#include <string.h>

typedef struct
{
  HopsoPdfClient *client;     /* owned */
  HopsoPdfDocument *document; /* owned */
} World;

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  World *world = user_data;
  g_autoptr (GError) error = NULL;

  world->document = hopso_pdf_client_open_finish (world->client, result, &error);
  g_assert_no_error (error);
}

static World
world_new (guint n_pages)
{
  World world = { .client = hopso_pdf_client_new () };
  g_autoptr (GBytes) bytes = hopso_test_rich_new_book (n_pages);
  g_auto (HopsoFd) fd =
      hopso_fd_new_sealed ("test", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);

  hopso_pdf_client_open_async (world.client, fd, NULL, NULL, opened_cb, &world);
  while (world.document == NULL)
    g_main_context_iteration (NULL, TRUE);
  return world;
}

static void
world_clear (World *world)
{
  g_object_unref (world->document);
  g_object_unref (world->client);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (World, world_clear)

static HopsoPdfFind *
find (World *world, const char *words, guint first_page)
{
  HopsoPdfFind *self = hopso_pdf_find_new (world->document, words, first_page);

  while (!hopso_pdf_find_is_done (self))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (hopso_pdf_find_get_n_pages_failed (self), ==, 0);
  return self;
}

static void
test_words_are_found_as_typed (void)
{
  g_auto (World) world = world_new (25);
  static const struct
  {
    const char *words;
    guint n_hits;
  } rows[] = {
    { "duong", 28 },           { "đường", 3 },    { "dưỡng", 25 },
    { "DUONG", 28 },           { "trang 1", 11 }, { "co gi va", 22 },
    { "con đường nguyễn", 3 }, { "đương", 0 },    { "", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (HopsoPdfFind) self = find (&world, rows[i].words, 0);

      g_test_message ("%s", rows[i].words);
      g_assert_cmpuint (hopso_pdf_find_get_n_hits (self), ==, rows[i].n_hits);
    }
}

static void
test_hits_are_in_order_and_have_context (void)
{
  g_auto (World) world = world_new (25);
  g_autoptr (HopsoPdfFind) self = find (&world, "duong nguyen", 15);
  guint first = 0;
  guint n = 0;

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self)), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (HopsoPdfHit) hit = g_list_model_get_item (G_LIST_MODEL (self), i);
      g_autofree char *before = g_strdup_printf ("Trang %u Con ", 10 * i + 1);

      g_assert_cmpuint (hopso_pdf_hit_get_page (hit), ==, 10 * i);
      g_assert_cmpuint (hopso_pdf_hit_get_end (hit) - hopso_pdf_hit_get_start (hit), ==, 12);
      g_assert_cmpstr (hopso_pdf_hit_get_before (hit), ==, before);
      g_assert_cmpstr (hopso_pdf_hit_get_match (hit), ==, "đường Nguyễn");
      g_assert_true (g_str_has_prefix (hopso_pdf_hit_get_after (hit), " Huệ và"));
    }
  g_assert_true (hopso_pdf_find_get_range (self, 10, &first, &n));
  g_assert_cmpuint (first, ==, 1);
  g_assert_cmpuint (n, ==, 1);
  g_assert_false (hopso_pdf_find_get_range (self, 11, &first, &n));
  g_assert_true (hopso_pdf_find_get_nearest (self, 11, &first));
  g_assert_cmpuint (first, ==, 2);
  g_assert_true (hopso_pdf_find_get_nearest (self, 21, &first));
  g_assert_cmpuint (first, ==, 0);
}

static void
note_cb (HopsoPdfFind *self, guint position, guint removed, guint added, gpointer user_data)
{
  GArray *pages = user_data;
  const guint page = hopso_pdf_find_get_page (self, position);

  g_assert_cmpuint (removed, ==, 0);
  g_assert_cmpuint (added, ==, 1);
  g_array_append_val (pages, page);
}

/* What is near is found first. */
static void
test_it_begins_at_the_page_that_is_read (void)
{
  g_auto (World) world = world_new (25);
  g_autoptr (GArray) pages = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (HopsoPdfFind) self = hopso_pdf_find_new (world.document, "đường", 15);

  g_signal_connect (self, "items-changed", G_CALLBACK (note_cb), pages);
  while (!hopso_pdf_find_is_done (self))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (pages->len, ==, 3);
  g_assert_cmpuint (g_array_index (pages, guint, 0), ==, 20);
  g_assert_cmpuint (g_array_index (pages, guint, 1), ==, 0);
  g_assert_cmpuint (g_array_index (pages, guint, 2), ==, 10);
}

static void
stop_cb (HopsoPdfFind *self, gpointer user_data)
{
  if (hopso_pdf_find_get_n_pages_read (self) >= 3)
    hopso_pdf_find_stop (self);
}

static void
test_it_can_be_stopped (void)
{
  g_auto (World) world = world_new (25);
  HopsoPdfFind *self = hopso_pdf_find_new (world.document, "trang", 0);
  guint n = 0;

  g_signal_connect (self, "progress", G_CALLBACK (stop_cb), NULL);
  while (hopso_pdf_find_get_n_pages_read (self) < 3)
    g_main_context_iteration (NULL, TRUE);
  n = hopso_pdf_find_get_n_pages_read (self);
  g_autoptr (HopsoPdfFind) other = find (&world, "trang", 0);
  g_assert_cmpuint (hopso_pdf_find_get_n_hits (other), ==, 25);
  g_assert_cmpuint (hopso_pdf_find_get_n_pages_read (self), ==, n);

  /* It may also simply be let go. */
  g_object_unref (self);
  g_object_unref (hopso_pdf_find_new (world.document, "trang", 0));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pdfclient/find/words-are-found-as-typed", test_words_are_found_as_typed);
  g_test_add_func ("/pdfclient/find/hits-are-in-order-and-have-context",
                   test_hits_are_in_order_and_have_context);
  g_test_add_func ("/pdfclient/find/it-begins-at-the-page-that-is-read",
                   test_it_begins_at_the_page_that_is_read);
  g_test_add_func ("/pdfclient/find/it-can-be-stopped", test_it_can_be_stopped);
  return g_test_run ();
}
