/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-signature-words.h"

G_BEGIN_DECLS

/**
 * HopsoDue:
 * @name: (owned): of the entry; one for each @subject
 * @subject: (owned): what was signed: a path, or what a workspace calls it
 * @sha256: (owned): of the signed document
 * @level: what it shall have
 * @tsa_url: (owned) (nullable): the timestamp authority
 * @next_try: not before this time, seconds since 1970
 * @n_tries: how often it was tried
 *
 * A signed document whose level comes later.
 */
typedef struct
{
  char *name;
  char *subject;
  char *sha256;
  HopsoSignatureLevel level;
  char *tsa_url;
  gint64 next_try;
  guint n_tries;
} HopsoDue;

void hopso_due_free (HopsoDue *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoDue, hopso_due_free)

/**
 * HopsoDueList:
 *
 * What is to be extended when the authorities can be reached, in a folder of small files that
 * survive whatever happens to the program. Any thread; immutable but for its folder.
 */
#define HOPSO_TYPE_DUE_LIST (hopso_due_list_get_type ())
G_DECLARE_FINAL_TYPE (HopsoDueList, hopso_due_list, HOPSO, DUE_LIST, GObject)

HopsoDueList *hopso_due_list_new (const char *folder);
HopsoDueList *hopso_due_list_new_own (void);
gboolean hopso_due_list_add (HopsoDueList *self,
                             const char *subject,
                             const char *sha256,
                             HopsoSignatureLevel level,
                             const char *tsa_url,
                             GError **error);
GPtrArray *hopso_due_list_read (HopsoDueList *self);
gboolean
hopso_due_list_postpone (HopsoDueList *self, const HopsoDue *due, gint64 now, GError **error);
void hopso_due_list_remove (HopsoDueList *self, const HopsoDue *due);

G_END_DECLS
