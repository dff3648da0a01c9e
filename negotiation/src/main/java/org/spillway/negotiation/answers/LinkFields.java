package org.spillway.negotiation.answers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.spillway.catalog.Mirror;
import org.spillway.catalog.Offer;
import org.spillway.catalog.PublicUrls;
import org.spillway.negotiation.fields.MediaTypes;

/** Makes the Link fields that name the mirrors of a file and what describes it (RFC 6249). */
public final class LinkFields {
  private LinkFields() {}

  /** Returns the URL that always gives the torrent of a file. */
  public static String torrent(PublicUrls urls, Offer offer) {
    return urls.file(offer.path()) + "?torrent";
  }

  /** Returns the URL that always gives the Metalink document of a file. */
  public static String metalink(PublicUrls urls, Offer offer) {
    return urls.file(offer.path()) + "?meta4";
  }

  /** Returns one value for each line, because wget2 reads only the first link of a line. */
  static List<String> of(PublicUrls urls, Offer offer) {
    var links = new ArrayList<String>();
    if (offer.canHaveTorrent()) {
      links.add(describedBy(torrent(urls, offer), MediaTypes.TORRENT));
    }
    links.add(describedBy(metalink(urls, offer), MediaTypes.METALINK));
    urls.mirrorsOf(offer.path()).stream().map(LinkFields::duplicate).forEach(links::add);
    return links;
  }

  private static String describedBy(String url, String type) {
    return "<" + url + ">; rel=describedby; type=\"" + type + '"';
  }

  private static String duplicate(Mirror mirror) {
    String location = mirror.location().isEmpty() ? "" : "; geo=" + mirror.location();
    return "<" + mirror.url() + ">; rel=duplicate; pri=" + mirror.priority() + location;
  }

  /** Returns the mirror to try first. */
  public static Optional<Mirror> best(PublicUrls urls, Offer offer) {
    return urls.mirrorsOf(offer.path()).stream().min(Comparator.comparingInt(Mirror::priority));
  }
}
