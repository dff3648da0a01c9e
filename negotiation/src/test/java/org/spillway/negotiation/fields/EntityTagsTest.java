package org.spillway.negotiation.fields;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntityTagsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"a\" | true | true",
        "W/\"a\" | false | true",
        "w/\"a\" | false | false",
        "* | true | true",
        "' * ' | false | false",
        "\"*\" | false | false",
        "\"b\" | false | false",
        "\"A\" | false | false",
        "\"b\", \"a\" | true | true",
        "\"b\",\"a\" | true | true",
        ",, \"a\" ,, | true | true",
        "\"b\", W/\"a\" | false | true",
        "\"x,\", \"a\" | true | true",
        "\"x,\"a\",\" | false | false",
        "a | false | false",
        "\"a | false | false",
        "a\" | false | false",
        "\"\" | false | false",
        ", | false | false",
        "garbage, \"a\" | true | true",
      })
  void match_lists(String list, boolean strongly, boolean weakly) {
    assertThat(EntityTags.matchStrongly(list, "\"a\""::equals)).isEqualTo(strongly);
    assertThat(EntityTags.matchWeakly(list, "\"a\"")).isEqualTo(weakly);
  }
}
