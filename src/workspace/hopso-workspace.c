/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One account, composed of the rooms below: keeps the records in memory current with the store,
 * tells what the sync does, and hands out what is wired in. It has no logic of its own. Main
 * thread. */

#define G_LOG_DOMAIN "hopso-workspace"

#include "hopso-workspace-private.h"

enum
{
  PROP_0,
  PROP_SYNC_STATE,
  PROP_OFFLINE_SINCE,
  PROP_N_WAITING,
  PROP_SYNC_MESSAGE,
  PROP_N_REFUSED,
  N_PROPS
};

enum
{
  PAPER_CHANGED,
  NOTICE,
  INDEX_CHANGED,
  STEPS_CHANGED,
  N_SIGNALS
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_QUARK (hopso - workspace - error - quark, hopso_workspace_error)
G_DEFINE_FINAL_TYPE (HopsoWorkspace, hopso_workspace, G_TYPE_OBJECT)

static void
hopso_workspace_dispose (GObject *object)
{
  HopsoWorkspace *self = HOPSO_WORKSPACE (object);

  hopso_workspace_stop_housekeeping (self);
  hopso_workspace_stop_due (self);
  g_clear_object (&self->due);
  g_clear_object (&self->due_cancellable);
  if (self->engine != NULL)
    hopso_sync_engine_stop (self->engine);
  if (self->remote != NULL)
    hopso_http_remote_set_token_loader (self->remote, NULL, NULL);
  hopso_workspace_stop_indexing (self);
  g_clear_object (&self->engine);
  g_clear_object (&self->remote);
  g_clear_object (&self->store);
  g_clear_pointer (&self->policy, hopso_sign_policy_free);
  g_clear_pointer (&self->publishing, hopso_publish_rules_free);
  g_clear_object (&self->signer);
  g_clear_object (&self->verifier);
  g_clear_object (&self->trust_store);
  g_clear_object (&self->tokens);
  g_clear_object (&self->inspector);
  g_clear_object (&self->pdf_client);
  g_clear_object (&self->table);
  g_clear_object (&self->keyring);
  g_clear_object (&self->clock);
  g_clear_object (&self->account);
  G_OBJECT_CLASS (hopso_workspace_parent_class)->dispose (object);
}

static void
hopso_workspace_finalize (GObject *object)
{
  HopsoWorkspace *self = HOPSO_WORKSPACE (object);

  g_hash_table_unref (self->mine);
  g_hash_table_unref (self->settings);
  g_clear_pointer (&self->step_names, g_hash_table_unref);
  g_hash_table_unref (self->receipted);
  g_ptr_array_unref (self->news);
  g_clear_pointer (&self->recovery_code, hopso_secret_unref);
  G_OBJECT_CLASS (hopso_workspace_parent_class)->finalize (object);
}

static void
hopso_workspace_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HopsoWorkspace *self = HOPSO_WORKSPACE (object);

  switch (id)
    {
    case PROP_SYNC_STATE:
      g_value_set_enum (value, (int) hopso_workspace_get_sync_state (self));
      break;
    case PROP_OFFLINE_SINCE:
      g_value_set_int64 (value, hopso_workspace_get_offline_since (self));
      break;
    case PROP_N_WAITING:
      g_value_set_uint (value, hopso_workspace_get_n_waiting (self));
      break;
    case PROP_SYNC_MESSAGE:
      g_value_set_string (value, hopso_workspace_get_sync_message (self));
      break;
    case PROP_N_REFUSED:
      g_value_set_uint (value, hopso_workspace_get_n_refused (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static guint
add_signal (const char *name, GType type)
{
  return g_signal_new (name, HOPSO_TYPE_WORKSPACE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, 1, type);
}

static void
hopso_workspace_class_init (HopsoWorkspaceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = hopso_workspace_dispose;
  object_class->finalize = hopso_workspace_finalize;
  object_class->get_property = hopso_workspace_get_property;
  props[PROP_SYNC_STATE] = g_param_spec_enum ("sync-state", NULL, NULL, HOPSO_TYPE_SYNC_STATE,
                                              HOPSO_SYNC_OFFLINE, flags);
  props[PROP_OFFLINE_SINCE] =
      g_param_spec_int64 ("offline-since", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_N_WAITING] = g_param_spec_uint ("n-waiting", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_SYNC_MESSAGE] = g_param_spec_string ("sync-message", NULL, NULL, NULL, flags);
  props[PROP_N_REFUSED] = g_param_spec_uint ("n-refused", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  add_signal ("changed", HOPSO_TYPE_CHANGE_SET);
  signals[PAPER_CHANGED] = add_signal ("paper-changed", G_TYPE_STRING);
  signals[NOTICE] = add_signal ("notice", G_TYPE_STRING);
  signals[STEPS_CHANGED] = add_signal ("steps-changed", G_TYPE_STRING);
  add_signal ("news", G_TYPE_PTR_ARRAY);
  signals[INDEX_CHANGED] = g_signal_new ("index-changed", HOPSO_TYPE_WORKSPACE, G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hopso_workspace_init (HopsoWorkspace *self)
{
  self->clock = hopso_clock_new_system ();
  self->table = hopso_record_table_new ();
  self->mine = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->settings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->receipted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->news = g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_news_free);
}

/* The name of the person is in the list of accounts before the store is open. */
static void
remember_name (HopsoWorkspace *self, HopsoRecord *record)
{
  const char *me = hopso_account_get_person_id (self->account);
  const char *name;
  g_autoptr (GError) error = NULL;

  if (!HOPSO_IS_PERSON (record) || g_strcmp0 (hopso_record_get_id (record), me) != 0)
    return;
  name = hopso_person_get_name (HOPSO_PERSON (record));
  if (g_strcmp0 (name, hopso_account_get_person_name (self->account)) == 0)
    return;
  hopso_account_set_person (self->account, me, name);
  if (!hopso_account_save (self->account, &error))
    g_warning ("The account could not be saved: %s", error->message);
}

static void
remember_participation (HopsoWorkspace *self, HopsoRecord *record)
{
  const char *me = hopso_account_get_person_id (self->account);

  if (HOPSO_IS_PARTICIPANT (record) &&
      g_strcmp0 (hopso_participant_get_person (HOPSO_PARTICIPANT (record)), me) == 0)
    g_hash_table_replace (self->mine,
                          g_strdup (hopso_participant_get_meeting (HOPSO_PARTICIPANT (record))),
                          g_strdup (hopso_record_get_id (record)));
}

void
hopso_workspace_take_record (HopsoWorkspace *self, HopsoRecord *record)
{
  remember_participation (self, record);
  hopso_record_table_put (self->table, record);
  remember_name (self, record);
}

void
hopso_workspace_drop_record (HopsoWorkspace *self, HopsoKindId kind, const char *id)
{
  hopso_record_table_remove (self->table, kind, id);
}

static void
engine_notify_cb (HopsoSyncEngine *engine, GParamSpec *pspec, HopsoWorkspace *self)
{
  static const struct
  {
    const char *name;
    guint prop;
  } names[] = {
    { "state", PROP_SYNC_STATE },    { "offline-since", PROP_OFFLINE_SINCE },
    { "n-waiting", PROP_N_WAITING }, { "message", PROP_SYNC_MESSAGE },
    { "n-refused", PROP_N_REFUSED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (pspec->name, names[i].name))
      g_object_notify_by_pspec (G_OBJECT (self), props[names[i].prop]);
  if (hopso_sync_engine_get_state (engine) == HOPSO_SYNC_IDLE)
    hopso_workspace_ask_policy (self);
  hopso_workspace_tell_news (self);
}

static void
engine_notice_cb (HopsoSyncEngine *engine, const char *notice, HopsoWorkspace *self)
{
  g_signal_emit (self, signals[NOTICE], 0, notice);
}

static void
blob_changed_cb (HopsoBlobFetcher *fetcher, const char *digest, HopsoWorkspace *self)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer paper;

  hopso_record_table_iterate (self->table, HOPSO_KIND_PAPER, &iter);
  while (g_hash_table_iter_next (&iter, NULL, &paper))
    if (g_strcmp0 (hopso_paper_get_digest (paper), digest) == 0)
      g_ptr_array_add (ids, g_strdup (hopso_record_get_id (paper)));
  for (guint i = 0; i < ids->len; i++)
    g_signal_emit (self, signals[PAPER_CHANGED], 0, ids->pdata[i]);
  if (hopso_blob_fetcher_get_state (fetcher, digest, NULL) != HOPSO_BLOB_HERE)
    return;
  hopso_workspace_tell_receipts (self, digest);
  if (self->indexer != NULL)
    hopso_indexer_wake (self->indexer);
}

static void
token_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoWorkspace) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!hopso_keyring_store_finish (HOPSO_KEYRING (source), result, &error))
    g_warning ("The session could not be kept for the next start: %s", error->message);
  self->n_saving--;
  if (self->n_saving == 0 && self->closing != NULL)
    {
      g_autoptr (GTask) closing = g_steal_pointer (&self->closing);

      g_task_return_boolean (closing, TRUE);
    }
}

static void
token_changed_cb (HopsoHttpRemote *remote, HopsoWorkspace *self)
{
  self->n_saving++;
  hopso_keyring_store_async (self->keyring, HOPSO_KEYRING_REFRESH_TOKEN,
                             hopso_http_remote_get_refresh_token (remote), NULL, token_saved_cb,
                             g_object_ref (self));
}

static void
token_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoHttpRemote) remote = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoSecret) token =
      hopso_keyring_lookup_finish (HOPSO_KEYRING (source), result, &error);

  if (token == NULL)
    g_debug ("The kept session could not be read: %s", error->message);
  hopso_http_remote_take_loaded_token (remote, token);
}

/* While a new token is being written, the kept one is the spent one. */
static void
load_token (HopsoHttpRemote *remote, gpointer user_data)
{
  HopsoWorkspace *self = user_data;

  if (self->n_saving > 0)
    hopso_http_remote_take_loaded_token (remote, NULL);
  else
    hopso_keyring_lookup_async (self->keyring, HOPSO_KEYRING_REFRESH_TOKEN, NULL, token_loaded_cb,
                                g_object_ref (remote));
}

static void
upload_changed_cb (HopsoSyncEngine *engine, const char *paper, HopsoWorkspace *self)
{
  g_signal_emit (self, signals[PAPER_CHANGED], 0, paper);
}

static void
connect_parts (HopsoWorkspace *self)
{
  g_signal_connect_object (self->store, "changed", G_CALLBACK (hopso_workspace_reread), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->engine, "notify", G_CALLBACK (engine_notify_cb), self, 0);
  g_signal_connect_object (self->engine, "upload-changed", G_CALLBACK (upload_changed_cb), self, 0);
  g_signal_connect_object (self->engine, "notice", G_CALLBACK (engine_notice_cb), self, 0);
  g_signal_connect_object (hopso_sync_engine_get_fetcher (self->engine), "changed",
                           G_CALLBACK (blob_changed_cb), self, 0);
  g_signal_connect_object (self->remote, "refresh-token-changed", G_CALLBACK (token_changed_cb),
                           self, 0);
  hopso_http_remote_set_token_loader (self->remote, load_token, self);
}

/* Composes a workspace and starts its sync. */
HopsoWorkspace *
hopso_workspace_new (const HopsoWorkspaceParts *parts)
{
  HopsoWorkspace *self = g_object_new (HOPSO_TYPE_WORKSPACE, NULL);

  self->account = g_object_ref (parts->account);
  self->keyring = g_object_ref (parts->keyring);
  self->store = g_object_ref (parts->store);
  self->remote = g_object_ref (parts->remote);
  if (parts->recovery_code != NULL)
    self->recovery_code = hopso_secret_ref (parts->recovery_code);
  if (parts->settings != NULL)
    hopso_workspace_load_settings (self, parts->settings);
  for (guint i = 0; i < parts->records->len; i++)
    hopso_workspace_take_record (self, parts->records->pdata[i]);
  self->knows_world = parts->records->len > 0;
  self->engine = hopso_sync_engine_new (self->store, HOPSO_REMOTE (self->remote), self->clock);
  connect_parts (self);
  hopso_sync_engine_start (self->engine);
  hopso_workspace_start_housekeeping (self);
  hopso_workspace_start_due (self);
  return self;
}

/**
 * hopso_workspace_get_account:
 *
 * Returns: (transfer none): whose workspace it is
 */
HopsoAccount *
hopso_workspace_get_account (HopsoWorkspace *self)
{
  return self->account;
}

/**
 * hopso_workspace_dup_recovery_code:
 *
 * Returns: (transfer full) (nullable): the recovery code that this sign-in made, once: it is shown
 *   and printed, and kept nowhere
 */
char *
hopso_workspace_dup_recovery_code (HopsoWorkspace *self)
{
  g_return_val_if_fail (HOPSO_IS_WORKSPACE (self), NULL);

  g_autoptr (HopsoSecret) code = g_steal_pointer (&self->recovery_code);
  return code != NULL ? g_strdup (hopso_secret_get_string (code)) : NULL;
}

/**
 * hopso_workspace_get_sync_state:
 *
 * Returns: how this machine stands with the server
 */
HopsoSyncState
hopso_workspace_get_sync_state (HopsoWorkspace *self)
{
  return self->engine != NULL ? hopso_sync_engine_get_state (self->engine) : HOPSO_SYNC_OFFLINE;
}

/**
 * hopso_workspace_get_offline_since:
 *
 * Returns: since when, seconds since 1970-01-01T00:00:00Z, 0 when not offline
 */
gint64
hopso_workspace_get_offline_since (HopsoWorkspace *self)
{
  return self->engine != NULL ? hopso_sync_engine_get_offline_since (self->engine) : 0;
}

/**
 * hopso_workspace_get_n_waiting:
 *
 * Returns: how many changes the server has not got yet
 */
guint
hopso_workspace_get_n_waiting (HopsoWorkspace *self)
{
  return self->engine != NULL ? hopso_sync_engine_get_n_waiting (self->engine) : 0;
}

/**
 * hopso_workspace_get_sync_message:
 *
 * Returns: (transfer none) (nullable): what is wrong, for people
 */
const char *
hopso_workspace_get_sync_message (HopsoWorkspace *self)
{
  return self->engine != NULL ? hopso_sync_engine_get_message (self->engine) : NULL;
}

/**
 * hopso_workspace_sync_now:
 *
 * Asks the server at once.
 */
void
hopso_workspace_sync_now (HopsoWorkspace *self)
{
  g_return_if_fail (HOPSO_IS_WORKSPACE (self));

  if (self->engine != NULL)
    hopso_sync_engine_sync_now (self->engine);
}

/**
 * hopso_workspace_is_waiting:
 * @kind: of a record
 * @id: of the record
 *
 * Returns: whether a change of it that was made here has not got to the server yet
 */
gboolean
hopso_workspace_is_waiting (HopsoWorkspace *self, HopsoKindId kind, const char *id)
{
  g_return_val_if_fail (HOPSO_IS_WORKSPACE (self), FALSE);

  return self->engine != NULL && hopso_sync_engine_is_waiting (self->engine, kind, id);
}
