/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two revisions of a document side by side. Both scroll and zoom together; "Before" and "Next" walk
 * through the places that differ. While pages are still being compared, what has been found can be
 * looked at already. Main thread. */

#include "hopso-change-view.h"

#include "hopso-change-marks.h"
#include "hopso-chip.h"
#include "hopso-time-words.h"

#include <glib/gi18n-lib.h>

/* One of the two columns. */
typedef struct
{
  HopsoPageView *view;     /* borrowed: in the template */
  HopsoChangeMarks *marks; /* borrowed: in its overlay */
} Side;

struct _HopsoChangeView
{
  AdwBin parent_instance;

  HopsoRevisions *revisions; /* owned, nullable */
  GCancellable *cancellable; /* owned, nullable: nothing is being compared */
  Side sides[2];
  int current;
  GtkScrolledWindow *leader; /* borrowed, nullable: the side that was moved last */
  guint tick;                /* or 0: when it fires the other side is moved as well */
  gboolean is_following;     /* it is being moved */

  GtkStack *stack;
  GtkLabel *place_label;
  GtkLabel *words_label;
  HopsoChip *allowed_chip;
  GtkWidget *previous_button;
  GtkWidget *next_button;
  GtkLabel *before_label;
  GtkLabel *after_label;
  GtkOverlay *before_overlay;
  GtkOverlay *after_overlay;
  GtkScrolledWindow *before_scroller;
  GtkScrolledWindow *after_scroller;
  HopsoPageView *before_view;
  HopsoPageView *after_view;
  AdwStatusPage *status;
  GtkLabel *progress_label;
};

G_DEFINE_FINAL_TYPE (HopsoChangeView, hopso_change_view, ADW_TYPE_BIN)

/* --- words ----------------------------------------------------------------------------------- */

static void
show_place (HopsoChangeView *self, const HopsoRevisionChange *change)
{
  g_autofree char *place =
      g_strdup_printf (_ ("Change %d of %u · page %u"), self->current + 1,
                       hopso_revisions_get_n_changes (self->revisions), change->page + 1);
  g_autofree char *words = NULL;

  if (change->before != NULL && change->after != NULL &&
      !g_str_equal (change->before, change->after))
    words = g_strdup_printf (_ ("“%s” → “%s”"), change->before, change->after);
  else if (change->before != NULL && change->after == NULL)
    words = g_strdup_printf (_ ("“%s” was taken out"), change->before);
  else if (change->before == NULL && change->after != NULL)
    words = g_strdup_printf (_ ("“%s” was added"), change->after);
  else
    words = g_strdup (_ ("A picture, a line or the writing looks different"));
  gtk_label_set_label (self->place_label, place);
  gtk_label_set_label (self->words_label, words);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->words_label), words);
  gtk_widget_set_visible (GTK_WIDGET (self->allowed_chip), change->is_allowed);
}

static void
show_when (HopsoChangeView *self, HopsoSignatureResult *result)
{
  const HopsoSignatureFacts *facts = hopso_signature_result_get_facts (result);
  const gint64 time = facts->proven_time != 0 ? facts->proven_time : facts->claimed_time;
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_local (time);
  g_autofree char *moment = g_date_time_format (when, "%H:%M · %d/%m/%Y");
  g_autofree char *markup =
      time != 0 ? g_markup_printf_escaped ("<b>%s</b>  %s", _ ("When it was signed"), moment)
                : g_markup_printf_escaped ("<b>%s</b>", _ ("When it was signed"));
  g_autofree char *now = g_markup_printf_escaped ("<b>%s</b>", _ ("Now"));

  gtk_label_set_markup (self->before_label, markup);
  gtk_label_set_markup (self->after_label, now);
}

static void
show_status (HopsoChangeView *self, const char *icon, const char *title, const char *words)
{
  adw_status_page_set_icon_name (self->status, icon);
  adw_status_page_set_title (self->status, title);
  adw_status_page_set_description (self->status, words);
  gtk_stack_set_visible_child_name (self->stack, "status");
}

/* --- walking --------------------------------------------------------------------------------- */

static void
reveal (HopsoChangeView *self, const HopsoRevisionChange *change)
{
  HopsoPageArea area = { change->page };

  graphene_rect_init (&area.rect, (float) change->box.x1, (float) change->box.y1,
                      (float) (change->box.x2 - change->box.x1),
                      (float) (change->box.y2 - change->box.y1));
  hopso_page_view_reveal (self->before_view, &area);
  hopso_page_view_reveal (self->after_view, &area);
}

static void
set_current (HopsoChangeView *self, int position)
{
  const int n = (int) hopso_revisions_get_n_changes (self->revisions);

  self->current = n > 0 ? CLAMP (position, 0, n - 1) : -1;
  for (guint i = 0; i < G_N_ELEMENTS (self->sides); i++)
    hopso_change_marks_set_current (self->sides[i].marks, self->current);
  gtk_widget_set_sensitive (self->previous_button, self->current > 0);
  gtk_widget_set_sensitive (self->next_button, self->current >= 0 && self->current + 1 < n);
  if (self->current < 0)
    return;
  show_place (self, hopso_revisions_get_change (self->revisions, (guint) self->current));
  reveal (self, hopso_revisions_get_change (self->revisions, (guint) self->current));
}

/**
 * hopso_change_view_go:
 * @step: 1 to the next change, -1 to the one before
 */
void
hopso_change_view_go (HopsoChangeView *self, int step)
{
  g_return_if_fail (HOPSO_IS_CHANGE_VIEW (self));

  if (self->revisions != NULL)
    set_current (self, self->current + step);
}

/**
 * hopso_change_view_zoom:
 * @step: 1 nearer, -1 farther, 0 as wide as there is room
 */
void
hopso_change_view_zoom (HopsoChangeView *self, int step)
{
  g_return_if_fail (HOPSO_IS_CHANGE_VIEW (self));

  for (guint i = 0; i < G_N_ELEMENTS (self->sides); i++)
    {
      if (step > 0)
        hopso_page_view_zoom_in (self->sides[i].view);
      else if (step < 0)
        hopso_page_view_zoom_out (self->sides[i].view);
      else
        hopso_page_view_set_fit (self->sides[i].view, HOPSO_PAGE_FIT_WIDTH);
    }
  if (self->revisions != NULL)
    set_current (self, self->current);
}

static void
previous_cb (HopsoChangeView *self)
{
  hopso_change_view_go (self, -1);
}

static void
next_cb (HopsoChangeView *self)
{
  hopso_change_view_go (self, 1);
}

static void
zoom_in_cb (HopsoChangeView *self)
{
  hopso_change_view_zoom (self, 1);
}

static void
zoom_out_cb (HopsoChangeView *self)
{
  hopso_change_view_zoom (self, -1);
}

/* --- both sides move together ---------------------------------------------------------------- */

static void
follow (GtkAdjustment *from, GtkAdjustment *to)
{
  gtk_adjustment_set_value (to, gtk_adjustment_get_value (from));
}

/* Not at once: a side that is scrolled while the other is laid out would have no place to be drawn
 * at. */
static gboolean
follow_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  HopsoChangeView *self = HOPSO_CHANGE_VIEW (widget);
  GtkScrolledWindow *other =
      self->leader == self->before_scroller ? self->after_scroller : self->before_scroller;

  self->tick = 0;
  self->is_following = TRUE;
  follow (gtk_scrolled_window_get_hadjustment (self->leader),
          gtk_scrolled_window_get_hadjustment (other));
  follow (gtk_scrolled_window_get_vadjustment (self->leader),
          gtk_scrolled_window_get_vadjustment (other));
  self->is_following = FALSE;
  return G_SOURCE_REMOVE;
}

static void
moved (HopsoChangeView *self, GtkScrolledWindow *leader)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->sides); i++)
    gtk_widget_queue_draw (GTK_WIDGET (self->sides[i].marks));
  if (self->is_following)
    return;
  self->leader = leader;
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), follow_cb, NULL, NULL);
}

static void
before_moved_cb (HopsoChangeView *self)
{
  moved (self, self->before_scroller);
}

static void
after_moved_cb (HopsoChangeView *self)
{
  moved (self, self->after_scroller);
}

static void
zoomed_cb (HopsoPageView *view, GParamSpec *pspec, HopsoChangeView *self)
{
  HopsoPageView *other = view == self->before_view ? self->after_view : self->before_view;

  for (guint i = 0; i < G_N_ELEMENTS (self->sides); i++)
    gtk_widget_queue_draw (GTK_WIDGET (self->sides[i].marks));
  if (self->is_following || hopso_page_view_get_fit (view) != HOPSO_PAGE_FIT_NONE)
    return;
  self->is_following = TRUE;
  hopso_page_view_set_zoom (other, hopso_page_view_get_zoom (view));
  self->is_following = FALSE;
}

static void
connect_side (HopsoChangeView *self, GtkScrolledWindow *scroller, gboolean is_after)
{
  const GCallback moved_cb = is_after ? G_CALLBACK (after_moved_cb) : G_CALLBACK (before_moved_cb);
  HopsoPageView *view = is_after ? self->after_view : self->before_view;
  GtkWidget *marks = hopso_change_marks_new (view, is_after);

  gtk_overlay_add_overlay (is_after ? self->after_overlay : self->before_overlay, marks);
  self->sides[is_after ? 1 : 0] = (Side){ view, HOPSO_CHANGE_MARKS (marks) };
  hopso_page_view_set_fit (view, HOPSO_PAGE_FIT_WIDTH);
  g_signal_connect_object (gtk_scrolled_window_get_hadjustment (scroller), "value-changed",
                           moved_cb, self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (scroller), "value-changed",
                           moved_cb, self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "notify::zoom", G_CALLBACK (zoomed_cb), self, 0);
}

/* --- comparing ------------------------------------------------------------------------------- */

static void
opened_cb (HopsoChangeView *self)
{
  hopso_page_view_set_document (self->before_view, hopso_revisions_get_before (self->revisions));
  hopso_page_view_set_document (self->after_view, hopso_revisions_get_after (self->revisions));
}

static void
changed_cb (HopsoChangeView *self)
{
  const guint n = hopso_revisions_get_n_changes (self->revisions);

  if (n == 0)
    return;
  gtk_stack_set_visible_child_name (self->stack, "pages");
  set_current (self, MAX (self->current, 0));
}

static void
compared_cb (HopsoChangeView *self, guint n_pages, guint n_all)
{
  g_autofree char *words = g_strdup_printf (_ ("Comparing page %u of %u…"), n_pages, n_all);

  gtk_label_set_label (self->progress_label, words);
  gtk_widget_set_visible (GTK_WIDGET (self->progress_label), n_pages < n_all);
}

static void
finished_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoChangeView) self = user_data;
  HopsoRevisions *revisions = HOPSO_REVISIONS (source);
  g_autoptr (GError) error = NULL;
  const gboolean is_done = hopso_revisions_compare_finish (revisions, result, &error);

  if (revisions != self->revisions)
    return;
  g_clear_object (&self->cancellable);
  gtk_widget_set_visible (GTK_WIDGET (self->progress_label), FALSE);
  if (!is_done)
    show_status (self, "dialog-question-symbolic", _ ("The pages cannot be compared"),
                 _ ("The pages of what was signed cannot be drawn. The verdict above does not "
                    "depend on it."));
  else if (hopso_revisions_get_n_changes (revisions) == 0)
    show_status (self, "emblem-ok-symbolic", _ ("The pages look the same"),
                 _ ("What was added after this signature cannot be seen on the pages."));
}

/**
 * hopso_change_view_clear:
 *
 * Stops comparing and lets go of both documents and their processes.
 */
void
hopso_change_view_clear (HopsoChangeView *self)
{
  g_return_if_fail (HOPSO_IS_CHANGE_VIEW (self));

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->revisions == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->revisions, self);
  for (guint i = 0; i < G_N_ELEMENTS (self->sides); i++)
    {
      hopso_page_view_set_document (self->sides[i].view, NULL);
      hopso_change_marks_set_revisions (self->sides[i].marks, NULL);
    }
  g_clear_object (&self->revisions);
}

/**
 * hopso_change_view_show:
 * @original: the file; opened again
 * @result: (transfer none): a signature of it
 *
 * Compares what was signed with what is there now.
 */
void
hopso_change_view_show (HopsoChangeView *self,
                        const HopsoPdfOriginal *original,
                        HopsoSignatureResult *result)
{
  g_return_if_fail (HOPSO_IS_CHANGE_VIEW (self));

  hopso_change_view_clear (self);
  self->current = -1;
  self->revisions = hopso_revisions_new (original, result, NULL);
  if (self->revisions == NULL)
    {
      show_status (self, "dialog-question-symbolic", _ ("The pages cannot be compared"),
                   _ ("The file cannot be read any more."));
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (self->sides); i++)
    hopso_change_marks_set_revisions (self->sides[i].marks, self->revisions);
  show_when (self, result);
  gtk_stack_set_visible_child_name (self->stack, "busy");
  g_signal_connect_object (self->revisions, "opened", G_CALLBACK (opened_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->revisions, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->revisions, "compared", G_CALLBACK (compared_cb), self,
                           G_CONNECT_SWAPPED);
  self->cancellable = g_cancellable_new ();
  hopso_revisions_compare_async (self->revisions, self->cancellable, finished_cb,
                                 g_object_ref (self));
}

static void
hopso_change_view_dispose (GObject *object)
{
  HopsoChangeView *self = HOPSO_CHANGE_VIEW (object);

  if (self->before_view != NULL)
    hopso_change_view_clear (self);
  self->before_view = NULL;
  G_OBJECT_CLASS (hopso_change_view_parent_class)->dispose (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, HopsoChangeView, name)

static void
hopso_change_view_class_init (HopsoChangeViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hopso_change_view_dispose;
  g_type_ensure (HOPSO_TYPE_CHIP);
  g_type_ensure (HOPSO_TYPE_PAGE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/hopso/HopSo/documents/hopso-change-view.ui");
  BIND (stack);
  BIND (place_label);
  BIND (words_label);
  BIND (allowed_chip);
  BIND (previous_button);
  BIND (next_button);
  BIND (before_label);
  BIND (after_label);
  BIND (before_overlay);
  BIND (after_overlay);
  BIND (before_scroller);
  BIND (after_scroller);
  BIND (before_view);
  BIND (after_view);
  BIND (status);
  BIND (progress_label);
  gtk_widget_class_bind_template_callback (widget_class, previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, zoom_in_cb);
  gtk_widget_class_bind_template_callback (widget_class, zoom_out_cb);
}

static void
hopso_change_view_init (HopsoChangeView *self)
{
  self->current = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
  hopso_chip_set (self->allowed_chip, "emblem-ok-symbolic", _ ("Left open by the signer"),
                  HOPSO_TONE_PLAIN);
  connect_side (self, self->before_scroller, FALSE);
  connect_side (self, self->after_scroller, TRUE);
}

/**
 * hopso_change_view_new:
 *
 * Returns: (transfer floating): a view that compares nothing yet
 */
GtkWidget *
hopso_change_view_new (void)
{
  return g_object_new (HOPSO_TYPE_CHANGE_VIEW, NULL);
}
