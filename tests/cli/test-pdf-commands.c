/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hopsoctl render and hopsoctl text, as a script sees them. */

#include "hopso-cli.h"
#include "hopso-test-pages.h"

#include <cairo.h>
#include <glib/gstdio.h>
#include <sys/wait.h>

typedef struct
{
  char *folder;  /* owned */
  char *paper;   /* owned */
  char *picture; /* owned */
} World;

static World
world_new (void)
{
  World world = { .folder = g_dir_make_tmp ("hopso-XXXXXX", NULL) };
  g_autoptr (GBytes) bytes = hopso_test_pages_new (3);

  world.paper = g_build_filename (world.folder, "paper.pdf", NULL);
  world.picture = g_build_filename (world.folder, "page.png", NULL);
  g_assert_true (g_file_set_contents (world.paper, g_bytes_get_data (bytes, NULL),
                                      (gssize) g_bytes_get_size (bytes), NULL));
  return world;
}

static void
world_clear (World *world)
{
  g_unlink (world->paper);
  g_unlink (world->picture);
  g_assert_cmpint (g_rmdir (world->folder), ==, 0);
  g_free (world->paper);
  g_free (world->picture);
  g_free (world->folder);
}

static int
run (char **out, const char *command, const char *const *arguments)
{
  g_autoptr (GPtrArray) line = g_ptr_array_new ();
  g_autofree char *complaints = NULL;
  g_autoptr (GError) error = NULL;
  int status = 0;

  g_ptr_array_add (line, (char *) g_getenv ("HOPSOCTL"));
  g_ptr_array_add (line, (char *) command);
  for (; *arguments != NULL; arguments++)
    g_ptr_array_add (line, (char *) *arguments);
  g_ptr_array_add (line, NULL);
  g_spawn_sync (NULL, (char **) line->pdata, NULL, G_SPAWN_CHILD_INHERITS_STDIN, NULL, NULL, out,
                &complaints, &status, &error);
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (status));
  return WEXITSTATUS (status);
}

static void
test_render_writes_the_page (void)
{
  World world = world_new ();
  const char *arguments[] = { "--page", "2",           "--width",   "100",
                              "-o",     world.picture, world.paper, NULL };
  g_autofree char *out = NULL;
  cairo_surface_t *picture;

  g_assert_cmpint (run (&out, "render", arguments), ==, HOPSO_CLI_YES);
  g_assert_cmpstr (out, ==, "");
  picture = cairo_image_surface_create_from_png (world.picture);
  g_assert_cmpint (cairo_image_surface_get_width (picture), ==, 100);
  g_assert_cmpint (cairo_image_surface_get_height (picture), ==, 150);
  g_assert_cmphex (*(const guint32 *) cairo_image_surface_get_data (picture), ==,
                   hopso_test_pages_get_colour (1));
  cairo_surface_destroy (picture);
  world_clear (&world);
}

static void
test_render_says_what_is_wrong (void)
{
  World world = world_new ();
  const char *no_output[] = { world.paper, NULL };
  const char *no_page[] = { "--page", "4", "-o", world.picture, world.paper, NULL };
  const char *bad_width[] = { "--width", "0", "-o", world.picture, world.paper, NULL };
  const char *no_paper[] = { "-o", world.picture, world.picture, NULL };
  g_autofree char *out = NULL;

  g_assert_cmpint (run (NULL, "render", no_output), ==, HOPSO_CLI_USAGE);
  g_assert_cmpint (run (NULL, "render", bad_width), ==, HOPSO_CLI_USAGE);
  g_assert_cmpint (run (NULL, "render", no_page), ==, HOPSO_CLI_FAILED);
  g_assert_cmpint (run (NULL, "render", no_paper), ==, HOPSO_CLI_FAILED);
  g_assert_false (g_file_test (world.picture, G_FILE_TEST_EXISTS));
  world_clear (&world);
}

static void
test_text_prints_all_pages_or_one (void)
{
  World world = world_new ();
  const char *all[] = { world.paper, NULL };
  const char *one[] = { "--page", "3", world.paper, NULL };
  const char *none[] = { "--page", "4", world.paper, NULL };
  g_autofree char *whole = NULL;
  g_autofree char *part = NULL;

  g_assert_cmpint (run (&whole, "text", all), ==, HOPSO_CLI_YES);
  g_assert_cmpstr (whole, ==, "Page 1\n\fPage 2\n\fPage 3\n\f");
  g_assert_cmpint (run (&part, "text", one), ==, HOPSO_CLI_YES);
  g_assert_cmpstr (part, ==, "Page 3\n\f");
  g_assert_cmpint (run (NULL, "text", none), ==, HOPSO_CLI_FAILED);
  world_clear (&world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/render/writes-the-page", test_render_writes_the_page);
  g_test_add_func ("/cli/render/says-what-is-wrong", test_render_says_what_is_wrong);
  g_test_add_func ("/cli/text/prints-all-pages-or-one", test_text_prints_all_pages_or_one);
  return g_test_run ();
}
