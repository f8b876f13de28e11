/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-queue-thread.h"

static GString *order;
static guint n_done;

static void
append_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_string_append (order, data);
  g_task_return_boolean (task, TRUE);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GError **error = data;

  g_task_propagate_boolean (G_TASK (result), error);
  n_done++;
}

static void
push (HopsoQueueThread *thread, const char *letter, GCancellable *cancellable, GError **error)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, done_cb, error);

  g_task_set_task_data (task, (gpointer) letter, NULL);
  hopso_queue_thread_push (thread, task, append_cb);
}

static void
test_runs_in_order_and_answers (void)
{
  g_autoptr (HopsoQueueThread) thread = hopso_queue_thread_new ("test");
  g_autoptr (GError) error = NULL;

  order = g_string_new (NULL);
  n_done = 0;
  push (thread, "a", NULL, &error);
  push (thread, "b", NULL, &error);
  push (thread, "c", NULL, &error);
  while (n_done < 3)
    g_main_context_iteration (NULL, TRUE);
  g_assert_no_error (error);
  g_assert_cmpstr (order->str, ==, "abc");
  g_string_free (order, TRUE);
}

static void
test_cancelled_is_not_run (void)
{
  g_autoptr (HopsoQueueThread) thread = hopso_queue_thread_new ("test");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  order = g_string_new (NULL);
  n_done = 0;
  g_cancellable_cancel (cancellable);
  push (thread, "a", cancellable, &error);
  while (n_done < 1)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpstr (order->str, ==, "");
  g_string_free (order, TRUE);
}

static void
test_stop_runs_what_is_queued (void)
{
  g_autoptr (HopsoQueueThread) thread = hopso_queue_thread_new ("test");
  g_autoptr (GError) error = NULL;

  order = g_string_new (NULL);
  n_done = 0;
  for (guint i = 0; i < 100; i++)
    push (thread, "x", NULL, &error);
  hopso_queue_thread_stop (thread);
  hopso_queue_thread_stop (thread);
  g_assert_cmpuint (order->len, ==, 100);
  while (n_done < 100)
    g_main_context_iteration (NULL, TRUE);
  g_string_free (order, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/queue-thread/runs-in-order-and-answers", test_runs_in_order_and_answers);
  g_test_add_func ("/base/queue-thread/cancelled-is-not-run", test_cancelled_is_not_run);
  g_test_add_func ("/base/queue-thread/stop-runs-what-is-queued", test_stop_runs_what_is_queued);
  return g_test_run ();
}
