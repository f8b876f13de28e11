/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A PKCS#11 module that misbehaves on request: HOPSO_FAKE_MODULE says how. That is a word, or
 * WAY:CALL, where it fails in one call: "hangs:sign". HOPSO_FAKE_CERTIFICATE names the file (DER)
 * that its only token shows; the token is plugged in while the file HOPSO_FAKE_PLUG, if named, is
 * there; each call is written into the file HOPSO_FAKE_LOG, if named. Its signatures are 64 equal
 * bytes. */

#define CRYPTOKI_GNU 1
#include <p11-kit/pkcs11.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PIN "1234567"

enum
{
  CERTIFICATE = 1,
  KEY = 2,
};

static unsigned char certificate[8192];
static unsigned long certificate_size;
static unsigned long found[2];
static int n_found;
static int is_authenticated;

static int
is (const char *way)
{
  const char *asked = getenv ("HOPSO_FAKE_MODULE");

  return asked != NULL && strcmp (asked, way) == 0;
}

static int
does (const char *way, const char *call)
{
  char both[64];

  snprintf (both, sizeof both, "%s:%s", way, call);
  return is (both);
}

static void
write_down (const char *call)
{
  const char *path = getenv ("HOPSO_FAKE_LOG");
  FILE *file = path != NULL ? fopen (path, "a") : NULL;

  if (file != NULL)
    {
      fprintf (file, "%s\n", call);
      fclose (file);
    }
}

static ck_rv_t
begin (const char *call)
{
  write_down (call);
  if (does ("hangs", call))
    for (;;)
      pause ();
  if (does ("crashes", call))
    abort ();
  if (does ("fails", call))
    return CKR_GENERAL_ERROR;
  return does ("removed", call) ? CKR_DEVICE_REMOVED : CKR_OK;
}

#define BEGIN(call) \
  do \
    { \
      ck_rv_t rv = begin (call); \
\
      if (rv != CKR_OK) \
        return rv; \
    } \
  while (0)

static ck_rv_t
initialize (void *arguments)
{
  BEGIN ("initialize");
  const char *path = getenv ("HOPSO_FAKE_CERTIFICATE");
  FILE *file = path != NULL ? fopen (path, "rb") : NULL;

  if (file != NULL)
    {
      certificate_size = fread (certificate, 1, sizeof certificate, file);
      fclose (file);
    }
  return CKR_OK;
}

static ck_rv_t
get_info (struct ck_info *info)
{
  BEGIN ("info");
  memset (info, ' ', sizeof *info);
  info->cryptoki_version.major = is ("is-of-the-future") ? 9 : 2;
  memcpy (info->manufacturer_id, "Fake Works", 10);
  memcpy (info->library_description, "Fake module", 11);
  return CKR_OK;
}

static int
is_plugged_in (void)
{
  const char *plug = getenv ("HOPSO_FAKE_PLUG");

  return !is ("is-empty") && (plug == NULL || access (plug, F_OK) == 0);
}

static ck_rv_t
get_slot_list (unsigned char with_token, ck_slot_id_t *slots, unsigned long *n)
{
  BEGIN ("slots");
  if (does ("lies", "slots"))
    {
      *n = 1000000;
      return CKR_OK;
    }
  if (slots != NULL)
    slots[0] = 7;
  *n = is_plugged_in () ? 1 : 0;
  return CKR_OK;
}

static ck_rv_t
get_token_info (ck_slot_id_t slot, struct ck_token_info *info)
{
  BEGIN ("token");
  memset (info, ' ', sizeof *info);
  memset (info->label, does ("lies", "token") ? 0xff : ' ', sizeof info->label);
  memcpy (info->label, "Fake", 4);
  info->min_pin_len = 6;
  info->max_pin_len = 8;
  memcpy (info->serial_number, "0001", 4);
  info->flags = CKF_TOKEN_INITIALIZED | CKF_USER_PIN_INITIALIZED | CKF_LOGIN_REQUIRED;
  if (is ("is-locked"))
    info->flags |= CKF_USER_PIN_LOCKED;
  if (is ("has-one-try"))
    info->flags |= CKF_USER_PIN_FINAL_TRY | CKF_USER_PIN_COUNT_LOW;
  if (is ("has-pad"))
    info->flags |= CKF_PROTECTED_AUTHENTICATION_PATH;
  return CKR_OK;
}

static ck_rv_t
get_mechanism_list (ck_slot_id_t slot, ck_mechanism_type_t *types, unsigned long *n)
{
  BEGIN ("mechanisms");
  if (does ("lies", "mechanisms"))
    {
      *n = types != NULL ? 1UL << 60 : 1;
      return CKR_OK;
    }
  if (types != NULL)
    types[0] = CKM_ECDSA;
  *n = 1;
  return CKR_OK;
}

static ck_rv_t
open_session (ck_slot_id_t slot,
              ck_flags_t flags,
              void *data,
              ck_notify_t notify,
              ck_session_handle_t *session)
{
  BEGIN ("open");
  *session = 11;
  return CKR_OK;
}

static ck_rv_t
close_session (ck_session_handle_t session)
{
  BEGIN ("close");
  return CKR_OK;
}

static ck_rv_t
login (ck_session_handle_t session, ck_user_type_t user, unsigned char *pin, unsigned long size)
{
  BEGIN ("login");
  /* A locked token may not be asked, a PIN pad may not get a PIN. */
  if (is ("is-locked") || (is ("has-pad") && pin != NULL))
    abort ();
  if (!is ("has-pad") && (size != strlen (PIN) || memcmp (pin, PIN, size) != 0))
    return CKR_PIN_INCORRECT;
  if (user == CKU_CONTEXT_SPECIFIC)
    is_authenticated = 1;
  return CKR_OK;
}

static ck_rv_t
find_init (ck_session_handle_t session, struct ck_attribute *template, unsigned long n)
{
  BEGIN ("search");
  n_found = 0;
  for (unsigned long i = 0; i < n; i++)
    if (template[i].type == CKA_CLASS)
      {
        unsigned long class = *(unsigned long *) template[i].value;

        if (class == CKO_CERTIFICATE)
          found[n_found++] = CERTIFICATE;
        else if (class == CKO_PRIVATE_KEY)
          found[n_found++] = KEY;
      }
  return CKR_OK;
}

static ck_rv_t
find (ck_session_handle_t session,
      ck_object_handle_t *objects,
      unsigned long room,
      unsigned long *n)
{
  BEGIN ("find");
  if (does ("lies", "find"))
    {
      objects[0] = 77;
      *n = 1;
      return CKR_OK;
    }
  *n = 0;
  if (n_found > 0)
    {
      objects[0] = found[--n_found];
      *n = 1;
    }
  return CKR_OK;
}

static ck_rv_t
find_final (ck_session_handle_t session)
{
  return CKR_OK;
}

static ck_rv_t
give (struct ck_attribute *attribute, const void *value, unsigned long size)
{
  if (attribute->value != NULL)
    memcpy (attribute->value, value, size);
  attribute->value_len = size;
  return CKR_OK;
}

static ck_rv_t
get_attribute (ck_session_handle_t session,
               ck_object_handle_t object,
               struct ck_attribute *attribute,
               unsigned long n)
{
  BEGIN ("attribute");
  if (does ("lies", "attribute"))
    {
      attribute->value_len = attribute->value != NULL ? 1UL << 60 : 100;
      return CKR_OK;
    }
  static const unsigned long x509 = CKC_X_509, ec = CKK_EC;
  unsigned char always = is ("always-authenticates");

  switch (attribute->type)
    {
    case CKA_ID:
      return give (attribute, "\x01", 1);
    case CKA_CERTIFICATE_TYPE:
      return give (attribute, &x509, sizeof x509);
    case CKA_KEY_TYPE:
      return give (attribute, &ec, sizeof ec);
    case CKA_ALWAYS_AUTHENTICATE:
      return give (attribute, &always, 1);
    case CKA_VALUE:
      if (object == CERTIFICATE)
        return give (attribute, certificate,
                     does ("truncates", "attribute") ? certificate_size / 2 : certificate_size);
      return CKR_ATTRIBUTE_SENSITIVE;
    default:
      return CKR_ATTRIBUTE_TYPE_INVALID;
    }
}

static ck_rv_t
sign_init (ck_session_handle_t session, struct ck_mechanism *mechanism, ck_object_handle_t key)
{
  BEGIN ("prepare");
  is_authenticated = 0;
  return key == KEY ? CKR_OK : CKR_KEY_HANDLE_INVALID;
}

static ck_rv_t
sign (ck_session_handle_t session,
      unsigned char *data,
      unsigned long size,
      unsigned char *signature,
      unsigned long *signature_size)
{
  BEGIN ("sign");
  if (is ("always-authenticates") && !is_authenticated)
    return CKR_USER_NOT_LOGGED_IN;
  memset (signature, 0x5a, 64);
  *signature_size = does ("truncates", "sign") ? 10 : does ("lies", "sign") ? 1UL << 40 : 64;
  return CKR_OK;
}

static ck_rv_t
set_pin (ck_session_handle_t session,
         unsigned char *old_pin,
         unsigned long old_size,
         unsigned char *new_pin,
         unsigned long new_size)
{
  BEGIN ("set-pin");
  return old_size == strlen (PIN) && memcmp (old_pin, PIN, old_size) == 0 ? CKR_OK
                                                                          : CKR_PIN_INCORRECT;
}

static struct ck_function_list functions = {
  .version = { 2, 40 },
  .C_Initialize = initialize,
  .C_GetInfo = get_info,
  .C_GetSlotList = get_slot_list,
  .C_GetTokenInfo = get_token_info,
  .C_GetMechanismList = get_mechanism_list,
  .C_OpenSession = open_session,
  .C_CloseSession = close_session,
  .C_Login = login,
  .C_FindObjectsInit = find_init,
  .C_FindObjects = find,
  .C_FindObjectsFinal = find_final,
  .C_GetAttributeValue = get_attribute,
  .C_SignInit = sign_init,
  .C_Sign = sign,
  .C_SetPIN = set_pin,
};

ck_rv_t
C_GetFunctionList (struct ck_function_list **list)
{
  functions.C_GetFunctionList = C_GetFunctionList;
  *list = &functions;
  return CKR_OK;
}
