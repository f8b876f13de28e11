/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tests that show real widgets: a desktop of their own or a skip, still animations, waiting for
 * what must become true, finding widgets by what they say, and a picture of a window when
 * HOPSO_TEST_PICTURES names a folder. */

#include "hopso-test-window.h"

#include <adwaita.h>
#include <errno.h>
#include <libintl.h>
#include <locale.h>
#include <unistd.h>

#define PATIENCE_SECONDS 20

static gboolean has_display;
static GtkStyleProvider *style;      /* owned, nullable: for the life of the test */
static GtkStyleProvider *dark_style; /* owned, nullable: light */

/* What the application loads from its resource base path, here from the source tree. */
static GtkStyleProvider *
load_style (const char *name)
{
  const char *folder = g_getenv ("HOPSO_TEST_STYLE");
  GtkCssProvider *provider;
  g_autofree char *path = NULL;

  if (folder == NULL)
    return NULL;
  path = g_build_filename (folder, name, NULL);
  provider = gtk_css_provider_new ();
  gtk_css_provider_load_from_path (provider, path);
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  return GTK_STYLE_PROVIDER (provider);
}

/* Starts the program anew in a desktop of its own, where no other test's window takes the focus or
 * comes between the pointer and what it is to press. */
static void
move_to_own_desktop (int argc, char **argv)
{
  g_autofree char *desktop = g_strdup (g_getenv ("HOPSO_TEST_DESKTOP"));
  g_autofree char *server = g_find_program_in_path ("Xvfb");
  g_autofree char **words = NULL;

  if (desktop == NULL || server == NULL)
    return;
  g_unsetenv ("HOPSO_TEST_DESKTOP");
  words = g_new0 (char *, (gsize) argc + 2);
  words[0] = desktop;
  for (int i = 0; i < argc; i++)
    words[i + 1] = argv[i];
  execv (desktop, words);
  g_error ("%s: %s", desktop, g_strerror (errno));
}

/* Called first in main(). FALSE: no display, and hopso_test_window_run() says so. */
gboolean
hopso_test_window_init (int *argc, char ***argv)
{
  const char *catalogues;

  move_to_own_desktop (*argc, *argv);
  catalogues = g_getenv ("HOPSO_LOCALEDIR");
  setlocale (LC_ALL, "");
  if (catalogues != NULL)
    {
      bindtextdomain (GETTEXT_PACKAGE, catalogues);
      bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
      textdomain (GETTEXT_PACKAGE);
    }
  /* Not G_TEST_OPTION_ISOLATE_DIRS: it hides the settings schemas and the icons too. */
  g_test_init (argc, argv, NULL);
  has_display = gtk_init_check ();
  if (has_display)
    {
      adw_init ();
      g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, "gtk-font-name",
                    "Cantarell 11", NULL);
      style = load_style ("style.css");
    }
  return has_display;
}

/* Called last: runs the tests, or says that they were skipped. */
int
hopso_test_window_run (void)
{
  if (has_display)
    return g_test_run ();
  g_print ("1..0 # SKIP no display\n");
  return 0;
}

static gboolean
give_up_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Runs the main loop until @is_done says so; fails when it never does. */
void
hopso_test_window_wait (gboolean (*is_done) (gpointer), gpointer data)
{
  gboolean is_late = FALSE;
  guint source = g_timeout_add_seconds (PATIENCE_SECONDS, give_up_cb, &is_late);

  while (!is_done (data) && !is_late)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (is_late);
  g_source_remove (source);
}

static gboolean
has_passed (gpointer data)
{
  return *(int *) data <= 0;
}

static gboolean
count_down_cb (gpointer user_data)
{
  (*(int *) user_data)--;
  return *(int *) user_data > 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* Lets layout and painting catch up: idle work of the lowest priority has had its turn. */
void
hopso_test_window_settle (void)
{
  int turns = 12;

  g_timeout_add_full (G_PRIORITY_LOW, 16, count_down_cb, &turns, NULL);
  hopso_test_window_wait (has_passed, &turns);
}

static gboolean
is_shown (gpointer data)
{
  return gtk_widget_get_mapped (GTK_WIDGET (data)) && gtk_widget_get_width (GTK_WIDGET (data)) > 0;
}

/* A window around @child (or @child itself, when it is one), mapped and laid out. */
GtkWindow *
hopso_test_window_show (GtkWidget *child, int width, int height)
{
  GtkWidget *window = GTK_IS_WINDOW (child) ? child : adw_window_new ();

  if (window != child)
    adw_window_set_content (ADW_WINDOW (window), child);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_present (GTK_WINDOW (window));
  hopso_test_window_wait (is_shown, window);
  hopso_test_window_settle ();
  return GTK_WINDOW (window);
}

/* Writes what the window shows as NAME.png into the folder named by HOPSO_TEST_PICTURES. */
void
hopso_test_window_save (GtkWidget *window, const char *name)
{
  const char *folder = g_getenv ("HOPSO_TEST_PICTURES");
  g_autoptr (GdkPaintable) paintable = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GskRenderNode) node = NULL;
  g_autofree char *file = g_strdup_printf ("%s.png", name);
  g_autofree char *path = NULL;
  GtkSnapshot *snapshot;

  if (folder == NULL)
    return;
  hopso_test_window_settle ();
  path = g_build_filename (folder, file, NULL);
  paintable = gtk_widget_paintable_new (window);
  snapshot = gtk_snapshot_new ();
  gdk_paintable_snapshot (paintable, snapshot, gdk_paintable_get_intrinsic_width (paintable),
                          gdk_paintable_get_intrinsic_height (paintable));
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node, NULL);
  g_assert_true (gdk_texture_save_to_png (texture, path));
}

/* The first widget under @root, in depth, of @type that @matches (%NULL: any); hidden ones are
 * passed over. */
GtkWidget *
hopso_test_window_find (GtkWidget *root,
                        GType type,
                        gboolean (*matches) (GtkWidget *, gpointer),
                        gpointer data)
{
  if (!gtk_widget_get_visible (root) || !gtk_widget_get_child_visible (root))
    return NULL;
  if (g_type_is_a (G_OBJECT_TYPE (root), type) && (matches == NULL || matches (root, data)))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = hopso_test_window_find (child, type, matches, data);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
label_says (GtkWidget *widget, gpointer data)
{
  return g_strcmp0 (gtk_label_get_text (GTK_LABEL (widget)), data) == 0;
}

/* The visible label that reads exactly @text, or %NULL. */
GtkWidget *
hopso_test_window_find_label (GtkWidget *root, const char *text)
{
  return hopso_test_window_find (root, GTK_TYPE_LABEL, label_says, (gpointer) text);
}

static gboolean
button_says (GtkWidget *widget, gpointer data)
{
  return hopso_test_window_find_label (widget, data) != NULL;
}

/* The visible button that contains a label that reads exactly @text, or %NULL. */
GtkWidget *
hopso_test_window_find_button (GtkWidget *root, const char *text)
{
  return hopso_test_window_find (root, GTK_TYPE_BUTTON, button_says, (gpointer) text);
}

static gboolean
is_for_key (GtkShortcut *shortcut, guint keyval, GdkModifierType modifiers)
{
  GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);

  return GTK_IS_KEYVAL_TRIGGER (trigger) &&
         gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)) == keyval &&
         gtk_keyval_trigger_get_modifiers (GTK_KEYVAL_TRIGGER (trigger)) == modifiers;
}

static gboolean
try_shortcuts (GtkWidget *widget, GListModel *shortcuts, guint keyval, GdkModifierType modifiers)
{
  for (guint i = 0; i < g_list_model_get_n_items (shortcuts); i++)
    {
      g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (shortcuts, i);

      if (is_for_key (shortcut, keyval, modifiers) &&
          gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, widget,
                                        gtk_shortcut_get_arguments (shortcut)))
        return TRUE;
    }
  return FALSE;
}

/* Does what the widget's own shortcuts do for a key; FALSE when it has none for it. */
gboolean
hopso_test_window_press (GtkWidget *widget, guint keyval, GdkModifierType modifiers)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  gboolean is_done = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !is_done; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_SHORTCUT_CONTROLLER (controller))
        is_done = try_shortcuts (widget, G_LIST_MODEL (controller), keyval, modifiers);
    }
  hopso_test_window_settle ();
  return is_done;
}

/* Light or dark, with the application's style for it. */
void
hopso_test_window_set_dark (gboolean is_dark)
{
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      is_dark ? ADW_COLOR_SCHEME_FORCE_DARK
                                              : ADW_COLOR_SCHEME_FORCE_LIGHT);
  if (dark_style != NULL)
    gtk_style_context_remove_provider_for_display (gdk_display_get_default (), dark_style);
  g_clear_object (&dark_style);
  if (is_dark)
    dark_style = load_style ("style-dark.css");
}

static void
activated_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autofree char *value = parameter != NULL ? g_variant_print (parameter, FALSE) : g_strdup ("");

  g_string_append_printf (user_data, "%s(%s)", g_action_get_name (G_ACTION (action)), value);
}

/* Gives @widget the actions @names, each "name" or "name type", under @prefix; activating them is
 * written to @log as name(value). */
void
hopso_test_window_watch_actions (GtkWidget *widget,
                                 const char *prefix,
                                 const char *const *names,
                                 GString *log)
{
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (names[i], " ", 2);
      g_autoptr (GVariantType) type = parts[1] != NULL ? g_variant_type_new (parts[1]) : NULL;
      g_autoptr (GSimpleAction) action = g_simple_action_new (parts[0], type);

      g_signal_connect (action, "activate", G_CALLBACK (activated_cb), log);
      g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
    }
  gtk_widget_insert_action_group (widget, prefix, G_ACTION_GROUP (group));
}
