package org.spillway.negotiation.fields;

import java.util.HashMap;
import java.util.Map;

/** A request without a server. */
public record FakeRequest(
    String method, String path, String query, Map<String, String> fields, String client)
    implements RequestHead {

  public static FakeRequest get(String path) {
    return new FakeRequest("GET", path, "", Map.of(), "192.0.2.1");
  }

  public FakeRequest withMethod(String method) {
    return new FakeRequest(method, path, query, fields, client);
  }

  public FakeRequest withQuery(String query) {
    return new FakeRequest(method, path, query, fields, client);
  }

  public FakeRequest with(String name, String value) {
    var more = new HashMap<>(fields);
    more.put(name, value);
    return new FakeRequest(method, path, query, Map.copyOf(more), client);
  }

  public FakeRequest from(String client) {
    return new FakeRequest(method, path, query, fields, client);
  }

  @Override
  public String origin() {
    return host().isEmpty() ? "" : "http://" + host();
  }

  @Override
  public String field(String name) {
    return fields.getOrDefault(name, "");
  }
}
