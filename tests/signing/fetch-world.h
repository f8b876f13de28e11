/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-http.h"
#include "hopso-material-fetcher.h"
#include "hopso-test-pki.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* What the web server does instead of its duty. */
typedef enum
{
  FETCH_RIGHT,
  FETCH_NO_NONCE, /* refuses questions with one */
  FETCH_GARBAGE,
  FETCH_EMPTY,
  FETCH_PORTAL, /* a web page to sign in to a network */
  FETCH_MISSING,
  FETCH_REPLAY, /* the answer to an earlier question */
  FETCH_LOOP,   /* sends elsewhere and back */
  FETCH_HUGE,
  FETCH_NEIGHBOUR, /* sends to another machine here */
  FETCH_ANOTHER,   /* what belongs to another authority */
  FETCH_EXPIRED,
  FETCH_SILENT,
} FetchFault;

typedef enum
{
  FETCH_POST,
  FETCH_LISTS,
  FETCH_ALL,
} FetchCount;

/*
 * An authority whose certificates name a web server here: "signer" and "clerk", with a responder,
 * a revocation list and the authority's certificate among others in a p7c file.
 */
typedef struct
{
  HopsoTestPki *pki;
  SoupServer *server;
  HopsoHttp *http;
  HopsoClock *clock;
  HopsoMaterialFetcher *fetcher;
  char *base;
  char *folder;
  FetchFault responder, list;
  gint64 newer_than;
  guint counts[FETCH_ALL + 1];
} FetchWorld;

FetchWorld *fetch_world_new (void);
void fetch_world_free (FetchWorld *world);
void fetch_world_reset (FetchWorld *world);

HopsoValidationMaterial *
fetch_world_ask (FetchWorld *world, const char *names, HopsoFetchFlags flags);
HopsoValidationMaterial *fetch_world_ask_issuer (FetchWorld *world, const char *name);
gboolean fetch_world_cancel (FetchWorld *world, const char *name);
guint fetch_world_count (FetchWorld *world, FetchCount count);
void fetch_world_restart (FetchWorld *world);
void fetch_world_forget (FetchWorld *world);

G_END_DECLS
