package org.spillway.catalog;

import java.net.URI;
import java.net.URISyntaxException;

/** Checks URLs to which the paths of files are appended. */
final class BaseUrl {
  private BaseUrl() {}

  /** Returns whether a URL has a host, and no password: everybody reads these URLs. */
  static boolean isValid(URI uri) {
    return uri.getHost() != null
        && uri.getRawUserInfo() == null
        && uri.getRawQuery() == null
        && uri.getRawFragment() == null;
  }

  /**
   * Throws an exception unless paths can be appended to the URL.
   *
   * @throws IllegalArgumentException if they cannot; the message names the field
   */
  static void require(String field, String url) {
    try {
      if (isValid(new URI(url))) {
        return;
      }
    } catch (URISyntaxException e) {
      // This is as wrong as a URL without a host.
    }
    throw new IllegalArgumentException(field + " must be SCHEME://HOST[:PORT][/PATH], was " + url);
  }

  static String withoutFinalSlash(String url) {
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }
}
