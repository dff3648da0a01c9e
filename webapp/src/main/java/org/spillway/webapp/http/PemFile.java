package org.spillway.webapp.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.spillway.catalog.source.Problem;
import org.spillway.webapp.config.Key;

/** The blocks of a PEM file (RFC 7468), without the text around them. */
record PemFile(Key<?> setting, Path path, List<Block> blocks) {
  private static final int LARGEST = 1024 * 1024;

  private static final Pattern BLOCK =
      Pattern.compile(
          "-----BEGIN ([A-Z0-9 ]{1,40})-----([^-]*+(?:-(?!----)[^-]*+)*+)-----END \\1-----");

  /**
   * Header fields as in e-mail, which were used before RFC 7468: {@code Proc-Type: 4,ENCRYPTED}.
   */
  private static final Pattern FIELDS = Pattern.compile("(?m)^[A-Za-z-]+:.*$");

  record Block(String label, String text) {

    boolean isEncrypted() {
      return label.startsWith("ENCRYPTED ") || text.contains("4,ENCRYPTED");
    }
  }

  /**
   * Reads a file.
   *
   * @throws IOException if the file cannot be read; the message begins with the configuration's key
   *     and the file
   */
  static PemFile read(Key<?> setting, Path path) throws IOException {
    try {
      if (Files.size(path) > LARGEST) {
        throw new IOException("too large for a PEM file");
      }
      String text = Files.readString(path, ISO_8859_1);
      var blocks = BLOCK.matcher(text).results().map(m -> new Block(m.group(1), m.group(2)));
      return new PemFile(setting, path, blocks.toList());
    } catch (NoSuchFileException e) {
      throw new IOException(setting + ": " + path + ": no such file", e);
    } catch (IOException e) {
      throw new IOException(setting + ": " + path + ": cannot be read: " + Problem.of(e), e);
    }
  }

  byte[] bytes(Block block) throws IOException {
    try {
      return Base64.getMimeDecoder().decode(FIELDS.matcher(block.text()).replaceAll(""));
    } catch (IllegalArgumentException e) {
      throw wrong("the " + block.label() + " is not valid base64: " + e.getMessage());
    }
  }

  IOException wrong(String reason) {
    return new IOException(setting + ": " + path + ": " + reason);
  }
}
