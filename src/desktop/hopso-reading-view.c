/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Brings reading, verifying and signing together: what the reader shows is checked by
 * HopsoReadingVerdict; the blue button is there when somebody asked this person to sign this
 * paper. Main thread. */

#include "hopso-reading-view.h"

#include "hopso-local-file.h"
#include "hopso-reader.h"
#include "hopso-reading-verdict.h"
#include "hopso-request-bar.h"
#include "hopso-sign-request.h"
#include "hopso-workspace-requests.h"

#include <glib/gi18n.h>
#include <string.h>

struct _HopsoReadingView
{
  AdwBin parent_instance;

  HopsoWorkspace *workspace;    /* owned, nullable: nobody is signed in */
  GListModel *requests;         /* owned, nullable: nobody is signed in */
  HopsoPdfClient *client;       /* owned: for files */
  HopsoReader *reader;          /* owned by the bin */
  HopsoRequestBar *bar;         /* owned by the bin */
  char *key;                    /* owned, nullable: what is open, "paper:ID" or "file:URI" */
  HopsoFileOpening *opening;    /* owned, nullable: nobody has begun yet */
  gboolean is_awaited;          /* it is opened once somebody looks */
  char *digest;                 /* owned, nullable: of the version in sight */
  int page;                     /* to be shown next, -1: where it was left */
  char *words;                  /* owned, nullable: to be lit there */
  HopsoReadingVerdict *verdict; /* owned */
  HopsoVerifier *verifier;      /* owned, nullable: the workspace's is taken */
};

G_DEFINE_FINAL_TYPE (HopsoReadingView, hopso_reading_view, ADW_TYPE_BIN)

#define PAPER_KEY "paper:"

enum
{
  PROP_TITLE = 1,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

static HopsoPaper *
lookup_paper (HopsoReadingView *self)
{
  const char *paper_id = hopso_reading_view_get_paper_id (self);

  return paper_id != NULL && self->workspace != NULL
             ? hopso_workspace_lookup_paper (self->workspace, paper_id)
             : NULL;
}

/* The request that waits for the person's signature on the open paper. */
static HopsoSignRequest *
find_request (HopsoReadingView *self)
{
  const char *paper_id = hopso_reader_get_paper_id (self->reader);

  for (guint i = 0; self->requests != NULL && i < g_list_model_get_n_items (self->requests); i++)
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
  hopso_request_bar_set_request (self->bar, self->workspace, request);
}

/* Without an account, by the authorities of this computer. */
static HopsoVerifier *
get_verifier (HopsoReadingView *self)
{
  if (self->workspace != NULL)
    return hopso_workspace_get_verifier (self->workspace);
  if (self->verifier == NULL)
    {
      g_autoptr (HopsoClock) clock = hopso_clock_new_system ();

      self->verifier = hopso_workspace_new_verifier (self->client, clock);
    }
  return self->verifier;
}

static const char *
get_newest_version (HopsoReadingView *self)
{
  HopsoPaper *paper = lookup_paper (self);

  return paper != NULL ? hopso_paper_get_digest (paper) : NULL;
}

static void
remember_version (HopsoReadingView *self)
{
  g_free (self->digest);
  self->digest = g_strdup (get_newest_version (self));
}

/* Begins to open what the key says. */
static void
open_now (HopsoReadingView *self)
{
  const char *paper_id = hopso_reading_view_get_paper_id (self);

  self->is_awaited = FALSE;
  hopso_reading_verdict_clear (self->verdict);
  g_clear_pointer (&self->digest, g_free);
  if (paper_id != NULL && self->workspace != NULL)
    {
      hopso_reader_open (self->reader, paper_id);
      return;
    }
  g_autoptr (GFile) file = hopso_reading_view_dup_file (self);
  if (self->opening != NULL)
    hopso_reader_open_begun (self->reader, self->opening);
  else if (file != NULL)
    hopso_reader_open_file (self->reader, self->client, file);
  g_clear_object (&self->opening);
}

/* A version that was just signed, or has come from the server, takes the place of the one in sight;
 * the reader comes back to the same page. */
static void
workspace_changed_cb (HopsoReadingView *self)
{
  const char *digest = get_newest_version (self);

  if (digest == NULL || self->digest == NULL || g_str_equal (digest, self->digest))
    return;

  open_now (self);
}

/* What is in sight is checked; the verdict comes by itself. */
static void
verify (HopsoReadingView *self)
{
  g_autofree char *title = hopso_reading_view_dup_title (self);

  hopso_reading_verdict_clear (self->verdict);
  if (hopso_reader_get_fd (self->reader) >= 0)
    hopso_reading_verdict_check (self->verdict, get_verifier (self), title);
}

static void
go_there (HopsoReadingView *self)
{
  if (self->page >= 0)
    hopso_page_view_go_to_page (hopso_reader_get_view (self->reader), (guint) self->page);
  if (self->page >= 0 && self->words != NULL)
    hopso_reader_find (self->reader, self->words);
  self->page = -1;
}

static void
shown_cb (HopsoReadingView *self)
{
  HopsoPaper *paper = lookup_paper (self);

  go_there (self);
  remember_version (self);
  if (paper != NULL)
    hopso_workspace_note_opened_paper (self->workspace, hopso_record_get_id (HOPSO_RECORD (paper)));
  requests_changed_cb (self);
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
hopso_reading_view_map (GtkWidget *widget)
{
  HopsoReadingView *self = HOPSO_READING_VIEW (widget);

  GTK_WIDGET_CLASS (hopso_reading_view_parent_class)->map (widget);
  if (self->is_awaited)
    open_now (self);
}

static void
hopso_reading_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_take_string (value, hopso_reading_view_dup_title (HOPSO_READING_VIEW (object)));
}

static void
hopso_reading_view_dispose (GObject *object)
{
  HopsoReadingView *self = HOPSO_READING_VIEW (object);

  g_clear_object (&self->verdict);
  if (self->reader != NULL)
    hopso_reader_close (self->reader);
  self->reader = NULL;
  g_clear_object (&self->verifier);
  g_clear_object (&self->requests);
  g_clear_object (&self->workspace);
  g_clear_object (&self->client);
  g_clear_object (&self->opening);
  g_clear_pointer (&self->key, g_free);
  g_clear_pointer (&self->digest, g_free);
  g_clear_pointer (&self->words, g_free);
  G_OBJECT_CLASS (hopso_reading_view_parent_class)->dispose (object);
}

static void
hopso_reading_view_class_init (HopsoReadingViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hopso_reading_view_dispose;
  object_class->get_property = hopso_reading_view_get_property;
  GTK_WIDGET_CLASS (klass)->map = hopso_reading_view_map;

  /**
   * HopsoReadingView:title:
   *
   * What the document is known by.
   */
  properties[PROP_TITLE] =
      g_param_spec_string ("title", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
hopso_reading_view_init (HopsoReadingView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->page = -1;
  self->reader = HOPSO_READER (hopso_reader_new (NULL));
  hopso_reader_set_workspace (self->reader, NULL);
  self->bar = HOPSO_REQUEST_BAR (hopso_request_bar_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (self->reader), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->reader));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->bar));
  adw_bin_set_child (ADW_BIN (self), box);
  g_signal_connect_object (self->reader, "shown", G_CALLBACK (shown_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->reader, "settled", G_CALLBACK (verify), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->reader, "sign", G_CALLBACK (sign_cb), self, G_CONNECT_SWAPPED);
  self->verdict = hopso_reading_verdict_new (self->reader);
  g_signal_connect_object (self->reader, "verify", G_CALLBACK (hopso_reading_verdict_show_details),
                           self->verdict, G_CONNECT_SWAPPED);
}

/**
 * hopso_reading_view_new:
 * @workspace: (nullable): where the papers are
 * @client: draws files
 *
 * Returns: (transfer floating): a view that shows nothing yet
 */
GtkWidget *
hopso_reading_view_new (HopsoWorkspace *workspace, HopsoPdfClient *client)
{
  HopsoReadingView *self = g_object_new (HOPSO_TYPE_READING_VIEW, NULL);

  self->client = g_object_ref (client);
  if (workspace != NULL)
    hopso_reading_view_set_workspace (self, workspace);
  return GTK_WIDGET (self);
}

/**
 * hopso_reading_view_set_workspace:
 * @self: a view without one
 * @workspace: of the person who has signed in; what is in sight is checked with its authorities
 */
void
hopso_reading_view_set_workspace (HopsoReadingView *self, HopsoWorkspace *workspace)
{
  g_return_if_fail (HOPSO_IS_READING_VIEW (self));
  g_return_if_fail (self->workspace == NULL);

  self->workspace = g_object_ref (workspace);
  self->requests = hopso_workspace_list_sign_requests (workspace);
  hopso_reader_set_workspace (self->reader, workspace);
  g_signal_connect_object (workspace, "changed", G_CALLBACK (workspace_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->requests, "items-changed", G_CALLBACK (requests_changed_cb), self,
                           G_CONNECT_SWAPPED);
  verify (self);
}

/**
 * hopso_reading_view_prepare:
 * @self: a view
 * @key: "paper:" with an id, or the URI of a file
 *
 * Opens it as soon as somebody looks.
 */
void
hopso_reading_view_prepare (HopsoReadingView *self, const char *key)
{
  g_return_if_fail (HOPSO_IS_READING_VIEW (self));

  g_free (self->key);
  self->key = g_strdup (key);
  self->is_awaited = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    open_now (self);
}

/**
 * hopso_reading_view_open:
 * @self: a view that has been prepared
 * @opening: (nullable): of its file, begun by somebody
 *
 * Opens it now, unless it is open already: somebody is about to look.
 */
void
hopso_reading_view_open (HopsoReadingView *self, HopsoFileOpening *opening)
{
  g_return_if_fail (HOPSO_IS_READING_VIEW (self));

  if (!self->is_awaited)
    return;
  g_set_object (&self->opening, opening);
  open_now (self);
}

/**
 * hopso_reading_view_go_to:
 * @self: a view
 * @page: where to begin, counted from 0; -1: where it was left
 * @words: (nullable): what to light there
 *
 * Goes there, or begins there when the document is still to come.
 */
void
hopso_reading_view_go_to (HopsoReadingView *self, int page, const char *words)
{
  g_return_if_fail (HOPSO_IS_READING_VIEW (self));

  self->page = page;
  g_free (self->words);
  self->words = g_strdup (words);
  if (!self->is_awaited && hopso_reader_get_document (self->reader) != NULL)
    go_there (self);
}

/**
 * hopso_reading_view_get_key:
 *
 * Returns: (nullable): what is open
 */
const char *
hopso_reading_view_get_key (HopsoReadingView *self)
{
  g_return_val_if_fail (HOPSO_IS_READING_VIEW (self), NULL);

  return self->key;
}

/**
 * hopso_reading_view_get_paper_id:
 *
 * Returns: (nullable): of the paper that is open
 */
const char *
hopso_reading_view_get_paper_id (HopsoReadingView *self)
{
  g_return_val_if_fail (HOPSO_IS_READING_VIEW (self), NULL);

  return self->key != NULL && g_str_has_prefix (self->key, PAPER_KEY)
             ? self->key + strlen (PAPER_KEY)
             : NULL;
}

/**
 * hopso_reading_view_dup_file:
 *
 * Returns: (transfer full) (nullable): the file that is open
 */
GFile *
hopso_reading_view_dup_file (HopsoReadingView *self)
{
  g_return_val_if_fail (HOPSO_IS_READING_VIEW (self), NULL);

  return self->key != NULL && hopso_reading_view_get_paper_id (self) == NULL
             ? g_file_new_for_uri (self->key)
             : NULL;
}

/**
 * hopso_reading_view_dup_title:
 *
 * Returns: (transfer full): what the document is known by
 */
char *
hopso_reading_view_dup_title (HopsoReadingView *self)
{
  g_return_val_if_fail (HOPSO_IS_READING_VIEW (self), NULL);

  HopsoPaper *paper = lookup_paper (self);
  g_autoptr (GFile) file = hopso_reading_view_dup_file (self);

  if (paper != NULL)
    return g_strdup (hopso_paper_get_name (paper));
  return file != NULL ? hopso_local_file_dup_name (file) : g_strdup ("");
}

/**
 * hopso_reading_view_get_reader:
 *
 * Returns: (transfer none): what shows it
 */
HopsoReader *
hopso_reading_view_get_reader (HopsoReadingView *self)
{
  g_return_val_if_fail (HOPSO_IS_READING_VIEW (self), NULL);

  return self->reader;
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
