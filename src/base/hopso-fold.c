/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Vietnamese text as it is looked for: "duong" is found in "Đường". Each character of the folded
 * text knows the original one that it comes from, so that what was found can be lit. What a letter
 * consists of is Unicode's full decomposition; only "đ" has none and is told apart here. Pure; any
 * thread. */

#include "hopso-fold.h"

/* The longest decomposition of one character (U+FDFA). */
#define MAX_PARTS 18

struct _HopsoFold
{
  HopsoFoldHow how;
  gunichar *chars; /* owned: n */
  guint *origins;  /* owned: n + 1: the number of the original character; the last is their count */
  guint n;
};

typedef struct
{
  HopsoFoldHow how;
  GArray *chars;   /* of gunichar */
  GArray *origins; /* of guint */
} Folding;

static gunichar
get_last (const Folding *self)
{
  return self->chars->len > 0 ? g_array_index (self->chars, gunichar, self->chars->len - 1) : 0;
}

static void
append (Folding *self, gunichar c, guint origin)
{
  g_array_append_val (self->chars, c);
  g_array_append_val (self->origins, origin);
}

/* Marks stand in the order of their classes, whatever order they were typed in. */
static void
append_mark (Folding *self, gunichar mark, guint origin)
{
  const int class = g_unichar_combining_class (mark);
  guint at;

  append (self, mark, origin);
  for (at = self->chars->len - 1; at > 0; at--)
    {
      gunichar *before = &g_array_index (self->chars, gunichar, at - 1);

      if (g_unichar_combining_class (*before) <= class)
        break;
      g_array_index (self->chars, gunichar, at) = *before;
      *before = mark;
    }
}

/* Marks that only tell letters of the Latin alphabet apart; elsewhere they may be vowels. */
static gboolean
is_diacritic (gunichar c)
{
  return c >= 0x300 && c <= 0x36f;
}

/* What is not seen: soft hyphen, zero width, byte order mark. */
static gboolean
is_invisible (gunichar c)
{
  return c == 0xad || (c >= 0x200b && c <= 0x200d) || c == 0x2060 || c == 0xfeff;
}

static void
fold_part (Folding *self, gunichar part, guint origin)
{
  if (is_diacritic (part) && self->how == HOPSO_FOLD_LOOSE)
    return;
  if (g_unichar_combining_class (part) != 0)
    {
      append_mark (self, part, origin);
      return;
    }
  part = g_unichar_tolower (part);
  if (part == 0x111 && self->how == HOPSO_FOLD_LOOSE)
    part = 'd';
  if (!g_unichar_isspace (part))
    append (self, part, origin);
  else if (get_last (self) != ' ')
    append (self, ' ', origin);
}

static void
fold_char (Folding *self, gunichar c, guint origin)
{
  gunichar parts[MAX_PARTS];

  if (c < 0x80)
    {
      fold_part (self, c, origin);
      return;
    }
  if (is_invisible (c))
    return;
  const gsize n = g_unichar_fully_decompose (c, TRUE, parts, MAX_PARTS);
  for (gsize i = 0; i < MIN (n, MAX_PARTS); i++)
    fold_part (self, parts[i], origin);
}

/**
 * hopso_fold_new:
 * @text: UTF-8
 * @how: whether diacritics count
 *
 * Returns: (transfer full): the folded text
 */
HopsoFold *
hopso_fold_new (const char *text, HopsoFoldHow how)
{
  Folding folding = { .how = how,
                      .chars = g_array_new (FALSE, FALSE, sizeof (gunichar)),
                      .origins = g_array_new (FALSE, FALSE, sizeof (guint)) };
  HopsoFold *self = g_new0 (HopsoFold, 1);
  guint origin = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    fold_char (&folding, g_utf8_get_char (at), origin++);
  g_array_append_val (folding.origins, origin);
  self->how = how;
  self->n = folding.chars->len;
  self->chars = (gunichar *) (void *) g_array_free (folding.chars, FALSE);
  self->origins = (guint *) (void *) g_array_free (folding.origins, FALSE);
  return self;
}

/**
 * hopso_fold_free:
 * @self: (transfer full): a folded text
 */
void
hopso_fold_free (HopsoFold *self)
{
  g_free (self->chars);
  g_free (self->origins);
  g_free (self);
}

/**
 * hopso_fold_get_length:
 *
 * Returns: how many characters there are after folding
 */
guint
hopso_fold_get_length (const HopsoFold *self)
{
  return self->n;
}

static gboolean
is_at (const HopsoFold *self, const HopsoFold *words, guint at)
{
  for (guint i = 0; i < words->n; i++)
    {
      if (self->chars[at + i] != words->chars[i])
        return FALSE;
    }
  /* A letter is not found in the same letter with another mark on it. */
  return at + words->n == self->n || g_unichar_combining_class (self->chars[at + words->n]) == 0;
}

/* Where the original characters end of which the one before @at is the last. */
static guint
get_end (const HopsoFold *self, guint at)
{
  const guint last = self->origins[at - 1];

  return self->origins[at] > last ? self->origins[at] : last + 1;
}

/**
 * hopso_fold_find:
 * @self: where to look
 * @words: what to look for, folded in the same way
 * @from: (inout): where to begin in the folded text; set to where to go on
 * @start: (out): the first original character of what was found
 * @end: (out): the one after the last
 *
 * Returns: whether it was found once more
 */
gboolean
hopso_fold_find (
    const HopsoFold *self, const HopsoFold *words, guint *from, guint *start, guint *end)
{
  g_return_val_if_fail (self->how == words->how, FALSE);

  if (words->n == 0 || words->n > self->n)
    return FALSE;
  for (guint at = *from; at <= self->n - words->n; at++)
    {
      if (self->chars[at] != words->chars[0] || !is_at (self, words, at))
        continue;
      *from = at + words->n;
      *start = self->origins[at];
      *end = get_end (self, at + words->n);
      return TRUE;
    }
  return FALSE;
}

/**
 * hopso_fold_choose:
 * @words: what somebody typed
 *
 * Returns: %HOPSO_FOLD_EXACT when there is a diacritic, which was typed on purpose
 */
HopsoFoldHow
hopso_fold_choose (const char *words)
{
  g_autofree char *loose = hopso_fold_text (words, HOPSO_FOLD_LOOSE);
  g_autofree char *exact = hopso_fold_text (words, HOPSO_FOLD_EXACT);

  return g_str_equal (loose, exact) ? HOPSO_FOLD_LOOSE : HOPSO_FOLD_EXACT;
}

/**
 * hopso_fold_text:
 * @text: UTF-8
 * @how: whether diacritics count
 *
 * Returns: (transfer full): the folded text, composed, as an index keeps it
 */
char *
hopso_fold_text (const char *text, HopsoFoldHow how)
{
  g_autoptr (HopsoFold) fold = hopso_fold_new (text, how);
  g_autofree char *apart = g_ucs4_to_utf8 (fold->chars, (glong) fold->n, NULL, NULL, NULL);

  if (apart == NULL)
    return g_strdup ("");
  return g_utf8_normalize (apart, -1, G_NORMALIZE_NFC);
}
