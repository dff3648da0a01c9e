package org.spillway.negotiation;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Folders that are too long to be listed in one piece. */
class FolderListingIT {
  /** A listing that ends early must not look like a whole one. */
  @ParameterizedTest
  @EnumSource(names = {"HANDLER", "APPLICATION"})
  void get_folderClosedMidway_breaks(HttpFixture.Door door, @TempDir Path folder)
      throws IOException {
    var settings = NegotiationSettings.DEFAULT.withIndex(true);
    // So much time passes between any two looks that no part of the listing is kept.
    var now = new AtomicLong();
    Ticker ticker = () -> now.addAndGet(Duration.ofSeconds(2).toNanos());
    try (var site = HttpFixture.open(door, folder, settings, ticker).start()) {
      Path last = folder;
      for (int i = 0; i < 8000; i++) {
        last = site.file("/many/" + "x".repeat(200) + i, "");
      }
      assertThat(new String(site.get("/many/").body(), UTF_8)).endsWith("</html>\n");
      var head = site.send("HEAD", "/many/");
      assertThat(head.headers().firstValue("Content-Length")).isEmpty();
      try (var socket = site.connect()) {
        var request = "GET /many/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(US_ASCII));
        assertThat(socket.getInputStream().readNBytes(1000))
            .startsWith("HTTP/1.1 200".getBytes(US_ASCII));
        Files.setPosixFilePermissions(
            last.getParent(), PosixFilePermissions.fromString("rwx------"));
        var rest = new String(socket.getInputStream().readAllBytes(), US_ASCII);
        assertThat(rest).doesNotContain("</html>").doesNotEndWith("0\r\n\r\n");
      }
    }
  }
}
