/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-signature-report.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

void hopso_report_json_add (JsonBuilder *builder, const char *file, HopsoSignatureReport *report);
void hopso_report_json_add_failure (JsonBuilder *builder, const char *file, const GError *error);
GBytes *hopso_report_json_write (const char *file, HopsoSignatureReport *report);

G_END_DECLS
