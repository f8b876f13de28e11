/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The calls of a vendor's PKCS#11 module, in the module's own process. What the module answers is
 * passed on without judging it; only sizes are held within reason. */

#include "hopso-token-host-calls.h"

#include "hopso-token-wire-private.h"

#include <string.h>

#define MAX_SLOTS      64
#define MAX_MECHANISMS 1024
#define MAX_OBJECTS    256
#define MAX_VALUE      65536
#define MAX_SIGNATURE  2048

static char *
dup_padded (const unsigned char *text, gsize size)
{
  while (size > 0 && (text[size - 1] == ' ' || text[size - 1] == '\0'))
    size--;
  return g_utf8_make_valid ((const char *) text, (gssize) size);
}

/* Some modules want to be told where their tokens lie; p11-kit's configuration calls that
 * "x-init-reserved". */
static ck_rv_t
initialize (HopsoTokenHost *self, const char *arguments)
{
  struct ck_c_initialize_args told = { .flags = CKF_OS_LOCKING_OK, .reserved = (void *) arguments };

  return *arguments == '\0' ? p11_kit_module_initialize (self->functions)
                            : self->functions->C_Initialize (&told);
}

ck_rv_t
hopso_token_host_load (HopsoTokenHost *self,
                       GVariant *arguments,
                       HopsoSecret *pin,
                       GVariant **answer)
{
  const char *file, *told;
  struct ck_info info = { 0 };

  g_variant_get (arguments, "(&s&s)", &file, &told);
  p11_kit_be_quiet ();
  self->functions = p11_kit_module_load (file, P11_KIT_MODULE_UNMANAGED | P11_KIT_MODULE_CRITICAL);
  if (self->functions == NULL)
    return CKR_GENERAL_ERROR;

  ck_rv_t rv = initialize (self, told);
  if (rv == CKR_OK)
    rv = self->functions->C_GetInfo (&info);
  if (rv == CKR_OK && (info.cryptoki_version.major < 2 || info.cryptoki_version.major > 3))
    rv = CKR_GENERAL_ERROR;
  if (rv != CKR_OK)
    return rv;
  g_autofree char *manufacturer = dup_padded (info.manufacturer_id, sizeof info.manufacturer_id);
  g_autofree char *description =
      dup_padded (info.library_description, sizeof info.library_description);
  *answer = g_variant_new ("(ss)", manufacturer, description);
  return CKR_OK;
}

ck_rv_t
hopso_token_host_slots (HopsoTokenHost *self,
                        GVariant *arguments,
                        HopsoSecret *pin,
                        GVariant **answer)
{
  GVariantBuilder slots;
  ck_slot_id_t ids[MAX_SLOTS];
  unsigned long n = 0;

  /* Asking for the number alone makes modules look for new readers. */
  ck_rv_t rv = self->functions->C_GetSlotList (1, NULL, &n);
  n = MAX_SLOTS;
  if (rv == CKR_OK)
    rv = self->functions->C_GetSlotList (1, ids, &n);
  /* Of more than we gave it room for, it cannot have written any. */
  if (rv == CKR_OK && n > MAX_SLOTS)
    rv = CKR_GENERAL_ERROR;
  if (rv != CKR_OK)
    return rv;
  g_variant_builder_init (&slots, G_VARIANT_TYPE ("at"));
  for (unsigned long i = 0; i < n; i++)
    g_variant_builder_add (&slots, "t", (guint64) ids[i]);
  *answer = g_variant_new ("(at)", &slots);
  return CKR_OK;
}

static void
add_mechanisms (HopsoTokenHost *self, ck_slot_id_t slot, GVariantBuilder *mechanisms)
{
  unsigned long n = 0;

  if (self->functions->C_GetMechanismList (slot, NULL, &n) != CKR_OK || n > MAX_MECHANISMS)
    return;
  g_autofree ck_mechanism_type_t *types = g_new0 (ck_mechanism_type_t, n + 1);
  unsigned long room = n;
  if (self->functions->C_GetMechanismList (slot, types, &n) != CKR_OK)
    return;
  for (unsigned long i = 0; i < MIN (n, room); i++)
    g_variant_builder_add (mechanisms, "t", (guint64) types[i]);
}

ck_rv_t
hopso_token_host_info (HopsoTokenHost *self,
                       GVariant *arguments,
                       HopsoSecret *pin,
                       GVariant **answer)
{
  GVariantBuilder mechanisms;
  struct ck_token_info info = { 0 };
  guint64 slot;

  g_variant_get (arguments, "(t)", &slot);
  ck_rv_t rv = self->functions->C_GetTokenInfo (slot, &info);
  if (rv != CKR_OK)
    return rv;

  g_autofree char *label = dup_padded (info.label, sizeof info.label);
  g_autofree char *serial = dup_padded (info.serial_number, sizeof info.serial_number);
  g_autofree char *model = dup_padded (info.model, sizeof info.model);
  g_autofree char *manufacturer = dup_padded (info.manufacturer_id, sizeof info.manufacturer_id);
  g_variant_builder_init (&mechanisms, G_VARIANT_TYPE ("at"));
  add_mechanisms (self, slot, &mechanisms);
  *answer = g_variant_new (HOPSO_TOKEN_INFO_TYPE, label, serial, model, manufacturer,
                           (guint64) info.flags, &mechanisms, (guint64) info.min_pin_len,
                           (guint64) info.max_pin_len);
  return CKR_OK;
}

static GVariant *
bytes_to_variant (const void *bytes, gsize size)
{
  return g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, bytes, size, 1);
}

/* Empty if the object does not have or show it. */
static GVariant *
get_attribute (HopsoTokenHost *self,
               ck_session_handle_t session,
               ck_object_handle_t object,
               ck_attribute_type_t type)
{
  struct ck_attribute attribute = { type, NULL, 0 };

  if (self->functions->C_GetAttributeValue (session, object, &attribute, 1) != CKR_OK ||
      attribute.value_len == 0 || attribute.value_len > MAX_VALUE)
    return bytes_to_variant (NULL, 0);

  unsigned long room = attribute.value_len;
  g_autofree void *value = g_malloc0 (room);
  attribute.value = value;
  if (self->functions->C_GetAttributeValue (session, object, &attribute, 1) != CKR_OK ||
      attribute.value_len > room)
    return bytes_to_variant (NULL, 0);
  return bytes_to_variant (value, attribute.value_len);
}

static unsigned long
get_number (HopsoTokenHost *self,
            ck_session_handle_t session,
            ck_object_handle_t object,
            ck_attribute_type_t type,
            unsigned long otherwise)
{
  unsigned long number = otherwise;
  struct ck_attribute attribute = { type, &number, sizeof number };

  return self->functions->C_GetAttributeValue (session, object, &attribute, 1) == CKR_OK &&
                 attribute.value_len == sizeof number
             ? number
             : otherwise;
}

static gboolean
get_boolean (HopsoTokenHost *self,
             ck_session_handle_t session,
             ck_object_handle_t object,
             ck_attribute_type_t type,
             gboolean otherwise)
{
  unsigned char boolean = 0;
  struct ck_attribute attribute = { type, &boolean, sizeof boolean };

  return self->functions->C_GetAttributeValue (session, object, &attribute, 1) == CKR_OK &&
                 attribute.value_len == sizeof boolean
             ? boolean != 0
             : otherwise;
}

static ck_rv_t
find (HopsoTokenHost *self,
      ck_session_handle_t session,
      struct ck_attribute *template,
      unsigned long n_attributes,
      GArray *objects)
{
  ck_object_handle_t object;
  unsigned long n = 1;
  ck_rv_t rv = self->functions->C_FindObjectsInit (session, template, n_attributes);

  if (rv != CKR_OK)
    return rv;
  while (rv == CKR_OK && n == 1 && objects->len < MAX_OBJECTS)
    {
      rv = self->functions->C_FindObjects (session, &object, 1, &n);
      if (rv == CKR_OK && n == 1)
        g_array_append_val (objects, object);
    }
  self->functions->C_FindObjectsFinal (session);
  return rv;
}

static ck_rv_t
add_objects (HopsoTokenHost *self,
             ck_session_handle_t session,
             ck_object_class_t class,
             GVariantBuilder *all)
{
  g_autoptr (GArray) objects = g_array_new (FALSE, FALSE, sizeof (ck_object_handle_t));
  struct ck_attribute template = { CKA_CLASS, &class, sizeof class };
  ck_rv_t rv = find (self, session, &template, 1, objects);

  for (guint i = 0; rv == CKR_OK && i < objects->len; i++)
    {
      ck_object_handle_t object = g_array_index (objects, ck_object_handle_t, i);
      ck_attribute_type_t value = CKA_VALUE;

      if (class == CKO_CERTIFICATE &&
          get_number (self, session, object, CKA_CERTIFICATE_TYPE, CKC_X_509) != CKC_X_509)
        continue;
      if (class != CKO_CERTIFICATE)
        value = get_number (self, session, object, CKA_KEY_TYPE, CKK_RSA) == CKK_EC ? CKA_EC_POINT
                                                                                    : CKA_MODULUS;
      g_variant_builder_add (all, "(t@ay@ay)", (guint64) class,
                             get_attribute (self, session, object, CKA_ID),
                             get_attribute (self, session, object, value));
    }
  return rv;
}

ck_rv_t
hopso_token_host_objects (HopsoTokenHost *self,
                          GVariant *arguments,
                          HopsoSecret *pin,
                          GVariant **answer)
{
  static const ck_object_class_t classes[] = { CKO_CERTIFICATE, CKO_PUBLIC_KEY, CKO_PRIVATE_KEY };
  GVariantBuilder all;
  ck_session_handle_t session;
  guint64 slot;

  g_variant_get (arguments, "(t)", &slot);
  ck_rv_t rv = self->functions->C_OpenSession (slot, CKF_SERIAL_SESSION, NULL, NULL, &session);
  if (rv != CKR_OK)
    return rv;

  g_variant_builder_init (&all, G_VARIANT_TYPE ("a(tayay)"));
  for (gsize i = 0; rv == CKR_OK && i < G_N_ELEMENTS (classes); i++)
    rv = add_objects (self, session, classes[i], &all);
  self->functions->C_CloseSession (session);
  if (rv == CKR_OK)
    *answer = g_variant_new ("(a(tayay))", &all);
  else
    g_variant_builder_clear (&all);
  return rv;
}

/* Without a PIN the person types it at the reader. */
static ck_rv_t
log_in (HopsoTokenHost *self, ck_session_handle_t session, ck_user_type_t user, HopsoSecret *pin)
{
  gsize size = 0;
  const guint8 *bytes = pin != NULL ? hopso_secret_get_bytes (pin, &size) : NULL;
  ck_rv_t rv = self->functions->C_Login (session, user, (unsigned char *) bytes, size);

  return rv == CKR_USER_ALREADY_LOGGED_IN ? CKR_OK : rv;
}

static ck_rv_t
find_keys (HopsoTokenHost *self, ck_session_handle_t session, GVariant *id, GVariant **answer)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (ck_object_handle_t));
  g_autoptr (GArray) public = g_array_new (FALSE, FALSE, sizeof (ck_object_handle_t));
  ck_object_class_t class = CKO_PRIVATE_KEY;
  gsize id_size;
  const void *id_bytes = g_variant_get_fixed_array (id, &id_size, 1);
  struct ck_attribute template[] = { { CKA_CLASS, &class, sizeof class },
                                     { CKA_ID, (void *) id_bytes, id_size } };
  GVariantBuilder found, points;

  ck_rv_t rv = find (self, session, template, 2, keys);
  class = CKO_PUBLIC_KEY;
  if (rv == CKR_OK)
    rv = find (self, session, template, 2, public);
  if (rv != CKR_OK)
    return rv;

  g_variant_builder_init (&found, G_VARIANT_TYPE ("a(ttayb)"));
  g_variant_builder_init (&points, G_VARIANT_TYPE ("aay"));
  for (guint i = 0; i < keys->len; i++)
    {
      ck_object_handle_t key = g_array_index (keys, ck_object_handle_t, i);

      if (get_boolean (self, session, key, CKA_SIGN, TRUE))
        g_variant_builder_add (&found, "(tt@ayb)", (guint64) key,
                               (guint64) get_number (self, session, key, CKA_KEY_TYPE, CKK_RSA),
                               get_attribute (self, session, key, CKA_MODULUS),
                               get_boolean (self, session, key, CKA_ALWAYS_AUTHENTICATE, FALSE));
    }
  for (guint i = 0; i < public->len; i++)
    g_variant_builder_add_value (
        &points,
        get_attribute (self, session, g_array_index (public, ck_object_handle_t, i), CKA_EC_POINT));
  *answer = g_variant_new ("(ta(ttayb)aay)", (guint64) session, &found, &points);
  return CKR_OK;
}

ck_rv_t
hopso_token_host_open (HopsoTokenHost *self,
                       GVariant *arguments,
                       HopsoSecret *pin,
                       GVariant **answer)
{
  g_autoptr (GVariant) id = NULL;
  ck_session_handle_t session;
  gboolean needs_login;
  guint64 slot;

  g_variant_get (arguments, "(t@ayb)", &slot, &id, &needs_login);
  ck_rv_t rv = self->functions->C_OpenSession (slot, CKF_SERIAL_SESSION, NULL, NULL, &session);
  if (rv != CKR_OK)
    return rv;
  if (needs_login)
    rv = log_in (self, session, CKU_USER, pin);
  if (rv == CKR_OK)
    rv = find_keys (self, session, id, answer);
  if (rv != CKR_OK)
    self->functions->C_CloseSession (session);
  return rv;
}

/* Tokens say in many ways that they do not know PSS, or not with these parameters, though they list
 * it; nothing is wrong with them otherwise. */
static ck_rv_t
init_sign (HopsoTokenHost *self,
           ck_session_handle_t session,
           struct ck_mechanism *mechanism,
           ck_object_handle_t key)
{
  ck_rv_t rv = self->functions->C_SignInit (session, mechanism, key);
  gboolean is_vague = rv == CKR_ARGUMENTS_BAD || rv == CKR_FUNCTION_FAILED ||
                      rv == CKR_GENERAL_ERROR || rv == CKR_ATTRIBUTE_VALUE_INVALID;

  return mechanism->parameter != NULL && is_vague ? CKR_MECHANISM_PARAM_INVALID : rv;
}

ck_rv_t
hopso_token_host_sign (HopsoTokenHost *self,
                       GVariant *arguments,
                       HopsoSecret *pin,
                       GVariant **answer)
{
  g_autoptr (GVariant) bytes = NULL;
  guint64 session, key, type, hash, mask, salt_size;
  gboolean needs_login;
  guint8 signature[MAX_SIGNATURE];
  unsigned long signature_size = sizeof signature;

  g_variant_get (arguments, "(ttt(ttt)b@ay)", &session, &key, &type, &hash, &mask, &salt_size,
                 &needs_login, &bytes);
  struct ck_rsa_pkcs_pss_params pss = { hash, mask, salt_size };
  struct ck_mechanism mechanism = { type, hash != 0 ? &pss : NULL, hash != 0 ? sizeof pss : 0 };
  gsize size;
  const void *data = g_variant_get_fixed_array (bytes, &size, 1);

  ck_rv_t rv = init_sign (self, session, &mechanism, key);
  if (rv == CKR_OK && needs_login)
    rv = log_in (self, session, CKU_CONTEXT_SPECIFIC, pin);
  if (rv == CKR_OK)
    rv =
        self->functions->C_Sign (session, (unsigned char *) data, size, signature, &signature_size);
  /* Beyond what we gave it room for, there is nothing that it could have written. */
  if (rv == CKR_OK && signature_size > sizeof signature)
    rv = CKR_GENERAL_ERROR;
  if (rv == CKR_OK)
    *answer = g_variant_new ("(@ay)", bytes_to_variant (signature, signature_size));
  return rv;
}

ck_rv_t
hopso_token_host_close (HopsoTokenHost *self,
                        GVariant *arguments,
                        HopsoSecret *pin,
                        GVariant **answer)
{
  guint64 session;

  g_variant_get (arguments, "(t)", &session);
  /* With the last session the login ends too; another one of ours may still need it. */
  *answer = g_variant_new ("()");
  return self->functions->C_CloseSession (session);
}

/* Some tokens want a login first, though PKCS #11 does not ask for it; the old PIN is still tried
 * only once. */
static ck_rv_t
set_pin (
    HopsoTokenHost *self, ck_session_handle_t session, guint8 *pins, gsize old_size, gsize new_size)
{
  guint8 *new_pin = pins != NULL ? pins + old_size : NULL;
  ck_rv_t rv = self->functions->C_SetPIN (session, pins, old_size, new_pin, new_size);

  if (rv != CKR_USER_NOT_LOGGED_IN)
    return rv;
  rv = self->functions->C_Login (session, CKU_USER, pins, old_size);
  if (rv == CKR_OK)
    rv = self->functions->C_SetPIN (session, pins, old_size, new_pin, new_size);
  return rv;
}

ck_rv_t
hopso_token_host_set_pin (HopsoTokenHost *self,
                          GVariant *arguments,
                          HopsoSecret *pin,
                          GVariant **answer)
{
  ck_session_handle_t session;
  guint64 slot, old_size;
  gsize size = 0;
  /* Without PINs both are typed at the reader. */
  guint8 *pins = pin != NULL ? (guint8 *) hopso_secret_get_bytes (pin, &size) : NULL;

  g_variant_get (arguments, "(tt)", &slot, &old_size);
  if (old_size > size)
    return CKR_ARGUMENTS_BAD;
  ck_rv_t rv = self->functions->C_OpenSession (slot, CKF_SERIAL_SESSION | CKF_RW_SESSION, NULL,
                                               NULL, &session);
  if (rv != CKR_OK)
    return rv;
  rv = set_pin (self, session, pins, old_size, size - old_size);
  self->functions->C_CloseSession (session);
  if (rv == CKR_OK)
    *answer = g_variant_new ("()");
  return rv;
}
