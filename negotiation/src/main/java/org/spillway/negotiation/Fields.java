package org.spillway.negotiation;

import java.util.ArrayList;
import java.util.List;

/** Header fields of an answer in the making. */
final class Fields {
  /** The value of Vary where header fields choose between a file and what describes it. */
  static final String NEGOTIATED = "Accept, Accept-Encoding";

  private final List<HeaderField> list = new ArrayList<>(12);

  Fields add(String name, String value) {
    return add(new HeaderField(name, value));
  }

  Fields addIf(boolean wanted, String name, String value) {
    return wanted ? add(name, value) : this;
  }

  Fields add(HeaderField field) {
    list.add(field);
    return this;
  }

  Fields addAll(List<HeaderField> fields) {
    list.addAll(fields);
    return this;
  }

  Fields varyIf(boolean varies) {
    return vary(varies ? NEGOTIATED : "");
  }

  /**
   * @param vary may be empty, for no field
   */
  Fields vary(String vary) {
    return vary.isEmpty() ? this : add("Vary", vary);
  }

  List<HeaderField> list() {
    return List.copyOf(list);
  }
}
