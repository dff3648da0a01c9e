package org.spillway.negotiation.fields;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HiddenCharactersTest {
  private static void assertHidden(int first, int last) {
    for (int c = first; c <= last; c++) {
      assertThat(HiddenCharacters.contains(c)).as(HiddenCharacters.name(c)).isTrue();
    }
  }

  /** All characters of the property Bidi_Control. */
  @Test
  void contains_bidiControls() {
    assertHidden(0x61c, 0x61c);
    assertHidden(0x200e, 0x200f);
    assertHidden(0x202a, 0x202e);
    assertHidden(0x2066, 0x2069);
  }

  @Test
  void contains_controlsAndSeparators() {
    assertHidden(0, 0x1f);
    assertHidden(0x7f, 0x9f);
    assertHidden(0x2028, 0x2029);
    assertHidden(0xfeff, 0xfeff);
    assertHidden(0xe0001, 0xe007f);
  }

  /** The joiners are part of words in Persian, and of emoji. */
  @Test
  void contains_textThatPeopleWrite() {
    String text =
        "a~ \u00a0\u00e9 \u0645\u06cc\u200c\u062e \ud83d\udc69\u200d\ud83d\udcbb \u6c34 \u05d0";
    assertThat(text.codePoints().noneMatch(HiddenCharacters::contains)).isTrue();
  }
}
