/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-store-session.h"

G_BEGIN_DECLS

/**
 * HopsoSearchQuery:
 * @words: what a person typed: words of which all must be on the page, "phrases" in quotes; the
 *   last word may be a beginning. Without marks it finds words with any marks; with at least one
 *   mark it is taken exactly
 * @digests: (nullable) (array zero-terminated=1): SHA-256, lower-case hexadecimal, of the papers
 *   to look into; %NULL: all
 * @limit: how many hits at most
 * @offset: how many of the best to pass over
 */
typedef struct
{
  const char *words;
  const char *const *digests;
  guint limit;
  guint offset;
} HopsoSearchQuery;

/**
 * HopsoSearchMark:
 * @start: of a word that was found, in bytes
 * @end: behind it
 */
typedef struct
{
  guint start;
  guint end;
} HopsoSearchMark;

/**
 * HopsoSearchHit:
 * @digest: of the paper's bytes
 * @page: counted from 0
 * @snippet: some words around what was found, on one line
 * @marks: (element-type HopsoSearchMark): where in @snippet the words are
 *
 * A page on which all words are.
 */
typedef struct
{
  char *digest; /* owned */
  guint page;
  char *snippet; /* owned */
  GArray *marks; /* owned */
} HopsoSearchHit;

void hopso_search_hit_free (HopsoSearchHit *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoSearchHit, hopso_search_hit_free)

GPtrArray *
hopso_store_session_search (HopsoStoreSession *self, const HopsoSearchQuery *query, GError **error);

/**
 * HopsoSearchTask:
 * @digest: of a paper whose text is not all in the index
 * @n_done: how many of its pages, from the first one on, are
 */
typedef struct
{
  char *digest; /* owned */
  guint n_done;
} HopsoSearchTask;

void hopso_search_task_free (HopsoSearchTask *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoSearchTask, hopso_search_task_free)

/**
 * HopsoSearchProgress:
 * @n_papers: how many papers are on this machine
 * @n_done: how many of them have been read to their end
 * @n_in_trouble: how many cannot be read
 */
typedef struct
{
  guint n_papers;
  guint n_done;
  guint n_in_trouble;
} HopsoSearchProgress;

gboolean hopso_store_session_search_get_next (HopsoStoreSession *self,
                                              const char *except,
                                              HopsoSearchTask **task,
                                              GError **error);
gboolean hopso_store_session_search_add_pages (HopsoStoreSession *self,
                                               const HopsoSearchTask *task,
                                               const char *const *texts,
                                               gboolean is_complete,
                                               GError **error);
gboolean hopso_store_session_search_give_up (HopsoStoreSession *self,
                                             const HopsoSearchTask *task,
                                             const char *trouble,
                                             GError **error);
gboolean hopso_store_session_search_get_progress (HopsoStoreSession *self,
                                                  HopsoSearchProgress *progress,
                                                  GError **error);

G_END_DECLS
