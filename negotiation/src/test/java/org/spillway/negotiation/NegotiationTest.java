package org.spillway.negotiation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.negotiation.NegotiationSettings.DEFAULT;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NegotiationTest {
  private static final Representation FILE = new Representation.File(true);
  private static final Representation TORRENT = new Representation.Torrent(false);
  private static final Representation NAMED = new Representation.Torrent(true);
  private static final FakeRequest GET = FakeRequest.get("/pub/a.iso");

  private final Negotiation negotiation = new Negotiation(DEFAULT);

  private Representation choose(RequestHead request) {
    return choose(negotiation, request);
  }

  private static Representation choose(Negotiation negotiation, RequestHead request) {
    return negotiation.choose(
        request, negotiation.target(request.path()), "application/x-iso9660-image");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "torrent | T",
        "TORRENT | T",
        "gzip, deflate, br, zstd, torrent | T",
        "gzip,torrent | T",
        ", ,torrent,, | T",
        "torrent;q=1 | T",
        "torrent;q=1.000 | T",
        "torrent;q=0.001 | T",
        "torrent;Q=0.5 | T",
        "torrent \t; \t q=0.5 | T",
        "torrent;;q=0.5; | T",
        "torrent;q=0 | F",
        "torrent;q=0.000 | F",
        "torrent;q=0. | F",
        // against identity
        "torrent;q=0.5, identity;q=0.5 | T",
        "torrent;q=0.5, identity;q=0.501 | F",
        "torrent;q=0.5, identity | F",
        "torrent;q=0.5, identity;q=0 | T",
        "identity;q=0 | F",
        "torrent;q=0, identity;q=0 | F",
        "torrent;q=0.5, *;q=0.6 | F",
        "torrent;q=0.6, *;q=0.5 | T",
        "torrent;q=0.6, *;q=0.7, identity;q=0.1 | T",
        "torrent, * | T",
        "torrent;q=0.5, *;q=0 | T",
        "torrent;q=0.5, gzip;q=1 | T",
        // a wildcard never selects the torrent
        "* | F",
        "*;q=1, identity;q=0 | F",
        "gzip | F",
        "'' | F",
        // the first mention counts
        "torrent;q=0, torrent;q=1 | F",
        // other names
        "x-torrent | F",
        "torrents | F",
        "tor rent | F",
        "\"torrent\" | F",
        // what cannot be understood is ignored
        "torrent;q=1.1 | F",
        "torrent;q=2 | F",
        "torrent;q=-1 | F",
        "torrent;q=0.1234 | F",
        "torrent;q=.5 | F",
        "torrent;q=1.001 | F",
        "torrent;q= | F",
        "torrent;q=abc | F",
        "torrent;q = 0.5 | F",
        "torrent;level=1 | F",
        "torrent, identity;q=abc | T",
        ";q=1, torrent | T",
        "=;;,\"torrent | F",
      })
  void choose_acceptEncoding(String acceptEncoding, String expected) {
    assertThat(choose(GET.with("Accept-Encoding", acceptEncoding)))
        .isEqualTo(expected.equals("T") ? TORRENT : FILE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "application/x-bittorrent | T",
        "Application/X-BitTorrent | T",
        "application/x-bittorrent, */* | T",
        "*/*, application/x-bittorrent | T",
        "application/x-bittorrent;q=0.9, */*;q=0.8 | T",
        "application/x-bittorrent;q=0.8, */*;q=0.8 | T",
        "application/x-bittorrent;q=0.7, */*;q=0.8 | F",
        "application/x-bittorrent;q=0.001 | T",
        "application/x-bittorrent;q=0 | F",
        // the type of the file, by the most specific range
        "application/x-bittorrent;q=0.5, application/x-iso9660-image;q=0.4, */* | T",
        "application/x-bittorrent;q=0.5, application/x-iso9660-image, */*;q=0.1 | F",
        "application/x-bittorrent;q=0.5, application/*;q=0.6, */*;q=0.1 | F",
        "application/x-bittorrent;q=0.5, application/*;q=0.4, */* | T",
        "application/x-bittorrent;q=0.5, text/*, text/html | T",
        "application/x-bittorrent;q=0.5, APPLICATION/X-ISO9660-IMAGE | F",
        // ranges with parameters fit no representation here
        "application/x-bittorrent;v=2 | F",
        "application/x-bittorrent;v=\"a,b;c\\\"\";q=0.9, application/x-bittorrent;q=0.1 | T",
        "application/x-bittorrent;q=0.5, application/x-iso9660-image;v=1, */*;q=0.4 | T",
        "application/x-bittorrent;q=0.5;ext=1 | T",
        "text/plain;a=\"application/x-bittorrent\" | F",
        "text/plain;a=\", application/x-bittorrent, \" | F",
        // a wildcard never selects the torrent
        "*/* | F",
        "application/* | F",
        "* | F",
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 | F",
        "*/*,application/metalink4+xml | F",
        "'' | F",
        // what cannot be understood is ignored
        "application/x-bittorrent;q=nan | F",
        "application/x-bittorrent/x | F",
        "application / x-bittorrent | F",
        "application/x-bittorrent, application/x-iso9660-image;q=7 | T",
        "\"application/x-bittorrent | F",
        "text/html;a=\\, application/x-bittorrent | T",
      })
  void choose_accept(String accept, String expected) {
    assertThat(choose(GET.with("Accept", accept))).isEqualTo(expected.equals("T") ? TORRENT : FILE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "torrent | */* | T",
        "torrent | text/html | T",
        "torrent | application/x-bittorrent;q=0 | F",
        "torrent | application/x-bittorrent;q=0, */* | F",
        "torrent | */*;q=0 | F",
        "torrent | application/*;q=0, */* | F",
        "torrent | application/*;q=0, application/x-bittorrent;q=0.1 | T",
        "torrent | application/x-bittorrent;q=0.1, */* | T",
        "torrent;q=0 | application/x-bittorrent | T",
        "identity | application/x-bittorrent | T",
        "torrent | garbage;;=,\",;q= | T",
      })
  void choose_both(String acceptEncoding, String accept, String expected) {
    assertThat(choose(GET.with("Accept-Encoding", acceptEncoding).with("Accept", accept)))
        .isEqualTo(expected.equals("T") ? TORRENT : FILE);
  }

  @Test
  void choose_torrentThatIsAFile() {
    var target = negotiation.target("/a.torrent");
    var accept = GET.with("Accept", Negotiation.TORRENT_TYPE);
    assertThat(negotiation.choose(accept, target, Negotiation.TORRENT_TYPE)).isEqualTo(FILE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "torrent",
        "torrent=",
        "torrent&X-Amz-Signature=ab12",
        "X-Amz-Signature=ab12&torrent=",
        "a&&torrent&b"
      })
  void choose_query(String query) {
    assertThat(choose(GET.withQuery(query))).isEqualTo(NAMED);
  }

  @Test
  void choose_queryBeatsFields() {
    var request =
        GET.withQuery("torrent")
            .with("Accept", "application/x-bittorrent;q=0")
            .with("Accept-Encoding", "torrent;q=0");
    assertThat(choose(request)).isEqualTo(NAMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "&",
        "=",
        "torrent=1",
        "torrent==",
        "Torrent",
        "torrents",
        "xtorrent",
        "a=torrent"
      })
  void choose_otherQuery(String query) {
    assertThat(choose(GET.withQuery(query))).isEqualTo(FILE);
    assertThat(choose(GET.withQuery(query).with("Accept-Encoding", "torrent"))).isEqualTo(TORRENT);
  }

  @Test
  void choose_range() {
    var request =
        GET.with("Range", "bytes=0-1")
            .with("Accept-Encoding", "torrent")
            .with("Accept", "application/x-bittorrent");
    assertThat(choose(request)).isEqualTo(FILE);
    assertThat(choose(request.withQuery("torrent"))).isEqualTo(NAMED);
    assertThat(choose(request.with("Range", "nonsense"))).isEqualTo(FILE);
  }

  /** Varnish 7.1 takes away Range and If-Range, and cuts slices of what it gets. */
  @Test
  void choose_throughVarnish() {
    var request =
        GET.with("X-Varnish", "32771")
            .with("X-Forwarded-For", "192.0.2.1")
            .with("Accept-Encoding", "torrent")
            .with("Accept", "application/x-bittorrent");
    assertThat(choose(request)).isEqualTo(FILE);
    assertThat(choose(request.withQuery("torrent"))).isEqualTo(NAMED);
  }

  @Test
  void choose_seed() {
    var request =
        FakeRequest.get("/seed/pub/a.iso").withQuery("torrent").with("Accept-Encoding", "torrent");
    assertThat(choose(request)).isEqualTo(new Representation.File(false));
  }

  @Test
  void choose_off() {
    var off = new Negotiation(DEFAULT.withMode(NegotiationMode.OFF));
    assertThat(choose(off, GET.with("Accept-Encoding", "torrent")))
        .isEqualTo(new Representation.File(false));
    assertThat(choose(off, GET.withQuery("torrent"))).isEqualTo(NAMED);
  }

  @ParameterizedTest
  @CsvSource({
    "/a, /a, false",
    "/seed/a, /a, true",
    "/seed/seed/a, /seed/a, true",
    "/seed/, /, true",
    "/seed, /seed, false",
    "/seeds/a, /seeds/a, false",
    "/x/seed/a, /x/seed/a, false",
  })
  void target_paths(String path, String expected, boolean seed) {
    assertThat(negotiation.target(path)).isEqualTo(new Negotiation.Target(expected, seed));
  }

  @ParameterizedTest
  @CsvSource({
    "/seed/a/one.bin/one.bin, /a/one.bin",
    "/seed/one.bin/one.bin, /one.bin",
    "/seed/one.bin,",
    "/seed/a/one.bin,",
    "/seed/a-one.bin/one.bin,",
    "/one.bin/one.bin,"
  })
  void target_repeatedName(String path, @Nullable String file) {
    var target = new Negotiation(DEFAULT).target(path);
    assertThat(target.withoutRepeatedName()).isEqualTo(Optional.ofNullable(file));
  }
}
