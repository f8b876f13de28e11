/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Damaged and hostile files of our own, and a collection of those that others made, in one window
 * of the application, one after the other: opened, paged through, searched, closed. Each is
 * answered in time, by a page or by words in the language of people; nothing of it stays. The
 * collection is left out without $HOPSO_CORPUS; all of it is read in long runs only. */

#include "hopso-page-view-private.h"
#include "hopso-pdf-document.h"
#include "hopso-test-pages.h"
#include "hopso-test-soak.h"
#include "hopso-test-window.h"
#include "reading-world.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Sanitizers and a busy machine may delay the answer about a process that was ended in time. */
#ifdef __SANITIZE_ADDRESS__
#define ANSWER_SECONDS 40
#else
#define ANSWER_SECONDS 10
#endif

/* Longer than the next process waits before it is started. */
#define REST_MS 1500

/* So many pages are turned to. */
#define TURNS 4

/* What is read in short runs. */
static const char *const worst[] = {
  "reading/bad-pdfjs-bomb_giant.pdf",
  "reading/bad-qpdf-append-xref-loop.pdf",
  "reading/bad-qpdf-outlines-with-loop.pdf",
  "reading/bad-pdfjs-poppler-937-0-fuzzed.pdf",
  "reading/bad-pdfjs-recursiveCompositGlyf.pdf",
  "reading/bad-qpdf-fuzz-16214.pdf",
  "reading/bad-pdfium-bug_455199.pdf",
  "reading/bad-ocr-invalid.pdf",
};

typedef struct
{
  ReadingWorld *world;
  HopsoReader *reader; /* borrowed: in its tab */
  guint page;
  gint64 begun;
  guint n_shown;
  guint n_refused;
  guint n_late;
} Visit;

static gboolean
is_mapped (GtkWidget *widget, gpointer data)
{
  return gtk_widget_get_mapped (widget);
}

/* Why the document or the page that is turned to cannot be shown. */
static const char *
get_trouble (HopsoReader *reader)
{
  HopsoPageView *view = hopso_reader_get_view (reader);
  GtkWidget *page =
      hopso_test_window_find (GTK_WIDGET (reader), ADW_TYPE_STATUS_PAGE, is_mapped, NULL);

  if (page != NULL)
    return adw_status_page_get_description (ADW_STATUS_PAGE (page));
  if (gtk_widget_get_mapped (view->retry))
    return gtk_label_get_text (view->retry_label);
  return NULL;
}

static gboolean
is_answered (gpointer data)
{
  const Visit *visit = data;

  return get_trouble (visit->reader) != NULL ||
         (hopso_reader_get_document (visit->reader) != NULL &&
          hopso_page_view_is_sharp (hopso_reader_get_view (visit->reader)));
}

static void
wait_in_time (Visit *visit, gboolean (*is_done) (gpointer), gpointer data)
{
  const gint64 begin = g_get_monotonic_time ();

  hopso_test_window_wait (is_done, data);
  const double seconds = (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC;
  if (seconds < ANSWER_SECONDS)
    return;
  g_test_message ("late: %.1f s", seconds);
  visit->n_late++;
}

/* A page, or words for people: none of ours are without marks. */
static gboolean
take_answer (Visit *visit)
{
  const char *trouble;

  wait_in_time (visit, is_answered, visit);
  trouble = get_trouble (visit->reader);
  if (trouble == NULL)
    return TRUE;
  g_test_message ("%s", trouble);
  g_assert_false (g_str_is_ascii (trouble));
  return FALSE;
}

static gboolean
has_found (gpointer data)
{
  return hopso_pdf_find_is_done (data) || hopso_pdf_find_get_n_hits (data) > 0;
}

static void
search (Visit *visit)
{
  g_autoptr (HopsoPdfFind) find =
      hopso_pdf_find_new (hopso_reader_get_document (visit->reader), "a", 0);

  wait_in_time (visit, has_found, find);
  hopso_pdf_find_stop (find);
}

static void
visit_file (Visit *visit, GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  gboolean is_shown;

  g_test_message ("%s", name);
  hopso_window_open_file (visit->world->window, file);
  hopso_test_window_settle ();
  visit->reader = reading_world_get_reader (visit->world);
  is_shown = take_answer (visit);
  for (guint i = 0; is_shown && i < TURNS; i++)
    {
      if (!hopso_page_view_go_next (hopso_reader_get_view (visit->reader)))
        break;
      take_answer (visit);
    }
  if (hopso_reader_get_document (visit->reader) != NULL)
    search (visit);
  if (is_shown)
    visit->n_shown++;
  else
    visit->n_refused++;
  reading_world_activate (visit->world, "win.close-tab");
}

/* --- what stays --------------------------------------------------------------------------------
 */

static guint
count_descriptors (void)
{
  g_autoptr (GDir) names = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (g_dir_read_name (names) != NULL)
    n++;
  return n;
}

static guint
count_below (int process)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/task/%d/children", process, process);
  g_autofree char *said = NULL;
  guint n = 0;

  if (!g_file_get_contents (path, &said, NULL, NULL))
    return 0;
  g_auto (GStrv) numbers = g_strsplit (g_strstrip (said), " ", -1);
  for (char **number = numbers; *number != NULL; number++)
    {
      if (**number != '\0')
        n += 1 + count_below (atoi (*number));
    }
  return n;
}

typedef struct
{
  guint n_descriptors;
  guint n_processes;
} Belongings;

static Belongings
count_belongings (void)
{
  return (Belongings){ count_descriptors (), count_below (getpid ()) };
}

typedef struct
{
  Belongings last;
  gint64 since;
} Rest;

/* The next process is started a moment after a document was opened, others end a moment after one
 * was closed: what there is has to have stayed the same for a while. */
static gboolean
is_at_rest (gpointer data)
{
  Rest *rest = data;
  const Belongings now = count_belongings ();
  const gint64 time = g_get_monotonic_time ();

  if (now.n_descriptors != rest->last.n_descriptors || now.n_processes != rest->last.n_processes)
    *rest = (Rest){ now, time };
  return time - rest->since > REST_MS * 1000;
}

static gboolean
is_no_more (gpointer data)
{
  const Belongings *before = data;
  const Belongings now = count_belongings ();

  return now.n_descriptors <= before->n_descriptors && now.n_processes <= before->n_processes;
}

/* --- which files -------------------------------------------------------------------------------
 */

static void
add_folder (GPtrArray *files, const char *folder)
{
  g_autoptr (GDir) names = g_dir_open (folder, 0, NULL);
  const char *name;

  while (names != NULL && (name = g_dir_read_name (names)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        add_folder (files, path);
      else if (g_str_has_suffix (name, ".pdf"))
        g_ptr_array_add (files, g_file_new_for_path (path));
    }
}

static void
add_collection (GPtrArray *files)
{
  const char *root = g_getenv ("HOPSO_CORPUS");

  if (root == NULL)
    return;
  if (hopso_test_soak_rounds (0, 1) > 0)
    {
      add_folder (files, root);
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (worst); i++)
    {
      g_autofree char *path = g_build_filename (root, worst[i], NULL);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        g_ptr_array_add (files, g_file_new_for_path (path));
    }
}

/* Nothing at all, no PDF, one that was cut short, one whose objects name each other in a circle. */
static void
add_own (ReadingWorld *world, GPtrArray *files)
{
  static const char circle[] = "%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                               "2 0 obj<</Type/Pages/Kids[2 0 R 1 0 R]/Count 2147483647>>endobj\n"
                               "trailer<</Root 1 0 R/Prev 0>>\nstartxref\n0\n%%EOF\n";
  g_autoptr (GBytes) pages = hopso_test_pages_new (30);
  g_autoptr (GBytes) empty = g_bytes_new_static ("", 0);
  g_autoptr (GBytes) words = g_bytes_new_static ("Kính gửi: các sở, ban, ngành", 33);
  g_autoptr (GBytes) round = g_bytes_new_static (circle, strlen (circle));
  g_autoptr (GBytes) half = g_bytes_new_from_bytes (pages, 0, g_bytes_get_size (pages) / 2);

  g_ptr_array_add (files, reading_world_write_file (world, "empty.pdf", empty));
  g_ptr_array_add (files, reading_world_write_file (world, "words.pdf", words));
  g_ptr_array_add (files, reading_world_write_file (world, "half.pdf", half));
  g_ptr_array_add (files, reading_world_write_file (world, "circle.pdf", round));
}

static void
visit_all (Visit *visit, GPtrArray *files)
{
  for (guint i = 0; i < files->len; i++)
    visit_file (visit, files->pdata[i]);
}

static void
test_every_file_is_answered (ReadingWorld *world, gconstpointer data)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GFile) sound = reading_world_write_pages (world, "sound.pdf", 8);
  Visit visit = { .world = world };
  Belongings before;
  Rest rest = { 0 };

  /* What is made once, for whatever kind of answer, is there before anything is counted. */
  add_own (world, files);
  visit_file (&visit, sound);
  visit_all (&visit, files);
  hopso_test_window_wait (is_at_rest, &rest);
  before = rest.last;
  add_collection (files);
  visit_all (&visit, files);
  hopso_test_window_wait (is_no_more, &before);

  /* The window still works. */
  visit.n_shown = 0;
  visit_file (&visit, sound);
  g_assert_cmpuint (visit.n_shown, ==, 1);
  hopso_test_soak_report ("files read in the window", files->len, visit.n_late);
  g_assert_cmpuint (visit.n_late, ==, 0);
  g_assert_cmpuint (visit.n_refused, >, 0);
}

int
main (int argc, char **argv)
{
  static const ReadingTest tests[] = {
    { "every-file-is-answered", test_every_file_is_answered },
  };

  return reading_world_run (argc, argv, "/desktop/corpus/", tests, G_N_ELEMENTS (tests));
}
