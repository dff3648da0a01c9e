package org.spillway.negotiation.fields;

/**
 * A request of which a part of the path is not ours, such as one that a proxy has kept.
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
