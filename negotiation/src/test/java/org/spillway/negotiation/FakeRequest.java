package org.spillway.negotiation;

import java.util.HashMap;
import java.util.Map;

/** A request without a server. */
record FakeRequest(String method, String path, String query, Map<String, String> fields)
    implements RequestHead {

  static FakeRequest get(String path) {
    return new FakeRequest("GET", path, "", Map.of());
  }

  FakeRequest withMethod(String method) {
    return new FakeRequest(method, path, query, fields);
  }

  FakeRequest withQuery(String query) {
    return new FakeRequest(method, path, query, fields);
  }

  FakeRequest with(String name, String value) {
    var more = new HashMap<>(fields);
    more.put(name, value);
    return new FakeRequest(method, path, query, Map.copyOf(more));
  }

  @Override
  public String field(String name) {
    return fields.getOrDefault(name, "");
  }
}
