/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-wire-json.h"

G_BEGIN_DECLS

#define HOPSO_WIRE_EVENT_STATE "state"

/* Longer ids are not ours, and would have to be sent back. */
#define HOPSO_WIRE_EVENT_MAX_ID 128

/**
 * HopsoWireEvent:
 * @id: (owned) (nullable): what to send as Last-Event-ID when the stream breaks
 * @type: (owned): %HOPSO_WIRE_EVENT_STATE, or one that is to be ignored
 * @state: (owned) (nullable): the server's state, for `GET /v1/changes`
 *
 * One event of `GET /v1/live`.
 */
typedef struct
{
  char *id;
  char *type;
  char *state;
} HopsoWireEvent;

void hopso_wire_event_free (HopsoWireEvent *self);
char *hopso_wire_event_print (const HopsoWireEvent *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoWireEvent, hopso_wire_event_free)

/**
 * HopsoWireEventReader:
 *
 * Makes events of the lines of a stream (WHATWG HTML §9.2.6).
 */
typedef struct _HopsoWireEventReader HopsoWireEventReader;

HopsoWireEventReader *hopso_wire_event_reader_new (void);
HopsoWireEvent *hopso_wire_event_reader_feed (HopsoWireEventReader *self, const char *line);
void hopso_wire_event_reader_free (HopsoWireEventReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoWireEventReader, hopso_wire_event_reader_free)

G_END_DECLS
