/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pin-prompt.h"

G_BEGIN_DECLS

#define HOPSO_TYPE_CLI_PIN (hopso_cli_pin_get_type ())
G_DECLARE_FINAL_TYPE (HopsoCliPin, hopso_cli_pin, HOPSO, CLI_PIN, GObject)

HopsoPinPrompt *hopso_cli_pin_new (const char *file, int fd);

G_END_DECLS
