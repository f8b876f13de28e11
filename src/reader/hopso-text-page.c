/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One page as text, in a real text view: what a screen reader reads, a person with weak eyes
 * enlarges and anybody selects. Which page it is, the pages' view says; when people change from one
 * to the other, they stay where they were. How the text looks is in hopso-text-page-style.c, where
 * one is on it in hopso-text-page-place.c. Main thread. */

#include "hopso-text-page.h"

#include "hopso-pdf-client.h"
#include "hopso-pdf-reading.h"
#include "hopso-text-page-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Longer lines are hard to follow; in percents of the width of usual letters. */
#define LINE_WIDTH 640

/* More text on one page is an attack on patience. */
#define MAX_TEXT ((gsize) 1024 * 1024)

G_DEFINE_FINAL_TYPE (HopsoTextPage, hopso_text_page, ADW_TYPE_BIN)

G_DEFINE_ENUM_TYPE (HopsoTextSpacing,
                    hopso_text_spacing,
                    G_DEFINE_ENUM_VALUE (HOPSO_TEXT_SPACING_CLOSE, "close"),
                    G_DEFINE_ENUM_VALUE (HOPSO_TEXT_SPACING_WIDE, "wide"),
                    G_DEFINE_ENUM_VALUE (HOPSO_TEXT_SPACING_WIDEST, "widest"))

enum
{
  PROP_IS_ACTIVE = 1,
  PROP_SIZE,
  PROP_SPACING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* --- reading a page -------------------------------------------------------------------------- */

static void
stop_reading (HopsoTextPage *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
forget (HopsoTextPage *self)
{
  stop_reading (self);
  g_clear_object (&self->source);
  g_clear_pointer (&self->reflow, hopso_pdf_reflow_free);
}

static void
say_page (HopsoTextPage *self)
{
  g_autofree char *title = g_strdup_printf (_ ("Page %u of %u"), self->page + 1,
                                            hopso_page_view_get_n_pages (self->view));

  gtk_label_set_text (self->page_label, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_READ_ONLY, TRUE,
                                  GTK_ACCESSIBLE_PROPERTY_MULTI_LINE, TRUE, -1);
}

static void
show_text (HopsoTextPage *self, HopsoPdfText *text)
{
  self->source = g_object_ref (text);
  self->reflow = hopso_pdf_reflow_new (text);
  hopso_text_page_fill (self->text, self->reflow, self->size);
  gtk_stack_set_visible_child_name (self->stack,
                                    self->reflow->blocks->len > 0 ? "text" : "picture");
  if (self->reflow->blocks->len == 0)
    return;
  hopso_text_page_light_hits (self);
  hopso_text_page_arrive (self);
}

static void
show_problem (HopsoTextPage *self, const char *words)
{
  g_autofree char *escaped = g_markup_escape_text (words, -1);

  adw_status_page_set_description (self->problem_page, escaped);
  gtk_stack_set_visible_child_name (self->stack, "problem");
}

static void
text_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoTextPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfText) text =
      hopso_pdf_document_page_text_finish (HOPSO_PDF_DOCUMENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->view == NULL)
    return;
  forget (self);
  if (text == NULL)
    show_problem (self, hopso_pdf_client_error_get_words (error));
  else if (strlen (hopso_pdf_text_get_string (text)) > MAX_TEXT)
    show_problem (self, _ ("There is more text on it than can be shown."));
  else
    show_text (self, text);
}

static void
read_page (HopsoTextPage *self)
{
  HopsoPdfDocument *document = hopso_page_view_get_document (self->view);

  forget (self);
  if (!self->is_active || document == NULL)
    {
      hopso_text_page_fill (self->text, NULL, self->size);
      return;
    }
  self->page = hopso_page_view_get_page (self->view);
  self->arrived_place = -1;
  say_page (self);
  self->cancellable = g_cancellable_new ();
  hopso_pdf_document_page_text_async (document, self->page, self->cancellable, text_cb,
                                      g_object_ref (self));
}

static void
read_again_cb (HopsoTextPage *self)
{
  read_page (self);
}

static void
leave_cb (HopsoTextPage *self)
{
  hopso_text_page_set_is_active (self, FALSE);
}

static void
page_changed_cb (HopsoTextPage *self)
{
  if (self->is_active && hopso_page_view_get_page (self->view) != self->page)
    read_page (self);
}

static void
document_changed_cb (HopsoTextPage *self)
{
  self->arrival = HOPSO_TEXT_ARRIVE_SPOT;
  read_page (self);
}

/**
 * hopso_text_page_is_read:
 *
 * Returns: whether what can be said of the page is there
 */
gboolean
hopso_text_page_is_read (HopsoTextPage *self)
{
  g_return_val_if_fail (HOPSO_IS_TEXT_PAGE (self), FALSE);

  return self->is_active && self->cancellable == NULL;
}

/* --- the object ------------------------------------------------------------------------------ */

static void
restyle (HopsoTextPage *self)
{
  hopso_text_page_style (gtk_text_view_get_buffer (self->text), self->size, self->spacing);
  adw_clamp_scrollable_set_maximum_size (self->clamp, LINE_WIDTH * (int) self->size / 100);
}

/**
 * hopso_text_page_set_is_active:
 * @is_active: whether people read the text now
 *
 * Begins where the pages are, and leaves the pages where it ends.
 */
void
hopso_text_page_set_is_active (HopsoTextPage *self, gboolean is_active)
{
  g_return_if_fail (HOPSO_IS_TEXT_PAGE (self));

  if (self->is_active == is_active)
    return;
  if (!is_active)
    hopso_text_page_tell_place (self);
  self->is_active = is_active;
  self->arrival = HOPSO_TEXT_ARRIVE_SPOT;
  read_page (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_ACTIVE]);
}

/**
 * hopso_text_page_get_is_active:
 *
 * Returns: whether people read the text
 */
gboolean
hopso_text_page_get_is_active (HopsoTextPage *self)
{
  g_return_val_if_fail (HOPSO_IS_TEXT_PAGE (self), FALSE);

  return self->is_active;
}

/**
 * hopso_text_page_set_size:
 * @percent: of the letters
 */
void
hopso_text_page_set_size (HopsoTextPage *self, guint percent)
{
  g_return_if_fail (HOPSO_IS_TEXT_PAGE (self));

  percent = CLAMP (percent, HOPSO_TEXT_SIZE_LEAST, HOPSO_TEXT_SIZE_MOST);
  if (self->size == percent)
    return;
  const guint place = self->reflow != NULL ? hopso_text_page_get_place (self) : 0;
  self->size = percent;
  restyle (self);
  if (self->reflow != NULL)
    {
      /* Columns are measured in letters. */
      hopso_text_page_fill (self->text, self->reflow, percent);
      hopso_text_page_light_hits (self);
      hopso_text_page_put_cursor (self, place);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIZE]);
}

/**
 * hopso_text_page_get_size:
 *
 * Returns: of the letters, in percent
 */
guint
hopso_text_page_get_size (HopsoTextPage *self)
{
  g_return_val_if_fail (HOPSO_IS_TEXT_PAGE (self), 0);

  return self->size;
}

/**
 * hopso_text_page_set_spacing:
 * @spacing: how far apart lines are
 */
void
hopso_text_page_set_spacing (HopsoTextPage *self, HopsoTextSpacing spacing)
{
  g_return_if_fail (HOPSO_IS_TEXT_PAGE (self));

  if (self->spacing == spacing)
    return;
  self->spacing = spacing;
  restyle (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SPACING]);
}

/**
 * hopso_text_page_get_spacing:
 *
 * Returns: how far apart lines are
 */
HopsoTextSpacing
hopso_text_page_get_spacing (HopsoTextPage *self)
{
  g_return_val_if_fail (HOPSO_IS_TEXT_PAGE (self), HOPSO_TEXT_SPACING_CLOSE);

  return self->spacing;
}

/**
 * hopso_text_page_set_view:
 * @view: whose page is read
 */
void
hopso_text_page_set_view (HopsoTextPage *self, HopsoPageView *view)
{
  g_return_if_fail (HOPSO_IS_TEXT_PAGE (self));
  g_return_if_fail (self->view == NULL);

  self->view = g_object_ref (view);
  g_signal_connect_object (view, "notify::page", G_CALLBACK (page_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "notify::n-pages", G_CALLBACK (document_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
hopso_text_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HopsoTextPage *self = HOPSO_TEXT_PAGE (object);

  if (id == PROP_IS_ACTIVE)
    g_value_set_boolean (value, self->is_active);
  else if (id == PROP_SIZE)
    g_value_set_uint (value, self->size);
  else if (id == PROP_SPACING)
    g_value_set_enum (value, (int) self->spacing);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
hopso_text_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HopsoTextPage *self = HOPSO_TEXT_PAGE (object);

  if (id == PROP_IS_ACTIVE)
    hopso_text_page_set_is_active (self, g_value_get_boolean (value));
  else if (id == PROP_SIZE)
    hopso_text_page_set_size (self, g_value_get_uint (value));
  else if (id == PROP_SPACING)
    hopso_text_page_set_spacing (self, (HopsoTextSpacing) g_value_get_enum (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
hopso_text_page_dispose (GObject *object)
{
  HopsoTextPage *self = HOPSO_TEXT_PAGE (object);

  forget (self);
  g_clear_object (&self->find);
  g_clear_object (&self->view);
  G_OBJECT_CLASS (hopso_text_page_parent_class)->dispose (object);
}

static gboolean
hopso_text_page_grab_focus (GtkWidget *widget)
{
  HopsoTextPage *self = HOPSO_TEXT_PAGE (widget);

  return gtk_widget_grab_focus (GTK_WIDGET (self->text)) || gtk_widget_child_focus (widget, 0);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  properties[PROP_IS_ACTIVE] = g_param_spec_boolean ("is-active", NULL, NULL, FALSE, flags);
  properties[PROP_SIZE] = g_param_spec_uint ("size", NULL, NULL, HOPSO_TEXT_SIZE_LEAST,
                                             HOPSO_TEXT_SIZE_MOST, HOPSO_TEXT_SIZE_USUAL, flags);
  properties[PROP_SPACING] = g_param_spec_enum ("spacing", NULL, NULL, HOPSO_TYPE_TEXT_SPACING,
                                                (int) HOPSO_TEXT_SPACING_WIDE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
hopso_text_page_class_init (HopsoTextPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hopso_text_page_dispose;
  object_class->get_property = hopso_text_page_get_property;
  object_class->set_property = hopso_text_page_set_property;
  widget_class->grab_focus = hopso_text_page_grab_focus;
  install_properties (object_class);
  hopso_text_page_bind_keys (widget_class);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_REGION);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/hopso/HopSo/reader/hopso-text-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HopsoTextPage, clamp);
  gtk_widget_class_bind_template_child (widget_class, HopsoTextPage, page_label);
  gtk_widget_class_bind_template_child (widget_class, HopsoTextPage, problem_page);
  gtk_widget_class_bind_template_child (widget_class, HopsoTextPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, HopsoTextPage, stack);
  gtk_widget_class_bind_template_child (widget_class, HopsoTextPage, text);
  gtk_widget_class_bind_template_callback (widget_class, leave_cb);
  gtk_widget_class_bind_template_callback (widget_class, read_again_cb);
}

static void
hopso_text_page_init (HopsoTextPage *self)
{
  g_autoptr (GtkTextTagTable) tags = hopso_text_page_create_tags ();
  g_autoptr (GtkTextBuffer) buffer = gtk_text_buffer_new (tags);

  self->size = HOPSO_TEXT_SIZE_USUAL;
  self->spacing = HOPSO_TEXT_SPACING_WIDE;
  self->current_hit = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_text_view_set_buffer (self->text, buffer);
  restyle (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Text of the page"), -1);
  hopso_text_page_connect_keys (self);
}
