/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HopsoComposerQuestion:
 * @heading: what is asked
 * @body: (nullable): what follows from it
 * @verb: label of the button
 * @title: of the line that is written
 * @text: (nullable): what stands there at first
 * @is_required: whether something must be written
 * @is_destructive: whether something is lost
 *
 * A question that is answered by a line of text.
 */
typedef struct
{
  const char *heading;
  const char *body;
  const char *verb;
  const char *title;
  const char *text;
  gboolean is_required;
  gboolean is_destructive;
} HopsoComposerQuestion;

void hopso_composer_ask_async (const HopsoComposerQuestion *question,
                               GtkWidget *widget,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
char *hopso_composer_ask_finish (GAsyncResult *result);

G_END_DECLS
