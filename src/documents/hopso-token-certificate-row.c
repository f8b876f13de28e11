/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One certificate of a token, as a row that opens: whose it is and whether it can sign, then who
 * issued it, how long it counts and what it may be used for. Main thread. */

#include "hopso-token-certificate-row.h"

#include "hopso-sign-words.h"
#include "hopso-token-words.h"

#include <glib/gi18n.h>

static char *
format_day (gint64 time)
{
  g_autoptr (GDateTime) local = g_date_time_new_from_unix_local (time);

  return g_date_time_format (local, "%d/%m/%Y");
}

static void
add_fact (GtkWidget *row, const char *name, const char *value)
{
  GtkWidget *fact = adw_action_row_new ();

  if (value == NULL || *value == '\0')
    {
      g_object_ref_sink (fact);
      g_object_unref (fact);
      return;
    }
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (fact), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (fact), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (fact), value);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), fact);
}

static char *
describe_key (HopsoCertificate *certificate)
{
  guint bits = hopso_certificate_get_key_bits (certificate);

  switch (hopso_certificate_get_key_type (certificate))
    {
    case HOPSO_KEY_TYPE_RSA:
      return g_strdup_printf (_ ("RSA, %u bits"), bits);
    case HOPSO_KEY_TYPE_EC:
      return g_strdup_printf (_ ("Elliptic curve, %u bits"), bits);
    case HOPSO_KEY_TYPE_OTHER:
    default:
      return g_strdup (_ ("Of a kind that cannot sign here"));
    }
}

static void
add_facts (GtkWidget *row, HopsoCertificate *certificate)
{
  g_autofree char *title = hopso_certificate_dup_subject_part (certificate, HOPSO_NAME_TITLE);
  g_autofree char *unit = hopso_certificate_dup_subject_part (certificate, HOPSO_NAME_UNIT);
  g_autofree char *whole =
      hopso_certificate_dup_subject_part (certificate, HOPSO_NAME_ORGANISATION);
  g_autofree char *issuer = hopso_certificate_dup_issuer_common_name (certificate);
  g_autofree char *serial = hopso_certificate_dup_serial_hex (certificate);
  g_autofree char *from = format_day (hopso_certificate_get_not_before (certificate));
  g_autofree char *until = format_day (hopso_certificate_get_not_after (certificate));
  g_autofree char *validity = g_strdup_printf (_ ("from %s to %s"), from, until);
  g_autofree char *usage = hopso_token_words_dup_usage (certificate);
  g_autofree char *key = describe_key (certificate);

  add_fact (row, _ ("Position"), title);
  add_fact (row, _ ("Unit"), unit);
  add_fact (row, _ ("Organisation"), whole);
  add_fact (row, _ ("Issued by"), issuer);
  add_fact (row, _ ("Number"), serial);
  add_fact (row, _ ("Validity"), validity);
  add_fact (row, _ ("May be used for"), usage);
  add_fact (row, _ ("Key"), key);
}

/**
 * hopso_token_certificate_row_new:
 * @now: the time at which it is to sign
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
hopso_token_certificate_row_new (HopsoTokenCertificate *certificate, gint64 now)
{
  HopsoCertificate *facts = hopso_token_certificate_get_certificate (certificate);
  GtkWidget *row = adw_expander_row_new ();
  g_autofree char *name = hopso_certificate_dup_subject_common_name (facts);
  g_autofree char *until = format_day (hopso_certificate_get_not_after (facts));
  g_autofree char *good = g_strdup_printf (_ ("Can sign, until %s"), until);
  const char *problem =
      hopso_sign_words_fitness (hopso_token_certificate_get_fitness (certificate, now));
  GtkWidget *icon = gtk_image_new_from_icon_name (problem == NULL ? "emblem-ok-symbolic"
                                                                  : "dialog-warning-symbolic");

  gtk_widget_add_css_class (icon, problem == NULL ? "success" : "warning");
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name != NULL ? name : "–");
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), problem != NULL ? problem : good);
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (row), icon);
  add_facts (row, facts);
  return row;
}
