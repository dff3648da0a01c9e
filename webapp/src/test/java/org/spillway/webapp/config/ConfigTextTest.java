package org.spillway.webapp.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTextTest {
  private static final long SEED = new Random().nextLong();

  /** What YAML, the list with commas or a comment could take for something else. */
  private static final List<String> ODD =
      List.of(
          "**", "*", "#", " #", "@", "'", "\"", "\\", "\n", "\t", "\r", "\u0085", "\u2028", ": ",
          ":", "- ", "-", "?", "{", "}", "[", "]", ",", "&", "!", "|", ">", "%", "`", "~", "null",
          "true", "8080", "1e3", "0x10", " ", "ü", "日本", "😀", "\u0007", "\u007f", "\uFEFF", "<<",
          "=", "a", "b.iso");

  /** Values for kinds that do not take any text. */
  private static final List<String> OTHERS =
      List.of(
          "1",
          "33",
          "true",
          "false",
          "7s",
          "1h",
          "20MiB",
          "hybrid",
          "open",
          "off",
          "thrifty",
          "json",
          "fastest",
          "portable",
          "memory:",
          "http://example.org:81/x",
          "192.0.2.0/24",
          "/odd path",
          "example.org",
          "192.0.2.1+key:k",
          "text/x-odd",
          "k:hmac-sha256:c2VjcmV0",
          "0123456789abcdef0123456789abcdef");

  @TempDir private Path folder;

  private Values loaded(Values values) throws Exception {
    var text = new StringWriter();
    new ConfigText(values).print(new PrintWriter(text));
    return YamlFile.read(
        Files.writeString(folder.resolve("c.yaml"), text.toString()), Keys.TABLE, new Values());
  }

  private static void assertSame(Values loaded, Values values, String what) {
    assertThat(loaded.mistakes().lines()).as(what).isEmpty();
    for (Key<?> key : Keys.ALL) {
      if (!key.isSecret()) {
        assertThat(loaded.given(key)).as("%s, %s", key, what).isEqualTo(values.given(key));
      }
    }
  }

  @Test
  void print_defaults_areLoadedAsTheyAre() throws Exception {
    assertSame(loaded(new Values()), new Values(), "defaults");
  }

  @Test
  void print_anyValueOfAnyKey_isLoadedAsItIs() throws Exception {
    var random = new Random(SEED);
    for (int round = 0; round < 200; round++) {
      var values = new Values();
      for (Key<?> key : Keys.ALL) {
        set(key, values, random);
      }
      assertThat(Keys.ALL).allMatch(values::isSet);
      assertSame(loaded(values), values, "seed " + SEED + ", round " + round);
    }
  }

  /** The first value that the key takes: an odd one if it takes any. */
  private static void set(Key<?> key, Values values, Random random) {
    for (int attempt = 0; !values.isSet(key) && attempt < 10_000; attempt++) {
      int count = key.isList() ? random.nextInt(4) : 1;
      boolean isOdd = attempt < 20;
      var items =
          IntStream.range(0, count).mapToObj(i -> isOdd ? odd(random) : other(random)).toList();
      if (key.kind().parse(items, (item, problem) -> {}).isPresent()) {
        var place = Place.of(key);
        values.set(key, items.stream().map(text -> new Values.Item(text, place)).toList(), place);
      }
    }
  }

  private static String odd(Random random) {
    var text = new StringBuilder();
    for (int i = 0; i < 1 + random.nextInt(5); i++) {
      text.append(ODD.get(random.nextInt(ODD.size())));
    }
    return text.toString();
  }

  private static String other(Random random) {
    return OTHERS.get(random.nextInt(OTHERS.size()));
  }

  @Test
  void print_saysWhereValuesComeFrom_andLeavesSecretsOut() throws Exception {
    Path file = Files.writeString(folder.resolve("spillway.yaml"), "\nhttp.port: 81\n");
    var values =
        Environment.read(
                Map.of(
                    "SPILLWAY_DNS_TSIG_KEYS", "k:hmac-sha256:c2VjcmV0", "SPILLWAY_DNS_PORT", "5"),
                Keys.TABLE,
                YamlFile.read(file, Keys.TABLE, new Values()))
            .set(SeederConfig.PORT, "6", Place.commandLine("--seeder.port"));
    var text = new StringWriter();
    new ConfigText(values).print(new PrintWriter(text));
    assertThat(text.toString().lines())
        .contains(
            "http.port: 81  # from " + file + ":2",
            "dns.port: 5  # from the environment, SPILLWAY_DNS_PORT",
            "seeder.port: 6  # from the command line, --seeder.port",
            "tracker.udp-port: 6969",
            "# public-url:",
            "# dns.tsig-keys: is secret and therefore not printed; copy it yourself # from the"
                + " environment, SPILLWAY_DNS_TSIG_KEYS");
    assertThat(text.toString()).doesNotContain("c2VjcmV0");
  }
}
