-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 2: what was changed lately, so that one process learns what another one wrote.

CREATE TABLE change_log (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  origin TEXT NOT NULL,                 -- the open store that wrote it, at random
  kind TEXT NOT NULL,                   -- as on the wire
  record TEXT NOT NULL,
  change INTEGER NOT NULL               -- 0 created, 1 updated, 2 destroyed
);
