package org.spillway.negotiation.folders;

import static java.lang.System.Logger.Level.DEBUG;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Optional;
import java.util.function.BiFunction;
import org.spillway.catalog.Catalog;
import org.spillway.catalog.FolderPage;
import org.spillway.catalog.Offer;
import org.spillway.negotiation.answers.Answer;
import org.spillway.negotiation.answers.Body;
import org.spillway.negotiation.answers.Preconditions;
import org.spillway.negotiation.answers.UnavailableAnswer;
import org.spillway.negotiation.answers.Validators;
import org.spillway.negotiation.documents.Html;
import org.spillway.negotiation.fields.HeaderFields;
import org.spillway.negotiation.fields.RequestHead;
import org.spillway.torrent.PercentEncoding;
import org.spillway.torrent.Sha256;

/** Answers with what a folder shows: its own index.html, or a listing of all that is in it. */
public final class FolderAnswer {
  private static final System.Logger log = System.getLogger(FolderAnswer.class.getName());

  public static final String OWN_PAGE = "index.html";

  private final Catalog catalog;
  private final boolean index;
  private final BiFunction<RequestHead, Offer, Answer> files;

  public FolderAnswer(
      Catalog catalog, boolean index, BiFunction<RequestHead, Offer, Answer> files) {
    this.catalog = catalog;
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
      int limit = Math.min(query.limit(), FolderText.PART);
      var first = catalog.list(path, query.after(), limit);
      return first.isEmpty() ? notListed() : page(request, path, view, first.get());
    } catch (IllegalArgumentException e) {
      return Answer.error(400, String.valueOf(e.getMessage()), new HeaderFields());
    } catch (IOException e) {
      log.log(DEBUG, () -> path + ": not listed: " + e);
      return UnavailableAnswer.folder();
    }
  }

  private Answer page(RequestHead request, String path, FolderView view, FolderPage first)
      throws IOException {
    var format = view.query().json() ? new FolderJson(view) : new FolderHtml(view);
    if (first.more() && !view.query().isLimited()) {
      var tag = FolderTag.of(catalog, path, view.query().json(), format.begin(), first);
      var body = Body.streaming(new FolderText(catalog, path, format, first));
      var validators = tag.map(Validators::weak).orElse(Validators.NONE);
      return answer(request, format, "", body, validators);
    }
    var entries = first.entries();
    String next = first.more() ? view.next(entries.get(entries.size() - 1)) : "";
    String text = FolderText.of(format, first, next);
    String link = next.isEmpty() ? "" : "<" + view.url() + next + ">; rel=\"next\"";
    return answer(request, format, link, Body.of(text), Validators.of(tag(text)));
  }

  private static String tag(String text) {
    return '"' + Sha256.digest(text.getBytes(UTF_8)).toString().substring(0, 32) + '"';
  }

  private static Answer answer(
      RequestHead request, FolderFormat format, String link, Body body, Validators validators) {
    var fields = new HeaderFields().add("Cache-Control", "no-cache").add("Vary", "Accept");
    if (validators != Validators.NONE) {
      fields.add("ETag", validators.etag());
    }
    return switch (Preconditions.evaluate(request, validators)) {
      case FAILED -> Answer.error(412, "the folder has changed", new HeaderFields());
      case NOT_MODIFIED -> Answer.notModified(fields, body);
      case PROCEED -> {
        fields.addIf(!link.isEmpty(), "Link", link);
        fields.addIf(format instanceof FolderHtml, "Content-Security-Policy", Html.POLICY);
        yield Answer.folder(200, fields, format.type(), body);
      }
    };
  }

  private static Answer notListed() {
    return Answer.error(403, "this folder may not be listed", new HeaderFields());
  }
}
