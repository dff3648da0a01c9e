package org.spillway.torrent.bencode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BencodeTest {
  private static final String SAMPLE = "d1:ai-7e4:listl2:xyi0ed0:0:ee3:zzz10:0123456789e";

  @ParameterizedTest
  @CsvSource({
    "i0e, 0",
    "i3e, 3",
    "i-3e, -3",
    "i10e, 10",
    "i9223372036854775807e, 9223372036854775807",
    "i-9223372036854775808e, -9223372036854775808",
  })
  void integer_bothWays(String text, long value) throws Exception {
    assertThat(Bencode.decode(bytes(text))).isEqualTo(new BencodeInteger(value));
    assertThat(new BencodeInteger(value).encode()).isEqualTo(bytes(text));
  }

  @Test
  void string_bothWays() throws Exception {
    assertThat(Bencode.decode(bytes("4:spam"))).isEqualTo(BencodeString.of("spam"));
    assertThat(Bencode.decode(bytes("0:"))).isEqualTo(BencodeString.of(""));
    assertThat(BencodeString.of("ü").encode()).isEqualTo(bytes("2:\u00c3\u00bc"));
  }

  @Test
  void list_bothWays() throws Exception {
    var list = BencodeList.of(BencodeString.of("spam"), new BencodeInteger(1), BencodeList.of());
    assertThat(Bencode.decode(bytes("l4:spami1elee"))).isEqualTo(list);
    assertThat(list.encode()).isEqualTo(bytes("l4:spami1elee"));
  }

  @Test
  void dictionary_bothWays() throws Exception {
    var dictionary =
        BencodeDictionary.builder().put("spam", "eggs").put("cow", 1).put("", new byte[2]).build();
    assertThat(dictionary.encode()).isEqualTo(bytes("d0:2:\0\0" + "3:cowi1e4:spam4:eggse"));
    assertThat(Bencode.decode(dictionary.encode())).isEqualTo(dictionary);
    assertThat(Bencode.decode(bytes("de"))).isEqualTo(BencodeDictionary.of(Map.of()));
  }

  @ParameterizedTest(name = "{0} is wrong at {1}")
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "``, 0, the input ends within a value",
        "x, 0, `a value begins with i, l, d or a digit, not 'x'`",
        "e, 0, `a value begins with i, l, d or a digit, not 'e'`",
        "-1:a, 0, `a value begins with i, l, d or a digit, not '-'`",
        "ie, 1, an integer without digits",
        "i-e, 2, an integer without digits",
        "i-0e, 2, an integer with a leading zero",
        "i00e, 1, an integer with a leading zero",
        "i03e, 1, an integer with a leading zero",
        "i-03e, 2, an integer with a leading zero",
        "i--1e, 2, `an integer holds digits, not '-'`",
        "i+1e, 1, `an integer holds digits, not '+'`",
        "i1.5e, 2, `an integer holds digits, not '.'`",
        "i9223372036854775808e, 19, an integer of more than 64 bits",
        "i9223372036854775809e, 19, an integer of more than 64 bits",
        "i-9223372036854775809e, 20, an integer of more than 64 bits",
        "i92233720368547758070e, 20, an integer of more than 64 bits",
        "i123, 4, the input ends within a value",
        "01:a, 0, a string's length with a leading zero",
        "00:, 0, a string's length with a leading zero",
        "1x:a, 1, `a string's length holds digits, not 'x'`",
        "3:ab, 0, a string of 3 bytes where 2 are left",
        "l5:abcde9:abe, 8, a string of 9 bytes where 3 are left",
        "4:ab, 0, a string of 4 bytes where 2 are left",
        "5:ab, 0, a string longer than the input",
        "2147483648:a, 0, a string longer than the input",
        "99999999999999999999999:a, 0, a string longer than the input",
        "l, 1, the input ends within a value",
        "li1e, 4, the input ends within a value",
        "di1ei2ee, 1, `a key is a string, it cannot begin with 'i'`",
        "d1:ae, 4, `a value begins with i, l, d or a digit, not 'e'`",
        "d1:bi1e1:ai2ee, 7, `the key 'a' stands after 'b': keys must be sorted`",
        "d2:aai1e1:ai2ee, 8, `the key 'a' stands after 'aa': keys must be sorted`",
        "d1:ai1e1:ai2ee, 7, the key 'a' stands twice",
        "i1ei2e, 3, bytes after the value",
        "dee, 2, bytes after the value",
      })
  void decode_malformed(String text, int offset, String problem) {
    assertThatThrownBy(() -> Bencode.decode(bytes(text)))
        .isInstanceOf(MalformedBencodeException.class)
        .hasMessage("byte " + offset + ": " + problem)
        .extracting(e -> ((MalformedBencodeException) e).offset())
        .isEqualTo(offset);
  }

  @Test
  void decode_unprintableByte() {
    assertThatThrownBy(() -> Bencode.decode(new byte[] {'l', (byte) 0xff}))
        .hasMessage("byte 1: a value begins with i, l, d or a digit, not 0xff");
  }

  @Test
  void decode_truncatedAnywhere() throws Exception {
    byte[] sample = bytes(SAMPLE);
    assertThat(Bencode.decode(sample).encode()).isEqualTo(sample);
    for (int length = 0; length < sample.length; length++) {
      byte[] cut = Arrays.copyOf(sample, length);
      var e = catchThrowableOfType(MalformedBencodeException.class, () -> Bencode.decode(cut));
      assertThat(e).as("the first %d bytes", length).isNotNull();
      assertThat(e.offset()).isBetween(0, length);
    }
  }

  @Test
  void decode_keysSortedAsUnsignedBytes() throws Exception {
    String sorted = "d1:~0:1:\u00800:1:\u00ff0:e";
    assertThat(Bencode.decode(bytes(sorted)).encode()).isEqualTo(bytes(sorted));
    assertThatThrownBy(() -> Bencode.decode(bytes("d1:\u00800:1:~0:e")))
        .isInstanceOf(MalformedBencodeException.class)
        .hasMessageStartingWith("byte 6: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"l", "d0:"})
  void decode_depth(String open) throws Exception {
    byte[] deepest = bytes(open.repeat(99) + open.charAt(0) + "e".repeat(100));
    assertThat(Bencode.decode(deepest).encode()).isEqualTo(deepest);
    assertThatThrownBy(() -> Bencode.decode(bytes(open.repeat(101))))
        .hasMessage("byte %d: nested deeper than 100 levels", 100 * open.length());
  }

  @Test
  void decode_scalarAtTheDeepestLevel() throws Exception {
    byte[] deepest = bytes("l".repeat(100) + "i1e" + "e".repeat(100));
    assertThat(Bencode.decode(deepest).encode()).isEqualTo(deepest);
  }

  @Test
  void decode_millionsOfBrackets() {
    assertThatThrownBy(() -> Bencode.decode(bytes("l".repeat(5_000_000))))
        .isInstanceOf(MalformedBencodeException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "d1:bi1e1:ai2ee, d1:ai2e1:bi1ee",
    "d1:ai1e1:ai2ee, d1:ai1ee",
    "d1:ai1eexyz, d1:ai1ee",
    "i007e, i7e",
    "i-0e, i0e",
    "02:ab, 2:ab",
    "i9223372036854775808e, i9223372036854775807e",
    "i99999999999999999999999e, i9223372036854775807e",
    "i-99999999999999999999999e, i-9223372036854775808e",
  })
  void decodeLeniently_whatIsNotCanonical(String text, String canonical) throws Exception {
    assertThat(Bencode.decodeLeniently(bytes(text)).value().encode()).isEqualTo(bytes(canonical));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "ie", "i1.5e", "i+1e", "d1:a", "d1:ae", "di1ei1ee", "9:a", "l"})
  void decodeLeniently_whatHasNoValue_isMalformed(String text) {
    assertThatThrownBy(() -> Bencode.decodeLeniently(bytes(text)))
        .isInstanceOf(MalformedBencodeException.class);
  }

  @Test
  void decodeLeniently_deepNesting_isMalformed() {
    assertThatThrownBy(() -> Bencode.decodeLeniently(bytes("l".repeat(Bencode.MAX_DEPTH + 1))))
        .isInstanceOf(MalformedBencodeException.class);
  }

  /** The form of a metadata message (BEP 9). */
  @Test
  void decodePrefix_bytesFollow() throws Exception {
    var prefix = Bencode.decodePrefix(bytes("d8:msg_typei1e5:piecei0ee...."));
    assertThat(prefix.end()).isEqualTo(25);
    assertThat(prefix.value())
        .isEqualTo(BencodeDictionary.builder().put("piece", 0).put("msg_type", 1).build());
  }

  @Test
  void decode_changingTheInputLater() throws Exception {
    byte[] input = "4:spam".getBytes(StandardCharsets.US_ASCII);
    var value = Bencode.decode(input);
    Arrays.fill(input, (byte) 0);
    assertThat(value).isEqualTo(BencodeString.of("spam"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
