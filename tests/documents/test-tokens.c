/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window of the signing devices and the changing of a PIN, with a real token, and with a module
 * whose PIN stands as we say. */

#include "hopso-pin-dialog.h"
#include "hopso-test-token.h"
#include "hopso-test-window.h"
#include "hopso-token-dialog.h"

#include <glib/gstdio.h>
#include <string.h>

static HopsoTestPki *pki;     /* owned by main */
static HopsoTestToken *token; /* owned by main */

typedef struct
{
  HopsoTokenMonitor *monitor;
  GtkWindow *window;
} World;

/* @data: how the fake behaves; %NULL for the real token. */
static void
set_up (World *world, gconstpointer data)
{
  const char *const real[] = { hopso_test_token_find_module (), NULL };
  const char *const fake[] = { g_getenv ("HOPSO_TEST_FAKE_MODULE"), NULL };

  if (data != NULL)
    g_setenv ("HOPSO_FAKE_MODULE", data, TRUE);
  world->monitor = hopso_token_monitor_new (data != NULL ? fake : real);
  world->window = hopso_test_window_show (hopso_token_dialog_new (world->monitor, NULL), 820, 700);
}

static void
tear_down (World *world, gconstpointer data)
{
  gtk_window_destroy (world->window);
  g_object_unref (world->monitor);
}

typedef struct
{
  GtkWidget *root;
  const char *text;
} Sight;

static gboolean
is_seen (gpointer data)
{
  Sight *sight = data;
  GtkWidget *label = hopso_test_window_find_label (sight->root, sight->text);

  return label != NULL && gtk_widget_get_mapped (label);
}

static void
wait_for_label (gpointer window, const char *text)
{
  Sight sight = { GTK_WIDGET (window), text };

  g_test_message ("waiting for “%s”", text);
  hopso_test_window_wait (is_seen, &sight);
  hopso_test_window_settle ();
}

static gboolean
is_unseen (gpointer data)
{
  return !is_seen (data);
}

static GtkWindow *
find_window (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (window, type) && gtk_widget_get_mapped (GTK_WIDGET (window)))
        return window;
    }
  return NULL;
}

static gboolean
has_window (gpointer data)
{
  return find_window (*(GType *) data) != NULL;
}

static gboolean
has_no_window (gpointer data)
{
  return find_window (*(GType *) data) == NULL;
}

static GtkWindow *
wait_for_window (GType type)
{
  hopso_test_window_wait (has_window, &type);
  hopso_test_window_settle ();
  return find_window (type);
}

/* --- tokens ---------------------------------------------------------------------------------- */

static gboolean
is_expander (GtkWidget *widget, gpointer data)
{
  const char *subtitle = adw_expander_row_get_subtitle (ADW_EXPANDER_ROW (widget));

  return subtitle != NULL && g_str_has_prefix (subtitle, data);
}

static void
test_a_card_tells_all (World *world, gconstpointer data)
{
  wait_for_label (world->window, "Nguyễn Văn Đức");
  GtkWidget *root = GTK_WIDGET (world->window);
  g_assert_nonnull (hopso_test_window_find_label (root, "Chữ ký công vụ"));
  g_assert_nonnull (hopso_test_window_find_label (root, "Mã PIN bình thường"));
  g_assert_nonnull (hopso_test_window_find_label (root, "Chứng thư đã hết hạn"));
  g_assert_nonnull (
      hopso_test_window_find_label (root, "Khóa trên thiết bị này là của chứng thư khác"));
  GtkWidget *row =
      hopso_test_window_find (root, ADW_TYPE_EXPANDER_ROW, is_expander, (gpointer) "Ký được");
  g_assert_nonnull (row);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  wait_for_label (world->window, "ký số, chống chối bỏ");
  /* Of the two that can sign, whichever the token names first. */
  g_assert_true (hopso_test_window_find_label (row, "RSA, 2048 bit") != NULL ||
                 hopso_test_window_find_label (row, "Đường cong elliptic, 256 bit") != NULL);
  g_assert_nonnull (hopso_test_window_find_label (row, "Tổ chức cấp"));
  hopso_test_window_save (root, "tokens-card");
}

static void
test_a_last_try_is_told (World *world, gconstpointer data)
{
  wait_for_label (world->window, "Fake");
  g_assert_nonnull (hopso_test_window_find_label (
      GTK_WIDGET (world->window), "Sai mã PIN thêm một lần nữa, thiết bị sẽ bị khóa"));
}

static void
test_a_locked_token_asks_no_pin (World *world, gconstpointer data)
{
  wait_for_label (world->window, "Đã bị khóa: đề nghị nơi cấp thiết bị mở khóa");
  GtkWidget *button = hopso_test_window_find_button (GTK_WIDGET (world->window), "Đổi mã PIN…");
  g_assert_false (gtk_widget_is_sensitive (button));
}

static void
test_tokens_come_and_go (World *world, gconstpointer data)
{
  const char *plug = g_getenv ("HOPSO_FAKE_PLUG");
  Sight sight = { GTK_WIDGET (world->window), "Fake" };

  wait_for_label (world->window, "Chưa cắm thiết bị lưu khóa");
  hopso_test_window_save (GTK_WIDGET (world->window), "tokens-empty");
  g_assert_true (g_file_set_contents (plug, "", 0, NULL));
  wait_for_label (world->window, "Fake");
  g_unlink (plug);
  hopso_test_window_wait (is_unseen, &sight);
  wait_for_label (world->window, "Chưa cắm thiết bị lưu khóa");
}

static void
set_up_unplugged (World *world, gconstpointer data)
{
  g_autofree char *plug = hopso_test_pki_dup_path (pki, "plug");

  g_setenv ("HOPSO_FAKE_PLUG", plug, TRUE);
  set_up (world, data);
}

static void
tear_down_unplugged (World *world, gconstpointer data)
{
  tear_down (world, data);
  g_unsetenv ("HOPSO_FAKE_PLUG");
}

/* --- software -------------------------------------------------------------------------------- */

static void
test_a_crash_is_told_on_its_row (World *world, gconstpointer data)
{
  Sight sight = { GTK_WIDGET (world->window), NULL };
  g_autofree char *words = g_strdup_printf (
      "Trình điều khiển của thiết bị lưu khóa gặp lỗi. Cắm lại thiết bị rồi thử lần nữa.\n%s",
      g_getenv ("HOPSO_TEST_FAKE_MODULE"));

  sight.text = words;
  hopso_test_window_wait (is_seen, &sight);
  hopso_test_window_settle ();
  hopso_test_window_save (GTK_WIDGET (world->window), "tokens-crash");
}

static void
bring (World *world, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  hopso_token_dialog_add_module (HOPSO_TOKEN_DIALOG (world->window), file);
}

static void
test_software_proves_itself_first (World *world, gconstpointer data)
{
  g_autofree char *nothing = hopso_test_pki_dup_path (pki, "root.pem");
  GType question = ADW_TYPE_MESSAGE_DIALOG;

  bring (world, nothing);
  wait_for_label (world->window,
                  "Tệp này không phải là phần mềm của thiết bị ký (PKCS#11). Không được dùng.");
  g_assert_null (find_window (question));
  g_setenv ("HOPSO_FAKE_MODULE", "behaves", TRUE);
  bring (world, g_getenv ("HOPSO_TEST_FAKE_MODULE"));
  GtkWindow *alert = wait_for_window (question);
  g_assert_nonnull (strstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (alert)),
                            "Nhà sản xuất: Fake Works\nTên: Fake module"));
  hopso_test_window_save (GTK_WIDGET (alert), "tokens-module");
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (alert), "verb");
  wait_for_label (world->window, "Fake");

  GtkWidget *remove = hopso_test_window_find_button (GTK_WIDGET (world->window), "Bỏ");
  Sight sight = { GTK_WIDGET (world->window), "Fake" };
  gtk_widget_activate (remove);
  hopso_test_window_wait (is_unseen, &sight);
}

/* --- the PIN --------------------------------------------------------------------------------- */

static GtkWidget *
find_row (GtkWindow *dialog, const char *title)
{
  for (GtkWidget *row = gtk_widget_get_first_child (
           hopso_test_window_find (GTK_WIDGET (dialog), GTK_TYPE_LIST_BOX, NULL, NULL));
       row != NULL; row = gtk_widget_get_next_sibling (row))
    if (g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), title))
      return row;
  g_assert_not_reached ();
}

static void
type (GtkWindow *dialog, const char *old_pin, const char *new_pin, const char *again)
{
  gtk_editable_set_text (GTK_EDITABLE (find_row (dialog, "Mã PIN hiện tại")), old_pin);
  gtk_editable_set_text (GTK_EDITABLE (find_row (dialog, "Mã PIN mới")), new_pin);
  gtk_editable_set_text (GTK_EDITABLE (find_row (dialog, "Nhập lại mã PIN mới")), again);
}

static GtkWindow *
open_pin_dialog (World *world)
{
  wait_for_label (world->window, "Nguyễn Văn Đức");
  gtk_widget_activate (hopso_test_window_find_button (GTK_WIDGET (world->window), "Đổi mã PIN…"));
  return wait_for_window (HOPSO_TYPE_PIN_DIALOG);
}

static void
change (World *world, const char *old_pin, const char *new_pin)
{
  GType pin_dialog = HOPSO_TYPE_PIN_DIALOG;
  GtkWindow *dialog = open_pin_dialog (world);

  type (dialog, old_pin, new_pin, new_pin);
  gtk_widget_activate (hopso_test_window_find_button (GTK_WIDGET (dialog), "Đổi"));
  hopso_test_window_wait (has_no_window, &pin_dialog);
}

static void
test_a_pin_is_changed (World *world, gconstpointer data)
{
  change (world, HOPSO_TEST_TOKEN_PIN, "24680");
  wait_for_label (world->window, "Đã đổi mã PIN");
  change (world, "24680", HOPSO_TEST_TOKEN_PIN);
}

static void
test_a_wrong_pin_is_tried_once (World *world, gconstpointer data)
{
  GType pin_dialog = HOPSO_TYPE_PIN_DIALOG;
  GtkWindow *dialog = open_pin_dialog (world);
  GtkWidget *button = hopso_test_window_find_button (GTK_WIDGET (dialog), "Đổi");

  g_assert_false (gtk_widget_is_sensitive (button));
  type (dialog, "0000000", "24680", "2468");
  g_assert_false (gtk_widget_is_sensitive (button));
  wait_for_label (dialog, "Hai lần nhập mã PIN mới không giống nhau.");
  type (dialog, "0000000", "123", "123");
  g_assert_false (gtk_widget_is_sensitive (button));
  wait_for_label (dialog, "Thiết bị không nhận mã PIN mới dài như vậy.");
  type (dialog, "0000000", "24680", "24680");
  g_assert_true (gtk_widget_is_sensitive (button));
  hopso_test_window_save (GTK_WIDGET (dialog), "tokens-pin");
  gtk_widget_activate (button);
  wait_for_label (dialog, "Thiết bị từ chối: mã PIN cũ sai, hoặc thiết bị không nhận mã mới. Mã "
                          "PIN vẫn như cũ.");
  /* Warned before the next try, with nothing left of the first. */
  g_assert_nonnull (
      hopso_test_window_find_label (GTK_WIDGET (dialog), "Lần trước đã nhập sai mã PIN"));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find_row (dialog, "Mã PIN hiện tại"))), ==,
                   "");
  hopso_test_window_save (GTK_WIDGET (dialog), "tokens-pin-wrong");
  type (dialog, HOPSO_TEST_TOKEN_PIN, "24680", "24680");
  gtk_widget_activate (button);
  hopso_test_window_wait (has_no_window, &pin_dialog);
  change (world, "24680", HOPSO_TEST_TOKEN_PIN);
}

int
main (int argc, char **argv)
{
  if (!hopso_test_window_init (&argc, &argv))
    return 77;
  pki = hopso_test_pki_new ();
  token = hopso_test_token_new (pki, "Chữ ký công vụ");
  g_autofree char *config = hopso_test_pki_dup_path (pki, "config");
  g_autofree char *path = hopso_test_pki_dup_path (pki, "shown.der");
  g_setenv ("XDG_CONFIG_HOME", config, TRUE);
  hopso_test_pki_run (pki, "x509 -in signer-ec.pem -outform DER -out shown.der");
  g_setenv ("HOPSO_FAKE_CERTIFICATE", path, TRUE);
#define ADD(name, way, func) \
  g_test_add ("/documents/tokens/" name, World, way, set_up, func, tear_down)
  ADD ("a-card-tells-all", NULL, test_a_card_tells_all);
  ADD ("a-last-try-is-told", "has-one-try", test_a_last_try_is_told);
  ADD ("a-locked-token-asks-no-pin", "is-locked", test_a_locked_token_asks_no_pin);
  g_test_add ("/documents/tokens/tokens-come-and-go", World, "behaves", set_up_unplugged,
              test_tokens_come_and_go, tear_down_unplugged);
  ADD ("a-crash-is-told-on-its-row", "crashes:initialize", test_a_crash_is_told_on_its_row);
  ADD ("software-proves-itself-first", NULL, test_software_proves_itself_first);
  ADD ("a-pin-is-changed", NULL, test_a_pin_is_changed);
  ADD ("a-wrong-pin-is-tried-once", NULL, test_a_wrong_pin_is_tried_once);
  int status = hopso_test_window_run ();
  hopso_test_token_free (token);
  hopso_test_pki_free (pki);
  return status;
}
