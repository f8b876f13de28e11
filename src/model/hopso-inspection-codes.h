/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What x-inspection of a paper may hold. */

/* It bears the mark of a state secret, or says that it is one: it may not be here. */
#define HOPSO_INSPECTION_SECRET_MARKING "secret-marking"
#define HOPSO_INSPECTION_SECRET_WORDS   "secret-words"

/* The virus scanner's answer; without one of them nobody was asked. */
#define HOPSO_INSPECTION_CLEAN        "clean"
#define HOPSO_INSPECTION_INFECTED     "infected"
#define HOPSO_INSPECTION_SCANNER_DOWN "scanner-down"
#define HOPSO_INSPECTION_NO_SCANNER   "no-scanner"

/* It could not be read, or has pages and no letters. */
#define HOPSO_INSPECTION_UNREADABLE "unreadable"

/* It is an office file still. */
#define HOPSO_INSPECTION_UNCONVERTED "unconverted"
