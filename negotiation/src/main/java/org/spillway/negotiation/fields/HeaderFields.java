package org.spillway.negotiation.fields;

import java.util.ArrayList;
import java.util.List;

/** Collects the header fields of an answer. */
public final class HeaderFields {
  /** The value of Vary where header fields choose between a file and what describes it. */
  public static final String NEGOTIATED = "Accept, Accept-Encoding";

  private final List<HeaderField> list = new ArrayList<>(12);

  public HeaderFields add(String name, String value) {
    return add(new HeaderField(name, value));
  }

  public HeaderFields addIf(boolean wanted, String name, String value) {
    return wanted ? add(name, value) : this;
  }

  public HeaderFields add(HeaderField field) {
    list.add(field);
    return this;
  }

  public HeaderFields addAll(List<HeaderField> fields) {
    list.addAll(fields);
    return this;
  }

  public HeaderFields varyIf(boolean varies) {
    return vary(varies ? NEGOTIATED : "");
  }

  /**
   * @param vary the value of the field; if it is empty, the field is left out
   */
  public HeaderFields vary(String vary) {
    return vary.isEmpty() ? this : add("Vary", vary);
  }

  public List<HeaderField> list() {
    return List.copyOf(list);
  }
}
