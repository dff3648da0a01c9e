package org.spillway.negotiation;

/** One line of a header: a field's name, and its value as it is sent (RFC 9110 §5). */
record HeaderField(String name, String value) {}
