package org.spillway.webapp.config;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.spillway.net.AddressBlock;

/** The kinds of values that keys of several modules have. */
final class Kinds {
  private static final Pattern BYTES =
      Pattern.compile("(\\d{1,19}(?:\\.\\d{1,9})?) ?((?:[KMGT]i?)?)B?", Pattern.CASE_INSENSITIVE);

  private Kinds() {}

  /** Returns an exception that says what was expected and what was given. */
  static IllegalArgumentException wrong(String expected, String text) {
    return new IllegalArgumentException("must be " + expected + ", was " + Quoted.of(text));
  }

  static Single<String> text(String expected) {
    return new Single<>(expected, text -> text, text -> text);
  }

  /**
   * @param parser reads a text, and throws an IllegalArgumentException whose message says what is
   *     wrong
   */
  static <T> Single<T> of(
      String expected, Function<String, T> parser, Function<T, String> printer) {
    return new Single<>(expected, parser, printer);
  }

  /**
   * @param parser throws an IllegalArgumentException; its message is not shown, because it names
   *     what only programs know
   */
  static <T> Single<T> checked(
      String expected, Function<String, T> parser, Function<T, String> printer) {
    return new Single<>(
        expected,
        text -> {
          try {
            return parser.apply(text);
          } catch (IllegalArgumentException e) {
            throw wrong(expected, text);
          }
        },
        printer);
  }

  /** Returns the kind of a number from {@code least} to {@code most}, both included. */
  static Single<Integer> number(int least, int most) {
    String expected = most == Integer.MAX_VALUE ? least + " or more" : least + " to " + most;
    return new Single<>(expected, text -> number(text, least, most, expected), String::valueOf);
  }

  private static int number(String text, int least, int most, String expected) {
    try {
      int value = Integer.parseInt(text.strip());
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Reported below, like a number that is out of range.
    }
    throw wrong(expected, text);
  }

  static Single<Integer> port() {
    return number(0, 65_535);
  }

  static Single<Boolean> flag() {
    return new Single<>("true or false", Kinds::flag, String::valueOf);
  }

  private static boolean flag(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on" -> true;
      case "false", "no", "off" -> false;
      default -> throw wrong("true or false", text);
    };
  }

  /**
   * Returns the kind of a number of bytes such as {@code 1000}, {@code 64KiB} or {@code 1.5GB}:
   * powers of 1000, or of 1024 with an i.
   */
  static Single<Long> bytes(long least, long most) {
    String range = least == 0 ? "" : ", " + size(least) + " or more";
    String expected = "a number of bytes such as 1000, 64KiB or 50MB" + range;
    return new Single<>(expected, text -> bytes(text, least, most, expected), Kinds::size);
  }

  private static long bytes(String text, long least, long most, String expected) {
    var simple = BYTES.matcher(text.strip());
    if (!simple.matches()) {
      throw wrong(expected, text);
    }
    var unit = simple.group(2).toUpperCase(Locale.ROOT);
    int power = unit.isEmpty() ? 0 : "KMGT".indexOf(unit.charAt(0)) + 1;
    var bytes =
        new BigDecimal(simple.group(1))
            .multiply(BigDecimal.valueOf(unit.endsWith("I") ? 1024 : 1000).pow(power));
    if (bytes.compareTo(BigDecimal.valueOf(most)) > 0) {
      throw wrong("at most " + most + " bytes", text);
    }
    if (bytes.compareTo(BigDecimal.valueOf(least)) < 0) {
      throw wrong(size(least) + " or more", text);
    }
    return bytes.longValue();
  }

  /** Returns the shortest text that means exactly so many bytes. */
  private static String size(long bytes) {
    for (int step : new int[] {1024, 1000}) {
      String unit = "";
      long count = bytes;
      for (int i = 0; i < 4 && count >= step && count % step == 0; i++) {
        count /= step;
        unit = "KMGT".charAt(i) + (step == 1024 ? "iB" : "B");
      }
      if (!unit.isEmpty()) {
        return count + unit;
      }
    }
    return String.valueOf(bytes);
  }

  static <E extends Enum<E>> Single<E> oneOf(Class<E> type) {
    var words = Stream.of(type.getEnumConstants()).map(Kinds::word).toList();
    String expected = String.join(" or ", words);
    return new Single<>(expected, text -> constant(type, text, expected), Kinds::word);
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String text, String expected) {
    return Stream.of(type.getEnumConstants())
        .filter(constant -> word(constant).equalsIgnoreCase(text.strip()))
        .findFirst()
        .orElseThrow(() -> wrong(expected, text));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Single<Path> path() {
    // Path.of throws an IllegalArgumentException as well, which repeats the text.
    return new Single<>("the path of a file or folder", Kinds::path, Path::toString);
  }

  private static Path path(String text) {
    if (text.isEmpty() || text.indexOf('\0') >= 0) {
      throw wrong("the path of a file or folder", text);
    }
    return Path.of(text);
  }

  static Single<URI> url(String... schemes) {
    String expected = "a URL with " + String.join(" or ", schemes);
    return new Single<>(expected, text -> url(text, List.of(schemes), expected), URI::toString);
  }

  private static URI url(String text, List<String> schemes, String expected) {
    try {
      var url = new URI(text.strip());
      if (url.getHost() != null && schemes.contains(url.getScheme())) {
        return url;
      }
    } catch (URISyntaxException e) {
      // Reported below, like a URL of another kind.
    }
    throw wrong(expected, text);
  }

  static Single<AddressBlock> addressBlock() {
    String expected = "an address or a block such as 10.0.0.0/8";
    return new Single<>(
        expected,
        text -> AddressBlock.parse(text.strip()).orElseThrow(() -> wrong(expected, text)),
        Kinds::print);
  }

  private static String print(AddressBlock block) {
    String address = block.first().getHostAddress();
    int length = block.first().getAddress().length * Byte.SIZE;
    return block.bits() == length ? address : address + "/" + block.bits();
  }

  static <E> Several<E> list(Single<E> item) {
    return new Several<>(item, CommaList::split);
  }
}
