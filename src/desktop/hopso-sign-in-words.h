/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *hopso_sign_in_words_error (const GError *error);
char *hopso_sign_in_words_url (const char *typed);

G_END_DECLS
