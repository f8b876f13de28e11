/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The part of the sign dialog in which a records clerk says number and date, or what kind of copy
 * it is. It shows what the document at hand has a place for, and nothing else. Main thread. */

#include "hopso-deed-box.h"

#include "hopso-day-text.h"

#include <glib/gi18n.h>

struct _HopsoDeedBox
{
  GtkBox parent_instance;

  gboolean is_filling; /* by the program, not by a person */

  GtkLabel *heading;
  GtkBox *pair;
  GtkWidget *number_list;
  AdwEntryRow *number_row;
  GtkWidget *date_list;
  AdwEntryRow *date_row;
  GtkPopover *day_popover;
  GtkCalendar *calendar;
  GtkWidget *copy_list;
  AdwComboRow *form_row;
  AdwEntryRow *organization_row;
  GtkLabel *hint;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (HopsoDeedBox, hopso_deed_box, GTK_TYPE_BOX)

static void
mark_date (HopsoDeedBox *self)
{
  GDate date;
  gboolean is_day =
      hopso_day_text_read (gtk_editable_get_text (GTK_EDITABLE (self->date_row)), &date);

  if (is_day)
    gtk_widget_remove_css_class (GTK_WIDGET (self->date_row), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->date_row), "error");
  gtk_accessible_update_state (
      GTK_ACCESSIBLE (self->date_row), GTK_ACCESSIBLE_STATE_INVALID,
      g_date_valid (&date) ? GTK_ACCESSIBLE_INVALID_FALSE : GTK_ACCESSIBLE_INVALID_TRUE, -1);
}

static void
changed_cb (HopsoDeedBox *self)
{
  if (self->is_filling || self->date_row == NULL)
    return;
  mark_date (self);
  g_signal_emit (self, changed_signal, 0);
}

static void
day_cb (HopsoDeedBox *self)
{
  g_autoptr (GDateTime) day = gtk_calendar_get_date (self->calendar);
  g_autofree char *text = g_date_time_format (day, "%d/%m/%Y");

  if (self->is_filling)
    return;
  gtk_popover_popdown (self->day_popover);
  gtk_editable_set_text (GTK_EDITABLE (self->date_row), text);
}

static void
hopso_deed_box_class_init (HopsoDeedBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/hopso/HopSo/documents/hopso-deed-box.ui");
  gtk_widget_class_bind_template_child (widget_class, HopsoDeedBox, heading);
  gtk_widget_class_bind_template_child (widget_class, HopsoDeedBox, pair);
  gtk_widget_class_bind_template_child (widget_class, HopsoDeedBox, number_list);
  gtk_widget_class_bind_template_child (widget_class, HopsoDeedBox, number_row);
  gtk_widget_class_bind_template_child (widget_class, HopsoDeedBox, date_list);
  gtk_widget_class_bind_template_child (widget_class, HopsoDeedBox, date_row);
  gtk_widget_class_bind_template_child (widget_class, HopsoDeedBox, day_popover);
  gtk_widget_class_bind_template_child (widget_class, HopsoDeedBox, calendar);
  gtk_widget_class_bind_template_child (widget_class, HopsoDeedBox, copy_list);
  gtk_widget_class_bind_template_child (widget_class, HopsoDeedBox, form_row);
  gtk_widget_class_bind_template_child (widget_class, HopsoDeedBox, organization_row);
  gtk_widget_class_bind_template_child (widget_class, HopsoDeedBox, hint);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, day_cb);
  changed_signal = g_signal_new ("changed", HOPSO_TYPE_DEED_BOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
hopso_deed_box_init (HopsoDeedBox *self)
{
  const char *const forms[] = { _ ("SAO Y: of an original"), _ ("SAO LỤC: of a copy"),
                                _ ("TRÍCH SAO: of a part"), NULL };
  g_autoptr (GtkStringList) list = gtk_string_list_new (forms);

  self->is_filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_combo_row_set_model (self->form_row, G_LIST_MODEL (list));
  self->is_filling = FALSE;
}

static const char *
describe_number (const HopsoDeedFacts *facts)
{
  if (facts->action == HOPSO_SIGN_ACTION_ATTACHMENT)
    return _ ("Number and symbol of the main document");
  return facts->action == HOPSO_SIGN_ACTION_INCOMING ? _ ("Incoming number")
                                                     : _ ("Document number");
}

static const char *
describe_heading (const HopsoDeedFacts *facts)
{
  switch (facts->action)
    {
    case HOPSO_SIGN_ACTION_ATTACHMENT:
      return _ ("Main document");
    case HOPSO_SIGN_ACTION_COPY:
      return _ ("Certified copy");
    case HOPSO_SIGN_ACTION_INCOMING:
      return _ ("Arrival");
    case HOPSO_SIGN_ACTION_NONE:
    case HOPSO_SIGN_ACTION_INITIAL:
    case HOPSO_SIGN_ACTION_APPROVE:
    case HOPSO_SIGN_ACTION_ISSUE:
    default:
      return _ ("Issue");
    }
}

/* What people wonder about, said before they do. */
static const char *
describe_hint (const HopsoDeedFacts *facts, const HopsoSignPreview *preview)
{
  switch (facts->action)
    {
    case HOPSO_SIGN_ACTION_ISSUE:
      if (preview == NULL || preview->keeps_number || preview->keeps_date)
        return NULL;
      return _ ("This document keeps no places for number and date: only the seal is added.");
    case HOPSO_SIGN_ACTION_ATTACHMENT:
    case HOPSO_SIGN_ACTION_COPY:
      return _ ("Printed at the upper right of the first page, without the picture of the seal.");
    case HOPSO_SIGN_ACTION_INCOMING:
      return preview != NULL && preview->n_signatures > 0
                 ? _ ("The document is signed: number and date stand in the signature and are not "
                      "printed on the page.")
                 : NULL;
    case HOPSO_SIGN_ACTION_NONE:
    case HOPSO_SIGN_ACTION_INITIAL:
    case HOPSO_SIGN_ACTION_APPROVE:
    default:
      return NULL;
    }
}

static void
set_text (AdwEntryRow *row, const char *text)
{
  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (row)), text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (row), text);
}

static void
show_values (HopsoDeedBox *self, const HopsoDeedFacts *facts)
{
  g_autofree char *date = NULL;

  set_text (self->number_row, facts->number);
  set_text (self->organization_row, facts->organization);
  adw_combo_row_set_selected (self->form_row, (guint) facts->copy_form);
  if (!g_date_valid (&facts->date))
    return;
  date = hopso_day_text_write (&facts->date);
  set_text (self->date_row, date);
  mark_date (self);
}

/**
 * hopso_deed_box_show:
 * @facts: what was said so far
 * @preview: (nullable): what the document is like, if that is known
 */
void
hopso_deed_box_show (HopsoDeedBox *self,
                     const HopsoDeedFacts *facts,
                     const HopsoSignPreview *preview)
{
  gboolean wants_number, wants_date;

  g_return_if_fail (HOPSO_IS_DEED_BOX (self));

  wants_number = hopso_deed_facts_want_number (facts, preview);
  wants_date = hopso_deed_facts_want_date (facts, preview);
  self->is_filling = TRUE;
  gtk_label_set_label (self->heading, describe_heading (facts));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->number_row), describe_number (facts));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->date_row),
                                 facts->action == HOPSO_SIGN_ACTION_INCOMING ? _ ("Date of arrival")
                                                                             : _ ("Date of issue"));
  gtk_widget_set_visible (self->number_list, wants_number);
  gtk_widget_set_visible (self->date_list, wants_date);
  gtk_widget_set_visible (GTK_WIDGET (self->pair), wants_number || wants_date);
  gtk_widget_set_visible (self->copy_list, facts->action == HOPSO_SIGN_ACTION_COPY);
  show_values (self, facts);
  self->is_filling = FALSE;
  hopso_deed_box_set_problem (self, NULL);
  gtk_label_set_label (self->hint, describe_hint (facts, preview));
  gtk_widget_set_visible (GTK_WIDGET (self->hint), describe_hint (facts, preview) != NULL);
}

/**
 * hopso_deed_box_read:
 * @facts: (inout): gets what was typed
 */
void
hopso_deed_box_read (HopsoDeedBox *self, HopsoDeedFacts *facts)
{
  g_return_if_fail (HOPSO_IS_DEED_BOX (self));

  g_free (facts->number);
  facts->number = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->number_row))));
  g_free (facts->organization);
  facts->organization =
      g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->organization_row))));
  facts->copy_form = (HopsoSignCopyForm) MIN (adw_combo_row_get_selected (self->form_row),
                                              HOPSO_SIGN_COPY_EXTRACT);
  hopso_day_text_read (gtk_editable_get_text (GTK_EDITABLE (self->date_row)), &facts->date);
}

/**
 * hopso_deed_box_set_problem:
 * @problem: (nullable): why the document cannot be signed like this
 */
void
hopso_deed_box_set_problem (HopsoDeedBox *self, const char *problem)
{
  g_return_if_fail (HOPSO_IS_DEED_BOX (self));

  if (problem == NULL)
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->hint), "bad-text");
      gtk_widget_add_css_class (GTK_WIDGET (self->hint), "dim-label");
      return;
    }
  gtk_widget_remove_css_class (GTK_WIDGET (self->hint), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->hint), "bad-text");
  gtk_label_set_label (self->hint, problem);
  gtk_widget_set_visible (GTK_WIDGET (self->hint), TRUE);
}

/**
 * hopso_deed_box_set_is_narrow:
 * @is_narrow: whether number and date stand one above the other
 */
void
hopso_deed_box_set_is_narrow (HopsoDeedBox *self, gboolean is_narrow)
{
  g_return_if_fail (HOPSO_IS_DEED_BOX (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->pair), is_narrow
                                                                   ? GTK_ORIENTATION_VERTICAL
                                                                   : GTK_ORIENTATION_HORIZONTAL);
}

/**
 * hopso_deed_box_take_focus:
 *
 * Puts the cursor where something is still to be typed.
 *
 * Returns: whether there is such a place
 */
gboolean
hopso_deed_box_take_focus (HopsoDeedBox *self)
{
  g_return_val_if_fail (HOPSO_IS_DEED_BOX (self), FALSE);

  return gtk_widget_get_visible (GTK_WIDGET (self)) && gtk_widget_get_visible (self->number_list) &&
         *gtk_editable_get_text (GTK_EDITABLE (self->number_row)) == '\0' &&
         gtk_widget_grab_focus (GTK_WIDGET (self->number_row));
}
