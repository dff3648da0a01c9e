package org.spillway.negotiation.answers;

import org.spillway.catalog.Mirror;
import org.spillway.catalog.Offer;
import org.spillway.catalog.PublicUrls;
import org.spillway.negotiation.fields.HeaderFields;

/**
 * Sends a client to a mirror, with what it needs to use the other mirrors too and to check what it
 * gets (RFC 6249): the form of a redirect, which is the only one that wget2 follows.
 */
public final class MirrorRedirect {
  private MirrorRedirect() {}

  /** Answers with 302, because the next request may be sent to another mirror. */
  public static Answer of(Mirror mirror, Offer offer, PublicUrls urls, boolean varies) {
    var fields =
        new HeaderFields()
            .add("Location", mirror.url())
            .add("Cache-Control", "private, no-cache")
            .add("Content-Type", "text/plain;charset=utf-8")
            .add("X-Content-Type-Options", "nosniff")
            .varyIf(varies);
    // The digest is that of the file, not of this answer, as RFC 3230 allows and RFC 9530 does not.
    DigestFields.ofFile(offer).map(DigestFields::digest).ifPresent(d -> fields.add("Digest", d));
    LinkFields.of(urls, offer).forEach(link -> fields.add("Link", link));
    return new Answer(
        Answer.Kind.MIRROR_REDIRECT,
        302,
        fields.list(),
        Body.of("the file is at " + mirror.url() + '\n'));
  }
}
