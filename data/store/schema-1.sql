-- SPDX-License-Identifier: GPL-3.0-or-later
-- The application's own memory, version 1 (PRAGMA user_version). The tables of the records
-- (meeting, paper, …) exist already when this runs: they are made from the model's tables of
-- fields. What is here is never changed again; a later version adds schema-2.sql.

-- How far this machine has followed the server: at most one row.
CREATE TABLE sync_state (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  state TEXT NOT NULL
);

CREATE TABLE setting (
  "key" TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL
) WITHOUT ROWID;

-- What was changed here and the server does not know yet, in the order of sending.
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  "key" TEXT NOT NULL UNIQUE,           -- sent as Idempotency-Key
  kind TEXT NOT NULL,                   -- as on the wire
  record TEXT NOT NULL,
  operation TEXT NOT NULL,
  body TEXT,                            -- JSON
  base_etag TEXT,
  digest TEXT,                          -- of the blob that goes with it
  created INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  not_before INTEGER NOT NULL DEFAULT 0,
  last_error TEXT
);
CREATE INDEX outbox_by_digest ON outbox (digest);

-- The files beside the database, each encrypted with the key in its row: a deleted row makes
-- them unreadable. Their names say nothing.
CREATE TABLE blob (
  digest TEXT PRIMARY KEY NOT NULL,     -- SHA-256 of the plain bytes, hexadecimal
  size INTEGER NOT NULL,                -- of the plain bytes
  file TEXT NOT NULL UNIQUE,
  "key" BLOB NOT NULL,
  is_whole INTEGER NOT NULL,            -- 0: still being written
  created INTEGER NOT NULL
);

CREATE INDEX person_by_organization ON person (organization);
CREATE INDEX agenda_item_by_meeting ON agenda_item (meeting);
CREATE INDEX agenda_item_by_parent ON agenda_item (parent);
CREATE INDEX participant_by_meeting ON participant (meeting);
CREATE INDEX participant_by_person ON participant (person);
CREATE INDEX paper_by_meeting ON paper (meeting);
CREATE INDEX paper_by_agenda_item ON paper (agenda_item);
CREATE INDEX paper_by_digest ON paper (digest);
CREATE INDEX sign_request_by_paper ON sign_request (paper);
CREATE INDEX sign_request_by_signer ON sign_request (signer);
