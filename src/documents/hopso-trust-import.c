/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A file of authorities that somebody brought: shows each with its fingerprint and adds those whose
 * fingerprint the person says to have compared. A trust list is one question, about who signed it.
 * Main thread. */

#include "hopso-trust-import.h"

#include "hopso-alert.h"
#include "hopso-trust-row.h"
#include "hopso-trust-words.h"

#include <glib/gi18n.h>

#define MAX_SIZE  (16 * 1024 * 1024)
#define MAX_SHOWN 50

/* Room for one authority with its check button. */
#define ROW_HEIGHT 190

typedef struct
{
  HopsoTrustStore *store; /* owned */
  GtkWindow *parent;      /* weak, nullable */
  HopsoAlert *alert;      /* owned, nullable: nothing was asked yet */
  GPtrArray *candidates;  /* owned; HopsoTrustAnchor, beside the check button of each */
  GPtrArray *checks;      /* owned; GtkCheckButton, owned */
  GBytes *list;           /* owned, nullable: certificates were brought */
} Import;

static void
import_free (gpointer data)
{
  Import *self = data;

  g_object_unref (self->store);
  g_clear_weak_pointer (&self->parent);
  g_clear_object (&self->alert);
  g_ptr_array_unref (self->candidates);
  g_ptr_array_unref (self->checks);
  g_clear_pointer (&self->list, g_bytes_unref);
  g_free (self);
}

/* --- after the answer ------------------------------------------------------------------------ */

static gboolean
is_checked (Import *self, guint i)
{
  return gtk_check_button_get_active (g_ptr_array_index (self->checks, i));
}

static gboolean
add_one (Import *self, HopsoTrustAnchor *candidate, GError **error)
{
  HopsoCertificate *certificate = hopso_trust_anchor_get_certificate (candidate);

  if (self->list == NULL)
    return hopso_trust_store_add (self->store, certificate, error);

  g_autofree char *fingerprint = hopso_certificate_dup_fingerprint (certificate);
  return hopso_trust_store_import_list (self->store, self->list, fingerprint, error);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Import *self = g_task_get_task_data (task);
  GError *error = NULL;
  guint n = 0;

  if (!hopso_alert_ask_finish (HOPSO_ALERT (source), result, &error))
    {
      g_clear_error (&error);
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Not added");
      return;
    }
  for (guint i = 0; i < self->candidates->len; i++)
    if (is_checked (self, i))
      {
        if (!add_one (self, g_ptr_array_index (self->candidates, i), &error))
          {
            g_task_return_error (task, error);
            return;
          }
        n++;
      }
  g_task_return_int (task, (gssize) n);
}

/* --- the question ---------------------------------------------------------------------------- */

static void
checked_cb (GtkCheckButton *check, gpointer user_data)
{
  Import *self = user_data;
  gboolean is_any = FALSE;

  for (guint i = 0; i < self->checks->len; i++)
    is_any = is_any || is_checked (self, i);
  hopso_alert_set_verb_enabled (self->alert, is_any);
}

static void
append_candidate (Import *self, GtkBox *box, const char *note)
{
  guint i = self->checks->len;
  HopsoTrustAnchor *candidate = g_ptr_array_index (self->candidates, i);
  g_autofree char *name = hopso_trust_anchor_dup_name (candidate);
  g_autofree char *label = g_strdup_printf (_ ("I have compared the fingerprint of %s"), name);
  GtkWidget *check = gtk_check_button_new_with_label (_ ("I have compared the fingerprint"));

  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_box_append (box, hopso_trust_row_make_facts (candidate, note, 4));
  gtk_box_append (box, check);
  g_ptr_array_add (self->checks, g_object_ref (check));
  g_signal_connect (check, "toggled", G_CALLBACK (checked_cb), self);
}

static GtkWidget *
make_content (Import *self, const char *note)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  for (guint i = 0; i < self->candidates->len; i++)
    {
      g_autofree char *until =
          hopso_trust_words_until (g_ptr_array_index (self->candidates, i), now);

      append_candidate (self, GTK_BOX (box), note != NULL ? note : until);
    }
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (
      GTK_SCROLLED_WINDOW (scroller), self->candidates->len > 1 ? 3 * ROW_HEIGHT / 2 : ROW_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);
  return scroller;
}

static void
ask (GTask *task, const char *note)
{
  Import *self = g_task_get_task_data (task);

  self->alert = hopso_alert_new (
      self->list != NULL ? _ ("Rely on this trust list?") : _ ("Rely on this authority?"),
      _ ("Every signature under it will count as trustworthy. Compare the fingerprint with the one "
         "that the authority has published, in a letter or on its own website, and not with one "
         "that came together with the file."),
      _ ("_Add"));
  hopso_alert_set_extra (self->alert, make_content (self, note));
  hopso_alert_set_verb_enabled (self->alert, FALSE);
  hopso_alert_ask_async (self->alert, self->parent, g_task_get_cancellable (task), answered_cb,
                         g_object_ref (task));
}

/* --- the file -------------------------------------------------------------------------------- */

static void
add_candidate (Import *self, HopsoCertificate *certificate)
{
  g_autofree char *fingerprint = hopso_certificate_dup_fingerprint (certificate);

  if (self->candidates->len < MAX_SHOWN &&
      (self->list != NULL || hopso_trust_store_find (self->store, fingerprint) == NULL))
    g_ptr_array_add (self->candidates,
                     hopso_trust_anchor_new (certificate, HOPSO_TRUST_SOURCE_OWN, ""));
}

static gboolean
is_xml (GBytes *bytes)
{
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);

  for (gsize i = 0; i < MIN (size, 16); i++)
    if (text[i] == '<')
      return TRUE;
  return FALSE;
}

/* Authorities as such, none of which is here already. */
static gboolean
take_certificates (Import *self, GBytes *bytes, GError **error)
{
  g_autoptr (GPtrArray) all = hopso_certificate_dup_all (bytes, error);

  if (all == NULL)
    return FALSE;
  for (guint i = 0; i < all->len; i++)
    if (hopso_certificate_is_ca (all->pdata[i]))
      add_candidate (self, all->pdata[i]);
  if (self->candidates->len > 0)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_EXISTS,
                       _ ("The authorities in this file are here already, or it holds none."));
  return FALSE;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Import *self = g_task_get_task_data (task);
  g_autoptr (HopsoServiceList) list = NULL;
  g_autofree char *note = NULL;
  GError *error = NULL;
  g_autoptr (GBytes) bytes = g_file_load_bytes_finish (G_FILE (source), result, NULL, &error);

  if (bytes != NULL && g_bytes_get_size (bytes) > MAX_SIZE)
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
                         _ ("The file is too large for authorities."));
  else if (bytes != NULL && is_xml (bytes))
    {
      self->list = g_bytes_ref (bytes);
      list = hopso_service_list_open (bytes, NULL, &error);
    }
  else if (bytes != NULL)
    take_certificates (self, bytes, &error);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (list != NULL)
    {
      guint n = hopso_service_list_get_n_terms (list);

      add_candidate (self, hopso_service_list_get_operator (list));
      note = g_strdup_printf (
          ngettext ("Signs a list of %u authority", "Signs a list of %u authorities", n), n);
    }
  ask (task, note);
}

/**
 * hopso_trust_import_async:
 * @store: (transfer none): where they go
 * @file: certificates, or a trust list
 * @parent: (nullable): the window it concerns
 * @cancellable: (nullable): takes the question back
 * @callback: called when it is answered
 * @user_data: for @callback
 *
 * Shows what is in a file, and adds what the person has compared.
 */
void
hopso_trust_import_async (HopsoTrustStore *store,
                          GFile *file,
                          GtkWindow *parent,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Import *self = g_new0 (Import, 1);

  g_task_set_source_tag (task, hopso_trust_import_async);
  self->store = g_object_ref (store);
  g_set_weak_pointer (&self->parent, parent);
  self->candidates = g_ptr_array_new_with_free_func (g_object_unref);
  self->checks = g_ptr_array_new_with_free_func (g_object_unref);
  g_task_set_task_data (task, self, import_free);
  g_file_load_bytes_async (file, cancellable, loaded_cb, task);
}

/**
 * hopso_trust_import_finish:
 * @error: set to %G_IO_ERROR_CANCELLED when the person changed their mind
 *
 * Returns: how many were added
 */
guint
hopso_trust_import_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), 0);

  gssize n = g_task_propagate_int (G_TASK (result), error);
  return n > 0 ? (guint) n : 0;
}
