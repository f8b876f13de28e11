/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-organization.h"
#include "hopso-person.h"

G_BEGIN_DECLS

char *hopso_person_words_abbreviate (const char *text);
char *hopso_person_words_position (HopsoPerson *person, HopsoOrganization *organization);
char *hopso_person_words_title (HopsoPerson *person, HopsoOrganization *organization);

G_END_DECLS
