-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 3: the text of papers, searched without a network. It belongs to the blob and goes with
-- the blob's key. The two indexes hold words alone and read the text from
-- search_page: one as it is written, one without marks ("duong" finds "đường"); the tokenizer
-- hopso_folded is ours.

CREATE TABLE search_document (
  id INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE,
  n_done INTEGER NOT NULL DEFAULT 0,    -- pages from the first one on
  is_complete INTEGER NOT NULL DEFAULT 0,
  trouble TEXT                          -- why the rest cannot be read
);

CREATE TABLE search_page (
  id INTEGER PRIMARY KEY,
  document INTEGER NOT NULL,
  page INTEGER NOT NULL,                -- counted from 0
  text TEXT NOT NULL,                   -- NFC
  UNIQUE (document, page)
);

CREATE VIRTUAL TABLE search_exact USING fts5 (
  text, content = 'search_page', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 0'
);
CREATE VIRTUAL TABLE search_folded USING fts5 (
  text, content = 'search_page', content_rowid = 'id', tokenize = 'hopso_folded'
);
