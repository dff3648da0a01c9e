package org.spillway.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spillway.client.DownloadException.Reason;
import org.spillway.torrent.TorrentFormat;

/** A plain file that comes in two parts. */
class ResumeIT extends DownloaderTestBase {
  private static final int LENGTH = 1_000_000;

  private final Content content = Content.of(TorrentFormat.V1, LENGTH);

  private void leavePart(int length, String etag) throws Exception {
    Files.write(PartialFile.partOf(target), content.slice(0, length));
    if (!etag.isEmpty()) {
      KnownEtag.of(target).write(etag);
    }
  }

  private void assertComplete() {
    assertThat(target).hasBinaryContent(content.bytes());
    assertThat(folder).isDirectoryNotContaining("glob:**.part*");
  }

  @Test
  void get_sameEtagContinues() throws Exception {
    leavePart(400_000, "\"1\"");
    try (var server = new FileServer(content, FileServer.Mode.GOOD)) {
      var result = get(server.url("/file.bin"));
      assertComplete();
      assertThat(result.from(Source.RESUMED)).isEqualTo(400_000);
      assertThat(result.from(Source.HTTP)).isEqualTo(600_000);
      assertThat(server.requests()).containsExactly("/file.bin", "/file.bin bytes=400000-");
    }
  }

  @Test
  void get_shortPartsAreJoined() throws Exception {
    leavePart(400_000, "\"1\"");
    try (var server = new FileServer(content, FileServer.Mode.SHORT_RANGES)) {
      get(server.url("/file.bin"));
      assertComplete();
      assertThat(server.requests()).hasSize(4);
    }
  }

  @Test
  void get_wholePartIsOnlyRenamed() throws Exception {
    leavePart(LENGTH, "\"1\"");
    try (var server = new FileServer(content, FileServer.Mode.GOOD)) {
      assertThat(get(server.url("/file.bin")).from(Source.RESUMED)).isEqualTo(LENGTH);
      assertComplete();
    }
  }

  @Test
  void get_otherEtagStartsOver() throws Exception {
    leavePart(400_000, "\"0\"");
    try (var server = new FileServer(content, FileServer.Mode.GOOD)) {
      assertThat(get(server.url("/file.bin")).from(Source.HTTP)).isEqualTo(LENGTH);
      assertComplete();
    }
  }

  /** It may be a torrent's and have holes. */
  @Test
  void get_partWithoutEtagStartsOver() throws Exception {
    leavePart(400_000, "");
    try (var server = new FileServer(content, FileServer.Mode.GOOD)) {
      assertThat(get(server.url("/file.bin")).from(Source.HTTP)).isEqualTo(LENGTH);
      assertComplete();
    }
  }

  @Test
  void get_brokenConnectionIsContinued() throws Exception {
    try (var server = new FileServer(content, FileServer.Mode.BREAKING)) {
      var result = get(server.url("/file.bin"));
      assertComplete();
      assertThat(result.from(Source.HTTP)).isEqualTo(LENGTH);
      assertThat(server.requests()).containsExactly("/file.bin", "/file.bin bytes=500000-");
    }
  }

  /** A server does this if it has hashed the file in the meantime. */
  @Test
  void get_etagThatChangesStartsOver() throws Exception {
    try (var server = new FileServer(content, FileServer.Mode.BREAKING)) {
      server.giveEtags("\"size and time\"", "\"hash\"");
      var result = get(server.url("/file.bin"));
      assertComplete();
      assertThat(result.from(Source.HTTP)).isEqualTo(LENGTH);
      assertThat(server.requests()).containsExactly("/file.bin", "/file.bin bytes=500000-");
      assertThat(progress.notes()).anyMatch(note -> note.endsWith("starting over"));
    }
  }

  @Test
  void get_etagThatChangesBeforeThePartIsContinued() throws Exception {
    leavePart(400_000, "\"1\"");
    try (var server = new FileServer(content, FileServer.Mode.GOOD)) {
      server.giveEtags("\"1\"", "\"2\"");
      var result = get(server.url("/file.bin"));
      assertComplete();
      assertThat(result.from(Source.RESUMED)).isZero();
      assertThat(result.from(Source.HTTP)).isEqualTo(LENGTH);
    }
  }

  @Test
  void get_etagThatAlwaysChangesEndsTheDownload() throws Exception {
    try (var server = new FileServer(content, FileServer.Mode.ALWAYS_BREAKING);
        var dns = new DnsFixture()) {
      settings =
          settings
              .withDnsServers(List.of(dns.server()))
              .withRequests(settings.requests().withRetries(1));
      server.giveEtags("\"1\"", "\"2\"", "\"3\"", "\"4\"", "\"5\"");
      assertThat(failure(server.url("/file.bin").replace("127.0.0.1", "localhost")).reason())
          .isEqualTo(Reason.UNREACHABLE);
      assertThat(server.requests()).hasSize(4);
      assertThat(PartialFile.partOf(target)).hasBinaryContent(content.slice(0, LENGTH / 2));
      assertThat(KnownEtag.of(target).read()).as("of what is there").hasValue("\"4\"");
    }
  }

  @Test
  void get_torrentKeepsThePartOfAPlainDownload() throws Exception {
    leavePart(400_000, "\"1\"");
    try (var seed = new SeedFixture(content, SeedFixture.Mode.GOOD)) {
      var result = get(magnet(content, seed.hostAndPort()));
      assertComplete();
      assertThat(result.from(Source.RESUMED)).isEqualTo(400_000 / Content.PIECE * Content.PIECE);
    }
  }
}
