/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The fonts of a document and whether it brings them along. Every page has to be looked at: it
 * shows how far that is, and can be stopped. Main thread. */

#include "hopso-font-group.h"

#include "hopso-pdf-client.h"
#include "hopso-pdf-reading.h"

#include <glib/gi18n-lib.h>

/* Nobody reads more of them. */
#define MAX_ROWS 200u

struct _HopsoFontGroup
{
  AdwPreferencesGroup parent_instance;

  HopsoPdfDocument *document; /* owned */
  GCancellable *cancellable;  /* owned, nullable: while they are looked for */
  AdwActionRow *row;
  GtkWidget *button;
  GtkProgressBar *progress;
};

G_DEFINE_FINAL_TYPE (HopsoFontGroup, hopso_font_group, ADW_TYPE_PREFERENCES_GROUP)

static char *
describe (const HopsoPdfFont *font)
{
  const char *kind = font->type;

  if (!font->is_embedded)
    /* Translators: kind of font, the font that is drawn instead. */
    return *font->instead != '\0'
               ? g_strdup_printf (_ ("%s · not in the document; drawn as %s"), kind, font->instead)
               : g_strdup_printf (_ ("%s · not in the document"), kind);
  return font->is_subset ? g_strdup_printf (_ ("%s · in the document, as far as it is used"), kind)
                         : g_strdup_printf (_ ("%s · in the document"), kind);
}

static void
add_font (HopsoFontGroup *self, const HopsoPdfFont *font)
{
  g_autofree char *detail = describe (font);
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 *font->name != '\0' ? font->name : _ ("Without a name"));
  adw_action_row_set_subtitle (row, detail);
  adw_action_row_set_subtitle_lines (row, 0);
  if (!font->is_embedded)
    adw_action_row_set_icon_name (row, "dialog-warning-symbolic");
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (row));
}

static void
set_is_looking (HopsoFontGroup *self, gboolean is_looking, const char *words)
{
  gtk_button_set_label (GTK_BUTTON (self->button), is_looking ? _ ("Stop") : _ ("Find fonts"));
  gtk_widget_set_visible (GTK_WIDGET (self->progress), is_looking);
  adw_action_row_set_subtitle (self->row, words);
}

static void
progress_cb (GPtrArray *fonts, guint n_pages, gpointer user_data)
{
  HopsoFontGroup *self = user_data;

  gtk_progress_bar_set_fraction (
      self->progress, (double) n_pages / hopso_pdf_document_get_n_pages (self->document));
}

static void
fonts_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoFontGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) fonts =
      hopso_pdf_document_fonts_finish (HOPSO_PDF_DOCUMENT (source), result, &error);
  g_autofree char *count = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  if (fonts == NULL)
    {
      set_is_looking (self, FALSE, hopso_pdf_client_error_get_words (error));
      return;
    }
  count = g_strdup_printf (ngettext ("%u font", "%u fonts", fonts->len), fonts->len);
  set_is_looking (self, FALSE, count);
  gtk_widget_set_visible (self->button, FALSE);
  for (guint i = 0; i < MIN (fonts->len, MAX_ROWS); i++)
    add_font (self, fonts->pdata[i]);
}

static void
stop (HopsoFontGroup *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
clicked_cb (HopsoFontGroup *self)
{
  if (self->cancellable != NULL)
    {
      stop (self);
      set_is_looking (self, FALSE, _ ("Looked for only when asked, since it takes a while"));
      return;
    }
  self->cancellable = g_cancellable_new ();
  gtk_progress_bar_set_fraction (self->progress, 0);
  set_is_looking (self, TRUE, _ ("Looking at every page…"));
  hopso_pdf_document_fonts_async (self->document, progress_cb, self, self->cancellable, fonts_cb,
                                  g_object_ref (self));
}

/**
 * hopso_font_group_new:
 * @document: whose fonts they are
 *
 * Returns: (transfer floating): a group that has not looked yet
 */
GtkWidget *
hopso_font_group_new (HopsoPdfDocument *document)
{
  HopsoFontGroup *self = g_object_new (HOPSO_TYPE_FONT_GROUP, NULL);

  self->document = g_object_ref (document);
  return GTK_WIDGET (self);
}

static void
unroot (GtkWidget *widget)
{
  stop (HOPSO_FONT_GROUP (widget));
  GTK_WIDGET_CLASS (hopso_font_group_parent_class)->unroot (widget);
}

static void
hopso_font_group_dispose (GObject *object)
{
  HopsoFontGroup *self = HOPSO_FONT_GROUP (object);

  stop (self);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (hopso_font_group_parent_class)->dispose (object);
}

static void
hopso_font_group_class_init (HopsoFontGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hopso_font_group_dispose;
  GTK_WIDGET_CLASS (klass)->unroot = unroot;
}

static void
hopso_font_group_init (HopsoFontGroup *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _ ("Fonts"));
  self->row = ADW_ACTION_ROW (adw_action_row_new ());
  self->progress = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  self->button = gtk_button_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row), _ ("Fonts of all pages"));
  adw_action_row_set_subtitle_lines (self->row, 0);
  gtk_widget_set_valign (GTK_WIDGET (self->progress), GTK_ALIGN_CENTER);
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->progress), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Looking at every page…"), -1);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->progress));
  gtk_box_append (GTK_BOX (box), self->button);
  adw_action_row_add_suffix (self->row, box);
  g_signal_connect_object (self->button, "clicked", G_CALLBACK (clicked_cb), self,
                           G_CONNECT_SWAPPED);
  set_is_looking (self, FALSE, _ ("Looked for only when asked, since it takes a while"));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->row));
}
