/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One document of the sign dialog: its number, name and size, and how far it has come, in words
 * and with its own bar. Main thread. */

#include "hopso-sign-job-row.h"

#include "hopso-chip.h"
#include "hopso-sign-words.h"
#include "hopso-size-words.h"
#include "hopso-text-fold.h"

#include <glib/gi18n.h>

struct _HopsoSignJobRow
{
  GtkListBoxRow parent_instance;

  HopsoPaper *paper;          /* owned */
  HopsoSignRequest *request;  /* owned, nullable */
  HopsoSignJob *job;          /* owned, nullable: being opened */
  HopsoSignJob *next_job;     /* owned, nullable: ready to try again after a failure */
  HopsoPdfDocument *document; /* owned, nullable: likewise */
  guint number;
  gboolean is_running;  /* its batch is being signed */
  gboolean is_unopened; /* the signer has not opened it */

  GtkLabel *badge;        /* borrowed: child */
  GtkImage *done_badge;   /* borrowed: child */
  GtkLabel *reason_label; /* borrowed: child */
  GtkWidget *open_button; /* borrowed: child */
  HopsoChip *chip;        /* borrowed: child */
  GtkProgressBar *bar;    /* borrowed: child */
};

G_DEFINE_FINAL_TYPE (HopsoSignJobRow, hopso_sign_job_row, GTK_TYPE_LIST_BOX_ROW)

static guint open_signal;

static void
hopso_sign_job_row_dispose (GObject *object)
{
  HopsoSignJobRow *self = HOPSO_SIGN_JOB_ROW (object);

  g_clear_object (&self->paper);
  g_clear_object (&self->request);
  g_clear_object (&self->job);
  g_clear_object (&self->next_job);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (hopso_sign_job_row_parent_class)->dispose (object);
}

static void
hopso_sign_job_row_class_init (HopsoSignJobRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hopso_sign_job_row_dispose;
  open_signal = g_signal_new ("open", HOPSO_TYPE_SIGN_JOB_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                              NULL, G_TYPE_NONE, 0);
}

static void
hopso_sign_job_row_init (HopsoSignJobRow *self)
{
}

static double
get_fraction (HopsoSignState state)
{
  switch (state)
    {
    case HOPSO_SIGN_PREPARING:
      return 0.25;
    case HOPSO_SIGN_SIGNING:
      return 0.5;
    case HOPSO_SIGN_TIMESTAMPING:
      return 0.65;
    case HOPSO_SIGN_CHECKING:
      return 0.8;
    case HOPSO_SIGN_WAITING:
    case HOPSO_SIGN_DONE:
    case HOPSO_SIGN_FAILED:
    default:
      return 0;
    }
}

/* What a screen reader says: the whole row in one sentence. */
static void
tell (HopsoSignJobRow *self)
{
  g_autofree char *name = hopso_text_capitalised (hopso_paper_get_name (self->paper));
  g_autofree char *size = hopso_size_words_pages (hopso_paper_get_pages (self->paper),
                                                  (guint64) hopso_paper_get_size (self->paper));
  const char *reason = gtk_widget_get_visible (GTK_WIDGET (self->reason_label))
                           ? gtk_label_get_label (self->reason_label)
                           : NULL;
  g_autofree char *sentence = g_strdup_printf (
      "%u. %s, %s: %s%s%s", self->number, name, size, hopso_chip_get_label (self->chip),
      reason != NULL ? ". " : "", reason != NULL ? reason : "");

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence,
                                  -1);
}

static void
show_words (
    HopsoSignJobRow *self, const char *icon, const char *words, HopsoTone tone, const char *reason)
{
  hopso_chip_set (self->chip, icon, words, tone);
  gtk_label_set_label (self->reason_label, reason != NULL ? reason : "");
  gtk_widget_set_visible (GTK_WIDGET (self->reason_label), reason != NULL);
  tell (self);
}

static void
show_waiting (HopsoSignJobRow *self)
{
  if (self->is_running)
    show_words (self, NULL, _ ("Waiting its turn"), HOPSO_TONE_DIM, NULL);
  else if (self->is_unopened)
    show_words (self, "dialog-warning-symbolic", _ ("Not opened yet"), HOPSO_TONE_ATTENTION, NULL);
  else
    show_words (self, "emblem-ok-symbolic", hopso_sign_words_state (HOPSO_SIGN_WAITING),
                HOPSO_TONE_DIM, NULL);
}

static const char *
describe_done (HopsoSignJobRow *self)
{
  if (hopso_sign_job_is_timestamp_due (self->job))
    return _ ("Signed, timestamp comes later");
  if (hopso_sign_job_get_level (self->job) >= HOPSO_SIGNATURE_LEVEL_B_T)
    return _ ("Signed, with timestamp");
  return hopso_sign_words_state (HOPSO_SIGN_DONE);
}

static void
show_state (HopsoSignJobRow *self)
{
  HopsoSignState state = hopso_sign_job_get_state (self->job);
  const char *words = hopso_sign_words_state (state);
  double fraction = get_fraction (state);

  gtk_widget_set_visible (GTK_WIDGET (self->bar), fraction > 0);
  gtk_progress_bar_set_fraction (self->bar, fraction);
  gtk_widget_set_visible (GTK_WIDGET (self->badge), state != HOPSO_SIGN_DONE);
  gtk_widget_set_visible (GTK_WIDGET (self->done_badge), state == HOPSO_SIGN_DONE);
  gtk_widget_set_visible (self->open_button,
                          self->is_unopened && !self->is_running && state == HOPSO_SIGN_WAITING);
  if (state == HOPSO_SIGN_WAITING)
    show_waiting (self);
  else if (state == HOPSO_SIGN_DONE)
    show_words (self, NULL, describe_done (self), HOPSO_TONE_GOOD, NULL);
  else if (state == HOPSO_SIGN_TIMESTAMPING && hopso_sign_job_get_try (self->job) > 1)
    {
      g_autofree char *tries = g_strdup_printf (_ ("Waiting for the timestamp, try %u"),
                                                hopso_sign_job_get_try (self->job));

      show_words (self, NULL, tries, HOPSO_TONE_ACCENT, NULL);
    }
  else if (state == HOPSO_SIGN_FAILED)
    {
      g_autofree char *why = hopso_sign_words_error (hopso_sign_job_get_error (self->job));

      show_words (self, "dialog-error-symbolic", words, HOPSO_TONE_BAD, why);
    }
  else
    show_words (self, NULL, words, HOPSO_TONE_ACCENT, NULL);
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
  g_signal_emit (self, open_signal, 0);
}

static void
make_open_button (HopsoSignJobRow *self)
{
  g_autofree char *name = hopso_text_capitalised (hopso_paper_get_name (self->paper));
  g_autofree char *words = g_strdup_printf (_ ("Open %s to read it"), name);

  self->open_button = gtk_button_new_with_mnemonic (_ ("_Open"));
  gtk_widget_set_valign (self->open_button, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (self->open_button, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->open_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  words, -1);
  g_signal_connect_object (self->open_button, "clicked", G_CALLBACK (open_cb), self,
                           G_CONNECT_SWAPPED);
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
  make_open_button (self);
  gtk_widget_add_css_class (GTK_WIDGET (self), "job");
  gtk_widget_add_css_class (box, "job-row");
  gtk_box_append (GTK_BOX (box), make_badge (self));
  gtk_box_append (GTK_BOX (box), make_names (self));
  gtk_box_append (GTK_BOX (box), make_state (self));
  gtk_box_append (GTK_BOX (box), self->open_button);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  tell (self);
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
  g_signal_connect_object (job, "notify::state", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (job, "notify::try", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
  show_state (self);
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
    show_state (self);
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
    show_state (self);
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
  show_words (self, "dialog-error-symbolic", _ ("Cannot be opened"), HOPSO_TONE_BAD, problem);
}
