package org.spillway.negotiation.folders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.negotiation.SmallSite.field;
import static org.spillway.negotiation.SmallSite.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.negotiation.NegotiationSettings;
import org.spillway.negotiation.SmallSite;
import org.spillway.negotiation.answers.Answer;
import org.spillway.negotiation.fields.FakeRequest;

/** Listings that are asked for again: by their validators, and within a moment. */
class KeptListingsTest {
  @TempDir private Path folder;
  private SmallSite site;

  @BeforeEach
  void open() throws IOException {
    site = new SmallSite(folder, NegotiationSettings.DEFAULT.withIndex(true));
  }

  @AfterEach
  void close() {
    site.close();
  }

  private Answer get(String path) {
    return get(path, "");
  }

  private Answer get(String path, String query) {
    return site.missing(FakeRequest.get(path).withQuery(query));
  }

  private void files(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      site.file("/many/%04d".formatted(i), "x");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1001})
  void validators(int files) throws IOException {
    files(files);
    String tag = field(get("/many/"), "ETag").orElseThrow();
    assertThat(field(get("/many/", "format=json"), "ETag"))
        .isPresent()
        .isNotEqualTo(Optional.of(tag));
    var conditional = FakeRequest.get("/many/").with("If-None-Match", tag);
    var same = site.missing(conditional);
    assertThat(same.status()).isEqualTo(304);
    assertThat(field(same, "ETag")).contains(tag);
    assertThat(field(same, "Vary")).contains("Accept");
    site.file("/many/0000", "longer");
    site.passTime();
    assertThat(site.missing(conditional).status()).isEqualTo(200);
    var other = FakeRequest.get("/many/").with("If-Match", "\"other\"");
    assertThat(site.missing(other).status()).isEqualTo(412);
  }

  /** A request for S3's list of objects. */
  private static final String OBJECTS = "list-type=2";

  @ParameterizedTest
  @ValueSource(strings = {"", "format=json", "limit=900", OBJECTS})
  void get_withinAMoment_isTheSameText(String query) throws IOException {
    files(950);
    String path = query.equals(OBJECTS) ? "/many" : "/many/";
    String first = text(get(path, query));
    site.file("/many/0000-new", "x");
    assertThat(text(get(path, query))).isEqualTo(first);
    assertThat(text(get(path, query + "&unknown=1"))).isEqualTo(first);
    site.passTime();
    assertThat(text(get(path, query))).isNotEqualTo(first).contains("0000-new");
  }

  @Test
  void get_otherForms_areOthers() throws IOException {
    files(900);
    assertThat(text(get("/many/", "limit=800"))).isNotEqualTo(text(get("/many/")));
    assertThat(text(get("/many/", "after=0100"))).isNotEqualTo(text(get("/many/")));
    assertThat(text(get("/many/", "format=json"))).isNotEqualTo(text(get("/many/")));
    assertThat(text(get("/many", OBJECTS + "&prefix=01")))
        .isNotEqualTo(text(get("/many", OBJECTS)));
  }

  /** The parts of a long listing are kept each, and none is written twice for that. */
  @Test
  void get_longListing_namesEachEntryOnce() throws IOException {
    files(2100);
    for (int time = 0; time < 2; time++) {
      String json = text(get("/many/", "format=json"));
      assertThat(json.split("\"name\":", -1)).hasSize(2101);
      assertThat(json).endsWith("],\n\"next\":null}\n");
    }
  }

  @Test
  void get_folderIsClosed_isNotShownAnyMore() throws IOException {
    files(900);
    assertThat(get("/many/").status()).isEqualTo(200);
    site.permit("/many", "rwx------");
    site.passTime();
    assertThat(get("/many/").status()).isEqualTo(403);
    assertThat(get("/many", OBJECTS).status()).isEqualTo(403);
  }
}
