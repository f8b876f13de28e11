/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What takes several questions to find out of a document: what its pages are called and which fonts
 * it uses; and which layers are shown, which each process has to be told. Lives on the client's
 * thread. */

#include "hopso-pdf-answer-private.h"
#include "hopso-pdf-document-private.h"
#include "hopso-pdf-reading.h"

/* How many pages are asked about at once: others wait meanwhile. */
#define LABELS_AT_ONCE 256u
#define FONTS_AT_ONCE  8u

static void ask_labels (GTask *task);

static void
labels_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HopsoPdfDocument *self = HOPSO_PDF_DOCUMENT (source);
  GPtrArray *labels = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GVariant) reply = g_task_propagate_pointer (G_TASK (result), &error);
  g_autoptr (GVariantIter) more = NULL;
  char *label;

  if (reply == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  const guint before = labels->len;
  g_variant_get (reply, "(as)", &more);
  while (labels->len < self->n_pages && g_variant_iter_next (more, "s", &label))
    g_ptr_array_add (labels, label);
  if (labels->len == before)
    {
      hopso_pdf_answer_disbelieve (&error, "The process gave no labels");
      g_task_return_error (task, error);
    }
  else if (labels->len < self->n_pages)
    ask_labels (g_steal_pointer (&task));
  else
    {
      g_ptr_array_add (labels, NULL);
      g_task_return_pointer (task, g_ptr_array_steal (labels, NULL), (GDestroyNotify) g_strfreev);
    }
}

/* Takes the task. */
static void
ask_labels (GTask *task)
{
  static const HopsoPdfQuestion question = { "Labels", "(as)" };
  HopsoPdfDocument *self = g_task_get_source_object (task);
  const GPtrArray *labels = g_task_get_task_data (task);
  const HopsoPdfWish wish = {
    .lane = HOPSO_PDF_LANE_SIZES,
    .question = &question,
    .arguments = g_variant_new ("(uu)", labels->len, LABELS_AT_ONCE),
    .fd = -1,
  };

  hopso_pdf_document_ask (self, &wish,
                          g_task_new (self, g_task_get_cancellable (task), labels_cb, task));
}

/**
 * hopso_pdf_document_labels_async:
 * @cancellable: (nullable): when it is not wanted any more
 * @callback: when there is an answer
 * @user_data: for @callback
 *
 * Asks what the pages are called.
 */
void
hopso_pdf_document_labels_async (HopsoPdfDocument *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_PDF_DOCUMENT (self));

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hopso_pdf_document_labels_async);
  g_task_set_task_data (task, g_ptr_array_new_with_free_func (g_free),
                        (GDestroyNotify) g_ptr_array_unref);
  ask_labels (task);
}

/**
 * hopso_pdf_document_labels_finish:
 * @result: what the callback was given
 * @error: of %HOPSO_PDF_CLIENT_ERROR, or cancelled
 *
 * Returns: (transfer full) (array zero-terminated=1): a label for each page, "i", "ii", "1" …
 */
char **
hopso_pdf_document_labels_finish (HopsoPdfDocument *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

typedef struct
{
  GPtrArray *fonts;               /* owned: of HopsoPdfFont */
  GHashTable *known;              /* owned: of char: what tells them apart */
  HopsoPdfFontsProgress progress; /* nullable */
  gpointer progress_data;
  guint next;
} Fonts;

static void
fonts_free (gpointer data)
{
  Fonts *self = data;

  g_ptr_array_unref (self->fonts);
  g_hash_table_unref (self->known);
  g_free (self);
}

/* A process that took another's place begins at the first page again. */
static void
add_fonts (Fonts *self, GPtrArray *more)
{
  for (guint i = more->len; i > 0; i--)
    {
      HopsoPdfFont *font = more->pdata[i - 1];
      char *key = g_strdup_printf ("%s\n%s\n%d%d", font->name, font->type, font->is_embedded,
                                   font->is_subset);

      if (g_hash_table_add (self->known, key))
        g_ptr_array_add (self->fonts, g_ptr_array_steal_index (more, i - 1));
    }
}

static void ask_fonts (GTask *task);

static void
fonts_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HopsoPdfDocument *self = HOPSO_PDF_DOCUMENT (source);
  Fonts *fonts = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GVariant) reply = g_task_propagate_pointer (G_TASK (result), &error);
  g_autoptr (GPtrArray) more =
      reply != NULL ? hopso_pdf_font_list_from_reply (reply, &error) : NULL;

  if (more == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  add_fonts (fonts, more);
  fonts->next += FONTS_AT_ONCE;
  if (fonts->progress != NULL && !g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    fonts->progress (fonts->fonts, MIN (fonts->next, self->n_pages), fonts->progress_data);
  if (fonts->next < self->n_pages && fonts->fonts->len < HOPSO_PDF_MAX_LIST)
    ask_fonts (g_steal_pointer (&task));
  else
    g_task_return_pointer (task, g_ptr_array_ref (fonts->fonts),
                           (GDestroyNotify) g_ptr_array_unref);
}

/* Takes the task. */
static void
ask_fonts (GTask *task)
{
  static const HopsoPdfQuestion question = { "Fonts", "(a(ssbbs))" };
  HopsoPdfDocument *self = g_task_get_source_object (task);
  const Fonts *fonts = g_task_get_task_data (task);
  const HopsoPdfWish wish = {
    .lane = HOPSO_PDF_LANE_TEXT,
    .question = &question,
    .arguments = g_variant_new ("(uu)", fonts->next, FONTS_AT_ONCE),
    .fd = -1,
  };

  hopso_pdf_document_ask (self, &wish,
                          g_task_new (self, g_task_get_cancellable (task), fonts_cb, task));
}

/**
 * hopso_pdf_document_fonts_async:
 * @progress: (nullable) (scope async): told how far it is, until it is cancelled or done
 * @progress_data: for @progress
 * @cancellable: (nullable): when it is not wanted any more
 * @callback: when there is an answer
 * @user_data: for @callback
 *
 * Looks for the fonts of all pages, which takes seconds in a long document.
 */
void
hopso_pdf_document_fonts_async (HopsoPdfDocument *self,
                                HopsoPdfFontsProgress progress,
                                gpointer progress_data,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_PDF_DOCUMENT (self));

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Fonts *fonts = g_new0 (Fonts, 1);

  g_task_set_source_tag (task, hopso_pdf_document_fonts_async);
  fonts->progress = progress;
  fonts->progress_data = progress_data;
  fonts->fonts = hopso_pdf_font_list_new ();
  fonts->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_task_set_task_data (task, fonts, fonts_free);
  ask_fonts (task);
}

/**
 * hopso_pdf_document_fonts_finish:
 * @result: what the callback was given
 * @error: of %HOPSO_PDF_CLIENT_ERROR, or cancelled
 *
 * Returns: (transfer full) (element-type HopsoPdfFont): the fonts, each once
 */
GPtrArray *
hopso_pdf_document_fonts_finish (HopsoPdfDocument *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static GVariant *
list_layers (HopsoPdfDocument *self)
{
  GVariantBuilder layers;
  GHashTableIter iter;
  gpointer place;
  gpointer is_shown;

  g_variant_builder_init (&layers, G_VARIANT_TYPE ("a(ub)"));
  g_hash_table_iter_init (&iter, self->layers);
  while (g_hash_table_iter_next (&iter, &place, &is_shown))
    g_variant_builder_add (&layers, "(ub)", GPOINTER_TO_UINT (place), GPOINTER_TO_INT (is_shown));
  return g_variant_ref_sink (g_variant_builder_end (&layers));
}

/* A runner that comes later learns what is shown. */
void
hopso_pdf_document_tell_layers (HopsoPdfDocument *self, HopsoPdfRunner *runner)
{
  g_autoptr (GVariant) layers = list_layers (self);

  hopso_pdf_runner_set_layers (runner, layers);
}

/**
 * hopso_pdf_document_set_layer:
 * @index: in the list of layers
 * @is_shown: whether it is to be drawn
 *
 * Shows or hides a layer in everything that is drawn from now on. When it is one of a group, the
 * caller hides the others.
 */
void
hopso_pdf_document_set_layer (HopsoPdfDocument *self, guint index, gboolean is_shown)
{
  g_return_if_fail (HOPSO_IS_PDF_DOCUMENT (self));

  if (self->layers == NULL)
    self->layers = g_hash_table_new (NULL, NULL);
  g_hash_table_insert (self->layers, GUINT_TO_POINTER (index), GINT_TO_POINTER (!!is_shown));
  hopso_pdf_document_tell_layers (self, self->visible);
  if (self->background != NULL)
    hopso_pdf_document_tell_layers (self, self->background);
  hopso_pdf_document_renew_pictures (self);
  g_signal_emit_by_name (self, "layers-changed");
}
