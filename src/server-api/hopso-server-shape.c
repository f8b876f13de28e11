/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the values of records look like that people write: identifiers, digests, words of a list,
 * texts that are not endless. The types were checked when they were read; whether what they name is
 * there is asked elsewhere. Pure; any thread. */

#include "hopso-server-shape.h"

#include "hopso-agenda-item.h"
#include "hopso-group.h"
#include "hopso-meeting.h"
#include "hopso-paper.h"
#include "hopso-participant.h"
#include "hopso-wire-json.h"

#include <string.h>

#define MAX_TEXT    4000
#define MAX_STRINGS 2000
#define MAX_CODES   16
#define MAX_CODE    40
#define MAX_NUMBER  (1 << 20)

typedef enum
{
  SHAPE_ID, /* or a list of them */
  SHAPE_DIGEST,
  SHAPE_WORD,
  SHAPE_CODES
} Shape;

static const struct
{
  HopsoKindId kind;
  guint field;
  Shape shape;
  const char *words; /* with a space around each */
} shapes[] = {
  { HOPSO_KIND_MEETING, HOPSO_MEETING_STATE, SHAPE_WORD,
    " draft template published inProgress ended cancelled " },
  { HOPSO_KIND_MEETING, HOPSO_MEETING_ORGANIZATION, SHAPE_ID, NULL },
  { HOPSO_KIND_MEETING, HOPSO_MEETING_CHAIR, SHAPE_ID, NULL },
  { HOPSO_KIND_MEETING, HOPSO_MEETING_SECRETARY, SHAPE_ID, NULL },
  { HOPSO_KIND_MEETING, HOPSO_MEETING_CURRENT_ITEM, SHAPE_ID, NULL },
  { HOPSO_KIND_MEETING, HOPSO_MEETING_REVISES, SHAPE_ID, NULL },
  { HOPSO_KIND_MEETING, HOPSO_MEETING_KIND, SHAPE_WORD,
    " phien-hop hoi-nghi giao-ban hop-chuyen-de tap-huan khac " },
  { HOPSO_KIND_AGENDA_ITEM, HOPSO_AGENDA_ITEM_MEETING, SHAPE_ID, NULL },
  { HOPSO_KIND_AGENDA_ITEM, HOPSO_AGENDA_ITEM_PARENT, SHAPE_ID, NULL },
  { HOPSO_KIND_AGENDA_ITEM, HOPSO_AGENDA_ITEM_REVISES, SHAPE_ID, NULL },
  { HOPSO_KIND_AGENDA_ITEM, HOPSO_AGENDA_ITEM_STATE, SHAPE_WORD, " waiting current done " },
  { HOPSO_KIND_AGENDA_ITEM, HOPSO_AGENDA_ITEM_KIND, SHAPE_WORD,
    " information discussion decision " },
  { HOPSO_KIND_PARTICIPANT, HOPSO_PARTICIPANT_MEETING, SHAPE_ID, NULL },
  { HOPSO_KIND_PARTICIPANT, HOPSO_PARTICIPANT_PERSON, SHAPE_ID, NULL },
  { HOPSO_KIND_PARTICIPANT, HOPSO_PARTICIPANT_SUBSTITUTE, SHAPE_ID, NULL },
  { HOPSO_KIND_PARTICIPANT, HOPSO_PARTICIPANT_REVISES, SHAPE_ID, NULL },
  { HOPSO_KIND_PARTICIPANT, HOPSO_PARTICIPANT_GROUP, SHAPE_ID, NULL },
  { HOPSO_KIND_PARTICIPANT, HOPSO_PARTICIPANT_ROLE, SHAPE_WORD,
    " chair secretary delegate guest " },
  { HOPSO_KIND_PARTICIPANT, HOPSO_PARTICIPANT_PARTSTAT, SHAPE_WORD,
    " needs-action accepted declined delegated " },
  { HOPSO_KIND_PAPER, HOPSO_PAPER_MEETING, SHAPE_ID, NULL },
  { HOPSO_KIND_PAPER, HOPSO_PAPER_AGENDA_ITEM, SHAPE_ID, NULL },
  { HOPSO_KIND_PAPER, HOPSO_PAPER_ORGANIZATION, SHAPE_ID, NULL },
  { HOPSO_KIND_PAPER, HOPSO_PAPER_REVISES, SHAPE_ID, NULL },
  { HOPSO_KIND_PAPER, HOPSO_PAPER_READERS, SHAPE_ID, NULL },
  { HOPSO_KIND_PAPER, HOPSO_PAPER_REVIEWER, SHAPE_ID, NULL },
  { HOPSO_KIND_PAPER, HOPSO_PAPER_DIGEST, SHAPE_DIGEST, NULL },
  { HOPSO_KIND_PAPER, HOPSO_PAPER_ORIGINAL, SHAPE_DIGEST, NULL },
  { HOPSO_KIND_PAPER, HOPSO_PAPER_ACCESS, SHAPE_WORD, " all restricted " },
  { HOPSO_KIND_PAPER, HOPSO_PAPER_REVIEW, SHAPE_WORD, " none asked approved returned " },
  { HOPSO_KIND_PAPER, HOPSO_PAPER_INSPECTION, SHAPE_CODES, NULL },
  { HOPSO_KIND_GROUP, HOPSO_GROUP_ORGANIZATION, SHAPE_ID, NULL },
  { HOPSO_KIND_GROUP, HOPSO_GROUP_MEMBERS, SHAPE_ID, NULL },
};

static gboolean
is_word (const char *text, const char *words)
{
  g_autofree char *wanted = g_strconcat (" ", text, " ", NULL);

  return strchr (text, ' ') == NULL && strstr (words, wanted) != NULL;
}

/* Lists are kept line by line. */
static gboolean
is_code (const char *text)
{
  gsize length = strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789-");

  return length > 0 && length <= MAX_CODE && text[length] == '\0';
}

static gboolean
has_shape (const char *text, Shape shape, const char *words)
{
  switch (shape)
    {
    case SHAPE_ID:
      return hopso_wire_is_id (text);
    case SHAPE_DIGEST:
      return hopso_wire_is_digest (text);
    case SHAPE_WORD:
      return is_word (text, words);
    case SHAPE_CODES:
      return is_code (text);
    default:
      g_assert_not_reached ();
    }
}

static gboolean
is_list_good (const char *const *list, Shape shape)
{
  const guint most = shape == SHAPE_CODES ? MAX_CODES : MAX_STRINGS;

  for (guint i = 0; list != NULL && list[i] != NULL; i++)
    if (i >= most || !has_shape (list[i], shape, NULL))
      return FALSE;
  return TRUE;
}

/* What holds of every field, whatever it says. */
static gboolean
is_sane (HopsoRecord *record, guint field)
{
  HopsoFieldType type = hopso_record_get_kind (record)->fields[field].type;

  if (type == HOPSO_FIELD_STRING)
    {
      const char *text = hopso_record_get_string (record, field);

      return text == NULL || strlen (text) <= MAX_TEXT;
    }
  if (type != HOPSO_FIELD_INTEGER)
    return TRUE;

  gint64 number = hopso_record_get_integer (record, field);
  /* A file may be larger than anything that is counted. */
  return number >= 0 &&
         (number <= MAX_NUMBER || (HOPSO_IS_PAPER (record) && field == HOPSO_PAPER_SIZE));
}

static gboolean
is_good (HopsoRecord *record, guint field)
{
  const HopsoKind *kind = hopso_record_get_kind (record);

  if (!is_sane (record, field))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      if (shapes[i].kind != kind->id || shapes[i].field != field)
        continue;
      if (kind->fields[field].type == HOPSO_FIELD_STRINGS)
        return is_list_good (hopso_record_get_strings (record, field), shapes[i].shape);

      const char *text = hopso_record_get_string (record, field);
      return text == NULL || has_shape (text, shapes[i].shape, shapes[i].words);
    }
  return TRUE;
}

/**
 * hopso_server_shape_find_fault:
 * @old: (nullable): the record as it is; what stays the same is not looked at
 * @wanted: the record as somebody wants it
 *
 * Returns: (nullable): the name of the first field whose value makes no sense
 */
const char *
hopso_server_shape_find_fault (HopsoRecord *old, HopsoRecord *wanted)
{
  const HopsoKind *kind = hopso_record_get_kind (wanted);

  for (guint i = 0; i < kind->n_fields; i++)
    if ((old == NULL || !hopso_record_field_equal (old, wanted, i)) && !is_good (wanted, i))
      return kind->fields[i].name;
  return NULL;
}
