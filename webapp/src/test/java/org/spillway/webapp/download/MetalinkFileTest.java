package org.spillway.webapp.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.client.DownloadException;

class MetalinkFileTest {
  private static final String SHA256 =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @TempDir Path folder;

  private Path file(String files) throws Exception {
    return Files.writeString(
        folder.resolve("a.meta4"),
        "<?xml version='1.0'?><metalink xmlns='urn:ietf:params:xml:ns:metalink'>%s</metalink>"
            .formatted(files));
  }

  @Test
  void read_bestHashAndUrlsInOrder() throws Exception {
    var entries =
        MetalinkFile.read(
            file(
                """
                <file name='dir/a.iso'>
                  <size>3</size>
                  <hash type='sha-1'>a9993e364706816aba3e25717850c26c9cd0d89d</hash>
                  <hash type='sha-256'>%s</hash>
                  <hash type='crc32'>12</hash>
                  <pieces length='2' type='sha-1'><hash>00</hash></pieces>
                  <url priority='2'>http://two/a.iso</url>
                  <url>http://last/a.iso</url>
                  <url location='de' priority='1'>https://one/a.iso</url>
                  <url priority='1'>ftp://no/a.iso</url>
                </file>
                <file name='b'><url>http://host/b</url></file>
                """
                    .formatted(SHA256)));
    assertThat(entries).hasSize(2);
    var first = entries.get(0);
    assertThat(first.name()).isEqualTo("a.iso");
    assertThat(first.checksum()).hasValue(Checksum.parse("sha256=" + SHA256));
    assertThat(first.places().stream().map(place -> place.url().toString()))
        .containsExactly("https://one/a.iso", "http://two/a.iso", "http://last/a.iso");
    assertThat(entries.get(1).checksum()).isEmpty();
    assertThat(ArgumentReader.parse(folder.resolve("a.meta4").toString())).hasSize(2);
  }

  @Test
  void read_malformed() {
    assertThatThrownBy(() -> MetalinkFile.read(file(""))).hasMessageContaining("names no file");
    assertThatThrownBy(() -> MetalinkFile.read(file("<file name='a'/>")))
        .hasMessageContaining("a file must have a name and an http or https URL");
    assertThatThrownBy(() -> MetalinkFile.read(file("<file name='a'>")))
        .isInstanceOf(DownloadException.class)
        .hasMessageContaining("no well-formed XML at line 1");
    assertThatThrownBy(
            () ->
                MetalinkFile.read(
                    file(
                        "<file name='a'><url>http://h/a</url><hash type='sha-256'>1</hash></file>")))
        .hasMessageContaining("must have 64 hex digits, had 1");
  }

  /** An entity could read a file of this machine, or fill the memory. */
  @Test
  void read_entities_areRefused() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("a.meta4"),
            "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><metalink><file name='a'>"
                + "<url>http://h/&e;</url></file></metalink>");
    assertThatThrownBy(() -> MetalinkFile.read(file)).isInstanceOf(DownloadException.class);
  }
}
