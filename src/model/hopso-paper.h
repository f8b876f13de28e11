/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-record.h"

G_BEGIN_DECLS

#define HOPSO_PAPER_ACCESS_ALL        "all"        /* who sees the meeting sees it */
#define HOPSO_PAPER_ACCESS_RESTRICTED "restricted" /* only its readers do */

#define HOPSO_PAPER_REVIEW_NONE     "none"     /* nobody is asked */
#define HOPSO_PAPER_REVIEW_ASKED    "asked"    /* the reviewer has yet to say */
#define HOPSO_PAPER_REVIEW_APPROVED "approved" /* it may go out */
#define HOPSO_PAPER_REVIEW_RETURNED "returned" /* it has to be worked on */

/**
 * HopsoPaperField:
 *
 * The numbers of the fields of a #HopsoPaper.
 */
typedef enum
{
  HOPSO_PAPER_MEETING,       /* the id of the meeting it was sent for */
  HOPSO_PAPER_AGENDA_ITEM,   /* the id of the agenda item it belongs to */
  HOPSO_PAPER_NAME,          /* its title or abstract */
  HOPSO_PAPER_REFERENCE,     /* number and symbol, such as "15/TTr-SKH" */
  HOPSO_PAPER_PAPER_TYPE,    /* the abbreviation of its type by decree, such as "TTr" */
  HOPSO_PAPER_DATE,          /* its date */
  HOPSO_PAPER_ORGANIZATION,  /* the id of the organization it comes from */
  HOPSO_PAPER_FILE_NAME,     /* the name to save it under */
  HOPSO_PAPER_DIGEST,        /* SHA-256 of the current version, lower-case hexadecimal */
  HOPSO_PAPER_SIZE,          /* of the current version, in bytes */
  HOPSO_PAPER_PAGES,         /* of the current version */
  HOPSO_PAPER_VERSION,       /* counts versions, from 1 */
  HOPSO_PAPER_SIGNATURES,    /* how many signatures the current version bears */
  HOPSO_PAPER_ORDER_KEY,     /* sorts it among the papers of its item */
  HOPSO_PAPER_REVISES,       /* the id of the paper that this one shall change */
  HOPSO_PAPER_ACCESS,        /* "all" (also when not set) or "restricted" */
  HOPSO_PAPER_READERS,       /* the ids of the participants who see it when it is restricted */
  HOPSO_PAPER_NO_EXPORT,     /* whether no copy of it shall be saved */
  HOPSO_PAPER_NO_PRINT,      /* whether it shall not be printed */
  HOPSO_PAPER_RECALL_AFTER,  /* whether it is recalled when the meeting has ended */
  HOPSO_PAPER_REVIEW,        /* "none" (also when not set), "asked", "approved" or "returned" */
  HOPSO_PAPER_REVIEWER,      /* the id of the person who is asked to approve it */
  HOPSO_PAPER_REVIEW_REASON, /* why it was returned, or a remark */
  HOPSO_PAPER_ORIGINAL,      /* SHA-256 of the office file that it was made from */
  HOPSO_PAPER_ORIGINAL_NAME, /* the name of that file */
  HOPSO_PAPER_INSPECTION,    /* what was found when it was looked at, by codes */
  HOPSO_PAPER_CLASSIFICATION /* its marking, such as "internal"; never a state secret */
} HopsoPaperField;

/**
 * HopsoPaper:
 *
 * A document: of an agenda item, of a meeting, or one that waits for a signature.
 */
#define HOPSO_TYPE_PAPER (hopso_paper_get_type ())
G_DECLARE_FINAL_TYPE (HopsoPaper, hopso_paper, HOPSO, PAPER, HopsoRecord)

const char *hopso_paper_get_meeting (HopsoPaper *self);
const char *hopso_paper_get_agenda_item (HopsoPaper *self);
const char *hopso_paper_get_name (HopsoPaper *self);
const char *hopso_paper_get_reference (HopsoPaper *self);
const char *hopso_paper_get_paper_type (HopsoPaper *self);
gint64 hopso_paper_get_date (HopsoPaper *self);
const char *hopso_paper_get_organization (HopsoPaper *self);
const char *hopso_paper_get_file_name (HopsoPaper *self);
const char *hopso_paper_get_digest (HopsoPaper *self);
gint64 hopso_paper_get_size (HopsoPaper *self);
gint64 hopso_paper_get_pages (HopsoPaper *self);
gint64 hopso_paper_get_version (HopsoPaper *self);
gint64 hopso_paper_get_signatures (HopsoPaper *self);
const char *hopso_paper_get_order_key (HopsoPaper *self);
const char *hopso_paper_get_revises (HopsoPaper *self);
const char *hopso_paper_get_access (HopsoPaper *self);
const char *const *hopso_paper_get_readers (HopsoPaper *self);
gboolean hopso_paper_get_no_export (HopsoPaper *self);
gboolean hopso_paper_get_no_print (HopsoPaper *self);
gboolean hopso_paper_get_recall_after (HopsoPaper *self);
const char *hopso_paper_get_review (HopsoPaper *self);
const char *hopso_paper_get_reviewer (HopsoPaper *self);
const char *hopso_paper_get_review_reason (HopsoPaper *self);
const char *hopso_paper_get_original (HopsoPaper *self);
const char *hopso_paper_get_original_name (HopsoPaper *self);
const char *const *hopso_paper_get_inspection (HopsoPaper *self);
const char *hopso_paper_get_classification (HopsoPaper *self);
gboolean hopso_paper_is_restricted (HopsoPaper *self);
gboolean hopso_paper_is_state_secret (HopsoPaper *self);

G_END_DECLS
