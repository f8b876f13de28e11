/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a HopsoReader has around the pages: the search, the panel beside them, full screen, the menu
 * of views, a copy to keep, and the question before a link leads outside. Main thread. */

#include "hopso-reader-private.h"

#include "hopso-alert.h"
#include "hopso-copy.h"
#include "hopso-file-prompt.h"
#include "hopso-local-file.h"

#include <glib/gi18n-lib.h>

static GtkWindow *
get_window (HopsoReader *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

/* Says what has been done, where the window says such things. Returns NULL where nobody listens;
 * the words may be given a button. */
AdwToast *
hopso_reader_tell (HopsoReader *self, const char *words)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);
  g_autofree char *plain = g_markup_escape_text (words, -1);
  AdwToast *toast;

  if (overlay == NULL)
    return NULL;
  /* What was said before does not make people wait. */
  if (self->toast != NULL)
    adw_toast_dismiss (self->toast);
  toast = adw_toast_new (plain);
  g_set_object (&self->toast, toast);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
  return toast;
}

static void
find_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  hopso_find_bar_open (HOPSO_READER (widget)->find_bar, NULL);
}

static void
find_changed_cb (HopsoReader *self)
{
  HopsoPdfFind *find = hopso_find_bar_get_find (self->find_bar);

  hopso_side_panel_set_find (self->side, find);
  if (find != NULL)
    hopso_side_panel_show (self->side, "hits");
  else if (g_strcmp0 (hopso_side_panel_get_shown (self->side), "hits") == 0)
    hopso_side_panel_show (self->side, "pages");
}

static void
hit_activated_cb (HopsoReader *self, guint index)
{
  hopso_find_bar_choose (self->find_bar, index);
}

static void
panel_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HopsoReader *self = HOPSO_READER (widget);

  adw_flap_set_reveal_flap (self->flap, !adw_flap_get_reveal_flap (self->flap));
}

/* --- full screen --------------------------------------------------------------------------------
 */

static void
fullscreen_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkWindow *window = get_window (HOPSO_READER (widget));

  if (window == NULL)
    return;
  if (gtk_window_is_fullscreen (window))
    gtk_window_unfullscreen (window);
  else
    gtk_window_fullscreen (window);
}

static void
fullscreened_cb (HopsoReader *self)
{
  GtkWindow *window = get_window (self);
  gboolean is_full = window != NULL && gtk_window_is_fullscreen (window);

  gtk_widget_set_visible (self->header, !is_full);
  hopso_reader_show_tools (self);
}

/* In the window, it follows what the window is. */
void
hopso_reader_root (HopsoReader *self)
{
  GtkWindow *window = get_window (self);

  if (window != NULL)
    g_signal_connect_object (window, "notify::fullscreened", G_CALLBACK (fullscreened_cb), self,
                             G_CONNECT_SWAPPED);
}

/**
 * hopso_reader_step_back:
 *
 * Ends what is open in the reader: the search, full screen.
 *
 * Returns: whether there was something to end
 */
gboolean
hopso_reader_step_back (HopsoReader *self)
{
  g_return_val_if_fail (HOPSO_IS_READER (self), FALSE);

  GtkWindow *window = get_window (self);

  if (hopso_find_bar_close (self->find_bar))
    return TRUE;
  if (window == NULL || !gtk_window_is_fullscreen (window))
    return FALSE;
  gtk_window_unfullscreen (window);
  return TRUE;
}

/**
 * hopso_reader_find:
 * @words: what to look for
 *
 * Opens the search with these words.
 */
void
hopso_reader_find (HopsoReader *self, const char *words)
{
  g_return_if_fail (HOPSO_IS_READER (self));

  hopso_find_bar_open (self->find_bar, words);
}

/**
 * hopso_reader_get_side_panel:
 *
 * Returns: (transfer none): what stands beside the pages, to which parts can be added
 */
HopsoSidePanel *
hopso_reader_get_side_panel (HopsoReader *self)
{
  g_return_val_if_fail (HOPSO_IS_READER (self), NULL);

  return self->side;
}

/**
 * hopso_reader_show_panel:
 * @name: of a part of the panel
 *
 * Opens the panel and shows this part of it.
 */
void
hopso_reader_show_panel (HopsoReader *self, const char *name)
{
  g_return_if_fail (HOPSO_IS_READER (self));

  hopso_side_panel_show (self->side, name);
  adw_flap_set_reveal_flap (self->flap, TRUE);
}

static void
turn_round_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  hopso_page_view_turn_by (HOPSO_READER (widget)->view,
                           g_str_equal (name, "reader.turn-left") ? -1 : 1);
}

/* --- links that lead outside
 * ---------------------------------------------------------------------- */

static void
address_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!g_app_info_launch_default_for_uri_finish (result, &error))
    g_info ("The address could not be opened: %s", error->message);
}

static void
address_asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree char *address = user_data;

  if (address != NULL && hopso_alert_ask_finish (HOPSO_ALERT (source), result, NULL))
    g_app_info_launch_default_for_uri_async (address, NULL, NULL, address_opened_cb, NULL);
}

static gboolean
is_web_address (const HopsoPdfTarget *target)
{
  g_autofree char *scheme =
      target->kind == HOPSO_PDF_TARGET_URI ? g_uri_parse_scheme (target->words) : NULL;

  return scheme != NULL &&
         (g_ascii_strcasecmp (scheme, "https") == 0 || g_ascii_strcasecmp (scheme, "http") == 0 ||
          g_ascii_strcasecmp (scheme, "mailto") == 0);
}

static void
outside_cb (HopsoReader *self, const HopsoPdfTarget *target)
{
  gboolean is_web = is_web_address (target);
  /* Letters that look like others, or turn the direction of writing, are shown as what they are. */
  g_autofree char *plain = g_uri_escape_string (
      target->words,
      G_URI_RESERVED_CHARS_GENERIC_DELIMITERS G_URI_RESERVED_CHARS_SUBCOMPONENT_DELIMITERS "%",
      FALSE);
  g_autoptr (HopsoAlert) alert =
      is_web ? hopso_alert_new (_ ("Open this address in the browser?"), plain, _ ("Open"))
             : hopso_alert_new (_ ("This link is not followed"),
                                _ ("It would start a program, open another file or run a script. "
                                   "HopSo never does that."),
                                _ ("Go on reading"));

  hopso_alert_ask_async (alert, get_window (self), NULL, address_asked_cb,
                         is_web ? g_steal_pointer (&plain) : NULL);
}

/* --- a copy to keep ------------------------------------------------------------------------------
 */

static void
tell_not_copied (HopsoReader *self, const GError *error)
{
  g_autoptr (HopsoAlert) alert =
      hopso_alert_new (_ ("The copy could not be written"), error->message, _ ("Go on reading"));

  hopso_alert_ask_async (alert, get_window (self), NULL, address_asked_cb, NULL);
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoReader) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!hopso_copy_finish (result, &error))
    tell_not_copied (self, error);
  else
    hopso_reader_tell (self, _ ("The copy has been saved."));
}

static void
place_chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoReader) self = user_data;
  g_autoptr (GFile) file = hopso_file_prompt_finish (result, NULL);

  if (file != NULL && self->fd >= 0)
    hopso_copy_async (self->fd, file, NULL, copied_cb, g_object_ref (self));
}

/* What the copy is called unless people say otherwise. */
static char *
dup_copy_name (HopsoReader *self)
{
  HopsoPaper *paper = self->workspace != NULL && self->paper_id != NULL
                          ? hopso_workspace_lookup_paper (self->workspace, self->paper_id)
                          : NULL;

  if (paper != NULL)
    return g_strdup (hopso_paper_get_file_name (paper));
  return self->file != NULL ? hopso_local_file_dup_name (self->file) : g_strdup ("van-ban.pdf");
}

static void
save_copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HopsoReader *self = HOPSO_READER (widget);
  static const char *const patterns[] = { "*.pdf", NULL };
  g_autofree char *suggested = dup_copy_name (self);
  HopsoFilePrompt prompt = { .title = _ ("Save a copy"),
                             .verb = _ ("Save"),
                             .filter_name = _ ("PDF documents"),
                             .patterns = patterns,
                             .suggested_name = suggested };

  if (hopso_reader_save_filled (self))
    return;
  if (self->fd >= 0)
    hopso_file_prompt_save_async (&prompt, get_window (self), NULL, place_chosen_cb,
                                  g_object_ref (self));
}

/* --- wiring --------------------------------------------------------------------------------------
 */

/* The keys turn pages again, unless what was chosen wants them. */
static gboolean
grab_cb (gpointer user_data)
{
  HopsoReader *self = HOPSO_READER (user_data);
  GtkWindow *window = get_window (self);
  GtkWidget *focus = window != NULL ? gtk_window_get_focus (window) : NULL;

  if (focus != NULL && (focus == GTK_WIDGET (self->menu_button) ||
                        gtk_widget_is_ancestor (focus, GTK_WIDGET (self->menu_button))))
    hopso_reader_grab_content (self);
  return G_SOURCE_REMOVE;
}

/* GTK itself goes back to the button, a moment later. */
static void
menu_closed_cb (HopsoReader *self)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, grab_cb, g_object_ref (self), g_object_unref);
}

/* The actions and their keys, for the widget's class. */
void
hopso_reader_install_panels (GtkWidgetClass *class)
{
  const GdkModifierType control = GDK_CONTROL_MASK;

  gtk_widget_class_install_action (class, "reader.find", NULL, find_action);
  gtk_widget_class_install_action (class, "reader.panel", NULL, panel_action);
  gtk_widget_class_install_action (class, "reader.fullscreen", NULL, fullscreen_action);
  gtk_widget_class_install_action (class, "reader.turn-left", NULL, turn_round_action);
  gtk_widget_class_install_action (class, "reader.turn-right", NULL, turn_round_action);
  gtk_widget_class_install_action (class, "reader.save-copy", NULL, save_copy_action);
  gtk_widget_class_add_binding_action (class, GDK_KEY_f, control, "reader.find", NULL);
  gtk_widget_class_add_binding_action (class, GDK_KEY_F9, 0, "reader.panel", NULL);
  gtk_widget_class_add_binding_action (class, GDK_KEY_F11, 0, "reader.fullscreen", NULL);
  gtk_widget_class_add_binding_action (class, GDK_KEY_s, control, "reader.save-copy", NULL);
  gtk_widget_class_bind_template_child (class, HopsoReader, menu_button);
  hopso_reader_install_bookmarks (class);
  hopso_reader_install_present (class);
}

/* The menu's choices are the view's own properties. */
static void
add_view_actions (HopsoReader *self)
{
  static const char *const names[] = { "mode", "is-night" };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GPropertyAction) action = g_property_action_new (names[i], self->view, names[i]);

      g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
    }
  gtk_widget_insert_action_group (GTK_WIDGET (self), "view", G_ACTION_GROUP (group));
}

/* What is around the pages follows them, for one reader. */
void
hopso_reader_connect_panels (HopsoReader *self)
{
  const GConnectFlags swapped = G_CONNECT_SWAPPED;

  hopso_find_bar_set_view (self->find_bar, self->view);
  hopso_side_panel_set_view (self->side, self->view);
  add_view_actions (self);
  g_object_bind_property (self->panel_button, "active", self->flap, "reveal-flap",
                          G_BINDING_BIDIRECTIONAL);
  g_signal_connect_object (self->find_bar, "notify::find", G_CALLBACK (find_changed_cb), self,
                           swapped);
  g_signal_connect_object (self->side, "hit-activated", G_CALLBACK (hit_activated_cb), self,
                           swapped);
  g_signal_connect_object (self->view, "outside", G_CALLBACK (outside_cb), self, swapped);
  g_signal_connect_object (gtk_menu_button_get_popover (self->menu_button), "closed",
                           G_CALLBACK (menu_closed_cb), self, swapped);
  hopso_reader_connect_bookmarks (self);
}
