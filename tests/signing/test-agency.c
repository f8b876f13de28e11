/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whose certificate it is, by its names. */

#include "hopso-agency-certificate.h"
#include "hopso-test-pki.h"

static HopsoTestPki *pki; /* owned by main */

static const struct
{
  const char *subject;
  gboolean is_of_agency;
} rows[] = {
  { "/C=VN/O=UBND tỉnh An Hòa/CN=Sở Y tế", TRUE },
  { "/C=VN/O=UBND tỉnh An Hòa/CN=ỦY BAN NHÂN DÂN TỈNH AN HÒA", TRUE },
  { "/C=VN/O=Tỉnh ủy An Hòa/CN=Tỉnh ủy An Hòa", TRUE },
  { "/C=VN/O=An Hòa/OU=Đài truyền hình/CN=Đài truyền hình", TRUE },
  { "/C=VN/UID=MST:0100109106/CN=Công ty Cấp nước", TRUE },
  { "/C=VN/organizationIdentifier=NTRVN-0100109106/CN=Cấp nước", TRUE },
  { "/C=VN/O=Sở Y tế/CN=Nguyễn Văn Đức", FALSE },
  { "/C=VN/O=Sở Y tế/title=Giám đốc/CN=Sở Y tế", FALSE },
  { "/C=VN/UID=MST:0100109106/UID=CCCD:001/CN=Nguyễn Văn Đức", FALSE },
  { "/C=VN/serialNumber=PNOVN-001/CN=Sở Y tế", FALSE },
  { "/C=VN/O=Trần/SN=Trần/GN=An/CN=Trần", FALSE },
  { "/C=VN/O=Sở Y tế", FALSE },
};

static void
test_each_name_has_its_holder (void)
{
  hopso_test_pki_run (pki, "ecparam -name prime256v1 -genkey -noout -out agency.key");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *command =
          g_strdup_printf ("req -x509 -new -config ca.cnf -utf8 -key agency.key -days 9 "
                           "-subj '%s' -out agency.pem",
                           rows[i].subject);
      g_autoptr (HopsoCertificate) certificate = NULL;

      hopso_test_pki_run (pki, command);
      certificate = hopso_test_pki_dup_certificate (pki, "agency");
      g_test_message ("%s", rows[i].subject);
      g_assert_cmpint (hopso_certificate_is_of_agency (certificate), ==, rows[i].is_of_agency);
    }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  pki = hopso_test_pki_new ();
  g_test_add_func ("/signing/agency/each-name-has-its-holder", test_each_name_has_its_holder);
  status = g_test_run ();
  hopso_test_pki_free (pki);
  return status;
}
