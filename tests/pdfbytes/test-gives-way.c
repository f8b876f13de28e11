/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What if the file gives way? Each time that something is read of a document, it could be the time
 * that it fails: the disk, a limit, an object that nobody reached before. One after the other they
 * fail here, in everything that is done with documents: there is an error each time, or an answer
 * that does without, and never half of one. The functions that read are wrapped by the linker. */

#include "every-way.h"

#include "hopso-pdf-error-private.h"
#include "hopso-pdf-form.h"
#include "hopso-pdf-signature.h"
#include "hopso-pdf-update-private.h"
#include "hopso-pdf-xref-private.h"
#include "hopso-test-soak.h"

static guint n_calls; /* that could have failed */
static guint failing; /* which one does, from 1; 0: none */

static gboolean
gives_way (GError **error)
{
  if (++n_calls != failing)
    return FALSE;
  hopso_pdf_fail (error, HOPSO_PDF_ERROR_TOO_COMPLEX, "It gave way");
  return TRUE;
}

#define WRAP(type, nothing, name, parameters, arguments) \
  type __real_##name parameters; \
  type __wrap_##name parameters; \
  type __wrap_##name parameters { return gives_way (error) ? nothing : __real_##name arguments; }

WRAP (HopsoPdfObject *,
      NULL,
      hopso_pdf_file_dup_object,
      (HopsoPdfFile * self, HopsoPdfReference reference, GError **error),
      (self, reference, error))
WRAP (HopsoPdfObject *,
      NULL,
      hopso_pdf_file_resolve,
      (HopsoPdfFile * self, HopsoPdfObject *object, GError **error),
      (self, object, error))
WRAP (HopsoPdfObject *,
      NULL,
      hopso_pdf_file_resolve_key,
      (HopsoPdfFile * self, HopsoPdfObject *dictionary, const char *key, GError **error),
      (self, dictionary, key, error))
WRAP (HopsoPdfObject *,
      NULL,
      hopso_pdf_file_dup_catalog,
      (HopsoPdfFile * self, GError **error),
      (self, error))
WRAP (GBytes *,
      NULL,
      hopso_pdf_file_dup_stream_bytes,
      (HopsoPdfFile * self, HopsoPdfObject *stream, GError **error),
      (self, stream, error))
WRAP (GBytes *,
      NULL,
      hopso_pdf_file_decode_stream,
      (HopsoPdfFile * self, HopsoPdfObject *stream, gsize max_size, GError **error),
      (self, stream, max_size, error))
WRAP (gboolean,
      FALSE,
      hopso_pdf_file_get_n_pages,
      (HopsoPdfFile * self, guint *n_pages, GError **error),
      (self, n_pages, error))
WRAP (gboolean,
      FALSE,
      hopso_pdf_file_find_page,
      (HopsoPdfFile * self, HopsoPdfReference reference, guint *index, GError **error),
      (self, reference, index, error))
WRAP (GPtrArray *,
      NULL,
      hopso_pdf_file_list_fields,
      (HopsoPdfFile * self, GError **error),
      (self, error))
WRAP (GPtrArray *,
      NULL,
      hopso_pdf_file_list_signatures,
      (HopsoPdfFile * self, GError **error),
      (self, error))
WRAP (HopsoPdfUpdate *,
      NULL,
      hopso_pdf_update_new,
      (HopsoPdfFile * file, GError **error),
      (file, error))
WRAP (GByteArray *,
      NULL,
      hopso_pdf_update_finish,
      (HopsoPdfUpdate * self, GError **error),
      (self, error))
WRAP (gboolean,
      FALSE,
      hopso_pdf_source_read,
      (HopsoPdfSource * self, guint64 offset, void *buffer, gsize size, GError **error),
      (self, offset, buffer, size, error))
WRAP (GBytes *,
      NULL,
      hopso_pdf_source_dup_bytes,
      (HopsoPdfSource * self, guint64 offset, gsize size, GError **error),
      (self, offset, size, error))
WRAP (HopsoPdfObject *,
      NULL,
      hopso_pdf_parse_object,
      (HopsoPdfLexer * lexer, GError **error),
      (lexer, error))
WRAP (GBytes *,
      NULL,
      hopso_pdf_decode,
      (HopsoPdfSource * source,
       HopsoPdfSpan span,
       HopsoPdfObject *filter,
       HopsoPdfObject *parameters,
       gsize max_size,
       GError **error),
      (source, span, filter, parameters, max_size, error))

/* Opens the document, or does the @way-th thing with it; FALSE when there are no more of them. */
static gboolean
go (const EveryDocument *document, guint way, guint which)
{
  g_autoptr (HopsoPdfSource) source = hopso_pdf_source_new_bytes (document->bytes);
  g_autoptr (HopsoPdfFile) file = NULL;
  gboolean is_done = TRUE;

  n_calls = 0;
  failing = way == 0 ? which : 0;
  file = every_way_open (source, document->password, failing != 0);
  if (way > 0)
    {
      n_calls = 0;
      failing = which;
      is_done = every_way_do (way - 1, file, document->password, which != 0);
    }
  failing = 0;
  return is_done;
}

static void
test_each_reading_fails_once (void)
{
  g_autoptr (GPtrArray) all = every_way_documents ();
  guint step = hopso_test_soak_rounds (307, 5);
  guint n_tried = 0;

  for (guint i = 0; i < all->len; i++)
    for (guint way = 0; go (all->pdata[i], way, 0); way++)
      {
        guint n = n_calls;

        for (guint which = 1 + (i + way) % step; which <= n; which += step, n_tried++)
          go (all->pdata[i], way, which);
      }
  hopso_test_soak_report ("readings of documents that fail", n_tried, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/pdfbytes/gives-way/each-reading-fails-once", test_each_reading_fails_once);
  return g_test_run ();
}
