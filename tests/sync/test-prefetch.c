/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-meeting.h"
#include "hopso-paper.h"
#include "hopso-prefetch-plan.h"
#include "hopso-sign-request.h"

#define NOW G_GINT64_CONSTANT (1763800000)
#define DAY (24 * 60 * 60)

static const struct
{
  const char *id;
  const char *state;
  gint64 start;
  const char *item;
} meetings[] = {
  { "m-far", "published", NOW + 15 * DAY, NULL }, { "m-past", "published", NOW - DAY, NULL },
  { "m-draft", "draft", NOW + DAY, NULL },        { "m-soon", "published", NOW + DAY, NULL },
  { "m-today", "published", NOW + 100, NULL },    { "m-now", "inProgress", NOW - DAY, "i2" },
  { "m-gone", "cancelled", NOW + 100, NULL },
};

static const struct
{
  const char *id;
  const char *meeting;
  const char *item;
  const char *order;
} papers[] = {
  { "p-far", "m-far", NULL, "a" },      { "p-soon", "m-soon", NULL, "a" },
  { "p-now1", "m-now", "i1", "a" },     { "p-now2b", "m-now", "i2", "b" },
  { "p-now2a", "m-now", "i2", "a" },    { "p-today", "m-today", NULL, "a" },
  { "p-past", "m-past", NULL, "a" },    { "p-sign", NULL, NULL, "a" },
  { "p-draft", "m-draft", NULL, "a" },  { "p-signed", NULL, NULL, "a" },
  { "p-lost", "m-unknown", NULL, "a" }, { "p-gone", "m-gone", NULL, "a" },
};

static GPtrArray *
make_meetings (void)
{
  GPtrArray *records = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < G_N_ELEMENTS (meetings); i++)
    {
      g_autoptr (HopsoRecordBuilder) builder =
          hopso_record_builder_new (HOPSO_KIND_MEETING, meetings[i].id);

      hopso_record_builder_set_string (builder, HOPSO_MEETING_STATE, meetings[i].state);
      hopso_record_builder_set_time (builder, HOPSO_MEETING_START, meetings[i].start);
      hopso_record_builder_set_string (builder, HOPSO_MEETING_CURRENT_ITEM, meetings[i].item);
      g_ptr_array_add (records, hopso_record_builder_end (builder));
    }
  return records;
}

static GPtrArray *
make_papers (void)
{
  GPtrArray *records = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < G_N_ELEMENTS (papers); i++)
    {
      g_autoptr (HopsoRecordBuilder) builder =
          hopso_record_builder_new (HOPSO_KIND_PAPER, papers[i].id);

      hopso_record_builder_set_string (builder, HOPSO_PAPER_MEETING, papers[i].meeting);
      hopso_record_builder_set_string (builder, HOPSO_PAPER_AGENDA_ITEM, papers[i].item);
      hopso_record_builder_set_string (builder, HOPSO_PAPER_ORDER_KEY, papers[i].order);
      g_ptr_array_add (records, hopso_record_builder_end (builder));
    }
  return records;
}

static void
add_request (GPtrArray *records, const char *id, const char *paper, const char *state)
{
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new (HOPSO_KIND_SIGN_REQUEST, id);

  hopso_record_builder_set_string (builder, HOPSO_SIGN_REQUEST_PAPER, paper);
  hopso_record_builder_set_string (builder, HOPSO_SIGN_REQUEST_STATE, state);
  g_ptr_array_add (records, hopso_record_builder_end (builder));
}

static void
test_orders_papers_by_need (void)
{
  g_autoptr (GPtrArray) all_meetings = make_meetings ();
  g_autoptr (GPtrArray) all_papers = make_papers ();
  g_autoptr (GPtrArray) requests = g_ptr_array_new_with_free_func (g_object_unref);
  const HopsoPrefetchFacts facts = {
    .meetings = all_meetings, .papers = all_papers, .sign_requests = requests, .now = NOW
  };
  g_autoptr (GString) order = g_string_new (NULL);
  g_autoptr (GPtrArray) plan = NULL;

  add_request (requests, "r1", "p-sign", "waiting");
  add_request (requests, "r2", "p-signed", "signed");
  plan = hopso_prefetch_plan (&facts);
  for (guint i = 0; i < plan->len; i++)
    g_string_append_printf (order, "%s ", hopso_record_get_id (plan->pdata[i]));
  g_assert_cmpstr (order->str, ==, "p-now2a p-now2b p-now1 p-sign p-today p-soon ");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/prefetch/orders-papers-by-need", test_orders_papers_by_need);
  return g_test_run ();
}
