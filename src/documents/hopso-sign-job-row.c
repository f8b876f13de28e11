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
  HopsoPdfDocument *document; /* owned, nullable: likewise */

  HopsoChip *chip;     /* borrowed: child */
  GtkProgressBar *bar; /* borrowed: child */
};

G_DEFINE_FINAL_TYPE (HopsoSignJobRow, hopso_sign_job_row, GTK_TYPE_LIST_BOX_ROW)

static void
hopso_sign_job_row_dispose (GObject *object)
{
  HopsoSignJobRow *self = HOPSO_SIGN_JOB_ROW (object);

  g_clear_object (&self->paper);
  g_clear_object (&self->request);
  g_clear_object (&self->job);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (hopso_sign_job_row_parent_class)->dispose (object);
}

static void
hopso_sign_job_row_class_init (HopsoSignJobRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hopso_sign_job_row_dispose;
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

static void
show_state (HopsoSignJobRow *self)
{
  HopsoSignState state = hopso_sign_job_get_state (self->job);
  const char *words = hopso_sign_words_state (state);
  double fraction = get_fraction (state);

  gtk_widget_set_visible (GTK_WIDGET (self->bar), fraction > 0);
  gtk_progress_bar_set_fraction (self->bar, fraction);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), NULL);
  if (state == HOPSO_SIGN_DONE)
    hopso_chip_set (self->chip, "emblem-ok-symbolic", words, HOPSO_TONE_GOOD);
  else if (state == HOPSO_SIGN_FAILED)
    {
      g_autofree char *why = hopso_sign_words_error (hopso_sign_job_get_error (self->job));

      hopso_chip_set (self->chip, "dialog-error-symbolic", words, HOPSO_TONE_BAD);
      gtk_widget_set_tooltip_text (GTK_WIDGET (self), why);
    }
  else
    hopso_chip_set (self->chip, state == HOPSO_SIGN_WAITING ? "emblem-ok-symbolic" : NULL, words,
                    state == HOPSO_SIGN_WAITING ? HOPSO_TONE_DIM : HOPSO_TONE_ACCENT);
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

  gtk_box_append (GTK_BOX (box), make_label (name, "heading", 2));
  gtk_box_append (GTK_BOX (box), make_label (size, "dim-label", 1));
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
  gtk_widget_set_visible (GTK_WIDGET (self->bar), FALSE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->chip));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->bar));
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  return box;
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
  g_autofree char *digits = g_strdup_printf ("%u", number);
  GtkWidget *badge = gtk_label_new (digits);

  self->paper = g_object_ref (paper);
  self->request = request != NULL ? g_object_ref (request) : NULL;
  gtk_widget_add_css_class (badge, "number-badge");
  gtk_widget_set_valign (badge, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (box, "sign-row");
  gtk_box_append (GTK_BOX (box), badge);
  gtk_box_append (GTK_BOX (box), make_names (self));
  gtk_box_append (GTK_BOX (box), make_state (self));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  hopso_paper_get_name (paper), -1);
  return self;
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
  show_state (self);
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

  hopso_chip_set (self->chip, "dialog-error-symbolic", _ ("Cannot be opened"), HOPSO_TONE_BAD);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), problem);
}
