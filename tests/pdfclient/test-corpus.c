/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every document of a collection that others made, among them damaged and hostile ones, read by one
 * process: first and last page, text, links, table of contents, properties. Each answer comes in
 * time, as itself or as an error that has words for people; afterwards no descriptor and no process
 * is left. Skipped without $HOPSO_CORPUS. */

#include "hopso-fd.h"
#include "hopso-pdf-client-private.h"
#include "hopso-pdf-reading.h"
#include "hopso-test-soak.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* Sanitizers and a busy machine may delay the answer about a process that was ended in time. */
#ifdef __SANITIZE_ADDRESS__
#define ANSWER_SECONDS 40
#else
#define ANSWER_SECONDS 10
#endif

/* Several documents at once, as on a busy day. */
#define AT_ONCE 4

typedef struct
{
  HopsoPdfClient *client;
  GPtrArray *paths; /* of char */
  guint next;
  guint n_open;
  guint n_answers;
  guint n_errors;
} Corpus;

typedef struct
{
  Corpus *corpus;
  char *path;
  HopsoPdfDocument *document; /* owned, nullable */
  guint step;                 /* what is being asked */
  gint64 begun;
} Paper;

static void begin_next (Corpus *corpus);
static void ask_next (Paper *paper);

/* What a person is told is a sentence of ours, not what a hostile file made some library say. */
static void
note_answer (Paper *paper, const GError *error)
{
  const double seconds = (double) (g_get_monotonic_time () - paper->begun) / G_USEC_PER_SEC;

  if (error != NULL)
    {
      g_test_message ("%s: step %u: %.1f s, %s", paper->path, paper->step, seconds, error->message);
      g_assert_true (error->domain == HOPSO_PDF_CLIENT_ERROR);
      g_assert_cmpstr (hopso_pdf_client_error_get_words (error), !=, error->message);
      paper->corpus->n_errors++;
    }
  else
    paper->corpus->n_answers++;
  g_assert_cmpfloat (seconds, <, ANSWER_SECONDS);
}

static void
paper_finish (Paper *paper)
{
  Corpus *corpus = paper->corpus;

  g_clear_object (&paper->document);
  g_free (paper->path);
  g_free (paper);
  corpus->n_open--;
  begin_next (corpus);
}

static void
rendered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pixels =
      hopso_pdf_document_render_finish (HOPSO_PDF_DOCUMENT (source), result, NULL, &error);

  note_answer (user_data, error);
  ask_next (user_data);
}

static void
text_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfText) text =
      hopso_pdf_document_page_text_finish (HOPSO_PDF_DOCUMENT (source), result, &error);

  note_answer (user_data, error);
  ask_next (user_data);
}

static void
links_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) links =
      hopso_pdf_document_links_finish (HOPSO_PDF_DOCUMENT (source), result, &error);

  note_answer (user_data, error);
  ask_next (user_data);
}

static void
outline_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) items =
      hopso_pdf_document_outline_finish (HOPSO_PDF_DOCUMENT (source), result, &error);

  note_answer (user_data, error);
  ask_next (user_data);
}

static void
properties_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfProperties) properties =
      hopso_pdf_document_properties_finish (HOPSO_PDF_DOCUMENT (source), result, &error);

  note_answer (user_data, error);
  ask_next (user_data);
}

static void
ask_picture (Paper *paper, guint page)
{
  double width;
  double height;
  HopsoPdfView view;

  hopso_pdf_document_get_page_size (paper->document, page, &width, &height);
  hopso_pdf_view_init (&view, page, 600, (guint) CLAMP (600 * height / width, 1, 10000));
  hopso_pdf_document_render_async (paper->document, &view, HOPSO_PDF_PRIORITY_VISIBLE, NULL,
                                   rendered_cb, paper);
}

static void
ask_next (Paper *paper)
{
  const guint last = hopso_pdf_document_get_n_pages (paper->document) - 1;

  paper->begun = g_get_monotonic_time ();
  switch (paper->step++)
    {
    case 0:
      ask_picture (paper, 0);
      break;
    case 1:
      ask_picture (paper, last);
      break;
    case 2:
      hopso_pdf_document_page_text_async (paper->document, 0, NULL, text_cb, paper);
      break;
    case 3:
      hopso_pdf_document_links_async (paper->document, 0, NULL, links_cb, paper);
      break;
    case 4:
      hopso_pdf_document_outline_async (paper->document, NULL, outline_cb, paper);
      break;
    case 5:
      hopso_pdf_document_properties_async (paper->document, NULL, properties_cb, paper);
      break;
    default:
      paper_finish (paper);
    }
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Paper *paper = user_data;
  g_autoptr (GError) error = NULL;

  paper->document = hopso_pdf_client_open_finish (HOPSO_PDF_CLIENT (source), result, &error);
  note_answer (paper, error);
  if (paper->document != NULL)
    ask_next (paper);
  else
    paper_finish (paper);
}

static void
begin_next (Corpus *corpus)
{
  while (corpus->n_open < AT_ONCE && corpus->next < corpus->paths->len)
    {
      Paper *paper = g_new0 (Paper, 1);
      g_auto (HopsoFd) fd = -1;

      paper->corpus = corpus;
      paper->path = g_strdup (corpus->paths->pdata[corpus->next++]);
      paper->begun = g_get_monotonic_time ();
      corpus->n_open++;
      fd = open (paper->path, O_RDONLY | O_CLOEXEC);
      g_assert_cmpint (fd, >=, 0);
      hopso_pdf_client_open_async (corpus->client, fd, NULL, NULL, opened_cb, paper);
    }
}

static gboolean
add_paths (GPtrArray *paths, const char *name)
{
  const char *root = g_getenv ("HOPSO_CORPUS");
  g_autofree char *folder = g_build_filename (root != NULL ? root : "", name, NULL);
  g_autoptr (GDir) names = root != NULL ? g_dir_open (folder, 0, NULL) : NULL;
  const char *file;

  while (names != NULL && (file = g_dir_read_name (names)) != NULL)
    {
      if (g_str_has_suffix (file, ".pdf"))
        g_ptr_array_add (paths, g_build_filename (folder, file, NULL));
    }
  return names != NULL;
}

static guint
count_entries (const char *path)
{
  g_autoptr (GDir) names = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (names) != NULL)
    n++;
  return n;
}

/* Processes that were ended are gone when their parent has been told. */
static void
wait_for_children (void)
{
  g_autofree char *path = g_strdup_printf ("/proc/self/task/%d/children", getpid ());
  g_autofree char *children = NULL;

  do
    {
      g_clear_pointer (&children, g_free);
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
      g_assert_true (g_file_get_contents (path, &children, NULL, NULL));
    }
  while (*g_strstrip (children) != '\0');
}

static Corpus
read_all (GPtrArray *paths)
{
  g_autoptr (HopsoPdfClient) client = hopso_pdf_client_new ();
  Corpus corpus = { .client = client, .paths = paths };

  begin_next (&corpus);
  while (corpus.n_open > 0)
    g_main_context_iteration (NULL, TRUE);
  return corpus;
}

/* A connection's thread closes its end a moment after the process behind it has gone. */
static void
wait_for_descriptors (guint most)
{
  const gint64 patience = g_get_monotonic_time () + 20 * G_TIME_SPAN_SECOND;

  while (count_entries ("/proc/self/fd") > most && g_get_monotonic_time () < patience)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
}

static void
test_every_document_is_answered (void)
{
  g_autoptr (GPtrArray) first = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);

  if (!add_paths (paths, "reading"))
    {
      g_test_skip ("No collection: set HOPSO_CORPUS");
      return;
    }
  if (hopso_test_soak_rounds (0, 1) > 0)
    add_paths (paths, "signing");

  /* What is made once is there before anything is counted. */
  g_ptr_array_add (first, g_strdup (paths->pdata[0]));
  read_all (first);
  wait_for_children ();
  const guint n_before = count_entries ("/proc/self/fd");
  const Corpus corpus = read_all (paths);
  wait_for_children ();
  /* Most of it can be read: an error for everything would be as clean. */
  g_test_message ("%u documents, %u answers, %u errors", paths->len, corpus.n_answers,
                  corpus.n_errors);
  g_assert_cmpuint (corpus.n_answers, >, 4 * corpus.n_errors);
  wait_for_descriptors (n_before);
  g_assert_cmpuint (count_entries ("/proc/self/fd"), <=, n_before);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pdfclient/corpus/every-document-is-answered", test_every_document_is_answered);
  return g_test_run ();
}
