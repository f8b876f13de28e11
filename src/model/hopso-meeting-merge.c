/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A published meeting as the change that was prepared wants it. What people answered, and what goes
 * on in the room, is the meeting's own and stays; parts that the change no longer has are gone; new
 * ones move over with their ids. Pure; any thread. */

#include "hopso-meeting-merge.h"

#include "hopso-agenda-item.h"
#include "hopso-agenda.h"
#include "hopso-meeting.h"
#include "hopso-paper.h"
#include "hopso-participant.h"

#define FIELD(field) (1u << (field))

/* What a change does not touch. */
static const guint32 own_fields[HOPSO_N_KINDS] = {
  [HOPSO_KIND_MEETING] = FIELD (HOPSO_MEETING_STATE) | FIELD (HOPSO_MEETING_VERSION) |
                         FIELD (HOPSO_MEETING_CURRENT_ITEM) | FIELD (HOPSO_MEETING_REVISES) |
                         FIELD (HOPSO_MEETING_SEQUENCE) | FIELD (HOPSO_MEETING_REASON),
  [HOPSO_KIND_AGENDA_ITEM] = FIELD (HOPSO_AGENDA_ITEM_MEETING) | FIELD (HOPSO_AGENDA_ITEM_STATE) |
                             FIELD (HOPSO_AGENDA_ITEM_REVISES),
  [HOPSO_KIND_PARTICIPANT] =
      FIELD (HOPSO_PARTICIPANT_MEETING) | FIELD (HOPSO_PARTICIPANT_PERSON) |
      FIELD (HOPSO_PARTICIPANT_PARTSTAT) | FIELD (HOPSO_PARTICIPANT_SUBSTITUTE) |
      FIELD (HOPSO_PARTICIPANT_REASON) | FIELD (HOPSO_PARTICIPANT_SEQUENCE) |
      FIELD (HOPSO_PARTICIPANT_ANSWERED) | FIELD (HOPSO_PARTICIPANT_ANSWERED_BY) |
      FIELD (HOPSO_PARTICIPANT_SUBSTITUTE_STATE) | FIELD (HOPSO_PARTICIPANT_SUBSTITUTE_REASON) |
      FIELD (HOPSO_PARTICIPANT_REVISES),
  [HOPSO_KIND_PAPER] = FIELD (HOPSO_PAPER_MEETING) | FIELD (HOPSO_PAPER_VERSION) |
                       FIELD (HOPSO_PAPER_REVISES) | FIELD (HOPSO_PAPER_REVIEW_REASON),
};

/* What describes the bytes, which are the original's as long as nobody gave the copy others. */
static const guint bytes_fields[] = { HOPSO_PAPER_DIGEST, HOPSO_PAPER_SIZE, HOPSO_PAPER_PAGES,
                                      HOPSO_PAPER_SIGNATURES };

static const char *
get_revised (HopsoRecord *record)
{
  int field = hopso_kind_find_field (hopso_record_get_kind (record), "x-revises");

  return field < 0 ? NULL : hopso_record_get_string (record, (guint) field);
}

/* Where a part of the change is to be found afterwards: id → id, both borrowed. */
static GHashTable *
map_ids (GPtrArray *change, GHashTable *known)
{
  GHashTable *ids = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < change->len; i++)
    {
      const char *id = hopso_record_get_id (change->pdata[i]);
      const char *revised = get_revised (change->pdata[i]);
      gboolean is_there = revised != NULL && g_hash_table_contains (known, revised);

      g_hash_table_insert (ids, (char *) id, (char *) (is_there ? revised : id));
    }
  return ids;
}

static void
set_link (HopsoRecordBuilder *builder, guint field, const char *id, GHashTable *ids)
{
  hopso_record_builder_set_string (builder, field,
                                   id != NULL ? g_hash_table_lookup (ids, id) : NULL);
}

static void
set_links (HopsoRecordBuilder *builder, HopsoRecord *part, GHashTable *ids)
{
  if (HOPSO_IS_AGENDA_ITEM (part))
    set_link (builder, HOPSO_AGENDA_ITEM_PARENT,
              hopso_agenda_item_get_parent (HOPSO_AGENDA_ITEM (part)), ids);
  else if (HOPSO_IS_PAPER (part))
    set_link (builder, HOPSO_PAPER_AGENDA_ITEM, hopso_paper_get_agenda_item (HOPSO_PAPER (part)),
              ids);
}

static void
keep_or_count_bytes (HopsoRecordBuilder *builder, HopsoRecord *original, HopsoRecord *part)
{
  gboolean has_other_bytes = hopso_paper_get_version (HOPSO_PAPER (part)) != 0 &&
                             !hopso_record_field_equal (original, part, HOPSO_PAPER_DIGEST);

  if (has_other_bytes)
    {
      gint64 version = hopso_paper_get_version (HOPSO_PAPER (original));

      hopso_record_builder_set_integer (builder, HOPSO_PAPER_VERSION, MAX (version, 1) + 1);
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bytes_fields); i++)
    hopso_record_builder_copy_field (builder, original, bytes_fields[i]);
}

static HopsoRecord *
apply (HopsoRecord *original, HopsoRecord *part, GHashTable *ids)
{
  const HopsoKind *kind = hopso_record_get_kind (original);
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new_from (original);

  for (guint i = 0; i < kind->n_fields; i++)
    if ((own_fields[kind->id] & FIELD (i)) == 0)
      hopso_record_builder_copy_field (builder, part, i);
  set_links (builder, part, ids);
  if (HOPSO_IS_PAPER (original))
    keep_or_count_bytes (builder, original, part);
  return hopso_record_builder_end (builder);
}

/* A part that nobody outside has seen before. */
static HopsoRecord *
move_over (HopsoRecord *part, const char *meeting, GHashTable *ids)
{
  const HopsoKind *kind = hopso_record_get_kind (part);
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new_from (part);
  int field = hopso_kind_find_field (kind, "meeting");

  hopso_record_builder_set_string (builder, (guint) field, meeting);
  field = hopso_kind_find_field (kind, "x-revises");
  hopso_record_builder_set_string (builder, (guint) field, NULL);
  set_links (builder, part, ids);
  if (HOPSO_IS_PAPER (part))
    {
      hopso_record_builder_set_integer (builder, HOPSO_PAPER_VERSION, 1);
      hopso_record_builder_set_string (builder, HOPSO_PAPER_REVIEW_REASON, NULL);
    }
  return hopso_record_builder_end (builder);
}

static gboolean
is_part (gpointer record)
{
  return HOPSO_IS_AGENDA_ITEM (record) || HOPSO_IS_PARTICIPANT (record) || HOPSO_IS_PAPER (record);
}

/**
 * hopso_meeting_merge:
 * @originals: (element-type HopsoRecord): a published meeting and what belongs to it
 * @change: (element-type HopsoRecord): a change of it and what belongs to that
 *
 * Returns: (transfer full) (element-type HopsoRecord): the meeting, first, and what belongs to it
 *   afterwards
 */
GPtrArray *
hopso_meeting_merge (GPtrArray *originals, GPtrArray *change)
{
  GPtrArray *merged = g_ptr_array_new_with_free_func (g_object_unref);
  HopsoRecord *meeting = hopso_agenda_find_meeting (originals);
  HopsoRecord *wanted = hopso_agenda_find_meeting (change);
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < originals->len; i++)
    g_hash_table_insert (known, (char *) hopso_record_get_id (originals->pdata[i]),
                         originals->pdata[i]);
  g_autoptr (GHashTable) ids = map_ids (change, known);
  g_ptr_array_add (merged, apply (meeting, wanted, ids));
  for (guint i = 0; i < change->len; i++)
    {
      HopsoRecord *part = change->pdata[i];
      const char *revised = get_revised (part);
      HopsoRecord *original = revised != NULL ? g_hash_table_lookup (known, revised) : NULL;

      if (is_part (part))
        g_ptr_array_add (merged, original != NULL
                                     ? apply (original, part, ids)
                                     : move_over (part, hopso_record_get_id (meeting), ids));
    }
  return merged;
}
