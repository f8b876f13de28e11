/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The form that takes the place of an item's name while it is edited. All that is written is saved
 * by itself; Return in a line, Escape or the button closes it. Main thread. */

#include "hopso-composer-form.h"

#include "hopso-change-set.h"
#include "hopso-composer-text.h"
#include "hopso-composer-words.h"

#include <glib/gi18n.h>

/* Two lines, the second for what a long name needs. */
#define NAME_HEIGHT 44

struct _HopsoComposerForm
{
  GtkBox parent_instance;

  HopsoComposition *composition; /* owned */
  char *id;                      /* owned: of the item */
  gboolean is_filling;

  GtkWidget *name;      /* borrowed: child */
  GtkWidget *presenter; /* borrowed: child */
  GtkWidget *kind;      /* borrowed: child */
  GtkWidget *expects;   /* borrowed: child */
};

G_DEFINE_FINAL_TYPE (HopsoComposerForm, hopso_composer_form, GTK_TYPE_BOX)

static guint done_signal;

static HopsoRecord *
get_item (HopsoComposerForm *self)
{
  return hopso_workspace_lookup_record (hopso_composition_get_workspace (self->composition),
                                        HOPSO_KIND_AGENDA_ITEM, self->id);
}

static void
done (HopsoComposerForm *self)
{
  hopso_composer_text_flush (self->name);
  hopso_composer_text_flush (self->presenter);
  g_signal_emit (self, done_signal, 0);
}

static void
done_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  done (HOPSO_COMPOSER_FORM (widget));
}

/* Return is the end of a name, not a line of it; Tab goes on to the presenter. */
static gboolean
key_cb (GtkEventControllerKey *controller,
        guint key,
        guint code,
        GdkModifierType state,
        HopsoComposerForm *self)
{
  if (key == GDK_KEY_Return || key == GDK_KEY_KP_Enter)
    {
      done (self);
      return GDK_EVENT_STOP;
    }
  return GDK_EVENT_PROPAGATE;
}

static void
kind_cb (HopsoComposerForm *self)
{
  HopsoRecord *item = get_item (self);
  const guint chosen = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->kind));

  if (self->is_filling || item == NULL || chosen > 3)
    return;
  hopso_composition_set_string (self->composition, item, HOPSO_AGENDA_ITEM_KIND,
                                chosen == 0 ? NULL : hopso_composer_item_kinds[chosen - 1],
                                _ ("Change what is done with an item"));
}

static void
expects_cb (HopsoComposerForm *self)
{
  HopsoRecord *item = get_item (self);

  if (!self->is_filling && item != NULL)
    hopso_composition_set_number (self->composition, item, HOPSO_AGENDA_ITEM_EXPECTS_PAPERS,
                                  gtk_check_button_get_active (GTK_CHECK_BUTTON (self->expects)),
                                  _ ("Change whether papers are needed"));
}

/* The choices as the store has them; texts look after themselves. */
static void
show (HopsoComposerForm *self)
{
  HopsoRecord *item = get_item (self);
  const char *kind;

  if (item == NULL)
    return;
  kind = hopso_agenda_item_get_kind (HOPSO_AGENDA_ITEM (item));
  self->is_filling = TRUE;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->kind),
                              (hopso_composer_words_find (hopso_composer_item_kinds, kind, 3) + 1) %
                                  4);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->expects),
                               hopso_agenda_item_get_expects_papers (HOPSO_AGENDA_ITEM (item)));
  self->is_filling = FALSE;
}

static void
changed_cb (HopsoComposerForm *self, HopsoChangeSet *changes)
{
  if (hopso_change_set_touches (changes, HOPSO_KIND_AGENDA_ITEM))
    show (self);
}

static void
hopso_composer_form_dispose (GObject *object)
{
  g_clear_object (&HOPSO_COMPOSER_FORM (object)->composition);
  G_OBJECT_CLASS (hopso_composer_form_parent_class)->dispose (object);
}

static void
hopso_composer_form_finalize (GObject *object)
{
  g_free (HOPSO_COMPOSER_FORM (object)->id);
  G_OBJECT_CLASS (hopso_composer_form_parent_class)->finalize (object);
}

static void
hopso_composer_form_class_init (HopsoComposerFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hopso_composer_form_dispose;
  G_OBJECT_CLASS (klass)->finalize = hopso_composer_form_finalize;
  done_signal = g_signal_new ("done", HOPSO_TYPE_COMPOSER_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                              NULL, G_TYPE_NONE, 0);
  gtk_widget_class_install_action (widget_class, "form.done", NULL, done_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "form.done", NULL);
}

static void
hopso_composer_form_init (HopsoComposerForm *self)
{
}

static void
set_label (GtkWidget *widget, const char *label)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

static GtkWidget *
make_name (HopsoComposerForm *self)
{
  GtkWidget *frame = gtk_scrolled_window_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->name = gtk_text_view_new ();
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self->name), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (self->name), FALSE);
  set_label (self->name, _ ("Name of the item"));
  gtk_widget_add_css_class (frame, "composer-text");
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), self, 0);
  gtk_widget_add_controller (self->name, keys);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (frame), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (frame), NAME_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (frame), self->name);
  return frame;
}

static GtkWidget *
make_choices (HopsoComposerForm *self)
{
  const char *const kinds[] = { _ ("No kind"), hopso_composer_words_item_kind ("information"),
                                hopso_composer_words_item_kind ("discussion"),
                                hopso_composer_words_item_kind ("decision"), NULL };
  GtkWidget *box = gtk_flow_box_new ();
  GtkWidget *close = gtk_button_new_with_mnemonic (_ ("_Done"));

  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (box), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (box), 3);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (box), 8);
  self->kind = gtk_drop_down_new_from_strings (kinds);
  set_label (self->kind, _ ("What is done with it"));
  self->expects = gtk_check_button_new_with_mnemonic (_ ("_Needs papers"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (close), "form.done");
  gtk_flow_box_insert (GTK_FLOW_BOX (box), self->kind, -1);
  gtk_flow_box_insert (GTK_FLOW_BOX (box), self->expects, -1);
  gtk_flow_box_insert (GTK_FLOW_BOX (box), close, -1);
  for (GtkWidget *child = gtk_widget_get_first_child (box); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_widget_set_focusable (child, FALSE);
  g_signal_connect_object (self->kind, "notify::selected", G_CALLBACK (kind_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->expects, "toggled", G_CALLBACK (expects_cb), self,
                           G_CONNECT_SWAPPED);
  return box;
}

static void
bind_texts (HopsoComposerForm *self, HopsoAgendaItem *item)
{
  const HopsoComposerText name = { HOPSO_RECORD (item), HOPSO_AGENDA_ITEM_NAME, TRUE,
                                   _ ("Rename an item") };
  const HopsoComposerText presenter = { HOPSO_RECORD (item), HOPSO_AGENDA_ITEM_PRESENTER, FALSE,
                                        _ ("Change who presents") };

  hopso_composer_text_bind (self->name, self->composition, &name);
  hopso_composer_text_bind (self->presenter, self->composition, &presenter);
}

/**
 * hopso_composer_form_new:
 * @composition: the draft
 * @item: what is edited
 *
 * Returns: (transfer floating): the form
 */
GtkWidget *
hopso_composer_form_new (HopsoComposition *composition, HopsoAgendaItem *item)
{
  HopsoComposerForm *self = g_object_new (HOPSO_TYPE_COMPOSER_FORM, "orientation",
                                          GTK_ORIENTATION_VERTICAL, "spacing", 6, NULL);

  self->composition = g_object_ref (composition);
  self->id = g_strdup (hopso_record_get_id (HOPSO_RECORD (item)));
  gtk_box_append (GTK_BOX (self), make_name (self));
  self->presenter = gtk_entry_new ();
  g_object_set (self->presenter, "placeholder-text", _ ("Who presents it"), NULL);
  set_label (self->presenter, _ ("Who presents it"));
  g_signal_connect_object (self->presenter, "activate", G_CALLBACK (done), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self), self->presenter);
  gtk_box_append (GTK_BOX (self), make_choices (self));
  bind_texts (self, item);
  show (self);
  g_signal_connect_object (hopso_composition_get_workspace (composition), "changed",
                           G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

/**
 * hopso_composer_form_begin:
 * @self: a form
 *
 * Puts the cursor into the name, all of it chosen.
 */
void
hopso_composer_form_begin (HopsoComposerForm *self)
{
  GtkTextBuffer *buffer;
  GtkTextIter start;
  GtkTextIter end;

  g_return_if_fail (HOPSO_IS_COMPOSER_FORM (self));

  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->name));
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_select_range (buffer, &start, &end);
  gtk_widget_grab_focus (self->name);
}
