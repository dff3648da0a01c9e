package org.spillway.negotiation;

import com.github.benmanes.caffeine.cache.Ticker;
import java.util.Optional;
import java.util.function.BiFunction;
import org.spillway.catalog.Catalog;
import org.spillway.catalog.Offer;
import org.spillway.catalog.source.PathKind;
import org.spillway.negotiation.answers.Answer;
import org.spillway.negotiation.answers.Cors;
import org.spillway.negotiation.answers.KeptTexts;
import org.spillway.negotiation.answers.UnavailableAnswer;
import org.spillway.negotiation.fields.HeaderFields;
import org.spillway.negotiation.fields.RequestHead;
import org.spillway.negotiation.folders.FolderAnswer;
import org.spillway.negotiation.s3.S3Answer;
import org.spillway.negotiation.s3.S3Operations;
import org.spillway.negotiation.s3.S3Paths;

/**
 * Answers requests for paths at which no file is offered, in an application that is all ours: shows
 * folders, or says why there is no file.
 */
final class NotOffered {
  private final Catalog catalog;
  private final S3Paths s3;
  private final Cors cors;
  private final boolean negotiates;
  private final FolderAnswer folders;
  private final S3Operations operations;

  /**
   * @param files how a file is answered with that has one representation only
   * @param ticker what the time is measured by for which listings are kept
   */
  NotOffered(
      Catalog catalog,
      NegotiationSettings settings,
      Cors cors,
      BiFunction<RequestHead, Offer, Answer> files,
      Ticker ticker) {
    this.catalog = catalog;
    this.s3 = settings.s3().paths();
    this.cors = cors;
    this.negotiates = settings.mode() != NegotiationMode.OFF;
    var texts = new KeptTexts(ticker);
    this.folders = new FolderAnswer(catalog, texts, settings.index(), files);
    this.operations = new S3Operations(catalog, texts, s3, settings.index());
  }

  Answer of(RequestHead request, Negotiation.Target target) {
    boolean torrent = Negotiation.namesTorrent(request, target);
    var operation = torrent || target.seed() ? Optional.<Answer>empty() : operations.of(request);
    return operation.orElseGet(() -> of(request, target, torrent));
  }

  private Answer of(RequestHead request, Negotiation.Target target, boolean torrent) {
    var answer =
        switch (request.method()) {
          case "GET", "HEAD" -> retrieve(request, target, torrent);
          case "OPTIONS" -> cors.options(request);
          default ->
              Answer.error(
                  405,
                  "this path can only be read: use GET or HEAD",
                  new HeaderFields().add("Allow", Answer.ALLOW));
        };
    return torrent ? inS3sWords(s3.name(request), answer) : answer;
  }

  private Answer retrieve(RequestHead request, Negotiation.Target target, boolean torrent) {
    boolean varies = negotiates && !torrent && !target.seed() && !target.path().endsWith("/");
    String path = target.seed() ? target.path() : meant(target.path());
    if (catalog.isLost(path)) {
      return UnavailableAnswer.content();
    }
    return switch (catalog.kindOf(path)) {
      case NOTHING -> nothing(varies);
      case DENIED ->
          Answer.error(403, "this path is not public", new HeaderFields().varyIf(varies));
      // To S3 a folder is no key, and a web seed has files only.
      case FOLDER -> torrent || target.seed() ? nothing(varies) : folders.of(request, path);
    };
  }

  private String meant(String path) {
    return s3.withoutBucket(path)
        .filter(other -> catalog.kindOf(path) == PathKind.NOTHING)
        .orElse(path);
  }

  /**
   * @param varies whether a file that appears here would negotiate
   */
  private static Answer nothing(boolean varies) {
    return Answer.error(404, "there is no such file", new HeaderFields().varyIf(varies));
  }

  private Answer inS3sWords(S3Paths.Name name, Answer answer) {
    return answer.status() == 404 && isNoBucket(name.bucket())
        ? S3Answer.noSuchBucket(name)
        : S3Answer.of(name, answer);
  }

  private boolean isNoBucket(String name) {
    return !s3.isRoot(name) && catalog.kindOf("/" + name + "/") == PathKind.NOTHING;
  }
}
