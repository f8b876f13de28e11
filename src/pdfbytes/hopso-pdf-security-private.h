/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-object.h"
#include "hopso-secret.h"

G_BEGIN_DECLS

#define HOPSO_PDF_MAX_KEY 32

/* How strings or streams are encrypted. */
typedef enum
{
  HOPSO_PDF_METHOD_NONE,
  HOPSO_PDF_METHOD_RC4,
  HOPSO_PDF_METHOD_AES_128, /* a key for each object */
  HOPSO_PDF_METHOD_AES_256,
} HopsoPdfMethod;

/* What a document says of its protection by passwords, and its key once a password fits. */
typedef struct
{
  guint revision; /* R, 2 to 6 */
  gsize key_size;
  gint32 permissions; /* P */
  gboolean is_metadata_encrypted;
  guint8 owner[48];     /* O */
  guint8 user[48];      /* U */
  guint8 owner_key[32]; /* OE */
  guint8 user_key[32];  /* UE */
  guint8 proof[16];     /* Perms */
  GBytes *identity;     /* owned: ID[0] */

  GHashTable *filters; /* owned: name → HopsoPdfMethod */
  HopsoPdfMethod strings;
  HopsoPdfMethod streams;
  HopsoPdfMethod files; /* embedded ones */

  guint32 number;    /* of the dictionary that all this stands in, 0 for the trailer's own */
  HopsoSecret *key;  /* owned, nullable: still locked */
  gboolean is_owner; /* the owner's password fitted: nothing is forbidden */
} HopsoPdfSecurity;

/* hopso-pdf-security.c: the dictionary. */
HopsoPdfSecurity *
hopso_pdf_security_read (HopsoPdfObject *dictionary, HopsoPdfObject *identity, GError **error);
void hopso_pdf_security_free (HopsoPdfSecurity *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoPdfSecurity, hopso_pdf_security_free)

/* hopso-pdf-password.c and hopso-pdf-password-old.c: the key. */
gboolean hopso_pdf_security_unlock (HopsoPdfSecurity *self, const char *password, GError **error);
HopsoSecret *hopso_pdf_password_try_old (HopsoPdfSecurity *self,
                                         const guint8 *password,
                                         gsize size,
                                         gboolean *is_owner);

/* hopso-pdf-crypt.c: objects; a reference says which one it is or belongs to. */
HopsoPdfObject *hopso_pdf_security_open_object (HopsoPdfSecurity *self,
                                                HopsoPdfObject *object,
                                                HopsoPdfReference reference,
                                                GError **error);
HopsoPdfObject *hopso_pdf_security_close_object (HopsoPdfSecurity *self,
                                                 HopsoPdfObject *object,
                                                 HopsoPdfReference reference,
                                                 GError **error);
GBytes *hopso_pdf_security_open_stream (HopsoPdfSecurity *self,
                                        HopsoPdfObject *stream,
                                        GBytes *data,
                                        GError **error);

G_END_DECLS
