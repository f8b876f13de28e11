/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The table of refusals: name, status, and what people read. Both languages stand here, not in
 * the translations, because the server does not know the reader's. Constant data. */

#include "hopso-server-problems.h"

static const struct
{
  const char *name;
  int status;
  const char *title_vi;
  const char *title_en;
} problems[HOPSO_SERVER_N_PROBLEMS] = {
  [HOPSO_SERVER_PROBLEM_MALFORMED] = { "malformed", 400, "Yêu cầu không đúng định dạng",
                                       "The request is malformed" },
  [HOPSO_SERVER_PROBLEM_NOT_SIGNED_IN] = { "not-signed-in", 401, "Bạn cần đăng nhập lại",
                                           "You need to sign in again" },
  [HOPSO_SERVER_PROBLEM_WRONG_PASSWORD] = { "wrong-password", 401,
                                            "Tên đăng nhập hoặc mật khẩu không đúng",
                                            "The account name or the password is wrong" },
  [HOPSO_SERVER_PROBLEM_SLOW_DOWN] = { "slow-down", 429,
                                       "Đăng nhập sai nhiều lần, hãy chờ rồi thử lại",
                                       "Too many wrong passwords; wait, then try again" },
  [HOPSO_SERVER_PROBLEM_TOO_MANY] = { "too-many", 429, "Quá nhiều yêu cầu, hãy chờ rồi thử lại",
                                      "Too many requests; wait, then try again" },
  [HOPSO_SERVER_PROBLEM_FORBIDDEN] = { "forbidden", 403, "Bạn không có quyền thay đổi nội dung này",
                                       "You have no right to change this" },
  [HOPSO_SERVER_PROBLEM_NOT_FOUND] = { "not-found", 404,
                                       "Nội dung không còn hoặc bạn không có quyền xem",
                                       "It is gone, or you have no right to see it" },
  [HOPSO_SERVER_PROBLEM_METHOD] = { "method", 405, "Máy chủ không hỗ trợ thao tác này",
                                    "The server cannot do this here" },
  [HOPSO_SERVER_PROBLEM_TOO_LARGE] = { "too-large", 413, "Dữ liệu gửi lên quá lớn",
                                       "What was sent is too large" },
  [HOPSO_SERVER_PROBLEM_KEY_MISSING] = { "key-missing", 400,
                                         "Yêu cầu thiếu khóa chống gửi lặp (Idempotency-Key)",
                                         "The request has no Idempotency-Key" },
  [HOPSO_SERVER_PROBLEM_KEY_REUSED] = { "key-reused", 422,
                                        "Khóa chống gửi lặp đã dùng cho một yêu cầu khác",
                                        "The Idempotency-Key was another request's" },
  [HOPSO_SERVER_PROBLEM_STILL_RUNNING] = { "still-running", 409,
                                           "Yêu cầu trước vẫn đang được xử lý, hãy chờ",
                                           "The first of these requests is still running; wait" },
  [HOPSO_SERVER_PROBLEM_CONDITION_MISSING] = { "condition-missing", 428,
                                               "Yêu cầu thiếu phiên bản đang sửa (If-Match)",
                                               "The request does not say what it changes "
                                               "(If-Match)" },
  [HOPSO_SERVER_PROBLEM_STALE] = { "stale", 412, "Nội dung đã được người khác thay đổi",
                                   "Somebody changed it meanwhile" },
  [HOPSO_SERVER_PROBLEM_STATE_GONE] = { "state-gone", 410,
                                        "Cần đồng bộ lại toàn bộ dữ liệu từ máy chủ",
                                        "Everything has to be fetched again from the server" },
  [HOPSO_SERVER_PROBLEM_RANGE] = { "range", 416, "Phần dữ liệu yêu cầu không tồn tại",
                                   "There are no such bytes" },
  [HOPSO_SERVER_PROBLEM_OFFSET] = { "offset", 409, "Phần tải lên không nối tiếp phần trước",
                                    "The part does not begin where the one before ended" },
  [HOPSO_SERVER_PROBLEM_DIGEST] = { "digest", 422, "Tệp tải lên bị sai lệch, hãy tải lên lại",
                                    "The upload was damaged on its way; upload it again" },
  [HOPSO_SERVER_PROBLEM_NOT_A_CONTINUATION] = { "not-a-continuation", 422,
                                                "Tài liệu đã có phiên bản mới, hãy ký lại trên "
                                                "phiên bản đó",
                                                "The paper has another version; sign that one" },
  [HOPSO_SERVER_PROBLEM_STATE_SECRET] = { "state-secret", 422,
                                          "Không được đưa tài liệu mật vào hệ thống này",
                                          "State secrets may not be kept in this system" },
  [HOPSO_SERVER_PROBLEM_INVALID] = { "invalid", 422, "Nội dung gửi lên không hợp lệ",
                                     "What was sent makes no sense here" },
  [HOPSO_SERVER_PROBLEM_CLOSED] = { "closed", 409, "Việc này đã kết thúc, không thay đổi được nữa",
                                    "This is over and cannot be changed any more" },
  [HOPSO_SERVER_PROBLEM_NOT_YOUR_TURN] = { "not-your-turn", 409, "Chưa đến lượt bạn ký văn bản này",
                                           "It is not your turn to sign this document" },
  [HOPSO_SERVER_PROBLEM_UNDER_WAY] = { "under-way", 409,
                                       "Văn bản này đang được trình ký, hãy chờ ký xong hoặc rút "
                                       "lại",
                                       "This document has been submitted already; wait, or "
                                       "withdraw that" },
  [HOPSO_SERVER_PROBLEM_UNSUITABLE] = { "unsuitable", 422,
                                        "Người được chọn không có thẩm quyền ký ở bước này",
                                        "The person who was chosen may not sign this" },
  [HOPSO_SERVER_PROBLEM_TAKEN] = { "taken", 409, "Người này đã có trong danh sách",
                                   "Somebody else has entered this already" },
  [HOPSO_SERVER_PROBLEM_NOT_EMPTY] = { "not-empty", 409,
                                       "Nội dung này còn tài liệu hoặc nội dung con, nên được giữ "
                                       "lại",
                                       "There is something in it, so it stays" },
  [HOPSO_SERVER_PROBLEM_BLOCKED] = { "blocked", 422,
                                     "Chưa thể phát hành, hãy xem phần kiểm tra trước khi phát "
                                     "hành",
                                     "It cannot be published yet; look at the checks" },
  [HOPSO_SERVER_PROBLEM_REASON_NEEDED] = { "reason-needed", 422, "Cần ghi rõ lý do",
                                           "A reason is needed" },
  [HOPSO_SERVER_PROBLEM_BUSY] = { "busy", 503, "Máy chủ đang bận, hãy thử lại sau ít phút",
                                  "The server is busy; try again in a few minutes" },
  [HOPSO_SERVER_PROBLEM_FULL] = { "full", 507,
                                  "Máy chủ đã hết chỗ trống, hãy báo cho người quản trị; nội dung "
                                  "của bạn được giữ và sẽ gửi lại sau",
                                  "The server has no space left; tell its administrator. What you "
                                  "entered is kept and will be sent later" },
  [HOPSO_SERVER_PROBLEM_FAILED] = { "failed", 500, "Máy chủ gặp lỗi, hãy báo cho người quản trị",
                                    "The server failed; tell its administrator" },
};

/**
 * hopso_server_problem_make:
 * @problem: which
 * @detail: (nullable): for who looks into it; nothing that the caller may not know
 *
 * Returns: (transfer full): the problem
 */
HopsoWireProblem *
hopso_server_problem_make (HopsoServerProblem problem, const char *detail)
{
  g_autofree char *type = g_strdup_printf ("urn:hopso:problem:%s", problems[problem].name);

  return hopso_wire_problem_new (type, problems[problem].status, problems[problem].title_vi,
                                 problems[problem].title_en, detail);
}
