package org.spillway.negotiation.documents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.negotiation.fields.ContentTypes;
import org.spillway.negotiation.fields.FakeRequest;
import org.spillway.negotiation.fields.HeaderField;

class BrowserBundleTest {
  private final List<String> opened = new ArrayList<>();

  private BrowserBundle bundle(String... names) {
    var known = List.of(names);
    return new BrowserBundle(
        name -> {
          opened.add(name);
          String last = name.substring(name.lastIndexOf('/') + 1);
          boolean isThere = name.equals("/org/spillway/browser/" + last) && known.contains(last);
          return isThere ? new ByteArrayInputStream(("of " + last).getBytes(UTF_8)) : null;
        },
        new ContentTypes());
  }

  @ParameterizedTest
  @CsvSource({
    "swarm.js, text/javascript;charset=utf-8",
    "swarm.css, text/css;charset=utf-8",
    "piece-worker.2.js, text/javascript;charset=utf-8",
    "icon.svg, image/svg+xml",
    "sha1.wasm, application/wasm"
  })
  void answer_types(String name, String type) {
    var answer = bundle(name).answer(FakeRequest.get("/spillway/" + name)).orElseThrow();
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.fields()).contains(new HeaderField("Content-Type", type));
    assertThat(answer.fields()).noneMatch(field -> field.name().equals("Content-Location"));
    assertThat(answer.body().text()).isEqualTo("of " + name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/spillway",
        "/spillway/",
        "/spillway/..",
        "/spillway/../swarm.js",
        "/spillway/.swarm.js",
        "/spillway/a/swarm.js",
        "/spillway/Swarm.js",
        "/spillway/swarm.js/",
        "/spillway/swarm.js\0",
        "/spillway//swarm.js",
        "/Spillway/swarm.js",
        "/a/spillway/swarm.js",
        "/swarm.js"
      })
  void answer_otherPaths(String path) {
    var bundle = bundle("swarm.js", "swarm.css");
    opened.clear();
    assertThat(bundle.answer(FakeRequest.get(path))).isEmpty();
    assertThat(opened).isEmpty();
  }

  @Test
  void answer_readsOnce() {
    var bundle = bundle("swarm.js", "swarm.css", "other.js");
    opened.clear();
    for (int i = 0; i < 3; i++) {
      assertThat(bundle.answer(FakeRequest.get("/spillway/other.js"))).isPresent();
      assertThat(bundle.answer(FakeRequest.get("/spillway/swarm.js"))).isPresent();
    }
    assertThat(opened).containsExactly("/org/spillway/browser/other.js");
  }

  @Test
  void isComplete_scriptAndStyle() {
    assertThat(bundle("swarm.js", "swarm.css").isComplete()).isTrue();
    assertThat(bundle("swarm.js").isComplete()).isFalse();
    assertThat(bundle("swarm.css").isComplete()).isFalse();
    assertThat(bundle().isComplete()).isFalse();
  }
}
