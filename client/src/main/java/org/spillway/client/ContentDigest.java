package org.spillway.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.spillway.client.DownloadException.Reason;
import org.spillway.client.http.ServerResponse;
import org.spillway.torrent.Digests;
import org.spillway.torrent.Sha256;

/**
 * The SHA-256 that a server sends with a plain file, in the field {@code Repr-Digest} or the older
 * {@code Digest}.
 */
final class ContentDigest {
  /** RFC 9530 §3: {@code sha-256=:base64:}. */
  private static final Pattern REPR_DIGEST =
      Pattern.compile("(?i)(?:^|[,\\s])sha-256=:([A-Za-z0-9+/]{43}=):");

  /** RFC 3230 §4.3.2 with RFC 5843: {@code SHA-256=base64}. */
  private static final Pattern DIGEST =
      Pattern.compile("(?i)(?:^|[,\\s])sha-256=([A-Za-z0-9+/]{43}=)");

  private ContentDigest() {}

  static Optional<Sha256> of(ServerResponse response) {
    return of(response::fields);
  }

  /**
   * @param fields returns the values of the fields of a name
   */
  static Optional<Sha256> of(Function<String, List<String>> fields) {
    return find(REPR_DIGEST, fields.apply("Repr-Digest"))
        .or(() -> find(DIGEST, fields.apply("Digest")));
  }

  private static Optional<Sha256> find(Pattern pattern, List<String> values) {
    Matcher matcher = pattern.matcher(String.join(",", values));
    if (!matcher.find()) {
      return Optional.empty();
    }
    return Optional.of(Sha256.of(Base64.getDecoder().decode(matcher.group(1))));
  }

  static Sha256 ofFile(Path file) throws DownloadException {
    var sha256 = Digests.sha256();
    byte[] chunk = new byte[256 * 1024];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        sha256.update(chunk, 0, read);
      }
    } catch (IOException e) {
      throw new DownloadException(Reason.FILE, file.toString(), e);
    }
    return Sha256.of(sha256.digest());
  }
}
