/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What somebody signed beside what is there now: which pixels differ, what is read there, and what
 * people see of it. The pages are drawn by real processes. */

#include "hopso-change-view.h"
#include "hopso-fd.h"
#include "hopso-page-difference.h"
#include "hopso-revisions.h"
#include "hopso-test-signed.h"
#include "hopso-test-window.h"
#include "hopso-verify-dialog.h"

#include <string.h>

#define WIDTH  160
#define HEIGHT 96

/* --- pixels ---------------------------------------------------------------------------------- */

typedef struct
{
  guint32 pixels[WIDTH * HEIGHT];
} Picture;

static void
paint (Picture *picture, guint x, guint y, guint width, guint height)
{
  for (guint row = y; row < y + height; row++)
    for (guint column = x; column < x + width; column++)
      picture->pixels[row * WIDTH + column] = 0xff0000ff;
}

static GArray *
compare (const Picture *a, const Picture *b)
{
  g_autoptr (GBytes) before = g_bytes_new_static (a->pixels, sizeof a->pixels);
  g_autoptr (GBytes) after = g_bytes_new_static (b->pixels, sizeof b->pixels);
  const HopsoPagePixels first = { before, WIDTH * 4, WIDTH, HEIGHT };
  const HopsoPagePixels second = { after, WIDTH * 4, WIDTH, HEIGHT };

  return hopso_page_difference_list (&first, &second);
}

static void
test_equal_pages_do_not_differ (void)
{
  g_autofree Picture *picture = g_new0 (Picture, 1);
  g_autoptr (GArray) places = compare (picture, picture);

  g_assert_cmpuint (places->len, ==, 0);
}

static void
test_letters_are_one_place_and_lines_are_two (void)
{
  g_autofree Picture *before = g_new0 (Picture, 1);
  g_autofree Picture *after = g_new0 (Picture, 1);
  g_autoptr (GArray) places = NULL;
  const HopsoPageDifference *place;

  paint (after, 10, 10, 6, 6);
  paint (after, 26, 10, 6, 6);
  paint (after, 120, 80, 1, 1);
  places = compare (before, after);
  g_assert_cmpuint (places->len, ==, 2);
  place = &g_array_index (places, HopsoPageDifference, 0);
  g_assert_cmpfloat_with_epsilon (place->x * WIDTH, 10, 0.01);
  g_assert_cmpfloat_with_epsilon ((place->x + place->width) * WIDTH, 32, 0.01);
  g_assert_cmpfloat_with_epsilon (place->height * HEIGHT, 6, 0.01);
  place = &g_array_index (places, HopsoPageDifference, 1);
  g_assert_cmpfloat_with_epsilon (place->x * WIDTH, 120, 0.01);
  g_assert_cmpfloat_with_epsilon ((place->y + place->height) * HEIGHT, 81, 0.01);
}

static void
test_another_size_is_another_page (void)
{
  g_autofree Picture *picture = g_new0 (Picture, 1);
  g_autoptr (GBytes) bytes = g_bytes_new_static (picture->pixels, sizeof picture->pixels);
  const HopsoPagePixels before = { bytes, WIDTH * 4, WIDTH, HEIGHT };
  const HopsoPagePixels after = { bytes, WIDTH * 4, WIDTH, HEIGHT / 2 };
  g_autoptr (GArray) places = hopso_page_difference_list (&before, &after);

  g_assert_cmpuint (places->len, ==, 1);
  g_assert_cmpfloat (g_array_index (places, HopsoPageDifference, 0).height, ==, 1);
}

/* --- real documents -------------------------------------------------------------------------- */

static HopsoSignatureResult *
make_result (HopsoChangesAfter changes, gsize signed_length)
{
  const HopsoSignatureFacts facts = {
    .field_name = "Signature1",
    .signer_name = "Trần Quốc Đạt",
    .signer_title = "Giám đốc",
    .signer_organization = "Sở Kế hoạch",
    .claimed_time = 1795158300,
    .revision = 1,
    .page = 1,
    .is_intact = TRUE,
    .changes = changes,
    .signed_length = signed_length,
  };
  const HopsoSignatureChange change = { HOPSO_CHANGE_CONTENT, 1, NULL, FALSE };
  HopsoSignatureResult *result = hopso_signature_result_new (&facts);

  if (changes == HOPSO_CHANGES_AFTER_ALTERED)
    {
      hopso_signature_result_add_reason (result, HOPSO_SIGNATURE_REASON_ALTERED, NULL);
      hopso_signature_result_add_change (result, &change);
    }
  return result;
}

static HopsoTestPki *pki; /* owned: for the life of the test */

typedef struct
{
  HopsoFd fd;                   /* owned */
  HopsoSignatureResult *result; /* owned */
} Signed;

static void
set_up (Signed *file, HopsoTestSigned kind, HopsoChangesAfter changes)
{
  gsize signed_length;
  g_autoptr (GBytes) bytes = hopso_test_signed_new (pki, kind, &signed_length);
  g_autoptr (GError) error = NULL;

  file->fd = hopso_fd_new_sealed ("test", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                  &error);
  g_assert_no_error (error);
  file->result = make_result (changes, signed_length);
}

static void
tear_down (Signed *file)
{
  g_object_unref (file->result);
  hopso_fd_close (file->fd);
}

static void
keep_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gboolean
has_come (gpointer data)
{
  return *(GAsyncResult **) data != NULL;
}

static HopsoRevisions *
compare_file (Signed *file)
{
  g_autoptr (GError) error = NULL;
  HopsoRevisions *revisions =
      hopso_revisions_new (&(HopsoPdfOriginal){ file->fd, NULL }, file->result, &error);
  g_autoptr (GAsyncResult) result = NULL;

  g_assert_no_error (error);
  hopso_revisions_compare_async (revisions, NULL, keep_cb, &result);
  hopso_test_window_wait (has_come, &result);
  g_assert_true (hopso_revisions_compare_finish (revisions, result, &error));
  g_assert_no_error (error);
  return revisions;
}

static void
test_an_altered_sum_is_found_and_read (void)
{
  Signed file;
  g_autoptr (HopsoRevisions) revisions = NULL;

  set_up (&file, HOPSO_TEST_SIGNED_ALTERED, HOPSO_CHANGES_AFTER_ALTERED);
  revisions = compare_file (&file);
  g_assert_cmpuint (hopso_revisions_get_n_changes (revisions), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      const HopsoRevisionChange *change = hopso_revisions_get_change (revisions, i);

      g_assert_cmpuint (change->page, ==, 0);
      g_assert_false (change->is_allowed);
      g_assert_nonnull (strstr (change->before, "1.250"));
      g_assert_nonnull (strstr (change->after, "1.520"));
      g_assert_null (strstr (change->after, "1.250"));
    }
  tear_down (&file);
}

static void
test_an_untouched_page_looks_the_same (void)
{
  Signed file;
  g_autoptr (HopsoRevisions) revisions = NULL;

  set_up (&file, HOPSO_TEST_SIGNED_VALID, HOPSO_CHANGES_AFTER_SIGNATURES);
  revisions = compare_file (&file);
  g_assert_cmpuint (hopso_revisions_get_n_changes (revisions), ==, 0);
  tear_down (&file);
}

/* Nothing that came later reaches the process that draws the signed revision. */
static void
test_what_was_signed_is_drawn_from_its_own_bytes (void)
{
  Signed file;
  g_autoptr (HopsoRevisions) revisions = NULL;

  set_up (&file, HOPSO_TEST_SIGNED_ALTERED, HOPSO_CHANGES_AFTER_ALTERED);
  g_object_unref (file.result);
  file.result = make_result (HOPSO_CHANGES_AFTER_ALTERED, 0);
  revisions = hopso_revisions_new (&(HopsoPdfOriginal){ file.fd, NULL }, file.result, NULL);

  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  hopso_revisions_compare_async (revisions, NULL, keep_cb, &result);
  hopso_test_window_wait (has_come, &result);
  g_assert_false (hopso_revisions_compare_finish (revisions, result, &error));
  g_assert_null (hopso_revisions_get_before (revisions));
  tear_down (&file);
}

static gboolean
shows_last_change (gpointer data)
{
  return hopso_test_window_find_label (data, "Thay đổi 2/2 · trang 1") != NULL;
}

static gboolean
shows_first_change (gpointer data)
{
  return hopso_test_window_find_label (data, "Thay đổi 1/2 · trang 1") != NULL;
}

static HopsoVerifyDialog *
make_dialog (Signed *file)
{
  g_autoptr (HopsoPdfClient) client = hopso_pdf_client_new ();
  g_autoptr (HopsoTrustList) trust = hopso_trust_list_new ();
  g_autoptr (HopsoClock) clock = hopso_clock_new_system ();
  g_autoptr (HopsoVerifier) verifier = hopso_verifier_new (client, NULL, trust, clock);
  g_autoptr (HopsoSignatureReport) report = hopso_signature_report_new ("00", 1795158360);
  g_autoptr (GError) error = NULL;
  HopsoVerifyDialog *dialog =
      hopso_verify_dialog_new (verifier, file->fd, "Tờ trình 15-TTr-SKH.pdf", &error);

  g_assert_no_error (error);
  hopso_signature_report_add (report, file->result);
  hopso_verify_dialog_set_report (dialog, report);
  return dialog;
}

static void
test_both_revisions_are_walked_through_by_keys (void)
{
  Signed file;
  HopsoVerifyDialog *dialog;

  set_up (&file, HOPSO_TEST_SIGNED_ALTERED, HOPSO_CHANGES_AFTER_ALTERED);
  dialog = make_dialog (&file);
  hopso_test_window_show (GTK_WIDGET (dialog), 1366, 768);
  g_assert_nonnull (hopso_test_window_find_label (
      GTK_WIDGET (dialog), "Không hợp lệ: văn bản đã bị thay đổi sau khi ký (trang 1)"));
  hopso_test_window_wait (shows_first_change, dialog);
  g_assert_nonnull (hopso_test_window_find_label (GTK_WIDGET (dialog), "“1.250” → “1.520”"));
  g_assert_true (hopso_test_window_press (GTK_WIDGET (dialog), GDK_KEY_F3, 0));
  hopso_test_window_wait (shows_last_change, dialog);
  g_assert_true (hopso_test_window_press (GTK_WIDGET (dialog), GDK_KEY_F3, GDK_SHIFT_MASK));
  hopso_test_window_wait (shows_first_change, dialog);
  g_assert_true (hopso_test_window_press (GTK_WIDGET (dialog), GDK_KEY_plus, GDK_CONTROL_MASK));
  g_assert_true (hopso_test_window_press (GTK_WIDGET (dialog), GDK_KEY_0, GDK_CONTROL_MASK));
  hopso_test_window_save (GTK_WIDGET (dialog), "verify-altered");
  gtk_window_destroy (GTK_WINDOW (dialog));
  tear_down (&file);
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

/* Nobody waits for pages that nobody wants to see any more. */
static void
test_closing_ends_a_comparison (void)
{
  Signed file;
  HopsoVerifyDialog *dialog;

  set_up (&file, HOPSO_TEST_SIGNED_ALTERED, HOPSO_CHANGES_AFTER_ALTERED);
  dialog = make_dialog (&file);
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  hopso_test_window_show (GTK_WIDGET (dialog), 1366, 768);
  gtk_window_destroy (GTK_WINDOW (dialog));
  hopso_test_window_wait (is_gone, &dialog);
  hopso_test_window_settle ();
  tear_down (&file);
}

int
main (int argc, char **argv)
{
  int status;

  if (!hopso_test_window_init (&argc, &argv))
    return 77;
  pki = hopso_test_pki_new ();
  g_test_add_func ("/documents/changes/equal-pages-do-not-differ", test_equal_pages_do_not_differ);
  g_test_add_func ("/documents/changes/letters-are-one-place-and-lines-are-two",
                   test_letters_are_one_place_and_lines_are_two);
  g_test_add_func ("/documents/changes/another-size-is-another-page",
                   test_another_size_is_another_page);
  g_test_add_func ("/documents/changes/an-altered-sum-is-found-and-read",
                   test_an_altered_sum_is_found_and_read);
  g_test_add_func ("/documents/changes/an-untouched-page-looks-the-same",
                   test_an_untouched_page_looks_the_same);
  g_test_add_func ("/documents/changes/what-was-signed-is-drawn-from-its-own-bytes",
                   test_what_was_signed_is_drawn_from_its_own_bytes);
  g_test_add_func ("/documents/changes/both-revisions-are-walked-through-by-keys",
                   test_both_revisions_are_walked_through_by_keys);
  g_test_add_func ("/documents/changes/closing-ends-a-comparison", test_closing_ends_a_comparison);
  status = hopso_test_window_run ();
  hopso_test_pki_free (pki);
  return status;
}
