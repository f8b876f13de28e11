/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pages on the wall. The window takes the screen that its parent is not on, when there is one. It
 * and the view it was made from show the same page: whichever of them is turned leads.
 * Keys, the buttons of a clicker and of the mouse turn pages; Esc ends it. Main thread. */

#include "hopso-presentation.h"

#include <glib/gi18n-lib.h>

#define HIDE_POINTER_MS 2000

/* So long after we turned it, the other view may still come to rest at a page beside ours: where
 * pages are below each other, the last one cannot come to the top. */
#define REST_US 500000

struct _HopsoPresentation
{
  GtkWindow parent_instance;

  HopsoPageView *leader; /* owned, nullable: closed */
  HopsoPageView *view;   /* owned by being a child */
  GtkWidget *scroller;   /* owned by being a child */
  GtkApplication *awake; /* owned, nullable: keeps the screen on for us */
  guint cookie;          /* of @awake */
  gint64 turned_at;      /* when we turned the leader\'s page, monotonic */
  guint hide;            /* source, or 0: the pointer is hidden when it fires */
  double pointer_x;
  double pointer_y;
  gboolean is_black;
  gboolean is_elsewhere;
};

G_DEFINE_FINAL_TYPE (HopsoPresentation, hopso_presentation, GTK_TYPE_WINDOW)

/* --- the same page ------------------------------------------------------------------------------
 */

static void
show_black (HopsoPresentation *self, gboolean is_black)
{
  self->is_black = is_black;
  gtk_widget_set_opacity (self->scroller, is_black ? 0 : 1);
}

static void
go (HopsoPresentation *self, gint64 page)
{
  const gint64 last = (gint64) hopso_page_view_get_n_pages (self->view) - 1;

  show_black (self, FALSE);
  if (last < 0)
    return;
  hopso_page_view_go_to_page (self->view, (guint) CLAMP (page, 0, last));
  self->turned_at = g_get_monotonic_time ();
  hopso_page_view_go_to_page (self->leader, hopso_page_view_get_page (self->view));
}

static void
turn (HopsoPresentation *self, int by)
{
  go (self, (gint64) hopso_page_view_get_page (self->view) + by);
}

static gboolean
is_leader_in_use (HopsoPresentation *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self->leader));

  return (GTK_IS_WINDOW (root) && gtk_window_is_active (GTK_WINDOW (root))) ||
         g_get_monotonic_time () - self->turned_at > REST_US;
}

static void
leader_turned_cb (HopsoPresentation *self)
{
  if (is_leader_in_use (self))
    hopso_page_view_go_to_page (self->view, hopso_page_view_get_page (self->leader));
}

/* Another version of the document; while there is none, the wall is not left empty. */
static void
leader_document_cb (HopsoPresentation *self)
{
  HopsoPdfDocument *document = hopso_page_view_get_document (self->leader);
  const guint page = hopso_page_view_get_page (self->view);

  if (document == NULL || document == hopso_page_view_get_document (self->view))
    return;
  hopso_page_view_set_document (self->view, document);
  hopso_page_view_go_to_page (self->view, MIN (page, hopso_page_view_get_n_pages (self->view) - 1));
}

/* --- keys, clickers, mouse ----------------------------------------------------------------------
 */

static gboolean
key_cb (GtkEventControllerKey *keys,
        guint keyval,
        guint code,
        GdkModifierType state,
        HopsoPresentation *self)
{
  switch (gdk_keyval_to_lower (keyval))
    {
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
    case GDK_KEY_space:
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_n:
      turn (self, 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
    case GDK_KEY_BackSpace:
    case GDK_KEY_p:
      turn (self, -1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Home:
      go (self, 0);
      return GDK_EVENT_STOP;
    case GDK_KEY_End:
      go (self, G_MAXUINT32);
      return GDK_EVENT_STOP;
    case GDK_KEY_b:
    case GDK_KEY_period:
      show_black (self, !self->is_black);
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
    case GDK_KEY_F5:
    case GDK_KEY_F11:
      gtk_window_close (GTK_WINDOW (self));
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
click_cb (GtkGestureClick *click, int n_press, double x, double y, HopsoPresentation *self)
{
  const guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (click));

  if (button == GDK_BUTTON_PRIMARY)
    turn (self, 1);
  else if (button == GDK_BUTTON_SECONDARY)
    turn (self, -1);
}

static gboolean
scroll_cb (GtkEventControllerScroll *scroll, double x, double y, HopsoPresentation *self)
{
  turn (self, y > 0 ? 1 : -1);
  return GDK_EVENT_STOP;
}

static gboolean
hide_cb (gpointer user_data)
{
  HopsoPresentation *self = user_data;

  self->hide = 0;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "none");
  return G_SOURCE_REMOVE;
}

/* Events come without a move, too, when something changes below the pointer. */
static void
motion_cb (GtkEventControllerMotion *motion, double x, double y, HopsoPresentation *self)
{
  if (x == self->pointer_x && y == self->pointer_y)
    return;
  self->pointer_x = x;
  self->pointer_y = y;
  gtk_widget_set_cursor (GTK_WIDGET (self), NULL);
  g_clear_handle_id (&self->hide, g_source_remove);
  self->hide = g_timeout_add (HIDE_POINTER_MS, hide_cb, self);
}

static void
add_controllers (HopsoPresentation *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (
      GTK_EVENT_CONTROLLER_SCROLL_VERTICAL | GTK_EVENT_CONTROLLER_SCROLL_DISCRETE);
  GtkEventController *motion = gtk_event_controller_motion_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  g_signal_connect (click, "pressed", G_CALLBACK (click_cb), self);
  g_signal_connect (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
}

/* --- the screen ---------------------------------------------------------------------------------
 */

/* One that the parent is not on, or NULL. */
static GdkMonitor *
find_other_monitor (GtkWindow *parent)
{
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (parent));
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (parent));
  GdkMonitor *own = surface != NULL ? gdk_display_get_monitor_at_surface (display, surface) : NULL;
  GListModel *monitors = gdk_display_get_monitors (display);

  for (guint i = 0; own != NULL && i < g_list_model_get_n_items (monitors); i++)
    {
      g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, i);

      if (monitor != own)
        return g_steal_pointer (&monitor);
    }
  return NULL;
}

static void
take_screen (HopsoPresentation *self, GtkWindow *parent)
{
  g_autoptr (GdkMonitor) other = find_other_monitor (parent);

  self->is_elsewhere = other != NULL;
  if (other != NULL)
    gtk_window_fullscreen_on_monitor (GTK_WINDOW (self), other);
  else
    gtk_window_fullscreen (GTK_WINDOW (self));
}

/* Sixty people look at it: it does not go dark by itself. */
static void
keep_awake (HopsoPresentation *self, GtkWindow *parent)
{
  GtkApplication *application = gtk_window_get_application (parent);

  if (application == NULL)
    return;
  self->awake = g_object_ref (application);
  self->cookie = gtk_application_inhibit (application, parent, GTK_APPLICATION_INHIBIT_IDLE,
                                          _ ("A document is being presented"));
}

static void
hopso_presentation_dispose (GObject *object)
{
  HopsoPresentation *self = HOPSO_PRESENTATION (object);

  g_clear_handle_id (&self->hide, g_source_remove);
  if (self->awake != NULL && self->cookie != 0)
    gtk_application_uninhibit (self->awake, self->cookie);
  g_clear_object (&self->awake);
  g_clear_object (&self->leader);
  G_OBJECT_CLASS (hopso_presentation_parent_class)->dispose (object);
}

static void
hopso_presentation_class_init (HopsoPresentationClass *class)
{
  G_OBJECT_CLASS (class)->dispose = hopso_presentation_dispose;
}

static void
hopso_presentation_init (HopsoPresentation *self)
{
  self->view = HOPSO_PAGE_VIEW (hopso_page_view_new ());
  self->scroller = gtk_scrolled_window_new ();
  hopso_page_view_set_mode (self->view, HOPSO_PAGE_MODE_PRESENTATION);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_EXTERNAL,
                                  GTK_POLICY_EXTERNAL);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->view));
  /* Nothing is selected or followed on the wall: a press turns the page. */
  gtk_widget_set_can_target (self->scroller, FALSE);
  gtk_window_set_child (GTK_WINDOW (self), self->scroller);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Presentation"));
  gtk_window_set_decorated (GTK_WINDOW (self), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "presentation");
  add_controllers (self);
}

/**
 * hopso_presentation_new:
 * @parent: stays where it is
 * @leader: what is presented, in @parent
 *
 * Returns: (transfer none): a window, owned by GTK until it is closed
 */
HopsoPresentation *
hopso_presentation_new (GtkWindow *parent, HopsoPageView *leader)
{
  HopsoPresentation *self = g_object_new (HOPSO_TYPE_PRESENTATION, "transient-for", parent,
                                          "destroy-with-parent", TRUE, NULL);

  self->leader = g_object_ref (leader);
  hopso_page_view_set_is_night (self->view, hopso_page_view_get_is_night (leader));
  hopso_page_view_set_rotation (self->view, hopso_page_view_get_rotation (leader));
  leader_document_cb (self);
  hopso_page_view_go_to_page (self->view, hopso_page_view_get_page (leader));
  g_object_bind_property (leader, "rotation", self->view, "rotation", G_BINDING_DEFAULT);
  g_object_bind_property (leader, "is-night", self->view, "is-night", G_BINDING_DEFAULT);
  g_signal_connect_object (leader, "notify::page", G_CALLBACK (leader_turned_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (leader, "notify::n-pages", G_CALLBACK (leader_document_cb), self,
                           G_CONNECT_SWAPPED);
  keep_awake (self, parent);
  take_screen (self, parent);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "none");
  return self;
}

/**
 * hopso_presentation_get_is_elsewhere:
 *
 * Returns: whether it has a screen of its own
 */
gboolean
hopso_presentation_get_is_elsewhere (HopsoPresentation *self)
{
  g_return_val_if_fail (HOPSO_IS_PRESENTATION (self), FALSE);

  return self->is_elsewhere;
}

/**
 * hopso_presentation_get_view:
 *
 * Returns: (transfer none): what is on the wall
 */
HopsoPageView *
hopso_presentation_get_view (HopsoPresentation *self)
{
  g_return_val_if_fail (HOPSO_IS_PRESENTATION (self), NULL);

  return self->view;
}
