/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define HOPSO_WIRE_ERROR (hopso_wire_error_quark ())

/**
 * HopsoWireError:
 * @HOPSO_WIRE_ERROR_SYNTAX: not JSON as RFC 8259 has it
 * @HOPSO_WIRE_ERROR_TOO_DEEP: nested deeper than %HOPSO_WIRE_MAX_DEPTH
 * @HOPSO_WIRE_ERROR_TOO_LARGE: more bytes than the caller takes, or a value over its limit
 * @HOPSO_WIRE_ERROR_MISSING: a member that must be there is not
 * @HOPSO_WIRE_ERROR_TYPE: a member holds something else than it should
 * @HOPSO_WIRE_ERROR_UNKNOWN: a kind of object nobody here knows
 */
typedef enum
{
  HOPSO_WIRE_ERROR_SYNTAX,
  HOPSO_WIRE_ERROR_TOO_DEEP,
  HOPSO_WIRE_ERROR_TOO_LARGE,
  HOPSO_WIRE_ERROR_MISSING,
  HOPSO_WIRE_ERROR_TYPE,
  HOPSO_WIRE_ERROR_UNKNOWN
} HopsoWireError;

GQuark hopso_wire_error_quark (void);

#define HOPSO_WIRE_MAX_DEPTH 32

JsonNode *hopso_wire_parse (GBytes *body, gsize max_size, GError **error);
JsonObject *hopso_wire_parse_object (GBytes *body, gsize max_size, GError **error);
GBytes *hopso_wire_print (JsonObject *object);
char *hopso_wire_print_string (JsonObject *object);

gboolean hopso_wire_read_string (
    JsonObject *object, const char *name, gboolean is_required, char **value, GError **error);
gboolean hopso_wire_read_text (
    JsonObject *object, const char *name, gboolean is_required, char **value, GError **error);
gboolean hopso_wire_read_integer (
    JsonObject *object, const char *name, gboolean is_required, gint64 *value, GError **error);
gboolean hopso_wire_read_boolean (
    JsonObject *object, const char *name, gboolean is_required, gboolean *value, GError **error);
gboolean hopso_wire_read_time (
    JsonObject *object, const char *name, gboolean is_required, gint64 *value, GError **error);
gboolean hopso_wire_read_strings (
    JsonObject *object, const char *name, gboolean is_required, char ***value, GError **error);
gboolean hopso_wire_read_id (
    JsonObject *object, const char *name, gboolean is_required, char **value, GError **error);

gboolean hopso_wire_is_id (const char *string);
gboolean hopso_wire_is_digest (const char *string);

char *hopso_wire_format_time (gint64 unix_seconds);
gboolean hopso_wire_parse_time (const char *string, gint64 *unix_seconds);

G_END_DECLS
