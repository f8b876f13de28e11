/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hopsoctl trust: which authorities are relied on for signatures. Nothing is added whose
 * fingerprint the person has not given: it is published where the file did not come from. */

#include "hopso-cli-trust.h"

#include "hopso-cli-commands.h"
#include "hopso-cli-pdf.h"
#include "hopso-cli.h"
#include "hopso-fd.h"
#include "hopso-http.h"
#include "hopso-trust-words.h"

#include <glib/gi18n-lib.h>

#define MAX_CERTIFICATES_SIZE (8 * 1024 * 1024)
#define MAX_LIST_SIZE         (16 * 1024 * 1024)
#define LIST_SECONDS          60

/**
 * hopso_cli_print_trust_faults:
 *
 * Tells what could not be read; none of that is trusted.
 */
void
hopso_cli_print_trust_faults (HopsoTrustStore *store)
{
  for (const char *const *fault = hopso_trust_store_get_faults (store); *fault != NULL; fault++)
    g_printerr ("hopsoctl: %s\n", *fault);
}

static int
fail_in_words (const GError *error)
{
  g_autofree char *words = hopso_trust_words_error (error);

  g_printerr ("hopsoctl: %s\n", words);
  return HOPSO_CLI_FAILED;
}

/* --- list ------------------------------------------------------------------------------------ */

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
add_anchor (JsonBuilder *builder, HopsoTrustAnchor *anchor)
{
  HopsoCertificate *certificate = hopso_trust_anchor_get_certificate (anchor);
  g_autofree char *name = hopso_trust_anchor_dup_name (anchor);
  g_autofree char *organization =
      hopso_certificate_dup_subject_part (certificate, HOPSO_NAME_ORGANISATION);
  g_autofree char *fingerprint = hopso_certificate_dup_fingerprint (certificate);
  g_autoptr (GDateTime) until =
      g_date_time_new_from_unix_utc (hopso_trust_anchor_get_until (anchor));
  g_autofree char *end = until != NULL ? g_date_time_format_iso8601 (until) : NULL;

  json_builder_begin_object (builder);
  add_string (builder, "name", name);
  add_string (builder, "organization", organization);
  add_string (builder, "fingerprint", fingerprint);
  add_string (builder, "until", end);
  add_string (builder, "source",
              hopso_trust_source_get_name (hopso_trust_anchor_get_source (anchor)));
  add_string (builder, "role", hopso_trust_role_get_name (hopso_trust_anchor_get_role (anchor)));
  add_string (builder, "list", hopso_trust_anchor_get_list_name (anchor));
  json_builder_set_member_name (builder, "trusted");
  json_builder_add_boolean_value (builder, hopso_trust_anchor_is_trusted (anchor));
  json_builder_end_object (builder);
}

static void
print_anchor (HopsoTrustAnchor *anchor, gint64 now)
{
  HopsoCertificate *certificate = hopso_trust_anchor_get_certificate (anchor);
  g_autofree char *name = hopso_trust_anchor_dup_name (anchor);
  g_autofree char *organization =
      hopso_certificate_dup_subject_part (certificate, HOPSO_NAME_ORGANISATION);
  g_autofree char *fingerprint = hopso_trust_anchor_dup_fingerprint (anchor);
  g_autofree char *source = hopso_trust_words_source (anchor, now);
  g_autofree char *until = hopso_trust_words_until (anchor, now);
  const char *role = hopso_trust_words_role (hopso_trust_anchor_get_role (anchor));

  g_print ("%s\n", name);
  if (organization != NULL)
    g_print ("  %s\n", organization);
  if (role != NULL)
    g_print ("  %s\n", role);
  g_print ("  %s\n  %s\n  SHA-256 %s\n", until, source, fingerprint);
}

static int
run_list (int argc, char **argv)
{
  gboolean as_json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_ ("Print JSON"), NULL },
    { NULL },
  };
  const HopsoCliUsage usage = { NULL, N_ ("List the authorities that are relied on"), 0, 0 };
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (!hopso_cli_parse (&usage, entries, &argc, &argv))
    return HOPSO_CLI_USAGE;

  g_autoptr (HopsoTrustStore) store = hopso_trust_store_new_configured ();
  GPtrArray *anchors = hopso_trust_store_get_anchors (store);
  json_builder_begin_array (builder);
  for (guint i = 0; i < anchors->len; i++)
    {
      add_anchor (builder, g_ptr_array_index (anchors, i));
      if (!as_json)
        print_anchor (g_ptr_array_index (anchors, i), g_get_real_time () / G_USEC_PER_SEC);
    }
  json_builder_end_array (builder);
  if (as_json)
    hopso_cli_print_json (builder);
  else if (anchors->len == 0)
    g_print ("%s\n", _ ("No authority is relied on yet: no signature can be called valid. Add the "
                        "official roots with “hopsoctl trust add”."));
  hopso_cli_print_trust_faults (store);
  return HOPSO_CLI_YES;
}

/* --- add ------------------------------------------------------------------------------------- */

static gboolean
is_given (char **given, const char *fingerprint)
{
  for (; given != NULL && *given != NULL; given++)
    {
      g_autofree char *plain = hopso_fingerprint_dup_plain (*given);

      if (plain != NULL && g_str_equal (plain, fingerprint))
        return TRUE;
    }
  return FALSE;
}

static void
print_candidate (HopsoCertificate *certificate)
{
  g_autofree char *subject = hopso_certificate_dup_subject (certificate);
  g_autofree char *hex = hopso_certificate_dup_fingerprint (certificate);
  g_autofree char *fingerprint = hopso_fingerprint_dup_groups (hex);

  g_print ("%s\n  SHA-256 %s\n", subject, fingerprint);
}

static GPtrArray *
read_certificates (const char *path, GError **error)
{
  g_auto (HopsoFd) fd = hopso_cli_open_file (path, error);
  g_autoptr (GBytes) file = fd >= 0 ? hopso_fd_read_all (fd, MAX_CERTIFICATES_SIZE, error) : NULL;

  return file != NULL ? hopso_certificate_dup_all (file, error) : NULL;
}

static int
add_given (GPtrArray *certificates, char **given)
{
  g_autoptr (HopsoTrustStore) store = hopso_trust_store_new_configured ();
  g_autoptr (GError) error = NULL;
  guint n = 0;

  for (guint i = 0; i < certificates->len; i++)
    {
      HopsoCertificate *certificate = g_ptr_array_index (certificates, i);
      g_autofree char *fingerprint = hopso_certificate_dup_fingerprint (certificate);

      if (!is_given (given, fingerprint))
        continue;
      if (!hopso_trust_store_add (store, certificate, &error))
        return hopso_cli_fail (error);
      n++;
    }
  if (n > 0)
    {
      g_print (ngettext ("%u authority was added.\n", "%u authorities were added.\n", n), n);
      return HOPSO_CLI_YES;
    }
  g_print ("%s\n", given == NULL
                       ? _ ("Nothing was added. Compare the fingerprint with the one that the "
                            "authority publishes, then add again with --fingerprint.")
                       : _ ("Nothing was added: no certificate has this fingerprint."));
  return HOPSO_CLI_NO;
}

static int
run_add (int argc, char **argv)
{
  g_auto (GStrv) given = NULL;
  const GOptionEntry entries[] = {
    { "fingerprint", 0, 0, G_OPTION_ARG_STRING_ARRAY, &given,
      N_ ("The SHA-256 that the authority publishes; may be given several times"), "SHA256" },
    { NULL },
  };
  const HopsoCliUsage usage = { N_ ("FILE"), N_ ("Rely on authorities in a file"), 1, 1 };
  g_autoptr (GError) error = NULL;

  if (!hopso_cli_parse (&usage, entries, &argc, &argv))
    return HOPSO_CLI_USAGE;
  g_autoptr (GPtrArray) certificates = read_certificates (argv[1], &error);
  if (certificates == NULL)
    return fail_in_words (error);
  for (guint i = 0; i < certificates->len; i++)
    print_candidate (g_ptr_array_index (certificates, i));
  return add_given (certificates, given);
}

/* --- remove ---------------------------------------------------------------------------------- */

/* The list in whose place @fingerprint stands: that of its operator. */
static gboolean
remove_list (HopsoTrustStore *store, const char *fingerprint, gboolean *is_found, GError **error)
{
  GPtrArray *anchors = hopso_trust_store_get_anchors (store);

  for (guint i = 0; i < anchors->len; i++)
    {
      HopsoTrustAnchor *anchor = g_ptr_array_index (anchors, i);
      g_autofree char *name = g_path_get_basename (hopso_trust_anchor_get_path (anchor));
      g_autofree char *path = g_strdup (hopso_trust_anchor_get_path (anchor));

      *is_found = hopso_trust_anchor_get_source (anchor) == HOPSO_TRUST_SOURCE_LIST &&
                  strncmp (name, fingerprint, 16) == 0;
      if (*is_found)
        return hopso_trust_store_remove_list (store, path, error);
    }
  return TRUE;
}

static int
remove_one (HopsoTrustStore *store, const char *fingerprint)
{
  HopsoTrustAnchor *anchor = hopso_trust_store_find (store, fingerprint);
  gboolean is_single = anchor != NULL && hopso_trust_anchor_is_removable (anchor);
  g_autoptr (GError) error = NULL;
  gboolean is_found = is_single;

  if (is_single ? !hopso_trust_store_remove (store, anchor, &error)
                : !remove_list (store, fingerprint, &is_found, &error))
    return hopso_cli_fail (error);
  if (is_found)
    return HOPSO_CLI_YES;
  g_printerr ("hopsoctl: %s\n",
              anchor == NULL
                  ? _ ("No authority has this fingerprint")
                  : _ ("This authority was installed by the administrator or comes from a trust "
                       "list; it cannot be removed alone."));
  return HOPSO_CLI_NO;
}

static int
run_remove (int argc, char **argv)
{
  const GOptionEntry entries[] = { { NULL } };
  const HopsoCliUsage usage = { N_ ("SHA256"),
                                N_ ("Rely no longer on an authority, or on a trust list by its "
                                    "publisher’s fingerprint"),
                                1, 1 };

  if (!hopso_cli_parse (&usage, entries, &argc, &argv))
    return HOPSO_CLI_USAGE;
  g_autofree char *fingerprint = hopso_fingerprint_dup_plain (argv[1]);
  if (fingerprint == NULL)
    return hopso_cli_fail_usage (_ ("This is no SHA-256"));
  g_autoptr (HopsoTrustStore) store = hopso_trust_store_new_configured ();
  return remove_one (store, fingerprint);
}

/* --- trust lists ----------------------------------------------------------------------------- */

static GBytes *
fetch_list (const char *url, GError **error)
{
  const HopsoHttpRequest request = {
    .method = "GET", .uri = url, .max_size = MAX_LIST_SIZE, .max_seconds = LIST_SECONDS
  };
  g_autoptr (HopsoHttp) http = hopso_http_new (NULL, error);
  g_autoptr (HopsoCliCall) call = NULL;

  if (http == NULL)
    return NULL;
  call = hopso_cli_call_new ();
  hopso_http_send_public_async (http, &request, hopso_cli_call_get_cancellable (call),
                                hopso_cli_call_done_cb, call);
  g_autoptr (GAsyncResult) result = hopso_cli_call_wait (call);
  return hopso_http_send_public_finish (http, result, error);
}

static GBytes *
read_list (const char *place, GError **error)
{
  if (g_str_has_prefix (place, "https://") || g_str_has_prefix (place, "http://"))
    return fetch_list (place, error);

  g_auto (HopsoFd) fd = hopso_cli_open_file (place, error);
  return fd >= 0 ? hopso_fd_read_all (fd, MAX_LIST_SIZE, error) : NULL;
}

/* Who signed it, which proves nothing until the fingerprint was compared. */
static int
show_operator (GBytes *xml)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoServiceList) list = hopso_service_list_open (xml, NULL, &error);

  if (list == NULL)
    return fail_in_words (error);
  print_candidate (hopso_service_list_get_operator (list));
  g_print ("%s\n", _ ("Nothing was added. Compare the fingerprint with the one that the "
                      "publisher of the list gives, then import again with --operator."));
  return HOPSO_CLI_NO;
}

static int
run_import_list (int argc, char **argv)
{
  g_autofree char *operator_text = NULL;
  const GOptionEntry entries[] = {
    { "operator", 0, 0, G_OPTION_ARG_STRING, &operator_text,
      N_ ("The SHA-256 of the certificate of who signs the list"), "SHA256" },
    { NULL },
  };
  const HopsoCliUsage usage = { N_ ("FILE|URL"),
                                N_ ("Rely on the authorities of a trust list (ETSI TS 119 612)"), 1,
                                1 };
  g_autoptr (GError) error = NULL;

  if (!hopso_cli_parse (&usage, entries, &argc, &argv))
    return HOPSO_CLI_USAGE;
  g_autofree char *fingerprint =
      operator_text != NULL ? hopso_fingerprint_dup_plain (operator_text) : NULL;
  if (operator_text != NULL && fingerprint == NULL)
    return hopso_cli_fail_usage (_ ("This is no SHA-256"));
  g_autoptr (GBytes) xml = read_list (argv[1], &error);
  if (xml == NULL)
    return hopso_cli_fail (error);
  if (fingerprint == NULL)
    return show_operator (xml);
  g_autoptr (HopsoTrustStore) store = hopso_trust_store_new_configured ();
  if (!hopso_trust_store_import_list (store, xml, fingerprint, &error))
    return fail_in_words (error);
  return HOPSO_CLI_YES;
}

static const HopsoCliCommand commands[] = {
  { "list", NULL, run_list },
  { "add", NULL, run_add },
  { "remove", NULL, run_remove },
  { "import-list", NULL, run_import_list },
};

/**
 * hopso_cli_run_trust:
 *
 * Returns: %HOPSO_CLI_NO when nothing was added or removed
 */
int
hopso_cli_run_trust (int argc, char **argv)
{
  for (gsize i = 0; argc > 1 && i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (argv[1], commands[i].name))
      {
        g_autofree char *name = g_strconcat ("trust ", commands[i].name, NULL);

        argv[1] = name;
        return commands[i].run (argc - 1, argv + 1);
      }
  g_printerr ("%s\n", _ ("Usage: hopsoctl trust list|add|remove|import-list [OPTION…] [ARGUMENT]"));
  return argc > 1 && g_str_equal (argv[1], "--help") ? HOPSO_CLI_YES : HOPSO_CLI_USAGE;
}
