/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hopsoctl fill: fills in the form of a document, or lists what can be filled in. */

#include "hopso-cli-commands.h"

#include "hopso-cli-pdf.h"
#include "hopso-cli.h"
#include "hopso-form-draft.h"
#include "hopso-form-filler.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_JSON ((gsize) 16 << 20)

/* What was asked for, by the name of the field. */
typedef struct
{
  GHashTable *words; /* owned: name → GPtrArray of char * (owned) */
  GPtrArray *names;  /* owned: in the order in which they were said */
} Wishes;

static void
wishes_clear (Wishes *self)
{
  g_hash_table_unref (self->words);
  g_ptr_array_unref (self->names);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wishes, wishes_clear)

static GPtrArray *
get_words (Wishes *self, const char *name)
{
  GPtrArray *words = g_hash_table_lookup (self->words, name);

  if (words != NULL)
    return words;
  words = g_ptr_array_new_with_free_func (g_free);
  g_hash_table_insert (self->words, g_strdup (name), words);
  g_ptr_array_add (self->names, g_strdup (name));
  return words;
}

/* A name may hold an equals sign: the longest one that a field has is meant. */
static gboolean
take_setting (Wishes *self, HopsoForm *form, const char *setting)
{
  for (const char *end = strrchr (setting, '='); end != NULL;)
    {
      g_autofree char *name = g_strndup (setting, (gsize) (end - setting));
      g_autofree char *rest = NULL;

      if (hopso_form_find_field (form, name) != NULL || strchr (name, '=') == NULL)
        {
          g_ptr_array_add (get_words (self, name), g_strdup (end + 1));
          return TRUE;
        }
      end = strrchr (name, '=');
      if (end != NULL)
        end = setting + (end - name);
    }
  return FALSE;
}

static gboolean
take_node (GPtrArray *words, JsonNode *node)
{
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        if (!take_node (words, json_array_get_element (array, i)))
          return FALSE;
      return TRUE;
    }
  if (!JSON_NODE_HOLDS_VALUE (node))
    return FALSE;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    g_ptr_array_add (words, json_node_dup_string (node));
  else if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    g_ptr_array_add (words, g_strdup (json_node_get_boolean (node) ? "yes" : "no"));
  else
    g_ptr_array_add (words, json_to_string (node, FALSE));
  return TRUE;
}

static gboolean
take_json (Wishes *self, const char *path, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_auto (HopsoFd) fd = hopso_cli_open_file (path, error);
  g_autoptr (GBytes) bytes = fd >= 0 ? hopso_fd_read_all (fd, MAX_JSON, error) : NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (bytes == NULL || !json_parser_load_from_data (parser, g_bytes_get_data (bytes, NULL),
                                                    (gssize) g_bytes_get_size (bytes), error))
    return FALSE;
  node = json_parser_get_root (parser);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "%s: %s", path,
                   _ ("this is no object of names and values"));
      return FALSE;
    }
  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &name, &node))
    if (!take_node (get_words (self, name), node))
      {
        g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "%s: %s", path, name);
        return FALSE;
      }
  return TRUE;
}

static gboolean
fill_draft (const Wishes *self, HopsoFormDraft *draft, GError **error)
{
  HopsoForm *form = hopso_form_draft_get_form (draft);

  for (guint i = 0; i < self->names->len; i++)
    {
      const char *name = self->names->pdata[i];
      GPtrArray *words = g_hash_table_lookup (self->words, name);
      const HopsoFormField *field = hopso_form_find_field (form, name);
      g_auto (GStrv) values = NULL;

      if (field == NULL)
        {
          g_set_error (error, HOPSO_FILLING_ERROR, HOPSO_FILLING_ERROR_VALUE,
                       _ ("There is no field “%s”."), name);
          return FALSE;
        }
      g_ptr_array_add (words, NULL);
      values = hopso_form_field_read_words (field, (const char *const *) words->pdata, error);
      if (values == NULL ||
          !hopso_form_draft_set_values (draft, name, (const char *const *) values, error))
        return FALSE;
    }
  return TRUE;
}

static const char *const kinds[] = {
  [HOPSO_FORM_NONE] = "none",   [HOPSO_FORM_TEXT] = "text",     [HOPSO_FORM_CHECK] = "check",
  [HOPSO_FORM_RADIO] = "radio", [HOPSO_FORM_CHOICE] = "choice",
};

static void
add_words (JsonBuilder *builder, const char *name, char **words)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (; *words != NULL; words++)
    json_builder_add_string_value (builder, *words);
  json_builder_end_array (builder);
}

/* What may be said to fill it: what is chosen from, or the states of its buttons. */
static char **
list_choices (const HopsoFormField *field)
{
  g_autoptr (GStrvBuilder) states = g_strv_builder_new ();

  if (field->kind == HOPSO_FORM_CHOICE)
    return g_strdupv (field->options);
  for (guint i = 0; i < field->places->len && field->kind != HOPSO_FORM_TEXT; i++)
    g_strv_builder_add (states, ((HopsoFormPlace *) field->places->pdata[i])->state);
  return g_strv_builder_end (states);
}

static void
add_field (JsonBuilder *builder, const HopsoFormField *field)
{
  g_auto (GStrv) choices = list_choices (field);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "name");
  json_builder_add_string_value (builder, field->name);
  json_builder_set_member_name (builder, "label");
  json_builder_add_string_value (builder, field->title);
  json_builder_set_member_name (builder, "kind");
  json_builder_add_string_value (builder, kinds[field->kind]);
  json_builder_set_member_name (builder, "canFill");
  json_builder_add_boolean_value (builder, hopso_form_field_can_fill (field));
  json_builder_set_member_name (builder, "forbiddenBy");
  json_builder_add_string_value (builder, field->obstacle);
  json_builder_set_member_name (builder, "maxLength");
  json_builder_add_int_value (builder, field->max_length);
  add_words (builder, "values", field->is_secret ? (char *[]){ NULL } : field->values);
  add_words (builder, "choices", choices);
  add_words (builder, "choiceWords", field->option_words);
  json_builder_end_object (builder);
}

static int
list_fields (HopsoForm *form, gboolean as_json)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < hopso_form_get_n_fields (form); i++)
    {
      const HopsoFormField *field = hopso_form_get_field (form, i);
      g_auto (GStrv) choices = list_choices (field);
      g_autofree char *values = g_strjoinv (" | ", field->values);
      g_autofree char *joined = g_strjoinv (" | ", choices);

      add_field (builder, field);
      if (!as_json)
        g_print ("%s\t%s\t%s\t%s\t%s\n", kinds[field->kind],
                 hopso_form_field_can_fill (field) ? "fill" : "fixed", field->name,
                 field->is_secret ? "***" : values, joined);
    }
  json_builder_end_array (builder);
  if (as_json)
    hopso_cli_print_json (builder);
  return HOPSO_CLI_YES;
}

/* What people must know who will rely on the filled document. */
static void
print_notes (HopsoForm *form)
{
  if (hopso_form_is_signed (form))
    g_printerr ("%s\n", _ ("The document is signed: others will see that it was filled in after "
                           "that."));
  if (hopso_form_calculates (form))
    g_printerr ("%s\n", _ ("This form computes values by scripts, which are not run: check its "
                           "totals yourself."));
  if (hopso_form_has_xfa (form))
    g_printerr ("%s\n", _ ("Beside its fields this document has a form of another kind (XFA), "
                           "which is not used."));
}

static HopsoForm *
read_form (HopsoFormFiller *filler, int fd, GError **error)
{
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();
  g_autoptr (GAsyncResult) result = NULL;

  hopso_form_filler_read_async (filler, fd, hopso_cli_call_get_cancellable (call),
                                hopso_cli_call_done_cb, call);
  result = hopso_cli_call_wait (call);
  return hopso_form_filler_read_finish (filler, result, error);
}

static gboolean
fill (HopsoFormFiller *filler, int fd, HopsoFormDraft *draft, const char *path, GError **error)
{
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_auto (HopsoFd) filled = -1;
  const HopsoFormOrder order = { .fd = fd,
                                 .form = hopso_form_draft_get_form (draft),
                                 .values = hopso_form_draft_to_variant (draft),
                                 .output_path = path };

  hopso_form_filler_fill_async (filler, &order, hopso_cli_call_get_cancellable (call),
                                hopso_cli_call_done_cb, call);
  result = hopso_cli_call_wait (call);
  filled = hopso_form_filler_fill_finish (filler, result, error);
  return filled >= 0;
}

static int
fill_form (HopsoFormFiller *filler, int fd, HopsoForm *form, const Wishes *wishes, const char *path)
{
  g_autoptr (HopsoFormDraft) draft = hopso_form_draft_new (form);
  g_autoptr (GError) error = NULL;

  if (!fill_draft (wishes, draft, &error))
    return hopso_cli_pdf_fail (error);
  if (!hopso_form_draft_get_is_changed (draft))
    {
      g_printerr ("%s\n", _ ("The document holds these values already."));
      return HOPSO_CLI_NO;
    }
  if (!fill (filler, fd, draft, path, &error))
    return hopso_cli_pdf_fail (error);
  print_notes (form);
  return HOPSO_CLI_YES;
}

/**
 * hopso_cli_run_fill:
 *
 * Returns: %HOPSO_CLI_YES when the filled document is there; %HOPSO_CLI_NO when it would be the
 * same
 */
int
hopso_cli_run_fill (int argc, char **argv)
{
  const HopsoCliUsage usage = { N_ ("FILE"), N_ ("Fill in the form of a document"), 1, 1 };
  g_autofree char *output = NULL;
  g_autofree char *json = NULL;
  g_auto (GStrv) settings = NULL;
  gboolean is_list = FALSE, as_json = FALSE;
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, N_ ("Where the filled document goes"),
      N_ ("FILE") },
    { "set", 's', 0, G_OPTION_ARG_STRING_ARRAY, &settings,
      N_ ("A field and its value; several times for several"), N_ ("NAME=VALUE") },
    { "from", 0, 0, G_OPTION_ARG_FILENAME, &json, N_ ("Fields and values as a JSON object"),
      N_ ("FILE") },
    { "list", 'l', 0, G_OPTION_ARG_NONE, &is_list, N_ ("List the fields instead"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_ ("Print JSON"), NULL },
    { NULL },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfClient) client = NULL;
  g_autoptr (HopsoFormFiller) filler = NULL;
  g_autoptr (HopsoForm) form = NULL;
  g_auto (HopsoFd) fd = -1;
  g_auto (Wishes) wishes = { g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                                    (GDestroyNotify) g_ptr_array_unref),
                             g_ptr_array_new_with_free_func (g_free) };

  if (!hopso_cli_parse (&usage, entries, &argc, &argv))
    return HOPSO_CLI_USAGE;
  if (!is_list && (output == NULL || (settings == NULL && json == NULL)))
    return hopso_cli_fail_usage (_ ("Say what to fill in (--set, --from) and where to (--output)"));
  client = hopso_pdf_client_new_inspecting (3);
  filler = hopso_form_filler_new (client);
  fd = hopso_cli_open_file (argv[1], &error);
  form = fd >= 0 ? read_form (filler, fd, &error) : NULL;
  if (form == NULL)
    return hopso_cli_pdf_fail (error);
  if (is_list)
    return list_fields (form, as_json);
  for (char **setting = settings; setting != NULL && *setting != NULL; setting++)
    if (!take_setting (&wishes, form, *setting))
      return hopso_cli_fail_usage (_ ("--set takes NAME=VALUE"));
  if (json != NULL && !take_json (&wishes, json, &error))
    return hopso_cli_pdf_fail (error);
  return fill_form (filler, fd, form, &wishes, output);
}
