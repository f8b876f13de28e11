/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The tokenizer of the folded index. SQLite's own unicode61 takes the marks off letters, but đ is
 * a letter of its own to Unicode: this one lets unicode61 work and then writes d for đ. Tokens
 * keep their places in the text, so that what is shown of a page is the text as it is written.
 * On the thread of the connection. */

#include "hopso-search-tokenizer-private.h"

#include "hopso-sqlite-private.h"

#include <string.h>

/* U+0111 in UTF-8; capitals are small already. */
#define D_WITH_STROKE "\xc4\x91"

struct Fts5Tokenizer
{
  fts5_tokenizer inner_methods;
  Fts5Tokenizer *inner; /* owned */
};

typedef int (*TokenFunc) (
    void *context, int flags, const char *token, int size, int start, int end);

typedef struct
{
  TokenFunc func;
  void *context;
  GString *folded; /* borrowed: for one token after another */
} Passing;

static int
pass_token (void *context, int flags, const char *token, int size, int start, int end)
{
  Passing *passing = context;
  const char *rest = token;
  gsize left = (gsize) size;
  const char *found;

  if (memmem (token, left, D_WITH_STROKE, 2) == NULL)
    return passing->func (passing->context, flags, token, size, start, end);

  g_string_truncate (passing->folded, 0);
  while ((found = memmem (rest, left, D_WITH_STROKE, 2)) != NULL)
    {
      g_string_append_len (passing->folded, rest, found - rest);
      g_string_append_c (passing->folded, 'd');
      left -= (gsize) (found - rest) + 2;
      rest = found + 2;
    }
  g_string_append_len (passing->folded, rest, (gssize) left);
  return passing->func (passing->context, flags, passing->folded->str, (int) passing->folded->len,
                        start, end);
}

static int
tokenize (Fts5Tokenizer *self, void *context, int flags, const char *text, int size, TokenFunc func)
{
  g_autoptr (GString) folded = g_string_new (NULL);
  Passing passing = { func, context, folded };

  return self->inner_methods.xTokenize (self->inner, &passing, flags, text, size, pass_token);
}

static void
delete_tokenizer (Fts5Tokenizer *self)
{
  if (self->inner != NULL)
    self->inner_methods.xDelete (self->inner);
  g_free (self);
}

static int
create_tokenizer (void *data, const char **arguments, int n_arguments, Fts5Tokenizer **tokenizer)
{
  static const char *inner_arguments[] = { "remove_diacritics", "2" };
  fts5_api *api = data;
  Fts5Tokenizer *self = g_new0 (Fts5Tokenizer, 1);
  void *inner_data = NULL;
  int code = api->xFindTokenizer (api, "unicode61", &inner_data, &self->inner_methods);

  if (code == SQLITE_OK)
    code = self->inner_methods.xCreate (inner_data, inner_arguments, G_N_ELEMENTS (inner_arguments),
                                        &self->inner);
  if (code != SQLITE_OK)
    g_clear_pointer (&self, delete_tokenizer);
  *tokenizer = self;
  return code;
}

/* Makes the tokenizer "hopso_folded" known to the connection. */
gboolean
hopso_search_tokenizer_register (sqlite3 *db, GError **error)
{
  static fts5_tokenizer methods = { create_tokenizer, delete_tokenizer, tokenize };
  g_autoptr (sqlite3_stmt) statement = hopso_sqlite_prepare (db, "SELECT fts5 (?1)", error);
  fts5_api *api = NULL;
  int code;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_pointer (statement, 1, &api, "fts5_api_ptr", NULL);
  if (!hopso_sqlite_run (statement, error))
    return FALSE;
  code =
      api != NULL ? api->xCreateTokenizer (api, "hopso_folded", api, &methods, NULL) : SQLITE_ERROR;
  return code == SQLITE_OK || hopso_sqlite_fail (db, code, error);
}
