/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From which address a request comes, for counting. X-Forwarded-For is read only when a trusted
 * proxy sent it, from its right end, where each proxy adds whom it saw; what stands left of the
 * first address that is no trusted proxy's was written by that client and means nothing. Main
 * thread. */

#include "hopso-server-proxies.h"

#include <string.h>

struct _HopsoServerProxies
{
  GPtrArray *networks; /* owned: GInetAddressMask */
};

/**
 * hopso_server_proxies_new:
 *
 * Returns: (transfer full): nobody is trusted
 */
HopsoServerProxies *
hopso_server_proxies_new (void)
{
  HopsoServerProxies *self = g_new0 (HopsoServerProxies, 1);

  self->networks = g_ptr_array_new_with_free_func (g_object_unref);
  return self;
}

/**
 * hopso_server_proxies_free:
 * @self: (transfer full): the proxies
 */
void
hopso_server_proxies_free (HopsoServerProxies *self)
{
  g_ptr_array_unref (self->networks);
  g_free (self);
}

/**
 * hopso_server_proxies_trust:
 * @network: an address, or a network such as "10.1.0.0/16"
 *
 * Returns: %FALSE with @error when it is none
 */
gboolean
hopso_server_proxies_trust (HopsoServerProxies *self, const char *network, GError **error)
{
  GInetAddressMask *mask = g_inet_address_mask_new_from_string (network, error);

  if (mask == NULL)
    return FALSE;
  g_ptr_array_add (self->networks, mask);
  return TRUE;
}

/**
 * hopso_server_proxies_contain:
 * @address: who asks
 *
 * Returns: whether that is a proxy that is trusted
 */
gboolean
hopso_server_proxies_contain (HopsoServerProxies *self, GInetAddress *address)
{
  for (guint i = 0; i < self->networks->len; i++)
    if (g_inet_address_mask_matches (self->networks->pdata[i], address))
      return TRUE;
  return FALSE;
}

/* "192.0.2.1", "192.0.2.1:80", "2001:db8::1", "[2001:db8::1]", "[2001:db8::1]:80" */
static GInetAddress *
parse_address (char *text)
{
  char *end;

  g_strstrip (text);
  if (text[0] == '[')
    {
      text++;
      end = strchr (text, ']');
    }
  else
    {
      end = strchr (text, ':');
      if (end != NULL && strchr (end + 1, ':') != NULL)
        end = NULL; /* the colons are the address's own */
    }
  if (end != NULL)
    *end = '\0';
  return g_inet_address_new_from_string (text);
}

/* Who has one IPv6 address has all that begin with the same 64 bits; ::ffff:192.0.2.1 is IPv4. */
static char *
name_network (GInetAddress *address)
{
  static const guint8 mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };
  const guint8 *bytes = g_inet_address_to_bytes (address);
  guint8 network[16] = { 0 };
  g_autoptr (GInetAddress) named = NULL;

  if (g_inet_address_get_family (address) != G_SOCKET_FAMILY_IPV6)
    return g_inet_address_to_string (address);
  if (memcmp (bytes, mapped, sizeof mapped) == 0)
    named = g_inet_address_new_from_bytes (bytes + sizeof mapped, G_SOCKET_FAMILY_IPV4);
  else
    {
      memcpy (network, bytes, sizeof network / 2);
      named = g_inet_address_new_from_bytes (network, G_SOCKET_FAMILY_IPV6);
    }
  return g_inet_address_to_string (named);
}

/**
 * hopso_server_proxies_choose:
 * @peer: who is at the other end of the connection
 * @forwarded_for: (nullable): what the request says in X-Forwarded-For
 *
 * Returns: (transfer full): the name under which the request is counted
 */
char *
hopso_server_proxies_choose (HopsoServerProxies *self,
                             GInetAddress *peer,
                             const char *forwarded_for)
{
  g_autoptr (GInetAddress) chosen = g_object_ref (peer);
  g_auto (GStrv) named = g_strsplit (forwarded_for == NULL ? "" : forwarded_for, ",", -1);

  for (guint left = g_strv_length (named); left > 0 && hopso_server_proxies_contain (self, chosen);
       left--)
    {
      GInetAddress *before = parse_address (named[left - 1]);

      if (before == NULL)
        break;
      g_set_object (&chosen, before);
      g_object_unref (before);
    }
  return name_network (chosen);
}

/**
 * hopso_server_proxies_dup_address:
 * @message: a request
 *
 * Returns: (transfer full): the name under which it is counted
 */
char *
hopso_server_proxies_dup_address (HopsoServerProxies *self, SoupServerMessage *message)
{
  GSocketAddress *peer = soup_server_message_get_remote_address (message);
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  if (!G_IS_INET_SOCKET_ADDRESS (peer))
    return g_strdup ("unknown");
  return hopso_server_proxies_choose (
      self, g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (peer)),
      soup_message_headers_get_list (headers, "X-Forwarded-For"));
}
