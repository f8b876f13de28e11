/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What people want to hear of, and of what it makes the rest needless. */

#include "hopso-news.h"
#include "hopso-paper.h"
#include "hopso-publication.h"
#include "hopso-sign-request.h"

#define NOW 1790000000

static HopsoRecord *
make_meeting (const char *state)
{
  g_autoptr (HopsoRecordBuilder) b = hopso_record_builder_new (HOPSO_KIND_MEETING, "meeting");

  hopso_record_builder_set_string (b, HOPSO_MEETING_STATE, state);
  hopso_record_builder_set_string (b, HOPSO_MEETING_CHAIR, "chair");
  hopso_record_builder_set_time (b, HOPSO_MEETING_RSVP_UNTIL, NOW + 3600);
  return hopso_record_builder_end (b);
}

/* "partstat substitute state", "-" for not set; %NULL: no record. */
static HopsoRecord *
make_participant (const char *words)
{
  g_autoptr (HopsoRecordBuilder) b = hopso_record_builder_new (HOPSO_KIND_PARTICIPANT, "part");
  g_auto (GStrv) parts = words != NULL ? g_strsplit (words, " ", -1) : NULL;

  if (parts == NULL)
    return NULL;
  hopso_record_builder_set_string (b, HOPSO_PARTICIPANT_MEETING, "meeting");
  hopso_record_builder_set_string (b, HOPSO_PARTICIPANT_PERSON, "an");
  hopso_record_builder_set_string (b, HOPSO_PARTICIPANT_PARTSTAT, parts[0]);
  if (g_strv_length (parts) == 3)
    {
      hopso_record_builder_set_string (b, HOPSO_PARTICIPANT_SUBSTITUTE, parts[1]);
      hopso_record_builder_set_string (b, HOPSO_PARTICIPANT_SUBSTITUTE_STATE, parts[2]);
    }
  return hopso_record_builder_end (b);
}

static void
test_invitations_and_substitutes (void)
{
  static const struct
  {
    const char *state;
    const char *person;
    const char *before;
    const char *after;
    HopsoNewsType type;
  } cases[] = {
    { "published", "an", NULL, "needs-action", HOPSO_NEWS_INVITED },
    { "draft", "an", NULL, "needs-action", HOPSO_NEWS_NONE },
    { "cancelled", "an", NULL, "needs-action", HOPSO_NEWS_NONE },
    { "published", "binh", NULL, "needs-action", HOPSO_NEWS_NONE },
    { "published", "an", "needs-action", "accepted", HOPSO_NEWS_NONE },
    { "published", "dung", NULL, "delegated dung proposed", HOPSO_NEWS_SUBSTITUTE_ASKED },
    { "published", "dung", "delegated dung proposed", "delegated dung proposed", HOPSO_NEWS_NONE },
    { "published", "an", "needs-action", "delegated dung proposed", HOPSO_NEWS_NONE },
    { "published", "an", "delegated dung proposed", "delegated dung accepted",
      HOPSO_NEWS_SUBSTITUTE_ANSWERED },
    { "published", "an", "delegated dung proposed", "delegated dung declined",
      HOPSO_NEWS_SUBSTITUTE_ANSWERED },
    { "published", "an", "delegated dung proposed", "delegated chi proposed", HOPSO_NEWS_NONE },
    { "published", "dung", "delegated dung proposed", "delegated dung declined", HOPSO_NEWS_NONE },
    { "published", "dung", "delegated dung accepted", "delegated dung approved",
      HOPSO_NEWS_SUBSTITUTE_ANSWERED },
    { "published", "dung", "delegated dung accepted", "delegated dung refused",
      HOPSO_NEWS_SUBSTITUTE_ANSWERED },
    { "published", "chair", "delegated dung proposed", "delegated dung accepted",
      HOPSO_NEWS_SUBSTITUTE_TO_APPROVE },
    { "published", "chair", "delegated dung proposed", "delegated dung approved", HOPSO_NEWS_NONE },
    { "published", "binh", "delegated dung proposed", "delegated dung accepted", HOPSO_NEWS_NONE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (HopsoRecord) meeting = make_meeting (cases[i].state);
      g_autoptr (HopsoRecord) before = make_participant (cases[i].before);
      g_autoptr (HopsoRecord) after = make_participant (cases[i].after);
      const HopsoNewsReader reader = { cases[i].person, HOPSO_MEETING (meeting), TRUE };

      g_test_message ("%s: %s -> %s", cases[i].person, cases[i].before, cases[i].after);
      g_assert_cmpint (hopso_news_judge (&reader, before, after), ==, cases[i].type);
    }
}

static HopsoRecord *
make_publication (const char *kind)
{
  g_autoptr (HopsoRecordBuilder) b = hopso_record_builder_new (HOPSO_KIND_PUBLICATION, "told");

  hopso_record_builder_set_string (b, HOPSO_PUBLICATION_MEETING, "meeting");
  hopso_record_builder_set_string (b, HOPSO_PUBLICATION_PERSON, "thu");
  hopso_record_builder_set_string (b, HOPSO_PUBLICATION_KIND, kind);
  return hopso_record_builder_end (b);
}

static void
test_publications (void)
{
  static const struct
  {
    const char *kind;
    HopsoNewsType type;
  } cases[] = {
    { "publish", HOPSO_NEWS_NONE },       { "change", HOPSO_NEWS_CHANGED },
    { "postpone", HOPSO_NEWS_POSTPONED }, { "cancel", HOPSO_NEWS_CANCELLED },
    { "celebrate", HOPSO_NEWS_NONE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (HopsoRecord) meeting = make_meeting ("published");
      g_autoptr (HopsoRecord) record = make_publication (cases[i].kind);
      const HopsoNewsReader reader = { "an", HOPSO_MEETING (meeting), TRUE };
      const HopsoNewsReader clerk = { "thu", HOPSO_MEETING (meeting), TRUE };
      const HopsoNewsReader other = { "binh", HOPSO_MEETING (meeting), FALSE };

      g_assert_cmpint (hopso_news_judge (&reader, NULL, record), ==, cases[i].type);
      g_assert_cmpint (hopso_news_judge (&reader, record, record), ==, HOPSO_NEWS_NONE);
      g_assert_cmpint (hopso_news_judge (&clerk, NULL, record), ==, HOPSO_NEWS_NONE);
      g_assert_cmpint (hopso_news_judge (&other, NULL, record), ==, HOPSO_NEWS_NONE);
    }
}

static HopsoRecord *
make_paper (const char *digest, gint64 n_signatures)
{
  g_autoptr (HopsoRecordBuilder) b = hopso_record_builder_new (HOPSO_KIND_PAPER, "paper");

  hopso_record_builder_set_string (b, HOPSO_PAPER_MEETING, "meeting");
  hopso_record_builder_set_string (b, HOPSO_PAPER_DIGEST, digest);
  hopso_record_builder_set_integer (b, HOPSO_PAPER_SIGNATURES, n_signatures);
  return hopso_record_builder_end (b);
}

static void
test_a_signature_does_not_replace_a_paper (void)
{
  g_autoptr (HopsoRecord) meeting = make_meeting ("published");
  g_autoptr (HopsoRecord) old = make_paper ("a", 0);
  g_autoptr (HopsoRecord) same = make_paper ("a", 0);
  g_autoptr (HopsoRecord) replaced = make_paper ("b", 0);
  g_autoptr (HopsoRecord) is_signed = make_paper ("c", 1);
  const HopsoNewsReader reader = { "an", HOPSO_MEETING (meeting), TRUE };

  g_assert_cmpint (hopso_news_judge (&reader, NULL, old), ==, HOPSO_NEWS_NONE);
  g_assert_cmpint (hopso_news_judge (&reader, old, same), ==, HOPSO_NEWS_NONE);
  g_assert_cmpint (hopso_news_judge (&reader, old, replaced), ==, HOPSO_NEWS_PAPER_REPLACED);
  g_assert_cmpint (hopso_news_judge (&reader, old, is_signed), ==, HOPSO_NEWS_NONE);
}

static HopsoRecord *
make_request (const char *state, const char *awaited)
{
  const char *const persons[] = { awaited, NULL };
  g_autoptr (HopsoRecordBuilder) b = hopso_record_builder_new (HOPSO_KIND_SIGN_REQUEST, "request");

  hopso_record_builder_set_string (b, HOPSO_SIGN_REQUEST_STATE, state);
  hopso_record_builder_set_string (b, HOPSO_SIGN_REQUEST_SIGNER, awaited);
  hopso_record_builder_set_strings (b, HOPSO_SIGN_REQUEST_SIGNERS, persons);
  hopso_record_builder_set_strings (b, HOPSO_SIGN_REQUEST_AWAITED, persons);
  return hopso_record_builder_end (b);
}

static void
test_each_turn_to_sign_is_told_once (void)
{
  g_autoptr (HopsoRecord) others = make_request ("waiting", "binh");
  g_autoptr (HopsoRecord) mine = make_request ("waiting", "an");
  g_autoptr (HopsoRecord) done = make_request ("signed", "an");
  const HopsoNewsReader reader = { "an", NULL, FALSE };

  g_assert_cmpint (hopso_news_judge (&reader, NULL, mine), ==, HOPSO_NEWS_SIGNATURE_ASKED);
  g_assert_cmpint (hopso_news_judge (&reader, others, mine), ==, HOPSO_NEWS_SIGNATURE_ASKED);
  g_assert_cmpint (hopso_news_judge (&reader, mine, mine), ==, HOPSO_NEWS_NONE);
  g_assert_cmpint (hopso_news_judge (&reader, NULL, others), ==, HOPSO_NEWS_NONE);
  g_assert_cmpint (hopso_news_judge (&reader, NULL, done), ==, HOPSO_NEWS_NONE);
}

static void
test_answers_are_wanted_within_a_day (void)
{
  static const struct
  {
    const char *participant;
    gint64 now;
    gboolean is_due;
  } cases[] = {
    { "needs-action", NOW, TRUE },
    { "needs-action", NOW + 3600, FALSE },
    { "needs-action", NOW - 30 * 3600, FALSE },
    { "accepted", NOW, FALSE },
    { "delegated dung proposed", NOW, FALSE },
    { "delegated dung declined", NOW, TRUE },
    { "delegated dung refused", NOW, TRUE },
  };
  g_autoptr (HopsoRecord) meeting = make_meeting ("published");
  g_autoptr (HopsoRecord) cancelled = make_meeting ("cancelled");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (HopsoRecord) participant = make_participant (cases[i].participant);

      g_assert_cmpint (hopso_news_is_answer_due (HOPSO_MEETING (meeting),
                                                 HOPSO_PARTICIPANT (participant), cases[i].now),
                       ==, cases[i].is_due);
      g_assert_false (hopso_news_is_answer_due (HOPSO_MEETING (cancelled),
                                                HOPSO_PARTICIPANT (participant), cases[i].now));
    }
}

static void
test_one_word_for_each_meeting (void)
{
  static const HopsoNewsType types[] = { HOPSO_NEWS_PAPER_REPLACED, HOPSO_NEWS_CHANGED,
                                         HOPSO_NEWS_CHANGED, HOPSO_NEWS_SUBSTITUTE_ASKED };
  g_autoptr (GPtrArray) news = g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_news_free);
  g_autoptr (GString) left = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    g_ptr_array_add (news, hopso_news_new (types[i], "one", "r"));
  g_ptr_array_add (news, hopso_news_new (HOPSO_NEWS_PAPER_REPLACED, "two", "r"));
  g_ptr_array_add (news, hopso_news_new (HOPSO_NEWS_SIGNATURE_ASKED, NULL, "r"));
  g_ptr_array_add (news, hopso_news_new (HOPSO_NEWS_SIGNATURE_ASKED, NULL, "s"));
  hopso_news_condense (news);
  for (guint i = 0; i < news->len; i++)
    {
      const HopsoNews *one = news->pdata[i];

      g_string_append_printf (left, "%s/%d ", one->meeting != NULL ? one->meeting : "-",
                              (int) one->type);
    }
  g_assert_cmpstr (left->str, ==, "one/4 one/7 two/5 -/10 -/10 ");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/news/invitations-and-substitutes", test_invitations_and_substitutes);
  g_test_add_func ("/model/news/publications", test_publications);
  g_test_add_func ("/model/news/a-signature-does-not-replace-a-paper",
                   test_a_signature_does_not_replace_a_paper);
  g_test_add_func ("/model/news/each-turn-to-sign-is-told-once",
                   test_each_turn_to_sign_is_told_once);
  g_test_add_func ("/model/news/answers-are-wanted-within-a-day",
                   test_answers_are_wanted_within_a_day);
  g_test_add_func ("/model/news/one-word-for-each-meeting", test_one_word_for_each_meeting);
  return g_test_run ();
}
