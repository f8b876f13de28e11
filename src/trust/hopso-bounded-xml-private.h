/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libxml/tree.h>

G_BEGIN_DECLS

G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlDoc, xmlFreeDoc)

xmlDoc *hopso_bounded_xml_parse (GBytes *bytes, GError **error);

/* The first child element of that name, and the next one after a child; %NULL if there is none. */
xmlNode *hopso_bounded_xml_find (xmlNode *parent, const char *space, const char *name);
xmlNode *hopso_bounded_xml_next (xmlNode *node);

/* By names in one name space, down from @parent; ends with %NULL. */
xmlNode *hopso_bounded_xml_walk (xmlNode *parent, const char *space, ...) G_GNUC_NULL_TERMINATED;
gboolean hopso_bounded_xml_is (xmlNode *node, const char *space, const char *name);

/* The text of an element, without blanks around it; %NULL for none. */
char *hopso_bounded_xml_dup_text (xmlNode *node);

G_END_DECLS
