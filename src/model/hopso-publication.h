/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-record.h"

G_BEGIN_DECLS

/**
 * HopsoPublicationField:
 *
 * The numbers of the fields of a #HopsoPublication.
 */
typedef enum
{
  HOPSO_PUBLICATION_MEETING, /* the id of the meeting */
  HOPSO_PUBLICATION_VERSION, /* the version of the meeting that it made */
  HOPSO_PUBLICATION_CREATED, /* when */
  HOPSO_PUBLICATION_PERSON,  /* the id of the person who did it */
  HOPSO_PUBLICATION_KIND,    /* "publish", "change", "postpone" or "cancel" */
  HOPSO_PUBLICATION_REASON,  /* why */
  HOPSO_PUBLICATION_CHANGES, /* what differs from before, coded */
  HOPSO_PUBLICATION_READERS  /* the ids of the only participants whom it concerns; not set: all */
} HopsoPublicationField;

/**
 * HopsoPublication:
 *
 * What was told to the participants of a meeting at once.
 */
#define HOPSO_TYPE_PUBLICATION (hopso_publication_get_type ())
G_DECLARE_FINAL_TYPE (HopsoPublication, hopso_publication, HOPSO, PUBLICATION, HopsoRecord)

const char *hopso_publication_get_meeting (HopsoPublication *self);
gint64 hopso_publication_get_version (HopsoPublication *self);
gint64 hopso_publication_get_created (HopsoPublication *self);
const char *hopso_publication_get_person (HopsoPublication *self);
const char *hopso_publication_get_kind (HopsoPublication *self);
const char *hopso_publication_get_reason (HopsoPublication *self);
const char *const *hopso_publication_get_changes (HopsoPublication *self);
const char *const *hopso_publication_get_readers (HopsoPublication *self);

G_END_DECLS
