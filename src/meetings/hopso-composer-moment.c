/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A moment to choose: the day from a calendar, hour and minute as numbers, in the time of this
 * machine. Main thread. */

#include "hopso-composer-moment.h"

#include "hopso-time-words.h"

#include <glib/gi18n.h>

struct _HopsoComposerMoment
{
  GtkBox parent_instance;

  gint64 moment; /* 0: none */
  gboolean is_filling;

  GtkWidget *day_button; /* borrowed: child */
  GtkWidget *calendar;   /* borrowed: child */
  GtkWidget *hour;       /* borrowed: child */
  GtkWidget *minute;     /* borrowed: child */
};

G_DEFINE_FINAL_TYPE (HopsoComposerMoment, hopso_composer_moment, GTK_TYPE_BOX)

static guint changed_signal;

static void
show (HopsoComposerMoment *self)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (self->moment);
  g_autofree char *day = self->moment != 0 ? hopso_time_words_date (self->moment) : NULL;

  self->is_filling = TRUE;
  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->day_button),
                             day != NULL ? day : _ ("Choose a day"));
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->hour), g_date_time_get_hour (time));
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->minute), g_date_time_get_minute (time));
  if (self->moment != 0)
    gtk_calendar_select_day (GTK_CALENDAR (self->calendar), time);
  gtk_widget_set_sensitive (self->hour, self->moment != 0);
  gtk_widget_set_sensitive (self->minute, self->moment != 0);
  self->is_filling = FALSE;
}

static void
chosen_cb (HopsoComposerMoment *self)
{
  g_autoptr (GDateTime) day = NULL;
  g_autoptr (GDateTime) time = NULL;

  if (self->is_filling)
    return;
  day = gtk_calendar_get_date (GTK_CALENDAR (self->calendar));
  time = g_date_time_new_local (
      g_date_time_get_year (day), g_date_time_get_month (day), g_date_time_get_day_of_month (day),
      gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->hour)),
      gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->minute)), 0);
  if (time == NULL)
    return;
  self->moment = g_date_time_to_unix (time);
  show (self);
  g_signal_emit (self, changed_signal, 0);
}

static void
day_cb (HopsoComposerMoment *self)
{
  if (self->is_filling)
    return;
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->day_button));
  /* A day that is chosen first begins with the working day. */
  if (self->moment == 0)
    {
      self->is_filling = TRUE;
      gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->hour), 8);
      self->is_filling = FALSE;
    }
  chosen_cb (self);
}

/* 08, not 8. */
static gboolean
output_cb (GtkSpinButton *spin)
{
  g_autofree char *text = g_strdup_printf ("%02d", gtk_spin_button_get_value_as_int (spin));

  gtk_editable_set_text (GTK_EDITABLE (spin), text);
  return TRUE;
}

static void
hopso_composer_moment_class_init (HopsoComposerMomentClass *klass)
{
  changed_signal = g_signal_new ("changed", HOPSO_TYPE_COMPOSER_MOMENT, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
make_spin (HopsoComposerMoment *self, double most, double step)
{
  GtkWidget *spin = gtk_spin_button_new_with_range (0, most, step);

  gtk_editable_set_width_chars (GTK_EDITABLE (spin), 2);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (spin), 2);
  gtk_spin_button_set_wrap (GTK_SPIN_BUTTON (spin), TRUE);
  gtk_widget_add_css_class (spin, "numeric");
  gtk_widget_set_valign (spin, GTK_ALIGN_CENTER);
  g_signal_connect (spin, "output", G_CALLBACK (output_cb), NULL);
  g_signal_connect_object (spin, "value-changed", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  return spin;
}

static void
hopso_composer_moment_init (HopsoComposerMoment *self)
{
  GtkWidget *popover = gtk_popover_new ();

  self->calendar = gtk_calendar_new ();
  gtk_popover_set_child (GTK_POPOVER (popover), self->calendar);
  self->day_button = gtk_menu_button_new ();
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->day_button), popover);
  gtk_widget_set_valign (self->day_button, GTK_ALIGN_CENTER);
  self->hour = make_spin (self, 23, 1);
  self->minute = make_spin (self, 59, 15);
  g_signal_connect_object (self->calendar, "day-selected", G_CALLBACK (day_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  gtk_box_append (GTK_BOX (self), self->day_button);
  gtk_box_append (GTK_BOX (self), self->hour);
  gtk_box_append (GTK_BOX (self), gtk_label_new (":"));
  gtk_box_append (GTK_BOX (self), self->minute);
  show (self);
}

static void
tell (GtkWidget *widget, const char *format, const char *what)
{
  g_autofree char *words = g_strdup_printf ("%s: %s", what, format);

  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                  -1);
}

/**
 * hopso_composer_moment_new:
 * @what: what is at that moment, for who cannot see it
 *
 * Returns: (transfer floating): no moment yet
 */
GtkWidget *
hopso_composer_moment_new (const char *what)
{
  HopsoComposerMoment *self = g_object_new (HOPSO_TYPE_COMPOSER_MOMENT, NULL);

  tell (self->day_button, _ ("day"), what);
  tell (self->hour, _ ("hour"), what);
  tell (self->minute, _ ("minute"), what);
  return GTK_WIDGET (self);
}

/**
 * hopso_composer_moment_set:
 * @moment: seconds since 1970; 0: none
 */
void
hopso_composer_moment_set (HopsoComposerMoment *self, gint64 moment)
{
  g_return_if_fail (HOPSO_IS_COMPOSER_MOMENT (self));

  if (self->moment == moment)
    return;
  self->moment = moment;
  show (self);
}

/**
 * hopso_composer_moment_get:
 *
 * Returns: seconds since 1970; 0: none
 */
gint64
hopso_composer_moment_get (HopsoComposerMoment *self)
{
  g_return_val_if_fail (HOPSO_IS_COMPOSER_MOMENT (self), 0);

  return self->moment;
}
