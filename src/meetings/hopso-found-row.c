/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One answer to a search: what it is called, the words around what was found with these in bold,
 * and to which meeting it belongs. It never changes. Main thread. */

#include "hopso-found-row.h"

#include "hopso-agenda-item.h"
#include "hopso-meeting.h"
#include "hopso-record-meeting.h"
#include "hopso-text-fold.h"
#include "hopso-time-words.h"

#include <glib/gi18n.h>

struct _HopsoFoundRow
{
  GtkListBoxRow parent_instance;

  HopsoFound *found; /* owned */

  GtkImage *icon;
  GtkLabel *name_label;
  GtkLabel *snippet_label;
  GtkLabel *facts_label;
};

G_DEFINE_FINAL_TYPE (HopsoFoundRow, hopso_found_row, GTK_TYPE_LIST_BOX_ROW)

static void
hopso_found_row_dispose (GObject *object)
{
  g_clear_object (&HOPSO_FOUND_ROW (object)->found);
  G_OBJECT_CLASS (hopso_found_row_parent_class)->dispose (object);
}

static void
hopso_found_row_class_init (HopsoFoundRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hopso_found_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/hopso/HopSo/meetings/hopso-found-row.ui");
  gtk_widget_class_bind_template_child (widget_class, HopsoFoundRow, icon);
  gtk_widget_class_bind_template_child (widget_class, HopsoFoundRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, HopsoFoundRow, snippet_label);
  gtk_widget_class_bind_template_child (widget_class, HopsoFoundRow, facts_label);
}

static void
hopso_found_row_init (HopsoFoundRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Bold and tinted: not told by the weight alone. */
static PangoAttrList *
make_attributes (HopsoFound *found)
{
  PangoAttrList *attributes = pango_attr_list_new ();

  for (guint i = 0; i < hopso_found_get_n_marks (found); i++)
    {
      PangoAttribute *weight = pango_attr_weight_new (PANGO_WEIGHT_BOLD);
      PangoAttribute *underline = pango_attr_underline_new (PANGO_UNDERLINE_SINGLE);
      guint start;
      guint end;

      hopso_found_get_mark (found, i, &start, &end);
      weight->start_index = underline->start_index = start;
      weight->end_index = underline->end_index = end;
      pango_attr_list_insert (attributes, weight);
      pango_attr_list_insert (attributes, underline);
    }
  return attributes;
}

/* The page and the meeting, or the meeting's time when it is the meeting itself. */
static char *
describe (HopsoWorkspace *workspace, gint64 now, HopsoFound *found)
{
  HopsoRecord *record = hopso_found_get_record (found);
  const char *id = hopso_record_get_meeting (record);
  HopsoRecord *meeting =
      id != NULL ? hopso_workspace_lookup_record (workspace, HOPSO_KIND_MEETING, id) : NULL;
  int page = hopso_found_get_page (found);
  g_autofree char *page_words = page >= 0 ? g_strdup_printf (_ ("Page %d"), page + 1) : NULL;
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;

  if (page_words != NULL)
    g_strv_builder_add (parts, page_words);
  if (meeting != NULL)
    {
      g_autofree char *moment =
          hopso_time_words_moment (hopso_meeting_get_start (HOPSO_MEETING (meeting)), now);

      if (meeting != record)
        g_strv_builder_add (parts, hopso_meeting_get_name (HOPSO_MEETING (meeting)));
      g_strv_builder_add (parts, moment);
    }
  all = g_strv_builder_end (parts);
  return g_strjoinv (" · ", all);
}

static const char *
choose_icon (HopsoRecord *record)
{
  if (HOPSO_IS_MEETING (record))
    return "x-office-calendar-symbolic";
  return HOPSO_IS_PAPER (record) ? "x-office-document-symbolic" : "view-list-symbolic";
}

/* A name that was found carries the marks itself; above a page's text stands the paper's name. */
static void
show_words (HopsoFoundRow *self)
{
  HopsoRecord *record = hopso_found_get_record (self->found);
  const char *snippet = hopso_found_get_snippet (self->found);
  g_autoptr (PangoAttrList) attributes = make_attributes (self->found);
  gboolean is_text = hopso_found_get_page (self->found) != HOPSO_FOUND_NO_PAGE;
  GtkLabel *label = is_text ? self->snippet_label : self->name_label;

  gtk_widget_set_visible (GTK_WIDGET (self->snippet_label), is_text);
  if (is_text)
    {
      g_autofree char *name = hopso_text_capitalised (hopso_paper_get_name (HOPSO_PAPER (record)));
      gtk_label_set_label (self->name_label, name);
    }
  gtk_label_set_label (label, snippet);
  gtk_label_set_attributes (label, attributes);
}

/**
 * hopso_found_row_new:
 * @workspace: where meetings are looked up
 * @clock: tells the time
 * @found: the answer
 *
 * Returns: (transfer floating): its row
 */
GtkWidget *
hopso_found_row_new (HopsoWorkspace *workspace, HopsoClock *clock, HopsoFound *found)
{
  HopsoFoundRow *self = g_object_new (HOPSO_TYPE_FOUND_ROW, NULL);
  HopsoRecord *record = hopso_found_get_record (found);
  g_autofree char *facts = describe (workspace, hopso_clock_now (clock), found);
  g_autofree char *sentence = NULL;

  self->found = g_object_ref (found);
  gtk_image_set_from_icon_name (self->icon, choose_icon (record));
  show_words (self);
  gtk_label_set_label (self->facts_label, facts);
  gtk_widget_set_visible (GTK_WIDGET (self->facts_label), facts[0] != '\0');
  sentence = g_strdup_printf ("%s, %s, %s", gtk_label_get_label (self->name_label), facts,
                              gtk_label_get_label (self->snippet_label));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence,
                                  -1);
  return GTK_WIDGET (self);
}

/**
 * hopso_found_row_get_found:
 *
 * Returns: (transfer none): the answer
 */
HopsoFound *
hopso_found_row_get_found (HopsoFoundRow *self)
{
  g_return_val_if_fail (HOPSO_IS_FOUND_ROW (self), NULL);

  return self->found;
}
