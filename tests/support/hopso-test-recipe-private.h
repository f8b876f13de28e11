/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-test-recipe.h"

G_BEGIN_DECLS

struct _HopsoTestRecipe
{
  HopsoTestPki *pki; /* borrowed: outlives self */
  GByteArray *bytes; /* owned: the file so far */
  GBytes *contents;  /* owned, nullable: Contents of the last signature, padding included */
  char *tsa;         /* owned: who stamps time */
  GBytes *token;     /* owned, nullable: another one's, for the next stamps of signatures */
};

void hopso_test_recipe_put (HopsoPdfObject **dictionary, const char *key, HopsoPdfObject *value);
void hopso_test_recipe_run (HopsoTestRecipe *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

G_END_DECLS
