/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Forms filled by the released inspecting process: the document stays a prefix, other programs read
 * the same values and draw them, letters of Vietnamese included, and a file that is not the one
 * that was opened is left alone. */

#include "hopso-form-draft.h"
#include "hopso-form-filler.h"
#include "hopso-test-form.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <poppler.h>
#include <string.h>

#define NAME "Nguyễn Thị Đẵng"

typedef struct
{
  HopsoPdfClient *client;
  HopsoFormFiller *filler;
  GAsyncResult *result;
  char *folder;
  char *path; /* of the form */
  char *output;
  HopsoFd fd;
  HopsoForm *form;
  HopsoFormDraft *draft;
} World;

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_set_object (&((World *) user_data)->result, result);
}

static void
wait (World *world)
{
  while (world->result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static HopsoForm *
read_form (World *world, int fd)
{
  g_autoptr (GError) error = NULL;
  HopsoForm *form;

  hopso_form_filler_read_async (world->filler, fd, NULL, done_cb, world);
  wait (world);
  form = hopso_form_filler_read_finish (world->filler, world->result, &error);
  g_clear_object (&world->result);
  g_assert_no_error (error);
  return form;
}

static void
set_up (World *world, gconstpointer data)
{
  g_autoptr (GBytes) bytes = hopso_test_form_new (data);
  g_autoptr (GError) error = NULL;

  world->folder = g_dir_make_tmp ("hopso-XXXXXX", &error);
  g_assert_no_error (error);
  world->path = g_build_filename (world->folder, "form.pdf", NULL);
  world->output = g_build_filename (world->folder, "filled.pdf", NULL);
  g_file_set_contents (world->path, g_bytes_get_data (bytes, NULL),
                       (gssize) g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);
  world->client = hopso_pdf_client_new ();
  world->filler = hopso_form_filler_new (world->client);
  world->fd = open (world->path, O_RDONLY | O_CLOEXEC);
  world->form = read_form (world, world->fd);
  world->draft = hopso_form_draft_new (world->form);
}

static void
tear_down (World *world, gconstpointer data)
{
  hopso_fd_close (world->fd);
  g_clear_object (&world->draft);
  g_clear_object (&world->form);
  g_clear_object (&world->filler);
  g_clear_object (&world->client);
  g_unlink (world->path);
  g_unlink (world->output);
  g_rmdir (world->folder);
  g_free (world->folder);
  g_free (world->path);
  g_free (world->output);
}

static HopsoFd
fill (World *world, const char *path, gboolean is_in_place, GError **error)
{
  g_autoptr (GBytes) opened = hopso_fd_read_all (world->fd, 1 << 20, NULL);
  g_autofree char *digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, opened);
  const HopsoFormOrder order = { .fd = world->fd,
                                 .form = world->form,
                                 .values = hopso_form_draft_to_variant (world->draft),
                                 .output_path = path,
                                 .replaced_digest = is_in_place ? digest : NULL };
  HopsoFd fd;

  hopso_form_filler_fill_async (world->filler, &order, NULL, done_cb, world);
  wait (world);
  fd = hopso_form_filler_fill_finish (world->filler, world->result, error);
  g_clear_object (&world->result);
  return fd;
}

static void
fill_everything (World *world)
{
  const char *const days[] = { "two", "three", NULL };

  g_assert_true (hopso_form_draft_set_value (world->draft, "name", NAME, NULL));
  g_assert_true (hopso_form_draft_set_value (world->draft, "address", "Số 1\nphố Huế", NULL));
  g_assert_true (hopso_form_draft_set_value (world->draft, "number", "00123", NULL));
  g_assert_true (hopso_form_draft_set_value (world->draft, "agree", "Yes", NULL));
  g_assert_true (hopso_form_draft_set_value (world->draft, "side", "right", NULL));
  g_assert_true (hopso_form_draft_set_value (world->draft, "town", "sg", NULL));
  g_assert_true (hopso_form_draft_set_values (world->draft, "days", days, NULL));
  g_assert_true (hopso_form_draft_set_value (world->draft, "remark", "ƯỚC ặ", NULL));
}

static char *
run (const char *program, const char *one, const char *two, const char *three, const char *four)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error,
                        g_getenv (program), one, two, three, four, NULL);
  char *words = NULL;

  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &words, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);
  return words;
}

/* As other programs read the fields: name, and its value in words. */
static GHashTable *
read_by_poppler (const char *path)
{
  GHashTable *values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  g_autoptr (GError) error = NULL;
  PopplerDocument *document = poppler_document_new_from_file (uri, NULL, &error);

  g_assert_no_error (error);
  for (int i = 0; i < poppler_document_get_n_pages (document); i++)
    {
      PopplerPage *page = poppler_document_get_page (document, i);
      GList *list = poppler_page_get_form_field_mapping (page);

      for (GList *item = list; item != NULL; item = item->next)
        {
          PopplerFormFieldMapping *mapping = item->data;
          PopplerFormField *field = mapping->field;
          char *name = poppler_form_field_get_name (field);
          char *value = NULL;

          if (poppler_form_field_get_field_type (field) == POPPLER_FORM_FIELD_TEXT)
            value = poppler_form_field_text_get_text (field);
          else if (poppler_form_field_get_field_type (field) == POPPLER_FORM_FIELD_BUTTON)
            {
              /* Its buttons are told apart by their places. */
              char *both = g_strdup_printf ("%s %d", name, (int) mapping->area.x1);

              g_free (name);
              name = both;
              value = g_strdup (poppler_form_field_button_get_state (field) ? "on" : "off");
            }
          else
            {
              g_autoptr (GString) chosen = g_string_new (NULL);

              for (int j = 0; j < poppler_form_field_choice_get_n_items (field); j++)
                if (poppler_form_field_choice_is_item_selected (field, j))
                  {
                    g_autofree char *word = poppler_form_field_choice_get_item (field, j);

                    g_string_append_printf (chosen, "%s,", word);
                  }
              value = g_strdup (chosen->str);
            }
          g_hash_table_replace (values, name, value);
        }
      poppler_page_free_form_field_mapping (list);
      g_object_unref (page);
    }
  g_object_unref (document);
  return values;
}

static void
assert_filled (const char *path)
{
  g_autoptr (GHashTable) values = read_by_poppler (path);
  g_autofree char *text = run ("HOPSO_PDFTOTEXT", "-layout", path, "-", NULL);
  g_autofree char *drawn = run ("HOPSO_MUTOOL", "draw", "-F", "txt", path);
  g_autofree char *report = run ("HOPSO_QPDF", "--check", path, NULL, NULL);

  g_assert_cmpstr (g_hash_table_lookup (values, "name"), ==, NAME);
  g_assert_cmpstr (g_hash_table_lookup (values, "address"), ==, "Số 1\nphố Huế");
  g_assert_cmpstr (g_hash_table_lookup (values, "number"), ==, "00123");
  g_assert_cmpstr (g_hash_table_lookup (values, "agree 150"), ==, "on");
  g_assert_cmpstr (g_hash_table_lookup (values, "side 150"), ==, "off");
  g_assert_cmpstr (g_hash_table_lookup (values, "side 200"), ==, "on");
  g_assert_cmpstr (g_hash_table_lookup (values, "town"), ==, "Sài Gòn,");
  g_assert_cmpstr (g_hash_table_lookup (values, "days"), ==, "two,three,");
  g_assert_cmpstr (g_hash_table_lookup (values, "remark"), ==, "ƯỚC ặ");
  g_assert_cmpstr (g_hash_table_lookup (values, "total"), ==, "0");
  /* What they draw is what we drew. */
  g_assert_nonnull (strstr (text, NAME));
  g_assert_nonnull (strstr (text, "phố Huế"));
  g_assert_nonnull (strstr (text, "Sài Gòn"));
  g_assert_nonnull (strstr (drawn, NAME));
  g_assert_nonnull (strstr (drawn, "ƯỚC ặ"));
}

static void
test_copy (World *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *same = NULL;
  g_autofree char *after = NULL;
  gsize size, size_after, unused;

  g_file_get_contents (world->path, &before, &size, NULL);
  fill_everything (world);
  hopso_fd_close (fill (world, world->output, FALSE, &error));
  g_assert_no_error (error);
  g_file_get_contents (world->output, &after, &size_after, NULL);
  g_file_get_contents (world->path, &same, &unused, NULL);
  g_assert_cmpmem (same, unused, before, size);
  g_assert_cmpmem (after, size, before, size);
  g_assert_cmpuint (size_after, >, size);
  assert_filled (world->output);
}

/* A second filling goes after the first one, into the same file. */
static void
test_in_place (World *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_auto (HopsoFd) filled = -1;
  g_autoptr (HopsoForm) again = NULL;

  g_assert_cmpint (g_chmod (world->path, 0640), ==, 0);
  g_assert_true (hopso_form_draft_set_value (world->draft, "name", "An", NULL));
  filled = fill (world, world->path, TRUE, &error);
  g_assert_no_error (error);
  again = read_form (world, filled);
  g_set_object (&world->form, again);
  g_clear_object (&world->draft);
  world->draft = hopso_form_draft_new (again);
  hopso_fd_close (hopso_fd_steal (&world->fd));
  world->fd = hopso_fd_steal (&filled);
  g_assert_cmpstr (hopso_form_draft_get_values (world->draft, "name")[0], ==, "An");
  fill_everything (world);
  filled = fill (world, world->path, TRUE, &error);
  g_assert_no_error (error);
  assert_filled (world->path);

  GStatBuf about;
  g_assert_cmpint (g_stat (world->path, &about), ==, 0);
  g_assert_cmpint (about.st_mode & 0777, ==, 0640);
}

static void
test_memory (World *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_auto (HopsoFd) filled = -1;
  g_autoptr (HopsoForm) again = NULL;
  const HopsoFormField *side;

  fill_everything (world);
  filled = fill (world, NULL, FALSE, &error);
  g_assert_no_error (error);
  again = read_form (world, filled);
  side = hopso_form_find_field (again, "side");
  g_assert_cmpstr (side->values[0], ==, "right");
  g_assert_true (
      hopso_form_field_is_on (side, side->places->pdata[1], (const char *const *) side->values));
}

static void
test_another_file (World *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *after = NULL;

  g_assert_true (g_file_set_contents (world->output, "another", -1, NULL));
  g_assert_cmpint (g_rename (world->output, world->path), ==, 0);
  g_assert_true (hopso_form_draft_set_value (world->draft, "name", "An", NULL));
  g_assert_cmpint (fill (world, world->path, TRUE, &error), ==, -1);
  g_assert_error (error, HOPSO_FILLING_ERROR, HOPSO_FILLING_ERROR_CHANGED);
  g_file_get_contents (world->path, &after, NULL, NULL);
  g_assert_cmpstr (after, ==, "another");
}

/* What other programs were asked to draw is drawn by us. */
static void
test_need_appearances (World *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autoptr (HopsoForm) again = NULL;
  g_auto (HopsoFd) filled = -1;

  g_assert_true (hopso_form_needs_looks (world->form));
  g_assert_true (hopso_form_draft_set_value (world->draft, "name", NAME, NULL));
  filled = fill (world, world->output, FALSE, &error);
  g_assert_no_error (error);
  again = read_form (world, filled);
  g_assert_false (hopso_form_needs_looks (again));
  for (guint i = 0; i < hopso_form_get_n_fields (again); i++)
    {
      const HopsoFormField *field = hopso_form_get_field (again, i);

      if (field->values[0] != NULL)
        g_assert_true (((HopsoFormPlace *) field->places->pdata[0])->has_look);
    }
  text = run ("HOPSO_MUTOOL", "draw", "-F", "txt", world->output);
  g_assert_nonnull (strstr (text, "1 Tráng Tiên"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add ("/filling/filler/copy", World, NULL, set_up, test_copy, tear_down);
  g_test_add ("/filling/filler/in-place", World, NULL, set_up, test_in_place, tear_down);
  g_test_add ("/filling/filler/memory", World, NULL, set_up, test_memory, tear_down);
  g_test_add ("/filling/filler/another-file", World, NULL, set_up, test_another_file, tear_down);
  g_test_add ("/filling/filler/need-appearances", World, "/NeedAppearances true", set_up,
              test_need_appearances, tear_down);
  return g_test_run ();
}
