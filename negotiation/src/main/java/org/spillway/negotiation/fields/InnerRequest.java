package org.spillway.negotiation.fields;

/**
 * A request with another path, for example because a proxy has kept a part that must be removed.
 *
 * @param path that is left
 */
public record InnerRequest(RequestHead request, String path) implements RequestHead {
  @Override
  public String method() {
    return request.method();
  }

  @Override
  public String query() {
    return request.query();
  }

  @Override
  public String field(String name) {
    return request.field(name);
  }

  @Override
  public String client() {
    return request.client();
  }

  @Override
  public String host() {
    return request.host();
  }

  @Override
  public String origin() {
    return request.origin();
  }
}
