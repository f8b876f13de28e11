/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-typeset-document.h"

G_BEGIN_DECLS

/* What a document is made of, shared by its builder and by what lays it out. */

typedef enum
{
  HOPSO_BLOCK_GROUND,
  HOPSO_BLOCK_PARAGRAPH,
  HOPSO_BLOCK_HEADING,
  HOPSO_BLOCK_SUBHEADING,
  HOPSO_BLOCK_CENTRED,
  HOPSO_BLOCK_TABLE,
  HOPSO_BLOCK_PAGE_BREAK,
  HOPSO_BLOCK_ANNEX,
} HopsoBlockKind;

typedef struct
{
  HopsoBlockKind kind;
  char *label;              /* owned, nullable: bold words in front; an annex's label */
  char *text;               /* owned, nullable */
  HopsoTypesetTable *table; /* owned, nullable */
} HopsoBlock;

typedef struct
{
  char *title; /* owned */
  double weight;
  HopsoTypesetAlignment alignment;
} HopsoTableColumn;

struct _HopsoTypesetTable
{
  GPtrArray *columns; /* owned, of owned HopsoTableColumn */
  GPtrArray *rows;    /* owned, of owned string vectors as long as columns */
};

struct _HopsoTypesetDocument
{
  HopsoTypesetKind kind;
  gint64 created;
  HopsoTypesetUrgency urgency;
  char *title;            /* owned, nullable: then the abstract */
  char *parent;           /* owned, nullable */
  char *agency;           /* owned */
  char *number;           /* owned, nullable: then its place stays free */
  char *symbol;           /* owned */
  char *place;            /* owned */
  char *date;             /* owned, nullable: then its place stays free */
  char *name;             /* owned, nullable */
  char *abstract;         /* owned, nullable */
  char *circulation;      /* owned, nullable */
  char *decider;          /* owned, nullable */
  char *authority;        /* owned, nullable: lines */
  char *signer;           /* owned, nullable */
  char *second_authority; /* owned, nullable: lines */
  char *second_signer;    /* owned, nullable */
  char *drafter;          /* owned, nullable */
  char *contact;          /* owned, nullable */
  GPtrArray *addressees;  /* owned, of owned strings */
  GPtrArray *recipients;  /* owned, of owned strings */
  GPtrArray *blocks;      /* owned, of owned HopsoBlock */
};

G_END_DECLS
