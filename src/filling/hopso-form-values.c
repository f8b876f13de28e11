/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a field may hold, and in which words people say it. The same rules are kept once more, on
 * the bytes, where the document is written; here they get sentences. Any thread. */

#include "hopso-form.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_TEXT 65536
#define OFF      "Off"

static gboolean
fail (GError **error, HopsoFillingError code, const char *format, ...) G_GNUC_PRINTF (3, 4);

static gboolean
fail (GError **error, HopsoFillingError code, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  if (error != NULL)
    *error = g_error_new_valist (HOPSO_FILLING_ERROR, (int) code, format, arguments);
  va_end (arguments);
  return FALSE;
}

/**
 * hopso_form_field_get_title:
 *
 * Returns: what the field is called for people
 */
const char *
hopso_form_field_get_title (const HopsoFormField *self)
{
  return *self->title != '\0' ? self->title : self->name;
}

/**
 * hopso_form_field_can_fill:
 *
 * Returns: whether it can be filled here and now
 */
gboolean
hopso_form_field_can_fill (const HopsoFormField *self)
{
  return self->kind != HOPSO_FORM_NONE && !self->is_read_only && !self->is_secret &&
         *self->obstacle == '\0';
}

/**
 * hopso_form_field_is_on:
 * @place: a button of the field
 * @values: (array zero-terminated=1): what the field holds
 *
 * Returns: whether that button is on then
 */
gboolean
hopso_form_field_is_on (const HopsoFormField *self,
                        const HopsoFormPlace *place,
                        const char *const *values)
{
  return values[0] != NULL && strcmp (values[0], place->state) == 0 &&
         strcmp (place->state, OFF) != 0;
}

static gboolean
check_may_fill (const HopsoFormField *self, GError **error)
{
  const char *title = hopso_form_field_get_title (self);

  if (self->kind == HOPSO_FORM_NONE)
    return fail (error, HOPSO_FILLING_ERROR_VALUE, _ ("“%s” is nothing that can be filled in."),
                 title);
  if (self->is_secret)
    return fail (error, HOPSO_FILLING_ERROR_FORBIDDEN,
                 _ ("“%s” asks for a password or a file; they are not kept in documents."), title);
  if (*self->obstacle != '\0')
    return fail (error, HOPSO_FILLING_ERROR_FORBIDDEN,
                 _ ("“%s” cannot be filled in: the signature in “%s” forbids it."), title,
                 self->obstacle);
  if (self->is_read_only)
    return fail (error, HOPSO_FILLING_ERROR_FORBIDDEN,
                 _ ("“%s” cannot be filled in: it is read-only."), title);
  return TRUE;
}

static gboolean
is_good_text (const char *text, gboolean has_lines)
{
  if (strlen (text) > MAX_TEXT || !g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (const char *p = text; *p != '\0'; p++)
    if ((guchar) *p < 0x20 && *p != '\t' && (*p != '\n' || !has_lines))
      return FALSE;
  return TRUE;
}

static gboolean
check_text (const HopsoFormField *self, const char *text, GError **error)
{
  if (!is_good_text (text, self->has_lines))
    return fail (error, HOPSO_FILLING_ERROR_VALUE,
                 _ ("“%s” takes one line of text without control characters."),
                 hopso_form_field_get_title (self));
  if (self->max_length > 0 && g_utf8_strlen (text, -1) > (glong) self->max_length)
    return fail (error, HOPSO_FILLING_ERROR_VALUE,
                 ngettext ("“%s” takes at most %u character.", "“%s” takes at most %u characters.",
                           self->max_length),
                 hopso_form_field_get_title (self), self->max_length);
  return TRUE;
}

static gboolean
has_state (const HopsoFormField *self, const char *state)
{
  for (guint i = 0; i < self->places->len; i++)
    if (strcmp (((HopsoFormPlace *) self->places->pdata[i])->state, state) == 0)
      return TRUE;
  return strcmp (state, OFF) == 0;
}

static gboolean
is_choice (const HopsoFormField *self, const char *value)
{
  return g_strv_contains ((const char *const *) self->options, value) ||
         (self->is_editable && is_good_text (value, FALSE));
}

/**
 * hopso_form_field_check:
 * @values: (array zero-terminated=1): what it shall hold
 * @error: in words for people
 *
 * Returns: whether it can
 */
gboolean
hopso_form_field_check (const HopsoFormField *self, const char *const *values, GError **error)
{
  const guint n = g_strv_length ((char **) values);
  const char *title = hopso_form_field_get_title (self);

  if (!check_may_fill (self, error))
    return FALSE;
  if (n != 1 && self->kind != HOPSO_FORM_CHOICE)
    return fail (error, HOPSO_FILLING_ERROR_VALUE, _ ("“%s” takes one value."), title);
  if (self->kind == HOPSO_FORM_TEXT)
    return check_text (self, values[0], error);
  if (self->kind != HOPSO_FORM_CHOICE)
    return has_state (self, values[0]) || fail (error, HOPSO_FILLING_ERROR_VALUE,
                                                _ ("“%s” has no choice “%s”."), title, values[0]);
  if (n > 1 && !self->is_several)
    return fail (error, HOPSO_FILLING_ERROR_VALUE, _ ("“%s” takes one value."), title);
  for (guint i = 0; i < n; i++)
    if (!is_choice (self, values[i]))
      return fail (error, HOPSO_FILLING_ERROR_VALUE, _ ("“%s” has no choice “%s”."), title,
                   values[i]);
  return TRUE;
}

/* "có", "yes", "1" and so on: a check box has one state to be in. */
static const char *
find_state (const HopsoFormField *self, const char *word)
{
  static const char *const on[] = { "on", "yes", "true", "1", "x", "có", NULL };
  static const char *const off[] = { "off", "no", "false", "0", "", "không", NULL };
  g_autofree char *lower = g_utf8_strdown (word, -1);

  for (guint i = 0; i < self->places->len; i++)
    {
      const HopsoFormPlace *place = self->places->pdata[i];

      if (strcmp (place->state, word) == 0 ||
          (*place->meaning != '\0' && strcmp (place->meaning, word) == 0))
        return place->state;
    }
  if (g_strv_contains (off, lower))
    return OFF;
  if (self->kind == HOPSO_FORM_CHECK && g_strv_contains (on, lower) && self->places->len > 0)
    return ((HopsoFormPlace *) self->places->pdata[0])->state;
  return word;
}

static const char *
find_option (const HopsoFormField *self, const char *word)
{
  if (g_strv_contains ((const char *const *) self->options, word))
    return word;
  for (guint i = 0; self->option_words[i] != NULL; i++)
    if (strcmp (self->option_words[i], word) == 0)
      return self->options[i];
  return word;
}

/**
 * hopso_form_field_read_words:
 * @words: (array zero-terminated=1): what somebody wrote: a text, "yes", what a button or a choice
 *   is called
 * @error: in words for people
 *
 * Returns: (transfer full): the values that this means, or %NULL
 */
char **
hopso_form_field_read_words (const HopsoFormField *self, const char *const *words, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) values = NULL;

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *normal = g_utf8_normalize (words[i], -1, G_NORMALIZE_NFC);
      const char *word = normal != NULL && self->kind == HOPSO_FORM_TEXT ? normal : words[i];

      if (self->kind == HOPSO_FORM_CHOICE && *word == '\0' && !is_choice (self, word))
        continue;
      g_strv_builder_add (builder, self->kind == HOPSO_FORM_TEXT     ? word
                                   : self->kind == HOPSO_FORM_CHOICE ? find_option (self, word)
                                                                     : find_state (self, word));
    }
  values = g_strv_builder_end (builder);
  if (!hopso_form_field_check (self, (const char *const *) values, error))
    return NULL;
  return g_steal_pointer (&values);
}
