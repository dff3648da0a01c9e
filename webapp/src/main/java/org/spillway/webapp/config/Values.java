package org.spillway.webapp.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.spillway.catalog.source.Problem;

/**
 * The text of each key, collected from the weakest source to the strongest: defaults, YAML,
 * environment, command line or context parameters. Reading a value checks it.
 */
public final class Values {
  private static final Pattern GLOB = Pattern.compile("(?:\\\\.|\\{[^}]*\\}?|[^,])+");
  private static final Pattern DURATION = Pattern.compile("(\\d+) ?(ms|s|m|h|d)");

  private static final Pattern BYTES =
      Pattern.compile("(\\d{1,19}(?:\\.\\d{1,9})?) ?((?:[KMGT]i?)?)B?", Pattern.CASE_INSENSITIVE);

  /** Variables of ours that are no keys. */
  private static final List<String> OTHER_VARIABLES =
      List.of("SPILLWAY_CONFIG", "SPILLWAY_JAVA_OPTS");

  private final Map<Key, String> texts = new EnumMap<>(Key.class);

  public String text(Key key) {
    return texts.getOrDefault(key, key.byDefault());
  }

  boolean isSet(Key key) {
    return !text(key).isEmpty();
  }

  public Values set(Key key, String text) {
    texts.put(key, text.strip());
    return this;
  }

  /** Sets a key that the user spelled. */
  public Values set(String key, String text, String place) throws ConfigException {
    return set(known(key, place), text);
  }

  private static Key known(String key, String place) throws ConfigException {
    return Key.of(key)
        .orElseThrow(
            () -> new ConfigException(place + ": there is no key '" + key + "'" + suggestion(key)));
  }

  private static String suggestion(String key) {
    String last = key.substring(key.lastIndexOf('.') + 1);
    return Stream.of(Key.values())
        .map(Key::toString)
        .filter(
            known -> known.endsWith(last) || known.replace("-", "").equals(key.replace("-", "")))
        .findFirst()
        .map(known -> "; did you mean '" + known + "'?")
        .orElse("");
  }

  /** Nested or dotted keys, lists or texts with commas; a key without a value stays as it is. */
  public Values setFromYaml(Path file) throws ConfigException {
    try {
      var tree = new YAMLMapper().readTree(Files.readString(file));
      setFromYaml("", tree, file.toString());
      return this;
    } catch (JsonProcessingException e) {
      throw new ConfigException(file + ": " + e.getOriginalMessage() + at(e));
    } catch (IOException e) {
      throw new ConfigException(file + ": cannot be read: " + Problem.of(e));
    }
  }

  private static String at(JsonProcessingException e) {
    var location = e.getLocation();
    return location == null ? "" : " at line " + location.getLineNr();
  }

  private void setFromYaml(String prefix, JsonNode node, String place) throws ConfigException {
    for (var field : node.properties()) {
      String key = prefix + field.getKey();
      var value = field.getValue();
      if (value.isObject()) {
        setFromYaml(key + ".", value, place);
      } else if (value.isNull()) {
        known(key, place);
      } else {
        set(key, textOf(value), place);
      }
    }
    boolean text = prefix.isEmpty() && !node.isObject() && !node.isNull() && !node.isMissingNode();
    if (text) {
      throw new ConfigException(place + ": keys and values are expected");
    }
  }

  private static String textOf(JsonNode value) {
    if (!value.isArray()) {
      return value.asText();
    }
    List<String> items = new ArrayList<>();
    value.forEach(item -> items.add(item.asText()));
    return String.join(",", items);
  }

  public Values setFromEnvironment(Map<String, String> environment) throws ConfigException {
    for (var variable : environment.entrySet()) {
      String name = variable.getKey();
      if (Key.isOurVariable(name) && !OTHER_VARIABLES.contains(name)) {
        var key = Key.ofVariable(name);
        if (key.isEmpty()) {
          throw new ConfigException("environment: there is no key for '" + name + "'");
        }
        set(key.get(), variable.getValue());
      }
    }
    return this;
  }

  int number(Key key, int least, int most) throws ConfigException {
    try {
      int value = Integer.parseInt(text(key));
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number out of range.
    }
    throw wrong(key, least + " to " + most);
  }

  int port(Key key) throws ConfigException {
    return number(key, 0, 65535);
  }

  boolean flag(Key key) throws ConfigException {
    return switch (text(key).toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on" -> true;
      case "false", "no", "off" -> false;
      default -> throw wrong(key, "true or false");
    };
  }

  /** {@code 500ms}, {@code 10s}, {@code 5m}, {@code 1h}, {@code 2d} or as in ISO 8601. */
  Duration duration(Key key) throws ConfigException {
    var simple = DURATION.matcher(text(key));
    try {
      if (simple.matches()) {
        return duration(Long.parseLong(simple.group(1)), simple.group(2));
      }
      return Duration.parse(text(key));
    } catch (DateTimeParseException | ArithmeticException | NumberFormatException e) {
      throw wrong(key, "a time such as 500ms, 10s, 5m or 1h");
    }
  }

  private static Duration duration(long count, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }

  /**
   * {@code 1000}, {@code 64KiB}, {@code 50MB}, {@code 1.5GB}: powers of 1000, or of 1024 with an i.
   */
  long bytes(Key key) throws ConfigException {
    var simple = BYTES.matcher(text(key));
    if (!simple.matches()) {
      throw wrong(key, "a number of bytes such as 1000, 64KiB or 50MB");
    }
    var unit = simple.group(2).toUpperCase(Locale.ROOT);
    int power = unit.isEmpty() ? 0 : "KMGT".indexOf(unit.charAt(0)) + 1;
    var bytes =
        new BigDecimal(simple.group(1))
            .multiply(BigDecimal.valueOf(unit.endsWith("I") ? 1024 : 1000).pow(power));
    if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw wrong(key, "less than 8 EiB");
    }
    return bytes.longValue();
  }

  List<String> list(Key key) {
    return Stream.of(text(key).split(",", -1))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .toList();
  }

  List<String> urls(Key key, String... schemes) throws ConfigException {
    var urls = list(key);
    requireUrls(key, urls, schemes);
    return urls;
  }

  /**
   * @param urls that stand in the value
   */
  void requireUrls(Key key, List<String> urls, String... schemes) throws ConfigException {
    for (String text : urls) {
      if (!isUrl(text, List.of(schemes))) {
        throw new ConfigException(
            key + ": URLs (" + String.join(", ", schemes) + "), not '" + text + "'");
      }
    }
  }

  private static boolean isUrl(String text, List<String> schemes) {
    try {
      var url = new URI(text);
      return url.getHost() != null && schemes.contains(url.getScheme());
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** A list, in which commas within the braces of a glob do not count. */
  List<String> globs(Key key) {
    List<String> globs = new ArrayList<>();
    for (var matcher = GLOB.matcher(text(key)); matcher.find(); ) {
      String glob = matcher.group().strip();
      if (!glob.isEmpty()) {
        globs.add(glob);
      }
    }
    return globs;
  }

  <E extends Enum<E>> E oneOf(Key key, Class<E> type) throws ConfigException {
    for (E constant : type.getEnumConstants()) {
      if (word(constant).equalsIgnoreCase(text(key))) {
        return constant;
      }
    }
    var names = Stream.of(type.getEnumConstants()).map(Values::word);
    throw wrong(key, String.join(" or ", names.toList()));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  ConfigException wrong(Key key, String expected) {
    return new ConfigException(key + ": " + expected + ", not '" + text(key) + "'");
  }
}
