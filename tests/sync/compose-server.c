/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A document server that is a table, for thousands of schedules in a second. What it does with a
 * request is what the real one does with what is composed; replies can be lost. */

#include "compose-server.h"

#include "hopso-agenda-item.h"
#include "hopso-paper.h"
#include "hopso-wire-changes.h"
#include "hopso-wire-problem.h"

typedef struct
{
  HopsoKindId kind;
  char *id;            /* owned */
  HopsoRecord *record; /* owned, nullable: destroyed */
  guint made;          /* when it was made, in changes */
  guint changed;       /* when it was changed or destroyed last */
} Thing;

struct _TestOffice
{
  GPtrArray *things;   /* owned: of Thing */
  GHashTable *replies; /* owned: idempotency key → Answer */
  guint n_changes;
  guint n_requests;
  guint lost_replies;
  guint lost_requests;
};

#define TEST_TYPE_LINE (test_line_get_type ())
G_DECLARE_FINAL_TYPE (TestLine, test_line, TEST, LINE, GObject)

struct _TestLine
{
  GObject parent_instance;

  TestOffice *office; /* borrowed: outlives self */
};

static void test_line_remote_init (HopsoRemoteInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TestLine,
                               test_line,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (HOPSO_TYPE_REMOTE, test_line_remote_init))

static void
thing_free (gpointer data)
{
  Thing *thing = data;

  g_free (thing->id);
  g_clear_object (&thing->record);
  g_free (thing);
}

/* What is answered: a status, a type and a body. */
typedef struct
{
  guint status;
  const char *type;
  GBytes *body; /* owned */
} Answer;

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_bytes_unref (answer->body);
  g_free (answer);
}

static GRand *chances;

void
test_office_set_seed (guint32 seed)
{
  g_clear_pointer (&chances, g_rand_free);
  chances = g_rand_new_with_seed (seed);
}

/* A number from @from, below @to. */
gint32
test_office_draw (gint32 from, gint32 to)
{
  return g_rand_int_range (chances, from, to);
}

TestOffice *
test_office_new (void)
{
  TestOffice *self = g_new0 (TestOffice, 1);

  self->things = g_ptr_array_new_with_free_func (thing_free);
  self->replies = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, answer_free);
  return self;
}

void
test_office_free (TestOffice *self)
{
  g_ptr_array_unref (self->things);
  g_hash_table_unref (self->replies);
  g_free (self);
}

void
test_office_set_cuts (TestOffice *self, guint replies, guint requests)
{
  self->lost_replies = replies;
  self->lost_requests = requests;
}

guint
test_office_count_requests (TestOffice *self)
{
  return self->n_requests;
}

HopsoRemote *
test_office_connect (TestOffice *self)
{
  TestLine *line = g_object_new (TEST_TYPE_LINE, NULL);

  line->office = self;
  return HOPSO_REMOTE (line);
}

static int
compare_things (gconstpointer a, gconstpointer b)
{
  const Thing *one = *(Thing *const *) a;
  const Thing *other = *(Thing *const *) b;

  return one->kind != other->kind ? (int) one->kind - (int) other->kind
                                  : strcmp (one->id, other->id);
}

/* As a machine describes itself. */
char *
test_office_describe (TestOffice *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) sorted = g_ptr_array_copy (self->things, NULL, NULL);

  g_ptr_array_set_free_func (sorted, NULL);
  g_ptr_array_sort (sorted, compare_things);
  for (guint i = 0; i < sorted->len; i++)
    {
      const Thing *thing = sorted->pdata[i];

      if (thing->record != NULL)
        {
          g_autoptr (JsonObject) object = hopso_wire_record_to_json (thing->record);
          g_autofree char *line = NULL;

          json_object_remove_member (object, "etag");
          line = hopso_wire_print_string (object);
          g_string_append_printf (text, "%s\n", line);
        }
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* --- what the server does --------------------------------------------------------------------- */

static Thing *
find (TestOffice *self, HopsoKindId kind, const char *id)
{
  for (guint i = 0; i < self->things->len; i++)
    {
      Thing *thing = self->things->pdata[i];

      if (thing->kind == kind && g_str_equal (thing->id, id))
        return thing;
    }
  return NULL;
}

static gboolean
is_there (TestOffice *self, HopsoKindId kind, const char *id)
{
  const Thing *thing = id != NULL ? find (self, kind, id) : NULL;

  return id == NULL || (thing != NULL && thing->record != NULL);
}

static Answer
answer_record (guint status, HopsoRecord *record)
{
  g_autoptr (JsonObject) object = hopso_wire_record_to_json (record);

  return (Answer){ status, "application/json", hopso_wire_print (object) };
}

static Answer
answer_problem (guint status, const char *name, HopsoRecord *current)
{
  g_autofree char *type = g_strconcat ("urn:hopso:problem:", name, NULL);
  g_autoptr (HopsoWireProblem) problem =
      hopso_wire_problem_new (type, (int) status, name, name, NULL);
  g_autoptr (JsonObject) object = NULL;

  g_set_object (&problem->current, current);
  object = hopso_wire_problem_to_json (problem, TRUE);
  return (Answer){ status, HOPSO_WIRE_PROBLEM_MEDIA_TYPE, hopso_wire_print (object) };
}

/* Whether an item is part of itself when it is part of @parent. */
static gboolean
closes_circle (TestOffice *self, const char *id, const char *parent)
{
  for (guint depth = 0; parent != NULL && depth < 100; depth++)
    {
      const Thing *thing = find (self, HOPSO_KIND_AGENDA_ITEM, parent);

      if (g_str_equal (parent, id))
        return TRUE;
      parent = thing != NULL && thing->record != NULL
                   ? hopso_record_get_string (thing->record, HOPSO_AGENDA_ITEM_PARENT)
                   : NULL;
    }
  return parent != NULL;
}

/* What it names and is not there any more, or is part of it, is no place for it. */
static void
clear_link (TestOffice *self, HopsoRecordBuilder *builder, HopsoRecord *record, guint field)
{
  const char *place = hopso_record_get_string (record, field);

  if (!is_there (self, HOPSO_KIND_AGENDA_ITEM, place) ||
      closes_circle (self, hopso_record_get_id (record), place))
    hopso_record_builder_set_string (builder, field, NULL);
}

static HopsoRecord *
enter (TestOffice *self, Thing *thing, HopsoRecord *record)
{
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new_from (record);
  g_autofree char *etag = g_strdup_printf ("e%u", ++self->n_changes);

  if (thing->kind == HOPSO_KIND_AGENDA_ITEM)
    clear_link (self, builder, record, HOPSO_AGENDA_ITEM_PARENT);
  else if (thing->kind == HOPSO_KIND_PAPER)
    clear_link (self, builder, record, HOPSO_PAPER_AGENDA_ITEM);
  hopso_record_builder_set_etag (builder, etag);
  if (thing->record == NULL)
    thing->made = self->n_changes;
  thing->changed = self->n_changes;
  g_clear_object (&thing->record);
  thing->record = hopso_record_builder_end (builder);
  return thing->record;
}

static Answer
put (TestOffice *self, HopsoKindId kind, const char *id, GBytes *body)
{
  Thing *thing = find (self, kind, id);
  g_autoptr (JsonObject) object = hopso_wire_parse_object (body, 1 << 20, NULL);
  g_autoptr (HopsoRecord) record = hopso_wire_record_from_json (object, kind, NULL);

  g_assert_nonnull (record);
  if (thing != NULL && thing->record != NULL)
    return answer_problem (412, "changed", thing->record);
  if (kind != HOPSO_KIND_MEETING)
    {
      int meeting = hopso_kind_find_field (hopso_kind_get (kind), "meeting");

      if (!is_there (self, HOPSO_KIND_MEETING, hopso_record_get_string (record, (guint) meeting)))
        return answer_problem (403, "forbidden", NULL);
    }
  if (thing == NULL)
    {
      thing = g_new0 (Thing, 1);
      thing->kind = kind;
      thing->id = g_strdup (id);
      g_ptr_array_add (self->things, thing);
    }
  return answer_record (201, enter (self, thing, record));
}

static Answer
patch (TestOffice *self, Thing *thing, const char *etag, GBytes *body)
{
  g_autoptr (JsonObject) object = hopso_wire_parse_object (body, 1 << 20, NULL);
  g_autoptr (HopsoRecord) wanted = NULL;

  if (g_strcmp0 (etag, hopso_record_get_etag (thing->record)) != 0)
    return answer_problem (412, "changed", thing->record);
  wanted = hopso_wire_record_apply_patch (thing->record, object, NULL);
  return answer_record (200, enter (self, thing, wanted));
}

static gboolean
has_parts (TestOffice *self, const Thing *whole)
{
  for (guint i = 0; i < self->things->len; i++)
    {
      const Thing *thing = self->things->pdata[i];

      if (thing->record != NULL &&
          ((thing->kind == HOPSO_KIND_AGENDA_ITEM &&
            g_strcmp0 (hopso_record_get_string (thing->record, HOPSO_AGENDA_ITEM_PARENT),
                       whole->id) == 0) ||
           (thing->kind == HOPSO_KIND_PAPER &&
            g_strcmp0 (hopso_record_get_string (thing->record, HOPSO_PAPER_AGENDA_ITEM),
                       whole->id) == 0)))
        return TRUE;
    }
  return FALSE;
}

static Answer
destroy (TestOffice *self, Thing *thing, const char *etag)
{
  if (g_strcmp0 (etag, hopso_record_get_etag (thing->record)) != 0)
    return answer_problem (412, "changed", thing->record);
  if (has_parts (self, thing))
    return answer_problem (409, "not-empty", NULL);
  g_clear_object (&thing->record);
  thing->changed = ++self->n_changes;
  return (Answer){ 204, NULL, g_bytes_new (NULL, 0) };
}

static Answer
tell_changes (TestOffice *self, const char *query)
{
  const char *since = strstr (query, "since=");
  guint from = since != NULL ? (guint) g_ascii_strtoull (since + 6, NULL, 10) : 0;
  g_autofree char *state = g_strdup_printf ("%u", self->n_changes);
  g_autoptr (HopsoWireChanges) changes = hopso_wire_changes_new (NULL, state);
  g_autoptr (JsonObject) object = NULL;

  for (guint i = 0; i < self->things->len; i++)
    {
      const Thing *thing = self->things->pdata[i];

      if (thing->changed <= from)
        continue;
      if (thing->record == NULL)
        g_ptr_array_add (changes->destroyed,
                         hopso_wire_destroyed_new (thing->kind, thing->id, FALSE));
      else
        g_ptr_array_add (thing->made > from ? changes->created : changes->updated,
                         g_object_ref (thing->record));
    }
  object = hopso_wire_changes_to_json (changes);
  return (Answer){ 200, "application/json", hopso_wire_print (object) };
}

static const char *
get_header (const HopsoRemoteRequest *request, const char *name)
{
  for (guint i = 0; request->headers != NULL && request->headers[i] != NULL; i += 2)
    if (g_str_equal (request->headers[i], name))
      return request->headers[i + 1];
  return NULL;
}

static Answer
work (TestOffice *self, const HopsoRemoteRequest *request)
{
  g_auto (GStrv) parts = g_strsplit (request->path, "/", -1);
  const HopsoKind *kind = g_strv_length (parts) == 4 ? hopso_kind_find (parts[2]) : NULL;
  Thing *thing = kind != NULL ? find (self, kind->id, parts[3]) : NULL;
  const char *match = get_header (request, "If-Match");
  g_autofree char *etag = g_strdup (match != NULL ? match : "");

  g_strdelimit (etag, "\"", ' ');
  g_strstrip (etag);
  if (g_str_has_prefix (request->path, "/v1/changes"))
    return tell_changes (self, request->path);
  g_assert_nonnull (kind);
  if (g_str_equal (request->method, "PUT"))
    return put (self, kind->id, parts[3], request->body);
  if (thing == NULL || thing->record == NULL)
    return answer_problem (404, "not-found", NULL);
  if (g_str_equal (request->method, "GET"))
    return answer_record (200, thing->record);
  if (g_str_equal (request->method, "PATCH"))
    return patch (self, thing, etag, request->body);
  g_assert_cmpstr (request->method, ==, "DELETE");
  return destroy (self, thing, etag);
}

/* --- the line to it --------------------------------------------------------------------------- */

/* What was told before is told again only of what is still there. */
static Answer
repeat (TestOffice *self, const HopsoRemoteRequest *request, const Answer *kept)
{
  g_auto (GStrv) parts = g_strsplit (request->path, "/", -1);

  if (g_bytes_get_size (kept->body) > 0 &&
      !is_there (self, hopso_kind_find (parts[2])->id, parts[3]))
    return answer_problem (404, "not-found", NULL);
  return (Answer){ kept->status, kept->type, g_bytes_ref (kept->body) };
}

/* The same key gets the same answer, unless it was a refusal. */
static Answer
work_once (TestOffice *self, const HopsoRemoteRequest *request)
{
  const char *key = get_header (request, "Idempotency-Key");
  const Answer *known = key != NULL ? g_hash_table_lookup (self->replies, key) : NULL;
  Answer answer = known != NULL ? repeat (self, request, known) : work (self, request);

  if (key != NULL && known == NULL && answer.status < 400)
    {
      Answer *kept = g_new (Answer, 1);

      *kept = (Answer){ answer.status, answer.type, g_bytes_ref (answer.body) };
      g_hash_table_insert (self->replies, g_strdup (key), kept);
    }
  return answer;
}

static gboolean
is_lost (guint every)
{
  return every > 0 && test_office_draw (0, (gint32) every) == 0;
}

static void
send_async (HopsoRemote *remote,
            const HopsoRemoteRequest *request,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  TestOffice *self = TEST_LINE (remote)->office;
  g_autoptr (GTask) task = g_task_new (remote, cancellable, callback, user_data);
  gboolean arrives = !is_lost (self->lost_requests);
  Answer answer = { 0 };
  HopsoRemoteReply *reply;

  self->n_requests++;
  if (arrives)
    answer = work_once (self, request);
  if (!arrives || is_lost (self->lost_replies))
    g_task_return_new_error (task, HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_OFFLINE, "cut");
  else if (answer.status >= 400)
    g_task_return_error (
        task, hopso_remote_error_new_from_reply (answer.status, answer.type, answer.body, 0));
  else
    {
      reply = g_new0 (HopsoRemoteReply, 1);
      reply->status = answer.status;
      reply->body = g_bytes_ref (answer.body);
      g_task_return_pointer (task, reply, (GDestroyNotify) hopso_remote_reply_free);
    }
  g_clear_pointer (&answer.body, g_bytes_unref);
}

static HopsoRemoteReply *
send_finish (HopsoRemote *remote, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
test_line_remote_init (HopsoRemoteInterface *iface)
{
  iface->send_async = send_async;
  iface->send_finish = send_finish;
}

static void
test_line_class_init (TestLineClass *klass)
{
}

static void
test_line_init (TestLine *self)
{
}
