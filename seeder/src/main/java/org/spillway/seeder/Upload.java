package org.spillway.seeder;

import static java.lang.System.Logger.Level.DEBUG;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Ticker;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.spillway.swarm.Leecher;
import org.spillway.swarm.RateLimiter;
import org.spillway.torrent.peer.Piece;
import org.spillway.torrent.peer.Request;

/**
 * Sends the blocks that one peer waits for. Used on the connection's event loop only. The disk
 * threads read the blocks, in one job at a time for each connection; the faster the peer takes
 * blocks, the more of them one job reads.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failure shows as the end of the channel
final class Upload {
  private static final System.Logger log = System.getLogger(Upload.class.getName());

  /**
   * The smallest and the largest job, in bytes: a small job keeps a slow peer's memory low, a large
   * one makes a fast peer cheap.
   */
  private static final int SMALLEST_JOB = 64 * 1024;

  private static final int LARGEST_JOB = BlockBuffers.LONGEST;

  /**
   * After a job that was sent within this time, in nanoseconds, the next one may be twice as large.
   */
  private static final long QUICK = TimeUnit.MILLISECONDS.toNanos(250);

  private final Channel channel;
  private final MessageWriter writer;
  private final SharedContent content;
  private final Leecher leecher;
  private final SeederContext context;
  private final LongAdder sentOfFile;
  private final RateLimiter rate;
  private final Ticker ticker;
  private final ArrayDeque<Request> waiting = new ArrayDeque<>();
  private int jobLength = SMALLEST_JOB;

  /** The reservation of the rate for the next job, which has at most {@code turnLength} bytes. */
  private RateLimiter.@Nullable Reservation turn;

  private int turnLength;
  private boolean paused;
  private boolean reading;
  private boolean closed;
  private boolean progressed;

  Upload(
      Channel channel,
      MessageWriter writer,
      SharedContent content,
      Leecher leecher,
      SeederContext context) {
    this.channel = channel;
    this.writer = writer;
    this.content = content;
    this.leecher = leecher;
    this.context = context;
    this.sentOfFile = context.counters().sent.of(content.path());
    this.rate = RateLimiter.of(context.limits().perPeer(), content.rate(), System::nanoTime);
    this.ticker = channel.eventLoop().ticker();
  }

  /**
   * Queues a request.
   *
   * @param request a request for a block that exists
   * @return false if too many requests wait already
   */
  boolean add(Request request) {
    return waiting.size() < context.settings().maxQueuedRequests() && waiting.add(request);
  }

  /**
   * Removes a request; returns false if it does not wait, because it was never made or is being
   * sent already.
   */
  boolean remove(Request request) {
    return waiting.removeFirstOccurrence(request);
  }

  /** Removes and returns the requests that waited. */
  List<Request> removeAll() {
    var all = List.copyOf(waiting);
    waiting.clear();
    return all;
  }

  /** Starts a job if requests wait and the peer has taken what it was sent. */
  void proceed() {
    if (reading || closed || waiting.isEmpty() || !channel.isWritable() || !isItsTurn()) {
      return;
    }
    var requests = nextJob(turnLength);
    turn = null;
    var blocks = context.buffers().take(BlockReader.lengthOf(requests));
    reading = true;
    context.disk().execute(() -> read(requests, blocks));
  }

  /** Reserves the rate for the next job; the job starts when the reservation's time has come. */
  private boolean isItsTurn() {
    if (turn == null) {
      turnLength = Math.min(jobLength, rate.portion());
      turn = rate.reserve(lengthOfJob(turnLength));
    }
    long delay = turn.delay();
    if (delay > 0 && !paused) {
      paused = true;
      channel.eventLoop().schedule(this::goOn, delay, TimeUnit.NANOSECONDS);
    }
    return delay == 0;
  }

  private void goOn() {
    paused = false;
    proceed();
  }

  private int lengthOfJob(int most) {
    int length = 0;
    for (Request next : waiting) {
      if (length > 0 && length + BlockReader.lengthOf(next) > most) {
        break;
      }
      length += BlockReader.lengthOf(next);
    }
    return length;
  }

  private List<Request> nextJob(int most) {
    List<Request> job = new ArrayList<>();
    int length = 0;
    for (var next = waiting.peek(); next != null; next = waiting.peek()) {
      length += BlockReader.lengthOf(next);
      if (length > most && !job.isEmpty()) {
        break;
      }
      job.add(next);
      waiting.remove();
    }
    return job;
  }

  /** Reads the blocks; runs on a disk thread. */
  private void read(List<Request> requests, ByteBuf blocks) {
    try {
      BlockReader.read(content, requests, blocks);
    } catch (IOException e) {
      log.log(DEBUG, () -> "closing " + channel.remoteAddress() + ": " + e.getMessage());
    } finally {
      channel.eventLoop().execute(() -> ended(blocks, requests.size()));
    }
  }

  /**
   * Goes on after a job.
   *
   * @param blocks the blocks that were read; empty if they could not be read
   */
  private void ended(ByteBuf blocks, int count) {
    reading = false;
    if (!closed && blocks.isReadable()) {
      send(blocks, count);
      proceed();
      return;
    }
    context.buffers().giveBack(blocks);
    if (closed) {
      leave();
    } else {
      channel.close();
    }
  }

  private void send(ByteBuf blocks, int count) {
    int bytes = blocks.readableBytes() - count * Piece.BLOCK_OFFSET;
    long start = ticker.nanoTime();
    writer
        .sendBlocks(blocks.retain())
        .addListener(
            sent -> {
              context.buffers().giveBack(blocks);
              if (sent.isSuccess()) {
                sent(bytes, count, ticker.nanoTime() - start);
              }
            });
  }

  private void sent(int bytes, int count, long nanos) {
    context.counters().bytesSent.add(bytes);
    sentOfFile.add(bytes);
    context.counters().blocksSent.add(count);
    context.choker().sent(bytes);
    leecher.sent(bytes);
    progressed = true;
    jobLength =
        nanos < QUICK
            ? Math.min(LARGEST_JOB, 2 * jobLength)
            : Math.max(SMALLEST_JOB, jobLength / 2);
  }

  /** Returns whether anything was sent since this method was last called. */
  boolean progressedSince() {
    boolean since = progressed;
    progressed = false;
    return since;
  }

  /** Ends the upload. The content stays open until a job that is running has ended. */
  void close() {
    closed = true;
    waiting.clear();
    if (!reading) {
      leave();
    }
  }

  private void leave() {
    context.torrents().leave(content, channel);
  }
}
