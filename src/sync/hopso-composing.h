/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-meeting-course.h"
#include "hopso-paper-review.h"
#include "hopso-store.h"

G_BEGIN_DECLS

/**
 * HopsoComposingError:
 * @HOPSO_COMPOSING_ERROR_EMPTY: there is no step to take back, or to do again
 * @HOPSO_COMPOSING_ERROR_GONE: what was to be changed is not there any more
 * @HOPSO_COMPOSING_ERROR_CHANGED: somebody else's change would be lost
 * @HOPSO_COMPOSING_ERROR_FORBIDDEN: that cannot be done with the meeting as it is
 */
#define HOPSO_COMPOSING_ERROR (hopso_composing_error_quark ())
GQuark hopso_composing_error_quark (void);
typedef enum
{
  HOPSO_COMPOSING_ERROR_EMPTY,
  HOPSO_COMPOSING_ERROR_GONE,
  HOPSO_COMPOSING_ERROR_CHANGED,
  HOPSO_COMPOSING_ERROR_FORBIDDEN
} HopsoComposingError;

/**
 * HopsoStepChange:
 * @before: (owned) (nullable): the record as it was; %NULL: it is made
 * @after: (owned) (nullable): the record as it shall be; %NULL: it is removed
 *
 * What a step does to one record. A plain struct.
 */
typedef struct
{
  HopsoRecord *before;
  HopsoRecord *after;
} HopsoStepChange;

/**
 * HopsoStep:
 * @meeting: (owned): whose step it is
 * @name: (owned): what is done, for people
 * @merge_key: (owned) (nullable): the next step with the same one becomes part of it
 * @changes: (owned) (element-type HopsoStepChange): what it does, in order
 *
 * What a person does in one go, and takes back in one go. A plain struct.
 */
typedef struct
{
  char *meeting;
  char *name;
  char *merge_key;
  GPtrArray *changes;
} HopsoStep;

HopsoStep *hopso_step_new (const char *meeting, const char *name);
void hopso_step_free (HopsoStep *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoStep, hopso_step_free)

void hopso_step_add (HopsoStep *self, HopsoRecord *before, HopsoRecord *after);
gboolean hopso_step_makes (const HopsoStep *self, HopsoRecord *record);
char *hopso_step_write (const HopsoStep *self);
GPtrArray *hopso_step_read (const char *body, GError **error);

HopsoStep *hopso_composing_do (HopsoStoreSession *session, const HopsoStep *step, GError **error);
HopsoStep *hopso_composing_undo (HopsoStoreSession *session, const char *meeting, GError **error);
HopsoStep *hopso_composing_redo (HopsoStoreSession *session, const char *meeting, GError **error);
gboolean hopso_composing_give_up (HopsoStoreSession *session,
                                  const char *meeting,
                                  gboolean is_undone,
                                  GError **error);
GPtrArray *
hopso_composing_list_parts (HopsoStoreSession *session, HopsoRecord *whole, GError **error);
GPtrArray *
hopso_composing_list_tree (HopsoStoreSession *session, const char *meeting, GError **error);
HopsoStep *hopso_composing_act (HopsoStoreSession *session,
                                const char *meeting,
                                const HopsoCourseAct *act,
                                GError **error);
HopsoStep *hopso_composing_review (HopsoStoreSession *session,
                                   const char *paper,
                                   const HopsoReviewAct *act,
                                   GError **error);

G_END_DECLS
