package org.spillway.negotiation.answers;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import org.spillway.catalog.Offer;
import org.spillway.negotiation.fields.DigestPreferences;
import org.spillway.negotiation.fields.HeaderField;
import org.spillway.negotiation.fields.HeaderFields;
import org.spillway.negotiation.fields.RequestHead;
import org.spillway.torrent.Sha256;

/** The integrity fields of RFC 9530, and Digest of RFC 3230, which aria2 reads alone. */
public final class DigestFields {
  private static final System.Logger log = System.getLogger(DigestFields.class.getName());

  /** The largest part, in bytes, that is read twice to get a digest of its own. */
  private static final long MOST_READ = 16 * 1024 * 1024;

  private static final Sha256 OF_NOTHING = Sha256.digest(new byte[0]);

  private DigestFields() {}

  /** Returns a value of Digest. */
  static String digest(Sha256 sha256) {
    return "SHA-256=" + base64(sha256);
  }

  /** Returns a member of Repr-Digest or Content-Digest. */
  static String value(Sha256 sha256) {
    return "sha-256=:" + base64(sha256) + ':';
  }

  private static String base64(Sha256 sha256) {
    return Base64.getEncoder().encodeToString(sha256.toBytes());
  }

  /**
   * Returns the digest of the whole file, which answers with parts of it carry, too; nothing until
   * it is known.
   */
  public static Optional<Sha256> ofFile(Offer offer) {
    return offer.length() == 0
        ? Optional.of(OF_NOTHING)
        : offer.torrent().map(torrent -> torrent.sha256());
  }

  /**
   * Returns the answer with the integrity fields that the request wants.
   *
   * @param answer an answer with a file or parts of it
   */
  static Answer asWanted(RequestHead request, Answer answer, Offer offer) {
    var preferences = DigestPreferences.of(request);
    if (preferences.equals(DigestPreferences.NONE)) {
      return answer;
    }
    var fields = new HeaderFields();
    answer.fields().stream().filter(field -> !unwanted(field, preferences)).forEach(fields::add);
    // Bytes that were appended meanwhile would be in only one of two readings.
    if (preferences.contentDigest() == DigestPreferences.Preference.YES && !offer.isGrowing()) {
      ofContent(answer, offer).ifPresent(hash -> fields.add("Content-Digest", value(hash)));
    }
    return new Answer(answer.kind(), answer.status(), fields.list(), answer.body());
  }

  private static boolean unwanted(HeaderField field, DigestPreferences preferences) {
    return switch (field.name()) {
      case "Digest" -> preferences.digest() == DigestPreferences.Preference.NO;
      case "Repr-Digest" -> preferences.reprDigest() == DigestPreferences.Preference.NO;
      default -> false;
    };
  }

  private static Optional<Sha256> ofContent(Answer answer, Offer offer) {
    if (answer.status() == 200) {
      return ofFile(offer);
    }
    return answer.body().length() <= MOST_READ ? read(answer.body()) : Optional.empty();
  }

  /**
   * Returns nothing if the file cannot be read as it was offered; sending it will fail for the same
   * reason.
   */
  private static Optional<Sha256> read(Body body) {
    var buffer = ByteBuffer.allocate(BodyTransfer.bufferSize(body));
    try (var transfer = BodyTransfer.start(body, buffer, buffer.capacity())) {
      var sha256 = MessageDigest.getInstance("SHA-256");
      while (transfer.portion().hasRemaining()) {
        sha256.update(transfer.portion());
        transfer.next(buffer.capacity());
      }
      return Optional.of(Sha256.of(sha256.digest()));
    } catch (IOException e) {
      log.log(DEBUG, () -> "no digest: " + e);
      return Optional.empty();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
