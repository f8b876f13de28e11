/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-cli-sign-action.h"

G_BEGIN_DECLS

/**
 * HopsoCliSignOptions:
 *
 * What hopsoctl sign was asked, as typed, and what is read from it. Initialise it by
 * %HOPSO_CLI_SIGN_OPTIONS_INIT and clear it by g_auto.
 */
typedef struct
{
  char *output;   /* owned, nullable: of one file */
  char *folder;   /* owned, nullable: of all files */
  char *module;   /* owned, nullable */
  char *token;    /* owned, nullable */
  char *uri;      /* owned, nullable */
  char *serial;   /* owned, nullable */
  char *pin_file; /* owned, nullable */
  int pin_fd;
  char *picture; /* owned, nullable: its file */
  int page;
  char *rect;          /* owned, nullable */
  char *field;         /* owned, nullable */
  char *reason;        /* owned, nullable */
  char *location;      /* owned, nullable */
  char *digest;        /* owned, nullable: of the document that was shown */
  char **chain;        /* owned, nullable */
  char **trusted;      /* owned, nullable */
  char *password_file; /* owned, nullable: of the documents */
  int password_fd;
  int certification; /* 0: an approval */
  gboolean use_pkcs1;
  gboolean use_pss;
  char *level_words; /* owned, nullable */
  char *tsa_url;     /* owned, nullable */
  gboolean may_come_later;
  HopsoSignatureLevel level; /* read from level_words */
  gboolean as_json;
  HopsoCliSignAction action; /* owned */
  HopsoSignPlace place;      /* read from page and rect */
  GBytes *picture_png;       /* owned, nullable: read before the first document */
  HopsoSecret *password;     /* owned, nullable: read before the first document */
} HopsoCliSignOptions;

#define HOPSO_CLI_SIGN_NO_PAGE G_MININT

#define HOPSO_CLI_SIGN_OPTIONS_INIT \
  { \
    .pin_fd = -1, .password_fd = -1, .page = HOPSO_CLI_SIGN_NO_PAGE \
  }

gboolean hopso_cli_sign_options_parse (HopsoCliSignOptions *self, int *argc, char ***argv);
gboolean hopso_cli_sign_options_load (HopsoCliSignOptions *self, GError **error);
char *hopso_cli_sign_options_dup_output (const HopsoCliSignOptions *self, const char *input);
HopsoSignJob *hopso_cli_sign_options_make_job (const HopsoCliSignOptions *self,
                                               const char *input,
                                               const char *output,
                                               GError **error);
void hopso_cli_sign_options_clear (HopsoCliSignOptions *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HopsoCliSignOptions, hopso_cli_sign_options_clear)

G_END_DECLS
