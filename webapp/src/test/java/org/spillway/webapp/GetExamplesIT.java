package org.spillway.webapp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.testing.Program;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.Sha256;
import org.spillway.webapp.command.Main;
import org.spillway.webapp.download.ExitCode;

/** Runs the examples of {@code docs/get.md}, one after the other in one folder. */
class GetExamplesIT {
  private static final Path DOCUMENT = Path.of("../docs/get.md");
  private static final String HOST = "https://dl.example.org";
  private static final byte[] ISO = TestSite.bytes(1, 300_000);
  private static final byte[] TEXT = "some text\n".getBytes(UTF_8);

  @TempDir Path site;
  @TempDir Path folder;

  private static List<String> examples() throws Exception {
    return Files.readAllLines(DOCUMENT).stream()
        .filter(line -> line.startsWith("    spillway "))
        .map(String::strip)
        .toList();
  }

  /** Makes a command {@code spillway} that runs this build. */
  private void makeCommand() throws Exception {
    String java =
        Program.javaCommand(Main.class.getName()).stream()
            .map(word -> "'" + word + "'")
            .collect(Collectors.joining(" "));
    Path command =
        Files.writeString(folder.resolve("spillway"), "#!/bin/sh\nexec " + java + " \"$@\"\n");
    Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private String run(String example) throws Exception {
    var command = new ArrayList<>(List.of("/bin/bash", "-c"));
    command.add("cd \"$0\" && PATH=.:$PATH && " + example);
    command.add(folder.toString());
    return Program.run(0, Duration.ofMinutes(1), Map.of("LC_ALL", "C.UTF-8"), command);
  }

  @Test
  void examples_work() throws Exception {
    makeCommand();
    try (var served = ServedSite.start(site)) {
      served.site().offer("/pub/file.iso", ISO);
      served.site().offer("/pub/other.txt", TEXT);
      TestSite.torrent(served.url("/pub/file.iso"));
      Files.writeString(folder.resolve("list.txt"), served.url("/pub/other.txt") + "\n");
      for (String example : examples()) {
        run(
            example
                .replace(HOST, served.base())
                .replace("FILE_ISO_SHA256", Sha256.digest(ISO).toString()));
      }
    }
    for (String name : List.of("file.iso", "again.iso", "downloads/file.iso")) {
      assertThat(folder.resolve(name)).hasBinaryContent(ISO);
    }
    assertThat(folder.resolve("other.txt")).hasBinaryContent(TEXT);
    var downloads = Metainfo.parse(Files.readAllBytes(folder.resolve("downloads.torrent")));
    assertThat(downloads.info().files()).hasSize(2);
  }

  @Test
  void exitCodes_areThoseOfTheProgram() throws Exception {
    String text = Files.readString(DOCUMENT);
    for (ExitCode code : ExitCode.values()) {
      assertThat(text).contains("| %d | %s |".formatted(code.code(), code.meaning()));
    }
  }
}
