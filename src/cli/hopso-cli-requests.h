/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-cli-account.h"
#include "hopso-workspace-requests.h"

G_BEGIN_DECLS

/* The parts of "hopsoctl requests", by topic. */
int hopso_cli_run_requests_submit (int argc, char **argv);
int hopso_cli_run_requests_return (int argc, char **argv);
int hopso_cli_run_requests_withdraw (int argc, char **argv);
int hopso_cli_run_requests_delegate (int argc, char **argv);

HopsoPerson *
hopso_cli_requests_find_person (HopsoWorkspace *workspace, const char *who, GError **error);
int hopso_cli_requests_tell (HopsoWorkspace *workspace, const char *request_id, gboolean as_json);
int hopso_cli_requests_end (HopsoWorkspace *workspace, int code, const GError *error);

G_END_DECLS
