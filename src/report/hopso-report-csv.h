/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-signature-report.h"

G_BEGIN_DECLS

GString *hopso_report_csv_new (void);
void hopso_report_csv_add (GString *table, const char *file, HopsoSignatureReport *report);
void hopso_report_csv_add_failure (GString *table, const char *file, const char *words);

G_END_DECLS
