/**
 * The vocabulary of RFC 9110: header fields, ranges, media types and entity tags, read and written.
 * Nothing here knows the catalog.
 */
@NullMarked
package org.spillway.negotiation.fields;

import org.jspecify.annotations.NullMarked;
