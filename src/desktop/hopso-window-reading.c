/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading, as the window sees it: papers, what a search found and files become tabs; going back
 * leaves them open, and closing the last one goes back, too. What is open is remembered with the
 * account. Main thread. */

#include "hopso-window-private.h"

#include "hopso-file-prompt.h"
#include "hopso-reading-question.h"

#include <glib/gi18n.h>

#define TABS_SETTING "reading/tabs"

gboolean
hopso_window_is_reading (HopsoWindow *self)
{
  return self->reading != NULL &&
         gtk_stack_get_visible_child (self->stack) == GTK_WIDGET (self->reading);
}

/* --- what is open is remembered ------------------------------------------------------------------
 */

/* Writes down what is open, and whether that is what the window shows. */
void
hopso_window_keep_reading (HopsoWindow *self, gboolean is_in_sight)
{
  g_autofree char *text = NULL;

  g_clear_handle_id (&self->save_tabs, g_source_remove);
  if (self->workspace == NULL)
    return;
  if (self->reading != NULL)
    text = hopso_reading_tabs_to_string (self->reading, is_in_sight);
  if (g_strcmp0 (hopso_workspace_get_setting (self->workspace, TABS_SETTING), text) != 0)
    hopso_workspace_set_setting (self->workspace, TABS_SETTING, text);
}

static gboolean
keep_cb (gpointer user_data)
{
  HopsoWindow *self = user_data;

  self->save_tabs = 0;
  hopso_window_keep_reading (self, hopso_window_is_reading (self));
  return G_SOURCE_REMOVE;
}

static void
visible_child_cb (HopsoWindow *self)
{
  hopso_window_enable_actions (self);
  if (self->reading != NULL && self->save_tabs == 0)
    self->save_tabs = g_idle_add (keep_cb, self);
}

static void
tabs_changed_cb (HopsoWindow *self)
{
  if (hopso_reading_tabs_get_n_tabs (self->reading) == 0)
    {
      if (hopso_window_is_reading (self))
        hopso_window_show_home (self);
    }
  visible_child_cb (self);
}

/* --- opening ------------------------------------------------------------------------------------
 */

static HopsoReadingTabs *
get_tabs (HopsoWindow *self)
{
  if (self->reading != NULL)
    return self->reading;
  self->reading = HOPSO_READING_TABS (hopso_reading_tabs_new ());
  if (self->workspace != NULL)
    hopso_reading_tabs_set_workspace (self->reading, self->workspace);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->reading), "reading");
  g_signal_connect_object (self->reading, "changed", G_CALLBACK (tabs_changed_cb), self,
                           G_CONNECT_SWAPPED);
  if (self->main_view != NULL)
    hopso_main_view_set_reading (self->main_view, self->reading);
  return self->reading;
}

static void
show_reading (HopsoWindow *self)
{
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->reading));
}

static void
open_paper_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HopsoWindow *self = HOPSO_WINDOW (user_data);

  hopso_reading_tabs_open_paper (get_tabs (self), g_variant_get_string (parameter, NULL), -1, NULL);
  show_reading (self);
}

/* What a search has found: the paper, the page or -1, and the words that were typed. */
static void
open_found_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HopsoWindow *self = HOPSO_WINDOW (user_data);
  const char *paper_id;
  const char *words;
  int page;

  g_variant_get (parameter, "(&si&s)", &paper_id, &page, &words);
  hopso_reading_tabs_open_paper (get_tabs (self), paper_id, page, words);
  show_reading (self);
}

/**
 * hopso_window_open_begun:
 * @self: a window in which nobody has signed in
 * @opening: of a PDF anywhere, begun before there was a window
 */
void
hopso_window_open_begun (HopsoWindow *self, HopsoFileOpening *opening)
{
  g_return_if_fail (HOPSO_IS_WINDOW (self));
  g_return_if_fail (HOPSO_IS_FILE_OPENING (opening));

  hopso_reading_tabs_open_begun (get_tabs (self), opening);
  show_reading (self);
}

/**
 * hopso_window_open_file:
 * @self: a window; somebody may be signed in or not
 * @file: a PDF anywhere
 */
void
hopso_window_open_file (HopsoWindow *self, GFile *file)
{
  g_return_if_fail (HOPSO_IS_WINDOW (self));
  g_return_if_fail (G_IS_FILE (file));

  hopso_reading_tabs_open_file (get_tabs (self), file);
  show_reading (self);
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoWindow) self = HOPSO_WINDOW (user_data);
  g_autoptr (GFile) file = hopso_file_prompt_finish (result, NULL);

  if (file != NULL)
    hopso_window_open_file (self, file);
}

static void
open_file_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  static const char *const patterns[] = { "*.pdf", "*.PDF", NULL };
  HopsoFilePrompt prompt = { .title = _ ("Open a PDF document"),
                             .verb = _ ("Open"),
                             .filter_name = _ ("PDF documents"),
                             .patterns = patterns };

  hopso_file_prompt_open_async (&prompt, GTK_WINDOW (user_data), NULL, chosen_cb,
                                g_object_ref (user_data));
}

static gboolean
dropped_cb (HopsoWindow *self, const GValue *value)
{
  GSList *files = g_value_get_boxed (value);

  for (GSList *link = files; link != NULL; link = link->next)
    hopso_window_open_file (self, link->data);
  return files != NULL;
}

/* --- closing and going back ---------------------------------------------------------------------
 */

static void
close_tab_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  hopso_reading_tabs_close_current (HOPSO_WINDOW (user_data)->reading);
}

static void
reopen_tab_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HopsoWindow *self = HOPSO_WINDOW (user_data);

  if (self->reading != NULL && hopso_reading_tabs_reopen (self->reading))
    show_reading (self);
}

/* The document in sight goes to its signers. */
static void
submit_current_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HopsoWindow *self = HOPSO_WINDOW (user_data);
  HopsoReadingView *current =
      self->reading != NULL ? hopso_reading_tabs_get_current (self->reading) : NULL;
  const char *paper = current != NULL ? hopso_reading_view_get_paper_id (current) : NULL;
  g_autoptr (GFile) file = current != NULL ? hopso_reading_view_dup_file (current) : NULL;
  g_autofree char *uri = file != NULL ? g_file_get_uri (file) : NULL;

  if (paper != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "requests.submit", "s", paper);
  else if (uri != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "requests.submit-file", "s", uri);
}

/* What a records clerk does with the document in sight. */
static void
agency_current_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HopsoWindow *self = HOPSO_WINDOW (user_data);
  const char *act = g_variant_get_string (parameter, NULL);
  HopsoReadingView *current =
      self->reading != NULL ? hopso_reading_tabs_get_current (self->reading) : NULL;
  const char *paper = current != NULL ? hopso_reading_view_get_paper_id (current) : NULL;
  g_autoptr (GFile) file = current != NULL ? hopso_reading_view_dup_file (current) : NULL;
  g_autofree char *uri = file != NULL ? g_file_get_uri (file) : NULL;
  const char *uris[] = { uri, NULL };

  if (paper != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "agency.paper", "(ss)", act, paper);
  else if (uri != NULL)
    gtk_widget_activate_action_variant (
        GTK_WIDGET (self), "agency.files",
        g_variant_new ("(s@as)", act, g_variant_new_strv (uris, 1)));
}

static void
read_on_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HopsoWindow *self = HOPSO_WINDOW (user_data);

  if (self->reading != NULL && hopso_reading_tabs_get_n_tabs (self->reading) > 0)
    show_reading (self);
}

/* A step back within what is read, or from it; the documents stay open. FALSE: nothing is read. */
gboolean
hopso_window_leave_reading (HopsoWindow *self)
{
  HopsoReadingView *current;

  if (!hopso_window_is_reading (self))
    return FALSE;
  current = hopso_reading_tabs_get_current (self->reading);
  if (current == NULL || !hopso_reading_view_step_back (current))
    hopso_window_show_home (self);
  return TRUE;
}

/* Nobody is in any more: nothing is open, and what was stays remembered. */
void
hopso_window_close_reading (HopsoWindow *self)
{
  HopsoReadingTabs *reading = g_steal_pointer (&self->reading);

  g_clear_handle_id (&self->save_tabs, g_source_remove);
  if (reading == NULL)
    return;
  g_signal_handlers_disconnect_by_data (reading, self);
  gtk_stack_remove (self->stack, GTK_WIDGET (reading));
}

/* Somebody is in: what was open is open again; files that were opened before stay in sight. */
void
hopso_window_restore_reading (HopsoWindow *self)
{
  const char *kept = hopso_workspace_get_setting (self->workspace, TABS_SETTING);
  gboolean is_in_sight;

  if (self->reading != NULL)
    hopso_reading_tabs_set_workspace (self->reading, self->workspace);
  if (kept == NULL && self->reading == NULL)
    return;

  is_in_sight = hopso_reading_tabs_restore (get_tabs (self), self->workspace, kept);
  hopso_main_view_set_reading (self->main_view, self->reading);
  if (is_in_sight)
    show_reading (self);
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoWindow) self = user_data;

  self->is_asking = FALSE;
  self->may_close = hopso_reading_question_ask_all_finish (HOPSO_READING_TABS (source), result);
  if (self->may_close)
    gtk_window_close (GTK_WINDOW (self));
}

/* Returns whether people have to answer before. */
static gboolean
ask_before_closing (HopsoWindow *self)
{
  if (self->may_close || self->reading == NULL || !hopso_reading_question_is_due (self->reading))
    return FALSE;
  if (self->is_asking)
    return TRUE;
  self->is_asking = TRUE;
  show_reading (self);
  hopso_reading_question_ask_all_async (self->reading, asked_cb, g_object_ref (self));
  return TRUE;
}

static gboolean
close_request_cb (HopsoWindow *self)
{
  if (ask_before_closing (self))
    return GDK_EVENT_STOP;

  HopsoReadingView *current =
      self->reading != NULL ? hopso_reading_tabs_get_current (self->reading) : NULL;

  if (current != NULL)
    hopso_reader_close (hopso_reading_view_get_reader (current));
  hopso_window_keep_reading (self, FALSE);
  return GDK_EVENT_PROPAGATE;
}

/* What the window can do about reading: actions, and files that are dropped on it. */
void
hopso_window_add_reading_actions (HopsoWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "open-paper", .activate = open_paper_cb, .parameter_type = "s" },
    { .name = "open-found", .activate = open_found_cb, .parameter_type = "(sis)" },
    { .name = "open-file", .activate = open_file_cb },
    { .name = "close-tab", .activate = close_tab_cb },
    { .name = "reopen-tab", .activate = reopen_tab_cb },
    { .name = "read-on", .activate = read_on_cb },
    { .name = "submit-current", .activate = submit_current_cb },
    { .name = "agency-current", .activate = agency_current_cb, .parameter_type = "s" },
  };
  GtkDropTarget *drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_signal_connect_object (drop, "drop", G_CALLBACK (dropped_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->stack), GTK_EVENT_CONTROLLER (drop));
  g_signal_connect_object (self->stack, "notify::visible-child", G_CALLBACK (visible_child_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "close-request", G_CALLBACK (close_request_cb), NULL);
}
