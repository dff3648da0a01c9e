package org.spillway.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.catalog.source.ContentRoot;

/** Runs with the small jars only, without the AWS SDK and the jars that it needs. */
class WithoutSdkIT {
  @TempDir Path temp;

  /** Offers what the first argument says, with the state in the second. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) throws Exception {
      var settings =
          CatalogSettings.of(ContentRoot.of(args[0]), Path.of(args[1])).withInclude("**");
      try (var catalog = Catalog.open(settings)) {
        catalog.start(
            new PublicUrls(URI.create("http://dl.example.org"), List.of(), List.of(), List.of()));
        var torrent = catalog.byPath("/a").orElseThrow().requestTorrent().get(60, TimeUnit.SECONDS);
        System.out.println("offered " + torrent.key().path());
      } catch (IOException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  private String run(String root) throws Exception {
    String classPath =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entry -> !entry.contains("awssdk") && !entry.contains("httpcomponents"))
            .collect(Collectors.joining(File.pathSeparator));
    var child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                Child.class.getName(),
                root,
                temp.resolve("state").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(child.getInputStream().readAllBytes(), UTF_8);
    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return output.strip();
  }

  @Test
  void open_folder() throws Exception {
    var folder = new Folder(Files.createDirectory(temp.resolve("root")));
    folder.write("/a", Folder.bytes(1, 1000));
    assertThat(run(folder.root().toString())).isEqualTo("offered /a");
  }

  @Test
  void open_bucket() throws Exception {
    assertThat(run("s3://bucket"))
        .startsWith("content.root: s3://bucket needs the AWS SDK (s3, apache5-client): ");
  }
}
