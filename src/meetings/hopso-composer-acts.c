/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is done with the whole draft: steps back and forth, windows for details and people, files,
 * copies, and publishing with a reason where one is needed. Main thread. */

#include "hopso-composer-private.h"

#include "hopso-composer-details.h"
#include "hopso-composer-people.h"
#include "hopso-composer-reuse.h"
#include "hopso-workspace-compose.h"

#include <glib/gi18n.h>

static void
undo_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  hopso_composition_undo (HOPSO_COMPOSER (widget)->composition);
}

static void
redo_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  hopso_composition_redo (HOPSO_COMPOSER (widget)->composition);
}

static void
add_item_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  hopso_composer_agenda_add_item (HOPSO_COMPOSER (widget)->agenda);
}

static void
show_item_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  hopso_composer_agenda_show_item (HOPSO_COMPOSER (widget)->agenda,
                                   g_variant_get_string (parameter, NULL));
}

static void
choose_files_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  HopsoComposer *self = HOPSO_COMPOSER (widget);
  g_autofree char *item = hopso_composer_agenda_dup_chosen (self->agenda);

  hopso_composer_intake_choose (self->intake, item);
}

static void
details_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  hopso_composer_details_show (widget, HOPSO_COMPOSER (widget)->composition);
}

static void
people_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  hopso_composer_people_show (widget, HOPSO_COMPOSER (widget)->composition);
}

/* --- publishing ----------------------------------------------------------------------------------
 */

/* What the button says and what stands above it. */
void
hopso_composer_show_publish (HopsoComposer *self)
{
  HopsoMeeting *meeting = hopso_composition_get_meeting (self->composition);
  const guint n = g_list_model_get_n_items (hopso_composition_get_people (self->composition));
  const guint n_blocks = hopso_composer_side_count (self->side_pane, TRUE);
  const guint n_warnings = hopso_composer_side_count (self->side_pane, FALSE);
  const gboolean is_busy = hopso_composer_intake_is_busy (self->intake);
  const gboolean is_change = meeting != NULL && hopso_meeting_get_revises (meeting) != NULL;
  const gboolean is_template =
      meeting != NULL && g_strcmp0 (hopso_meeting_get_state (meeting), "template") == 0;
  g_autofree char *verb =
      g_strdup_printf (is_change ? ngettext ("Publish the change to %u person…",
                                             "Publish the change to %u people…", n)
                                 : ngettext ("Publish to %u person…", "Publish to %u people…", n),
                       n);
  g_autofree char *words = NULL;

  if (n_blocks > 0)
    words = g_strdup_printf (ngettext ("%u point forbids publishing. Mend it first.",
                                       "%u points forbid publishing. Mend them first.", n_blocks),
                             n_blocks);
  else if (is_busy)
    words = g_strdup (_ ("Files are still on their way."));
  else if (n_warnings > 0)
    words = g_strdup_printf (ngettext ("%u point is open. Publishing now needs a reason.",
                                       "%u points are open. Publishing now needs a reason.",
                                       n_warnings),
                             n_warnings);
  else
    words = g_strdup (_ ("Everything is in order."));
  gtk_label_set_label (self->publish_label, words);
  adw_button_content_set_label (self->publish_content, verb);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->publish_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, verb,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
  gtk_widget_set_visible (gtk_widget_get_parent (self->publish_button), !is_template);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.publish",
                                 n_blocks == 0 && !is_busy && !self->is_publishing);
}

/* --- keys ----------------------------------------------------------------------------------------
 */

/* Names of actions and what they do, for the class. */
void
hopso_composer_add_acts (GtkWidgetClass *klass)
{
  static const struct
  {
    const char *name;
    const char *type;
    GtkWidgetActionActivateFunc activate;
    guint key;
    GdkModifierType modifiers;
  } acts[] = {
    { "composer.undo", NULL, undo_action, GDK_KEY_z, GDK_CONTROL_MASK },
    { "composer.redo", NULL, redo_action, GDK_KEY_z, GDK_CONTROL_MASK | GDK_SHIFT_MASK },
    { "composer.add-item", NULL, add_item_action, GDK_KEY_n, GDK_CONTROL_MASK },
    { "composer.choose-files", NULL, choose_files_action, GDK_KEY_o, GDK_CONTROL_MASK },
    { "composer.details", NULL, details_action, GDK_KEY_i, GDK_CONTROL_MASK },
    { "composer.people", NULL, people_action, GDK_KEY_u, GDK_CONTROL_MASK },
    { "composer.show-item", "s", show_item_action, 0, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (acts); i++)
    {
      gtk_widget_class_install_action (klass, acts[i].name, acts[i].type, acts[i].activate);
      if (acts[i].key != 0)
        gtk_widget_class_add_binding_action (klass, acts[i].key, acts[i].modifiers, acts[i].name,
                                             NULL);
    }
  hopso_composer_add_fate (klass);
  hopso_composer_add_preview (klass);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_y, GDK_CONTROL_MASK, "composer.redo", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Escape, 0, "composer.leave", NULL);
}
