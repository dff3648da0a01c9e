package org.spillway.negotiation;

import org.spillway.catalog.usage.SentBytes;
import org.spillway.catalog.usage.UsageMeter;
import org.spillway.negotiation.answers.Answer;
import org.spillway.negotiation.sending.AnswerCounters;

/**
 * Requests since the start that were answered, each counted once, when its answer begins.
 *
 * @param torrents the number of answers with a torrent
 * @param metalinks the number of answers with a Metalink document
 * @param magnets the number of answers with a magnet link
 * @param swarmPages the number of answers with the page {@code ?swarm} of a file
 * @param pageFiles the number of answers with a script or style of these pages
 * @param files the number of answers with a file or ranges of it
 * @param mirrorRedirects the number of redirects to a mirror
 * @param folders the number of answers with a page of a folder, and of redirects to it
 * @param notModified the number of answers with 304
 * @param errors the number of answers with 4xx or 5xx
 * @param aborted the number of torrents, files and errors that were cut off, because the client
 *     went away or the file changed
 * @param bytes the bytes of content sent, without header fields
 * @param plain the bytes among these of files that were asked for by their own URLs, including
 *     transfers that were cut off, and the lines that frame several ranges
 * @param webSeed the bytes among these of files that were asked for as a web seed (BEP 19)
 * @param refused the number of files that were not sent because of the limits; their clients got
 *     the torrent or 503
 * @param transfers the number of files and parts of files being sent now
 * @param overloaded whether no further file would be sent now
 */
public record NegotiationStats(
    long torrents,
    long metalinks,
    long magnets,
    long swarmPages,
    long pageFiles,
    long files,
    long mirrorRedirects,
    long folders,
    long notModified,
    long errors,
    long aborted,
    long bytes,
    SentBytes plain,
    SentBytes webSeed,
    long refused,
    int transfers,
    boolean overloaded) {

  /** The statistics of a server that has answered nothing yet. */
  public static final NegotiationStats NONE = of(new AnswerCounters(new UsageMeter()), 0, false);

  /**
   * @param transfers the number of files and parts of files being sent now
   * @param overloaded whether no further file would be sent now
   */
  static NegotiationStats of(AnswerCounters counters, int transfers, boolean overloaded) {
    return new NegotiationStats(
        counters.answers(Answer.Kind.TORRENT),
        counters.answers(Answer.Kind.METALINK),
        counters.answers(Answer.Kind.MAGNET),
        counters.answers(Answer.Kind.SWARM_PAGE),
        counters.answers(Answer.Kind.PAGE_FILE),
        counters.answers(Answer.Kind.FILE) + counters.answers(Answer.Kind.WEB_SEED),
        counters.answers(Answer.Kind.MIRROR_REDIRECT),
        counters.answers(Answer.Kind.FOLDER),
        counters.answers(Answer.Kind.NOT_MODIFIED),
        counters.answers(Answer.Kind.ERROR),
        counters.cutOff(),
        counters.bytes(),
        counters.plain(),
        counters.webSeed(),
        counters.refusals(),
        transfers,
        overloaded);
  }
}
