/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a HopsoSignJobRow says: how far its document has come, what it still needs, why it was not
 * signed. Main thread. */

#include "hopso-sign-job-row-private.h"

#include "hopso-sign-words.h"
#include "hopso-size-words.h"
#include "hopso-text-fold.h"

#include <glib/gi18n.h>

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
void
hopso_sign_job_row_tell (HopsoSignJobRow *self)
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

void
hopso_sign_job_row_show_words (
    HopsoSignJobRow *self, const char *icon, const char *words, HopsoTone tone, const char *reason)
{
  hopso_chip_set (self->chip, icon, words, tone);
  gtk_label_set_label (self->reason_label, reason != NULL ? reason : "");
  gtk_widget_set_visible (GTK_WIDGET (self->reason_label), reason != NULL);
  hopso_sign_job_row_tell (self);
}

static void
show_waiting (HopsoSignJobRow *self)
{
  if (self->is_running)
    hopso_sign_job_row_show_words (self, NULL, _ ("Waiting its turn"), HOPSO_TONE_DIM, NULL);
  else if (self->refusal != NULL)
    hopso_sign_job_row_show_words (self, "dialog-error-symbolic", _ ("Cannot be signed like this"),
                                   HOPSO_TONE_BAD, self->refusal);
  else if (self->need != NULL)
    hopso_sign_job_row_show_words (self, "dialog-warning-symbolic", self->need,
                                   HOPSO_TONE_ATTENTION, NULL);
  else if (self->is_unopened)
    hopso_sign_job_row_show_words (self, "dialog-warning-symbolic", _ ("Not opened yet"),
                                   HOPSO_TONE_ATTENTION, NULL);
  else
    hopso_sign_job_row_show_words (self, "emblem-ok-symbolic",
                                   hopso_sign_words_state (HOPSO_SIGN_WAITING), HOPSO_TONE_DIM,
                                   NULL);
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

/* How far it has come. */
void
hopso_sign_job_row_show (HopsoSignJobRow *self)
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
    hopso_sign_job_row_show_words (self, NULL, describe_done (self), HOPSO_TONE_GOOD, NULL);
  else if (state == HOPSO_SIGN_TIMESTAMPING && hopso_sign_job_get_try (self->job) > 1)
    {
      g_autofree char *tries = g_strdup_printf (_ ("Waiting for the timestamp, try %u"),
                                                hopso_sign_job_get_try (self->job));

      hopso_sign_job_row_show_words (self, NULL, tries, HOPSO_TONE_ACCENT, NULL);
    }
  else if (state == HOPSO_SIGN_FAILED)
    {
      g_autofree char *why = hopso_sign_words_error (hopso_sign_job_get_error (self->job));

      hopso_sign_job_row_show_words (self, "dialog-error-symbolic", words, HOPSO_TONE_BAD, why);
    }
  else
    hopso_sign_job_row_show_words (self, NULL, words, HOPSO_TONE_ACCENT, NULL);
}
