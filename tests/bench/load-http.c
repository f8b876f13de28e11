/* SPDX-License-Identifier: GPL-3.0-or-later */

/* As much of HTTP/1.1 as answers to our own requests need: a head, and a body of known length or
 * in chunks. */

#include "load.h"

#include <stdlib.h>
#include <string.h>

static const char *
find_field (const char *head, const char *name)
{
  const gsize size = strlen (name);

  for (const char *line = strchr (head, '\n'); line != NULL; line = strchr (line + 1, '\n'))
    {
      if (g_ascii_strncasecmp (line + 1, name, size) == 0)
        return line + 1 + size + strspn (line + 1 + size, " ");
    }
  return NULL;
}

static void
end_answer (LoadConnection *self)
{
  self->part = LOAD_HEAD;
  self->loop->handlers->answered (self);
}

static gboolean
read_head (LoadConnection *self)
{
  const char *length = find_field (self->text->str, "content-length:");
  const char *etag = find_field (self->text->str, "etag:");
  const gboolean is_chunked = find_field (self->text->str, "transfer-encoding:") != NULL;

  if (strncmp (self->text->str, "HTTP/1.1 ", 9) != 0)
    return FALSE;
  self->status = (guint) strtoul (self->text->str + 9, NULL, 10);
  self->etag[0] = '\0';
  if (etag != NULL)
    g_strlcpy (self->etag, etag, MIN (strcspn (etag, "\r\n") + 1, sizeof self->etag));
  self->left = length == NULL ? 0 : strtoull (length, NULL, 10);
  g_string_truncate (self->text, 0);
  if (is_chunked)
    self->part = LOAD_CHUNK_SIZE;
  else if (self->left > 0)
    self->part = LOAD_BODY;
  else
    end_answer (self);
  return TRUE;
}

/* What of @bytes belongs to the head or line; it is complete when the text ends so. */
static gsize
take_text (LoadConnection *self, const char *bytes, gsize size, gboolean *is_complete)
{
  const char *ending = self->part == LOAD_HEAD ? "\r\n\r\n" : "\r\n";
  gsize n = 0;

  *is_complete = FALSE;
  while (n < size && !*is_complete)
    {
      g_string_append_c (self->text, bytes[n]);
      *is_complete = bytes[n] == '\n' && g_str_has_suffix (self->text->str, ending);
      n++;
    }
  return n;
}

static gsize
take_bytes (LoadConnection *self, const char *bytes, gsize size)
{
  const gsize n = (gsize) MIN (size, self->left);

  if (self->loop->handlers->body != NULL)
    self->loop->handlers->body (self, bytes, n);
  self->left -= n;
  if (self->left > 0)
    return n;
  if (self->part == LOAD_CHUNK)
    self->part = LOAD_CHUNK_END;
  else
    end_answer (self);
  return n;
}

static gboolean
end_text (LoadConnection *self)
{
  if (self->part == LOAD_HEAD)
    return read_head (self);
  if (self->part == LOAD_CHUNK_SIZE)
    {
      self->left = strtoull (self->text->str, NULL, 16);
      self->part = self->left > 0 ? LOAD_CHUNK : LOAD_LAST_LINE;
    }
  else if (self->part == LOAD_CHUNK_END)
    self->part = LOAD_CHUNK_SIZE;
  else
    end_answer (self);
  if (self->state == LOAD_OPEN)
    g_string_truncate (self->text, 0);
  return TRUE;
}

/**
 * load_http_feed:
 *
 * Returns: %FALSE when it makes no sense
 */
gboolean
load_http_feed (LoadConnection *self, const char *bytes, gsize size)
{
  while (size > 0 && self->state == LOAD_OPEN)
    {
      gboolean is_complete;
      gsize n;

      if (self->part == LOAD_BODY || self->part == LOAD_CHUNK)
        n = take_bytes (self, bytes, size);
      else
        {
          n = take_text (self, bytes, size, &is_complete);
          if (is_complete && !end_text (self))
            return FALSE;
        }
      bytes += n;
      size -= n;
    }
  return TRUE;
}
