/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-object.h"
#include "hopso-pdf-source.h"

G_BEGIN_DECLS

typedef enum
{
  HOPSO_PDF_TOKEN_END,
  HOPSO_PDF_TOKEN_INTEGER,
  HOPSO_PDF_TOKEN_REAL,
  HOPSO_PDF_TOKEN_STRING,
  HOPSO_PDF_TOKEN_NAME,
  HOPSO_PDF_TOKEN_ARRAY_OPEN,
  HOPSO_PDF_TOKEN_ARRAY_CLOSE,
  HOPSO_PDF_TOKEN_DICTIONARY_OPEN,
  HOPSO_PDF_TOKEN_DICTIONARY_CLOSE,
  HOPSO_PDF_TOKEN_KEYWORD,
} HopsoPdfTokenKind;

/* The token that was read last lives in the lexer. */
typedef struct
{
  HopsoPdfSource *source; /* borrowed: outlives self */
  guint64 position;
  guint64 end;
  const guint8 *at; /* borrowed: the source's window at @position */
  gsize available;
  gboolean is_file; /* strings keep their place; not so within an object stream */
  guint n_left;     /* how many more objects may be made */
  GError *failure;  /* owned, nullable: what the source said when it gave no byte */

  HopsoPdfTokenKind kind;
  guint64 start; /* where the token begins */
  gint64 integer;
  double real;
  GString *text;                 /* owned: string, name, keyword, or a real as written */
  gboolean is_plain_hexadecimal; /* two digits for each byte and nothing else */
} HopsoPdfLexer;

void hopso_pdf_lexer_init (HopsoPdfLexer *self, HopsoPdfSource *source, guint64 position);
void hopso_pdf_lexer_clear (HopsoPdfLexer *self);
void hopso_pdf_lexer_seek (HopsoPdfLexer *self, guint64 position);
int hopso_pdf_lexer_peek_byte (HopsoPdfLexer *self);
void hopso_pdf_lexer_skip_byte (HopsoPdfLexer *self);
gboolean hopso_pdf_lexer_next (HopsoPdfLexer *self, GError **error);
gboolean hopso_pdf_lexer_is_keyword (HopsoPdfLexer *self, const char *word);
gboolean hopso_pdf_is_space (int byte);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HopsoPdfLexer, hopso_pdf_lexer_clear)

/* In hopso-pdf-parser.c. */
HopsoPdfObject *hopso_pdf_parse_object (HopsoPdfLexer *lexer, GError **error);
gboolean hopso_pdf_parse_integer (HopsoPdfLexer *lexer, gint64 *value, GError **error);
gboolean hopso_pdf_parse_keyword (HopsoPdfLexer *lexer, const char *word, GError **error);

G_END_DECLS
