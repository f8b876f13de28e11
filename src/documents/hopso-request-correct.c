/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What who submitted a document may still put right: deadline and remarks while it waits, and the
 * file itself, after which it is submitted again. Main thread. */

#include "hopso-request-acts-private.h"

#include "hopso-day-text.h"
#include "hopso-fd.h"
#include "hopso-file-prompt.h"
#include "hopso-request-words.h"
#include "hopso-workspace-requests.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Offices close then: a deadline is the end of a working day. */
#define DEADLINE_HOUR 17

/* One correction on its way. */
typedef struct
{
  HopsoRequestActs *acts; /* owned */
  char *request;          /* owned: its id */
  HopsoAlert *alert;      /* owned, nullable: asks */
  GtkEditable *deadline;  /* owned, nullable: in alert */
  GtkEditable *remarks;   /* owned, nullable: in alert */
  HopsoFd fd;             /* owned */
} Correcting;

static void
correcting_free (Correcting *self)
{
  g_object_unref (self->acts);
  g_free (self->request);
  g_clear_object (&self->alert);
  g_clear_object (&self->deadline);
  g_clear_object (&self->remarks);
  hopso_fd_close (self->fd);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Correcting, correcting_free)

static Correcting *
correcting_new (HopsoRequestActs *acts, GVariant *request)
{
  Correcting *self = g_new0 (Correcting, 1);

  self->acts = g_object_ref (acts);
  self->request = g_variant_dup_string (request, NULL);
  self->fd = -1;
  return self;
}

static HopsoSignRequest *
lookup (const Correcting *self)
{
  return (HopsoSignRequest *) hopso_workspace_lookup_record (
      self->acts->workspace, HOPSO_KIND_SIGN_REQUEST, self->request);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Correcting) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (hopso_workspace_act_finish (HOPSO_WORKSPACE (source), result, &error))
    {
      hopso_request_acts_add_toast (
          self->acts, self->fd >= 0 ? _ ("The file has been replaced. Submit the document again.")
                                    : _ ("The signers see the new deadline and remarks."));
      return;
    }
  text = g_strdup_printf (_ ("That was not possible: %s"), error->message);
  hopso_request_acts_add_toast (self->acts, text);
}

/* --- deadline and remarks ------------------------------------------------------------------------
 */

/* 0: none; -1: what was typed is no day to come. */
static gint64
read_deadline (const Correcting *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (self->deadline)));
  g_autoptr (GDateTime) end = NULL;
  GDate date;

  if (text[0] == '\0')
    return 0;
  if (!hopso_day_text_read (text, &date))
    return -1;
  end = g_date_time_new_local (g_date_get_year (&date), (int) g_date_get_month (&date),
                               g_date_get_day (&date), DEADLINE_HOUR, 0, 0);
  return end != NULL && g_date_time_to_unix (end) > hopso_clock_now (self->acts->clock)
             ? g_date_time_to_unix (end)
             : -1;
}

static void
typed_cb (GtkEditable *editable, Correcting *self)
{
  gboolean is_good = read_deadline (self) >= 0;

  hopso_alert_set_verb_enabled (self->alert, is_good);
  if (is_good)
    gtk_widget_remove_css_class (GTK_WIDGET (self->deadline), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->deadline), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->deadline), GTK_ACCESSIBLE_STATE_INVALID,
                               is_good ? GTK_ACCESSIBLE_INVALID_FALSE : GTK_ACCESSIBLE_INVALID_TRUE,
                               -1);
}

static GtkEditable *
add_entry (GtkWidget *list, const char *title, const char *text)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (row), TRUE);
  gtk_editable_set_text (GTK_EDITABLE (row), text != NULL ? text : "");
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  return GTK_EDITABLE (g_object_ref (row));
}

static char *
dup_day (gint64 deadline)
{
  g_autoptr (GDateTime) day = deadline != 0 ? g_date_time_new_from_unix_local (deadline) : NULL;

  return day != NULL ? g_date_time_format (day, "%d/%m/%Y") : NULL;
}

static void
changed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Correcting) self = user_data;
  g_autofree char *remarks = NULL;
  gint64 deadline;

  if (!hopso_alert_ask_finish (HOPSO_ALERT (source), result, NULL))
    return;
  g_signal_handlers_disconnect_by_func (self->deadline, typed_cb, self);
  deadline = read_deadline (self);
  remarks = g_strstrip (g_strdup (gtk_editable_get_text (self->remarks)));
  if (deadline < 0)
    return;
  hopso_workspace_correct_request_async (self->acts->workspace, self->request, deadline,
                                         remarks[0] != '\0' ? remarks : NULL, done_cb, self);
  g_steal_pointer (&self);
}

/* Asks for another deadline and other remarks. */
void
hopso_request_acts_change_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (Correcting) self = correcting_new (HOPSO_REQUEST_ACTS (user_data), parameter);
  HopsoSignRequest *request = lookup (self);
  GtkWidget *list = gtk_list_box_new ();
  g_autofree char *day = NULL;

  if (request == NULL)
    {
      g_object_unref (g_object_ref_sink (list));
      return;
    }
  day = dup_day (hopso_sign_request_get_deadline (request));
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  self->alert = hopso_alert_new (_ ("Change deadline and remarks"),
                                 _ ("All signers see the change."), _ ("_Change"));
  self->deadline = add_entry (list, _ ("Deadline, day/month/year (may be left empty)"), day);
  self->remarks =
      add_entry (list, _ ("Remarks for the signers"), hopso_sign_request_get_remarks (request));
  hopso_alert_set_extra (self->alert, list);
  g_signal_connect (self->deadline, "changed", G_CALLBACK (typed_cb), self);
  typed_cb (self->deadline, self);
  gtk_widget_grab_focus (GTK_WIDGET (self->deadline));
  GtkWindow *window = hopso_request_acts_get_window (self->acts);
  HopsoAlert *alert = self->alert;
  hopso_alert_ask_async (alert, window, NULL, changed_cb, g_steal_pointer (&self));
}

/* --- another file --------------------------------------------------------------------------------
 */

static HopsoFd
open_pdf (GFile *file)
{
  g_autofree char *path = g_file_get_path (file);
  g_auto (HopsoFd) fd = path != NULL ? open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) : -1;
  char head[1024];
  struct stat facts;
  gssize n;

  if (fd < 0 || fstat (fd, &facts) != 0 || !S_ISREG (facts.st_mode))
    return -1;
  n = pread (fd, head, sizeof head, 0);
  return n > 0 && memmem (head, (gsize) n, "%PDF-", 5) != NULL ? hopso_fd_steal (&fd) : -1;
}

static void
file_chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Correcting) self = user_data;
  g_autoptr (GFile) file = hopso_file_prompt_finish (result, NULL);
  HopsoSignRequest *request = lookup (self);
  g_autofree char *name = NULL;

  if (file == NULL || request == NULL || self->acts->toasts == NULL)
    return;
  self->fd = open_pdf (file);
  if (self->fd < 0)
    {
      hopso_request_acts_add_toast (self->acts, _ ("This is not a PDF file. Choose another one."));
      return;
    }
  name = g_file_get_basename (file);
  hopso_workspace_replace_paper_async (
      self->acts->workspace, hopso_sign_request_get_paper (request), self->fd, name, done_cb, self);
  g_steal_pointer (&self);
}

static void
confirmed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  static const char *const patterns[] = { "*.pdf", "*.PDF", NULL };
  g_autoptr (Correcting) self = user_data;
  const HopsoFilePrompt prompt = { .title = _ ("Corrected document"),
                                   .verb = _ ("_Choose"),
                                   .filter_name = _ ("PDF documents"),
                                   .patterns = patterns };

  if (!hopso_alert_ask_finish (HOPSO_ALERT (source), result, NULL))
    return;
  GtkWindow *window = hopso_request_acts_get_window (self->acts);
  hopso_file_prompt_open_async (&prompt, window, NULL, file_chosen_cb, g_steal_pointer (&self));
}

/* Asks for a corrected file; what it does to a request that waits is said before. */
void
hopso_request_acts_replace_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (Correcting) self = correcting_new (HOPSO_REQUEST_ACTS (user_data), parameter);
  HopsoSignRequest *request = lookup (self);
  g_autofree char *name = NULL;
  g_autofree char *body = NULL;

  if (request == NULL)
    return;
  name = hopso_request_words_document (self->acts->workspace, request);
  body = g_strdup_printf (_ ("Signatures on the present version of “%s” do not count for the "
                             "corrected one. A request that waits is stopped; submit the document "
                             "again afterwards."),
                          name);
  self->alert = hopso_alert_new (_ ("Replace the file?"), body, _ ("_Choose a file…"));
  GtkWindow *window = hopso_request_acts_get_window (self->acts);
  HopsoAlert *alert = self->alert;
  hopso_alert_ask_async (alert, window, NULL, confirmed_cb, g_steal_pointer (&self));
}
