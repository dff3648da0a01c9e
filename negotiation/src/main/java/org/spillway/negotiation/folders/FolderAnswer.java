package org.spillway.negotiation.folders;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.IOException;
import java.util.Optional;
import java.util.function.BiFunction;
import org.spillway.catalog.Catalog;
import org.spillway.catalog.Offer;
import org.spillway.negotiation.answers.Answer;
import org.spillway.negotiation.answers.Body;
import org.spillway.negotiation.answers.KeptText;
import org.spillway.negotiation.answers.KeptTexts;
import org.spillway.negotiation.answers.Preconditions;
import org.spillway.negotiation.answers.UnavailableAnswer;
import org.spillway.negotiation.answers.Validators;
import org.spillway.negotiation.documents.Html;
import org.spillway.negotiation.fields.HeaderFields;
import org.spillway.negotiation.fields.RequestHead;
import org.spillway.torrent.PercentEncoding;

/** Answers with what a folder shows: its own index.html, or a listing of all that is in it. */
public final class FolderAnswer {
  private static final System.Logger log = System.getLogger(FolderAnswer.class.getName());

  public static final String OWN_PAGE = "index.html";

  private final Catalog catalog;
  private final KeptTexts texts;
  private final boolean index;
  private final BiFunction<RequestHead, Offer, Answer> files;

  public FolderAnswer(
      Catalog catalog,
      KeptTexts texts,
      boolean index,
      BiFunction<RequestHead, Offer, Answer> files) {
    this.catalog = catalog;
    this.texts = texts;
    this.index = index;
    this.files = files;
  }

  /**
   * @param path of a folder, perhaps without its final slash
   */
  public Answer of(RequestHead request, String path) {
    if (!path.endsWith("/")) {
      return redirect(request);
    }
    return ownPage(request, path)
        .map(offer -> ownPage(request, offer))
        .orElseGet(() -> page(request, path));
  }

  /**
   * Redirects to the same path with a slash. The location has the last name alone, so that no path
   * can be read as another host, and no proxy need know where it has put us.
   */
  public static Answer redirect(RequestHead request) {
    String name = request.path().substring(request.path().lastIndexOf('/') + 1);
    String query = request.query().isEmpty() ? "" : "?" + request.query();
    String location = "./" + PercentEncoding.path(name) + "/" + query;
    var fields = new HeaderFields().add("Location", location).add("Cache-Control", "no-cache");
    return Answer.folder(301, fields, "text/plain;charset=utf-8", Body.of(location + "\n"));
  }

  private Answer ownPage(RequestHead request, Offer offer) {
    var answer = files.apply(request, offer);
    if (answer.kind() == Answer.Kind.ERROR) {
      return answer;
    }
    String location = catalog.urls().orElseThrow().file(offer.path());
    var fields = new HeaderFields().addAll(answer.fields()).add("Content-Location", location);
    return new Answer(answer.kind(), answer.status(), fields.list(), answer.body());
  }

  /**
   * Returns the page that the folder has of its own, unless the query names a format: then the
   * listing is meant.
   */
  private Optional<Offer> ownPage(RequestHead request, String path) {
    return index && FolderQuery.namesFormat(request)
        ? Optional.empty()
        : catalog.byPath(path + OWN_PAGE);
  }

  private Answer page(RequestHead request, String path) {
    if (!index) {
      return notListed();
    }
    try {
      var query = FolderQuery.of(request);
      String url = catalog.urls().orElseThrow().file(path);
      var view = new FolderView(request.path(), url, query);
      var listing = new FolderListing(catalog, texts, path, view);
      return listing
          .begin()
          .map(text -> page(request, listing, text))
          .orElseGet(FolderAnswer::notListed);
    } catch (IllegalArgumentException e) {
      return Answer.error(400, String.valueOf(e.getMessage()), new HeaderFields());
    } catch (IOException e) {
      log.log(DEBUG, () -> path + ": not listed: " + e);
      return UnavailableAnswer.folder();
    }
  }

  private static Answer page(RequestHead request, FolderListing listing, KeptText text) {
    var view = listing.view();
    if (!text.isComplete() && !view.query().isLimited()) {
      var validators = text.etag().isEmpty() ? Validators.NONE : Validators.weak(text.etag());
      return answer(
          request, listing, "", Body.streaming(new FolderText(listing, text)), validators);
    }
    String next = text.isComplete() ? "" : view.url() + view.next(text.last());
    String link = next.isEmpty() ? "" : "<" + next + ">; rel=\"next\"";
    return answer(request, listing, link, Body.of(text.bytes()), Validators.of(text.etag()));
  }

  private static Answer answer(
      RequestHead request, FolderListing listing, String link, Body body, Validators validators) {
    var fields = new HeaderFields().add("Cache-Control", "no-cache").add("Vary", "Accept");
    if (validators != Validators.NONE) {
      fields.add("ETag", validators.etag());
    }
    return switch (Preconditions.evaluate(request, validators)) {
      case FAILED -> Answer.error(412, "the folder has changed", new HeaderFields());
      case NOT_MODIFIED -> Answer.notModified(fields, body);
      case PROCEED -> {
        fields.addIf(!link.isEmpty(), "Link", link);
        fields.addIf(!listing.view().query().json(), "Content-Security-Policy", Html.POLICY);
        yield Answer.folder(200, fields, listing.format().type(), body);
      }
    };
  }

  private static Answer notListed() {
    return Answer.error(403, "this folder may not be listed", new HeaderFields());
  }
}
