package org.spillway.client.helper;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.spillway.net.DaemonThreads;

/**
 * Talks to the extension over a pair of streams until the browser closes them, and downloads the
 * files that the extension asks for.
 */
public final class NativeHost {
  /** The name by which the extension asks the browser for the host. */
  public static final String NAME = "org.spillway.helper";

  private static final System.Logger log = System.getLogger(NativeHost.class.getName());

  /** The shortest time between two messages about changes of a download. */
  private static final long TICK_MILLIS = 250;

  /** The time between two looks for downloads that another helper has released. */
  private static final long ADOPT_MILLIS = 1000;

  private final HostSettings settings;
  private final MessageOutput out;
  private final Downloads downloads;
  private final FileManager fileManager = FileManager.ofThisSystem();

  private NativeHost(HostSettings settings, MessageOutput out) throws IOException {
    this.settings = settings;
    this.out = out;
    this.downloads = new Downloads(settings, state -> send(HelperReply.state(state)));
  }

  /**
   * Runs the host, and blocks until the browser closes the input. It then takes up to five seconds
   * to stop. Unfinished downloads continue when a host with the same journal runs again.
   *
   * @param arguments the arguments with which the browser started the program; they name the
   *     extension
   * @param out the output, to which nothing else may be written
   */
  public static HostEnd run(
      HostSettings settings, List<String> arguments, InputStream in, OutputStream out) {
    var messages = new MessageOutput(out);
    try {
      if (!settings.extensions().allow(arguments)) {
        messages.write(HelperReply.error("", "Only the Spillway extension may use this helper."));
        return HostEnd.REFUSED;
      }
      return new NativeHost(settings, messages).serve(new MessageInput(in));
    } catch (IOException e) {
      log.log(WARNING, "the helper ends: {0}", e.getMessage());
      return HostEnd.FAILED;
    }
  }

  private HostEnd serve(MessageInput in) throws IOException {
    var ticks = Executors.newScheduledThreadPool(2, new DaemonThreads("helper-ticks"));
    try (downloads) {
      schedule(ticks, downloads::publishChanges, TICK_MILLIS);
      schedule(ticks, downloads::adopt, ADOPT_MILLIS);
      for (var next = in.next(); next.isPresent(); next = in.next()) {
        answer(next.get());
      }
      return HostEnd.CLOSED;
    } catch (LostFramingException e) {
      send(HelperReply.error("", e.getMessage() + " The helper ends."));
      return HostEnd.LOST_FRAMING;
    } finally {
      ticks.shutdownNow();
    }
  }

  private static void schedule(ScheduledExecutorService ticks, Runnable task, long millis) {
    var unused = ticks.scheduleWithFixedDelay(task, 0, millis, TimeUnit.MILLISECONDS);
  }

  private void answer(byte[] message) {
    try {
      answer(HelperRequest.parse(message));
    } catch (MalformedRequestException e) {
      send(HelperReply.error(e.id(), String.valueOf(e.getMessage())));
    }
  }

  private void answer(HelperRequest request) throws MalformedRequestException {
    if (request instanceof HelperRequest.Hello) {
      send(HelperReply.hello(settings.version(), settings.folder().toString()));
    } else if (request instanceof HelperRequest.ListAll) {
      send(HelperReply.list(downloads.states()));
    } else if (request instanceof HelperRequest.Start start) {
      start(start);
    } else if (request instanceof HelperRequest.Change change) {
      change(change);
    }
  }

  private void start(HelperRequest.Start start) throws MalformedRequestException {
    try {
      downloads.start(start);
    } catch (MalformedRequestException e) {
      throw e;
    } catch (IOException e) {
      throw new MalformedRequestException(
          start.id(), "The download cannot be written to the disk: " + e.getMessage() + ".");
    }
  }

  private void change(HelperRequest.Change change) throws MalformedRequestException {
    Optional<HelperDownload> found = downloads.byId(change.id());
    if (found.isEmpty()) {
      throw new MalformedRequestException(
          change.id(), "The helper has no download with this id, or another helper has it still.");
    }
    var download = found.get();
    switch (change.action()) {
      case PAUSE -> download.pause();
      case RESUME, RETRY -> download.resume();
      case CANCEL -> downloads.cancel(download);
      case SHOW -> show(download);
    }
  }

  private void show(HelperDownload download) throws MalformedRequestException {
    var state = download.state();
    try {
      fileManager.show(state.target(), state.phase() == Phase.DONE);
    } catch (IOException e) {
      throw new MalformedRequestException(
          state.id(),
          "No file manager could be started; the file is %s.".formatted(state.target()));
    }
  }

  /**
   * Sends a message. A browser that no longer reads closes the input as well, and then the host
   * ends.
   */
  private void send(byte[] message) {
    try {
      out.write(message);
    } catch (IOException e) {
      log.log(DEBUG, "the browser does not read messages: {0}", e.getMessage());
    }
  }
}
