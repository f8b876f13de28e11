/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One request for a signature: the document, who submits it, pages and size, and by when. Opening
 * it shows the document; signing starts from there or from the list. Main thread. */

#include "hopso-sign-row.h"

#include "hopso-change-set.h"
#include "hopso-chip.h"
#include "hopso-person-words.h"
#include "hopso-size-words.h"
#include "hopso-text-fold.h"
#include "hopso-time-words.h"

#include <glib/gi18n.h>

struct _HopsoSignRow
{
  GtkListBoxRow parent_instance;

  HopsoWorkspace *workspace; /* owned */
  HopsoClock *clock;         /* owned */
  HopsoSignRequest *request; /* owned */
  gboolean is_narrow;

  GtkImage *icon;
  GtkLabel *name_label;
  GtkLabel *facts_label;
  HopsoChip *deadline_chip;
  GtkButton *open_button;
  GtkImage *next_icon;
};

G_DEFINE_FINAL_TYPE (HopsoSignRow, hopso_sign_row, GTK_TYPE_LIST_BOX_ROW)

enum
{
  PROP_IS_NARROW = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* The unit that submits, or the person when the unit is not known. */
static char *
describe_requester (HopsoSignRow *self)
{
  const char *id = hopso_sign_request_get_requester (self->request);
  HopsoPerson *person = id != NULL ? hopso_workspace_lookup_person (self->workspace, id) : NULL;
  HopsoOrganization *unit = NULL;
  const char *name = NULL;

  if (person == NULL)
    return NULL;
  if (hopso_person_get_organization (person) != NULL)
    unit = hopso_workspace_lookup_organization (self->workspace,
                                                hopso_person_get_organization (person));
  if (unit != NULL)
    name = hopso_organization_get_short_name (unit);
  return hopso_person_words_abbreviate (name != NULL ? name : hopso_person_get_name (person));
}

static char *
describe_paper (HopsoSignRow *self, HopsoPaper *paper)
{
  g_autofree char *requester = self->is_narrow ? NULL : describe_requester (self);
  g_autofree char *size = NULL;

  if (paper == NULL)
    return g_strdup (requester != NULL ? requester : "");
  size = hopso_size_words_pages (hopso_paper_get_pages (paper),
                                 (guint64) MAX (hopso_paper_get_size (paper), 0));
  if (requester == NULL)
    return g_steal_pointer (&size);
  /* Translators: the unit that submits a document, and its pages and size. */
  return g_strdup_printf (_ ("submitted by %s · %s"), requester, size);
}

/**
 * hopso_sign_row_refresh:
 * @self: a row
 *
 * Puts the words that depend on the time anew.
 */
void
hopso_sign_row_refresh (HopsoSignRow *self)
{
  gint64 now;
  gint64 deadline;
  g_autofree char *words = NULL;
  g_autofree char *exact = NULL;
  HopsoTone tone = HOPSO_TONE_PLAIN;

  g_return_if_fail (HOPSO_IS_SIGN_ROW (self));

  if (g_strcmp0 (hopso_sign_request_get_state (self->request), "signed") == 0)
    {
      hopso_chip_set (self->deadline_chip, "emblem-ok-symbolic", _ ("Signed"), HOPSO_TONE_GOOD);
      return;
    }
  now = hopso_clock_now (self->clock);
  deadline = hopso_sign_request_get_deadline (self->request);
  gtk_widget_set_visible (GTK_WIDGET (self->deadline_chip), deadline != 0);
  if (deadline == 0)
    return;
  if (deadline < now)
    tone = HOPSO_TONE_BAD;
  else if (hopso_time_words_days_between (now, deadline) <= 0)
    tone = HOPSO_TONE_ATTENTION;
  words = self->is_narrow && deadline >= now ? hopso_time_words_day_short (deadline, now)
                                             : hopso_time_words_deadline (deadline, now);
  exact = hopso_time_words_exact (deadline);
  hopso_chip_set (self->deadline_chip,
                  tone == HOPSO_TONE_PLAIN ? "x-office-calendar-symbolic" : "alarm-symbolic", words,
                  tone);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->deadline_chip), exact);
}

static void
update (HopsoSignRow *self)
{
  const char *paper_id = hopso_sign_request_get_paper (self->request);
  HopsoPaper *paper = hopso_workspace_lookup_paper (self->workspace, paper_id);
  g_autofree char *name =
      paper != NULL ? hopso_text_capitalised (hopso_paper_get_name (paper)) : NULL;
  const char *remarks = hopso_sign_request_get_remarks (self->request);
  g_autofree char *facts = describe_paper (self, paper);
  g_autofree char *sentence = NULL;
  g_autofree char *open = NULL;

  if (name == NULL)
    name = g_strdup (_ ("Document on its way"));
  sentence = g_strdup_printf ("%s, %s", name, facts);
  open = g_strdup_printf (_ ("Open %s"), name);
  gtk_label_set_label (self->name_label, name);
  gtk_label_set_label (self->facts_label, facts);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name_label), remarks);
  hopso_sign_row_refresh (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence,
                                  -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->open_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  open, -1);
}

static void
changed_cb (HopsoSignRow *self, HopsoChangeSet *changes)
{
  if (hopso_change_set_touches (changes, HOPSO_KIND_PAPER) ||
      hopso_change_set_touches (changes, HOPSO_KIND_PERSON) ||
      hopso_change_set_touches (changes, HOPSO_KIND_ORGANIZATION))
    update (self);
}

static void
set_is_narrow (HopsoSignRow *self, gboolean is_narrow)
{
  self->is_narrow = is_narrow;
  gtk_widget_set_visible (GTK_WIDGET (self->icon), !is_narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->open_button), !is_narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->next_icon), is_narrow);
  if (self->request != NULL)
    update (self);
}

static void
hopso_sign_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_IS_NARROW)
    g_value_set_boolean (value, HOPSO_SIGN_ROW (object)->is_narrow);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
hopso_sign_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_IS_NARROW)
    set_is_narrow (HOPSO_SIGN_ROW (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
hopso_sign_row_dispose (GObject *object)
{
  HopsoSignRow *self = HOPSO_SIGN_ROW (object);

  g_clear_object (&self->request);
  g_clear_object (&self->clock);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (hopso_sign_row_parent_class)->dispose (object);
}

static void
hopso_sign_row_class_init (HopsoSignRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = hopso_sign_row_get_property;
  object_class->set_property = hopso_sign_row_set_property;
  object_class->dispose = hopso_sign_row_dispose;
  properties[PROP_IS_NARROW] = g_param_spec_boolean ("is-narrow", NULL, NULL, FALSE,
                                                     G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/hopso/HopSo/meetings/hopso-sign-row.ui");
  gtk_widget_class_bind_template_child (widget_class, HopsoSignRow, icon);
  gtk_widget_class_bind_template_child (widget_class, HopsoSignRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, HopsoSignRow, facts_label);
  gtk_widget_class_bind_template_child (widget_class, HopsoSignRow, deadline_chip);
  gtk_widget_class_bind_template_child (widget_class, HopsoSignRow, open_button);
  gtk_widget_class_bind_template_child (widget_class, HopsoSignRow, next_icon);
}

static void
hopso_sign_row_init (HopsoSignRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hopso_sign_row_new:
 * @workspace: where the document is
 * @clock: tells the time
 * @request: the request
 *
 * Returns: (transfer floating): a row for it
 */
GtkWidget *
hopso_sign_row_new (HopsoWorkspace *workspace, HopsoClock *clock, HopsoSignRequest *request)
{
  HopsoSignRow *self = g_object_new (HOPSO_TYPE_SIGN_ROW, NULL);
  const char *paper = hopso_sign_request_get_paper (request);

  self->workspace = g_object_ref (workspace);
  self->clock = g_object_ref (clock);
  self->request = g_object_ref (request);
  g_signal_connect_object (workspace, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self), "s", paper);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self), "win.open-paper");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->open_button), "s", paper);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->open_button), "win.open-paper");
  set_is_narrow (self, FALSE);
  return GTK_WIDGET (self);
}
