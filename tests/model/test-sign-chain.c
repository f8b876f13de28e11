/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What becomes of a sign request by one act, and who may be asked for what. */

#include "hopso-sign-chain.h"
#include "hopso-sign-policy.h"

#define NOW 1790000000

typedef struct
{
  HopsoRecord *request; /* owned */
  GPtrArray *steps;     /* owned */
} Chain;

static void
chain_clear (Chain *chain)
{
  g_clear_object (&chain->request);
  g_clear_pointer (&chain->steps, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Chain, chain_clear)

/* Takes over records as a store would. */
static void
keep (Chain *chain, GPtrArray *records)
{
  g_set_object (&chain->request, (HopsoRecord *) records->pdata[0]);
  for (guint i = 1; i < records->len; i++)
    {
      gboolean is_new = TRUE;

      for (guint n = 0; n < chain->steps->len && is_new; n++)
        if (g_str_equal (hopso_record_get_id (chain->steps->pdata[n]),
                         hopso_record_get_id (records->pdata[i])))
          {
            g_object_unref (chain->steps->pdata[n]);
            chain->steps->pdata[n] = g_object_ref (records->pdata[i]);
            is_new = FALSE;
          }
      if (is_new)
        g_ptr_array_add (chain->steps, g_object_ref (records->pdata[i]));
    }
}

/* "an:initial binh:approve": signers and actions. */
static GPtrArray *
make_steps (const char *wishes)
{
  GPtrArray *steps = g_ptr_array_new_with_free_func (g_object_unref);
  g_auto (GStrv) words = g_strsplit (wishes, " ", -1);

  for (guint i = 0; words[i] != NULL && words[i][0] != '\0'; i++)
    {
      g_auto (GStrv) parts = g_strsplit (words[i], ":", 2);
      g_autofree char *id = g_strdup_printf ("step-%u", i + 1);
      g_autoptr (HopsoRecordBuilder) b = hopso_record_builder_new (HOPSO_KIND_SIGN_STEP, id);

      hopso_record_builder_set_string (b, HOPSO_SIGN_STEP_SIGNER, parts[0]);
      hopso_record_builder_set_string (b, HOPSO_SIGN_STEP_ACTION, parts[1]);
      hopso_record_builder_set_string (b, HOPSO_SIGN_STEP_STATE, "signed"); /* a lie */
      g_ptr_array_add (steps, hopso_record_builder_end (b));
    }
  return steps;
}

static void
begin (Chain *chain, const char *mode, const char *wishes)
{
  g_autoptr (HopsoRecordBuilder) b = hopso_record_builder_new (HOPSO_KIND_SIGN_REQUEST, "request");
  g_autoptr (GPtrArray) steps = make_steps (wishes);
  g_autoptr (HopsoRecord) request = NULL;
  g_autoptr (GPtrArray) records = NULL;

  hopso_record_builder_set_string (b, HOPSO_SIGN_REQUEST_PAPER, "paper");
  hopso_record_builder_set_string (b, HOPSO_SIGN_REQUEST_REQUESTER, "thu");
  hopso_record_builder_set_string (b, HOPSO_SIGN_REQUEST_MODE, mode);
  request = hopso_record_builder_end (b);
  records = hopso_sign_chain_begin (request, steps);
  chain->steps = g_ptr_array_new_with_free_func (g_object_unref);
  keep (chain, records);
}

/* "an=signed/1, …": each step in order, and the request's sums after it. */
static char *
describe (const Chain *chain)
{
  HopsoSignRequest *request = HOPSO_SIGN_REQUEST (chain->request);
  g_autoptr (GString) text = g_string_new (NULL);
  const char *const *awaited = hopso_sign_request_get_awaited (request);
  g_autofree char *names = awaited != NULL ? g_strjoinv (",", (char **) awaited) : g_strdup ("-");

  for (guint i = 0; i < chain->steps->len; i++)
    g_string_append_printf (text, "%s=%s ", hopso_sign_step_get_signer (chain->steps->pdata[i]),
                            hopso_sign_step_get_state (chain->steps->pdata[i]));
  g_string_append_printf (text, "| %s %s", hopso_sign_request_get_state (request), names);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

#define assert_is(chain, expected) \
  G_STMT_START \
  { \
    g_autofree char *found_ = describe (chain); \
    g_assert_cmpstr (found_, ==, expected); \
  } \
  G_STMT_END

static HopsoSignVerdict
act (Chain *chain, HopsoSignActType type, const char *person, const char *word)
{
  const HopsoSignAct what = { .type = type,
                              .person = person,
                              .reason = type == HOPSO_SIGN_ACT_RETURN ? word : NULL,
                              .delegate = type == HOPSO_SIGN_ACT_DELEGATE ? word : NULL,
                              .step = "step-new",
                              .digest = type == HOPSO_SIGN_ACT_SIGN ? word : NULL,
                              .now = NOW };
  HopsoSignVerdict verdict;
  g_autoptr (GPtrArray) records =
      hopso_sign_chain_act (chain->request, chain->steps, &what, &verdict);

  g_assert_cmpint (records != NULL, ==, verdict == HOPSO_SIGN_VERDICT_DONE);
  if (records != NULL)
    keep (chain, records);
  return verdict;
}

static void
test_in_order (void)
{
  g_auto (Chain) chain = { 0 };

  begin (&chain, "ordered", "an:initial binh:approve chi:agency");
  assert_is (&chain, "an=active binh=waiting chi=waiting | waiting an");
  g_assert_true (hopso_sign_request_concerns (HOPSO_SIGN_REQUEST (chain.request), "chi"));
  g_assert_true (hopso_sign_request_concerns (HOPSO_SIGN_REQUEST (chain.request), "thu"));
  g_assert_false (hopso_sign_request_concerns (HOPSO_SIGN_REQUEST (chain.request), "dung"));
  g_assert_cmpint (act (&chain, HOPSO_SIGN_ACT_SIGN, "binh", "d"), ==,
                   HOPSO_SIGN_VERDICT_NOT_YOUR_TURN);
  g_assert_cmpint (act (&chain, HOPSO_SIGN_ACT_SIGN, "dung", "d"), ==,
                   HOPSO_SIGN_VERDICT_FORBIDDEN);
  g_assert_cmpint (act (&chain, HOPSO_SIGN_ACT_SIGN, "an", "d1"), ==, HOPSO_SIGN_VERDICT_DONE);
  assert_is (&chain, "an=signed binh=active chi=waiting | waiting binh");
  g_assert_cmpint (act (&chain, HOPSO_SIGN_ACT_SIGN, "an", "d"), ==, HOPSO_SIGN_VERDICT_OVER);
  g_assert_cmpint (act (&chain, HOPSO_SIGN_ACT_SIGN, "binh", "d2"), ==, HOPSO_SIGN_VERDICT_DONE);
  g_assert_cmpint (act (&chain, HOPSO_SIGN_ACT_SIGN, "chi", "d3"), ==, HOPSO_SIGN_VERDICT_DONE);
  assert_is (&chain, "an=signed binh=signed chi=signed | signed -");
  g_assert_cmpstr (hopso_sign_request_get_digest (HOPSO_SIGN_REQUEST (chain.request)), ==, "d3");
  g_assert_cmpstr (hopso_sign_step_get_digest (chain.steps->pdata[0]), ==, "d1");
  g_assert_cmpstr (hopso_sign_request_get_signer (HOPSO_SIGN_REQUEST (chain.request)), ==, "chi");
  g_assert_cmpint (hopso_sign_request_get_ended (HOPSO_SIGN_REQUEST (chain.request)), ==, NOW);
  g_assert_true (hopso_sign_request_was_signed_by (HOPSO_SIGN_REQUEST (chain.request), "an"));
}

static void
test_in_any_order (void)
{
  g_auto (Chain) chain = { 0 };

  begin (&chain, "any", "an:initial binh:approve chi:agency");
  assert_is (&chain, "an=active binh=active chi=waiting | waiting an,binh");
  g_assert_cmpint (act (&chain, HOPSO_SIGN_ACT_SIGN, "chi", "d"), ==,
                   HOPSO_SIGN_VERDICT_NOT_YOUR_TURN);
  act (&chain, HOPSO_SIGN_ACT_SIGN, "binh", "d1");
  assert_is (&chain, "an=active binh=signed chi=waiting | waiting an");
  act (&chain, HOPSO_SIGN_ACT_SIGN, "an", "d2");
  assert_is (&chain, "an=signed binh=signed chi=active | waiting chi");
  act (&chain, HOPSO_SIGN_ACT_SIGN, "chi", "d3");
  assert_is (&chain, "an=signed binh=signed chi=signed | signed -");
}

static void
test_returned (void)
{
  g_auto (Chain) chain = { 0 };

  begin (&chain, "ordered", "an:initial binh:approve chi:agency");
  act (&chain, HOPSO_SIGN_ACT_SIGN, "an", "d1");
  g_assert_cmpint (act (&chain, HOPSO_SIGN_ACT_RETURN, "binh", NULL), ==,
                   HOPSO_SIGN_VERDICT_INVALID);
  g_assert_cmpint (act (&chain, HOPSO_SIGN_ACT_RETURN, "binh", "  "), ==,
                   HOPSO_SIGN_VERDICT_INVALID);
  g_assert_cmpint (act (&chain, HOPSO_SIGN_ACT_RETURN, "thu", "x"), ==,
                   HOPSO_SIGN_VERDICT_FORBIDDEN);
  g_assert_cmpint (act (&chain, HOPSO_SIGN_ACT_RETURN, "binh", "sai số liệu"), ==,
                   HOPSO_SIGN_VERDICT_DONE);
  assert_is (&chain, "an=signed binh=returned chi=withdrawn | returned -");
  g_assert_cmpstr (hopso_sign_request_get_reason (HOPSO_SIGN_REQUEST (chain.request)), ==,
                   "sai số liệu");
  g_assert_cmpint (act (&chain, HOPSO_SIGN_ACT_WITHDRAW, "thu", NULL), ==, HOPSO_SIGN_VERDICT_OVER);
}

static void
test_delegated (void)
{
  g_auto (Chain) chain = { 0 };

  begin (&chain, "ordered", "an:initial binh:approve");
  g_assert_cmpint (act (&chain, HOPSO_SIGN_ACT_DELEGATE, "an", "binh"), ==,
                   HOPSO_SIGN_VERDICT_INVALID);
  g_assert_cmpint (act (&chain, HOPSO_SIGN_ACT_DELEGATE, "an", NULL), ==,
                   HOPSO_SIGN_VERDICT_INVALID);
  g_assert_cmpint (act (&chain, HOPSO_SIGN_ACT_DELEGATE, "an", "dung"), ==,
                   HOPSO_SIGN_VERDICT_DONE);
  assert_is (&chain, "an=delegated binh=waiting dung=active | waiting dung");
  g_assert_cmpint (hopso_sign_step_get_number (chain.steps->pdata[2]), ==, 1);
  g_assert_cmpstr (hopso_sign_step_get_delegated_from (chain.steps->pdata[2]), ==, "an");
  g_assert_cmpint (act (&chain, HOPSO_SIGN_ACT_SIGN, "an", "d"), ==, HOPSO_SIGN_VERDICT_OVER);
  g_assert_cmpint (act (&chain, HOPSO_SIGN_ACT_SIGN, "dung", "d"), ==, HOPSO_SIGN_VERDICT_DONE);
  assert_is (&chain, "an=delegated binh=active dung=signed | waiting binh");
}

static void
test_withdrawn_and_stopped (void)
{
  g_auto (Chain) withdrawn = { 0 };
  g_auto (Chain) stopped = { 0 };

  begin (&withdrawn, "any", "an:approve binh:approve");
  g_assert_cmpint (act (&withdrawn, HOPSO_SIGN_ACT_WITHDRAW, "an", NULL), ==,
                   HOPSO_SIGN_VERDICT_FORBIDDEN);
  act (&withdrawn, HOPSO_SIGN_ACT_SIGN, "an", "d");
  g_assert_cmpint (act (&withdrawn, HOPSO_SIGN_ACT_WITHDRAW, "thu", NULL), ==,
                   HOPSO_SIGN_VERDICT_DONE);
  assert_is (&withdrawn, "an=signed binh=withdrawn | withdrawn -");

  begin (&stopped, "ordered", "an:approve binh:approve");
  act (&stopped, HOPSO_SIGN_ACT_STOP, NULL, NULL);
  assert_is (&stopped, "an=withdrawn binh=withdrawn | stopped -");
  g_assert_cmpint (act (&stopped, HOPSO_SIGN_ACT_SIGN, "an", "d"), ==, HOPSO_SIGN_VERDICT_OVER);
}

/* Requests from before there were steps. */
static void
test_one_signer_of_old (void)
{
  g_autoptr (HopsoRecordBuilder) b = hopso_record_builder_new (HOPSO_KIND_SIGN_REQUEST, "request");
  g_auto (Chain) chain = { 0 };
  g_autoptr (HopsoRecord) again = NULL;

  hopso_record_builder_set_string (b, HOPSO_SIGN_REQUEST_SIGNER, "an");
  hopso_record_builder_set_string (b, HOPSO_SIGN_REQUEST_STATE, "waiting");
  chain.request = hopso_record_builder_end (b);
  chain.steps = g_ptr_array_new_with_free_func (g_object_unref);
  g_assert_true (hopso_sign_request_awaits (HOPSO_SIGN_REQUEST (chain.request), "an"));
  g_assert_false (hopso_sign_request_awaits (HOPSO_SIGN_REQUEST (chain.request), "binh"));
  g_ptr_array_add (chain.steps, hopso_sign_chain_make_step (HOPSO_SIGN_REQUEST (chain.request)));
  again = hopso_sign_chain_make_step (HOPSO_SIGN_REQUEST (chain.request));
  g_assert_true (hopso_record_equal (chain.steps->pdata[0], again));
  g_assert_cmpuint (strlen (hopso_record_get_id (again)), ==, 36);
  g_assert_true (g_uuid_string_is_valid (hopso_record_get_id (again)));
  act (&chain, HOPSO_SIGN_ACT_SIGN, "an", "d");
  assert_is (&chain, "an=signed | signed -");
}

static void
test_what_is_a_chain (void)
{
  static const struct
  {
    const char *wishes;
    gboolean is_signed;
    gboolean is_valid;
  } cases[] = {
    { "", FALSE, FALSE },
    { "an:approve", FALSE, TRUE },
    { "an:approve an:approve", FALSE, FALSE },
    { "an:seal", FALSE, FALSE },
    { "an:agency", FALSE, FALSE },
    { "an:agency", TRUE, TRUE },
    { "an:initial binh:agency", FALSE, FALSE },
    { "an:initial binh:approve chi:agency", FALSE, TRUE },
  };
  g_autoptr (GString) many = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) steps = make_steps (cases[i].wishes);

      g_test_message ("%s", cases[i].wishes);
      g_assert_cmpint (hopso_sign_chain_is_valid (steps, cases[i].is_signed), ==,
                       cases[i].is_valid);
    }
  for (guint i = 0; i <= HOPSO_SIGN_CHAIN_MAX_STEPS; i++)
    g_string_append_printf (many, "%sp%u:approve", i == 0 ? "" : " ", i);
  g_autoptr (GPtrArray) too_many = make_steps (many->str);
  g_assert_false (hopso_sign_chain_is_valid (too_many, FALSE));
}

static HopsoPerson *
make_person (const char *id, const char *organization, const char *role)
{
  g_autoptr (HopsoRecordBuilder) b = hopso_record_builder_new (HOPSO_KIND_PERSON, id);
  const char *const roles[] = { "official", role, NULL };

  hopso_record_builder_set_string (b, HOPSO_PERSON_ORGANIZATION, organization);
  hopso_record_builder_set_strings (b, HOPSO_PERSON_ROLES, roles);
  return HOPSO_PERSON (hopso_record_builder_end (b));
}

static void
test_policy (void)
{
  static const char *const wrong[] = {
    "unopened",     "unopened=",     "unopened=perhaps",     "=mark", "", "delegable=approve,seal",
    "submit=Clerk", "submit=,clerk", "delegate-within=world"
  };
  g_autoptr (HopsoSignPolicy) policy = hopso_sign_policy_new ();
  g_autoptr (HopsoPerson) signer = make_person ("a", "sở", "signer");
  g_autoptr (HopsoPerson) chair = make_person ("b", "sở", "chair");
  g_autoptr (HopsoPerson) foreign = make_person ("c", "xã", "signer");
  g_autoptr (HopsoPerson) clerk = make_person ("d", "sở", "clerk");
  g_autoptr (HopsoPerson) records = make_person ("e", "sở", "records");
  g_autoptr (GError) error = NULL;

  g_assert_true (hopso_sign_policy_may_submit (policy, clerk));
  g_assert_false (hopso_sign_policy_may_submit (policy, signer));
  g_assert_true (hopso_sign_policy_may_sign (clerk, "initial"));
  g_assert_false (hopso_sign_policy_may_sign (clerk, "approve"));
  g_assert_false (hopso_sign_policy_may_sign (signer, "agency"));
  g_assert_true (hopso_sign_policy_may_sign (records, "agency"));
  g_assert_false (hopso_sign_policy_may_sign (records, "seal"));
  g_assert_true (hopso_sign_policy_may_delegate (policy, "approve", signer, chair));
  g_assert_false (hopso_sign_policy_may_delegate (policy, "approve", signer, foreign));
  g_assert_false (hopso_sign_policy_may_delegate (policy, "approve", signer, clerk));
  g_assert_false (hopso_sign_policy_may_delegate (policy, "agency", records, records));

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_assert_false (hopso_sign_policy_set (policy, wrong[i], &error));
      g_assert_nonnull (error);
      g_clear_error (&error);
    }
  g_assert_true (hopso_sign_policy_set (policy, "delegate-within=province", NULL));
  g_assert_true (hopso_sign_policy_may_delegate (policy, "approve", signer, foreign));
  g_assert_true (hopso_sign_policy_set (policy, "delegable=", NULL));
  g_assert_false (hopso_sign_policy_may_delegate (policy, "approve", signer, chair));
  g_assert_true (hopso_sign_policy_set (policy, "submit=signer", NULL));
  g_assert_true (hopso_sign_policy_may_submit (policy, signer));
  g_assert_true (hopso_sign_policy_set (policy, "unopened=forbid", NULL));
  g_assert_true (hopso_sign_policy_may_ask (policy, clerk, foreign));
  g_assert_true (hopso_sign_policy_set (policy, "sign-within=organization", NULL));
  g_assert_false (hopso_sign_policy_may_ask (policy, clerk, foreign));
  g_assert_true (hopso_sign_policy_may_ask (policy, clerk, signer));
  g_autofree char *text = hopso_sign_policy_to_string (policy);
  g_assert_cmpstr (
      text, ==,
      "unopened=forbid\ndelegate-within=province\nsign-within=organization\ndelegable=\n"
      "submit=signer\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/sign-chain/in-order", test_in_order);
  g_test_add_func ("/model/sign-chain/in-any-order", test_in_any_order);
  g_test_add_func ("/model/sign-chain/returned", test_returned);
  g_test_add_func ("/model/sign-chain/delegated", test_delegated);
  g_test_add_func ("/model/sign-chain/withdrawn-and-stopped", test_withdrawn_and_stopped);
  g_test_add_func ("/model/sign-chain/one-signer-of-old", test_one_signer_of_old);
  g_test_add_func ("/model/sign-chain/what-is-a-chain", test_what_is_a_chain);
  g_test_add_func ("/model/sign-policy", test_policy);
  return g_test_run ();
}
