/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Four lists under four buttons that say how many are in each. What waits for this person's
 * signature can be chosen: by boxes, by Ctrl+A, by Shift with the arrows; one button signs what is
 * chosen, or all of it when nothing is. PDF files can be dropped to submit them. What is done with
 * a request is the business of the actions "requests". Main thread. */

#include "hopso-requests-page.h"

#include "hopso-request-keys.h"
#include "hopso-request-row.h"
#include "hopso-workspace-requests.h"

#include <glib/gi18n.h>

#define N_LISTS 4

struct _HopsoRequestsPage
{
  HopsoPage parent_instance;

  HopsoWorkspace *workspace;  /* owned */
  HopsoClock *clock;          /* owned */
  GListModel *lists[N_LISTS]; /* owned: to sign, submitted, elsewhere, done */
  guint shown;                /* which of them */

  GtkToggleButton *to_sign_button;
  GtkToggleButton *submitted_button;
  GtkToggleButton *elsewhere_button;
  GtkToggleButton *done_button;
  GtkWidget *filters;
  GtkWidget *filter_rows;
  GtkWidget *submit_button;
  GtkWidget *agency_button;
  GtkWidget *sign_box;
  GtkCheckButton *all_check;
  GtkButton *sign_button;
  AdwButtonContent *sign_content;
  GtkStack *stack;
  GtkListBox *list;
  AdwStatusPage *empty;
  GtkWidget *empty_button;
};

G_DEFINE_FINAL_TYPE (HopsoRequestsPage, hopso_requests_page, HOPSO_TYPE_PAGE)

static HopsoRequestRow *
get_row (HopsoRequestsPage *self, int index)
{
  return (HopsoRequestRow *) gtk_list_box_get_row_at_index (self->list, index);
}

/* --- what is chosen ------------------------------------------------------------------------------
 */

/* The ids of what the button signs: what is chosen, or everything when nothing is. */
static GVariant *
list_wanted (HopsoRequestsPage *self, guint *n_chosen)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  g_autoptr (GPtrArray) chosen = g_ptr_array_new ();
  HopsoRequestRow *row;

  for (int i = 0; (row = get_row (self, i)) != NULL; i++)
    {
      const char *id = hopso_record_get_id (HOPSO_RECORD (hopso_request_row_get_request (row)));

      g_ptr_array_add (all, (gpointer) id);
      if (hopso_request_row_get_is_chosen (row))
        g_ptr_array_add (chosen, (gpointer) id);
    }
  *n_chosen = chosen->len;
  if (chosen->len == 0)
    return g_variant_new_strv ((const char *const *) all->pdata, all->len);
  return g_variant_new_strv ((const char *const *) chosen->pdata, chosen->len);
}

static void
show_all_check (HopsoRequestsPage *self, guint n_chosen, guint n)
{
  g_autofree char *words =
      n_chosen > 0 ? g_strdup_printf (ngettext ("%u chosen", "%u chosen", n_chosen), n_chosen)
                   : g_strdup (_ ("Choose all"));

  g_object_freeze_notify (G_OBJECT (self->all_check));
  gtk_check_button_set_label (self->all_check, words);
  gtk_check_button_set_inconsistent (self->all_check, n_chosen > 0 && n_chosen < n);
  g_object_thaw_notify (G_OBJECT (self->all_check));
}

static void
show_chosen (HopsoRequestsPage *self)
{
  guint n = g_list_model_get_n_items (self->lists[0]);
  guint n_chosen = 0;
  guint n_wanted;
  g_autofree char *sign = NULL;

  gtk_widget_set_visible (self->sign_box, self->shown == 0 && n > 0);
  if (self->shown != 0)
    return;
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (self->sign_button),
                                          list_wanted (self, &n_chosen));
  n_wanted = n_chosen > 0 ? n_chosen : n;
  sign = g_strdup_printf (ngettext ("Sign %u document…", "Sign %u documents…", n_wanted), n_wanted);
  adw_button_content_set_label (self->sign_content, sign);
  show_all_check (self, n_chosen, n);
}

static void
choose_all (HopsoRequestsPage *self, gboolean is_chosen)
{
  HopsoRequestRow *row;

  for (int i = 0; (row = get_row (self, i)) != NULL; i++)
    hopso_request_row_set_is_chosen (row, is_chosen);
}

static void
all_toggled_cb (HopsoRequestsPage *self)
{
  choose_all (self, gtk_check_button_get_active (self->all_check));
}

/* The row that has the focus, or one of whose controls has it. */
static HopsoRequestRow *
find_focused (HopsoRequestsPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL)
    return NULL;
  return (HopsoRequestRow *) gtk_widget_get_ancestor (focus, HOPSO_TYPE_REQUEST_ROW);
}

/* Takes the row along to the next one: both are chosen. */
static gboolean
extend (HopsoRequestsPage *self, int step)
{
  HopsoRequestRow *row = find_focused (self);
  HopsoRequestRow *next;

  if (row == NULL || self->shown != 0)
    return GDK_EVENT_PROPAGATE;
  next = get_row (self, gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)) + step);
  hopso_request_row_set_is_chosen (row, TRUE);
  if (next == NULL)
    return GDK_EVENT_STOP;
  hopso_request_row_set_is_chosen (next, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (next));
  return GDK_EVENT_STOP;
}

/* What the keys of requests are about: the row with the focus. */
static HopsoSignRequest *
get_request_of_keys (GtkWidget *widget, HopsoWorkspace **workspace)
{
  HopsoRequestsPage *self = HOPSO_REQUESTS_PAGE (widget);
  HopsoRequestRow *row = find_focused (self);

  *workspace = self->workspace;
  return row != NULL ? hopso_request_row_get_request (row) : NULL;
}

static gboolean
key_cb (GtkEventControllerKey *controller,
        guint keyval,
        guint keycode,
        GdkModifierType state,
        HopsoRequestsPage *self)
{
  const GdkModifierType keys =
      state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK);
  HopsoRequestRow *row = find_focused (self);

  if (keys == GDK_SHIFT_MASK && (keyval == GDK_KEY_Down || keyval == GDK_KEY_KP_Down))
    return extend (self, 1);
  if (keys == GDK_SHIFT_MASK && (keyval == GDK_KEY_Up || keyval == GDK_KEY_KP_Up))
    return extend (self, -1);
  if (keys == GDK_CONTROL_MASK && keyval == GDK_KEY_a && self->shown == 0)
    {
      choose_all (self, TRUE);
      return GDK_EVENT_STOP;
    }
  /* On the row itself; in one of its buttons the key is the button's. */
  if (keys == 0 && keyval == GDK_KEY_space && row != NULL && self->shown == 0 &&
      gtk_widget_is_focus (GTK_WIDGET (row)))
    {
      hopso_request_row_set_is_chosen (row, !hopso_request_row_get_is_chosen (row));
      return GDK_EVENT_STOP;
    }
  return GDK_EVENT_PROPAGATE;
}

/* --- the lists -----------------------------------------------------------------------------------
 */

static GtkWidget *
make_row (gpointer item, gpointer user_data)
{
  HopsoRequestsPage *self = HOPSO_REQUESTS_PAGE (user_data);
  GtkWidget *row = hopso_request_row_new (self->workspace, self->clock, item, self->shown == 0);

  g_object_bind_property (self, "is-narrow", row, "is-narrow", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (row, "notify::is-chosen", G_CALLBACK (show_chosen), self,
                           G_CONNECT_SWAPPED);
  return row;
}

static void
show_empty (HopsoRequestsPage *self)
{
  static const char *const words[N_LISTS][3] = {
    { "emblem-ok-symbolic", N_ ("Nothing waits for your signature"),
      N_ ("Documents submitted to you appear here by themselves.") },
    { "document-send-symbolic", N_ ("You have submitted nothing"),
      N_ ("Drop a PDF file here, or open a document and choose “Submit for signature…”.") },
    { "content-loading-symbolic", N_ ("Nothing waits for others"),
      N_ ("What you have signed and others have yet to sign is shown here.") },
    { "x-office-document-symbolic", N_ ("Nothing is over yet"),
      N_ ("Requests that were signed by all, returned or withdrawn are shown here.") },
  };
  gboolean can_submit = self->shown == 1 && hopso_workspace_may_submit (self->workspace);

  adw_status_page_set_icon_name (self->empty, words[self->shown][0]);
  adw_status_page_set_title (self->empty, _ (words[self->shown][1]));
  adw_status_page_set_description (self->empty, _ (words[self->shown][2]));
  gtk_widget_set_visible (self->empty_button, can_submit);
}

static void
label_filter (GtkToggleButton *button, const char *words, guint n)
{
  g_autofree char *label = n > 0 ? g_strdup_printf ("%s (%u)", words, n) : g_strdup (words);

  gtk_button_set_label (GTK_BUTTON (button), label);
}

/* Whoever signs for the agency. */
static gboolean
is_records_clerk (HopsoRequestsPage *self)
{
  HopsoPerson *me = hopso_workspace_get_person (self->workspace);

  return me != NULL && hopso_sign_policy_may_sign (me, HOPSO_SIGN_ASK_AGENCY);
}

static void
show_counts (HopsoRequestsPage *self)
{
  guint n[N_LISTS];

  for (guint i = 0; i < N_LISTS; i++)
    n[i] = g_list_model_get_n_items (self->lists[i]);
  label_filter (self->to_sign_button, _ ("To sign"), n[0]);
  label_filter (self->submitted_button, _ ("Submitted by me"), n[1]);
  label_filter (self->elsewhere_button, _ ("Waiting for others"), n[2]);
  label_filter (self->done_button, _ ("Over"), n[3]);
  gtk_widget_set_visible (self->submit_button, hopso_workspace_may_submit (self->workspace));
  gtk_widget_set_visible (self->agency_button, is_records_clerk (self));
  gtk_stack_set_visible_child_name (self->stack, n[self->shown] > 0 ? "list" : "empty");
  show_empty (self);
  show_chosen (self);
}

static void
show_list (HopsoRequestsPage *self, guint shown)
{
  self->shown = shown;
  gtk_check_button_set_active (self->all_check, FALSE);
  gtk_list_box_bind_model (self->list, self->lists[shown], make_row, self, NULL);
  show_counts (self);
}

static void
filter_cb (HopsoRequestsPage *self, GtkToggleButton *button)
{
  GtkToggleButton *const buttons[N_LISTS] = { self->to_sign_button, self->submitted_button,
                                              self->elsewhere_button, self->done_button };

  for (guint i = 0; i < N_LISTS; i++)
    if (button == buttons[i] && gtk_toggle_button_get_active (button) && self->shown != i)
      show_list (self, i);
}

static gboolean
dropped_cb (HopsoRequestsPage *self, const GValue *value)
{
  GSList *files = g_value_get_boxed (value);

  if (files == NULL || !hopso_workspace_may_submit (self->workspace))
    return FALSE;
  for (GSList *link = files; link != NULL; link = link->next)
    {
      g_autofree char *uri = g_file_get_uri (link->data);

      gtk_widget_activate_action (GTK_WIDGET (self), "requests.submit-file", "s", uri);
    }
  return TRUE;
}

static void
narrow_cb (HopsoRequestsPage *self)
{
  GtkOrientation orientation = hopso_page_get_is_narrow (HOPSO_PAGE (self))
                                   ? GTK_ORIENTATION_VERTICAL
                                   : GTK_ORIENTATION_HORIZONTAL;

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->filters), orientation);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->filter_rows), orientation);
}

static void
hopso_requests_page_refresh (HopsoPage *page)
{
  HopsoRequestsPage *self = HOPSO_REQUESTS_PAGE (page);
  HopsoRequestRow *row;

  for (int i = 0; (row = get_row (self, i)) != NULL; i++)
    hopso_request_row_refresh (row);
}

static void
hopso_requests_page_dispose (GObject *object)
{
  HopsoRequestsPage *self = HOPSO_REQUESTS_PAGE (object);

  /* The list calls back into the page. */
  if (self->lists[0] != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  for (guint i = 0; i < N_LISTS; i++)
    g_clear_object (&self->lists[i]);
  g_clear_object (&self->clock);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (hopso_requests_page_parent_class)->dispose (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, HopsoRequestsPage, name)

static void
hopso_requests_page_class_init (HopsoRequestsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hopso_requests_page_dispose;
  HOPSO_PAGE_CLASS (klass)->refresh = hopso_requests_page_refresh;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/hopso/HopSo/documents/hopso-requests-page.ui");
  BIND (to_sign_button);
  BIND (submitted_button);
  BIND (elsewhere_button);
  BIND (done_button);
  BIND (filters);
  BIND (filter_rows);
  BIND (submit_button);
  BIND (agency_button);
  BIND (sign_box);
  BIND (all_check);
  BIND (sign_button);
  BIND (sign_content);
  BIND (stack);
  BIND (list);
  BIND (empty);
  BIND (empty_button);
  gtk_widget_class_bind_template_callback (widget_class, all_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, filter_cb);
  gtk_widget_class_bind_template_callback (widget_class, narrow_cb);
}

static void
hopso_requests_page_init (HopsoRequestsPage *self)
{
  GtkDropTarget *drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (drop, "drop", G_CALLBACK (dropped_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
  /* Before the list moves the focus by itself. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->list), keys);
  hopso_request_keys_add (GTK_WIDGET (self), GTK_SHORTCUT_SCOPE_LOCAL, get_request_of_keys);
}

/**
 * hopso_requests_page_new:
 * @workspace: whose requests
 * @clock: tells the time
 *
 * Returns: (transfer floating): the page, showing what is to be signed
 */
GtkWidget *
hopso_requests_page_new (HopsoWorkspace *workspace, HopsoClock *clock)
{
  HopsoRequestsPage *self =
      g_object_new (HOPSO_TYPE_REQUESTS_PAGE, "title", _ ("Documents to sign"), NULL);

  self->workspace = g_object_ref (workspace);
  self->clock = g_object_ref (clock);
  self->lists[0] = hopso_workspace_list_sign_requests (workspace);
  self->lists[1] = hopso_workspace_list_requests_submitted (workspace);
  self->lists[2] = hopso_workspace_list_requests_elsewhere (workspace);
  self->lists[3] = hopso_workspace_list_requests_done (workspace);
  show_list (self, 0);
  /* After the list box has made its rows. */
  for (guint i = 0; i < N_LISTS; i++)
    g_signal_connect_object (self->lists[i], "items-changed", G_CALLBACK (show_counts), self,
                             G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (workspace, "changed", G_CALLBACK (show_counts), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
