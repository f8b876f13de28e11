/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One document of the sign dialog: its number, name and size, and how far it has come, in words
 * and with its own bar. Main thread. */

#include "hopso-sign-job-row.h"

#include "hopso-sign-job-row-private.h"
#include "hopso-size-words.h"
#include "hopso-text-fold.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (HopsoSignJobRow, hopso_sign_job_row, GTK_TYPE_LIST_BOX_ROW)

enum
{
  SIGNAL_OPEN,
  SIGNAL_PASSWORD,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
hopso_sign_job_row_dispose (GObject *object)
{
  HopsoSignJobRow *self = HOPSO_SIGN_JOB_ROW (object);

  g_clear_object (&self->paper);
  g_clear_object (&self->request);
  g_clear_object (&self->job);
  g_clear_object (&self->next_job);
  g_clear_object (&self->document);
  g_clear_object (&self->file);
  g_clear_pointer (&self->deed, hopso_deed_facts_free);
  g_clear_pointer (&self->preview, hopso_sign_preview_free);
  g_clear_pointer (&self->refusal, g_free);
  g_clear_object (&self->looking);
  g_clear_pointer (&self->output, g_free);
  g_clear_pointer (&self->password, hopso_secret_unref);
  G_OBJECT_CLASS (hopso_sign_job_row_parent_class)->dispose (object);
}

static void
hopso_sign_job_row_class_init (HopsoSignJobRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hopso_sign_job_row_dispose;
  signals[SIGNAL_OPEN] = g_signal_new ("open", HOPSO_TYPE_SIGN_JOB_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_PASSWORD] = g_signal_new ("password", HOPSO_TYPE_SIGN_JOB_ROW, G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hopso_sign_job_row_init (HopsoSignJobRow *self)
{
}

static GtkWidget *
make_label (const char *text, const char *css_class, int lines)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_wrap (GTK_LABEL (label), lines > 1);
  gtk_label_set_lines (GTK_LABEL (label), lines);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
make_names (HopsoSignJobRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *name = hopso_text_capitalised (hopso_paper_get_name (self->paper));
  g_autofree char *size = hopso_size_words_pages (hopso_paper_get_pages (self->paper),
                                                  (guint64) hopso_paper_get_size (self->paper));

  self->reason_label = GTK_LABEL (make_label (NULL, "bad-text", 4));
  gtk_widget_set_visible (GTK_WIDGET (self->reason_label), FALSE);
  gtk_box_append (GTK_BOX (box), make_label (name, "heading", 2));
  gtk_box_append (GTK_BOX (box), make_label (size, "dim-label", 1));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->reason_label));
  gtk_widget_set_hexpand (box, TRUE);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  return box;
}

static GtkWidget *
make_state (HopsoSignJobRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  self->chip = HOPSO_CHIP (hopso_chip_new (NULL, _ ("Opening"), HOPSO_TONE_DIM));
  hopso_chip_set_flat (self->chip, TRUE);
  gtk_widget_set_halign (GTK_WIDGET (self->chip), GTK_ALIGN_END);
  self->bar = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->bar), "signing");
  gtk_widget_set_visible (GTK_WIDGET (self->bar), FALSE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->chip));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->bar));
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  return box;
}

/* The number, and a tick in its place when it is signed. */
static GtkWidget *
make_badge (HopsoSignJobRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  g_autofree char *digits = g_strdup_printf ("%u", self->number);

  self->badge = GTK_LABEL (gtk_label_new (digits));
  self->done_badge = GTK_IMAGE (gtk_image_new_from_icon_name ("emblem-ok-symbolic"));
  gtk_widget_add_css_class (GTK_WIDGET (self->badge), "number-badge");
  gtk_widget_add_css_class (GTK_WIDGET (self->done_badge), "number-badge");
  gtk_widget_add_css_class (GTK_WIDGET (self->done_badge), "done");
  gtk_widget_set_visible (GTK_WIDGET (self->done_badge), FALSE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->badge));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->done_badge));
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  return box;
}

static void
open_cb (HopsoSignJobRow *self)
{
  g_signal_emit (self, signals[SIGNAL_OPEN], 0);
}

static void
password_cb (HopsoSignJobRow *self)
{
  g_signal_emit (self, signals[SIGNAL_PASSWORD], 0);
}

/* @words: a format with the document's name, for those who do not see the row. */
static GtkWidget *
make_button (HopsoSignJobRow *self, const char *label, const char *words, GCallback clicked_cb)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);
  g_autofree char *name = hopso_text_capitalised (hopso_paper_get_name (self->paper));
  g_auto (GStrv) parts = g_strsplit (words, "%s", 2);
  g_autofree char *sentence = g_strjoinv (name, parts);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (button, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence,
                                  -1);
  g_signal_connect_object (button, "clicked", clicked_cb, self, G_CONNECT_SWAPPED);
  return button;
}

/**
 * hopso_sign_job_row_new:
 * @paper: (transfer none): the document
 * @request: (transfer none) (nullable): who asked for the signature
 * @number: its place in the list, from 1
 *
 * Returns: (transfer floating): a row that says that the document is being opened
 */
HopsoSignJobRow *
hopso_sign_job_row_new (HopsoPaper *paper, HopsoSignRequest *request, guint number)
{
  HopsoSignJobRow *self = g_object_new (HOPSO_TYPE_SIGN_JOB_ROW, "selectable", FALSE, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->paper = g_object_ref (paper);
  self->request = request != NULL ? g_object_ref (request) : NULL;
  self->number = number;
  self->open_button =
      make_button (self, _ ("_Open"), _ ("Open %s to read it"), G_CALLBACK (open_cb));
  self->password_button = make_button (self, _ ("_Password…"), _ ("Enter the password of %s"),
                                       G_CALLBACK (password_cb));
  gtk_widget_add_css_class (GTK_WIDGET (self), "job");
  gtk_widget_add_css_class (box, "job-row");
  gtk_box_append (GTK_BOX (box), make_badge (self));
  gtk_box_append (GTK_BOX (box), make_names (self));
  gtk_box_append (GTK_BOX (box), make_state (self));
  gtk_box_append (GTK_BOX (box), self->open_button);
  gtk_box_append (GTK_BOX (box), self->password_button);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  hopso_sign_job_row_tell (self);
  return self;
}

/**
 * hopso_sign_job_row_get_number:
 *
 * Returns: its place in the list, from 1
 */
guint
hopso_sign_job_row_get_number (HopsoSignJobRow *self)
{
  return self->number;
}

/**
 * hopso_sign_job_row_get_paper:
 *
 * Returns: (transfer none): the document
 */
HopsoPaper *
hopso_sign_job_row_get_paper (HopsoSignJobRow *self)
{
  return self->paper;
}

/**
 * hopso_sign_job_row_set_paper:
 * @paper: (transfer none): its newest version
 */
void
hopso_sign_job_row_set_paper (HopsoSignJobRow *self, HopsoPaper *paper)
{
  g_return_if_fail (HOPSO_IS_SIGN_JOB_ROW (self));

  g_set_object (&self->paper, paper);
}

/**
 * hopso_sign_job_row_get_request:
 *
 * Returns: (transfer none) (nullable): who asked for the signature
 */
HopsoSignRequest *
hopso_sign_job_row_get_request (HopsoSignJobRow *self)
{
  return self->request;
}

/**
 * hopso_sign_job_row_get_job:
 *
 * Returns: (transfer none) (nullable): its job, once it is open
 */
HopsoSignJob *
hopso_sign_job_row_get_job (HopsoSignJobRow *self)
{
  return self->job;
}

/**
 * hopso_sign_job_row_set_job:
 * @job: (transfer none): the job whose state the row shows
 */
void
hopso_sign_job_row_set_job (HopsoSignJobRow *self, HopsoSignJob *job)
{
  g_return_if_fail (HOPSO_IS_SIGN_JOB_ROW (self));

  g_set_object (&self->job, job);
  g_signal_connect_object (job, "notify::state", G_CALLBACK (hopso_sign_job_row_show), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (job, "notify::try", G_CALLBACK (hopso_sign_job_row_show), self,
                           G_CONNECT_SWAPPED);
  hopso_sign_job_row_show (self);
}

/**
 * hopso_sign_job_row_set_next_job:
 * @job: (transfer none): tries again what has failed, when hopso_sign_job_row_begin() is called
 */
void
hopso_sign_job_row_set_next_job (HopsoSignJobRow *self, HopsoSignJob *job)
{
  g_return_if_fail (HOPSO_IS_SIGN_JOB_ROW (self));

  g_set_object (&self->next_job, job);
}

/**
 * hopso_sign_job_row_is_ready:
 *
 * Returns: whether the document can be signed: for the first time, or again after a failure
 */
gboolean
hopso_sign_job_row_is_ready (HopsoSignJobRow *self)
{
  g_return_val_if_fail (HOPSO_IS_SIGN_JOB_ROW (self), FALSE);

  return self->next_job != NULL ||
         (self->job != NULL && hopso_sign_job_get_state (self->job) == HOPSO_SIGN_WAITING);
}

/**
 * hopso_sign_job_row_get_coming:
 *
 * Returns: (transfer none) (nullable): the job that would be signed next
 */
HopsoSignJob *
hopso_sign_job_row_get_coming (HopsoSignJobRow *self)
{
  g_return_val_if_fail (HOPSO_IS_SIGN_JOB_ROW (self), NULL);

  if (!hopso_sign_job_row_is_ready (self))
    return NULL;
  return self->next_job != NULL ? self->next_job : self->job;
}

/**
 * hopso_sign_job_row_begin:
 *
 * Returns: (transfer none) (nullable): the job to be signed now; %NULL: it is not ready
 */
HopsoSignJob *
hopso_sign_job_row_begin (HopsoSignJobRow *self)
{
  g_autoptr (HopsoSignJob) next = NULL;

  g_return_val_if_fail (HOPSO_IS_SIGN_JOB_ROW (self), NULL);

  if (!hopso_sign_job_row_is_ready (self))
    return NULL;
  next = g_steal_pointer (&self->next_job);
  if (next != NULL)
    {
      hopso_sign_job_set_place (next, hopso_sign_job_get_place (self->job));
      hopso_sign_job_row_set_job (self, next);
    }
  return self->job;
}

/**
 * hopso_sign_job_row_set_running:
 * @is_running: whether its batch is being signed: it waits its turn then
 */
void
hopso_sign_job_row_set_running (HopsoSignJobRow *self, gboolean is_running)
{
  g_return_if_fail (HOPSO_IS_SIGN_JOB_ROW (self));

  self->is_running = is_running;
  if (self->job != NULL)
    hopso_sign_job_row_show (self);
}

/**
 * hopso_sign_job_row_set_unopened:
 * @is_unopened: whether the signer has not opened the document
 */
void
hopso_sign_job_row_set_unopened (HopsoSignJobRow *self, gboolean is_unopened)
{
  g_return_if_fail (HOPSO_IS_SIGN_JOB_ROW (self));

  self->is_unopened = is_unopened;
  if (self->job != NULL)
    hopso_sign_job_row_show (self);
}

/**
 * hopso_sign_job_row_get_unopened:
 *
 * Returns: whether the signer has not opened the document
 */
gboolean
hopso_sign_job_row_get_unopened (HopsoSignJobRow *self)
{
  g_return_val_if_fail (HOPSO_IS_SIGN_JOB_ROW (self), FALSE);

  return self->is_unopened;
}

/**
 * hopso_sign_job_row_get_document:
 *
 * Returns: (transfer none) (nullable): what is shown, once it is open
 */
HopsoPdfDocument *
hopso_sign_job_row_get_document (HopsoSignJobRow *self)
{
  return self->document;
}

/**
 * hopso_sign_job_row_set_document:
 * @document: (transfer none): what is shown
 */
void
hopso_sign_job_row_set_document (HopsoSignJobRow *self, HopsoPdfDocument *document)
{
  g_return_if_fail (HOPSO_IS_SIGN_JOB_ROW (self));

  g_set_object (&self->document, document);
}

/**
 * hopso_sign_job_row_set_problem:
 * @problem: why the document cannot be opened
 */
void
hopso_sign_job_row_set_problem (HopsoSignJobRow *self, const char *problem)
{
  g_return_if_fail (HOPSO_IS_SIGN_JOB_ROW (self));

  g_clear_object (&self->next_job);
  hopso_sign_job_row_show_words (self, "dialog-error-symbolic", _ ("Cannot be opened"),
                                 HOPSO_TONE_BAD, problem);
}

/**
 * hopso_sign_job_row_set_password_asked:
 * @problem: (nullable): what is wrong with the password; %NULL: none is asked for
 */
void
hopso_sign_job_row_set_password_asked (HopsoSignJobRow *self, const char *problem)
{
  g_return_if_fail (HOPSO_IS_SIGN_JOB_ROW (self));

  gtk_widget_set_visible (self->password_button, problem != NULL);
  if (problem != NULL)
    hopso_sign_job_row_show_words (self, "dialog-password-symbolic", _ ("Protected"),
                                   HOPSO_TONE_ATTENTION, problem);
  else if (self->job == NULL)
    hopso_sign_job_row_show_words (self, NULL, _ ("Opening"), HOPSO_TONE_DIM, NULL);
}

/**
 * hopso_sign_job_row_set_password:
 * @password: (nullable): of the document
 */
void
hopso_sign_job_row_set_password (HopsoSignJobRow *self, HopsoSecret *password)
{
  g_return_if_fail (HOPSO_IS_SIGN_JOB_ROW (self));

  g_clear_pointer (&self->password, hopso_secret_unref);
  self->password = password != NULL ? hopso_secret_ref (password) : NULL;
}

/**
 * hopso_sign_job_row_get_password:
 *
 * Returns: (transfer none) (nullable): of the document
 */
HopsoSecret *
hopso_sign_job_row_get_password (HopsoSignJobRow *self)
{
  return self->password;
}
