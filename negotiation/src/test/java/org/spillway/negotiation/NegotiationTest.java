package org.spillway.negotiation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.negotiation.NegotiationSettings.DEFAULT;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.negotiation.answers.FileKind;
import org.spillway.negotiation.answers.Representation;
import org.spillway.negotiation.fields.FakeRequest;
import org.spillway.negotiation.fields.MediaTypes;
import org.spillway.negotiation.fields.RequestHead;

class NegotiationTest {
  private static final Representation NAMED = new Representation.Torrent(true);
  private static final FakeRequest GET = FakeRequest.get("/pub/a.iso");

  private static final FileKind ISO = new FileKind("application/x-iso9660-image", true);
  private static final FileKind PAGE = new FileKind("text/html", false);

  private final Negotiation negotiation = new Negotiation(DEFAULT);

  private static Representation choose(Negotiation negotiation, RequestHead request) {
    return negotiation.choose(request, negotiation.target(request.path()), ISO);
  }

  @Test
  void choose_seed() {
    var request =
        FakeRequest.get("/seed/pub/a.iso").withQuery("torrent").with("Accept-Encoding", "torrent");
    assertThat(choose(negotiation, request)).isEqualTo(new Representation.File(false));
  }

  /** Varnish 7.1 takes away Range and If-Range, and cuts slices of what it gets. */
  @Test
  void choose_throughVarnish() {
    var request =
        GET.with("X-Varnish", "32771")
            .with("X-Forwarded-For", "192.0.2.1")
            .with("Accept-Encoding", "torrent")
            .with("Accept", "application/x-bittorrent");
    assertThat(choose(negotiation, request)).isEqualTo(new Representation.File(false));
    assertThat(choose(negotiation, request.withQuery("torrent"))).isEqualTo(NAMED);
    var overloaded = new Negotiation(DEFAULT.withMode(NegotiationMode.OVERLOAD));
    assertThat(overloaded.instead(request, negotiation.target(request.path()), ISO)).isEmpty();
  }

  @Test
  void describes_whatHeaderFieldsCanSelect() {
    assertThat(negotiation.describes("text/plain", true)).isTrue();
    assertThat(negotiation.describes("text/plain", false)).isFalse();
    assertThat(negotiation.describes(MediaTypes.TORRENT, true)).isFalse();
    var metalink = new Negotiation(DEFAULT.withMetalink(true));
    assertThat(metalink.describes("text/plain", false)).isTrue();
    assertThat(metalink.describes(MediaTypes.TORRENT, true)).isTrue();
    assertThat(metalink.describes(MediaTypes.METALINK, false)).isFalse();
  }

  /** A page that the server is too busy to send must not become a torrent either. */
  @Test
  void instead_ofAPage() {
    var overloaded = new Negotiation(DEFAULT.withMode(NegotiationMode.OVERLOAD));
    var target = negotiation.target(GET.path());
    var byCoding = GET.with("Accept-Encoding", "gzip, torrent");
    assertThat(overloaded.instead(byCoding, target, ISO))
        .contains(new Representation.Torrent(false));
    assertThat(overloaded.instead(byCoding, target, PAGE)).isEmpty();
    var byType = GET.with("Accept", "application/x-bittorrent");
    assertThat(overloaded.instead(byType, target, PAGE))
        .contains(new Representation.Torrent(false));
  }

  @Test
  void choose_off() {
    var off = new Negotiation(DEFAULT.withMode(NegotiationMode.OFF));
    assertThat(choose(off, GET.with("Accept-Encoding", "torrent")))
        .isEqualTo(new Representation.File(false));
    assertThat(choose(off, GET.withQuery("torrent"))).isEqualTo(NAMED);
    assertThat(choose(off, GET.withQuery("swarm"))).isEqualTo(new Representation.SwarmPage());
  }

  @Test
  void choose_redirect() {
    var redirecting = new Negotiation(DEFAULT.withRedirect(true));
    var elsewhere = new Representation.AtMirror(true);
    assertThat(choose(redirecting, GET)).isEqualTo(elsewhere);
    assertThat(choose(redirecting, GET.with("Accept-Encoding", "torrent;q=0")))
        .isEqualTo(elsewhere);
    assertThat(choose(redirecting, GET.with("Accept-Encoding", "torrent")))
        .isEqualTo(new Representation.Torrent(false));
    assertThat(choose(redirecting, GET.with("Range", "bytes=0-1")))
        .isEqualTo(new Representation.File(true));
    assertThat(choose(redirecting, FakeRequest.get("/seed/pub/a.iso")))
        .isEqualTo(new Representation.File(false));
    assertThat(choose(redirecting, GET.withQuery("torrent"))).isEqualTo(NAMED);
  }

  @Test
  void choose_redirectWithoutNegotiation() {
    var off = DEFAULT.withMode(NegotiationMode.OFF).withRedirect(true);
    assertThat(choose(new Negotiation(off), GET.with("Accept-Encoding", "torrent")))
        .isEqualTo(new Representation.AtMirror(false));
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
    "/seed/~1f0c35d2/pub/a, /pub/a, 1f0c35d2",
    "/seed/~1f0c35d2/a/a, /a/a, 1f0c35d2",
    "/seed/~00000000/~11111111/a, /~11111111/a, 00000000",
  })
  void target_ofAVersion(String path, String expected, String version) {
    assertThat(negotiation.target(path).versioned())
        .contains(new Negotiation.Target(expected, true, version));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/~1f0c35d2/a",
        "/seed/a",
        "/seed/~1f0c35d2",
        "/seed/~1F0C35D2/a",
        "/seed/~1f0c35d/a",
        "/seed/~1f0c35d2e/a",
        "/seed/~anna/a",
        "/seed/pub/~1f0c35d2/a",
      })
  void target_ofNoVersion(String path) {
    assertThat(negotiation.target(path).versioned()).isEmpty();
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
