/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <netinet/in.h>
#include <openssl/ssl.h>

G_BEGIN_DECLS

/* Many HTTPS clients in one thread. */

typedef struct _LoadConnection LoadConnection;
typedef struct _LoadLoop LoadLoop;

/* What a client does next. */
typedef struct
{
  void (*opened) (LoadConnection *connection);
  void (*body) (LoadConnection *connection, const char *bytes, gsize size); /* nullable */
  void (*answered) (LoadConnection *connection);
  void (*closed) (LoadConnection *connection); /* by the other side; may open again */
  void (*tick) (LoadLoop *loop);               /* nullable: every few milliseconds */
} LoadHandlers;

struct _LoadLoop
{
  const LoadHandlers *handlers; /* borrowed */
  gpointer data;                /* the handlers' */
  SSL_CTX *tls;                 /* owned */
  struct sockaddr_in address;
  const char *host;       /* borrowed */
  int epoll;              /* owned */
  GPtrArray *connections; /* owned */
  gboolean is_done;
  gboolean resumes_tls;
  guint n_open;
  guint n_refused;
  guint n_resumed;
  guint64 n_bytes_in; /* on the wire, of connections that are closed */
  guint64 n_bytes_out;
};

typedef enum
{
  LOAD_CLOSED,
  LOAD_CONNECTING,
  LOAD_SHAKING_HANDS,
  LOAD_OPEN,
} LoadState;

/* Where in an answer we are. */
typedef enum
{
  LOAD_HEAD,
  LOAD_BODY,       /* of a known length */
  LOAD_CHUNK_SIZE, /* its line */
  LOAD_CHUNK,
  LOAD_CHUNK_END, /* its line break */
  LOAD_LAST_LINE, /* after the last chunk, which is empty */
} LoadPart;

struct _LoadConnection
{
  LoadLoop *loop; /* borrowed: outlives self */
  guint index;
  int fd;               /* owned, -1: closed */
  SSL *ssl;             /* owned, nullable */
  SSL_SESSION *session; /* owned, nullable: to be resumed */
  LoadState state;
  GByteArray *out; /* owned: not sent yet */
  GString *text;   /* owned: head or line that is not complete */
  LoadPart part;
  guint status;
  char etag[64];
  guint64 left; /* of the body or chunk */
  gint64 began; /* when connecting or the request began */
  gint64 retry_at;
  gpointer data; /* the handlers' */
};

LoadLoop *
load_loop_new (const char *host, guint16 port, const char *ca, const LoadHandlers *handlers);
LoadConnection *load_loop_add (LoadLoop *self);
void load_loop_run (LoadLoop *self);
void load_loop_free (LoadLoop *self);

void load_connection_open (LoadConnection *self);
void load_connection_send (LoadConnection *self, const char *text);
void load_connection_close (LoadConnection *self);
gboolean load_http_feed (LoadConnection *self, const char *bytes, gsize size);

/* Figures. */
typedef struct
{
  GArray *values; /* owned: milliseconds */
} LoadFigures;

void load_figures_add (LoadFigures *self, gint64 microseconds);
void load_figures_print (LoadFigures *self, const char *name);

GPtrArray *load_read_lines (const char *path);

typedef int (*LoadMode) (LoadLoop *loop, int argc, char **argv);
extern const LoadHandlers load_requests_handlers, load_events_handlers, load_writes_handlers;
int load_requests_run (LoadLoop *loop, int argc, char **argv);
int load_events_run (LoadLoop *loop, int argc, char **argv);
int load_writes_run (LoadLoop *loop, int argc, char **argv);

G_END_DECLS
