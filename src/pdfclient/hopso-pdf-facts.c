/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a document says of itself and carries along, as a drawing process reported it: attachments,
 * layers, fonts, properties; and whether it may look otherwise elsewhere. Believed as far as it was
 * checked; words of a document stay words. Pure; any thread. */

#include "hopso-pdf-facts.h"

#include "hopso-pdf-answer-private.h"

#include <glib/gi18n-lib.h>

static void
attachment_free (gpointer data)
{
  HopsoPdfAttachment *self = data;

  g_free (self->name);
  g_free (self->description);
  g_clear_pointer (&self->created, g_date_time_unref);
  g_clear_pointer (&self->modified, g_date_time_unref);
  g_free (self);
}

static void
layer_free (gpointer data)
{
  HopsoPdfLayer *self = data;

  g_free (self->title);
  g_free (self);
}

static void
font_free (gpointer data)
{
  HopsoPdfFont *self = data;

  g_free (self->name);
  g_free (self->type);
  g_free (self->instead);
  g_free (self);
}

/* A time that no calendar has is none. */
static GDateTime *
take_time (gint64 seconds)
{
  return seconds > 0 ? g_date_time_new_from_unix_utc (seconds) : NULL;
}

/**
 * hopso_pdf_attachment_list_from_reply:
 * @reply: an `(a(ssxxx))` from a drawing process
 * @error: why it is not believed
 *
 * Returns: (transfer full) (element-type HopsoPdfAttachment): the attachments
 */
GPtrArray *
hopso_pdf_attachment_list_from_reply (GVariant *reply, GError **error)
{
  g_autoptr (GVariant) list = g_variant_get_child_value (reply, 0);
  g_autoptr (GPtrArray) attachments = g_ptr_array_new_with_free_func (attachment_free);

  if (!hopso_pdf_answer_check_list (list, error))
    return NULL;
  for (gsize i = 0; i < g_variant_n_children (list); i++)
    {
      HopsoPdfAttachment *self = g_new0 (HopsoPdfAttachment, 1);
      gint64 created;
      gint64 modified;

      g_ptr_array_add (attachments, self);
      g_variant_get_child (list, i, "(ssxxx)", &self->name, &self->description, &self->size,
                           &created, &modified);
      if (!hopso_pdf_answer_check_words (self->name, error) ||
          !hopso_pdf_answer_check_words (self->description, error))
        return NULL;
      self->size = MAX (self->size, -1);
      self->created = take_time (created);
      self->modified = take_time (modified);
    }
  return g_steal_pointer (&attachments);
}

/**
 * hopso_pdf_layer_list_from_reply:
 * @reply: an `(a(usbbu))` from a drawing process
 * @error: why it is not believed
 *
 * Returns: (transfer full) (element-type HopsoPdfLayer): the layers, each after its parent
 */
GPtrArray *
hopso_pdf_layer_list_from_reply (GVariant *reply, GError **error)
{
  g_autoptr (GVariant) list = g_variant_get_child_value (reply, 0);
  g_autoptr (GPtrArray) layers = g_ptr_array_new_with_free_func (layer_free);
  guint last_depth = 0;

  if (!hopso_pdf_answer_check_list (list, error))
    return NULL;
  for (gsize i = 0; i < g_variant_n_children (list); i++)
    {
      HopsoPdfLayer *self = g_new0 (HopsoPdfLayer, 1);

      g_ptr_array_add (layers, self);
      g_variant_get_child (list, i, "(usbbu)", &self->depth, &self->title, &self->is_layer,
                           &self->is_shown, &self->group);
      if (!hopso_pdf_answer_check_words (self->title, error))
        return NULL;
      if (self->depth > (i == 0 ? 0 : last_depth + 1))
        {
          hopso_pdf_answer_disbelieve (error, "The layers are no tree");
          return NULL;
        }
      last_depth = self->depth;
    }
  return g_steal_pointer (&layers);
}

/**
 * hopso_pdf_font_list_new:
 *
 * Returns: (transfer full) (element-type HopsoPdfFont): an empty list, which owns what is added
 */
GPtrArray *
hopso_pdf_font_list_new (void)
{
  return g_ptr_array_new_with_free_func (font_free);
}

/**
 * hopso_pdf_font_list_from_reply:
 * @reply: an `(a(ssbbs))` from a drawing process
 * @error: why it is not believed
 *
 * Returns: (transfer full) (element-type HopsoPdfFont): the fonts
 */
GPtrArray *
hopso_pdf_font_list_from_reply (GVariant *reply, GError **error)
{
  g_autoptr (GVariant) list = g_variant_get_child_value (reply, 0);
  g_autoptr (GPtrArray) fonts = hopso_pdf_font_list_new ();

  if (!hopso_pdf_answer_check_list (list, error))
    return NULL;
  for (gsize i = 0; i < g_variant_n_children (list); i++)
    {
      HopsoPdfFont *self = g_new0 (HopsoPdfFont, 1);

      g_ptr_array_add (fonts, self);
      g_variant_get_child (list, i, "(ssbbs)", &self->name, &self->type, &self->is_embedded,
                           &self->is_subset, &self->instead);
      if (!hopso_pdf_answer_check_words (self->name, error) ||
          !hopso_pdf_answer_check_words (self->type, error) ||
          !hopso_pdf_answer_check_words (self->instead, error))
        return NULL;
    }
  return g_steal_pointer (&fonts);
}

/**
 * hopso_pdf_properties_free:
 * @self: (transfer full): properties
 */
void
hopso_pdf_properties_free (HopsoPdfProperties *self)
{
  g_free (self->title);
  g_free (self->author);
  g_free (self->subject);
  g_free (self->keywords);
  g_free (self->creator);
  g_free (self->producer);
  g_free (self->version);
  g_free (self->pdfa);
  g_clear_pointer (&self->created, g_date_time_unref);
  g_clear_pointer (&self->modified, g_date_time_unref);
  g_free (self);
}

static gboolean
take_words (GVariant *said, const char *name, char **words, GError **error)
{
  return !g_variant_lookup (said, name, "s", words) || hopso_pdf_answer_check_words (*words, error);
}

static void
take_said_time (GVariant *said, const char *name, GDateTime **time)
{
  gint64 seconds = 0;

  if (g_variant_lookup (said, name, "x", &seconds))
    *time = take_time (seconds);
}

static void
take_flags (GVariant *said, HopsoPdfProperties *self)
{
  self->permissions = HOPSO_PDF_MAY_ALL;
  g_variant_lookup (said, "permissions", "u", &self->permissions);
  self->permissions &= HOPSO_PDF_MAY_ALL;
  g_variant_lookup (said, "encrypted", "b", &self->is_encrypted);
  g_variant_lookup (said, "linearized", "b", &self->is_linearized);
  g_variant_lookup (said, "tagged", "b", &self->is_tagged);
  g_variant_lookup (said, "javascript", "b", &self->has_javascript);
  g_variant_lookup (said, "xfa", "b", &self->has_xfa);
  g_variant_lookup (said, "need-appearances", "b", &self->needs_appearances);
}

/**
 * hopso_pdf_properties_from_reply:
 * @reply: an `(a{sv})` from a drawing process
 * @error: why it is not believed
 *
 * Returns: (transfer full): the properties
 */
HopsoPdfProperties *
hopso_pdf_properties_from_reply (GVariant *reply, GError **error)
{
  g_autoptr (GVariant) said = g_variant_get_child_value (reply, 0);
  g_autoptr (HopsoPdfProperties) self = g_new0 (HopsoPdfProperties, 1);

  if (!take_words (said, "title", &self->title, error) ||
      !take_words (said, "author", &self->author, error) ||
      !take_words (said, "subject", &self->subject, error) ||
      !take_words (said, "keywords", &self->keywords, error) ||
      !take_words (said, "creator", &self->creator, error) ||
      !take_words (said, "producer", &self->producer, error) ||
      !take_words (said, "version", &self->version, error) ||
      !take_words (said, "pdfa", &self->pdfa, error))
    return NULL;
  take_said_time (said, "created", &self->created);
  take_said_time (said, "modified", &self->modified);
  take_flags (said, self);
  return g_steal_pointer (&self);
}

/**
 * hopso_pdf_doubts_find:
 * @properties: (nullable): as far as they are known
 * @fonts: (nullable) (element-type HopsoPdfFont): as far as they are known
 * @layers: (nullable) (element-type HopsoPdfLayer): as far as they are known
 *
 * Returns: a sum of #HopsoPdfDoubts
 */
guint
hopso_pdf_doubts_find (const HopsoPdfProperties *properties, GPtrArray *fonts, GPtrArray *layers)
{
  guint doubts = 0;

  for (guint i = 0; fonts != NULL && i < fonts->len; i++)
    {
      if (!((const HopsoPdfFont *) fonts->pdata[i])->is_embedded)
        doubts |= HOPSO_PDF_DOUBT_FONTS;
    }
  for (guint i = 0; layers != NULL && i < layers->len; i++)
    {
      const HopsoPdfLayer *layer = layers->pdata[i];

      if (layer->is_layer && !layer->is_shown)
        doubts |= HOPSO_PDF_DOUBT_LAYERS;
    }
  if (properties != NULL && properties->has_javascript)
    doubts |= HOPSO_PDF_DOUBT_SCRIPTS;
  if (properties != NULL && properties->has_xfa)
    doubts |= HOPSO_PDF_DOUBT_XFA;
  if (properties != NULL && properties->needs_appearances)
    doubts |= HOPSO_PDF_DOUBT_FIELDS;
  return doubts;
}

/**
 * hopso_pdf_doubt_get_words:
 * @doubt: one of them
 *
 * Returns: a sentence for people
 */
const char *
hopso_pdf_doubt_get_words (HopsoPdfDoubts doubt)
{
  switch (doubt)
    {
    case HOPSO_PDF_DOUBT_FONTS:
      return _ ("A font is not in the document. Letters may look different elsewhere.");
    case HOPSO_PDF_DOUBT_LAYERS:
      return _ ("The document has hidden layers. Another program may show them.");
    case HOPSO_PDF_DOUBT_SCRIPTS:
      return _ ("The document contains scripts. HopSo does not run them.");
    case HOPSO_PDF_DOUBT_XFA:
      return _ ("The document contains an XFA form. HopSo does not show it.");
    case HOPSO_PDF_DOUBT_FIELDS:
      return _ ("Form fields have no picture of their own. They may look different elsewhere.");
    default:
      return "";
    }
}

/**
 * hopso_pdf_doubt_get_advice:
 * @doubt: one of them
 *
 * Returns: what people can do about it, in sentences
 */
const char *
hopso_pdf_doubt_get_advice (HopsoPdfDoubts doubt)
{
  switch (doubt)
    {
    case HOPSO_PDF_DOUBT_FONTS:
      return _ ("HopSo drew a similar font. If names or numbers look odd, ask the sender for a PDF "
                "with embedded fonts (PDF/A).");
    case HOPSO_PDF_DOUBT_LAYERS:
      return _ ("Show them in the panel under “Layers” before you decide or sign.");
    case HOPSO_PDF_DOUBT_SCRIPTS:
      return _ (
          "Nothing ran and nothing was sent. Totals that a form would calculate by itself may "
          "be missing: check them.");
    case HOPSO_PDF_DOUBT_XFA:
      return _ ("What you see may be only a placeholder. Ask the sender to print the form to an "
                "ordinary PDF.");
    case HOPSO_PDF_DOUBT_FIELDS:
      return _ (
          "HopSo draws the values itself. Compare important values with the sender, or ask for "
          "a copy in which the form is printed.");
    default:
      return "";
    }
}
