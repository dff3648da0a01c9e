package org.spillway.webapp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.testing.Program;

/** Programs that take a folder's page for the folder: none may miss an entry, or find another. */
class FolderReadersIT {
  private static final Duration MOST = Duration.ofMinutes(4);

  /** The last name of all; pip would not find it on a page that ends before. */
  private static final String WHEEL = "zz_last-1.0-py3-none-any.whl";

  private static final List<String> NAMES =
      Stream.concat(
              IntStream.range(0, 2_500).mapToObj("file %04d+ü&.txt"::formatted), Stream.of(WHEEL))
          .toList();

  @TempDir private static Path folder;

  private static ServedSite served;

  @TempDir private Path target;

  @BeforeAll
  static void start() throws Exception {
    served = ServedSite.start(folder);
    Path many = Files.createDirectory(served.site().file("/pub/many"));
    Files.setPosixFilePermissions(many, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (String name : NAMES) {
      byte[] content = name.equals(WHEEL) ? wheel() : name.getBytes(UTF_8);
      served.site().offer("/pub/many/" + name, content);
    }
  }

  /** The smallest package that pip takes for one. */
  private static byte[] wheel() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      String info = "zz_last-1.0.dist-info/";
      put(zip, info + "METADATA", "Metadata-Version: 2.1\nName: zz-last\nVersion: 1.0\n");
      put(
          zip,
          info + "WHEEL",
          "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n");
      put(zip, info + "RECORD", "");
    }
    return bytes.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, String content) throws IOException {
    var entry = new ZipEntry(name);
    // The same bytes each time.
    entry.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0));
    zip.putNextEntry(entry);
    zip.write(content.getBytes(UTF_8));
  }

  @AfterAll
  static void stop() throws Exception {
    served.close();
  }

  private String run(String... command) throws Exception {
    var environment =
        Map.of("HOME", target.toString(), "LC_ALL", "C.UTF-8", "no_proxy", "127.0.0.1");
    return Program.run(0, MOST, environment, List.of(command));
  }

  private Path copy() throws IOException {
    Path copy = Files.createDirectory(target.resolve("copy"));
    Files.writeString(copy.resolve("not there"), "to be deleted");
    return copy;
  }

  private static List<String> names(Path copy) throws IOException {
    List<String> names = new ArrayList<>();
    try (var files = Files.walk(copy)) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> names.add(copy.relativize(file).toString()));
    }
    return names;
  }

  @Test
  void rclone_sync() throws Exception {
    Path copy = copy();
    String[] sync = {
      "/usr/bin/rclone",
      "--config=",
      "sync",
      "-v",
      "--http-url",
      served.base() + "/pub/many",
      ":http:",
      copy.toString()
    };
    run(sync);
    assertThat(names(copy)).containsExactlyInAnyOrderElementsOf(NAMES);
    assertThat(run(sync)).doesNotContain("Copied").doesNotContain("Deleted");
    assertThat(names(copy)).hasSize(NAMES.size());
  }

  @Test
  void lftp_mirror() throws Exception {
    Path copy = copy();
    String commands =
        "set cmd:fail-exit true; set net:max-retries 1; mirror --delete --parallel=4 "
            + served.base()
            + "/pub/many/ "
            + copy;
    run("/usr/bin/lftp", "--norc", "-c", commands);
    assertThat(names(copy)).containsExactlyInAnyOrderElementsOf(NAMES);
    assertThat(copy.resolve(NAMES.get(2_499))).hasContent(NAMES.get(2_499));
  }

  @Test
  void pip_findLinks() throws Exception {
    Path wheels = target.resolve("wheels");
    run(
        "/usr/bin/python3",
        "-m",
        "pip",
        "download",
        "--no-index",
        "--no-cache-dir",
        "--disable-pip-version-check",
        "--find-links=" + served.base() + "/pub/many/",
        "--dest=" + wheels,
        "zz-last");
    assertThat(wheels.resolve(WHEEL)).hasBinaryContent(wheel());
  }

  /** No torrent is fetched for any of the files, and so none is made for that. */
  @Test
  void wget_recursive() throws Exception {
    served.relay().forget();
    run(
        "/usr/bin/wget",
        "--no-config",
        "--no-verbose",
        "--recursive",
        "--no-parent",
        "--no-host-directories",
        "--cut-dirs=2",
        "--restrict-file-names=nocontrol",
        "--execute=robots=off",
        "--directory-prefix=" + target.resolve("copy"),
        served.base() + "/pub/many/");
    var expected = new ArrayList<>(NAMES);
    expected.add("index.html");
    assertThat(names(target.resolve("copy"))).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(served.relay().heard()).noneMatch(line -> line.matches("GET [^ ]*\\?.*"));
  }
}
