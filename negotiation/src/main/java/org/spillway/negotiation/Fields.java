package org.spillway.negotiation;

import java.util.ArrayList;
import java.util.List;

/** Header fields of an answer in the making. */
final class Fields {
  private final List<Answer.Field> list = new ArrayList<>(12);

  Fields add(String name, String value) {
    return add(new Answer.Field(name, value));
  }

  Fields addIf(boolean wanted, String name, String value) {
    return wanted ? add(name, value) : this;
  }

  Fields add(Answer.Field field) {
    list.add(field);
    return this;
  }

  Fields addAll(List<Answer.Field> fields) {
    list.addAll(fields);
    return this;
  }

  Fields varyIf(boolean varies) {
    return vary(varies ? Negotiation.VARY : "");
  }

  /**
   * @param vary may be empty, for no field
   */
  Fields vary(String vary) {
    return vary.isEmpty() ? this : add("Vary", vary);
  }

  List<Answer.Field> list() {
    return List.copyOf(list);
  }
}
