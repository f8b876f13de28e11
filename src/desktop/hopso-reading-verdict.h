/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-reader.h"
#include "hopso-verifier.h"

G_BEGIN_DECLS

/**
 * HopsoReadingVerdict:
 *
 * What the signatures of the document that a reader shows are worth: the banner above the pages,
 * the panel beside them, and the window with everything.
 */
#define HOPSO_TYPE_READING_VERDICT (hopso_reading_verdict_get_type ())
G_DECLARE_FINAL_TYPE (HopsoReadingVerdict, hopso_reading_verdict, HOPSO, READING_VERDICT, GObject)

HopsoReadingVerdict *hopso_reading_verdict_new (HopsoReader *reader);
void
hopso_reading_verdict_check (HopsoReadingVerdict *self, HopsoVerifier *verifier, const char *title);
void hopso_reading_verdict_show_details (HopsoReadingVerdict *self);
void hopso_reading_verdict_clear (HopsoReadingVerdict *self);

G_END_DECLS
