/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-sign-action.h"
#include "hopso-sign-preview.h"

G_BEGIN_DECLS

/**
 * HopsoDeedFacts:
 * @action: what an official does with the signature
 * @number: (owned): as typed: of the document, of that it goes with, or of arrival
 * @date: of issue or arrival; not valid: what was typed is no day
 * @copy_form: which kind of copy it is
 * @organization: (owned): which agency copies, as it is printed
 *
 * What a signature says besides who signs.
 */
typedef struct
{
  HopsoSignAction action;
  char *number;
  GDate date;
  HopsoSignCopyForm copy_form;
  char *organization;
} HopsoDeedFacts;

HopsoDeedFacts *
hopso_deed_facts_new (HopsoSignAction action, GDateTime *today, const char *organization);
void hopso_deed_facts_free (HopsoDeedFacts *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoDeedFacts, hopso_deed_facts_free)

gboolean hopso_deed_facts_are_asked (const HopsoDeedFacts *self);
gboolean hopso_deed_facts_want_number (const HopsoDeedFacts *self, const HopsoSignPreview *preview);
gboolean hopso_deed_facts_want_date (const HopsoDeedFacts *self, const HopsoSignPreview *preview);
const char *
hopso_deed_facts_find_need (const HopsoDeedFacts *self, const HopsoSignPreview *preview);
void hopso_deed_facts_apply (const HopsoDeedFacts *self,
                             const HopsoSignPreview *preview,
                             HopsoSignJob *job);

char *hopso_deed_words_verb (HopsoSignAction action, guint n);
const char *hopso_deed_words_suffix (const HopsoDeedFacts *self);

G_END_DECLS
