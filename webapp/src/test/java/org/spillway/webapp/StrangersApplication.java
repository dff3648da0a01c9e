package org.spillway.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * A servlet application of somebody else, in two folders: as it was, and with the class that
 * negotiation/README.md shows and the jars that it names.
 */
final class StrangersApplication {
  static final String OFFERED = "/downloads/big.bin";
  static final String MEMBERS = "/members/report.txt";

  private static final FileTime MODIFIED = FileTime.from(Instant.parse("2026-01-02T03:04:05Z"));

  /** What the README says is enough. */
  private static final String NEEDED =
      "(spillway-(negotiation|catalog|torrent)|caffeine|jna)-[0-9].*";

  private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  private final Path plain;
  private final Path withTorrents;

  StrangersApplication(Path folder) throws IOException {
    plain = write(folder.resolve("plain"));
    withTorrents = write(folder.resolve("app"));
    Path lib = Files.createDirectories(withTorrents.resolve("WEB-INF/lib"));
    assertThat(jars(NEEDED)).hasSize(5);
    for (Path jar : jars(NEEDED)) {
      Files.copy(jar, lib.resolve(jar.getFileName()));
    }
    compileExample(folder, Files.createDirectories(withTorrents.resolve("WEB-INF/classes")));
  }

  Path plain() {
    return plain;
  }

  Path withTorrents() {
    return withTorrents;
  }

  private static Path write(Path root) throws IOException {
    file(root, "/index.html", "<!DOCTYPE html><title>A stranger's page</title>");
    file(root, MEMBERS, "for members only");
    file(root, "/other.txt", "a file beside");
    file(root, OFFERED, "0123456789".repeat(200_000));
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.toList()) {
        // Containers make their validators of it.
        Files.setLastModifiedTime(path, MODIFIED);
      }
    }
    return root;
  }

  private static void file(Path root, String path, String content) throws IOException {
    Path file = root.resolve(path.substring(1));
    Files.createDirectories(file.getParent());
    Files.setPosixFilePermissions(file.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }

  /** The jars that the build made just before. */
  private static List<Path> jars(String names) throws IOException {
    try (Stream<Path> all = Files.list(Path.of("target", "app"))) {
      return all.filter(jar -> jar.getFileName().toString().matches(names)).toList();
    }
  }

  private static void compileExample(Path folder, Path classes) throws IOException {
    var readme = EXAMPLE.matcher(Files.readString(Path.of("../negotiation/README.md")));
    assertThat(readme.find()).isTrue();
    Path source = Files.writeString(folder.resolve("Torrents.java"), readme.group(1));
    String path =
        jars(NEEDED + "|jakarta\\.servlet-api-.*").stream()
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-cp", path, "-d", classes.toString(), source.toString());
    assertThat(result).isZero();
  }
}
