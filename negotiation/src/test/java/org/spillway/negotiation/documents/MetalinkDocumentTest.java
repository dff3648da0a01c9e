package org.spillway.negotiation.documents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.catalog.Offer;
import org.spillway.negotiation.HashedFiles;
import org.spillway.negotiation.answers.Answer;
import org.spillway.negotiation.answers.Document;
import org.spillway.torrent.TorrentFormat;
import org.w3c.dom.Element;

class MetalinkDocumentTest {
  @TempDir private Path folder;

  private static Document document(Offer offer) {
    return MetalinkDocument.of(offer, HashedFiles.torrent(offer), HashedFiles.URLS, 1);
  }

  private static byte[] bytes(Document document) {
    byte[] bytes = new byte[document.bytes().remaining()];
    document.bytes().duplicate().get(bytes);
    return bytes;
  }

  private static String text(Document document) {
    return new String(bytes(document), UTF_8);
  }

  private static Element parse(Document document) throws Exception {
    var factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    var in = new ByteArrayInputStream(bytes(document));
    return factory.newDocumentBuilder().parse(in).getDocumentElement();
  }

  /** The hashes are what sha256sum and sha1sum of coreutils say of the ten digits. */
  @Test
  void of_whole() throws Exception {
    try (var files = new HashedFiles(folder, TorrentFormat.V1)) {
      var document = document(files.hashed("/pub/digits.iso", "0123456789"));
      assertThat(text(document))
          .isEqualTo(
              """
              <?xml version="1.0" encoding="UTF-8"?>
              <metalink xmlns="urn:ietf:params:xml:ns:metalink">
                <generator>Spillway</generator>
                <origin dynamic="true">https://dl.example.org/files/pub/digits.iso?meta4</origin>
                <published>2026-01-02T03:04:05Z</published>
                <updated>2026-01-02T03:04:05Z</updated>
                <file name="digits.iso">
                  <size>10</size>
                  <hash type="sha-256">84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882</hash>
                  <pieces length="16384" type="sha-1">
                    <hash>87acec17cd9dcd20a716cc2cf67417b71c8a7016</hash>
                  </pieces>
                  <url priority="1">https://dl.example.org/files/pub/digits.iso</url>
                  <url priority="3">https://n.example.net/pub/digits.iso</url>
                  <url location="de" priority="7">https://m.example.net/m%26m/pub/digits.iso</url>
                  <url priority="999999">https://o.example.net/pub/digits.iso</url>
                  <metaurl mediatype="torrent" priority="1">https://dl.example.org/files/pub/digits.iso?torrent</metaurl>
                </file>
              </metalink>
              """);
      assertThat(document)
          .isEqualTo(
              new Document(
                  Answer.Kind.METALINK,
                  "application/metalink4+xml",
                  "digits.iso.meta4",
                  ByteBuffer.wrap(bytes(document)),
                  document.etag(),
                  "https://dl.example.org/files/pub/digits.iso?meta4"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void of_pieces(TorrentFormat format) throws Exception {
    byte[] content = new byte[40_000];
    new Random(1).nextBytes(content);
    try (var files = new HashedFiles(folder, format)) {
      var offer = files.hashed("/a.bin", content);
      var info = HashedFiles.torrent(offer).info();
      var hashes = parse(document(offer)).getElementsByTagName("hash");
      assertThat(IntStream.range(1, hashes.getLength()).mapToObj(hashes::item))
          .map(hash -> hash.getTextContent())
          .isEqualTo(
              IntStream.range(0, info.pieceCount())
                  .mapToObj(info::v1PieceHash)
                  .flatMap(hash -> hash.stream())
                  .map(HexFormat.of()::formatHex)
                  .toList())
          .hasSize(format == TorrentFormat.V2 ? 0 : 3);
    }
  }

  @Test
  void ofEmpty() throws Exception {
    try (var files = new HashedFiles(folder, TorrentFormat.V1)) {
      var offer = files.offer("/empty", "");
      assertThat(text(MetalinkDocument.ofEmpty(offer, HashedFiles.URLS, 1)))
          .contains(
              "<size>0</size>\n"
                  + "    <hash type=\"sha-256\">"
                  + "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855</hash>\n"
                  + "    <url priority=\"1\">")
          .doesNotContain("pieces", "metaurl");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a&b<c>d\"e'f.iso", "&amp;", "ü 水 😀.iso", "]]>"})
  void of_oddName(String name) throws Exception {
    try (var files = new HashedFiles(folder, TorrentFormat.V1)) {
      var document = document(files.hashed("/" + name, "x"));
      var file = (Element) parse(document).getElementsByTagName("file").item(0);
      assertThat(file.getAttribute("name")).isEqualTo(name);
      var url = file.getElementsByTagName("url").item(0);
      assertThat(url.getTextContent()).matches("https://dl.example.org/files/[^&']+");
    }
  }

  @Test
  void of_nameThatXmlCannotHold() throws Exception {
    try (var files = new HashedFiles(folder, TorrentFormat.V1)) {
      var document = document(files.hashed("/a\uFFFE\uFFFFb", "x"));
      var file = (Element) parse(document).getElementsByTagName("file").item(0);
      assertThat(file.getAttribute("name")).isEqualTo("a__b");
    }
  }

  @Test
  void of_sameBytesSameTag() throws Exception {
    try (var files = new HashedFiles(folder, TorrentFormat.V1)) {
      var offer = files.hashed("/a", "x");
      assertThat(document(offer)).isEqualTo(document(offer));
      assertThat(document(offer).etag()).isNotEqualTo(document(files.hashed("/b", "x")).etag());
    }
  }
}
