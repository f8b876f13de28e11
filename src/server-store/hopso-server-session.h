/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-record.h"
#include "hopso-server-sql.h"

G_BEGIN_DECLS

/**
 * HopsoServerSession:
 *
 * One transaction. Lives only while a #HopsoServerFunc runs.
 */
typedef struct _HopsoServerSession HopsoServerSession;

gint64 hopso_server_session_get_now (HopsoServerSession *self);
HopsoServerSql *hopso_server_session_get_sql (HopsoServerSession *self);
char *hopso_server_session_dup_setting (HopsoServerSession *self, const char *name, GError **error);
gboolean hopso_server_session_set_setting (HopsoServerSession *self,
                                           const char *name,
                                           const char *value,
                                           GError **error);

/* Records, whoever may see them */
HopsoRecord *hopso_server_session_get (HopsoServerSession *self,
                                       HopsoKindId kind,
                                       const char *id,
                                       GError **error);
GPtrArray *hopso_server_session_list (HopsoServerSession *self,
                                      HopsoKindId kind,
                                      const char *where_column,
                                      const char *value,
                                      GError **error);
HopsoRecord *
hopso_server_session_put (HopsoServerSession *self, HopsoRecord *record, GError **error);
gboolean hopso_server_session_has_object (HopsoServerSession *self,
                                          const char *id,
                                          gboolean *has_object,
                                          GError **error);
gboolean hopso_server_session_delete (HopsoServerSession *self,
                                      HopsoKindId kind,
                                      const char *id,
                                      GError **error);

G_END_DECLS
