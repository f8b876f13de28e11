/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One file per command: hopso-cli-<name>.c. */
int hopso_cli_run_answer (int argc, char **argv);
int hopso_cli_run_convert (int argc, char **argv);
int hopso_cli_run_doctor (int argc, char **argv);
int hopso_cli_run_extend (int argc, char **argv);
int hopso_cli_run_fetch (int argc, char **argv);
int hopso_cli_run_fill (int argc, char **argv);
int hopso_cli_run_info (int argc, char **argv);
int hopso_cli_run_inspect (int argc, char **argv);
int hopso_cli_run_find (int argc, char **argv);
int hopso_cli_run_login (int argc, char **argv);
int hopso_cli_run_logout (int argc, char **argv);
gboolean hopso_cli_run_compose (int argc, char **argv, int *code);
int hopso_cli_run_meetings (int argc, char **argv);
int hopso_cli_run_papers (int argc, char **argv);
int hopso_cli_run_render (int argc, char **argv);
int hopso_cli_run_requests (int argc, char **argv);
int hopso_cli_run_reserve (int argc, char **argv);
int hopso_cli_run_search (int argc, char **argv);
int hopso_cli_run_sign (int argc, char **argv);
int hopso_cli_run_sync (int argc, char **argv);
int hopso_cli_run_text (int argc, char **argv);
int hopso_cli_run_token (int argc, char **argv);
int hopso_cli_run_tokens (int argc, char **argv);
int hopso_cli_run_trust (int argc, char **argv);
int hopso_cli_run_verify (int argc, char **argv);

G_END_DECLS
