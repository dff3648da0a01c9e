package org.spillway.negotiation.fields;

/** One line of a header: a field's name, and its value as it is sent (RFC 9110 §5). */
public record HeaderField(String name, String value) {}
