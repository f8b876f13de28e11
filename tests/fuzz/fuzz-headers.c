/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Single values from the other side's headers and bodies: parts of a file on the server, times to
 * wait, points in time and refusals on the client. The first byte says which. */

#include "fuzz.h"
#include "hopso-http-private.h"
#include "hopso-remote-error.h"
#include "hopso-server-range.h"
#include "hopso-wire-json.h"
#include "hopso-wire-problem.h"

#include <string.h>

static void
check_range (const char *value, guint64 size)
{
  guint64 first;
  guint64 length;

  switch (hopso_server_range_parse (value, size, &first, &length))
    {
    case HOPSO_SERVER_RANGE_PART:
      g_assert_true (length > 0 && first < size && length <= size - first);
      break;
    case HOPSO_SERVER_RANGE_WHOLE:
      g_assert_true (first == 0 && length == size);
      break;
    case HOPSO_SERVER_RANGE_NONE:
    default:
      break;
    }
}

static void
check_content_range (const char *value)
{
  guint64 first;
  guint64 length;
  guint64 size;

  if (!hopso_server_content_range_parse (value, &first, &length, &size))
    return;
  g_assert_cmpuint (size, <=, G_MAXINT64);
  g_assert_true (length == 0 ? first == 0 : first < size && length <= size - first);
}

static void
check_retry_after (const char *value)
{
  g_autoptr (SoupMessage) message = soup_message_new ("GET", "https://localhost/");
  g_autoptr (GInputStream) stream = g_memory_input_stream_new ();

  /* The HTTP library hands on no line ends. */
  if (strpbrk (value, "\r\n") != NULL)
    return;
  soup_message_headers_replace (soup_message_get_response_headers (message), "Retry-After", value);
  g_autoptr (HopsoHttpResponse) response = hopso_http_response_new (message, stream);
  gint64 wait = hopso_http_response_get_retry_after (response, 1700000000);
  g_assert_true (wait >= 0 && wait <= 3600);
}

static void
check_time (const char *value)
{
  gint64 time;
  gint64 again;

  if (!hopso_wire_parse_time (value, &time))
    return;
  /* An offset may reach out of the years that can be written. */
  g_autofree char *printed = hopso_wire_format_time (time);
  if (printed != NULL)
    g_assert_true (hopso_wire_parse_time (printed, &again) && again == time);
}

static void
check_problem (guint status, const char *text, gsize size)
{
  g_autoptr (GBytes) body = g_bytes_new (text, size);
  g_autoptr (GError) error =
      hopso_remote_error_new_from_reply (status, HOPSO_WIRE_PROBLEM_MEDIA_TYPE, body, 0);
  gint64 wait = hopso_remote_error_get_retry_after (error);

  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_true (wait >= 0 && wait <= 86400);
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize size)
{
  if (size < 2)
    return 0;

  g_autofree char *value = g_strndup ((const char *) bytes + 2, size - 2);
  switch ((bytes[0] + 2) % 5) /* "0" is the first */
    {
    case 0:
      check_range (value, bytes[1]);
      check_range (value, G_MAXINT64);
      break;
    case 1:
      check_content_range (value);
      break;
    case 2:
      check_retry_after (value);
      break;
    case 3:
      check_time (value);
      break;
    default:
      check_problem (300 + bytes[1], value, size - 2);
      break;
    }
  return 0;
}
