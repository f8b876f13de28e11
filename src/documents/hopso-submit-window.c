/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window in which a paper or a local PDF is submitted: what it is, who signs in which order,
 * by when, and a word about it. What is still missing is said beside the button. Main thread. */

#include "hopso-submit-window-private.h"

#include "hopso-file-prompt.h"
#include "hopso-request-words.h"
#include "hopso-size-words.h"
#include "hopso-time-words.h"
#include "hopso-workspace-requests.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Offices close then: a deadline is the end of a working day. */
#define DEADLINE_HOUR 17

static guint submitted_signal;

G_DEFINE_FINAL_TYPE (HopsoSubmitWindow, hopso_submit_window, ADW_TYPE_WINDOW)

/* --- the document --------------------------------------------------------------------------------
 */

/* The header may stand a little behind the beginning (ISO 32000-1, Annex H.3, note 13). */
static gboolean
is_pdf (int fd)
{
  char head[1024];
  gssize n = pread (fd, head, sizeof head, 0);

  return n > 0 && memmem (head, (gsize) n, "%PDF-", 5) != NULL;
}

static void
open_file (HopsoSubmitWindow *self)
{
  g_autofree char *path = g_file_get_path (self->file);
  g_autofree char *name = g_file_get_basename (self->file);
  g_autofree char *title =
      g_strndup (name, strlen (name) - (g_str_has_suffix (name, ".pdf") ? 4 : 0));
  g_autofree char *size = NULL;
  struct stat facts = { 0 };

  hopso_fd_close (self->fd);
  g_clear_pointer (&self->problem, g_free);
  self->fd = path != NULL ? open (path, O_RDONLY | O_CLOEXEC) : -1;
  if (path == NULL)
    self->problem = g_strdup (_ ("The file is not on this computer. Copy it here first."));
  else if (self->fd < 0 || fstat (self->fd, &facts) != 0)
    self->problem = g_strdup_printf (_ ("The file cannot be read: %s"), g_strerror (errno));
  else if (!is_pdf (self->fd))
    self->problem = g_strdup (_ ("This is not a PDF file. Choose another one."));
  size = hopso_size_words ((guint64) facts.st_size);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->document_row), name);
  adw_action_row_set_subtitle (self->document_row, self->problem == NULL ? size : self->problem);
  gtk_editable_set_text (GTK_EDITABLE (self->title_row), title);
}

static void
show_paper (HopsoSubmitWindow *self)
{
  g_autofree char *size = hopso_size_words_pages (
      hopso_paper_get_pages (self->paper), (guint64) MAX (hopso_paper_get_size (self->paper), 0));

  if (hopso_paper_is_state_secret (self->paper))
    self->problem = g_strdup (_ ("State secrets may not be kept in this system"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->document_row),
                                 hopso_paper_get_name (self->paper));
  adw_action_row_set_subtitle (self->document_row, size);
  gtk_editable_set_text (GTK_EDITABLE (self->title_row), hopso_paper_get_name (self->paper));
  gtk_widget_set_visible (GTK_WIDGET (self->title_row), FALSE);
}

/* --- what is missing -----------------------------------------------------------------------------
 */

static char *
find_problem_of_signers (HopsoSubmitWindow *self)
{
  HopsoSubmitRow *row;

  if (hopso_submit_window_get_row (self, 0) == NULL)
    return g_strdup (_ ("Add at least one person who shall sign."));
  for (int i = 0; (row = hopso_submit_window_get_row (self, i)) != NULL; i++)
    {
      HopsoPerson *person =
          hopso_workspace_lookup_person (self->workspace, hopso_submit_row_get_person_id (row));

      if (person != NULL && !hopso_sign_policy_may_sign (person, hopso_submit_row_get_action (row)))
        /* Translators: a position, and what is asked of that person. */
        return g_strdup_printf (_ ("%s may not be asked for this: %s. Choose something else."),
                                hopso_submit_row_get_title (row),
                                hopso_request_words_action (hopso_submit_row_get_action (row)));
    }
  return NULL;
}

static char *
find_problem (HopsoSubmitWindow *self)
{
  g_autofree char *title =
      g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->title_row))));

  if (self->problem != NULL)
    return g_strdup (self->problem);
  if (title[0] == '\0')
    return g_strdup (_ ("Write the name of the document."));
  if (self->deadline != 0 && self->deadline <= hopso_clock_now (self->clock))
    return g_strdup (_ ("The deadline is over. Choose a later day."));
  return find_problem_of_signers (self);
}

static void
show_deadline (HopsoSubmitWindow *self)
{
  g_autofree char *words =
      self->deadline != 0
          ? hopso_time_words_deadline (self->deadline, hopso_clock_now (self->clock))
          : g_strdup (_ ("None"));
  g_autofree char *exact = self->deadline != 0 ? hopso_time_words_exact (self->deadline) : NULL;

  adw_action_row_set_subtitle (self->deadline_row, words);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->deadline_row), exact);
  gtk_widget_set_visible (self->clear_button, self->deadline != 0);
}

/* Says what is missing, and lets go when nothing is. */
void
hopso_submit_window_update (HopsoSubmitWindow *self)
{
  g_autofree char *problem = find_problem (self);

  show_deadline (self);
  gtk_label_set_label (self->problem_label,
                       problem != NULL ? problem : _ ("The signers are told at once."));
  gtk_widget_set_visible (GTK_WIDGET (self->problem_icon), problem != NULL);
  gtk_widget_set_sensitive (self->submit_button, problem == NULL && !self->is_sending);
}

/* --- the deadline --------------------------------------------------------------------------------
 */

static void
day_cb (HopsoSubmitWindow *self)
{
  g_autoptr (GDateTime) day = gtk_calendar_get_date (self->calendar);
  g_autoptr (GDateTime) end =
      g_date_time_new_local (g_date_time_get_year (day), g_date_time_get_month (day),
                             g_date_time_get_day_of_month (day), DEADLINE_HOUR, 0, 0);

  self->deadline = g_date_time_to_unix (end);
  gtk_popover_popdown (self->calendar_popover);
  hopso_submit_window_update (self);
}

static void
clear_deadline_cb (HopsoSubmitWindow *self)
{
  self->deadline = 0;
  hopso_submit_window_update (self);
}

/* --- sending -------------------------------------------------------------------------------------
 */

static void
submitted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoSubmitWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = hopso_workspace_submit_finish (HOPSO_WORKSPACE (source), result, &error);

  self->is_sending = FALSE;
  if (self->workspace == NULL)
    return;
  if (id != NULL)
    {
      g_signal_emit (self, submitted_signal, 0);
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }
  hopso_submit_window_update (self);
  gtk_widget_set_visible (GTK_WIDGET (self->problem_icon), TRUE);
  gtk_label_set_label (self->problem_label, error->message);
}

static GArray *
list_steps (HopsoSubmitWindow *self)
{
  GArray *steps = g_array_new (FALSE, TRUE, sizeof (HopsoSubmissionStep));
  HopsoSubmitRow *row;

  for (int i = 0; (row = hopso_submit_window_get_row (self, i)) != NULL; i++)
    {
      const HopsoSubmissionStep step = { .signer = hopso_submit_row_get_person_id (row),
                                         .action = hopso_submit_row_get_action (row) };

      g_array_append_val (steps, step);
    }
  return steps;
}

static void
submit_cb (HopsoSubmitWindow *self)
{
  g_autoptr (GArray) steps = list_steps (self);
  g_autofree char *title =
      g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->title_row))));
  g_autofree char *remarks =
      g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->remarks_row))));
  g_autofree char *file_name = self->file != NULL ? g_file_get_basename (self->file) : NULL;
  const HopsoSubmission submission = {
    .paper_id = self->paper != NULL ? hopso_record_get_id (HOPSO_RECORD (self->paper)) : NULL,
    .fd = self->fd,
    .file_name = file_name,
    .name = title,
    .deadline = self->deadline,
    .remarks = remarks[0] != '\0' ? remarks : NULL,
    .mode = gtk_switch_get_active (self->order_switch) ? HOPSO_SIGN_REQUEST_ORDERED
                                                       : HOPSO_SIGN_REQUEST_ANY,
    .previous = self->previous,
    .steps = (const HopsoSubmissionStep *) steps->data,
    .n_steps = steps->len,
  };

  if (!gtk_widget_get_sensitive (self->submit_button))
    return;
  self->is_sending = TRUE;
  hopso_submit_window_update (self);
  hopso_workspace_submit_async (self->workspace, &submission, NULL, submitted_cb,
                                g_object_ref (self));
}

/* --- the window ----------------------------------------------------------------------------------
 */

static void
add_cb (HopsoSubmitWindow *self)
{
  hopso_submit_window_ask_signer (self);
}

static void
undo_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  hopso_submit_window_undo (HOPSO_SUBMIT_WINDOW (widget));
}

static void
hopso_submit_window_dispose (GObject *object)
{
  HopsoSubmitWindow *self = HOPSO_SUBMIT_WINDOW (object);

  g_clear_object (&self->removed);
  g_clear_object (&self->paper);
  g_clear_object (&self->file);
  g_clear_object (&self->clock);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (hopso_submit_window_parent_class)->dispose (object);
}

static void
hopso_submit_window_finalize (GObject *object)
{
  HopsoSubmitWindow *self = HOPSO_SUBMIT_WINDOW (object);

  hopso_fd_close (self->fd);
  g_free (self->problem);
  g_free (self->previous);
  G_OBJECT_CLASS (hopso_submit_window_parent_class)->finalize (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, HopsoSubmitWindow, name)
#define CALL(name) gtk_widget_class_bind_template_callback (widget_class, name)

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/hopso/HopSo/documents/hopso-submit-window.ui");
  BIND (toasts);
  BIND (document_row);
  BIND (title_row);
  BIND (list);
  BIND (add_button);
  BIND (order_switch);
  BIND (deadline_row);
  BIND (calendar);
  BIND (calendar_popover);
  BIND (clear_button);
  BIND (remarks_row);
  BIND (problem_icon);
  BIND (problem_label);
  BIND (submit_button);
  CALL (add_cb);
  CALL (day_cb);
  CALL (clear_deadline_cb);
  CALL (submit_cb);
  CALL (hopso_submit_window_update);
}

static void
hopso_submit_window_class_init (HopsoSubmitWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hopso_submit_window_dispose;
  object_class->finalize = hopso_submit_window_finalize;
  submitted_signal = g_signal_new ("submitted", HOPSO_TYPE_SUBMIT_WINDOW, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "submit.undo", NULL, undo_cb);
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close",
                                       NULL);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
hopso_submit_window_init (HopsoSubmitWindow *self)
{
  self->fd = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hopso_submit_window_new:
 * @workspace: who submits
 * @clock: tells the time
 * @paper: (nullable): the paper to submit; %NULL: a file
 * @file: (nullable): the file to submit; %NULL: a paper
 *
 * Returns: (transfer floating): a window without signers
 */
HopsoSubmitWindow *
hopso_submit_window_new (HopsoWorkspace *workspace,
                         HopsoClock *clock,
                         HopsoPaper *paper,
                         GFile *file)
{
  HopsoSubmitWindow *self = g_object_new (HOPSO_TYPE_SUBMIT_WINDOW, NULL);

  self->workspace = g_object_ref (workspace);
  self->clock = g_object_ref (clock);
  g_set_object (&self->paper, paper);
  g_set_object (&self->file, file);
  if (paper != NULL)
    show_paper (self);
  else
    open_file (self);
  hopso_submit_window_update (self);
  return self;
}

/**
 * hopso_submit_window_take_over:
 * @request: one that is over: its people are asked again
 */
void
hopso_submit_window_take_over (HopsoSubmitWindow *self, HopsoSignRequest *request)
{
  const char *id = hopso_record_get_id (HOPSO_RECORD (request));
  g_autoptr (GListModel) steps = NULL;
  const char *remarks = hopso_sign_request_get_remarks (request);

  g_return_if_fail (HOPSO_IS_SUBMIT_WINDOW (self));

  steps = hopso_workspace_list_sign_steps (self->workspace, id);
  self->previous = g_strdup (id);
  gtk_editable_set_text (GTK_EDITABLE (self->remarks_row), remarks != NULL ? remarks : "");
  gtk_switch_set_active (self->order_switch, g_strcmp0 (hopso_sign_request_get_mode (request),
                                                        HOPSO_SIGN_REQUEST_ANY) != 0);
  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr (HopsoSignStep) step = g_list_model_get_item (steps, i);

      if (!hopso_sign_step_is_in (step, HOPSO_SIGN_STEP_DELEGATED))
        hopso_submit_window_add_signer (self, hopso_sign_step_get_signer (step),
                                        hopso_sign_step_get_action (step));
    }
}
