package org.spillway.negotiation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.spillway.catalog.Catalog;
import org.spillway.catalog.Mirror;
import org.spillway.catalog.Offer;
import org.spillway.catalog.PublicUrls;
import org.spillway.catalog.source.PathKind;
import org.spillway.negotiation.answers.Answer;
import org.spillway.negotiation.answers.Cors;
import org.spillway.negotiation.answers.FileAnswer;
import org.spillway.negotiation.answers.FileKind;
import org.spillway.negotiation.answers.FileRepresentation;
import org.spillway.negotiation.answers.HttpReply;
import org.spillway.negotiation.answers.LinkFields;
import org.spillway.negotiation.answers.MirrorRedirect;
import org.spillway.negotiation.answers.Representation;
import org.spillway.negotiation.answers.UnavailableAnswer;
import org.spillway.negotiation.documents.BrowserBundle;
import org.spillway.negotiation.documents.DescriptionAnswer;
import org.spillway.negotiation.documents.SwarmAnswer;
import org.spillway.negotiation.documents.TorrentAnswer;
import org.spillway.negotiation.fields.ContentTypes;
import org.spillway.negotiation.fields.HeaderField;
import org.spillway.negotiation.fields.HeaderFields;
import org.spillway.negotiation.fields.InnerRequest;
import org.spillway.negotiation.fields.RequestHead;
import org.spillway.negotiation.folders.FolderAnswer;
import org.spillway.negotiation.s3.S3Answer;
import org.spillway.negotiation.s3.S3Operations;
import org.spillway.negotiation.s3.S3Paths;
import org.spillway.negotiation.s3.S3Request;
import org.spillway.negotiation.sending.Admission;
import org.spillway.negotiation.sending.AnswerCounters;
import org.spillway.negotiation.sending.Permit;

/**
 * Decides what each request gets, for the filter and the handler alike. Looks files up, but neither
 * waits nor reads them, unless the digest of a part is asked for. Safe for use by many threads.
 */
final class HttpResponder implements Admission {
  /** The number of representations that are kept, of about 2 KB each. */
  private static final int REPRESENTATIONS = 10_000;

  /** The number of look-ups of a file that changes between look-up and opening. */
  static final int ATTEMPTS = 3;

  private final Catalog catalog;
  private final HostUrls hostUrls;
  private final Negotiation negotiation;
  private final Duration patience;
  private final WebSeedPolicy webSeed;
  private final TorrentCoding coding;
  private final S3Paths s3;
  private final NotOffered notOffered;
  private final PublicPath publicPath;
  private final AnswerCounters counters;
  private final TransferLimiter limiter;
  private final Cors cors;

  /**
   * The priority of this server among the mirrors: it comes first, because this version is
   * described, unless requests are redirected to the mirrors.
   */
  private final int ownPriority;

  private final ContentTypes types = new ContentTypes();
  private final BrowserBundle bundle = BrowserBundle.ofClassPath(types);

  /** The representations by {@link #key}. */
  private final Cache<String, FileRepresentation> representations =
      Caffeine.newBuilder()
          // Its upkeep takes less time than to wake a thread for it.
          .executor(Runnable::run)
          .maximumSize(REPRESENTATIONS)
          .build();

  HttpResponder(Catalog catalog, NegotiationSettings settings) {
    this(catalog, settings, Ticker.systemTicker());
  }

  /**
   * @param ticker what the rates are measured by
   */
  HttpResponder(Catalog catalog, NegotiationSettings settings, Ticker ticker) {
    this.catalog = catalog;
    this.patience = settings.waitForTorrent();
    this.webSeed = settings.webSeed();
    this.hostUrls = settings.hostUrls();
    this.negotiation = new Negotiation(settings);
    this.publicPath = new PublicPath(catalog);
    this.coding = settings.coding();
    this.s3 = settings.s3().paths();
    this.counters = new AnswerCounters(catalog.usage());
    this.limiter = new TransferLimiter(settings.limits(), settings.pace(), counters, ticker);
    this.cors = new Cors(settings.corsOrigins());
    this.notOffered = new NotOffered(catalog, settings, cors, this::onlyFile, ticker);
    this.ownPriority = settings.redirect() ? Mirror.LOWEST_PRIORITY : 1;
  }

  @Override
  public Optional<Permit> admit(Answer answer, RequestHead request) {
    return limiter.admit(answer, request);
  }

  @Override
  public List<HeaderField> commonFields(RequestHead request) {
    return cors.fields(request);
  }

  @Override
  public AnswerCounters counters() {
    return counters;
  }

  NegotiationStats stats() {
    return NegotiationStats.of(counters, limiter.transfers(), limiter.isFull());
  }

  /** Returns the next step for a request, or nothing if the path is not offered. */
  Optional<HttpReply> respond(RequestHead asSent) {
    var request = meant(asSent);
    var bundled = bundle.answer(request);
    if (bundled.isPresent()) {
      return bundled.map(answer -> answer);
    }
    var target = target(request);
    return find(target)
        .map(
            offer -> {
              var reply = respond(request, target, offer);
              boolean isNow = reply instanceof HttpReply.Wait wait && wait.atMost().isZero();
              return reply instanceof Answer || isNow
                  ? withoutWaiting(reply, request, target, offer)
                  : reply;
            });
  }

  /**
   * Answers without waiting: with 503 for a torrent that does not exist yet, and with the file for
   * a client of the web seed. Returns nothing if the path is not offered.
   */
  Optional<Answer> respondNow(RequestHead asSent) {
    var request = meant(asSent);
    return bundle.answer(request).or(() -> respondWithFile(request));
  }

  private Optional<Answer> respondWithFile(RequestHead request) {
    var target = target(request);
    return find(target)
        .map(offer -> withoutWaiting(respond(request, target, offer), request, target, offer));
  }

  private Answer withoutWaiting(
      HttpReply reply, RequestHead request, Negotiation.Target target, Offer offer) {
    if (reply instanceof Answer answer) {
      return forS3(request, target, answer);
    }
    return target.seed()
        ? onlyFile(request, offer).asWebSeed()
        : forS3(request, target, TorrentAnswer.notYet(offer));
  }

  /**
   * Answers without waiting, for an application that answers every path: with a folder or an error
   * if the path is not offered.
   */
  Answer respondOr404(RequestHead request) {
    return respondNow(request).orElseGet(() -> notOffered(request));
  }

  /** Answers a request for a path that is not offered, in an application that is all ours. */
  Answer notOffered(RequestHead asSent) {
    var request = meant(asSent);
    if (publicPath.isRoot(request.path()) && isNothing(request)) {
      // S3's clients end their URLs without a slash, and follow no redirect.
      var root = new InnerRequest(request, "/");
      return S3Request.isFrom(request)
          ? notOffered.of(root, target(root))
          : FolderAnswer.redirect(request);
    }
    return notOffered.of(request, target(request));
  }

  /**
   * Removes the path of the public URL, which a proxy may have kept, unless something is offered
   * under the path as it was sent.
   */
  private RequestHead meant(RequestHead asSent) {
    return publicPath
        .within(asSent.path())
        .filter(path -> isNothing(asSent))
        .<RequestHead>map(path -> new InnerRequest(asSent, path))
        .orElse(asSent);
  }

  private boolean isNothing(RequestHead request) {
    var target = target(request);
    return find(target).isEmpty() && catalog.kindOf(target.path()) == PathKind.NOTHING;
  }

  private Negotiation.Target target(RequestHead request) {
    var target = negotiation.target(s3.path(request));
    // A folder may have such a name, too.
    return target.versioned().filter(other -> find(target).isEmpty()).orElse(target);
  }

  private Answer forS3(RequestHead request, Negotiation.Target target, Answer answer) {
    boolean isError = answer.kind() == Answer.Kind.ERROR && !target.seed();
    return Negotiation.namesTorrent(request, target) || (isError && S3Request.isFrom(request))
        ? S3Answer.of(s3.name(request), answer)
        : answer;
  }

  /**
   * Returns whether an answer is likely to need only a look at a file that was asked for lately, so
   * that it can be given on the thread that read the request.
   */
  boolean isCached(RequestHead request) {
    return !catalog.mayBlock(request.path())
        && isRepresented(meant(request))
        && request.field("Want-Content-Digest").isEmpty();
  }

  private boolean isRepresented(RequestHead request) {
    return urls(request)
        .map(urls -> representations.getIfPresent(key(urls, target(request).path())))
        .isPresent();
  }

  /** Returns the URLs that a client is told, or nothing before the catalog is started. */
  private Optional<PublicUrls> urls(RequestHead request) {
    return hostUrls.of(request.origin()).or(catalog::urls);
  }

  /**
   * Returns the key of a kept representation. Clients that are told other URLs must not share it.
   */
  private static String key(PublicUrls urls, String path) {
    return urls.base() + path;
  }

  private Optional<Offer> find(Negotiation.Target target) {
    return catalog.byPath(target.path()).or(() -> otherPath(target).flatMap(catalog::byPath));
  }

  private Optional<String> otherPath(Negotiation.Target target) {
    return target.seed() ? target.withoutRepeatedName() : s3.withoutBucket(target.path());
  }

  private HttpReply respond(RequestHead request, Negotiation.Target target, Offer offer) {
    boolean isTorrent = Negotiation.namesTorrent(request, target);
    var refusal = isTorrent ? Optional.<Answer>empty() : S3Operations.refusal(request);
    return refusal.isPresent() ? refusal.get() : respondTo(request, target, offer);
  }

  private HttpReply respondTo(RequestHead request, Negotiation.Target target, Offer offer) {
    return switch (request.method()) {
      case "GET", "HEAD" -> retrieve(request, target, offer);
      case "OPTIONS" -> cors.options(request);
      default ->
          Answer.error(
              405,
              "files can only be read: use GET or HEAD",
              new HeaderFields().add("Allow", Answer.ALLOW));
    };
  }

  private HttpReply retrieve(RequestHead request, Negotiation.Target target, Offer offer) {
    var file = representation(request, offer);
    var chosen = negotiation.choose(request, target, file.kind());
    boolean isFile = target.seed() || chosen instanceof Representation.File;
    if (isFile && offer.isLost()) {
      return file.lost(chosen.equals(new Representation.File(true)) && !target.seed());
    }
    if (target.seed()) {
      var refused = SeedVersions.refusal(target, offer);
      return refused.isPresent() ? refused.get() : webSeed(request, file);
    }
    boolean hasOthers = negotiation.describes(file.kind().type(), offer.canHaveTorrent());
    if (chosen instanceof Representation.Description description
        && (description.named() || hasOthers)) {
      return description(request, file, description).make(patience);
    }
    if (chosen instanceof Representation.SwarmPage) {
      return SwarmAnswer.of(request, file, bundle.isComplete());
    }
    // S3's clients follow no redirect.
    return chosen instanceof Representation.AtMirror atMirror && !S3Request.isFrom(request)
        ? atMirror(request, file, atMirror.varies() && hasOthers)
        : new FileAnswer(request, file, chosen.equals(new Representation.File(true)) && hasOthers)
            .make();
  }

  /**
   * Answers a client of the web seed, which is left to the swarm as long as the swarm can serve it
   * (BEP 19).
   */
  private HttpReply webSeed(RequestHead request, FileRepresentation file) {
    var decision =
        file.offer()
            .torrent()
            .filter(torrent -> !request.isHead())
            .map(torrent -> webSeed.decide(torrent, request.client()))
            .orElse(WebSeedPolicy.Decision.send());
    return switch (decision.kind()) {
      case SEND -> new FileAnswer(request, file, false).make().asWebSeed();
      case LATER -> later(decision.time());
      case UNDECIDED -> new HttpReply.AskAgain(decision.time());
    };
  }

  private static Answer later(Duration retryAfter) {
    return Answer.error(
        503,
        "the swarm has this file: the seeder and other peers send it to you",
        new HeaderFields()
            .add("Retry-After", Long.toString(retryAfter.toSeconds()))
            .add("Cache-Control", "no-store"));
  }

  private DescriptionAnswer description(
      RequestHead request, FileRepresentation file, Representation.Description wanted) {
    return new DescriptionAnswer(request, file, ownPriority, wanted);
  }

  private Answer atMirror(RequestHead request, FileRepresentation file, boolean varies) {
    return LinkFields.best(file.urls(), file.offer())
        .map(mirror -> MirrorRedirect.of(mirror, file.offer(), file.urls(), varies))
        .orElseGet(() -> new FileAnswer(request, file, varies).make());
  }

  private Answer onlyFile(RequestHead request, Offer offer) {
    return new FileAnswer(request, representation(request, offer), false).make();
  }

  /**
   * Answers a request when no further file may be sent: with the torrent or the Metalink document
   * if the client accepts it and it exists, otherwise with 503.
   */
  @Override
  public Answer insteadOfFile(RequestHead asSent) {
    var request = meant(asSent);
    var target = target(request);
    return find(target)
        .map(offer -> insteadOfFile(request, target, representation(request, offer)))
        .or(() -> find(target.ownPage()).map(offer -> representation(request, offer).busy(false)))
        .map(answer -> forS3(request, target, answer))
        .orElseGet(() -> unavailable(request));
  }

  private Answer insteadOfFile(
      RequestHead request, Negotiation.Target target, FileRepresentation file) {
    var torrent = file.offer().torrent();
    var wish = negotiation.instead(request, target, file.kind());
    if (torrent.isPresent() && wish.isPresent()) {
      return description(request, file, wish.get()).of(torrent.get());
    }
    return file.busy(!target.seed());
  }

  private FileRepresentation representation(RequestHead request, Offer offer) {
    var urls = urls(request).orElseThrow();
    String key = key(urls, offer.path());
    var known = representations.getIfPresent(key);
    if (known != null && known.offer() == offer) {
      return known;
    }
    var made = new FileRepresentation(offer, kind(offer), urls);
    representations.put(key, made);
    return made;
  }

  private FileKind kind(Offer offer) {
    String type = types.of(offer.name());
    return new FileKind(type, coding.covers(offer.length(), type));
  }

  /** Answers for a file that had changed each time it was opened. */
  Answer unavailable(RequestHead asSent) {
    var request = meant(asSent);
    return forS3(request, target(request), UnavailableAnswer.file());
  }

  /** Answers for a file that was removed while its torrent was waited for. */
  Answer gone(RequestHead asSent) {
    var request = meant(asSent);
    var fields = new HeaderFields().add("Cache-Control", "no-store");
    return forS3(request, target(request), Answer.error(404, "the file is gone", fields));
  }
}
