/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A question is answered with its verb, or it is not: both come back to the caller, once. */

#include "hopso-alert.h"
#include "hopso-test-window.h"

#include <adwaita.h>

typedef struct
{
  gboolean is_answered;
  gboolean answer;
  GError *error; /* owned, nullable */
} Answer;

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->answer = hopso_alert_ask_finish (HOPSO_ALERT (source), result, &answer->error);
  answer->is_answered = TRUE;
}

/* Answered, and the dialog has gone. */
static gboolean
is_answered (gpointer data)
{
  return ((Answer *) data)->is_answered &&
         g_list_model_get_n_items (gtk_window_get_toplevels ()) == 0;
}

static AdwMessageDialog *
find_dialog (void)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) toplevel = g_list_model_get_item (toplevels, i);

      if (ADW_IS_MESSAGE_DIALOG (toplevel))
        return ADW_MESSAGE_DIALOG (toplevel);
    }
  g_assert_not_reached ();
}

static void
ask (Answer *answer, GCancellable *cancellable, const char *label)
{
  g_autoptr (HopsoAlert) alert = hopso_alert_new ("Sign?", NULL, "Sign 12 documents");

  hopso_alert_ask_async (alert, NULL, cancellable, answered_cb, answer);
  if (label != NULL)
    g_signal_emit_by_name (hopso_test_window_find_button (GTK_WIDGET (find_dialog ()), label),
                           "clicked");
  else if (cancellable != NULL)
    g_cancellable_cancel (cancellable);
  else
    gtk_window_close (GTK_WINDOW (find_dialog ()));
  hopso_test_window_wait (is_answered, answer);
}

static void
test_verb (void)
{
  Answer answer = { 0 };

  ask (&answer, NULL, "Sign 12 documents");
  g_assert_no_error (answer.error);
  g_assert_true (answer.answer);
}

static void
test_way_back (void)
{
  Answer answer = { 0 };

  ask (&answer, NULL, NULL);
  g_assert_no_error (answer.error);
  g_assert_false (answer.answer);
}

static void
test_taken_back (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Answer answer = { 0 };

  ask (&answer, cancellable, NULL);
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (answer.answer);
  g_clear_error (&answer.error);
}

int
main (int argc, char **argv)
{
  hopso_test_window_init (&argc, &argv);
  g_test_add_func ("/widgets/alert/verb", test_verb);
  g_test_add_func ("/widgets/alert/way-back", test_way_back);
  g_test_add_func ("/widgets/alert/taken-back", test_taken_back);
  return hopso_test_window_run ();
}
