/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Cuts bytes into the tokens of a PDF (ISO 32000-2, 7.2 and 7.3). Strict: what the standard does
 * not allow is an error, since a signature must mean the same to every reader. Nothing here runs
 * by recursion, and a token has a greatest size. */

#include "hopso-pdf-lexer-private.h"

#include "hopso-pdf-error-private.h"

#include <string.h>

#define MAX_STRING  ((gsize) 16 << 20)
#define MAX_WORD    1024
#define MAX_OBJECTS 500000

/**
 * hopso_pdf_lexer_init:
 * @source: what to read
 * @position: where to start
 *
 * Prepares @self, which is to be cleared by its owner.
 */
void
hopso_pdf_lexer_init (HopsoPdfLexer *self, HopsoPdfSource *source, guint64 position)
{
  *self = (HopsoPdfLexer){
    .source = source,
    .position = position,
    .end = hopso_pdf_source_get_size (source),
    .is_file = TRUE,
    .n_left = MAX_OBJECTS,
    .text = g_string_new (NULL),
  };
}

void
hopso_pdf_lexer_clear (HopsoPdfLexer *self)
{
  g_clear_error (&self->failure);
  if (self->text != NULL)
    g_string_free (self->text, TRUE);
  self->text = NULL;
}

void
hopso_pdf_lexer_seek (HopsoPdfLexer *self, guint64 position)
{
  self->position = position;
  self->available = 0;
}

static gboolean
refill (HopsoPdfLexer *self)
{
  if (self->position >= self->end || self->failure != NULL)
    return FALSE;
  self->at = hopso_pdf_source_peek (self->source, self->position, &self->available, &self->failure);
  return self->at != NULL;
}

/* The next byte, -1 at the end or when the source failed. */
int
hopso_pdf_lexer_peek_byte (HopsoPdfLexer *self)
{
  if (self->available == 0 && !refill (self))
    return -1;
  return *self->at;
}

void
hopso_pdf_lexer_skip_byte (HopsoPdfLexer *self)
{
  self->at++;
  self->available--;
  self->position++;
}

gboolean
hopso_pdf_is_space (int byte)
{
  return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t' || byte == '\f' || byte == 0;
}

static gboolean
is_delimiter (int byte)
{
  return byte > 0 && strchr ("()<>[]{}/%", byte) != NULL;
}

static gboolean
is_regular (int byte)
{
  return byte >= 0 && !hopso_pdf_is_space (byte) && !is_delimiter (byte);
}

static void
skip_comment (HopsoPdfLexer *self)
{
  int byte;

  while ((byte = hopso_pdf_lexer_peek_byte (self)) >= 0 && byte != '\n' && byte != '\r')
    hopso_pdf_lexer_skip_byte (self);
}

static int
skip_space (HopsoPdfLexer *self)
{
  for (;;)
    {
      int byte = hopso_pdf_lexer_peek_byte (self);

      if (byte == '%')
        skip_comment (self);
      else if (hopso_pdf_is_space (byte))
        hopso_pdf_lexer_skip_byte (self);
      else
        return byte;
    }
}

static int
octal_escape (HopsoPdfLexer *self)
{
  int value = 0;

  for (guint i = 0; i < 3; i++)
    {
      int byte = hopso_pdf_lexer_peek_byte (self);

      if (byte < '0' || byte > '7')
        break;
      value = value * 8 + (byte - '0');
      hopso_pdf_lexer_skip_byte (self);
    }
  return value & 0xff;
}

/* Eats a line end, of which the first byte is next; a CR LF pair is one. */
static void
skip_line_end (HopsoPdfLexer *self)
{
  int first = hopso_pdf_lexer_peek_byte (self);

  hopso_pdf_lexer_skip_byte (self);
  if (first == '\r' && hopso_pdf_lexer_peek_byte (self) == '\n')
    hopso_pdf_lexer_skip_byte (self);
}

/* What follows a backslash (7.3.4.2, table 3). */
static void
read_escape (HopsoPdfLexer *self)
{
  static const char letters[] = "nrtbf";
  static const char meanings[] = "\n\r\t\b\f";
  int byte = hopso_pdf_lexer_peek_byte (self);
  const char *letter;

  if (byte < 0)
    return;
  if (byte >= '0' && byte <= '7')
    {
      g_string_append_c (self->text, (char) octal_escape (self));
      return;
    }
  if (byte == '\r' || byte == '\n')
    {
      skip_line_end (self);
      return;
    }
  letter = byte != 0 ? strchr (letters, byte) : NULL;
  g_string_append_c (self->text, letter != NULL ? meanings[letter - letters] : (char) byte);
  hopso_pdf_lexer_skip_byte (self);
}

static gboolean
read_literal_string (HopsoPdfLexer *self, GError **error)
{
  guint depth = 1;

  self->kind = HOPSO_PDF_TOKEN_STRING;
  self->is_plain_hexadecimal = FALSE;
  while (self->text->len <= MAX_STRING)
    {
      int byte = hopso_pdf_lexer_peek_byte (self);

      if (byte < 0)
        return hopso_pdf_fail_damaged (error, "A string has no end");
      if (byte == '\r' || byte == '\n')
        {
          skip_line_end (self);
          g_string_append_c (self->text, '\n');
          continue;
        }
      hopso_pdf_lexer_skip_byte (self);
      if (byte == '\\')
        {
          read_escape (self);
          continue;
        }
      if (byte == '(')
        depth++;
      if (byte == ')' && --depth == 0)
        return TRUE;
      g_string_append_c (self->text, (char) byte);
    }
  return hopso_pdf_fail (error, HOPSO_PDF_ERROR_TOO_COMPLEX, "A string is too long");
}

static gboolean
read_hexadecimal_string (HopsoPdfLexer *self, GError **error)
{
  int high = -1;

  self->kind = HOPSO_PDF_TOKEN_STRING;
  self->is_plain_hexadecimal = TRUE;
  while (self->text->len <= MAX_STRING)
    {
      int byte = hopso_pdf_lexer_peek_byte (self);
      int digit;

      if (byte < 0)
        return hopso_pdf_fail_damaged (error, "A string has no end");
      hopso_pdf_lexer_skip_byte (self);
      if (hopso_pdf_is_space (byte))
        {
          self->is_plain_hexadecimal = FALSE;
          continue;
        }
      if (byte == '>')
        {
          if (high >= 0)
            {
              self->is_plain_hexadecimal = FALSE;
              g_string_append_c (self->text, (char) (high << 4));
            }
          return TRUE;
        }
      digit = g_ascii_xdigit_value ((char) byte);
      if (digit < 0)
        return hopso_pdf_fail_damaged (error, "A hexadecimal string holds something else");
      if (high >= 0)
        g_string_append_c (self->text, (char) (high << 4 | digit));
      high = high >= 0 ? -1 : digit;
    }
  return hopso_pdf_fail (error, HOPSO_PDF_ERROR_TOO_COMPLEX, "A string is too long");
}

static gboolean
read_name_escape (HopsoPdfLexer *self, int *byte, GError **error)
{
  int value = 0;

  for (guint i = 0; i < 2; i++)
    {
      int next = hopso_pdf_lexer_peek_byte (self);
      int digit = next > 0 ? g_ascii_xdigit_value ((char) next) : -1;

      if (digit < 0)
        return hopso_pdf_fail_damaged (error, "A name has a bad escape");
      value = value << 4 | digit;
      hopso_pdf_lexer_skip_byte (self);
    }
  if (value == 0)
    return hopso_pdf_fail_damaged (error, "A name holds a zero byte");
  *byte = value;
  return TRUE;
}

static gboolean
read_name (HopsoPdfLexer *self, GError **error)
{
  self->kind = HOPSO_PDF_TOKEN_NAME;
  while (self->text->len <= MAX_WORD)
    {
      int byte = hopso_pdf_lexer_peek_byte (self);

      if (!is_regular (byte))
        return TRUE;
      hopso_pdf_lexer_skip_byte (self);
      if (byte == '#' && !read_name_escape (self, &byte, error))
        return FALSE;
      g_string_append_c (self->text, (char) byte);
    }
  return hopso_pdf_fail (error, HOPSO_PDF_ERROR_TOO_COMPLEX, "A name is too long");
}

/* Sign, digits, at most one point, at least one digit (7.3.3). */
static gboolean
interpret_number (HopsoPdfLexer *self, GError **error)
{
  const char *text = self->text->str;
  const char *digits = text + (*text == '+' || *text == '-');
  const char *point = strchr (digits, '.');
  gsize n_digits = strspn (digits, "0123456789");

  if (point == NULL)
    {
      self->kind = HOPSO_PDF_TOKEN_INTEGER;
      if (n_digits == 0 || digits[n_digits] != '\0' || n_digits > 18)
        return hopso_pdf_fail_damaged (error, "A number is malformed");
      self->integer = g_ascii_strtoll (text, NULL, 10);
      return TRUE;
    }
  self->kind = HOPSO_PDF_TOKEN_REAL;
  gsize n_decimals = strspn (point + 1, "0123456789");
  if (digits + n_digits != point || n_digits + n_decimals == 0 || point[1 + n_decimals] != '\0')
    return hopso_pdf_fail_damaged (error, "A number is malformed");
  self->real = g_ascii_strtod (text, NULL);
  return TRUE;
}

static gboolean
read_word (HopsoPdfLexer *self, GError **error)
{
  int first = hopso_pdf_lexer_peek_byte (self);
  int byte;

  while (is_regular (byte = hopso_pdf_lexer_peek_byte (self)))
    {
      if (self->text->len > MAX_WORD)
        return hopso_pdf_fail (error, HOPSO_PDF_ERROR_TOO_COMPLEX, "A word is too long");
      g_string_append_c (self->text, (char) byte);
      hopso_pdf_lexer_skip_byte (self);
    }
  if (g_ascii_isdigit ((char) first) || first == '+' || first == '-' || first == '.')
    return interpret_number (self, error);
  self->kind = HOPSO_PDF_TOKEN_KEYWORD;
  return TRUE;
}

/* '<' and '>' open and close strings as well as dictionaries. */
static gboolean
read_angle (HopsoPdfLexer *self, int byte, GError **error)
{
  hopso_pdf_lexer_skip_byte (self);
  if (hopso_pdf_lexer_peek_byte (self) == byte)
    {
      hopso_pdf_lexer_skip_byte (self);
      self->kind = byte == '<' ? HOPSO_PDF_TOKEN_DICTIONARY_OPEN : HOPSO_PDF_TOKEN_DICTIONARY_CLOSE;
      return TRUE;
    }
  if (byte == '>')
    return hopso_pdf_fail_damaged (error, "A bracket stands alone");
  return read_hexadecimal_string (self, error);
}

static gboolean
read_token (HopsoPdfLexer *self, int byte, GError **error)
{
  switch (byte)
    {
    case '(':
      hopso_pdf_lexer_skip_byte (self);
      return read_literal_string (self, error);
    case '/':
      hopso_pdf_lexer_skip_byte (self);
      return read_name (self, error);
    case '<':
    case '>':
      return read_angle (self, byte, error);
    case '[':
    case ']':
      hopso_pdf_lexer_skip_byte (self);
      self->kind = byte == '[' ? HOPSO_PDF_TOKEN_ARRAY_OPEN : HOPSO_PDF_TOKEN_ARRAY_CLOSE;
      return TRUE;
    case ')':
    case '{':
    case '}':
      return hopso_pdf_fail_damaged (error, "A bracket stands alone");
    default:
      return read_word (self, error);
    }
}

/**
 * hopso_pdf_lexer_next:
 *
 * Reads one token into @self, after white space and comments; at the end of the source it is
 * HOPSO_PDF_TOKEN_END.
 *
 * Returns: %FALSE with @error when there is something, but no token
 */
gboolean
hopso_pdf_lexer_next (HopsoPdfLexer *self, GError **error)
{
  int byte = skip_space (self);
  gboolean is_read = TRUE;

  g_string_truncate (self->text, 0);
  self->start = self->position;
  self->kind = HOPSO_PDF_TOKEN_END;
  if (byte >= 0)
    is_read = read_token (self, byte, error);
  if (self->failure == NULL)
    return is_read;
  if (is_read || error == NULL || *error == NULL)
    g_propagate_error (error, g_steal_pointer (&self->failure));
  return FALSE;
}

gboolean
hopso_pdf_lexer_is_keyword (HopsoPdfLexer *self, const char *word)
{
  return self->kind == HOPSO_PDF_TOKEN_KEYWORD && strcmp (self->text->str, word) == 0;
}
