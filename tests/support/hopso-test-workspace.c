/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A workspace without store, server or network behind it, in the place of the real one: compiled
 * into a test, it is what the pages under test get from hopso-workspace.h. Records are put in by
 * the test; lists are live, and answers change the records at once. */

#include "hopso-test-workspace.h"

#include "hopso-agenda-item.h"
#include "hopso-change-set.h"
#include "hopso-meeting.h"
#include "hopso-record-list.h"
#include "hopso-sign-request.h"
#include "hopso-sign-step.h"

typedef struct
{
  HopsoRecordList *list; /* owned */
  HopsoKindId kind;
  int field;                                              /* -1: all of the kind */
  char *value;                                            /* owned, nullable: not set */
  gboolean (*accepts) (HopsoRecord *, const char *value); /* nullable: by the field */
} LiveList;

typedef struct
{
  HopsoPaperState state;
  double fraction;
} PaperState;

struct _HopsoWorkspace
{
  GObject parent_instance;

  char *person_id;          /* owned */
  GHashTable *records;      /* owned: id → HopsoRecord */
  GHashTable *paper_states; /* owned: id → PaperState */
  GPtrArray *lists;         /* owned: of LiveList */
  HopsoSyncState sync_state;
  gint64 offline_since;
  guint n_waiting;
};

G_DEFINE_FINAL_TYPE (HopsoWorkspace, hopso_workspace, G_TYPE_OBJECT)
G_DEFINE_QUARK (hopso - workspace - error - quark, hopso_workspace_error)

enum
{
  PROP_SYNC_STATE = 1,
  PROP_OFFLINE_SINCE,
  PROP_N_WAITING,
  PROP_SYNC_MESSAGE,
  PROP_N_REFUSED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static guint changed_signal;
static guint paper_changed_signal;

static void
live_list_free (gpointer data)
{
  LiveList *live = data;

  g_object_unref (live->list);
  g_free (live->value);
  g_free (live);
}

static gboolean
live_list_wants (const LiveList *live, HopsoRecord *record)
{
  if (hopso_record_get_kind (record)->id != live->kind)
    return FALSE;
  if (live->accepts != NULL)
    return live->accepts (record, live->value);
  /* The agenda of a meeting is its items; their parts are lists of their own. */
  if (HOPSO_IS_AGENDA_ITEM (record) && live->field == HOPSO_AGENDA_ITEM_MEETING &&
      hopso_agenda_item_get_parent (HOPSO_AGENDA_ITEM (record)) != NULL)
    return FALSE;
  return live->field < 0 ||
         g_strcmp0 (hopso_record_get_string (record, (guint) live->field), live->value) == 0;
}

static void
hopso_workspace_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HopsoWorkspace *self = HOPSO_WORKSPACE (object);

  if (id == PROP_SYNC_STATE)
    g_value_set_enum (value, (int) self->sync_state);
  else if (id == PROP_OFFLINE_SINCE)
    g_value_set_int64 (value, self->offline_since);
  else if (id == PROP_N_WAITING)
    g_value_set_uint (value, self->n_waiting);
  else if (id == PROP_N_REFUSED)
    g_value_set_uint (value, hopso_workspace_get_n_refused (self));
}

static void
hopso_workspace_finalize (GObject *object)
{
  HopsoWorkspace *self = HOPSO_WORKSPACE (object);

  g_ptr_array_unref (self->lists);
  g_hash_table_unref (self->records);
  g_hash_table_unref (self->paper_states);
  g_free (self->person_id);
  G_OBJECT_CLASS (hopso_workspace_parent_class)->finalize (object);
}

static void
hopso_workspace_class_init (HopsoWorkspaceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = hopso_workspace_get_property;
  object_class->finalize = hopso_workspace_finalize;
  properties[PROP_SYNC_STATE] =
      g_param_spec_enum ("sync-state", NULL, NULL, HOPSO_TYPE_SYNC_STATE, 0, flags);
  properties[PROP_OFFLINE_SINCE] =
      g_param_spec_int64 ("offline-since", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_N_WAITING] = g_param_spec_uint ("n-waiting", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_SYNC_MESSAGE] = g_param_spec_string ("sync-message", NULL, NULL, NULL, flags);
  properties[PROP_N_REFUSED] = g_param_spec_uint ("n-refused", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  changed_signal = g_signal_new ("changed", HOPSO_TYPE_WORKSPACE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, HOPSO_TYPE_CHANGE_SET);
  paper_changed_signal = g_signal_new ("paper-changed", HOPSO_TYPE_WORKSPACE, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  g_signal_new ("notice", HOPSO_TYPE_WORKSPACE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                1, G_TYPE_STRING);
  g_signal_new ("steps-changed", HOPSO_TYPE_WORKSPACE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 1, G_TYPE_STRING);
  g_signal_new ("news", HOPSO_TYPE_WORKSPACE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                1, G_TYPE_PTR_ARRAY);
  g_signal_new ("index-changed", HOPSO_TYPE_WORKSPACE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 0);
}

static void
hopso_workspace_init (HopsoWorkspace *self)
{
  self->records = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  self->paper_states = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->lists = g_ptr_array_new_with_free_func (live_list_free);
}

/* An empty workspace of the person with this id. */
HopsoWorkspace *
hopso_test_workspace_new (const char *person_id)
{
  HopsoWorkspace *self = g_object_new (HOPSO_TYPE_WORKSPACE, NULL);

  self->person_id = g_strdup (person_id);
  return self;
}

/* Takes @record: it is in the lists, and "changed" has been emitted, when this returns. */
void
hopso_test_workspace_put (HopsoWorkspace *self, HopsoRecord *record)
{
  const char *id = hopso_record_get_id (record);
  HopsoKindId kind = hopso_record_get_kind (record)->id;
  gboolean is_new = !g_hash_table_contains (self->records, id);
  g_autoptr (HopsoChangeSet) changes = hopso_change_set_new ();

  g_hash_table_replace (self->records, (gpointer) id, record);
  for (guint i = 0; i < self->lists->len; i++)
    {
      LiveList *live = g_ptr_array_index (self->lists, i);

      if (live_list_wants (live, record))
        hopso_record_list_put (live->list, record);
      else if (live->kind == kind)
        hopso_record_list_remove (live->list, id);
    }
  hopso_change_set_add (changes, kind, id, is_new ? HOPSO_CHANGE_CREATED : HOPSO_CHANGE_UPDATED);
  g_signal_emit (self, changed_signal, 0, changes);
}

/* The record is out of the lists, and "changed" has been emitted, when this returns. */
void
hopso_test_workspace_remove (HopsoWorkspace *self, HopsoKindId kind, const char *id)
{
  g_autofree char *gone = g_strdup (id);
  g_autoptr (HopsoChangeSet) changes = hopso_change_set_new ();

  for (guint i = 0; i < self->lists->len; i++)
    hopso_record_list_remove (((LiveList *) self->lists->pdata[i])->list, gone);
  g_hash_table_remove (self->records, gone);
  hopso_change_set_add (changes, kind, gone, HOPSO_CHANGE_DESTROYED);
  g_signal_emit (self, changed_signal, 0, changes);
}

void
hopso_test_workspace_set_paper_state (HopsoWorkspace *self,
                                      const char *paper_id,
                                      HopsoPaperState state,
                                      double fraction)
{
  PaperState *paper = g_new (PaperState, 1);

  *paper = (PaperState){ state, fraction };
  g_hash_table_replace (self->paper_states, g_strdup (paper_id), paper);
  g_signal_emit (self, paper_changed_signal, 0, paper_id);
}

void
hopso_test_workspace_set_sync (HopsoWorkspace *self,
                               HopsoSyncState state,
                               gint64 offline_since,
                               guint n_waiting)
{
  self->sync_state = state;
  self->offline_since = offline_since;
  self->n_waiting = n_waiting;
  for (guint i = 1; i < N_PROPS; i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
}

HopsoSyncState
hopso_workspace_get_sync_state (HopsoWorkspace *self)
{
  return self->sync_state;
}

gint64
hopso_workspace_get_offline_since (HopsoWorkspace *self)
{
  return self->offline_since;
}

guint
hopso_workspace_get_n_waiting (HopsoWorkspace *self)
{
  return self->n_waiting;
}

const char *
hopso_workspace_get_sync_message (HopsoWorkspace *self)
{
  return NULL;
}

void
hopso_workspace_sync_now (HopsoWorkspace *self)
{
  hopso_test_workspace_set_sync (self, HOPSO_SYNC_IDLE, 0, 0);
}

HopsoRecord *
hopso_workspace_lookup_record (HopsoWorkspace *self, HopsoKindId kind, const char *id)
{
  HopsoRecord *record = id != NULL ? g_hash_table_lookup (self->records, id) : NULL;

  return record != NULL && hopso_record_get_kind (record)->id == kind ? record : NULL;
}

HopsoPerson *
hopso_workspace_get_person (HopsoWorkspace *self)
{
  return hopso_workspace_lookup_person (self, self->person_id);
}

HopsoPerson *
hopso_workspace_lookup_person (HopsoWorkspace *self, const char *id)
{
  return (HopsoPerson *) hopso_workspace_lookup_record (self, HOPSO_KIND_PERSON, id);
}

HopsoOrganization *
hopso_workspace_lookup_organization (HopsoWorkspace *self, const char *id)
{
  return (HopsoOrganization *) hopso_workspace_lookup_record (self, HOPSO_KIND_ORGANIZATION, id);
}

HopsoPaper *
hopso_workspace_lookup_paper (HopsoWorkspace *self, const char *id)
{
  return (HopsoPaper *) hopso_workspace_lookup_record (self, HOPSO_KIND_PAPER, id);
}

static const char *
get_order_key (HopsoRecord *record)
{
  int field = hopso_kind_find_field (hopso_record_get_kind (record), "x-order");

  return field >= 0 ? hopso_record_get_string (record, (guint) field) : NULL;
}

static int
compare (HopsoRecord *a, HopsoRecord *b)
{
  gint64 left = 0;
  gint64 right = 0;

  if (HOPSO_IS_MEETING (a))
    {
      left = hopso_meeting_get_start (HOPSO_MEETING (a));
      right = hopso_meeting_get_start (HOPSO_MEETING (b));
    }
  else if (HOPSO_IS_SIGN_STEP (a))
    {
      left = hopso_sign_step_get_number (HOPSO_SIGN_STEP (a));
      right = hopso_sign_step_get_number (HOPSO_SIGN_STEP (b));
    }
  else if (HOPSO_IS_SIGN_REQUEST (a))
    {
      left = hopso_sign_request_get_deadline (HOPSO_SIGN_REQUEST (a));
      right = hopso_sign_request_get_deadline (HOPSO_SIGN_REQUEST (b));
    }
  if (left != right)
    return left < right ? -1 : 1;
  return g_strcmp0 (get_order_key (a), get_order_key (b));
}

static GListModel *
list_all (HopsoWorkspace *self, LiveList *live)
{
  GHashTableIter iter;
  gpointer record;

  live->list = hopso_record_list_new (live->kind, compare);
  g_hash_table_iter_init (&iter, self->records);
  while (g_hash_table_iter_next (&iter, NULL, &record))
    if (live_list_wants (live, record))
      hopso_record_list_put (live->list, record);
  g_ptr_array_add (self->lists, live);
  return G_LIST_MODEL (g_object_ref (live->list));
}

static GListModel *
list (HopsoWorkspace *self, HopsoKindId kind, int field, const char *value)
{
  LiveList *live = g_new0 (LiveList, 1);

  live->kind = kind;
  live->field = field;
  live->value = g_strdup (value);
  return list_all (self, live);
}

/* The records of @kind that @accepts with @value. */
GListModel *
hopso_test_workspace_list_where (HopsoWorkspace *self,
                                 HopsoKindId kind,
                                 gboolean (*accepts) (HopsoRecord *, const char *),
                                 const char *value)
{
  LiveList *live = g_new0 (LiveList, 1);

  live->kind = kind;
  live->accepts = accepts;
  live->value = g_strdup (value);
  return list_all (self, live);
}

GListModel *
hopso_workspace_list_meetings (HopsoWorkspace *self)
{
  return list (self, HOPSO_KIND_MEETING, -1, NULL);
}

GListModel *
hopso_workspace_list_agenda (HopsoWorkspace *self, const char *meeting_id)
{
  return list (self, HOPSO_KIND_AGENDA_ITEM, HOPSO_AGENDA_ITEM_MEETING, meeting_id);
}

GListModel *
hopso_workspace_list_agenda_children (HopsoWorkspace *self, const char *item_id)
{
  return list (self, HOPSO_KIND_AGENDA_ITEM, HOPSO_AGENDA_ITEM_PARENT, item_id);
}

GListModel *
hopso_workspace_list_papers_of_item (HopsoWorkspace *self, const char *item_id)
{
  return list (self, HOPSO_KIND_PAPER, HOPSO_PAPER_AGENDA_ITEM, item_id);
}

GListModel *
hopso_workspace_list_papers_of_meeting (HopsoWorkspace *self, const char *meeting_id)
{
  return list (self, HOPSO_KIND_PAPER, HOPSO_PAPER_MEETING, meeting_id);
}

GListModel *
hopso_workspace_list_participants (HopsoWorkspace *self, const char *meeting_id)
{
  return list (self, HOPSO_KIND_PARTICIPANT, HOPSO_PARTICIPANT_MEETING, meeting_id);
}

GListModel *
hopso_workspace_list_persons (HopsoWorkspace *self)
{
  return list (self, HOPSO_KIND_PERSON, -1, NULL);
}

HopsoParticipant *
hopso_workspace_lookup_my_participation (HopsoWorkspace *self, const char *meeting_id)
{
  GHashTableIter iter;
  gpointer record;

  g_hash_table_iter_init (&iter, self->records);
  while (g_hash_table_iter_next (&iter, NULL, &record))
    if (HOPSO_IS_PARTICIPANT (record) &&
        g_strcmp0 (hopso_participant_get_meeting (record), meeting_id) == 0 &&
        g_strcmp0 (hopso_participant_get_person (record), self->person_id) == 0)
      return record;
  return NULL;
}

/* From now on the server does not know yet of what was done to the record. */
void
hopso_test_workspace_set_waiting (HopsoWorkspace *self, const char *id)
{
  g_object_set_data_full (G_OBJECT (self), "waiting", g_strdup (id), g_free);
}

gboolean
hopso_workspace_is_waiting (HopsoWorkspace *self, HopsoKindId kind, const char *id)
{
  return g_strcmp0 (g_object_get_data (G_OBJECT (self), "waiting"), id) == 0;
}

HopsoPaperState
hopso_workspace_get_paper_state (HopsoWorkspace *self, const char *id, double *fraction)
{
  PaperState *paper = g_hash_table_lookup (self->paper_states, id);

  if (fraction != NULL)
    *fraction = paper != NULL ? paper->fraction : 0;
  return paper != NULL ? paper->state : HOPSO_PAPER_ABSENT;
}

void
hopso_workspace_download_meeting (HopsoWorkspace *self, const char *meeting_id)
{
  g_autoptr (GListModel) papers = hopso_workspace_list_papers_of_meeting (self, meeting_id);

  for (guint i = 0; i < g_list_model_get_n_items (papers); i++)
    {
      g_autoptr (HopsoRecord) paper = g_list_model_get_item (papers, i);

      hopso_test_workspace_set_paper_state (self, hopso_record_get_id (paper), HOPSO_PAPER_READY,
                                            1);
    }
}
