/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One process and one window per session; keys of all actions; the command line (--version,
 * --account). Main thread. */

#include "hopso-application.h"

#include "hopso-adaptive-bin.h"
#include "hopso-chip.h"
#include "hopso-desktop-resources.h"
#include "hopso-meetings.h"
#include "hopso-sync-badge.h"
#include "hopso-two-pane.h"
#include "hopso-window.h"

#include <glib/gi18n.h>

struct _HopsoApplication
{
  AdwApplication parent_instance;

  HopsoClock *clock;         /* owned */
  HopsoFileOpening *opening; /* owned, nullable: of a file of the command line */
  char *account;             /* owned, nullable: chosen on the command line */
};

/* More than a file takes to be open. */
#define MOST_STEPS 32u

G_DEFINE_FINAL_TYPE (HopsoApplication, hopso_application, ADW_TYPE_APPLICATION)

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  adw_show_about_window (gtk_application_get_active_window (GTK_APPLICATION (user_data)),
                         "application-name", "HopSo", "application-icon", "vn.hopso.HopSo",
                         "version", HOPSO_VERSION, "developer-name", _ ("The HopSo authors"),
                         "comments",
                         _ ("Paperless meetings and signed documents for provincial government"),
                         "license-type", GTK_LICENSE_GPL_3_0, NULL);
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (user_data));

  if (window != NULL)
    gtk_window_close (window);
}

static HopsoWindow *find_window (HopsoApplication *self);

/* A notification was pressed. */
static void
show_meeting_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HopsoWindow *window = find_window (HOPSO_APPLICATION (user_data));

  g_application_activate (G_APPLICATION (user_data));
  if (window != NULL)
    hopso_window_show_meeting (window, g_variant_get_string (parameter, NULL));
}

static void
show_section_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HopsoWindow *window = find_window (HOPSO_APPLICATION (user_data));

  g_application_activate (G_APPLICATION (user_data));
  if (window != NULL)
    hopso_window_show_section (window, g_variant_get_string (parameter, NULL));
}

static void
set_keys (GtkApplication *application)
{
  static const struct
  {
    const char *action;
    const char *keys[3];
  } entries[] = {
    { "win.show-section::today", { "<Control>1", NULL } },
    { "win.show-section::meetings", { "<Control>2", NULL } },
    { "win.show-section::signing", { "<Control>3", NULL } },
    { "win.show-section::find", { "<Control>4", NULL } },
    { "win.verify", { "<Control>5", NULL } },
    { "win.search", { "<Control>f", NULL } },
    { "win.sync", { "<Control>r", "F5", NULL } },
    { "win.back", { "<Alt>Left", "Escape", NULL } },
    { "win.read-on", { "<Alt>Right", NULL } },
    { "win.open-file", { "<Control>o", NULL } },
    { "win.tokens", { "<Control><Shift>d", NULL } },
    { "win.trust", { "<Control><Shift>a", NULL } },
    { "win.close-tab", { "<Control>w", NULL } },
    { "win.reopen-tab", { "<Control><Shift>t", NULL } },
    { "win.show-help-overlay", { "<Control>question", "F1", NULL } },
    { "app.quit", { "<Control>q", NULL } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (entries); i++)
    gtk_application_set_accels_for_action (application, entries[i].action, entries[i].keys);
}

/**
 * hopso_application_register:
 *
 * Makes windows usable: resources and the types that their templates name. Done by the application
 * itself when it starts; tests of windows call it.
 */
void
hopso_application_register (void)
{
  hopso_desktop_register_resource ();
  /* A GtkApplication finds them by itself, a test has none. */
  if (gdk_display_get_default () != NULL)
    gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()),
                                      "/vn/hopso/HopSo/icons");
  hopso_meetings_init ();
  g_type_ensure (HOPSO_TYPE_ADAPTIVE_BIN);
  g_type_ensure (HOPSO_TYPE_CHIP);
  g_type_ensure (HOPSO_TYPE_SYNC_BADGE);
  g_type_ensure (HOPSO_TYPE_TWO_PANE);
}

static void
hopso_application_startup (GApplication *application)
{
  static const GActionEntry entries[] = {
    { .name = "about", .activate = about_cb },
    { .name = "show-meeting", .activate = show_meeting_cb, .parameter_type = "s" },
    { .name = "show-section", .activate = show_section_cb, .parameter_type = "s" },
    { .name = "quit", .activate = quit_cb },
  };

  /* First: the parent looks for the style in the resources. */
  hopso_application_register ();
  G_APPLICATION_CLASS (hopso_application_parent_class)->startup (application);
  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries),
                                   application);
  set_keys (GTK_APPLICATION (application));
}

/* The account named on the command line by login or id; else the only one or the latest. */
static HopsoAccount *
find_account (HopsoApplication *self)
{
  g_autoptr (GPtrArray) accounts = hopso_workspace_list_accounts ();

  for (guint i = 0; i < accounts->len; i++)
    {
      HopsoAccount *account = g_ptr_array_index (accounts, i);

      if (self->account == NULL || g_str_equal (hopso_account_get_login (account), self->account) ||
          g_str_equal (hopso_account_get_id (account), self->account))
        return g_object_ref (account);
    }
  return NULL;
}

/* The one there is: dialogs and the presentation are windows, too. */
static HopsoWindow *
find_window (HopsoApplication *self)
{
  for (GList *link = gtk_application_get_windows (GTK_APPLICATION (self)); link != NULL;
       link = link->next)
    if (HOPSO_IS_WINDOW (link->data))
      return link->data;
  return NULL;
}

static HopsoWindow *
make_window (HopsoApplication *self)
{
  return HOPSO_WINDOW (hopso_window_new (GTK_APPLICATION (self), self->clock));
}

static void
start_window (HopsoApplication *self, HopsoWindow *window)
{
  g_autoptr (HopsoAccount) account = find_account (self);

  hopso_window_start (window, account);
}

static void
hopso_application_activate (GApplication *application)
{
  HopsoApplication *self = HOPSO_APPLICATION (application);
  HopsoWindow *window = find_window (self);

  if (window == NULL)
    start_window (self, window = make_window (self));
  gtk_window_present (GTK_WINDOW (window));
}

static gboolean
start_cb (gpointer user_data)
{
  GtkApplication *application = gtk_window_get_application (user_data);

  if (application != NULL)
    start_window (HOPSO_APPLICATION (application), user_data);
  return G_SOURCE_REMOVE;
}

static void
hopso_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  HopsoApplication *self = HOPSO_APPLICATION (application);
  HopsoWindow *before = find_window (self);
  HopsoWindow *window = before != NULL ? before : make_window (self);
  g_autoptr (HopsoFileOpening) opening = g_steal_pointer (&self->opening);

  for (int i = 0; i < n_files; i++)
    {
      if (opening != NULL && g_file_equal (files[i], hopso_file_opening_get_file (opening)))
        hopso_window_open_begun (window, opening);
      else
        hopso_window_open_file (window, files[i]);
    }
  hopso_application_go_on_opening (self);
  gtk_window_present (GTK_WINDOW (window));
  /* The account waits until the window has been drawn. */
  if (before == NULL)
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, start_cb, g_object_ref (window), g_object_unref);
}

static int
hopso_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  HopsoApplication *self = HOPSO_APPLICATION (application);

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("HopSo %s\n", HOPSO_VERSION);
      return 0;
    }
  g_variant_dict_lookup (options, "account", "s", &self->account);
  return -1;
}

static void
hopso_application_finalize (GObject *object)
{
  HopsoApplication *self = HOPSO_APPLICATION (object);

  g_clear_object (&self->clock);
  g_clear_object (&self->opening);
  g_free (self->account);
  G_OBJECT_CLASS (hopso_application_parent_class)->finalize (object);
}

static void
hopso_application_class_init (HopsoApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hopso_application_finalize;
  application_class->startup = hopso_application_startup;
  application_class->activate = hopso_application_activate;
  application_class->open = hopso_application_open;
  application_class->handle_local_options = hopso_application_handle_local_options;
}

static void
hopso_application_init (HopsoApplication *self)
{
  static const GOptionEntry options[] = {
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Show the version and exit"), NULL },
    { "account", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("Open this account"), N_ ("LOGIN") },
    { NULL },
  };

  self->clock = hopso_clock_new_system ();
  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _ ("[FILE…]"));
}

/**
 * hopso_application_new:
 *
 * Returns: (transfer full): the application
 */
HopsoApplication *
hopso_application_new (void)
{
  return g_object_new (HOPSO_TYPE_APPLICATION, "application-id", "vn.hopso.HopSo", "flags",
                       G_APPLICATION_HANDLES_OPEN, "resource-base-path", "/vn/hopso/HopSo", NULL);
}

/**
 * hopso_application_begin_opening:
 * @word: of the command line, which names a file
 *
 * Said before the application runs: the file is read and opened while the window is being made.
 */
void
hopso_application_begin_opening (HopsoApplication *self, const char *word)
{
  g_return_if_fail (HOPSO_IS_APPLICATION (self));

  g_autoptr (HopsoPdfClient) client = hopso_pdf_client_new ();
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (word);

  self->opening = hopso_file_opening_new (client, file);
}

/**
 * hopso_application_go_on_opening:
 *
 * Takes note of what has come so far, and waits for nothing: while an application begins, its main
 * loop does not run.
 */
void
hopso_application_go_on_opening (HopsoApplication *self)
{
  g_return_if_fail (HOPSO_IS_APPLICATION (self));

  for (guint i = 0; i < MOST_STEPS && g_main_context_iteration (NULL, FALSE); i++)
    ;
}
