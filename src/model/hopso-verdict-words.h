/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-signature-report.h"

G_BEGIN_DECLS

/**
 * HopsoVerdictFact:
 * @label: such as "Issued by", in the person's language
 * @value: such as the authority's name
 *
 * One line of what is told about a signature.
 */
typedef struct
{
  const char *label;
  char *value; /* owned */
} HopsoVerdictFact;

char *hopso_verdict_words_headline (HopsoSignatureReport *report);
char *hopso_verdict_words_sentence (HopsoSignatureReport *report);
char *hopso_verdict_words_advice (HopsoSignatureReport *report);
char *hopso_verdict_words_pages (HopsoSignatureResult *result);
HopsoSignatureResult *hopso_verdict_words_find_telling (HopsoSignatureReport *report);
gboolean hopso_verdict_words_is_first (HopsoSignatureResult *result, guint position);

const char *hopso_verdict_words_name (HopsoSignatureResult *result);
char *hopso_verdict_words_signer (HopsoSignatureResult *result);
char *hopso_verdict_words_state (HopsoSignatureResult *result);
char *hopso_verdict_words_moment (gint64 time);
char *hopso_verdict_words_time (HopsoSignatureResult *result);
gboolean hopso_verdict_words_has_successor (HopsoSignatureResult *result);
char *hopso_verdict_words_changes (HopsoSignatureResult *result);
char *hopso_verdict_words_change (const HopsoSignatureChange *change);

GPtrArray *hopso_verdict_words_list_facts (HopsoSignatureResult *result);
GPtrArray *hopso_verdict_words_list_brief_facts (HopsoSignatureResult *result);
void hopso_verdict_fact_free (HopsoVerdictFact *self);

G_END_DECLS
