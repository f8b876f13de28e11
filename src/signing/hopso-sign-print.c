/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is printed in the marks of signatures, word for word as Decree 30/2020 wants it (annex I,
 * parts I and III). It is part of the document, so it is never translated. Any thread. */

#include "hopso-sign-look-private.h"

/* Vietnam's time zone has had no other rule since 1975. */
#define VIETNAM_OFFSET (7 * 3600)

/* "2026-11-22T14:05:09+07:00" (ISO 8601), wherever the machine is. */
char *
hopso_sign_dup_time (gint64 time)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (VIETNAM_OFFSET);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;

  return local != NULL ? g_date_time_format (local, "%Y-%m-%dT%H:%M:%S%:z") : g_strdup ("");
}

static char *
dup_organization (const HopsoSignLookFacts *facts)
{
  char *name = g_strdup (facts->order->deed.organization);

  if (name == NULL && facts->signer != NULL)
    name = hopso_certificate_dup_subject_part (facts->signer, HOPSO_NAME_ORGANISATION);
  return name;
}

/* Who, for whom and when, beside the picture of a person's signature. */
char **
hopso_sign_dup_information (const HopsoSignLookFacts *facts)
{
  g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();
  g_autofree char *name =
      facts->signer != NULL ? hopso_certificate_dup_subject_common_name (facts->signer) : NULL;
  g_autofree char *organization = dup_organization (facts);
  g_autofree char *time = hopso_sign_dup_time (facts->time);
  g_autofree char *when = g_strconcat ("Thời gian ký: ", time, NULL);

  if (name != NULL)
    {
      g_autofree char *who = g_strconcat ("Người ký: ", name, NULL);

      g_strv_builder_add (lines, who);
    }
  if (organization != NULL)
    {
      g_autofree char *agency = g_strconcat ("Cơ quan: ", organization, NULL);

      g_strv_builder_add (lines, agency);
    }
  g_strv_builder_add (lines, when);
  return g_strv_builder_end (lines);
}

/* Number and symbol of the main document, and the time; not the agency. */
char **
hopso_sign_dup_attachment (const HopsoSignLookFacts *facts)
{
  g_autofree char *time = hopso_sign_dup_time (facts->time);

  const char *number = facts->order->deed.number;

  return g_strdupv ((char *[]){ (char *) (number != NULL ? number : "…"), time, NULL });
}

/* Form of the copy, the agency that makes it, and the time. */
char **
hopso_sign_dup_copy (const HopsoSignLookFacts *facts)
{
  g_autofree char *name = dup_organization (facts);
  g_autofree char *time = hopso_sign_dup_time (facts->time);
  const char *form = hopso_sign_copy_form_get_words (facts->order->deed.copy_form);

  if (name == NULL && facts->signer != NULL)
    name = hopso_certificate_dup_subject_common_name (facts->signer);
  return g_strdupv ((char *[]){ (char *) form, name != NULL ? name : (char *) "", time, NULL });
}

/* The stamp of arrival. */
char **
hopso_sign_dup_arrival (const HopsoSignDeed *deed)
{
  g_autofree char *number = g_strconcat ("Số: ", deed->number != NULL ? deed->number : "…", NULL);
  g_autofree char *date =
      deed->day != 0 ? g_strdup_printf ("Ngày: %02d/%02d/%d", deed->day, deed->month, deed->year)
                     : g_strdup ("Ngày: …");

  return g_strdupv ((char *[]){ (char *) "ĐẾN", number, date, NULL });
}
