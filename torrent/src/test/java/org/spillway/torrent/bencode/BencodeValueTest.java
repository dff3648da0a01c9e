package org.spillway.torrent.bencode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BencodeValueTest {
  @Test
  void dictionary_get() {
    var dictionary = BencodeDictionary.builder().put("a", 1).build();
    assertThat(dictionary.get("a")).contains(new BencodeInteger(1));
    assertThat(dictionary.get("b")).isEmpty();
    assertThat(dictionary.get("a", BencodeInteger.class)).contains(new BencodeInteger(1));
    assertThat(dictionary.get("a", BencodeString.class)).isEmpty();
  }

  @Test
  void dictionary_lastValueOfAKeyStays() {
    var dictionary = BencodeDictionary.builder().put("a", 1).put("a", "two").build();
    assertThat(dictionary).isEqualTo(BencodeDictionary.builder().put("a", "two").build());
    assertThat(dictionary).hasToString("{a=two}");
  }

  @Test
  void dictionary_immutable() {
    var source = new TreeMap<BencodeString, BencodeValue>();
    source.put(BencodeString.of("a"), new BencodeInteger(1));
    var dictionary = BencodeDictionary.of(source);
    var same = BencodeDictionary.of(source);
    source.clear();
    assertThat(dictionary).isEqualTo(same).hasSameHashCodeAs(same);
    assertThat(dictionary.entries()).hasSize(1);
    assertThatThrownBy(() -> dictionary.entries().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void dictionary_builderUsedAgain() {
    var builder = BencodeDictionary.builder().put("a", 1);
    var first = builder.build();
    builder.put("b", 2);
    assertThat(first.entries()).hasSize(1);
  }

  @Test
  void list_immutable() {
    List<BencodeValue> source = new ArrayList<>(List.of(new BencodeInteger(1)));
    var list = new BencodeList(source);
    source.clear();
    assertThat(list).isEqualTo(BencodeList.of(new BencodeInteger(1)));
    assertThat(BencodeList.ofTexts(List.of("a", "ü")))
        .isEqualTo(BencodeList.of(BencodeString.of("a"), BencodeString.of("ü")));
  }

  @Test
  void string_bytesAreItsOwn() {
    byte[] bytes = {1, 2};
    var string = BencodeString.of(bytes);
    bytes[0] = 9;
    string.toBytes()[1] = 9;
    assertThat(string.toBytes()).containsExactly(1, 2);
    assertThat(string.length()).isEqualTo(2);
  }

  @Test
  void string_text() {
    assertThat(BencodeString.of("größe").text()).isEqualTo("größe");
    assertThat(BencodeString.of(new byte[] {'a', (byte) 0xff}).text()).isEqualTo("a\ufffd");
    assertThat(BencodeString.of(new byte[65])).hasToString("65 bytes");
    assertThat(BencodeString.of("spam")).hasToString("spam");
  }

  @Test
  void string_order() {
    var small = BencodeString.of(new byte[] {0x7f});
    var large = BencodeString.of(new byte[] {(byte) 0x80});
    assertThat(small).isLessThan(large);
    assertThat(BencodeString.of("a")).isLessThan(BencodeString.of("aa"));
  }
}
