/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the tests of the sign dialog share: papers with their bytes, requests, the dialog on a
 * screen, and pressing what it shows. */

#include "sign-world.h"

#include "hopso-mark-store.h"
#include "hopso-sign-step.h"
#include "hopso-test-province.h"
#include "hopso-trust-store.h"
#include "hopso-workspace-requests.h"

#include <glib/gstdio.h>
#include <string.h>

SigningWorld *sign_world;

static GBytes *
read_sample (const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("HOPSO_SAMPLE_DIR"), name, NULL);
  g_autoptr (GError) error = NULL;
  char *bytes;
  gsize size;

  g_file_get_contents (path, &bytes, &size, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (bytes, size);
}

static void
signed_cb (SignDesk *desk, guint n_signed)
{
  desk->n_signed = n_signed;
}

/* The person whose certificate is on the token. */
static void
name_person (SignDesk *desk)
{
  HopsoRecord *me = hopso_workspace_lookup_record (desk->workspace, HOPSO_KIND_PERSON, "p-me");
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new_from (me);

  hopso_record_builder_set_string (builder, HOPSO_PERSON_NAME, "Nguyễn Văn Đức");
  hopso_test_workspace_put (desk->workspace, hopso_record_builder_end (builder));
}

/* What the administrator has configured: an authority of time, or none. */
void
sign_desk_trust (SignDesk *desk, const char *timestamp_url)
{
  g_autofree char *folder = signing_world_dup_path (sign_world, "");
  g_autofree char *text =
      g_strdup_printf ("[timestamp]\nauthority=%s\n", timestamp_url != NULL ? timestamp_url : "");
  g_autofree char *nowhere = g_build_filename (folder, "nowhere", NULL);

  signing_world_write (sign_world, "trust.conf", text, strlen (text));
  g_autoptr (HopsoTrustStore) store = hopso_trust_store_new (folder, nowhere);
  hopso_test_workspace_set_tool (desk->workspace, "trust-store", store);
}

void
sign_desk_set_up (SignDesk *desk, gconstpointer data)
{
  desk->workspace = hopso_test_province_new ();
  desk->n_signed = G_MAXUINT;
  name_person (desk);
  hopso_test_workspace_set_tool (desk->workspace, "pdf-client",
                                 signing_world_get_pdf_client (sign_world));
  hopso_test_workspace_set_tool (desk->workspace, "tokens", signing_world_get_tokens (sign_world));
  hopso_test_workspace_set_tool (desk->workspace, "signer", signing_world_get_signer (sign_world));
  hopso_test_workspace_set_tool (desk->workspace, "verifier",
                                 signing_world_get_verifier (sign_world));
  sign_desk_trust (desk, NULL);
  desk->parent = hopso_test_window_show (gtk_label_new (""), 1133, 721);
  desk->dialog = hopso_sign_dialog_new (desk->workspace);
  g_signal_connect_swapped (desk->dialog, "signed", G_CALLBACK (signed_cb), desk);
}

void
sign_desk_tear_down (SignDesk *desk, gconstpointer data)
{
  if (desk->dialog != NULL)
    gtk_window_destroy (GTK_WINDOW (desk->dialog));
  gtk_window_destroy (desk->parent);
  hopso_test_window_settle ();
  g_clear_object (&desk->workspace);
}

/* A paper whose bytes are a file of the signing world, opened by its signer before. */
void
sign_desk_put_paper (SignDesk *desk, const char *id, const char *name, const char *file)
{
  g_autofree char *path = signing_world_dup_path (sign_world, file);
  g_autoptr (GBytes) bytes = signing_world_read (sign_world, file);
  g_autofree char *digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  g_autofree char *size = g_strdup_printf ("%" G_GSIZE_FORMAT, g_bytes_get_size (bytes));

  hopso_test_workspace_put (desk->workspace,
                            hopso_test_province_make (HOPSO_KIND_PAPER, id, "name", name,
                                                      "fileName", file, "x-digest", digest, "size",
                                                      size, "x-pages", "1", NULL));
  hopso_test_workspace_set_file (desk->workspace, id, path);
  hopso_workspace_note_opened_paper (desk->workspace, id);
}

/* Somebody asks this person for a signature on it. */
HopsoSignRequest *
sign_desk_ask (SignDesk *desk, const char *paper, const char *action)
{
  const char *signers[] = { "p-me", NULL };
  g_autofree char *id = g_strconcat ("r-", paper, NULL);
  g_autoptr (GListModel) steps = NULL;
  g_autoptr (HopsoRecord) step = NULL;

  hopso_test_workspace_request (desk->workspace, id, paper, "p-th", signers);
  steps = hopso_workspace_list_sign_steps (desk->workspace, id);
  step = g_list_model_get_item (steps, 0);
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new_from (step);
  hopso_record_builder_set_string (builder, HOPSO_SIGN_STEP_ACTION, action);
  hopso_test_workspace_put (desk->workspace, hopso_record_builder_end (builder));
  return HOPSO_SIGN_REQUEST (
      hopso_workspace_lookup_record (desk->workspace, HOPSO_KIND_SIGN_REQUEST, id));
}

/* The picture of the seal of this person's agency is there. */
void
sign_desk_keep_seal (SignDesk *desk)
{
  g_autoptr (GBytes) png = read_sample ("seal.png");
  g_autoptr (GError) error = NULL;

  hopso_mark_store_keep (desk->workspace, TRUE, png, 36, &error);
  g_assert_no_error (error);
}

void
sign_desk_open (SignDesk *desk)
{
  gtk_window_set_transient_for (GTK_WINDOW (desk->dialog), desk->parent);
  gtk_window_present (GTK_WINDOW (desk->dialog));
}

/* --- seeing and pressing ------------------------------------------------------------------------
 */

gboolean
sign_desk_says (gpointer root, const char *text)
{
  GtkWidget *label = hopso_test_window_find_label (root, text);

  return label != NULL && gtk_widget_get_mapped (label);
}

typedef struct
{
  gpointer root;
  const char *text;
} Sight;

static gboolean
is_seen (gpointer data)
{
  Sight *sight = data;

  return sign_desk_says (sight->root, sight->text);
}

void
sign_desk_wait_for (gpointer root, const char *text)
{
  Sight sight = { root, text };

  g_test_message ("waiting for “%s”", text);
  hopso_test_window_wait (is_seen, &sight);
}

static gboolean
can_press (gpointer data)
{
  Sight *sight = data;
  GtkWidget *button = hopso_test_window_find_button (sight->root, sight->text);

  return button != NULL && gtk_widget_get_mapped (button) && gtk_widget_is_sensitive (button);
}

/* Until the button with these words can be pressed. */
void
sign_desk_wait_ready (SignDesk *desk, const char *verb)
{
  Sight sight = { desk->dialog, verb };

  g_test_message ("waiting to press “%s”", verb);
  hopso_test_window_wait (can_press, &sight);
}

void
sign_desk_press (gpointer root, const char *label)
{
  Sight sight = { root, label };

  g_test_message ("pressing “%s”", label);
  hopso_test_window_wait (can_press, &sight);
  g_signal_emit_by_name (hopso_test_window_find_button (root, label), "clicked");
}

static gboolean
has_title (GtkWidget *row, gpointer title)
{
  return g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), title) == 0 &&
         gtk_widget_get_mapped (row);
}

static GtkWidget *
find_row (const Sight *sight)
{
  return hopso_test_window_find (sight->root, ADW_TYPE_ENTRY_ROW, has_title,
                                 (gpointer) sight->text);
}

static gboolean
can_type (gpointer sight)
{
  return find_row (sight) != NULL;
}

void
sign_desk_type (gpointer root, const char *row_title, const char *text)
{
  Sight sight = { root, row_title };

  g_test_message ("typing into “%s”", row_title);
  hopso_test_window_wait (can_type, &sight);
  gtk_editable_set_text (GTK_EDITABLE (find_row (&sight)), text);
}

static GtkWindow *
find_window (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (window, type) && gtk_widget_get_mapped (GTK_WIDGET (window)))
        return window;
    }
  return NULL;
}

static gboolean
has_window (gpointer data)
{
  return find_window (*(GType *) data) != NULL;
}

GtkWindow *
sign_desk_wait_for_window (GType type)
{
  hopso_test_window_wait (has_window, &type);
  return find_window (type);
}

/* Writes what came back signed into the signing world, where other programs look at it. */
void
sign_desk_save_signed (SignDesk *desk, const char *paper, const char *file)
{
  const int fd = hopso_test_workspace_dup_signed (desk->workspace, paper);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_assert_cmpint (fd, >=, 0);
  bytes = hopso_fd_read_all (fd, 64 * 1024 * 1024, &error);
  g_assert_no_error (error);
  g_close (fd, NULL);
  signing_world_write (sign_world, file, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}
