package org.spillway.negotiation;

import java.util.function.BiFunction;
import org.spillway.catalog.Catalog;
import org.spillway.catalog.Offer;
import org.spillway.torrent.PercentEncoding;

/** Answers with what a folder shows: its own index.html, or a page of what is in it. */
final class FolderAnswer {
  static final String OWN_PAGE = "index.html";

  private final Catalog catalog;
  private final boolean index;
  private final BiFunction<RequestHead, Offer, Answer> files;

  FolderAnswer(Catalog catalog, boolean index, BiFunction<RequestHead, Offer, Answer> files) {
    this.catalog = catalog;
    this.index = index;
    this.files = files;
  }

  /**
   * @param path of a folder, perhaps without its final slash
   */
  Answer of(RequestHead request, String path) {
    if (!path.endsWith("/")) {
      return redirect(request);
    }
    return catalog
        .byPath(path + OWN_PAGE)
        .map(offer -> ownPage(request, offer))
        .orElseGet(() -> page(request, path));
  }

  /**
   * By the last name alone, so that no path can be read as another host, and no proxy need know
   * where it has put us.
   */
  static Answer redirect(RequestHead request) {
    String name = request.path().substring(request.path().lastIndexOf('/') + 1);
    String query = request.query().isEmpty() ? "" : "?" + request.query();
    String location = "./" + PercentEncoding.path(name) + "/" + query;
    var fields = new Fields().add("Location", location).add("Cache-Control", "no-cache");
    return Answer.folder(301, fields, "text/plain;charset=utf-8", location + "\n");
  }

  private Answer ownPage(RequestHead request, Offer offer) {
    var answer = files.apply(request, offer);
    if (answer.kind() == Answer.Kind.ERROR) {
      return answer;
    }
    String location = catalog.urls().orElseThrow().file(offer.path());
    var fields = new Fields().addAll(answer.fields()).add("Content-Location", location);
    return new Answer(answer.kind(), answer.status(), fields.list(), answer.body());
  }

  private Answer page(RequestHead request, String path) {
    if (!index) {
      return notListed();
    }
    FolderQuery query;
    try {
      query = FolderQuery.of(request);
    } catch (IllegalArgumentException e) {
      return Answer.error(400, String.valueOf(e.getMessage()), new Fields());
    }
    var urls = catalog.urls().orElseThrow();
    return catalog
        .list(path, query.after(), query.limit())
        .map(page -> new FolderListing(request.path(), urls.file(path), query, page))
        .map(FolderAnswer::page)
        .orElseGet(FolderAnswer::notListed);
  }

  private static Answer page(FolderListing listing) {
    var fields = new Fields().add("Cache-Control", "no-cache").add("Vary", "Accept");
    listing.next().ifPresent(n -> fields.add("Link", "<" + listing.url() + n + ">; rel=\"next\""));
    if (listing.query().json()) {
      return Answer.folder(200, fields, "application/json", FolderJson.of(listing));
    }
    fields.add("Content-Security-Policy", FolderHtml.POLICY);
    return Answer.folder(200, fields, "text/html;charset=utf-8", FolderHtml.of(listing));
  }

  private static Answer notListed() {
    return Answer.error(403, "this folder does not show what is in it", new Fields());
  }
}
