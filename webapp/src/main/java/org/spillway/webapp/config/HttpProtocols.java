package org.spillway.webapp.config;

/**
 * What connections may begin with, beside HTTP/1.1 and TLS.
 *
 * @param proxy the PROXY protocol, from trusted proxies
 * @param h2c HTTP/2 without TLS, by prior knowledge
 */
public record HttpProtocols(boolean proxy, boolean h2c) {
  public static final HttpProtocols NONE = new HttpProtocols(false, false);
}
