/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Ties an entry or a text view to a text of a draft. What is typed is written when the hand rests
 * and when the focus leaves; what somebody else writes appears while nothing is typed here. Where
 * both have written, the words of this person stay, and are told of the other's. Main thread. */

#include "hopso-composer-text.h"

#include "hopso-change-set.h"

#include <glib/gi18n.h>

/* Long enough for the next key, short enough that a dead battery takes half a word. */
#define REST_MILLISECONDS 500

typedef struct
{
  GtkWidget *widget;             /* borrowed: owns this */
  HopsoComposition *composition; /* owned */
  HopsoKindId kind;
  char *id; /* owned: of the record */
  guint field;
  gboolean is_required;
  char *step_name; /* owned */
  char *base;      /* owned: what the store had when it was shown */
  guint timer;     /* 0: nothing is typed */
  gboolean is_filling;
} Binding;

static GQuark
get_quark (void)
{
  static GQuark quark;

  if (quark == 0)
    quark = g_quark_from_static_string ("hopso-composer-text");
  return quark;
}

static void
binding_free (gpointer data)
{
  Binding *self = data;

  g_clear_handle_id (&self->timer, g_source_remove);
  g_object_unref (self->composition);
  g_free (self->id);
  g_free (self->step_name);
  g_free (self->base);
  g_free (self);
}

static HopsoRecord *
lookup (Binding *self)
{
  return hopso_workspace_lookup_record (hopso_composition_get_workspace (self->composition),
                                        self->kind, self->id);
}

static const char *
get_stored (Binding *self)
{
  HopsoRecord *record = lookup (self);
  const char *text = record != NULL ? hopso_record_get_string (record, self->field) : NULL;

  return text != NULL ? text : "";
}

static char *
dup_shown (Binding *self)
{
  GtkTextIter start;
  GtkTextIter end;

  if (!GTK_IS_TEXT_VIEW (self->widget))
    return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->widget))));
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->widget));
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return g_strstrip (gtk_text_buffer_get_text (buffer, &start, &end, FALSE));
}

static void
show (Binding *self)
{
  const char *stored = get_stored (self);

  self->is_filling = TRUE;
  if (GTK_IS_TEXT_VIEW (self->widget))
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->widget)), stored, -1);
  else
    gtk_editable_set_text (GTK_EDITABLE (self->widget), stored);
  self->is_filling = FALSE;
  g_free (self->base);
  self->base = g_strdup (stored);
}

static void
write_down (Binding *self)
{
  g_autofree char *shown = dup_shown (self);
  HopsoRecord *record = lookup (self);
  const char *stored = get_stored (self);

  g_clear_handle_id (&self->timer, g_source_remove);
  if (record == NULL || g_str_equal (shown, self->base) || (self->is_required && shown[0] == '\0'))
    return;
  if (!g_str_equal (stored, self->base) && !g_str_equal (stored, shown))
    {
      g_autofree char *words = g_strdup_printf (
          _ ("Somebody else has just written “%s” here. Your words are kept: “%s”. "
             "Undo brings theirs back."),
          stored, shown);

      hopso_composition_tell (self->composition, words);
    }
  g_free (self->base);
  self->base = g_strdup (shown);
  hopso_composition_set_string (self->composition, record, self->field, shown, self->step_name);
}

static gboolean
rest_cb (gpointer user_data)
{
  Binding *self = user_data;

  self->timer = 0;
  write_down (self);
  return G_SOURCE_REMOVE;
}

static void
typed_cb (Binding *self)
{
  if (self->is_filling)
    return;
  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_timeout_add (REST_MILLISECONDS, rest_cb, self);
}

/* Somebody wrote: shown when nothing is being typed here. */
static void
changed_cb (GtkWidget *widget, HopsoChangeSet *changes)
{
  Binding *self = g_object_get_qdata (G_OBJECT (widget), get_quark ());

  if (!hopso_change_set_touches (changes, self->kind) ||
      g_str_equal (get_stored (self), self->base))
    return;
  g_autofree char *shown = dup_shown (self);
  if (self->timer == 0 && g_str_equal (shown, self->base))
    show (self);
}

static void
watch_focus (Binding *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect_swapped (focus, "leave", G_CALLBACK (write_down), self);
  gtk_widget_add_controller (self->widget, focus);
}

/**
 * hopso_composer_text_bind:
 * @widget: a #GtkEditable or a #GtkTextView; tied until it is gone
 * @composition: the draft
 * @text: what is written there
 */
void
hopso_composer_text_bind (GtkWidget *widget,
                          HopsoComposition *composition,
                          const HopsoComposerText *text)
{
  Binding *self = g_new0 (Binding, 1);
  GObject *source;

  self->widget = widget;
  self->composition = g_object_ref (composition);
  self->kind = hopso_record_get_kind (text->record)->id;
  self->id = g_strdup (hopso_record_get_id (text->record));
  self->field = text->field;
  self->is_required = text->is_required;
  self->step_name = g_strdup (text->step_name);
  g_object_set_qdata_full (G_OBJECT (widget), get_quark (), self, binding_free);
  show (self);
  source = GTK_IS_TEXT_VIEW (widget) ? G_OBJECT (gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget)))
                                     : G_OBJECT (widget);
  g_signal_connect_swapped (source, "changed", G_CALLBACK (typed_cb), self);
  /* The page is left, or the field is taken away. */
  g_signal_connect_swapped (widget, "unmap", G_CALLBACK (write_down), self);
  g_signal_connect_object (hopso_composition_get_workspace (composition), "changed",
                           G_CALLBACK (changed_cb), widget, G_CONNECT_SWAPPED);
  watch_focus (self);
}

/**
 * hopso_composer_text_flush:
 * @widget: tied to a text
 *
 * Writes at once what is typed.
 */
void
hopso_composer_text_flush (GtkWidget *widget)
{
  Binding *self = g_object_get_qdata (G_OBJECT (widget), get_quark ());

  if (self != NULL)
    write_down (self);
}
