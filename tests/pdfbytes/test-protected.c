/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Documents protected by passwords: every revision of the standard handler, made by qpdf, read,
 * signed, compared and judged by qpdf again; what they forbid; and protections that lie. */

#include "prepare-world.h"

#include "hopso-pdf-difference.h"
#include "hopso-pdf-signature.h"

#include <string.h>

#define USER  "ng\xc6\xb0\xe1\xbb\x9di d\xc3\xb9ng" /* người dùng */
#define OWNER "owner"

typedef struct
{
  const char *name;
  const char *options[12];
} Protection;

static const Protection protections[] = {
  { "rc4-40", { "--allow-weak-crypto", "--encrypt", "user", OWNER, "40", "--" } },
  { "rc4-128", { "--allow-weak-crypto", "--encrypt", "user", OWNER, "128", "--use-aes=n", "--" } },
  { "rc4-crypt-filter",
    { "--allow-weak-crypto", "--encrypt", "user", OWNER, "128", "--use-aes=n", "--force-V4",
      "--" } },
  { "aes-128", { "--allow-weak-crypto", "--encrypt", "user", OWNER, "128", "--use-aes=y", "--" } },
  { "aes-128-clear-metadata",
    { "--allow-weak-crypto", "--encrypt", "user", OWNER, "128", "--use-aes=y",
      "--cleartext-metadata", "--" } },
  { "aes-256-r5",
    { "--allow-weak-crypto", "--encrypt", "user", OWNER, "256", "--force-R5", "--" } },
  { "aes-256", { "--encrypt", "user", OWNER, "256", "--" } },
  { "aes-256-clear-metadata", { "--encrypt", "user", OWNER, "256", "--cleartext-metadata", "--" } },
  { "aes-256-object-streams",
    { "--object-streams=generate", "--encrypt", "user", OWNER, "256", "--" } },
  { "aes-256-linearized", { "--linearize", "--encrypt", "user", OWNER, "256", "--" } },
  { "aes-256-in-vietnamese", { "--encrypt", USER, OWNER, "256", "--" } },
};

static GBytes *
make_original (void)
{
  const PrepareShape shape = {
    .catalog = "/AcroForm<</Fields[5 0 R]/DA(/Helv 0 Tf)>>/Metadata 7 0 R/Names 8 0 R",
    .page = "/Annots[6 0 R 5 0 R]",
    .objects = { "<</T<FEFF005300ED>/FT/Sig/Subtype/Widget/Rect[10 10 90 40]/P 3 0 R"
                 "/Lock<</Type/SigFieldLock/Action/Include/Fields[(a)(b)]>>>>",
                 "<</Subtype/Text/Rect[0 0 9 9]/Contents(a comment)>>",
                 "<</Type/Metadata/Subtype/XML/Length 3>>stream\n<x>\nendstream",
                 "<</JavaScript<</Names[(\\001\\377)()]>>>>" },
  };

  return prepare_make_shape (&shape);
}

static GBytes *
protect (const Protection *protection)
{
  g_autoptr (GBytes) original = make_original ();

  return prepare_convert (original, protection->options);
}

static HopsoSecret *
get_password (const Protection *protection, gboolean is_owner)
{
  gboolean is_foreign = g_str_has_suffix (protection->name, "in-vietnamese");

  return hopso_secret_new_from_string (is_owner ? OWNER : is_foreign ? USER : "user");
}

static char *
read_comment (HopsoPdfFile *file)
{
  const HopsoPdfPage *page = hopso_pdf_file_get_page (file, 0, NULL);
  g_autoptr (HopsoPdfObject) dictionary = hopso_pdf_file_dup_object (file, page->reference, NULL);
  g_autoptr (HopsoPdfObject) annotations =
      hopso_pdf_file_resolve_key (file, dictionary, "Annots", NULL);
  g_autoptr (HopsoPdfObject) comment =
      hopso_pdf_file_resolve (file, hopso_pdf_object_get_item (annotations, 0), NULL);

  return hopso_pdf_object_dup_text (hopso_pdf_object_get (comment, "Contents"));
}

static char *
read_metadata (HopsoPdfFile *file)
{
  g_autoptr (HopsoPdfObject) catalog = hopso_pdf_file_dup_catalog (file, NULL);
  g_autoptr (HopsoPdfObject) stream = hopso_pdf_file_resolve_key (file, catalog, "Metadata", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = hopso_pdf_file_decode_stream (file, stream, 1000, &error);

  g_assert_no_error (error);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
test_it_is_read (gconstpointer data)
{
  const Protection *protection = data;
  g_autoptr (GBytes) bytes = protect (protection);

  for (guint i = 0; bytes != NULL && i < 2; i++)
    {
      g_autoptr (HopsoSecret) password = get_password (protection, i > 0);
      g_autoptr (GError) error = NULL;
      g_autoptr (HopsoPdfFile) file = prepare_open (bytes, password, &error);
      g_autofree char *comment = NULL;
      g_autofree char *metadata = NULL;

      g_assert_no_error (error);
      g_assert_true (hopso_pdf_file_is_encrypted (file));
      g_assert_false (hopso_pdf_file_is_locked (file));
      comment = read_comment (file);
      g_assert_cmpstr (comment, ==, "a comment");
      metadata = read_metadata (file);
      g_assert_cmpstr (metadata, ==, "<x>");
    }
}

static void
test_nobody_else_reads_it (gconstpointer data)
{
  static const char *const wrong[] = { "", "User", "user ", "ow\xc5\x8fner",
                                       "\xe2\x82\xac\xe1\xba\xb5" };
  g_autoptr (GBytes) bytes = protect (data);
  g_autoptr (HopsoPdfFile) locked = NULL;
  HopsoPdfSignaturePlan plan = { 0 };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; bytes != NULL && i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (HopsoSecret) password = hopso_secret_new_from_string (wrong[i]);
      g_autoptr (GError) problem = NULL;

      g_assert_null (prepare_open (bytes, password, &problem));
      g_assert_error (problem, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_WRONG_PASSWORD);
    }
  if (bytes == NULL)
    return;
  locked = prepare_open (bytes, NULL, &error);
  if (locked != NULL)
    {
      g_assert_true (hopso_pdf_file_is_locked (locked));
      g_assert_null (hopso_pdf_prepare_signature (locked, &plan, &error));
    }
  g_assert_error (error, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_ENCRYPTED);
}

/* The words of a signature must not stand readable in a protected file, its digits must. */
static void
assert_closed (GBytes *bytes, const char *word)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  g_assert_null (memmem (data, size, word, strlen (word)));
  g_assert_nonnull (memmem (data, size, "/Contents <0000", strlen ("/Contents <0000")));
}

static void
test_it_is_signed_again_and_again (gconstpointer data)
{
  const Protection *protection = data;
  g_autoptr (GBytes) bytes = protect (protection);
  g_autoptr (HopsoSecret) user = get_password (protection, FALSE);
  g_autoptr (HopsoSecret) owner = get_password (protection, TRUE);
  g_autoptr (HopsoPdfSource) mark = prepare_new_mark ();
  HopsoPdfSignaturePlan plan = prepare_plan_with_mark (mark);
  g_autoptr (GBytes) first = NULL;
  g_autoptr (GBytes) second = NULL;
  g_autoptr (HopsoPdfFile) file = NULL;
  g_autoptr (HopsoPdfDifference) difference = NULL;
  g_autofree char *comment = NULL;

  if (bytes == NULL)
    return;
  plan.reason = "readable";
  plan.field_name = "S\xc3\xad";
  plan.password = user;
  first = prepare_sign (bytes, &plan);
  assert_closed (first, plan.reason);
  plan.field_name = NULL;
  plan.password = owner;
  second = prepare_sign (first, &plan);
  file = prepare_open (second, user, NULL);
  comment = read_comment (file);
  g_assert_cmpstr (comment, ==, "a comment");
  difference = hopso_pdf_file_compare_revision (file, 0, NULL);
  g_assert_cmpint (difference->change, ==, HOPSO_PDF_CHANGE_SIGNATURES);
}

/* An update for another plan is seen through although it is encrypted; without the password nothing
 * is accepted. */
static void
test_what_is_encrypted_is_checked (gconstpointer data)
{
  const Protection *protection = data;
  g_autoptr (GBytes) bytes = protect (protection);
  g_autoptr (HopsoSecret) password = get_password (protection, TRUE);
  HopsoPdfSignaturePlan plan = { .reason = "no", .password = password };
  g_autoptr (HopsoPdfSource) source = bytes != NULL ? hopso_pdf_source_new_bytes (bytes) : NULL;
  g_autoptr (HopsoPdfFile) file = bytes != NULL ? prepare_open (bytes, password, NULL) : NULL;
  g_autoptr (HopsoPdfPrepared) prepared = NULL;
  g_autoptr (GError) other = NULL;
  g_autoptr (GError) locked = NULL;

  if (file == NULL)
    return;
  prepared = hopso_pdf_prepare_signature (file, &plan, NULL);
  plan.reason = "yes";
  g_assert_false (hopso_pdf_check_update (source, prepared->appended, &plan, prepared->byte_range,
                                          prepared->hole_offset, prepared->hole_size, &other));
  g_assert_error (other, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_NOT_AS_PLANNED);
  plan.reason = "no";
  plan.password = NULL;
  g_assert_false (hopso_pdf_check_update (source, prepared->appended, &plan, prepared->byte_range,
                                          prepared->hole_offset, prepared->hole_size, &locked));
  g_assert_error (locked, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_ENCRYPTED);
}

/* --- rights ---------------------------------------------------------------------------------- */

typedef struct
{
  const char *name;
  const char *options[12];
  gboolean may_fill;
  gboolean may_add;
} Rights;

static const Rights rights[] = {
  { "nothing", { "--encrypt", "", OWNER, "256", "--modify=none", "--" }, FALSE, FALSE },
  { "assembly", { "--encrypt", "", OWNER, "256", "--modify=assembly", "--" }, FALSE, FALSE },
  { "form", { "--encrypt", "", OWNER, "256", "--modify=form", "--" }, TRUE, FALSE },
  { "annotate", { "--encrypt", "", OWNER, "256", "--modify=annotate", "--" }, TRUE, FALSE },
  { "all", { "--encrypt", "", OWNER, "256", "--modify=all", "--" }, TRUE, TRUE },
  { "old-annotate",
    { "--allow-weak-crypto", "--encrypt", "", OWNER, "40", "--modify=n", "--annotate=y", "--" },
    TRUE,
    FALSE },
  { "old-nothing",
    { "--allow-weak-crypto", "--encrypt", "", OWNER, "40", "--modify=y", "--annotate=n", "--" },
    FALSE,
    FALSE },
};

static void
assert_right (GBytes *bytes, HopsoSecret *password, const char *field_name, gboolean is_allowed)
{
  HopsoPdfSignaturePlan plan = { .field_name = field_name, .password = password };
  g_autoptr (HopsoPdfFile) file = prepare_open (bytes, password, NULL);
  g_autoptr (GError) error = NULL;

  if (is_allowed)
    g_bytes_unref (prepare_sign (bytes, &plan));
  else
    {
      g_assert_null (hopso_pdf_prepare_signature (file, &plan, &error));
      g_assert_error (error, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_FORBIDDEN);
      g_assert_nonnull (strstr (error->message, "owner's password"));
    }
}

static void
test_rights_are_kept (gconstpointer data)
{
  const Rights *row = data;
  g_autoptr (GBytes) original = make_original ();
  g_autoptr (GBytes) bytes = prepare_convert (original, row->options);
  g_autoptr (HopsoSecret) owner = hopso_secret_new_from_string (OWNER);

  if (bytes == NULL)
    return;
  assert_right (bytes, NULL, "S\xc3\xad", row->may_fill);
  assert_right (bytes, NULL, NULL, row->may_add);
  assert_right (bytes, owner, "S\xc3\xad", TRUE);
  assert_right (bytes, owner, NULL, TRUE);
}

/* --- protections that are not what they seem ------------------------------------------------- */

static GBytes *
protect_openly (void)
{
  const Protection protection = { "open", { "--encrypt", "", OWNER, "256", "--" } };

  return protect (&protection);
}

/* Replaces the first @from by @to, which is as long. */
static GBytes *
bend (GBytes *bytes, const char *from, const char *to)
{
  gsize size;
  char *copy = g_memdup2 (g_bytes_get_data (bytes, &size), g_bytes_get_size (bytes));
  char *found = memmem (copy, size, from, strlen (from));

  g_assert_nonnull (found);
  g_assert_cmpuint (strlen (from), ==, strlen (to));
  memcpy (found, to, strlen (to));
  return g_bytes_new_take (copy, size);
}

static void
assert_locked (GBytes *bytes, HopsoPdfError code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfFile) file = prepare_open (bytes, NULL, &error);
  HopsoPdfSignaturePlan plan = { 0 };

  if (file != NULL)
    {
      g_assert_true (hopso_pdf_file_is_locked (file));
      g_assert_null (hopso_pdf_prepare_signature (file, &plan, &error));
    }
  g_assert_error (error, HOPSO_PDF_ERROR, (int) code);
}

static void
test_an_unknown_protection_stays_closed (void)
{
  static const struct
  {
    const char *from;
    const char *to;
    HopsoPdfError code;
  } rows[] = {
    { "/Filter /Standard", "/Filter /Adobe.PK", HOPSO_PDF_ERROR_UNSUPPORTED },
    { "/V 5", "/V 4", HOPSO_PDF_ERROR_UNSUPPORTED },
    { "/V 5", "/V 6", HOPSO_PDF_ERROR_UNSUPPORTED },
    { "/R 6", "/R 7", HOPSO_PDF_ERROR_UNSUPPORTED },
    { "/R 6", "/R 4", HOPSO_PDF_ERROR_UNSUPPORTED },
    { "/CFM /AESV3", "/CFM /AESV2", HOPSO_PDF_ERROR_UNSUPPORTED },
    { "/CFM /AESV3", "/CFM /NoneV", HOPSO_PDF_ERROR_UNSUPPORTED },
    { "/StmF /StdCF", "/StmF /OthCF", HOPSO_PDF_ERROR_UNSUPPORTED },
    { "/StrF /StdCF", "/StmF /StdCF", HOPSO_PDF_ERROR_UNSUPPORTED },
    { "/UE <", "/XE <", HOPSO_PDF_ERROR_UNSUPPORTED },
    { "/Perms <", "/Permz <", HOPSO_PDF_ERROR_UNSUPPORTED },
    { "/P -", "/Q -", HOPSO_PDF_ERROR_UNSUPPORTED },
    { "/P -4", "/P -8", HOPSO_PDF_ERROR_DAMAGED },
  };
  g_autoptr (GBytes) bytes = protect_openly ();

  for (guint i = 0; bytes != NULL && i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) bent = bend (bytes, rows[i].from, rows[i].to);

      g_test_message ("%s", rows[i].to);
      assert_locked (bent, rows[i].code);
    }
}

/* Who could change Encrypt later could change what a signed document says. */
static void
test_a_protection_cannot_change_later (void)
{
  g_autoptr (GBytes) bytes = protect_openly ();
  HopsoPdfSignaturePlan plan = { 0 };
  g_autoptr (GBytes) whole = NULL;
  g_autoptr (GBytes) forgotten = NULL;
  g_autofree char *key = NULL;
  g_autofree char *other = NULL;
  const char *data, *found = NULL, *next;
  gsize size;

  if (bytes == NULL)
    return;
  whole = prepare_sign (bytes, &plan);
  next = data = g_bytes_get_data (whole, &size);
  while ((next = memmem (next, size - (gsize) (next - data), "/Encrypt ", 9)) != NULL)
    found = next++;
  key = g_strndup (found, 10);
  other = g_strdup (key);
  memcpy (other, "/Encrypz", 8);
  /* The last of them. */
  forgotten = g_bytes_new (data, size);
  memcpy ((char *) g_bytes_get_data (forgotten, NULL) + (found - data), other, 8);
  assert_locked (forgotten, HOPSO_PDF_ERROR_DAMAGED);
  other[7] = 't';
  other[9] = key[9] == '1' ? '2' : '1';
  memcpy ((char *) g_bytes_get_data (forgotten, NULL) + (found - data), other, 10);
  assert_locked (forgotten, HOPSO_PDF_ERROR_DAMAGED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (protections); i++)
    {
      g_autofree char *read =
          g_strconcat ("/pdfbytes/protected/", protections[i].name, "/is-read", NULL);
      g_autofree char *other =
          g_strconcat ("/pdfbytes/protected/", protections[i].name, "/nobody-else-reads-it", NULL);
      g_autofree char *again = g_strconcat ("/pdfbytes/protected/", protections[i].name,
                                            "/is-signed-again-and-again", NULL);

      g_autofree char *checked =
          g_strconcat ("/pdfbytes/protected/", protections[i].name, "/is-checked", NULL);

      g_test_add_data_func (read, &protections[i], test_it_is_read);
      g_test_add_data_func (checked, &protections[i], test_what_is_encrypted_is_checked);
      g_test_add_data_func (other, &protections[i], test_nobody_else_reads_it);
      g_test_add_data_func (again, &protections[i], test_it_is_signed_again_and_again);
    }
  for (guint i = 0; i < G_N_ELEMENTS (rights); i++)
    {
      g_autofree char *path =
          g_strconcat ("/pdfbytes/protected/rights-are-kept/", rights[i].name, NULL);

      g_test_add_data_func (path, &rights[i], test_rights_are_kept);
    }
#define ADD(name, function) g_test_add_func ("/pdfbytes/protected/" name, function)
  ADD ("an-unknown-protection-stays-closed", test_an_unknown_protection_stays_closed);
  ADD ("a-protection-cannot-change-later", test_a_protection_cannot_change_later);
  return g_test_run ();
}
