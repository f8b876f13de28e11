/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every document of a collection that others made, among them damaged and hostile ones: each gives
 * its first page, or a clean error, in time, and the application lives on. Skipped without
 * $HOPSO_CORPUS. */

#include "hopso-fd.h"
#include "hopso-pdf-client-private.h"

#include <fcntl.h>
#include <string.h>

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
  guint n_pages;
  guint n_errors;
} Corpus;

typedef struct
{
  Corpus *corpus;
  char *path;
  HopsoPdfDocument *document; /* owned, nullable */
  gint64 begun;
} Paper;

static void begin_next (Corpus *corpus);

static void
paper_finish (Paper *paper, const GError *error)
{
  Corpus *corpus = paper->corpus;
  const double seconds = (double) (g_get_monotonic_time () - paper->begun) / G_USEC_PER_SEC;

  g_test_message ("%s: %.1f s, %s", paper->path, seconds, error ? error->message : "a page");
  g_assert_cmpfloat (seconds, <, ANSWER_SECONDS);
  if (error != NULL)
    {
      g_assert_true (error->domain == HOPSO_PDF_CLIENT_ERROR);
      corpus->n_errors++;
    }
  else
    corpus->n_pages++;
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

  paper_finish (user_data, error);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Paper *paper = user_data;
  g_autoptr (GError) error = NULL;
  double width;
  double height;
  HopsoPdfView view;

  paper->document = hopso_pdf_client_open_finish (HOPSO_PDF_CLIENT (source), result, &error);
  if (paper->document == NULL)
    {
      paper_finish (paper, error);
      return;
    }
  hopso_pdf_document_get_page_size (paper->document, 0, &width, &height);
  hopso_pdf_view_init (&view, 0, 1000, (guint) CLAMP (1000 * height / width, 1, 10000));
  paper->begun = g_get_monotonic_time ();
  hopso_pdf_document_render_async (paper->document, &view, HOPSO_PDF_PRIORITY_VISIBLE, NULL,
                                   rendered_cb, paper);
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

static void
test_every_document_is_answered (void)
{
  const char *root = g_getenv ("HOPSO_CORPUS");
  g_autofree char *folder = g_build_filename (root != NULL ? root : "", "reading", NULL);
  g_autoptr (GDir) names = g_dir_open (folder, 0, NULL);
  g_autoptr (HopsoPdfClient) client = NULL;
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  if (root == NULL || names == NULL)
    {
      g_test_skip ("No collection: set HOPSO_CORPUS");
      return;
    }
  while ((name = g_dir_read_name (names)) != NULL)
    {
      if (g_str_has_suffix (name, ".pdf"))
        g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
    }

  client = hopso_pdf_client_new ();
  Corpus corpus = { .client = client, .paths = paths };
  begin_next (&corpus);
  while (corpus.n_open > 0)
    g_main_context_iteration (NULL, TRUE);

  /* Most of it can be read: an error for everything would be as clean. */
  g_test_message ("%u pages, %u errors", corpus.n_pages, corpus.n_errors);
  g_assert_cmpuint (corpus.n_pages, >, corpus.n_errors);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pdfclient/corpus/every-document-is-answered", test_every_document_is_answered);
  return g_test_run ();
}
