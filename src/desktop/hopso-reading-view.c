/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Brings reading, verifying and signing together: when the reader shows a document its signatures
 * are checked in the background and the verdict is put above the pages; the blue button is there
 * when somebody asked this person to sign this paper. Main thread. */

#include "hopso-reading-view.h"

#include "hopso-reader.h"
#include "hopso-sign-request.h"
#include "hopso-signature-banner.h"
#include "hopso-verify-dialog.h"

#include <glib/gi18n.h>

struct _HopsoReadingView
{
  AdwBin parent_instance;

  HopsoWorkspace *workspace;    /* owned */
  GListModel *requests;         /* owned */
  HopsoReader *reader;          /* owned by the bin */
  char *digest;                 /* owned, nullable: of the version in sight */
  int page;                     /* to be shown next, -1: where it was left */
  char *words;                  /* owned, nullable: to be lit there */
  GCancellable *cancellable;    /* owned, nullable: nothing is verified */
  HopsoSignatureReport *report; /* owned, nullable: not known */
};

G_DEFINE_FINAL_TYPE (HopsoReadingView, hopso_reading_view, ADW_TYPE_BIN)

/* The request that waits for the person's signature on the open paper. */
static HopsoSignRequest *
find_request (HopsoReadingView *self)
{
  const char *paper_id = hopso_reader_get_paper_id (self->reader);

  for (guint i = 0; i < g_list_model_get_n_items (self->requests); i++)
    {
      g_autoptr (HopsoSignRequest) request = g_list_model_get_item (self->requests, i);

      if (g_strcmp0 (hopso_sign_request_get_paper (request), paper_id) == 0)
        return g_steal_pointer (&request);
    }
  return NULL;
}

static void
requests_changed_cb (HopsoReadingView *self)
{
  g_autoptr (HopsoSignRequest) request = find_request (self);

  hopso_reader_set_can_sign (self->reader, request != NULL);
}

static void
show_details (HopsoReadingView *self)
{
  HopsoVerifier *verifier = hopso_workspace_get_verifier (self->workspace);
  const char *paper_id = hopso_reader_get_paper_id (self->reader);
  HopsoPaper *paper =
      paper_id != NULL ? hopso_workspace_lookup_paper (self->workspace, paper_id) : NULL;
  int fd = hopso_reader_get_fd (self->reader);
  HopsoVerifyDialog *dialog;

  if (verifier == NULL || fd < 0)
    return;
  dialog = hopso_verify_dialog_new (verifier, fd, paper != NULL ? hopso_paper_get_name (paper) : "",
                                    NULL);
  if (dialog == NULL)
    return;
  gtk_window_set_transient_for (GTK_WINDOW (dialog),
                                GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
  gtk_window_present (GTK_WINDOW (dialog));
  if (self->report != NULL)
    hopso_verify_dialog_set_report (dialog, self->report);
  else
    hopso_verify_dialog_check (dialog);
}

static void
verified_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoReadingView) self = HOPSO_READING_VIEW (user_data);
  g_autoptr (GError) error = NULL;
  HopsoSignatureReport *report =
      hopso_verifier_verify_finish (HOPSO_VERIFIER (source), result, &error);
  GtkWidget *banner;

  if (report == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_debug ("The signatures could not be checked: %s", error->message);
      return;
    }
  g_clear_object (&self->cancellable);
  g_clear_object (&self->report);
  self->report = report;
  if (hopso_signature_report_get_n_results (report) == 0)
    return;
  banner = hopso_signature_banner_new ();
  hopso_signature_banner_set_report (HOPSO_SIGNATURE_BANNER (banner), report);
  g_signal_connect_object (banner, "details", G_CALLBACK (show_details), self, G_CONNECT_SWAPPED);
  hopso_reader_set_banner (self->reader, banner);
}

static void
stop_verifying (HopsoReadingView *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->report);
}

static const char *
get_newest_version (HopsoReadingView *self)
{
  const char *paper_id = hopso_reader_get_paper_id (self->reader);
  HopsoPaper *paper =
      paper_id != NULL ? hopso_workspace_lookup_paper (self->workspace, paper_id) : NULL;

  return paper != NULL ? hopso_paper_get_digest (paper) : NULL;
}

static void
remember_version (HopsoReadingView *self)
{
  g_free (self->digest);
  self->digest = g_strdup (get_newest_version (self));
}

/* A version that was just signed, or has come from the server, takes the place of the one in sight;
 * the reader comes back to the same page. */
static void
workspace_changed_cb (HopsoReadingView *self)
{
  const char *digest = get_newest_version (self);

  if (digest == NULL || self->digest == NULL || g_str_equal (digest, self->digest))
    return;

  g_autofree char *paper_id = g_strdup (hopso_reader_get_paper_id (self->reader));

  hopso_reading_view_open (self, paper_id);
}

static void
shown_cb (HopsoReadingView *self)
{
  HopsoVerifier *verifier = hopso_workspace_get_verifier (self->workspace);

  if (self->page >= 0)
    hopso_page_view_go_to_page (hopso_reader_get_view (self->reader), (guint) self->page);
  if (self->page >= 0 && self->words != NULL)
    hopso_reader_find (self->reader, self->words);
  self->page = -1;
  stop_verifying (self);
  remember_version (self);
  requests_changed_cb (self);
  if (verifier == NULL || hopso_reader_get_fd (self->reader) < 0)
    return;
  self->cancellable = g_cancellable_new ();
  hopso_verifier_verify_async (verifier, hopso_reader_get_fd (self->reader), HOPSO_VERIFY_NORMAL,
                               self->cancellable, verified_cb, g_object_ref (self));
}

/* The window signs; it gets the request by the same action as from the lists. */
static void
sign_cb (HopsoReadingView *self)
{
  g_autoptr (HopsoSignRequest) request = find_request (self);
  const char *ids[] = { NULL, NULL };

  if (request == NULL)
    return;
  ids[0] = hopso_record_get_id (HOPSO_RECORD (request));
  gtk_widget_activate_action_variant (GTK_WIDGET (self), "win.sign", g_variant_new_strv (ids, 1));
}

static void
hopso_reading_view_dispose (GObject *object)
{
  HopsoReadingView *self = HOPSO_READING_VIEW (object);

  stop_verifying (self);
  if (self->reader != NULL)
    hopso_reader_close (self->reader);
  self->reader = NULL;
  g_clear_object (&self->requests);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->digest, g_free);
  g_clear_pointer (&self->words, g_free);
  G_OBJECT_CLASS (hopso_reading_view_parent_class)->dispose (object);
}

static void
hopso_reading_view_class_init (HopsoReadingViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hopso_reading_view_dispose;
}

static void
hopso_reading_view_init (HopsoReadingView *self)
{
}

/**
 * hopso_reading_view_new:
 * @workspace: where the papers are
 *
 * Returns: (transfer floating): a view that shows nothing yet
 */
GtkWidget *
hopso_reading_view_new (HopsoWorkspace *workspace)
{
  HopsoReadingView *self = g_object_new (HOPSO_TYPE_READING_VIEW, NULL);

  self->workspace = g_object_ref (workspace);
  self->requests = hopso_workspace_list_sign_requests (workspace);
  self->reader = HOPSO_READER (hopso_reader_new (workspace));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->reader));
  g_signal_connect_object (self->reader, "shown", G_CALLBACK (shown_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->reader, "sign", G_CALLBACK (sign_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->reader, "verify", G_CALLBACK (show_details), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "changed", G_CALLBACK (workspace_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->requests, "items-changed", G_CALLBACK (requests_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

/**
 * hopso_reading_view_open:
 * @self: a view
 * @paper_id: the paper to read, fetched first when it is not on this computer
 */
void
hopso_reading_view_open (HopsoReadingView *self, const char *paper_id)
{
  hopso_reading_view_open_at (self, paper_id, -1, NULL);
}

/**
 * hopso_reading_view_open_at:
 * @self: a view
 * @paper_id: the paper to read, fetched first when it is not on this computer
 * @page: where to begin, counted from 0; -1: where it was left
 * @words: (nullable): what to light there
 */
void
hopso_reading_view_open_at (HopsoReadingView *self,
                            const char *paper_id,
                            int page,
                            const char *words)
{
  g_return_if_fail (HOPSO_IS_READING_VIEW (self));

  self->page = page;
  g_free (self->words);
  self->words = g_strdup (words);
  stop_verifying (self);
  g_clear_pointer (&self->digest, g_free);
  hopso_reader_open (self->reader, paper_id);
}

/**
 * hopso_reading_view_step_back:
 *
 * Ends what is open within the reader, such as the search.
 *
 * Returns: whether there was something to end
 */
gboolean
hopso_reading_view_step_back (HopsoReadingView *self)
{
  g_return_val_if_fail (HOPSO_IS_READING_VIEW (self), FALSE);

  return hopso_reader_step_back (self->reader);
}
