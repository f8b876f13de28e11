/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-reserver.h"
#include "hopso-sign-action.h"
#include "signing-world.h"

G_BEGIN_DECLS

/* A letter on its way: set, with places reserved, approved, issued. Places are in points from the
 * page's upper left corner. */
typedef struct
{
  HopsoReserveOrder order;     /* as the letter's own report says, without the signature */
  HopsoReservePlace signature; /* likewise */
} IssueLetter;

void issue_world_typeset (SigningWorld *world, const char *name, IssueLetter *letter);
gboolean issue_world_reserve (SigningWorld *world,
                              const char *input,
                              const char *output,
                              const IssueLetter *letter,
                              GError **error);

HopsoSignJob *issue_world_make_job (SigningWorld *world,
                                    const char *input,
                                    const char *output,
                                    HopsoSignAction action,
                                    const char *picture);
gboolean issue_world_run_job (SigningWorld *world,
                              HopsoSignJob *job,
                              const char *certificate,
                              GError **error);
void issue_world_approve (SigningWorld *world, const char *input, const char *output);
HopsoSignJob *issue_world_make_issue (SigningWorld *world, const char *input, const char *output);

/* What is seen of one colour on a page. */
typedef struct
{
  double left, top, right, bottom; /* in points */
  guint n;
} IssueInk;

typedef gboolean (*IssueInkTest) (guint8 red, guint8 green, guint8 blue);

gboolean issue_ink_is_red (guint8 red, guint8 green, guint8 blue);
gboolean issue_ink_is_blue (guint8 red, guint8 green, guint8 blue);
IssueInk
issue_world_find_ink (SigningWorld *world, const char *name, guint page, IssueInkTest test);

/* Where a word stands, by pdftotext. */
typedef struct
{
  double left, top, right, bottom; /* in points */
} IssueWord;

gboolean
issue_world_find_word (SigningWorld *world, const char *name, const char *text, IssueWord *word);

G_END_DECLS
