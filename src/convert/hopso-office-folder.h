/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-fd.h"

G_BEGIN_DECLS

/**
 * HopsoOfficeFolder:
 * @path: where it is
 * @fd: the folder, locked while it is in use
 *
 * The private folder of one conversion. Not copied: it is removed with all that is in it by
 * hopso_office_folder_clear().
 */
typedef struct
{
  char *path; /* owned, nullable: none */
  HopsoFd fd; /* owned */
} HopsoOfficeFolder;

#define HOPSO_OFFICE_FOLDER_INIT \
  { \
    NULL, -1 \
  }

gboolean hopso_office_folder_make (HopsoOfficeFolder *self, guint64 size, GError **error);
gboolean hopso_office_folder_write (HopsoOfficeFolder *self,
                                    const char *name,
                                    GBytes *bytes,
                                    GError **error);
guint64 hopso_office_folder_measure (HopsoOfficeFolder *self);
void hopso_office_folder_clear (HopsoOfficeFolder *self);
char *hopso_office_folder_dup_parent (guint64 size);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HopsoOfficeFolder, hopso_office_folder_clear)

G_END_DECLS
