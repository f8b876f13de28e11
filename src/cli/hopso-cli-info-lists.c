/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hopsoctl info: what there may be many of in a document. Each list is a member of the object in
 * JSON, and lines that a script can cut apart otherwise. */

#include "hopso-cli-info.h"

#include "hopso-cli.h"
#include "hopso-pdf-reading.h"

static const char *const kinds_of_targets[] = {
  [HOPSO_PDF_TARGET_PAGE] = "page",
  [HOPSO_PDF_TARGET_URI] = "uri",
  [HOPSO_PDF_TARGET_NAMED_ACTION] = "action",
  [HOPSO_PDF_TARGET_REFUSED_LAUNCH] = "refused-launch",
  [HOPSO_PDF_TARGET_REFUSED_REMOTE] = "refused-file",
  [HOPSO_PDF_TARGET_REFUSED_SCRIPT] = "refused-script",
  [HOPSO_PDF_TARGET_REFUSED_OTHER] = "refused",
};

static const char *const kinds_of_fields[] = {
  [HOPSO_PDF_FIELD_PUSH_BUTTON] = "push",   [HOPSO_PDF_FIELD_CHECK_BOX] = "check",
  [HOPSO_PDF_FIELD_RADIO_BUTTON] = "radio", [HOPSO_PDF_FIELD_TEXT] = "text",
  [HOPSO_PDF_FIELD_CHOICE] = "choice",      [HOPSO_PDF_FIELD_SIGNATURE] = "signature",
  [HOPSO_PDF_FIELD_UNKNOWN] = "unknown",
};

static void
begin (JsonBuilder *builder, const char *name)
{
  if (builder == NULL)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
}

static gboolean
end (JsonBuilder *builder)
{
  if (builder != NULL)
    json_builder_end_array (builder);
  return TRUE;
}

gboolean
hopso_cli_info_attachments (HopsoCliPdf *pdf, JsonBuilder *builder, GError **error)
{
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();

  hopso_pdf_document_attachments_async (pdf->document, hopso_cli_call_get_cancellable (call),
                                        hopso_cli_call_done_cb, call);
  g_autoptr (GAsyncResult) result = hopso_cli_call_wait (call);
  g_autoptr (GPtrArray) list = hopso_pdf_document_attachments_finish (pdf->document, result, error);
  if (list == NULL)
    return FALSE;
  begin (builder, "attachments");
  for (guint i = 0; i < list->len; i++)
    {
      const HopsoPdfAttachment *attachment = list->pdata[i];

      if (builder == NULL)
        {
          g_print ("%u\t%" G_GINT64_FORMAT "\t%s\n", i + 1, attachment->size, attachment->name);
          continue;
        }
      json_builder_begin_object (builder);
      hopso_cli_info_add_words (builder, "name", attachment->name);
      hopso_cli_info_add_words (builder, "description", attachment->description);
      hopso_cli_info_add_int (builder, "size", attachment->size);
      json_builder_end_object (builder);
    }
  return end (builder);
}

static void
add_field (JsonBuilder *builder, guint page, const HopsoPdfField *field)
{
  json_builder_begin_object (builder);
  hopso_cli_info_add_int (builder, "page", page + 1);
  hopso_cli_info_add_words (builder, "kind", kinds_of_fields[field->kind]);
  hopso_cli_info_add_words (builder, "name", field->name);
  hopso_cli_info_add_words (builder, "label", field->label);
  hopso_cli_info_add_words (builder, "value", field->value);
  hopso_cli_info_add_flag (builder, "checked", field->is_checked);
  hopso_cli_info_add_flag (builder, "readOnly", field->is_read_only);
  hopso_cli_info_add_int (builder, "maxLength", field->max_length);
  json_builder_set_member_name (builder, "choices");
  json_builder_begin_array (builder);
  for (char **choice = field->choices; *choice != NULL; choice++)
    json_builder_add_string_value (builder, *choice);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "box");
  hopso_cli_pdf_add_box (builder, &field->box);
  json_builder_end_object (builder);
}

static gboolean
tell_fields (HopsoCliPdf *pdf, guint page, JsonBuilder *builder, GError **error)
{
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();

  hopso_pdf_document_fields_async (pdf->document, page, hopso_cli_call_get_cancellable (call),
                                   hopso_cli_call_done_cb, call);
  g_autoptr (GAsyncResult) result = hopso_cli_call_wait (call);
  g_autoptr (GPtrArray) list = hopso_pdf_document_fields_finish (pdf->document, result, error);
  if (list == NULL)
    return FALSE;
  for (guint i = 0; i < list->len; i++)
    {
      const HopsoPdfField *field = list->pdata[i];

      if (builder != NULL)
        add_field (builder, page, field);
      else
        g_print ("%u\t%s\t%s\t%s\n", page + 1, kinds_of_fields[field->kind], field->name,
                 field->is_password ? "***" : field->value);
    }
  return TRUE;
}

static void
add_target (JsonBuilder *builder, const HopsoPdfTarget *target)
{
  hopso_cli_info_add_words (builder, "kind", kinds_of_targets[target->kind]);
  if (target->kind == HOPSO_PDF_TARGET_PAGE)
    hopso_cli_info_add_int (builder, "target", target->page + 1);
  else
    hopso_cli_info_add_words (builder, "target", target->words);
}

static gboolean
tell_links (HopsoCliPdf *pdf, guint page, JsonBuilder *builder, GError **error)
{
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();

  hopso_pdf_document_links_async (pdf->document, page, hopso_cli_call_get_cancellable (call),
                                  hopso_cli_call_done_cb, call);
  g_autoptr (GAsyncResult) result = hopso_cli_call_wait (call);
  g_autoptr (GPtrArray) list = hopso_pdf_document_links_finish (pdf->document, result, error);
  if (list == NULL)
    return FALSE;
  for (guint i = 0; i < list->len; i++)
    {
      const HopsoPdfLink *link = list->pdata[i];
      g_autofree char *number = g_strdup_printf ("%u", link->target->page + 1);
      const gboolean is_page = link->target->kind == HOPSO_PDF_TARGET_PAGE;

      if (builder == NULL)
        {
          g_print ("%u\t%s\t%s\n", page + 1, kinds_of_targets[link->target->kind],
                   is_page ? number : link->target->words);
          continue;
        }
      json_builder_begin_object (builder);
      hopso_cli_info_add_int (builder, "page", page + 1);
      add_target (builder, link->target);
      json_builder_set_member_name (builder, "box");
      hopso_cli_pdf_add_box (builder, &link->box);
      json_builder_end_object (builder);
    }
  return TRUE;
}

typedef gboolean (*TellPage) (HopsoCliPdf *pdf, guint page, JsonBuilder *builder, GError **error);

static gboolean
tell_of_pages (
    HopsoCliPdf *pdf, const char *name, TellPage tell_page, JsonBuilder *builder, GError **error)
{
  g_autoptr (GArray) pages = hopso_cli_pdf_list_pages (pdf, error);

  if (pages == NULL)
    return FALSE;
  begin (builder, name);
  for (guint i = 0; i < pages->len; i++)
    {
      if (!tell_page (pdf, g_array_index (pages, guint, i), builder, error))
        return FALSE;
    }
  return end (builder);
}

gboolean
hopso_cli_info_fields (HopsoCliPdf *pdf, JsonBuilder *builder, GError **error)
{
  return tell_of_pages (pdf, "fields", tell_fields, builder, error);
}

gboolean
hopso_cli_info_links (HopsoCliPdf *pdf, JsonBuilder *builder, GError **error)
{
  return tell_of_pages (pdf, "links", tell_links, builder, error);
}

gboolean
hopso_cli_info_fonts (HopsoCliPdf *pdf, JsonBuilder *builder, GError **error)
{
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();

  hopso_pdf_document_fonts_async (pdf->document, NULL, NULL, hopso_cli_call_get_cancellable (call),
                                  hopso_cli_call_done_cb, call);
  g_autoptr (GAsyncResult) result = hopso_cli_call_wait (call);
  g_autoptr (GPtrArray) list = hopso_pdf_document_fonts_finish (pdf->document, result, error);
  if (list == NULL)
    return FALSE;
  begin (builder, "fonts");
  for (guint i = 0; i < list->len; i++)
    {
      const HopsoPdfFont *font = list->pdata[i];

      if (builder == NULL)
        {
          g_print ("%s\t%s\t%s\n", font->name, font->type,
                   font->is_embedded ? (font->is_subset ? "subset" : "embedded") : "not-embedded");
          continue;
        }
      json_builder_begin_object (builder);
      hopso_cli_info_add_words (builder, "name", font->name);
      hopso_cli_info_add_words (builder, "type", font->type);
      hopso_cli_info_add_flag (builder, "embedded", font->is_embedded);
      hopso_cli_info_add_flag (builder, "subset", font->is_subset);
      hopso_cli_info_add_words (builder, "instead", font->instead);
      json_builder_end_object (builder);
    }
  return end (builder);
}

gboolean
hopso_cli_info_layers (HopsoCliPdf *pdf, JsonBuilder *builder, GError **error)
{
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();

  hopso_pdf_document_layers_async (pdf->document, hopso_cli_call_get_cancellable (call),
                                   hopso_cli_call_done_cb, call);
  g_autoptr (GAsyncResult) result = hopso_cli_call_wait (call);
  g_autoptr (GPtrArray) list = hopso_pdf_document_layers_finish (pdf->document, result, error);
  if (list == NULL)
    return FALSE;
  begin (builder, "layers");
  for (guint i = 0; i < list->len; i++)
    {
      const HopsoPdfLayer *layer = list->pdata[i];
      const char *state = layer->is_shown ? "shown" : "hidden";

      if (builder == NULL)
        {
          g_print ("%*s%s\t%s\n", (int) (2 * layer->depth), "", layer->title,
                   layer->is_layer ? state : "");
          continue;
        }
      json_builder_begin_object (builder);
      hopso_cli_info_add_words (builder, "title", layer->title);
      hopso_cli_info_add_int (builder, "depth", layer->depth);
      if (layer->is_layer)
        hopso_cli_info_add_flag (builder, "shown", layer->is_shown);
      json_builder_end_object (builder);
    }
  return end (builder);
}

static void
tell_entries (GListModel *items, guint depth, JsonBuilder *builder)
{
  for (guint i = 0; items != NULL && i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (HopsoPdfOutlineItem) item = g_list_model_get_item (items, i);
      const HopsoPdfTarget *target = hopso_pdf_outline_item_get_target (item);
      g_autofree char *number =
          target->kind == HOPSO_PDF_TARGET_PAGE ? g_strdup_printf ("%u", target->page + 1) : NULL;

      if (builder == NULL)
        g_print ("%*s%s\t%s\n", (int) (2 * depth), "", hopso_pdf_outline_item_get_title (item),
                 number != NULL ? number : target->words);
      else
        {
          json_builder_begin_object (builder);
          hopso_cli_info_add_words (builder, "title", hopso_pdf_outline_item_get_title (item));
          hopso_cli_info_add_int (builder, "depth", depth);
          add_target (builder, target);
          json_builder_end_object (builder);
        }
      tell_entries (hopso_pdf_outline_item_get_children (item), depth + 1, builder);
    }
}

gboolean
hopso_cli_info_outline (HopsoCliPdf *pdf, JsonBuilder *builder, GError **error)
{
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();

  hopso_pdf_document_outline_async (pdf->document, hopso_cli_call_get_cancellable (call),
                                    hopso_cli_call_done_cb, call);
  g_autoptr (GAsyncResult) result = hopso_cli_call_wait (call);
  g_autoptr (GListModel) items = hopso_pdf_document_outline_finish (pdf->document, result, error);
  if (items == NULL)
    return FALSE;
  begin (builder, "outline");
  tell_entries (items, 0, builder);
  return end (builder);
}

/* The number, the label and the size in points. */
gboolean
hopso_cli_info_sizes (HopsoCliPdf *pdf, JsonBuilder *builder, GError **error)
{
  g_autoptr (GArray) pages = hopso_cli_pdf_list_pages (pdf, error);
  g_auto (GStrv) labels = pages != NULL ? hopso_cli_pdf_dup_labels (pdf, error) : NULL;

  if (labels == NULL || !hopso_cli_pdf_load_sizes (pdf, error))
    return FALSE;
  begin (builder, "sizes");
  for (guint i = 0; i < pages->len; i++)
    {
      const guint page = g_array_index (pages, guint, i);
      HopsoPdfBox box = { 0 };

      hopso_pdf_document_get_page_size (pdf->document, page, &box.x2, &box.y2);
      if (builder == NULL)
        {
          g_print ("%u\t%s\t%.2f × %.2f\n", page + 1, labels[page], box.x2, box.y2);
          continue;
        }
      json_builder_begin_object (builder);
      hopso_cli_info_add_int (builder, "page", page + 1);
      hopso_cli_info_add_words (builder, "label", labels[page]);
      json_builder_set_member_name (builder, "box");
      hopso_cli_pdf_add_box (builder, &box);
      json_builder_end_object (builder);
    }
  return end (builder);
}
