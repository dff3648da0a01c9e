package org.spillway.dns.dnssec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;

class NextNameTest {
  private static final String ORIGIN = "_torrent.dl.example.org.";

  @Test
  void after_short() {
    assertThat(after("A." + ORIGIN)).isEqualTo("\\000.a." + ORIGIN);
    assertThat(after(ORIGIN)).isEqualTo("\\000." + ORIGIN);
  }

  /** 254 and 255 bytes leave no room for two more. */
  @Test
  void after_longest() {
    String full = label('x', 63) + label('x', 63) + label('x', 63);
    assertThat(after(label('b', 35) + full + ORIGIN)).startsWith("\\000.b");
    assertThat(after(label('b', 36) + full + ORIGIN))
        .isEqualTo("b".repeat(35) + "c." + full + ORIGIN);
    assertThat(after("b".repeat(35) + "\\255\\255." + full + ORIGIN))
        .isEqualTo("b".repeat(34) + "c." + full + ORIGIN);
    assertThat(after("b".repeat(36) + "@." + full + ORIGIN))
        .isEqualTo("b".repeat(36) + "[." + full + ORIGIN);
    assertThat(after("\\255".repeat(37) + "." + full + ORIGIN))
        .isEqualTo("x".repeat(62) + "y." + label('x', 63) + label('x', 63) + ORIGIN);
  }

  private static String label(char octet, int length) {
    return String.valueOf(octet).repeat(length) + ".";
  }

  private static String after(String name) {
    return NextName.after(Name.fromConstantString(name)).toString();
  }

  @Test
  void after_random() {
    var random = new Random(4471);
    System.out.println("NextNameTest: seed 4471");
    for (int i = 0; i < 2000; i++) {
      var text = new StringBuilder();
      for (int length = 2 + random.nextInt(61); text.length() < 4 * 226 - 260; ) {
        text.append("\\%03d".formatted(200 + random.nextInt(56)).repeat(length)).append('.');
      }
      var name = longest(text.toString());
      assertThat(NextName.after(name)).isGreaterThan(name);
    }
  }

  /** Returns as many of the labels as fit. */
  private static Name longest(String labels) {
    String rest = labels;
    while (true) {
      try {
        return Name.fromString(rest + ORIGIN);
      } catch (org.xbill.DNS.TextParseException e) {
        rest = rest.substring(rest.indexOf('.') + 1);
      }
    }
  }
}
