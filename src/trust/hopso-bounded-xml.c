/* SPDX-License-Identifier: GPL-3.0-or-later */

/* XML from strangers as a tree: no document types and so no entities but the five built in, nothing
 * is loaded from anywhere, and the tree has an end in every direction. Any thread, after the
 * library was initialised. */

#include "hopso-bounded-xml-private.h"

#include "hopso-service-list.h"

#include <libxml/parser.h>
#include <libxml/xmlreader.h>
#include <string.h>

#define MAX_SIZE  (16 * 1024 * 1024)
#define MAX_PARTS 500000 /* elements, attributes, texts */

/* Fixed, so that no other reading of the bytes hides a document type. */
#define ENCODING "UTF-8"
#define OPTIONS  (XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlTextReader, xmlFreeTextReader)

static gboolean
fail (GError **error, const char *what)
{
  g_set_error_literal (error, HOPSO_SERVICE_LIST_ERROR, HOPSO_SERVICE_LIST_ERROR_MALFORMED, what);
  return FALSE;
}

/* Once through, keeping nothing, up to the first thing that is not wanted. */
static gboolean
is_harmless (const char *text, int size, GError **error)
{
  g_autoptr (xmlTextReader) reader = xmlReaderForMemory (text, size, NULL, ENCODING, OPTIONS);
  guint n_parts = 0;
  int state = -1;

  while (reader != NULL && (state = xmlTextReaderRead (reader)) == 1)
    {
      if (xmlTextReaderNodeType (reader) == XML_READER_TYPE_DOCUMENT_TYPE)
        return fail (error, "the file declares a document type");
      n_parts += 1 + (guint) MAX (xmlTextReaderAttributeCount (reader), 0);
      if (n_parts > MAX_PARTS)
        return fail (error, "the file has too many elements");
    }
  return state == 0 || fail (error, "the file is not well-formed XML");
}

/* The file, or %NULL with an error of #HopsoServiceListError. */
xmlDoc *
hopso_bounded_xml_parse (GBytes *bytes, GError **error)
{
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);
  g_autoptr (xmlDoc) tree = NULL;

  if (size == 0 || size > MAX_SIZE)
    {
      fail (error, "the file is empty or too large");
      return NULL;
    }
  if (!is_harmless (text, (int) size, error))
    return NULL;
  tree = xmlReadMemory (text, (int) size, NULL, ENCODING, OPTIONS);
  if (tree == NULL || xmlDocGetRootElement (tree) == NULL || tree->intSubset != NULL)
    {
      fail (error, "the file is not well-formed XML");
      return NULL;
    }
  return g_steal_pointer (&tree);
}

gboolean
hopso_bounded_xml_is (xmlNode *node, const char *space, const char *name)
{
  return node->type == XML_ELEMENT_NODE && node->ns != NULL &&
         strcmp ((const char *) node->name, name) == 0 &&
         strcmp ((const char *) node->ns->href, space) == 0;
}

xmlNode *
hopso_bounded_xml_find (xmlNode *parent, const char *space, const char *name)
{
  for (xmlNode *node = parent != NULL ? parent->children : NULL; node != NULL; node = node->next)
    if (hopso_bounded_xml_is (node, space, name))
      return node;
  return NULL;
}

xmlNode *
hopso_bounded_xml_next (xmlNode *node)
{
  const char *name = (const char *) node->name;
  const char *space = (const char *) node->ns->href;

  for (xmlNode *next = node->next; next != NULL; next = next->next)
    if (hopso_bounded_xml_is (next, space, name))
      return next;
  return NULL;
}

xmlNode *
hopso_bounded_xml_walk (xmlNode *parent, const char *space, ...)
{
  va_list names;
  const char *name;
  xmlNode *node = parent;

  va_start (names, space);
  while (node != NULL && (name = va_arg (names, const char *)) != NULL)
    node = hopso_bounded_xml_find (node, space, name);
  va_end (names);
  return node;
}

char *
hopso_bounded_xml_dup_text (xmlNode *node)
{
  xmlChar *content = node != NULL ? xmlNodeGetContent (node) : NULL;
  char *text = content != NULL ? g_strstrip (g_strdup ((const char *) content)) : NULL;

  xmlFree (content);
  if (text != NULL && *text == '\0')
    g_clear_pointer (&text, g_free);
  return text;
}
