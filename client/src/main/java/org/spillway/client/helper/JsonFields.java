package org.spillway.client.helper;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The members of a flat JSON object, as in messages and in the journal. Immutable. */
final class JsonFields {
  /** The most members of an object: no message has a tenth of them. */
  private static final int MAX_MEMBERS = 100;

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final Map<String, Object> members;

  private JsonFields(Map<String, Object> members) {
    this.members = Map.copyOf(members);
  }

  /**
   * Reads an object. Members that are objects or lists are left out, because nobody asks for them.
   *
   * @throws MalformedJsonException if it is not exactly one JSON object
   */
  static JsonFields parse(byte[] json) throws MalformedJsonException {
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new MalformedJsonException("it is not a JSON object");
      }
      var members = members(parser);
      if (parser.nextToken() != null) {
        throw new MalformedJsonException("something follows the JSON object");
      }
      return new JsonFields(members);
    } catch (JacksonException e) {
      throw new MalformedJsonException(e.getOriginalMessage());
    } catch (MalformedJsonException e) {
      throw e;
    } catch (IOException e) {
      throw new MalformedJsonException(String.valueOf(e.getMessage()));
    }
  }

  private static Map<String, Object> members(JsonParser parser) throws IOException {
    Map<String, Object> members = new HashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      switch (token) {
        case VALUE_STRING -> members.put(name, parser.getText());
        case VALUE_TRUE, VALUE_FALSE -> members.put(name, parser.getBooleanValue());
        case VALUE_NUMBER_INT -> members.put(name, parser.getLongValue());
        default -> parser.skipChildren();
      }
      if (members.size() > MAX_MEMBERS) {
        throw new MalformedJsonException("it has more than " + MAX_MEMBERS + " members");
      }
    }
    return members;
  }

  /** Returns the text, or empty if there is no such member or it is not a string. */
  Optional<String> text(String name) {
    return members.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /**
   * Returns the number, or 0 if there is no such member or it is not a whole number of 0 or more.
   */
  long count(String name) {
    return members.get(name) instanceof Long number ? Math.max(0, number) : 0;
  }
}
