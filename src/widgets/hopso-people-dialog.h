/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-person.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HopsoPeoplePrompt:
 * @title: what is asked
 * @verb: label of the button
 * @empty: (nullable): said when there is nobody to choose from at all
 * @persons: (transfer none): the people, of #HopsoPerson
 * @organization: (nullable): people of this one come first
 * @describe: position and unit of somebody
 * @accepts: (nullable): whether somebody is offered; everybody is without
 * @data: for @describe and @accepts
 * @free_data: (nullable): for @data, when nobody is asked any more
 *
 * A question to which one person is the answer.
 */
typedef struct
{
  const char *title;
  const char *verb;
  const char *empty;
  GListModel *persons;
  const char *organization;
  char *(*describe) (HopsoPerson *person, gpointer data);
  gboolean (*accepts) (HopsoPerson *person, gpointer data);
  gpointer data;
  GDestroyNotify free_data;
} HopsoPeoplePrompt;

/**
 * HopsoPeopleDialog:
 *
 * A list of people that is searched without diacritics, and one of them is chosen.
 */
#define HOPSO_TYPE_PEOPLE_DIALOG (hopso_people_dialog_get_type ())
G_DECLARE_FINAL_TYPE (HopsoPeopleDialog, hopso_people_dialog, HOPSO, PEOPLE_DIALOG, AdwWindow)

void hopso_people_dialog_choose_async (const HopsoPeoplePrompt *prompt,
                                       GtkWindow *parent,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
char *hopso_people_dialog_choose_finish (GAsyncResult *result, GError **error);

G_END_DECLS
