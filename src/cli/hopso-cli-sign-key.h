/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-cli-sign-options.h"
#include "hopso-sign-batch.h"

G_BEGIN_DECLS

HopsoSignBatch *hopso_cli_sign_make_batch (const HopsoCliSignOptions *options, GError **error);

G_END_DECLS
