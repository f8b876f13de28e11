/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-composing.h"
#include "hopso-workspace-compose.h"
#include "hopso-workspace-private.h"
