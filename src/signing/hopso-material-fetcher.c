/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Runs errands for decisions about signatures: each want is looked up on disk first, then asked for
 * at one place after another, until an answer is worth something. Several errands for one file, and
 * those of several files, share a download. Whoever does not answer is left alone for a while. What
 * nobody answers in time stays wanted; that is no error. The conductor lives on the main thread;
 * the disk and what takes long to read are a thread's. */

#define G_LOG_DOMAIN "hopso-signing"

#include "hopso-material-fetcher.h"

#include "hopso-fetch-call-private.h"
#include "hopso-http.h"
#include "hopso-material-download-private.h"
#include "hopso-queue-thread.h"

#define MAX_WANTS    32
#define SHUN_SECONDS 60
#define MICROSECONDS G_USEC_PER_SEC

struct _HopsoMaterialFetcher
{
  GObject parent_instance;

  HopsoHttp *http;          /* owned, nullable: nobody is asked */
  HopsoFetchCache *cache;   /* owned, nullable: nothing is kept */
  HopsoClock *clock;        /* owned */
  HopsoQueueThread *thread; /* owned */
  GHashTable *known_hosts;  /* owned: a set of names */
  GHashTable *downloads;    /* owned: key of a place → GPtrArray of waiting errands */
  GHashTable *shunned;      /* owned: address or key → gint64 until, monotonic */
};

G_DEFINE_FINAL_TYPE (HopsoMaterialFetcher, hopso_material_fetcher, G_TYPE_OBJECT)

typedef struct
{
  HopsoMaterialFetcher *fetcher; /* owned */
  HopsoFetchCall *call;          /* owned */
  HopsoValidationWant *want;     /* owned */
  GPtrArray *places;             /* owned; HopsoMaterialPlace */
  guint at;                      /* the place that is being asked */
  GBytes *old;                   /* owned, nullable: better than nothing */
  guint old_at;                  /* the place where it comes from */
  HopsoMaterialSource old_source;
  GBytes *found; /* owned, nullable: by the step in progress */
  HopsoMaterialJudgement judgement;
  gint64 now;
} Errand;

static void ask_next (Errand *errand);

/* --- errands --------------------------------------------------------------------------------- */

static void
errand_free (Errand *errand)
{
  hopso_fetch_call_unref (errand->call);
  hopso_validation_want_free (errand->want);
  g_ptr_array_unref (errand->places);
  g_clear_pointer (&errand->old, g_bytes_unref);
  g_clear_pointer (&errand->found, g_bytes_unref);
  g_object_unref (errand->fetcher);
  g_free (errand);
}

static void
deliver (Errand *errand, GBytes *answer, guint at, HopsoMaterialSource source)
{
  HopsoValidationMaterial *bag = hopso_fetch_call_get_bag (errand->call);

  if (bag != NULL)
    hopso_fetch_call_count (errand->call,
                            hopso_material_put (g_ptr_array_index (errand->places, at),
                                                errand->want, answer, source, bag));
}

static void
end_errand (Errand *errand)
{
  hopso_fetch_call_close (errand->call);
  errand_free (errand);
}

/* Nobody had anything better. */
static void
make_do (Errand *errand)
{
  if (errand->old != NULL)
    deliver (errand, errand->old, errand->old_at, errand->old_source);
  end_errand (errand);
}

static void
remember_old (Errand *errand, GBytes *answer, HopsoMaterialSource source)
{
  if (errand->old != NULL)
    return;
  errand->old = g_bytes_ref (answer);
  errand->old_at = errand->at;
  errand->old_source = source;
}

static void
run_step (Errand *errand, GTaskThreadFunc func, GAsyncReadyCallback callback)
{
  g_autoptr (GTask) step = g_task_new (errand->fetcher, NULL, callback, errand);

  g_task_set_source_tag (step, run_step);
  g_task_set_task_data (step, errand, NULL);
  hopso_queue_thread_push (errand->fetcher->thread, step, func);
}

/* --- asking ---------------------------------------------------------------------------------- */

static void
shun (HopsoMaterialFetcher *self, const char *name)
{
  gint64 *until = g_new (gint64, 1);

  *until = g_get_monotonic_time () + SHUN_SECONDS * MICROSECONDS;
  g_hash_table_replace (self->shunned, g_strdup (name), until);
}

static gboolean
is_shunned (HopsoMaterialFetcher *self, const char *name)
{
  const gint64 *until = g_hash_table_lookup (self->shunned, name);

  return until != NULL && g_get_monotonic_time () < *until;
}

/* Runs on the thread: what the answer of the present place is worth, and keeps it. */
static void
judge_cb (GTask *step, gpointer source, gpointer data, GCancellable *cancellable)
{
  Errand *errand = data;
  HopsoMaterialFetcher *self = errand->fetcher;
  const HopsoMaterialPlace *place = g_ptr_array_index (errand->places, errand->at);
  g_autoptr (GError) error = NULL;

  errand->judgement = hopso_material_judge (place, errand->want, errand->found, errand->now);
  if (errand->judgement.worth == HOPSO_WORTH_GOOD && self->cache != NULL &&
      !hopso_fetch_cache_keep (self->cache, place->key, errand->found,
                               errand->judgement.fresh_until, &error))
    g_debug ("an answer could not be kept: %s", error->message);
  g_task_return_boolean (step, TRUE);
}

static void
judged_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Errand *errand = user_data;
  HopsoMaterialFetcher *self = HOPSO_MATERIAL_FETCHER (source);
  const HopsoMaterialPlace *place = g_ptr_array_index (errand->places, errand->at);
  g_autoptr (GBytes) answer = g_steal_pointer (&errand->found);

  if (errand->judgement.worth == HOPSO_WORTH_GOOD)
    {
      deliver (errand, answer, errand->at, HOPSO_MATERIAL_FETCHED);
      end_errand (errand);
      return;
    }
  shun (self, place->key);
  if (errand->judgement.worth == HOPSO_WORTH_OLD)
    remember_old (errand, answer, HOPSO_MATERIAL_FETCHED);
  errand->at++;
  ask_next (errand);
}

static void
share_failure (HopsoMaterialFetcher *self, GPtrArray *waiting, const GError *error)
{
  const Errand *first = g_ptr_array_index (waiting, 0);
  const HopsoMaterialPlace *place = g_ptr_array_index (first->places, first->at);

  g_debug ("nothing could be fetched: %s", error->message);
  shun (self, g_error_matches (error, HOPSO_HTTP_ERROR, HOPSO_HTTP_ERROR_OFFLINE) ? place->url
                                                                                  : place->key);
  for (guint i = 0; i < waiting->len; i++)
    {
      Errand *errand = g_ptr_array_index (waiting, i);

      errand->at++;
      ask_next (errand);
    }
}

static void
use_answer (Errand *errand, GBytes *answer)
{
  errand->found = g_bytes_ref (answer);
  run_step (errand, judge_cb, judged_cb);
}

typedef struct
{
  HopsoMaterialFetcher *fetcher; /* owned */
  char *key;                     /* owned */
} Arrival;

static void
downloaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Arrival *arrival = user_data;
  g_autoptr (HopsoMaterialFetcher) self = arrival->fetcher;
  g_autofree char *key = arrival->key;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = hopso_material_download_finish (HOPSO_HTTP (source), result, &error);
  g_autoptr (GPtrArray) waiting = g_ptr_array_ref (g_hash_table_lookup (self->downloads, key));

  g_free (arrival);
  g_hash_table_remove (self->downloads, key);
  if (answer == NULL)
    {
      share_failure (self, waiting, error);
      return;
    }
  for (guint i = 0; i < waiting->len; i++)
    {
      Errand *errand = g_ptr_array_index (waiting, i);

      hopso_fetch_call_remember (errand->call, key, answer);
      use_answer (errand, answer);
    }
}

/* Addresses that a trusted authority put there, or the administrator, may lead anywhere; others
 * may come from anybody who made a document. */
static HopsoHttpReach
get_reach (Errand *errand, const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  if (errand->want->is_proven ||
      (host != NULL && g_hash_table_contains (errand->fetcher->known_hosts, host)))
    return HOPSO_HTTP_REACH_ANYWHERE;
  return HOPSO_HTTP_REACH_INTERNET;
}

static gboolean
may_ask (Errand *errand, const HopsoMaterialPlace *place)
{
  return !is_shunned (errand->fetcher, place->url) && !is_shunned (errand->fetcher, place->key);
}

static void
ask_next (Errand *errand)
{
  HopsoMaterialFetcher *self = errand->fetcher;

  while (errand->at < errand->places->len &&
         !may_ask (errand, g_ptr_array_index (errand->places, errand->at)))
    errand->at++;
  if (errand->at == errand->places->len || hopso_fetch_call_get_bag (errand->call) == NULL)
    {
      make_do (errand);
      return;
    }

  const HopsoMaterialPlace *place = g_ptr_array_index (errand->places, errand->at);
  GBytes *answer = hopso_fetch_call_recall (errand->call, place->key);
  GPtrArray *waiting = g_hash_table_lookup (self->downloads, place->key);
  if (answer != NULL)
    {
      use_answer (errand, answer);
      return;
    }
  if (waiting != NULL)
    {
      g_ptr_array_add (waiting, errand);
      return;
    }
  Arrival *arrival = g_new0 (Arrival, 1);
  arrival->fetcher = g_object_ref (self);
  arrival->key = g_strdup (place->key);
  waiting = g_ptr_array_new ();
  g_ptr_array_add (waiting, errand);
  g_hash_table_insert (self->downloads, g_strdup (place->key), waiting);
  hopso_material_download_async (self->http, place, errand->want, get_reach (errand, place->url),
                                 downloaded_cb, arrival);
}

/* --- looking --------------------------------------------------------------------------------- */

/* Runs on the thread: the first fresh answer that was kept, else the first that is better than
 * nothing. */
static void
look_cb (GTask *step, gpointer source, gpointer data, GCancellable *cancellable)
{
  Errand *errand = data;
  HopsoFetchCache *cache = errand->fetcher->cache;

  for (guint i = 0; cache != NULL && i < errand->places->len; i++)
    {
      const HopsoMaterialPlace *place = g_ptr_array_index (errand->places, i);
      gint64 fresh_until = 0;
      g_autoptr (GBytes) kept = hopso_fetch_cache_find (cache, place->key, &fresh_until);
      HopsoMaterialJudgement judgement = { 0 };

      if (kept != NULL)
        judgement = hopso_material_judge (place, errand->want, kept, errand->now);
      if (judgement.worth == HOPSO_WORTH_NOTHING)
        continue;
      errand->at = i;
      if (judgement.worth == HOPSO_WORTH_GOOD && errand->now < fresh_until &&
          judgement.made_at >= errand->want->newer_than)
        {
          errand->found = g_steal_pointer (&kept);
          break;
        }
      remember_old (errand, kept, HOPSO_MATERIAL_CACHE);
    }
  g_task_return_boolean (step, TRUE);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Errand *errand = user_data;

  if (errand->found != NULL)
    {
      deliver (errand, errand->found, errand->at, HOPSO_MATERIAL_CACHE);
      end_errand (errand);
      return;
    }
  errand->at = 0;
  if (errand->fetcher->http == NULL || hopso_fetch_call_is_offline (errand->call))
    make_do (errand);
  else
    ask_next (errand);
}

static void
run_errand (HopsoMaterialFetcher *self, HopsoFetchCall *call, const HopsoValidationWant *want)
{
  Errand *errand = g_new0 (Errand, 1);

  errand->call = hopso_fetch_call_open (call);
  errand->fetcher = g_object_ref (self);
  errand->want = hopso_validation_want_new (want->kind, want->certificate, want->issuer);
  errand->want->newer_than = want->newer_than;
  errand->want->is_proven = want->is_proven;
  errand->places = hopso_material_list_places (want);
  errand->now = hopso_clock_now (self->clock);
  run_step (errand, look_cb, looked_cb);
}

/* --- the object ------------------------------------------------------------------------------ */

static void
hopso_material_fetcher_finalize (GObject *object)
{
  HopsoMaterialFetcher *self = HOPSO_MATERIAL_FETCHER (object);

  hopso_queue_thread_stop (self->thread);
  g_object_unref (self->thread);
  g_clear_object (&self->http);
  g_clear_object (&self->cache);
  g_object_unref (self->clock);
  g_hash_table_unref (self->known_hosts);
  g_hash_table_unref (self->downloads);
  g_hash_table_unref (self->shunned);
  G_OBJECT_CLASS (hopso_material_fetcher_parent_class)->finalize (object);
}

static void
hopso_material_fetcher_class_init (HopsoMaterialFetcherClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_material_fetcher_finalize;
}

static void
hopso_material_fetcher_init (HopsoMaterialFetcher *self)
{
  self->thread = hopso_queue_thread_new ("hopso-material");
  self->known_hosts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->downloads =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self->shunned = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/**
 * hopso_material_fetcher_new:
 * @http: (transfer none) (nullable): without it nobody is asked
 * @cache: (transfer none) (nullable): without it nothing is kept
 * @clock: (transfer none): tells what is fresh
 *
 * Returns: (transfer full): a fetcher
 */
HopsoMaterialFetcher *
hopso_material_fetcher_new (HopsoHttp *http, HopsoFetchCache *cache, HopsoClock *clock)
{
  HopsoMaterialFetcher *self = g_object_new (HOPSO_TYPE_MATERIAL_FETCHER, NULL);

  self->http = http != NULL ? g_object_ref (http) : NULL;
  self->cache = cache != NULL ? g_object_ref (cache) : NULL;
  self->clock = g_object_ref (clock);
  return self;
}

/**
 * hopso_material_fetcher_add_known_host:
 * @host: a name or a number, as it stands in addresses; it may be a machine of this network
 *
 * Lets certificates that nobody vouches for yet name this machine as well.
 */
void
hopso_material_fetcher_add_known_host (HopsoMaterialFetcher *self, const char *host)
{
  g_return_if_fail (HOPSO_IS_MATERIAL_FETCHER (self));

  g_hash_table_add (self->known_hosts, g_strdup (host));
}

/**
 * hopso_material_fetcher_fetch_async:
 * @wants: (element-type HopsoValidationWant): what is missing; copied
 * @bag: (transfer none): where it goes; not to be touched until the end
 * @flags: whether anybody may be asked
 * @cancellable: (nullable): gives up at once
 *
 * Takes a few seconds at most.
 */
void
hopso_material_fetcher_fetch_async (HopsoMaterialFetcher *self,
                                    GPtrArray *wants,
                                    HopsoValidationMaterial *bag,
                                    HopsoFetchFlags flags,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_MATERIAL_FETCHER (self));

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  guint n = MIN (wants->len, MAX_WANTS);

  g_task_set_source_tag (task, hopso_material_fetcher_fetch_async);
  if (n == 0)
    {
      g_task_return_int (task, 0);
      g_object_unref (task);
      return;
    }

  g_autoptr (HopsoFetchCall) call =
      hopso_fetch_call_new (task, bag, (flags & HOPSO_FETCH_OFFLINE) != 0);
  for (guint i = 0; i < n; i++)
    run_errand (self, call, g_ptr_array_index (wants, i));
}

/**
 * hopso_material_fetcher_fetch_finish:
 *
 * Returns: how many pieces came into the bag; with 0 it is of no use to ask for the same again.
 *   @error is set only when the call was cancelled
 */
guint
hopso_material_fetcher_fetch_finish (HopsoMaterialFetcher *self,
                                     GAsyncResult *result,
                                     GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), 0);

  gssize n = g_task_propagate_int (G_TASK (result), error);
  return n > 0 ? (guint) n : 0;
}
