package org.spillway.negotiation.documents;

import java.time.Duration;
import org.spillway.catalog.Offer;
import org.spillway.catalog.OfferedTorrent;
import org.spillway.negotiation.answers.Answer;
import org.spillway.negotiation.answers.Document;
import org.spillway.negotiation.answers.FileAnswer;
import org.spillway.negotiation.answers.FileRepresentation;
import org.spillway.negotiation.answers.HttpReply;
import org.spillway.negotiation.answers.Representation;
import org.spillway.negotiation.fields.RequestHead;

/** Answers with what describes a file: its torrent, Metalink document or magnet link. */
public final class DescriptionAnswer {
  private final RequestHead request;
  private final FileRepresentation file;
  private final int ownPriority;
  private final Representation.Description wanted;

  /**
   * @param ownPriority the priority of the file at this server, among its mirrors
   */
  public DescriptionAnswer(
      RequestHead request,
      FileRepresentation file,
      int ownPriority,
      Representation.Description wanted) {
    this.request = request;
    this.file = file;
    this.ownPriority = ownPriority;
    this.wanted = wanted;
  }

  /**
   * Waits for hashing if the query named this representation; sends the file if it was only
   * preferred.
   */
  public HttpReply make(Duration patience) {
    if (!offer().canHaveTorrent()) {
      return ofEmpty();
    }
    var torrent = offer().torrent();
    if (torrent.isPresent()) {
      return of(torrent.get());
    }
    var coming = offer().requestTorrent();
    return wanted.named() ? new HttpReply.Wait(coming, patience) : fileInstead();
  }

  private Answer ofEmpty() {
    if (wanted instanceof Representation.Metalink) {
      return document(MetalinkDocument.ofEmpty(offer(), file.urls(), ownPriority));
    }
    return wanted.named() ? TorrentAnswer.none() : fileInstead();
  }

  public Answer of(OfferedTorrent torrent) {
    if (wanted instanceof Representation.Magnet) {
      return MagnetAnswer.of(request, offer(), torrent, file.urls());
    }
    boolean metalink = wanted instanceof Representation.Metalink;
    return document(
        metalink
            ? MetalinkDocument.of(offer(), torrent, file.urls(), ownPriority)
            : TorrentAnswer.of(offer(), torrent, file.urls()));
  }

  private Answer document(Document document) {
    return wanted.named() ? document.answer(request) : document.negotiated(request);
  }

  private Answer fileInstead() {
    return new FileAnswer(request, file, true).make();
  }

  private Offer offer() {
    return file.offer();
  }
}
