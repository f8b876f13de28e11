/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is looked at before a meeting is published: one function for the server, which refuses, and
 * for its clients, which say so beforehand. It looks at records only; what is inside a file was
 * found before, and stands in the paper by codes. Pure; any thread. */

#include "hopso-publish-check.h"

#include "hopso-agenda-item.h"
#include "hopso-inspection-codes.h"
#include "hopso-meeting.h"
#include "hopso-paper.h"
#include "hopso-participant.h"

#include <string.h>

struct _HopsoPublishCheck
{
  GObject parent_instance;
  HopsoPublishCheckCode code;
  HopsoPublishSeverity severity;
  GStrv records; /* owned, never NULL */
  guint count;
  gint64 latest;
};

G_DEFINE_FINAL_TYPE (HopsoPublishCheck, hopso_publish_check, G_TYPE_OBJECT)

/* What is looked at, in one place. */
typedef struct
{
  HopsoMeeting *meeting;
  GPtrArray *items;
  GHashTable *by_id;   /* items by their ids */
  GHashTable *parents; /* the ids of items that have parts */
  GPtrArray *papers;
  GPtrArray *participants;
  const HopsoPublishRules *rules;
  gint64 now;
} Table;

/* What one check has found so far. */
typedef struct
{
  HopsoPublishSeverity severity;
  GPtrArray *records; /* element-type utf8, borrowed */
  guint count;
  gint64 latest;
} Finding;

static void
hopso_publish_check_finalize (GObject *object)
{
  HopsoPublishCheck *self = HOPSO_PUBLISH_CHECK (object);

  g_strfreev (self->records);
  G_OBJECT_CLASS (hopso_publish_check_parent_class)->finalize (object);
}

static void
hopso_publish_check_class_init (HopsoPublishCheckClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_publish_check_finalize;
}

static void
hopso_publish_check_init (HopsoPublishCheck *self)
{
  self->records = g_new0 (char *, 1);
}

static void
note (Finding *finding, HopsoPublishSeverity severity)
{
  finding->severity = MAX (finding->severity, severity);
}

static void
note_record (Finding *finding, HopsoPublishSeverity severity, gpointer record)
{
  note (finding, severity);
  g_ptr_array_add (finding->records, (char *) hopso_record_get_id (record));
}

static gboolean
has_code (HopsoPaper *paper, const char *code)
{
  const char *const *codes = hopso_paper_get_inspection (paper);

  return codes != NULL && g_strv_contains (codes, code);
}

static void
check_time (const Table *table, Finding *finding)
{
  gint64 start = hopso_meeting_get_start (table->meeting);
  gint64 end = hopso_meeting_get_end (table->meeting);

  if (start <= table->now || (end != 0 && end <= start))
    note (finding, HOPSO_PUBLISH_BLOCKED);
}

/* Decision 45/2018/QD-TTg: what is sent is sent whole working days before. */
static void
check_notice (const Table *table, Finding *finding)
{
  const HopsoWorkingDays *days = table->rules->days;
  gint64 today = hopso_working_days_get_day (table->now);
  gint64 day = hopso_working_days_get_day (hopso_meeting_get_start (table->meeting));
  gint64 latest = hopso_working_days_find_latest (days, day, table->rules->notice);

  finding->count = hopso_working_days_count_between (days, today, day);
  finding->latest = hopso_working_days_get_start (latest);
  if (today > latest)
    note (finding, HOPSO_PUBLISH_REASON);
}

static void
check_secrets (const Table *table, Finding *finding)
{
  finding->count = table->papers->len;
  for (guint i = 0; i < table->papers->len; i++)
    {
      HopsoPaper *paper = table->papers->pdata[i];

      if (hopso_paper_is_state_secret (paper) ||
          has_code (paper, HOPSO_INSPECTION_SECRET_MARKING) ||
          has_code (paper, HOPSO_INSPECTION_SECRET_WORDS))
        note_record (finding, HOPSO_PUBLISH_BLOCKED, paper);
      else if (has_code (paper, HOPSO_INSPECTION_UNREADABLE))
        note_record (finding, HOPSO_PUBLISH_NOTE, paper);
    }
}

static gboolean
has_role (const Table *table, const char *role)
{
  for (guint i = 0; i < table->participants->len; i++)
    if (g_strcmp0 (hopso_participant_get_role (table->participants->pdata[i]), role) == 0)
      return TRUE;
  return FALSE;
}

static void
check_composition (const Table *table, Finding *finding)
{
  gboolean is_presided =
      hopso_meeting_get_chair (table->meeting) != NULL || has_role (table, "chair");
  gboolean is_written =
      hopso_meeting_get_secretary (table->meeting) != NULL || has_role (table, "secretary");

  finding->count = table->participants->len;
  if (!is_presided || table->participants->len == 0)
    note (finding, HOPSO_PUBLISH_BLOCKED);
  else if (!is_written)
    note (finding, HOPSO_PUBLISH_REASON);
}

static gboolean
has_parts (const Table *table, gpointer item)
{
  return g_hash_table_contains (table->parents, hopso_record_get_id (item));
}

/* The minutes of an item with parts are those of its parts. */
static void
check_agenda (const Table *table, Finding *finding)
{
  gint64 start = hopso_meeting_get_start (table->meeting);
  gint64 end = hopso_meeting_get_end (table->meeting);
  gint64 minutes = 0;

  for (guint i = 0; i < table->items->len; i++)
    if (!has_parts (table, table->items->pdata[i]))
      minutes += CLAMP (hopso_agenda_item_get_duration (table->items->pdata[i]), 0, 24 * 60);
  finding->count = table->items->len;
  if (table->items->len == 0)
    note (finding, HOPSO_PUBLISH_REASON);
  else if (end > start && minutes * 60 > end - start)
    note (finding, HOPSO_PUBLISH_NOTE);
}

/* An item has papers when a part of it has. Items that hang in a circle are gone round once. */
static void
check_papers (const Table *table, Finding *finding)
{
  g_autoptr (GHashTable) covered = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < table->papers->len; i++)
    {
      const char *id = hopso_paper_get_agenda_item (table->papers->pdata[i]);

      while (id != NULL && g_hash_table_add (covered, (char *) id))
        {
          HopsoAgendaItem *item = g_hash_table_lookup (table->by_id, id);

          id = item != NULL ? hopso_agenda_item_get_parent (item) : NULL;
        }
    }
  for (guint i = 0; i < table->items->len; i++)
    if (hopso_agenda_item_get_expects_papers (table->items->pdata[i]) &&
        !g_hash_table_contains (covered, hopso_record_get_id (table->items->pdata[i])))
      note_record (finding, HOPSO_PUBLISH_REASON, table->items->pdata[i]);
  finding->count = table->papers->len;
}

static void
check_files (const Table *table, Finding *finding)
{
  finding->count = table->papers->len;
  for (guint i = 0; i < table->papers->len; i++)
    if (has_code (table->papers->pdata[i], HOPSO_INSPECTION_UNCONVERTED))
      note_record (finding, HOPSO_PUBLISH_BLOCKED, table->papers->pdata[i]);
}

static void
check_review (const Table *table, Finding *finding)
{
  for (guint i = 0; i < table->papers->len; i++)
    {
      const char *review = hopso_paper_get_review (table->papers->pdata[i]);
      gboolean is_asked = review != NULL && strcmp (review, HOPSO_PAPER_REVIEW_NONE) != 0;

      if (g_strcmp0 (review, HOPSO_PAPER_REVIEW_APPROVED) == 0)
        finding->count++;
      else if (is_asked || table->rules->needs_review)
        note_record (finding, HOPSO_PUBLISH_BLOCKED, table->papers->pdata[i]);
    }
}

static void
check_viruses (const Table *table, Finding *finding)
{
  for (guint i = 0; i < table->papers->len; i++)
    {
      HopsoPaper *paper = table->papers->pdata[i];

      if (has_code (paper, HOPSO_INSPECTION_INFECTED))
        note_record (finding, HOPSO_PUBLISH_BLOCKED, paper);
      else if (has_code (paper, HOPSO_INSPECTION_CLEAN))
        finding->count++;
      else if (table->rules->needs_scan)
        note_record (finding, HOPSO_PUBLISH_BLOCKED, paper);
      else if (has_code (paper, HOPSO_INSPECTION_SCANNER_DOWN))
        note_record (finding, HOPSO_PUBLISH_REASON, paper);
    }
}

static const struct
{
  const char *name;
  void (*run) (const Table *table, Finding *finding);
} checks[HOPSO_PUBLISH_CHECK_N_CODES] = {
  [HOPSO_PUBLISH_CHECK_TIME] = { "time", check_time },
  [HOPSO_PUBLISH_CHECK_NOTICE] = { "notice", check_notice },
  [HOPSO_PUBLISH_CHECK_SECRETS] = { "secrets", check_secrets },
  [HOPSO_PUBLISH_CHECK_COMPOSITION] = { "composition", check_composition },
  [HOPSO_PUBLISH_CHECK_AGENDA] = { "agenda", check_agenda },
  [HOPSO_PUBLISH_CHECK_PAPERS] = { "papers", check_papers },
  [HOPSO_PUBLISH_CHECK_FILES] = { "files", check_files },
  [HOPSO_PUBLISH_CHECK_REVIEW] = { "review", check_review },
  [HOPSO_PUBLISH_CHECK_VIRUSES] = { "viruses", check_viruses },
};

static HopsoPublishCheck *
run_one (const Table *table, HopsoPublishCheckCode code)
{
  HopsoPublishCheck *self = g_object_new (HOPSO_TYPE_PUBLISH_CHECK, NULL);
  g_autoptr (GPtrArray) records = g_ptr_array_new ();
  Finding finding = { HOPSO_PUBLISH_GOOD, records, 0, 0 };

  checks[code].run (table, &finding);
  g_ptr_array_add (records, NULL);
  g_strfreev (self->records);
  self->records = g_strdupv ((char **) records->pdata);
  self->code = code;
  self->severity = finding.severity;
  self->count = finding.count;
  self->latest = finding.latest;
  return self;
}

static void
add_item (Table *table, HopsoAgendaItem *item)
{
  const char *parent = hopso_agenda_item_get_parent (item);

  g_ptr_array_add (table->items, item);
  g_hash_table_insert (table->by_id, (char *) hopso_record_get_id (HOPSO_RECORD (item)), item);
  if (parent != NULL)
    g_hash_table_add (table->parents, (char *) parent);
}

/**
 * hopso_publish_check_run:
 * @records: (element-type HopsoRecord): the draft of a meeting and what belongs to it; other
 *   records are passed over
 * @rules: what the administrator decided
 * @now: seconds since 1970-01-01T00:00:00Z
 *
 * Returns: (transfer full) (element-type HopsoPublishCheck): one for each code, in their order;
 *   none when there is no meeting among @records
 */
GPtrArray *
hopso_publish_check_run (GPtrArray *records, const HopsoPublishRules *rules, gint64 now)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) items = g_ptr_array_new ();
  g_autoptr (GPtrArray) papers = g_ptr_array_new ();
  g_autoptr (GPtrArray) participants = g_ptr_array_new ();
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) parents = g_hash_table_new (g_str_hash, g_str_equal);
  Table table = { NULL, items, by_id, parents, papers, participants, rules, now };

  for (guint i = 0; i < records->len; i++)
    if (HOPSO_IS_MEETING (records->pdata[i]))
      table.meeting = records->pdata[i];
    else if (HOPSO_IS_AGENDA_ITEM (records->pdata[i]))
      add_item (&table, records->pdata[i]);
    else if (HOPSO_IS_PAPER (records->pdata[i]))
      g_ptr_array_add (papers, records->pdata[i]);
    else if (HOPSO_IS_PARTICIPANT (records->pdata[i]))
      g_ptr_array_add (participants, records->pdata[i]);
  for (guint code = 0; table.meeting != NULL && code < HOPSO_PUBLISH_CHECK_N_CODES; code++)
    g_ptr_array_add (found, run_one (&table, code));
  return found;
}

/**
 * hopso_publish_check_find_worst:
 * @checks: (element-type HopsoPublishCheck): what was found
 *
 * Returns: whether it may go out
 */
HopsoPublishSeverity
hopso_publish_check_find_worst (GPtrArray *found)
{
  HopsoPublishSeverity worst = HOPSO_PUBLISH_GOOD;

  for (guint i = 0; i < found->len; i++)
    worst = MAX (worst, hopso_publish_check_get_severity (found->pdata[i]));
  return worst;
}

/**
 * hopso_publish_check_get_code:
 *
 * Returns: what was looked at
 */
HopsoPublishCheckCode
hopso_publish_check_get_code (HopsoPublishCheck *self)
{
  return self->code;
}

/**
 * hopso_publish_check_get_severity:
 *
 * Returns: how bad it is
 */
HopsoPublishSeverity
hopso_publish_check_get_severity (HopsoPublishCheck *self)
{
  return self->severity;
}

/**
 * hopso_publish_check_get_records:
 *
 * Returns: (array zero-terminated=1): the ids of the items or papers that something is wrong with
 */
const char *const *
hopso_publish_check_get_records (HopsoPublishCheck *self)
{
  return (const char *const *) self->records;
}

/**
 * hopso_publish_check_get_count:
 *
 * Returns: of NOTICE, how many working days lie between today and the meeting; of COMPOSITION, how
 *   many are invited; of AGENDA, how many items there are; of SECRETS, PAPERS and FILES, how many
 *   papers; of REVIEW and VIRUSES, how many are known to be in order
 */
guint
hopso_publish_check_get_count (HopsoPublishCheck *self)
{
  return self->count;
}

/**
 * hopso_publish_check_get_latest:
 *
 * Returns: of NOTICE, the beginning of the latest day on which it can be published without a
 *   reason, in seconds since 1970-01-01T00:00:00Z
 */
gint64
hopso_publish_check_get_latest (HopsoPublishCheck *self)
{
  return self->latest;
}

/**
 * hopso_publish_check_equal:
 *
 * Returns: whether both say the same
 */
gboolean
hopso_publish_check_equal (HopsoPublishCheck *a, HopsoPublishCheck *b)
{
  return a->code == b->code && a->severity == b->severity && a->count == b->count &&
         a->latest == b->latest &&
         g_strv_equal ((const char *const *) a->records, (const char *const *) b->records);
}

/**
 * hopso_publish_check_code_to_string:
 * @code: a check
 *
 * Returns: its name on the wire and in the audit log
 */
const char *
hopso_publish_check_code_to_string (HopsoPublishCheckCode code)
{
  return checks[code].name;
}
