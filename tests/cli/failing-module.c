/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A PKCS#11 module that is another one, HOPSO_REAL_MODULE, until it is asked for the signature of
 * the number HOPSO_FAIL_AT. Then it does what HOPSO_FAIL says: "removed", "crashes", or "lies". */

#define CRYPTOKI_GNU 1
#include <dlfcn.h>
#include <p11-kit/pkcs11.h>
#include <stdlib.h>
#include <string.h>

static struct ck_function_list *real;
static struct ck_function_list ours;
static int n_asked;

static int
fails (const char *how)
{
  const char *at = getenv ("HOPSO_FAIL_AT");
  const char *asked = getenv ("HOPSO_FAIL");

  return at != NULL && asked != NULL && n_asked == atoi (at) && strcmp (asked, how) == 0;
}

static ck_rv_t
sign (ck_session_handle_t session,
      unsigned char *data,
      unsigned long size,
      unsigned char *signature,
      unsigned long *signature_size)
{
  n_asked += signature != NULL;
  if (fails ("crashes"))
    abort ();
  if (fails ("removed"))
    return CKR_DEVICE_REMOVED;

  ck_rv_t rv = real->C_Sign (session, data, size, signature, signature_size);
  if (rv == CKR_OK && signature != NULL && fails ("lies"))
    signature[*signature_size / 2] ^= 1;
  return rv;
}

ck_rv_t
C_GetFunctionList (struct ck_function_list **list)
{
  void *module = dlopen (getenv ("HOPSO_REAL_MODULE"), RTLD_NOW | RTLD_LOCAL);
  ck_rv_t (*get) (struct ck_function_list **) = NULL;

  if (module != NULL)
    *(void **) &get = dlsym (module, "C_GetFunctionList");
  if (get == NULL || get (&real) != CKR_OK)
    return CKR_GENERAL_ERROR;
  ours = *real;
  ours.C_Sign = sign;
  *list = &ours;
  return CKR_OK;
}
