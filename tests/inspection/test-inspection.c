/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Papers that were laid out, read by the released drawing process, and judged: stamps where stamps
 * are, sentences of documents about themselves, and what only speaks of secrets. Then a scanner
 * that speaks as clamd does. */

#include "hopso-paper-inspector.h"

#include "hopso-fd.h"
#include "hopso-typeset-document.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  const char *name;
  const char *circulation; /* nullable: the words in a frame on page 1 */
  const char *title;
  const char *text;
  const char *expected; /* nullable: nothing */
} Row;

#define PLAIN "Báo cáo tình hình kinh tế - xã hội tháng 11"

static const Row rows[] = {
  { "stamp", "MẬT", PLAIN, "Nội dung.", "secret-marking" },
  { "stamp-of-second-degree", "TỐI MẬT", PLAIN, "Nội dung.", "secret-marking" },
  { "stamp-of-first-degree", "TUYỆT MẬT", PLAIN, "Nội dung.", "secret-marking" },
  { "spaced-stamp", "M Ậ T", PLAIN, "Nội dung.", "secret-marking" },
  { "decomposed-stamp", "MA\xcc\x82\xcc\xa3T", PLAIN, "Nội dung.", "secret-marking" },
  { "label", NULL, PLAIN, "Độ mật: Tối mật. Nội dung như sau.", "secret-words" },
  { "of-itself", NULL, PLAIN, "Tài liệu này thuộc danh mục bí mật nhà nước độ Mật.",
    "secret-words" },
  { "of-itself-over-lines", NULL, PLAIN,
    "Kính gửi các đồng chí. Đề nghị lưu ý văn bản này có độ tuyệt mật và chỉ được đọc tại phòng "
    "họp, không được sao chụp dưới mọi hình thức.",
    "secret-words" },
  { "plain", NULL, PLAIN, "Thu ngân sách đạt 95 phần trăm dự toán.", NULL },
  { "internal", "LƯU HÀNH NỘI BỘ", PLAIN, "Tài liệu này chỉ dùng nội bộ.", NULL },
  { "urgent", "XEM XONG TRẢ LẠI", PLAIN, "Nội dung.", NULL },
  { "law", NULL, "Triển khai thi hành Luật Bảo vệ bí mật nhà nước",
    "Bí mật nhà nước được phân thành ba độ mật: Tuyệt mật, Tối mật, Mật. Người soạn thảo đề xuất "
    "độ "
    "mật của tài liệu; văn bản mật được đăng ký riêng. Nếu văn bản này thuộc danh mục bí mật nhà "
    "nước thì thực hiện theo quy định.",
    NULL },
  { "heading-in-capitals", NULL, "BẢO VỆ BÍ MẬT NHÀ NƯỚC", "Nghị định quy định chi tiết.", NULL },
  { "broken-heading", NULL,
    "CÔNG TÁC THANH TRA, KIỂM TRA VIỆC CHẤP HÀNH PHÁP LUẬT VỀ BẢO VỆ BÍ MẬT", "Nội dung.", NULL },
  { "density", NULL, "Mật độ dân số", "MẬT ĐỘ DÂN SỐ\nMật độ dân số trung bình 330 người/km2.",
    NULL },
  { "honey", NULL, "Nghề nuôi ong lấy mật", "Sản lượng mật: 120 tấn.", NULL },
  { "form", NULL, "Mẫu đăng ký", "Độ mật: Mật/Tối mật/Tuyệt mật (gạch bỏ phần không phù hợp).",
    NULL },
  { "quoted", NULL, PLAIN, "Quy định cũ ghi “tài liệu này là bí mật nhà nước” đã bãi bỏ.", NULL },
  { "negated", NULL, PLAIN, "Tài liệu này không chứa bí mật nhà nước.", NULL },
};

static GBytes *
lay_out (const Row *row)
{
  g_autoptr (HopsoTypesetDocument) document = hopso_typeset_document_new (HOPSO_TYPESET_NAMED);
  g_autoptr (GError) error = NULL;
  GBytes *bytes;

  hopso_typeset_document_set_agency (document, NULL, "SỞ TÀI CHÍNH");
  hopso_typeset_document_set_number (document, "12", "BC-STC");
  hopso_typeset_document_set_date (document, "Thanh Hóa", "ngày 05 tháng 01 năm 2026");
  hopso_typeset_document_set_name (document, "BÁO CÁO", row->title);
  hopso_typeset_document_set_circulation (document, row->circulation);
  hopso_typeset_document_add_paragraph (document, row->text);
  hopso_typeset_document_set_signer (document, "GIÁM ĐỐC", "Nguyễn Văn A");
  bytes = hopso_typeset_document_write_bytes (document, NULL, &error);
  g_assert_no_error (error);
  return bytes;
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

static char **
inspect (GBytes *bytes, const char *scanner, GCancellable *cancellable, GError **error)
{
  g_autoptr (HopsoPdfClient) pdf = hopso_pdf_client_new_background ();
  g_autoptr (HopsoPaperInspector) inspector = hopso_paper_inspector_new (pdf);
  g_autoptr (GAsyncResult) result = NULL;
  g_auto (HopsoFd) fd =
      hopso_fd_new_sealed ("paper", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);

  hopso_paper_inspector_set_scanner (inspector, scanner);
  hopso_paper_inspector_run_async (inspector, fd, cancellable, done_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return hopso_paper_inspector_run_finish (inspector, result, error);
}

static gboolean
has (char **codes, const char *code)
{
  return g_strv_contains ((const char *const *) codes, code);
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = lay_out (row);
  g_auto (GStrv) codes = inspect (bytes, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (has (codes, HOPSO_INSPECTION_NO_SCANNER));
  g_assert_false (has (codes, HOPSO_INSPECTION_UNREADABLE));
  g_assert_cmpint (hopso_inspection_forbids ((const char *const *) codes), ==,
                   row->expected != NULL);
  if (row->expected != NULL)
    g_assert_true (has (codes, row->expected));
}

static void
test_what_is_no_pdf_is_unreadable (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("words", 5);
  g_auto (GStrv) codes = inspect (bytes, NULL, NULL, NULL);

  g_assert_true (has (codes, HOPSO_INSPECTION_UNREADABLE));
  g_assert_false (hopso_inspection_forbids ((const char *const *) codes));
}

static void
test_it_can_be_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GBytes) bytes = lay_out (&rows[0]);
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (inspect (bytes, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* --- a scanner ---------------------------------------------------------------------------------
 */

#define EICAR "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"

/* Looks for the harmless string that all scanners know; says what it was told to say otherwise. */
typedef struct
{
  GSocketService *service; /* owned */
  char *folder;            /* owned */
  char *path;              /* owned */
  const char *says;        /* nullable: looks itself */
  gsize n_bytes;
} Scanner;

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection *connection,
        GObject *source,
        gpointer user_data)
{
  Scanner *self = user_data;
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  g_autoptr (GByteArray) found = g_byte_array_new ();
  const char *says = self->says;
  char command[10];
  guint32 length;
  gsize n;

  g_assert_true (g_input_stream_read_all (input, command, sizeof command, &n, NULL, NULL));
  g_assert_cmpmem (command, n, "zINSTREAM", 10);
  while (g_input_stream_read_all (input, &length, 4, &n, NULL, NULL) && n == 4 && length != 0)
    {
      const guint size = GUINT32_FROM_BE (length);
      const guint at = found->len;

      g_byte_array_set_size (found, at + size);
      g_assert_true (g_input_stream_read_all (input, found->data + at, size, &n, NULL, NULL));
    }
  self->n_bytes = found->len;
  if (says == NULL)
    says = memmem (found->data, found->len, EICAR, strlen (EICAR)) != NULL
               ? "stream: Win.Test.EICAR_HDB-1 FOUND"
               : "stream: OK";
  g_output_stream_write_all (output, says, strlen (says) + 1, NULL, NULL, NULL);
  return TRUE;
}

static void
scanner_start (Scanner *self, const char *says)
{
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError) error = NULL;

  self->says = says;
  self->folder = g_dir_make_tmp ("hopso-test-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->folder, "clamd", NULL);
  address = g_unix_socket_address_new (self->path);
  self->service = g_threaded_socket_service_new (4);
  g_signal_connect (self->service, "run", G_CALLBACK (run_cb), self);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_DEFAULT, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
scanner_stop (Scanner *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_object_unref (self->service);
  g_unlink (self->path);
  g_rmdir (self->folder);
  g_free (self->path);
  g_free (self->folder);
}

static void
check_scanner (const char *says, GBytes *bytes, const char *expected)
{
  Scanner scanner = { NULL };
  g_auto (GStrv) codes = NULL;

  scanner_start (&scanner, says);
  codes = inspect (bytes, scanner.path, NULL, NULL);
  g_assert_true (has (codes, expected));
  g_assert_cmpuint (scanner.n_bytes, ==, g_bytes_get_size (bytes));
  scanner_stop (&scanner);
}

static void
test_a_scanner_is_believed (void)
{
  g_autoptr (GBytes) clean = lay_out (&rows[8]);
  g_autoptr (GByteArray) infected = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;

  /* Larger than a piece, and the sign stands across two. */
  g_byte_array_set_size (infected, 64 * 1024 - 10);
  memset (infected->data, ' ', infected->len);
  g_byte_array_append (infected, (const guint8 *) EICAR, strlen (EICAR));
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&infected));
  check_scanner (NULL, clean, HOPSO_INSPECTION_CLEAN);
  check_scanner (NULL, bytes, HOPSO_INSPECTION_INFECTED);
}

static void
test_other_answers_are_no_answers (void)
{
  g_autoptr (GBytes) bytes = lay_out (&rows[8]);
  g_auto (GStrv) codes = inspect (bytes, "/nonexistent/clamd", NULL, NULL);

  g_assert_true (has (codes, HOPSO_INSPECTION_SCANNER_DOWN));
  check_scanner ("INSTREAM size limit exceeded. ERROR", bytes, HOPSO_INSPECTION_SCANNER_DOWN);
  check_scanner ("stream: OK and more", bytes, HOPSO_INSPECTION_SCANNER_DOWN);
  check_scanner ("", bytes, HOPSO_INSPECTION_SCANNER_DOWN);
}

/* Where the machine has clamd, with whatever it knows: everybody knows this. */
static void
test_the_real_one (void)
{
  static const char *const path = "/run/clamav/clamd.ctl";
  g_autoptr (GBytes) bytes = g_bytes_new_static (EICAR, strlen (EICAR));
  g_auto (GStrv) codes = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("no clamd here");
      return;
    }
  codes = inspect (bytes, path, NULL, NULL);
  g_assert_true (has (codes, HOPSO_INSPECTION_INFECTED));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/inspection/secrecy/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/inspection/what-is-no-pdf-is-unreadable", test_what_is_no_pdf_is_unreadable);
  g_test_add_func ("/inspection/it-can-be-cancelled", test_it_can_be_cancelled);
  g_test_add_func ("/inspection/scanner/is-believed", test_a_scanner_is_believed);
  g_test_add_func ("/inspection/scanner/other-answers-are-no-answers",
                   test_other_answers_are_no_answers);
  g_test_add_func ("/inspection/scanner/the-real-one", test_the_real_one);
  return g_test_run ();
}
