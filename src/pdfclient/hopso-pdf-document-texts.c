/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The texts of pages that were read while words were looked for, so that the next letter somebody
 * types needs no reading; up to a number of bytes. Lives on the client's thread. */

#include "hopso-pdf-document-private.h"

#include <string.h>

#define BUDGET ((gsize) 24 * 1024 * 1024)

/* (nullable): the text of a page, if it is known. */
const char *
hopso_pdf_document_get_known_text (HopsoPdfDocument *self, guint page)
{
  return self->texts != NULL ? self->texts[page] : NULL;
}

/* Takes the text. */
void
hopso_pdf_document_keep_text (HopsoPdfDocument *self, guint page, char *text)
{
  const gsize size = strlen (text) + 1;

  if (self->texts == NULL)
    self->texts = g_new0 (char *, self->n_pages);
  if (self->texts[page] != NULL || size > BUDGET - MIN (self->texts_size, BUDGET))
    {
      g_free (text);
      return;
    }
  self->texts[page] = text;
  self->texts_size += size;
}

/* At the end. */
void
hopso_pdf_document_forget_texts (HopsoPdfDocument *self)
{
  for (guint i = 0; self->texts != NULL && i < self->n_pages; i++)
    g_free (self->texts[i]);
  g_clear_pointer (&self->texts, g_free);
  self->texts_size = 0;
}
