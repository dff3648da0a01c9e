package org.spillway.webapp.config;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads the keys in the environment. Other variables are ignored, even if they begin like ours:
 * Kubernetes sets {@code SPILLWAY_SERVICE_HOST} and {@code SPILLWAY_PORT=tcp://…} for a service of
 * the name spillway.
 */
public final class Environment {
  /** The value of Kubernetes' variable for a service, such as one that is called spillway-http. */
  private static final Pattern SERVICE = Pattern.compile("(tcp|udp|sctp)://\\S+:\\d+");

  private static final List<String> OTHER_VARIABLES =
      List.of("SPILLWAY_CONFIG", "SPILLWAY_JAVA_OPTS");

  private Environment() {}

  /**
   * Reads the variables that are keys. The values keep their mistakes.
   *
   * @return the values that were given
   */
  public static Values read(Map<String, String> environment, KeyTable keys, Values values) {
    // Sorted, so that the same environment gives the same messages.
    new TreeMap<>(environment)
        .forEach(
            (name, text) -> {
              if (Key.isVariable(name) && !OTHER_VARIABLES.contains(name)) {
                read(name, text, keys, values);
              }
            });
    return values;
  }

  private static void read(String name, String text, KeyTable keys, Values values) {
    var key = keys.keys().stream().filter(known -> known.variable().equals(name)).findFirst();
    boolean isService = SERVICE.matcher(text).matches();
    if (key.isPresent()) {
      boolean isPort = name.endsWith("_PORT");
      if (isService && isPort) {
        values.warn(
            "environment: %s is ignored, because it names a service of Kubernetes; set %s in another way"
                .formatted(name, key.get()));
      } else {
        set(key.get(), text, Place.variable(name), values);
      }
    } else if (!isService) {
      warn(name, keys, values);
    }
  }

  /** Sets a value. Many programs write a variable that is not set as an empty one. */
  private static void set(Key<?> key, String text, Place place, Values values) {
    if (!text.isBlank() || key.isList()) {
      values.set(key, text, place);
    }
  }

  private static void warn(String name, KeyTable keys, Values values) {
    NearMiss.of(name, keys.keys().stream().map(Key::variable).toList())
        .ifPresent(
            known ->
                values.warn(
                    "environment: %s is ignored, because there is no such key; did you mean %s?"
                        .formatted(Quoted.plain(name), known)));
  }
}
