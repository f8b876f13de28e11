-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 4: composing. Changes of one meeting are sent in their order, and each step can be taken
-- back and done again, also after a restart.

ALTER TABLE outbox ADD COLUMN scope TEXT; -- the meeting whose changes are sent in order

CREATE TABLE step (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  meeting TEXT NOT NULL,
  name TEXT NOT NULL,                   -- for people
  merge_key TEXT,                       -- the next step with the same one becomes part of it
  body TEXT NOT NULL,                   -- JSON: each record before and after
  is_undone INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX step_by_meeting ON step (meeting, is_undone, id);
