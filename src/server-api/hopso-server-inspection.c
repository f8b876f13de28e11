/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Before a meeting is published the server looks at each of its papers itself, in the same locked
 * processes as the clerk's machine did: what a client says it found counts only when it is bad.
 * What was found is remembered by digest while the server runs. Main thread, works on the store's.
 */

#include "hopso-server-inspection.h"

#include "hopso-paper-inspector.h"
#include "hopso-paper.h"
#include "hopso-server-blobs.h"
#include "hopso-server-sight.h"

/* What is remembered is forgotten at once when it grows beyond this. */
#define MAX_KNOWN 20000

/* The papers of one meeting. */
typedef struct
{
  GPtrArray *digests; /* owned, of owned strings */
  guint next;
  GHashTable *codes; /* owned: digest → owned vector of codes */
} Round;

static void
round_free (gpointer data)
{
  Round *round = data;

  g_clear_pointer (&round->digests, g_ptr_array_unref);
  g_hash_table_unref (round->codes);
  g_free (round);
}

static GHashTable *
new_table (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_strfreev);
}

static void
keep (GHashTable *table, const char *digest, char **codes)
{
  g_hash_table_insert (table, g_strdup (digest), g_strdupv (codes));
}

/* Made when it is first needed: a server without meetings starts no processes. */
static HopsoPaperInspector *
get_inspector (HopsoServerApi *api)
{
  if (api->inspector == NULL)
    {
      g_autoptr (HopsoPdfClient) pdf = hopso_pdf_client_new_background ();

      api->inspector = hopso_paper_inspector_new (pdf);
      api->inspected = new_table ();
    }
  return api->inspector;
}

static void look_at_next (HopsoServerRequest *request);

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HopsoServerRequest *request = user_data;
  Round *round = request->extra;
  const char *digest = g_ptr_array_index (round->digests, round->next);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) codes =
      hopso_paper_inspector_run_finish (HOPSO_PAPER_INSPECTOR (source), result, &error);

  if (codes == NULL)
    {
      hopso_server_request_answer_error (request, error);
      return;
    }
  keep (round->codes, digest, codes);
  /* A scanner that was down is asked again next time. */
  if (!g_strv_contains ((const char *const *) codes, HOPSO_INSPECTION_SCANNER_DOWN))
    {
      if (g_hash_table_size (request->api->inspected) >= MAX_KNOWN)
        g_hash_table_remove_all (request->api->inspected);
      keep (request->api->inspected, digest, codes);
    }
  round->next++;
  look_at_next (request);
}

/* Takes @request. */
static void
look_at_next (HopsoServerRequest *request)
{
  HopsoServerApi *api = request->api;
  HopsoPaperInspector *inspector = get_inspector (api);
  Round *round = request->extra;

  for (; round->next < round->digests->len; round->next++)
    {
      const char *digest = g_ptr_array_index (round->digests, round->next);
      char **known = g_hash_table_lookup (api->inspected, digest);
      g_auto (HopsoFd) fd = -1;
      guint64 size;

      if (known == NULL)
        fd = hopso_server_blob_open (hopso_server_store_get_folder (api->store), digest, &size,
                                     NULL);
      if (fd >= 0)
        {
          hopso_paper_inspector_run_async (inspector, fd, NULL, looked_cb, request);
          return;
        }
      if (known != NULL)
        keep (round->codes, digest, known);
    }
  hopso_server_request_run (request, hopso_server_work_publish, TRUE, NULL);
}

static void
papers_listed (HopsoServerRequest *request, HopsoServerReply *nothing)
{
  look_at_next (request);
}

/* Only who may publish has papers looked at; others are refused by the publishing itself. */
static HopsoServerReply *
work_list (HopsoServerSession *session, HopsoServerRequest *request, GError **error)
{
  Round *round = request->extra;
  g_autoptr (HopsoRecord) meeting = hopso_server_request_get_seen (
      request, session, HOPSO_KIND_MEETING, request->params[0], error);
  g_autoptr (GPtrArray) papers = NULL;
  HopsoServerStanding standing;

  if (meeting == NULL || !hopso_server_session_get_standing (session, request->caller->person,
                                                             request->params[0], &standing, error))
    return NULL;
  if (standing != HOPSO_SERVER_STANDING_NONE)
    {
      papers = hopso_server_session_list (session, HOPSO_KIND_PAPER, "meeting", request->params[0],
                                          error);
      if (papers == NULL)
        return NULL;
    }
  g_ptr_array_set_size (round->digests, 0);
  for (guint i = 0; papers != NULL && i < papers->len; i++)
    {
      const char *digest = hopso_paper_get_digest (g_ptr_array_index (papers, i));

      if (digest != NULL)
        g_ptr_array_add (round->digests, g_strdup (digest));
    }
  return hopso_server_reply_new (0, NULL, NULL);
}

/**
 * hopso_server_handle_publish:
 * @request: (transfer full): POST /v1/meetings/{id}/publish
 */
void
hopso_server_handle_publish (HopsoServerRequest *request)
{
  Round *round = g_new0 (Round, 1);

  round->digests = g_ptr_array_new_with_free_func (g_free);
  round->codes = new_table ();
  request->extra = round;
  request->extra_free = round_free;
  hopso_server_request_run (request, work_list, FALSE, papers_listed);
}

/**
 * hopso_server_inspection_apply:
 * @request: a publishing
 * @paper: one of its papers
 *
 * Returns: (transfer full): the same with what the server found in it, and what its client said
 *   that is bad
 */
HopsoRecord *
hopso_server_inspection_apply (HopsoServerRequest *request, HopsoRecord *paper)
{
  static const char *const bad[] = { HOPSO_INSPECTION_SECRET_MARKING, HOPSO_INSPECTION_SECRET_WORDS,
                                     HOPSO_INSPECTION_INFECTED, HOPSO_INSPECTION_UNCONVERTED };
  const Round *round = request->extra;
  const char *digest = hopso_paper_get_digest (HOPSO_PAPER (paper));
  const char *const *told = hopso_paper_get_inspection (HOPSO_PAPER (paper));
  char **codes = digest == NULL ? NULL : g_hash_table_lookup (round->codes, digest);
  g_autoptr (HopsoRecordBuilder) builder = NULL;
  g_autoptr (GStrvBuilder) all = g_strv_builder_new ();

  for (char **code = codes; code != NULL && *code != NULL; code++)
    g_strv_builder_add (all, *code);
  for (gsize i = 0; told != NULL && i < G_N_ELEMENTS (bad); i++)
    if (g_strv_contains (told, bad[i]) &&
        (codes == NULL || !g_strv_contains ((const char *const *) codes, bad[i])))
      g_strv_builder_add (all, bad[i]);

  g_auto (GStrv) found = g_strv_builder_end (all);
  builder = hopso_record_builder_new_from (paper);
  hopso_record_builder_set_strings (builder, HOPSO_PAPER_INSPECTION,
                                    *found == NULL ? NULL : (const char *const *) found);
  return hopso_record_builder_end (builder);
}
