/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-wire-event.h"

static HopsoWireEvent *
feed (HopsoWireEventReader *reader, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (HopsoWireEvent) last = NULL;

  for (guint i = 0; lines[i + 1] != NULL; i++)
    {
      HopsoWireEvent *event = hopso_wire_event_reader_feed (reader, lines[i]);

      if (event == NULL)
        continue;
      g_clear_pointer (&last, hopso_wire_event_free);
      last = event;
    }
  return g_steal_pointer (&last);
}

static void
test_goes_out_and_comes_back (void)
{
  const HopsoWireEvent event = { (char *) "12", (char *) "state", (char *) "12" };
  g_autofree char *text = hopso_wire_event_print (&event);
  g_autoptr (HopsoWireEventReader) reader = hopso_wire_event_reader_new ();
  g_autoptr (HopsoWireEvent) copy = feed (reader, text);

  g_assert_cmpstr (text, ==, "id: 12\nevent: state\ndata: {\"state\":\"12\"}\n\n");
  g_assert_cmpstr (copy->id, ==, "12");
  g_assert_cmpstr (copy->type, ==, "state");
  g_assert_cmpstr (copy->state, ==, "12");
}

static void
test_lines_of_any_server (void)
{
  static const struct
  {
    const char *text;
    const char *type; /* NULL: no event */
    const char *state;
  } cases[] = {
    { ": heartbeat\n\n", NULL, NULL },
    { "event: state\n\n", NULL, NULL },
    { "data: no json\n\n", NULL, NULL },
    { "data: [1]\n\n", NULL, NULL },
    { "data: {\"state\":1}\n\n", NULL, NULL },
    { "data:{}\n\n", "message", NULL },
    { "event:x\ndata: {\"state\":\"5\"}\nretry: 10\nnonsense\n\n", "x", "5" },
    { "data: {\"state\":\ndata: \"6\"}\n\n", "message", "6" },
    { "event: a\nevent: b\ndata: {}\n\n", "b", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (HopsoWireEventReader) reader = hopso_wire_event_reader_new ();
      g_autoptr (HopsoWireEvent) event = feed (reader, cases[i].text);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (event != NULL, ==, cases[i].type != NULL);
      if (event == NULL)
        continue;
      g_assert_cmpstr (event->type, ==, cases[i].type);
      g_assert_cmpstr (event->state, ==, cases[i].state);
    }
}

static void
test_the_id_stays (void)
{
  g_autoptr (HopsoWireEventReader) reader = hopso_wire_event_reader_new ();
  g_autoptr (HopsoWireEvent) event = feed (reader, "id: 1\ndata: {}\n\ndata: {}\n\n");

  g_assert_cmpstr (event->id, ==, "1");
}

static void
test_endless_data_is_given_up (void)
{
  g_autoptr (HopsoWireEventReader) reader = hopso_wire_event_reader_new ();

  for (guint i = 0; i < 10000; i++)
    g_assert_null (hopso_wire_event_reader_feed (reader, "data: {}"));
  g_assert_null (hopso_wire_event_reader_feed (reader, ""));
  g_autoptr (HopsoWireEvent) event = feed (reader, "data: {}\n\n");
  g_assert_nonnull (event);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/event/goes-out-and-comes-back", test_goes_out_and_comes_back);
  g_test_add_func ("/wire/event/lines-of-any-server", test_lines_of_any_server);
  g_test_add_func ("/wire/event/the-id-stays", test_the_id_stays);
  g_test_add_func ("/wire/event/endless-data-is-given-up", test_endless_data_is_given_up);
  return g_test_run ();
}
