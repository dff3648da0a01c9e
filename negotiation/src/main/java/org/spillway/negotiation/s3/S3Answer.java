package org.spillway.negotiation.s3;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.spillway.negotiation.answers.Answer;
import org.spillway.negotiation.answers.Body;
import org.spillway.negotiation.documents.Xml;
import org.spillway.negotiation.fields.HeaderField;
import org.spillway.negotiation.fields.HeaderFields;

/**
 * Answers in the form of S3: with a request id, and with errors in XML. Caches may not keep these
 * answers, because other clients get other answers for the same URL.
 */
public final class S3Answer {
  private static final String XML_TYPE = "application/xml";
  private static final String PRIVATE = "private, no-store";
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private final S3Paths.Name name;
  private final String requestId = HEX.toHexDigits(ThreadLocalRandom.current().nextLong());
  private final String hostId = hostId();

  private S3Answer(S3Paths.Name name) {
    this.name = name;
  }

  private static String hostId() {
    byte[] bytes = new byte[24];
    ThreadLocalRandom.current().nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** Returns the same answer in the form that S3 gives it. */
  public static Answer of(S3Paths.Name name, Answer answer) {
    var s3 = new S3Answer(name);
    return answer.kind() == Answer.Kind.ERROR
        ? s3.error(code(answer.status()), answer)
        : s3.withIds(answer);
  }

  /**
   * Answers with a document of S3.
   *
   * @param xml empty for an answer that has no document
   */
  static Answer document(S3Paths.Name name, Body xml, HeaderField... more) {
    var fields = new HeaderFields().addAll(new S3Answer(name).ids()).addAll(List.of(more));
    fields.add("Cache-Control", PRIVATE);
    return Answer.folder(200, fields, XML_TYPE, xml);
  }

  public static Answer noSuchBucket(S3Paths.Name name) {
    var reason = Answer.error(404, "The specified bucket does not exist", new HeaderFields());
    return new S3Answer(name).error("NoSuchBucket", reason);
  }

  /**
   * Returns S3's code for a status. While a file is being hashed, that is ServiceUnavailable and
   * not SlowDown: clients try again after either, but must not believe that they ask too often.
   */
  private static String code(int status) {
    return switch (status) {
      case 400 -> "InvalidArgument";
      case 403 -> "AccessDenied";
      case 404 -> "NoSuchKey";
      case 405 -> "MethodNotAllowed";
      case 412 -> "PreconditionFailed";
      case 416 -> "InvalidRange";
      case 501 -> "NotImplemented";
      case 503 -> "ServiceUnavailable";
      default -> status < 500 ? "InvalidRequest" : "InternalError";
    };
  }

  private Answer error(String code, Answer answer) {
    var fields = ids();
    answer.fields().stream().filter(f -> !f.name().equals("Content-Type")).forEach(fields::add);
    fields.add(new HeaderField("Content-Type", XML_TYPE));
    if (fields.stream().noneMatch(f -> f.name().equals("Cache-Control"))) {
      fields.add(new HeaderField("Cache-Control", PRIVATE));
    }
    String message = answer.body().text().strip();
    return new Answer(answer.kind(), answer.status(), fields, Body.of(xml(code, message)));
  }

  private Answer withIds(Answer answer) {
    var fields = ids();
    fields.addAll(answer.fields());
    return new Answer(answer.kind(), answer.status(), fields, answer.body());
  }

  private List<HeaderField> ids() {
    var fields = new ArrayList<HeaderField>(12);
    fields.add(new HeaderField("x-amz-request-id", requestId));
    fields.add(new HeaderField("x-amz-id-2", hostId));
    return fields;
  }

  private String xml(String code, String message) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>"
        + element("Code", code)
        + element("Message", message)
        + element("BucketName", name.bucket())
        + element("Key", name.key())
        + element("Resource", name.resource())
        + element("RequestId", requestId)
        + element("HostId", hostId)
        + "</Error>";
  }

  private static String element(String name, String text) {
    return text.isEmpty() ? "" : "<" + name + ">" + Xml.escape(text) + "</" + name + ">";
  }
}
