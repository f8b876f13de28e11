/* SPDX-License-Identifier: GPL-3.0-or-later */

/* In what a meeting differs from how it was told before: a list for people, made of two sets of
 * records with the same ids, and its way as text in a publication. It says what, not in which
 * words. Positions among open papers do not count restricted ones, so that nobody counts what is
 * kept from them. Pure; any thread. */

#include "hopso-meeting-difference.h"

#include "hopso-agenda-item.h"
#include "hopso-agenda.h"
#include "hopso-meeting.h"
#include "hopso-paper.h"
#include "hopso-participant.h"

#include <string.h>

#define N_PARTS 6

/* One side of the comparison. */
typedef struct
{
  GPtrArray *records;  /* borrowed */
  GHashTable *by_id;   /* owned: id, borrowed → record, borrowed */
  GHashTable *numbers; /* owned: item's id → number */
} Side;

static void
side_clear (Side *self)
{
  g_clear_pointer (&self->by_id, g_hash_table_unref);
  g_clear_pointer (&self->numbers, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Side, side_clear)

static void
side_init (Side *self, GPtrArray *records)
{
  self->records = records;
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->numbers = hopso_agenda_number (records);
  for (guint i = 0; i < records->len; i++)
    g_hash_table_insert (self->by_id, (char *) hopso_record_get_id (records->pdata[i]),
                         records->pdata[i]);
}

/**
 * hopso_meeting_change_free:
 * @self: (transfer full): a change
 */
void
hopso_meeting_change_free (HopsoMeetingChange *self)
{
  g_free (self->what);
  g_free (self->how);
  g_free (self->id);
  g_free (self->number);
  g_free (self->name);
  g_free (self);
}

static char *
clean (const char *text)
{
  char *copy = g_strdup (text != NULL ? text : "");

  return g_strdelimit (copy, "\t\r\n", ' ');
}

/**
 * hopso_meeting_change_to_string:
 *
 * Returns: (transfer full): one line, its parts divided by tabs
 */
char *
hopso_meeting_change_to_string (const HopsoMeetingChange *self)
{
  g_autofree char *number = clean (self->number);
  g_autofree char *name = clean (self->name);

  return g_strdup_printf ("%s\t%s\t%s\t%s\t%u\t%s", self->what, self->how,
                          self->id != NULL ? self->id : "", number, self->position, name);
}

static char *
dup_part (const char *part)
{
  return part[0] != '\0' ? g_strdup (part) : NULL;
}

/**
 * hopso_meeting_change_parse:
 * @text: from outside
 *
 * Returns: (transfer full) (nullable): the change, %NULL when it is none
 */
HopsoMeetingChange *
hopso_meeting_change_parse (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "\t", N_PARTS);
  guint64 position;

  if (g_strv_length (parts) != N_PARTS || parts[0][0] == '\0' || parts[1][0] == '\0' ||
      !g_ascii_string_to_unsigned (parts[4], 10, 0, G_MAXUINT16, &position, NULL))
    return NULL;

  HopsoMeetingChange *self = g_new0 (HopsoMeetingChange, 1);
  self->what = g_strdup (parts[0]);
  self->how = g_strdup (parts[1]);
  self->id = dup_part (parts[2]);
  self->number = dup_part (parts[3]);
  self->position = (guint) position;
  self->name = dup_part (parts[5]);
  return self;
}

static HopsoMeetingChange *
add (GPtrArray *changes, const char *what, const char *how, const char *id, const char *name)
{
  HopsoMeetingChange *change = g_new0 (HopsoMeetingChange, 1);

  change->what = g_strdup (what);
  change->how = g_strdup (how);
  change->id = g_strdup (id);
  change->name = g_strdup (name);
  g_ptr_array_add (changes, change);
  return change;
}

static gboolean
differ (HopsoRecord *a, HopsoRecord *b, const guint *fields, gsize n_fields)
{
  for (gsize i = 0; i < n_fields; i++)
    if (!hopso_record_field_equal (a, b, fields[i]))
      return TRUE;
  return FALSE;
}

static void
compare_meetings (GPtrArray *changes, HopsoRecord *before, HopsoRecord *after)
{
  static const struct
  {
    guint field;
    const char *what;
  } members[] = {
    { HOPSO_MEETING_NAME, HOPSO_CHANGED_NAME },
    { HOPSO_MEETING_LOCATION, HOPSO_CHANGED_PLACE },
    { HOPSO_MEETING_ONLINE, HOPSO_CHANGED_ONLINE },
    { HOPSO_MEETING_CHAIR, HOPSO_CHANGED_CHAIR },
    { HOPSO_MEETING_SECRETARY, HOPSO_CHANGED_SECRETARY },
    { HOPSO_MEETING_DESCRIPTION, HOPSO_CHANGED_NOTE },
  };
  HopsoMeeting *old = HOPSO_MEETING (before);
  HopsoMeeting *new = HOPSO_MEETING (after);

  if (hopso_meeting_get_start (old) != hopso_meeting_get_start (new) ||
      hopso_meeting_get_end (old) != hopso_meeting_get_end (new))
    {
      g_autofree char *times = g_strdup_printf (
          "%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT,
          hopso_meeting_get_start (old), hopso_meeting_get_end (old), hopso_meeting_get_start (new),
          hopso_meeting_get_end (new));
      add (changes, HOPSO_CHANGED_TIME, HOPSO_CHANGE_CHANGED, NULL, times);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    if (!hopso_record_field_equal (before, after, members[i].field))
      add (changes, members[i].what, HOPSO_CHANGE_CHANGED, NULL,
           members[i].field == HOPSO_MEETING_CHAIR || members[i].field == HOPSO_MEETING_SECRETARY
               ? NULL
               : hopso_record_get_string (after, members[i].field));
}

static const char *
judge_item (HopsoRecord *before, HopsoRecord *after)
{
  static const guint contents[] = { HOPSO_AGENDA_ITEM_NAME, HOPSO_AGENDA_ITEM_PRESENTER,
                                    HOPSO_AGENDA_ITEM_START, HOPSO_AGENDA_ITEM_DURATION,
                                    HOPSO_AGENDA_ITEM_KIND };
  static const guint places[] = { HOPSO_AGENDA_ITEM_PARENT, HOPSO_AGENDA_ITEM_ORDER_KEY };

  if (differ (before, after, contents, G_N_ELEMENTS (contents)))
    return HOPSO_CHANGE_CHANGED;
  return differ (before, after, places, G_N_ELEMENTS (places)) ? HOPSO_CHANGE_MOVED : NULL;
}

static const char *
judge_paper (HopsoRecord *before, HopsoRecord *after)
{
  static const guint contents[] = { HOPSO_PAPER_NAME, HOPSO_PAPER_REFERENCE, HOPSO_PAPER_PAPER_TYPE,
                                    HOPSO_PAPER_DATE };
  static const guint places[] = { HOPSO_PAPER_AGENDA_ITEM, HOPSO_PAPER_ORDER_KEY };

  if (!hopso_record_field_equal (before, after, HOPSO_PAPER_DIGEST))
    return HOPSO_CHANGE_REPLACED;
  /* For those who see it now, one that is no longer kept from them is new. */
  if (hopso_paper_is_restricted (HOPSO_PAPER (before)) &&
      !hopso_paper_is_restricted (HOPSO_PAPER (after)))
    return HOPSO_CHANGE_NEW;
  if (differ (before, after, contents, G_N_ELEMENTS (contents)))
    return HOPSO_CHANGE_CHANGED;
  return differ (before, after, places, G_N_ELEMENTS (places)) ? HOPSO_CHANGE_MOVED : NULL;
}

static const char *
judge_participant (HopsoRecord *before, HopsoRecord *after)
{
  static const guint contents[] = { HOPSO_PARTICIPANT_ROLE, HOPSO_PARTICIPANT_GUEST_NAME,
                                    HOPSO_PARTICIPANT_GUEST_POSITION };

  return differ (before, after, contents, G_N_ELEMENTS (contents)) ? HOPSO_CHANGE_CHANGED : NULL;
}

/* How a record differs, NULL: not so that it has to be told. */
static const char *
judge (HopsoRecord *before, HopsoRecord *after)
{
  if (before == NULL)
    return HOPSO_CHANGE_NEW;
  if (after == NULL)
    return HOPSO_CHANGE_REMOVED;
  if (HOPSO_IS_AGENDA_ITEM (after))
    return judge_item (before, after);
  return HOPSO_IS_PAPER (after) ? judge_paper (before, after) : judge_participant (before, after);
}

static gboolean
comes_before (HopsoPaper *a, HopsoPaper *b)
{
  int order = g_strcmp0 (hopso_paper_get_order_key (a), hopso_paper_get_order_key (b));

  return order < 0 || (order == 0 && strcmp (hopso_record_get_id (HOPSO_RECORD (a)),
                                             hopso_record_get_id (HOPSO_RECORD (b))) < 0);
}

/* The place of a paper among those of its item that its readers see. */
static guint
find_position (const Side *side, HopsoPaper *paper)
{
  guint position = 1;

  for (guint i = 0; i < side->records->len; i++)
    {
      HopsoPaper *other = side->records->pdata[i];

      if (HOPSO_IS_PAPER (side->records->pdata[i]) && other != paper &&
          g_strcmp0 (hopso_paper_get_agenda_item (other), hopso_paper_get_agenda_item (paper)) ==
              0 &&
          (hopso_paper_is_restricted (paper) || !hopso_paper_is_restricted (other)) &&
          comes_before (other, paper))
        position++;
    }
  return position;
}

static void
tell (GPtrArray *changes, const Side *side, HopsoRecord *record, const char *how)
{
  const char *id = hopso_record_get_id (record);
  HopsoMeetingChange *change;

  if (HOPSO_IS_AGENDA_ITEM (record))
    {
      change = add (changes, HOPSO_CHANGED_ITEM, how, id,
                    hopso_agenda_item_get_name (HOPSO_AGENDA_ITEM (record)));
      change->number = g_strdup (g_hash_table_lookup (side->numbers, id));
    }
  else if (HOPSO_IS_PAPER (record))
    {
      const char *item = hopso_paper_get_agenda_item (HOPSO_PAPER (record));

      change =
          add (changes, HOPSO_CHANGED_PAPER, how, id, hopso_paper_get_name (HOPSO_PAPER (record)));
      change->number = item != NULL ? g_strdup (g_hash_table_lookup (side->numbers, item)) : NULL;
      change->position = find_position (side, HOPSO_PAPER (record));
    }
  else
    add (changes, HOPSO_CHANGED_PARTICIPANT, how,
         hopso_participant_get_person (HOPSO_PARTICIPANT (record)),
         hopso_participant_get_guest_name (HOPSO_PARTICIPANT (record)));
}

static gboolean
is_compared (gpointer record)
{
  return HOPSO_IS_AGENDA_ITEM (record) || HOPSO_IS_PAPER (record) || HOPSO_IS_PARTICIPANT (record);
}

/**
 * hopso_meeting_difference:
 * @before: (element-type HopsoRecord): a meeting and what belonged to it
 * @after: (element-type HopsoRecord): the same as it is now
 *
 * Returns: (transfer full) (element-type HopsoMeetingChange): what has to be told
 */
GPtrArray *
hopso_meeting_difference (GPtrArray *before, GPtrArray *after)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_meeting_change_free);
  HopsoRecord *old = hopso_agenda_find_meeting (before);
  HopsoRecord *new = hopso_agenda_find_meeting (after);
  g_auto (Side) was = { 0 };
  g_auto (Side) is = { 0 };

  side_init (&was, before);
  side_init (&is, after);
  if (old != NULL && new != NULL)
    compare_meetings (changes, old, new);
  for (guint i = 0; i < after->len; i++)
    {
      HopsoRecord *record = after->pdata[i];
      HopsoRecord *other = g_hash_table_lookup (was.by_id, hopso_record_get_id (record));
      const char *how = is_compared (record) ? judge (other, record) : NULL;

      if (how != NULL)
        tell (changes, &is, record, how);
    }
  for (guint i = 0; i < before->len; i++)
    if (is_compared (before->pdata[i]) &&
        !g_hash_table_contains (is.by_id, hopso_record_get_id (before->pdata[i])))
      tell (changes, &was, before->pdata[i], HOPSO_CHANGE_REMOVED);
  return changes;
}
