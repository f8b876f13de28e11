/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a province decides about publishing, rule by rule. The server holds everybody to it;
 * clients read it so that they say beforehand what would be refused. Pure. */

#include "hopso-publish-rules.h"

#include <gio/gio.h>
#include <string.h>

#define DEFAULT_NOTICE 3 /* working days: Decision 45/2018/QD-TTg */

/**
 * hopso_publish_rules_new:
 *
 * Returns: (transfer full): what holds where nobody decided otherwise: three working days, papers
 *   are approved and scanned where somebody asks for it
 */
HopsoPublishRules *
hopso_publish_rules_new (void)
{
  HopsoPublishRules *self = g_new0 (HopsoPublishRules, 1);

  self->notice = DEFAULT_NOTICE;
  self->days = hopso_working_days_new ();
  return self;
}

/**
 * hopso_publish_rules_copy:
 *
 * Returns: (transfer full): the same again
 */
HopsoPublishRules *
hopso_publish_rules_copy (const HopsoPublishRules *self)
{
  HopsoPublishRules *copy = g_new0 (HopsoPublishRules, 1);

  *copy = *self;
  copy->days = hopso_working_days_copy (self->days);
  return copy;
}

/**
 * hopso_publish_rules_free:
 * @self: (transfer full): rules
 */
void
hopso_publish_rules_free (HopsoPublishRules *self)
{
  hopso_working_days_free (self->days);
  g_free (self);
}

static gboolean
set_notice (HopsoPublishRules *self, const char *value)
{
  guint64 notice;

  if (!g_ascii_string_to_unsigned (value, 10, 0, HOPSO_WORKING_DAYS_MAX_NOTICE, &notice, NULL))
    return FALSE;
  self->notice = (guint) notice;
  return TRUE;
}

static gboolean
set_needed (gboolean *is_needed, const char *value)
{
  if (strcmp (value, "optional") != 0 && strcmp (value, "required") != 0)
    return FALSE;
  *is_needed = strcmp (value, "required") == 0;
  return TRUE;
}

/**
 * hopso_publish_rules_set:
 * @rule: "notice=" and working days, "review=optional", "review=required", "scan=optional",
 *   "scan=required", "holiday=YYYY-MM-DD" or "workday=YYYY-MM-DD"
 *
 * Returns: %FALSE with @error when that is no rule
 */
gboolean
hopso_publish_rules_set (HopsoPublishRules *self, const char *rule, GError **error)
{
  const char *equals = strchr (rule, '=');
  g_autofree char *name = equals != NULL ? g_strndup (rule, (gsize) (equals - rule)) : NULL;
  gboolean is_done = FALSE;

  if (g_strcmp0 (name, "notice") == 0)
    is_done = set_notice (self, equals + 1);
  else if (g_strcmp0 (name, "review") == 0)
    is_done = set_needed (&self->needs_review, equals + 1);
  else if (g_strcmp0 (name, "scan") == 0)
    is_done = set_needed (&self->needs_scan, equals + 1);
  else if (g_strcmp0 (name, "holiday") == 0 || g_strcmp0 (name, "workday") == 0)
    is_done = hopso_working_days_set (self->days, equals + 1, name[0] == 'w');
  if (!is_done)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "“%s” is no rule for publishing",
                 rule);
  return is_done;
}

/**
 * hopso_publish_rules_to_string:
 *
 * Returns: (transfer full): all rules, one per line, as hopso_publish_rules_set() takes them
 */
char *
hopso_publish_rules_to_string (const HopsoPublishRules *self)
{
  GString *rules = g_string_new (NULL);

  g_string_append_printf (rules, "notice=%u\nreview=%s\nscan=%s\n", self->notice,
                          self->needs_review ? "required" : "optional",
                          self->needs_scan ? "required" : "optional");
  hopso_working_days_append_rules (self->days, rules);
  return g_string_free (rules, FALSE);
}
