/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One place for all that may make a document look otherwise elsewhere. It asks one thing after the
 * other, after everything that is drawn; looking for fonts ends with the first that is missing.
 * Main thread. */

#include "hopso-doubts-button.h"

#include "hopso-pdf-reading.h"

#include <glib/gi18n-lib.h>

#define WIDTH 380

struct _HopsoDoubtsButton
{
  AdwBin parent_instance;

  GCancellable *cancellable; /* owned, nullable: of the document */
  GCancellable *fonts;       /* owned, nullable: of looking for fonts */
  GtkMenuButton *button;
  AdwButtonContent *content;
  GtkBox *list;
  guint doubts; /* sum of HopsoPdfDoubts */
};

G_DEFINE_FINAL_TYPE (HopsoDoubtsButton, hopso_doubts_button, ADW_TYPE_BIN)

enum
{
  PROP_DOUBTS = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* --- what is said ---------------------------------------------------------------------------- */

static GtkLabel *
add_label (GtkBox *box, const char *words, const char *style)
{
  GtkLabel *label = GTK_LABEL (gtk_label_new (words));

  gtk_label_set_xalign (label, 0);
  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_max_width_chars (label, 46);
  gtk_widget_add_css_class (GTK_WIDGET (label), style);
  gtk_box_append (box, GTK_WIDGET (label));
  return label;
}

static void
add_doubt (HopsoDoubtsButton *self, HopsoPdfDoubts doubt)
{
  GtkBox *box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 2));

  add_label (box, hopso_pdf_doubt_get_words (doubt), "heading");
  add_label (box, hopso_pdf_doubt_get_advice (doubt), "body");
  gtk_box_append (self->list, GTK_WIDGET (box));
}

static void
show (HopsoDoubtsButton *self)
{
  GtkWidget *child;
  guint n = 0;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_box_remove (self->list, child);
  for (guint bit = 1; bit <= HOPSO_PDF_DOUBT_FIELDS; bit <<= 1)
    {
      if ((self->doubts & bit) == 0)
        continue;
      add_doubt (self, (HopsoPdfDoubts) bit);
      n++;
    }

  g_autofree char *words =
      g_strdup_printf (ngettext ("%u thing to note", "%u things to note", n), n);
  adw_button_content_set_label (self->content, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  words, -1);
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DOUBTS]);
}

static void
add (HopsoDoubtsButton *self, guint doubts)
{
  if ((self->doubts | doubts) == self->doubts)
    return;
  self->doubts |= doubts;
  show (self);
}

/* --- what is asked --------------------------------------------------------------------------- */

static void
fonts_progress_cb (GPtrArray *fonts, guint n_pages, gpointer user_data)
{
  HopsoDoubtsButton *self = user_data;
  const guint doubts = hopso_pdf_doubts_find (NULL, fonts, NULL);

  if (doubts == 0)
    return;
  g_cancellable_cancel (self->fonts);
  add (self, doubts);
}

/* The progress has said what there is. */
static void
fonts_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoDoubtsButton) self = user_data;
  g_autoptr (GPtrArray) fonts =
      hopso_pdf_document_fonts_finish (HOPSO_PDF_DOCUMENT (source), result, NULL);

  if (fonts != NULL)
    g_debug ("Looked at %u fonts", fonts->len);
}

static void
layers_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoDoubtsButton) self = user_data;
  HopsoPdfDocument *document = HOPSO_PDF_DOCUMENT (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) layers = hopso_pdf_document_layers_finish (document, result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  add (self, hopso_pdf_doubts_find (NULL, NULL, layers));
  self->fonts = g_cancellable_new ();
  hopso_pdf_document_fonts_async (document, fonts_progress_cb, self, self->fonts, fonts_cb,
                                  g_object_ref (self));
}

static void
properties_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoDoubtsButton) self = user_data;
  HopsoPdfDocument *document = HOPSO_PDF_DOCUMENT (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfProperties) said =
      hopso_pdf_document_properties_finish (document, result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  add (self, hopso_pdf_doubts_find (said, NULL, NULL));
  hopso_pdf_document_layers_async (document, self->cancellable, layers_cb, g_object_ref (self));
}

static void
stop (HopsoDoubtsButton *self)
{
  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->fonts);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->fonts);
}

/**
 * hopso_doubts_button_set_document:
 * @document: (nullable): what is looked at, when there is nothing better to do
 */
void
hopso_doubts_button_set_document (HopsoDoubtsButton *self, HopsoPdfDocument *document)
{
  g_return_if_fail (HOPSO_IS_DOUBTS_BUTTON (self));

  stop (self);
  self->doubts = 0;
  show (self);
  if (document == NULL)
    return;
  self->cancellable = g_cancellable_new ();
  hopso_pdf_document_properties_async (document, self->cancellable, properties_cb,
                                       g_object_ref (self));
}

/**
 * hopso_doubts_button_get_doubts:
 *
 * Returns: a sum of #HopsoPdfDoubts, as far as it is known
 */
guint
hopso_doubts_button_get_doubts (HopsoDoubtsButton *self)
{
  g_return_val_if_fail (HOPSO_IS_DOUBTS_BUTTON (self), 0);

  return self->doubts;
}

/* --- the object ------------------------------------------------------------------------------ */

static void
hopso_doubts_button_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_DOUBTS)
    g_value_set_uint (value, HOPSO_DOUBTS_BUTTON (object)->doubts);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
hopso_doubts_button_dispose (GObject *object)
{
  stop (HOPSO_DOUBTS_BUTTON (object));
  G_OBJECT_CLASS (hopso_doubts_button_parent_class)->dispose (object);
}

static void
hopso_doubts_button_class_init (HopsoDoubtsButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hopso_doubts_button_dispose;
  object_class->get_property = hopso_doubts_button_get_property;
  properties[PROP_DOUBTS] =
      g_param_spec_uint ("doubts", NULL, NULL, 0, G_MAXUINT, 0,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
hopso_doubts_button_init (HopsoDoubtsButton *self)
{
  GtkWidget *popover = gtk_popover_new ();

  self->content = ADW_BUTTON_CONTENT (adw_button_content_new ());
  self->button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  self->list = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 14));
  adw_button_content_set_icon_name (self->content, "dialog-information-symbolic");
  gtk_widget_set_size_request (GTK_WIDGET (self->list), WIDTH, -1);
  gtk_widget_set_margin_top (GTK_WIDGET (self->list), 10);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->list), 10);
  gtk_widget_set_margin_start (GTK_WIDGET (self->list), 10);
  gtk_widget_set_margin_end (GTK_WIDGET (self->list), 10);
  gtk_popover_set_child (GTK_POPOVER (popover), GTK_WIDGET (self->list));
  gtk_menu_button_set_child (self->button, GTK_WIDGET (self->content));
  gtk_menu_button_set_popover (self->button, popover);
  gtk_menu_button_set_direction (self->button, GTK_ARROW_UP);
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "flat");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button),
                               _ ("Why this document may look different elsewhere"));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->button));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * hopso_doubts_button_new:
 *
 * Returns: (transfer floating): a button that has nothing to say
 */
GtkWidget *
hopso_doubts_button_new (void)
{
  return g_object_new (HOPSO_TYPE_DOUBTS_BUTTON, NULL);
}
