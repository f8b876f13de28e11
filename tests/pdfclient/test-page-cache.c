/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-page-cache.h"

static void
add (HopsoPageCache *cache, guint64 document, guint page, gsize size)
{
  g_autoptr (GBytes) pixels = g_bytes_new_take (g_malloc0 (size), size);
  HopsoPdfView view;

  hopso_pdf_view_init (&view, page, 10, 10);
  hopso_page_cache_add (cache, document, &view, pixels);
}

static gboolean
has (HopsoPageCache *cache, guint64 document, guint page)
{
  HopsoPdfView view;

  hopso_pdf_view_init (&view, page, 10, 10);
  g_autoptr (GBytes) found = hopso_page_cache_lookup (cache, document, &view);
  return found != NULL;
}

static void
test_the_least_used_goes_first (void)
{
  g_autoptr (HopsoPageCache) cache = hopso_page_cache_new (100);

  add (cache, 1, 0, 40);
  add (cache, 1, 1, 40);
  g_assert_true (has (cache, 1, 0));
  add (cache, 1, 2, 40);
  g_assert_true (has (cache, 1, 0));
  g_assert_false (has (cache, 1, 1));
  g_assert_true (has (cache, 1, 2));
  g_assert_cmpuint (hopso_page_cache_get_size (cache), ==, 80);
}

static void
test_what_is_over_the_budget_is_not_kept (void)
{
  g_autoptr (HopsoPageCache) cache = hopso_page_cache_new (100);

  add (cache, 1, 0, 40);
  add (cache, 1, 1, 101);
  g_assert_true (has (cache, 1, 0));
  g_assert_false (has (cache, 1, 1));
}

static void
test_the_same_picture_counts_once (void)
{
  g_autoptr (HopsoPageCache) cache = hopso_page_cache_new (100);

  add (cache, 1, 0, 40);
  add (cache, 1, 0, 60);
  g_assert_cmpuint (hopso_page_cache_get_size (cache), ==, 60);
}

static void
test_documents_sizes_and_turns_differ (void)
{
  g_autoptr (HopsoPageCache) cache = hopso_page_cache_new (100);
  HopsoPdfView view;

  add (cache, 1, 0, 40);
  g_assert_false (has (cache, 2, 0));
  hopso_pdf_view_init (&view, 0, 10, 11);
  g_assert_null (hopso_page_cache_lookup (cache, 1, &view));
  hopso_pdf_view_init (&view, 0, 10, 10);
  view.rotation = 90;
  g_assert_null (hopso_page_cache_lookup (cache, 1, &view));
}

static void
test_a_document_is_forgotten (void)
{
  g_autoptr (HopsoPageCache) cache = hopso_page_cache_new (100);

  add (cache, 1, 0, 10);
  add (cache, 2, 0, 10);
  add (cache, 1, 1, 10);
  hopso_page_cache_forget (cache, 1);
  g_assert_false (has (cache, 1, 0));
  g_assert_false (has (cache, 1, 1));
  g_assert_true (has (cache, 2, 0));
  g_assert_cmpuint (hopso_page_cache_get_size (cache), ==, 10);
}

static void
test_a_smaller_budget_shrinks (void)
{
  g_autoptr (HopsoPageCache) cache = hopso_page_cache_new (100);

  add (cache, 1, 0, 40);
  add (cache, 1, 1, 40);
  hopso_page_cache_set_budget (cache, 50);
  g_assert_false (has (cache, 1, 0));
  g_assert_true (has (cache, 1, 1));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pdfclient/page-cache/the-least-used-goes-first",
                   test_the_least_used_goes_first);
  g_test_add_func ("/pdfclient/page-cache/what-is-over-the-budget-is-not-kept",
                   test_what_is_over_the_budget_is_not_kept);
  g_test_add_func ("/pdfclient/page-cache/the-same-picture-counts-once",
                   test_the_same_picture_counts_once);
  g_test_add_func ("/pdfclient/page-cache/documents-sizes-and-turns-differ",
                   test_documents_sizes_and_turns_differ);
  g_test_add_func ("/pdfclient/page-cache/a-document-is-forgotten", test_a_document_is_forgotten);
  g_test_add_func ("/pdfclient/page-cache/a-smaller-budget-shrinks", test_a_smaller_budget_shrinks);
  return g_test_run ();
}
