/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A PKCS#11 module that promises more than it can: it hands everything on to the module that
 * HOPSO_FUSSY_MODULE names, but will not begin a signature with RSASSA-PSS, although it lists it.
 * HOPSO_FUSSY_ANSWER is what it says then, a number; "late" accepts the beginning and refuses the
 * signature. */

#define CRYPTOKI_GNU 1
#include <dlfcn.h>
#include <p11-kit/pkcs11.h>
#include <stdlib.h>
#include <string.h>

static struct ck_function_list functions;
static struct ck_function_list *real;
static int is_refused;

static const char *
answer (void)
{
  const char *said = getenv ("HOPSO_FUSSY_ANSWER");

  return said != NULL ? said : "";
}

static ck_rv_t
sign_init (ck_session_handle_t session, struct ck_mechanism *mechanism, ck_object_handle_t key)
{
  int is_pss =
      mechanism->mechanism == CKM_RSA_PKCS_PSS || mechanism->mechanism == CKM_SHA256_RSA_PKCS_PSS;

  is_refused = is_pss && strcmp (answer (), "late") == 0;
  if (is_pss && !is_refused)
    return strtoul (answer (), NULL, 0);
  return real->C_SignInit (session, mechanism, key);
}

static ck_rv_t
sign (ck_session_handle_t session,
      unsigned char *data,
      unsigned long size,
      unsigned char *value,
      unsigned long *value_size)
{
  ck_rv_t rv = real->C_Sign (session, data, size, value, value_size);

  return is_refused ? CKR_MECHANISM_INVALID : rv;
}

ck_rv_t
C_GetFunctionList (struct ck_function_list **list)
{
  const char *path = getenv ("HOPSO_FUSSY_MODULE");
  void *module = path != NULL ? dlopen (path, RTLD_NOW | RTLD_LOCAL) : NULL;
  ck_rv_t (*get_list) (struct ck_function_list **) = NULL;

  if (module != NULL)
    *(void **) &get_list = dlsym (module, "C_GetFunctionList");
  if (get_list == NULL || get_list (&real) != CKR_OK)
    return CKR_GENERAL_ERROR;
  functions = *real;
  functions.C_SignInit = sign_init;
  functions.C_Sign = sign;
  *list = &functions;
  return CKR_OK;
}
