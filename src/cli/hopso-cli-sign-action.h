/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-sign-action.h"

G_BEGIN_DECLS

/**
 * HopsoCliSignAction:
 *
 * What hopsoctl sign shall do as an official does it, as typed. Clear it when done.
 */
typedef struct
{
  char *name;         /* owned, nullable: of the action */
  char *number;       /* owned, nullable */
  char *date;         /* owned, nullable */
  char *copy_form;    /* owned, nullable */
  char *organization; /* owned, nullable */
  double seal_size;
  gboolean has_information;
} HopsoCliSignAction;

/* To be put among the options of a command. */
#define HOPSO_CLI_SIGN_ACTION_ENTRIES(options) \
  { "as", \
    0, \
    0, \
    G_OPTION_ARG_STRING, \
    &(options).name, \
    N_ ("As officials do: initial, approve, seal, attachment, copy or incoming"), \
    N_ ("ACTION") }, \
      { "number", \
        0, \
        0, \
        G_OPTION_ARG_STRING, \
        &(options).number, \
        N_ ("Number; of an attachment, number and symbol of its document"), \
        N_ ("NUMBER") }, \
      { "date", \
        0, \
        0, \
        G_OPTION_ARG_STRING, \
        &(options).date, \
        N_ ("Date of issue or arrival"), \
        N_ ("YYYY-MM-DD") }, \
      { "copy-form", \
        0, \
        0, \
        G_OPTION_ARG_STRING, \
        &(options).copy_form, \
        N_ ("Kind of copy: copy, copy-of-copy or extract"), \
        N_ ("FORM") }, \
      { "organization", \
        0, \
        0, \
        G_OPTION_ARG_STRING, \
        &(options).organization, \
        N_ ("Name of the agency, if not as in the certificate"), \
        N_ ("NAME") }, \
      { "seal-size", 0, 0, G_OPTION_ARG_DOUBLE, &(options).seal_size, N_ ("Diameter of the seal"), \
        N_ ("MM") }, \
  { \
    "info", 0, 0, G_OPTION_ARG_NONE, &(options).has_information, \
        N_ ("Print who signs, for whom and when beside the picture"), NULL \
  }

const char *hopso_cli_sign_action_find_problem (const HopsoCliSignAction *self);
void hopso_cli_sign_action_apply (const HopsoCliSignAction *self, HopsoSignJob *job);
void hopso_cli_sign_action_clear (HopsoCliSignAction *self);

G_END_DECLS
