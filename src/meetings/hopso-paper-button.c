/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A paper that can be opened by pressing it, also while it is not here yet: then it is fetched
 * first. A download shows its bar and per cent on the paper itself. Main thread. */

#include "hopso-paper-button.h"

#include "hopso-change-words.h"
#include "hopso-chip.h"
#include "hopso-size-words.h"
#include "hopso-text-fold.h"
#include "hopso-workspace-requests.h"

#include <glib/gi18n.h>

/* Room for the usual words, so that pages and sizes stand below each other. */
#define STATE_WIDTH 104

struct _HopsoPaperButton
{
  GtkButton parent_instance;

  HopsoWorkspace *workspace; /* owned */
  HopsoPaper *paper;         /* owned */
  gboolean is_narrow;

  GtkWidget *menu; /* owned by being a child, nullable: not asked for yet */

  GtkBox *words;
  GtkLabel *name_label;
  GtkLabel *size_label;
  GtkBox *state_box;
  GtkProgressBar *progress_bar;
  HopsoChip *state_chip;
};

G_DEFINE_FINAL_TYPE (HopsoPaperButton, hopso_paper_button, GTK_TYPE_BUTTON)

enum
{
  PROP_IS_NARROW = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
show_state (HopsoPaperButton *self)
{
  const char *id = hopso_record_get_id (HOPSO_RECORD (self->paper));
  double fraction = 0;
  HopsoPaperState state = hopso_workspace_get_paper_state (self->workspace, id, &fraction);
  g_autofree char *percent =
      g_strdup_printf (_ ("Downloading %d %%"), (int) (CLAMP (fraction, 0, 1) * 100));

  gtk_widget_set_visible (GTK_WIDGET (self->progress_bar),
                          state == HOPSO_PAPER_DOWNLOADING && !self->is_narrow);
  gtk_progress_bar_set_fraction (self->progress_bar, CLAMP (fraction, 0, 1));
  switch (state)
    {
    case HOPSO_PAPER_READY:
      hopso_chip_set (self->state_chip, "emblem-ok-symbolic", _ ("Downloaded"), HOPSO_TONE_GOOD);
      break;
    case HOPSO_PAPER_DOWNLOADING:
      hopso_chip_set (self->state_chip, "folder-download-symbolic", percent, HOPSO_TONE_ACCENT);
      break;
    case HOPSO_PAPER_WAITING:
      hopso_chip_set (self->state_chip, "content-loading-symbolic", _ ("Download waiting"),
                      HOPSO_TONE_DIM);
      break;
    case HOPSO_PAPER_FAILED:
      hopso_chip_set (self->state_chip, "dialog-warning-symbolic", _ ("Download failed"),
                      HOPSO_TONE_ATTENTION);
      break;
    case HOPSO_PAPER_ABSENT:
    default:
      hopso_chip_set (self->state_chip, "folder-download-symbolic", _ ("Not downloaded"),
                      HOPSO_TONE_DIM);
    }
}

static char *
describe_size (HopsoPaperButton *self, HopsoPaper *paper)
{
  int n = (int) CLAMP (hopso_paper_get_signatures (paper), 0, G_MAXINT);
  g_autofree char *how = hopso_changes_get_mark (self->workspace, hopso_paper_get_meeting (paper),
                                                 hopso_record_get_id (HOPSO_RECORD (paper)));
  const char *mark = hopso_change_words_mark (how);
  g_autofree char *pages = NULL;
  g_autofree char *signatures =
      g_strdup_printf (ngettext ("%d signature", "%d signatures", (gulong) n), n);

  pages = hopso_size_words_pages (hopso_paper_get_pages (paper),
                                  (guint64) MAX (hopso_paper_get_size (paper), 0));
  return g_strconcat (mark != NULL ? mark : "", mark != NULL ? " · " : "", pages,
                      n > 0 ? " · " : "", n > 0 ? signatures : "", NULL);
}

static void
update (HopsoPaperButton *self)
{
  const char *reference = hopso_paper_get_reference (self->paper);
  g_autofree char *name = hopso_text_capitalised (hopso_paper_get_name (self->paper));
  g_autofree char *title = NULL;
  g_autofree char *size = describe_size (self, self->paper);
  g_autofree char *sentence = NULL;

  title = reference != NULL && reference[0] != '\0' ? g_strdup_printf ("%s · %s", reference, name)
                                                    : g_strdup (name);
  gtk_label_set_label (self->name_label, title);
  gtk_label_set_label (self->size_label, size);
  show_state (self);
  sentence = g_strdup_printf ("%s, %s, %s", title, size, hopso_chip_get_label (self->state_chip));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence,
                                  -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), hopso_paper_get_file_name (self->paper));
}

static void
paper_changed_cb (HopsoPaperButton *self, const char *paper_id)
{
  if (g_str_equal (paper_id, hopso_record_get_id (HOPSO_RECORD (self->paper))))
    update (self);
}

static void
set_is_narrow (HopsoPaperButton *self, gboolean is_narrow)
{
  self->is_narrow = is_narrow;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->words), is_narrow
                                                                    ? GTK_ORIENTATION_VERTICAL
                                                                    : GTK_ORIENTATION_HORIZONTAL);
  gtk_box_set_spacing (self->words, is_narrow ? 0 : 14);
  gtk_widget_set_size_request (GTK_WIDGET (self->state_box), is_narrow ? -1 : STATE_WIDTH, -1);
  if (self->paper != NULL)
    update (self);
}

/* --- what else can be done with it --------------------------------------------------------------
 */

static void
add_item (GMenu *menu, const char *label, const char *action, GVariant *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target_value (item, action, target);
  g_menu_item_set_attribute (item, "hidden-when", "s", "action-disabled");
  g_menu_append_item (menu, item);
}

static GMenuModel *
make_menu (HopsoPaperButton *self)
{
  static const struct
  {
    const char *label;
    const char *act;
  } acts[] = {
    { N_ ("Issue…"), "seal" },
    { N_ ("Certified copy…"), "copy" },
    { N_ ("Sign an attachment…"), "attachment" },
    { N_ ("Sign an incoming document…"), "incoming" },
  };
  const char *id = hopso_record_get_id (HOPSO_RECORD (self->paper));
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) agency = g_menu_new ();

  add_item (menu, _ ("_Open"), "win.open-paper", g_variant_new_string (id));
  if (hopso_workspace_may_submit (self->workspace))
    add_item (menu, _ ("Submit for signature…"), "requests.submit", g_variant_new_string (id));
  for (gsize i = 0; i < G_N_ELEMENTS (acts); i++)
    add_item (agency, _ (acts[i].label), "agency.paper", g_variant_new ("(ss)", acts[i].act, id));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (agency));
  return G_MENU_MODEL (menu);
}

static void
show_menu (HopsoPaperButton *self, double x, double y)
{
  g_autoptr (GMenuModel) menu = make_menu (self);
  const GdkRectangle point = { (int) x, (int) y, 1, 1 };

  g_clear_pointer (&self->menu, gtk_widget_unparent);
  self->menu = gtk_popover_menu_new_from_model (menu);
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &point);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
pressed_cb (GtkGestureClick *gesture, int n, double x, double y, HopsoPaperButton *self)
{
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  show_menu (self, x, y);
}

static void
menu_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  show_menu (HOPSO_PAPER_BUTTON (widget), 0, gtk_widget_get_height (widget));
}

static void
hopso_paper_button_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_IS_NARROW)
    g_value_set_boolean (value, HOPSO_PAPER_BUTTON (object)->is_narrow);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
hopso_paper_button_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_IS_NARROW)
    set_is_narrow (HOPSO_PAPER_BUTTON (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
hopso_paper_button_dispose (GObject *object)
{
  HopsoPaperButton *self = HOPSO_PAPER_BUTTON (object);

  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_object (&self->paper);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (hopso_paper_button_parent_class)->dispose (object);
}

static void
hopso_paper_button_class_init (HopsoPaperButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_install_action (widget_class, "paper.menu", NULL, menu_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "paper.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "paper.menu",
                                       NULL);
  object_class->get_property = hopso_paper_button_get_property;
  object_class->set_property = hopso_paper_button_set_property;
  object_class->dispose = hopso_paper_button_dispose;
  properties[PROP_IS_NARROW] = g_param_spec_boolean ("is-narrow", NULL, NULL, FALSE,
                                                     G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/hopso/HopSo/meetings/hopso-paper-button.ui");
  gtk_widget_class_bind_template_child (widget_class, HopsoPaperButton, words);
  gtk_widget_class_bind_template_child (widget_class, HopsoPaperButton, name_label);
  gtk_widget_class_bind_template_child (widget_class, HopsoPaperButton, size_label);
  gtk_widget_class_bind_template_child (widget_class, HopsoPaperButton, state_box);
  gtk_widget_class_bind_template_child (widget_class, HopsoPaperButton, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, HopsoPaperButton, state_chip);
}

static void
hopso_paper_button_init (HopsoPaperButton *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  set_is_narrow (self, FALSE);
}

/**
 * hopso_paper_button_new:
 * @workspace: where the paper is
 * @paper: the paper
 *
 * Returns: (transfer floating): a button that opens it
 */
GtkWidget *
hopso_paper_button_new (HopsoWorkspace *workspace, HopsoPaper *paper)
{
  HopsoPaperButton *self = g_object_new (HOPSO_TYPE_PAPER_BUTTON, NULL);

  self->workspace = g_object_ref (workspace);
  self->paper = g_object_ref (paper);
  g_signal_connect_object (workspace, "paper-changed", G_CALLBACK (paper_changed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self), "s",
                                    hopso_record_get_id (HOPSO_RECORD (paper)));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self), "win.open-paper");
  update (self);
  return GTK_WIDGET (self);
}
