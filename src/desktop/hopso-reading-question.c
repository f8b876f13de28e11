/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Before a document is closed into which people have filled something that no file holds: whether
 * to save it. What they do not save is remembered all the same; they are told so. Main thread. */

#include "hopso-reading-question.h"

#include "hopso-alert.h"

#include <glib/gi18n.h>

/* Takes the task. */
static void
answer (GTask *task, gboolean may_close)
{
  g_task_return_boolean (task, may_close);
  g_object_unref (task);
}

static void
save_ended_cb (HopsoReader *reader, gboolean is_saved, GTask *task)
{
  g_signal_handlers_disconnect_by_data (reader, task);
  answer (task, is_saved);
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  HopsoReadingView *view = g_task_get_source_object (task);
  HopsoReader *reader = hopso_reading_view_get_reader (view);
  const gboolean is_verb = hopso_alert_ask_finish (HOPSO_ALERT (source), result, NULL);

  if (!is_verb || reader == NULL)
    {
      answer (task, hopso_alert_is_other (HOPSO_ALERT (source)) || reader == NULL);
      return;
    }
  g_signal_connect (reader, "save-ended", G_CALLBACK (save_ended_cb), task);
  if (hopso_reader_save_filled (reader))
    return;
  g_signal_handlers_disconnect_by_data (reader, task);
  answer (task, TRUE);
}

/**
 * hopso_reading_question_ask_async:
 * @view: to be closed
 * @callback: when it is known whether it may be
 * @user_data: for @callback
 *
 * Asks, unless there is nothing to save.
 */
void
hopso_reading_question_ask_async (HopsoReadingView *view,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GTask *task = g_task_new (view, NULL, callback, user_data);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (view));

  g_task_set_source_tag (task, hopso_reading_question_ask_async);
  if (!hopso_reader_has_unsaved (hopso_reading_view_get_reader (view)) || !GTK_IS_WINDOW (root))
    {
      answer (task, TRUE);
      return;
    }

  g_autofree char *title = hopso_reading_view_dup_title (view);
  g_autofree char *words =
      g_strdup_printf (_ ("“%s” has fields that are filled in but not saved. What you do not save "
                          "is kept on this computer and is there when you open it again."),
                       title);
  g_autoptr (HopsoAlert) alert = hopso_alert_new_with_other (
      _ ("Save what you have filled in?"), words, _ ("Close without saving"), _ ("Save"));
  hopso_alert_ask_async (alert, GTK_WINDOW (root), NULL, asked_cb, task);
}

/**
 * hopso_reading_question_ask_finish:
 * @result: what the callback was given
 *
 * Returns: whether the document may be closed
 */
gboolean
hopso_reading_question_ask_finish (HopsoReadingView *view, GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, view), FALSE);

  return g_task_propagate_boolean (G_TASK (result), NULL);
}

/* --- about all that is open ----------------------------------------------------------------------
 */

/* From @first on; the number of documents: nowhere. */
static guint
find_unsaved (HopsoReadingTabs *tabs, guint first)
{
  const guint n = hopso_reading_tabs_get_n_tabs (tabs);

  while (first < n && !hopso_reader_has_unsaved (
                          hopso_reading_view_get_reader (hopso_reading_tabs_get_nth (tabs, first))))
    first++;
  return first;
}

/**
 * hopso_reading_question_is_due:
 * @tabs: all that is open
 *
 * Returns: whether something is filled in that no file holds
 */
gboolean
hopso_reading_question_is_due (HopsoReadingTabs *tabs)
{
  return find_unsaved (tabs, 0) < hopso_reading_tabs_get_n_tabs (tabs);
}

static void ask_next (GTask *task);

/* Takes the task. */
static void
asked_one_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;

  if (hopso_reading_question_ask_finish (HOPSO_READING_VIEW (source), result))
    ask_next (task);
  else
    answer (task, FALSE);
}

/* Takes the task. One after the other, each in sight while it is asked about. */
static void
ask_next (GTask *task)
{
  HopsoReadingTabs *tabs = g_task_get_source_object (task);
  const guint position = find_unsaved (tabs, GPOINTER_TO_UINT (g_task_get_task_data (task)));

  if (position >= hopso_reading_tabs_get_n_tabs (tabs))
    {
      answer (task, TRUE);
      return;
    }
  g_task_set_task_data (task, GUINT_TO_POINTER (position + 1), NULL);
  hopso_reading_tabs_show_nth (tabs, position);
  hopso_reading_question_ask_async (hopso_reading_tabs_get_nth (tabs, position), asked_one_cb,
                                    task);
}

/**
 * hopso_reading_question_ask_all_async:
 * @tabs: to be closed, all of them
 * @callback: when it is known whether they may be
 * @user_data: for @callback
 *
 * Asks about each document that hopso_reading_question_ask_async() would ask about.
 */
void
hopso_reading_question_ask_all_async (HopsoReadingTabs *tabs,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  GTask *task = g_task_new (tabs, NULL, callback, user_data);

  g_task_set_source_tag (task, hopso_reading_question_ask_all_async);
  ask_next (task);
}

/**
 * hopso_reading_question_ask_all_finish:
 * @result: what the callback was given
 *
 * Returns: whether all documents may be closed
 */
gboolean
hopso_reading_question_ask_all_finish (HopsoReadingTabs *tabs, GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, tabs), FALSE);

  return g_task_propagate_boolean (G_TASK (result), NULL);
}
