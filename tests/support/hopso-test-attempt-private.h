/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-test-attempt.h"

/* Stands for the asker's process. */
#define HOPSO_TEST_ASKER (-0x686f70736fL)

/* Stands for a call by the door of 32-bit programs, whose number is the first argument. */
#define HOPSO_TEST_INT80 (-2L)
