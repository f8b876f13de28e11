/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The widget in which one field is filled. What kind it is, the field says once and for all; the
 * view that holds it decides where it is. Main thread. */

#include "hopso-field-entry.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SMALLEST_SIZE 8.0
#define USUAL_SIZE    11.0
#define LARGEST_SIZE  48.0

struct _HopsoFieldEntry
{
  GtkWidget parent_instance;

  HopsoFormDraft *draft;       /* owned */
  const HopsoFormField *field; /* borrowed: of the draft's form */
  const HopsoFormPlace *place; /* borrowed: of the field */
  GtkWidget *child;            /* owned by being a child */
  GtkWidget *control;          /* borrowed: what has the focus, in child or itself */
  double size;                 /* of the text, in pixels */
  gboolean is_loading;         /* what changes now comes from the draft */
};

enum
{
  MOVE,
  DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HopsoFieldEntry, hopso_field_entry, GTK_TYPE_WIDGET)

/* What cannot stand there is said where it is typed, and stays out of the draft. */
static void
put (HopsoFieldEntry *self, const char *const *values)
{
  g_autoptr (GError) error = NULL;

  if (self->is_loading)
    return;
  if (hopso_form_draft_set_values (self->draft, self->field->name, values, &error))
    gtk_widget_remove_css_class (self->control, "error");
  else
    gtk_widget_add_css_class (self->control, "error");
  gtk_widget_set_tooltip_text (self->control, error != NULL ? error->message : NULL);
  gtk_accessible_update_state (
      GTK_ACCESSIBLE (self->control), GTK_ACCESSIBLE_STATE_INVALID,
      error != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

static void
put_one (HopsoFieldEntry *self, const char *value)
{
  const char *const values[] = { value, NULL };

  put (self, values);
}

static void
typed_cb (GtkEditable *editable, HopsoFieldEntry *self)
{
  g_autofree char *text = g_utf8_normalize (gtk_editable_get_text (editable), -1, G_NORMALIZE_NFC);

  /* An empty choice is none. */
  if (self->field->kind == HOPSO_FORM_CHOICE && *text == '\0')
    put (self, (const char *const[]){ NULL });
  else
    put_one (self, text);
}

static void
apply_size (HopsoFieldEntry *self, GtkTextBuffer *buffer)
{
  GtkTextTag *tag = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (buffer), "size");
  GtkTextIter start, end;

  if (tag == NULL)
    tag = gtk_text_buffer_create_tag (buffer, "size", NULL);
  g_object_set (tag, "size", (int) (self->size * 0.75 * PANGO_SCALE), NULL);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_apply_tag (buffer, tag, &start, &end);
}

static void
lines_typed_cb (GtkTextBuffer *buffer, HopsoFieldEntry *self)
{
  GtkTextIter start, end;
  g_autofree char *text = NULL;
  g_autofree char *normal = NULL;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  normal = g_utf8_normalize (text, -1, G_NORMALIZE_NFC);
  apply_size (self, buffer);
  put_one (self, normal);
}

static void
toggled_cb (GtkCheckButton *button, HopsoFieldEntry *self)
{
  put_one (self, gtk_check_button_get_active (button) ? self->place->state : "Off");
  if (!self->is_loading)
    hopso_form_draft_end_step (self->draft);
}

/* The first line of the list stands for nothing. */
static void
selected_cb (GtkDropDown *list, GParamSpec *spec, HopsoFieldEntry *self)
{
  const guint index = gtk_drop_down_get_selected (list);

  if (index == 0 || index == GTK_INVALID_LIST_POSITION)
    put (self, (const char *const[]){ NULL });
  else
    put_one (self, self->field->options[index - 1]);
}

static void
rows_selected_cb (GtkListBox *list, HopsoFieldEntry *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) values = NULL;

  for (int i = 0; self->field->options[i] != NULL; i++)
    if (gtk_list_box_row_is_selected (gtk_list_box_get_row_at_index (list, i)))
      g_strv_builder_add (builder, self->field->options[i]);
  values = g_strv_builder_end (builder);
  put (self, (const char *const *) values);
}

static GtkWidget *
create_entry (HopsoFieldEntry *self)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_entry_set_max_length (GTK_ENTRY (entry), (int) self->field->max_length);
  /* Steps are undone in the draft, across fields. */
  g_object_set (entry, "enable-undo", FALSE, NULL);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 1);
  gtk_editable_set_alignment (GTK_EDITABLE (entry), (float) self->field->alignment / 2);
  g_signal_connect (entry, "changed", G_CALLBACK (typed_cb), self);
  return entry;
}

static GtkWidget *
create_lines (HopsoFieldEntry *self, GtkWidget **control)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *view = gtk_text_view_new ();
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));

  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_buffer_set_enable_undo (buffer, FALSE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  gtk_scrolled_window_set_has_frame (GTK_SCROLLED_WINDOW (scroller), TRUE);
  g_signal_connect (buffer, "changed", G_CALLBACK (lines_typed_cb), self);
  *control = view;
  return scroller;
}

static GtkWidget *
create_button (HopsoFieldEntry *self)
{
  GtkWidget *button = gtk_check_button_new ();

  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect (button, "toggled", G_CALLBACK (toggled_cb), self);
  return button;
}

static GtkWidget *
create_choice (HopsoFieldEntry *self)
{
  g_autoptr (GtkStringList) words = gtk_string_list_new (NULL);
  GtkWidget *list;

  gtk_string_list_append (words, _ ("(nothing)"));
  for (guint i = 0; self->field->option_words[i] != NULL; i++)
    gtk_string_list_append (words, self->field->option_words[i]);
  list = gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&words)), NULL);
  g_signal_connect (list, "notify::selected", G_CALLBACK (selected_cb), self);
  return list;
}

static void
option_cb (GtkListBox *list, GtkListBoxRow *row, HopsoFieldEntry *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->control),
                         self->field->options[gtk_list_box_row_get_index (row)]);
  gtk_popover_popdown (GTK_POPOVER (gtk_widget_get_ancestor (GTK_WIDGET (list), GTK_TYPE_POPOVER)));
  gtk_widget_grab_focus (self->control);
}

/* Something may be typed, or taken from a list beside it. */
static GtkWidget *
create_editable (HopsoFieldEntry *self, GtkWidget **control)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *list = gtk_list_box_new ();

  for (guint i = 0; self->field->option_words[i] != NULL; i++)
    gtk_list_box_append (GTK_LIST_BOX (list), gtk_label_new (self->field->option_words[i]));
  g_signal_connect (list, "row-activated", G_CALLBACK (option_cb), self);
  gtk_popover_set_child (GTK_POPOVER (popover), list);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  gtk_widget_set_tooltip_text (button, _ ("Choose"));
  *control = create_entry (self);
  gtk_widget_set_hexpand (*control, TRUE);
  gtk_widget_add_css_class (box, "linked");
  gtk_box_append (GTK_BOX (box), *control);
  gtk_box_append (GTK_BOX (box), button);
  return box;
}

static GtkWidget *
create_list (HopsoFieldEntry *self, GtkWidget **control)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (
      GTK_LIST_BOX (list), self->field->is_several ? GTK_SELECTION_MULTIPLE : GTK_SELECTION_SINGLE);
  gtk_list_box_set_activate_on_single_click (GTK_LIST_BOX (list), FALSE);
  for (guint i = 0; self->field->option_words[i] != NULL; i++)
    {
      GtkWidget *label = gtk_label_new (self->field->option_words[i]);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_list_box_append (GTK_LIST_BOX (list), label);
    }
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), list);
  gtk_scrolled_window_set_has_frame (GTK_SCROLLED_WINDOW (scroller), TRUE);
  g_signal_connect (list, "selected-rows-changed", G_CALLBACK (rows_selected_cb), self);
  *control = list;
  return scroller;
}

static void
load_lines (HopsoFieldEntry *self, const char *text)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->control));
  GtkTextIter start, end;
  g_autofree char *now = NULL;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  now = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  if (strcmp (now, text) != 0)
    gtk_text_buffer_set_text (buffer, text, -1);
}

static void
load_choice (HopsoFieldEntry *self, const char *value)
{
  guint index = 0;

  for (guint i = 0; value != NULL && self->field->options[i] != NULL; i++)
    if (strcmp (self->field->options[i], value) == 0)
      index = i + 1;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->control), index);
}

static void
load_rows (HopsoFieldEntry *self, const char *const *values)
{
  GtkListBox *list = GTK_LIST_BOX (self->control);

  for (int i = 0; self->field->options[i] != NULL; i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (list, i);

      if (g_strv_contains (values, self->field->options[i]))
        gtk_list_box_select_row (list, row);
      else
        gtk_list_box_unselect_row (list, row);
    }
}

/* Shows what the draft holds; what is being typed stays as it is. */
static void
load (HopsoFieldEntry *self)
{
  const char *const *values = hopso_form_draft_get_values (self->draft, self->field->name);
  const char *first = values[0] != NULL ? values[0] : "";

  self->is_loading = TRUE;
  if (GTK_IS_TEXT_VIEW (self->control))
    load_lines (self, first);
  else if (GTK_IS_CHECK_BUTTON (self->control))
    gtk_check_button_set_active (GTK_CHECK_BUTTON (self->control),
                                 hopso_form_field_is_on (self->field, self->place, values));
  else if (GTK_IS_DROP_DOWN (self->control))
    load_choice (self, values[0]);
  else if (GTK_IS_LIST_BOX (self->control))
    load_rows (self, values);
  else if (strcmp (gtk_editable_get_text (GTK_EDITABLE (self->control)), first) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->control), first);
  self->is_loading = FALSE;
}

static void
changed_cb (HopsoFormDraft *draft, const char *name, HopsoFieldEntry *self)
{
  if (strcmp (name, self->field->name) == 0 && !self->is_loading)
    load (self);
}

/* Before the control sees it: Tab never stands in a field, Esc ends it, and so does Return where it
 * is no letter and opens nothing. */
static gboolean
key_cb (GtkEventControllerKey *key,
        guint keyval,
        guint keycode,
        GdkModifierType state,
        HopsoFieldEntry *self)
{
  const gboolean is_plain = (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) == 0;

  if (!is_plain)
    return GDK_EVENT_PROPAGATE;
  if (keyval == GDK_KEY_Tab || keyval == GDK_KEY_KP_Tab || keyval == GDK_KEY_ISO_Left_Tab)
    {
      const int by = keyval == GDK_KEY_ISO_Left_Tab || (state & GDK_SHIFT_MASK) != 0 ? -1 : 1;

      g_signal_emit (self, signals[MOVE], 0, by);
      return GDK_EVENT_STOP;
    }
  if (keyval == GDK_KEY_Escape ||
      (GTK_IS_ENTRY (self->control) && (keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter)))
    {
      g_signal_emit (self, signals[DONE], 0);
      return GDK_EVENT_STOP;
    }
  return GDK_EVENT_PROPAGATE;
}

static void
create_child (HopsoFieldEntry *self)
{
  const HopsoFormField *field = self->field;

  if (field->kind == HOPSO_FORM_TEXT && field->has_lines)
    self->child = create_lines (self, &self->control);
  else if (field->kind == HOPSO_FORM_TEXT)
    self->child = create_entry (self);
  else if (field->is_editable)
    self->child = create_editable (self, &self->control);
  else if (field->kind != HOPSO_FORM_CHOICE)
    self->child = create_button (self);
  else if (field->is_combo)
    self->child = create_choice (self);
  else
    self->child = create_list (self, &self->control);
  if (self->control == NULL)
    self->control = self->child;
  gtk_widget_set_parent (self->child, GTK_WIDGET (self));
}

/**
 * hopso_field_entry_new:
 * @draft: where the values go
 * @field: of its form
 * @place: of the field
 *
 * Returns: (transfer floating): an entry that shows what the field holds
 */
GtkWidget *
hopso_field_entry_new (HopsoFormDraft *draft,
                       const HopsoFormField *field,
                       const HopsoFormPlace *place)
{
  HopsoFieldEntry *self = g_object_new (HOPSO_TYPE_FIELD_ENTRY, NULL);
  const char *title = hopso_form_field_get_title (field);
  g_autofree char *words = field->kind == HOPSO_FORM_RADIO
                               ? g_strdup_printf ("%s: %s", title, place->state)
                               : g_strdup (title);

  self->draft = g_object_ref (draft);
  self->field = field;
  self->place = place;
  self->size = USUAL_SIZE;
  create_child (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->control), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  words, -1);
  load (self);
  hopso_form_draft_end_step (draft);
  g_signal_connect_object (draft, "changed", G_CALLBACK (changed_cb), self, 0);
  return GTK_WIDGET (self);
}

/**
 * hopso_field_entry_set_zoom:
 * @zoom: of the page, in pixels per point
 *
 * Text is as large as it will be on the page, as far as it can be read.
 */
void
hopso_field_entry_set_zoom (HopsoFieldEntry *self, double zoom)
{
  const HopsoFormPlace *place = self->place;
  const double size = place->size > 0          ? place->size
                      : self->field->has_lines ? USUAL_SIZE
                                               : 0.7 * (place->box.y2 - place->box.y1);

  g_return_if_fail (HOPSO_IS_FIELD_ENTRY (self));

  self->size = CLAMP (size * zoom, SMALLEST_SIZE, LARGEST_SIZE);
  if (GTK_IS_TEXT_VIEW (self->control))
    apply_size (self, gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->control)));
  else if (GTK_IS_ENTRY (self->control))
    {
      g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

      pango_attr_list_insert (attributes,
                              pango_attr_size_new_absolute ((int) (self->size * PANGO_SCALE)));
      gtk_entry_set_attributes (GTK_ENTRY (self->control), attributes);
    }
}

static gboolean
hopso_field_entry_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (HOPSO_FIELD_ENTRY (widget)->control);
}

static void
hopso_field_entry_dispose (GObject *object)
{
  HopsoFieldEntry *self = HOPSO_FIELD_ENTRY (object);

  self->is_loading = TRUE;
  g_clear_pointer (&self->child, gtk_widget_unparent);
  g_clear_object (&self->draft);
  G_OBJECT_CLASS (hopso_field_entry_parent_class)->dispose (object);
}

static void
hopso_field_entry_class_init (HopsoFieldEntryClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = hopso_field_entry_dispose;
  widget_class->grab_focus = hopso_field_entry_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "fieldentry");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);

  /**
   * HopsoFieldEntry::move:
   * @by: 1 or -1
   *
   * Somebody goes on to the next field, or back.
   */
  signals[MOVE] = g_signal_new ("move", HOPSO_TYPE_FIELD_ENTRY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_INT);

  /**
   * HopsoFieldEntry::done:
   *
   * Somebody is done with this field.
   */
  signals[DONE] = g_signal_new ("done", HOPSO_TYPE_FIELD_ENTRY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
}

static void
hopso_field_entry_init (HopsoFieldEntry *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}
