package org.spillway.webapp.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeysTest {
  private static final Path DOCUMENT = Path.of("../docs/configuration.md");
  private static final String BEGIN = "<!-- generated from the table of keys -->\n";
  private static final String END = "<!-- end of the generated table -->\n";

  @Test
  void all_everyKeyThatIsDeclared() throws Exception {
    List<Key<?>> declared = new ArrayList<>();
    for (Class<?> type :
        List.of(
            SiteConfig.class,
            CatalogConfig.class,
            HttpConfig.class,
            NegotiationConfig.class,
            UploadConfig.class,
            SeederConfig.class,
            DiscoveryConfig.class,
            TrackerConfig.class,
            DnsConfig.class,
            DnsPeersConfig.class,
            AdminConfig.class,
            LogConfig.class)) {
      for (Field field : type.getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers()) && field.getType() == Key.class) {
          declared.add((Key<?>) field.get(null));
        }
      }
    }
    assertThat(Keys.ALL).doesNotHaveDuplicates().hasSameElementsAs(declared);
  }

  @Test
  void all_defaultsAreReadAsTheyArePrinted() {
    for (Key<?> key : Keys.ALL) {
      if (key.hasDefault()) {
        List<String> problems = new ArrayList<>();
        var value = key.kind().parse(key.defaultItems(), (item, problem) -> problems.add(problem));
        assertThat(problems).as("%s", key).isEmpty();
        assertThat(value).as("%s", key).isEqualTo(key.byDefault());
      }
    }
  }

  @Test
  void all_namesAndVariablesDiffer() {
    assertThat(Keys.ALL.stream().map(Key::toString)).doesNotHaveDuplicates();
    assertThat(Keys.ALL.stream().map(Key::variable)).doesNotHaveDuplicates();
    assertThat(HttpConfig.PORT.variable()).isEqualTo("SPILLWAY_HTTP_PORT");
  }

  /** With {@code -Ddocs=write} the document is written instead. */
  @Test
  void document_hasTheTable() throws Exception {
    String text = Files.readString(DOCUMENT);
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    int end = text.indexOf(END);
    String expected = text.substring(0, begin) + ConfigText.markdown() + text.substring(end);
    if ("write".equals(System.getProperty("docs"))) {
      Files.writeString(DOCUMENT, expected);
    }
    assertThat(Files.readString(DOCUMENT)).isEqualTo(expected);
  }
}
