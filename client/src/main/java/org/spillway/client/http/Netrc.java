package org.spillway.client.http;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/** Reads the logins of hosts in the form that ftp(1) and curl read. */
public final class Netrc {
  private Netrc() {}

  /**
   * Returns the login of a host, or else the default one.
   *
   * @param text the content of the file
   */
  public static Optional<Login> find(String text, String host) {
    Queue<String> words = new ArrayDeque<>(List.of(withoutMacros(text).strip().split("\\s+")));
    boolean matches = false;
    String user = "";
    Optional<String> password = Optional.empty();
    while (!words.isEmpty()) {
      String word = words.remove();
      if (word.equals("default") || word.equals("machine")) {
        if (matches && password.isPresent()) {
          break;
        }
        matches = word.equals("default") || host.equalsIgnoreCase(words.poll());
        user = "";
        password = Optional.empty();
      } else if (word.equals("login")) {
        user = String.valueOf(words.poll());
      } else if (word.equals("password")) {
        password = Optional.ofNullable(words.poll());
      }
    }
    String login = user;
    return matches ? password.map(found -> new Login(login, found)) : Optional.empty();
  }

  /** Removes macros, each of which ends at an empty line, and comments. */
  private static String withoutMacros(String text) {
    return text.replaceAll("(?ms)^\\s*macdef\\b.*?(^\\s*$|\\z)", "")
        .replaceAll("(?m)^\\s*#.*$", "");
  }
}
