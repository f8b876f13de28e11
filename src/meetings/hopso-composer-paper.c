/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A paper below its item in the composer: a button that opens it, pages and size, how far it has
 * been sent, who may see it, whether it is approved, and a menu. Dragged onto another item it goes
 * there; Alt with the arrows moves it too. Main thread. */

#include "hopso-composer-paper.h"

#include "hopso-chip.h"
#include "hopso-composer-menu.h"
#include "hopso-composer-paper-acts.h"
#include "hopso-composer-words.h"
#include "hopso-meeting-words.h"
#include "hopso-size-words.h"
#include "hopso-text-fold.h"
#include "hopso-workspace-compose.h"

#include <glib/gi18n.h>

struct _HopsoComposerPaper
{
  GtkBox parent_instance;

  HopsoComposition *composition; /* owned */
  HopsoPaper *paper;             /* owned */

  GtkWidget *button;     /* borrowed: child */
  GtkWidget *name_label; /* borrowed: child */
  GtkWidget *size_label; /* borrowed: child */
  GtkWidget *bar;        /* borrowed: child */
  GtkWidget *chips;      /* borrowed: child */
  GtkWidget *retry;      /* borrowed: child */
  GtkWidget *menu;       /* borrowed: child */
};

G_DEFINE_FINAL_TYPE (HopsoComposerPaper, hopso_composer_paper, GTK_TYPE_BOX)

/* --- showing -------------------------------------------------------------------------------------
 */

static gboolean
has_code (HopsoPaper *paper, const char *code)
{
  const char *const *codes = hopso_paper_get_inspection (paper);

  return codes != NULL && g_strv_contains (codes, code);
}

static void
add_chip (HopsoComposerPaper *self, GString *sentence, const HopsoStateWords *words)
{
  GtkWidget *chip = hopso_chip_new (words->icon_name, words->label, words->tone);

  hopso_chip_set_flat (HOPSO_CHIP (chip), TRUE);
  gtk_box_append (GTK_BOX (self->chips), chip);
  g_string_append_printf (sentence, ", %s", words->label);
}

static void
show_upload (HopsoComposerPaper *self, GString *sentence)
{
  double fraction = 0;
  const HopsoUploadState state =
      hopso_workspace_get_upload (hopso_composition_get_workspace (self->composition),
                                  hopso_record_get_id (HOPSO_RECORD (self->paper)), &fraction);
  g_autofree char *percent =
      g_strdup_printf (_ ("Sending %d %%"), (int) (CLAMP (fraction, 0, 1) * 100));
  const HopsoStateWords sending = { "hopso-cloud-upload-symbolic", percent, HOPSO_TONE_ACCENT };
  const HopsoStateWords waiting = { "hopso-cloud-upload-symbolic", _ ("Waits to be sent"),
                                    HOPSO_TONE_DIM };
  const HopsoStateWords failed = { "dialog-warning-symbolic", _ ("Not sent"),
                                   HOPSO_TONE_ATTENTION };

  gtk_widget_set_visible (self->bar, state == HOPSO_UPLOAD_SENDING);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->bar), CLAMP (fraction, 0, 1));
  gtk_widget_set_visible (self->retry, state == HOPSO_UPLOAD_FAILED);
  if (state == HOPSO_UPLOAD_SENDING)
    add_chip (self, sentence, &sending);
  else if (state == HOPSO_UPLOAD_WAITING)
    add_chip (self, sentence, &waiting);
  else if (state == HOPSO_UPLOAD_FAILED)
    add_chip (self, sentence, &failed);
}

static void
show_review (HopsoComposerPaper *self, GString *sentence)
{
  const char *review = hopso_paper_get_review (self->paper);
  const HopsoStateWords asked = { "content-loading-symbolic", _ ("Waits for approval"),
                                  HOPSO_TONE_ATTENTION };
  const HopsoStateWords approved = { "emblem-ok-symbolic", _ ("Approved"), HOPSO_TONE_GOOD };
  const HopsoStateWords returned = { "dialog-warning-symbolic", _ ("Returned"), HOPSO_TONE_BAD };

  if (g_strcmp0 (review, "asked") == 0)
    add_chip (self, sentence, &asked);
  else if (g_strcmp0 (review, "approved") == 0)
    add_chip (self, sentence, &approved);
  else if (g_strcmp0 (review, "returned") == 0)
    add_chip (self, sentence, &returned);
}

static void
show_inspection (HopsoComposerPaper *self, GString *sentence)
{
  const HopsoStateWords secret = { "dialog-error-symbolic", _ ("Marked as a state secret"),
                                   HOPSO_TONE_BAD };
  const HopsoStateWords infected = { "dialog-error-symbolic", _ ("Harmful"), HOPSO_TONE_BAD };
  const HopsoStateWords raw = { "dialog-warning-symbolic", _ ("Not converted to PDF"),
                                HOPSO_TONE_ATTENTION };

  if (has_code (self->paper, "secret-marking") || has_code (self->paper, "secret-words"))
    add_chip (self, sentence, &secret);
  if (has_code (self->paper, "infected"))
    add_chip (self, sentence, &infected);
  if (has_code (self->paper, "unconverted"))
    add_chip (self, sentence, &raw);
}

static void
show_access (HopsoComposerPaper *self, GString *sentence)
{
  const char *const *readers = hopso_paper_get_readers (self->paper);
  const guint n = readers != NULL ? g_strv_length ((char **) readers) : 0;
  g_autofree char *words = g_strdup_printf (ngettext ("Only %u person", "Only %u people", n), n);
  const HopsoStateWords few = { "changes-prevent-symbolic", words, HOPSO_TONE_PLAIN };

  if (g_strcmp0 (hopso_paper_get_access (self->paper), "restricted") == 0)
    add_chip (self, sentence, &few);
}

static void
update (HopsoComposerPaper *self)
{
  const char *reference = hopso_paper_get_reference (self->paper);
  const gboolean has_reference = reference != NULL && reference[0] != '\0';
  g_autofree char *name = hopso_text_capitalised (hopso_paper_get_name (self->paper));
  g_autofree char *title =
      has_reference ? g_strdup_printf ("%s · %s", reference, name) : g_strdup (name);
  g_autofree char *size = hopso_size_words_pages (
      hopso_paper_get_pages (self->paper), (guint64) MAX (0, hopso_paper_get_size (self->paper)));
  g_autoptr (GString) sentence = g_string_new (NULL);
  g_autofree char *doing = g_strdup_printf (_ ("What can be done with %s"), title);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->chips)) != NULL)
    gtk_box_remove (GTK_BOX (self->chips), child);
  gtk_label_set_label (GTK_LABEL (self->name_label), title);
  gtk_label_set_label (GTK_LABEL (self->size_label), size);
  g_string_printf (sentence, "%s, %s", title, size);
  show_upload (self, sentence);
  show_inspection (self, sentence);
  show_review (self, sentence);
  show_access (self, sentence);
  gtk_widget_set_tooltip_text (self->button, hopso_paper_get_file_name (self->paper));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  sentence->str, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu), GTK_ACCESSIBLE_PROPERTY_LABEL, doing,
                                  -1);
  gtk_widget_set_tooltip_text (self->menu, doing);
}

static void
paper_changed_cb (HopsoComposerPaper *self, const char *paper_id)
{
  if (g_strcmp0 (paper_id, hopso_composer_paper_get_id (self)) == 0)
    update (self);
}

/* --- what is done with it ------------------------------------------------------------------------
 */

static void
act (GtkWidget *widget, const char *action, GVariant *parameter)
{
  HopsoComposerPaper *self = HOPSO_COMPOSER_PAPER (widget);

  hopso_composer_paper_act (widget, self->composition, self->paper, action);
}

static void
menu_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  HopsoComposerPaper *self = HOPSO_COMPOSER_PAPER (widget);
  static const HopsoComposerMenuEntry entries[] = {
    { N_ ("_Open"), "paper.open" },
    { N_ ("Re_name…"), "paper.rename" },
    { N_ ("Re_place by another file…"), "paper.replace" },
    { NULL, NULL },
    { N_ ("_Who may see and use it…"), "paper.access" },
    { NULL, NULL },
    { N_ ("Move _up"), "paper.up" },
    { N_ ("Move _down"), "paper.down" },
    { NULL, NULL },
    { N_ ("Re_move from the meeting"), "paper.remove" },
  };

  hopso_composer_menu_show (widget, self->menu, entries, G_N_ELEMENTS (entries));
}

static void
open_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gtk_widget_activate_action (widget, "win.open-paper", "s",
                              hopso_composer_paper_get_id (HOPSO_COMPOSER_PAPER (widget)));
}

/* --- dragging ------------------------------------------------------------------------------------
 */

static GdkContentProvider *
prepare_cb (HopsoComposerPaper *self)
{
  return gdk_content_provider_new_typed (HOPSO_TYPE_COMPOSER_PAPER, self);
}

static void
drag_begin_cb (HopsoComposerPaper *self, GdkDrag *drag, GtkDragSource *source)
{
  g_autoptr (GdkPaintable) picture = gtk_widget_paintable_new (GTK_WIDGET (self));

  gtk_drag_source_set_icon (source, picture, 0, 0);
}

static void
add_dragging (HopsoComposerPaper *self)
{
  GtkDragSource *source = gtk_drag_source_new ();

  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  /* Before the button sees a press that becomes a drag. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (source), GTK_PHASE_CAPTURE);
  g_signal_connect_object (source, "prepare", G_CALLBACK (prepare_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (source, "drag-begin", G_CALLBACK (drag_begin_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (source));
}

/* --- the widget ----------------------------------------------------------------------------------
 */

static void
hopso_composer_paper_dispose (GObject *object)
{
  HopsoComposerPaper *self = HOPSO_COMPOSER_PAPER (object);

  g_clear_object (&self->paper);
  g_clear_object (&self->composition);
  G_OBJECT_CLASS (hopso_composer_paper_parent_class)->dispose (object);
}

static void
hopso_composer_paper_class_init (HopsoComposerPaperClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  static const char *const acts[] = { "paper.rename", "paper.replace", "paper.access", "paper.up",
                                      "paper.down",   "paper.remove",  "paper.retry" };

  G_OBJECT_CLASS (klass)->dispose = hopso_composer_paper_dispose;
  for (gsize i = 0; i < G_N_ELEMENTS (acts); i++)
    gtk_widget_class_install_action (widget_class, acts[i], NULL, act);
  gtk_widget_class_install_action (widget_class, "paper.open", NULL, open_action);
  gtk_widget_class_install_action (widget_class, "paper.menu", NULL, menu_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Up, GDK_ALT_MASK, "paper.up", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Down, GDK_ALT_MASK, "paper.down",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "paper.rename", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "paper.remove", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "paper.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "paper.menu",
                                       NULL);
}

static void
hopso_composer_paper_init (HopsoComposerPaper *self)
{
}

static GtkWidget *
make_button (HopsoComposerPaper *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *icon = gtk_image_new_from_icon_name ("x-office-document-symbolic");

  self->button = gtk_button_new ();
  self->name_label = gtk_label_new (NULL);
  self->size_label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->name_label), 0);
  gtk_label_set_wrap (GTK_LABEL (self->name_label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->name_label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_width_chars (GTK_LABEL (self->name_label), 8);
  gtk_widget_add_css_class (self->size_label, "dim-label");
  gtk_widget_add_css_class (self->size_label, "numeric");
  gtk_widget_add_css_class (self->button, "flat");
  gtk_widget_add_css_class (self->button, "paper");
  gtk_box_append (GTK_BOX (line), icon);
  gtk_box_append (GTK_BOX (line), self->name_label);
  gtk_box_append (GTK_BOX (line), self->size_label);
  gtk_button_set_child (GTK_BUTTON (self->button), line);
  gtk_widget_set_halign (line, GTK_ALIGN_START);
  gtk_widget_set_hexpand (self->button, TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), "paper.open");
  return self->button;
}

static GtkWidget *
make_small (const char *icon, const char *words, const char *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  if (words != NULL)
    {
      gtk_widget_set_tooltip_text (button, words);
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                      -1);
    }
  return button;
}

/**
 * hopso_composer_paper_new:
 * @composition: the draft
 * @paper: one of its papers
 *
 * Returns: (transfer floating): a line for it
 */
GtkWidget *
hopso_composer_paper_new (HopsoComposition *composition, HopsoPaper *paper)
{
  HopsoComposerPaper *self = g_object_new (HOPSO_TYPE_COMPOSER_PAPER, "spacing", 8, NULL);

  self->composition = g_object_ref (composition);
  self->paper = g_object_ref (paper);
  self->bar = gtk_progress_bar_new ();
  self->chips = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  self->retry = make_small ("view-refresh-symbolic", _ ("Send it again"), "paper.retry");
  self->menu = make_small ("view-more-symbolic", NULL, "paper.menu");
  gtk_widget_add_css_class (self->bar, "brief");
  gtk_widget_set_valign (self->bar, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (self->chips, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self), make_button (self));
  gtk_box_append (GTK_BOX (self), self->bar);
  gtk_box_append (GTK_BOX (self), self->chips);
  gtk_box_append (GTK_BOX (self), self->retry);
  gtk_box_append (GTK_BOX (self), self->menu);
  add_dragging (self);
  g_signal_connect_object (hopso_composition_get_workspace (composition), "paper-changed",
                           G_CALLBACK (paper_changed_cb), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

/**
 * hopso_composer_paper_get_id:
 *
 * Returns: (transfer none): the id of the paper
 */
const char *
hopso_composer_paper_get_id (HopsoComposerPaper *self)
{
  g_return_val_if_fail (HOPSO_IS_COMPOSER_PAPER (self), NULL);

  return hopso_record_get_id (HOPSO_RECORD (self->paper));
}

/**
 * hopso_composer_paper_set_paper:
 * @paper: the same one as it is now
 */
void
hopso_composer_paper_set_paper (HopsoComposerPaper *self, HopsoPaper *paper)
{
  g_return_if_fail (HOPSO_IS_COMPOSER_PAPER (self));

  if (g_set_object (&self->paper, paper))
    update (self);
}

/**
 * hopso_composer_paper_set_narrow:
 * @is_narrow: whether there is little room
 */
void
hopso_composer_paper_set_narrow (HopsoComposerPaper *self, gboolean is_narrow)
{
  g_return_if_fail (HOPSO_IS_COMPOSER_PAPER (self));

  gtk_widget_set_visible (self->size_label, !is_narrow);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->chips), is_narrow
                                                                    ? GTK_ORIENTATION_VERTICAL
                                                                    : GTK_ORIENTATION_HORIZONTAL);
}
