package org.spillway.catalog.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*.iso | a.iso | true",
        "*.iso | sub/a.iso | false",
        "**/*.iso | a.iso | true",
        "**/*.iso | sub/deep/a.iso | true",
        "**/*.iso | a.iso.txt | false",
        "pub/**/a | pub/a | true",
        "pub/**/a | pub/x/y/a | true",
        "pub/**/a | puba | false",
        "pub/** | pub/x/y | true",
        "pub/** | pub | false",
        "/pub/* | pub/x | true",
        "**.iso | sub/a.iso | true",
        "x**/a | xa | false",
        "x**/a | xy/z/a | true",
        "{**/a,b} | a | true",
        "{a,**/b} | x/b | true",
        "*.{iso,img} | a.img | true",
        "*.{iso,img} | a.im | false",
        "a? | ab | true",
        "a? | a/ | false",
        "[a-cx]y | by | true",
        "[!a-c]y | by | false",
        "[!a]y | /y | false",
        "[*?\\^&&-]y | \\y | true",
        "[*?\\^&&-]y | -y | true",
        "\\*.iso | *.iso | true",
        "\\*.iso | a.iso | false",
        "a.(b+c)$^# | a.(b+c)$^# | true",
        "ü*😀? | üx😀😀 | true",
        "a,b | a,b | true",
        "a} | a} | true",
      })
  void matches_whatItSays(String glob, String path, boolean matches) {
    assertThat(Glob.parse(glob).matches(path)).isEqualTo(matches);
  }

  @Test
  void matches_namesOfTwoLines() {
    assertThat(Glob.parse("**").matches("a\nb")).isTrue();
    assertThat(Glob.parse("a?b").matches("a\nb")).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "**/*.iso | sub/ | true",
        "pub/** | pub/ | true",
        "pub/** | pub/x/ | true",
        "pub/** | private/ | false",
        "pub/x/*.iso | pub/ | true",
        "pub/x/*.iso | pub/y/ | false",
        "pub/x/*.iso | pub/x/y/ | false",
        "*.iso | x/ | false",
        "{a,b}/c | b/ | true",
        "{a,b}/c | c/ | false",
        "pub | pub/ | false",
      })
  void mayMatchBelow_whatBeginsSo(String glob, String folder, boolean may) {
    assertThat(Glob.parse(glob).mayMatchBelow(folder)).isEqualTo(may);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | is empty",
        "/ | is empty",
        "x[ | has a [ without ]",
        "x[] | has an empty [ ]",
        "x[!] | has an empty [ ]",
        "x[a/b] | has a / within [ ]",
        "x[b-a] | cannot be read: Illegal character range",
        "x{a | has a { without }",
        "x{a,{b}} | has a { within another",
        "x\\ | ends with a backslash",
      })
  void parse_noGlob(String text, String complaint) {
    assertThatThrownBy(() -> Glob.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(complaint);
  }

  /** But for two stars and a slash, it is the syntax that Java knows. */
  @Test
  void matches_asJavaDoes() {
    long seed = 20;
    System.out.println("globs: seed " + seed);
    var random = new Random(seed);
    int compared = 0;
    for (int i = 0; i < 20_000; i++) {
      String glob = text(random, List.of("a", "b", "*", "?", "/", "{a,b}", "[ab]", "[!a]", "**b"));
      String path = text(random, List.of("a", "b", "/", "c"));
      if (Stream.of(glob, path).allMatch(GlobTest::isPlain)) {
        var java = FileSystems.getDefault().getPathMatcher("glob:" + glob);
        assertThat(Glob.parse(glob).matches(path))
            .as("%s %s", glob, path)
            .isEqualTo(java.matches(Path.of(path)));
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(5_000);
  }

  private static String text(Random random, List<String> parts) {
    var text = new StringBuilder();
    for (int length = 1 + random.nextInt(6); length > 0; length--) {
      text.append(parts.get(random.nextInt(parts.size())));
    }
    return text.toString();
  }

  private static boolean isPlain(String text) {
    return !text.contains("**/")
        && !text.contains("//")
        && !text.startsWith("/")
        && !text.endsWith("/");
  }

  /** Whatever lies below is found to be possible for each folder on its way. */
  @Test
  void mayMatchBelow_agreesWithMatches() {
    var random = new Random(21);
    int matched = 0;
    for (int i = 0; i < 50_000; i++) {
      var glob =
          Glob.parse("a" + text(random, List.of("a", "*", "/", "**/", "{a,b/}", "?", "[a]")));
      String path = "a" + text(random, List.of("a", "/", "b"));
      if (glob.matches(path)) {
        matched++;
        for (int end = path.indexOf('/'); end >= 0 && end < path.length() - 1; ) {
          assertThat(glob.mayMatchBelow(path.substring(0, end + 1))).isTrue();
          end = path.indexOf('/', end + 1);
        }
      }
    }
    assertThat(matched).isGreaterThan(1_000);
  }
}
