/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The search over everything on this machine. What is typed is looked for at once; an answer that
 * comes late is dropped. A line tells how many papers have been read for it. Main thread. */

#include "hopso-find-page.h"

#include "hopso-found-row.h"
#include "hopso-record-meeting.h"
#include "hopso-workspace-find.h"

#include <glib/gi18n.h>

#define MAX_PAGES 100u
#define DAY       (24 * 60 * 60)

struct _HopsoFindPage
{
  HopsoPage parent_instance;

  HopsoWorkspace *workspace; /* owned */
  HopsoClock *clock;         /* owned */
  GCancellable *asking;      /* owned, nullable: nothing is asked */
  GListModel *found;         /* owned, nullable: nothing was asked */
  GListStore *shown;         /* owned: of HopsoFound: the same, as the list has it */
  gboolean is_growing;       /* what is asked was answered before: papers were read since */

  GtkBox *tools;
  GtkSearchEntry *search;
  GtkDropDown *kind;
  GtkDropDown *time;
  GtkLabel *state_label;
  GtkStack *stack;
  AdwStatusPage *empty_page;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (HopsoFindPage, hopso_find_page, HOPSO_TYPE_PAGE)

static const char *
get_words (HopsoFindPage *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->search));
}

static void
show_found (HopsoFindPage *self)
{
  gboolean has_words = self->found != NULL;
  gboolean is_empty = !has_words || g_list_model_get_n_items (self->found) == 0;

  gtk_stack_set_visible_child_name (self->stack, is_empty ? "empty" : "list");
  adw_status_page_set_title (self->empty_page,
                             has_words ? _ ("Nothing found") : _ ("Search meetings and papers"));
  adw_status_page_set_description (
      self->empty_page,
      has_words ? _ ("Try fewer words, or another time.")
                : _ ("By name or by what is written in them; diacritics may be left out. Works "
                     "without a network."));
}

static GtkWidget *
make_row (gpointer item, gpointer user_data)
{
  HopsoFindPage *self = HOPSO_FIND_PAGE (user_data);

  return hopso_found_row_new (self->workspace, self->clock, HOPSO_FOUND (item));
}

static gboolean
is_same (GListModel *one, guint i, GListModel *other, guint k)
{
  g_autoptr (HopsoFound) a = g_list_model_get_item (one, i);
  g_autoptr (HopsoFound) b = g_list_model_get_item (other, k);

  return hopso_found_get_page (a) == hopso_found_get_page (b) &&
         g_strcmp0 (hopso_record_get_id (hopso_found_get_record (a)),
                    hopso_record_get_id (hopso_found_get_record (b))) == 0 &&
         g_strcmp0 (hopso_found_get_snippet (a), hopso_found_get_snippet (b)) == 0;
}

/* Rows that stay are not touched: neither the place in the list nor the focus is lost. */
static void
splice (HopsoFindPage *self, GListModel *found)
{
  GListModel *shown = G_LIST_MODEL (self->shown);
  const guint n_old = g_list_model_get_n_items (shown);
  const guint n_new = found != NULL ? g_list_model_get_n_items (found) : 0;
  const guint least = self->is_growing ? MIN (n_old, n_new) : 0;
  g_autoptr (GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);
  guint head = 0;
  guint tail = 0;

  while (head < least && is_same (shown, head, found, head))
    head++;
  while (tail < least - head && is_same (shown, n_old - 1 - tail, found, n_new - 1 - tail))
    tail++;
  for (guint i = head; i < n_new - tail; i++)
    g_ptr_array_add (added, g_list_model_get_item (found, i));
  g_list_store_splice (self->shown, head, n_old - head - tail, added->pdata, added->len);
}

static void
take_found (HopsoFindPage *self, GListModel *found)
{
  g_set_object (&self->found, found);
  splice (self, found);
  show_found (self);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoFindPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) found =
      hopso_workspace_find_finish (HOPSO_WORKSPACE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->workspace == NULL)
    return;
  g_clear_object (&self->asking);
  if (found != NULL)
    {
      take_found (self, found);
      return;
    }
  take_found (self, NULL);
  adw_status_page_set_title (self->empty_page, _ ("The search did not work"));
  g_autofree char *words = g_markup_escape_text (error->message, -1);
  adw_status_page_set_description (self->empty_page, words);
}

static HopsoFindScope
get_scope (HopsoFindPage *self)
{
  static const HopsoFindScope scopes[] = { HOPSO_FIND_ALL, HOPSO_FIND_TEXTS, HOPSO_FIND_PAPERS,
                                           HOPSO_FIND_MEETINGS | HOPSO_FIND_AGENDA };
  guint selected = gtk_drop_down_get_selected (self->kind);

  return selected < G_N_ELEMENTS (scopes) ? scopes[selected] : HOPSO_FIND_ALL;
}

static void
set_times (HopsoFindPage *self, HopsoFindQuery *query)
{
  gint64 now = hopso_clock_now (self->clock);

  switch (gtk_drop_down_get_selected (self->time))
    {
    case 1:
      query->from = now;
      break;
    case 2:
      query->from = now - 30 * DAY;
      query->until = now;
      break;
    case 3:
      query->from = now - 365 * DAY;
      query->until = now;
      break;
    default:
      break;
    }
}

static void
ask (HopsoFindPage *self)
{
  HopsoFindQuery query = { .words = get_words (self), .limit = MAX_PAGES };
  g_autofree char *bare = g_strstrip (g_strdup (query.words));

  if (self->workspace == NULL)
    return;
  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  if (bare[0] == '\0')
    {
      take_found (self, NULL);
      return;
    }
  query.scope = get_scope (self);
  set_times (self, &query);
  self->asking = g_cancellable_new ();
  hopso_workspace_find_async (self->workspace, &query, self->asking, found_cb, g_object_ref (self));
}

static void
query_changed_cb (HopsoFindPage *self)
{
  self->is_growing = FALSE;
  ask (self);
}

/* Papers have been read since: there may be more now. */
static void
grow (HopsoFindPage *self)
{
  if (self->found == NULL || self->asking != NULL)
    return;
  self->is_growing = TRUE;
  ask (self);
}

static void
open_found (HopsoFindPage *self, HopsoFound *found)
{
  HopsoRecord *record = hopso_found_get_record (found);

  if (HOPSO_IS_PAPER (record))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-found", "(sis)",
                                hopso_record_get_id (record), hopso_found_get_page (found),
                                get_words (self));
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-meeting", "s",
                                hopso_record_get_meeting (record));
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, HopsoFindPage *self)
{
  open_found (self, hopso_found_row_get_found (HOPSO_FOUND_ROW (row)));
}

static void
activate_first_cb (HopsoFindPage *self)
{
  g_autoptr (HopsoFound) first =
      self->found != NULL ? g_list_model_get_item (self->found, 0) : NULL;

  if (first != NULL)
    open_found (self, first);
}

/* --- how much has been read ------------------------------------------------------------------ */

static void
state_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoFindPage) self = user_data;
  HopsoIndexState state = { 0 };
  g_autofree char *words = NULL;

  if (!hopso_workspace_get_index_state_finish (HOPSO_WORKSPACE (source), result, &state, NULL) ||
      self->workspace == NULL)
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->state_label), state.is_busy);
  words = g_strdup_printf (ngettext ("%u of %u paper has been read for the search so far.",
                                     "%u of %u papers have been read for the search so far.",
                                     state.n_papers),
                           state.n_read, state.n_papers);
  gtk_label_set_label (self->state_label, words);
}

static void
show_state (HopsoFindPage *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  hopso_workspace_get_index_state_async (self->workspace, state_cb, g_object_ref (self));
  grow (self);
}

static void
hopso_find_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (hopso_find_page_parent_class)->map (widget);
  show_state (HOPSO_FIND_PAGE (widget));
}

/* --- the object ------------------------------------------------------------------------------ */

static void
follow_width_cb (HopsoFindPage *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->tools),
                                  hopso_page_get_is_narrow (HOPSO_PAGE (self))
                                      ? GTK_ORIENTATION_VERTICAL
                                      : GTK_ORIENTATION_HORIZONTAL);
}

static void
hopso_find_page_dispose (GObject *object)
{
  HopsoFindPage *self = HOPSO_FIND_PAGE (object);

  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  /* The list calls back into the page. */
  if (self->shown != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  g_clear_object (&self->shown);
  g_clear_object (&self->found);
  g_clear_object (&self->clock);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (hopso_find_page_parent_class)->dispose (object);
}

static void
hopso_find_page_class_init (HopsoFindPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hopso_find_page_dispose;
  widget_class->map = hopso_find_page_map;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/hopso/HopSo/meetings/hopso-find-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HopsoFindPage, tools);
  gtk_widget_class_bind_template_child (widget_class, HopsoFindPage, search);
  gtk_widget_class_bind_template_child (widget_class, HopsoFindPage, kind);
  gtk_widget_class_bind_template_child (widget_class, HopsoFindPage, time);
  gtk_widget_class_bind_template_child (widget_class, HopsoFindPage, state_label);
  gtk_widget_class_bind_template_child (widget_class, HopsoFindPage, stack);
  gtk_widget_class_bind_template_child (widget_class, HopsoFindPage, empty_page);
  gtk_widget_class_bind_template_child (widget_class, HopsoFindPage, list);
  gtk_widget_class_bind_template_callback (widget_class, query_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_first_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
hopso_find_page_init (HopsoFindPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->shown = g_list_store_new (HOPSO_TYPE_FOUND);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->shown), make_row, self, NULL);
  g_signal_connect (self, "notify::is-narrow", G_CALLBACK (follow_width_cb), NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->state_label), FALSE);
}

/**
 * hopso_find_page_new:
 * @workspace: where to search
 * @clock: tells the time
 *
 * Returns: (transfer floating): the page, with nothing typed
 */
GtkWidget *
hopso_find_page_new (HopsoWorkspace *workspace, HopsoClock *clock)
{
  HopsoFindPage *self = g_object_new (HOPSO_TYPE_FIND_PAGE, "title", _ ("Search"), NULL);

  self->workspace = g_object_ref (workspace);
  self->clock = g_object_ref (clock);
  g_signal_connect_object (workspace, "index-changed", G_CALLBACK (show_state), self,
                           G_CONNECT_SWAPPED);
  show_found (self);
  return GTK_WIDGET (self);
}

/**
 * hopso_find_page_search:
 *
 * Puts the cursor into the search field, what was typed marked.
 */
void
hopso_find_page_search (HopsoFindPage *self)
{
  g_return_if_fail (HOPSO_IS_FIND_PAGE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
  gtk_editable_select_region (GTK_EDITABLE (self->search), 0, -1);
}
