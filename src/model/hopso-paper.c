/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A document: of an agenda item, of a meeting, or one that waits for a signature. An immutable
 * record. */

#include "hopso-paper.h"

#include "hopso-record-private.h"

#include <string.h>

HOPSO_DEFINE_RECORD (HopsoPaper, hopso_paper, HOPSO_KIND_PAPER)

/**
 * hopso_paper_get_meeting:
 *
 * Returns: (transfer none) (nullable): the id of the meeting it was sent for
 */
const char *
hopso_paper_get_meeting (HopsoPaper *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_PAPER_MEETING);
}

/**
 * hopso_paper_get_agenda_item:
 *
 * Returns: (transfer none) (nullable): the id of the agenda item it belongs to
 */
const char *
hopso_paper_get_agenda_item (HopsoPaper *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_PAPER_AGENDA_ITEM);
}

/**
 * hopso_paper_get_name:
 *
 * Returns: (transfer none): its title or abstract
 */
const char *
hopso_paper_get_name (HopsoPaper *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_PAPER_NAME);
}

/**
 * hopso_paper_get_reference:
 *
 * Returns: (transfer none) (nullable): number and symbol, such as "15/TTr-SKH"
 */
const char *
hopso_paper_get_reference (HopsoPaper *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_PAPER_REFERENCE);
}

/**
 * hopso_paper_get_paper_type:
 *
 * Returns: (transfer none) (nullable): the abbreviation of its type by decree, such as "TTr"
 */
const char *
hopso_paper_get_paper_type (HopsoPaper *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_PAPER_PAPER_TYPE);
}

/**
 * hopso_paper_get_date:
 *
 * Returns: its date
 */
gint64
hopso_paper_get_date (HopsoPaper *self)
{
  return hopso_record_get_time (HOPSO_RECORD (self), HOPSO_PAPER_DATE);
}

/**
 * hopso_paper_get_organization:
 *
 * Returns: (transfer none) (nullable): the id of the organization it comes from
 */
const char *
hopso_paper_get_organization (HopsoPaper *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_PAPER_ORGANIZATION);
}

/**
 * hopso_paper_get_file_name:
 *
 * Returns: (transfer none): the name to save it under
 */
const char *
hopso_paper_get_file_name (HopsoPaper *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_PAPER_FILE_NAME);
}

/**
 * hopso_paper_get_digest:
 *
 * Returns: (transfer none): SHA-256 of the current version, lower-case hexadecimal
 */
const char *
hopso_paper_get_digest (HopsoPaper *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_PAPER_DIGEST);
}

/**
 * hopso_paper_get_size:
 *
 * Returns: of the current version, in bytes
 */
gint64
hopso_paper_get_size (HopsoPaper *self)
{
  return hopso_record_get_integer (HOPSO_RECORD (self), HOPSO_PAPER_SIZE);
}

/**
 * hopso_paper_get_pages:
 *
 * Returns: of the current version
 */
gint64
hopso_paper_get_pages (HopsoPaper *self)
{
  return hopso_record_get_integer (HOPSO_RECORD (self), HOPSO_PAPER_PAGES);
}

/**
 * hopso_paper_get_version:
 *
 * Returns: counts versions, from 1
 */
gint64
hopso_paper_get_version (HopsoPaper *self)
{
  return hopso_record_get_integer (HOPSO_RECORD (self), HOPSO_PAPER_VERSION);
}

/**
 * hopso_paper_get_signatures:
 *
 * Returns: how many signatures the current version bears
 */
gint64
hopso_paper_get_signatures (HopsoPaper *self)
{
  return hopso_record_get_integer (HOPSO_RECORD (self), HOPSO_PAPER_SIGNATURES);
}

/**
 * hopso_paper_get_order_key:
 *
 * Returns: (transfer none) (nullable): sorts it among the papers of its item
 */
const char *
hopso_paper_get_order_key (HopsoPaper *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_PAPER_ORDER_KEY);
}

/**
 * hopso_paper_get_revises:
 *
 * Returns: (transfer none) (nullable): the id of the paper that this one shall change
 */
const char *
hopso_paper_get_revises (HopsoPaper *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_PAPER_REVISES);
}

/**
 * hopso_paper_get_access:
 *
 * Returns: (transfer none) (nullable): "all" (also when not set) or "restricted"
 */
const char *
hopso_paper_get_access (HopsoPaper *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_PAPER_ACCESS);
}

/**
 * hopso_paper_get_readers:
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): the ids of the participants who
 * see it when it is restricted
 */
const char *const *
hopso_paper_get_readers (HopsoPaper *self)
{
  return hopso_record_get_strings (HOPSO_RECORD (self), HOPSO_PAPER_READERS);
}

/**
 * hopso_paper_get_no_export:
 *
 * Returns: whether no copy of it shall be saved
 */
gboolean
hopso_paper_get_no_export (HopsoPaper *self)
{
  return hopso_record_get_boolean (HOPSO_RECORD (self), HOPSO_PAPER_NO_EXPORT);
}

/**
 * hopso_paper_get_no_print:
 *
 * Returns: whether it shall not be printed
 */
gboolean
hopso_paper_get_no_print (HopsoPaper *self)
{
  return hopso_record_get_boolean (HOPSO_RECORD (self), HOPSO_PAPER_NO_PRINT);
}

/**
 * hopso_paper_get_recall_after:
 *
 * Returns: whether it is recalled when the meeting has ended
 */
gboolean
hopso_paper_get_recall_after (HopsoPaper *self)
{
  return hopso_record_get_boolean (HOPSO_RECORD (self), HOPSO_PAPER_RECALL_AFTER);
}

/**
 * hopso_paper_get_review:
 *
 * Returns: (transfer none) (nullable): "none" (also when not set), "asked", "approved" or
 * "returned"
 */
const char *
hopso_paper_get_review (HopsoPaper *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_PAPER_REVIEW);
}

/**
 * hopso_paper_get_reviewer:
 *
 * Returns: (transfer none) (nullable): the id of the person who is asked to approve it
 */
const char *
hopso_paper_get_reviewer (HopsoPaper *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_PAPER_REVIEWER);
}

/**
 * hopso_paper_get_review_reason:
 *
 * Returns: (transfer none) (nullable): why it was returned, or a remark
 */
const char *
hopso_paper_get_review_reason (HopsoPaper *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_PAPER_REVIEW_REASON);
}

/**
 * hopso_paper_get_original:
 *
 * Returns: (transfer none) (nullable): SHA-256 of the office file that it was made from
 */
const char *
hopso_paper_get_original (HopsoPaper *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_PAPER_ORIGINAL);
}

/**
 * hopso_paper_get_original_name:
 *
 * Returns: (transfer none) (nullable): the name of that file
 */
const char *
hopso_paper_get_original_name (HopsoPaper *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_PAPER_ORIGINAL_NAME);
}

/**
 * hopso_paper_get_inspection:
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): what was found when it was looked
 * at, by codes
 */
const char *const *
hopso_paper_get_inspection (HopsoPaper *self)
{
  return hopso_record_get_strings (HOPSO_RECORD (self), HOPSO_PAPER_INSPECTION);
}

/**
 * hopso_paper_get_classification:
 *
 * Returns: (transfer none) (nullable): its marking, such as "internal"; never a state secret
 */
const char *
hopso_paper_get_classification (HopsoPaper *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_PAPER_CLASSIFICATION);
}

/**
 * hopso_paper_is_restricted:
 *
 * Returns: whether only its readers, and who prepares the meeting, see it
 */
gboolean
hopso_paper_is_restricted (HopsoPaper *self)
{
  return g_strcmp0 (hopso_paper_get_access (self), HOPSO_PAPER_ACCESS_RESTRICTED) == 0;
}

/* The words for the three degrees, as they stand alone on a stamp or in a reference. */
static gboolean
has_stamp (const char *text)
{
  static const char *const stamps[] = { "TUYỆT MẬT", "TỐI MẬT", "(MẬT)", "[MẬT]", "ĐỘ MẬT" };

  if (text == NULL)
    return FALSE;

  g_autofree char *composed = g_utf8_normalize (text, -1, G_NORMALIZE_DEFAULT_COMPOSE);
  g_autofree char *upper = composed == NULL ? NULL : g_utf8_strup (composed, -1);
  if (upper == NULL)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (stamps); i++)
    if (strstr (upper, stamps[i]) != NULL)
      return TRUE;
  return strcmp (upper, "MẬT") == 0 || g_str_has_prefix (upper, "MẬT -") ||
         g_str_has_prefix (upper, "MẬT:");
}

/**
 * hopso_paper_is_state_secret:
 *
 * Returns: whether its title, reference, type or file name bears a mark of a state secret
 */
gboolean
hopso_paper_is_state_secret (HopsoPaper *self)
{
  static const guint fields[] = { HOPSO_PAPER_NAME, HOPSO_PAPER_REFERENCE, HOPSO_PAPER_PAPER_TYPE,
                                  HOPSO_PAPER_FILE_NAME };

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (has_stamp (hopso_record_get_string (HOPSO_RECORD (self), fields[i])))
      return TRUE;
  return FALSE;
}
