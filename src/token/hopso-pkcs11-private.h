/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The names of the GNU calling convention: snake_case, as the rest of our code. */
#ifndef CRYPTOKI_GNU
#define CRYPTOKI_GNU 1
#endif
#include <p11-kit/pkcs11.h>
