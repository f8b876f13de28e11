/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What was told to the participants of a meeting at once. An immutable record. */

#include "hopso-publication.h"

#include "hopso-record-private.h"

HOPSO_DEFINE_RECORD (HopsoPublication, hopso_publication, HOPSO_KIND_PUBLICATION)

/**
 * hopso_publication_get_meeting:
 *
 * Returns: (transfer none): the id of the meeting
 */
const char *
hopso_publication_get_meeting (HopsoPublication *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_PUBLICATION_MEETING);
}

/**
 * hopso_publication_get_version:
 *
 * Returns: the version of the meeting that it made
 */
gint64
hopso_publication_get_version (HopsoPublication *self)
{
  return hopso_record_get_integer (HOPSO_RECORD (self), HOPSO_PUBLICATION_VERSION);
}

/**
 * hopso_publication_get_created:
 *
 * Returns: when
 */
gint64
hopso_publication_get_created (HopsoPublication *self)
{
  return hopso_record_get_time (HOPSO_RECORD (self), HOPSO_PUBLICATION_CREATED);
}

/**
 * hopso_publication_get_person:
 *
 * Returns: (transfer none) (nullable): the id of the person who did it
 */
const char *
hopso_publication_get_person (HopsoPublication *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_PUBLICATION_PERSON);
}

/**
 * hopso_publication_get_kind:
 *
 * Returns: (transfer none): "publish", "change", "postpone" or "cancel"
 */
const char *
hopso_publication_get_kind (HopsoPublication *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_PUBLICATION_KIND);
}

/**
 * hopso_publication_get_reason:
 *
 * Returns: (transfer none) (nullable): why
 */
const char *
hopso_publication_get_reason (HopsoPublication *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_PUBLICATION_REASON);
}

/**
 * hopso_publication_get_changes:
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): what differs from before, coded
 */
const char *const *
hopso_publication_get_changes (HopsoPublication *self)
{
  return hopso_record_get_strings (HOPSO_RECORD (self), HOPSO_PUBLICATION_CHANGES);
}

/**
 * hopso_publication_get_readers:
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): the ids of the only participants
 * whom it concerns; not set: all
 */
const char *const *
hopso_publication_get_readers (HopsoPublication *self)
{
  return hopso_record_get_strings (HOPSO_RECORD (self), HOPSO_PUBLICATION_READERS);
}
