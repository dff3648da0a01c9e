package org.spillway.webapp.config;

import java.math.BigDecimal;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import org.spillway.net.IpAddresses;

/** The keys of the HTTP server for operators. */
public final class AdminConfig {
  private static final AdminSettings DEFAULT = AdminSettings.DEFAULT;

  public static final Key<Boolean> ENABLED =
      Key.of(
          "admin.enabled",
          Kinds.flag(),
          false,
          "whether to serve metrics (/metrics, for Prometheus) and health (/health/live and"
              + " /health/ready) on a port of their own");

  public static final Key<String> HOST =
      Key.of(
          "admin.host",
          Kinds.text("an address"),
          DEFAULT.host(),
          "address that the server for operators listens on; one that other machines reach needs"
              + " admin.password-file");

  public static final Key<Integer> PORT =
      Key.of(
          "admin.port",
          Kinds.port(),
          DEFAULT.port(),
          "port of the server for operators; 0 takes a free one");

  public static final Key<Path> PASSWORD_FILE =
      Key.optional(
          "admin.password-file",
          Kinds.path(),
          "file whose first line is the password of the user admin, which all pages but those of"
              + " health ask for; default: none, for a loopback address only");

  static final Key<BigDecimal> PRICE_PER_GB =
      Key.optional(
          "usage.price-per-gb",
          Kinds.of("a price such as 0.09", AdminConfig::price, BigDecimal::toPlainString),
          "what a gigabyte (10^9 bytes) that this server sends costs you, in any currency; spillway"
              + " usage --savings counts with it");

  static final List<Key<?>> KEYS = List.of(ENABLED, HOST, PORT, PASSWORD_FILE, PRICE_PER_GB);

  private AdminConfig() {}

  static AdminSettings read(Reading reading) {
    var settings =
        new AdminSettings(
            reading.value(HOST), reading.value(PORT), reading.given(PASSWORD_FILE).orElse(null));
    boolean isOpen = settings.passwordFile() == null && !isLoopback(settings.host());
    if (reading.value(ENABLED) && isOpen && reading.areReadable(HOST, PASSWORD_FILE)) {
      reading.wrong(
          HOST,
          "must be a loopback address without "
              + PASSWORD_FILE
              + ", was "
              + Quoted.of(settings.host())
              + "; set "
              + PASSWORD_FILE
              + " so that others have to log in");
    }
    return settings;
  }

  private static BigDecimal price(String text) {
    if (!text.strip().matches("\\d{1,9}(\\.\\d{1,9})?")) {
      throw Kinds.wrong("a price such as 0.09", text);
    }
    return new BigDecimal(text.strip());
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost")
        || IpAddresses.parse(host).map(InetAddress::isLoopbackAddress).orElse(false);
  }
}
