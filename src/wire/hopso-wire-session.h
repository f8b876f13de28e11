/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-publish-rules.h"
#include "hopso-secret.h"
#include "hopso-sign-policy.h"
#include "hopso-wire-json.h"

G_BEGIN_DECLS

/**
 * HopsoWireServer:
 * @name: (owned): what the server is called
 * @version: (owned): of its program
 * @province: (owned): whom it serves
 * @time: its clock, seconds since 1970-01-01T00:00:00Z
 * @signing: (owned) (nullable): its rules for sign requests; an older server says none
 * @publishing: (owned) (nullable): its rules for publishing; an older server says none
 *
 * The reply of `GET /v1/server`.
 */
typedef struct
{
  char *name;
  char *version;
  char *province;
  gint64 time;
  HopsoSignPolicy *signing;
  HopsoPublishRules *publishing;
} HopsoWireServer;

void hopso_wire_server_free (HopsoWireServer *self);
JsonObject *hopso_wire_server_to_json (const HopsoWireServer *self);
HopsoWireServer *hopso_wire_server_from_json (JsonObject *object, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoWireServer, hopso_wire_server_free)

/**
 * HopsoWireSignIn:
 * @login: (owned): the name of the account
 * @password: (owned): its password
 * @device: (owned): what the machine is called, for the list of devices
 *
 * The body of `POST /v1/session`.
 */
typedef struct
{
  char *login;
  HopsoSecret *password;
  char *device;
} HopsoWireSignIn;

void hopso_wire_sign_in_free (HopsoWireSignIn *self);
JsonObject *hopso_wire_sign_in_to_json (const HopsoWireSignIn *self);
HopsoWireSignIn *hopso_wire_sign_in_from_json (JsonObject *object, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoWireSignIn, hopso_wire_sign_in_free)

/**
 * HopsoWireTokens:
 * @access: (owned): goes with each request
 * @refresh: (owned): buys the next pair, once
 * @expires_in: how long @access lasts, in seconds
 * @person: (owned): the id of the person who signed in
 *
 * The reply of `POST /v1/session` and `POST /v1/session/refresh`.
 */
typedef struct
{
  HopsoSecret *access;
  HopsoSecret *refresh;
  gint64 expires_in;
  char *person;
} HopsoWireTokens;

void hopso_wire_tokens_free (HopsoWireTokens *self);
JsonObject *hopso_wire_tokens_to_json (const HopsoWireTokens *self);
HopsoWireTokens *hopso_wire_tokens_from_json (JsonObject *object, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoWireTokens, hopso_wire_tokens_free)

JsonObject *hopso_wire_refresh_to_json (HopsoSecret *refresh);
HopsoSecret *hopso_wire_refresh_from_json (JsonObject *object, GError **error);

/* The account key wrapped by the recovery code: bytes that the server cannot read. */
#define HOPSO_WIRE_MAX_RECOVERY 4096
JsonObject *hopso_wire_recovery_to_json (GBytes *wrapped);
GBytes *hopso_wire_recovery_from_json (JsonObject *object, GError **error);

G_END_DECLS
