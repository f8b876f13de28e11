/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * HopsoServerDoors:
 *
 * Where connections come in: how many there may be, and how long they may take.
 */
typedef struct _HopsoServerDoors HopsoServerDoors;

/**
 * HopsoServerDoorLimits:
 * @n_all: connections at once
 * @n_per_address: from one address, or from one network of 64 bits
 * @n_strangers: of these, such as have not asked for anything yet
 * @first_ms: for the TLS handshake, and again for the headers of the first request
 * @idle_ms: from one answer to the headers of the next request
 */
typedef struct
{
  guint n_all;
  guint n_per_address;
  guint n_strangers;
  guint first_ms;
  guint idle_ms;
} HopsoServerDoorLimits;

/* Whether many may come from @address. */
typedef gboolean (*HopsoServerDoorExempt) (GInetAddress *address, gpointer data);

HopsoServerDoors *hopso_server_doors_new (SoupServer *soup, GTlsCertificate *certificate);
void hopso_server_doors_set_limits (HopsoServerDoors *self, const HopsoServerDoorLimits *limits);
void hopso_server_doors_set_exempt (HopsoServerDoors *self,
                                    HopsoServerDoorExempt is_exempt,
                                    gpointer data);
void hopso_server_doors_set_certificate (HopsoServerDoors *self, GTlsCertificate *certificate);
void hopso_server_doors_add (HopsoServerDoors *self, GSocket *socket);
guint hopso_server_doors_count (HopsoServerDoors *self);
void hopso_server_doors_free (HopsoServerDoors *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoServerDoors, hopso_server_doors_free)

G_END_DECLS
