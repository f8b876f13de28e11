/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The sample province: reads data/sample/province.json and makes records of it, with days counted
 * from today. Ids are derived from the local ones, so that filling a server twice gives the same
 * objects. Not for real data: nothing here knows a store or a right. One thread. */

#include "hopso-sample-private.h"

#include "hopso-group.h"
#include "hopso-organization.h"
#include "hopso-person.h"

#include <string.h>

G_DEFINE_QUARK (hopso - sample - error - quark, hopso_sample_error)

static void
paper_free (HopsoSamplePaper *paper)
{
  json_object_unref (paper->description);
  g_free (paper->id);
  g_free (paper->meeting);
  g_free (paper->agenda_item);
  g_free (paper);
}

/* RFC 9562, section 5.5: a name-based UUID, of SHA-1. */
static char *
derive_uuid (const char *local_id)
{
  static const guint8 namespace[16] = { 0x4b, 0x0f, 0x1d, 0x5e, 0x6c, 0x2a, 0x4d, 0x3b,
                                        0x9a, 0x77, 0x51, 0xe0, 0x0c, 0x8e, 0x33, 0x12 };
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA1);
  guint8 u[20];
  gsize size = sizeof (u);

  g_checksum_update (checksum, namespace, sizeof (namespace));
  g_checksum_update (checksum, (const guchar *) local_id, (gssize) strlen (local_id));
  g_checksum_get_digest (checksum, u, &size);
  u[6] = (guint8) ((u[6] & 0x0f) | 0x50);
  u[8] = (guint8) ((u[8] & 0x3f) | 0x80);
  return g_strdup_printf ("%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
                          u[0], u[1], u[2], u[3], u[4], u[5], u[6], u[7], u[8], u[9], u[10], u[11],
                          u[12], u[13], u[14], u[15]);
}

/* Gives a local id its UUID. */
const char *
hopso_sample_add_id (HopsoSample *self, const char *local_id, JsonObject *object)
{
  char *uuid = g_hash_table_lookup (self->ids, local_id);

  if (uuid == NULL)
    {
      uuid = derive_uuid (local_id);
      g_hash_table_insert (self->ids, g_strdup (local_id), uuid);
    }
  if (object != NULL)
    g_hash_table_replace (self->members, g_strdup (local_id), object);
  return uuid;
}

/* The UUID of what a member names; NULL with an error if nothing is called so. */
const char *
hopso_sample_refer (HopsoSample *self, JsonObject *object, const char *name, GError **error)
{
  const char *local_id = hopso_sample_get_text (object, name, error);
  const char *uuid = local_id ? g_hash_table_lookup (self->ids, local_id) : NULL;

  if (local_id != NULL && uuid == NULL)
    g_set_error (error, HOPSO_SAMPLE_ERROR, HOPSO_SAMPLE_ERROR_DAMAGED,
                 "“%s” names “%s”, which is not there", name, local_id);
  return uuid;
}

/* Room remains before, between and after all of them. */
char *
hopso_sample_order_key (guint position)
{
  return g_strdup_printf ("%03u5", position + 1);
}

void
hopso_sample_add_record (HopsoSample *self, HopsoRecordBuilder *builder)
{
  g_ptr_array_add (self->records, hopso_record_builder_end (builder));
}

static gboolean
add_organization (HopsoSample *self, JsonObject *object, guint position, GError **error)
{
  const char *local_id = hopso_sample_get_text (object, "id", error);
  const char *name = local_id ? hopso_sample_get_text (object, "name", error) : NULL;
  const char *class = name ? hopso_sample_get_text (object, "classification", error) : NULL;
  const char *parent = NULL;
  g_autofree char *order = hopso_sample_order_key (position);

  if (class == NULL)
    return FALSE;
  if (json_object_has_member (object, "parent") &&
      (parent = hopso_sample_refer (self, object, "parent", error)) == NULL)
    return FALSE;

  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new (
      HOPSO_KIND_ORGANIZATION, hopso_sample_add_id (self, local_id, object));
  const struct
  {
    HopsoOrganizationField field;
    const char *text;
  } texts[] = {
    { HOPSO_ORGANIZATION_NAME, name },
    { HOPSO_ORGANIZATION_SHORT_NAME, hopso_sample_peek_text (object, "shortName") },
    { HOPSO_ORGANIZATION_CLASSIFICATION, class },
    { HOPSO_ORGANIZATION_PARENT, parent },
    { HOPSO_ORGANIZATION_IDENTIFIER, hopso_sample_peek_text (object, "identifier") },
    { HOPSO_ORGANIZATION_ORDER_KEY, order },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (texts[i].text != NULL)
      hopso_record_builder_set_string (builder, texts[i].field, texts[i].text);
  hopso_sample_add_record (self, builder);
  return TRUE;
}

static char **
list_roles (JsonObject *object)
{
  g_autoptr (GStrvBuilder) roles = g_strv_builder_new ();
  JsonArray *array = hopso_sample_get_array (object, "roles");

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    g_strv_builder_add (roles, hopso_sample_get_string (array, i));
  return g_strv_builder_end (roles);
}

static gboolean
add_person (HopsoSample *self, JsonObject *object, guint position, GError **error)
{
  const char *login = hopso_sample_get_text (object, "id", error);
  const char *name = login ? hopso_sample_get_text (object, "name", error) : NULL;
  const char *title = name ? hopso_sample_get_text (object, "position", error) : NULL;
  const char *home = title ? hopso_sample_refer (self, object, "organization", error) : NULL;
  g_autofree char *order = hopso_sample_order_key (position);

  if (home == NULL)
    return FALSE;

  g_autofree char *email = g_strconcat (login, "@anhoa.example", NULL);
  g_auto (GStrv) roles = list_roles (object);
  g_autoptr (HopsoRecordBuilder) builder =
      hopso_record_builder_new (HOPSO_KIND_PERSON, hopso_sample_add_id (self, login, object));

  hopso_record_builder_set_string (builder, HOPSO_PERSON_NAME, name);
  hopso_record_builder_set_string (builder, HOPSO_PERSON_LOGIN, login);
  hopso_record_builder_set_string (builder, HOPSO_PERSON_POSITION, title);
  hopso_record_builder_set_string (builder, HOPSO_PERSON_ORGANIZATION, home);
  hopso_record_builder_set_strings (builder, HOPSO_PERSON_ROLES, (const char *const *) roles);
  hopso_record_builder_set_string (builder, HOPSO_PERSON_EMAIL, email);
  hopso_record_builder_set_string (builder, HOPSO_PERSON_ORDER_KEY, order);
  hopso_sample_add_record (self, builder);
  return TRUE;
}

/* The ids of the persons whom a group's members name; NULL with an error if one is not there. */
static char **
list_members (HopsoSample *self, JsonObject *object, GError **error)
{
  g_autoptr (GStrvBuilder) members = g_strv_builder_new ();
  JsonArray *array = hopso_sample_get_array (object, "members");

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      const char *local_id = hopso_sample_get_string (array, i);
      const char *uuid = local_id != NULL ? g_hash_table_lookup (self->ids, local_id) : NULL;

      if (uuid == NULL)
        {
          g_set_error (error, HOPSO_SAMPLE_ERROR, HOPSO_SAMPLE_ERROR_DAMAGED,
                       "A group names a person who is not there");
          return NULL;
        }
      g_strv_builder_add (members, uuid);
    }
  return g_strv_builder_end (members);
}

static gboolean
add_group (HopsoSample *self, JsonObject *object, guint position, GError **error)
{
  const char *local_id = hopso_sample_get_text (object, "id", error);
  const char *name = local_id ? hopso_sample_get_text (object, "name", error) : NULL;
  const char *home = name ? hopso_sample_refer (self, object, "organization", error) : NULL;
  g_auto (GStrv) members = home ? list_members (self, object, error) : NULL;
  g_autofree char *order = hopso_sample_order_key (position);

  if (members == NULL)
    return FALSE;

  g_autoptr (HopsoRecordBuilder) builder =
      hopso_record_builder_new (HOPSO_KIND_GROUP, hopso_sample_add_id (self, local_id, object));
  hopso_record_builder_set_string (builder, HOPSO_GROUP_NAME, name);
  hopso_record_builder_set_string (builder, HOPSO_GROUP_ORGANIZATION, home);
  hopso_record_builder_set_strings (builder, HOPSO_GROUP_MEMBERS, (const char *const *) members);
  hopso_record_builder_set_string (builder, HOPSO_GROUP_ORDER_KEY, order);
  hopso_sample_add_record (self, builder);
  return TRUE;
}

static gboolean
add_meeting (HopsoSample *self, JsonObject *object, guint position, GError **error)
{
  return hopso_sample_add_meeting (self, object, error);
}

static gboolean
add_request (HopsoSample *self, JsonObject *object, guint position, GError **error)
{
  return hopso_sample_add_request (self, object, error);
}

static gboolean
add_all (HopsoSample *self,
         const char *name,
         gboolean (*add) (HopsoSample *, JsonObject *, guint, GError **),
         GError **error)
{
  JsonArray *array = hopso_sample_get_array (self->province, name);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *object = hopso_sample_get_element (array, i, error);

      if (object == NULL || !add (self, object, i, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * hopso_sample_load:
 * @folder: the folder with province.json
 * @now: the moment around which meetings are laid, in seconds since 1970-01-01T00:00:00Z
 * @error: #HopsoSampleError, or reading's
 *
 * Returns: (transfer full): the sample
 */
HopsoSample *
hopso_sample_load (const char *folder, gint64 now, GError **error)
{
  g_autoptr (HopsoSample) self = g_new0 (HopsoSample, 1);
  g_autofree char *path = g_build_filename (folder, "province.json", NULL);
  gint64 local = now + HOPSO_SAMPLE_UTC_OFFSET;

  self->folder = g_strdup (folder);
  self->now = now;
  self->midnight = local - local % HOPSO_SAMPLE_DAY - HOPSO_SAMPLE_UTC_OFFSET;
  self->ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->members = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->records = g_ptr_array_new_with_free_func (g_object_unref);
  self->papers = g_ptr_array_new_with_free_func ((GDestroyNotify) paper_free);
  self->province = hopso_sample_load_json (path, error);
  if (self->province == NULL)
    return NULL;
  if (!add_all (self, "organizations", add_organization, error) ||
      !add_all (self, "people", add_person, error) || !add_all (self, "groups", add_group, error) ||
      !add_all (self, "meetings", add_meeting, error) ||
      !add_all (self, "requests", add_request, error))
    {
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * hopso_sample_free:
 * @self: (transfer full): a sample
 */
void
hopso_sample_free (HopsoSample *self)
{
  g_free (self->folder);
  g_hash_table_unref (self->ids);
  g_hash_table_unref (self->members);
  g_ptr_array_unref (self->records);
  g_ptr_array_unref (self->papers);
  g_clear_pointer (&self->province, json_object_unref);
  g_free (self);
}

/**
 * hopso_sample_get_records:
 * @self: a sample
 *
 * Returns: (transfer none) (element-type HopsoRecord): everything but the papers; what a record
 *   refers to stands before it, or is a paper; a request to sign has its place once its paper was
 *   written
 */
GPtrArray *
hopso_sample_get_records (HopsoSample *self)
{
  return self->records;
}

/**
 * hopso_sample_get_n_papers:
 * @self: a sample
 *
 * Returns: how many papers hopso_sample_write_paper() can write
 */
guint
hopso_sample_get_n_papers (HopsoSample *self)
{
  return self->papers->len;
}

/**
 * hopso_sample_find_id:
 * @self: a sample
 * @local_id: an id of province.json
 *
 * Returns: (nullable): its UUID
 */
const char *
hopso_sample_find_id (HopsoSample *self, const char *local_id)
{
  return g_hash_table_lookup (self->ids, local_id);
}
