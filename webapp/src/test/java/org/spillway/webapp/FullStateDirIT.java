package org.spillway.webapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.testing.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.testing.Program;
import org.spillway.testing.SmallDisk;
import org.spillway.torrent.fallback.RequestHash;
import org.spillway.webapp.config.CatalogConfig;
import org.spillway.webapp.config.Config;

/** A server whose state-dir is a file system in memory without room. */
class FullStateDirIT {
  private static final Duration MOST = Duration.ofMinutes(1);
  private static final String OLD = "/pub/old.bin";

  /** More records than the rest of a page holds, which a file has even on a full disk. */
  private static final int NEW = 60;

  @TempDir private Path folder;

  private TestSite site;
  private SmallDisk disk;

  @BeforeEach
  void mount() throws Exception {
    site = TestSite.withoutBig(folder);
    site.offer(OLD, TestSite.bytes(1, 100_000));
    Files.createDirectories(site.state());
    disk = SmallDisk.mount(site.state());
  }

  @AfterEach
  void unmount() throws Exception {
    disk.close();
  }

  private Server start() throws Exception {
    var config = Config.of(site.values().set(CatalogConfig.RECHECK, "1s"));
    return Server.start(config, Server.bindHttp(config));
  }

  private static boolean isInDns(Server server, String path) throws Exception {
    String name = RequestHash.ofTarget(path).nameUnder("localhost");
    String port = String.valueOf(server.ports().dns().orElseThrow());
    return Program.run(MOST, "dig", "@127.0.0.1", "-p", port, "+short", name, "TXT")
        .startsWith("\"");
  }

  private static void awaitInDns(Server server, String path) {
    await("the records of " + path).atMost(MOST).until(() -> isInDns(server, path));
  }

  private static String path(int number) {
    return "/pub/new" + number + ".bin";
  }

  private long recordsLength() throws IOException {
    try (Stream<Path> files = Files.list(site.state().resolve("dns"))) {
      return files
          .filter(file -> file.toString().endsWith(".records"))
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }

  @Test
  void full_atTheFirstStart() throws Exception {
    disk.fill();
    try (var server = start()) {
      awaitInDns(server, OLD);
      disk.makeRoom();
      await("the records in their file").atMost(MOST).until(() -> recordsLength() > 0);
    }
  }

  @Test
  void full_atALaterStart() throws Exception {
    try (var server = start()) {
      awaitInDns(server, OLD);
    }
    disk.fill();
    try (var server = start()) {
      assertThat(isInDns(server, OLD)).isTrue();
      long before = recordsLength();
      for (int i = 0; i < NEW; i++) {
        site.offer(path(i), TestSite.bytes(i, 10_000));
      }
      for (int i = 0; i < NEW; i++) {
        awaitInDns(server, path(i));
      }
      disk.makeRoom();
      await("the new records in their file")
          .atMost(MOST)
          .until(() -> recordsLength() > before + NEW * 300L);
    }
    try (var server = start()) {
      // Their torrents found no room either, so that the files may have to be hashed again first.
      for (int i = 0; i < NEW; i++) {
        awaitInDns(server, path(i));
      }
    }
  }
}
