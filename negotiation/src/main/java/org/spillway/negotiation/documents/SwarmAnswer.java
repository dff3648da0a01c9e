package org.spillway.negotiation.documents;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import org.spillway.negotiation.answers.Answer;
import org.spillway.negotiation.answers.DigestFields;
import org.spillway.negotiation.answers.Document;
import org.spillway.negotiation.answers.FileRepresentation;
import org.spillway.negotiation.fields.HeaderFields;
import org.spillway.negotiation.fields.RequestHead;
import org.spillway.torrent.Sha256;

/**
 * Answers with the page {@code ?swarm}, on which a file is downloaded in the browser. It never
 * waits: while the file is being hashed, the page says so.
 */
public final class SwarmAnswer {
  private static final String TYPE = "text/html;charset=utf-8";

  private SwarmAnswer() {}

  public static Answer of(RequestHead request, FileRepresentation file, boolean hasBundle) {
    var offer = file.offer();
    boolean isHashed = DigestFields.ofFile(offer).isPresent();
    if (!isHashed) {
      var unused = offer.requestTorrent();
    }
    String policy = hasBundle ? SwarmPolicy.of(file.urls(), offer.path()) : Html.POLICY;
    String html = SwarmHtml.of(request.path(), file, hasBundle);
    var page =
        new Document(
            Answer.Kind.SWARM_PAGE,
            TYPE,
            "",
            ByteBuffer.wrap(html.getBytes(UTF_8)).asReadOnlyBuffer(),
            tag(policy + html),
            file.urls().file(offer.path()) + "?swarm");
    return guarded(page.answer(request, isHashed ? "public, no-cache" : "no-store", ""), policy);
  }

  /**
   * Returns the entity tag. It depends on the policy, too, because a kept page must be shown with
   * the policy that it was made with.
   */
  private static String tag(String text) {
    return '"' + Sha256.digest(text.getBytes(UTF_8)).toString().substring(0, 32) + '"';
  }

  private static Answer guarded(Answer answer, String policy) {
    var fields =
        new HeaderFields()
            .addAll(answer.fields())
            .add("Content-Security-Policy", policy)
            .add("Referrer-Policy", "no-referrer")
            .add("Cross-Origin-Opener-Policy", "same-origin");
    return new Answer(answer.kind(), answer.status(), fields.list(), answer.body());
  }
}
