/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Builds direct objects from tokens. It goes down by recursion into arrays and dictionaries, as
 * deep as MAX_DEPTH; indirect objects and streams are the file's business. */

#include "hopso-pdf-lexer-private.h"

#include "hopso-pdf-error-private.h"
#include "hopso-pdf-object-private.h"

#include <string.h>

#define MAX_DEPTH 64

static HopsoPdfObject *parse_token (HopsoPdfLexer *lexer, guint depth, GError **error);

static HopsoPdfObject *
parse_array (HopsoPdfLexer *lexer, guint depth, GError **error)
{
  g_autoptr (GPtrArray) items =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_pdf_object_unref);

  for (;;)
    {
      HopsoPdfObject *item;

      if (!hopso_pdf_lexer_next (lexer, error))
        return NULL;
      if (lexer->kind == HOPSO_PDF_TOKEN_ARRAY_CLOSE)
        return hopso_pdf_object_take_array (g_steal_pointer (&items));
      item = parse_token (lexer, depth + 1, error);
      if (item == NULL)
        return NULL;
      g_ptr_array_add (items, item);
    }
}

static HopsoPdfObject *
parse_dictionary (HopsoPdfLexer *lexer, guint depth, GError **error)
{
  g_autoptr (HopsoPdfObject) dictionary = hopso_pdf_object_new_dictionary ();

  for (;;)
    {
      g_autofree char *key = NULL;
      HopsoPdfObject *value;

      if (!hopso_pdf_lexer_next (lexer, error))
        return NULL;
      if (lexer->kind == HOPSO_PDF_TOKEN_DICTIONARY_CLOSE)
        return g_steal_pointer (&dictionary);
      if (lexer->kind != HOPSO_PDF_TOKEN_NAME)
        {
          hopso_pdf_fail_damaged (error, "A key of a dictionary is not a name");
          return NULL;
        }
      key = g_strndup (lexer->text->str, lexer->text->len);
      if (!hopso_pdf_lexer_next (lexer, error))
        return NULL;
      value = parse_token (lexer, depth + 1, error);
      if (value == NULL)
        return NULL;
      hopso_pdf_object_add_key (dictionary, g_steal_pointer (&key), value);
    }
}

/* Whether the integer just read begins "12 0 R"; if so, the lexer is past it, else where it was. */
static gboolean
continues_as_reference (HopsoPdfLexer *lexer, gint64 number, HopsoPdfReference *reference)
{
  guint64 position = lexer->position;
  gint64 generation;

  if (number > 0 && number <= G_MAXINT32 && hopso_pdf_lexer_next (lexer, NULL) &&
      lexer->kind == HOPSO_PDF_TOKEN_INTEGER)
    {
      generation = lexer->integer;
      if (generation >= 0 && generation <= G_MAXUINT16 && hopso_pdf_lexer_next (lexer, NULL) &&
          hopso_pdf_lexer_is_keyword (lexer, "R"))
        {
          *reference = (HopsoPdfReference){ (guint32) number, (guint16) generation };
          return TRUE;
        }
    }
  hopso_pdf_lexer_seek (lexer, position);
  return FALSE;
}

static HopsoPdfObject *
parse_integer_or_reference (HopsoPdfLexer *lexer)
{
  gint64 number = lexer->integer;
  HopsoPdfReference reference;

  if (continues_as_reference (lexer, number, &reference))
    return hopso_pdf_object_new_reference (reference);
  return hopso_pdf_object_new_integer (number);
}

static HopsoPdfObject *
parse_string (HopsoPdfLexer *lexer)
{
  HopsoPdfSpan span = { 0, 0 };

  if (lexer->is_file)
    span = (HopsoPdfSpan){ lexer->start, lexer->position - lexer->start };
  return hopso_pdf_object_take_string (g_bytes_new (lexer->text->str, lexer->text->len), span,
                                       lexer->is_plain_hexadecimal);
}

static HopsoPdfObject *
parse_keyword (HopsoPdfLexer *lexer, GError **error)
{
  if (hopso_pdf_lexer_is_keyword (lexer, "null"))
    return hopso_pdf_object_new_null ();
  if (hopso_pdf_lexer_is_keyword (lexer, "true"))
    return hopso_pdf_object_new_boolean (TRUE);
  if (hopso_pdf_lexer_is_keyword (lexer, "false"))
    return hopso_pdf_object_new_boolean (FALSE);
  hopso_pdf_fail_damaged (error, "A word stands where an object is due");
  return NULL;
}

/* Builds the object that begins with the token in @lexer. */
static HopsoPdfObject *
parse_token (HopsoPdfLexer *lexer, guint depth, GError **error)
{
  if (depth > MAX_DEPTH || lexer->n_left == 0)
    {
      hopso_pdf_fail (error, HOPSO_PDF_ERROR_TOO_COMPLEX,
                      "An object is nested too deep or too long");
      return NULL;
    }
  lexer->n_left--;
  switch (lexer->kind)
    {
    case HOPSO_PDF_TOKEN_INTEGER:
      return parse_integer_or_reference (lexer);
    case HOPSO_PDF_TOKEN_REAL:
      return hopso_pdf_object_take_real (lexer->real, g_strdup (lexer->text->str));
    case HOPSO_PDF_TOKEN_STRING:
      return parse_string (lexer);
    case HOPSO_PDF_TOKEN_NAME:
      return hopso_pdf_object_take_name (g_strndup (lexer->text->str, lexer->text->len));
    case HOPSO_PDF_TOKEN_ARRAY_OPEN:
      return parse_array (lexer, depth, error);
    case HOPSO_PDF_TOKEN_DICTIONARY_OPEN:
      return parse_dictionary (lexer, depth, error);
    case HOPSO_PDF_TOKEN_KEYWORD:
      return parse_keyword (lexer, error);
    case HOPSO_PDF_TOKEN_END:
    case HOPSO_PDF_TOKEN_ARRAY_CLOSE:
    case HOPSO_PDF_TOKEN_DICTIONARY_CLOSE:
    default:
      hopso_pdf_fail_damaged (error, "An object is cut off");
      return NULL;
    }
}

/**
 * hopso_pdf_parse_object:
 * @lexer: before a direct object
 *
 * Returns: (transfer full): the object, or %NULL with @error; the lexer is behind it then
 */
HopsoPdfObject *
hopso_pdf_parse_object (HopsoPdfLexer *lexer, GError **error)
{
  if (!hopso_pdf_lexer_next (lexer, error))
    return NULL;
  return parse_token (lexer, 0, error);
}

/**
 * hopso_pdf_parse_integer:
 * @value: (out): a whole number that is not negative
 *
 * Returns: %FALSE with @error when something else comes next
 */
gboolean
hopso_pdf_parse_integer (HopsoPdfLexer *lexer, gint64 *value, GError **error)
{
  if (!hopso_pdf_lexer_next (lexer, error))
    return FALSE;
  if (lexer->kind != HOPSO_PDF_TOKEN_INTEGER || lexer->integer < 0)
    return hopso_pdf_fail_damaged (error, "A whole number is missing");
  *value = lexer->integer;
  return TRUE;
}

/**
 * hopso_pdf_parse_keyword:
 * @word: what must come next
 *
 * Returns: %FALSE with @error when something else does
 */
gboolean
hopso_pdf_parse_keyword (HopsoPdfLexer *lexer, const char *word, GError **error)
{
  if (!hopso_pdf_lexer_next (lexer, error))
    return FALSE;
  if (!hopso_pdf_lexer_is_keyword (lexer, word))
    return hopso_pdf_fail_damaged (error, "The word “%s” is missing", word);
  return TRUE;
}
