package org.spillway.negotiation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import org.spillway.catalog.Catalog;
import org.spillway.catalog.Offer;

/**
 * Decides what each request gets: the one place behind every door. Looks up, but neither waits nor
 * reads files, save for a digest of a part that is asked for. Safe for use by many threads.
 */
final class Responder {
  /** Some 2 KB each. */
  private static final int REPRESENTATIONS = 10_000;

  /** A file that changes between look-up and opening is looked up again this often. */
  static final int ATTEMPTS = 3;

  private final Catalog catalog;
  private final Negotiation negotiation;
  private final Counters counters = new Counters();
  private final Gate gate;
  private final ContentTypes types = new ContentTypes();
  private final Cache<String, FileRepresentation> representations =
      Caffeine.newBuilder().maximumSize(REPRESENTATIONS).build();

  Responder(Catalog catalog, NegotiationSettings settings) {
    this.catalog = catalog;
    this.negotiation = new Negotiation(settings);
    this.gate = new Gate(settings.limits(), counters);
  }

  Gate gate() {
    return gate;
  }

  Counters counters() {
    return counters;
  }

  NegotiationStats stats() {
    return counters.stats(gate.transfers(), gate.isFull());
  }

  /** Absent if the path is not offered. */
  Optional<Reply> reply(RequestHead request) {
    var target = negotiation.target(request.path());
    return find(target).map(offer -> reply(request, target, offer));
  }

  /** The same without waiting: 503 in its place. */
  Optional<Answer> answer(RequestHead request) {
    var target = negotiation.target(request.path());
    return find(target)
        .map(
            offer ->
                reply(request, target, offer) instanceof Answer answer
                    ? answer
                    : TorrentAnswer.notYet(offer));
  }

  /** The same for an application where nothing else is. */
  Answer answerOrMissing(RequestHead request) {
    return answer(request).orElseGet(() -> missing(request));
  }

  /** What an application that is all ours says about a path that is not offered. */
  Answer missing(RequestHead request) {
    // A file can appear here, and then negotiate.
    return Answer.error(404, "there is no such file", new Fields().varyIf(true));
  }

  /** Whether an answer is likely to need no more than a look at a file that was answered lately. */
  boolean isAtHand(RequestHead request) {
    return representations.getIfPresent(negotiation.target(request.path()).path()) != null
        && request.field("Want-Content-Digest").isEmpty();
  }

  private Optional<Offer> find(Negotiation.Target target) {
    return catalog
        .byPath(target.path())
        .or(() -> target.withoutRepeatedName().flatMap(catalog::byPath));
  }

  private Reply reply(RequestHead request, Negotiation.Target target, Offer offer) {
    return switch (request.method()) {
      case "GET", "HEAD" -> retrieve(request, target, offer);
      case "OPTIONS" -> Answer.options();
      default ->
          Answer.error(405, "a file can be read only", new Fields().add("Allow", Answer.ALLOW));
    };
  }

  private Reply retrieve(RequestHead request, Negotiation.Target target, Offer offer) {
    var file = representation(offer);
    var chosen = negotiation.choose(request, target, file.type());
    if (chosen instanceof Representation.Description description) {
      var urls = catalog.urls().orElseThrow();
      return new DescriptionAnswer(request, file, urls, description).make();
    }
    return chosen instanceof Representation.Elsewhere elsewhere
        ? elsewhere(request, file, elsewhere.varies())
        : new FileAnswer(request, file, chosen.equals(new Representation.File(true))).make();
  }

  private Answer elsewhere(RequestHead request, FileRepresentation file, boolean varies) {
    var urls = catalog.urls().orElseThrow();
    return Links.best(urls, file.offer())
        .map(mirror -> ElsewhereAnswer.of(mirror, file.offer(), urls, varies))
        .orElseGet(() -> new FileAnswer(request, file, varies).make());
  }

  /**
   * What a request gets in place of a file when no further file may be sent: the torrent, if the
   * client takes one and it is there, or the Metalink document.
   */
  Answer overloaded(RequestHead request) {
    var target = negotiation.target(request.path());
    return find(target)
        .map(offer -> overloaded(request, target, representation(offer)))
        .orElseGet(Responder::gone);
  }

  private Answer overloaded(
      RequestHead request, Negotiation.Target target, FileRepresentation file) {
    var torrent = file.offer().torrent();
    var wish = negotiation.instead(request, target, file.type());
    if (torrent.isPresent() && wish.isPresent()) {
      var urls = catalog.urls().orElseThrow();
      return new DescriptionAnswer(request, file, urls, wish.get()).of(torrent.get());
    }
    return file.busy(!target.seed());
  }

  private FileRepresentation representation(Offer offer) {
    var known = representations.getIfPresent(offer.path());
    if (known != null && known.offer() == offer) {
      return known;
    }
    var made = new FileRepresentation(offer, types.of(offer.name()), catalog.urls().orElseThrow());
    representations.put(offer.path(), made);
    return made;
  }

  /** For a file that was another one each time it was opened. */
  static Answer unreadable() {
    return Answer.error(
        503,
        "the file cannot be read at the moment",
        new Fields().add("Retry-After", "1").add("Cache-Control", "no-store"));
  }

  /** For a file that went away while its torrent was waited for. */
  static Answer gone() {
    return Answer.error(404, "the file is gone", new Fields().add("Cache-Control", "no-store"));
  }
}
