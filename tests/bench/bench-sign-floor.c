/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The least that signing a file can cost: copy it, make the copy durable, digest it twice, let the
 * token sign once. The token is opened and logged into beforehand. Usage: bench-sign-floor MODULE
 * PIN-FILE FILE COPY TIMES; prints "floor MS" each time. */

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <openssl/evp.h>
#include <p11-kit/p11-kit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  CK_FUNCTION_LIST *calls;
  CK_SESSION_HANDLE session;
  CK_OBJECT_HANDLE key;
} Token;

static void
must (CK_RV rv, const char *what)
{
  if (rv != CKR_OK)
    g_error ("%s: %s", what, p11_kit_strerror (rv));
}

/* The first key of the first token that takes this PIN. */
static void
open_token (Token *self, const char *module, const char *pin)
{
  CK_SLOT_ID slots[16];
  CK_ULONG n_slots = G_N_ELEMENTS (slots), n_keys = 0;
  CK_OBJECT_CLASS class = CKO_PRIVATE_KEY;
  CK_ATTRIBUTE template = { CKA_CLASS, &class, sizeof (class) };

  self->calls = p11_kit_module_load (module, P11_KIT_MODULE_UNMANAGED);
  if (self->calls == NULL)
    g_error ("%s cannot be loaded", module);
  must (p11_kit_module_initialize (self->calls), "C_Initialize");
  must (self->calls->C_GetSlotList (CK_TRUE, slots, &n_slots), "C_GetSlotList");
  for (CK_ULONG i = 0; i < n_slots && n_keys == 0; i++)
    {
      must (self->calls->C_OpenSession (slots[i], CKF_SERIAL_SESSION, NULL, NULL, &self->session),
            "C_OpenSession");
      if (self->calls->C_Login (self->session, CKU_USER, (CK_UTF8CHAR *) pin, strlen (pin)) !=
          CKR_OK)
        continue;
      must (self->calls->C_FindObjectsInit (self->session, &template, 1), "C_FindObjectsInit");
      must (self->calls->C_FindObjects (self->session, &self->key, 1, &n_keys), "C_FindObjects");
      must (self->calls->C_FindObjectsFinal (self->session), "C_FindObjectsFinal");
    }
  if (n_keys == 0)
    g_error ("No token has a key for this PIN");
}

static void
copy (const char *from, const char *to, guint8 *buffer, size_t size)
{
  int in = open (from, O_RDONLY | O_CLOEXEC);
  int out = open (to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  ssize_t n;

  while ((n = read (in, buffer, size)) > 0)
    if (write (out, buffer, (size_t) n) != n)
      g_error ("%s: %s", to, g_strerror (errno));
  if (n < 0 || fsync (out) < 0)
    g_error ("%s: %s", to, g_strerror (errno));
  close (in);
  close (out);
}

static void
digest (const char *path, guint8 *buffer, size_t size, guint8 result[32])
{
  EVP_MD_CTX *context = EVP_MD_CTX_new ();
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  ssize_t n;

  EVP_DigestInit_ex (context, EVP_sha256 (), NULL);
  while ((n = read (fd, buffer, size)) > 0)
    EVP_DigestUpdate (context, buffer, (size_t) n);
  EVP_DigestFinal_ex (context, result, NULL);
  EVP_MD_CTX_free (context);
  close (fd);
}

static void
sign (Token *self, const guint8 value[32])
{
  /* RFC 8017, section 9.2, note 1: DigestInfo of SHA-256. */
  guint8 info[51] = { 0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
                      0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20 };
  CK_MECHANISM mechanism = { CKM_RSA_PKCS, NULL, 0 };
  guint8 signature[1024];
  CK_ULONG size = sizeof (signature);

  memcpy (info + 19, value, 32);
  must (self->calls->C_SignInit (self->session, &mechanism, self->key), "C_SignInit");
  must (self->calls->C_Sign (self->session, info, sizeof (info), signature, &size), "C_Sign");
}

int
main (int argc, char **argv)
{
  enum
  {
    WINDOW = 1024 * 1024
  };
  g_autofree guint8 *buffer = g_malloc (WINDOW);
  g_autofree char *pin = NULL;
  guint8 value[32];
  Token token = { 0 };

  if (argc != 6)
    return 2;
  if (!g_file_get_contents (argv[2], &pin, NULL, NULL))
    g_error ("%s cannot be read", argv[2]);
  open_token (&token, argv[1], g_strchomp (pin));
  for (int i = -1; i < atoi (argv[5]); i++)
    {
      gint64 begin = g_get_monotonic_time ();

      copy (argv[3], argv[4], buffer, WINDOW);
      digest (argv[4], buffer, WINDOW, value);
      digest (argv[4], buffer, WINDOW, value);
      sign (&token, value);
      if (i >= 0)
        printf ("floor %.3f\n", (double) (g_get_monotonic_time () - begin) / 1000);
    }
  p11_kit_module_finalize (token.calls);
  p11_kit_module_release (token.calls);
  return 0;
}
