/* SPDX-License-Identifier: GPL-3.0-or-later */

/* For who presides or prepares a meeting: each paper with how many have received and read it, and,
 * when a row is opened, who has not. Counted over those who shall come: invited people, or who
 * comes instead. Nobody else sees it. Main thread. */

#include "hopso-receipt-list.h"

#include "hopso-change-set.h"
#include "hopso-receipt.h"
#include "hopso-text-fold.h"
#include "hopso-workspace-people.h"

#include <glib/gi18n.h>

struct _HopsoReceiptList
{
  AdwBin parent_instance;

  HopsoWorkspace *workspace; /* owned, nullable: not set */
  char *meeting_id;          /* owned, nullable: not set */
  GListModel *papers;        /* owned, nullable: not set */
  GListModel *people;        /* owned, nullable: not set */

  GtkBox *box;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (HopsoReceiptList, hopso_receipt_list, ADW_TYPE_BIN)

/* Who shall have the paper: nobody to whom it is closed. */
static gboolean
is_reader (HopsoPaper *paper, const char *person)
{
  const char *const *readers = hopso_paper_get_readers (paper);

  return person != NULL && (!hopso_paper_is_restricted (paper) ||
                            (readers != NULL && g_strv_contains (readers, person)));
}

static const char *
get_attendee (HopsoParticipant *participant)
{
  return hopso_substitution_is_in_force (participant)
             ? hopso_participant_get_substitute (participant)
             : hopso_participant_get_person (participant);
}

static HopsoReceiptState
get_state (HopsoReceiptList *self, const char *person, HopsoPaper *paper)
{
  g_autofree char *id = hopso_receipt_make_id (self->meeting_id, person);

  return hopso_receipt_get_state (
      (HopsoReceipt *) hopso_workspace_lookup_record (self->workspace, HOPSO_KIND_RECEIPT, id),
      hopso_paper_get_digest (paper));
}

typedef struct
{
  guint n;
  guint n_received;
  guint n_read;
  GPtrArray *missing; /* owned: names */
  GPtrArray *unread;  /* owned: names */
} Count;

static void
count_clear (Count *count)
{
  g_clear_pointer (&count->missing, g_ptr_array_unref);
  g_clear_pointer (&count->unread, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Count, count_clear)

static void
count_up (HopsoReceiptList *self, HopsoPaper *paper, Count *count)
{
  count->missing = g_ptr_array_new_with_free_func (g_free);
  count->unread = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < g_list_model_get_n_items (self->people); i++)
    {
      g_autoptr (HopsoParticipant) participant = g_list_model_get_item (self->people, i);
      const char *person = get_attendee (participant);
      HopsoPerson *record = hopso_workspace_lookup_person (self->workspace, person);
      HopsoReceiptState state;

      if (record == NULL || !is_reader (paper, person))
        continue;
      state = get_state (self, person, paper);
      count->n++;
      count->n_received += state != HOPSO_RECEIPT_IS_MISSING;
      count->n_read += state == HOPSO_RECEIPT_IS_READ;
      if (state == HOPSO_RECEIPT_IS_MISSING)
        g_ptr_array_add (count->missing, g_strdup (hopso_person_get_name (record)));
      else if (state == HOPSO_RECEIPT_IS_RECEIVED)
        g_ptr_array_add (count->unread, g_strdup (hopso_person_get_name (record)));
    }
}

static void
add_names (AdwExpanderRow *row, const char *title, GPtrArray *names)
{
  GtkWidget *line;
  g_autofree char *joined = NULL;

  if (names->len == 0)
    return;
  g_ptr_array_add (names, NULL);
  joined = g_strjoinv (", ", (char **) names->pdata);
  line = g_object_new (ADW_TYPE_ACTION_ROW, "title", title, "use-markup", FALSE, "subtitle", joined,
                       "subtitle-lines", 0, NULL);
  adw_expander_row_add_row (row, line);
}

static GtkWidget *
make_row (HopsoReceiptList *self, HopsoPaper *paper)
{
  g_auto (Count) count = { 0 };
  GtkWidget *row;
  g_autofree char *name = hopso_text_capitalised (hopso_paper_get_name (paper));
  g_autofree char *words = NULL;

  count_up (self, paper, &count);
  /* Translators: of how many people how many have received and read a paper. */
  words = g_strdup_printf (_ ("%u/%u received, %u read"), count.n_received, count.n, count.n_read);
  row = g_object_new (ADW_TYPE_EXPANDER_ROW, "use-markup", FALSE, "title", name, "subtitle", words,
                      NULL);
  add_names (ADW_EXPANDER_ROW (row), _ ("Not received"), count.missing);
  add_names (ADW_EXPANDER_ROW (row), _ ("Received, not read"), count.unread);
  adw_expander_row_set_enable_expansion (ADW_EXPANDER_ROW (row), count.n > count.n_read);
  return row;
}

static void
update (HopsoReceiptList *self)
{
  HopsoRecord *meeting =
      hopso_workspace_lookup_record (self->workspace, HOPSO_KIND_MEETING, self->meeting_id);
  guint n_papers = g_list_model_get_n_items (self->papers);
  gboolean is_shown = meeting != NULL && n_papers > 0 &&
                      hopso_workspace_prepares (self->workspace, HOPSO_MEETING (meeting)) &&
                      g_strcmp0 (hopso_meeting_get_state (HOPSO_MEETING (meeting)), "draft") != 0;
  GtkWidget *row;

  gtk_widget_set_visible (GTK_WIDGET (self), is_shown);
  while ((row = GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, 0))) != NULL)
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; is_shown && i < n_papers; i++)
    {
      g_autoptr (HopsoPaper) paper = g_list_model_get_item (self->papers, i);

      gtk_list_box_append (self->list, make_row (self, paper));
    }
}

static void
changed_cb (HopsoReceiptList *self, HopsoChangeSet *changes)
{
  if (hopso_change_set_touches (changes, HOPSO_KIND_RECEIPT) ||
      hopso_change_set_touches (changes, HOPSO_KIND_PAPER) ||
      hopso_change_set_touches (changes, HOPSO_KIND_PARTICIPANT) ||
      hopso_change_set_touches (changes, HOPSO_KIND_MEETING))
    update (self);
}

static void
hopso_receipt_list_dispose (GObject *object)
{
  HopsoReceiptList *self = HOPSO_RECEIPT_LIST (object);

  g_clear_object (&self->papers);
  g_clear_object (&self->people);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (hopso_receipt_list_parent_class)->dispose (object);
}

static void
hopso_receipt_list_finalize (GObject *object)
{
  g_free (HOPSO_RECEIPT_LIST (object)->meeting_id);
  G_OBJECT_CLASS (hopso_receipt_list_parent_class)->finalize (object);
}

static void
hopso_receipt_list_class_init (HopsoReceiptListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hopso_receipt_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = hopso_receipt_list_finalize;
}

static void
hopso_receipt_list_init (HopsoReceiptList *self)
{
  GtkWidget *heading = g_object_new (GTK_TYPE_LABEL, "label", _ ("Papers received and read"),
                                     "xalign", 0.0, "wrap", TRUE, NULL);

  self->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 10));
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_widget_add_css_class (heading, "heading");
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  heading, NULL, -1);
  gtk_widget_set_margin_top (GTK_WIDGET (self->box), 18);
  gtk_box_append (self->box, heading);
  gtk_box_append (self->box, GTK_WIDGET (self->list));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->box));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * hopso_receipt_list_set_meeting:
 * @self: a list
 * @workspace: where the receipts are
 * @meeting_id: the meeting, once and for all
 */
void
hopso_receipt_list_set_meeting (HopsoReceiptList *self,
                                HopsoWorkspace *workspace,
                                const char *meeting_id)
{
  g_return_if_fail (HOPSO_IS_RECEIPT_LIST (self) && self->workspace == NULL);

  self->workspace = g_object_ref (workspace);
  self->meeting_id = g_strdup (meeting_id);
  self->papers = hopso_workspace_list_papers_of_meeting (workspace, meeting_id);
  self->people = hopso_workspace_list_participants (workspace, meeting_id);
  g_signal_connect_object (workspace, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  update (self);
}
