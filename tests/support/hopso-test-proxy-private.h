/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-test-proxy.h"

G_BEGIN_DECLS

struct _HopsoTestProxy
{
  GSocketService *service;  /* owned */
  GTlsDatabase *anchors;    /* owned */
  GSocketAddress *upstream; /* owned */
  char *url;                /* owned */
  GMutex lock;
  GCond changed;                /* with lock */
  GTlsCertificate *certificate; /* owned; guarded by lock */
  GArray *faults;               /* owned; guarded by lock */
  GPtrArray *exchanges;         /* owned; guarded by lock */
  GPtrArray *sockets;           /* owned: connections; guarded by lock */
  guint n_forgotten;            /* of the exchanges; guarded by lock */
  gint64 date_offset;           /* guarded by lock */
  guint n_connections;          /* guarded by lock */
  guint n_busy;                 /* threads; guarded by lock */
  gboolean is_blind;            /* guarded by lock */
  gboolean is_closing;          /* guarded by lock */
};

/* What goes wrong with one exchange: nothing, unless set. */
typedef struct
{
  guint64 cut;         /* G_MAXUINT64: no */
  guint64 cut_request; /* G_MAXUINT64: no */
  guint64 truncate;    /* G_MAXUINT64: no */
  guint64 corrupt;     /* G_MAXUINT64: no */
  guint64 delay;
  guint64 rate; /* 0: as fast as it goes */
  guint64 repeat;
  HopsoTestFault answer; /* status 0: the server answers */
} HopsoTestHarm;

/* Takes what is set for a request to @path off the list. */
HopsoTestHarm hopso_test_proxy_take_harm (HopsoTestProxy *self, const char *path);

/* Waits, and returns whether the proxy goes on. */
gboolean hopso_test_proxy_wait (HopsoTestProxy *self, guint64 milliseconds);

/* The exchange is in the list, and may be changed under the lock. */
HopsoTestExchange *hopso_test_proxy_note (HopsoTestProxy *self, HopsoTestExchange *exchange);
void
hopso_test_proxy_note_sent (HopsoTestProxy *self, HopsoTestExchange *exchange, guint64 n_bytes);

/* The way to the server. */
typedef struct
{
  GSocketConnection *plain; /* owned, nullable: not open */
  GIOStream *stream;        /* owned, nullable: not open */
  gboolean is_blind;
} HopsoTestWire;

gboolean hopso_test_proxy_open (HopsoTestProxy *self, HopsoTestWire *wire);
void hopso_test_proxy_close (HopsoTestProxy *self, HopsoTestWire *wire);

/* Writes some bytes of a body, with what shall go wrong; @offset is where they stand in it. FALSE:
 * the connection ends here. */
gboolean hopso_test_proxy_write (HopsoTestProxy *self,
                                 GOutputStream *to,
                                 const HopsoTestHarm *harm,
                                 guint64 offset,
                                 guint8 *bytes,
                                 gsize size);

/* One connection, from its beginning to its end, on a thread of its own. */
void hopso_test_proxy_serve (HopsoTestProxy *self, GIOStream *client, HopsoTestWire *server);
void hopso_test_proxy_pass (HopsoTestProxy *self, GIOStream *client, HopsoTestWire *server);

G_END_DECLS
