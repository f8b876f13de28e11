/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One token that is plugged in, as the monitor found it: what it is called, how its PIN stands,
 * which certificates it holds. Every question to the token itself runs on its module's thread. */

#include "hopso-token.h"

#include "hopso-pkcs11-private.h"
#include "hopso-token-error-private.h"
#include "hopso-token-private.h"

#include <glib/gi18n-lib.h>

struct _HopsoToken
{
  GObject parent_instance;

  HopsoTokenModule *module; /* owned */
  guint64 slot;
  char *label;          /* owned */
  char *serial;         /* owned */
  char *model;          /* owned */
  char *manufacturer;   /* owned */
  GVariant *mechanisms; /* owned: at */
  guint64 min_pin, max_pin;
  guint flags; /* atomic: CKF_… of the token */
};

enum
{
  PROP_0,
  PROP_PIN_STATE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (HopsoToken, hopso_token, G_TYPE_OBJECT)

static void
hopso_token_finalize (GObject *object)
{
  HopsoToken *self = HOPSO_TOKEN (object);

  g_object_unref (self->module);
  g_variant_unref (self->mechanisms);
  g_free (self->label);
  g_free (self->serial);
  g_free (self->model);
  g_free (self->manufacturer);
  G_OBJECT_CLASS (hopso_token_parent_class)->finalize (object);
}

static void
hopso_token_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_PIN_STATE)
    g_value_set_int (value, (int) hopso_token_get_pin_state (HOPSO_TOKEN (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
hopso_token_class_init (HopsoTokenClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = hopso_token_finalize;
  object_class->get_property = hopso_token_get_property;
  /**
   * HopsoToken:pin-state:
   *
   * A #HopsoPinState; notified when it changes.
   */
  properties[PROP_PIN_STATE] =
      g_param_spec_int ("pin-state", NULL, NULL, HOPSO_PIN_STATE_OK, HOPSO_PIN_STATE_NOT_SET,
                        HOPSO_PIN_STATE_OK, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
hopso_token_init (HopsoToken *self)
{
}

HopsoToken *
hopso_token_new (HopsoTokenModule *module, guint64 slot, GVariant *info)
{
  HopsoToken *self = g_object_new (HOPSO_TYPE_TOKEN, NULL);
  guint64 flags;

  self->module = g_object_ref (module);
  self->slot = slot;
  g_variant_get (info, "(sssst@attt)", &self->label, &self->serial, &self->model,
                 &self->manufacturer, &flags, &self->mechanisms, &self->min_pin, &self->max_pin);
  self->flags = (guint) flags;
  return self;
}

gboolean
hopso_token_is (HopsoToken *self, HopsoTokenModule *module, guint64 slot, GVariant *info)
{
  const char *label, *serial;

  g_variant_get_child (info, 0, "&s", &label);
  g_variant_get_child (info, 1, "&s", &serial);
  return self->module == module && self->slot == slot && g_str_equal (self->label, label) &&
         g_str_equal (self->serial, serial);
}

gboolean
hopso_token_info_is_usable (GVariant *info)
{
  guint64 flags;

  g_variant_get_child (info, 4, "t", &flags);
  return (flags & CKF_TOKEN_INITIALIZED) != 0;
}

void
hopso_token_update (HopsoToken *self, GVariant *info)
{
  HopsoPinState before = hopso_token_get_pin_state (self);
  guint64 flags;

  g_variant_get_child (info, 4, "t", &flags);
  g_atomic_int_set (&self->flags, (guint) flags);
  if (hopso_token_get_pin_state (self) != before)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PIN_STATE]);
}

HopsoTokenModule *
hopso_token_get_module (HopsoToken *self)
{
  return self->module;
}

guint64
hopso_token_get_slot (HopsoToken *self)
{
  return self->slot;
}

static gboolean
has_flag (HopsoToken *self, guint flag)
{
  return ((guint) g_atomic_int_get (&self->flags) & flag) != 0;
}

gboolean
hopso_token_needs_login (HopsoToken *self)
{
  return has_flag (self, CKF_LOGIN_REQUIRED);
}

gboolean
hopso_token_has_mechanism (HopsoToken *self, guint64 mechanism)
{
  gsize n;
  const guint64 *all = g_variant_get_fixed_array (self->mechanisms, &n, sizeof *all);

  for (gsize i = 0; i < n; i++)
    if (all[i] == mechanism)
      return TRUE;
  return FALSE;
}

GVariant *
hopso_token_read_info (HopsoToken *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GVariant) info = hopso_token_module_call (self->module, HOPSO_TOKEN_CALL_INFO,
                                                       g_variant_new ("(t)", self->slot), NULL,
                                                       HOPSO_TOKEN_DEADLINE_MS, cancellable, error);

  if (info == NULL)
    return NULL;
  if (!hopso_token_is (self, self->module, self->slot, info))
    {
      hopso_token_set_error_from_rv (error, CKR_DEVICE_REMOVED);
      return NULL;
    }
  return g_steal_pointer (&info);
}

/**
 * hopso_token_get_label:
 *
 * Returns: the name that it was given
 */
const char *
hopso_token_get_label (HopsoToken *self)
{
  g_return_val_if_fail (HOPSO_IS_TOKEN (self), NULL);
  return self->label;
}

/**
 * hopso_token_get_serial:
 *
 * Returns: its number
 */
const char *
hopso_token_get_serial (HopsoToken *self)
{
  g_return_val_if_fail (HOPSO_IS_TOKEN (self), NULL);
  return self->serial;
}

/**
 * hopso_token_get_model:
 *
 * Returns: its kind
 */
const char *
hopso_token_get_model (HopsoToken *self)
{
  g_return_val_if_fail (HOPSO_IS_TOKEN (self), NULL);
  return self->model;
}

/**
 * hopso_token_get_manufacturer:
 *
 * Returns: who made it
 */
const char *
hopso_token_get_manufacturer (HopsoToken *self)
{
  g_return_val_if_fail (HOPSO_IS_TOKEN (self), NULL);
  return self->manufacturer;
}

/**
 * hopso_token_get_pin_state:
 *
 * Returns: how its PIN stood when it was last looked at
 */
HopsoPinState
hopso_token_get_pin_state (HopsoToken *self)
{
  g_return_val_if_fail (HOPSO_IS_TOKEN (self), HOPSO_PIN_STATE_LOCKED);

  if (has_flag (self, CKF_USER_PIN_LOCKED))
    return HOPSO_PIN_STATE_LOCKED;
  if (!has_flag (self, CKF_USER_PIN_INITIALIZED))
    return HOPSO_PIN_STATE_NOT_SET;
  if (has_flag (self, CKF_USER_PIN_FINAL_TRY))
    return HOPSO_PIN_STATE_FINAL_TRY;
  return has_flag (self, CKF_USER_PIN_COUNT_LOW) ? HOPSO_PIN_STATE_LOW : HOPSO_PIN_STATE_OK;
}

/**
 * hopso_token_has_pin_pad:
 *
 * Returns: whether its PIN is typed at the reader and never in software
 */
gboolean
hopso_token_has_pin_pad (HopsoToken *self)
{
  g_return_val_if_fail (HOPSO_IS_TOKEN (self), FALSE);
  return has_flag (self, CKF_PROTECTED_AUTHENTICATION_PATH);
}

/**
 * hopso_token_takes_pin_of:
 * @size: of a new PIN, in bytes
 *
 * Returns: whether the token says that it takes PINs of that size
 */
gboolean
hopso_token_takes_pin_of (HopsoToken *self, gsize size)
{
  g_return_val_if_fail (HOPSO_IS_TOKEN (self), FALSE);

  /* Some modules leave the limits out, or mix them up. */
  return size > 0 && (self->max_pin < self->min_pin || self->max_pin == 0 ||
                      (size >= self->min_pin && size <= self->max_pin));
}

/**
 * hopso_token_get_pin_limits:
 * @least: (out): the fewest characters of a PIN; 0 unknown
 * @most: (out): the most; 0 unknown
 */
void
hopso_token_get_pin_limits (HopsoToken *self, guint *least, guint *most)
{
  g_return_if_fail (HOPSO_IS_TOKEN (self));

  gboolean is_known = self->max_pin >= self->min_pin && self->max_pin > 0;
  *least = is_known ? (guint) MIN (self->min_pin, G_MAXINT) : 0;
  *most = is_known ? (guint) MIN (self->max_pin, G_MAXINT) : 0;
}

static GBytes *
get_bytes (GVariant *object, gsize child)
{
  g_autoptr (GVariant) value = g_variant_get_child_value (object, child);

  return g_variant_get_data_as_bytes (value);
}

/* How an object of the token stands to a certificate. */
static HopsoTokenKeyState
compare_key (GVariant *object, HopsoCertificate *certificate, GBytes *id)
{
  g_autoptr (GBytes) key_id = get_bytes (object, 1);
  g_autoptr (GBytes) value = get_bytes (object, 2);
  guint64 class;

  g_variant_get_child (object, 0, "t", &class);
  if (class == CKO_CERTIFICATE || !g_bytes_equal (key_id, id))
    return HOPSO_TOKEN_KEY_MISSING;
  return g_bytes_get_size (value) == 0 || hopso_certificate_has_rsa_key (certificate, value) ||
                 hopso_certificate_has_ec_key (certificate, value)
             ? HOPSO_TOKEN_KEY_THERE
             : HOPSO_TOKEN_KEY_OTHER;
}

/* Private keys hide until the PIN; a public key gives them away. Tokens without those hide all:
 * then every certificate that can have a key here is given the benefit of the doubt. */
static HopsoTokenKeyState
find_key (HopsoToken *self, GVariant *objects, HopsoCertificate *certificate, GBytes *id)
{
  gboolean shows_keys = FALSE;
  HopsoTokenKeyState found = HOPSO_TOKEN_KEY_MISSING;

  for (gsize i = 0; i < g_variant_n_children (objects); i++)
    {
      g_autoptr (GVariant) object = g_variant_get_child_value (objects, i);
      HopsoTokenKeyState state = compare_key (object, certificate, id);
      guint64 class;

      if (state == HOPSO_TOKEN_KEY_THERE)
        return state;
      if (state == HOPSO_TOKEN_KEY_OTHER)
        found = state;
      g_variant_get_child (object, 0, "t", &class);
      shows_keys = shows_keys || class != CKO_CERTIFICATE;
    }
  if (!shows_keys && hopso_token_needs_login (self) && !hopso_certificate_is_ca (certificate))
    return HOPSO_TOKEN_KEY_THERE;
  return found;
}

static GPtrArray *
read_certificates (HopsoToken *self, GVariant *objects)
{
  GPtrArray *certificates = g_ptr_array_new_with_free_func (g_object_unref);

  for (gsize i = 0; i < g_variant_n_children (objects); i++)
    {
      g_autoptr (GVariant) object = g_variant_get_child_value (objects, i);
      g_autoptr (GBytes) id = get_bytes (object, 1);
      g_autoptr (GBytes) der = get_bytes (object, 2);
      guint64 class;

      g_variant_get_child (object, 0, "t", &class);
      if (class != CKO_CERTIFICATE)
        continue;
      g_autoptr (HopsoCertificate) certificate = hopso_certificate_new_from_der (der, NULL);
      if (certificate != NULL)
        g_ptr_array_add (certificates,
                         hopso_token_certificate_new (certificate, id,
                                                      find_key (self, objects, certificate, id)));
    }
  return certificates;
}

static void
list_certificates (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  HopsoToken *self = source;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) info = hopso_token_read_info (self, cancellable, &error);
  g_autoptr (GVariant) answer =
      info != NULL ? hopso_token_module_call (self->module, HOPSO_TOKEN_CALL_OBJECTS,
                                              g_variant_new ("(t)", self->slot), NULL,
                                              HOPSO_TOKEN_DEADLINE_MS, cancellable, &error)
                   : NULL;

  if (answer == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  g_autoptr (GVariant) objects = g_variant_get_child_value (answer, 0);
  g_task_return_pointer (task, read_certificates (self, objects),
                         (GDestroyNotify) g_ptr_array_unref);
}

/**
 * hopso_token_list_certificates_async:
 *
 * Reads the certificates; no PIN is needed for that.
 */
void
hopso_token_list_certificates_async (HopsoToken *self,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_TOKEN (self));

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hopso_token_list_certificates_async);
  hopso_token_module_push (self->module, task, list_certificates);
}

/**
 * hopso_token_list_certificates_finish:
 *
 * Returns: (transfer full) (element-type HopsoTokenCertificate): all of them, fit or not
 */
GPtrArray *
hopso_token_list_certificates_finish (HopsoToken *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
