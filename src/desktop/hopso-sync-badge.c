/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The sync badge of the header bar: icon and word, and a popover with the state in a sentence,
 * what waits to be sent, and a button to try now. Main thread. */

#include "hopso-sync-badge.h"

#include "hopso-chip.h"
#include "hopso-refused-row.h"
#include "hopso-time-words.h"

#include <glib/gi18n.h>

struct _HopsoSyncBadge
{
  GtkWidget parent_instance;

  HopsoWorkspace *workspace; /* owned, nullable */
  HopsoClock *clock;         /* owned, nullable */

  GtkMenuButton *button;
  HopsoChip *chip;
  GtkLabel *state_label;
  GtkLabel *waiting_label;
  GtkLabel *message_label;
  GtkBox *refused_box;
  GtkButton *sync_button;
  GtkButton *sign_in_button;
};

G_DEFINE_FINAL_TYPE (HopsoSyncBadge, hopso_sync_badge, GTK_TYPE_WIDGET)

static void
show_chip (HopsoSyncBadge *self, HopsoSyncState state, guint n_waiting)
{
  g_autofree char *waiting =
      g_strdup_printf (ngettext ("%u change waiting", "%u changes waiting", n_waiting), n_waiting);
  g_autofree char *offline = g_strdup_printf (_ ("Offline · %u waiting"), n_waiting);

  switch (state)
    {
    case HOPSO_SYNC_IDLE:
      if (hopso_workspace_get_n_refused (self->workspace) > 0)
        hopso_chip_set (self->chip, "dialog-warning-symbolic", _ ("Not accepted"),
                        HOPSO_TONE_ATTENTION);
      else if (n_waiting == 0)
        hopso_chip_set (self->chip, "emblem-ok-symbolic", _ ("In sync"), HOPSO_TONE_GOOD);
      else
        hopso_chip_set (self->chip, "emblem-synchronizing-symbolic", waiting, HOPSO_TONE_ATTENTION);
      break;
    case HOPSO_SYNC_SYNCING:
      hopso_chip_set (self->chip, "emblem-synchronizing-symbolic", _ ("Syncing…"),
                      HOPSO_TONE_ACCENT);
      break;
    case HOPSO_SYNC_OFFLINE:
      hopso_chip_set (self->chip, "network-offline-symbolic",
                      n_waiting > 0 ? offline : _ ("Offline"), HOPSO_TONE_ATTENTION);
      break;
    case HOPSO_SYNC_ERROR:
      hopso_chip_set (self->chip, "dialog-warning-symbolic", _ ("Sync problem"),
                      HOPSO_TONE_ATTENTION);
      break;
    case HOPSO_SYNC_SIGNED_OUT:
    default:
      hopso_chip_set (self->chip, "dialog-warning-symbolic", _ ("Sign in again"),
                      HOPSO_TONE_ATTENTION);
    }
}

static char *
describe (HopsoSyncBadge *self, HopsoSyncState state)
{
  gint64 since = hopso_workspace_get_offline_since (self->workspace);
  g_autofree char *moment = NULL;

  switch (state)
    {
    case HOPSO_SYNC_IDLE:
      return g_strdup (_ ("This computer has everything the server has."));
    case HOPSO_SYNC_SYNCING:
      return g_strdup (_ ("News are being exchanged with the server."));
    case HOPSO_SYNC_OFFLINE:
      if (since == 0)
        return g_strdup (_ ("The server cannot be reached. You can go on working."));
      moment = hopso_time_words_moment (since, hopso_clock_now (self->clock));
      return g_strdup_printf (_ ("The server cannot be reached since: %s. You can go on working."),
                              moment);
    case HOPSO_SYNC_ERROR:
      return g_strdup (
          _ ("Something is wrong on the way to the server. It is tried again by itself."));
    case HOPSO_SYNC_SIGNED_OUT:
    default:
      return g_strdup (_ ("Your session has ended. Sign in again to send and receive."));
    }
}

static void
show_refused (HopsoSyncBadge *self)
{
  GPtrArray *refused = hopso_workspace_get_refused (self->workspace);
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->refused_box))) != NULL)
    gtk_box_remove (self->refused_box, row);
  for (guint i = 0; refused != NULL && i < refused->len; i++)
    gtk_box_append (self->refused_box, hopso_refused_row_new (self->workspace, refused->pdata[i]));
}

static void
update (HopsoSyncBadge *self)
{
  HopsoSyncState state = hopso_workspace_get_sync_state (self->workspace);
  guint n_waiting = hopso_workspace_get_n_waiting (self->workspace);
  const char *message = hopso_workspace_get_sync_message (self->workspace);
  g_autofree char *sentence = describe (self, state);
  g_autofree char *waiting = NULL;
  g_autofree char *label = NULL;

  show_chip (self, state, n_waiting);
  show_refused (self);
  if (n_waiting == 0)
    waiting = g_strdup (_ ("Nothing waits to be sent."));
  else
    waiting = g_strdup_printf (ngettext ("%u change of yours waits to be sent.",
                                         "%u changes of yours wait to be sent.", n_waiting),
                               n_waiting);
  gtk_label_set_label (self->state_label, sentence);
  gtk_label_set_label (self->waiting_label, waiting);
  gtk_label_set_label (self->message_label, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message_label), message != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->sign_in_button), state == HOPSO_SYNC_SIGNED_OUT);
  gtk_widget_set_visible (GTK_WIDGET (self->sync_button), state != HOPSO_SYNC_SIGNED_OUT);
  gtk_widget_set_sensitive (GTK_WIDGET (self->sync_button), state != HOPSO_SYNC_SYNCING);
  label = g_strdup_printf (_ ("Synchronisation: %s"), hopso_chip_get_label (self->chip));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
}

/* "Offline since …" grows old while nobody looks; it is put anew when somebody does. */
static void
active_cb (HopsoSyncBadge *self)
{
  if (self->workspace != NULL)
    update (self);
}

static void
pressed_cb (HopsoSyncBadge *self)
{
  gtk_menu_button_popdown (self->button);
}

static void
hopso_sync_badge_dispose (GObject *object)
{
  HopsoSyncBadge *self = HOPSO_SYNC_BADGE (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  if (child != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->workspace);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (hopso_sync_badge_parent_class)->dispose (object);
}

static void
hopso_sync_badge_class_init (HopsoSyncBadgeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hopso_sync_badge_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/vn/hopso/HopSo/hopso-sync-badge.ui");
  gtk_widget_class_bind_template_child (widget_class, HopsoSyncBadge, button);
  gtk_widget_class_bind_template_child (widget_class, HopsoSyncBadge, chip);
  gtk_widget_class_bind_template_child (widget_class, HopsoSyncBadge, state_label);
  gtk_widget_class_bind_template_child (widget_class, HopsoSyncBadge, waiting_label);
  gtk_widget_class_bind_template_child (widget_class, HopsoSyncBadge, message_label);
  gtk_widget_class_bind_template_child (widget_class, HopsoSyncBadge, refused_box);
  gtk_widget_class_bind_template_child (widget_class, HopsoSyncBadge, sync_button);
  gtk_widget_class_bind_template_child (widget_class, HopsoSyncBadge, sign_in_button);
  gtk_widget_class_bind_template_callback (widget_class, active_cb);
  gtk_widget_class_bind_template_callback (widget_class, pressed_cb);
}

static void
hopso_sync_badge_init (HopsoSyncBadge *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hopso_sync_badge_set_workspace:
 * @self: a badge
 * @workspace: whose state it shows; set once
 * @clock: tells the time
 */
void
hopso_sync_badge_set_workspace (HopsoSyncBadge *self, HopsoWorkspace *workspace, HopsoClock *clock)
{
  static const char *const signals[] = { "notify::sync-state", "notify::offline-since",
                                         "notify::n-waiting", "notify::sync-message",
                                         "notify::n-refused" };

  g_return_if_fail (HOPSO_IS_SYNC_BADGE (self) && self->workspace == NULL);

  self->workspace = g_object_ref (workspace);
  self->clock = g_object_ref (clock);
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_object (workspace, signals[i], G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
