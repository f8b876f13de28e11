/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What becomes of a sign request and its steps by one act. The server decides by it, and the client
 * shows by it what the server has yet to say. Pure: records in, changed records out, nothing is
 * stored; who may be asked for what is a matter of #HopsoSignPolicy. Any thread. */

#include "hopso-sign-chain.h"

#include "hopso-derived-id.h"

#include <string.h>

/* The chain while an act is worked out: all steps as they will be, and which of them changed. */
typedef struct
{
  HopsoRecordBuilder *request; /* owned */
  const char *mode;            /* borrowed */
  GPtrArray *steps;            /* owned: HopsoRecord, by number */
  GPtrArray *changed;          /* owned: ids, borrowed from the records' first versions */
} Chain;

static void
chain_clear (Chain *self)
{
  hopso_record_builder_free (self->request);
  g_ptr_array_unref (self->steps);
  g_ptr_array_unref (self->changed);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Chain, chain_clear)

static int
by_number (gconstpointer a, gconstpointer b)
{
  gint64 one = hopso_sign_step_get_number (*(HopsoSignStep *const *) a);
  gint64 two = hopso_sign_step_get_number (*(HopsoSignStep *const *) b);

  return one < two ? -1 : one > two;
}

static void
chain_init (Chain *self, HopsoRecord *request, GPtrArray *steps)
{
  self->request = hopso_record_builder_new_from (request);
  self->mode = hopso_sign_request_get_mode (HOPSO_SIGN_REQUEST (request));
  self->steps = g_ptr_array_new_with_free_func (g_object_unref);
  self->changed = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < steps->len; i++)
    g_ptr_array_add (self->steps, g_object_ref (steps->pdata[i]));
  g_ptr_array_sort (self->steps, by_number);
}

static gboolean
is_in (gpointer step, const char *state)
{
  return hopso_sign_step_is_in (HOPSO_SIGN_STEP (step), state);
}

static gboolean
is_open (gpointer step)
{
  return is_in (step, HOPSO_SIGN_STEP_WAITING) || is_in (step, HOPSO_SIGN_STEP_ACTIVE);
}

static gboolean
is_for_agency (gpointer step)
{
  return g_strcmp0 (hopso_sign_step_get_action (step), HOPSO_SIGN_ASK_AGENCY) == 0;
}

/* Takes @builder. */
static void
replace (Chain *self, guint i, HopsoRecordBuilder *builder)
{
  HopsoRecord *changed = hopso_record_builder_end (builder);

  hopso_record_builder_free (builder);
  g_ptr_array_add (self->changed, g_strdup (hopso_record_get_id (changed)));
  g_object_unref (self->steps->pdata[i]);
  self->steps->pdata[i] = changed;
}

static void
set_state (Chain *self, guint i, const char *state)
{
  HopsoRecordBuilder *builder;

  if (is_in (self->steps->pdata[i], state))
    return;
  builder = hopso_record_builder_new_from (self->steps->pdata[i]);
  hopso_record_builder_set_string (builder, HOPSO_SIGN_STEP_STATE, state);
  replace (self, i, builder);
}

/* Whose turn it is: in order, the first who has not signed; in any order, all of them, but an
 * agency signs only what bears the signature of a person in authority. */
static void
activate (Chain *self)
{
  gboolean in_any = g_strcmp0 (self->mode, HOPSO_SIGN_REQUEST_ANY) == 0;
  gboolean others_are_done = TRUE;

  for (guint i = 0; i < self->steps->len; i++)
    others_are_done = others_are_done &&
                      (is_for_agency (self->steps->pdata[i]) || !is_open (self->steps->pdata[i]));
  for (guint i = 0; i < self->steps->len; i++)
    {
      if (!is_open (self->steps->pdata[i]))
        continue;
      if (!in_any || !is_for_agency (self->steps->pdata[i]) || others_are_done)
        set_state (self, i, HOPSO_SIGN_STEP_ACTIVE);
      if (!in_any)
        return;
    }
}

static void
add_once (GPtrArray *persons, const char *person)
{
  if (!g_ptr_array_find_with_equal_func (persons, person, g_str_equal, NULL))
    g_ptr_array_add (persons, (char *) person);
}

static void
set_persons (Chain *self, guint field, GPtrArray *persons)
{
  gboolean is_empty = persons->len == 0;

  g_ptr_array_add (persons, NULL);
  hopso_record_builder_set_strings (self->request, field,
                                    is_empty ? NULL : (const char *const *) persons->pdata);
}

/* The sums over the steps. */
static void
sum_up (Chain *self, const char *last)
{
  g_autoptr (GPtrArray) signers = g_ptr_array_new ();
  g_autoptr (GPtrArray) awaited = g_ptr_array_new ();
  g_autoptr (GPtrArray) done = g_ptr_array_new ();

  for (guint i = 0; i < self->steps->len; i++)
    {
      const char *signer = hopso_sign_step_get_signer (self->steps->pdata[i]);

      add_once (signers, signer);
      if (is_in (self->steps->pdata[i], HOPSO_SIGN_STEP_ACTIVE))
        add_once (awaited, signer);
      else if (is_in (self->steps->pdata[i], HOPSO_SIGN_STEP_SIGNED))
        add_once (done, signer);
    }
  if (awaited->len > 0)
    hopso_record_builder_set_string (self->request, HOPSO_SIGN_REQUEST_SIGNER, awaited->pdata[0]);
  else if (last != NULL)
    hopso_record_builder_set_string (self->request, HOPSO_SIGN_REQUEST_SIGNER, last);
  set_persons (self, HOPSO_SIGN_REQUEST_SIGNERS, signers);
  set_persons (self, HOPSO_SIGN_REQUEST_AWAITED, awaited);
  set_persons (self, HOPSO_SIGN_REQUEST_SIGNED, done);
}

/* The request first, then the steps that differ from before. */
static GPtrArray *
chain_end (Chain *self)
{
  GPtrArray *records = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (records, hopso_record_builder_end (self->request));
  for (guint i = 0; i < self->steps->len; i++)
    if (g_ptr_array_find_with_equal_func (
            self->changed, hopso_record_get_id (self->steps->pdata[i]), g_str_equal, NULL))
      g_ptr_array_add (records, g_object_ref (self->steps->pdata[i]));
  return records;
}

static gboolean
is_action (const char *action)
{
  static const char *const actions[] = { HOPSO_SIGN_ASK_INITIAL, HOPSO_SIGN_ASK_APPROVE,
                                         HOPSO_SIGN_ASK_AGENCY, NULL };

  return action != NULL && g_strv_contains (actions, action);
}

/**
 * hopso_sign_chain_is_valid:
 * @steps: (element-type HopsoSignStep): as somebody wishes them, in order
 * @is_signed: whether the paper bears a signature already
 *
 * Each person is asked once, and an agency signs only after a person in authority (decree
 * 30/2020/NĐ-CP, article 32).
 *
 * Returns: whether that is a chain
 */
gboolean
hopso_sign_chain_is_valid (GPtrArray *steps, gboolean is_signed)
{
  g_autoptr (GHashTable) signers = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean is_approved = is_signed;

  if (steps->len == 0 || steps->len > HOPSO_SIGN_CHAIN_MAX_STEPS)
    return FALSE;
  for (guint i = 0; i < steps->len; i++)
    {
      HopsoSignStep *step = steps->pdata[i];

      if (hopso_sign_step_get_signer (step) == NULL ||
          !is_action (hopso_sign_step_get_action (step)) ||
          !g_hash_table_add (signers, (char *) hopso_sign_step_get_signer (step)) ||
          (is_for_agency (step) && !is_approved))
        return FALSE;
      is_approved =
          is_approved || g_strcmp0 (hopso_sign_step_get_action (step), HOPSO_SIGN_ASK_APPROVE) == 0;
    }
  return TRUE;
}

/**
 * hopso_sign_chain_begin:
 * @request: a request as somebody submits it
 * @steps: (element-type HopsoSignStep): its steps, in order; whatever else they say, they begin
 * anew
 *
 * Returns: (transfer full) (element-type HopsoRecord): the request, then all its steps, at the
 *   beginning
 */
GPtrArray *
hopso_sign_chain_begin (HopsoRecord *request, GPtrArray *steps)
{
  g_autoptr (GPtrArray) fresh = g_ptr_array_new_with_free_func (g_object_unref);
  g_auto (Chain) chain = { 0 };

  for (guint i = 0; i < steps->len; i++)
    {
      HopsoRecord *wish = steps->pdata[i];
      g_autoptr (HopsoRecordBuilder) builder =
          hopso_record_builder_new (HOPSO_KIND_SIGN_STEP, hopso_record_get_id (wish));

      hopso_record_builder_set_string (builder, HOPSO_SIGN_STEP_REQUEST,
                                       hopso_record_get_id (request));
      hopso_record_builder_set_integer (builder, HOPSO_SIGN_STEP_NUMBER, (gint64) i + 1);
      hopso_record_builder_copy_field (builder, wish, HOPSO_SIGN_STEP_SIGNER);
      hopso_record_builder_copy_field (builder, wish, HOPSO_SIGN_STEP_ACTION);
      hopso_record_builder_copy_field (builder, wish, HOPSO_SIGN_STEP_PLACE);
      hopso_record_builder_set_string (builder, HOPSO_SIGN_STEP_STATE, HOPSO_SIGN_STEP_WAITING);
      g_ptr_array_add (fresh, hopso_record_builder_end (builder));
    }
  chain_init (&chain, request, fresh);
  for (guint i = 0; i < fresh->len; i++)
    g_ptr_array_add (chain.changed, g_strdup (hopso_record_get_id (fresh->pdata[i])));
  hopso_record_builder_set_string (chain.request, HOPSO_SIGN_REQUEST_STATE,
                                   HOPSO_SIGN_REQUEST_WAITING);
  if (fresh->len > 0)
    hopso_record_builder_copy_field (chain.request, request, HOPSO_SIGN_REQUEST_PLACE);
  activate (&chain);
  sum_up (&chain, NULL);
  return chain_end (&chain);
}

/**
 * hopso_sign_chain_make_step:
 * @request: a request from before requests had steps
 *
 * Returns: (transfer full): its only step; the same each time
 */
HopsoRecord *
hopso_sign_chain_make_step (HopsoSignRequest *request)
{
  const char *id = hopso_record_get_id (HOPSO_RECORD (request));
  g_autofree char *step_id = hopso_derived_id_make ("sign-step", id, NULL);
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new (HOPSO_KIND_SIGN_STEP, step_id);
  const char *state = hopso_sign_request_get_state (request);

  if (hopso_sign_request_is_waiting (request))
    state = HOPSO_SIGN_STEP_ACTIVE;
  hopso_record_builder_set_string (builder, HOPSO_SIGN_STEP_REQUEST, id);
  hopso_record_builder_set_integer (builder, HOPSO_SIGN_STEP_NUMBER, 1);
  hopso_record_builder_set_string (builder, HOPSO_SIGN_STEP_SIGNER,
                                   hopso_sign_request_get_signer (request));
  hopso_record_builder_set_string (builder, HOPSO_SIGN_STEP_ACTION, HOPSO_SIGN_ASK_APPROVE);
  hopso_record_builder_set_string (builder, HOPSO_SIGN_STEP_STATE, state);
  hopso_record_builder_set_string (builder, HOPSO_SIGN_STEP_PLACE,
                                   hopso_sign_request_get_place (request));
  return hopso_record_builder_end (builder);
}

/**
 * hopso_sign_chain_find_active:
 * @steps: (element-type HopsoSignStep): of a request
 * @person: (nullable): the id of a person
 *
 * Returns: (transfer none) (nullable): the step in which it is the person's turn
 */
HopsoSignStep *
hopso_sign_chain_find_active (GPtrArray *steps, const char *person)
{
  for (guint i = 0; i < steps->len; i++)
    if (is_in (steps->pdata[i], HOPSO_SIGN_STEP_ACTIVE) &&
        g_strcmp0 (hopso_sign_step_get_signer (steps->pdata[i]), person) == 0)
      return steps->pdata[i];
  return NULL;
}

/* The person's step: the open one, else any; -1: none. */
static int
find_own (Chain *self, const char *person)
{
  int found = -1;

  for (guint i = 0; i < self->steps->len; i++)
    if (g_strcmp0 (hopso_sign_step_get_signer (self->steps->pdata[i]), person) == 0 &&
        (found < 0 || is_open (self->steps->pdata[i])))
      found = (int) i;
  return found;
}

static void
mark_acted (Chain *self, guint i, const char *state, const HopsoSignAct *act)
{
  HopsoRecordBuilder *builder = hopso_record_builder_new_from (self->steps->pdata[i]);

  hopso_record_builder_set_string (builder, HOPSO_SIGN_STEP_STATE, state);
  hopso_record_builder_set_time (builder, HOPSO_SIGN_STEP_ACTED, act->now);
  hopso_record_builder_set_string (builder, HOPSO_SIGN_STEP_REASON, act->reason);
  if (act->type == HOPSO_SIGN_ACT_SIGN)
    hopso_record_builder_set_string (builder, HOPSO_SIGN_STEP_DIGEST, act->digest);
  replace (self, i, builder);
}

/* Nobody signs any more. */
static void
finish (Chain *self, const char *state, const HopsoSignAct *act)
{
  for (guint i = 0; i < self->steps->len; i++)
    if (is_open (self->steps->pdata[i]))
      set_state (self, i, HOPSO_SIGN_STEP_WITHDRAWN);
  hopso_record_builder_set_string (self->request, HOPSO_SIGN_REQUEST_STATE, state);
  hopso_record_builder_set_string (self->request, HOPSO_SIGN_REQUEST_REASON, act->reason);
  hopso_record_builder_set_time (self->request, HOPSO_SIGN_REQUEST_ENDED, act->now);
}

static void
sign (Chain *self, guint own, const HopsoSignAct *act)
{
  gboolean is_done = TRUE;

  mark_acted (self, own, HOPSO_SIGN_STEP_SIGNED, act);
  if (act->digest != NULL)
    hopso_record_builder_set_string (self->request, HOPSO_SIGN_REQUEST_DIGEST, act->digest);
  for (guint i = 0; i < self->steps->len; i++)
    is_done = is_done && !is_open (self->steps->pdata[i]);
  if (is_done)
    finish (self, HOPSO_SIGN_REQUEST_DONE, act);
  else
    activate (self);
}

/* The delegate's step takes the place of the signer's, which stays to be seen. */
static void
delegate (Chain *self, guint own, const HopsoSignAct *act)
{
  HopsoRecord *step = self->steps->pdata[own];
  g_autoptr (HopsoRecordBuilder) builder =
      hopso_record_builder_new (HOPSO_KIND_SIGN_STEP, act->step);

  hopso_record_builder_copy_field (builder, step, HOPSO_SIGN_STEP_REQUEST);
  hopso_record_builder_copy_field (builder, step, HOPSO_SIGN_STEP_NUMBER);
  hopso_record_builder_copy_field (builder, step, HOPSO_SIGN_STEP_ACTION);
  hopso_record_builder_copy_field (builder, step, HOPSO_SIGN_STEP_PLACE);
  hopso_record_builder_copy_field (builder, step, HOPSO_SIGN_STEP_STATE);
  hopso_record_builder_set_string (builder, HOPSO_SIGN_STEP_SIGNER, act->delegate);
  hopso_record_builder_set_string (builder, HOPSO_SIGN_STEP_DELEGATED_FROM, act->person);
  mark_acted (self, own, HOPSO_SIGN_STEP_DELEGATED, act);
  g_ptr_array_insert (self->steps, (int) own + 1, hopso_record_builder_end (builder));
  g_ptr_array_add (self->changed, g_strdup (act->step));
}

static gboolean
has_text (const char *text)
{
  return text != NULL && text[strspn (text, " \t\r\n")] != '\0';
}

static HopsoSignVerdict
judge (Chain *self, HopsoSignRequest *request, const HopsoSignAct *act, int own)
{
  if (act->type == HOPSO_SIGN_ACT_STOP || act->type == HOPSO_SIGN_ACT_WITHDRAW)
    {
      if (act->type == HOPSO_SIGN_ACT_WITHDRAW &&
          g_strcmp0 (hopso_sign_request_get_requester (request), act->person) != 0)
        return HOPSO_SIGN_VERDICT_FORBIDDEN;
      return hopso_sign_request_is_waiting (request) ? HOPSO_SIGN_VERDICT_DONE
                                                     : HOPSO_SIGN_VERDICT_OVER;
    }
  if (own < 0)
    return HOPSO_SIGN_VERDICT_FORBIDDEN;
  if (!hopso_sign_request_is_waiting (request) || !is_open (self->steps->pdata[own]))
    return HOPSO_SIGN_VERDICT_OVER;
  if (is_in (self->steps->pdata[own], HOPSO_SIGN_STEP_WAITING))
    return HOPSO_SIGN_VERDICT_NOT_YOUR_TURN;
  if (act->type == HOPSO_SIGN_ACT_RETURN && !has_text (act->reason))
    return HOPSO_SIGN_VERDICT_INVALID;
  if (act->type == HOPSO_SIGN_ACT_DELEGATE &&
      (act->delegate == NULL || act->step == NULL || find_own (self, act->delegate) >= 0 ||
       self->steps->len >= 2 * HOPSO_SIGN_CHAIN_MAX_STEPS))
    return HOPSO_SIGN_VERDICT_INVALID;
  return HOPSO_SIGN_VERDICT_DONE;
}

/**
 * hopso_sign_chain_act:
 * @request: a request
 * @steps: (element-type HopsoSignStep): all its steps
 * @act: what somebody does
 * @verdict: (out): whether that may be
 *
 * Returns: (transfer full) (nullable) (element-type HopsoRecord): the request as it is then, and
 *   after it the steps that changed or are new; %NULL when @verdict is not
 *   %HOPSO_SIGN_VERDICT_DONE
 */
GPtrArray *
hopso_sign_chain_act (HopsoRecord *request,
                      GPtrArray *steps,
                      const HopsoSignAct *act,
                      HopsoSignVerdict *verdict)
{
  g_auto (Chain) chain = { 0 };
  int own;

  chain_init (&chain, request, steps);
  own = find_own (&chain, act->person);
  *verdict = judge (&chain, HOPSO_SIGN_REQUEST (request), act, own);
  if (*verdict != HOPSO_SIGN_VERDICT_DONE)
    return NULL;
  switch (act->type)
    {
    case HOPSO_SIGN_ACT_SIGN:
      sign (&chain, (guint) own, act);
      break;
    case HOPSO_SIGN_ACT_RETURN:
      mark_acted (&chain, (guint) own, HOPSO_SIGN_STEP_RETURNED, act);
      finish (&chain, HOPSO_SIGN_REQUEST_RETURNED, act);
      break;
    case HOPSO_SIGN_ACT_DELEGATE:
      delegate (&chain, (guint) own, act);
      break;
    case HOPSO_SIGN_ACT_WITHDRAW:
      finish (&chain, HOPSO_SIGN_REQUEST_WITHDRAWN, act);
      break;
    case HOPSO_SIGN_ACT_STOP:
      finish (&chain, HOPSO_SIGN_REQUEST_STOPPED, act);
      break;
    default:
      g_assert_not_reached ();
    }
  sum_up (&chain, own >= 0 ? act->person : NULL);
  return chain_end (&chain);
}

/**
 * hopso_sign_chain_move:
 * @request: a request that waits
 * @digest: SHA-256 of a version that a signature of another request made
 *
 * Returns: (transfer full): the request, for that version
 */
HopsoRecord *
hopso_sign_chain_move (HopsoRecord *request, const char *digest)
{
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new_from (request);

  hopso_record_builder_set_string (builder, HOPSO_SIGN_REQUEST_DIGEST, digest);
  return hopso_record_builder_end (builder);
}
