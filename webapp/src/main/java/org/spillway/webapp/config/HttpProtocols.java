package org.spillway.webapp.config;

/**
 * The protocols with which connections may begin, besides HTTP/1.1 and TLS.
 *
 * @param proxy whether trusted proxies may speak the PROXY protocol
 * @param h2c whether HTTP/2 is spoken without TLS, with prior knowledge
 */
public record HttpProtocols(boolean proxy, boolean h2c) {
  public static final HttpProtocols NONE = new HttpProtocols(false, false);
}
